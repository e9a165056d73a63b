//! A small editorial board: one main portal, one commune, a writer, an editor, two editors in chief.

use chrono::{DateTime, Utc};
use domain::actor::{Actor, ActorKind};
use domain::news::{NewSite, add_site};
use domain::testing::TestPortal;
use domain::{Cx, args};
use model::access::{Reach, Role};
use model::news::{
    ArticleForm, ArticleOption, ArticleText, Moderation, ModerationForm, ReturnForm, SendBack, SiteKind, TakeDown, UnpublishForm, UnpublishReason,
};

/// Unit of the main portal.
pub const OFFICE: i64 = 1;
/// A commune.
pub const COMMUNE: i64 = 2;
/// A division of the commune.
pub const DIVISION: i64 = 3;

/// The account of a person: another number, so that nothing mixes the two.
pub const fn account_of(person: i64) -> i64 {
    person + 100
}

/// An official with roles at one unit.
pub fn official(person: i64, name: &str, unit: i64, roles: &[Role]) -> Actor {
    let mut actor = Actor::new(ActorKind::Official, name);
    actor.person_id = Some(person);
    actor.account_id = Some(account_of(person));
    actor.unit_id = Some(unit);
    for (action, kind) in roles.iter().flat_map(|role| role.permissions()) {
        actor.reach.insert((*action, *kind), Reach { all: false, own: false, units: vec![unit] });
    }
    actor
}

pub fn writer() -> Actor {
    official(1, "Lê Mẫu Bình", OFFICE, &[Role::Writer])
}

pub fn editor() -> Actor {
    official(2, "Bùi Mẫu Minh", OFFICE, &[Role::Writer, Role::Editor])
}

pub fn chief() -> Actor {
    official(3, "Ngô Mẫu Nam", OFFICE, &[Role::Editor, Role::ManagingEditor, Role::EditorInChief, Role::SiteAdmin])
}

pub fn other_chief() -> Actor {
    official(4, "Trần Mẫu Hòa", OFFICE, &[Role::Editor, Role::ManagingEditor, Role::EditorInChief])
}

pub fn commune_writer() -> Actor {
    official(5, "Vũ Mẫu Hà", DIVISION, &[Role::Writer])
}

pub fn citizen() -> Actor {
    let mut actor = Actor::new(ActorKind::Citizen, "Nguyễn Mẫu Sơn");
    actor.person_id = Some(6);
    actor.account_id = Some(account_of(6));
    actor
}

/// Units, people and sites.
pub async fn set_up(t: &TestPortal) {
    let mut cx = t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
    let now = cx.now();
    for (id, kind) in [(OFFICE, "department"), (COMMUNE, "ward"), (DIVISION, "division")] {
        cx.conn().exec("INSERT INTO org_unit (id, kind) VALUES ($1, $2)", args![id, kind]).await.unwrap();
        cx.conn().exec("INSERT INTO org_closure (ancestor_id, descendant_id, depth) VALUES ($1, $1, 0)", args![id]).await.unwrap();
    }
    cx.conn().exec("INSERT INTO org_closure (ancestor_id, descendant_id, depth) VALUES ($1, $2, 1)", args![COMMUNE, DIVISION]).await.unwrap();
    for id in 1_i64..=6 {
        let name = format!("Người {id}");
        cx.conn().exec("INSERT INTO person (id, full_name, sort_key, fold, created_at) VALUES ($1, $2, $2, $2, $3)", args![id, &name, now]).await.unwrap();
        let account = "INSERT INTO account (id, person_id, kind, username, state, created_at) VALUES ($1, $2, 'official', $3, 'active', $4)";
        cx.conn().exec(account, args![account_of(id), id, format!("nguoi.{id}"), now]).await.unwrap();
    }
    grant(&mut cx, 2, Role::Editor, now).await;
    grant(&mut cx, 3, Role::EditorInChief, now).await;
    for (unit_id, kind, title) in [(OFFICE, SiteKind::Main, "Cổng tỉnh Lam Giang"), (COMMUNE, SiteKind::Component, "Phường Thành Lam")] {
        let text = String::new();
        let new = NewSite { unit_id, kind, title: title.into(), owner: "Chánh Văn phòng".into(), hotline: text.clone(), email: text.clone(), address: text };
        add_site(&mut cx, &new).await.unwrap();
    }
    cx.commit().await.unwrap();
}

async fn grant(cx: &mut Cx, person: i64, role: Role, from: DateTime<Utc>) {
    let sql =
        "INSERT INTO role_assignment (person_id, role, unit_id, scope, source, valid_from, granted_by_name) VALUES ($1, $2, $3, 'unit', 'manual', $4, 'x')";
    cx.conn().exec(sql, args![person, role.as_str(), OFFICE, from]).await.unwrap();
}

/// A finished article, as its form is sent.
pub fn form(title: &str) -> ArticleForm {
    ArticleForm {
        section: "news".into(),
        channel: "news".into(),
        title: title.into(),
        summary: "Tóm tắt của bài.".into(),
        body: "Đoạn **một**.\n\nĐoạn hai.".into(),
        options: ArticleOption::values(&[ArticleOption::OnFront, ArticleOption::Comments]),
        ..ArticleForm::default()
    }
}

/// The same, checked.
pub fn text(title: &str) -> ArticleText {
    form(title).validate().unwrap()
}

/// Why an article goes back, in words.
pub fn back(reason: &str) -> SendBack {
    ReturnForm { reason: reason.into(), ..ReturnForm::default() }.validate().unwrap()
}

/// How an article is taken down.
pub fn down(cause: UnpublishReason, note: &str, redirect: &str) -> TakeDown {
    UnpublishForm { cause: cause.to_string(), note: note.into(), redirect: redirect.into() }.validate().unwrap()
}

/// What a moderator decides; with a reason the comment is rejected.
pub fn decision(comment: i64, reason: &str) -> Moderation {
    let show = if reason.is_empty() { "1" } else { "0" };
    ModerationForm { comment: comment.to_string(), show: show.into(), reason: reason.into() }.validate().unwrap()
}

/// Runs one use case in a transaction of its own and gives its answer.
macro_rules! act {
    ($t:expr, $actor:expr, |$cx:ident| $call:expr) => {{
        let mut cx = $t.portal.write(&$actor).await.unwrap();
        let $cx = &mut cx;
        let answer = $call.await;
        if answer.is_ok() {
            cx.commit().await.unwrap();
        }
        answer
    }};
}
pub(crate) use act;

/// The version of an article for the optimistic check.
pub async fn version(t: &TestPortal, code: &str) -> i64 {
    let mut cx = t.portal.read(&Actor::system("Kiểm thử")).await.unwrap();
    domain::news::desk_article(&mut cx, code).await.unwrap().version
}

/// Writes and publishes an article at the clock's time and returns its code.
pub async fn published(t: &TestPortal, text: &ArticleText) -> String {
    let code = act!(t, editor(), |cx| domain::news::create(cx, text)).unwrap();
    act!(t, editor(), |cx| domain::news::submit_for_approval(cx, &code, 1)).unwrap();
    act!(t, chief(), |cx| domain::news::approve(cx, &code, 2, None)).unwrap();
    code
}

/// True if the answer is a conflict or a refusal, not a defect.
pub fn refused<T>(answer: &domain::Result<T>) -> bool {
    matches!(answer, Err(domain::Error::Conflict(_) | domain::Error::Forbidden { .. } | domain::Error::NotFound | domain::Error::Unauthorized))
}
