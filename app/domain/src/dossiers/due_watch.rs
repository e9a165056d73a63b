//! The apology engine (02 §11): looks at every running clock whose due date is near or past, warns, and apologises in the
//! name of the head of the agency when nobody did in time.
//!
//! A job looks every ten minutes. It reads candidates in batches along one index and notes on the dossier how far the
//! warnings for its due date have come; a note and its messages are one transaction. So a look may stop anywhere, may be
//! repeated, and several processes may look at the same time: each step is taken once per due date. A clock that stands
//! still is not looked at; a due date that moved begins anew.

use super::act;
use super::events::{self, EventRow};
use super::extension::apologised_late;
use super::row::{self, DossierRow};
use crate::actor::Actor;
use crate::calendar::Calendars;
use crate::cx::{Cx, Portal};
use crate::error::{Error, Result};
use crate::jobs;
use crate::notify::{self, Message};
use chrono::{DateTime, Duration, Utc};
use model::access::Role;
use model::calendar::{Basis, Clock, DeadlineRule, DueStep, Extension, Pause, WorkCalendar, due_windows, remaining_text};
use model::dossiers::DossierAction;
use model::format::{date, local_date};
use model::notify::Event;
use sqlx::FromRow;

/// Kind of the job.
pub const WATCH_JOB: &str = "dossiers.due_watch";
/// Minutes between two looks.
const EVERY: i64 = 10;
/// Three working days lie within these days, whatever the holidays.
const AHEAD: Duration = Duration::days(21);
/// Dossiers that are read at once.
const BATCH: usize = 500;
/// Dossiers that are written in one transaction.
const TOGETHER: usize = 50;
/// Finished looks are forgotten after this time: they carry no facts.
const KEPT: Duration = Duration::days(1);

sql!(FORGET, "DELETE FROM job WHERE kind = 'dossiers.due_watch' AND state = 'done' AND done_at < $1");

/// Plans the look of the present ten minutes; one row however often it is called.
///
/// # Errors
/// If the database cannot be written.
pub async fn plan_watch(cx: &mut Cx) -> Result<()> {
    let now = cx.now();
    let slot = now.timestamp().div_euclid(EVERY * 60);
    jobs::later(cx, WATCH_JOB, &format!("{WATCH_JOB}:{slot}"), &serde_json::Value::Null, now).await
}

#[derive(Debug, FromRow)]
struct Candidate {
    id: i64,
    due: DateTime<Utc>,
    due_order: DateTime<Utc>,
    unit: i64,
    rule: String,
    received_at: DateTime<Utc>,
    pauses: String,
    extensions: String,
    warned_due: Option<DateTime<Utc>>,
    warned_step: i64,
}

// Along dossier_running_due; what is done for its due date is passed over.
sql!(
    CANDIDATES,
    "SELECT d.id, d.due_current AS due, d.due_order, d.competent_unit_id AS unit, d.deadline_rule AS rule, d.received_at, d.pauses, d.extensions,
        d.warned_due, d.warned_step
     FROM dossier d
     WHERE d.clock = 'running' AND d.due_order <= $1 AND (d.due_order, d.id) > ($2, $3) AND d.due_current IS NOT NULL AND d.received_at IS NOT NULL
       AND (d.warned_step < 6 OR d.warned_due <> d.due_current)
     ORDER BY d.due_order, d.id LIMIT $4"
);

/// What a look did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Watched {
    /// Dossiers that were read.
    pub read: usize,
    /// Steps that were taken.
    pub taken: usize,
}

/// Looks once at every running clock.
///
/// # Errors
/// If the database cannot be used; what was done stays done, the rest is done by the next look.
pub async fn watch(portal: &Portal) -> Result<Watched> {
    let mut done = Watched::default();
    let mut calendars = Calendars::now();
    let mut last = (DateTime::UNIX_EPOCH, 0_i64);
    loop {
        let mut cx = portal.read(&worker()).await?;
        let (now, limit) = (cx.now(), i64::try_from(BATCH).unwrap_or(i64::MAX));
        let found: Vec<Candidate> = cx.conn().all(CANDIDATES, args![now + AHEAD, last.0, last.1, limit]).await?;
        let full = found.len() == BATCH;
        done.read += found.len();
        if let Some(end) = found.last() {
            last = (end.due_order, end.id);
        }
        let mut ready = Vec::new();
        for candidate in found {
            let calendar = calendars.of(&mut cx, candidate.unit).await?;
            let steps = candidate.steps(now, &calendar)?;
            if !steps.is_empty() {
                ready.push((candidate, steps, calendar));
            }
        }
        drop(cx);
        for group in ready.chunks(TOGETHER) {
            let mut cx = portal.write(&worker()).await?;
            for (candidate, steps, calendar) in group {
                for step in steps {
                    done.taken += usize::from(take(&mut cx, candidate, *step, calendar).await?);
                }
            }
            cx.commit().await?;
        }
        if !full {
            break;
        }
    }
    let mut cx = portal.write(&worker()).await?;
    let before = cx.now() - KEPT;
    cx.conn().exec(FORGET, args![before]).await?;
    cx.commit().await?;
    Ok(done)
}

