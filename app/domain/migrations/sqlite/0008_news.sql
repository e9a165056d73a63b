-- Sites, articles with their versions and history, comments, views (07 sections 1 to 5).

-- One main portal and one component portal per department and commune. Adding a site is a row.
CREATE TABLE site (
    id              INTEGER PRIMARY KEY,
    unit_id         INTEGER NOT NULL REFERENCES org_unit (id) ON DELETE RESTRICT,
    kind            TEXT NOT NULL CHECK (kind IN ('main', 'component')),
    path            TEXT NOT NULL UNIQUE,
    title           TEXT NOT NULL,
    state           TEXT NOT NULL CHECK (state IN ('active', 'redirected')),
    -- After a merge of units the old site leads to this one.
    successor_id    INTEGER REFERENCES site (id) ON DELETE RESTRICT,
    -- Printed as "Chịu trách nhiệm: …"; the people get the notices.
    owner           TEXT NOT NULL,
    owner_id        INTEGER REFERENCES person (id) ON DELETE RESTRICT,
    backup_owner_id INTEGER REFERENCES person (id) ON DELETE RESTRICT,
    hotline         TEXT NOT NULL DEFAULT '',
    email           TEXT NOT NULL DEFAULT '',
    address         TEXT NOT NULL DEFAULT '',
    sort_key        TEXT NOT NULL,
    created_at      TEXT NOT NULL,
    CHECK (state = 'active' OR successor_id IS NOT NULL)
);
CREATE INDEX site_unit ON site (unit_id);
CREATE INDEX site_successor ON site (successor_id);
CREATE INDEX site_owner ON site (owner_id);
CREATE INDEX site_backup_owner ON site (backup_owner_id);
CREATE INDEX site_kind ON site (kind, state, sort_key);

CREATE TABLE article (
    id                 INTEGER PRIMARY KEY,
    code               TEXT NOT NULL UNIQUE,
    site_id            INTEGER NOT NULL REFERENCES site (id) ON DELETE RESTRICT,
    section            TEXT NOT NULL,
    channel            TEXT NOT NULL CHECK (channel IN ('news', 'notice')),
    state              TEXT NOT NULL CHECK (state IN ('draft', 'awaiting_edit', 'awaiting_approval', 'approved', 'published', 'unpublished', 'expired', 'archived')),
    -- Rises with every change, for the optimistic check.
    version            INTEGER NOT NULL,
    -- Given at the first publication and kept for ever.
    slug               TEXT UNIQUE,
    -- The newest text, and the one that readers see.
    text_version       INTEGER NOT NULL,
    published_version  INTEGER,
    -- A new text of a published article that waits for approval.
    correction_version INTEGER,
    correction_note    TEXT NOT NULL DEFAULT '',
    correction_facts   BOOLEAN NOT NULL DEFAULT FALSE,
    author_id          INTEGER REFERENCES person (id) ON DELETE RESTRICT,
    author_account_id  INTEGER REFERENCES account (id) ON DELETE RESTRICT,
    author_name        TEXT NOT NULL,
    publish_at         TEXT,
    published_at       TEXT,
    updated_at         TEXT,
    ends_on            TEXT,
    allow_comments     BOOLEAN NOT NULL,
    on_front           BOOLEAN NOT NULL,
    featured           BOOLEAN NOT NULL,
    gone_reason        TEXT CHECK (gone_reason IN ('mistake', 'replaced', 'on_request')),
    gone_at            TEXT,
    redirect_to        TEXT NOT NULL DEFAULT '',
    lock_person_id     INTEGER REFERENCES person (id) ON DELETE RESTRICT,
    lock_name          TEXT NOT NULL DEFAULT '',
    lock_until         TEXT,
    created_at         TEXT NOT NULL,
    changed_at         TEXT NOT NULL,
    CHECK (state NOT IN ('published', 'unpublished', 'expired', 'archived') OR (slug IS NOT NULL AND published_version IS NOT NULL AND published_at IS NOT NULL))
);
CREATE INDEX article_section ON article (state, section, published_at);
CREATE INDEX article_site ON article (site_id, state, published_at);
CREATE INDEX article_front ON article (state, on_front, channel, published_at);
CREATE INDEX article_desk ON article (state, changed_at);
CREATE INDEX article_author ON article (author_id, changed_at);
CREATE INDEX article_author_account ON article (author_account_id);
CREATE INDEX article_lock_person ON article (lock_person_id);

