//! People and their employment: joiner, mover, leaver (01 §2).

use super::crypto::{self, purpose::PHONE};
use super::joint;
use crate::audit::AuditEvent;
use crate::config::Settings;
use crate::cx::Cx;
use crate::db::Query;
use crate::error::{Error, Result};
use crate::org;
use chrono::{DateTime, NaiveDate, Utc};
use model::access::{Action, ObjectKind};
use model::identity::{EmploymentInput, EmploymentKind, NewPerson, PersonInput, clean_phone};
use model::text;
use model::{List, Paging};
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

/// A line of a list of people: with account and primary employment.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct PersonLine {
    /// Person.
    pub id: i64,
    /// Full name.
    pub full_name: String,
    /// Telephone number as lists show it, `090•••567`.
    pub phone_masked: String,
    /// User name; empty without an account.
    pub username: String,
    /// Stored value of `AccountState`; empty without an account.
    pub state: String,
    /// Position of the first employment of today, empty without one.
    pub position: String,
    /// Unit of that employment.
    pub unit_id: Option<i64>,
    /// Its name.
    pub unit_name: String,
}

/// An employment with the name of its unit.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Employment {
    /// Row.
    pub id: i64,
    /// Person.
    pub person_id: i64,
    /// Unit.
    pub unit_id: i64,
    /// Name of the unit when the employment began, or its nearest.
    pub unit_name: String,
    /// Position in words.
    pub position: String,
    /// Stored value of [`EmploymentKind`].
    pub kind: String,
    /// First day.
    pub valid_from: NaiveDate,
    /// First day after it.
    pub valid_to: Option<NaiveDate>,
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
    INSERT_EMPLOYMENT,
    "INSERT INTO employment (person_id, unit_id, position, rank, kind, display_order, valid_from, valid_to) VALUES ($1, $2, $3, $4, $5, $6, $7, NULL) RETURNING id"
);
sql!(RANK, "SELECT rank FROM position WHERE name = $1");
sql!(
    EMPLOYMENTS,
    "SELECT e.id, e.person_id, e.unit_id, v.name AS unit_name, e.position, e.kind, e.valid_from, e.valid_to
     FROM employment e
     JOIN org_unit_version v ON v.id = (SELECT w.id FROM org_unit_version w WHERE w.unit_id = e.unit_id ORDER BY w.valid_from DESC LIMIT 1)
     WHERE e.person_id = $1 ORDER BY CASE WHEN e.valid_to IS NULL THEN 0 ELSE 1 END, e.display_order, e.valid_from DESC, e.id"
);
sql!(EMPLOYMENT, "SELECT person_id, unit_id, valid_from FROM employment WHERE id = $1 AND (valid_to IS NULL OR valid_to > $2)");
sql!(END_EMPLOYMENT, "UPDATE employment SET valid_to = $2 WHERE id = $1 AND (valid_to IS NULL OR valid_to > $2)");
sql!(END_ROLES, "UPDATE role_assignment SET valid_to = $2 WHERE employment_id = $1 AND (valid_to IS NULL OR valid_to > $2)");
sql!(ADMIN_HERE, "SELECT COUNT(*) FROM role_assignment WHERE employment_id = $1 AND role = 'system_admin' AND (valid_to IS NULL OR valid_to > $2)");
sql!(END_DELEGATIONS, "UPDATE delegation SET ended_at = $2 WHERE from_person_id = $1 AND ended_at IS NULL AND valid_to > $3");
sql!(END_SESSIONS, "UPDATE session SET ended_at = $2, end_reason = $3 WHERE ended_at IS NULL AND account_id IN (SELECT id FROM account WHERE person_id = $1)");
sql!(POSITIONS, "SELECT name FROM position WHERE active = TRUE ORDER BY rank, name");
sql!(ADD_POSITION, "INSERT INTO position (name, rank, active) VALUES ($1, $2, TRUE) ON CONFLICT (name) DO NOTHING");
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
    let unit = employment.unit_id.ok_or_else(|| Error::field("unit_id", "Chưa chọn đơn vị. Hãy chọn đơn vị công tác."))?;
    cx.require(Action::Create, ObjectKind::Person, unit)?;
    let new = person.validate(org::today(cx))?;
    let id = insert(cx, &new).await?;
    let employment = start(cx, id, employment).await?;
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
    cx.audit(AuditEvent::new("person.updated", "person", id));
    Ok(())
}

/// Starts an employment: a joiner, or a mover's new place.
///
/// # Errors
/// `Forbidden` for a unit outside the reach of the actor, `NotFound` for a person outside it (the administrator above both
/// units moves people between them); `Invalid` with one sentence per field.
pub async fn start_employment(cx: &mut Cx, person: i64, input: &EmploymentInput) -> Result<i64> {
    let unit = input.unit_id.ok_or_else(|| Error::field("unit_id", "Chưa chọn đơn vị. Hãy chọn đơn vị công tác."))?;
    cx.require(Action::Edit, ObjectKind::Person, unit)?;
    // Whoever could place anybody in the own unit would get power over people of the whole province.
    require_over_person(cx, Action::Edit, ObjectKind::Person, person).await?;
    load(cx, person).await?;
    start(cx, person, input).await
}

