//! Telephone numbers at rest, idle accounts, ends of sessions, on both engines.

use super::support::{PASSWORD, actor, join, last_code, message, system, token, world};
use chrono::Duration;
use domain::args;
use domain::db::portable::Snapshot;
use domain::identity::{self, GrantInput, IdleNight};
use domain::notify::outbox;
use domain::testing::{TestPortal, with_dbs};
use domain::{Error, nightly};
use model::identity::{AccountState, PersonInput};

/// Every row of every table in which this text stands.
async fn places(t: &TestPortal, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut snapshot = Snapshot::open(t.portal.db()).await.unwrap();
    for table in snapshot.tables().await.unwrap() {
        found.extend(snapshot.rows(&table).await.unwrap().into_iter().filter(|row| row.contains(text)).map(|row| format!("{table}: {row}")));
    }
    found
}

async fn exec(t: &TestPortal, sql: &'static str, args: Vec<domain::db::Arg>) -> u64 {
    let mut cx = t.portal.write(&system()).await.unwrap();
    let rows = cx.conn().exec(sql, args).await.unwrap();
    cx.commit().await.unwrap();
    rows
}

/// 10 §2: no telephone number of officials or citizens stands in clear in any table; people are found by it all the same
/// (A01-04, step 1), messages reach it, and lists show a mask.
#[tokio::test(flavor = "multi_thread")]
async fn phones_are_sealed_and_found() {
    with_dbs(async |t| {
        let w = world(t).await;
        let (person, _) = join(t, "tran.an", "Trần Mẫu An", w.centre, "tpl_receptionist").await;
        let citizen = PersonInput { full_name: "Nguyễn Mẫu Sơn".into(), phone: "0999 900 001".into(), ..PersonInput::default() };
        let step = identity::register_citizen(&t.portal, &citizen, PASSWORD).await.unwrap();
        identity::confirm(&t.portal, &step.challenge, &last_code(t).await, "").await.unwrap();
        for phone in ["0999912345", "0999900001", "999912345"] {
            assert_eq!(places(t, phone).await, Vec::<String>::new(), "{phone}");
        }
        let mut cx = t.portal.write(&system()).await.unwrap();
        assert_eq!(identity::person(&mut cx, person).await.unwrap().phone, "0999912345");
        for typed in ["0999 912 345", "0999912345", "+84 999.912.345", "An 0999912345"] {
            let found = identity::search_people(&mut cx, typed, None, 1).await.unwrap();
            assert_eq!((found.total(), found.rows[0].id, found.rows[0].phone_masked.as_str()), (1, person, "099•••345"), "{typed}");
        }
        for nobody in ["0999912346", "912345", "An 0999912346"] {
            assert_eq!(identity::search_people(&mut cx, nobody, None, 1).await.unwrap().total(), 0, "{nobody}");
        }
        let changed = PersonInput { full_name: "Trần Mẫu An".into(), phone: "0999 954 321".into(), ..PersonInput::default() };
        identity::update_person(&mut cx, person, 1, &changed).await.unwrap();
        assert_eq!(identity::search_people(&mut cx, "0999912345", None, 1).await.unwrap().total(), 0);
        assert_eq!(identity::search_people(&mut cx, "0999954321", None, 1).await.unwrap().total(), 1);
        assert!(identity::list_accounts(&mut cx).await.unwrap().iter().any(|line| line.username == "099•••001"));
        assert_eq!(outbox::to_address(&mut cx, "0999900001").await.unwrap()[0].address, "0999900001");
        cx.commit().await.unwrap();
        let message = outbox::claim(&t.portal).await.unwrap().unwrap();
        assert_eq!(message.address, "0999900001");
        assert!(!message.idempotency_key.contains("0999900001"));
    })
    .await;
}

