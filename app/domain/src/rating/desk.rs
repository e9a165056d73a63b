//! The list and the page of officials (O19).

use super::store;
use crate::cx::Cx;
use crate::db::Query;
use crate::error::{Error, Result};
use crate::org;
use chrono::{DateTime, NaiveDate, Utc};
use model::access::{Action, ObjectKind, Reach};
use model::format::{day_range, local_date};
use model::rating::{RatingDetail, RatingFilter, RatingGroup, RatingLine};
use model::{List, Paging};
use sqlx::FromRow;

const LINE: &str = "SELECT r.id, COALESCE(d.code, d.submission_code) AS dossier, v.name AS procedure, r.unit_id, r.level, r.comment, r.comment_state,
        r.answered_at, f.due_at AS follow_up_due, r.rated_at
     FROM rating r JOIN dossier d ON d.id = r.dossier_id JOIN procedure_version v ON v.id = d.procedure_version_id
         LEFT JOIN rating_follow_up f ON f.rating_id = r.id AND f.closed_at IS NULL WHERE 1 = 1";
const FROM: &str = " FROM rating r LEFT JOIN rating_follow_up f ON f.rating_id = r.id AND f.closed_at IS NULL WHERE 1 = 1";

#[derive(FromRow)]
struct Row {
    id: i64,
    dossier: String,
    procedure: String,
    unit_id: i64,
    level: i64,
    comment: String,
    comment_state: String,
    answered_at: Option<DateTime<Utc>>,
    follow_up_due: Option<DateTime<Utc>>,
    rated_at: DateTime<Utc>,
}

