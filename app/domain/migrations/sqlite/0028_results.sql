-- The result store (02 sections 13 and 16): what was issued, to whom, who used it, and how it was handed over.

CREATE TABLE stored_document (
    id             INTEGER PRIMARY KEY,
    -- Public code, given to whoever shall check the document.
    code           TEXT NOT NULL UNIQUE,
    version        INTEGER NOT NULL DEFAULT 1,
    -- None if the owner has no account here, or is not the person who applied.
    owner_account  INTEGER REFERENCES account (id) ON DELETE RESTRICT,
    owner_name     TEXT NOT NULL,
    type_code      TEXT NOT NULL,
    name           TEXT NOT NULL,
    number         TEXT NOT NULL,
    issuer_unit_id INTEGER NOT NULL REFERENCES org_unit (id) ON DELETE RESTRICT,
    issuer         TEXT NOT NULL,
    issued_at      TEXT NOT NULL,
    issued_on      TEXT NOT NULL,
    -- None: for ever (vĩnh viễn).
    valid_until    TEXT,
    scope          TEXT NOT NULL,
    signer         TEXT NOT NULL,
    -- None for a result on paper only.
    file_id        INTEGER REFERENCES file (id) ON DELETE RESTRICT,
    dossier_id     INTEGER NOT NULL REFERENCES dossier (id) ON DELETE RESTRICT,
    state          TEXT NOT NULL CHECK (state IN ('valid', 'replaced', 'revoked')),
    fold           TEXT NOT NULL
);
CREATE UNIQUE INDEX stored_document_dossier ON stored_document (dossier_id);
CREATE INDEX stored_document_owner ON stored_document (owner_account, type_code);
CREATE INDEX stored_document_issuer ON stored_document (issuer_unit_id, id);
CREATE INDEX stored_document_file ON stored_document (file_id);

-- Issued, replaced, revoked: appended, never changed.
CREATE TABLE stored_document_event (
    document_id    INTEGER NOT NULL REFERENCES stored_document (id) ON DELETE RESTRICT,
    seq            INTEGER NOT NULL,
    action         TEXT NOT NULL CHECK (action IN ('issued', 'replaced', 'revoked')),
    by_document_id INTEGER REFERENCES stored_document (id) ON DELETE RESTRICT,
    reason         TEXT NOT NULL DEFAULT '',
    actor_id       INTEGER REFERENCES account (id) ON DELETE RESTRICT,
    actor_name     TEXT NOT NULL,
    unit_id        INTEGER REFERENCES org_unit (id) ON DELETE RESTRICT,
    at             TEXT NOT NULL,
    PRIMARY KEY (document_id, seq)
);
CREATE INDEX stored_document_event_by ON stored_document_event (by_document_id);
CREATE INDEX stored_document_event_actor ON stored_document_event (actor_id);
CREATE INDEX stored_document_event_unit ON stored_document_event (unit_id);

-- Who used a document: reused in a dossier with consent, or opened by an official. The owner reads it.
CREATE TABLE stored_document_use (
    id           INTEGER PRIMARY KEY,
    document_id  INTEGER NOT NULL REFERENCES stored_document (id) ON DELETE RESTRICT,
    kind         TEXT NOT NULL CHECK (kind IN ('reuse', 'read')),
    dossier_id   INTEGER REFERENCES dossier (id) ON DELETE RESTRICT,
    part_id      INTEGER REFERENCES dossier_part (id) ON DELETE RESTRICT,
    purpose      TEXT NOT NULL,
    consented_at TEXT,
    actor_id     INTEGER REFERENCES account (id) ON DELETE RESTRICT,
    actor_name   TEXT NOT NULL,
    unit_id      INTEGER REFERENCES org_unit (id) ON DELETE RESTRICT,
    at           TEXT NOT NULL
);
CREATE INDEX stored_document_use_document ON stored_document_use (document_id, id);
CREATE INDEX stored_document_use_dossier ON stored_document_use (dossier_id);
CREATE INDEX stored_document_use_part ON stored_document_use (part_id);
CREATE INDEX stored_document_use_actor ON stored_document_use (actor_id);
CREATE INDEX stored_document_use_unit ON stored_document_use (unit_id);

-- A file of a draft that came from the store, with the consent of its owner.
ALTER TABLE dossier_draft_file ADD COLUMN document_id INTEGER REFERENCES stored_document (id) ON DELETE RESTRICT;
ALTER TABLE dossier_draft_file ADD COLUMN consented_at TEXT;
CREATE INDEX dossier_draft_file_document ON dossier_draft_file (document_id);

