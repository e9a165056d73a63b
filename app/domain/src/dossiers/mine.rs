//! C16, the list "Hồ sơ của tôi": each open dossier with the time that is left, by the same function as the desk.

use super::timing::Times;
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
    state: String,
    competent_unit_id: i64,
    receiving_unit_id: i64,
    deadline_rule: String,
    pauses: String,
    extensions: String,
    submitted_at: DateTime<Utc>,
    intake_due: Option<DateTime<Utc>>,
    received_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
    due_current: Option<DateTime<Utc>>,
}

sql!(
    MINE,
    "SELECT COALESCE(d.code, d.submission_code) AS code, v.name AS procedure_name, d.state, d.competent_unit_id, d.receiving_unit_id, d.deadline_rule,
        d.pauses, d.extensions, d.submitted_at, d.intake_due, d.received_at, d.ended_at, d.due_current
     FROM dossier d JOIN procedure_version v ON v.id = d.procedure_version_id WHERE d.applicant_account = $1 ORDER BY d.id DESC LIMIT 200"
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
        let unit = if row.received_at.is_some() { row.competent_unit_id } else { row.receiving_unit_id };
        let cal = calendars.of(cx, unit).await?;
        rows.push(line(row, now, &cal)?);
    }
    Ok(rows)
}

fn line(row: Row, now: DateTime<Utc>, cal: &WorkCalendar) -> Result<MyDossier> {
    let state: DossierState = row.state.parse()?;
    let times = Times {
        state,
        rule: &row.deadline_rule,
        pauses: &row.pauses,
        extensions: &row.extensions,
        intake_due: row.intake_due,
        received_at: row.received_at,
        ended_at: row.ended_at,
        due: row.due_current,
    };
    let left = times.text(now, cal)?;
    Ok(MyDossier {
        received: row.received_at.is_some(),
        intake_due: row.intake_due.filter(|_| state == DossierState::Submitted),
        code: row.code,
        procedure_name: row.procedure_name,
        state,
        submitted_at: row.submitted_at,
        due: row.due_current,
        remaining: left.text,
        urgency: left.urgency,
    })
}