async fn start(cx: &mut Cx, person: i64, input: &EmploymentInput) -> Result<i64> {
    let new = input.validate()?;
    let unit = org::unit(cx, new.unit_id, new.valid_from.max(org::today(cx))).await;
    let unit = unit.map_err(|_| Error::field("unit_id", "Đơn vị này không tồn tại hoặc đã kết thúc. Hãy chọn đơn vị khác."))?;
    let open = employments(cx, person).await?;
    let primary = |e: &&Employment| e.kind == EmploymentKind::Primary.as_str() && e.valid_to.is_none_or(|to| to > new.valid_from);
    if let Some(other) = open.iter().find(primary).filter(|_| new.kind == EmploymentKind::Primary) {
        let message = format!("Người này đang có vị trí chính tại {}. Hãy kết thúc vị trí đó trước, hoặc chọn Kiêm nhiệm.", other.unit_name);
        return Err(Error::field("kind", message));
    }
    let rank: Option<(i64,)> = cx.conn().opt(RANK, args![&new.position]).await?;
    let order = if new.kind == EmploymentKind::Primary { 0_i64 } else { i64::try_from(open.len()).unwrap_or(1).max(1) };
    let values = args![person, unit.id, &new.position, rank.map_or(99, |(rank,)| rank), new.kind.as_str(), order, new.valid_from];
    let id = cx.conn().id(INSERT_EMPLOYMENT, values).await?;
    cx.audit(AuditEvent::new("employment.started", "person", person).detail(format!("{} tại {}", new.position, unit.name)));
    Ok(id)
}

/// Ends an employment as of today: roles of its template, delegations given by the person and all sessions end in the
/// same transaction (A01-07).
///
/// # Errors
/// `NotFound` if there is no such running employment within the reach of the actor, `Forbidden` without the right anywhere,
/// `Conflict` for the last technical administrator.
pub async fn end_employment(cx: &mut Cx, employment: i64) -> Result<()> {
    let (now, today) = (cx.now(), org::today(cx));
    let reach = cx.require_reach(Action::Edit, ObjectKind::Person)?;
    let row: Option<(i64, i64, NaiveDate)> = cx.conn().opt(EMPLOYMENT, args![employment, today]).await?;
    let (person, _, from) = row.filter(|(_, unit, _)| reach.covers(*unit)).ok_or(Error::NotFound)?;
    if cx.conn().count(ADMIN_HERE, args![employment, now]).await? > 0 {
        joint::keep_one_system_admin(cx, person).await?;
    }
    cx.conn().exec(END_EMPLOYMENT, args![employment, today.max(from)]).await?;
    cx.conn().exec(END_ROLES, args![employment, now]).await?;
    let left = employments(cx, person).await?.iter().filter(|e| e.valid_to.is_none_or(|to| to > today)).count();
    if left == 0 {
        cx.conn().exec(END_DELEGATIONS, args![person, now, today]).await?;
    }
    end_sessions_of(cx, person, "Kết thúc vị trí công tác").await?;
    cx.audit(AuditEvent::new("employment.ended", "person", person).detail(format!("vị trí {employment}")));
    Ok(())
}

/// Ends every session of a person.
pub(super) async fn end_sessions_of(cx: &mut Cx, person: i64, reason: &str) -> Result<u64> {
    let now: DateTime<Utc> = cx.now();
    let ended = cx.conn().exec(END_SESSIONS, args![person, now, reason]).await?;
    if ended > 0 {
        cx.audit(AuditEvent::new("session.ended", "person", person).detail(format!("{ended} phiên: {reason}")));
    }
    Ok(ended)
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

/// Every employment of a person, running ones first.
///
/// # Errors
/// If the database cannot be read.
pub async fn employments(cx: &mut Cx, person: i64) -> Result<Vec<Employment>> {
    cx.conn().all(EMPLOYMENTS, args![person]).await
}

/// Units of the person's employments of today; the last ones if none runs.
pub(super) async fn units_of(cx: &mut Cx, person: i64) -> Result<Vec<i64>> {
    let today = org::today(cx);
    let all = employments(cx, person).await?;
    let running: Vec<i64> = all.iter().filter(|e| e.valid_to.is_none_or(|to| to > today)).map(|e| e.unit_id).collect();
    Ok(if running.is_empty() { all.iter().map(|e| e.unit_id).collect() } else { running })
}

/// Refuses unless one of the person's units is covered; for the account, all of them. Outside the reach nobody learns
/// whether the person exists.
pub(super) async fn require_over_person(cx: &mut Cx, action: Action, kind: ObjectKind, person: i64) -> Result<()> {
    let reach = cx.require_reach(action, kind)?;
    if reach.all {
        return Ok(());
    }
    let units = units_of(cx, person).await?;
    let covered = units.iter().filter(|unit| reach.covers(**unit)).count();
    // An account carries the rights of every place of work: only who stands above all of them may touch it.
    let enough = if kind == ObjectKind::Account { units.len() } else { 1 };
    if covered > 0 && covered >= enough { Ok(()) } else { Err(Error::NotFound) }
}

/// The catalogue of positions, highest first.
///
/// # Errors
/// If the database cannot be read.
pub async fn positions(cx: &mut Cx) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = cx.conn().all(POSITIONS, args![]).await?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}