-- Drafts of a result, for the leader who signs (O11): each upload is a row, the last one counts. The applicant never sees them.
CREATE TABLE result_draft (
    id         INTEGER PRIMARY KEY,
    dossier_id INTEGER NOT NULL REFERENCES dossier (id) ON DELETE RESTRICT,
    file_id    INTEGER NOT NULL REFERENCES file (id) ON DELETE RESTRICT,
    actor_id   INTEGER REFERENCES account (id) ON DELETE RESTRICT,
    actor_name TEXT NOT NULL,
    at         TEXT NOT NULL
);
CREATE INDEX result_draft_dossier ON result_draft (dossier_id, id);
CREATE INDEX result_draft_file ON result_draft (file_id);
CREATE INDEX result_draft_actor ON result_draft (actor_id);

-- How a result left the house: one row per sending and per delivery, beside the event of the dossier.
CREATE TABLE result_hand_over (
    dossier_id         INTEGER NOT NULL REFERENCES dossier (id) ON DELETE RESTRICT,
    seq                INTEGER NOT NULL,
    way                TEXT NOT NULL CHECK (way IN ('counter', 'posted', 'delivered')),
    receiver           TEXT NOT NULL,
    delegate           BOOLEAN NOT NULL,
    delegation_file_id INTEGER REFERENCES file (id) ON DELETE RESTRICT,
    -- The receiver signed a slip that the counter keeps; else the proof is the file.
    signed_paper       BOOLEAN NOT NULL,
    proof_file_id      INTEGER REFERENCES file (id) ON DELETE RESTRICT,
    postal_code        TEXT NOT NULL,
    actor_id           INTEGER REFERENCES account (id) ON DELETE RESTRICT,
    actor_name         TEXT NOT NULL,
    at                 TEXT NOT NULL,
    PRIMARY KEY (dossier_id, seq)
);
CREATE INDEX result_hand_over_delegation ON result_hand_over (delegation_file_id);
CREATE INDEX result_hand_over_proof ON result_hand_over (proof_file_id);
CREATE INDEX result_hand_over_actor ON result_hand_over (actor_id);

-- The applicant was reminded of a result that nobody fetched.
CREATE TABLE result_reminder (
    id         INTEGER PRIMARY KEY,
    dossier_id INTEGER NOT NULL REFERENCES dossier (id) ON DELETE RESTRICT,
    at         TEXT NOT NULL
);
CREATE UNIQUE INDEX result_reminder_dossier ON result_reminder (dossier_id);
CREATE INDEX dossier_unclaimed ON dossier (receiving_unit_id, finished_at) WHERE state = 'result_ready';

-- A corrected receipt reaches back (08 section 2): a period holds from the moment it was learned until it was corrected.
ALTER TABLE dossier_period ADD COLUMN learned_from TEXT NOT NULL DEFAULT '2000-01-01T00:00:00+00:00';
ALTER TABLE dossier_period ADD COLUMN learned_to TEXT NOT NULL DEFAULT '9999-01-01T00:00:00+00:00';
DROP INDEX dossier_period_dossier;
CREATE UNIQUE INDEX dossier_period_dossier ON dossier_period (dossier_id, from_seq, learned_from);
DROP INDEX dossier_period_ended;
CREATE INDEX dossier_period_ended ON dossier_period (ended_at, known_to, competent_unit_id, receiving_unit_id, sector_id, channel, phase, received_at, ended_day,
    due_day, due_at, by_hour, plain_day, dossier_id, learned_from, learned_to) WHERE ended_at IS NOT NULL;
DROP INDEX dossier_period_open;
CREATE INDEX dossier_period_open ON dossier_period (known_to, known_from, competent_unit_id, receiving_unit_id, sector_id, channel, phase, received_at, due_day,
    due_at, by_hour, dossier_id, ended_day, ended_at, learned_from, learned_to) WHERE ended_at IS NULL;

-- What the extra columns of the statistics look for.
CREATE INDEX dossier_event_apologised ON dossier_event (at, dossier_id) WHERE action = 'apologised';
CREATE INDEX dossier_extension_approved ON dossier_extension (decided_at, dossier_id) WHERE state = 'approved';
CREATE INDEX fact_adjustment_approved ON fact_adjustment (decided_at, dossier_id) WHERE state = 'approved';
CREATE INDEX supplement_request_decided ON supplement_request (decided_at, dossier_id);
