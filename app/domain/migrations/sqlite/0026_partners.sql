-- Opinions of other units, cases of ministries' systems, the national portal as a channel (02 sections 14 and 22, 09 part B).

CREATE TABLE consultation (
    id               INTEGER PRIMARY KEY,
    dossier_id       INTEGER NOT NULL REFERENCES dossier (id) ON DELETE RESTRICT,
    seq              INTEGER NOT NULL,
    asking_unit_id   INTEGER NOT NULL REFERENCES org_unit (id) ON DELETE RESTRICT,
    asked_unit_id    INTEGER NOT NULL REFERENCES org_unit (id) ON DELETE RESTRICT,
    question         TEXT NOT NULL,
    -- A deadline of the step: the legal due date of the dossier never moves for it.
    due              TEXT NOT NULL,
    mandatory        BOOLEAN NOT NULL,
    state            TEXT NOT NULL CHECK (state IN ('asked', 'accepted', 'answered', 'returned')),
    version          INTEGER NOT NULL DEFAULT 1,
    asked_by         INTEGER REFERENCES person (id) ON DELETE RESTRICT,
    asked_by_name    TEXT NOT NULL,
    asked_at         TEXT NOT NULL,
    accepted_by_name TEXT NOT NULL DEFAULT '',
    accepted_at      TEXT,
    returned_by_name TEXT NOT NULL DEFAULT '',
    returned_at      TEXT,
    return_reason    TEXT NOT NULL DEFAULT '',
    -- The head goes on without a mandatory opinion, and says why.
    waived_by_name   TEXT NOT NULL DEFAULT '',
    waived_at        TEXT,
    waive_reason     TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX consultation_seq ON consultation (dossier_id, seq);
CREATE INDEX consultation_asked_unit ON consultation (asked_unit_id, state, due);
CREATE INDEX consultation_asking_unit ON consultation (asking_unit_id, state, due);
CREATE INDEX consultation_asked_by ON consultation (asked_by);

-- An answer is replaced by a newer one; the older ones stay.
CREATE TABLE consultation_answer (
    id              INTEGER PRIMARY KEY,
    consultation_id INTEGER NOT NULL REFERENCES consultation (id) ON DELETE RESTRICT,
    number          INTEGER NOT NULL,
    text            TEXT NOT NULL,
    actor_id        INTEGER REFERENCES account (id) ON DELETE RESTRICT,
    actor_name      TEXT NOT NULL,
    at              TEXT NOT NULL
);
CREATE UNIQUE INDEX consultation_answer_number ON consultation_answer (consultation_id, number);
CREATE INDEX consultation_answer_actor ON consultation_answer (actor_id);
CREATE TRIGGER consultation_answer_no_update BEFORE UPDATE ON consultation_answer BEGIN SELECT RAISE(ABORT, 'consultation_answer is append-only'); END;
CREATE TRIGGER consultation_answer_no_delete BEFORE DELETE ON consultation_answer BEGIN SELECT RAISE(ABORT, 'consultation_answer is append-only'); END;

-- Files of a question, or of one of its answers.
CREATE TABLE consultation_file (
    id              INTEGER PRIMARY KEY,
    consultation_id INTEGER NOT NULL REFERENCES consultation (id) ON DELETE RESTRICT,
    answer_id       INTEGER REFERENCES consultation_answer (id) ON DELETE RESTRICT,
    file_id         INTEGER NOT NULL REFERENCES file (id) ON DELETE RESTRICT
);
CREATE INDEX consultation_file_consultation ON consultation_file (consultation_id);
CREATE INDEX consultation_file_answer ON consultation_file (answer_id);
CREATE INDEX consultation_file_file ON consultation_file (file_id);

-- Every message of a partner, with its body (sealed: it names people) and what became of it.
CREATE TABLE partner_inbox (
    id             INTEGER PRIMARY KEY,
    partner        TEXT NOT NULL,
    message_id     TEXT NOT NULL,
    kind           TEXT NOT NULL,
    -- The partner's code of the case.
    subject        TEXT NOT NULL,
    body_sha256    TEXT NOT NULL,
    body           TEXT NOT NULL,
    size           INTEGER NOT NULL,
    sent_at        TEXT NOT NULL,
    received_at    TEXT NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('waiting', 'applied', 'needs_check', 'refused', 'closed')),
    problem        TEXT NOT NULL DEFAULT '',
    attempts       INTEGER NOT NULL DEFAULT 0,
    done_at        TEXT,
    closed_by      INTEGER REFERENCES account (id) ON DELETE RESTRICT,
    closed_by_name TEXT NOT NULL DEFAULT '',
    close_reason   TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX partner_inbox_message ON partner_inbox (partner, message_id);
CREATE INDEX partner_inbox_subject ON partner_inbox (partner, subject, state);
CREATE INDEX partner_inbox_state ON partner_inbox (state, received_at);
CREATE INDEX partner_inbox_closed_by ON partner_inbox (closed_by);

-- A dossier of the national portal: its row is the lock that orders the messages about it.
CREATE TABLE national_case (
    id            INTEGER PRIMARY KEY,
    external_code TEXT NOT NULL,
    dossier_id    INTEGER REFERENCES dossier (id) ON DELETE RESTRICT,
    looks         INTEGER NOT NULL DEFAULT 0,
    created_at    TEXT NOT NULL
);
CREATE UNIQUE INDEX national_case_code ON national_case (external_code);
CREATE UNIQUE INDEX national_case_dossier ON national_case (dossier_id);

-- What the national portal is told: one message per event, in their order for each dossier.
CREATE TABLE partner_outbox (
    id              INTEGER PRIMARY KEY,
    case_id         INTEGER NOT NULL REFERENCES national_case (id) ON DELETE RESTRICT,
    event_seq       INTEGER NOT NULL,
    message_id      TEXT NOT NULL,
    -- Made when it is first sent, the same from then on; sealed.
    body            TEXT NOT NULL DEFAULT '',
    state           TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'sent', 'acknowledged', 'failed', 'needs_check')),
    attempts        INTEGER NOT NULL DEFAULT 0,
    next_at         TEXT NOT NULL,
    locked_until    TEXT,
    last_error      TEXT NOT NULL DEFAULT '',
    created_at      TEXT NOT NULL,
    acknowledged_at TEXT
);
CREATE UNIQUE INDEX partner_outbox_event ON partner_outbox (case_id, event_seq);
CREATE UNIQUE INDEX partner_outbox_message ON partner_outbox (message_id);
CREATE INDEX partner_outbox_due ON partner_outbox (state, next_at);

