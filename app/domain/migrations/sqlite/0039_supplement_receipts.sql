-- Answers to supplements (specification 02 sections 10, 20, 23 C18): what the applicant saved item by item, who brought it to the
-- counter, which event took it, and which item a file answers.
ALTER TABLE supplement_request ADD COLUMN answer_seq INTEGER;
ALTER TABLE supplement_request ADD COLUMN brought_by TEXT NOT NULL DEFAULT '';

ALTER TABLE dossier_file ADD COLUMN item_id INTEGER REFERENCES supplement_item (id) ON DELETE RESTRICT;
CREATE INDEX dossier_file_item ON dossier_file (item_id);

-- Drafts: gone as soon as the answer is sent.
CREATE TABLE supplement_draft (
    id       INTEGER PRIMARY KEY,
    item_id  INTEGER NOT NULL REFERENCES supplement_item (id) ON DELETE RESTRICT,
    answer   TEXT NOT NULL DEFAULT '',
    saved_at TEXT NOT NULL
);
CREATE UNIQUE INDEX supplement_draft_item ON supplement_draft (item_id);

CREATE TABLE supplement_draft_file (
    id      INTEGER PRIMARY KEY,
    item_id INTEGER NOT NULL REFERENCES supplement_item (id) ON DELETE RESTRICT,
    file_id INTEGER NOT NULL REFERENCES file (id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX supplement_draft_file_item ON supplement_draft_file (item_id, file_id);
CREATE INDEX supplement_draft_file_file ON supplement_draft_file (file_id);