/// What an older version stored in clear is sealed when the portal starts; nothing is lost, and a second start changes nothing.
#[tokio::test(flavor = "multi_thread")]
async fn old_rows_are_sealed_at_the_start() {
    with_dbs(async |t| {
        let w = world(t).await;
        let (person, _) = join(t, "tran.an", "Trần Mẫu An", w.centre, "tpl_receptionist").await;
        let citizen = PersonInput { full_name: "Nguyễn Mẫu Sơn".into(), phone: "0999 900 001".into(), ..PersonInput::default() };
        identity::register_citizen(&t.portal, &citizen, PASSWORD).await.unwrap();
        exec(
            t,
            "UPDATE person SET phone_sealed = '0999912345', phone_hash = NULL, phone_masked = '', fold = 'tran mau an 0999912345' WHERE id = $1",
            args![person],
        )
        .await;
        exec(t, "UPDATE person SET phone_sealed = '0999900001', phone_hash = NULL WHERE full_name = $1", args!["Nguyễn Mẫu Sơn"]).await;
        exec(t, "UPDATE account SET username = '0999900001' WHERE kind = 'citizen'", args![]).await;
        exec(t, "UPDATE outbox SET address = '0999900001', address_hash = '', idempotency_key = 'signin_code|x|sms|0999900001' WHERE channel = 'sms'", args![])
            .await;
        assert!(places(t, "0999900001").await.len() >= 3);
        assert_eq!(identity::protect(&t.portal).await.unwrap(), 4);
        assert_eq!(identity::protect(&t.portal).await.unwrap(), 0);
        assert_eq!(places(t, "0999900001").await, Vec::<String>::new());
        assert_eq!(places(t, "0999912345").await, Vec::<String>::new());
        let mut cx = t.portal.read(&system()).await.unwrap();
        assert_eq!(identity::search_people(&mut cx, "0999912345", None, 1).await.unwrap().rows[0].id, person);
        assert_eq!(outbox::to_address(&mut cx, "0999900001").await.unwrap().len(), 1);
        drop(cx);
        assert!(identity::sign_in(&t.portal, "+84 999 900 001", PASSWORD, "10.0.0.1").await.is_ok());
    })
    .await;
}

async fn count(t: &TestPortal, sql: &'static str) -> i64 {
    t.portal.read(&system()).await.unwrap().conn().count(sql, args![]).await.unwrap()
}

const WARNINGS: &str = "SELECT COUNT(*) FROM outbox WHERE event = 'account_idle' AND channel = 'in_app'";
const WARNINGS_SMS: &str = "SELECT COUNT(*) FROM outbox WHERE event = 'account_idle' AND channel = 'sms'";
const DISABLED: &str = "SELECT COUNT(*) FROM audit_event WHERE action = 'account.disabled'";
const KEPT: &str = "SELECT COUNT(*) FROM audit_event WHERE action = 'account.idle_kept'";

/// A10-11: warned after 30 and 40 days, once each; disabled after 45 with all sessions; the last technical administrator stays.
#[tokio::test(flavor = "multi_thread")]
async fn a10_11_idle_accounts() {
    with_dbs(async |t| {
        let w = world(t).await;
        let (admin, _) = join(t, "ky.thuat", "Lý Mẫu Sinh", w.root, "tpl_administrator").await;
        let mut cx = t.portal.write(&system()).await.unwrap();
        let first = identity::employments(&mut cx, admin).await.unwrap()[0].id;
        cx.conn()
            .exec(
                "INSERT INTO role_assignment (person_id, role, unit_id, scope, source, employment_id, valid_from, granted_by_name) VALUES ($1, 'system_admin', $2, 'province', 'manual', $3, $4, '')",
                args![admin, w.root, first, t.portal.clock().now() - Duration::days(1)],
            )
            .await
            .unwrap();
        cx.commit().await.unwrap();
        let (person, secret) = join(t, "tran.an", "Trần Mẫu An", w.centre, "tpl_receptionist").await;
        let (_, busy_secret) = join(t, "le.binh", "Lê Mẫu Bình", w.centre, "tpl_receptionist").await;
        let session = token(t, "tran.an", &secret).await;
        // An open row of a session, as a hand-made one that never ran out.
        exec(t, "UPDATE session SET expires_at = $1", args![t.portal.clock().now() + Duration::days(400)]).await;
        let start = t.portal.clock().now();
        let night = async |day: i64| {
            t.portal.clock().set(start + Duration::days(day));
            nightly::run(&t.portal).await.unwrap();
            identity::disable_idle(&t.portal).await.unwrap()
        };
        assert_eq!((night(29).await, count(t, WARNINGS).await), (IdleNight::default(), 0));
        token(t, "le.binh", &busy_secret).await;
        assert_eq!((night(30).await, count(t, WARNINGS).await), (IdleNight::default(), 2), "the nightly work warned; again changes nothing");
        night(35).await;
        assert_eq!((count(t, WARNINGS).await, count(t, WARNINGS_SMS).await), (2, 2));
        night(41).await;
        assert_eq!((count(t, WARNINGS).await, count(t, DISABLED).await), (4, 0));
        assert_eq!(count(t, "SELECT COUNT(*) FROM session WHERE ended_at IS NULL").await, 2);
        let again = night(45).await;
        assert_eq!((again, count(t, DISABLED).await, count(t, KEPT).await), (IdleNight { kept: 1, ..IdleNight::default() }, 1, 1));
        assert_eq!(count(t, "SELECT COUNT(*) FROM session WHERE ended_at IS NULL").await, 1, "only the one of the person at work");
        assert!(identity::actor_of_session(&t.portal, &session).await.unwrap().is_none());
        assert_eq!(message(&identity::sign_in(&t.portal, "tran.an", PASSWORD, "10.0.0.1").await.unwrap_err()), identity::REFUSED);
        assert!(identity::sign_in(&t.portal, "ky.thuat", PASSWORD, "10.0.0.1").await.is_ok(), "the last administrator can still sign in");

        // Opened again: a new period begins, and the next night leaves the account alone.
        let mut cx = t.portal.write(&system()).await.unwrap();
        identity::set_account_state(&mut cx, person, AccountState::Active).await.unwrap();
        assert!(matches!(identity::set_account_state(&mut cx, admin, AccountState::Locked).await, Err(Error::Conflict(_))));
        cx.commit().await.unwrap();
        night(46).await;
        assert_eq!(count(t, DISABLED).await, 1);
        night(77).await;
        assert_eq!(count(t, "SELECT COUNT(*) FROM audit_event WHERE action = 'account.idle_warned' AND detail = '30 ngày'").await, 3, "once per idle period");
    })
    .await;
}