fn worker() -> Actor {
    Actor::system("Cổng dịch vụ công")
}

impl Candidate {
    /// The steps that are due now and not taken for this due date.
    fn steps(&self, now: DateTime<Utc>, cal: &WorkCalendar) -> Result<Vec<DueStep>> {
        let rule: DeadlineRule = self.rule.parse().map_err(Error::internal)?;
        let taken = if self.warned_due == Some(self.due) { self.warned_step } else { 0 };
        let windows = due_windows(rule, self.start(rule)?, self.due, cal);
        Ok(windows.iter().filter(|window| window.contains(now) && window.step.rank() > taken).map(|window| window.step).collect())
    }

    /// The receipt; for limits in hours the last time that the clock began anew or was extended.
    fn start(&self, rule: DeadlineRule) -> Result<DateTime<Utc>> {
        if rule.basis() == Basis::Date && !matches!(rule, DeadlineRule::SameDay(_)) {
            return Ok(self.received_at);
        }
        let (pauses, extensions): (Vec<Pause>, Vec<Extension>) = (serde_json::from_str(&self.pauses)?, serde_json::from_str(&self.extensions)?);
        let anew = pauses.iter().filter_map(|pause| pause.to).chain(extensions.iter().map(|extension| extension.at));
        Ok(anew.fold(self.received_at, DateTime::max))
    }
}

// The row is locked from here to the end of the transaction: whoever else wants the step finds it taken.
sql!(
    TAKE,
    "UPDATE dossier SET warned_due = $2, warned_step = $3
     WHERE id = $1 AND clock = 'running' AND due_current = $2 AND (warned_due IS NULL OR warned_due <> $2 OR warned_step < $3)"
);

/// Takes one step; false if it was taken already, or the dossier moved on.
async fn take(cx: &mut Cx, candidate: &Candidate, step: DueStep, cal: &WorkCalendar) -> Result<bool> {
    if cx.conn().exec(TAKE, args![candidate.id, candidate.due, step.rank()]).await? == 0 {
        return Ok(false);
    }
    let row = row::by_id(cx, candidate.id).await?;
    let left = || {
        let basis = row.rule().map_or(Basis::Date, DeadlineRule::basis);
        lower(&remaining_text(cx.now(), &Clock::Running { due: candidate.due, basis }, cal))
    };
    match step {
        DueStep::ThreeDays => warn_officer(cx, &row, step, "còn 3 ngày làm việc").await?,
        DueStep::TwoDays => warn_head(cx, &row, step, "còn 2 ngày làm việc").await?,
        DueStep::Half => {
            let text = left();
            warn_officer(cx, &row, step, &text).await?;
        }
        DueStep::Most => {
            let text = left();
            warn_head(cx, &row, step, &text).await?;
        }
        DueStep::Decide => {}
        DueStep::Undecided => undecided(cx, &row, step).await?,
        DueStep::Passed => apologise(cx, &row, candidate.due).await?,
        DueStep::Unanswered => unanswered(cx, &row, step).await?,
    }
    // Lists show where it stands.
    cx.changed("desk", row.competent_unit_id);
    Ok(true)
}

