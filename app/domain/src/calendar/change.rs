//! Changes of a calendar (03 §2, §8, §9): checked, shown with what they move, agreed by a second person when they are near,
//! written as new rows, followed by a recomputation.

use super::recompute::{JOB, Payload};
use super::rows::days_of;
pub use super::rows::{ChangeRow, by_id, of_year};
use super::store::{self, DayRow, Overlay};
use super::{Calendars, changed};
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::{dossiers, jobs, org, tasks};
use chrono::{Datelike, NaiveDate, Weekday};
use model::access::{Action, ObjectKind};
use model::calendar::{CalendarDayKind, CalendarForm, ChangeKind, DayChange, DayStatus, YearStatus, missing_holidays};
use model::format::{date, local_date};

/// What a change would do, before it is saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// What changes, in words.
    pub words: String,
    /// Year of the change.
    pub year: i32,
    /// Open dossiers whose due date becomes earlier.
    pub earlier: i64,
    /// Open dossiers whose due date becomes later.
    pub later: i64,
    /// Open tasks with a changed day in their time; their dates stay.
    pub tasks: i64,
    /// A second person has to agree.
    pub needs_second: bool,
}

/// What became of a saved change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Saved {
    /// Number of the change.
    pub id: i64,
    /// True if it waits for a second person.
    pub waits: bool,
}

/// A checked change with the rows that it adds.
struct Plan {
    change: DayChange,
    unit: Option<i64>,
    overlay: Overlay,
}

async fn plan(cx: &mut Cx, mut change: DayChange) -> Result<Plan> {
    let reach = cx.require_reach(Action::Configure, ObjectKind::Calendar)?;
    let today = local_date(cx.now());
    let unit = if change.unit_code.is_empty() {
        None
    } else {
        let unit = org::by_code(cx, &change.unit_code, today).await;
        Some(unit.map_err(|_| Error::field("don_vi", "Không có đơn vị nào đang hoạt động mang mã này. Hãy kiểm tra lại mã."))?.id)
    };
    match unit {
        Some(unit) => cx.require(Action::Configure, ObjectKind::Calendar, unit)?,
        None if reach.all => {}
        None => return Err(Error::Forbidden { action: Action::Configure, kind: ObjectKind::Calendar, unit: Some("toàn tỉnh".to_owned()) }),
    }
    let overlay = overlay(cx, &mut change, unit).await?;
    Ok(Plan { change, unit, overlay })
}

