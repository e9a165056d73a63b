//! SQL of reorganisation plans.

use crate::db::Conn;
use crate::error::{Error, Result};
use chrono::{DateTime, NaiveDate, Utc};
use model::org::NewUnit;
use model::reorg::{NewPlan, PlanState};
use sqlx::FromRow;

/// A plan.
#[derive(Debug, Clone, FromRow)]
pub struct Plan {
    /// Row.
    pub id: i64,
    /// Raised by every change; forms send it back.
    pub version: i64,
    /// Title.
    pub title: String,
    /// Decision that it rests on.
    pub legal_basis: String,
    /// First day of the new structure.
    pub effective_on: NaiveDate,
    /// State as stored.
    pub state: String,
    /// What was moved, in words, once it is applied.
    pub outcome: String,
}

impl Plan {
    /// The state.
    ///
    /// # Errors
    /// `Internal` for an unknown stored value.
    pub fn state(&self) -> Result<PlanState> {
        Ok(self.state.parse()?)
    }
}

/// A unit that the plan creates, or the new data of one that it renames.
#[derive(Debug, Clone, FromRow)]
pub struct PlanUnit {
    /// Row.
    pub id: i64,
    /// Full name.
    pub name: String,
    /// Short name.
    pub short_name: String,
    /// Abbreviation.
    pub abbr: String,
    /// Agency code.
    pub code: String,
    /// Administrative code.
    pub dvhc_code: String,
    /// Stored kind.
    pub kind: String,
    /// Parent that exists.
    pub parent_id: Option<i64>,
    /// Parent that the plan creates.
    pub parent_new_id: Option<i64>,
    /// The unit that it became.
    pub unit_id: Option<i64>,
}

/// A line.
#[derive(Debug, Clone, FromRow)]
pub struct PlanLine {
    /// Row.
    pub id: i64,
    /// The old unit.
    pub from_id: i64,
    /// Stored kind of succession.
    pub kind: String,
    /// Unit that exists and takes over.
    pub to_id: Option<i64>,
    /// Unit of the plan that takes over.
    pub to_new_id: Option<i64>,
    /// Percent.
    pub share: Option<i64>,
    /// Fact of the split rule, empty without one.
    pub rule_key: String,
    /// Its values, one per line.
    pub rule_values: String,
}

/// One event of a plan.
#[derive(Debug, Clone, FromRow)]
pub struct PlanEvent {
    /// Stored action.
    pub action: String,
    /// Who.
    pub actor_name: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Words.
    pub note: String,
}

macro_rules! plan_sql {
    ($rest:literal) => {
        concat!("SELECT id, version, title, legal_basis, effective_on, state, outcome FROM reorg_plan ", $rest)
    };
}

sql!(PLAN, plan_sql!("WHERE id = $1"));
pub(super) async fn plan(conn: &mut Conn<'_>, id: i64) -> Result<Plan> {
    conn.one(PLAN, args![id]).await
}

sql!(PLANS, plan_sql!("ORDER BY effective_on DESC, id DESC LIMIT 200"));
pub(super) async fn plans(conn: &mut Conn<'_>) -> Result<Vec<Plan>> {
    conn.all(PLANS, args![]).await
}

sql!(LATE, plan_sql!("WHERE state = 'confirmed' AND effective_on <= $1 ORDER BY id"));
pub(super) async fn late(conn: &mut Conn<'_>, day: NaiveDate) -> Result<Vec<Plan>> {
    conn.all(LATE, args![day]).await
}

sql!(UNITS, "SELECT id, name, short_name, abbr, code, dvhc_code, kind, parent_id, parent_new_id, unit_id FROM reorg_unit WHERE plan_id = $1 ORDER BY id");
pub(super) async fn units(conn: &mut Conn<'_>, plan: i64) -> Result<Vec<PlanUnit>> {
    conn.all(UNITS, args![plan]).await
}

sql!(LINES, "SELECT id, from_id, kind, to_id, to_new_id, share, rule_key, rule_values FROM reorg_line WHERE plan_id = $1 ORDER BY id");
pub(super) async fn lines(conn: &mut Conn<'_>, plan: i64) -> Result<Vec<PlanLine>> {
    conn.all(LINES, args![plan]).await
}

