-- The counter of the one-stop desk (02 §6 D04, §21, §24 O03, O05, O15).

-- A draft that an official fills in for somebody who is present: it has no owner, and the unit is that of the counter.
ALTER TABLE dossier_draft ADD COLUMN assisted_by INTEGER REFERENCES account (id) ON DELETE RESTRICT;
ALTER TABLE dossier_draft ADD COLUMN counter_unit_id INTEGER REFERENCES org_unit (id) ON DELETE RESTRICT;
CREATE INDEX dossier_draft_assisted_by ON dossier_draft (assisted_by, created_at);
CREATE INDEX dossier_draft_counter_unit ON dossier_draft (counter_unit_id);

-- The applicant as a person of the portal, where the identity number was shown at a counter.
ALTER TABLE dossier ADD COLUMN applicant_person_id INTEGER REFERENCES person (id) ON DELETE RESTRICT;
CREATE INDEX dossier_applicant_person ON dossier (applicant_person_id);

-- Papers as they were handed over at the counter, and what became of their scan. A part whose scan waits or has to be made
-- again is not digitised yet.
ALTER TABLE dossier_part ADD COLUMN originals INTEGER NOT NULL DEFAULT 0;
ALTER TABLE dossier_part ADD COLUMN copies INTEGER NOT NULL DEFAULT 0;
ALTER TABLE dossier_part ADD COLUMN scan_state TEXT NOT NULL DEFAULT 'none' CHECK (scan_state IN ('none', 'waiting', 'accepted', 'again'));
-- Raised by every step about the scan; forms send it back.
ALTER TABLE dossier_part ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
CREATE INDEX dossier_part_scan ON dossier_part (scan_state, dossier_id) WHERE digitisation = 0;

-- Scans and their checks, one row for each step.
CREATE TABLE dossier_part_event (
    id         INTEGER PRIMARY KEY,
    part_id    INTEGER NOT NULL REFERENCES dossier_part (id) ON DELETE RESTRICT,
    step       TEXT NOT NULL CHECK (step IN ('scan', 'accept', 'again')),
    reason     TEXT NOT NULL DEFAULT '',
    actor_id   INTEGER REFERENCES account (id) ON DELETE RESTRICT,
    actor_name TEXT NOT NULL,
    at         TEXT NOT NULL
);
CREATE INDEX dossier_part_event_part ON dossier_part_event (part_id, id);
CREATE INDEX dossier_part_event_actor ON dossier_part_event (actor_id);

-- Papers that go from a counter to the agency that decides, many dossiers at once.
CREATE TABLE handover (
    id           INTEGER PRIMARY KEY,
    code         TEXT NOT NULL UNIQUE,
    from_unit_id INTEGER NOT NULL REFERENCES org_unit (id) ON DELETE RESTRICT,
    to_unit_id   INTEGER NOT NULL REFERENCES org_unit (id) ON DELETE RESTRICT,
    actor_id     INTEGER REFERENCES account (id) ON DELETE RESTRICT,
    actor_name   TEXT NOT NULL,
    made_at      TEXT NOT NULL
);
CREATE INDEX handover_from_unit ON handover (from_unit_id, made_at);
CREATE INDEX handover_to_unit ON handover (to_unit_id, made_at);
CREATE INDEX handover_actor ON handover (actor_id);

CREATE TABLE handover_dossier (
    id          INTEGER PRIMARY KEY,
    handover_id INTEGER NOT NULL REFERENCES handover (id) ON DELETE RESTRICT,
    dossier_id  INTEGER NOT NULL REFERENCES dossier (id) ON DELETE RESTRICT,
    -- The event of the dossier that says so.
    event_seq   INTEGER NOT NULL
);
CREATE UNIQUE INDEX handover_dossier_handover ON handover_dossier (handover_id, dossier_id);
CREATE INDEX handover_dossier_dossier ON handover_dossier (dossier_id);

CREATE TRIGGER dossier_part_event_no_update BEFORE UPDATE ON dossier_part_event BEGIN SELECT RAISE(ABORT, 'dossier_part_event is append-only'); END;
CREATE TRIGGER dossier_part_event_no_delete BEFORE DELETE ON dossier_part_event BEGIN SELECT RAISE(ABORT, 'dossier_part_event is append-only'); END;
CREATE TRIGGER handover_dossier_no_update BEFORE UPDATE ON handover_dossier BEGIN SELECT RAISE(ABORT, 'handover_dossier is append-only'); END;
CREATE TRIGGER handover_dossier_no_delete BEFORE DELETE ON handover_dossier BEGIN SELECT RAISE(ABORT, 'handover_dossier is append-only'); END;
