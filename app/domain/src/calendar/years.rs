//! The years of the calendar as an administrator sees them, and the notice about a missing one (03 §9).

use super::store;
use crate::Actor;
use crate::cx::{Cx, Portal};
use crate::error::Result;
use crate::notify::{self, Recipient};
use chrono::{Datelike, NaiveDate};
use model::calendar::{CalendarDayKind, CalendarYear, DayStatus, YearNotice, YearStatus, default_years, next_year_notice};
use model::format::local_date;
use model::notify::Event;

/// A day that differs from the weekly hours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecialDay {
    /// The day.
    pub day: NaiveDate,
    /// Why.
    pub kind: CalendarDayKind,
    /// Name.
    pub name: String,
    /// Announced or expected.
    pub status: DayStatus,
    /// Source.
    pub source: String,
    /// The unit that alone is closed.
    pub unit_id: Option<i64>,
}

/// Every year with its state, the present one and the next among them.
///
/// # Errors
/// If the database cannot be read.
pub async fn years(cx: &mut Cx) -> Result<Vec<CalendarYear>> {
    let mut years = stored(cx).await?;
    let this = local_date(cx.now()).year();
    for year in [this, this + 1] {
        if !years.iter().any(|row| row.year == year) {
            years.push(CalendarYear { year, status: YearStatus::Missing });
        }
    }
    years.sort_by_key(|row| row.year);
    Ok(years)
}

/// As stored; a portal that was never set up counts with the years of the law.
async fn stored(cx: &mut Cx) -> Result<Vec<CalendarYear>> {
    let years = store::years(&mut cx.conn()).await?;
    Ok(if years.is_empty() { default_years() } else { years })
}

/// The days of a year that differ from the weekly hours, in order.
///
/// # Errors
/// If the database cannot be read.
pub async fn special_days(cx: &mut Cx, year: i32) -> Result<Vec<SpecialDay>> {
    let (Some(first), Some(last)) = (NaiveDate::from_ymd_opt(year, 1, 1), NaiveDate::from_ymd_opt(year, 12, 31)) else { return Ok(Vec::new()) };
    let rows = store::days_between(&mut cx.conn(), first, last).await?;
    let special = |row: store::DayRow| {
        let (kind, status) = (row.kind.parse()?, row.status.parse()?);
        Ok(SpecialDay { day: row.day, kind, name: row.name, status, source: row.source, unit_id: row.unit_id })
    };
    rows.into_iter().map(special).collect()
}

/// The banner of today: from 1 October until the next year has at least an estimated calendar.
///
/// # Errors
/// If the database cannot be read.
pub async fn notice(cx: &mut Cx) -> Result<Option<YearNotice>> {
    let years = stored(cx).await?;
    Ok(next_year_notice(local_date(cx.now()), &years))
}

sql!(
    TO_WARN,
    "SELECT DISTINCT a.id FROM role_assignment r JOIN account a ON a.person_id = r.person_id
     WHERE a.kind = 'official' AND a.state = 'active' AND r.valid_from <= $1 AND (r.valid_to IS NULL OR r.valid_to > $1)
       AND (r.role = 'system_admin' OR ($2 AND r.role = 'procedure_controller' AND r.scope = 'province')) ORDER BY a.id"
);

/// The daily notice about a missing year: to the technical administrators, from 1 December also to the office of the
/// province, where procedures are controlled. One per person and day.
///
/// # Errors
/// If the database cannot be used.
pub async fn nightly(portal: &Portal) -> Result<()> {
    let mut cx = portal.write(&Actor::system("Lịch làm việc")).await?;
    let Some(notice) = notice(&mut cx).await? else { return Ok(()) };
    let (now, today) = (cx.now(), local_date(cx.now()));
    let accounts: Vec<(i64,)> = cx.conn().all(TO_WARN, args![now, notice.to_province_office]).await?;
    for (account,) in accounts {
        let to = Recipient { account_id: Some(account), ..Recipient::default() };
        let key = format!("calendar:{}:{today}", notice.year);
        notify::send(&mut cx, Event::CalendarMissing, &key, &to, &[("viec", notice.text.clone())], "/quan-tri/lich").await?;
    }
    cx.commit().await.map(|_| ())
}
