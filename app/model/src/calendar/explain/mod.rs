//! Explanation of a due date: the same lines on the dossier page, form 01, the tracking page
//! and in the API.

mod counted;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::due::{Extension, Pause, Remaining};
use super::engine::{Step, run};
use super::remaining::{ESTIMATED_NOTE, duration_text};
use super::spans::SkippedGroup;
use super::{Basis, CalendarError, DeadlineRule, Due, WorkCalendar};
use crate::format;

/// Kind of a line, for icons and for the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// When the record was received.
    Received,
    /// The time limit.
    Rule,
    /// Where counting starts.
    Start,
    /// The counted days.
    CountedDays,
    /// Days off that are not listed between the counted days.
    SkippedDays,
    /// The clock stopped.
    Paused,
    /// The clock went on.
    Resumed,
    /// A later date was promised.
    Extended,
    /// The working calendar changed.
    CalendarChanged,
    /// The due date.
    Due,
    /// The calendar is an estimate.
    EstimatedNote,
}

/// One line of an explanation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Kind of the line.
    pub kind: LineKind,
    /// Whole sentence.
    pub text: String,
    /// The part of `text` that is printed bold.
    pub strong: Option<String>,
    /// The part of `text` that somebody typed about this record, brackets included; not for everybody's eyes.
    #[serde(default)]
    pub typed: String,
    /// Counted days, complete even where the text is shortened.
    pub days: Vec<NaiveDate>,
    /// Days off that the line names.
    pub skipped: Vec<SkippedGroup>,
}

impl Line {
    fn new(kind: LineKind, text: String) -> Self {
        Self { kind, text, strong: None, typed: String::new(), days: Vec::new(), skipped: Vec::new() }
    }

    /// The text before, inside and after the bold part.
    #[must_use]
    pub fn parts(&self) -> (&str, &str, &str) {
        self.strong
            .as_deref()
            .filter(|strong| !strong.is_empty())
            .and_then(|strong| {
                let (before, after) = self.text.split_once(strong)?;
                Some((before, &self.text[before.len()..before.len() + strong.len()], after))
            })
            .unwrap_or((&self.text, "", ""))
    }

    /// The text without what somebody typed: level 1 of the public tracking (02 §19).
    #[must_use]
    pub fn public_text(&self) -> String {
        if self.typed.is_empty() { self.text.clone() } else { self.text.replacen(&self.typed, "", 1) }
    }

    /// The text with the bold part between `**`.
    #[must_use]
    pub fn marked(&self) -> String {
        match self.parts() {
            (text, "", _) => text.to_owned(),
            (before, strong, after) => format!("{before}**{strong}**{after}"),
        }
    }
}

/// A change of the working calendar that moved the due date of the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarChange {
    /// Date of the change.
    pub on: NaiveDate,
    /// Reason shown to people, for example "điều chỉnh ngày nghỉ Quốc khánh".
    pub reason: String,
    /// Due instant before the change.
    pub old_due: DateTime<Utc>,
}

/// What is to be explained.
#[derive(Clone, Debug)]
pub struct Explain<'a> {
    /// Time limit.
    pub rule: DeadlineRule,
    /// Valid receipt.
    pub received_at: DateTime<Utc>,
    /// Pauses in order of time.
    pub pauses: &'a [Pause],
    /// Extensions in order of time.
    pub extensions: &'a [Extension],
    /// Remark after the rule, printed in brackets; see [`version_context`].
    pub context: Option<&'a str>,
    /// Stored original due instant, when the calendar has changed since the receipt.
    pub original: Option<DateTime<Utc>>,
    /// Changes of the calendar since the receipt.
    pub calendar_changes: &'a [CalendarChange],
}

impl<'a> Explain<'a> {
    /// A record without pauses, extensions and remarks.
    #[must_use]
    pub const fn new(rule: DeadlineRule, received_at: DateTime<Utc>) -> Explain<'a> {
        Explain { rule, received_at, pauses: &[], extensions: &[], context: None, original: None, calendar_changes: &[] }
    }
}

/// "phiên bản thủ tục hiệu lực từ 01/01/2026".
#[must_use]
pub fn version_context(effective_from: NaiveDate) -> String {
    format!("phiên bản thủ tục hiệu lực từ {}", format::date(effective_from))
}

