//! People: who they are, and who may see or change them (01 §2).

use super::crypto::{self, purpose::PHONE};
use super::employments;
use crate::audit::AuditEvent;
use crate::config::Settings;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::org;
use chrono::NaiveDate;
use model::access::{Action, ObjectKind};
use model::identity::{EmploymentInput, NewPerson, PersonInput};
use model::text;
use sqlx::FromRow;

/// A person in lists and on the page of the person. Without the identity number.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Person {
    /// Row.
    pub id: i64,
    /// Full name.
    pub full_name: String,
    /// Date of birth.
    pub dob: Option<NaiveDate>,
    /// `9990••••0001`, empty if unknown.
    pub national_id_masked: String,
    /// Telephone number in full: for the page of the person only.
    pub phone: String,
    /// Official mail address.
    pub email: String,
    /// For the optimistic check.
    pub version: i64,
}

sql!(
    INSERT_PERSON,
    "INSERT INTO person (full_name, sort_key, fold, dob, national_id_hash, national_id_sealed, national_id_masked, phone_sealed, phone_hash, phone_masked, email, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id"
);
sql!(PERSON, "SELECT id, full_name, dob, national_id_masked, phone_sealed AS phone, email, version FROM person WHERE id = $1");
sql!(SEALED_ID, "SELECT national_id_sealed FROM person WHERE id = $1");
sql!(BY_NATIONAL_ID, "SELECT id FROM person WHERE national_id_hash = $1 ORDER BY id LIMIT 1");
sql!(
    UPDATE_PERSON,
    "UPDATE person SET full_name = $3, sort_key = $4, fold = $5, dob = $6, phone_sealed = $7, phone_hash = $8, phone_masked = $9, email = $10, version = version + 1 WHERE id = $1 AND version = $2"
);

/// The fold of a person: the name with and without marks, and the mail address. Never the phone.
pub(super) fn person_fold(full_name: &str, email: &str) -> String {
    text::fold(&format!("{full_name} {email}"))
}

/// A telephone number as it is stored: sealed, hashed to find it, masked for lists.
pub(super) struct StoredPhone {
    pub sealed: String,
    pub hash: Option<String>,
    pub masked: String,
}

impl StoredPhone {
    pub(super) fn new(settings: &Settings, phone: &str) -> Result<Self> {
        if phone.is_empty() {
            return Ok(Self { sealed: String::new(), hash: None, masked: String::new() });
        }
        let sealed = crypto::seal_text(settings, PHONE, phone)?;
        Ok(Self { sealed, hash: Some(crypto::keyed_hash(settings, PHONE, phone)), masked: model::format::mask_phone(phone) })
    }
}

/// Creates a person; used by the administrator, the registration of citizens, and the seed.
pub(super) async fn insert(cx: &mut Cx, new: &NewPerson) -> Result<i64> {
    let now = cx.now();
    let settings = cx.settings().clone();
    let (hash, sealed, masked) = if new.national_id.is_empty() {
        (None, String::new(), String::new())
    } else {
        let sealed = crypto::seal(&settings, "national_id", new.national_id.as_bytes())?;
        (Some(crypto::keyed_hash(&settings, "national_id", &new.national_id)), sealed, mask_id(&new.national_id))
    };
    let (phone, fold) = (StoredPhone::new(&settings, &new.phone)?, person_fold(&new.full_name, &new.email));
    let key = text::name_sort_key(&new.full_name);
    let values = args![&new.full_name, key, fold, new.dob, hash, sealed, masked, phone.sealed, phone.hash, phone.masked, &new.email, now];
    cx.conn().id(INSERT_PERSON, values).await
}

/// First four and last four digits (10 §2).
fn mask_id(id: &str) -> String {
    let digits: Vec<char> = id.chars().collect();
    if digits.len() < 9 {
        return "••••".to_owned();
    }
    let part = |range: &[char]| range.iter().collect::<String>();
    format!("{}••••{}", part(&digits[..4]), part(&digits[digits.len() - 4..]))
}

