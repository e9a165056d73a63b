//! Before the last day of a supplement request: one reminder to the applicant, three working days before, and no stop without it (02 §6, D13).

use super::act;
use super::row;
use crate::actor::Actor;
use crate::audit::AuditEvent;
use crate::calendar::Calendars;
use crate::cx::{Cx, Portal};
use crate::error::{Error, Result};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use model::dossiers::SupplementRequest;
use model::format::{date, local_date};
use model::notify::Event;
use sqlx::FromRow;

/// Working days between the reminder and the last day.
const BEFORE: u32 = 3;
/// Three working days lie within these days, whatever the holidays.
const AHEAD: Duration = Duration::days(21);
/// Requests that are looked at in one transaction.
const TOGETHER: usize = 50;

#[derive(Debug, FromRow)]
struct Waiting {
    id: i64,
    dossier_id: i64,
    reply_by: NaiveDate,
    unit: i64,
    items: i64,
}

// Along supplement_request_waiting.
sql!(
    WAITING,
    "SELECT r.id, r.dossier_id, r.reply_by, d.competent_unit_id AS unit,
        (SELECT COUNT(*) FROM supplement_item i WHERE i.request_id = r.id AND i.state = 'open') AS items
     FROM supplement_request r JOIN dossier d ON d.id = r.dossier_id
     WHERE r.state = 'approved' AND r.reply_by <= $1 AND (r.reply_by, r.id) > ($2, $3) AND d.state IN ('intake_supplement', 'awaiting_supplement')
       AND NOT EXISTS (SELECT 1 FROM supplement_reminder m WHERE m.request_id = r.id)
     ORDER BY r.reply_by, r.id LIMIT $4"
);
sql!(REMIND, "INSERT INTO supplement_reminder (request_id, at) VALUES ($1, $2) ON CONFLICT (request_id) DO NOTHING");
sql!(REMINDED, "SELECT at FROM supplement_reminder WHERE request_id = $1");

/// Reminds applicants whose last day is three working days away or nearer, once per request; returns how many. May run twice, stop anywhere
/// and run in several processes.
///
/// # Errors
/// If the database cannot be used; who was reminded stays reminded.
pub async fn remind_supplements(portal: &Portal) -> Result<usize> {
    let mut calendars = Calendars::now();
    let (mut last, mut reminded) = ((NaiveDate::default(), 0_i64), 0);
    loop {
        let mut cx = portal.write(&Actor::system("Cổng dịch vụ công")).await?;
        let today = local_date(cx.now());
        let most = i64::try_from(TOGETHER).unwrap_or(i64::MAX);
        let found: Vec<Waiting> = cx.conn().all(WAITING, args![today + AHEAD, last.0, last.1, most]).await?;
        let full = found.len() == TOGETHER;
        for request in found {
            last = (request.reply_by, request.id);
            let calendar = calendars.of(&mut cx, request.unit).await?;
            // Without a calendar it is better to remind early than never.
            if calendar.add_working_days(today, BEFORE).is_ok_and(|day| day < request.reply_by) {
                continue;
            }
            reminded += usize::from(remind(&mut cx, &request).await?);
        }
        cx.commit().await?;
        if !full {
            return Ok(reminded);
        }
    }
}

/// False if another process was faster.
async fn remind(cx: &mut Cx, request: &Waiting) -> Result<bool> {
    let now = cx.now();
    if cx.conn().exec(REMIND, args![request.id, now]).await? == 0 {
        return Ok(false);
    }
    let row = row::by_id(cx, request.dossier_id).await?;
    let key = format!("supplement-reminder:{}", request.id);
    let values = [("n", request.items.to_string()), ("ngay", date(request.reply_by))];
    act::tell_once(cx, &row, &key, Event::SupplementDueSoon, &values).await?;
    cx.audit(AuditEvent::new("dossier.supplement_reminded", "dossier", row.public_code()));
    Ok(true)
}

/// Refuses to end a request whose applicant was not reminded on an earlier day.
///
/// # Errors
/// `Conflict` with what to do.
pub(super) async fn check_reminded(cx: &mut Cx, request: &SupplementRequest) -> Result<()> {
    let found: Option<(DateTime<Utc>,)> = cx.conn().opt(REMINDED, args![request.id]).await?;
    let today = local_date(cx.now());
    if found.is_some_and(|(at,)| local_date(at) < today) {
        return Ok(());
    }
    Err(Error::conflict("Người nộp chưa được nhắc trước khi dừng giải quyết. Cổng gửi lời nhắc trong đêm; hãy thực hiện sau ngày gửi lời nhắc."))
}
