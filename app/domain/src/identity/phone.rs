//! A telephone number instead of an account (02 §23): a one-time code is sent to it, and whoever types the code holds the
//! number for a day in this browser. What that allows, each slice decides; here nobody gets any permission.

use super::crypto::{self, purpose::PHONE, token_hash};
use crate::actor::Actor;
use crate::audit::AuditEvent;
use crate::cx::{Cx, Portal};
use crate::error::{Error, Result};
use crate::notify::{self, Recipient};
use crate::rate;
use chrono::Duration;
use model::notify::{Event, NotifyChannel};

/// How long a code counts.
const CODE: Duration = Duration::minutes(10);
/// Tries per code (10 §9).
const TRIES: i64 = 5;
/// How long a browser stays verified: no time limit under 20 hours (02 §23).
const SESSION: Duration = Duration::hours(24);
/// How the target of a code begins that leads back to a draft or dossier.
pub const OPENING: &str = "open:";
/// Purpose of the hash of a code.
const CODE_PURPOSE: &str = "phone_code";

/// A verified telephone.
#[derive(Debug, Clone)]
pub struct Verified {
    /// Token of the browser; goes into a cookie, never into an address.
    pub token: String,
    /// The visitor from now on.
    pub actor: Actor,
    /// What the code was asked for.
    pub target: String,
}

sql!(ASK, "INSERT INTO phone_code (token_hash, phone_sealed, code_hash, target, tries, created_at, expires_at) VALUES ($1, $2, $3, $4, 0, $5, $6)");
sql!(TRY, "UPDATE phone_code SET tries = tries + 1 WHERE token_hash = $1 AND expires_at > $2 AND tries < $3 RETURNING phone_sealed, code_hash, target, tries");
sql!(TAKE, "DELETE FROM phone_code WHERE token_hash = $1");
sql!(OPEN, "INSERT INTO phone_session (token_hash, phone_sealed, created_at, expires_at) VALUES ($1, $2, $3, $4)");
sql!(BY_TOKEN, "SELECT phone_sealed FROM phone_session WHERE token_hash = $1 AND expires_at > $2");
sql!(END, "DELETE FROM phone_session WHERE token_hash = $1");
sql!(PRUNE_CODES, "DELETE FROM phone_code WHERE expires_at <= $1");
sql!(PRUNE_SESSIONS, "DELETE FROM phone_session WHERE expires_at <= $1");

fn worker() -> Actor {
    Actor::system("Xác thực số điện thoại")
}

fn hashed(portal: &Portal, token: &str, code: &str) -> String {
    crypto::keyed_hash(portal.settings(), CODE_PURPOSE, &format!("{token} {code}"))
}

/// Counts an asked code: per address, and per hour and day for the telephone; coming back counts for code and telephone
/// together, so that nobody who knows only a number keeps its holder out. The transaction is committed even if it refuses.
///
/// # Errors
/// `RateLimited`.
pub(crate) async fn count(cx: &mut Cx, phone: &str, target: &str, address: &str) -> Result<()> {
    let address = crypto::keyed_hash(cx.settings(), "address", address);
    let what = if target.starts_with(OPENING) { format!("{phone} {target}") } else { phone.to_owned() };
    let key = crypto::keyed_hash(cx.settings(), PHONE, &what);
    rate::hit(cx, rate::CODE_ADDRESS, &address).await?;
    rate::hit(cx, rate::PHONE_SEND, &key).await?;
    rate::hit(cx, rate::PHONE_SEND_DAY, &key).await
}

/// Keeps what was counted although it was refused, and gives the refusal back.
pub(crate) async fn limited(mut cx: Cx, refused: Error) -> Error {
    cx.audit(AuditEvent::new("phone.limited", "phone", "").refused());
    cx.commit().await.err().unwrap_or(refused)
}

