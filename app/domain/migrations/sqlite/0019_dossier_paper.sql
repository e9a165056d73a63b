-- Forms 01 to 05 as they were issued (02 §9): the content, sealed, with the event that made it. The PDF is made from it once, when
-- somebody first asks for it, and its bytes stay.

CREATE TABLE dossier_paper (
    id         INTEGER PRIMARY KEY,
    dossier_id INTEGER NOT NULL REFERENCES dossier (id) ON DELETE RESTRICT,
    seq        INTEGER NOT NULL,
    form       TEXT NOT NULL,
    content    TEXT NOT NULL,
    made_at    TEXT NOT NULL,
    file_id    INTEGER REFERENCES file (id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX dossier_paper_event ON dossier_paper (dossier_id, seq, form);
CREATE INDEX dossier_paper_file ON dossier_paper (file_id);
