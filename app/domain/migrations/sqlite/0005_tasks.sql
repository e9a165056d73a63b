-- Tasks and their statistics (specification 04). The state changes only together with an appended task_event row.

CREATE TABLE task (
    id                INTEGER PRIMARY KEY,
    code              TEXT NOT NULL UNIQUE,
    title             TEXT NOT NULL,
    fold              TEXT NOT NULL,
    source_kind       TEXT NOT NULL CHECK (source_kind IN ('government', 'party_committee', 'people_council', 'people_committee', 'chair',
                                                           'vice_chair', 'meeting', 'oral', 'unit_internal')),
    source_number     TEXT NOT NULL,
    source_date       TEXT,
    source_issuer     TEXT NOT NULL,
    source_signer     TEXT NOT NULL,
    direction         TEXT NOT NULL,
    field             TEXT NOT NULL,
    output            TEXT NOT NULL,
    urgency           TEXT NOT NULL CHECK (urgency IN ('normal', 'urgent', 'express')),
    deadline_kind     TEXT NOT NULL CHECK (deadline_kind IN ('fixed', 'no_deadline', 'recurring')),
    due_original      TEXT,
    due_on            TEXT,
    state             TEXT NOT NULL CHECK (state IN ('draft', 'assigned', 'accepted', 'returned_to_assigner', 'in_progress', 'completion_reported',
                                                     'completed', 'suspended', 'cancelled')),
    -- State before a suspension, to go back to.
    state_before      TEXT CHECK (state_before IN ('assigned', 'accepted', 'in_progress')),
    lead_unit_id      INTEGER NOT NULL REFERENCES org_unit (id) ON DELETE RESTRICT,
    assigner_id       INTEGER REFERENCES person (id) ON DELETE RESTRICT,
    monitor_id        INTEGER REFERENCES person (id) ON DELETE RESTRICT,
    person_id         INTEGER REFERENCES person (id) ON DELETE RESTRICT,
    parent_id         INTEGER REFERENCES task (id) ON DELETE RESTRICT,
    -- Day and instant of the assignment to the present lead.
    assigned_on       TEXT,
    assigned_at       TEXT,
    received_at       TEXT,
    -- Within one working day of the assignment; empty while not received, and for imported history.
    received_in_time  BOOLEAN,
    -- False for history whose receipt and confirmation were not recorded here.
    tracked           BOOLEAN NOT NULL,
    inherited         BOOLEAN NOT NULL DEFAULT FALSE,
    -- Day that the deadline is measured by: completion report, or suspension; empty while the task runs.
    reference_on      TEXT,
    reported_at       TEXT,
    accepted_at       TEXT,
    progress          INTEGER NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 100),
    rework            INTEGER NOT NULL DEFAULT 0,
    extensions        INTEGER NOT NULL DEFAULT 0,
    back_dated_reason TEXT NOT NULL DEFAULT '',
    version           INTEGER NOT NULL DEFAULT 1,
    created_at        TEXT NOT NULL,
    updated_at        TEXT NOT NULL,
    CHECK (deadline_kind = 'no_deadline' OR due_on IS NOT NULL)
);
CREATE INDEX task_lead ON task (lead_unit_id, state, due_on);
CREATE INDEX task_person ON task (person_id, state, due_on);
CREATE INDEX task_monitor ON task (monitor_id, state);
CREATE INDEX task_assigner ON task (assigner_id, state);
CREATE INDEX task_parent ON task (parent_id);
CREATE INDEX task_state ON task (state, due_on, id);

CREATE TABLE task_co_unit (
    task_id INTEGER NOT NULL REFERENCES task (id) ON DELETE RESTRICT,
    unit_id INTEGER NOT NULL REFERENCES org_unit (id) ON DELETE RESTRICT,
    PRIMARY KEY (task_id, unit_id)
);
CREATE INDEX task_co_unit_unit ON task_co_unit (unit_id, task_id);

-- What happened, in order; data holds what a replay needs. Never changed: triggers refuse it.
CREATE TABLE task_event (
    id          INTEGER PRIMARY KEY,
    task_id     INTEGER NOT NULL REFERENCES task (id) ON DELETE RESTRICT,
    seq         INTEGER NOT NULL,
    -- When it happened; imported history keeps its own days. recorded_at is when it was written here.
    at          TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    actor_id    INTEGER REFERENCES account (id) ON DELETE RESTRICT,
    actor_name  TEXT NOT NULL,
    step        TEXT NOT NULL,
    from_state  TEXT NOT NULL,
    to_state    TEXT NOT NULL,
    note        TEXT NOT NULL,
    data        TEXT NOT NULL
);
CREATE UNIQUE INDEX task_event_task ON task_event (task_id, seq);
CREATE INDEX task_event_actor ON task_event (actor_id);

