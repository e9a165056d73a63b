//! C16, the list "Hồ sơ của tôi": each open dossier with the time that is left, by the same function as the desk.

use super::timed::{Timed, timed_columns};
use crate::calendar::Calendars;
use crate::cx::Cx;
use crate::error::{Error, Result};
use chrono::{DateTime, Utc};
use model::calendar::WorkCalendar;
use model::dossiers::DossierState;
use model::dossiers::apply::MyDossier;
use sqlx::FromRow;

#[derive(FromRow)]
struct Row {
    code: String,
    procedure_name: String,
    #[sqlx(flatten)]
    times: Timed,
}

sql!(
    MINE,
    concat!(
        "SELECT COALESCE(d.code, d.submission_code) AS code, v.name AS procedure_name, ",
        timed_columns!(),
        " FROM dossier d JOIN procedure_version v ON v.id = d.procedure_version_id WHERE d.applicant_account = $1 ORDER BY d.id DESC LIMIT 200"
    )
);

/// The dossiers of the signed-in person, the latest first.
///
/// # Errors
/// `Unauthorized` if nobody is signed in.
pub async fn mine(cx: &mut Cx) -> Result<Vec<MyDossier>> {
    let account = cx.actor.account_id.ok_or(Error::Unauthorized)?;
    let found: Vec<Row> = cx.conn().all(MINE, args![account]).await?;
    let (now, mut calendars) = (cx.now(), Calendars::now());
    let mut rows = Vec::with_capacity(found.len());
    for row in found {
        let cal = calendars.of(cx, row.times.unit()).await?;
        rows.push(line(row, now, &cal)?);
    }
    Ok(rows)
}

fn line(row: Row, now: DateTime<Utc>, cal: &WorkCalendar) -> Result<MyDossier> {
    let Row { code, procedure_name, times } = row;
    let (state, left) = (times.state()?, times.left(now, cal)?);
    Ok(MyDossier {
        received: times.received_at.is_some(),
        intake_due: times.intake_due.filter(|_| state == DossierState::Submitted),
        code,
        procedure_name,
        state,
        submitted_at: times.submitted_at,
        due: times.due_current,
        remaining: left.text,
        urgency: left.urgency,
    })
}
