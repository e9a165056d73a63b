-- Base services: audit log, change notes, counters, flash rows, rate windows, settings, files, jobs, messages out.

-- The audit log. Rows are never changed or removed: triggers at the end refuse it.
CREATE TABLE audit_event (
    day         TEXT NOT NULL,
    seq         INTEGER NOT NULL,
    at          TEXT NOT NULL,
    actor_id    INTEGER,
    actor_name  TEXT NOT NULL,
    acting_for  INTEGER,
    unit_id     INTEGER,
    action      TEXT NOT NULL,
    object_kind TEXT NOT NULL,
    object_id   TEXT NOT NULL,
    detail      TEXT NOT NULL,
    purpose     TEXT NOT NULL,
    result      TEXT NOT NULL CHECK (result IN ('ok', 'refused')),
    prev_hash   TEXT NOT NULL,
    hash        TEXT NOT NULL,
    PRIMARY KEY (day, seq)
);
CREATE INDEX audit_event_object ON audit_event (object_kind, object_id, day, seq);
CREATE INDEX audit_event_actor ON audit_event (actor_id, day, seq);

-- The last row of the chain; its lock orders all writers.
CREATE TABLE audit_head (
    id   INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    day  TEXT NOT NULL,
    seq  INTEGER NOT NULL,
    hash TEXT NOT NULL
);
INSERT INTO audit_head (id, day, seq, hash) VALUES (1, '0001-01-01', 0, '0000000000000000000000000000000000000000000000000000000000000000');

-- Signals for other processes: live badges, page caches. Pruned after a day.
CREATE TABLE change (
    id    INTEGER PRIMARY KEY,
    at    TEXT NOT NULL,
    topic TEXT NOT NULL,
    key   TEXT NOT NULL
);
CREATE INDEX change_at ON change (at);

-- Gap-free numbers per series.
CREATE TABLE counter (
    series TEXT NOT NULL PRIMARY KEY,
    n      INTEGER NOT NULL
);

-- Typed values of refused forms and messages after finished ones: read once, ten minutes.
CREATE TABLE flash (
    token_hash TEXT NOT NULL PRIMARY KEY,
    body       TEXT NOT NULL,
    expires_at TEXT NOT NULL
);
CREATE INDEX flash_expires_at ON flash (expires_at);

-- Counts for rate limits; keys are hashes, kept at most a day.
CREATE TABLE rate_window (
    key_hash   TEXT NOT NULL PRIMARY KEY,
    started_at TEXT NOT NULL,
    n          INTEGER NOT NULL
);
CREATE INDEX rate_window_started_at ON rate_window (started_at);

-- Facts about this installation: demo clock, size of the seed.
CREATE TABLE setting (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

-- Stored files. The bytes lie in the file store under their hash; a row is one act of storing.
CREATE TABLE file (
    id         INTEGER PRIMARY KEY,
    token      TEXT NOT NULL UNIQUE,
    sha256     TEXT NOT NULL,
    size       INTEGER NOT NULL CHECK (size >= 0),
    name       TEXT NOT NULL,
    media_type TEXT NOT NULL,
    stored_by  INTEGER,
    stored_at  TEXT NOT NULL
);
CREATE INDEX file_sha256 ON file (sha256);

-- Work for later, claimed by exactly one process.
CREATE TABLE job (
    id           INTEGER PRIMARY KEY,
    kind         TEXT NOT NULL,
    unique_key   TEXT NOT NULL UNIQUE,
    payload      TEXT NOT NULL,
    run_at       TEXT NOT NULL,
    locked_until TEXT,
    attempts     INTEGER NOT NULL DEFAULT 0,
    state        TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'done', 'failed')),
    last_error   TEXT NOT NULL DEFAULT '',
    created_at   TEXT NOT NULL,
    done_at      TEXT
);
CREATE INDEX job_due ON job (state, run_at);

-- Messages out, written in the transaction of the event that causes them.
CREATE TABLE outbox (
    id              INTEGER PRIMARY KEY,
    event           TEXT NOT NULL,
    event_key       TEXT NOT NULL,
    template_version INTEGER NOT NULL,
    channel         TEXT NOT NULL CHECK (channel IN ('sms', 'zalo', 'email', 'in_app')),
    account_id      INTEGER,
    address         TEXT NOT NULL,
    text            TEXT NOT NULL,
    link            TEXT NOT NULL,
    idempotency_key TEXT NOT NULL UNIQUE,
    state           TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'delivered', 'failed', 'suppressed', 'expired', 'needs_check')),
    fallback_for    INTEGER REFERENCES outbox (id) ON DELETE RESTRICT,
    attempts        INTEGER NOT NULL DEFAULT 0,
    next_at         TEXT NOT NULL,
    locked_until    TEXT,
    expires_at      TEXT,
    provider_id     TEXT NOT NULL DEFAULT '',
    last_error      TEXT NOT NULL DEFAULT '',
    created_at      TEXT NOT NULL,
    sent_at         TEXT,
    delivered_at    TEXT,
    read_at         TEXT
);
CREATE INDEX outbox_due ON outbox (state, next_at);
CREATE INDEX outbox_account ON outbox (account_id, channel, id);
CREATE INDEX outbox_fallback_for ON outbox (fallback_for);

CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END;
CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END;
