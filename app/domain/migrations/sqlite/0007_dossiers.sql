-- Dossiers (02 sections 3 to 14): the present state of each, and its history as events that nobody can change.

CREATE TABLE dossier (
    id                   INTEGER PRIMARY KEY,
    -- Raised by every change; forms send it back.
    version              INTEGER NOT NULL DEFAULT 1,
    submission_code      TEXT NOT NULL UNIQUE,
    code                 TEXT UNIQUE,
    external_code        TEXT,
    procedure_version_id INTEGER NOT NULL REFERENCES procedure_version (id) ON DELETE RESTRICT,
    case_id              INTEGER NOT NULL REFERENCES procedure_case (id) ON DELETE RESTRICT,
    offer_id             INTEGER NOT NULL REFERENCES procedure_offer (id) ON DELETE RESTRICT,
    processing_system    TEXT NOT NULL DEFAULT 'local',
    form_set             TEXT NOT NULL CHECK (form_set IN ('tt01_2018', 'tt03_2025')),
    state                TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'intake_supplement', 'intake_refused', 'received', 'processing',
                             'awaiting_supplement', 'awaiting_payment', 'withdraw_requested', 'withdrawn', 'stopped', 'result_ready', 'returned')),
    clock                TEXT NOT NULL CHECK (clock IN ('not_started', 'intake', 'running', 'paused', 'ended')),
    stage                TEXT CHECK (stage IN ('assigned', 'examining', 'consulting', 'drafting', 'to_sign', 'signed', 'published')),
    -- State and clock before a request for withdrawal, to go back to.
    state_before         TEXT,
    clock_before         TEXT,
    channel              TEXT NOT NULL CHECK (channel IN ('online', 'direct', 'postal')),
    source               TEXT NOT NULL CHECK (source IN ('national_portal', 'local_portal', 'kiosk', 'counter', 'post')),
    support_unit_id      INTEGER REFERENCES org_unit (id) ON DELETE RESTRICT,
    receiving_unit_id    INTEGER NOT NULL REFERENCES org_unit (id) ON DELETE RESTRICT,
    competent_unit_id    INTEGER NOT NULL REFERENCES org_unit (id) ON DELETE RESTRICT,
    -- The division that works on it, inside the competent unit.
    handling_unit_id     INTEGER REFERENCES org_unit (id) ON DELETE RESTRICT,
    continuing_unit_id   INTEGER REFERENCES org_unit (id) ON DELETE RESTRICT,
    officer_id           INTEGER REFERENCES person (id) ON DELETE RESTRICT,
    officer_since        TEXT,
    applicant_account    INTEGER REFERENCES account (id) ON DELETE RESTRICT,
    applicant_name       TEXT NOT NULL,
    applicant_phone      TEXT NOT NULL,
    applicant_id_number  TEXT NOT NULL,
    applicant_address    TEXT NOT NULL,
    data_subject         TEXT NOT NULL DEFAULT '',
    delegate             TEXT NOT NULL DEFAULT '',
    assisted_by          INTEGER REFERENCES account (id) ON DELETE RESTRICT,
    fold                 TEXT NOT NULL,
    answers              TEXT NOT NULL,
    delivery             TEXT NOT NULL CHECK (delivery IN ('electronic_only', 'at_centre', 'by_post')),
    delivery_status      TEXT NOT NULL CHECK (delivery_status IN ('not_ready', 'ready', 'handed_over', 'posted', 'delivered', 'e_delivered')),
    notify               TEXT NOT NULL,
    payment              TEXT NOT NULL CHECK (payment IN ('not_required', 'due', 'paid', 'exempt', 'refunded', 'reconciled')),
    -- Time limit, frozen at receipt, with what stopped or moved it (JSON of model::calendar).
    deadline_rule        TEXT NOT NULL,
    pauses               TEXT NOT NULL DEFAULT '[]',
    extensions           TEXT NOT NULL DEFAULT '[]',
    submitted_at         TEXT NOT NULL,
    intake_due           TEXT,
    received_at          TEXT,
    received_day         TEXT,
    finished_at          TEXT,
    ended_at             TEXT,
    ended_day            TEXT,
    returned_at          TEXT,
    due_original         TEXT,
    due_without_extension TEXT,
    due_current          TEXT,
    -- Order of the lists: the due instant in force; before receipt that of the intake; far in the future without one.
    due_order            TEXT NOT NULL,
    end_reason           TEXT NOT NULL DEFAULT '',
    end_basis            TEXT NOT NULL DEFAULT '',
    result_number        TEXT NOT NULL DEFAULT '',
    result_paper         BOOLEAN NOT NULL DEFAULT FALSE,
    signed_by            TEXT NOT NULL DEFAULT '',
    signed_at            TEXT,
    receiver             TEXT NOT NULL DEFAULT '',
    postal_code          TEXT NOT NULL DEFAULT '',
    correction_of        INTEGER REFERENCES dossier (id) ON DELETE RESTRICT,
    updated_at           TEXT NOT NULL,
    updated_by           TEXT NOT NULL,
    CHECK ((code IS NULL) = (received_at IS NULL)),
    CHECK ((received_at IS NULL) = (received_day IS NULL)),
    CHECK ((ended_at IS NULL) = (ended_day IS NULL)),
    CHECK (finished_at IS NULL OR finished_at = ended_at)
);
CREATE INDEX dossier_receiving ON dossier (receiving_unit_id, state, due_order);
CREATE INDEX dossier_competent ON dossier (competent_unit_id, state, due_order);
CREATE INDEX dossier_handling ON dossier (handling_unit_id, state, due_order);
CREATE INDEX dossier_officer ON dossier (officer_id, state, due_order);
CREATE INDEX dossier_applicant ON dossier (applicant_account, id);
CREATE INDEX dossier_received_day ON dossier (competent_unit_id, received_day);
CREATE INDEX dossier_ended_day ON dossier (competent_unit_id, ended_day);
CREATE INDEX dossier_procedure_version ON dossier (procedure_version_id);
CREATE INDEX dossier_case ON dossier (case_id);
CREATE INDEX dossier_offer ON dossier (offer_id);
CREATE INDEX dossier_support_unit ON dossier (support_unit_id);
CREATE INDEX dossier_continuing_unit ON dossier (continuing_unit_id);
CREATE INDEX dossier_assisted_by ON dossier (assisted_by);
CREATE INDEX dossier_correction_of ON dossier (correction_of);

