-- Queue tickets of one-stop centres and booked half hours (02 section 17). Nothing here names a person.

-- What a centre serves: the letter before the number, how many counters, the usual minutes of one person.
CREATE TABLE queue_group (
    id         INTEGER PRIMARY KEY,
    unit_id    INTEGER NOT NULL REFERENCES org_unit (id) ON DELETE RESTRICT,
    letter     TEXT NOT NULL,
    name       TEXT NOT NULL,
    counters   INTEGER NOT NULL CHECK (counters BETWEEN 0 AND 99),
    minutes    INTEGER NOT NULL CHECK (minutes BETWEEN 1 AND 240),
    active     BOOLEAN NOT NULL DEFAULT TRUE,
    created_at TEXT NOT NULL
);
CREATE UNIQUE INDEX queue_group_letter ON queue_group (unit_id, letter);

-- A half hour booked from home. A telephone number is only used to send the code; it is not kept here.
CREATE TABLE queue_booking (
    id         INTEGER PRIMARY KEY,
    code       TEXT NOT NULL UNIQUE,
    group_id   INTEGER NOT NULL REFERENCES queue_group (id) ON DELETE RESTRICT,
    day        TEXT NOT NULL,
    slot_at    TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('booked', 'arrived', 'cancelled')),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
);
CREATE INDEX queue_booking_slot ON queue_booking (group_id, slot_at, state);

CREATE TABLE queue_booking_event (
    booking_id INTEGER NOT NULL REFERENCES queue_booking (id) ON DELETE RESTRICT,
    seq        INTEGER NOT NULL,
    to_state   TEXT NOT NULL,
    actor_id   INTEGER REFERENCES account (id) ON DELETE RESTRICT,
    actor_name TEXT NOT NULL,
    at         TEXT NOT NULL,
    PRIMARY KEY (booking_id, seq)
);
CREATE INDEX queue_booking_event_actor ON queue_booking_event (actor_id);

CREATE TABLE queue_ticket (
    id            INTEGER PRIMARY KEY,
    -- Raised by every step; forms send it back.
    version       INTEGER NOT NULL DEFAULT 1,
    unit_id       INTEGER NOT NULL REFERENCES org_unit (id) ON DELETE RESTRICT,
    -- The group that gave the number, and the one where the ticket is now.
    series_id     INTEGER NOT NULL REFERENCES queue_group (id) ON DELETE RESTRICT,
    group_id      INTEGER NOT NULL REFERENCES queue_group (id) ON DELETE RESTRICT,
    day           TEXT NOT NULL,
    number        INTEGER NOT NULL,
    code          TEXT NOT NULL,
    token         TEXT NOT NULL UNIQUE,
    state         TEXT NOT NULL CHECK (state IN ('waiting', 'called', 'serving', 'served', 'skipped', 'transferred', 'cancelled')),
    booking_id    INTEGER REFERENCES queue_booking (id) ON DELETE RESTRICT,
    booked_slot   TEXT,
    -- From this instant it goes before those without a booking.
    priority_from TEXT,
    -- Place in line.
    order_at      TEXT NOT NULL,
    -- Begin of the present wait.
    queued_at     TEXT NOT NULL,
    calls         INTEGER NOT NULL DEFAULT 0,
    rejoined      BOOLEAN NOT NULL DEFAULT FALSE,
    -- Account and counter that called it; empty while it waits.
    clerk_id      INTEGER REFERENCES account (id) ON DELETE RESTRICT,
    counter       INTEGER NOT NULL DEFAULT 0,
    called_at     TEXT,
    serving_at    TEXT,
    ended_at      TEXT,
    -- Seconds, summed over transfers.
    waited_s      INTEGER NOT NULL DEFAULT 0,
    served_s      INTEGER NOT NULL DEFAULT 0,
    created_at    TEXT NOT NULL,
    updated_at    TEXT NOT NULL,
    CHECK ((state IN ('called', 'serving')) = (clerk_id IS NOT NULL))
);
CREATE UNIQUE INDEX queue_ticket_number ON queue_ticket (series_id, day, number);
CREATE INDEX queue_ticket_line ON queue_ticket (group_id, day, state);
CREATE INDEX queue_ticket_unit ON queue_ticket (unit_id, day, state);
CREATE INDEX queue_ticket_clerk ON queue_ticket (clerk_id, day);
CREATE INDEX queue_ticket_booking ON queue_ticket (booking_id);

-- One row per step; the measured times can be computed anew from it.
CREATE TABLE queue_event (
    ticket_id  INTEGER NOT NULL REFERENCES queue_ticket (id) ON DELETE RESTRICT,
    seq        INTEGER NOT NULL,
    step       TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state   TEXT NOT NULL,
    group_id   INTEGER NOT NULL REFERENCES queue_group (id) ON DELETE RESTRICT,
    counter    INTEGER NOT NULL,
    actor_id   INTEGER REFERENCES account (id) ON DELETE RESTRICT,
    actor_name TEXT NOT NULL,
    at         TEXT NOT NULL,
    PRIMARY KEY (ticket_id, seq)
);
CREATE INDEX queue_event_group ON queue_event (group_id);
CREATE INDEX queue_event_actor ON queue_event (actor_id);

CREATE TRIGGER queue_event_no_update BEFORE UPDATE ON queue_event BEGIN SELECT RAISE(ABORT, 'queue_event is append-only'); END;
CREATE TRIGGER queue_event_no_delete BEFORE DELETE ON queue_event BEGIN SELECT RAISE(ABORT, 'queue_event is append-only'); END;

CREATE TRIGGER queue_booking_event_no_update BEFORE UPDATE ON queue_booking_event BEGIN SELECT RAISE(ABORT, 'queue_booking_event is append-only'); END;
CREATE TRIGGER queue_booking_event_no_delete BEFORE DELETE ON queue_booking_event BEGIN SELECT RAISE(ABORT, 'queue_booking_event is append-only'); END;
