//! Keys, hashes and sealed values. The key lives in the settings, never in the database.

use crate::config::Settings;
use crate::error::{Error, Result};
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use chacha20poly1305::aead::Aead;
use chacha20poly1305::{ChaCha20Poly1305, Key, KeyInit, Nonce};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

/// A key of its own for every purpose, so that no value of one purpose can stand for another.
fn key(settings: &Settings, purpose: &str) -> [u8; 32] {
    let mut digest = Sha256::new();
    digest.update(purpose.as_bytes());
    digest.update([0]);
    digest.update(settings.secret_key.as_bytes());
    digest.finalize().into()
}

fn mac(settings: &Settings, purpose: &str, value: &str) -> [u8; 32] {
    // HMAC takes a key of any length, so this cannot fail; an empty mac would match nothing stored.
    let Ok(mut mac) = <Hmac<Sha256> as Mac>::new_from_slice(&key(settings, purpose)) else { return [0; 32] };
    mac.update(value.as_bytes());
    mac.finalize().into_bytes().into()
}

/// A keyed hash: finds a value without keeping it.
#[must_use]
pub fn keyed_hash(settings: &Settings, purpose: &str, value: &str) -> String {
    crate::audit::hex(&mac(settings, purpose, value))
}

/// The first 20 bytes of a keyed hash, for secrets that are derived instead of stored.
pub(super) fn derived_secret(settings: &Settings, purpose: &str, value: &str) -> [u8; 20] {
    let mut secret = [0; 20];
    secret.copy_from_slice(&mac(settings, purpose, value)[..20]);
    secret
}

/// Hash of a random token of 256 bits; needs no key.
#[must_use]
pub fn token_hash(token: &str) -> String {
    crate::audit::hex(&Sha256::digest(token.as_bytes()))
}

/// True if both are equal; takes the same time wherever they differ.
#[must_use]
pub fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
}

/// Encrypts a value for the database (ChaCha20-Poly1305, random nonce in front).
///
/// # Errors
/// `Internal` if the cipher refuses, which it does only for values of many gigabytes.
pub fn seal(settings: &Settings, purpose: &str, value: &[u8]) -> Result<String> {
    let cipher = ChaCha20Poly1305::new(Key::from_slice(&key(settings, purpose)));
    let nonce: [u8; 12] = rand::random();
    let sealed = cipher.encrypt(Nonce::from_slice(&nonce), value).map_err(|_| Error::internal("cannot seal"))?;
    Ok(STANDARD_NO_PAD.encode([nonce.as_slice(), &sealed].concat()))
}

/// Decrypts what [`seal`] made; `None` if the key or the value is wrong.
#[must_use]
pub fn open(settings: &Settings, purpose: &str, sealed: &str) -> Option<Vec<u8>> {
    let bytes = STANDARD_NO_PAD.decode(sealed).ok()?;
    let (nonce, sealed) = bytes.split_at_checked(12)?;
    ChaCha20Poly1305::new(Key::from_slice(&key(settings, purpose))).decrypt(Nonce::from_slice(nonce), sealed).ok()
}

/// In front of every text that [`seal_text`] made, so that texts from before are told apart.
const SEALED: &str = "s1:";

/// Encrypts a text of a column; an empty one stays empty.
///
/// # Errors
/// As [`seal`].
pub fn seal_text(settings: &Settings, purpose: &str, text: &str) -> Result<String> {
    if text.is_empty() { Ok(String::new()) } else { Ok(format!("{SEALED}{}", seal(settings, purpose, text.as_bytes())?)) }
}

