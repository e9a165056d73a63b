//! Due dates after a change of a working calendar (03 §8): which open dossiers move, and the move itself.
//!
//! Nearly all dossiers never stopped and count whole days; their due date depends on unit, rule and day of receipt only.
//! They are read as groups from one index (`dossier_span`), so that a million open dossiers are a few thousand
//! computations; hour rules and dossiers that stopped or were extended are computed one by one. Nothing is written for
//! what does not move, and what was moved is not found again: a batch that was interrupted simply goes on.

use crate::calendar::Calendars;
use crate::cx::Cx;
use crate::db::Query;
use crate::error::{Error, Result};
use crate::identity::crypto::{self, purpose::PHONE};
use crate::notify::{self, Recipient};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use model::calendar::{CalendarError, DeadlineRule, WorkCalendar, due, span_contains};
use model::dossiers::DossierAction;
use model::format::{instant, local_date, time_date};
use model::notify::{Event, NotifyChannel};
use sqlx::FromRow;

/// The stored due dates that a calendar may move; the original one never does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Dues {
    current: DateTime<Utc>,
    without_extension: DateTime<Utc>,
}

#[derive(Debug, Clone)]
enum Target {
    /// Every dossier with the same unit, rule and day of receipt that never stopped.
    Group { unit: i64, rule: String, day: NaiveDate },
    /// One dossier.
    One(i64),
}

/// Dossiers that get the same new due dates.
#[derive(Debug, Clone)]
pub(crate) struct Shift {
    target: Target,
    pauses: String,
    extensions: String,
    old: Dues,
    new: Dues,
    /// How many dossiers.
    pub count: i64,
}

impl Shift {
    /// True if the due date in force becomes later.
    pub(crate) fn is_later(&self) -> bool {
        self.new.current > self.old.current
    }
}

/// What a change of some days moves.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Groups of dossiers that move.
    pub shifts: Vec<Shift>,
    /// The year without calendar that some dossiers would need, and how many they are.
    pub blocked: Option<(i32, i64)>,
}

const DAY_RULES: [&str; 2] = ["working_day:", "calendar_day:"];

#[derive(FromRow)]
struct GroupRow {
    unit: i64,
    rule: String,
    day: NaiveDate,
    due_current: DateTime<Utc>,
    due_without: DateTime<Utc>,
    n: i64,
}

sql!(
    GROUPS,
    "SELECT competent_unit_id AS unit, deadline_rule AS rule, received_day AS day, due_current, due_without_extension AS due_without, COUNT(*) AS n
     FROM dossier
     WHERE ended_at IS NULL AND pauses = '[]' AND extensions = '[]' AND received_day <= $2 AND due_current >= $1 AND due_without_extension IS NOT NULL
       AND (deadline_rule LIKE 'working_day:%' OR deadline_rule LIKE 'calendar_day:%')
     GROUP BY received_day, due_current, competent_unit_id, deadline_rule, due_without_extension"
);

#[derive(FromRow)]
struct OneRow {
    id: i64,
    unit: i64,
    rule: String,
    received_at: DateTime<Utc>,
    day: NaiveDate,
    pauses: String,
    extensions: String,
    due_current: DateTime<Utc>,
    due_without: DateTime<Utc>,
}

sql!(
    HOURS,
    "SELECT id, competent_unit_id AS unit, deadline_rule AS rule, received_at, received_day AS day, pauses, extensions, due_current,
        due_without_extension AS due_without
     FROM dossier
     WHERE ended_at IS NULL AND pauses = '[]' AND extensions = '[]' AND received_day <= $2 AND due_current >= $1 AND due_without_extension IS NOT NULL
       AND NOT (deadline_rule LIKE 'working_day:%' OR deadline_rule LIKE 'calendar_day:%')"
);
sql!(
    STOPPED,
    "SELECT id, competent_unit_id AS unit, deadline_rule AS rule, received_at, received_day AS day, pauses, extensions, due_current,
        due_without_extension AS due_without
     FROM dossier
     WHERE ended_at IS NULL AND (pauses <> '[]' OR extensions <> '[]') AND received_day <= $2 AND due_current >= $1 AND due_without_extension IS NOT NULL"
);

