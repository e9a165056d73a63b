//! Ratings that wait for the person who acts, for the page Hôm nay: follow-ups of the own unit, words to decide about.

use crate::cx::Cx;
use crate::db::Query;
use crate::error::Result;
use crate::today::counts::Counting;
use crate::today::{DueKind, MOST, WorkItem, WorkKind};
use chrono::{DateTime, Utc};
use model::access::{Action, ObjectKind, Reach};
use model::calendar::{Basis, Clock, remaining_text};
use model::format::{date_time, day_range, local_date};
use model::rating::RatingLevel;
use model::today::due_kind;
use sqlx::FromRow;

fn in_reach(query: &mut Query, reach: &Reach) {
    if !reach.all {
        query.push(" AND r.unit_id IN ").bind_list(reach.units.iter().copied());
    }
}

/// Adds how much waits for the person who acts: the number of [`work_items`].
///
/// # Errors
/// None; other slices have some.
pub(crate) fn count_waiting(cx: &Cx, counting: &mut Counting) -> Result<()> {
    let (leads, moderates) = reaches(cx);
    if !leads.is_empty() {
        let now = cx.now();
        let query = counting.arm(WorkKind::Rating.as_str()).push("COUNT(*) AS total, COALESCE(SUM(CASE WHEN f.due_at < ");
        query.bind(now).push(" THEN 1 ELSE 0 END), 0) AS overdue, COALESCE(SUM(CASE WHEN f.due_at >= ").bind(now);
        query.push(" AND f.due_at < ").bind(day_range(local_date(now), local_date(now)).1);
        query.push(" THEN 1 ELSE 0 END), 0) AS today FROM rating_follow_up f JOIN rating r ON r.id = f.rating_id WHERE f.closed_at IS NULL");
        in_reach(query, &leads);
    }
    if !moderates.is_empty() {
        let query = counting.arm(WorkKind::Rating.as_str());
        query.push("COUNT(*) AS total, 0 AS overdue, 0 AS today FROM rating r WHERE r.comment_state = 'pending'");
        in_reach(query, &moderates);
    }
    Ok(())
}

/// Where this person leads a unit, and where they decide about words.
fn reaches(cx: &Cx) -> (Reach, Reach) {
    (cx.actor.reach(Action::Edit, ObjectKind::Rating), cx.actor.reach(Action::Moderate, ObjectKind::Rating))
}

#[derive(FromRow)]
struct Row {
    id: i64,
    level: i64,
    dossier: String,
    procedure: String,
    at: DateTime<Utc>,
}

impl Row {
    fn item(self, due: Option<DateTime<Utc>>, due_text: String, due_kind: DueKind, action: &str) -> WorkItem {
        let level = RatingLevel::of(self.level).map_or("", RatingLevel::label);
        WorkItem {
            kind: WorkKind::Rating,
            href: format!("/can-bo/danh-gia/{}", self.id),
            code: self.dossier,
            title: self.procedure,
            who_and_state: format!("Đánh giá “{level}”, {}", date_time(self.at)),
            due,
            due_text,
            due_kind,
            action_label: action.to_owned(),
        }
    }
}

#[derive(FromRow)]
struct FollowUpRow {
    #[sqlx(flatten)]
    row: Row,
    due_at: DateTime<Utc>,
}

/// What waits for the person who acts, the most urgent first.
///
/// # Errors
/// If the database cannot be read.
pub async fn work_items(cx: &mut Cx) -> Result<Vec<WorkItem>> {
    let (leads, moderates) = reaches(cx);
    let mut items = if leads.is_empty() { Vec::new() } else { follow_ups(cx, &leads).await? };
    if !moderates.is_empty() {
        items.extend(words(cx, &moderates).await?);
    }
    Ok(items)
}

async fn follow_ups(cx: &mut Cx, reach: &Reach) -> Result<Vec<WorkItem>> {
    let (now, unit) = (cx.now(), cx.actor.unit_id);
    let calendar = crate::calendar::of_unit(cx, unit).await?;
    let mut query = Query::new(
        "SELECT r.id, r.level, COALESCE(d.code, d.submission_code) AS dossier, v.name AS procedure, r.rated_at AS at, f.due_at
         FROM rating_follow_up f JOIN rating r ON r.id = f.rating_id JOIN dossier d ON d.id = r.dossier_id
             JOIN procedure_version v ON v.id = d.procedure_version_id WHERE f.closed_at IS NULL",
    );
    in_reach(&mut query, reach);
    query.push(" ORDER BY f.due_at, f.id LIMIT ").bind(MOST);
    let rows: Vec<FollowUpRow> = query.all(&mut cx.conn()).await?;
    let item = |FollowUpRow { row, due_at }: FollowUpRow| {
        let clock = Clock::Running { due: due_at, basis: Basis::Instant };
        row.item(Some(due_at), remaining_text(now, &clock, &calendar), due_kind(now, &clock, &calendar), "Tìm hiểu")
    };
    Ok(rows.into_iter().map(item).collect())
}

async fn words(cx: &mut Cx, reach: &Reach) -> Result<Vec<WorkItem>> {
    let mut query = Query::new(
        "SELECT r.id, r.level, COALESCE(d.code, d.submission_code) AS dossier, v.name AS procedure, r.rated_at AS at
         FROM rating r JOIN dossier d ON d.id = r.dossier_id JOIN procedure_version v ON v.id = d.procedure_version_id WHERE r.comment_state = 'pending'",
    );
    in_reach(&mut query, reach);
    query.push(" ORDER BY r.rated_at, r.id LIMIT ").bind(MOST);
    let rows: Vec<Row> = query.all(&mut cx.conn()).await?;
    Ok(rows.into_iter().map(|row| row.item(None, "Không có thời hạn".to_owned(), DueKind::Open, "Duyệt nhận xét")).collect())
}
