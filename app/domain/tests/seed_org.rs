//! The organisation and the people of the demo province, on both engines.

use chrono::NaiveDate;
use domain::seed::{self, Size};
use domain::testing::{TestPortal, vn, with_dbs};
use domain::{Actor, identity, org};
use model::access::{Action, ObjectKind};
use model::org::{Today, UnitKind};
use rand::{SeedableRng, rngs::StdRng};

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

async fn province(t: &TestPortal) {
    let mut rng = StdRng::seed_from_u64(1);
    seed::org::seed(&t.portal, Size::S, &mut rng, &mut |_| {}).await.unwrap();
}

/// A11-02: unit counts, all codes unique; the history of the merge (11 §4).
#[tokio::test(flavor = "multi_thread")]
async fn a11_02_units() {
    with_dbs(async |t| {
        province(t).await;
        t.portal.clock().set(seed::demo_start());
        let mut cx = t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
        let now = org::all(&mut cx, day(2026, 11, 23)).await.unwrap();
        let kind = |kind: UnitKind| now.iter().filter(|unit| unit.kind == kind).count();
        assert_eq!((kind(UnitKind::Ward), kind(UnitKind::Commune), kind(UnitKind::SpecialZone)), (19, 70, 1));
        let root = org::root(&mut cx).await.unwrap();
        assert_eq!(root.code, "H99");
        let below = org::children(&mut cx, root.id).await.unwrap();
        let province: Vec<&str> = below.iter().filter(|u| u.code < "H99.17".to_owned() && u.code.len() == 6).map(|u| u.code.as_str()).collect();
        assert_eq!(province.len(), 16);
        assert_eq!((province[0], province[15]), ("H99.01", "H99.16"));
        for commune in now.iter().filter(|unit| unit.kind.is_commune()) {
            assert_eq!(org::children(&mut cx, commune.id).await.unwrap().len(), 4, "{}", commune.name);
        }
        let before = org::all(&mut cx, day(2025, 6, 30)).await.unwrap();
        assert_eq!(before.iter().filter(|unit| unit.kind == UnitKind::District).count(), 16);
        let of = |prefix: &str| before.iter().filter(|unit| unit.kind.is_commune() && unit.code.starts_with(prefix)).count();
        assert_eq!((of("H98"), of("H97")), (118, 84));
        assert_eq!(org::check(&mut cx).await.unwrap(), Vec::<String>::new());

        // 1, 2 and 3 predecessors.
        let successors = org::successors(&mut cx).await.unwrap();
        let links: Vec<usize> = now
            .iter()
            .filter(|unit| unit.kind.is_commune())
            .map(|unit| before.iter().filter(|old| old.kind.is_commune() && successors.heirs(old.id).contains(&unit.id)).count())
            .collect();
        let with = |n: usize| links.iter().filter(|links| **links == n).count();
        assert_eq!((with(1), with(2), with(3), links.iter().sum::<usize>()), (5, 56, 29, 204));

        let split = before.iter().find(|unit| unit.name == "Xã Kim Thạch").unwrap();
        assert_eq!(successors.of(split.id), Today::OldUnit(split.id));
        let mapped = successors.of_record(split.id, &[("village", "Thôn 6")]).unit();
        assert_eq!(now.iter().find(|unit| unit.id == mapped).unwrap().name, "UBND xã Kim Khê Lam");
        let old = org::by_code(&mut cx, "H98.04", day(2017, 12, 13)).await.unwrap();
        assert_eq!(org::name_then(&mut cx, old.id, day(2017, 12, 13)).await.unwrap().to_string(), "Sở Kế hoạch và Đầu tư (nay là Sở Tài chính)");
        assert_eq!(org::by_code(&mut cx, "LG98-001", day(2020, 1, 1)).await.unwrap().code, "H98.31.01");
        assert!(org::by_code(&mut cx, "LG98-001", day(2025, 7, 1)).await.is_err());

        // The file of 2017 and the seed agree.
        let report = org::import_units(&mut cx, include_bytes!("fixtures/units_2017.csv"), "units_2017.csv").await.unwrap();
        assert_eq!((report.added, report.kept), (0, 30));
    })
    .await;
}

/// The calendar of a unit: its own hours, else those of its nearest ancestor (03 §2, 11 §7).
#[tokio::test(flavor = "multi_thread")]
async fn calendars_of_units() {
    with_dbs(async |t| {
        province(t).await;
        t.portal.clock().set(seed::demo_start());
        let mut cx = t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
        let saturday = vn(2026, 11, 28, 8, 0);
        let on = day(2026, 11, 23);
        for (code, receives) in [("H99.101", true), ("H99.101.04", true), ("H99.16", true), ("H99.113", false), ("H99.02", false)] {
            let unit = org::by_code(&mut cx, code, on).await.unwrap();
            let calendar = domain::calendar::of_unit(&mut cx, Some(unit.id)).await.unwrap();
            assert_eq!(calendar.accepts_at(saturday).unwrap(), receives, "{code}");
            assert!(calendar.is_working_day(on).unwrap() && !calendar.is_working_day(day(2026, 11, 24)).unwrap(), "{code}");
        }
        let calendar = domain::calendar::of_unit(&mut cx, None).await.unwrap();
        assert!(calendar.is_working_day(day(2028, 1, 3)).is_err());

        let ward = org::by_code(&mut cx, "H99.113", on).await.unwrap().id;
        let week = model::calendar::default_segments();
        domain::calendar::set_hours(&mut cx, ward, &week[..2], day(2026, 1, 1)).await.unwrap();
        let calendar = domain::calendar::of_unit(&mut cx, Some(ward)).await.unwrap();
        assert!(!calendar.is_working_day(day(2026, 11, 25)).unwrap(), "a kept calendar must not outlive a change");
    })
    .await;
}