/// The open dossiers whose counted span contains one of the ascending `days` and whose due date differs from what the
/// calendars say.
///
/// # Errors
/// If the database cannot be read.
pub(crate) async fn find(cx: &mut Cx, days: &[NaiveDate], calendars: &mut Calendars) -> Result<Found> {
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return Ok(Found::default()) };
    let (from, until) = (instant(*first, NaiveTime::MIN), *last);
    let mut found = Found::default();
    let groups: Vec<GroupRow> = cx.conn().all(GROUPS, args![from, until]).await?;
    for row in groups {
        debug_assert!(DAY_RULES.iter().any(|kind| row.rule.starts_with(kind)));
        let old = Dues { current: row.due_current, without_extension: row.due_without };
        if span_contains((row.day, local_date(old.current)), days) {
            let calendar = calendars.of(cx, row.unit).await?;
            let noon = instant(row.day, NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default());
            let new = compute(&row.rule, noon, "[]", "[]", &calendar);
            let target = Target::Group { unit: row.unit, rule: row.rule, day: row.day };
            found.take(Shift { target, pauses: "[]".into(), extensions: "[]".into(), old, new: old, count: row.n }, new)?;
        }
    }
    for statement in [HOURS, STOPPED] {
        let rows: Vec<OneRow> = cx.conn().all(statement, args![from, until]).await?;
        for row in rows {
            let old = Dues { current: row.due_current, without_extension: row.due_without };
            if span_contains((row.day, local_date(old.current)), days) {
                let calendar = calendars.of(cx, row.unit).await?;
                let new = compute(&row.rule, row.received_at, &row.pauses, &row.extensions, &calendar);
                found.take(Shift { target: Target::One(row.id), pauses: row.pauses, extensions: row.extensions, old, new: old, count: 1 }, new)?;
            }
        }
    }
    Ok(found)
}

impl Found {
    /// Notes a shift if its new dates differ.
    fn take(&mut self, shift: Shift, new: Result<Option<Dues>>) -> Result<()> {
        match new {
            Ok(Some(new)) if new != shift.old => self.shifts.push(Shift { new, ..shift }),
            Ok(_) => {}
            // The dossier keeps its date until that year has a calendar: a record must not stop the others.
            Err(Error::CalendarMissing(year)) => self.blocked = Some((year, self.blocked.map_or(0, |(_, n)| n) + shift.count)),
            Err(other) => return Err(other),
        }
        Ok(())
    }
}

/// What the library says about one row; nothing for a rule without time limit.
fn compute(rule: &str, received_at: DateTime<Utc>, pauses: &str, extensions: &str, calendar: &WorkCalendar) -> Result<Option<Dues>> {
    let rule: DeadlineRule = rule.parse().map_err(Error::internal)?;
    let (pauses, extensions): (Vec<_>, Vec<_>) = (serde_json::from_str(pauses)?, serde_json::from_str(extensions)?);
    let at = |extensions: &[_]| -> Result<_, CalendarError> { Ok(due(rule, received_at, &pauses, extensions, calendar)?.at) };
    let without_extension = at(&[]).map_err(super::timing::refuse)?;
    let current = if extensions.is_empty() { without_extension } else { at(&extensions).map_err(super::timing::refuse)? };
    Ok(current.zip(without_extension).map(|(current, without_extension)| Dues { current, without_extension }))
}

/// Why due dates move.
#[derive(Debug, Clone)]
pub(crate) struct Why {
    /// Reason in words, as citizens read it.
    pub reason: String,
    /// Which change, for the history.
    pub basis: String,
}

sql!(
    IDS_OF_GROUP,
    "SELECT id FROM dossier
     WHERE ended_at IS NULL AND pauses = '[]' AND extensions = '[]' AND received_day = $1 AND due_current = $2 AND competent_unit_id = $3
       AND deadline_rule = $4 AND due_without_extension = $5 ORDER BY id LIMIT $6"
);

/// Moves at most `most` dossiers of a shift, each with one event and, while its clock runs, one message to the applicant.
/// Returns how many moved; fewer than `most` means that none is left.
///
/// # Errors
/// If the database cannot be written.
pub(crate) async fn apply(cx: &mut Cx, shift: &Shift, why: &Why, most: usize) -> Result<usize> {
    let ids: Vec<i64> = match &shift.target {
        Target::One(id) => vec![*id],
        Target::Group { unit, rule, day } => {
            let values = args![*day, shift.old.current, *unit, rule, shift.old.without_extension, i64::try_from(most).unwrap_or(i64::MAX)];
            let rows: Vec<(i64,)> = cx.conn().all(IDS_OF_GROUP, values).await?;
            rows.into_iter().map(|(id,)| id).collect()
        }
    };
    let moved = if ids.is_empty() { ids } else { set(cx, shift, ids).await? };
    if moved.is_empty() {
        return Ok(0);
    }
    append(cx, shift, why, &moved).await?;
    tell(cx, shift, &moved).await?;
    Ok(moved.len())
}

