//! Units that take part in a task beside its lead.

use crate::db::Conn;
use crate::error::Result;

sql!(ADD_CO_UNIT, "INSERT INTO task_co_unit (task_id, unit_id) VALUES ($1, $2)");
/// Adds a co-unit.
pub(in crate::tasks) async fn add_co_unit(conn: &mut Conn<'_>, task: i64, unit: i64) -> Result<()> {
    conn.exec(ADD_CO_UNIT, args![task, unit]).await.map(|_| ())
}

sql!(DROP_CO_UNIT, "DELETE FROM task_co_unit WHERE task_id = $1 AND unit_id = $2");
/// A co-unit that becomes the lead is no co-unit any more.
pub(in crate::tasks) async fn drop_co_unit(conn: &mut Conn<'_>, task: i64, unit: i64) -> Result<()> {
    conn.exec(DROP_CO_UNIT, args![task, unit]).await.map(|_| ())
}

sql!(CO_UNITS, "SELECT unit_id FROM task_co_unit WHERE task_id = $1 ORDER BY unit_id");
/// Co-units of a task.
pub(in crate::tasks) async fn co_units(conn: &mut Conn<'_>, task: i64) -> Result<Vec<i64>> {
    let rows: Vec<(i64,)> = conn.all(CO_UNITS, args![task]).await?;
    Ok(rows.into_iter().map(|(unit,)| unit).collect())
}