-- What the event log knew of a task between two instants: one row per step that changes a figure. The statistics of any
-- instant T are the rows with known_from <= T < known_to. Only main tasks that were assigned have rows.
CREATE TABLE task_period (
    id               INTEGER PRIMARY KEY,
    task_id          INTEGER NOT NULL REFERENCES task (id) ON DELETE RESTRICT,
    known_from       TEXT NOT NULL,
    known_to         TEXT NOT NULL,
    lead_unit_id     INTEGER NOT NULL REFERENCES org_unit (id) ON DELETE RESTRICT,
    state            TEXT NOT NULL,
    assigned_on      TEXT NOT NULL,
    due_on           TEXT,
    due_original     TEXT,
    reference_on     TEXT,
    -- Day of the confirmation or of the cancellation.
    closed_on        TEXT,
    tracked          BOOLEAN NOT NULL,
    received_in_time BOOLEAN NOT NULL,
    first_time       BOOLEAN NOT NULL,
    inherited        BOOLEAN NOT NULL,
    has_source       BOOLEAN NOT NULL,
    -- Calendar days between the due date and a late completion, else 0.
    days_late        INTEGER NOT NULL
);
CREATE INDEX task_period_task ON task_period (task_id, known_from);
CREATE INDEX task_period_figures ON task_period (lead_unit_id, assigned_on, known_from, known_to, state, due_on, reference_on, closed_on, due_original,
    tracked, received_in_time, first_time, inherited, has_source, days_late, task_id);

CREATE TABLE task_extension (
    id            INTEGER PRIMARY KEY,
    task_id       INTEGER NOT NULL REFERENCES task (id) ON DELETE RESTRICT,
    old_due       TEXT NOT NULL,
    new_due       TEXT NOT NULL,
    reason        TEXT NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('pending', 'approved', 'refused')),
    requested_at  TEXT NOT NULL,
    requested_by  INTEGER REFERENCES account (id) ON DELETE RESTRICT,
    decided_at    TEXT,
    decided_by    INTEGER REFERENCES account (id) ON DELETE RESTRICT,
    decision_note TEXT NOT NULL DEFAULT '',
    applied       BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX task_extension_task ON task_extension (task_id, state);
CREATE INDEX task_extension_state ON task_extension (state, id);
CREATE INDEX task_extension_requested_by ON task_extension (requested_by);
CREATE INDEX task_extension_decided_by ON task_extension (decided_by);

CREATE TABLE task_file (
    task_id   INTEGER NOT NULL REFERENCES task (id) ON DELETE RESTRICT,
    event_seq INTEGER NOT NULL,
    file_id   INTEGER NOT NULL REFERENCES file (id) ON DELETE RESTRICT,
    PRIMARY KEY (task_id, event_seq, file_id)
);
CREATE INDEX task_file_file ON task_file (file_id);

-- Figures that leave the house: committed first, rendered afterwards, chained by hash (08 section 1).
CREATE TABLE stat_snapshot (
    id          INTEGER PRIMARY KEY,
    code        TEXT NOT NULL UNIQUE,
    metric      TEXT NOT NULL,
    params      TEXT NOT NULL,
    params_hash TEXT NOT NULL,
    as_of       TEXT NOT NULL,
    computed_at TEXT NOT NULL,
    cells       TEXT NOT NULL,
    row_ids     TEXT NOT NULL,
    prev_hash   TEXT NOT NULL,
    hash        TEXT NOT NULL
);
CREATE INDEX stat_snapshot_params ON stat_snapshot (metric, params_hash, as_of);

CREATE TRIGGER task_event_no_update BEFORE UPDATE ON task_event BEGIN SELECT RAISE(ABORT, 'task_event is append-only'); END;
CREATE TRIGGER task_event_no_delete BEFORE DELETE ON task_event BEGIN SELECT RAISE(ABORT, 'task_event is append-only'); END;
CREATE TRIGGER stat_snapshot_no_update BEFORE UPDATE ON stat_snapshot BEGIN SELECT RAISE(ABORT, 'stat_snapshot is append-only'); END;
CREATE TRIGGER stat_snapshot_no_delete BEFORE DELETE ON stat_snapshot BEGIN SELECT RAISE(ABORT, 'stat_snapshot is append-only'); END;