/// Writes the new dates where nothing changed meanwhile; whoever has the dossier open is told so when saving.
async fn set(cx: &mut Cx, shift: &Shift, ids: Vec<i64>) -> Result<Vec<i64>> {
    let (now, name) = (cx.now(), cx.actor.name.clone());
    let mut query = Query::new("UPDATE dossier SET version = version + 1, due_without_extension = ");
    query.bind(shift.new.without_extension).push(", due_current = ").bind(shift.new.current);
    query.push(", due_order = CASE WHEN clock = 'running' THEN ").bind(shift.new.current).push(" ELSE due_order END, updated_at = ").bind(now);
    query.push(", updated_by = ").bind(name).push(" WHERE ended_at IS NULL AND due_current = ").bind(shift.old.current);
    query.push(" AND due_without_extension = ").bind(shift.old.without_extension);
    query.push(" AND pauses = ").bind(&shift.pauses).push(" AND extensions = ").bind(&shift.extensions);
    query.push(" AND id IN ").bind_list(ids).push(" RETURNING id, competent_unit_id");
    let rows: Vec<(i64, i64)> = query.all(&mut cx.conn()).await?;
    let mut units: Vec<i64> = rows.iter().map(|(_, unit)| *unit).collect();
    units.sort_unstable();
    units.dedup();
    for unit in units {
        cx.changed("desk", unit);
    }
    Ok(rows.into_iter().map(|(id, _)| id).collect())
}

async fn append(cx: &mut Cx, shift: &Shift, why: &Why, ids: &[i64]) -> Result<()> {
    let (now, name) = (cx.now(), cx.actor.name.clone());
    let mut query = Query::new(
        "INSERT INTO dossier_event (dossier_id, seq, from_state, to_state, stage_from, stage_to, action, actor_name, at, note, basis, due_before, due_after)
         SELECT d.id, (SELECT COALESCE(MAX(e.seq), 0) + 1 FROM dossier_event e WHERE e.dossier_id = d.id), d.state, d.state, d.stage, d.stage, ",
    );
    query.bind(DossierAction::DueRecomputed.as_str()).push(", ").bind(name).push(", ").bind(now).push(", ").bind(&why.reason).push(", ");
    query.bind(&why.basis).push(", ").bind(shift.old.current).push(", ").bind(shift.new.current);
    query.push(" FROM dossier d WHERE d.id IN ").bind_list(ids.iter().copied());
    query.exec(&mut cx.conn()).await.map(|_| ())
}

#[derive(FromRow)]
struct ToTell {
    submission_code: String,
    code: Option<String>,
    applicant_account: Option<i64>,
    applicant_phone: String,
    notify: String,
    seq: i64,
}

/// `due_changed` to the applicants. Who was told that the clock stands still hears the new date when it goes on.
async fn tell(cx: &mut Cx, shift: &Shift, ids: &[i64]) -> Result<()> {
    if shift.new.current == shift.old.current {
        return Ok(());
    }
    let mut query = Query::new(
        "SELECT d.submission_code, d.code, d.applicant_account, d.applicant_phone, d.notify,
            (SELECT MAX(e.seq) FROM dossier_event e WHERE e.dossier_id = d.id) AS seq
         FROM dossier d WHERE d.clock = 'running' AND d.id IN ",
    );
    query.bind_list(ids.iter().copied());
    let rows: Vec<ToTell> = query.all(&mut cx.conn()).await?;
    let base = cx.settings().base_url.clone();
    for row in rows {
        let code = row.code.unwrap_or_else(|| row.submission_code.clone());
        let link = format!("/tra-cuu/{code}");
        let values = [("ma", code), ("cu", time_date(shift.old.current)), ("moi", time_date(shift.new.current)), ("link", format!("{base}{link}"))];
        let channels: Vec<NotifyChannel> = row.notify.split(',').filter_map(|channel| channel.parse().ok()).collect();
        let phone = Some(crypto::open_text(cx.settings(), PHONE, &row.applicant_phone)).filter(|phone| !phone.is_empty());
        let to = Recipient { account_id: row.applicant_account, phone, email: None, channels };
        notify::send(cx, Event::DueChanged, &format!("dossier:{}:{}", row.submission_code, row.seq), &to, &values, &link).await?;
    }
    Ok(())
}
