//! A dossier whose unit ended: another unit goes on with it, its deadline stays (01 §1 rule 6).

use super::act;
use super::events::{self, EventRow};
use super::row;
use crate::cx::Cx;
use crate::error::Result;
use model::dossiers::DossierAction;

/// A unit that goes on with a dossier, and its name today.
pub(crate) type Heir = (i64, String);

/// Who goes on with a dossier: the heir of the agency decides, the heir of the counter receives and returns. None for a
/// unit that lives on.
#[derive(Debug, Default)]
pub(crate) struct Heirs {
    pub competent: Option<Heir>,
    pub receiving: Option<Heir>,
}

impl Heirs {
    fn words(&self) -> String {
        match (&self.competent, &self.receiving) {
            (Some((one, name)), Some((other, _))) if one == other => format!("{name} tiếp tục giải quyết"),
            (Some((_, name)), Some((_, counter))) => format!("{name} tiếp tục giải quyết, {counter} tiếp tục tiếp nhận và trả kết quả"),
            (Some((_, name)), None) => format!("{name} tiếp tục giải quyết"),
            (None, Some((_, counter))) => format!("{counter} tiếp tục tiếp nhận và trả kết quả"),
            (None, None) => String::new(),
        }
    }
}

// A dossier that came to its end meanwhile stays where it ended.
sql!(
    CONTINUE,
    "UPDATE dossier SET continuing_unit_id = COALESCE($2, continuing_unit_id), continuing_receiving_unit_id = COALESCE($3, continuing_receiving_unit_id),
        version = version + 1, updated_at = $4, updated_by = $5
     WHERE id = $1 AND state NOT IN ('draft', 'intake_refused', 'withdrawn', 'stopped', 'returned')"
);

/// Hands an open dossier to the units that go on with it; receiving and competent unit stay what they were. Returns false
/// for one that is not open any more.
///
/// # Errors
/// If the database cannot be written.
pub(crate) async fn go_on(cx: &mut Cx, dossier: i64, heirs: &Heirs, basis: &str) -> Result<bool> {
    let (now, actor) = (cx.now(), cx.actor.name.clone());
    let unit = |heir: &Option<Heir>| heir.as_ref().map(|(unit, _)| *unit);
    let (competent, receiving) = (unit(&heirs.competent), unit(&heirs.receiving));
    if cx.conn().exec(CONTINUE, args![dossier, competent, receiving, now, actor]).await? == 0 {
        return Ok(false);
    }
    let row = row::by_id(cx, dossier).await?;
    let event = EventRow {
        action: DossierAction::Continued.as_str().to_owned(),
        from_state: Some(row.state.clone()),
        to_state: row.state.clone(),
        stage_from: row.stage.clone(),
        stage_to: row.stage.clone(),
        note: format!("{}; hạn trả không thay đổi", heirs.words()),
        basis: basis.to_owned(),
        due_before: row.due_current,
        due_after: row.due_current,
        ..EventRow::default()
    };
    events::append(cx, dossier, &event).await?;
    act::trace(cx, &row, DossierAction::Continued);
    for unit in [competent, receiving].into_iter().flatten() {
        cx.changed("desk", unit);
    }
    Ok(true)
}
