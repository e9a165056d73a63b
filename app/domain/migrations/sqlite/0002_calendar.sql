-- Working calendars (03 section 2). Rows are added, never edited: a changed day is a new row with a later number.

CREATE TABLE work_segment (
    id         INTEGER PRIMARY KEY,
    unit_id    INTEGER,
    weekday    INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    start_min  INTEGER NOT NULL CHECK (start_min BETWEEN 0 AND 1440),
    end_min    INTEGER NOT NULL CHECK (end_min BETWEEN 0 AND 1440),
    purpose    TEXT NOT NULL CHECK (purpose IN ('counting', 'receiving')),
    valid_from TEXT NOT NULL,
    valid_to   TEXT
);
CREATE INDEX work_segment_unit ON work_segment (unit_id);

CREATE TABLE calendar_day (
    id         INTEGER PRIMARY KEY,
    day        TEXT NOT NULL,
    kind       TEXT NOT NULL CHECK (kind IN ('holiday', 'swap_off', 'make_up', 'closure', 'withdrawn')),
    unit_id    INTEGER,
    pattern_of INTEGER CHECK (pattern_of BETWEEN 1 AND 7),
    name       TEXT NOT NULL,
    status     TEXT NOT NULL CHECK (status IN ('official', 'estimated')),
    source     TEXT NOT NULL,
    created_at TEXT NOT NULL
);
CREATE INDEX calendar_day_day ON calendar_day (day);

CREATE TABLE calendar_year (
    year   INTEGER NOT NULL PRIMARY KEY,
    status TEXT NOT NULL CHECK (status IN ('official', 'estimated', 'missing'))
);