/// Adds a position to the catalogue; a known one stays as it is.
///
/// # Errors
/// `Forbidden` except for administrators of the province, `Invalid` for an empty name.
pub async fn add_position(cx: &mut Cx, name: &str, rank: i64) -> Result<()> {
    cx.require_reach(Action::Create, ObjectKind::Unit)?;
    let name = text::clean_line(name, 80);
    if name.is_empty() {
        return Err(Error::field("name", "Chưa có tên chức vụ. Hãy nhập tên."));
    }
    cx.conn().exec(ADD_POSITION, args![name, rank.clamp(1, 99)]).await.map(|_| ())
}

sql!(
    ACCOUNT_LINE,
    "SELECT p.id, p.full_name, p.phone_masked, a.username, a.state, '' AS position, CAST(NULL AS BIGINT) AS unit_id, '' AS unit_name
     FROM account a JOIN person p ON p.id = a.person_id WHERE a.person_id = $1 AND a.kind = 'official' ORDER BY a.id LIMIT 1"
);

/// User name and state of the official account of a person, if there is one; position and unit stay empty.
///
/// # Errors
/// `NotFound` outside the reach of the actor.
pub async fn account_line(cx: &mut Cx, id: i64) -> Result<Option<PersonLine>> {
    person(cx, id).await?;
    cx.conn().opt(ACCOUNT_LINE, args![id]).await
}

/// Every person with the first running employment, the account, and the name of the unit on a day that follows.
const FOUND: &str = " FROM person p
     JOIN employment e ON e.id = (SELECT f.id FROM employment f WHERE f.person_id = p.id
                                  ORDER BY CASE WHEN f.valid_to IS NULL THEN 0 ELSE 1 END, f.display_order, f.valid_from DESC, f.id LIMIT 1)
     LEFT JOIN account a ON a.id = (SELECT b.id FROM account b WHERE b.person_id = p.id AND b.kind = 'official' ORDER BY b.id LIMIT 1)
     LEFT JOIN org_unit_version v ON v.unit_id = e.unit_id AND v.valid_from <= ";

/// People within the reach of the actor by name with or without marks, whole phone number, or name of the unit; an empty text lists
/// all. Sorted as Vietnamese names are: by given name. Returns the page and how many there are.
///
/// # Errors
/// `Forbidden` without the right to see people.
pub async fn search_people(cx: &mut Cx, wanted: &str, unit: Option<i64>, page: i64) -> Result<List<PersonLine>> {
    let reach = cx.require_reach(Action::View, ObjectKind::Person)?;
    let today = org::today(cx);
    let wanted = text::clean_line(wanted, 100);
    let hash = |phone: &str| clean_phone(phone).map(|phone| crypto::keyed_hash(cx.settings(), PHONE, &phone));
    // A number may be typed with blanks in it; else every word is a part of a name or unit, or a whole number.
    let words: Vec<(String, Option<String>)> = match hash(&wanted) {
        Some(hash) => vec![(String::new(), Some(hash))],
        None => text::fold(&wanted).split_whitespace().take(8).map(|word| (word.to_owned(), hash(word))).collect(),
    };
    let filter = |query: &mut Query| {
        query.push(FOUND).bind(today).push(" AND (v.valid_to IS NULL OR v.valid_to > ").bind(today).push(") WHERE 1 = 1");
        if !reach.all {
            query.push(" AND e.unit_id IN ").bind_list(reach.units.iter().copied());
        }
        if let Some(unit) = unit {
            query.push(" AND e.unit_id IN (SELECT descendant_id FROM org_closure WHERE ancestor_id = ").bind(unit).push(")");
        }
        for (word, hash) in &words {
            if let Some(hash) = hash {
                query.push(" AND p.phone_hash = ").bind(hash);
                continue;
            }
            query.word(&["p.fold", "v.fold"], word);
        }
    };
    let mut count = Query::new("SELECT COUNT(*)");
    filter(&mut count);
    let total = count.count(&mut cx.conn()).await?;
    let mut list = Query::new(
        "SELECT p.id, p.full_name, p.phone_masked, COALESCE(a.username, '') AS username, COALESCE(a.state, '') AS state,
                e.position, e.unit_id, COALESCE(v.name, '') AS unit_name",
    );
    filter(&mut list);
    let paging = Paging::of(page, total);
    list.push(" ORDER BY p.sort_key, p.id").page(paging);
    Ok(List { rows: list.all(&mut cx.conn()).await?, paging })
}
