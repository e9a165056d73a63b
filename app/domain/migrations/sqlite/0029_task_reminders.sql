-- Reminders, explanations and scheduled digests of tasks (specification 04 sections 5 and 6).

-- When they leave and how long each rule waits. Data with days: the latest row that has begun holds.
CREATE TABLE task_schedule (
    id             INTEGER PRIMARY KEY,
    valid_from     TEXT NOT NULL UNIQUE,
    -- Minutes after midnight; outside the quiet hours.
    remind_at      INTEGER NOT NULL CHECK (remind_at BETWEEN 420 AND 1259),
    digest_at      INTEGER NOT NULL CHECK (digest_at BETWEEN 420 AND 1259),
    -- A digest that could not leave within these minutes does not leave any more.
    digest_life    INTEGER NOT NULL CHECK (digest_life > 0),
    -- 1 is Monday; where that is a day off, the next working day.
    weekly_on      INTEGER NOT NULL CHECK (weekly_on BETWEEN 1 AND 7),
    -- Numbers of working days, separated by spaces.
    before_days    TEXT NOT NULL,
    sms_days       TEXT NOT NULL,
    sms_every      INTEGER NOT NULL CHECK (sms_every > 0),
    accept_days    INTEGER NOT NULL CHECK (accept_days >= 0),
    confirm_days   INTEGER NOT NULL CHECK (confirm_days >= 0),
    escalate_days  INTEGER NOT NULL CHECK (escalate_days > 0),
    chair_days     INTEGER NOT NULL CHECK (chair_days > 0),
    -- Shares of the time of an express task, percent.
    express_half   INTEGER NOT NULL CHECK (express_half BETWEEN 1 AND 99),
    express_most   INTEGER NOT NULL CHECK (express_most BETWEEN 1 AND 99),
    basis          TEXT NOT NULL
);
INSERT INTO task_schedule (valid_from, remind_at, digest_at, digest_life, weekly_on, before_days, sms_days, sms_every, accept_days, confirm_days,
                           escalate_days, chair_days, express_half, express_most, basis)
VALUES ('2000-01-01', 450, 450, 240, 1, '3 1', '1 3 5', 5, 1, 2, 3, 10, 50, 80, 'Mặc định');

-- One bundle of reminders for a person and a moment; what it said never changes.
CREATE TABLE task_notice (
    id        INTEGER PRIMARY KEY,
    code      TEXT NOT NULL UNIQUE,
    person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE RESTRICT,
    -- The day, or day and number of the look: one bundle each.
    slot      TEXT NOT NULL,
    at        TEXT NOT NULL
);
CREATE UNIQUE INDEX task_notice_person ON task_notice (person_id, slot);

CREATE TABLE task_notice_line (
    id        INTEGER PRIMARY KEY,
    notice_id INTEGER NOT NULL REFERENCES task_notice (id) ON DELETE RESTRICT,
    task_id   INTEGER NOT NULL REFERENCES task (id) ON DELETE RESTRICT,
    person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE RESTRICT,
    rule      TEXT NOT NULL,
    role      TEXT NOT NULL,
    -- What the rule speaks of: due date, assignment, report; with the day where it comes again.
    occasion  TEXT NOT NULL,
    due_on    TEXT,
    -- Working days that are left or over; for express tasks the share of the time, percent.
    days      INTEGER NOT NULL
);
CREATE UNIQUE INDEX task_notice_line_once ON task_notice_line (task_id, person_id, rule, occasion);
CREATE INDEX task_notice_line_notice ON task_notice_line (notice_id, id);
CREATE INDEX task_notice_line_person ON task_notice_line (person_id);

-- The head of the lead unit explains why a task is long overdue: asked once per due date, answered once.
CREATE TABLE task_explanation (
    id            INTEGER PRIMARY KEY,
    task_id       INTEGER NOT NULL REFERENCES task (id) ON DELETE RESTRICT,
    unit_id       INTEGER NOT NULL REFERENCES org_unit (id) ON DELETE RESTRICT,
    due_on        TEXT NOT NULL,
    days          INTEGER NOT NULL,
    asked_at      TEXT NOT NULL,
    answer        TEXT NOT NULL DEFAULT '',
    answered_at   TEXT,
    answered_by   INTEGER REFERENCES account (id) ON DELETE RESTRICT,
    answered_name TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX task_explanation_task ON task_explanation (task_id, due_on);
CREATE INDEX task_explanation_unit ON task_explanation (unit_id, answered_at);
CREATE INDEX task_explanation_answered_by ON task_explanation (answered_by);

-- Days whose digests were prepared: whoever writes the row prepares them.
CREATE TABLE task_digest_day (
    day         TEXT NOT NULL PRIMARY KEY,
    prepared_at TEXT NOT NULL
);

-- A digest: the text of a committed snapshot, read back before it leaves.
CREATE TABLE task_digest (
    id            INTEGER PRIMARY KEY,
    day           TEXT NOT NULL REFERENCES task_digest_day (day) ON DELETE RESTRICT,
    kind          TEXT NOT NULL CHECK (kind IN ('unit', 'head', 'province')),
    unit_id       INTEGER NOT NULL REFERENCES org_unit (id) ON DELETE RESTRICT,
    snapshot_code TEXT NOT NULL REFERENCES stat_snapshot (code) ON DELETE RESTRICT,
    -- "3/20" in its group; empty without a rank.
    place         TEXT NOT NULL,
    sms           TEXT NOT NULL,
    text          TEXT NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('ready', 'sent', 'blocked')),
    error         TEXT NOT NULL DEFAULT '',
    sent_at       TEXT
);
CREATE UNIQUE INDEX task_digest_once ON task_digest (day, kind, unit_id);
CREATE INDEX task_digest_unit ON task_digest (unit_id);
CREATE INDEX task_digest_snapshot ON task_digest (snapshot_code);
CREATE INDEX task_digest_state ON task_digest (state, id);

-- The page of the digests reads what became of each message by the name of its event.
CREATE INDEX outbox_event_key ON outbox (event_key);

CREATE TRIGGER task_notice_line_no_update BEFORE UPDATE ON task_notice_line BEGIN SELECT RAISE(ABORT, 'task_notice_line is append-only'); END;
CREATE TRIGGER task_notice_line_no_delete BEFORE DELETE ON task_notice_line BEGIN SELECT RAISE(ABORT, 'task_notice_line is append-only'); END;
