//! A message comes in: its signature, its id, its kind. Everything with a good signature is kept; the same id again changes
//! nothing and gets the same answer.

use super::parse::read;
use super::sign::{self, Judged};
use super::work;
use crate::actor::Actor;
use crate::cx::{Cx, Portal};
use crate::error::{Error, Result};
use crate::identity::crypto::{self, purpose};
use chrono::{DateTime, Utc};
use model::partners::{Content, Head, InboxState, MAX_MESSAGE, MessageKind, Partner};
use sha2::{Digest, Sha256};
use sqlx::FromRow;

/// Tries when somebody else writes at the same moment.
const TRIES: u32 = 6;
/// Longest id of a message, bytes.
const LONGEST_ID: usize = 100;

/// A call as it came.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// Code of the partner in the address.
    pub partner: &'a str,
    /// Header `Idempotency-Key`: the id of the message.
    pub message_id: &'a str,
    /// Header `X-Timestamp`: seconds since 1970.
    pub timestamp: &'a str,
    /// Header `X-Signature`: `sha256=` and the HMAC of timestamp, dot and body.
    pub signature: &'a str,
    /// The body, byte for byte.
    pub body: &'a [u8],
}

/// What the partner is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// The message was kept.
    Kept {
        /// What became of it.
        state: InboxState,
        /// Our code of the case: dossier or submission code; empty without one.
        code: String,
        /// Why it is not done; empty if it is.
        problem: String,
    },
    /// Another body came with the same id.
    Differs,
    /// The body, or the id, cannot be used.
    Unreadable(String),
    /// Nobody has this code.
    UnknownPartner,
    /// The signature is missing or wrong.
    BadSignature,
    /// The signature is older than five minutes.
    Stale,
    /// No key is set for this partner.
    NotConfigured,
}

/// A message as the queue needs it.
#[derive(Debug, Clone, FromRow)]
struct Row {
    subject: String,
    body_sha256: String,
    state: String,
    problem: String,
}

sql!(
    INSERT,
    "INSERT INTO partner_inbox (partner, message_id, kind, subject, body_sha256, body, size, sent_at, received_at, state, problem)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (partner, message_id) DO NOTHING RETURNING id"
);
sql!(BY_MESSAGE, "SELECT subject, body_sha256, state, problem FROM partner_inbox WHERE partner = $1 AND message_id = $2");

/// Takes a call in.
///
/// # Errors
/// `Unavailable` if the database cannot take it now: the partner calls again.
pub async fn receive(portal: &Portal, call: Call<'_>) -> Result<Reply> {
    let Ok(partner) = call.partner.parse::<Partner>() else { return Ok(Reply::UnknownPartner) };
    if call.body.len() > MAX_MESSAGE {
        return Ok(Reply::Unreadable("Nội dung lớn hơn 2 MB. Hãy gửi tệp riêng.".to_owned()));
    }
    let now = portal.clock().wall().timestamp();
    match sign::judge(portal.settings(), partner, call.timestamp, call.signature, call.body, now) {
        Judged::Good => {}
        Judged::Bad => return Ok(Reply::BadSignature),
        Judged::Stale => return Ok(Reply::Stale),
        Judged::NoKey => return Ok(Reply::NotConfigured),
    }
    let id = call.message_id.trim();
    if !(1..=LONGEST_ID).contains(&id.len()) || !id.bytes().all(|b| b.is_ascii_graphic()) {
        return Ok(Reply::Unreadable("Thiếu Idempotency-Key: mã bản tin, 1–100 ký tự không dấu, không khoảng trắng.".to_owned()));
    }
    let found = read(call.body).and_then(|(head, content)| fits(partner, head, &content));
    let hash = crate::audit::hex(&Sha256::digest(call.body));
    let row = kept(portal, partner, id, &hash, call.body, &found).await?;
    if row.body_sha256 != hash {
        return Ok(Reply::Differs);
    }
    if let Err(problem) = found {
        return Ok(Reply::Unreadable(problem));
    }
    work::work_off(portal, partner, &row.subject).await?;
    answer(portal, partner, id).await
}