/// Sends a code to a telephone (ten digits) and returns the token of the second step, for a cookie. If it is not `genuine`,
/// nothing is sent and no code will fit: the answer is the same, so that nobody learns what belongs together.
///
/// # Errors
/// `RateLimited` beyond 3 codes per hour or 10 per day and telephone, or 20 per hour and address.
pub async fn ask(portal: &Portal, phone: &str, target: &str, genuine: bool, address: &str) -> Result<String> {
    let mut cx = portal.write(&worker()).await?;
    if let Err(refused) = count(&mut cx, phone, target, address).await {
        return Err(limited(cx, refused).await);
    }
    let (now, token) = (cx.now(), crate::numbering::random_token());
    let code = format!("{:06}", rand::random_range(0..1_000_000_u32));
    // A code that nobody was sent is no code: no six digits have this hash.
    let hash = if genuine { hashed(portal, &token, &code) } else { hashed(portal, &token, &crate::numbering::random_token()) };
    let sealed = crypto::seal_text(cx.settings(), PHONE, phone)?;
    cx.conn().exec(ASK, args![token_hash(&token), sealed, hash, target, now, now + CODE]).await?;
    if genuine {
        let to = Recipient { phone: Some(phone.to_owned()), channels: vec![NotifyChannel::Sms], ..Recipient::default() };
        notify::send(&mut cx, Event::SigninCode, &format!("phone:{}", token_hash(&token)), &to, &[("so", code)], "").await?;
    }
    cx.commit().await?;
    Ok(token)
}

/// Checks the typed code and opens the visitor's day. A code counts once; every try is counted before it is compared, and
/// the count stays.
///
/// # Errors
/// `Invalid` on `ma_xac_thuc`: wrong, too late, or wrong five times.
pub async fn confirm(portal: &Portal, token: &str, typed: &str) -> Result<Verified> {
    let mut cx = portal.write(&worker()).await?;
    let now = cx.now();
    let row: Option<(String, String, String, i64)> = cx.conn().opt(TRY, args![token_hash(token), now, TRIES]).await?;
    let Some((sealed, hash, target, tries)) = row else {
        return Err(Error::field("ma_xac_thuc", "Mã đã quá 10 phút, đã dùng, hoặc đã nhập sai 5 lần. Hãy xin mã mới."));
    };
    let code: String = typed.chars().filter(char::is_ascii_digit).take(12).collect();
    if !crypto::same(&hash, &hashed(portal, token, &code)) {
        cx.audit(AuditEvent::new("phone.failed", "phone", "").refused());
        cx.commit().await?;
        let left = TRIES - tries;
        let sentence = if left > 0 {
            format!("Mã xác thực không đúng. Bạn còn {left} lần thử.")
        } else {
            "Mã xác thực không đúng 5 lần nên đã bị hủy. Hãy xin mã mới.".to_owned()
        };
        return Err(Error::field("ma_xac_thuc", sentence));
    }
    cx.conn().exec(TAKE, args![token_hash(token)]).await?;
    let phone = crypto::open_text(cx.settings(), PHONE, &sealed);
    let session = crate::numbering::random_token();
    cx.conn().exec(OPEN, args![token_hash(&session), sealed, now, now + SESSION]).await?;
    cx.audit(AuditEvent::new("phone.verified", "phone", model::format::mask_phone(&phone)));
    cx.commit().await?;
    Ok(Verified { token: session, actor: Actor::guest(&phone), target })
}

/// The visitor behind a token; nobody after a day.
///
/// # Errors
/// If the database cannot be reached.
pub async fn actor_of(portal: &Portal, token: &str) -> Result<Option<Actor>> {
    if token.len() != 64 {
        return Ok(None);
    }
    let mut cx = portal.read(&Actor::anonymous()).await?;
    let now = cx.now();
    let row: Option<(String,)> = cx.conn().opt(BY_TOKEN, args![token_hash(token), now]).await?;
    Ok(row.map(|(sealed,)| Actor::guest(&crypto::open_text(cx.settings(), PHONE, &sealed))))
}

/// Ends the visitor's day on this browser.
///
/// # Errors
/// If the database cannot be written.
pub async fn end(cx: &mut Cx, token: &str) -> Result<()> {
    cx.conn().exec(END, args![token_hash(token)]).await.map(|_| ())
}

/// Removes codes and verified browsers that ran out.
///
/// # Errors
/// If the database cannot be written.
pub(super) async fn prune(cx: &mut Cx) -> Result<u64> {
    let now = cx.now();
    Ok(cx.conn().exec(PRUNE_CODES, args![now]).await? + cx.conn().exec(PRUNE_SESSIONS, args![now]).await?)
}
