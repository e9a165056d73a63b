-- The index of the portal (07 section 11). Keys are computed by the application, so both engines find the same.

CREATE TABLE search_document (
    id           INTEGER PRIMARY KEY,
    kind         TEXT NOT NULL CHECK (kind IN ('procedure', 'document', 'article', 'unit', 'feedback', 'page')),
    key          TEXT NOT NULL,
    site_id      INTEGER REFERENCES site (id) ON DELETE RESTRICT,
    title        TEXT NOT NULL,
    code         TEXT NOT NULL,
    url          TEXT NOT NULL,
    excerpt      TEXT NOT NULL,
    at           TEXT NOT NULL,
    -- Words between single spaces, for whole-word LIKE.
    code_key     TEXT NOT NULL,
    title_exact  TEXT NOT NULL,
    title_folded TEXT NOT NULL,
    -- Every folded word of title and body: from it the full-text index can be made again.
    words        TEXT NOT NULL
);
CREATE UNIQUE INDEX search_document_key ON search_document (kind, key);
CREATE INDEX search_document_site ON search_document (site_id);
CREATE INDEX search_document_code ON search_document (code_key);

-- Full text over the folded words: the only table that differs by engine.
CREATE VIRTUAL TABLE search_text USING fts5 (folded, content = '', contentless_delete = 1, detail = 'none', tokenize = "unicode61 remove_diacritics 0");

-- What people say, and what the portal calls it.
CREATE TABLE search_synonym (
    id         INTEGER PRIMARY KEY,
    phrase     TEXT NOT NULL UNIQUE,
    meaning    TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at TEXT NOT NULL
);
INSERT INTO search_synonym (phrase, meaning, changed_by, changed_at) VALUES
    ('sổ đỏ', 'giấy chứng nhận quyền sử dụng đất', 'Cài đặt', '2026-01-01T00:00:00+00:00'),
    ('giấy độc thân', 'giấy xác nhận tình trạng hôn nhân', 'Cài đặt', '2026-01-01T00:00:00+00:00'),
    ('hộ khẩu', 'đăng ký thường trú', 'Cài đặt', '2026-01-01T00:00:00+00:00'),
    ('cccd', 'căn cước', 'Cài đặt', '2026-01-01T00:00:00+00:00'),
    ('mức độ 4', 'toàn trình', 'Cài đặt', '2026-01-01T00:00:00+00:00'),
    ('cấp độ 4', 'toàn trình', 'Cài đặt', '2026-01-01T00:00:00+00:00'),
    ('mức độ 3', 'một phần', 'Cài đặt', '2026-01-01T00:00:00+00:00'),
    ('cấp độ 3', 'một phần', 'Cài đặt', '2026-01-01T00:00:00+00:00');

-- Searches that found nothing: the text only, nothing about the person.
CREATE TABLE search_miss (
    query TEXT NOT NULL,
    day   TEXT NOT NULL,
    n     INTEGER NOT NULL,
    PRIMARY KEY (query, day)
);
CREATE INDEX search_miss_day ON search_miss (day);
