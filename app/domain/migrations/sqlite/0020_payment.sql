-- Fees and payments (02 section 15): what is due, what came in, what goes back, what differs from the books of a partner.
-- Amounts are whole đồng. Payments and their events are facts that nobody can change.

-- Something that has to be paid. Before submission it belongs to a draft, whose code is the later submission code.
CREATE TABLE charge (
    id              INTEGER PRIMARY KEY,
    code            TEXT NOT NULL UNIQUE,
    submission_code TEXT NOT NULL,
    dossier_id      INTEGER REFERENCES dossier (id) ON DELETE RESTRICT,
    -- The unit that takes the money and gives the receipt.
    unit_id         INTEGER NOT NULL REFERENCES org_unit (id) ON DELETE RESTRICT,
    moment          TEXT NOT NULL CHECK (moment IN ('before_receipt', 'after_receipt', 'before_return')),
    state           TEXT NOT NULL CHECK (state IN ('due', 'paid', 'expired', 'cancelled')),
    amount          INTEGER NOT NULL CHECK (amount > 0),
    notice          TEXT NOT NULL DEFAULT '',
    pay_by          TEXT,
    created_at      TEXT NOT NULL,
    created_by      INTEGER REFERENCES account (id) ON DELETE RESTRICT,
    created_by_name TEXT NOT NULL,
    settled_at      TEXT
);
CREATE INDEX charge_submission_code ON charge (submission_code, id);
CREATE INDEX charge_dossier ON charge (dossier_id);
CREATE INDEX charge_unit ON charge (unit_id, state, created_at);
CREATE INDEX charge_created_by ON charge (created_by);

CREATE TABLE charge_line (
    id         INTEGER PRIMARY KEY,
    charge_id  INTEGER NOT NULL REFERENCES charge (id) ON DELETE RESTRICT,
    place      INTEGER NOT NULL,
    name       TEXT NOT NULL,
    kind       TEXT NOT NULL CHECK (kind IN ('service_fee', 'state_charge')),
    unit       TEXT NOT NULL CHECK (unit IN ('per_dossier', 'per_page', 'per_copy')),
    quantity   INTEGER NOT NULL,
    amount     INTEGER NOT NULL CHECK (amount >= 0),
    resolution TEXT NOT NULL
);
CREATE UNIQUE INDEX charge_line_place ON charge_line (charge_id, place);

-- Money that came in, once for each transaction of a partner. Money for an unknown charge has neither charge nor unit.
CREATE TABLE payment (
    id             INTEGER PRIMARY KEY,
    charge_id      INTEGER REFERENCES charge (id) ON DELETE RESTRICT,
    unit_id        INTEGER REFERENCES org_unit (id) ON DELETE RESTRICT,
    partner        TEXT NOT NULL,
    transaction_id TEXT NOT NULL,
    amount         INTEGER NOT NULL CHECK (amount > 0),
    method         TEXT NOT NULL CHECK (method IN ('cash', 'pos', 'national_platform', 'viet_qr')),
    phase          TEXT NOT NULL CHECK (phase IN ('advance', 'settlement', 'complete')),
    payer          TEXT NOT NULL,
    paid_at        TEXT NOT NULL,
    recorded_at    TEXT NOT NULL,
    actor_id       INTEGER REFERENCES account (id) ON DELETE RESTRICT,
    actor_name     TEXT NOT NULL,
    -- Series and number of the receipt, without gaps per unit.
    receipt_series TEXT NOT NULL DEFAULT '',
    receipt_number INTEGER,
    CHECK ((charge_id IS NULL) = (receipt_number IS NULL))
);
CREATE UNIQUE INDEX payment_transaction ON payment (partner, transaction_id);
CREATE UNIQUE INDEX payment_receipt ON payment (unit_id, receipt_series, receipt_number);
CREATE INDEX payment_charge ON payment (charge_id);
CREATE INDEX payment_paid_at ON payment (partner, paid_at);
CREATE INDEX payment_actor ON payment (actor_id);

-- Every message about money with what became of it, also repeated, wrong and late ones.
CREATE TABLE payment_event (
    id             INTEGER PRIMARY KEY,
    at             TEXT NOT NULL,
    partner        TEXT NOT NULL,
    transaction_id TEXT NOT NULL,
    subject        TEXT NOT NULL,
    charge_id      INTEGER REFERENCES charge (id) ON DELETE RESTRICT,
    payment_id     INTEGER REFERENCES payment (id) ON DELETE RESTRICT,
    amount         INTEGER,
    outcome        TEXT NOT NULL,
    body_sha256    TEXT NOT NULL DEFAULT '',
    actor_id       INTEGER REFERENCES account (id) ON DELETE RESTRICT,
    actor_name     TEXT NOT NULL
);
CREATE INDEX payment_event_transaction ON payment_event (partner, transaction_id);
CREATE INDEX payment_event_charge ON payment_event (charge_id);
CREATE INDEX payment_event_payment ON payment_event (payment_id);
CREATE INDEX payment_event_actor ON payment_event (actor_id);

