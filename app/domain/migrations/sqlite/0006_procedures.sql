-- The catalogue of procedures (02 section 2), drafts of applications, receipts.
-- A published version is never edited: a change is a new version with its own dates. Periods are half-open.

CREATE TABLE procedure_sector (
    id   INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    seq  INTEGER NOT NULL
);

CREATE TABLE procedure (
    id         INTEGER PRIMARY KEY,
    code       TEXT NOT NULL UNIQUE,
    sector_id  INTEGER NOT NULL REFERENCES procedure_sector (id) ON DELETE RESTRICT,
    created_at TEXT NOT NULL
);
CREATE INDEX procedure_sector_id ON procedure (sector_id);

-- Former and local codes: they find the procedure, with a notice.
CREATE TABLE procedure_code (
    id           INTEGER PRIMARY KEY,
    procedure_id INTEGER NOT NULL REFERENCES procedure (id) ON DELETE RESTRICT,
    code         TEXT NOT NULL UNIQUE,
    valid_from   TEXT NOT NULL,
    valid_to     TEXT
);
CREATE INDEX procedure_code_procedure ON procedure_code (procedure_id);

CREATE TABLE procedure_version (
    id                INTEGER PRIMARY KEY,
    procedure_id      INTEGER NOT NULL REFERENCES procedure (id) ON DELETE RESTRICT,
    valid_from        TEXT NOT NULL,
    valid_to          TEXT,
    state             TEXT NOT NULL CHECK (state IN ('draft', 'in_review', 'approved', 'published', 'superseded')),
    decision          TEXT NOT NULL,
    name              TEXT NOT NULL,
    summary           TEXT NOT NULL,
    who               TEXT NOT NULL,
    who_hint          TEXT NOT NULL,
    result            TEXT NOT NULL,
    level             TEXT NOT NULL CHECK (level IN ('full', 'partial', 'information')),
    processing_system TEXT NOT NULL,
    deadline_rule     TEXT NOT NULL,
    deadline_hint     TEXT NOT NULL,
    payment_moment    TEXT NOT NULL CHECK (payment_moment IN ('before_receipt', 'after_receipt', 'before_return')),
    max_supplements   INTEGER NOT NULL,
    max_extensions    INTEGER NOT NULL,
    form_set          TEXT NOT NULL,
    steps             TEXT NOT NULL,
    conditions        TEXT NOT NULL,
    legal_basis       TEXT NOT NULL,
    name_exact        TEXT NOT NULL,
    name_fold         TEXT NOT NULL,
    synonym_fold      TEXT NOT NULL,
    search_fold       TEXT NOT NULL,
    sort_key          TEXT NOT NULL,
    created_at        TEXT NOT NULL,
    CHECK (valid_to IS NULL OR valid_to > valid_from)
);
CREATE UNIQUE INDEX procedure_version_procedure ON procedure_version (procedure_id, valid_from);
CREATE INDEX procedure_version_list ON procedure_version (state, valid_from, sort_key);

