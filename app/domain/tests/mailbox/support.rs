//! One department, people in it, letters between them.

use chrono::{Duration, NaiveDate};
use domain::actor::{ActorKind, HeldRole};
use domain::mailbox;
use domain::testing::{TestPortal, vn};
use domain::{Actor, Portal, args, org};
use model::access::{Role, Scope};
use model::mailbox::{AddressLine, DraftInput, Folder, MailFilter};
use model::org::UnitInput;

pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// An official with account, session data and the roles given.
#[derive(Clone)]
pub struct Who {
    pub actor: Actor,
    pub person: i64,
}

pub async fn hire(portal: &Portal, unit: i64, name: &str, from: NaiveDate, to: Option<NaiveDate>, roles: &[Role]) -> Who {
    let mut cx = portal.write(&Actor::system("Kiểm thử")).await.unwrap();
    let person = insert(&mut cx, unit, name, from, to).await;
    let account = cx
        .conn()
        .id(
            "INSERT INTO account (person_id, kind, username, state, created_at) VALUES ($1, 'official', $2, 'active', $3) RETURNING id",
            args![person, format!("u{person}"), vn(2026, 1, 1, 8, 0)],
        )
        .await
        .unwrap();
    cx.commit().await.unwrap();
    let mut actor = Actor::new(ActorKind::Official, name);
    actor.account_id = Some(account);
    actor.person_id = Some(person);
    actor.unit_id = Some(unit);
    actor.unit_name = "Sở Tài chính".to_owned();
    actor.position = "Chuyên viên".to_owned();
    actor.roles = roles
        .iter()
        .map(|role| HeldRole {
            role: *role,
            scope: Scope::Province,
            unit_id: unit,
            unit_name: String::new(),
            since: vn(2026, 1, 1, 8, 0),
            granted_by: String::new(),
            on_behalf_of: None,
        })
        .collect();
    Who { actor, person }
}

pub async fn insert(cx: &mut domain::Cx, unit: i64, name: &str, from: NaiveDate, to: Option<NaiveDate>) -> i64 {
    let (sort, fold, now) = (model::text::name_sort_key(name), model::text::fold(name), vn(2026, 1, 1, 8, 0));
    let person = cx
        .conn()
        .id("INSERT INTO person (full_name, sort_key, fold, created_at) VALUES ($1, $2, $3, $4) RETURNING id", args![name, sort, fold, now])
        .await
        .unwrap();
    cx.conn()
        .exec(
            "INSERT INTO employment (person_id, unit_id, position, rank, kind, valid_from, valid_to) VALUES ($1, $2, 'Chuyên viên', 50, 'primary', $3, $4)",
            args![person, unit, from, to],
        )
        .await
        .unwrap();
    person
}

/// The province with one department; returns the department.
pub async fn lay(t: &TestPortal) -> i64 {
    t.portal.clock().set(vn(2026, 11, 23, 9, 0));
    let mut cx = t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
    let unit = |code: &str, name: &str, abbr: &str, kind: &str, parent: Option<i64>| UnitInput {
        code: code.into(),
        name: name.into(),
        abbr: abbr.into(),
        kind: kind.into(),
        parent_id: parent,
        valid_from: Some(day(2025, 7, 1)),
        ..UnitInput::default()
    };
    let root = org::create_unit(&mut cx, &unit("H99", "UBND tỉnh Lam Giang", "UBND", "province", None)).await.unwrap().id;
    let department = org::create_unit(&mut cx, &unit("H99.12", "Sở Tài chính", "STC", "department", Some(root))).await.unwrap().id;
    cx.commit().await.unwrap();
    department
}

pub async fn plain(t: &TestPortal, unit: i64, name: &str) -> Who {
    hire(&t.portal, unit, name, day(2025, 7, 1), None, &[Role::Official]).await
}

pub fn text(subject: &str, body: &str) -> DraftInput {
    DraftInput { subject: subject.to_owned(), body: body.to_owned(), ..DraftInput::default() }
}

/// Writes and hands over; the message leaves with [`leave`].
pub async fn hand_over(t: &TestPortal, from: &Who, to: &[String], input: DraftInput) -> i64 {
    let mut cx = t.portal.write(&from.actor).await.unwrap();
    let id = mailbox::save_draft(&mut cx, &input, None).await.unwrap();
    for key in to {
        mailbox::add_recipient(&mut cx, id, AddressLine::To, key).await.unwrap();
    }
    let version = mailbox::draft(&mut cx, id).await.unwrap().version;
    mailbox::send(&mut cx, &DraftInput { draft: Some(id), ..input }, Some(version), None).await.unwrap();
    cx.commit().await.unwrap();
    id
}

/// Ten seconds later, with every due job done.
pub async fn leave(t: &TestPortal) {
    t.portal.clock().advance(Duration::seconds(11));
    while let Some(job) = domain::jobs::claim(&t.portal).await.unwrap() {
        domain::perform(&t.portal, &job).await.unwrap();
    }
}

pub async fn send(t: &TestPortal, from: &Who, to: &[&Who], input: DraftInput) -> i64 {
    let keys: Vec<String> = to.iter().map(|who| format!("p-{}", who.person)).collect();
    let id = hand_over(t, from, &keys, input).await;
    leave(t).await;
    id
}

pub async fn inbox(t: &TestPortal, who: &Who) -> Vec<mailbox::MailRow> {
    let mut cx = t.portal.read(&who.actor).await.unwrap();
    match mailbox::pick(&mut cx, None).await.unwrap() {
        Some(own) => mailbox::list(&mut cx, &own, Folder::Inbox, MailFilter::All, 1).await.unwrap().rows,
        None => Vec::new(),
    }
}

pub async fn open(portal: &Portal, who: &Who, id: i64) -> domain::Result<mailbox::Thread> {
    let mut cx = portal.write(&who.actor).await?;
    mailbox::open(&mut cx, id).await?;
    cx.commit().await?;
    let mut cx = portal.read(&who.actor).await?;
    mailbox::thread(&mut cx, id).await
}

pub async fn changes(t: &TestPortal) -> i64 {
    let mut cx = t.portal.read(&Actor::system("Kiểm thử")).await.unwrap();
    cx.conn().count("SELECT COUNT(*) FROM change WHERE topic = 'mail'", args![]).await.unwrap()
}
