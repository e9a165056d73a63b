-- Applying with a verified telephone instead of an account (02 section 23), files inside an e-form, level of identity.

-- A draft without an account belongs to the telephone that was verified for it: its keyed hash.
ALTER TABLE dossier_draft RENAME COLUMN token_hash TO phone_hash;

-- A one-time code on its way: sent to a telephone, good for ten minutes and five tries.
CREATE TABLE phone_code (
    token_hash   TEXT NOT NULL PRIMARY KEY,
    phone_sealed TEXT NOT NULL,
    code_hash    TEXT NOT NULL,
    -- What it was asked for: 'start:2.000635' or 'open:N-261123-7K4QXM'.
    target       TEXT NOT NULL,
    tries        INTEGER NOT NULL,
    created_at   TEXT NOT NULL,
    expires_at   TEXT NOT NULL
);
CREATE INDEX phone_code_expires ON phone_code (expires_at);

-- A browser whose visitor verified a telephone.
CREATE TABLE phone_session (
    token_hash   TEXT NOT NULL PRIMARY KEY,
    phone_sealed TEXT NOT NULL,
    created_at   TEXT NOT NULL,
    expires_at   TEXT NOT NULL
);
CREATE INDEX phone_session_expires ON phone_session (expires_at);

-- Files that answer a question of the e-form.
CREATE TABLE dossier_draft_answer_file (
    id       INTEGER PRIMARY KEY,
    draft_id INTEGER NOT NULL REFERENCES dossier_draft (id) ON DELETE RESTRICT,
    question TEXT NOT NULL,
    file_id  INTEGER NOT NULL REFERENCES file (id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX dossier_draft_answer_file_draft ON dossier_draft_answer_file (draft_id, question, file_id);
CREATE INDEX dossier_draft_answer_file_file ON dossier_draft_answer_file (file_id);

-- The question that a file of a dossier answers; empty for papers, supplements and results.
ALTER TABLE dossier_file ADD COLUMN question TEXT NOT NULL DEFAULT '';

-- How sure the portal must be of the applicant: a verified telephone, or an account.
ALTER TABLE procedure_version ADD COLUMN identity TEXT NOT NULL DEFAULT 'phone' CHECK (identity IN ('phone', 'account'));
