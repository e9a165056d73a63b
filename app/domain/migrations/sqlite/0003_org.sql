-- The organisation in time (01 section 1). A unit is an identity; its names, codes and parents are dated rows.
-- Periods are half-open: valid_to is the first day that no longer belongs to them, empty for an open end.

CREATE TABLE org_unit (
    id   INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('province', 'department', 'district', 'commune', 'ward', 'township', 'special_zone', 'division',
                                       'branch_office', 'public_service_unit', 'one_stop_centre', 'external_agency', 'association'))
);

CREATE TABLE org_unit_version (
    id          INTEGER PRIMARY KEY,
    unit_id     INTEGER NOT NULL REFERENCES org_unit (id) ON DELETE RESTRICT,
    valid_from  TEXT NOT NULL,
    valid_to    TEXT,
    name        TEXT NOT NULL,
    short_name  TEXT NOT NULL,
    abbr        TEXT NOT NULL DEFAULT '',
    agency_code TEXT NOT NULL,
    dvhc_code   TEXT NOT NULL DEFAULT '',
    level       TEXT NOT NULL CHECK (level IN ('province', 'district', 'commune')),
    address     TEXT NOT NULL DEFAULT '',
    phone       TEXT NOT NULL DEFAULT '',
    email       TEXT NOT NULL DEFAULT '',
    hotline     TEXT NOT NULL DEFAULT '',
    legal_basis TEXT NOT NULL DEFAULT '',
    fold        TEXT NOT NULL,
    sort_key    TEXT NOT NULL,
    created_at  TEXT NOT NULL,
    CHECK (valid_to IS NULL OR valid_to > valid_from)
);
CREATE UNIQUE INDEX org_unit_version_unit ON org_unit_version (unit_id, valid_from);
CREATE INDEX org_unit_version_code ON org_unit_version (agency_code);
CREATE INDEX org_unit_version_dvhc ON org_unit_version (dvhc_code);

CREATE TABLE org_edge (
    id         INTEGER PRIMARY KEY,
    parent_id  INTEGER NOT NULL REFERENCES org_unit (id) ON DELETE RESTRICT,
    child_id   INTEGER NOT NULL REFERENCES org_unit (id) ON DELETE RESTRICT,
    relation   TEXT NOT NULL CHECK (relation IN ('administrative', 'professional', 'hosting')),
    valid_from TEXT NOT NULL,
    valid_to   TEXT,
    CHECK (parent_id <> child_id),
    CHECK (valid_to IS NULL OR valid_to > valid_from)
);
CREATE INDEX org_edge_parent ON org_edge (parent_id, relation);
CREATE INDEX org_edge_child ON org_edge (child_id, relation);

-- What became of a unit. Several rows with one to_id and day are a merge, several with one from_id are a split.
CREATE TABLE org_succession (
    id          INTEGER PRIMARY KEY,
    from_id     INTEGER NOT NULL REFERENCES org_unit (id) ON DELETE RESTRICT,
    to_id       INTEGER REFERENCES org_unit (id) ON DELETE RESTRICT,
    kind        TEXT NOT NULL CHECK (kind IN ('merge', 'split', 'rename', 'dissolve', 'upgrade')),
    on_date     TEXT NOT NULL,
    share       INTEGER CHECK (share BETWEEN 0 AND 100),
    legal_basis TEXT NOT NULL DEFAULT '',
    CHECK (to_id IS NOT NULL OR kind = 'dissolve')
);
CREATE INDEX org_succession_from ON org_succession (from_id);
CREATE INDEX org_succession_to ON org_succession (to_id);

-- Further codes of a unit, so that any code finds it.
CREATE TABLE org_code_alias (
    id         INTEGER PRIMARY KEY,
    unit_id    INTEGER NOT NULL REFERENCES org_unit (id) ON DELETE RESTRICT,
    scheme     TEXT NOT NULL CHECK (scheme IN ('qd20', 'qcvn102', 'dvhc', 'local')),
    code       TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to   TEXT,
    CHECK (valid_to IS NULL OR valid_to > valid_from)
);
CREATE INDEX org_code_alias_code ON org_code_alias (code);
CREATE INDEX org_code_alias_unit ON org_code_alias (unit_id);

-- How old records of a split unit find their successor: key names the fact ('village'), value its content.
CREATE TABLE org_split_rule (
    id      INTEGER PRIMARY KEY,
    from_id INTEGER NOT NULL REFERENCES org_unit (id) ON DELETE RESTRICT,
    to_id   INTEGER NOT NULL REFERENCES org_unit (id) ON DELETE RESTRICT,
    key     TEXT NOT NULL,
    value   TEXT NOT NULL
);
CREATE UNIQUE INDEX org_split_rule_key ON org_split_rule (from_id, key, value);
CREATE INDEX org_split_rule_to ON org_split_rule (to_id);

-- The administrative tree of today, every unit with itself at depth 0; rebuilt when the tree changes.
CREATE TABLE org_closure (
    ancestor_id   INTEGER NOT NULL REFERENCES org_unit (id) ON DELETE RESTRICT,
    descendant_id INTEGER NOT NULL REFERENCES org_unit (id) ON DELETE RESTRICT,
    depth         INTEGER NOT NULL,
    PRIMARY KEY (ancestor_id, descendant_id)
);
CREATE INDEX org_closure_descendant ON org_closure (descendant_id, depth);
