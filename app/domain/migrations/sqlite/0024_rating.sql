-- Ratings of returned dossiers (02 section 18).

-- Who may rate: one row per dossier and person. The token is the link; officials never see it.
CREATE TABLE rating_invite (
    id         INTEGER PRIMARY KEY,
    dossier_id INTEGER NOT NULL REFERENCES dossier (id) ON DELETE RESTRICT,
    -- Empty for somebody without an account.
    account_id INTEGER REFERENCES account (id) ON DELETE RESTRICT,
    token      TEXT NOT NULL UNIQUE,
    -- The unit that worked on the dossier when its result was returned.
    unit_id    INTEGER NOT NULL REFERENCES org_unit (id) ON DELETE RESTRICT,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
);
CREATE UNIQUE INDEX rating_invite_person ON rating_invite (dossier_id, COALESCE(account_id, 0));
CREATE INDEX rating_invite_account ON rating_invite (account_id);
CREATE INDEX rating_invite_unit ON rating_invite (unit_id);

CREATE TABLE rating (
    id             INTEGER PRIMARY KEY,
    -- Raised by every step; forms send it back.
    version        INTEGER NOT NULL DEFAULT 1,
    invite_id      INTEGER NOT NULL UNIQUE REFERENCES rating_invite (id) ON DELETE RESTRICT,
    dossier_id     INTEGER NOT NULL REFERENCES dossier (id) ON DELETE RESTRICT,
    unit_id        INTEGER NOT NULL REFERENCES org_unit (id) ON DELETE RESTRICT,
    level          INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
    comment        TEXT NOT NULL,
    comment_state  TEXT NOT NULL CHECK (comment_state IN ('none', 'pending', 'approved', 'rejected')),
    reject_reason  TEXT NOT NULL DEFAULT '',
    answer         TEXT NOT NULL DEFAULT '',
    answered_at    TEXT,
    -- Code of the dossier, procedure and words, folded.
    fold           TEXT NOT NULL,
    first_at       TEXT NOT NULL,
    locked_at      TEXT NOT NULL,
    rated_at       TEXT NOT NULL,
    updated_at     TEXT NOT NULL,
    CHECK ((comment = '') = (comment_state = 'none'))
);
CREATE INDEX rating_dossier ON rating (dossier_id);
CREATE INDEX rating_unit ON rating (unit_id, rated_at);
CREATE INDEX rating_level ON rating (unit_id, level);
CREATE INDEX rating_pending ON rating (comment_state, rated_at);

CREATE TABLE rating_event (
    rating_id  INTEGER NOT NULL REFERENCES rating (id) ON DELETE RESTRICT,
    seq        INTEGER NOT NULL,
    step       TEXT NOT NULL,
    level      INTEGER NOT NULL,
    text       TEXT NOT NULL,
    actor_id   INTEGER REFERENCES account (id) ON DELETE RESTRICT,
    actor_name TEXT NOT NULL,
    at         TEXT NOT NULL,
    PRIMARY KEY (rating_id, seq)
);
CREATE INDEX rating_event_actor ON rating_event (actor_id);

-- Levels 1 and 2 ask the leader of the unit to look into it.
CREATE TABLE rating_follow_up (
    id         INTEGER PRIMARY KEY,
    rating_id  INTEGER NOT NULL REFERENCES rating (id) ON DELETE RESTRICT,
    unit_id    INTEGER NOT NULL REFERENCES org_unit (id) ON DELETE RESTRICT,
    opened_at  TEXT NOT NULL,
    due_at     TEXT NOT NULL,
    closed_at  TEXT,
    closed_by  INTEGER REFERENCES account (id) ON DELETE RESTRICT,
    closed_name TEXT NOT NULL DEFAULT '',
    outcome    TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX rating_follow_up_open ON rating_follow_up (rating_id) WHERE closed_at IS NULL;
CREATE INDEX rating_follow_up_rating ON rating_follow_up (rating_id, id);
CREATE INDEX rating_follow_up_unit ON rating_follow_up (unit_id, closed_at, due_at);
CREATE INDEX rating_follow_up_closed_by ON rating_follow_up (closed_by);

CREATE TRIGGER rating_event_no_update BEFORE UPDATE ON rating_event BEGIN SELECT RAISE(ABORT, 'rating_event is append-only'); END;
CREATE TRIGGER rating_event_no_delete BEFORE DELETE ON rating_event BEGIN SELECT RAISE(ABORT, 'rating_event is append-only'); END;
