-- Apologies, extensions, transfers and corrections of facts (02 sections 6 and 11, 10 section 4).

-- What was said to the citizen, beside the due date that counts.
ALTER TABLE dossier ADD COLUMN late_apology BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE dossier ADD COLUMN apology_auto BOOLEAN NOT NULL DEFAULT FALSE;
-- The new date of a form 04 that came too late; it moves no due date.
ALTER TABLE dossier ADD COLUMN promised_due TEXT;
-- How far the warnings before a due date have come, and for which due date.
ALTER TABLE dossier ADD COLUMN warned_due TEXT;
ALTER TABLE dossier ADD COLUMN warned_step INTEGER NOT NULL DEFAULT 0;
CREATE INDEX dossier_running_due ON dossier (due_order, id) WHERE clock = 'running';
CREATE INDEX dossier_to_apologise ON dossier (competent_unit_id, due_order) WHERE clock = 'running' AND warned_step >= 3;

-- Form 04: proposed by one person, signed by another.
CREATE TABLE dossier_extension (
    id               INTEGER PRIMARY KEY,
    dossier_id       INTEGER NOT NULL REFERENCES dossier (id) ON DELETE RESTRICT,
    seq              INTEGER NOT NULL,
    state            TEXT NOT NULL CHECK (state IN ('pending', 'approved', 'refused')),
    reason           TEXT NOT NULL,
    due_before       TEXT NOT NULL,
    new_due          TEXT NOT NULL,
    -- Signed after the due date had passed: the due date stayed.
    late             BOOLEAN NOT NULL DEFAULT FALSE,
    proposed_by      INTEGER REFERENCES person (id) ON DELETE RESTRICT,
    proposed_by_name TEXT NOT NULL,
    proposed_at      TEXT NOT NULL,
    decided_by       INTEGER REFERENCES person (id) ON DELETE RESTRICT,
    decided_by_name  TEXT NOT NULL DEFAULT '',
    decided_at       TEXT,
    decision         TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX dossier_extension_seq ON dossier_extension (dossier_id, seq);
CREATE UNIQUE INDEX dossier_extension_pending ON dossier_extension (dossier_id) WHERE state = 'pending';
CREATE INDEX dossier_extension_proposed_by ON dossier_extension (proposed_by);
CREATE INDEX dossier_extension_decided_by ON dossier_extension (decided_by);

-- Another agency decides: proposed by the leader of one side, accepted by the leader of the other.
CREATE TABLE dossier_transfer (
    id               INTEGER PRIMARY KEY,
    dossier_id       INTEGER NOT NULL REFERENCES dossier (id) ON DELETE RESTRICT,
    seq              INTEGER NOT NULL,
    state            TEXT NOT NULL CHECK (state IN ('pending', 'approved', 'refused')),
    from_unit_id     INTEGER NOT NULL REFERENCES org_unit (id) ON DELETE RESTRICT,
    to_unit_id       INTEGER NOT NULL REFERENCES org_unit (id) ON DELETE RESTRICT,
    reason           TEXT NOT NULL,
    proposed_by      INTEGER REFERENCES person (id) ON DELETE RESTRICT,
    proposed_by_name TEXT NOT NULL,
    proposed_at      TEXT NOT NULL,
    decided_by       INTEGER REFERENCES person (id) ON DELETE RESTRICT,
    decided_by_name  TEXT NOT NULL DEFAULT '',
    decided_at       TEXT,
    decision         TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX dossier_transfer_seq ON dossier_transfer (dossier_id, seq);
CREATE UNIQUE INDEX dossier_transfer_pending ON dossier_transfer (dossier_id) WHERE state = 'pending';
CREATE INDEX dossier_transfer_from ON dossier_transfer (from_unit_id);
CREATE INDEX dossier_transfer_to ON dossier_transfer (to_unit_id, state);
CREATE INDEX dossier_transfer_proposed_by ON dossier_transfer (proposed_by);
CREATE INDEX dossier_transfer_decided_by ON dossier_transfer (decided_by);

-- A corrected fact with the value that was recorded before; telephones and identity numbers are sealed.
CREATE TABLE fact_adjustment (
    id                INTEGER PRIMARY KEY,
    dossier_id        INTEGER NOT NULL REFERENCES dossier (id) ON DELETE RESTRICT,
    seq               INTEGER NOT NULL,
    state             TEXT NOT NULL CHECK (state IN ('pending', 'approved', 'refused')),
    field             TEXT NOT NULL CHECK (field IN ('received_at', 'due_current', 'applicant_name', 'applicant_phone', 'applicant_id_number',
                          'applicant_address')),
    old_value         TEXT NOT NULL,
    new_value         TEXT NOT NULL,
    reason            TEXT NOT NULL,
    evidence_file_id  INTEGER NOT NULL REFERENCES file (id) ON DELETE RESTRICT,
    requested_by      INTEGER REFERENCES person (id) ON DELETE RESTRICT,
    requested_by_name TEXT NOT NULL,
    requested_at      TEXT NOT NULL,
    approved_by       INTEGER REFERENCES person (id) ON DELETE RESTRICT,
    approved_by_name  TEXT NOT NULL DEFAULT '',
    decided_at        TEXT,
    decision          TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX fact_adjustment_seq ON fact_adjustment (dossier_id, seq);
CREATE UNIQUE INDEX fact_adjustment_pending ON fact_adjustment (dossier_id) WHERE state = 'pending';
CREATE INDEX fact_adjustment_evidence ON fact_adjustment (evidence_file_id);
CREATE INDEX fact_adjustment_requested_by ON fact_adjustment (requested_by);
CREATE INDEX fact_adjustment_approved_by ON fact_adjustment (approved_by);
CREATE TRIGGER fact_adjustment_no_delete BEFORE DELETE ON fact_adjustment BEGIN SELECT RAISE(ABORT, 'fact_adjustment is append-only'); END;
CREATE TRIGGER fact_adjustment_decided BEFORE UPDATE ON fact_adjustment WHEN OLD.state <> 'pending'
    BEGIN SELECT RAISE(ABORT, 'a decided fact_adjustment never changes'); END;

-- The list of proposals begins with what waits, not with every dossier.
CREATE INDEX supplement_request_proposed ON supplement_request (dossier_id) WHERE state = 'proposed';