-- Texts are never changed: a save is a new row.
CREATE TABLE article_version (
    id              INTEGER PRIMARY KEY,
    article_id      INTEGER NOT NULL REFERENCES article (id) ON DELETE RESTRICT,
    n               INTEGER NOT NULL,
    title           TEXT NOT NULL,
    summary         TEXT NOT NULL,
    body            TEXT NOT NULL,
    body_html       TEXT NOT NULL,
    picture_id      INTEGER REFERENCES file (id) ON DELETE RESTRICT,
    picture_alt     TEXT NOT NULL,
    picture_caption TEXT NOT NULL,
    picture_credit  TEXT NOT NULL,
    pen_name        TEXT NOT NULL,
    source          TEXT NOT NULL,
    keywords        TEXT NOT NULL,
    author_id       INTEGER REFERENCES person (id) ON DELETE RESTRICT,
    author_name     TEXT NOT NULL,
    created_at      TEXT NOT NULL
);
CREATE UNIQUE INDEX article_version_n ON article_version (article_id, n);
CREATE INDEX article_version_picture ON article_version (picture_id);
CREATE INDEX article_version_author ON article_version (author_id);

CREATE TABLE article_event (
    id           INTEGER PRIMARY KEY,
    article_id   INTEGER NOT NULL REFERENCES article (id) ON DELETE RESTRICT,
    at           TEXT NOT NULL,
    action       TEXT NOT NULL,
    from_state   TEXT NOT NULL,
    to_state     TEXT NOT NULL,
    actor_id     INTEGER REFERENCES person (id) ON DELETE RESTRICT,
    actor_name   TEXT NOT NULL,
    reason       TEXT NOT NULL,
    text_version INTEGER NOT NULL
);
CREATE INDEX article_event_article ON article_event (article_id, id);
CREATE INDEX article_event_actor ON article_event (actor_id);

-- Readers' comments, shown only after approval.
CREATE TABLE article_comment (
    id         INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE RESTRICT,
    person_id  INTEGER NOT NULL REFERENCES person (id) ON DELETE RESTRICT,
    name       TEXT NOT NULL,
    body       TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('pending', 'approved', 'rejected')),
    reason     TEXT NOT NULL DEFAULT '',
    created_at TEXT NOT NULL,
    decided_by INTEGER REFERENCES person (id) ON DELETE RESTRICT,
    decided_at TEXT
);
CREATE INDEX article_comment_article ON article_comment (article_id, state, id);
CREATE INDEX article_comment_state ON article_comment (state, id);
CREATE INDEX article_comment_person ON article_comment (person_id);
CREATE INDEX article_comment_decided_by ON article_comment (decided_by);

-- Views: one per visitor and day. The hash carries a secret of the day and goes when the day is over.
CREATE TABLE article_visitor (
    article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE RESTRICT,
    day        TEXT NOT NULL,
    hash       TEXT NOT NULL,
    PRIMARY KEY (article_id, day, hash)
);
CREATE INDEX article_visitor_day ON article_visitor (day);
CREATE TABLE article_view (
    article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE RESTRICT,
    day        TEXT NOT NULL,
    n          INTEGER NOT NULL,
    PRIMARY KEY (article_id, day)
);

CREATE TRIGGER article_version_no_update BEFORE UPDATE ON article_version BEGIN SELECT RAISE(ABORT, 'article_version is append-only'); END;
CREATE TRIGGER article_version_no_delete BEFORE DELETE ON article_version BEGIN SELECT RAISE(ABORT, 'article_version is append-only'); END;
CREATE TRIGGER article_event_no_update BEFORE UPDATE ON article_event BEGIN SELECT RAISE(ABORT, 'article_event is append-only'); END;
CREATE TRIGGER article_event_no_delete BEFORE DELETE ON article_event BEGIN SELECT RAISE(ABORT, 'article_event is append-only'); END;
