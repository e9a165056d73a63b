//! SQL of the organisation.

use crate::db::{Conn, Query};
use crate::error::Result;
use chrono::{DateTime, NaiveDate, Utc};
use model::org::{NewUnit, Unit};
use sqlx::FromRow;

/// A unit with the names and the parent of one day (`$1`).
macro_rules! unit_on {
    ($rest:literal) => {
        concat!(
            "SELECT u.id, v.agency_code AS code, v.name, v.short_name, v.abbr, v.dvhc_code, u.kind, v.level, e.parent_id, v.phone, v.address
             FROM org_unit u
             JOIN org_unit_version v ON v.unit_id = u.id AND v.valid_from <= $1 AND (v.valid_to IS NULL OR v.valid_to > $1)
             LEFT JOIN org_edge e ON e.child_id = u.id AND e.relation = 'administrative' AND e.valid_from <= $1 AND (e.valid_to IS NULL OR e.valid_to > $1) ",
            $rest
        )
    };
}

/// A row of `unit_on!`.
#[derive(Debug, FromRow)]
pub(super) struct UnitRow {
    id: i64,
    code: String,
    name: String,
    short_name: String,
    abbr: String,
    dvhc_code: String,
    kind: String,
    level: String,
    parent_id: Option<i64>,
    phone: String,
    address: String,
}

impl TryFrom<UnitRow> for Unit {
    type Error = crate::Error;
    fn try_from(row: UnitRow) -> Result<Self> {
        Ok(Unit {
            id: row.id,
            code: row.code,
            name: row.name,
            short_name: row.short_name,
            abbr: row.abbr,
            dvhc_code: row.dvhc_code,
            kind: row.kind.parse()?,
            level: row.level.parse()?,
            parent_id: row.parent_id,
            phone: row.phone,
            address: row.address,
        })
    }
}

/// A dated name.
#[derive(Debug, Clone, FromRow)]
pub(super) struct VersionRow {
    pub id: i64,
    pub unit_id: i64,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
    pub name: String,
    pub agency_code: String,
    pub dvhc_code: String,
}

/// A dated edge.
#[derive(Debug, Clone, FromRow)]
pub(super) struct EdgeRow {
    pub parent_id: i64,
    pub child_id: i64,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
}

/// What became of a unit.
#[derive(Debug, Clone, FromRow)]
pub(super) struct SuccessionRow {
    pub from_id: i64,
    pub to_id: Option<i64>,
    pub on_date: NaiveDate,
}

/// How records of a split unit are mapped.
#[derive(Debug, Clone, FromRow)]
pub(super) struct SplitRuleRow {
    pub from_id: i64,
    pub to_id: i64,
    pub key: String,
    pub value: String,
}

/// A further code.
#[derive(Debug, Clone, FromRow)]
pub(super) struct AliasRow {
    pub unit_id: i64,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
}

/// A further code with its text.
#[derive(Debug, Clone, FromRow)]
pub(super) struct CodeRow {
    pub unit_id: i64,
    pub code: String,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
}

sql!(ALL_ALIASES, "SELECT unit_id, code, valid_from, valid_to FROM org_code_alias ORDER BY id");
pub(super) async fn all_aliases(conn: &mut Conn<'_>) -> Result<Vec<CodeRow>> {
    conn.all(ALL_ALIASES, args![]).await
}

fn units(rows: Vec<UnitRow>) -> Result<Vec<Unit>> {
    rows.into_iter().map(Unit::try_from).collect()
}

sql!(UNIT, unit_on!("WHERE u.id = $2"));
pub(super) async fn unit(conn: &mut Conn<'_>, id: i64, day: NaiveDate) -> Result<Option<Unit>> {
    conn.opt::<UnitRow>(UNIT, args![day, id]).await?.map(Unit::try_from).transpose()
}

sql!(ALL, unit_on!("ORDER BY v.agency_code, u.id"));
pub(super) async fn all(conn: &mut Conn<'_>, day: NaiveDate) -> Result<Vec<Unit>> {
    units(conn.all(ALL, args![day]).await?)
}

sql!(CHILDREN, unit_on!("WHERE e.parent_id = $2 ORDER BY v.agency_code, u.id"));
pub(super) async fn children(conn: &mut Conn<'_>, id: i64, day: NaiveDate) -> Result<Vec<Unit>> {
    units(conn.all(CHILDREN, args![day, id]).await?)
}

sql!(SUBTREE, unit_on!("JOIN org_closure c ON c.descendant_id = u.id WHERE c.ancestor_id = $2 ORDER BY v.agency_code, u.id"));
pub(super) async fn subtree(conn: &mut Conn<'_>, id: i64, day: NaiveDate) -> Result<Vec<Unit>> {
    units(conn.all(SUBTREE, args![day, id]).await?)
}