sql!(EVENTS, "SELECT action, actor_name, at, note FROM reorg_event WHERE plan_id = $1 ORDER BY seq");
pub(super) async fn events(conn: &mut Conn<'_>, plan: i64) -> Result<Vec<PlanEvent>> {
    conn.all(EVENTS, args![plan]).await
}

sql!(INSERT_PLAN, "INSERT INTO reorg_plan (title, legal_basis, effective_on, state, created_at) VALUES ($1, $2, $3, 'draft', $4) RETURNING id");
pub(super) async fn insert_plan(conn: &mut Conn<'_>, new: &NewPlan, now: DateTime<Utc>) -> Result<i64> {
    conn.id(INSERT_PLAN, args![&new.title, &new.legal_basis, new.effective_on, now]).await
}

sql!(
    SAVE_PLAN,
    "UPDATE reorg_plan SET title = $3, legal_basis = $4, effective_on = $5, state = $6, outcome = $7, version = version + 1 WHERE id = $1 AND version = $2"
);
/// Writes the plan back if nobody was faster.
pub(super) async fn save_plan(conn: &mut Conn<'_>, plan: &Plan) -> Result<()> {
    let values = args![plan.id, plan.version, &plan.title, &plan.legal_basis, plan.effective_on, &plan.state, &plan.outcome];
    if conn.exec(SAVE_PLAN, values).await? == 0 {
        return Err(stale());
    }
    Ok(())
}

/// "Somebody was faster."
pub(super) fn stale() -> Error {
    Error::conflict("Phương án vừa được người khác cập nhật. Hãy tải lại và xem lại trước khi tiếp tục.")
}

sql!(LAST_EVENT, "SELECT COALESCE(MAX(seq), 0) FROM reorg_event WHERE plan_id = $1");
sql!(INSERT_EVENT, "INSERT INTO reorg_event (plan_id, seq, action, to_state, actor_name, at, note) VALUES ($1, $2, $3, $4, $5, $6, $7)");
/// One event of a plan; the row of the plan is locked by then.
pub(super) async fn insert_event(conn: &mut Conn<'_>, plan: i64, words: [&str; 4], at: DateTime<Utc>) -> Result<()> {
    let [action, to, actor, note] = words;
    let seq = conn.count(LAST_EVENT, args![plan]).await? + 1;
    conn.exec(INSERT_EVENT, args![plan, seq, action, to, actor, at, note]).await.map(|_| ())
}

sql!(
    INSERT_UNIT,
    "INSERT INTO reorg_unit (plan_id, name, short_name, abbr, code, dvhc_code, kind, parent_id, parent_new_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id"
);
pub(super) async fn insert_unit(conn: &mut Conn<'_>, plan: i64, new: &NewUnit, parent: (Option<i64>, Option<i64>)) -> Result<i64> {
    let values = args![plan, &new.name, &new.short_name, &new.abbr, &new.code, &new.dvhc_code, new.kind.as_str(), parent.0, parent.1];
    conn.id(INSERT_UNIT, values).await
}

sql!(UNIT_BECAME, "UPDATE reorg_unit SET unit_id = $2 WHERE id = $1");
pub(super) async fn unit_became(conn: &mut Conn<'_>, id: i64, unit: i64) -> Result<()> {
    conn.exec(UNIT_BECAME, args![id, unit]).await.map(|_| ())
}

sql!(DELETE_UNIT, "DELETE FROM reorg_unit WHERE id = $1 AND plan_id = $2");
pub(super) async fn delete_unit(conn: &mut Conn<'_>, plan: i64, id: i64) -> Result<u64> {
    conn.exec(DELETE_UNIT, args![id, plan]).await
}

sql!(
    INSERT_LINE,
    "INSERT INTO reorg_line (plan_id, from_id, kind, to_id, to_new_id, share, rule_key, rule_values) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id"
);
pub(super) async fn insert_line(conn: &mut Conn<'_>, plan: i64, line: &PlanLine) -> Result<i64> {
    let values = args![plan, line.from_id, &line.kind, line.to_id, line.to_new_id, line.share, &line.rule_key, &line.rule_values];
    conn.id(INSERT_LINE, values).await
}

sql!(DELETE_LINE, "DELETE FROM reorg_line WHERE id = $1 AND plan_id = $2");
pub(super) async fn delete_line(conn: &mut Conn<'_>, plan: i64, id: i64) -> Result<u64> {
    conn.exec(DELETE_LINE, args![id, plan]).await
}
