//! The dossier figures of 08 §2: one function over the periods of the event log, and exactly the rows behind each figure.
//!
//! | file | what |
//! |---|---|
//! | `mod` | the one function |
//! | `core` | the one statement: where each dossier stands; counting, rows and snapshots all ask it |
//! | `rows` | the rows behind a figure |
//! | `sheet` | the figures by unit, sector and counter, with names |
//! | `handling` | mean and median working days until the result |
//! | `tree` | which units lie below a unit |
//! | `export` | the sheet as a table for files |
//! | `frozen` | a sheet that was committed before it left the house |
//! | `compare` | why two of them differ |
//! | `check` | every night some cells are counted again |

mod check;
mod compare;
mod core;
mod export;
mod frozen;
mod handling;
mod rows;
mod sheet;
mod tree;

pub use check::{Cell, check_cells, nightly, report};
pub use compare::{compare, compared_rows};
pub use export::{HEADER, table};
pub use frozen::{FrozenCell, freeze, frozen, frozen_rows};
pub(crate) use handling::Handled;
pub use rows::rows;
pub use sheet::{Asked, ask, sectors, sheet};
pub use tree::below;

use self::core::Selection;
use super::tasks::{Heirs, Scope};
use crate::cx::Cx;
use crate::error::Result;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use model::dossiers::Channel;
use model::format;
use model::org::OrgView;
use model::stats::dossiers::{DossierCounts, DossierPart, DossierPeriod, IntakeCounts, IntakePart, Mark, Origin};
use sqlx::FromRow;

/// The instants of a question: a half-open period and what was known when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moments {
    /// F: first instant of the period.
    pub from: DateTime<Utc>,
    /// What happened before this instant counts: E, or just after the instant of the figures if that is earlier.
    pub cut: DateTime<Utc>,
    /// T: open dossiers are judged at this instant, never at a period end in the future.
    pub judged: DateTime<Utc>,
    /// Its day.
    pub day: NaiveDate,
    /// When it is asked: corrections of receipts that were known by then count, also for earlier periods.
    pub known: DateTime<Utc>,
}

impl Moments {
    /// The instants of a period `[from, end)` as known at `at`.
    #[must_use]
    pub fn new(from: DateTime<Utc>, end: DateTime<Utc>, at: DateTime<Utc>) -> Self {
        if at < end {
            return Self { from, cut: at + Duration::microseconds(1), judged: at, day: format::local_date(at), known: at };
        }
        Self { from, cut: end, judged: end, day: format::local_date(end - Duration::microseconds(1)), known: at }
    }

    /// The instants of a period asked for by its days.
    #[must_use]
    pub fn of(period: &DossierPeriod, now: DateTime<Utc>) -> Self {
        let (from, end) = format::day_range(stored(period.from), stored(period.to));
        let (_, known) = format::day_range(stored(period.as_of), stored(period.as_of));
        Self::new(from, end, (known - Duration::microseconds(1)).min(now))
    }
}

/// Both engines store the years 1 to 9999.
fn stored(day: NaiveDate) -> NaiveDate {
    let (first, last) = (NaiveDate::from_ymd_opt(1, 1, 2), NaiveDate::from_ymd_opt(9998, 12, 31));
    day.clamp(first.unwrap_or_default(), last.unwrap_or_default())
}

/// The day on which units are named and stand in their tree: the end of the period as then, today as now.
pub(super) fn name_day(period: &DossierPeriod, today: NaiveDate) -> NaiveDate {
    match period.view {
        OrgView::AsThen => period.to.min(today),
        OrgView::AsNow => today,
    }
}

/// Received dossiers with the same marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Competent unit that they are booked on.
    pub unit_id: i64,
    /// Sector of their procedures.
    pub sector_id: i64,
    /// Channel.
    pub channel: Channel,
    /// There before the period, or new in it.
    pub origin: Origin,
    /// Where they stand.
    pub part: DossierPart,
    /// How many.
    pub dossiers: i64,
    /// How many of them were on time thanks to an extension only.
    pub by_extension: i64,
    /// How many of them have each mark beside the balance, in the order of [`Mark::ALL`].
    pub marks: [i64; Mark::ALL.len()],
}

/// Submissions that were not received, with the same marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntakeGroup {
    /// Receiving unit that they are booked on.
    pub unit_id: i64,
    /// Sector of their procedures.
    pub sector_id: i64,
    /// Where they stand.
    pub part: IntakePart,
    /// How many.
    pub submissions: i64,
}

