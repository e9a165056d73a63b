-- Official mail (06): one stored message, one row per recipient.

CREATE TABLE mailbox (
    id         INTEGER PRIMARY KEY,
    kind       TEXT NOT NULL CHECK (kind IN ('person', 'organisation')),
    address    TEXT NOT NULL UNIQUE,
    person_id  INTEGER UNIQUE REFERENCES person (id) ON DELETE RESTRICT,
    unit_id    INTEGER UNIQUE REFERENCES org_unit (id) ON DELETE RESTRICT,
    name       TEXT NOT NULL,
    created_at TEXT NOT NULL,
    CHECK ((kind = 'person' AND person_id IS NOT NULL AND unit_id IS NULL) OR (kind = 'organisation' AND unit_id IS NOT NULL AND person_id IS NULL))
);

-- Sender and recipients are kept in words as they were then.
CREATE TABLE message (
    id              INTEGER PRIMARY KEY,
    -- First message of the thread; the message itself where there is none before it.
    root_id         INTEGER REFERENCES message (id) ON DELETE RESTRICT,
    parent_id       INTEGER REFERENCES message (id) ON DELETE RESTRICT,
    from_mailbox_id INTEGER NOT NULL REFERENCES mailbox (id) ON DELETE RESTRICT,
    written_by      INTEGER NOT NULL REFERENCES person (id) ON DELETE RESTRICT,
    sender_name     TEXT NOT NULL,
    sender_role     TEXT NOT NULL,
    subject         TEXT NOT NULL,
    body            TEXT NOT NULL,
    fold            TEXT NOT NULL,
    important       BOOLEAN NOT NULL,
    reply_by        TEXT,
    state           TEXT NOT NULL CHECK (state IN ('draft', 'pending_undo', 'scheduled', 'sent')),
    send_at         TEXT,
    sent_at         TEXT,
    recipients      INTEGER NOT NULL DEFAULT 0,
    created_at      TEXT NOT NULL,
    updated_at      TEXT NOT NULL,
    version         INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX message_root ON message (root_id);
CREATE INDEX message_parent ON message (parent_id);
CREATE INDEX message_from ON message (from_mailbox_id, state, sent_at);
CREATE INDEX message_written_by ON message (written_by);

-- As addressed; groups are resolved at sending.
CREATE TABLE message_recipient (
    id         INTEGER PRIMARY KEY,
    message_id INTEGER NOT NULL REFERENCES message (id) ON DELETE RESTRICT,
    line       TEXT NOT NULL CHECK (line IN ('to', 'cc', 'bcc')),
    mailbox_id INTEGER REFERENCES mailbox (id) ON DELETE RESTRICT,
    group_kind TEXT CHECK (group_kind IN ('whole_unit', 'leaders', 'clerks', 'all_departments', 'all_communes')),
    unit_id    INTEGER REFERENCES org_unit (id) ON DELETE RESTRICT,
    key        TEXT NOT NULL,
    label      TEXT NOT NULL,
    CHECK ((mailbox_id IS NULL) <> (group_kind IS NULL))
);
CREATE UNIQUE INDEX message_recipient_key ON message_recipient (message_id, key);
CREATE INDEX message_recipient_mailbox ON message_recipient (mailbox_id);
CREATE INDEX message_recipient_unit ON message_recipient (unit_id);

CREATE TABLE message_file (
    id         INTEGER PRIMARY KEY,
    message_id INTEGER NOT NULL REFERENCES message (id) ON DELETE RESTRICT,
    file_id    INTEGER NOT NULL REFERENCES file (id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX message_file_message ON message_file (message_id, file_id);
CREATE INDEX message_file_file ON message_file (file_id);

CREATE TABLE delivery (
    id           INTEGER PRIMARY KEY,
    message_id   INTEGER NOT NULL REFERENCES message (id) ON DELETE RESTRICT,
    root_id      INTEGER NOT NULL REFERENCES message (id) ON DELETE RESTRICT,
    mailbox_id   INTEGER NOT NULL REFERENCES mailbox (id) ON DELETE RESTRICT,
    line         TEXT NOT NULL CHECK (line IN ('to', 'cc', 'bcc')),
    folder       TEXT NOT NULL CHECK (folder IN ('inbox', 'archive', 'trash')),
    state        TEXT NOT NULL CHECK (state IN ('delivered', 'opened', 'recalled', 'bounced')),
    -- Marking as read is not opening: receipts tell only of pages that were requested.
    unread       BOOLEAN NOT NULL,
    starred      BOOLEAN NOT NULL,
    -- The newest message of its thread in this mailbox: lists show threads by it.
    latest       BOOLEAN NOT NULL,
    wants_reply  BOOLEAN NOT NULL,
    delivered_at TEXT NOT NULL,
    opened_at    TEXT,
    opened_by    TEXT NOT NULL DEFAULT '',
    recalled_at  TEXT,
    replied_at   TEXT
);
CREATE UNIQUE INDEX delivery_message ON delivery (message_id, mailbox_id);
CREATE INDEX delivery_root ON delivery (root_id, mailbox_id);
CREATE INDEX delivery_list ON delivery (mailbox_id, folder, latest, delivered_at, id);
CREATE INDEX delivery_unread ON delivery (mailbox_id, folder) WHERE unread;
CREATE INDEX delivery_wants_reply ON delivery (mailbox_id, folder) WHERE wants_reply;
CREATE INDEX delivery_starred ON delivery (mailbox_id) WHERE starred;
