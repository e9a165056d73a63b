//! Numbers without gaps: taken inside the transaction that uses them, given back by its rollback.

use crate::db::Conn;
use crate::error::Result;

sql!(NEXT, "INSERT INTO counter (series, n) VALUES ($1, 1) ON CONFLICT (series) DO UPDATE SET n = counter.n + 1 RETURNING n");

/// The next number of a series, from 1. The row stays locked until the transaction ends, so no number is lost or doubled.
///
/// # Errors
/// If the database cannot be written.
pub async fn next(conn: &mut Conn<'_>, series: &str) -> Result<i64> {
    conn.id(NEXT, args![series]).await
}

/// Letters and digits that nobody confuses (no 0/O, 1/I/L): for codes that people type.
const PLAIN: &[u8] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";

/// A random code of plain letters and digits (02 §3).
#[must_use]
pub fn random_code(length: usize) -> String {
    use rand::Rng;
    let mut rng = rand::rng();
    (0..length).map(|_| char::from(PLAIN[rng.random_range(0..PLAIN.len())])).collect()
}

/// A random secret, 256 bits in hexadecimal: sessions, links in messages, flash rows.
#[must_use]
pub fn random_token() -> String {
    crate::audit::hex(&rand::random::<[u8; 32]>())
}
