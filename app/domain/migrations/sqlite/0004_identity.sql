-- People, accounts, employment, roles, sessions (01 sections 2 to 8).

CREATE TABLE person (
    id                 INTEGER PRIMARY KEY,
    full_name          TEXT NOT NULL,
    sort_key           TEXT NOT NULL,
    fold               TEXT NOT NULL,
    dob                TEXT,
    -- Identity number: a keyed hash to find it, sealed bytes to show it, four plus four digits to recognise it.
    national_id_hash   TEXT,
    national_id_sealed TEXT NOT NULL DEFAULT '',
    national_id_masked TEXT NOT NULL DEFAULT '',
    phone              TEXT NOT NULL DEFAULT '',
    email              TEXT NOT NULL DEFAULT '',
    version            INTEGER NOT NULL DEFAULT 1,
    created_at         TEXT NOT NULL
);
CREATE INDEX person_sort_key ON person (sort_key);
CREATE INDEX person_national_id ON person (national_id_hash);
CREATE INDEX person_phone ON person (phone);

CREATE TABLE account (
    id                  INTEGER PRIMARY KEY,
    person_id           INTEGER NOT NULL REFERENCES person (id) ON DELETE RESTRICT,
    kind                TEXT NOT NULL CHECK (kind IN ('official', 'citizen', 'organisation', 'assistant', 'service')),
    username            TEXT NOT NULL UNIQUE,
    state               TEXT NOT NULL CHECK (state IN ('invited', 'active', 'locked', 'disabled')),
    password_hash       TEXT NOT NULL DEFAULT '',
    password_changed_at TEXT,
    totp_sealed         TEXT NOT NULL DEFAULT '',
    -- The last 30-second step whose code was used: no code counts twice.
    totp_last_step      INTEGER NOT NULL DEFAULT 0,
    last_sign_in_at     TEXT,
    created_at          TEXT NOT NULL,
    version             INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX account_person ON account (person_id);

CREATE TABLE position (
    id     INTEGER PRIMARY KEY,
    name   TEXT NOT NULL UNIQUE,
    rank   INTEGER NOT NULL,
    active BOOLEAN NOT NULL
);

-- The position is kept in words as it was then; the catalogue above only offers them.
CREATE TABLE employment (
    id            INTEGER PRIMARY KEY,
    person_id     INTEGER NOT NULL REFERENCES person (id) ON DELETE RESTRICT,
    unit_id       INTEGER NOT NULL REFERENCES org_unit (id) ON DELETE RESTRICT,
    position      TEXT NOT NULL,
    rank          INTEGER NOT NULL,
    kind          TEXT NOT NULL CHECK (kind IN ('primary', 'concurrent', 'acting', 'seconded')),
    display_order INTEGER NOT NULL DEFAULT 0,
    valid_from    TEXT NOT NULL,
    valid_to      TEXT,
    CHECK (valid_to IS NULL OR valid_to >= valid_from)
);
CREATE INDEX employment_person ON employment (person_id);
CREATE INDEX employment_unit ON employment (unit_id, rank);

CREATE TABLE role_assignment (
    id              INTEGER PRIMARY KEY,
    person_id       INTEGER NOT NULL REFERENCES person (id) ON DELETE RESTRICT,
    role            TEXT NOT NULL,
    unit_id         INTEGER NOT NULL REFERENCES org_unit (id) ON DELETE RESTRICT,
    scope           TEXT NOT NULL CHECK (scope IN ('own', 'unit', 'subtree', 'province')),
    template        TEXT NOT NULL DEFAULT '',
    source          TEXT NOT NULL CHECK (source IN ('template', 'manual', 'delegation')),
    -- Roles of a template end with the employment that they were given for.
    employment_id   INTEGER REFERENCES employment (id) ON DELETE RESTRICT,
    valid_from      TEXT NOT NULL,
    valid_to        TEXT,
    granted_by      INTEGER REFERENCES person (id) ON DELETE RESTRICT,
    granted_by_name TEXT NOT NULL,
    reason          TEXT NOT NULL DEFAULT ''
);
CREATE INDEX role_assignment_person ON role_assignment (person_id, valid_to);
CREATE INDEX role_assignment_unit ON role_assignment (unit_id, role);
CREATE INDEX role_assignment_employment ON role_assignment (employment_id);
CREATE INDEX role_assignment_granted_by ON role_assignment (granted_by);

-- Roles and procedures are lists separated by spaces; no procedures means all of them.
CREATE TABLE delegation (
    id             INTEGER PRIMARY KEY,
    from_person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE RESTRICT,
    to_person_id   INTEGER NOT NULL REFERENCES person (id) ON DELETE RESTRICT,
    unit_id        INTEGER NOT NULL REFERENCES org_unit (id) ON DELETE RESTRICT,
    from_position  TEXT NOT NULL,
    roles          TEXT NOT NULL,
    procedures     TEXT NOT NULL DEFAULT '',
    valid_from     TEXT NOT NULL,
    valid_to       TEXT NOT NULL,
    ended_at       TEXT,
    reason         TEXT NOT NULL,
    document_ref   TEXT NOT NULL DEFAULT '',
    created_by     INTEGER REFERENCES person (id) ON DELETE RESTRICT,
    created_at     TEXT NOT NULL,
    CHECK (valid_to > valid_from),
    CHECK (from_person_id <> to_person_id)
);
CREATE INDEX delegation_to ON delegation (to_person_id, valid_to);
CREATE INDEX delegation_from ON delegation (from_person_id, valid_to);
CREATE INDEX delegation_unit ON delegation (unit_id);
CREATE INDEX delegation_created_by ON delegation (created_by);

-- The way from the password to the second factor, ten minutes.
CREATE TABLE sign_in_challenge (
    token_hash TEXT NOT NULL PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE RESTRICT,
    -- Empty for codes of an authenticator, else the keyed hash of the code that was sent.
    code_hash  TEXT NOT NULL DEFAULT '',
    tries      INTEGER NOT NULL DEFAULT 0,
    expires_at TEXT NOT NULL
);
CREATE INDEX sign_in_challenge_account ON sign_in_challenge (account_id);
CREATE INDEX sign_in_challenge_expires_at ON sign_in_challenge (expires_at);

CREATE TABLE session (
    id            INTEGER PRIMARY KEY,
    token_hash    TEXT NOT NULL UNIQUE,
    account_id    INTEGER NOT NULL REFERENCES account (id) ON DELETE RESTRICT,
    employment_id INTEGER REFERENCES employment (id) ON DELETE RESTRICT,
    created_at    TEXT NOT NULL,
    seen_at       TEXT NOT NULL,
    expires_at    TEXT NOT NULL,
    step_up_until TEXT,
    device        TEXT NOT NULL DEFAULT '',
    ended_at      TEXT,
    end_reason    TEXT NOT NULL DEFAULT ''
);
CREATE INDEX session_account ON session (account_id, ended_at);
CREATE INDEX session_employment ON session (employment_id);
CREATE INDEX session_expires_at ON session (expires_at);

CREATE TABLE recovery_code (
    id         INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE RESTRICT,
    code_hash  TEXT NOT NULL UNIQUE,
    used_at    TEXT
);
CREATE INDEX recovery_code_account ON recovery_code (account_id);

-- First sign-in and resetting: a link that works once, within 24 hours.
CREATE TABLE account_link (
    id         INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE RESTRICT,
    token_hash TEXT NOT NULL UNIQUE,
    purpose    TEXT NOT NULL CHECK (purpose IN ('invite', 'reset')),
    created_by INTEGER REFERENCES person (id) ON DELETE RESTRICT,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at    TEXT
);
CREATE INDEX account_link_account ON account_link (account_id);
CREATE INDEX account_link_created_by ON account_link (created_by);

-- Requests for help and for missing rights (01 sections 7 and 10).
CREATE TABLE help_request (
    id          INTEGER PRIMARY KEY,
    person_id   INTEGER NOT NULL REFERENCES person (id) ON DELETE RESTRICT,
    unit_id     INTEGER NOT NULL REFERENCES org_unit (id) ON DELETE RESTRICT,
    screen      TEXT NOT NULL,
    body        TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('open', 'answered', 'closed', 'reopened')),
    created_at  TEXT NOT NULL,
    answered_by INTEGER REFERENCES person (id) ON DELETE RESTRICT,
    answered_at TEXT,
    answer      TEXT NOT NULL DEFAULT '',
    version     INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX help_request_person ON help_request (person_id);
CREATE INDEX help_request_unit ON help_request (unit_id, state);
CREATE INDEX help_request_answered_by ON help_request (answered_by);
