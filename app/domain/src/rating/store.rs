//! SQL of ratings, their events and follow-ups.

use crate::cx::Cx;
use crate::db::Conn;
use crate::error::{Error, Result};
use chrono::{DateTime, Utc};
use model::rating::{CommentState, FollowUpView, RatingEvent, RatingLevel, RatingStep};
use sqlx::FromRow;

/// A rating as stored.
#[derive(Debug, Clone, FromRow)]
pub(super) struct Rating {
    pub id: i64,
    pub version: i64,
    pub unit_id: i64,
    pub level: i64,
    pub comment: String,
    pub comment_state: String,
    pub reject_reason: String,
    pub answer: String,
    pub answered_at: Option<DateTime<Utc>>,
    pub first_at: DateTime<Utc>,
    pub locked_at: DateTime<Utc>,
    pub rated_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    /// Code of the dossier.
    pub dossier: String,
    /// Name of the procedure.
    pub procedure: String,
}

impl Rating {
    /// The level.
    pub fn level(&self) -> Result<RatingLevel> {
        level(self.level)
    }

    /// What became of the words.
    pub fn comment_state(&self) -> Result<CommentState> {
        Ok(self.comment_state.parse()?)
    }
}

/// A stored level.
pub(super) fn level(number: i64) -> Result<RatingLevel> {
    RatingLevel::of(number).ok_or_else(|| Error::internal("level of a rating out of range"))
}

/// Columns of [`Rating`].
macro_rules! rating_sql {
    ($rest:literal) => {
        concat!(
            "SELECT r.id, r.version, r.unit_id, r.level, r.comment, r.comment_state, r.reject_reason, r.answer, r.answered_at, r.first_at, r.locked_at,
                    r.rated_at, r.updated_at, COALESCE(d.code, d.submission_code) AS dossier, v.name AS procedure
             FROM rating r JOIN dossier d ON d.id = r.dossier_id JOIN procedure_version v ON v.id = d.procedure_version_id ",
            $rest
        )
    };
}

sql!(BY_ID, rating_sql!("WHERE r.id = $1"));
/// A rating by its row.
pub(super) async fn by_id(conn: &mut Conn<'_>, id: i64) -> Result<Rating> {
    conn.one(BY_ID, args![id]).await
}

sql!(OF_INVITE, rating_sql!("WHERE r.invite_id = $1"));
/// The rating that was given by an invitation.
pub(super) async fn of_invite(conn: &mut Conn<'_>, invite: i64) -> Result<Option<Rating>> {
    conn.opt(OF_INVITE, args![invite]).await
}

sql!(
    SAVE,
    "UPDATE rating SET level = $3, comment = $4, comment_state = $5, reject_reason = $6, answer = $7, answered_at = $8, fold = $9, rated_at = $10,
                       updated_at = $11, version = version + 1
     WHERE id = $1 AND version = $2"
);

/// Saves what steps may change.
///
/// # Errors
/// `Conflict` if somebody was faster.
pub(super) async fn save(conn: &mut Conn<'_>, rating: &Rating, now: DateTime<Utc>) -> Result<()> {
    let values = args![
        rating.id,
        rating.version,
        rating.level,
        &rating.comment,
        &rating.comment_state,
        &rating.reject_reason,
        &rating.answer,
        rating.answered_at,
        fold(&rating.dossier, &rating.procedure, &rating.comment),
        rating.rated_at,
        now
    ];
    if conn.exec(SAVE, values).await? == 1 { Ok(()) } else { Err(changed_meanwhile(rating)) }
}

/// What a search looks through.
pub(super) fn fold(dossier: &str, procedure: &str, comment: &str) -> String {
    model::text::fold(&format!("{dossier} {procedure} {comment}"))
}

/// Somebody was faster.
pub(super) fn changed_meanwhile(rating: &Rating) -> Error {
    Error::stale("Đánh giá này", rating.updated_at)
}

/// An event to be appended.
pub(super) struct NewEvent<'a> {
    pub rating: i64,
    pub seq: i64,
    pub step: RatingStep,
    pub level: i64,
    pub text: &'a str,
}

// Opening a follow-up belongs to the rating that asked for it: both have their own number.
sql!(NEXT_SEQ, "SELECT COALESCE(MAX(seq), 0) + 1 FROM rating_event WHERE rating_id = $1");
sql!(APPEND, "INSERT INTO rating_event (rating_id, seq, step, level, text, actor_id, actor_name, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");

