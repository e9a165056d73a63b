//! The legal clock of a dossier: due dates, pauses, "Còn/Quá …" and the explanation, all from `model::calendar`.

use super::row::{DossierRow, far_future};
use crate::calendar;
use crate::cx::Cx;
use crate::error::{Error, Result};
use chrono::{DateTime, Utc};
use model::calendar::{
    CalendarChange, CalendarError, Clock, DeadlineRule, DueClass, Explain, Extension, Line, Moment, Pause, WorkCalendar, classify, deadlines, due, explain,
    remaining_text, version_context,
};
use model::dossiers::{ClockState, DossierAction, DossierState, TimelineEntry, Urgency};

/// The office decides about receipt within this time (02 §5).
const INTAKE: DeadlineRule = DeadlineRule::WorkingHour(8);

/// Working minutes below which a badge says "soon": three working days.
const SOON: i64 = 3 * 480;

pub(super) fn refuse(error: CalendarError) -> Error {
    match error {
        CalendarError::Missing(year) => Error::CalendarMissing(year),
        other => Error::internal(other),
    }
}

/// End of the intake clock that starts now; none if the calendar is missing, because that must not stop a citizen.
///
/// # Errors
/// If the database cannot be read.
pub(super) async fn intake_due(cx: &mut Cx, receiving_unit: i64, from: DateTime<Utc>) -> Result<Option<DateTime<Utc>>> {
    let cal = calendar::of_unit(cx, Some(receiving_unit)).await?;
    Ok(due(INTAKE, from, &[], &[], &cal).ok().and_then(|due| due.at))
}

/// Computes the three due dates from what the row holds.
///
/// # Errors
/// `CalendarMissing`.
pub(super) async fn compute(cx: &mut Cx, row: &mut DossierRow) -> Result<()> {
    let Some(received_at) = row.received_at else { return Ok(()) };
    let cal = calendar::of_unit(cx, Some(row.competent_unit_id)).await?;
    let all = deadlines(row.rule()?, received_at, &row.pauses()?, &row.extensions()?, &cal).map_err(refuse)?;
    row.due_original = row.due_original.or(all.original.at);
    row.due_without_extension = all.without_extension.at;
    row.due_current = all.current.at;
    Ok(())
}

/// Stops the clock unless the dossier is late: lateness is never hidden behind a pause.
///
/// # Errors
/// `CalendarMissing`.
pub(super) async fn pause(cx: &mut Cx, row: &mut DossierRow, reason: String) -> Result<()> {
    if is_late(cx.now(), row)? {
        return Ok(());
    }
    let mut pauses = row.pauses()?;
    pauses.push(Pause { from: cx.now(), to: None, reason });
    row.pauses = serde_json::to_string(&pauses)?;
    row.clock = ClockState::Paused.as_str().to_owned();
    compute(cx, row).await
}

/// Lets the clock go on.
///
/// # Errors
/// `CalendarMissing`.
pub(super) async fn resume(cx: &mut Cx, row: &mut DossierRow) -> Result<()> {
    let mut pauses = row.pauses()?;
    if let Some(open) = pauses.last_mut().filter(|pause| pause.to.is_none()) {
        open.to = Some(cx.now());
        row.pauses = serde_json::to_string(&pauses)?;
    }
    compute(cx, row).await
}

/// True if the due date in force has passed.
///
/// # Errors
/// Only for a damaged row.
pub(super) fn is_late(now: DateTime<Utc>, row: &DossierRow) -> Result<bool> {
    let Some(due) = row.due_current else { return Ok(false) };
    let basis = row.rule()?.basis();
    Ok(classify(Moment::Open(now), &Clock::Running { due, basis }) == DueClass::Overdue)
}

/// Sets the key by which lists are ordered: earliest due first, paused ones after all that run, no time limit last.
///
/// # Errors
/// Only for a damaged row.
pub(super) fn order(row: &mut DossierRow) -> Result<()> {
    row.due_order = match row.clock()? {
        ClockState::Intake => row.intake_due.unwrap_or(row.submitted_at),
        ClockState::Paused | ClockState::NotStarted => far_future() - chrono::Duration::days(365),
        ClockState::Running | ClockState::Ended => row.due_current.unwrap_or_else(far_future),
    };
    Ok(())
}

/// What a list needs to tell how much time is left.
pub(super) struct Times<'a> {
    pub state: DossierState,
    pub rule: &'a str,
    pub pauses: &'a str,
    pub extensions: &'a str,
    pub intake_due: Option<DateTime<Utc>>,
    pub received_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
    pub due: Option<DateTime<Utc>>,
}

