//! The timeline of a dossier with the units as they were called on the day.

use crate::cx::Cx;
use crate::error::Result;
use crate::org;
use chrono::{DateTime, NaiveDate, Utc};
use model::dossiers::TimelineEntry;
use sqlx::FromRow;

#[derive(FromRow)]
struct EventView {
    seq: i64,
    action: String,
    from_state: Option<String>,
    to_state: String,
    stage_to: Option<String>,
    actor_name: String,
    official: Option<i64>,
    unit_id: Option<i64>,
    at: DateTime<Utc>,
    note: String,
    basis: String,
    due_before: Option<DateTime<Utc>>,
    due_after: Option<DateTime<Utc>>,
}

sql!(
    EVENTS,
    "SELECT e.seq, e.action, e.from_state, e.to_state, e.stage_to, e.actor_name, a.id AS official, e.at, e.note, e.basis, e.due_before, e.due_after, e.unit_id
     FROM dossier_event e JOIN dossier d ON d.id = e.dossier_id
     LEFT JOIN account a ON a.id = e.actor_id AND a.kind = 'official' AND (d.applicant_account IS NULL OR d.applicant_account <> a.id)
     WHERE e.dossier_id = $1 ORDER BY e.seq"
);

/// The timeline, oldest event first.
///
/// # Errors
/// If the database cannot be read.
pub async fn timeline(cx: &mut Cx, dossier: i64) -> Result<Vec<TimelineEntry>> {
    let rows: Vec<EventView> = cx.conn().all(EVENTS, args![dossier]).await?;
    let places: Vec<(i64, NaiveDate)> = rows.iter().filter_map(|e| Some((e.unit_id?, model::format::local_date(e.at)))).collect();
    let names = org::names_on(cx, &places).await?;
    rows.into_iter()
        .map(|e| {
            Ok(TimelineEntry {
                seq: e.seq,
                action: e.action.parse()?,
                from: e.from_state.as_deref().map(str::parse).transpose()?,
                to: e.to_state.parse()?,
                stage: e.stage_to.as_deref().map(str::parse).transpose()?,
                actor: e.actor_name,
                by_official: e.official.is_some(),
                unit: e.unit_id.and_then(|unit| names.get(&(unit, model::format::local_date(e.at))).cloned()).unwrap_or_default(),
                at: e.at,
                note: e.note,
                basis: e.basis,
                due_before: e.due_before,
                due_after: e.due_after,
            })
        })
        .collect()
}
