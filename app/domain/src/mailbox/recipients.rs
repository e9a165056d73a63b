//! Whom a message goes to: people, organisations and groups that follow from the organisation (06 §5).

use super::boxes;
use super::compose::begin;
use crate::cx::Cx;
use crate::db::Query;
use crate::error::{Error, Result};
use crate::org;
use model::mailbox::{AddressLine, GroupKind};
use model::org::{Unit, UnitKind};
use model::text::{clean_line, fold};
use sqlx::FromRow;

/// One suggestion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// What the form sends back: `p-12` a person, `o-5` an organisation, `g-whole_unit-5` a group.
    pub key: String,
    /// Name.
    pub label: String,
    /// Position and unit, or what kind of group it is.
    pub detail: String,
}

/// Most people of one search.
const MOST_PEOPLE: i64 = 30;
/// Most units of one search.
const MOST_UNITS: usize = 8;
/// Most recipients of one draft; more people are reached through groups.
const MOST_RECIPIENTS: usize = 200;

#[derive(FromRow)]
struct PersonHit {
    id: i64,
    full_name: String,
    position: String,
    unit_name: String,
}

/// People, organisations and groups whose name, position or unit contains every word, with or without marks; people of
/// the own unit first.
///
/// # Errors
/// `Unauthorized` unless an official acts.
pub async fn search_recipients(cx: &mut Cx, wanted: &str) -> Result<Vec<Hit>> {
    cx.require_official()?;
    let wanted = clean_line(wanted, 100);
    let folded = fold(&wanted);
    if folded.is_empty() {
        return Ok(Vec::new());
    }
    let mut hits: Vec<Hit> = fixed_groups().into_iter().filter(|hit| fold(&hit.label).contains(&folded)).collect();
    let day = org::today(cx);
    for unit in org::find(cx, &wanted, day).await?.into_iter().take(MOST_UNITS) {
        hits.extend(of_unit(&unit));
    }
    for person in people(cx, &folded).await? {
        hits.push(Hit { key: format!("p-{}", person.id), label: person.full_name, detail: joined(&person.position, &person.unit_name) });
    }
    Ok(hits)
}

