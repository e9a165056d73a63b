//! A small province with the whole catalogue, for the tests of procedures and applications.

use chrono::NaiveDate;
use domain::actor::ActorKind;
use domain::org;
use domain::seed::Size;
use domain::{Actor, Portal, args};
use model::org::UnitInput;
use rand::{SeedableRng, rngs::StdRng};

const DEPARTMENTS: &[&str] = &["H99.02", "H99.03", "H99.04", "H99.06", "H99.07", "H99.09", "H99.11"];

/// Units, the catalogue and one citizen, who is returned.
pub async fn province(portal: &Portal) -> Actor {
    let system = Actor::system("Kiểm thử");
    let from = NaiveDate::from_ymd_opt(2025, 7, 1);
    let unit = |code: &str, name: &str, kind: &str, parent: Option<i64>| UnitInput {
        code: code.into(),
        name: name.into(),
        kind: kind.into(),
        parent_id: parent,
        valid_from: from,
        ..UnitInput::default()
    };
    let mut cx = portal.write(&system).await.unwrap();
    let root = org::create_unit(&mut cx, &unit("H99", "Ủy ban nhân dân tỉnh Lam Giang", "province", None)).await.unwrap().id;
    org::create_unit(&mut cx, &unit("H99.16", "Trung tâm Phục vụ hành chính công tỉnh", "one_stop_centre", Some(root))).await.unwrap();
    for code in DEPARTMENTS {
        org::create_unit(&mut cx, &unit(code, &format!("Sở {code}"), "department", Some(root))).await.unwrap();
    }
    for (code, name) in [("H99.101", "Phường Thành Lam"), ("H99.102", "Phường Phú Lam")] {
        let ward = org::create_unit(&mut cx, &unit(code, name, "ward", Some(root))).await.unwrap().id;
        let centre = format!("Trung tâm Phục vụ hành chính công {}", name.to_lowercase());
        org::create_unit(&mut cx, &unit(&format!("{code}.04"), &centre, "one_stop_centre", Some(ward))).await.unwrap();
    }
    let now = cx.now();
    let person = "INSERT INTO person (full_name, sort_key, fold, phone_sealed, created_at) VALUES ('Nguyễn Mẫu Sơn', 's', 'nguyen mau son', '0999900001', $1) RETURNING id";
    let person = cx.conn().id(person, args![now]).await.unwrap();
    let account = "INSERT INTO account (person_id, kind, username, state, created_at) VALUES ($1, 'citizen', '0999900001', 'active', $2) RETURNING id";
    let account = cx.conn().id(account, args![person, now]).await.unwrap();
    cx.commit().await.unwrap();
    domain::seed::procedures::seed(portal, Size::S, &mut StdRng::seed_from_u64(1), &mut |_| {}).await.unwrap();
    let mut citizen = Actor::new(ActorKind::Citizen, "Nguyễn Mẫu Sơn");
    citizen.account_id = Some(account);
    citizen.person_id = Some(person);
    citizen
}
