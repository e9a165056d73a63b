//! The stored changes of the calendar.

use super::store;
use crate::cx::Cx;
use crate::error::Result;
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use model::access::{Action, ObjectKind};
use model::calendar::{ChangeKind, DayChange};
use sqlx::FromRow;

/// A change as stored.
#[derive(Debug, Clone, FromRow)]
pub struct ChangeRow {
    /// Number.
    pub id: i64,
    kind: String,
    day: Option<NaiveDate>,
    old_day: Option<NaiveDate>,
    day_kind: Option<String>,
    pattern_of: Option<i64>,
    name: String,
    status: String,
    source: String,
    year: i64,
    /// Why, as citizens read it.
    pub reason: String,
    /// `proposed`, `applied` or `declined`.
    pub state: String,
    /// Open dossiers that moved earlier.
    pub earlier: i64,
    /// Open dossiers that moved later.
    pub later: i64,
    pub(super) proposed_by: Option<i64>,
    /// Who asked for it.
    pub proposed_name: String,
    /// When.
    pub proposed_at: DateTime<Utc>,
    /// Who agreed or declined.
    pub decided_name: String,
    /// End of the recomputation.
    pub recomputed_at: Option<DateTime<Utc>>,
    unit_code: String,
}

impl ChangeRow {
    /// The change itself.
    ///
    /// # Errors
    /// Only for a damaged row.
    pub fn change(&self) -> Result<DayChange> {
        Ok(DayChange {
            kind: self.kind.parse()?,
            day: self.day,
            old_day: self.old_day,
            day_kind: self.day_kind.as_deref().map(str::parse).transpose()?,
            pattern_of: self.pattern_of.map(store::weekday).transpose()?,
            name: self.name.clone(),
            status: self.status.parse()?,
            source: self.source.clone(),
            unit_code: self.unit_code.clone(),
            year: store::number(self.year)?,
            reason: self.reason.clone(),
        })
    }

    /// The days whose records are recomputed, ascending.
    pub(super) fn days(&self) -> Result<Vec<NaiveDate>> {
        Ok(days_of(&self.change()?))
    }
}

/// A whole year for a change of its state, else the changed days.
pub(super) fn days_of(change: &DayChange) -> Vec<NaiveDate> {
    match change.kind {
        ChangeKind::Year => {
            let first = NaiveDate::from_ymd_opt(change.year, 1, 1);
            first.into_iter().flat_map(|first| first.iter_days()).take_while(|day| day.year() == change.year).collect()
        }
        _ => change.days(),
    }
}

macro_rules! change_rows {
    ($rest:literal) => {
        concat!(
            "SELECT c.id, c.kind, c.day, c.old_day, c.day_kind, c.pattern_of, c.name, c.status, c.source, c.year, c.reason, c.state, c.earlier,
                c.later, c.proposed_by, c.proposed_name, c.proposed_at, c.decided_name, c.recomputed_at,
                COALESCE((SELECT n.agency_code FROM org_unit_version n WHERE n.unit_id = c.unit_id ORDER BY n.valid_from DESC LIMIT 1), '') AS unit_code
             FROM calendar_change c ",
            $rest
        )
    };
}

sql!(BY_ID, change_rows!("WHERE c.id = $1"));
sql!(OF_YEAR, change_rows!("WHERE c.year = $1 ORDER BY c.id DESC LIMIT 50"));
sql!(FINISHED, "UPDATE calendar_change SET recomputed_at = $2 WHERE id = $1 AND recomputed_at IS NULL");

/// A change by its number.
///
/// # Errors
/// `NotFound`.
pub async fn by_id(cx: &mut Cx, id: i64) -> Result<ChangeRow> {
    cx.conn().one(BY_ID, args![id]).await
}

/// The latest 50 changes of a year, newest first, those that wait among them.
///
/// # Errors
/// `Forbidden` without the right to configure calendars.
pub async fn of_year(cx: &mut Cx, year: i32) -> Result<Vec<ChangeRow>> {
    cx.require_reach(Action::Configure, ObjectKind::Calendar)?;
    cx.conn().all(OF_YEAR, args![i64::from(year)]).await
}

/// Notes the end of the recomputation.
pub(super) async fn finished(cx: &mut Cx, id: i64) -> Result<()> {
    let now = cx.now();
    cx.conn().exec(FINISHED, args![id, now]).await.map(|_| ())
}