fn lower(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// Names a message for ever: one per dossier, due date and step.
fn key(row: &DossierRow, step: DueStep) -> String {
    let due = row.due_current.map(|due| due.timestamp()).unwrap_or_default();
    format!("due:{}:{due}:{step}", row.submission_code)
}

fn link(row: &DossierRow) -> String {
    format!("/can-bo/ho-so/{}", row.public_code())
}

/// The officer in charge; where nobody is, the head.
async fn warn_officer(cx: &mut Cx, row: &DossierRow, step: DueStep, left: &str) -> Result<()> {
    let Some(officer) = row.officer_id else { return warn_head(cx, row, step, left).await };
    let values = [("ma", row.public_code().to_owned()), ("con", left.to_owned())];
    let (key, link) = (key(row, step), link(row));
    notify::tell_people(cx, [officer], Message { event: Event::DossierDueSoon, key: &key, values: &values, link: &link }).await
}

/// The head of the division that works on it; before anybody does, the leader of the agency.
async fn warn_head(cx: &mut Cx, row: &DossierRow, step: DueStep, left: &str) -> Result<()> {
    let values = [("ma", row.public_code().to_owned()), ("con", left.to_owned())];
    let (key, link) = (key(row, step), link(row));
    let message = Message { event: Event::DossierDueSoon, key: &key, values: &values, link: &link };
    match row.handling_unit_id {
        Some(unit) => notify::tell_holders(cx, unit, &[Role::DivisionHead], message).await,
        None => notify::tell_holders(cx, agency(row), &[Role::DivisionHead, Role::UnitLeader], message).await,
    }
}

/// The agency that decides today.
fn agency(row: &DossierRow) -> i64 {
    row.continuing_unit_id.unwrap_or(row.competent_unit_id)
}

sql!(
    CONTROLLERS,
    "SELECT DISTINCT r.person_id FROM role_assignment r
     WHERE r.role = 'procedure_controller' AND r.valid_from <= $1 AND (r.valid_to IS NULL OR r.valid_to > $1) ORDER BY r.person_id LIMIT 50"
);

/// The office that controls procedures for the province (Kiểm soát TTHC).
async fn controllers(cx: &mut Cx) -> Result<Vec<i64>> {
    let now = cx.now();
    let rows: Vec<(i64,)> = cx.conn().all(CONTROLLERS, args![now]).await?;
    Ok(rows.into_iter().map(|(person,)| person).collect())
}

fn escalation(row: &DossierRow, what: &str) -> [(&'static str, String); 4] {
    let due = row.due_current.map(|due| date(local_date(due))).unwrap_or_default();
    [("ma", row.public_code().to_owned()), ("co_quan", row.competent_unit.clone()), ("ngay", due), ("viec", what.to_owned())]
}

/// The evening before: the leader and the controlling office learn that nobody has decided.
async fn undecided(cx: &mut Cx, row: &DossierRow, step: DueStep) -> Result<()> {
    let values = escalation(row, "chưa hoàn thành và chưa xin lỗi, hẹn lại");
    let (key, link) = (key(row, step), link(row));
    let message = Message { event: Event::DossierEscalated, key: &key, values: &values, link: &link };
    notify::tell_holders(cx, agency(row), &[Role::UnitLeader], message).await?;
    let office = controllers(cx).await?;
    notify::tell_people(cx, office, message).await
}

/// A working day after the due date: the office of the province learns that nobody has apologised.
async fn unanswered(cx: &mut Cx, row: &DossierRow, step: DueStep) -> Result<()> {
    if apologised_late(cx, row).await? {
        return Ok(());
    }
    let values = escalation(row, "quá hạn 1 ngày làm việc, chưa có văn bản xin lỗi");
    let (key, link) = (key(row, step), link(row));
    let message = Message { event: Event::DossierEscalated, key: &key, values: &values, link: &link };
    let office = controllers(cx).await?;
    notify::tell_people(cx, office, message).await?;
    let root = crate::org::root(cx).await?;
    notify::tell_holders(cx, root.id, &[Role::UnitLeader], message).await
}

// The head: the leader of the agency with the highest rank.
sql!(
    HEAD,
    "SELECT r.person_id, p.full_name FROM role_assignment r JOIN person p ON p.id = r.person_id
     LEFT JOIN employment e ON e.person_id = r.person_id AND e.unit_id = r.unit_id AND e.valid_from <= $3 AND (e.valid_to IS NULL OR e.valid_to >= $3)
     WHERE r.unit_id = $1 AND r.role = 'unit_leader' AND r.valid_from <= $2 AND (r.valid_to IS NULL OR r.valid_to > $2)
     ORDER BY COALESCE(e.rank, 99), r.id LIMIT 1"
);
sql!(FLAG, "UPDATE dossier SET apology_auto = TRUE WHERE id = $1");

/// The due date passes: the portal apologises in the name of the head.
async fn apologise(cx: &mut Cx, row: &DossierRow, due: DateTime<Utc>) -> Result<()> {
    if apologised_late(cx, row).await? {
        return Ok(());
    }
    let (now, unit) = (cx.now(), agency(row));
    let head: Option<(i64, String)> = cx.conn().opt(HEAD, args![unit, now, local_date(now)]).await?;
    let (person, name) = head.map_or((None, format!("người đứng đầu {}", row.competent_unit)), |(id, name)| (Some(id), name));
    cx.conn().exec(FLAG, args![row.id]).await?;
    let event = EventRow {
        action: DossierAction::Apologised.as_str().to_owned(),
        from_state: Some(row.state.clone()),
        to_state: row.state.clone(),
        stage_from: row.stage.clone(),
        stage_to: row.stage.clone(),
        on_behalf_of: person,
        note: format!("Cổng dịch vụ công gửi lời xin lỗi thay mặt {name}. Ngày hẹn mới được thông báo trong 01 ngày làm việc"),
        due_before: Some(due),
        due_after: Some(due),
        ..EventRow::default()
    };
    events::append(cx, row.id, &event).await?;
    act::trace(cx, row, DossierAction::Apologised);
    let values = [("co_quan", row.competent_unit.clone()), ("cu", date(local_date(due)))];
    act::tell_once(cx, row, &key(row, DueStep::Passed), Event::ApologyAutomatic, &values).await
}
