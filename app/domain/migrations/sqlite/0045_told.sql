-- Legal notices that nobody took within a day, and what became of requests for help step by step (09 section 1.5, 01 section 10).

-- From when a legal notice that has not left counts as not arrived, while it is still tried; empty for every other message.
ALTER TABLE outbox ADD COLUMN late_from TEXT;
UPDATE outbox SET late_from = strftime('%Y-%m-%dT%H:%M:%S+00:00', created_at, '+1 day')
    WHERE channel <> 'in_app' AND (state IN ('queued', 'sending') OR (state = 'suppressed' AND attempts = 0))
      AND event IN ('supplement_requested', 'intake_refused', 'dossier_stopped', 'apology_overdue', 'apology_automatic');
CREATE INDEX outbox_late ON outbox (state, late_from) WHERE late_from IS NOT NULL AND state IN ('queued', 'sending');
CREATE INDEX outbox_arrived ON outbox (id, delivered_at, late_from) WHERE late_from IS NOT NULL AND state = 'delivered';

-- Every answer, closing and reopening of a request for help; never changed.
CREATE TABLE help_event (
    request_id INTEGER NOT NULL REFERENCES help_request (id) ON DELETE RESTRICT,
    seq        INTEGER NOT NULL,
    step       TEXT NOT NULL CHECK (step IN ('answer', 'close', 'reopen')),
    body       TEXT NOT NULL DEFAULT '',
    actor_id   INTEGER REFERENCES account (id) ON DELETE RESTRICT,
    actor_name TEXT NOT NULL,
    at         TEXT NOT NULL,
    PRIMARY KEY (request_id, seq)
);
CREATE INDEX help_event_actor ON help_event (actor_id);
INSERT INTO help_event (request_id, seq, step, body, actor_id, actor_name, at)
    SELECT h.id, 1, 'answer', h.answer, (SELECT MIN(a.id) FROM account a WHERE a.person_id = h.answered_by AND a.kind = 'official'),
        COALESCE((SELECT p.full_name FROM person p WHERE p.id = h.answered_by), ''), h.answered_at
    FROM help_request h WHERE h.answered_at IS NOT NULL;
DROP INDEX help_request_answered_by;
ALTER TABLE help_request DROP COLUMN answered_by;
ALTER TABLE help_request DROP COLUMN answered_at;
ALTER TABLE help_request DROP COLUMN answer;

CREATE TRIGGER help_event_no_update BEFORE UPDATE ON help_event BEGIN SELECT RAISE(ABORT, 'help_event is append-only'); END;
CREATE TRIGGER help_event_no_delete BEFORE DELETE ON help_event BEGIN SELECT RAISE(ABORT, 'help_event is append-only'); END;
