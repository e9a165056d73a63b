//! One-stop centres that give numbers: their counter groups and the hours of today.

use super::store;
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::{calendar, org};
use chrono::NaiveDate;
use model::access::{Action, ObjectKind};
use model::calendar::{Segment, WorkCalendar};
use model::queue::{CentreLine, CentreView, GroupView, gives_numbers, minute_text};

/// A counter group to be set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewGroup<'a> {
    /// Letter before the number.
    pub letter: &'a str,
    /// What is done there.
    pub name: &'a str,
    /// Counters that serve it, 0 to 99.
    pub counters: i64,
    /// Usual time of one person, minutes.
    pub minutes: i64,
}

sql!(
    PUT,
    "INSERT INTO queue_group (unit_id, letter, name, counters, minutes, active, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (unit_id, letter) DO UPDATE SET name = excluded.name, counters = excluded.counters, minutes = excluded.minutes, active = excluded.active"
);

/// Sets up counter groups of a centre; a letter that it has already gets the new figures.
///
/// # Errors
/// `Forbidden` without the right to configure queues of the unit.
pub async fn set_up(cx: &mut Cx, unit: i64, groups: &[NewGroup<'_>]) -> Result<()> {
    cx.require(Action::Configure, ObjectKind::QueueTicket, unit)?;
    let now = cx.now();
    for group in groups {
        cx.conn().exec(PUT, args![unit, group.letter, group.name, group.counters, group.minutes, true, now]).await?;
    }
    cx.audit(AuditEvent::new("queue.set_up", "unit", unit));
    Ok(())
}

/// Every centre that gives numbers, by code; with a search, those whose name or code has the words.
///
/// # Errors
/// If the database cannot be read.
pub async fn centres(cx: &mut Cx, search: &str) -> Result<Vec<CentreLine>> {
    let ids = store::units(&mut cx.conn()).await?;
    let words = crate::db::search_words(search);
    let today = org::today(cx);
    let units = org::all(cx, today).await?.into_iter().filter(|unit| ids.contains(&unit.id));
    let fits = |unit: &model::org::Unit| {
        let fold = model::text::fold(&format!("{} {}", unit.code, unit.name));
        words.iter().all(|word| fold.contains(word.as_str()))
    };
    Ok(units.filter(fits).map(|unit| CentreLine { code: unit.code, name: unit.name }).collect())
}

/// The centres among these units, by code.
pub(super) async fn of_units(cx: &mut Cx, covers: impl Fn(i64) -> bool) -> Result<Vec<CentreLine>> {
    let ids: Vec<i64> = store::units(&mut cx.conn()).await?.into_iter().filter(|unit| covers(*unit)).collect();
    let today = org::today(cx);
    let mut lines = Vec::with_capacity(ids.len());
    for id in ids {
        match org::unit(cx, id, today).await {
            Ok(unit) => lines.push(CentreLine { code: unit.code, name: unit.name }),
            // A centre that has ended gives no numbers.
            Err(Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    lines.sort_by_key(|line| org::code_key(&line.code));
    Ok(lines)
}

/// A centre with its groups, the people in line and the hours of today.
///
/// # Errors
/// `NotFound` for a code that is no centre with counter groups today.
pub async fn centre(cx: &mut Cx, code: &str) -> Result<CentreView> {
    let today = org::today(cx);
    let unit = org::by_code(cx, code, today).await.map_err(|error| match error {
        Error::Invalid(_) => Error::NotFound,
        other => other,
    })?;
    let groups = store::groups(&mut cx.conn(), unit.id).await?;
    if groups.is_empty() {
        return Err(Error::NotFound);
    }
    let waiting = store::waiting(&mut cx.conn(), unit.id, today).await?;
    let calendar = calendar::of_unit(cx, Some(unit.id)).await?;
    let hours = hours(&calendar, today);
    let (_, minute) = model::format::local_minute(cx.now());
    let groups = groups
        .into_iter()
        .map(|group| GroupView {
            waiting: waiting.iter().find(|(id, _)| *id == group.id).map_or(0, |(_, n)| *n),
            id: group.id,
            letter: group.letter,
            name: group.name,
            counters: group.counters,
            minutes: group.minutes,
        })
        .collect();
    let words: Vec<String> = hours.iter().map(|segment| format!("{}–{}", minute_text(segment.start), minute_text(segment.end))).collect();
    Ok(CentreView { unit: unit.id, code: unit.code, name: unit.name, groups, open: gives_numbers(&hours, minute), hours: words.join(", ") })
}

/// Hours in which a centre serves people on a day, ascending; none for a year without calendar.
fn hours(calendar: &WorkCalendar, day: NaiveDate) -> Vec<Segment> {
    let mut hours = calendar.segments(day).unwrap_or_default().to_vec();
    hours.extend_from_slice(calendar.receiving_segments(day).unwrap_or_default());
    hours.sort_by_key(|segment| segment.start);
    hours
}

/// The group with this letter.
///
/// # Errors
/// `Invalid` on `field`.
pub(super) fn group<'a>(centre: &'a CentreView, letter: &str, field: &str) -> Result<&'a GroupView> {
    centre.group(letter).ok_or_else(|| Error::field(field, "Trung tâm không có nhóm này. Hãy chọn lại."))
}