-- The mirror of a case that a ministry's system decides: no dossier code and no clock of ours.
CREATE TABLE external_case (
    id               INTEGER PRIMARY KEY,
    version          INTEGER NOT NULL DEFAULT 1,
    system           TEXT NOT NULL,
    external_code    TEXT NOT NULL,
    dossier_id       INTEGER REFERENCES dossier (id) ON DELETE RESTRICT,
    procedure_code   TEXT NOT NULL,
    procedure_name   TEXT NOT NULL,
    applicant_name   TEXT NOT NULL,
    unit_id          INTEGER REFERENCES org_unit (id) ON DELETE RESTRICT,
    last_state       INTEGER,
    source_time      TEXT,
    due              TEXT,
    ended_at         TEXT,
    sync             TEXT NOT NULL CHECK (sync IN ('acknowledged', 'needs_check')),
    problem          TEXT NOT NULL DEFAULT '',
    recorded_by      INTEGER REFERENCES account (id) ON DELETE RESTRICT,
    recorded_by_name TEXT NOT NULL,
    recorded_at      TEXT NOT NULL
);
CREATE UNIQUE INDEX external_case_code ON external_case (system, external_code);
CREATE INDEX external_case_dossier ON external_case (dossier_id);
CREATE INDEX external_case_unit ON external_case (unit_id, id);
CREATE INDEX external_case_sync ON external_case (sync, id);
CREATE INDEX external_case_recorded_by ON external_case (recorded_by);

-- What was recorded, what the system said, what a person settled: one row each, never changed.
CREATE TABLE external_case_event (
    case_id        INTEGER NOT NULL REFERENCES external_case (id) ON DELETE RESTRICT,
    seq            INTEGER NOT NULL,
    kind           TEXT NOT NULL CHECK (kind IN ('recorded', 'mirrored', 'resolved')),
    national_state INTEGER,
    source_time    TEXT,
    ended_at       TEXT,
    note           TEXT NOT NULL DEFAULT '',
    actor_id       INTEGER REFERENCES account (id) ON DELETE RESTRICT,
    actor_name     TEXT NOT NULL,
    at             TEXT NOT NULL,
    PRIMARY KEY (case_id, seq)
);
CREATE INDEX external_case_event_actor ON external_case_event (actor_id);
CREATE TRIGGER external_case_event_no_update BEFORE UPDATE ON external_case_event BEGIN SELECT RAISE(ABORT, 'external_case_event is append-only'); END;
CREATE TRIGGER external_case_event_no_delete BEFORE DELETE ON external_case_event BEGIN SELECT RAISE(ABORT, 'external_case_event is append-only'); END;

-- Which portals take dossiers of a procedure; the last row counts, without one only this portal does.
CREATE TABLE procedure_channel (
    id              INTEGER PRIMARY KEY,
    procedure_id    INTEGER NOT NULL REFERENCES procedure (id) ON DELETE RESTRICT,
    local_portal    BOOLEAN NOT NULL,
    national_portal BOOLEAN NOT NULL,
    reason          TEXT NOT NULL,
    actor_id        INTEGER REFERENCES account (id) ON DELETE RESTRICT,
    actor_name      TEXT NOT NULL,
    at              TEXT NOT NULL
);
CREATE INDEX procedure_channel_procedure ON procedure_channel (procedure_id, id);
CREATE INDEX procedure_channel_actor ON procedure_channel (actor_id);
CREATE TRIGGER procedure_channel_no_update BEFORE UPDATE ON procedure_channel BEGIN SELECT RAISE(ABORT, 'procedure_channel is append-only'); END;
CREATE TRIGGER procedure_channel_no_delete BEFORE DELETE ON procedure_channel BEGIN SELECT RAISE(ABORT, 'procedure_channel is append-only'); END;

-- The simulated national portal of the demo: what it sends, and what it was told.
CREATE TABLE simulated_message (
    id            INTEGER PRIMARY KEY,
    external_code TEXT NOT NULL,
    message_id    TEXT NOT NULL,
    kind          TEXT NOT NULL,
    body          TEXT NOT NULL,
    calls         INTEGER NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'answered')),
    answer        TEXT NOT NULL DEFAULT '',
    next_at       TEXT NOT NULL,
    created_at    TEXT NOT NULL
);
CREATE UNIQUE INDEX simulated_message_id ON simulated_message (message_id);
CREATE INDEX simulated_message_code ON simulated_message (external_code, id);
CREATE INDEX simulated_message_due ON simulated_message (state, next_at);
CREATE TABLE simulated_status (
    id            INTEGER PRIMARY KEY,
    external_code TEXT NOT NULL,
    message_id    TEXT NOT NULL,
    body          TEXT NOT NULL,
    received_at   TEXT NOT NULL
);
CREATE UNIQUE INDEX simulated_status_message ON simulated_status (message_id);
CREATE INDEX simulated_status_code ON simulated_status (external_code, id);
