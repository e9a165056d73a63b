//! A table is kept, corrected, and given: every task of it in one transaction, or none.

use super::{read, store};
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::tasks::{assign, assigners, monitors};
use model::tasks::TaskSource;
use model::tasks::bulk::{Bulk, BulkButton, BulkEdit, CheckedRow, GIVE_MAX, UnitBook};

/// Characters of the address of a table.
const CODE: usize = 10;

/// What a press of a button came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The corrections are kept; so many rows are still wrong.
    Checked(usize),
    /// The tasks are given, so many.
    Given(usize),
    /// They were given already: the same form was sent twice.
    GivenBefore,
}

/// Keeps a table to be checked; returns the code of its page.
///
/// # Errors
/// `Forbidden` without the right to give tasks; `Invalid` on `theo_doi` and `lanh_dao_giao` for people who do not fit.
pub async fn begin(cx: &mut Cx, bulk: &Bulk) -> Result<String> {
    read::require_right(cx)?;
    let account = cx.actor.account_id.ok_or(Error::Unauthorized)?;
    let code = crate::numbering::random_code(CODE);
    let mut bulk = bulk.clone();
    let follows = monitors::monitor_of(cx, bulk.source.monitor, bulk.source.kind == TaskSource::UnitInternal, None).await?;
    // The only one there is follows what lies in that person's reach; every row finds that out for its lead unit.
    bulk.source.monitor = follows.filter(|person| bulk.source.monitor.is_some() || cx.actor.person_id == Some(*person));
    if let Some(leader) = bulk.source.assigner {
        assigners::require_offered(cx, leader).await?;
    }
    let (now, body) = (cx.now(), serde_json::to_string(&bulk)?);
    store::insert(&mut cx.conn(), &code, account, body, now).await?;
    Ok(code)
}

/// Takes over corrections and does what the button says. Giving needs every row to be right; then all tasks are there, with
/// one source document, or none of them. The same form sent twice gives them once.
///
/// # Errors
/// `Forbidden` and `NotFound` as the page; `Conflict` if the table was corrected in another window, or holds too many rows.
pub async fn submit(cx: &mut Cx, code: &str, version: i64, edit: &BulkEdit, button: BulkButton) -> Result<Outcome> {
    read::require_right(cx)?;
    let table = read::own(cx, code).await?;
    let now = cx.now();
    if !store::take(&mut cx.conn(), table.id, version, now).await? {
        // Who was faster may have given it meanwhile.
        let table = read::own(cx, code).await?;
        return if table.is_given() { Ok(Outcome::GivenBefore) } else { Err(Error::stale("Bảng nhiệm vụ", table.updated_at)) };
    }
    let mut bulk: Bulk = serde_json::from_str(&read::own(cx, code).await?.body)?;
    if button == BulkButton::Give {
        // Tables of one document are given one after the other, so that the later one sees what the earlier one gave.
        crate::numbering::next(&mut cx.conn(), &format!("task_source:{}", bulk.source.number)).await?;
    }
    let units = read::units(cx).await?;
    edit.apply(&mut bulk.rows);
    press(button, &mut bulk, &units);
    let rows = read::checked(cx, &bulk, &units).await?;
    let wrong = rows.iter().filter(|row| row.task.is_none()).count();
    if button != BulkButton::Give || wrong > 0 || rows.is_empty() {
        store::save(&mut cx.conn(), table.id, "draft", serde_json::to_string(&bulk)?).await?;
        return Ok(Outcome::Checked(wrong));
    }
    if rows.len() > GIVE_MAX {
        return Err(Error::conflict(format!("Bảng có {} dòng; mỗi lần giao nhiều nhất {GIVE_MAX} nhiệm vụ. Hãy chia bảng thành nhiều lần.", rows.len())));
    }
    give(cx, table.id, &rows).await?;
    store::save(&mut cx.conn(), table.id, "given", serde_json::to_string(&bulk)?).await?;
    cx.audit(AuditEvent::new("task.bulk", "task", code).detail(format!("{} nhiệm vụ", rows.len())));
    Ok(Outcome::Given(rows.len()))
}

/// The buttons of a row.
fn press(button: BulkButton, bulk: &mut Bulk, units: &UnitBook) {
    match button {
        BulkButton::Drop(line) => bulk.rows.retain(|row| row.line != line),
        BulkButton::Choose(line, unit) => {
            let Some(name) = units.plain(unit) else { return };
            for row in bulk.rows.iter_mut().filter(|row| row.line == line) {
                row.lead = name.to_owned();
            }
        }
        BulkButton::Check | BulkButton::Give => {}
    }
}

async fn give(cx: &mut Cx, table: i64, rows: &[CheckedRow]) -> Result<()> {
    for row in rows {
        let Some(task) = &row.task else { continue };
        let code = assign::create_and_assign(cx, task).await.map_err(|error| at_line(row.line, error))?;
        store::add_task(&mut cx.conn(), table, i64::try_from(row.line).unwrap_or_default(), &code).await?;
    }
    Ok(())
}

/// A refusal of one task names its line; the page has no field for it.
fn at_line(line: usize, error: Error) -> Error {
    match error {
        Error::Invalid(errors) => {
            let messages: Vec<String> = errors.0.into_iter().map(|(_, message)| message).collect();
            Error::conflict(format!("Dòng {line}: {} Chưa giao nhiệm vụ nào.", messages.join(" ")))
        }
        other => other,
    }
}