/// Decrypts what [`seal_text`] made. A text from before the encryption comes back as it is; one sealed with another key
/// is empty.
#[must_use]
pub fn open_text(settings: &Settings, purpose: &str, stored: &str) -> String {
    let Some(sealed) = stored.strip_prefix(SEALED) else { return stored.to_owned() };
    open(settings, purpose, sealed).and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// Purposes of sealed columns and keyed hashes: one key each.
pub mod purpose {
    /// Telephone numbers.
    pub const PHONE: &str = "phone";
    /// Identity numbers.
    pub const NATIONAL_ID: &str = "national_id";
    /// Numbers and mail addresses of messages.
    pub const ADDRESS: &str = "address";
    /// Numbers of bank accounts.
    pub const BANK_ACCOUNT: &str = "bank_account";
    /// Answers of an application, which hold both.
    pub const ANSWERS: &str = "answers";
    /// Messages of partners.
    pub const MESSAGE: &str = "message";
    /// Messages after a finished form, on their way to the next page.
    pub const FLASH: &str = "flash";
    /// Papers issued to applicants.
    pub const PAPER: &str = "paper";
}

/// What an account is found by: the user name of an official as it is, the telephone number of a citizen as a keyed hash.
#[must_use]
pub fn username_key(settings: &Settings, username: &str) -> String {
    model::identity::clean_phone(username).map_or_else(|| username.to_owned(), |phone| keyed_hash(settings, "username", &phone))
}

/// Hashes a password with argon2id (19 MiB, 2 passes). Takes tens of milliseconds, so it runs outside the async threads
/// and must never be awaited inside a transaction.
///
/// # Errors
/// `Internal` if the hash cannot be computed.
pub async fn hash_password(password: &str) -> Result<String> {
    let password = password.to_owned();
    let hash = tokio::task::spawn_blocking(move || Argon2::default().hash_password(password.as_bytes()).map(|hash: PasswordHash| hash.to_string()));
    hash.await.map_err(Error::internal)?.map_err(|error| Error::internal(error.to_string()))
}

/// A hash of no password, so that an unknown account takes the same time as a known one.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdCBvZiBub2JvZHk$1Yl3bTdqk0F9eTrrPzXvLhB3Jxj2vCqkQm2mVn0m0Tg";

/// True if the password fits the hash. An empty hash fits nothing but takes as long.
///
/// # Errors
/// `Internal` if the hash cannot be computed.
pub async fn verify_password(password: &str, hash: &str) -> Result<bool> {
    let password = password.to_owned();
    let known = !hash.is_empty();
    let hash = if known { hash.to_owned() } else { NOBODY.to_owned() };
    let fits =
        tokio::task::spawn_blocking(move || PasswordHash::new(&hash).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok()));
    Ok(fits.await.map_err(Error::internal)? && known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sealed_values_come_back_only_with_their_key_and_purpose() {
        let settings = Settings { secret_key: "k".repeat(32), ..Settings::default() };
        let other = Settings { secret_key: "x".repeat(32), ..Settings::default() };
        let sealed = seal(&settings, "national_id", b"999000000001").unwrap();
        assert_eq!(open(&settings, "national_id", &sealed).as_deref(), Some(b"999000000001".as_slice()));
        assert_eq!(open(&settings, "totp", &sealed), None);
        assert_eq!(open(&other, "national_id", &sealed), None);
        assert_eq!(open(&settings, "national_id", "AA"), None);
        assert_ne!(sealed, seal(&settings, "national_id", b"999000000001").unwrap());
        assert_ne!(keyed_hash(&settings, "a", "1"), keyed_hash(&other, "a", "1"));
        let text = seal_text(&settings, "phone", "0999900001").unwrap();
        assert_eq!(open_text(&settings, "phone", &text), "0999900001");
        assert_eq!((open_text(&other, "phone", &text), open_text(&settings, "address", &text)), (String::new(), String::new()));
        assert_eq!((seal_text(&settings, "phone", "").unwrap(), open_text(&settings, "phone", "0999900001")), (String::new(), "0999900001".to_owned()));
        assert_ne!(username_key(&settings, "0999900001"), username_key(&other, "0999900001"));
        assert_eq!(username_key(&settings, "tran.an"), "tran.an");
    }

    #[tokio::test]
    async fn passwords() {
        let hash = hash_password("mot mat khau dai").await.unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(verify_password("mot mat khau dai", &hash).await.unwrap());
        assert!(!verify_password("mot mat khau khac", &hash).await.unwrap());
        assert!(!verify_password("", "").await.unwrap());
        assert!(PasswordHash::new(NOBODY).is_ok(), "the hash of nobody must be computable");
    }
}