-- One row per transition; the timeline on every page is this table and nothing else.
CREATE TABLE dossier_event (
    dossier_id   INTEGER NOT NULL REFERENCES dossier (id) ON DELETE RESTRICT,
    seq          INTEGER NOT NULL,
    action       TEXT NOT NULL,
    from_state   TEXT,
    to_state     TEXT NOT NULL,
    stage_from   TEXT,
    stage_to     TEXT,
    actor_id     INTEGER REFERENCES account (id) ON DELETE RESTRICT,
    actor_name   TEXT NOT NULL,
    on_behalf_of INTEGER REFERENCES person (id) ON DELETE RESTRICT,
    unit_id      INTEGER REFERENCES org_unit (id) ON DELETE RESTRICT,
    at           TEXT NOT NULL,
    note         TEXT NOT NULL DEFAULT '',
    basis        TEXT NOT NULL DEFAULT '',
    due_before   TEXT,
    due_after    TEXT,
    PRIMARY KEY (dossier_id, seq)
);
CREATE INDEX dossier_event_actor ON dossier_event (actor_id);
CREATE INDEX dossier_event_on_behalf_of ON dossier_event (on_behalf_of);
CREATE INDEX dossier_event_unit ON dossier_event (unit_id, at);

CREATE TABLE dossier_part (
    id               INTEGER PRIMARY KEY,
    dossier_id       INTEGER NOT NULL REFERENCES dossier (id) ON DELETE RESTRICT,
    required_part_id INTEGER NOT NULL REFERENCES required_part (id) ON DELETE RESTRICT,
    place            INTEGER NOT NULL,
    name             TEXT NOT NULL,
    -- 0 not digitised, 1 digitised, 2 reused from another part, 3 reused from another result (02 section 7).
    digitisation     INTEGER NOT NULL CHECK (digitisation BETWEEN 0 AND 3),
    checked          BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE UNIQUE INDEX dossier_part_place ON dossier_part (dossier_id, place);
CREATE INDEX dossier_part_required_part ON dossier_part (required_part_id);

CREATE TABLE dossier_file (
    id         INTEGER PRIMARY KEY,
    dossier_id INTEGER NOT NULL REFERENCES dossier (id) ON DELETE RESTRICT,
    part_id    INTEGER REFERENCES dossier_part (id) ON DELETE RESTRICT,
    file_id    INTEGER NOT NULL REFERENCES file (id) ON DELETE RESTRICT,
    role       TEXT NOT NULL CHECK (role IN ('part', 'supplement', 'result')),
    event_seq  INTEGER NOT NULL,
    added_at   TEXT NOT NULL
);
CREATE UNIQUE INDEX dossier_file_file ON dossier_file (dossier_id, file_id);
CREATE INDEX dossier_file_part ON dossier_file (part_id);
CREATE INDEX dossier_file_of_file ON dossier_file (file_id);

CREATE TABLE supplement_request (
    id               INTEGER PRIMARY KEY,
    dossier_id       INTEGER NOT NULL REFERENCES dossier (id) ON DELETE RESTRICT,
    seq              INTEGER NOT NULL,
    stage            TEXT NOT NULL CHECK (stage IN ('intake', 'examination')),
    state            TEXT NOT NULL CHECK (state IN ('proposed', 'approved', 'declined', 'answered', 'expired')),
    reply_by         TEXT NOT NULL,
    override_basis   TEXT NOT NULL DEFAULT '',
    proposed_by      INTEGER REFERENCES person (id) ON DELETE RESTRICT,
    proposed_by_name TEXT NOT NULL,
    proposed_at      TEXT NOT NULL,
    approved_by      INTEGER REFERENCES person (id) ON DELETE RESTRICT,
    approved_by_name TEXT NOT NULL DEFAULT '',
    decided_at       TEXT,
    answered_at      TEXT
);
CREATE UNIQUE INDEX supplement_request_seq ON supplement_request (dossier_id, seq);
CREATE INDEX supplement_request_proposed_by ON supplement_request (proposed_by);
CREATE INDEX supplement_request_approved_by ON supplement_request (approved_by);

CREATE TABLE supplement_item (
    id         INTEGER PRIMARY KEY,
    request_id INTEGER NOT NULL REFERENCES supplement_request (id) ON DELETE RESTRICT,
    place      INTEGER NOT NULL,
    part_id    INTEGER REFERENCES dossier_part (id) ON DELETE RESTRICT,
    subject    TEXT NOT NULL,
    reason     TEXT NOT NULL,
    basis      TEXT NOT NULL,
    how_to_fix TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('open', 'answered', 'accepted', 'refused')),
    answer     TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX supplement_item_place ON supplement_item (request_id, place);
CREATE INDEX supplement_item_part ON supplement_item (part_id);

CREATE TRIGGER dossier_event_no_update BEFORE UPDATE ON dossier_event BEGIN SELECT RAISE(ABORT, 'dossier_event is append-only'); END;
CREATE TRIGGER dossier_event_no_delete BEFORE DELETE ON dossier_event BEGIN SELECT RAISE(ABORT, 'dossier_event is append-only'); END;
-- The end of a dossier is written once (02 section 5): not even a faulty command can move it.
CREATE TRIGGER dossier_end_once BEFORE UPDATE ON dossier
    WHEN (OLD.finished_at IS NOT NULL AND NEW.finished_at IS NOT OLD.finished_at)
      OR (OLD.ended_at IS NOT NULL AND NEW.ended_at IS NOT OLD.ended_at)
      OR (OLD.due_original IS NOT NULL AND NEW.due_original IS NOT OLD.due_original)
    BEGIN SELECT RAISE(ABORT, 'the end of a dossier is written once'); END;