CREATE TABLE procedure_offer (
    id                INTEGER PRIMARY KEY,
    version_id        INTEGER NOT NULL REFERENCES procedure_version (id) ON DELETE RESTRICT,
    competent_unit_id INTEGER NOT NULL REFERENCES org_unit (id) ON DELETE RESTRICT,
    receiving_unit_id INTEGER NOT NULL REFERENCES org_unit (id) ON DELETE RESTRICT,
    online            BOOLEAN NOT NULL,
    local_deadline    TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX procedure_offer_version ON procedure_offer (version_id, competent_unit_id);
CREATE INDEX procedure_offer_competent ON procedure_offer (competent_unit_id);
CREATE INDEX procedure_offer_receiving ON procedure_offer (receiving_unit_id);

CREATE TABLE procedure_case (
    id            INTEGER PRIMARY KEY,
    version_id    INTEGER NOT NULL REFERENCES procedure_version (id) ON DELETE RESTRICT,
    seq           INTEGER NOT NULL,
    name          TEXT NOT NULL,
    hint          TEXT NOT NULL,
    deadline_rule TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX procedure_case_version ON procedure_case (version_id, seq);

CREATE TABLE required_part (
    id         INTEGER PRIMARY KEY,
    version_id INTEGER NOT NULL REFERENCES procedure_version (id) ON DELETE RESTRICT,
    case_id    INTEGER REFERENCES procedure_case (id) ON DELETE RESTRICT,
    seq        INTEGER NOT NULL,
    name       TEXT NOT NULL,
    hint       TEXT NOT NULL,
    kind       TEXT NOT NULL CHECK (kind IN ('input', 'output', 'other')),
    mandatory  BOOLEAN NOT NULL,
    condition  TEXT NOT NULL,
    originals  INTEGER NOT NULL,
    copies     INTEGER NOT NULL,
    e_form     BOOLEAN NOT NULL,
    reuse_code TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX required_part_version ON required_part (version_id, seq);
CREATE INDEX required_part_case ON required_part (case_id);

CREATE TABLE fee_rule (
    id         INTEGER PRIMARY KEY,
    version_id INTEGER NOT NULL REFERENCES procedure_version (id) ON DELETE RESTRICT,
    case_id    INTEGER REFERENCES procedure_case (id) ON DELETE RESTRICT,
    seq        INTEGER NOT NULL,
    name       TEXT NOT NULL,
    kind       TEXT NOT NULL CHECK (kind IN ('service_fee', 'state_charge')),
    unit       TEXT NOT NULL CHECK (unit IN ('per_dossier', 'per_page', 'per_copy')),
    online     INTEGER NOT NULL CHECK (online >= 0),
    direct     INTEGER NOT NULL CHECK (direct >= 0),
    tiers      TEXT NOT NULL,
    cap        INTEGER,
    exempt     TEXT NOT NULL,
    resolution TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to   TEXT
);
CREATE INDEX fee_rule_version ON fee_rule (version_id, seq);
CREATE INDEX fee_rule_case ON fee_rule (case_id);

-- The form of a version as data: one row per question.
CREATE TABLE procedure_question (
    id         INTEGER PRIMARY KEY,
    version_id INTEGER NOT NULL REFERENCES procedure_version (id) ON DELETE RESTRICT,
    page       INTEGER NOT NULL,
    page_title TEXT NOT NULL,
    seq        INTEGER NOT NULL,
    name       TEXT NOT NULL,
    kind       TEXT NOT NULL CHECK (kind IN ('text', 'long_text', 'number', 'money', 'date', 'person', 'identity', 'phone', 'email', 'address', 'choice', 'many', 'file', 'consent')),
    label      TEXT NOT NULL,
    hint       TEXT NOT NULL,
    required   BOOLEAN NOT NULL,
    options    TEXT NOT NULL,
    low        INTEGER,
    high       INTEGER
);
CREATE UNIQUE INDEX procedure_question_version ON procedure_question (version_id, name);

-- An application that is being filled in; its code becomes the submission code of the dossier.
CREATE TABLE dossier_draft (
    id           INTEGER PRIMARY KEY,
    code         TEXT NOT NULL UNIQUE,
    token_hash   TEXT NOT NULL,
    account_id   INTEGER REFERENCES account (id) ON DELETE RESTRICT,
    offer_id     INTEGER NOT NULL REFERENCES procedure_offer (id) ON DELETE RESTRICT,
    case_id      INTEGER NOT NULL REFERENCES procedure_case (id) ON DELETE RESTRICT,
    answers      TEXT NOT NULL,
    done_steps   TEXT NOT NULL,
    version      INTEGER NOT NULL,
    created_at   TEXT NOT NULL,
    updated_at   TEXT NOT NULL,
    expires_at   TEXT NOT NULL,
    submitted_at TEXT,
    dossier_id   INTEGER
);
CREATE INDEX dossier_draft_account ON dossier_draft (account_id, updated_at);
CREATE INDEX dossier_draft_offer ON dossier_draft (offer_id);
CREATE INDEX dossier_draft_case ON dossier_draft (case_id);
CREATE INDEX dossier_draft_expires ON dossier_draft (expires_at);

CREATE TABLE dossier_draft_file (
    id       INTEGER PRIMARY KEY,
    draft_id INTEGER NOT NULL REFERENCES dossier_draft (id) ON DELETE RESTRICT,
    part_id  INTEGER NOT NULL REFERENCES required_part (id) ON DELETE RESTRICT,
    file_id  INTEGER NOT NULL REFERENCES file (id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX dossier_draft_file_draft ON dossier_draft_file (draft_id, part_id, file_id);
CREATE INDEX dossier_draft_file_part ON dossier_draft_file (part_id);
CREATE INDEX dossier_draft_file_file ON dossier_draft_file (file_id);

-- Receipts (02 section 20): written once, after every stored file was read back.
CREATE TABLE dossier_receipt (
    id      INTEGER PRIMARY KEY,
    code    TEXT NOT NULL UNIQUE,
    made_at TEXT NOT NULL,
    body    TEXT NOT NULL
);