/// The lines that explain a due date.
///
/// # Errors
/// As [`super::due`].
pub fn explain(input: &Explain<'_>, cal: &WorkCalendar) -> Result<Vec<Line>, CalendarError> {
    let Explain { rule, received_at, .. } = *input;
    let (due, steps) = run(rule, received_at, input.pauses, input.extensions, cal)?;
    let received = format::due_long(received_at);
    let remark = input.context.map(|text| format!(" ({text})")).unwrap_or_default();
    let mut lines = vec![
        Line::new(LineKind::Received, format!("Tiếp nhận lúc {received}.")),
        Line::new(LineKind::Rule, format!("Thời hạn giải quyết: {}{remark}.", rule.label())),
    ];
    let (Some(current), Some(Step::Received { due: computed })) = (due.at, steps.first()) else {
        lines.push(Line::new(LineKind::Due, "Không có thời hạn trả kết quả.".to_owned()));
        return Ok(lines);
    };
    lines.extend(counted::first_leg(rule, received_at, *computed, cal)?);

    let original = input.original.unwrap_or(*computed);
    if original == *computed && input.calendar_changes.is_empty() {
        // The note of the calendar belongs to the last due line when there is a later one.
        lines.push(due_line(*computed, None, &due, steps.len() == 1));
    }
    lines.extend(input.calendar_changes.iter().map(|change| {
        let (on, old) = (format::date(change.on), stamp(change.old_due, due.basis));
        let text = format!("Lịch làm việc thay đổi ngày {on} ({}): hạn {old} được tính lại.", change.reason);
        Line::new(LineKind::CalendarChanged, text)
    }));
    for step in &steps[1..] {
        lines.push(step_line(input, step, cal)?);
    }
    if due.paused.is_some_and(|left| left != Remaining::Late) {
        let text = format!("Hạn trả kết quả mới được tính khi tiếp tục (hạn ban đầu: {}).", stamp(original, due.basis));
        lines.push(Line::new(LineKind::Due, text));
    } else if steps.len() > 1 || original != *computed || !input.calendar_changes.is_empty() {
        lines.push(due_line(current, Some(original), &due, true));
    }
    if due.estimated {
        let text = format!(
            "Một số ngày trong thời hạn chưa có thông báo chính thức, hạn có thể được tính lại \
             {ESTIMATED_NOTE}."
        );
        lines.push(Line::new(LineKind::EstimatedNote, text));
    }
    Ok(lines)
}

fn step_line(input: &Explain<'_>, step: &Step, cal: &WorkCalendar) -> Result<Line, CalendarError> {
    Ok(match *step {
        Step::Received { .. } => Line::new(LineKind::Received, String::new()),
        Step::Paused { pause, used, left } => {
            let pause = &input.pauses[pause];
            let reason = match pause.reason.as_str() {
                "" => String::new(),
                reason => format!(" ({reason})"),
            };
            let tail = match left {
                Remaining::WorkingDays(n) | Remaining::CalendarDays(n) => {
                    format!("đã dùng {used} ngày, còn {n} ngày.")
                }
                Remaining::Minutes(n) => {
                    format!("đã dùng {}, còn {}.", hours_text(used), hours_text(n))
                }
                Remaining::SameDay => "thời hạn được tính lại khi tiếp tục.".to_owned(),
                Remaining::Late => "đã quá hạn, hạn không thay đổi.".to_owned(),
            };
            let from = stamp(pause.from, input.rule.basis());
            Line::new(LineKind::Paused, format!("Tạm dừng từ {from}{reason}: {tail}"))
        }
        Step::Resumed { pause, left, due, late } => {
            let at = input.pauses[pause].to.unwrap_or(due);
            counted::resumed(input.rule, at, left, due, late, cal)?
        }
        Step::Extended { extension } => {
            let extension = &input.extensions[extension];
            let reason = match extension.reason.as_str() {
                "" => String::new(),
                reason => format!(" ({reason})"),
            };
            let units = match input.rule {
                DeadlineRule::WorkingHour(_) => {
                    format!("{} làm việc", hours_text(u64::from(extension.units)))
                }
                DeadlineRule::CalendarDay(_) => format!("{} ngày", extension.units),
                _ => format!("{} ngày làm việc", extension.units),
            };
            let at = format::date(format::local_date(extension.at));
            let text = format!("Hẹn lại ngày {at}{reason}: thêm {units}.");
            Line { typed: reason, ..Line::new(LineKind::Extended, text) }
        }
    })
}

fn due_line(at: DateTime<Utc>, original: Option<DateTime<Utc>>, due: &Due, last: bool) -> Line {
    let strong = format::due_long(at);
    let (label, tail) = match original {
        None => ("Hạn trả kết quả", String::new()),
        Some(original) => ("Hạn trả kết quả mới", format!(" (hạn ban đầu: {})", stamp(original, due.basis))),
    };
    let note = match due.estimated && last {
        true => format!(" {ESTIMATED_NOTE}"),
        false => String::new(),
    };
    let mut line = Line::new(LineKind::Due, format!("{label}: {strong}{tail}{note}."));
    line.strong = Some(strong);
    line
}

fn hours_text(minutes: u64) -> String {
    match minutes {
        0 => "0 giờ".to_owned(),
        minutes => duration_text(minutes),
    }
}

/// A date, with its time where a rule compares by instant.
fn stamp(at: DateTime<Utc>, basis: Basis) -> String {
    match basis {
        Basis::Date => format::date(format::local_date(at)),
        Basis::Instant => format::time_date(at),
    }
}