/// The rows of a change, checked against the calendar as it is.
async fn overlay(cx: &mut Cx, change: &mut DayChange, unit: Option<i64>) -> Result<Overlay> {
    let of_year = |year: i32| NaiveDate::from_ymd_opt(year, 1, 1).zip(NaiveDate::from_ymd_opt(year, 12, 31)).ok_or(Error::NotFound);
    let last_year = change.days().iter().map(Datelike::year).chain([change.year]).max().unwrap_or(change.year);
    let first_year = change.days().iter().map(Datelike::year).chain([change.year]).min().unwrap_or(change.year);
    let standing = store::days_between(&mut cx.conn(), of_year(first_year)?.0, of_year(last_year)?.1).await?;
    let at = |day: Option<NaiveDate>| standing.iter().find(|row| Some(row.day) == day && row.unit_id == unit);
    let row = |day: NaiveDate, kind: &str| DayRow {
        day,
        kind: kind.to_owned(),
        unit_id: unit,
        pattern_of: change.pattern_of.map(|day| i64::from(day.number_from_monday())),
        name: change.name.clone(),
        status: change.status.as_str().to_owned(),
        source: change.source.clone(),
    };
    let mut rows = Overlay::default();
    match (change.kind, change.day, change.old_day) {
        (ChangeKind::Put, Some(day), _) => {
            let kind = change.day_kind.unwrap_or(CalendarDayKind::Holiday);
            let new = row(day, kind.as_str());
            let same = |old: &DayRow| (&old.kind, &old.name, &old.status, old.pattern_of) == (&new.kind, &new.name, &new.status, new.pattern_of);
            if at(Some(day)).is_some_and(same) {
                return Err(Error::field("ngay", format!("Ngày {} đã có trong lịch với đúng nội dung này.", date(day))));
            }
            rows.days.push(new);
        }
        (ChangeKind::Withdraw, Some(day), _) => {
            let old = at(Some(day)).ok_or_else(|| Error::field("ngay", format!("Ngày {} không có trong lịch nghỉ. Hãy chọn ngày khác.", date(day))))?;
            rows.days.push(DayRow { kind: store::WITHDRAWN.to_owned(), ..old.clone() });
        }
        (ChangeKind::Move, Some(day), Some(old_day)) => {
            let off = |row: &&DayRow| row.kind != CalendarDayKind::MakeUp.as_str();
            let missing = || Error::field("ngay_cu", format!("Ngày {} không phải ngày nghỉ trong lịch. Hãy chọn lại.", date(old_day)));
            let old = at(Some(old_day)).filter(off).cloned().ok_or_else(missing)?;
            if at(Some(day)).is_some_and(|row| off(&row)) {
                return Err(Error::field("ngay", format!("Ngày {} đã là ngày nghỉ. Hãy chọn ngày làm việc.", date(day))));
            }
            let name = if change.name.is_empty() { old.name.clone() } else { change.name.clone() };
            let source = if change.source.is_empty() { old.source.clone() } else { change.source.clone() };
            rows.days.push(DayRow { kind: store::WITHDRAWN.to_owned(), ..old.clone() });
            rows.days.push(DayRow { day, status: change.status.as_str().to_owned(), name: name.clone(), source, ..old });
            change.name = name;
        }
        (ChangeKind::Year, ..) => {
            let status = match change.status {
                DayStatus::Official => YearStatus::Official,
                DayStatus::Estimated => YearStatus::Estimated,
            };
            let stored = store::years(&mut cx.conn()).await?;
            if stored.iter().rev().find(|row| row.year == change.year).is_some_and(|row| row.status == status) {
                return Err(Error::field("tinh_trang", format!("Lịch năm {} đã ở tình trạng này rồi.", change.year)));
            }
            let off: Vec<NaiveDate> = standing.iter().filter(|row| row.unit_id.is_none()).map(|row| row.day).collect();
            let missing: Vec<String> = missing_holidays(change.year, &off).into_iter().map(date).collect();
            if !missing.is_empty() {
                return Err(Error::field(
                    "nam",
                    format!("Lịch năm {} còn thiếu ngày lễ {}. Hãy nhập đủ rồi mới đổi tình trạng.", change.year, missing.join(", ")),
                ));
            }
            rows.years.push((i64::from(change.year), status.as_str().to_owned()));
            // An announced year has no expected days any more.
            let waiting = standing.iter().filter(|row| status == YearStatus::Official && row.unit_id.is_none() && row.status == DayStatus::Estimated.as_str());
            rows.days = waiting.map(|row| DayRow { status: DayStatus::Official.as_str().to_owned(), ..row.clone() }).collect();
        }
        _ => return Err(Error::field("ngay", "Chưa nhập ngày. Hãy nhập ngày cần sửa.")),
    }
    Ok(rows)
}

/// Dossiers that move earlier and later, and tasks with a changed day in their time.
async fn effect(cx: &mut Cx, plan: &Plan) -> Result<(i64, i64, i64)> {
    let days = days_of(&plan.change);
    let found = dossiers::recompute::find(cx, &days, &mut Calendars::after(plan.overlay.clone())).await?;
    if let Some((year, n)) = found.blocked {
        let field = if plan.change.kind == ChangeKind::Year { "nam" } else { "ngay" };
        let text = format!("{n} hồ sơ sẽ có hạn sang năm {year}, năm chưa có lịch. Hãy nhập lịch dự kiến năm {year} trước.");
        return Err(Error::field(field, text));
    }
    let count = |later: bool| found.shifts.iter().filter(|shift| shift.is_later() == later).map(|shift| shift.count).sum();
    let tasks = if plan.change.kind == ChangeKind::Year { 0 } else { tasks::recompute::touched(cx, &days).await? };
    Ok((count(false), count(true), tasks))
}

fn needs_second(cx: &Cx, change: &DayChange) -> bool {
    cx.actor.is_signed_in() && change.needs_second(local_date(cx.now()))
}

/// What a change would move.
///
/// # Errors
/// `Invalid` with the fields, `Forbidden` without the right to configure calendars.
pub async fn preview(cx: &mut Cx, form: &CalendarForm) -> Result<Preview> {
    let plan = plan(cx, form.validate(local_date(cx.now()))?).await?;
    let (earlier, later, tasks) = effect(cx, &plan).await?;
    Ok(Preview { words: plan.change.words(), year: plan.change.year, earlier, later, tasks, needs_second: needs_second(cx, &plan.change) })
}

