-- Tasks that come again, tasks given from one table, and what keeps sub-tasks in order (04 sections 1 and 2).

-- A series is never counted: each of its periods gives one task of its own.
CREATE TABLE task_series (
    id          INTEGER PRIMARY KEY,
    code        TEXT NOT NULL UNIQUE,
    state       TEXT NOT NULL CHECK (state IN ('active', 'paused', 'ended')),
    -- Number of the newest wording in task_series_version.
    revision    INTEGER NOT NULL,
    assigner_id INTEGER REFERENCES person (id) ON DELETE RESTRICT,
    monitor_id  INTEGER REFERENCES person (id) ON DELETE RESTRICT,
    -- Periods whose day lies before this one are never made up for: the day of the first wording or of the last resumption.
    since       TEXT NOT NULL,
    -- Why the last period could not be made, for the people who look after the series; empty if all is well.
    problem     TEXT NOT NULL DEFAULT '',
    -- Number of the last event; forms send it back.
    version     INTEGER NOT NULL DEFAULT 0,
    created_at  TEXT NOT NULL,
    updated_at  TEXT NOT NULL
);
CREATE INDEX task_series_state ON task_series (state, id);
CREATE INDEX task_series_assigner ON task_series (assigner_id);
CREATE INDEX task_series_monitor ON task_series (monitor_id);

-- Every wording that a series has had. A period belongs to the wording in force on its day.
CREATE TABLE task_series_version (
    id            INTEGER PRIMARY KEY,
    series_id     INTEGER NOT NULL REFERENCES task_series (id) ON DELETE RESTRICT,
    number        INTEGER NOT NULL,
    applies_from  TEXT NOT NULL,
    title         TEXT NOT NULL,
    source_kind   TEXT NOT NULL,
    source_number TEXT NOT NULL,
    direction     TEXT NOT NULL,
    output        TEXT NOT NULL,
    field         TEXT NOT NULL,
    urgency       TEXT NOT NULL CHECK (urgency IN ('normal', 'urgent', 'express')),
    lead_unit_id  INTEGER NOT NULL REFERENCES org_unit (id) ON DELETE RESTRICT,
    repeat_kind   TEXT NOT NULL CHECK (repeat_kind IN ('weekly', 'monthly', 'quarterly', 'yearly')),
    -- 1 Monday … 7 Sunday, for weekly series.
    weekday       INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    -- Month of the quarter (1–3) or of the year (1–12).
    month         INTEGER NOT NULL CHECK (month BETWEEN 1 AND 12),
    -- Day of the month; 0 is its last working day.
    day           INTEGER NOT NULL CHECK (day BETWEEN 0 AND 31),
    off_day       TEXT NOT NULL CHECK (off_day IN ('after', 'before', 'skip')),
    -- Working days from the assignment to the due date.
    due_days      INTEGER NOT NULL CHECK (due_days BETWEEN 0 AND 250),
    valid_from    TEXT NOT NULL,
    valid_to      TEXT,
    written_at    TEXT NOT NULL
);
CREATE UNIQUE INDEX task_series_version_number ON task_series_version (series_id, number);
CREATE INDEX task_series_version_lead ON task_series_version (lead_unit_id);

CREATE TABLE task_series_co_unit (
    series_version_id INTEGER NOT NULL REFERENCES task_series_version (id) ON DELETE RESTRICT,
    unit_id           INTEGER NOT NULL REFERENCES org_unit (id) ON DELETE RESTRICT,
    PRIMARY KEY (series_version_id, unit_id)
);
CREATE INDEX task_series_co_unit_unit ON task_series_co_unit (unit_id);

CREATE TABLE task_series_event (
    id         INTEGER PRIMARY KEY,
    series_id  INTEGER NOT NULL REFERENCES task_series (id) ON DELETE RESTRICT,
    seq        INTEGER NOT NULL,
    at         TEXT NOT NULL,
    actor_id   INTEGER REFERENCES account (id) ON DELETE RESTRICT,
    actor_name TEXT NOT NULL,
    step       TEXT NOT NULL,
    note       TEXT NOT NULL
);
CREATE UNIQUE INDEX task_series_event_series ON task_series_event (series_id, seq);
CREATE INDEX task_series_event_actor ON task_series_event (actor_id);

-- What became of a period: its task, or nothing because its day was a day off. One row for ever, so that no period is made twice.
CREATE TABLE task_series_period (
    series_id  INTEGER NOT NULL REFERENCES task_series (id) ON DELETE RESTRICT,
    -- 2026-W48, 2026-11, 2026-Q4 or 2026.
    period     TEXT NOT NULL,
    -- Day that the rule names, and day of the assignment after days off.
    nominal_on TEXT NOT NULL,
    given_on   TEXT,
    task_id    INTEGER REFERENCES task (id) ON DELETE RESTRICT,
    made_at    TEXT NOT NULL,
    PRIMARY KEY (series_id, period),
    CHECK ((task_id IS NULL) = (given_on IS NULL))
);
CREATE UNIQUE INDEX task_series_period_task ON task_series_period (task_id);

-- A table of tasks that waits to be checked and given. A draft is no fact: forgotten ones are removed.
CREATE TABLE task_bulk (
    id         INTEGER PRIMARY KEY,
    code       TEXT NOT NULL UNIQUE,
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE RESTRICT,
    state      TEXT NOT NULL CHECK (state IN ('draft', 'given')),
    -- Source document and rows, JSON.
    body       TEXT NOT NULL,
    version    INTEGER NOT NULL DEFAULT 1,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
);
CREATE INDEX task_bulk_account ON task_bulk (account_id, state);
CREATE INDEX task_bulk_state ON task_bulk (state, updated_at);

CREATE TABLE task_bulk_task (
    bulk_id INTEGER NOT NULL REFERENCES task_bulk (id) ON DELETE RESTRICT,
    line    INTEGER NOT NULL,
    task_id INTEGER NOT NULL REFERENCES task (id) ON DELETE RESTRICT,
    PRIMARY KEY (bulk_id, line)
);
CREATE UNIQUE INDEX task_bulk_task_task ON task_bulk_task (task_id);

-- Tasks of one source document, to find what was given already.
CREATE INDEX task_source ON task (source_number);

-- The parent of a task stands from its first row: a task is always younger than its parent, so there are no cycles.
CREATE TRIGGER task_parent_no_update BEFORE UPDATE OF parent_id ON task WHEN OLD.parent_id IS NOT NEW.parent_id
BEGIN SELECT RAISE(ABORT, 'the parent of a task does not change'); END;
CREATE TRIGGER task_series_version_no_update BEFORE UPDATE ON task_series_version BEGIN SELECT RAISE(ABORT, 'task_series_version is append-only'); END;
CREATE TRIGGER task_series_version_no_delete BEFORE DELETE ON task_series_version BEGIN SELECT RAISE(ABORT, 'task_series_version is append-only'); END;
CREATE TRIGGER task_series_event_no_update BEFORE UPDATE ON task_series_event BEGIN SELECT RAISE(ABORT, 'task_series_event is append-only'); END;
CREATE TRIGGER task_series_event_no_delete BEFORE DELETE ON task_series_event BEGIN SELECT RAISE(ABORT, 'task_series_event is append-only'); END;
CREATE TRIGGER task_series_period_no_update BEFORE UPDATE ON task_series_period BEGIN SELECT RAISE(ABORT, 'task_series_period is append-only'); END;
CREATE TRIGGER task_series_period_no_delete BEFORE DELETE ON task_series_period BEGIN SELECT RAISE(ABORT, 'task_series_period is append-only'); END;
