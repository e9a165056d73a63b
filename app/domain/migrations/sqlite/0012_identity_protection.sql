-- Telephone numbers are encrypted (10 section 2): sealed text to show, a keyed hash to find, a mask for lists. Rows from
-- before are sealed by the portal when it starts, because the key is not in the database.
DROP INDEX person_phone;
ALTER TABLE person RENAME COLUMN phone TO phone_sealed;
ALTER TABLE person ADD COLUMN phone_hash TEXT;
ALTER TABLE person ADD COLUMN phone_masked TEXT NOT NULL DEFAULT '';
CREATE INDEX person_phone_hash ON person (phone_hash);

-- Keyed hash of the number or mail address; the address itself is sealed.
ALTER TABLE outbox ADD COLUMN address_hash TEXT NOT NULL DEFAULT '';
CREATE INDEX outbox_address_hash ON outbox (address_hash);

-- Idle accounts (10 section 1): from when idleness counts after an administrator opened the account again, and which
-- warning (30, 40 days) went out in this period.
ALTER TABLE account ADD COLUMN reopened_at TEXT;
ALTER TABLE account ADD COLUMN idle_warning INTEGER NOT NULL DEFAULT 0;

-- Requests for help go to the province team when the administrator of the unit did not answer in time (01 section 10).
ALTER TABLE help_request ADD COLUMN province_at TEXT;

-- What the asker may do, in words, so that the answer fits.
ALTER TABLE help_request ADD COLUMN role TEXT NOT NULL DEFAULT '';

-- Acts of two system administrators together (01 section 4, 5; 10 section 4).
CREATE TABLE joint_act (
    id               INTEGER PRIMARY KEY,
    kind             TEXT NOT NULL CHECK (kind IN ('system_admin', 'job_template')),
    -- Person who becomes system administrator, or code of the template.
    person_id        INTEGER REFERENCES person (id) ON DELETE RESTRICT,
    template         TEXT NOT NULL DEFAULT '',
    -- Template: the new roles, separated by spaces.
    roles            TEXT NOT NULL DEFAULT '',
    reason           TEXT NOT NULL,
    state            TEXT NOT NULL CHECK (state IN ('proposed', 'confirmed', 'refused', 'withdrawn', 'expired')),
    proposed_by      INTEGER NOT NULL REFERENCES person (id) ON DELETE RESTRICT,
    proposed_by_name TEXT NOT NULL,
    proposed_at      TEXT NOT NULL,
    expires_at       TEXT NOT NULL,
    decided_by       INTEGER REFERENCES person (id) ON DELETE RESTRICT,
    decided_by_name  TEXT NOT NULL DEFAULT '',
    decided_at       TEXT,
    decision_reason  TEXT NOT NULL DEFAULT ''
);
CREATE INDEX joint_act_state ON joint_act (state, expires_at);
CREATE INDEX joint_act_person ON joint_act (person_id);
CREATE INDEX joint_act_proposed_by ON joint_act (proposed_by);
CREATE INDEX joint_act_decided_by ON joint_act (decided_by);

-- Job templates are data with versions: the newest version of a code holds; without a row the one of the specification.
CREATE TABLE job_template_version (
    code         TEXT NOT NULL,
    version      INTEGER NOT NULL,
    roles        TEXT NOT NULL,
    joint_act_id INTEGER NOT NULL REFERENCES joint_act (id) ON DELETE RESTRICT,
    created_at   TEXT NOT NULL,
    PRIMARY KEY (code, version)
);
CREATE INDEX job_template_version_joint_act ON job_template_version (joint_act_id);
