//! What the pages of a table read, and what its rows are checked against.

use super::store::{self, BulkTable};
use crate::actor::ActorKind;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::org;
use crate::tasks::{assigners, monitors};
use chrono::NaiveDate;
use model::access::{Action, ObjectKind, Role};
use model::format::local_date;
use model::tasks::bulk::{Bulk, BulkContext, BulkSource, CheckedRow, Found, UnitBook, check_rows};
use model::text::fold;
use std::collections::{BTreeSet, HashMap};

/// A task that a line became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Line in the table.
    pub line: i64,
    /// Mã nhiệm vụ.
    pub code: String,
    /// Nội dung.
    pub title: String,
    /// Đơn vị chủ trì.
    pub lead_unit: String,
    /// Hạn.
    pub due_on: Option<NaiveDate>,
}

/// A table with what was found in it.
pub struct Preview {
    /// The source document and the rows as they were typed.
    pub bulk: Bulk,
    /// What was found, row by row; empty once the tasks are given.
    pub rows: Vec<CheckedRow>,
    /// The tasks, once they are given.
    pub given: Vec<Given>,
    /// Version for the form.
    pub version: i64,
    /// The units that the writer may give tasks to.
    pub units: UnitBook,
}

/// Refuses who may not give tasks at all: the same as for one task (K02).
///
/// # Errors
/// `Unauthorized` or `Forbidden`.
pub fn require_right(cx: &Cx) -> Result<()> {
    cx.require_reach(Action::Create, ObjectKind::Task)?;
    cx.require_reach(Action::Assign, ObjectKind::Task)?;
    if cx.actor.has_role(Role::TaskAssigner) || cx.actor.has_role(Role::TaskMonitor) {
        return Ok(());
    }
    Err(Error::Forbidden { action: Action::Assign, kind: ObjectKind::Task, unit: None })
}

/// The table with this code, which only its writer may see.
pub(super) async fn own(cx: &mut Cx, code: &str) -> Result<BulkTable> {
    let table = store::by_code(&mut cx.conn(), code).await?;
    if cx.actor.kind == ActorKind::System || cx.actor.account_id == Some(table.account_id) { Ok(table) } else { Err(Error::NotFound) }
}

/// Every living unit that the actor may give tasks to, by all that it is called: as the list of the form for one task.
pub(super) async fn units(cx: &mut Cx) -> Result<UnitBook> {
    let create = cx.require_reach(Action::Create, ObjectKind::Task)?;
    let assign = cx.require_reach(Action::Assign, ObjectKind::Task)?;
    let day = local_date(cx.now());
    let mut book = UnitBook::default();
    for unit in org::all(cx, day).await? {
        let fits = if create.all { unit.kind.is_agency() } else { create.covers(unit.id) };
        if fits && assign.covers(unit.id) {
            book.add(unit.id, &unit.code, &unit.name, &[&unit.short_name, &unit.abbr]);
        }
    }
    Ok(book)
}

/// Checks the rows as of this moment.
pub(super) async fn checked(cx: &mut Cx, bulk: &Bulk, units: &UnitBook) -> Result<Vec<CheckedRow>> {
    let given = given_by(cx, &bulk.source).await?;
    let calendar = crate::calendar::of_unit(cx, None).await?;
    let unfit = unfit(cx, bulk, units).await?;
    let context = BulkContext { source: &bulk.source, units, today: local_date(cx.now()), calendar: &calendar, given: &given, unfit: &unfit };
    Ok(check_rows(&bulk.rows, &context))
}

/// What a row is told whose unit gets no tasks of the leader, or is not followed by the monitor, of the whole table.
const NOT_BY_LEADER: &str = "Lãnh đạo giao đã chọn không giao việc cho đơn vị này. Hãy sửa đơn vị hoặc bỏ dòng này; muốn đổi lãnh đạo, hãy gửi lại bảng.";
const NOT_BY_MONITOR: &str =
    "Chuyên viên theo dõi đã chọn không được theo dõi đơn vị này. Hãy sửa đơn vị hoặc bỏ dòng này; muốn đổi người theo dõi, hãy gửi lại bảng.";

/// The lead units of the rows for which the leader or the monitor of the table does not fit, with the reason: what the single form
/// refuses at its field.
async fn unfit(cx: &mut Cx, bulk: &Bulk, units: &UnitBook) -> Result<HashMap<i64, &'static str>> {
    let found = bulk.rows.iter().filter_map(|row| if let Found::One(unit) = units.find(&row.lead) { Some(unit) } else { None });
    let leads: Vec<i64> = found.collect::<BTreeSet<i64>>().into_iter().collect();
    let mut unfit = HashMap::new();
    if let Some(monitor) = bulk.source.monitor {
        let fitting = monitors::fitting(cx, monitor, &leads).await?;
        unfit.extend(leads.iter().filter(|lead| !fitting.contains(lead)).map(|lead| (*lead, NOT_BY_MONITOR)));
    }
    if let Some(leader) = bulk.source.assigner {
        let fitting = assigners::fitting(cx, leader, &leads).await?;
        unfit.extend(leads.iter().filter(|lead| !fitting.contains(lead)).map(|lead| (*lead, NOT_BY_LEADER)));
    }
    Ok(unfit)
}

async fn given_by(cx: &mut Cx, source: &BulkSource) -> Result<Vec<(String, i64, String)>> {
    let rows = store::given_by(&mut cx.conn(), &source.number).await?;
    Ok(rows.into_iter().map(|(title, unit, code)| (fold(&title), unit, code)).collect())
}

/// A table of the actor: what was found in it, or the tasks it became.
///
/// # Errors
/// `Forbidden` without the right to give tasks; `NotFound` for a table of somebody else.
pub async fn preview(cx: &mut Cx, code: &str) -> Result<Preview> {
    require_right(cx)?;
    let table = own(cx, code).await?;
    let bulk: Bulk = serde_json::from_str(&table.body)?;
    if !table.is_given() {
        let units = units(cx).await?;
        let rows = checked(cx, &bulk, &units).await?;
        return Ok(Preview { bulk, rows, given: Vec::new(), version: table.version, units });
    }
    let rows = store::tasks(&mut cx.conn(), table.id).await?;
    let mut ids: Vec<i64> = rows.iter().map(|row| row.lead_unit_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let names = org::names(cx, &ids, org::today(cx)).await?;
    let given = rows
        .into_iter()
        .map(|row| Given {
            lead_unit: names.get(&row.lead_unit_id).cloned().unwrap_or_default(),
            line: row.line,
            code: row.code,
            title: row.title,
            due_on: row.due_on,
        })
        .collect();
    Ok(Preview { bulk, rows: Vec::new(), given, version: table.version, units: UnitBook::default() })
}
