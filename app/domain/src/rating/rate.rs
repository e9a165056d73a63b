//! Giving and changing a rating by its link (C22).

use super::store::{self, NewEvent, Rating};
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::notify::{Message, tell_holders};
use crate::{calendar, org};
use chrono::{DateTime, Duration, Utc};
use model::access::Role;
use model::format::{date, local_date, time};
use model::notify::Event;
use model::rating::{CHANGE_DAYS, CommentState, FOLLOW_UP_DAYS, InviteView, Rate, RatingLevel, RatingStep, RatingView};
use sqlx::FromRow;

/// Calendar days of a follow-up where the calendar of the year is missing: nobody's rating is refused because of it.
const WITHOUT_CALENDAR: Duration = Duration::days(5);

#[derive(FromRow)]
struct InviteRow {
    id: i64,
    dossier_id: i64,
    unit_id: i64,
    expires_at: DateTime<Utc>,
    dossier: String,
    procedure: String,
}

sql!(
    INVITE,
    "SELECT i.id, i.dossier_id, i.unit_id, i.expires_at, COALESCE(d.code, d.submission_code) AS dossier, v.name AS procedure
     FROM rating_invite i JOIN dossier d ON d.id = i.dossier_id JOIN procedure_version v ON v.id = d.procedure_version_id WHERE i.token = $1"
);
sql!(
    INSERT,
    "INSERT INTO rating (invite_id, dossier_id, unit_id, level, comment, comment_state, fold, first_at, locked_at, rated_at, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $8, $8) ON CONFLICT (invite_id) DO NOTHING RETURNING id"
);

/// What the link opens.
///
/// # Errors
/// `NotFound` for an unknown link.
pub async fn invitation(cx: &mut Cx, token: &str) -> Result<InviteView> {
    let invite: InviteRow = cx.conn().one(INVITE, args![token]).await?;
    let rating = store::of_invite(&mut cx.conn(), invite.id).await?;
    let now = cx.now();
    let unit = org::unit(cx, invite.unit_id, local_date(now)).await;
    let (unit, unit_code) = match unit {
        Ok(unit) => (unit.name, unit.code),
        // A unit that ended keeps its last name.
        Err(Error::NotFound) => (org::names(cx, &[invite.unit_id], local_date(now)).await?.remove(&invite.unit_id).unwrap_or_default(), String::new()),
        Err(error) => return Err(error),
    };
    let open = rating.as_ref().map_or(now < invite.expires_at, |rating| now < rating.locked_at);
    let version = rating.as_ref().map_or(0, |rating| rating.version);
    let rating = rating.map(view).transpose()?;
    Ok(InviteView { dossier: invite.dossier, procedure: invite.procedure, unit, unit_code, expires_at: invite.expires_at, rating, version, open })
}

fn view(rating: Rating) -> Result<RatingView> {
    Ok(RatingView {
        level: rating.level()?,
        comment_state: rating.comment_state()?,
        comment: rating.comment,
        first_at: rating.first_at,
        locked_at: rating.locked_at,
        answer: rating.answer,
        answered_at: rating.answered_at,
    })
}

/// Gives a rating, or changes it within 15 days. `version` is that of the rating shown, 0 before the first one. New words
/// wait for a decision before anybody else sees them; levels 1 and 2 open a follow-up for the leader of the unit.
///
/// # Errors
/// `NotFound` for an unknown link, `Conflict` for another version, an expired link or a locked rating.
pub async fn rate(cx: &mut Cx, token: &str, version: i64, input: &Rate) -> Result<()> {
    let invite: InviteRow = cx.conn().one(INVITE, args![token]).await?;
    let rating = store::of_invite(&mut cx.conn(), invite.id).await?;
    let before = rating.as_ref().map(Rating::level).transpose()?;
    let id = match rating {
        Some(rating) => change(cx, rating, version, input).await?,
        None => first(cx, &invite, version, input).await?,
    };
    let fell = input.level.needs_follow_up() && !before.is_some_and(RatingLevel::needs_follow_up);
    if fell && !store::has_open_follow_up(&mut cx.conn(), id).await? {
        follow_up(cx, &invite, id, input.level).await?;
    }
    Ok(())
}

