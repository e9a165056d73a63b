//! One way for the steps of officials: load, check right, version and state, change, save, append the event.

use super::store::{self, NewEvent, Rating};
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::{Error, Result};
use model::access::{Action, ObjectKind};
use model::rating::{Answer, CommentState, Moderate, RatingStep};

/// Which version of a rating a form was filled in for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// Row of the rating.
    pub id: i64,
    /// Version that the reader saw.
    pub version: i64,
}

/// A step under way.
struct Step {
    rating: Rating,
    step: RatingStep,
}

/// The right that a step needs.
const fn right(step: RatingStep) -> Action {
    match step {
        RatingStep::Approve | RatingStep::Reject => Action::Moderate,
        _ => Action::Edit,
    }
}

/// Loads a rating for a step: right, version and state are checked.
async fn begin(cx: &mut Cx, target: Target, step: RatingStep) -> Result<Step> {
    let rating = store::by_id(&mut cx.conn(), target.id).await?;
    if !cx.actor.may(right(step), ObjectKind::Rating, rating.unit_id) {
        // Who may not even see it learns nothing of it.
        let seen = cx.actor.may(Action::View, ObjectKind::Rating, rating.unit_id);
        cx.require_official()?;
        return Err(if seen { Error::Forbidden { action: right(step), kind: ObjectKind::Rating, unit: None } } else { Error::NotFound });
    }
    if target.version != rating.version {
        return Err(store::changed_meanwhile(&rating));
    }
    let possible = match step {
        RatingStep::Approve | RatingStep::Reject => rating.comment_state()? == CommentState::Pending,
        RatingStep::CloseFollowUp => store::has_open_follow_up(&mut cx.conn(), rating.id).await?,
        _ => true,
    };
    if possible {
        return Ok(Step { rating, step });
    }
    Err(Error::conflict(match step {
        RatingStep::CloseFollowUp => "Đánh giá này không có việc theo dõi đang mở. Hãy tải lại trang.",
        _ => "Nhận xét này không chờ duyệt. Hãy tải lại trang.",
    }))
}

impl Step {
    /// Saves the changed rating with its event and audit row.
    async fn finish(self, cx: &mut Cx, text: &str) -> Result<()> {
        let now = cx.now();
        store::save(&mut cx.conn(), &self.rating, now).await?;
        let seq = store::next_seq(&mut cx.conn(), self.rating.id).await?;
        store::append(cx, NewEvent { rating: self.rating.id, seq, step: self.step, level: self.rating.level, text }).await?;
        cx.audit(AuditEvent::new(format!("rating.{}", self.step), "rating", self.rating.id).detail(text));
        cx.changed("rating", self.rating.id);
        Ok(())
    }
}

/// The unit answers; a later answer takes the place of the one before.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict` for another version.
pub async fn answer(cx: &mut Cx, target: Target, input: &Answer) -> Result<()> {
    let mut step = begin(cx, target, RatingStep::Answer).await?;
    (step.rating.answer, step.rating.answered_at) = (input.text.clone(), Some(cx.now()));
    step.finish(cx, &input.text).await
}

/// The leader of the unit has looked into a low rating.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict` for another version or without an open follow-up.
pub async fn close_follow_up(cx: &mut Cx, target: Target, outcome: &str) -> Result<()> {
    let step = begin(cx, target, RatingStep::CloseFollowUp).await?;
    if !store::end_follow_up(cx, step.rating.id, outcome).await? {
        return Err(store::changed_meanwhile(&step.rating));
    }
    step.finish(cx, outcome).await
}

/// Decides whether everybody may read the words of a rating.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict` for another version or words that do not wait.
pub async fn moderate(cx: &mut Cx, target: Target, input: &Moderate) -> Result<()> {
    let (step, state, reason) = match input {
        Moderate::Approve => (RatingStep::Approve, CommentState::Approved, ""),
        Moderate::Reject(reason) => (RatingStep::Reject, CommentState::Rejected, reason.as_str()),
    };
    let mut step = begin(cx, target, step).await?;
    (step.rating.comment_state, step.rating.reject_reason) = (state.as_str().to_owned(), reason.to_owned());
    step.finish(cx, reason).await
}