/// People: 300 accounts, all synthetic, every template with the reach of its scope (11 §5, A11-07).
#[tokio::test(flavor = "multi_thread")]
async fn people_of_the_province() {
    with_dbs(async |t| {
        province(t).await;
        let mut rng = StdRng::seed_from_u64(2);
        seed::identity::seed(&t.portal, Size::S, &mut rng, &mut |_| {}).await.unwrap();
        t.portal.clock().set(seed::demo_start());
        let system = Actor::system("Kiểm thử");
        let mut cx = t.portal.write(&system).await.unwrap();
        let accounts = identity::list_accounts(&mut cx).await.unwrap();
        assert_eq!(accounts.iter().filter(|account| account.kind == "official").count(), 300);
        assert!(accounts.iter().all(|account| account.full_name.contains("Mẫu")));
        let found = identity::search_people(&mut cx, "", None, 1).await.unwrap();
        let (people, total) = (found.rows, found.paging.total);
        assert_eq!((people.len(), total), (25, 300));
        assert!(people.iter().all(|person| person.phone_masked.starts_with("099•••")));
        for wanted in ["Trần Mẫu An", "tran mau an", "TRẦN an mẫu"] {
            let found = identity::search_people(&mut cx, wanted, None, 1).await.unwrap().rows;
            assert!(found.iter().any(|person| person.username == "mot.cua"), "{wanted}");
        }
        assert!(identity::search_people(&mut cx, "phường Thành Lam", None, 1).await.unwrap().total() >= 7);
        assert_eq!(identity::search_people(&mut cx, &"x%_!".repeat(3_000), None, -5).await.unwrap().total(), 0);
        assert!(identity::by_national_id(&mut cx, "999000000001").await.unwrap().is_some());
        cx.commit().await.unwrap();

        let code = async |code: &str| {
            let mut cx = t.portal.read(&system).await.unwrap();
            org::by_code(&mut cx, code, day(2026, 11, 23)).await.unwrap().id
        };
        let (ward, centre, other, root) = (code("H99.101").await, code("H99.101.04").await, code("H99.102").await, code("H99").await);
        let receptionist = sign_in(t, "mot.cua").await;
        assert!(receptionist.may(Action::Receive, ObjectKind::Dossier, ward) && receptionist.may(Action::Receive, ObjectKind::Dossier, centre));
        assert!(!receptionist.may(Action::Receive, ObjectKind::Dossier, other));
        assert_eq!((receptionist.unit_id, receptionist.position.as_str()), (Some(centre), "Chuyên viên"));
        let leader = sign_in(t, "lanh.dao").await;
        assert!(leader.may(Action::Sign, ObjectKind::Dossier, centre) && !leader.may(Action::Sign, ObjectKind::Dossier, other));
        assert!(sign_in(t, "chu.tich").await.reach(Action::Assign, ObjectKind::Task).all);
        assert!(sign_in(t, "giam.sat").await.reach(Action::View, ObjectKind::Dossier).all);
        let admin = sign_in(t, "quan.tri").await;
        assert!(admin.reach(Action::Configure, ObjectKind::Calendar).all && !admin.may_somewhere(Action::View, ObjectKind::Dossier));
        assert!(!sign_in(t, "quan.tri.xa").await.may_somewhere(Action::Configure, ObjectKind::Calendar));
        let deputy = sign_in(t, "uy.quyen").await;
        assert!(deputy.may(Action::Sign, ObjectKind::Dossier, ward));
        let mut cx = t.portal.read(&deputy).await.unwrap();
        let (_, name) = identity::acting_for(&mut cx, Action::Sign, ObjectKind::Dossier, ward).await.unwrap().unwrap();
        assert_eq!(name, "Chủ tịch Nguyễn Mẫu Dũng");
        assert!(!sign_in(t, "kiem.soat").await.may(Action::Edit, ObjectKind::Dossier, root));
    })
    .await;
}

async fn sign_in(t: &TestPortal, username: &str) -> Actor {
    let step = identity::sign_in(&t.portal, username, seed::demo::PASSWORD, "127.0.0.1").await.unwrap();
    let code = identity::totp::code_at(&seed::demo::totp_secret(username), t.portal.clock().wall()).unwrap();
    let session = identity::confirm(&t.portal, &step.challenge, &code, "Kiểm thử").await.unwrap();
    identity::actor_of_session(&t.portal, &session.token).await.unwrap().unwrap()
}
