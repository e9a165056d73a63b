//! A ministry's system reports about its own case: each message is one row of the history; what contradicts is never overwritten.

use super::external::{self, NewEvent};
use crate::cx::Cx;
use crate::error::Result;
use chrono::{DateTime, Utc};
use model::format::time_date;
use model::partners::{Head, Mirror, Partner, state_of};
use model::text::clean_text;
use sqlx::FromRow;

#[derive(FromRow)]
struct Known {
    id: i64,
    source_time: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
    problem: String,
}

sql!(KNOWN, "SELECT id, source_time, ended_at, problem FROM external_case WHERE system = $1 AND external_code = $2");
sql!(
    UNKNOWN,
    "INSERT INTO external_case (system, external_code, dossier_id, procedure_code, procedure_name, applicant_name, unit_id, sync, problem, recorded_by_name, recorded_at)
     VALUES ($1, $2, (SELECT MIN(d.id) FROM dossier d WHERE d.external_code = $2 AND d.processing_system <> 'local'), '', '', '', NULL, 'needs_check', $3, $4, $5)
     RETURNING id"
);
sql!(
    UPDATE,
    "UPDATE external_case SET version = version + 1, last_state = $2, source_time = $3, due = COALESCE($4, due), ended_at = COALESCE(ended_at, $5), sync = $6,
        problem = $7
     WHERE id = $1"
);
sql!(CHECK, "UPDATE external_case SET version = version + 1, sync = 'needs_check', problem = $2 WHERE id = $1");

// A counter may record or settle the same case at this moment: it waits.
sql!(LOCK, "UPDATE external_case SET version = version WHERE system = $1 AND external_code = $2");

/// Takes a report. The case of the message is locked by the caller.
pub(super) async fn take(cx: &mut Cx, partner: Partner, head: &Head, mirror: &Mirror) -> Result<()> {
    cx.conn().exec(LOCK, args![partner.as_str(), &head.code]).await?;
    let known: Option<Known> = cx.conn().opt(KNOWN, args![partner.as_str(), &head.code]).await?;
    let case = match known {
        Some(known) => known,
        None => unknown(cx, partner, &head.code).await?,
    };
    let note = clean_text(&mirror.note, 2_000);
    let event = NewEvent { kind: "mirrored", state: Some(mirror.state), at: Some(head.at), ended: mirror.ended, note: &note };
    external::append(cx, case.id, partner.label(), &event).await?;
    let other_end = match (case.ended_at, mirror.ended) {
        (Some(before), Some(now)) if before != now => Some(format!("Hệ thống báo kết thúc lúc {}, trước đó đã báo {}.", time_date(now), time_date(before))),
        _ => None,
    };
    if let Some(problem) = other_end {
        // A later message with another end never overwrites: a person asks.
        cx.conn().exec(CHECK, args![case.id, problem]).await?;
    } else if case.source_time.is_none_or(|last| last < head.at) {
        let sync = if case.problem.is_empty() { "acknowledged" } else { "needs_check" };
        cx.conn().exec(UPDATE, args![case.id, mirror.state, head.at, mirror.due, mirror.ended, sync, &case.problem]).await?;
    } else if mirror.ended.is_some() && case.ended_at.is_none() {
        let problem = format!("Tin đến muộn báo kết thúc (trạng thái {}) trước trạng thái đang ghi.", state_of(mirror.state));
        cx.conn().exec(CHECK, args![case.id, problem]).await?;
    }
    cx.changed("external", case.id);
    Ok(())
}

/// A case that no counter recorded: kept, and a person is asked whose it is.
async fn unknown(cx: &mut Cx, partner: Partner, code: &str) -> Result<Known> {
    let problem = "Chưa có quầy nào ghi nhận mã này.".to_owned();
    let now = cx.now();
    let id = cx.conn().id(UNKNOWN, args![partner.as_str(), code, &problem, partner.label(), now]).await?;
    Ok(Known { id, source_time: None, ended_at: None, problem })
}
