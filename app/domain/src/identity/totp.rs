//! Codes of authenticator apps (RFC 6238, six digits, 30 seconds), each used once.

use crate::error::{Error, Result};
use chrono::{DateTime, Utc};
use totp_rs::{Builder, Totp};

/// Length of a step, seconds.
pub const STEP: i64 = 30;

fn totp(secret: &[u8]) -> Result<Totp> {
    Builder::new().with_secret(secret.to_vec()).with_skew(0).build().map_err(|error| Error::internal(error.to_string()))
}

fn step_of(at: DateTime<Utc>) -> i64 {
    at.timestamp().div_euclid(STEP)
}

/// The code of a secret at an instant.
///
/// # Errors
/// `Internal` for a secret shorter than 16 bytes.
pub fn code_at(secret: &[u8], at: DateTime<Utc>) -> Result<String> {
    let seconds = u64::try_from(at.timestamp()).unwrap_or(0);
    Ok(totp(secret)?.generate(seconds).to_string())
}

/// The step whose code this is: the present one, or one step earlier or later, but only after `last_step`, so that no
/// code counts twice (A01-10).
///
/// # Errors
/// `Internal` for a secret shorter than 16 bytes.
pub fn matching_step(secret: &[u8], code: &str, at: DateTime<Utc>, last_step: i64) -> Result<Option<i64>> {
    let now = step_of(at);
    let mut found = None;
    // All three are computed whatever the first says: the time tells nothing about the step.
    for step in [now - 1, now, now + 1] {
        let instant = DateTime::from_timestamp(step * STEP, 0).unwrap_or(at);
        if super::crypto::same(&code_at(secret, instant)?, code) && step > last_step {
            found = Some(step);
        }
    }
    Ok(found)
}

/// The secret as people type it into an app (base 32).
#[must_use]
pub fn secret_text(secret: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let (mut text, mut bits, mut held) = (String::new(), 0_u32, 0_u32);
    for byte in secret {
        held = held << 8 | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(LETTERS[(held >> bits & 31) as usize]));
        }
        held &= (1 << bits) - 1;
    }
    if bits > 0 {
        text.push(char::from(LETTERS[(held << (5 - bits) & 31) as usize]));
    }
    text
}

/// The address that an authenticator app reads: `otpauth://totp/…`.
#[must_use]
pub fn address(secret: &[u8], username: &str) -> String {
    let name = percent_encoding::utf8_percent_encode(username, percent_encoding::NON_ALPHANUMERIC);
    format!("otpauth://totp/Lam%20Giang:{name}?secret={}&issuer=Lam%20Giang", secret_text(secret))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"12345678901234567890";

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn codes_of_the_standard() {
        // RFC 6238, appendix B, the last six digits.
        assert_eq!(code_at(SECRET, at(59)).unwrap(), "287082");
        assert_eq!(code_at(SECRET, at(1_111_111_109)).unwrap(), "081804");
        assert_eq!(secret_text(SECRET), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    }

    #[test]
    fn a_code_counts_once_and_one_step_around() {
        let code = code_at(SECRET, at(59)).unwrap();
        assert_eq!(matching_step(SECRET, &code, at(59), 0).unwrap(), Some(1));
        assert_eq!(matching_step(SECRET, &code, at(59), 1).unwrap(), None);
        assert_eq!(matching_step(SECRET, &code, at(89), 0).unwrap(), Some(1));
        assert_eq!(matching_step(SECRET, &code, at(95), 0).unwrap(), None);
        assert_eq!(matching_step(SECRET, "", at(59), 0).unwrap(), None);
    }
}