/// Registers a person who joins a unit: person and employment in one act.
///
/// # Errors
/// `Forbidden` outside the reach of the actor; `Invalid` with one sentence per field.
pub async fn add_person(cx: &mut Cx, person: &PersonInput, employment: &EmploymentInput) -> Result<(i64, i64)> {
    let unit = employment.unit_id.ok_or_else(|| Error::field("don_vi", "Chưa chọn đơn vị. Hãy chọn đơn vị công tác."))?;
    cx.require(Action::Create, ObjectKind::Person, unit)?;
    let new = person.validate(org::today(cx))?;
    let id = insert(cx, &new).await?;
    let employment = employments::start(cx, id, employment).await?;
    Ok((id, employment))
}

/// Corrects name, date of birth, phone and mail address of a person.
///
/// # Errors
/// `Forbidden`, `Invalid`, or `Conflict` if somebody else was faster.
pub async fn update_person(cx: &mut Cx, id: i64, seen_version: i64, input: &PersonInput) -> Result<()> {
    require_over_person(cx, Action::Edit, ObjectKind::Person, id).await?;
    let new = input.validate(org::today(cx))?;
    let (phone, fold) = (StoredPhone::new(cx.settings(), &new.phone)?, person_fold(&new.full_name, &new.email));
    let key = text::name_sort_key(&new.full_name);
    let values = args![id, seen_version, &new.full_name, key, fold, new.dob, phone.sealed, phone.hash, phone.masked, &new.email];
    if cx.conn().exec(UPDATE_PERSON, values).await? == 0 {
        return Err(Error::conflict("Thông tin người này vừa được người khác cập nhật. Hãy tải lại; nội dung bạn vừa gõ vẫn còn ở dưới."));
    }
    // Lists name officials by names that processes keep.
    org::renamed(cx).await?;
    cx.audit(AuditEvent::new("person.updated", "person", id));
    Ok(())
}

/// The person.
///
/// # Errors
/// `NotFound`.
pub(super) async fn load(cx: &mut Cx, id: i64) -> Result<Person> {
    let mut person: Person = cx.conn().one(PERSON, args![id]).await?;
    person.phone = crypto::open_text(cx.settings(), PHONE, &person.phone);
    Ok(person)
}

/// The person, for an administrator over one of the person's units or for the person.
///
/// # Errors
/// `NotFound` if the person does not exist or is outside the reach of the actor.
pub async fn person(cx: &mut Cx, id: i64) -> Result<Person> {
    if cx.actor.person_id != Some(id) {
        require_over_person(cx, Action::View, ObjectKind::Person, id).await?;
    }
    load(cx, id).await
}

/// The full identity number of a person; reading it is an act of its own in the audit log.
///
/// # Errors
/// As [`person`].
pub async fn national_id(cx: &mut Cx, id: i64, purpose: &str) -> Result<String> {
    person(cx, id).await?;
    let (sealed,): (String,) = cx.conn().one(SEALED_ID, args![id]).await?;
    let mut event = AuditEvent::new("personal_data.viewed", "person", id);
    event.purpose = text::clean_line(purpose, 200);
    cx.audit(event);
    let opened = crypto::open(cx.settings(), "national_id", &sealed).unwrap_or_default();
    Ok(String::from_utf8(opened).unwrap_or_default())
}

/// The person with this identity number.
///
/// # Errors
/// If the database cannot be read.
pub async fn by_national_id(cx: &mut Cx, number: &str) -> Result<Option<i64>> {
    let hash = crypto::keyed_hash(cx.settings(), "national_id", number.trim());
    let row: Option<(i64,)> = cx.conn().opt(BY_NATIONAL_ID, args![hash]).await?;
    Ok(row.map(|(id,)| id))
}

/// Refuses unless one of the person's units is covered; for the account, all of them. Outside the reach nobody learns
/// whether the person exists.
pub(super) async fn require_over_person(cx: &mut Cx, action: Action, kind: ObjectKind, person: i64) -> Result<()> {
    let reach = cx.require_reach(action, kind)?;
    if reach.all {
        return Ok(());
    }
    let units = employments::units_of(cx, person).await?;
    let covered = units.iter().filter(|unit| reach.covers(**unit)).count();
    // An account carries the rights of every place of work: only who stands above all of them may touch it.
    let enough = if kind == ObjectKind::Account { units.len() } else { 1 };
    if covered > 0 && covered >= enough { Ok(()) } else { Err(Error::NotFound) }
}
