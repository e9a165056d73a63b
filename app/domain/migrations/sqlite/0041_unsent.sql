-- Messages that did not arrive, and what persons did about them (09 section 1.5, 1.8); what came since the last look at the page Hôm nay.

-- The message that this one repeats.
ALTER TABLE outbox ADD COLUMN resend_of INTEGER REFERENCES outbox (id) ON DELETE RESTRICT;
CREATE INDEX outbox_resend_of ON outbox (resend_of);
CREATE INDEX outbox_unsent ON outbox (state, event, id) WHERE state IN ('failed', 'expired', 'needs_check');

-- One row per message that somebody dealt with; never changed.
CREATE TABLE outbox_care (
    id         INTEGER PRIMARY KEY,
    outbox_id  INTEGER NOT NULL UNIQUE REFERENCES outbox (id) ON DELETE RESTRICT,
    kind       TEXT NOT NULL CHECK (kind IN ('resent', 'told', 'closed')),
    note       TEXT NOT NULL,
    actor_id   INTEGER REFERENCES account (id) ON DELETE RESTRICT,
    actor_name TEXT NOT NULL,
    at         TEXT NOT NULL
);
CREATE INDEX outbox_care_actor ON outbox_care (actor_id);

-- Which things stood on the page Hôm nay of a person at the end of the visit before (known) and at the last look (shown): short
-- hashes, joined by commas. The reader's own order, no facts.
CREATE TABLE today_visit (
    person_id   INTEGER NOT NULL PRIMARY KEY REFERENCES person (id) ON DELETE RESTRICT,
    known       TEXT NOT NULL,
    shown       TEXT NOT NULL,
    fresh_since TEXT NOT NULL,
    last_at     TEXT NOT NULL
);

CREATE TRIGGER outbox_care_no_update BEFORE UPDATE ON outbox_care BEGIN SELECT RAISE(ABORT, 'outbox_care is append-only'); END;
CREATE TRIGGER outbox_care_no_delete BEFORE DELETE ON outbox_care BEGIN SELECT RAISE(ABORT, 'outbox_care is append-only'); END;
