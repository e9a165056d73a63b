//! Applicants at a counter: somebody whom the portal knows is found by the whole identity number or telephone number, and
//! whoever shows an identity number for the first time is remembered.
//!
//! Officials are not shown here: what the portal holds about them is data of their employment.

use super::crypto::{self, purpose::NATIONAL_ID, purpose::PHONE};
use super::people;
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::Result;
use crate::rate;
use chrono::NaiveDate;
use model::access::{Action, ObjectKind};
use model::identity::{NewPerson, clean_phone};
use model::text::fold;
use sqlx::FromRow;

/// What the form of the counter may fill in about a person.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct KnownApplicant {
    pub id: i64,
    pub full_name: String,
    pub dob: Option<NaiveDate>,
    pub phone: String,
    pub email: String,
}

sql!(
    FIND,
    "SELECT p.id, p.full_name, p.dob, p.phone_sealed AS phone, p.email FROM person p
     WHERE (p.national_id_hash = $1 OR p.phone_hash = $2) AND NOT EXISTS (SELECT 1 FROM employment e WHERE e.person_id = p.id)
     ORDER BY CASE WHEN p.national_id_hash = $1 THEN 0 ELSE 1 END, p.id LIMIT 2"
);
sql!(
    WITH_NUMBER,
    "SELECT p.id, p.full_name, (SELECT MIN(a.id) FROM account a WHERE a.person_id = p.id AND a.kind = 'citizen' AND a.state = 'active') AS account_id
     FROM person p WHERE p.national_id_hash = $1 ORDER BY p.id"
);

fn number_of(typed: &str) -> Option<String> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    (digits.len() == 12 && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
}

/// The person with this identity number, else with this telephone number; both are whole numbers or count for nothing.
/// Looking is an act of its own in the audit log. The identity number itself is never shown: it is read off the card.
///
/// # Errors
/// `Forbidden` for whoever receives no dossiers.
pub(crate) async fn find(cx: &mut Cx, national_id: &str, phone: &str, why: &str) -> Result<Option<KnownApplicant>> {
    cx.require_reach(Action::Receive, ObjectKind::Dossier)?;
    let number = number_of(national_id).map(|number| crypto::keyed_hash(cx.settings(), NATIONAL_ID, &number));
    let phone = clean_phone(phone).map(|phone| crypto::keyed_hash(cx.settings(), PHONE, &phone));
    // An unknown number must not be answered with somebody else who has the same telephone.
    let phone = if number.is_some() { None } else { phone };
    if number.is_none() && phone.is_none() {
        return Ok(None);
    }
    let official = cx.actor.account_id.unwrap_or_default().to_string();
    rate::hit(cx, rate::PERSON_LOOK, &official).await?;
    let found: Vec<KnownApplicant> = cx.conn().all(FIND, args![number, phone]).await?;
    // Two people with one telephone: nobody is taken for the other.
    let [found] = found.as_slice() else {
        let mut event = AuditEvent::new("personal_data.searched", "person", "");
        event.purpose = why.to_owned();
        cx.audit(event);
        return Ok(None);
    };
    let mut found = found.clone();
    found.phone = crypto::open_text(cx.settings(), PHONE, &found.phone);
    let mut event = AuditEvent::new("personal_data.viewed", "person", found.id);
    event.purpose = why.to_owned();
    cx.audit(event);
    Ok(Some(found))
}

/// Remembers who showed an identity number, and returns person and account. A number that the portal knows under another
/// name is nobody's: the dossier is linked to no one then.
///
/// # Errors
/// `Forbidden` for whoever receives no dossiers.
pub(crate) async fn remember(cx: &mut Cx, new: &NewPerson) -> Result<Option<(i64, Option<i64>)>> {
    cx.require_reach(Action::Receive, ObjectKind::Dossier)?;
    let Some(number) = number_of(&new.national_id) else { return Ok(None) };
    let hash = crypto::keyed_hash(cx.settings(), NATIONAL_ID, &number);
    let known: Vec<(i64, String, Option<i64>)> = cx.conn().all(WITH_NUMBER, args![hash]).await?;
    if known.is_empty() {
        let id = people::insert(cx, &NewPerson { national_id: number, ..new.clone() }).await?;
        cx.audit(AuditEvent::new("person.created", "person", id).detail("tiếp nhận tại quầy"));
        return Ok(Some((id, None)));
    }
    let name = fold(&new.full_name);
    let same = known.into_iter().filter(|(_, known, _)| fold(known) == name).max_by_key(|(_, _, account)| account.is_some());
    Ok(same.map(|(id, _, account)| (id, account)))
}
