//! A dossier whose unit ended: another unit goes on with it, its deadline stays (01 §1 rule 6).

use super::act;
use super::row::{self, EventRow};
use crate::cx::Cx;
use crate::error::Result;
use model::dossiers::DossierAction;

sql!(CONTINUE, "UPDATE dossier SET continuing_unit_id = $2, version = version + 1, updated_at = $3, updated_by = $4 WHERE id = $1");

/// Hands an open dossier to the unit that goes on with it; receiving and competent unit stay what they were.
///
/// # Errors
/// If the database cannot be written.
pub(crate) async fn go_on(cx: &mut Cx, dossier: i64, unit: i64, unit_name: &str, basis: &str) -> Result<()> {
    let (now, actor) = (cx.now(), cx.actor.name.clone());
    cx.conn().exec(CONTINUE, args![dossier, unit, now, actor]).await?;
    let row = row::by_id(cx, dossier).await?;
    let event = EventRow {
        action: DossierAction::Continued.as_str().to_owned(),
        from_state: Some(row.state.clone()),
        to_state: row.state.clone(),
        stage_from: row.stage.clone(),
        stage_to: row.stage.clone(),
        note: format!("{unit_name} tiếp tục giải quyết; hạn trả không thay đổi"),
        basis: basis.to_owned(),
        due_before: row.due_current,
        due_after: row.due_current,
        ..EventRow::default()
    };
    row::append(cx, dossier, &event).await?;
    act::trace(cx, &row, DossierAction::Continued);
    cx.changed("desk", unit);
    Ok(())
}