sql!(ANCESTORS, unit_on!("JOIN org_closure c ON c.ancestor_id = u.id WHERE c.descendant_id = $2 ORDER BY c.depth"));
pub(super) async fn ancestors(conn: &mut Conn<'_>, id: i64, day: NaiveDate) -> Result<Vec<Unit>> {
    units(conn.all(ANCESTORS, args![day, id]).await?)
}

sql!(
    FIND,
    unit_on!(
        "WHERE v.fold LIKE $2 ESCAPE '!' OR v.agency_code = $3 OR v.dvhc_code = $3
              OR EXISTS (SELECT 1 FROM org_code_alias a WHERE a.unit_id = u.id AND a.code = $3)
              ORDER BY CASE WHEN v.agency_code = $3 THEN 0 ELSE 1 END, v.agency_code, u.id LIMIT 50"
    )
);
pub(super) async fn find(conn: &mut Conn<'_>, pattern: &str, code: &str, day: NaiveDate) -> Result<Vec<Unit>> {
    units(conn.all(FIND, args![day, pattern, code]).await?)
}

sql!(KIND, "SELECT kind FROM org_unit WHERE id = $1");
pub(super) async fn kind(conn: &mut Conn<'_>, id: i64) -> Result<Option<String>> {
    let row: Option<(String,)> = conn.opt(KIND, args![id]).await?;
    Ok(row.map(|(kind,)| kind))
}

sql!(
    VERSIONS_OF_CODE,
    "SELECT id, unit_id, valid_from, valid_to, name, agency_code, dvhc_code FROM org_unit_version WHERE agency_code = $1 OR dvhc_code = $1 ORDER BY valid_from"
);
pub(super) async fn versions_of_code(conn: &mut Conn<'_>, code: &str) -> Result<Vec<VersionRow>> {
    conn.all(VERSIONS_OF_CODE, args![code]).await
}

sql!(ALIASES_OF_CODE, "SELECT unit_id, valid_from, valid_to FROM org_code_alias WHERE code = $1 ORDER BY valid_from");
pub(super) async fn aliases_of_code(conn: &mut Conn<'_>, code: &str) -> Result<Vec<AliasRow>> {
    conn.all(ALIASES_OF_CODE, args![code]).await
}

sql!(VERSIONS, "SELECT id, unit_id, valid_from, valid_to, name, agency_code, dvhc_code FROM org_unit_version WHERE unit_id = $1 ORDER BY valid_from");
pub(super) async fn versions(conn: &mut Conn<'_>, id: i64) -> Result<Vec<VersionRow>> {
    conn.all(VERSIONS, args![id]).await
}

pub(super) async fn versions_of(conn: &mut Conn<'_>, ids: &[i64]) -> Result<Vec<VersionRow>> {
    let mut rows = Vec::new();
    for part in ids.chunks(500) {
        let mut query = Query::new("SELECT id, unit_id, valid_from, valid_to, name, agency_code, dvhc_code FROM org_unit_version WHERE unit_id IN ");
        query.bind_list(part.iter().copied()).push(" ORDER BY valid_from");
        rows.extend(query.all::<VersionRow>(conn).await?);
    }
    Ok(rows)
}

sql!(ALL_VERSIONS, "SELECT id, unit_id, valid_from, valid_to, name, agency_code, dvhc_code FROM org_unit_version ORDER BY unit_id, valid_from");
pub(super) async fn all_versions(conn: &mut Conn<'_>) -> Result<Vec<VersionRow>> {
    conn.all(ALL_VERSIONS, args![]).await
}

sql!(ALL_EDGES, "SELECT parent_id, child_id, valid_from, valid_to FROM org_edge WHERE relation = 'administrative' ORDER BY child_id, valid_from");
pub(super) async fn all_edges(conn: &mut Conn<'_>) -> Result<Vec<EdgeRow>> {
    conn.all(ALL_EDGES, args![]).await
}

sql!(PARENT_EDGES, "SELECT parent_id, child_id, valid_from, valid_to FROM org_edge WHERE child_id = $1 AND relation = 'administrative' ORDER BY valid_from");
pub(super) async fn parent_edges(conn: &mut Conn<'_>, child: i64) -> Result<Vec<EdgeRow>> {
    conn.all(PARENT_EDGES, args![child]).await
}

sql!(SUCCESSIONS, "SELECT from_id, to_id, on_date FROM org_succession ORDER BY on_date, id");
pub(super) async fn successions(conn: &mut Conn<'_>) -> Result<Vec<SuccessionRow>> {
    conn.all(SUCCESSIONS, args![]).await
}

sql!(SPLIT_RULES, "SELECT from_id, to_id, key, value FROM org_split_rule ORDER BY id");
pub(super) async fn split_rules(conn: &mut Conn<'_>) -> Result<Vec<SplitRuleRow>> {
    conn.all(SPLIT_RULES, args![]).await
}