/// Only the national portal hands in; only ministries' systems are mirrored.
fn fits(partner: Partner, head: Head, content: &Content) -> Result<Head, String> {
    let mirror = matches!(content, Content::Mirror(_));
    if (partner == Partner::National) == mirror {
        return Err(format!("Đối tác {partner} không gửi loại bản tin “{}”.", head.kind));
    }
    Ok(head)
}

/// The message as it is kept: this one, or the one that came first with the same id.
async fn kept(portal: &Portal, partner: Partner, id: &str, hash: &str, body: &[u8], found: &Result<Head, String>) -> Result<Row> {
    let mut tries = 0;
    loop {
        tries += 1;
        match keep(portal, partner, id, hash, body, found).await {
            Err(error) if tries < TRIES && error.is_retryable() => work::pause(tries).await,
            other => return other,
        }
    }
}

async fn keep(portal: &Portal, partner: Partner, id: &str, hash: &str, body: &[u8], found: &Result<Head, String>) -> Result<Row> {
    let mut cx = portal.write(&actor(partner)).await?;
    let now = cx.now();
    // PostgreSQL refuses NUL in text; what is not UTF-8 is kept as far as it can be read.
    let text = String::from_utf8_lossy(body).replace('\0', "\u{fffd}");
    let sealed = crypto::seal_text(cx.settings(), purpose::MESSAGE, &text)?;
    let size = i64::try_from(body.len()).unwrap_or(i64::MAX);
    let (kind, subject, at, state, problem) = match found {
        Ok(head) => (head.kind.as_str(), head.code.as_str(), head.at, InboxState::Waiting, ""),
        Err(problem) => ("", "", now, InboxState::Refused, problem.as_str()),
    };
    let problem = model::text::clean_line(problem, 500);
    // Years beyond the calendar would not fit into every database.
    let at = at.clamp(DateTime::<Utc>::UNIX_EPOCH, now + chrono::Duration::days(366));
    cx.conn().exec(INSERT, args![partner.as_str(), id, kind, subject, hash, sealed, size, at, now, state.as_str(), problem]).await?;
    let row = cx.conn().one(BY_MESSAGE, args![partner.as_str(), id]).await?;
    cx.commit().await?;
    Ok(row)
}

async fn answer(portal: &Portal, partner: Partner, id: &str) -> Result<Reply> {
    let mut cx = portal.read(&actor(partner)).await?;
    let row: Row = cx.conn().one(BY_MESSAGE, args![partner.as_str(), id]).await?;
    let code = code_of(&mut cx, partner, &row.subject).await?;
    Ok(Reply::Kept { state: row.state.parse()?, code, problem: row.problem })
}

sql!(CODE, "SELECT COALESCE(d.code, d.submission_code) FROM national_case c JOIN dossier d ON d.id = c.dossier_id WHERE c.external_code = $1");

/// Our code of a case of the national portal.
async fn code_of(cx: &mut Cx, partner: Partner, subject: &str) -> Result<String> {
    if partner != Partner::National {
        return Ok(String::new());
    }
    let found: Option<(String,)> = cx.conn().opt(CODE, args![subject]).await?;
    Ok(found.map(|(code,)| code).unwrap_or_default())
}

/// Who acts when a message is applied.
pub(super) fn actor(partner: Partner) -> Actor {
    Actor::system(partner.label())
}

/// Kind of a stored message; none for one that could not be read.
pub(super) fn kind_of(text: &str) -> Option<MessageKind> {
    text.parse().ok()
}

/// A defect of ours must not stop the messages behind it: everything but a busy database becomes words for a person.
pub(super) fn words_of(error: &Error) -> String {
    let text = match error {
        Error::Invalid(errors) => errors.0.iter().map(|(_, message)| message.as_str()).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    };
    model::text::clean_line(&text, 500)
}