const fn state_of_words(comment: &str) -> CommentState {
    if comment.is_empty() { CommentState::None } else { CommentState::Pending }
}

async fn first(cx: &mut Cx, invite: &InviteRow, version: i64, input: &Rate) -> Result<i64> {
    let now = cx.now();
    if version != 0 {
        return Err(Error::stale("Đánh giá này", now));
    }
    if now >= invite.expires_at {
        return Err(Error::conflict(format!("Liên kết đánh giá đã hết hạn từ {}. Bạn có thể gửi ý kiến ở mục Góp ý.", date(local_date(invite.expires_at)))));
    }
    let state = state_of_words(&input.comment);
    let fold = store::fold(&invite.dossier, &invite.procedure, &input.comment);
    let locked = now + Duration::days(CHANGE_DAYS);
    let values = args![invite.id, invite.dossier_id, invite.unit_id, input.level.number(), &input.comment, state.as_str(), fold, now, locked];
    let row: Option<(i64,)> = cx.conn().opt(INSERT, values).await?;
    let (id,) = row.ok_or_else(|| Error::stale("Đánh giá này", now))?;
    record(cx, id, RatingStep::Rate, input).await?;
    Ok(id)
}

async fn change(cx: &mut Cx, mut rating: Rating, version: i64, input: &Rate) -> Result<i64> {
    let now = cx.now();
    if version != rating.version {
        return Err(store::changed_meanwhile(&rating));
    }
    if now >= rating.locked_at {
        return Err(Error::conflict(format!("Đã quá {CHANGE_DAYS} ngày từ khi đánh giá, không sửa được nữa.")));
    }
    if rating.comment != input.comment {
        rating.comment_state = state_of_words(&input.comment).as_str().to_owned();
        rating.reject_reason.clear();
        rating.comment.clone_from(&input.comment);
    }
    (rating.level, rating.rated_at) = (input.level.number(), now);
    store::save(&mut cx.conn(), &rating, now).await?;
    record(cx, rating.id, RatingStep::Change, input).await?;
    Ok(rating.id)
}

async fn record(cx: &mut Cx, id: i64, step: RatingStep, input: &Rate) -> Result<()> {
    let seq = store::next_seq(&mut cx.conn(), id).await?;
    store::append(cx, NewEvent { rating: id, seq, step, level: input.level.number(), text: &input.comment }).await?;
    cx.audit(AuditEvent::new(format!("rating.{step}"), "rating", id).detail(input.level.as_str()));
    cx.changed("rating", id);
    Ok(())
}

/// End of hours of the third working day after now, in the calendar of the unit.
async fn due(cx: &mut Cx, unit: i64) -> Result<DateTime<Utc>> {
    let calendar = calendar::of_unit(cx, Some(unit)).await?;
    let now = cx.now();
    let day = calendar.add_working_days(local_date(now), FOLLOW_UP_DAYS);
    Ok(day.and_then(|day| calendar.date_due(day)).unwrap_or(now + WITHOUT_CALENDAR))
}

/// Asks the leader of the unit to look into a low rating.
async fn follow_up(cx: &mut Cx, invite: &InviteRow, id: i64, level: RatingLevel) -> Result<()> {
    let due = due(cx, invite.unit_id).await?;
    let now = cx.now();
    let row = store::insert_follow_up(&mut cx.conn(), id, invite.unit_id, now, due).await?;
    let seq = store::next_seq(&mut cx.conn(), id).await?;
    store::append(cx, NewEvent { rating: id, seq, step: RatingStep::OpenFollowUp, level: level.number(), text: "" }).await?;
    // The leader sits at the agency, also where a division worked on the dossier.
    let unit = match org::agency_of(cx, invite.unit_id).await {
        Ok(agency) => agency.id,
        Err(Error::NotFound) => invite.unit_id,
        Err(error) => return Err(error),
    };
    let (key, link) = (format!("rating:{id}:{row}"), format!("/can-bo/danh-gia/{id}"));
    let values = [("ma", invite.dossier.clone()), ("muc", level.label().to_owned()), ("gio", time(due)), ("ngay", date(local_date(due)))];
    tell_holders(cx, unit, &[Role::UnitLeader], Message { event: Event::RatingFollowUp, key: &key, values: &values, link: &link }).await
}
