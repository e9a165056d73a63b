-- Views of the task lists, and the epoch by which processes know that a kept figure is old.

-- How often a topic has changed, and the latest instant of such a change. Raised by the commit of every change.
CREATE TABLE change_epoch (
    topic TEXT NOT NULL PRIMARY KEY,
    n     INTEGER NOT NULL,
    at    TEXT NOT NULL
);

-- Filters of a list of tasks that a person keeps under a name: the reader's own order, no facts.
CREATE TABLE task_saved_filter (
    id         INTEGER PRIMARY KEY,
    person_id  INTEGER NOT NULL REFERENCES person (id) ON DELETE RESTRICT,
    name       TEXT NOT NULL,
    sort_key   TEXT NOT NULL,
    reach      TEXT NOT NULL CHECK (reach IN ('toi', 'don-vi', 'cho-xac-nhan', 'gia-han')),
    -- Empty where the filter leaves it open.
    bucket     TEXT NOT NULL,
    source     TEXT NOT NULL,
    urgency    TEXT NOT NULL,
    words      TEXT NOT NULL,
    view       TEXT NOT NULL CHECK (view IN ('danh-sach', 'bang', 'lich')),
    created_at TEXT NOT NULL
);
CREATE UNIQUE INDEX task_saved_filter_name ON task_saved_filter (person_id, name);

-- When a person looked at a list: what came after fresh_since is new to them.
CREATE TABLE task_list_visit (
    person_id   INTEGER NOT NULL REFERENCES person (id) ON DELETE RESTRICT,
    reach       TEXT NOT NULL CHECK (reach IN ('toi', 'don-vi', 'cho-xac-nhan', 'gia-han')),
    fresh_since TEXT NOT NULL,
    last_at     TEXT NOT NULL,
    PRIMARY KEY (person_id, reach)
);

-- What became new in a list, and what is due on a day or in a month.
CREATE INDEX task_assigned_at ON task (assigned_at);
CREATE INDEX task_due_on ON task (due_on, id);
-- Counts of the buckets over the whole province read this and no row.
CREATE INDEX task_bucket ON task (state, due_on, reference_on);
