//! A small province with people who sign in, for the tests of identity.

use chrono::{Duration, NaiveDate};
use domain::identity::{self, GrantInput};
use domain::testing::TestPortal;
use domain::{Actor, Error, org};
use model::identity::{EmploymentInput, PersonInput};
use model::org::UnitInput;

pub const PASSWORD: &str = "con mèo trèo cây cau";

/// Province, two wards with a division and a centre each; one official per call of `join`.
pub struct World {
    pub root: i64,
    pub ward: i64,
    pub division: i64,
    pub centre: i64,
    pub other: i64,
}

pub fn system() -> Actor {
    Actor::system("Quản trị tỉnh")
}

pub async fn world(t: &TestPortal) -> World {
    let mut cx = t.portal.write(&system()).await.unwrap();
    let mut add = async |code: &str, name: &str, kind: &str, parent: Option<i64>| {
        let from = NaiveDate::from_ymd_opt(2025, 7, 1);
        let input = UnitInput { code: code.into(), name: name.into(), kind: kind.into(), parent_id: parent, valid_from: from, ..UnitInput::default() };
        org::create_unit(&mut cx, &input).await.unwrap().id
    };
    let root = add("H99", "UBND tỉnh Lam Giang", "province", None).await;
    let ward = add("H99.101", "UBND phường Thành Lam", "ward", Some(root)).await;
    let division = add("H99.101.03", "Phòng Văn hóa – Xã hội, phường Thành Lam", "division", Some(ward)).await;
    let centre = add("H99.101.04", "TTPVHCC phường Thành Lam", "one_stop_centre", Some(ward)).await;
    let other = add("H99.102", "UBND phường Phú Lam", "ward", Some(root)).await;
    cx.commit().await.unwrap();
    World { root, ward, division, centre, other }
}

/// A person with an account that used its link; returns person and authenticator secret.
pub async fn join(t: &TestPortal, username: &str, name: &str, unit: i64, template: &str) -> (i64, Vec<u8>) {
    let mut cx = t.portal.write(&system()).await.unwrap();
    let from = NaiveDate::from_ymd_opt(2026, 1, 1);
    let employment = EmploymentInput { unit_id: Some(unit), position: "Chuyên viên".into(), kind: "primary".into(), valid_from: from };
    let person = PersonInput { full_name: name.into(), phone: "0999 912 345".into(), ..PersonInput::default() };
    let (person, _) = identity::add_person(&mut cx, &person, &employment).await.unwrap();
    let link = identity::create_account(&mut cx, person, username).await.unwrap();
    if !template.is_empty() {
        let input = GrantInput { person_id: person, template: template.into(), unit_id: unit, ..GrantInput::default() };
        identity::grant(&mut cx, &input).await.unwrap();
    }
    let secret = base32(&identity::open_link(&mut cx, &link).await.unwrap().secret);
    cx.commit().await.unwrap();
    let code = identity::totp::code_at(&secret, t.portal.clock().wall()).unwrap();
    let codes = identity::use_link(&t.portal, &link, PASSWORD, &code).await.unwrap();
    assert_eq!(codes.len(), 10);
    t.portal.clock().advance(Duration::seconds(90));
    (person, secret)
}

pub fn base32(text: &str) -> Vec<u8> {
    let bits: String = text.chars().map(|c| format!("{:05b}", "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(c).unwrap())).collect();
    bits.as_bytes().chunks_exact(8).map(|chunk| u8::from_str_radix(std::str::from_utf8(chunk).unwrap(), 2).unwrap()).collect()
}

pub fn now_code(t: &TestPortal, secret: &[u8]) -> String {
    identity::totp::code_at(secret, t.portal.clock().wall()).unwrap()
}

pub async fn token(t: &TestPortal, username: &str, secret: &[u8]) -> String {
    let step = identity::sign_in(&t.portal, username, PASSWORD, "10.0.0.1").await.unwrap();
    let code = now_code(t, secret);
    let session = identity::confirm(&t.portal, &step.challenge, &code, "Firefox").await.unwrap();
    t.portal.clock().advance(Duration::seconds(90));
    session.token
}

pub async fn actor(t: &TestPortal, token: &str) -> Actor {
    identity::actor_of_session(&t.portal, token).await.unwrap().unwrap()
}

/// Signs in and repeats the second factor.
pub async fn stepped_up(t: &TestPortal, username: &str, secret: &[u8]) -> Actor {
    let first = token(t, username, secret).await;
    let actor_now = actor(t, &first).await;
    let (second, _) = identity::step_up(&t.portal, &actor_now, &now_code(t, secret)).await.unwrap();
    assert!(identity::actor_of_session(&t.portal, &first).await.unwrap().is_none(), "step-up gives a new session token");
    actor(t, &second).await
}

pub fn message(error: &Error) -> String {
    match error {
        Error::Invalid(fields) => fields.0.iter().map(|(_, text)| text.clone()).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}

/// The digits of the last message.
pub async fn last_code(t: &TestPortal) -> String {
    let mut cx = t.portal.read(&system()).await.unwrap();
    let (text,): (String,) = cx.conn().one("SELECT text FROM outbox WHERE channel = 'sms' ORDER BY id DESC LIMIT 1", Vec::new()).await.unwrap();
    text.chars().filter(char::is_ascii_digit).take(6).collect()
}