sql!(
    INSERT,
    "INSERT INTO calendar_change (kind, day, old_day, day_kind, pattern_of, name, status, source, unit_id, year, reason, state, earlier, later,
        proposed_by, proposed_name, proposed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'proposed', $12, $13, $14, $15, $16) RETURNING id"
);

/// Saves a change. It holds at once, or waits for a second person when one of its days is near.
///
/// # Errors
/// As [`preview`].
pub async fn save(cx: &mut Cx, form: &CalendarForm) -> Result<Saved> {
    let plan = plan(cx, form.validate(local_date(cx.now()))?).await?;
    let (earlier, later, _) = effect(cx, &plan).await?;
    let change = &plan.change;
    let (account, name, now) = (cx.actor.account_id, cx.actor.name.clone(), cx.now());
    let values = args![
        change.kind.as_str(),
        change.day,
        change.old_day,
        change.day_kind.map(CalendarDayKind::as_str),
        change.pattern_of.map(|day: Weekday| i64::from(day.number_from_monday())),
        &change.name,
        change.status.as_str(),
        &change.source,
        plan.unit,
        i64::from(change.year),
        &change.reason,
        earlier,
        later,
        account,
        name,
        now
    ];
    let id = cx.conn().id(INSERT, values).await?;
    let waits = needs_second(cx, change);
    if waits {
        cx.audit(AuditEvent::new("calendar.change_proposed", "calendar", id).detail(format!("{}. {}", change.words(), change.reason)));
    } else {
        take_effect(cx, id, &plan).await?;
    }
    Ok(Saved { id, waits })
}

sql!(DECIDE, "UPDATE calendar_change SET state = $2, decided_by = $3, decided_name = $4, decided_at = $5 WHERE id = $1 AND state = 'proposed'");

async fn decide(cx: &mut Cx, id: i64, state: &str) -> Result<()> {
    let (account, name, now) = (cx.actor.account_id, cx.actor.name.clone(), cx.now());
    if cx.conn().exec(DECIDE, args![id, state, account, name, now]).await? == 0 {
        return Err(Error::conflict("Thay đổi này đã được quyết định. Hãy tải lại trang."));
    }
    Ok(())
}

/// Writes the rows, tells every process, and plans the recomputation.
async fn take_effect(cx: &mut Cx, id: i64, plan: &Plan) -> Result<()> {
    decide(cx, id, "applied").await?;
    let now = cx.now();
    for row in &plan.overlay.days {
        store::insert_day(&mut cx.conn(), row, now).await?;
    }
    for (year, status) in &plan.overlay.years {
        store::put_year(&mut cx.conn(), *year, status).await?;
    }
    cx.audit(AuditEvent::new("calendar.changed", "calendar", id).detail(format!("{}. {}", plan.change.words(), plan.change.reason)));
    changed(cx).await?;
    jobs::later(cx, JOB, &format!("{JOB}:{id}"), &serde_json::to_value(Payload { change: id })?, now).await
}

/// A second person agrees to a change that waits.
///
/// # Errors
/// `Conflict` for one's own proposal or a decided one; `Invalid` if the calendar changed meanwhile, or without a repeated
/// second factor (01 §8); `Forbidden`.
pub async fn approve(cx: &mut Cx, id: i64) -> Result<()> {
    cx.require_reach(Action::Configure, ObjectKind::Calendar)?;
    crate::identity::require_step_up(cx)?;
    let row = by_id(cx, id).await?;
    if row.proposed_by.is_some() && row.proposed_by == cx.actor.account_id {
        return Err(Error::conflict("Ngày trong 30 ngày tới cần hai người: người duyệt phải khác người đề nghị."));
    }
    let plan = plan(cx, row.change()?).await?;
    effect(cx, &plan).await?;
    take_effect(cx, id, &plan).await
}

/// Declines a change that waits, or takes one's own proposal back.
///
/// # Errors
/// `Conflict` for a decided one, `Forbidden`.
pub async fn decline(cx: &mut Cx, id: i64) -> Result<()> {
    cx.require_reach(Action::Configure, ObjectKind::Calendar)?;
    decide(cx, id, "declined").await?;
    cx.audit(AuditEvent::new("calendar.change_declined", "calendar", id));
    Ok(())
}
