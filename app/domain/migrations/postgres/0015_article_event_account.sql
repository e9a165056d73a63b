-- The author of an event is an account, in every history; the step of an article named the person until now. What the portal did
-- itself, or somebody without an official's account, keeps its name only.

ALTER TABLE article_event DROP CONSTRAINT article_event_actor_id_fkey;
ALTER TABLE article_event DISABLE TRIGGER article_event_no_update;
UPDATE article_event SET actor_id = (SELECT MIN(a.id) FROM account a WHERE a.person_id = article_event.actor_id AND a.kind = 'official')
    WHERE actor_id IS NOT NULL;
ALTER TABLE article_event ENABLE TRIGGER article_event_no_update;
ALTER TABLE article_event ADD CONSTRAINT article_event_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES account (id) ON DELETE RESTRICT;

-- The author is told through the person; nothing reads the account any more.
DROP INDEX article_author_account;
ALTER TABLE article DROP COLUMN author_account_id;