/// 10 §10: ended sign-ins, used recovery codes and links go after 90 days; what is in use stays.
#[tokio::test(flavor = "multi_thread")]
async fn old_sign_ins_are_removed() {
    with_dbs(async |t| {
        let w = world(t).await;
        let (_, secret) = join(t, "tran.an", "Trần Mẫu An", w.centre, "tpl_receptionist").await;
        token(t, "tran.an", &secret).await;
        exec(t, "UPDATE recovery_code SET used_at = $1 WHERE id = (SELECT MIN(id) FROM recovery_code)", args![t.portal.clock().now()]).await;
        t.portal.clock().advance(Duration::days(80));
        let session = token(t, "tran.an", &secret).await;
        t.portal.clock().advance(Duration::days(12));
        nightly::run(&t.portal).await.unwrap();
        assert_eq!(count(t, "SELECT COUNT(*) FROM session").await, 1);
        assert_eq!(count(t, "SELECT COUNT(*) FROM recovery_code").await, 9);
        assert_eq!(count(t, "SELECT COUNT(*) FROM account_link").await, 0);
        assert_eq!(count(t, "SELECT COUNT(*) FROM sign_in_challenge").await, 0);
        drop(session);
    })
    .await;
}

/// 10 §5: sessions end when a role is taken; what is only added holds at the next request (A01-04).
#[tokio::test(flavor = "multi_thread")]
async fn sessions_end_when_a_role_is_lost() {
    with_dbs(async |t| {
        let w = world(t).await;
        let (person, secret) = join(t, "tran.an", "Trần Mẫu An", w.ward, "tpl_receptionist").await;
        let session = token(t, "tran.an", &secret).await;
        let until = Some(domain::org::day_of(t.portal.clock().now()) + Duration::days(5));
        let added = GrantInput { person_id: person, template: "tpl_accountant".into(), unit_id: w.ward, until, ..GrantInput::default() };
        let mut cx = t.portal.write(&system()).await.unwrap();
        identity::grant(&mut cx, &added).await.unwrap();
        cx.commit().await.unwrap();
        assert!(actor(t, &session).await.has_role(model::access::Role::Accountant));
        let mut cx = t.portal.write(&system()).await.unwrap();
        identity::grant(&mut cx, &GrantInput { template: "tpl_clerk".into(), until: None, ..added }).await.unwrap();
        cx.commit().await.unwrap();
        assert!(identity::actor_of_session(&t.portal, &session).await.unwrap().is_none());
    })
    .await;
}