async fn lines(cx: &mut Cx, rows: Vec<Row>) -> Result<Vec<RatingLine>> {
    let mut ids: Vec<i64> = rows.iter().map(|row| row.unit_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let today = org::today(cx);
    let names = org::names(cx, &ids, today).await?;
    let line = |row: Row| {
        Ok(RatingLine {
            unit: names.get(&row.unit_id).cloned().unwrap_or_default(),
            level: store::level(row.level)?,
            comment_state: row.comment_state.parse()?,
            answered: row.answered_at.is_some(),
            id: row.id,
            dossier: row.dossier,
            procedure: row.procedure,
            comment: row.comment,
            follow_up_due: row.follow_up_due,
            at: row.rated_at,
        })
    };
    rows.into_iter().map(line).collect()
}

fn in_reach(query: &mut Query, reach: &Reach) {
    if !reach.all {
        query.push(" AND r.unit_id IN ").bind_list(reach.units.iter().copied());
    }
}

/// The instants of the days of a filter; a side that is not given is open.
fn between(query: &mut Query, from: Option<NaiveDate>, to: Option<NaiveDate>) {
    if let Some(from) = from {
        query.push(" AND r.rated_at >= ").bind(day_range(from, from).0);
    }
    if let Some(to) = to {
        query.push(" AND r.rated_at < ").bind(day_range(to, to).1);
    }
}

/// Adds the conditions of a filter; the rights of the actor are part of them.
fn conditions(query: &mut Query, reach: &Reach, filter: &RatingFilter) {
    in_reach(query, reach);
    query.push(match filter.group {
        RatingGroup::FollowUp => " AND f.id IS NOT NULL",
        RatingGroup::Unanswered => " AND r.answered_at IS NULL",
        RatingGroup::Pending => " AND r.comment_state = 'pending'",
        RatingGroup::Every => "",
    });
    if let Some(level) = filter.level {
        query.push(" AND r.level = ").bind(level.number());
    }
    between(query, filter.from, filter.to);
    query.words(&["r.fold"], &filter.words);
}

/// A page of ratings: open follow-ups first, the nearest due time first, then the newest.
///
/// # Errors
/// `Unauthorized` or `Forbidden` without the right.
pub async fn list(cx: &mut Cx, filter: &RatingFilter) -> Result<List<RatingLine>> {
    let reach = cx.require_reach(Action::View, ObjectKind::Rating)?;
    let mut count = Query::new("SELECT COUNT(*)");
    count.push(FROM);
    conditions(&mut count, &reach, filter);
    let paging = Paging::of(filter.page, count.count(&mut cx.conn()).await?);
    let mut query = Query::new(LINE);
    conditions(&mut query, &reach, filter);
    query.push(" ORDER BY CASE WHEN f.due_at IS NULL THEN 1 ELSE 0 END, f.due_at, r.rated_at DESC, r.id DESC").page(paging);
    let rows = query.all(&mut cx.conn()).await?;
    Ok(List { rows: lines(cx, rows).await?, paging })
}

/// How many ratings each group of the list holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, FromRow)]
pub struct GroupCounts {
    /// With an open follow-up.
    pub follow_up: i64,
    /// Without an answer.
    pub unanswered: i64,
    /// Words that wait for a decision.
    pub pending: i64,
    /// All.
    pub every: i64,
}

impl GroupCounts {
    /// Number of ratings of a group.
    #[must_use]
    pub const fn of(&self, group: RatingGroup) -> i64 {
        match group {
            RatingGroup::FollowUp => self.follow_up,
            RatingGroup::Unanswered => self.unanswered,
            RatingGroup::Pending => self.pending,
            RatingGroup::Every => self.every,
        }
    }
}

/// The numbers above the list; the group of the filter itself is left out.
///
/// # Errors
/// As [`list`].
pub async fn counts(cx: &mut Cx, filter: &RatingFilter) -> Result<GroupCounts> {
    let reach = cx.require_reach(Action::View, ObjectKind::Rating)?;
    let mut query = Query::new(
        "SELECT COUNT(f.id) AS follow_up, CAST(COALESCE(SUM(CASE WHEN r.answered_at IS NULL THEN 1 ELSE 0 END), 0) AS BIGINT) AS unanswered,
                CAST(COALESCE(SUM(CASE WHEN r.comment_state = 'pending' THEN 1 ELSE 0 END), 0) AS BIGINT) AS pending, COUNT(*) AS every",
    );
    query.push(FROM);
    conditions(&mut query, &reach, &RatingFilter { group: RatingGroup::Every, ..filter.clone() });
    Ok(query.opt(&mut cx.conn()).await?.unwrap_or_default())
}

/// A rating with its history.
///
/// # Errors
/// `NotFound` for no rating, or one outside the reach.
pub async fn find(cx: &mut Cx, id: i64) -> Result<RatingDetail> {
    let reach = cx.require_reach(Action::View, ObjectKind::Rating)?;
    let rating = store::by_id(&mut cx.conn(), id).await?;
    if !reach.covers(rating.unit_id) {
        return Err(Error::NotFound);
    }
    let follow_ups = store::follow_ups(&mut cx.conn(), id).await?;
    let events = store::events(&mut cx.conn(), id).await?;
    let today = local_date(cx.now());
    let unit = org::names(cx, &[rating.unit_id], today).await?.remove(&rating.unit_id).unwrap_or_default();
    let line = RatingLine {
        id,
        unit,
        level: rating.level()?,
        comment_state: rating.comment_state()?,
        answered: rating.answered_at.is_some(),
        follow_up_due: follow_ups.iter().find(|row| row.closed_at.is_none()).map(|row| row.due_at),
        dossier: rating.dossier,
        procedure: rating.procedure,
        comment: rating.comment,
        at: rating.rated_at,
    };
    Ok(RatingDetail {
        may_answer: cx.actor.may(Action::Edit, ObjectKind::Rating, rating.unit_id),
        may_moderate: cx.actor.may(Action::Moderate, ObjectKind::Rating, rating.unit_id),
        version: rating.version,
        locked_at: rating.locked_at,
        reject_reason: rating.reject_reason,
        answer: rating.answer,
        line,
        follow_ups,
        events,
    })
}
