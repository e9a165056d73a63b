//! The messages about one case, applied in their order: the submission first, then by the time the partner wrote them. The row
//! of the case is locked meanwhile, so that parallel repeats wait and then find the work done.

use super::inbox::{actor, kind_of, words_of};
use super::parse::read;
use super::{apply, mirror, submit};
use crate::cx::{Cx, Portal};
use crate::error::{Error, Result};
use crate::identity::crypto::{self, purpose};
use model::partners::{Content, InboxState, MessageKind, Partner};
use sqlx::FromRow;
use std::time::Duration;

/// Most messages of one case that are applied at once.
const MOST: usize = 200;
/// Tries of one message when an official changes the same dossier at the same moment.
const TRIES: u32 = 5;

/// A message that waits.
#[derive(Debug, Clone, FromRow)]
struct Waiting {
    id: i64,
    kind: String,
    body: String,
    message_id: String,
}

sql!(CASE, "INSERT INTO national_case (external_code, created_at) VALUES ($1, $2) ON CONFLICT (external_code) DO NOTHING");
sql!(LOCK, "UPDATE national_case SET looks = looks + 1 WHERE external_code = $1 RETURNING id, dossier_id");
sql!(
    NEXT,
    "SELECT id, kind, body, message_id FROM partner_inbox WHERE partner = $1 AND subject = $2 AND state = 'waiting'
     ORDER BY CASE WHEN kind = 'NopHoSo' THEN 0 ELSE 1 END, sent_at, id LIMIT 1"
);
sql!(DONE, "UPDATE partner_inbox SET state = $2, problem = $3, done_at = $4, attempts = attempts + 1 WHERE id = $1 AND state = 'waiting'");

/// The case of a message, locked: its row, and its dossier if it has come.
#[derive(Debug, Clone, Copy)]
pub(super) struct Case {
    pub id: i64,
    pub dossier: Option<i64>,
}

/// A short pause before another try.
pub(super) async fn pause(tries: u32) {
    tokio::time::sleep(Duration::from_millis(u64::from(tries) * 20)).await;
}

/// Applies what waits for a case. What is about a dossier that has not come yet goes on waiting.
///
/// # Errors
/// `Unavailable` if the database cannot take it now.
pub(super) async fn work_off(portal: &Portal, partner: Partner, subject: &str) -> Result<()> {
    for _ in 0..MOST {
        let mut tries = 0;
        let more = loop {
            tries += 1;
            match one(portal, partner, subject, tries >= TRIES).await {
                Err(error) if tries < TRIES && (error.is_retryable() || matches!(error, Error::Conflict(_))) => pause(tries).await,
                other => break other?,
            }
        };
        if !more {
            break;
        }
    }
    Ok(())
}

/// Applies the next message; false if there is none that can be applied. `last` keeps a refusal instead of giving it back.
async fn one(portal: &Portal, partner: Partner, subject: &str, last: bool) -> Result<bool> {
    let mut cx = portal.write(&actor(partner)).await?;
    let case = lock(&mut cx, partner, subject).await?;
    let Some(next) = cx.conn().opt::<Waiting>(NEXT, args![partner.as_str(), subject]).await? else { return Ok(false) };
    let early = partner == Partner::National && case.dossier.is_none() && kind_of(&next.kind) != Some(MessageKind::Submission);
    if early {
        return Ok(false);
    }
    match take(&mut cx, partner, case, &next).await {
        Ok(()) => {
            done(&mut cx, next.id, InboxState::Applied, "").await?;
            cx.commit().await?;
        }
        Err(error) if error.is_retryable() || (!last && matches!(error, Error::Conflict(_))) => return Err(error),
        Err(error @ Error::Unavailable(_)) => return Err(error),
        Err(error) => {
            // Nothing of the message stays but the reason why a person has to look at it.
            drop(cx);
            let mut cx = portal.write(&actor(partner)).await?;
            lock(&mut cx, partner, subject).await?;
            done(&mut cx, next.id, InboxState::NeedsCheck, &words_of(&error)).await?;
            cx.changed("partner", partner.as_str());
            cx.commit().await?;
        }
    }
    Ok(true)
}

/// Locks what the message is about. Cases of ministries have a row of their own: see `mirror`.
async fn lock(cx: &mut Cx, partner: Partner, subject: &str) -> Result<Case> {
    let now = cx.now();
    let key = if partner == Partner::National { subject.to_owned() } else { format!("{partner}:{subject}") };
    cx.conn().exec(CASE, args![&key, now]).await?;
    let (id, dossier): (i64, Option<i64>) = cx.conn().one(LOCK, args![&key]).await?;
    Ok(Case { id, dossier })
}

async fn done(cx: &mut Cx, id: i64, state: InboxState, problem: &str) -> Result<()> {
    let now = cx.now();
    if cx.conn().exec(DONE, args![id, state.as_str(), problem, now]).await? == 0 {
        // Somebody closed it meanwhile: nothing of it may stay.
        return Err(Error::conflict("Bản tin này đã được đóng."));
    }
    Ok(())
}

/// What the message says, done.
async fn take(cx: &mut Cx, partner: Partner, case: Case, next: &Waiting) -> Result<()> {
    let body = crypto::open_text(cx.settings(), purpose::MESSAGE, &next.body);
    let (head, content) = read(body.as_bytes()).map_err(Error::conflict)?;
    match (content, case.dossier) {
        (Content::Submission(_), Some(_)) => {
            Err(Error::conflict(format!("Mã hồ sơ {} đã có hồ sơ ở đây. Bản tin nộp thứ hai không tạo hồ sơ mới.", head.code)))
        }
        (Content::Submission(new), None) => submit::submit(cx, case, &head, &new).await,
        (Content::Mirror(mirror), _) => mirror::take(cx, partner, &head, &mirror).await,
        (_, None) => Err(Error::conflict("Hồ sơ chưa đến.")),
        (Content::Supplement(answer), Some(dossier)) => apply::supplement(cx, dossier, &answer).await,
        (Content::Payment(money), Some(dossier)) => apply::payment(cx, dossier, &head, &money, &next.message_id).await,
        (Content::Withdrawal(reason), Some(dossier)) => apply::withdraw(cx, dossier, &reason).await,
        (Content::Rating(given), Some(dossier)) => apply::rate(cx, dossier, &head, &given).await,
    }
}