/// The figures of a scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DossierFigures {
    /// Instant at which they are judged.
    pub as_of: DateTime<Utc>,
    /// Received dossiers; each stands in exactly one group.
    pub groups: Vec<Group>,
    /// Submissions at the counters.
    pub intake: Vec<IntakeGroup>,
}

impl DossierFigures {
    /// Adds up the groups that the condition holds for.
    #[must_use]
    pub fn counts(&self, wanted: impl Fn(&Group) -> bool) -> DossierCounts {
        let mut counts = DossierCounts::default();
        for group in self.groups.iter().filter(|group| wanted(group)) {
            counts.put(group.origin, group.channel, group.part, group.dossiers, group.by_extension);
            counts.mark(&group.marks);
        }
        counts
    }

    /// Adds up the submissions that the condition holds for.
    #[must_use]
    pub fn intake_counts(&self, wanted: impl Fn(&IntakeGroup) -> bool) -> IntakeCounts {
        let mut counts = IntakeCounts::default();
        for group in self.intake.iter().filter(|group| wanted(group)) {
            counts.put(group.part, group.submissions);
        }
        counts
    }
}

#[derive(FromRow)]
struct GroupRow {
    unit_id: i64,
    sector_id: i64,
    channel: String,
    origin: String,
    part: String,
    dossiers: i64,
    by_extension: i64,
    #[sqlx(flatten)]
    marks: MarkRow,
}

/// The marks of a group, or of one dossier.
#[derive(FromRow)]
pub(super) struct MarkRow {
    apology_signed: i64,
    apology_automatic: i64,
    apology_missing: i64,
    adjusted: i64,
    supplemented: i64,
}

impl MarkRow {
    /// In the order of [`Mark::ALL`].
    pub(super) fn counts(&self) -> [i64; Mark::ALL.len()] {
        [self.apology_signed, self.apology_automatic, self.apology_missing, self.adjusted, self.supplemented]
    }
}

#[derive(FromRow)]
struct IntakeRow {
    unit_id: i64,
    sector_id: i64,
    part: String,
    submissions: i64,
}

/// The dossier figures of units, for a period, as known on a day, under the organisation of then or now: the one function
/// behind pages, files and snapshots. `Units` are competent units (receiving units for the intake).
///
/// Needs no right: figures of units are public. A past day always gives the same answer.
///
/// # Errors
/// If the database cannot be read.
pub async fn dossier_figures(cx: &mut Cx, scope: &Scope, period: &DossierPeriod) -> Result<DossierFigures> {
    let moments = Moments::of(period, cx.now());
    figures_at(cx, scope, &moments, period.view).await
}

/// [`dossier_figures`] between any two instants.
///
/// # Errors
/// If the database cannot be read.
pub async fn figures_at(cx: &mut Cx, scope: &Scope, moments: &Moments, view: OrgView) -> Result<DossierFigures> {
    let heirs = Heirs::of(cx, view).await?;
    figures_of(cx, &Selection::new(scope, None, &heirs), moments, &heirs).await
}

/// The figures of a selection, booked on the units that `heirs` says: two statements.
async fn figures_of(cx: &mut Cx, selection: &Selection, moments: &Moments, heirs: &Heirs) -> Result<DossierFigures> {
    let found: Vec<GroupRow> = core::grouped(selection, moments).all(&mut cx.conn()).await?;
    let mut groups = Vec::with_capacity(found.len());
    for row in found {
        groups.push(Group {
            unit_id: heirs.unit(row.unit_id),
            sector_id: row.sector_id,
            channel: row.channel.parse()?,
            origin: row.origin.parse()?,
            part: row.part.parse()?,
            dossiers: row.dossiers,
            by_extension: row.by_extension,
            marks: row.marks.counts(),
        });
    }
    let found: Vec<IntakeRow> = core::grouped_intake(selection, moments).all(&mut cx.conn()).await?;
    let mut intake = Vec::with_capacity(found.len());
    for row in found {
        intake.push(IntakeGroup { unit_id: heirs.unit(row.unit_id), sector_id: row.sector_id, part: row.part.parse()?, submissions: row.submissions });
    }
    Ok(DossierFigures { as_of: moments.judged, groups, intake })
}