/// Number of the next event of a rating. The row of the rating is locked by the change before it.
pub(super) async fn next_seq(conn: &mut Conn<'_>, rating: i64) -> Result<i64> {
    conn.count(NEXT_SEQ, args![rating]).await
}

/// Appends an event of the person who acts.
pub(super) async fn append(cx: &mut Cx, event: NewEvent<'_>) -> Result<()> {
    let (actor, name, now) = (cx.actor.account_id, cx.actor.name.clone(), cx.now());
    let values = args![event.rating, event.seq, event.step.as_str(), event.level, event.text, actor, name, now];
    cx.conn().exec(APPEND, values).await.map(|_| ())
}

#[derive(FromRow)]
struct EventRow {
    step: String,
    level: i64,
    text: String,
    actor_name: String,
    at: DateTime<Utc>,
}

sql!(EVENTS, "SELECT step, level, text, actor_name, at FROM rating_event WHERE rating_id = $1 ORDER BY seq");
/// The history of a rating, oldest first. Its author stays without a name.
pub(super) async fn events(conn: &mut Conn<'_>, rating: i64) -> Result<Vec<RatingEvent>> {
    let rows: Vec<EventRow> = conn.all(EVENTS, args![rating]).await?;
    rows.into_iter()
        .map(|row| {
            let step: RatingStep = row.step.parse()?;
            let own = matches!(step, RatingStep::Rate | RatingStep::Change | RatingStep::OpenFollowUp);
            Ok(RatingEvent { actor: if own { String::new() } else { row.actor_name }, level: level(row.level)?, text: row.text, at: row.at, step })
        })
        .collect()
}

#[derive(FromRow)]
struct FollowUpRow {
    opened_at: DateTime<Utc>,
    due_at: DateTime<Utc>,
    closed_at: Option<DateTime<Utc>>,
    closed_name: String,
    outcome: String,
}

sql!(FOLLOW_UPS, "SELECT opened_at, due_at, closed_at, closed_name, outcome FROM rating_follow_up WHERE rating_id = $1 ORDER BY id DESC");
/// The follow-ups of a rating, the latest first.
pub(super) async fn follow_ups(conn: &mut Conn<'_>, rating: i64) -> Result<Vec<FollowUpView>> {
    let rows: Vec<FollowUpRow> = conn.all(FOLLOW_UPS, args![rating]).await?;
    let view = |row: FollowUpRow| {
        let FollowUpRow { opened_at, due_at, closed_at, closed_name, outcome } = row;
        FollowUpView { opened_at, due_at, closed_at, closed_by: closed_name, outcome }
    };
    Ok(rows.into_iter().map(view).collect())
}

sql!(OPEN_FOLLOW_UP, "SELECT COUNT(*) FROM rating_follow_up WHERE rating_id = $1 AND closed_at IS NULL");
/// True while a follow-up of the rating is open.
pub(super) async fn has_open_follow_up(conn: &mut Conn<'_>, rating: i64) -> Result<bool> {
    Ok(conn.count(OPEN_FOLLOW_UP, args![rating]).await? > 0)
}

sql!(INSERT_FOLLOW_UP, "INSERT INTO rating_follow_up (rating_id, unit_id, opened_at, due_at) VALUES ($1, $2, $3, $4) RETURNING id");
/// Opens a follow-up and returns its row.
pub(super) async fn insert_follow_up(conn: &mut Conn<'_>, rating: i64, unit: i64, now: DateTime<Utc>, due: DateTime<Utc>) -> Result<i64> {
    conn.id(INSERT_FOLLOW_UP, args![rating, unit, now, due]).await
}

sql!(END_FOLLOW_UP, "UPDATE rating_follow_up SET closed_at = $2, closed_by = $3, closed_name = $4, outcome = $5 WHERE rating_id = $1 AND closed_at IS NULL");
/// Closes the open follow-up; false if there is none.
pub(super) async fn end_follow_up(cx: &mut Cx, rating: i64, outcome: &str) -> Result<bool> {
    let (actor, name, now) = (cx.actor.account_id, cx.actor.name.clone(), cx.now());
    Ok(cx.conn().exec(END_FOLLOW_UP, args![rating, now, actor, name, outcome]).await? == 1)
}
