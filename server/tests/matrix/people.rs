//! The people of the columns: one of each job template in one ward, and everybody who is no official of it.

use crate::common::TestApp;
use chrono::{Duration, NaiveDate};
use domain::identity::{self, GrantInput};
use domain::{Actor, Cx, args};
use model::identity::{EmploymentInput, PersonInput};

/// A column of the expectation file.
pub struct Column {
    /// The letter above it.
    pub letter: char,
    /// Who it is.
    pub who: &'static str,
    /// User name of the account; empty for nobody.
    pub username: &'static str,
    /// Job template and unit of somebody whom the demo does not have in the ward.
    hired: Option<(&'static str, &'static str)>,
}

const fn demo(letter: char, who: &'static str, username: &'static str) -> Column {
    Column { letter, who, username, hired: None }
}

const fn hired(letter: char, who: &'static str, username: &'static str, template: &'static str) -> Column {
    Column { letter, who, username, hired: Some((template, OWN)) }
}

/// Agency code of the ward whose objects are "own".
pub const OWN: &str = "H99.101";
/// Agency code of the ward whose objects are "foreign": neither above nor below the other.
pub const FOREIGN: &str = "H99.102";

/// The columns: the 12 job templates in the order of 01 §5, the administrator of the province, and the others of 10 §5.
pub const COLUMNS: [Column; 18] = [
    demo('R', "tpl_receptionist", "mot.cua"),
    demo('C', "tpl_case_officer, in charge of the own dossier and task", "chuyen.vien"),
    demo('H', "tpl_division_head", "truong.phong"),
    demo('L', "tpl_unit_leader", "lanh.dao"),
    demo('V', "tpl_clerk", "van.thu"),
    hired('K', "tpl_accountant", "ma.tran.k", "tpl_accountant"),
    hired('M', "tpl_task_monitor", "ma.tran.m", "tpl_task_monitor"),
    hired('P', "tpl_procedure_controller, whose scope is the province", "ma.tran.p", "tpl_procedure_controller"),
    hired('E', "tpl_editor", "ma.tran.e", "tpl_editor"),
    hired('B', "tpl_editor_in_chief", "ma.tran.b", "tpl_editor_in_chief"),
    hired('I', "tpl_inspector", "ma.tran.i", "tpl_inspector"),
    demo('A', "tpl_administrator of the ward", "quan.tri.xa"),
    demo('S', "tpl_administrator at the province root, also system_admin", "quan.tri"),
    demo('n', "nobody: not signed in", ""),
    demo('o', "the citizen who submitted both dossiers", "0999900001"),
    demo('x', "another citizen", "0999900002"),
    demo('t', "an assistant", "ho.tro"),
    demo('z', "a service account of a partner", "doi.tac"),
];

/// One of the columns, signed in.
pub struct Member {
    /// Which column.
    pub column: &'static Column,
    /// Account; 0 for nobody.
    pub account: i64,
    /// Person; 0 for nobody.
    pub person: i64,
    /// Employment of an official.
    pub employment: Option<i64>,
    /// The actor behind the session.
    pub actor: Actor,
    /// Value of the session cookie.
    pub token: String,
}

impl Member {
    /// True for the thirteen officials.
    pub fn is_official(&self) -> bool {
        self.actor.is_official()
    }
}

/// The portal itself, which lays what the test needs.
pub fn system() -> Actor {
    Actor::system("Kiểm thử")
}

/// A day long ago, for employments.
pub fn since() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 7, 1).unwrap()
}

/// Row of the unit with this agency code.
pub async fn unit(cx: &mut Cx, code: &str) -> i64 {
    let today = domain::org::today(cx);
    domain::org::by_code(cx, code, today).await.unwrap().id
}

/// A new official of a unit with an active account: person, employment.
pub async fn hire(cx: &mut Cx, username: &str, name: &str, unit: i64, template: &str) -> (i64, i64) {
    let person = PersonInput { full_name: name.to_owned(), phone: "0999812345".to_owned(), ..PersonInput::default() };
    let employment = EmploymentInput { unit_id: Some(unit), position: "Chuyên viên".to_owned(), kind: "primary".to_owned(), valid_from: Some(since()) };
    let (person, employment) = identity::add_person(cx, &person, &employment).await.unwrap();
    account(cx, person, "official", username).await;
    let grant = GrantInput { person_id: person, template: template.to_owned(), unit_id: unit, until: None, reason: String::new() };
    identity::grant(cx, &grant).await.unwrap();
    (person, employment)
}

async fn account(cx: &mut Cx, person: i64, kind: &str, username: &str) {
    let now = cx.now();
    let row = "INSERT INTO account (person_id, kind, username, state, created_at) VALUES ($1, $2, $3, 'active', $4)";
    cx.conn().exec(row, args![person, kind, username, now]).await.unwrap();
}

/// Opens a session without password and code; the second factor counts as just repeated. Returns token and row.
///
/// The row is written directly, because a partner's account must not get one by the use case.
pub async fn session(app: &TestApp, account: i64, employment: Option<i64>) -> (String, i64) {
    let mut cx = app.t.portal.write(&system()).await.unwrap();
    let now = cx.now();
    let token: String = identity::crypto::token_hash(&format!("{account} {} {}", now, rand::random::<u64>()));
    let row = "INSERT INTO session (token_hash, account_id, employment_id, created_at, seen_at, expires_at, step_up_until, device)
               VALUES ($1, $2, $3, $4, $4, $5, $5, 'Kiểm thử') RETURNING id";
    let values = args![identity::crypto::token_hash(&token), account, employment, now, now + Duration::hours(8)];
    let id = cx.conn().id(row, values).await.unwrap();
    cx.commit().await.unwrap();
    (token, id)
}

/// Hires who is missing and signs everybody in.
pub async fn gather(app: &TestApp) -> Vec<Member> {
    let mut cx = app.t.portal.write(&system()).await.unwrap();
    for column in &COLUMNS {
        if let Some((template, code)) = column.hired {
            let unit = unit(&mut cx, code).await;
            hire(&mut cx, column.username, &format!("Mẫu Cột {}", column.letter), unit, template).await;
        }
    }
    let now = cx.now();
    let partner = "INSERT INTO person (full_name, sort_key, fold, created_at) VALUES ('Hệ thống đối tác', 'doi tac', 'doi tac', $1) RETURNING id";
    let partner = cx.conn().id(partner, args![now]).await.unwrap();
    account(&mut cx, partner, "service", "doi.tac").await;
    cx.commit().await.unwrap();
    let mut members = Vec::new();
    for column in &COLUMNS {
        members.push(sign_in(app, column).await);
    }
    members
}

async fn sign_in(app: &TestApp, column: &'static Column) -> Member {
    if column.username.is_empty() {
        return Member { column, account: 0, person: 0, employment: None, actor: Actor::anonymous(), token: String::new() };
    }
    let mut cx = app.t.portal.read(&system()).await.unwrap();
    let person = identity::person_of_username(&mut cx, column.username).await.unwrap();
    let ids = "SELECT a.id, (SELECT MIN(e.id) FROM employment e WHERE e.person_id = a.person_id) FROM account a WHERE a.person_id = $1";
    let (account, employment): (i64, Option<i64>) = cx.conn().one(ids, args![person]).await.unwrap();
    drop(cx);
    let (token, _) = session(app, account, employment).await;
    let actor = identity::actor_of_session(&app.t.portal, &token).await.unwrap().unwrap_or_else(Actor::anonymous);
    Member { column, account, person, employment, actor, token }
}
