-- Work on the catalogue (02 section 2, O20): drafts of versions with their history, conditions of questions, the workflow as data.

ALTER TABLE procedure_version ADD COLUMN synonyms TEXT NOT NULL DEFAULT '';
-- Why a version replaces one of the same first day (a typo is a new version); empty for all others.
ALTER TABLE procedure_version ADD COLUMN correction TEXT NOT NULL DEFAULT '';
ALTER TABLE procedure_question ADD COLUMN show_if_name TEXT NOT NULL DEFAULT '';
ALTER TABLE procedure_question ADD COLUMN show_if_value TEXT NOT NULL DEFAULT '';
ALTER TABLE procedure_offer ADD COLUMN direct BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE procedure_offer ADD COLUMN postal BOOLEAN NOT NULL DEFAULT TRUE;

-- A corrected version keeps its row with the state 'superseded'; one version of a day is published.
DROP INDEX procedure_version_procedure;
CREATE UNIQUE INDEX procedure_version_procedure ON procedure_version (procedure_id, valid_from) WHERE state = 'published';
CREATE INDEX procedure_version_history ON procedure_version (procedure_id, valid_from);

CREATE TABLE procedure_step (
    id         INTEGER PRIMARY KEY,
    version_id INTEGER NOT NULL REFERENCES procedure_version (id) ON DELETE RESTRICT,
    seq        INTEGER NOT NULL,
    code       TEXT NOT NULL,
    name       TEXT NOT NULL,
    role       TEXT NOT NULL,
    hours      INTEGER NOT NULL CHECK (hours >= 0),
    -- Codes of the steps that may follow, joined by commas; empty at the end.
    next       TEXT NOT NULL,
    form       TEXT NOT NULL
);
CREATE UNIQUE INDEX procedure_step_version ON procedure_step (version_id, seq);

-- A version that is being prepared: its content is one JSON document, the same that export and import carry.
CREATE TABLE procedure_draft (
    id                   INTEGER PRIMARY KEY,
    code                 TEXT NOT NULL,
    name                 TEXT NOT NULL,
    sector_code          TEXT NOT NULL,
    fold                 TEXT NOT NULL,
    state                TEXT NOT NULL CHECK (state IN ('draft', 'in_review', 'approved', 'published', 'dropped')),
    version              INTEGER NOT NULL,
    content              TEXT NOT NULL,
    base_version_id      INTEGER REFERENCES procedure_version (id) ON DELETE RESTRICT,
    published_version_id INTEGER REFERENCES procedure_version (id) ON DELETE RESTRICT,
    created_at           TEXT NOT NULL,
    updated_at           TEXT NOT NULL
);
-- At most one open draft for a code.
CREATE UNIQUE INDEX procedure_draft_open ON procedure_draft (code) WHERE state IN ('draft', 'in_review', 'approved');
CREATE INDEX procedure_draft_code ON procedure_draft (code, id);
CREATE INDEX procedure_draft_state ON procedure_draft (state, code);
CREATE INDEX procedure_draft_base ON procedure_draft (base_version_id);
CREATE INDEX procedure_draft_published ON procedure_draft (published_version_id);

-- What happened, in order. Never changed: triggers refuse it.
CREATE TABLE procedure_draft_event (
    draft_id   INTEGER NOT NULL REFERENCES procedure_draft (id) ON DELETE RESTRICT,
    seq        INTEGER NOT NULL,
    step       TEXT NOT NULL,
    from_state TEXT,
    to_state   TEXT NOT NULL,
    actor_id   INTEGER REFERENCES account (id) ON DELETE RESTRICT,
    actor_name TEXT NOT NULL,
    at         TEXT NOT NULL,
    note       TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (draft_id, seq)
);
CREATE INDEX procedure_draft_event_actor ON procedure_draft_event (actor_id);
CREATE TRIGGER procedure_draft_event_no_update BEFORE UPDATE ON procedure_draft_event BEGIN SELECT RAISE(ABORT, 'procedure_draft_event is append-only'); END;
CREATE TRIGGER procedure_draft_event_no_delete BEFORE DELETE ON procedure_draft_event BEGIN SELECT RAISE(ABORT, 'procedure_draft_event is append-only'); END;
