//! What was typed into a refused form, and the message after a finished one: read once.
//!
//! What was typed may be long and is kept in a row for ten minutes. The message travels sealed in a cookie: an act then writes once,
//! not again for its message and a third time when the next page has shown it.

use crate::config::Settings;
use crate::cx::Cx;
use crate::error::Result;
use crate::identity::crypto::{self, purpose::FLASH};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

/// The content of a flash row.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    /// Path of the form.
    pub form: String,
    /// What was typed: name and value, in order, without secrets.
    pub values: Vec<(String, String)>,
    /// What is wrong: name and sentence.
    pub errors: Vec<(String, String)>,
    /// A sentence for the top of the page (a refusal, or what was done).
    pub message: String,
    /// True if `message` reports something done.
    pub done: bool,
}

/// Most bytes of a sealed message: browsers refuse cookies of more than 4,096, and proxies all headers of an answer together.
const COOKIE_LIMIT: usize = 1_500;

/// A message about something done, for a cookie.
#[derive(Serialize, Deserialize)]
struct Sealed {
    mark: String,
    message: String,
    until: DateTime<Utc>,
}

/// Seals the message of something done. Returns the mark for the address of the next page, and the value of its cookie; nothing if the
/// message is too long for one.
///
/// # Errors
/// `Internal` for a defect.
pub fn seal(settings: &Settings, now: DateTime<Utc>, message: &str) -> Result<Option<(String, String)>> {
    let mark = crate::audit::hex(&rand::random::<[u8; MARK / 2]>());
    let content = Sealed { mark: mark.clone(), message: message.to_owned(), until: now + Duration::minutes(10) };
    let sealed = crypto::seal(settings, FLASH, serde_json::to_string(&content)?.as_bytes())?;
    Ok((sealed.len() <= COOKIE_LIMIT).then_some((mark, sealed)))
}

/// Letters of a mark; tokens of rows are longer.
pub const MARK: usize = 16;

/// Opens what [`seal`] made for this mark; nothing if it is another's, ran out, or was changed.
#[must_use]
pub fn open(settings: &Settings, now: DateTime<Utc>, mark: &str, sealed: &str) -> Option<Flash> {
    let content: Sealed = serde_json::from_slice(&crypto::open(settings, FLASH, sealed)?).ok()?;
    (content.mark == mark && now < content.until).then(|| Flash { message: content.message, done: true, ..Flash::default() })
}

sql!(INSERT, "INSERT INTO flash (token_hash, body, expires_at) VALUES ($1, $2, $3)");
sql!(TAKE, "DELETE FROM flash WHERE token_hash = $1 AND expires_at > $2 RETURNING body");
sql!(PRUNE, "DELETE FROM flash WHERE expires_at <= $1");

fn hash(token: &str) -> String {
    use sha2::{Digest, Sha256};
    crate::audit::hex(&Sha256::digest(token.as_bytes()))
}

/// Keeps it for ten minutes and returns the token for the address.
///
/// # Errors
/// If the database cannot be written.
pub async fn put(cx: &mut Cx, flash: &Flash) -> Result<String> {
    let token = crate::numbering::random_token();
    let until = cx.now() + Duration::minutes(10);
    let body = serde_json::to_string(flash)?;
    cx.conn().exec(INSERT, args![hash(&token), body, until]).await?;
    Ok(token)
}

/// Takes it out; a second call gets nothing.
///
/// # Errors
/// If the database cannot be written.
pub async fn take(cx: &mut Cx, token: &str) -> Result<Option<Flash>> {
    let now = cx.now();
    let row: Option<(String,)> = cx.conn().opt(TAKE, args![hash(token), now]).await?;
    Ok(row.and_then(|(body,)| serde_json::from_str(&body).ok()))
}

/// Removes what expired.
///
/// # Errors
/// If the database cannot be written.
pub async fn prune(cx: &mut Cx) -> Result<u64> {
    let now = cx.now();
    cx.conn().exec(PRUNE, args![now]).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_opens_for_its_own_mark_in_time_and_unchanged() {
        let settings = Settings { secret_key: "0123456789abcdef0123456789abcdef".into(), ..Settings::default() };
        let now = DateTime::UNIX_EPOCH;
        let (mark, sealed) = seal(&settings, now, "Đã tiếp nhận hồ sơ.").unwrap().unwrap();
        let opened = open(&settings, now, &mark, &sealed).unwrap();
        assert!(opened.done && opened.message == "Đã tiếp nhận hồ sơ." && mark.len() == MARK && !sealed.contains("tiếp"));
        assert_eq!(open(&settings, now, "0000000000000000", &sealed), None, "another page's mark");
        assert_eq!(open(&settings, now + Duration::minutes(10), &mark, &sealed), None, "too late");
        let changed = format!("{}{}", if sealed.starts_with('A') { 'B' } else { 'A' }, &sealed[1..]);
        assert_eq!(open(&settings, now, &mark, &changed), None, "changed on the way");
        let other = Settings { secret_key: "another secret key of the portal".into(), ..Settings::default() };
        assert_eq!(open(&other, now, &mark, &sealed), None, "sealed by somebody else");
        assert!(open(&settings, now, &mark, "").is_none() && open(&settings, now, &mark, "%00<script>").is_none());
        assert_eq!(seal(&settings, now, &"dài ".repeat(500)).unwrap(), None, "too long for a cookie");
    }
}
