//! Seals what older versions stored in clear text (10 §2). The key is not in the database, so no migration can do it:
//! the portal does it when it first opens such a database, and notes that it is done (a back-up of an older version brings
//! no note). Every step may run twice and in several processes at once.

use super::crypto::{self, purpose};
use super::people::{self, StoredPhone};
use crate::actor::Actor;
use crate::cx::{Cx, Portal};
use crate::error::Result;

/// Rows of one transaction.
const BATCH: usize = 500;

sql!(PEOPLE, "SELECT id, full_name, email, phone_sealed FROM person WHERE phone_sealed <> '' AND phone_hash IS NULL ORDER BY id LIMIT 500");
sql!(PERSON, "UPDATE person SET phone_sealed = $2, phone_hash = $3, phone_masked = $4, fold = $5 WHERE id = $1 AND phone_hash IS NULL");
sql!(ACCOUNTS, "SELECT id, username FROM account WHERE kind <> 'official' AND username LIKE '0%' AND LENGTH(username) < 20 ORDER BY id LIMIT 500");
sql!(ACCOUNT, "UPDATE account SET username = $2 WHERE id = $1");
sql!(MESSAGES, "SELECT id, address, idempotency_key FROM outbox WHERE channel <> 'in_app' AND address_hash = '' ORDER BY id LIMIT 500");
sql!(MESSAGE, "UPDATE outbox SET address = $2, address_hash = $3, idempotency_key = $4 WHERE id = $1 AND address_hash = ''");
sql!(
    DOSSIERS,
    "SELECT id, applicant_phone, applicant_id_number, answers FROM dossier
     WHERE (applicant_phone <> '' AND applicant_phone NOT LIKE 's1:%') OR (applicant_id_number <> '' AND applicant_id_number NOT LIKE 's1:%')
        OR (LENGTH(answers) > 2 AND answers NOT LIKE 's1:%') ORDER BY id LIMIT 500"
);
sql!(DOSSIER, "UPDATE dossier SET applicant_phone = $2, applicant_id_number = $3, answers = $4 WHERE id = $1 AND answers = $5");
sql!(DRAFTS, "SELECT id, answers FROM dossier_draft WHERE LENGTH(answers) > 2 AND answers NOT LIKE 's1:%' ORDER BY id LIMIT 500");
sql!(DRAFT, "UPDATE dossier_draft SET answers = $2 WHERE id = $1 AND answers = $3");

sql!(SEALED, "SELECT COUNT(*) FROM setting WHERE name = 'sealed'");
sql!(NOTE_SEALED, "INSERT INTO setting (name, value) VALUES ('sealed', '1') ON CONFLICT (name) DO NOTHING");

/// Seals every telephone and identity number that is still in clear text; returns how many rows changed.
///
/// # Errors
/// If the database cannot be written.
pub async fn protect(portal: &Portal) -> Result<usize> {
    let mut cx = portal.read(&Actor::system("Mã hóa dữ liệu")).await?;
    if cx.conn().count(SEALED, args![]).await? > 0 {
        return Ok(0);
    }
    drop(cx);
    let mut sealed = 0;
    loop {
        let mut cx = portal.write(&Actor::system("Mã hóa dữ liệu")).await?;
        let steps = [people(&mut cx).await?, accounts(&mut cx).await?, messages(&mut cx).await?, dossiers(&mut cx).await?, drafts(&mut cx).await?];
        let done = steps.iter().all(|rows| *rows < BATCH);
        if done {
            cx.conn().exec(NOTE_SEALED, args![]).await?;
        }
        cx.commit().await?;
        sealed += steps.iter().sum::<usize>();
        if done {
            return Ok(sealed);
        }
    }
}

async fn people(cx: &mut Cx) -> Result<usize> {
    let rows: Vec<(i64, String, String, String)> = cx.conn().all(PEOPLE, args![]).await?;
    for (id, name, email, phone) in &rows {
        let stored = StoredPhone::new(cx.settings(), phone)?;
        cx.conn().exec(PERSON, args![*id, stored.sealed, stored.hash, stored.masked, people::person_fold(name, email)]).await?;
    }
    Ok(rows.len())
}

async fn accounts(cx: &mut Cx) -> Result<usize> {
    let rows: Vec<(i64, String)> = cx.conn().all(ACCOUNTS, args![]).await?;
    let mut changed = 0;
    for (id, username) in &rows {
        let key = crypto::username_key(cx.settings(), username);
        if key != *username {
            cx.conn().exec(ACCOUNT, args![*id, key]).await?;
            changed += 1;
        }
    }
    Ok(changed)
}

async fn messages(cx: &mut Cx) -> Result<usize> {
    let rows: Vec<(i64, String, String)> = cx.conn().all(MESSAGES, args![]).await?;
    for (id, address, key) in &rows {
        let hash = crypto::keyed_hash(cx.settings(), purpose::ADDRESS, address);
        let key = key.strip_suffix(address.as_str()).map_or_else(|| key.clone(), |start| format!("{start}{hash}"));
        let sealed = crypto::seal_text(cx.settings(), purpose::ADDRESS, address)?;
        cx.conn().exec(MESSAGE, args![*id, sealed, hash, key]).await?;
    }
    Ok(rows.len())
}

async fn dossiers(cx: &mut Cx) -> Result<usize> {
    let rows: Vec<(i64, String, String, String)> = cx.conn().all(DOSSIERS, args![]).await?;
    for (id, phone, number, stored) in &rows {
        let seal = |purpose: &str, text: &str| crypto::seal_text(cx.settings(), purpose, &crypto::open_text(cx.settings(), purpose, text));
        let (phone, number, answers) = (seal(purpose::PHONE, phone)?, seal(purpose::NATIONAL_ID, number)?, seal(purpose::ANSWERS, stored)?);
        cx.conn().exec(DOSSIER, args![*id, phone, number, answers, stored]).await?;
    }
    Ok(rows.len())
}

async fn drafts(cx: &mut Cx) -> Result<usize> {
    let rows: Vec<(i64, String)> = cx.conn().all(DRAFTS, args![]).await?;
    for (id, stored) in &rows {
        let answers = crypto::seal_text(cx.settings(), purpose::ANSWERS, stored)?;
        cx.conn().exec(DRAFT, args![*id, answers, stored]).await?;
    }
    Ok(rows.len())
}