sql!(INSERT_UNIT, "INSERT INTO org_unit (kind) VALUES ($1) RETURNING id");
pub(super) async fn insert_unit(conn: &mut Conn<'_>, kind: &str) -> Result<i64> {
    conn.id(INSERT_UNIT, args![kind]).await
}

sql!(
    INSERT_VERSION,
    "INSERT INTO org_unit_version (unit_id, valid_from, valid_to, name, short_name, abbr, agency_code, dvhc_code, level, address, phone, email, hotline,
                                   legal_basis, fold, sort_key, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, '', $13, $14, $15, $16)"
);
pub(super) async fn insert_version(conn: &mut Conn<'_>, unit: i64, new: &NewUnit, valid_to: Option<NaiveDate>, now: DateTime<Utc>) -> Result<()> {
    let fold = model::text::fold(&format!("{} {} {}", new.name, new.short_name, new.abbr));
    let values = args![
        unit,
        new.valid_from,
        valid_to,
        &new.name,
        &new.short_name,
        &new.abbr,
        &new.code,
        &new.dvhc_code,
        new.level.as_str(),
        &new.address,
        &new.phone,
        &new.email,
        &new.legal_basis,
        fold,
        model::text::sort_key(&new.name),
        now
    ];
    conn.exec(INSERT_VERSION, values).await.map(|_| ())
}

sql!(INSERT_EDGE, "INSERT INTO org_edge (parent_id, child_id, relation, valid_from, valid_to) VALUES ($1, $2, $3, $4, $5)");
pub(super) async fn insert_edge(conn: &mut Conn<'_>, parent: i64, child: i64, relation: &str, from: NaiveDate, to: Option<NaiveDate>) -> Result<()> {
    conn.exec(INSERT_EDGE, args![parent, child, relation, from, to]).await.map(|_| ())
}

sql!(CLOSE_VERSION, "UPDATE org_unit_version SET valid_to = $2 WHERE unit_id = $1 AND valid_from < $2 AND (valid_to IS NULL OR valid_to > $2)");
sql!(CLOSE_EDGE, "UPDATE org_edge SET valid_to = $2 WHERE child_id = $1 AND valid_from < $2 AND (valid_to IS NULL OR valid_to > $2)");

/// Ends the version that is open on the day; returns false if there is none.
pub(super) async fn close_version(conn: &mut Conn<'_>, unit: i64, day: NaiveDate) -> Result<bool> {
    Ok(conn.exec(CLOSE_VERSION, args![unit, day]).await? > 0)
}

/// Ends the edges of a child that are open on the day.
pub(super) async fn close_edges(conn: &mut Conn<'_>, child: i64, day: NaiveDate) -> Result<()> {
    conn.exec(CLOSE_EDGE, args![child, day]).await.map(|_| ())
}

sql!(INSERT_SUCCESSION, "INSERT INTO org_succession (from_id, to_id, kind, on_date, share, legal_basis) VALUES ($1, $2, $3, $4, $5, $6)");
pub(super) async fn insert_succession(conn: &mut Conn<'_>, row: &super::Succession) -> Result<()> {
    let values = args![row.from_id, row.to_id, row.kind.as_str(), row.on_date, row.share, &row.legal_basis];
    conn.exec(INSERT_SUCCESSION, values).await.map(|_| ())
}

sql!(INSERT_ALIAS, "INSERT INTO org_code_alias (unit_id, scheme, code, valid_from, valid_to) VALUES ($1, $2, $3, $4, $5)");
pub(super) async fn insert_alias(conn: &mut Conn<'_>, unit: i64, scheme: &str, code: &str, from: NaiveDate, to: Option<NaiveDate>) -> Result<()> {
    conn.exec(INSERT_ALIAS, args![unit, scheme, code, from, to]).await.map(|_| ())
}

sql!(
    INSERT_SPLIT_RULE,
    "INSERT INTO org_split_rule (from_id, to_id, key, value) VALUES ($1, $2, $3, $4) ON CONFLICT (from_id, key, value) DO UPDATE SET to_id = excluded.to_id"
);
pub(super) async fn insert_split_rule(conn: &mut Conn<'_>, from: i64, to: i64, key: &str, value: &str) -> Result<()> {
    conn.exec(INSERT_SPLIT_RULE, args![from, to, key, value]).await.map(|_| ())
}

sql!(ROOT, unit_on!("WHERE u.kind = 'province' AND e.parent_id IS NULL ORDER BY v.valid_from DESC, u.id LIMIT 1"));
pub(super) async fn root(conn: &mut Conn<'_>, day: NaiveDate) -> Result<Option<Unit>> {
    conn.opt::<UnitRow>(ROOT, args![day]).await?.map(Unit::try_from).transpose()
}
