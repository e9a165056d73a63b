//! Results that nobody fetched for 30 days (02 §13): a reminder to the applicant, once; a list for the counter, every month.

use super::super::access;
use super::super::act;
use super::super::desk::queues::{COUNTER, within};
use super::super::row;
use crate::actor::Actor;
use crate::audit::AuditEvent;
use crate::cx::{Cx, Portal};
use crate::db::Query;
use crate::error::Result;
use crate::identity::crypto::{self, purpose};
use crate::notify::{self, Message};
use chrono::{DateTime, Datelike, Duration, Months, NaiveDate, Utc};
use model::access::{Action, ObjectKind, Role};
use model::dossiers::results::{UNCLAIMED_DAYS, UnclaimedRow};
use model::format::{day_range, local_date};
use model::notify::Event;
use model::{List, Paging};
use sqlx::FromRow;

/// Applicants that are reminded in one transaction.
const TOGETHER: i64 = 50;

sql!(
    TO_REMIND,
    "SELECT d.id FROM dossier d WHERE d.state = 'result_ready' AND d.delivery_status <> 'posted' AND d.finished_at <= $1
        AND NOT EXISTS (SELECT 1 FROM result_reminder r WHERE r.dossier_id = d.id) ORDER BY d.finished_at, d.id LIMIT $2"
);
sql!(REMIND, "INSERT INTO result_reminder (dossier_id, at) VALUES ($1, $2) ON CONFLICT (dossier_id) DO NOTHING");
sql!(
    BY_COUNTER,
    "SELECT COALESCE(d.continuing_receiving_unit_id, d.receiving_unit_id) AS unit, COUNT(*) AS results FROM dossier d
     WHERE d.state = 'result_ready' AND d.delivery_status <> 'posted' AND d.finished_at <= $1
     GROUP BY COALESCE(d.continuing_receiving_unit_id, d.receiving_unit_id) ORDER BY 1"
);

fn worker() -> Actor {
    Actor::system("Cổng dịch vụ công")
}

/// Reminds applicants, and tells each counter in a new month what it still keeps. May run twice.
///
/// # Errors
/// If the database cannot be used; who was reminded stays reminded.
pub async fn nightly(portal: &Portal) -> Result<()> {
    while remind(portal).await? > 0 {}
    let mut cx = portal.write(&worker()).await?;
    let month = first_of_month(local_date(cx.now()));
    let (start, _) = day_range(month, month);
    let counters: Vec<(i64, i64)> = cx.conn().all(BY_COUNTER, args![start - Duration::days(UNCLAIMED_DAYS)]).await?;
    for (unit, results) in counters {
        let values = [("n", results.to_string()), ("thang", month.format("%m/%Y").to_string())];
        let key = format!("unclaimed:{unit}:{month}");
        let message = Message { event: Event::ResultsUnclaimed, key: &key, values: &values, link: "/can-bo/ket-qua-chua-nhan" };
        notify::tell_holders(&mut cx, unit, &[Role::Receptionist], message).await?;
    }
    cx.commit().await.map(drop)
}

fn first_of_month(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// Reminds a few applicants and says how many.
async fn remind(portal: &Portal) -> Result<usize> {
    let mut cx = portal.write(&worker()).await?;
    let now = cx.now();
    let found: Vec<(i64,)> = cx.conn().all(TO_REMIND, args![now - Duration::days(UNCLAIMED_DAYS), TOGETHER]).await?;
    for (id,) in &found {
        // Another process may have been faster.
        if cx.conn().exec(REMIND, args![*id, now]).await? == 0 {
            continue;
        }
        let row = row::by_id(&mut cx, *id).await?;
        let key = format!("unclaimed:{}", row.submission_code);
        act::tell_once(&mut cx, &row, &key, Event::ResultUnclaimed, &[]).await?;
        cx.audit(AuditEvent::new("dossier.result_reminded", "dossier", row.public_code()));
    }
    cx.commit().await?;
    Ok(found.len())
}

#[derive(FromRow)]
struct Row {
    code: String,
    procedure: String,
    applicant_name: String,
    applicant_phone: String,
    finished_at: DateTime<Utc>,
    reminded_at: Option<DateTime<Utc>>,
}

/// Most rows of a file.
pub const UNCLAIMED_LIMIT: i64 = 5_000;

/// One page of the results that lie at the counters of the actor for more than 30 days, the oldest first; of one month of
/// publication only, if it is named.
///
/// # Errors
/// `Forbidden` for somebody who returns no results.
pub async fn unclaimed(cx: &mut Cx, month: Option<NaiveDate>, page: i64) -> Result<List<UnclaimedRow>> {
    find(cx, month, |total| Paging::of(page, total)).await
}

/// The same list as it leaves the house, at most [`UNCLAIMED_LIMIT`] rows, the oldest first. It holds names, so it leaves a trace:
/// take it in a write context.
///
/// # Errors
/// As [`unclaimed`].
pub async fn export_unclaimed(cx: &mut Cx, month: Option<NaiveDate>) -> Result<List<UnclaimedRow>> {
    let list = find(cx, month, |total| Paging::sized(1, UNCLAIMED_LIMIT, total)).await?;
    let of_month = month.map_or_else(|| "mọi tháng".to_owned(), |day| day.format("tháng %m/%Y").to_string());
    let detail = format!("{} kết quả chưa có người nhận, {of_month}", list.rows.len());
    cx.audit(AuditEvent::new("dossier.unclaimed_exported", "unit", cx.actor.unit_id.unwrap_or_default()).detail(detail));
    Ok(list)
}

async fn find(cx: &mut Cx, month: Option<NaiveDate>, page: impl FnOnce(i64) -> Paging) -> Result<List<UnclaimedRow>> {
    cx.require_reach(Action::Return, ObjectKind::Dossier)?;
    let access = access::of(&cx.actor);
    let now = cx.now();
    let narrow = |query: &mut Query| {
        query.push("d.state = 'result_ready' AND d.delivery_status <> 'posted' AND d.finished_at <= ").bind(now - Duration::days(UNCLAIMED_DAYS));
        query.push(" AND ");
        within(query, COUNTER, &access.give_back);
        if let Some(first) = month.map(first_of_month) {
            let next = first.checked_add_months(Months::new(1)).unwrap_or(first);
            let (from, _) = day_range(first, first);
            let (until, _) = day_range(next, next);
            query.push(" AND d.finished_at >= ").bind(from).push(" AND d.finished_at < ").bind(until);
        }
    };
    let mut count = Query::new("SELECT COUNT(*) FROM dossier d WHERE ");
    narrow(&mut count);
    let paging = page(count.count(&mut cx.conn()).await?);
    let mut query = Query::new(
        "SELECT COALESCE(d.code, d.submission_code) AS code, v.name AS procedure, d.applicant_name, d.applicant_phone, d.finished_at, r.at AS reminded_at
         FROM dossier d JOIN procedure_version v ON v.id = d.procedure_version_id LEFT JOIN result_reminder r ON r.dossier_id = d.id WHERE ",
    );
    narrow(&mut query);
    query.push(" ORDER BY d.finished_at, d.id").page(paging);
    let found: Vec<Row> = query.all(&mut cx.conn()).await?;
    let line = |row: Row| UnclaimedRow {
        code: row.code,
        procedure: row.procedure,
        applicant: row.applicant_name,
        phone: crypto::open_text(cx.settings(), purpose::PHONE, &row.applicant_phone),
        since: row.finished_at,
        days: (local_date(now) - local_date(row.finished_at)).num_days(),
        reminded_at: row.reminded_at,
    };
    Ok(List { rows: found.into_iter().map(line).collect(), paging })
}
