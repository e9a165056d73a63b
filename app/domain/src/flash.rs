//! What was typed into a refused form, and the message after a finished one: one row, read once, ten minutes.

use crate::cx::Cx;
use crate::error::Result;
use chrono::Duration;
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