fn joined(position: &str, unit: &str) -> String {
    [position, unit].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

async fn people(cx: &mut Cx, folded: &str) -> Result<Vec<PersonHit>> {
    let (day, own) = (org::today(cx), cx.actor.unit_id.unwrap_or(0));
    let mut query = Query::new(
        "SELECT p.id, p.full_name, e.position, v.name AS unit_name FROM person p
         JOIN employment e ON e.person_id = p.id AND e.valid_from <= ",
    );
    query.bind(day).push(" AND (e.valid_to IS NULL OR e.valid_to > ").bind(day);
    query.push(") JOIN org_unit_version v ON v.unit_id = e.unit_id AND v.valid_from <= ").bind(day);
    query.push(" AND (v.valid_to IS NULL OR v.valid_to > ").bind(day).push(") WHERE 1 = 1");
    query.words(&["p.fold", "v.fold"], folded);
    query.push(" ORDER BY CASE WHEN e.unit_id = ").bind(own).push(" THEN 0 ELSE 1 END, p.sort_key, p.id LIMIT ").bind(MOST_PEOPLE);
    query.all(&mut cx.conn()).await
}

fn fixed_groups() -> Vec<Hit> {
    let group = |kind: GroupKind, detail: &str| Hit { key: format!("g-{kind}-0"), label: kind.label().to_owned(), detail: detail.to_owned() };
    vec![
        group(GroupKind::AllDepartments, "Nhóm: hộp thư cơ quan của mọi sở, ngành"),
        group(GroupKind::AllCommunes, "Nhóm: hộp thư cơ quan của mọi xã, phường, đặc khu"),
    ]
}

/// What can be addressed of a unit: its own mailbox, everybody, leaders, clerks.
fn of_unit(unit: &Unit) -> Vec<Hit> {
    let mut hits = Vec::new();
    if unit.kind.is_agency() {
        hits.push(Hit { key: format!("o-{}", unit.id), label: unit.name.clone(), detail: "Hộp thư cơ quan".to_owned() });
    }
    hits.extend([GroupKind::WholeUnit, GroupKind::Leaders, GroupKind::Clerks].map(|kind| {
        Hit {
            key: format!("g-{kind}-{}", unit.id),
            label: group_label(kind, unit),
            detail: match kind {
                GroupKind::WholeUnit => "Nhóm: mọi người đang công tác",
                GroupKind::Leaders => "Nhóm: lãnh đạo",
                _ => "Nhóm: văn thư",
            }
            .to_owned(),
        }
    }));
    hits
}

fn group_label(kind: GroupKind, unit: &Unit) -> String {
    match kind {
        GroupKind::WholeUnit if unit.kind == UnitKind::Division => unit.name.clone(),
        GroupKind::AllDepartments | GroupKind::AllCommunes => kind.label().to_owned(),
        _ => format!("{} {}", kind.label(), unit.name),
    }
}

/// A target of a message.
pub(super) struct Target {
    mailbox: Option<i64>,
    group: Option<GroupKind>,
    unit: Option<i64>,
    label: String,
}

/// Reads a key from a form; its ids are checked against today's people and units.
async fn target(cx: &mut Cx, key: &str) -> Result<Target> {
    let unknown = || Error::field("nguoi_nhan", "Không tìm thấy người nhận này. Hãy tìm lại rồi chọn trong danh sách.");
    let day = org::today(cx);
    let parts: Vec<&str> = key.split('-').collect();
    let id = |text: &str| text.parse::<i64>().map_err(|_| unknown());
    let not_found = |error: Error| if matches!(error, Error::NotFound) { unknown() } else { error };
    match parts.as_slice() {
        ["p", person] => {
            let mailbox = boxes::of_person(cx, id(person)?).await.map_err(not_found)?;
            Ok(Target { mailbox: Some(mailbox.id), group: None, unit: None, label: mailbox.name })
        }
        ["o", unit] => {
            let mailbox = boxes::of_unit(cx, id(unit)?).await.map_err(not_found)?;
            Ok(Target { mailbox: Some(mailbox.id), group: None, unit: None, label: mailbox.name })
        }
        ["g", kind, unit] => {
            let kind: GroupKind = kind.parse().map_err(|_| unknown())?;
            if matches!(kind, GroupKind::AllDepartments | GroupKind::AllCommunes) {
                return Ok(Target { mailbox: None, group: Some(kind), unit: None, label: kind.label().to_owned() });
            }
            let unit = org::unit(cx, id(unit)?, day).await.map_err(not_found)?;
            Ok(Target { mailbox: None, group: Some(kind), unit: Some(unit.id), label: group_label(kind, &unit) })
        }
        _ => Err(unknown()),
    }
}

sql!(
    ADD,
    "INSERT INTO message_recipient (message_id, line, mailbox_id, group_kind, unit_id, key, label) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (message_id, key) DO UPDATE SET line = excluded.line"
);
sql!(REMOVE, "DELETE FROM message_recipient WHERE message_id = $1 AND id = $2");
sql!(COUNT, "SELECT COUNT(*) FROM message_recipient WHERE message_id = $1");
sql!(
    COPY_OTHERS,
    "INSERT INTO message_recipient (message_id, line, mailbox_id, group_kind, unit_id, key, label)
     SELECT $1, 'cc', mailbox_id, group_kind, unit_id, key, label FROM message_recipient
     WHERE message_id = $2 AND line IN ('to', 'cc') AND (mailbox_id IS NULL OR mailbox_id <> $3) ORDER BY id
     ON CONFLICT (message_id, key) DO NOTHING"
);
sql!(NAME, "SELECT name FROM mailbox WHERE id = $1");

/// Puts a person, organisation or group on a line of a draft; a second time moves it to the other line.
///
/// # Errors
/// `NotFound`, `Conflict` for the draft, `Invalid` for an unknown recipient or too many.
pub async fn add_recipient(cx: &mut Cx, draft: i64, line: AddressLine, key: &str) -> Result<()> {
    begin(cx, draft, None).await?;
    if cx.conn().count(COUNT, args![draft]).await? >= MOST_RECIPIENTS as i64 {
        return Err(Error::field(
            "nguoi_nhan",
            format!("Mỗi thư ghi tối đa {MOST_RECIPIENTS} dòng người nhận. Hãy chọn nhóm (ví dụ “Cả đơn vị …”) thay cho từng người."),
        ));
    }
    let target = target(cx, key).await?;
    add(cx, draft, line, target).await
}

async fn add(cx: &mut Cx, draft: i64, line: AddressLine, target: Target) -> Result<()> {
    let key = match (target.mailbox, target.group) {
        (Some(mailbox), _) => format!("m-{mailbox}"),
        (None, Some(group)) => format!("g-{group}-{}", target.unit.unwrap_or(0)),
        (None, None) => return Err(Error::internal("a recipient that is nobody")),
    };
    let row = args![draft, line.as_str(), target.mailbox, target.group.map(GroupKind::as_str), target.unit, key, target.label];
    cx.conn().exec(ADD, row).await?;
    Ok(())
}

/// Takes a recipient off a draft.
///
/// # Errors
/// `NotFound`, `Conflict` for the draft.
pub async fn remove_recipient(cx: &mut Cx, draft: i64, recipient: i64) -> Result<()> {
    begin(cx, draft, None).await?;
    cx.conn().exec(REMOVE, args![draft, recipient]).await?;
    Ok(())
}

/// The recipients of an answer: the sender, and everybody else of the message if asked. Hidden recipients stay hidden.
pub(super) async fn copy_for_reply(cx: &mut Cx, draft: i64, original: i64, sender: i64, own: i64, everybody: bool) -> Result<()> {
    if sender == own {
        // An answer to an own message goes to those who got it.
        return cx.conn().exec(COPY_OTHERS, args![draft, original, own]).await.map(|_| ());
    }
    let (label,): (String,) = cx.conn().one(NAME, args![sender]).await?;
    add(cx, draft, AddressLine::To, Target { mailbox: Some(sender), group: None, unit: None, label }).await?;
    if everybody {
        cx.conn().exec(COPY_OTHERS, args![draft, original, own]).await?;
    }
    Ok(())
}
