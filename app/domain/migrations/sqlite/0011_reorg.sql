-- Reorganisation plans (01 section 1 rule 8): a draft with a day, applied at 00:00 of that day in one transaction.

CREATE TABLE reorg_plan (
    id           INTEGER PRIMARY KEY,
    -- Raised by every change; forms send it back.
    version      INTEGER NOT NULL DEFAULT 1,
    title        TEXT NOT NULL,
    legal_basis  TEXT NOT NULL,
    effective_on TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('draft', 'confirmed', 'applied', 'withdrawn')),
    created_at   TEXT NOT NULL,
    -- What was moved, in words, once it is applied.
    outcome      TEXT NOT NULL DEFAULT ''
);
CREATE INDEX reorg_plan_state ON reorg_plan (state, effective_on);

CREATE TABLE reorg_event (
    plan_id    INTEGER NOT NULL REFERENCES reorg_plan (id) ON DELETE RESTRICT,
    seq        INTEGER NOT NULL,
    action     TEXT NOT NULL,
    to_state   TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    at         TEXT NOT NULL,
    note       TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (plan_id, seq)
);

-- A unit that the plan creates, or the new data of a unit that it renames.
CREATE TABLE reorg_unit (
    id            INTEGER PRIMARY KEY,
    plan_id       INTEGER NOT NULL REFERENCES reorg_plan (id) ON DELETE RESTRICT,
    name          TEXT NOT NULL,
    short_name    TEXT NOT NULL,
    abbr          TEXT NOT NULL,
    code          TEXT NOT NULL,
    dvhc_code     TEXT NOT NULL,
    kind          TEXT NOT NULL,
    -- The parent: a unit that exists, or another new unit of the plan.
    parent_id     INTEGER REFERENCES org_unit (id) ON DELETE RESTRICT,
    parent_new_id INTEGER REFERENCES reorg_unit (id) ON DELETE RESTRICT,
    -- The unit that it became.
    unit_id       INTEGER REFERENCES org_unit (id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX reorg_unit_code ON reorg_unit (plan_id, code);
CREATE INDEX reorg_unit_parent ON reorg_unit (parent_id);
CREATE INDEX reorg_unit_parent_new ON reorg_unit (parent_new_id);
CREATE INDEX reorg_unit_unit ON reorg_unit (unit_id);

-- One line: an old unit and what becomes of it. Several lines with one from_id are a split.
CREATE TABLE reorg_line (
    id          INTEGER PRIMARY KEY,
    plan_id     INTEGER NOT NULL REFERENCES reorg_plan (id) ON DELETE RESTRICT,
    from_id     INTEGER NOT NULL REFERENCES org_unit (id) ON DELETE RESTRICT,
    kind        TEXT NOT NULL CHECK (kind IN ('merge', 'split', 'rename', 'dissolve', 'upgrade')),
    to_id       INTEGER REFERENCES org_unit (id) ON DELETE RESTRICT,
    to_new_id   INTEGER REFERENCES reorg_unit (id) ON DELETE RESTRICT,
    share       INTEGER CHECK (share BETWEEN 0 AND 100),
    -- Which records of a split unit go this way: the fact, and its values one per line.
    rule_key    TEXT NOT NULL DEFAULT '',
    rule_values TEXT NOT NULL DEFAULT '',
    CHECK (to_id IS NULL OR to_new_id IS NULL)
);
CREATE INDEX reorg_line_plan ON reorg_line (plan_id);
CREATE INDEX reorg_line_from ON reorg_line (from_id);
CREATE INDEX reorg_line_to ON reorg_line (to_id);
CREATE INDEX reorg_line_to_new ON reorg_line (to_new_id);

-- The unit that goes on with a task whose lead unit ended (01 section 1 rule 6); dossiers have the column already.
ALTER TABLE task ADD COLUMN continuing_unit_id INTEGER REFERENCES org_unit (id) ON DELETE RESTRICT;
CREATE INDEX task_continuing_unit ON task (continuing_unit_id, state, due_on);

CREATE TRIGGER reorg_event_no_update BEFORE UPDATE ON reorg_event BEGIN SELECT RAISE(ABORT, 'reorg_event is append-only'); END;
CREATE TRIGGER reorg_event_no_delete BEFORE DELETE ON reorg_event BEGIN SELECT RAISE(ABORT, 'reorg_event is append-only'); END;