-- Money on its way back: proposed by one person, decided by another. The account is sealed.
CREATE TABLE refund (
    id               INTEGER PRIMARY KEY,
    payment_id       INTEGER NOT NULL REFERENCES payment (id) ON DELETE RESTRICT,
    amount           INTEGER NOT NULL CHECK (amount > 0),
    reason           TEXT NOT NULL,
    bank             TEXT NOT NULL,
    account_sealed   TEXT NOT NULL,
    holder           TEXT NOT NULL,
    state            TEXT NOT NULL CHECK (state IN ('proposed', 'approved', 'declined')),
    proposed_by      INTEGER REFERENCES person (id) ON DELETE RESTRICT,
    proposed_by_name TEXT NOT NULL,
    proposed_at      TEXT NOT NULL,
    decided_by       INTEGER REFERENCES person (id) ON DELETE RESTRICT,
    decided_by_name  TEXT NOT NULL DEFAULT '',
    decided_at       TEXT,
    decision         TEXT NOT NULL DEFAULT ''
);
CREATE INDEX refund_payment ON refund (payment_id, state);
CREATE INDEX refund_proposed_by ON refund (proposed_by);
CREATE INDEX refund_decided_by ON refund (decided_by);

-- One file of a partner for a day, compared with the payments of the portal.
CREATE TABLE reconciliation (
    id          INTEGER PRIMARY KEY,
    partner     TEXT NOT NULL,
    day         TEXT NOT NULL,
    body_sha256 TEXT NOT NULL,
    theirs      INTEGER NOT NULL,
    ours        INTEGER NOT NULL,
    matched     INTEGER NOT NULL,
    differing   INTEGER NOT NULL,
    at          TEXT NOT NULL,
    actor_id    INTEGER REFERENCES account (id) ON DELETE RESTRICT,
    actor_name  TEXT NOT NULL
);
CREATE INDEX reconciliation_day ON reconciliation (partner, day);
CREATE INDEX reconciliation_actor ON reconciliation (actor_id);

-- What was compared or could not be explained. A difference stays until somebody wrote down how it was settled.
CREATE TABLE reconciliation_line (
    id               INTEGER PRIMARY KEY,
    partner          TEXT NOT NULL,
    transaction_id   TEXT NOT NULL,
    difference       TEXT NOT NULL CHECK (difference IN ('matched', 'missing_here', 'missing_there', 'amount', 'unknown_charge', 'late', 'surplus', 'mismatch')),
    state            TEXT NOT NULL CHECK (state IN ('matched', 'needs_check', 'resolved')),
    day              TEXT NOT NULL,
    subject          TEXT NOT NULL,
    ours             INTEGER,
    theirs           INTEGER,
    payment_id       INTEGER REFERENCES payment (id) ON DELETE RESTRICT,
    unit_id          INTEGER REFERENCES org_unit (id) ON DELETE RESTRICT,
    found_at         TEXT NOT NULL,
    resolved_at      TEXT,
    resolved_by      INTEGER REFERENCES account (id) ON DELETE RESTRICT,
    resolved_by_name TEXT NOT NULL DEFAULT '',
    resolution       TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX reconciliation_line_transaction ON reconciliation_line (partner, transaction_id, difference);
CREATE INDEX reconciliation_line_state ON reconciliation_line (state, found_at);
CREATE INDEX reconciliation_line_payment ON reconciliation_line (payment_id);
CREATE INDEX reconciliation_line_unit ON reconciliation_line (unit_id);
CREATE INDEX reconciliation_line_resolved_by ON reconciliation_line (resolved_by);

-- The simulated partner of the demo: transactions that it has still to report.
CREATE TABLE simulated_payment (
    id             INTEGER PRIMARY KEY,
    subject        TEXT NOT NULL,
    transaction_id TEXT NOT NULL UNIQUE,
    body           TEXT NOT NULL,
    calls          INTEGER NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'answered')),
    next_at        TEXT NOT NULL,
    answer         TEXT NOT NULL DEFAULT '',
    created_at     TEXT NOT NULL
);
CREATE INDEX simulated_payment_state ON simulated_payment (state, next_at);

CREATE TRIGGER payment_no_update BEFORE UPDATE ON payment BEGIN SELECT RAISE(ABORT, 'payment is append-only'); END;
CREATE TRIGGER payment_no_delete BEFORE DELETE ON payment BEGIN SELECT RAISE(ABORT, 'payment is append-only'); END;
CREATE TRIGGER payment_event_no_update BEFORE UPDATE ON payment_event BEGIN SELECT RAISE(ABORT, 'payment_event is append-only'); END;
CREATE TRIGGER payment_event_no_delete BEFORE DELETE ON payment_event BEGIN SELECT RAISE(ABORT, 'payment_event is append-only'); END;