impl Times<'_> {
    /// "Còn …", "Quá …", the class and the urgency. Ended dossiers answer with the class in words; before receipt the
    /// intake clock counts.
    ///
    /// # Errors
    /// Only for a damaged row.
    pub(super) fn text(&self, now: DateTime<Utc>, cal: &WorkCalendar) -> Result<Remaining> {
        if self.state == DossierState::Submitted {
            let clock = self.intake_due.map_or(Clock::NoDue, |due| Clock::Running { due, basis: INTAKE.basis() });
            return Ok(Remaining::open(now, &clock, cal));
        }
        let (Some(received_at), Some(due_at)) = (self.received_at, self.due) else {
            let text = if self.received_at.is_some() { "Không có thời hạn" } else { "" };
            return Ok(Remaining { text: text.to_owned(), class: DueClass::NoDue, urgency: Urgency::Open });
        };
        let rule: DeadlineRule = self.rule.parse().map_err(Error::internal)?;
        // Also for a dossier that ended while its clock stood still.
        let clock = if self.pauses.contains("\"to\":null") {
            let (pauses, extensions): (Vec<Pause>, Vec<Extension>) = (serde_json::from_str(self.pauses)?, serde_json::from_str(self.extensions)?);
            due(rule, received_at, &pauses, &extensions, cal).map_err(refuse)?.clock()
        } else {
            Clock::Running { due: due_at, basis: rule.basis() }
        };
        Ok(match self.ended_at {
            Some(ended) => {
                let class = classify(Moment::Finished(ended), &clock);
                let urgency = if class == DueClass::Late { Urgency::Overdue } else { Urgency::Done };
                Remaining { text: class.label().to_owned(), class, urgency }
            }
            None => Remaining::open(now, &clock, cal),
        })
    }
}

/// The time that is left, ready for a page.
pub(super) struct Remaining {
    pub text: String,
    pub class: DueClass,
    pub urgency: Urgency,
}

impl Remaining {
    fn open(now: DateTime<Utc>, clock: &Clock, cal: &WorkCalendar) -> Self {
        let class = classify(Moment::Open(now), clock);
        let urgency = match (class, clock) {
            (DueClass::Overdue, _) => Urgency::Overdue,
            (DueClass::Paused, _) => Urgency::Paused,
            (_, Clock::Running { due, .. }) if model::format::local_date(*due) == model::format::local_date(now) => Urgency::Today,
            (_, Clock::Running { due, .. }) => match cal.working_minutes_between(now, *due) {
                Ok(minutes) if minutes <= SOON => Urgency::Soon,
                _ => Urgency::Later,
            },
            _ => Urgency::Open,
        };
        Self { text: remaining_text(now, clock, cal), class, urgency }
    }
}

impl DossierRow {
    /// The times of the row.
    ///
    /// # Errors
    /// Only for a damaged row.
    pub(super) fn times(&self) -> Result<Times<'_>> {
        Ok(Times {
            state: self.state()?,
            rule: &self.deadline_rule,
            pauses: &self.pauses,
            extensions: &self.extensions,
            intake_due: self.intake_due,
            received_at: self.received_at,
            ended_at: self.ended_at,
            due: self.due_current,
        })
    }
}

/// The lines that explain the due date of a received dossier; empty before receipt. The dossier page, form 01, the public
/// tracking page and the answers for programs all print these. The timeline tells of changes of the calendar.
///
/// # Errors
/// If the database cannot be read.
pub(super) async fn lines(cx: &mut Cx, row: &DossierRow, timeline: &[TimelineEntry]) -> Result<Vec<Line>> {
    let Some(received_at) = row.received_at else { return Ok(Vec::new()) };
    let cal = calendar::of_unit(cx, Some(row.competent_unit_id)).await?;
    let changes: Vec<CalendarChange> = timeline
        .iter()
        .filter(|entry| entry.action == DossierAction::DueRecomputed)
        .filter_map(|entry| Some(CalendarChange { on: model::format::local_date(entry.at), reason: entry.note.clone(), old_due: entry.due_before? }))
        .collect();
    explain_with(row, received_at, &changes, &cal)
}

/// The same for a dossier that is not received yet.
pub(super) fn explain_from(row: &DossierRow, received_at: DateTime<Utc>, cal: &WorkCalendar) -> Result<Vec<Line>> {
    explain_with(row, received_at, &[], cal)
}

fn explain_with(row: &DossierRow, received_at: DateTime<Utc>, changes: &[CalendarChange], cal: &WorkCalendar) -> Result<Vec<Line>> {
    let (pauses, extensions, context) = (row.pauses()?, row.extensions()?, version_context(row.version_from));
    let input = Explain {
        pauses: &pauses,
        extensions: &extensions,
        context: Some(&context),
        original: row.due_original,
        calendar_changes: changes,
        ..Explain::new(row.rule()?, received_at)
    };
    explain(&input, cal).map_err(refuse)
}
