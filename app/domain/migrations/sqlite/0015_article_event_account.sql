-- The author of an event is an account, in every history; the step of an article named the person until now. What the portal did
-- itself, or somebody without an official's account, keeps its name only. The events are copied, because nothing changes a row.

CREATE TABLE article_event_by_account (
    id           INTEGER PRIMARY KEY,
    article_id   INTEGER NOT NULL REFERENCES article (id) ON DELETE RESTRICT,
    at           TEXT NOT NULL,
    action       TEXT NOT NULL,
    from_state   TEXT NOT NULL,
    to_state     TEXT NOT NULL,
    actor_id     INTEGER REFERENCES account (id) ON DELETE RESTRICT,
    actor_name   TEXT NOT NULL,
    reason       TEXT NOT NULL,
    text_version INTEGER NOT NULL
);
INSERT INTO article_event_by_account (id, article_id, at, action, from_state, to_state, actor_id, actor_name, reason, text_version)
    SELECT e.id, e.article_id, e.at, e.action, e.from_state, e.to_state,
        (SELECT MIN(a.id) FROM account a WHERE a.person_id = e.actor_id AND a.kind = 'official'), e.actor_name, e.reason, e.text_version
    FROM article_event e;
DROP TABLE article_event;
ALTER TABLE article_event_by_account RENAME TO article_event;
CREATE INDEX article_event_article ON article_event (article_id, id);
CREATE INDEX article_event_actor ON article_event (actor_id);
CREATE TRIGGER article_event_no_update BEFORE UPDATE ON article_event BEGIN SELECT RAISE(ABORT, 'article_event is append-only'); END;
CREATE TRIGGER article_event_no_delete BEFORE DELETE ON article_event BEGIN SELECT RAISE(ABORT, 'article_event is append-only'); END;

-- The author is told through the person; nothing reads the account any more.
DROP INDEX article_author_account;
ALTER TABLE article DROP COLUMN author_account_id;
