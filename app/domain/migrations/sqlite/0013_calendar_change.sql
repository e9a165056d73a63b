-- Changes of the working calendar (03 sections 2 and 8): who asked, who decided, what moved. A change for days that are near
-- waits for a second person.

CREATE TABLE calendar_change (
    id            INTEGER PRIMARY KEY,
    kind          TEXT NOT NULL CHECK (kind IN ('put', 'move', 'withdraw', 'year')),
    day           TEXT,
    -- The day that a move gives up.
    old_day       TEXT,
    day_kind      TEXT CHECK (day_kind IN ('holiday', 'swap_off', 'make_up', 'closure')),
    pattern_of    INTEGER CHECK (pattern_of BETWEEN 1 AND 7),
    name          TEXT NOT NULL,
    status        TEXT NOT NULL CHECK (status IN ('official', 'estimated')),
    source        TEXT NOT NULL,
    -- Only a closure belongs to a unit; empty for the whole province.
    unit_id       INTEGER REFERENCES org_unit (id) ON DELETE RESTRICT,
    year          INTEGER NOT NULL,
    reason        TEXT NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('proposed', 'applied', 'declined')),
    -- Open dossiers that moved earlier and later, as computed when it was proposed.
    earlier       INTEGER NOT NULL,
    later         INTEGER NOT NULL,
    proposed_by   INTEGER REFERENCES account (id) ON DELETE RESTRICT,
    proposed_name TEXT NOT NULL,
    proposed_at   TEXT NOT NULL,
    decided_by    INTEGER REFERENCES account (id) ON DELETE RESTRICT,
    decided_name  TEXT NOT NULL DEFAULT '',
    decided_at    TEXT,
    -- End of the recomputation.
    recomputed_at TEXT
);
CREATE INDEX calendar_change_year ON calendar_change (year, id);
CREATE INDEX calendar_change_state ON calendar_change (state, id);
CREATE INDEX calendar_change_unit ON calendar_change (unit_id);
CREATE INDEX calendar_change_proposed_by ON calendar_change (proposed_by);
CREATE INDEX calendar_change_decided_by ON calendar_change (decided_by);

-- Open dossiers by their counted span: what a changed day may move, read from the index alone. Dossiers that stopped or were
-- extended are few and are computed one by one.
CREATE INDEX dossier_span ON dossier (received_day, due_current, competent_unit_id, deadline_rule, due_without_extension)
    WHERE ended_at IS NULL AND pauses = '[]' AND extensions = '[]';
CREATE INDEX dossier_span_stopped ON dossier (received_day, due_current) WHERE ended_at IS NULL AND (pauses <> '[]' OR extensions <> '[]');
