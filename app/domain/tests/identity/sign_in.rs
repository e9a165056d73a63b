//! Codes, passwords, sessions, links (01 §8).

use super::support::{PASSWORD, actor, base32, join, last_code, message, now_code, system, token, world};
use chrono::Duration;
use domain::testing::with_dbs;
use domain::{Error, identity};
use model::access::{Action, ObjectKind};
use model::identity::{AccountState, PersonInput};

/// A01-10: a code counts once; the 6th wrong code within 15 minutes is refused even if correct.
#[tokio::test(flavor = "multi_thread")]
async fn a01_10_codes() {
    with_dbs(async |t| {
        let w = world(t).await;
        let (_, secret) = join(t, "mot.cua", "Trần Mẫu An", w.centre, "tpl_receptionist").await;
        let step = identity::sign_in(&t.portal, "mot.cua", PASSWORD, "10.0.0.1").await.unwrap();
        let code = now_code(t, &secret);
        identity::confirm(&t.portal, &step.challenge, &code, "").await.unwrap();
        let again = identity::sign_in(&t.portal, "mot.cua", PASSWORD, "10.0.0.1").await.unwrap();
        let refused = identity::confirm(&t.portal, &again.challenge, &code, "").await.unwrap_err();
        assert_eq!(message(&refused), identity::REFUSED);
        for _ in 0..4 {
            assert!(identity::confirm(&t.portal, &again.challenge, "000000", "").await.is_err());
        }
        t.portal.clock().advance(Duration::seconds(60));
        let right = now_code(t, &secret);
        assert!(matches!(identity::confirm(&t.portal, &again.challenge, &right, "").await, Err(Error::RateLimited(_))));
        t.portal.clock().advance(Duration::minutes(15));
        let step = identity::sign_in(&t.portal, "MOT.CUA ", PASSWORD, "10.0.0.1").await.unwrap();
        let code = now_code(t, &secret);
        assert!(identity::confirm(&t.portal, &step.challenge, &code, "").await.is_ok());
        assert!(identity::confirm(&t.portal, &step.challenge, &code, "").await.is_err(), "a challenge works once");
    })
    .await;
}

/// The same answer for unknown users and wrong passwords; 5 tries per account in 15 minutes (01 §8, A10-10).
#[tokio::test(flavor = "multi_thread")]
async fn wrong_passwords() {
    with_dbs(async |t| {
        let w = world(t).await;
        let (person, secret) = join(t, "van.thu", "Đỗ Mẫu Giang", w.ward, "tpl_clerk").await;
        let unknown = identity::sign_in(&t.portal, "khong.co", PASSWORD, "10.0.0.1").await.unwrap_err();
        let wrong = identity::sign_in(&t.portal, "van.thu", "sai mật khẩu rồi", "10.0.0.1").await.unwrap_err();
        assert_eq!(message(&unknown), message(&wrong));
        assert_eq!(message(&wrong), "Tên đăng nhập, mật khẩu hoặc mã xác thực không đúng.");
        for _ in 0..4 {
            assert!(matches!(identity::sign_in(&t.portal, "van.thu", &"x".repeat(100_000), "10.0.0.1").await, Err(Error::Invalid(_))));
        }
        assert!(matches!(identity::sign_in(&t.portal, "van.thu", PASSWORD, "10.0.0.2").await, Err(Error::RateLimited(_))));
        t.portal.clock().advance(Duration::minutes(16));
        let token = token(t, "van.thu", &secret).await;
        // Locking ends every session at once.
        let mut cx = t.portal.write(&system()).await.unwrap();
        identity::set_account_state(&mut cx, person, AccountState::Disabled).await.unwrap();
        cx.commit().await.unwrap();
        assert!(identity::actor_of_session(&t.portal, &token).await.unwrap().is_none());
        assert_eq!(message(&identity::sign_in(&t.portal, "van.thu", PASSWORD, "10.0.0.3").await.unwrap_err()), identity::REFUSED);
        for hostile in ["", "\u{0}", "' OR 1=1 --", &"ă".repeat(10_000)] {
            assert!(identity::sign_in(&t.portal, hostile, hostile, hostile).await.is_err());
            assert!(identity::confirm(&t.portal, hostile, hostile, hostile).await.is_err());
            assert!(identity::actor_of_session(&t.portal, hostile).await.unwrap().is_none());
        }
    })
    .await;
}

/// Idle 30 minutes, absolute 8 hours; own devices can be listed and ended (01 §8).
#[tokio::test(flavor = "multi_thread")]
async fn sessions_end() {
    with_dbs(async |t| {
        let w = world(t).await;
        let (_, secret) = join(t, "mot.cua", "Trần Mẫu An", w.centre, "tpl_receptionist").await;
        let first = token(t, "mot.cua", &secret).await;
        for _ in 0..18 {
            t.portal.clock().advance(Duration::minutes(25));
            assert!(identity::actor_of_session(&t.portal, &first).await.unwrap().is_some());
        }
        t.portal.clock().advance(Duration::minutes(29));
        assert!(identity::actor_of_session(&t.portal, &first).await.unwrap().is_none(), "eight hours are over");
        let second = token(t, "mot.cua", &secret).await;
        let third = token(t, "mot.cua", &secret).await;
        let me = actor(t, &third).await;
        let mut cx = t.portal.write(&me).await.unwrap();
        assert_eq!(identity::own_sessions(&mut cx).await.unwrap().len(), 2);
        assert!(matches!(identity::end_own_session(&mut cx, 999_999).await, Err(Error::NotFound)));
        assert_eq!(identity::end_other_sessions(&mut cx).await.unwrap(), 1);
        cx.commit().await.unwrap();
        assert!(identity::actor_of_session(&t.portal, &second).await.unwrap().is_none());
        t.portal.clock().advance(Duration::minutes(31));
        assert!(identity::actor_of_session(&t.portal, &third).await.unwrap().is_none(), "idle for half an hour");
    })
    .await;
}

/// Citizens register and sign in with phone, password and a code by message (demo only).
#[tokio::test(flavor = "multi_thread")]
async fn citizens_sign_in_by_message() {
    with_dbs(async |t| {
        let input = PersonInput { full_name: "Nguyễn Mẫu Sơn".into(), phone: "0999 900 001".into(), ..PersonInput::default() };
        let weak = identity::register_citizen(&t.portal, &input, "123456").await.unwrap_err();
        assert!(message(&weak).contains("cần ít nhất 12"));
        let step = identity::register_citizen(&t.portal, &input, PASSWORD).await.unwrap();
        let sent = last_code(t).await;
        let wrong = if sent == "000000" { "000001" } else { "000000" };
        assert!(identity::confirm(&t.portal, &step.challenge, wrong, "").await.is_err());
        let session = identity::confirm(&t.portal, &step.challenge, &sent, "").await.unwrap();
        let me = actor(t, &session.token).await;
        assert!(!me.is_official() && me.may_somewhere(Action::Create, ObjectKind::Dossier) && !me.reach(Action::View, ObjectKind::Dossier).all);
        // The same phone again looks the same and makes no second account.
        identity::register_citizen(&t.portal, &input, PASSWORD).await.unwrap();
        let step = identity::sign_in(&t.portal, "+84 999 900 001", PASSWORD, "10.0.0.1").await.unwrap();
        let code = last_code(t).await;
        assert!(identity::confirm(&t.portal, &step.challenge, &code, "").await.is_ok());
        let step = identity::sign_in(&t.portal, "0999900001", PASSWORD, "10.0.0.1").await.unwrap();
        t.portal.clock().advance(Duration::minutes(11));
        assert!(identity::confirm(&t.portal, &step.challenge, &last_code(t).await, "").await.is_err(), "codes live ten minutes");
    })
    .await;
}

/// Passwords change only with the old one; links work once and for 24 hours; recovery codes work once.
#[tokio::test(flavor = "multi_thread")]
async fn passwords_and_links() {
    with_dbs(async |t| {
        let w = world(t).await;
        let (person, secret) = join(t, "ke.toan", "Vũ Mẫu Hà", w.ward, "tpl_accountant").await;
        let first = token(t, "ke.toan", &secret).await;
        let second = token(t, "ke.toan", &secret).await;
        let me = actor(t, &second).await;
        assert!(identity::change_password(&t.portal, &me, "sai", "một mật khẩu mới dài").await.is_err());
        assert!(message(&identity::change_password(&t.portal, &me, PASSWORD, "password1234").await.unwrap_err()).contains("phổ biến"));
        let renewed = identity::change_password(&t.portal, &me, PASSWORD, "một mật khẩu mới dài").await.unwrap();
        for old in [&first, &second] {
            assert!(identity::actor_of_session(&t.portal, old).await.unwrap().is_none());
        }
        assert!(identity::actor_of_session(&t.portal, &renewed).await.unwrap().is_some(), "the device at hand goes on under a new token");

        let mut cx = t.portal.write(&system()).await.unwrap();
        let old = identity::reset_account(&mut cx, person).await.unwrap();
        let link = identity::reset_account(&mut cx, person).await.unwrap();
        assert!(matches!(identity::open_link(&mut cx, &old).await, Err(Error::Conflict(_))), "a new link voids the old one");
        let fresh = base32(&identity::open_link(&mut cx, &link).await.unwrap().secret);
        cx.commit().await.unwrap();
        assert!(identity::use_link(&t.portal, &link, "ngắn", "000000").await.is_err());
        let codes = identity::use_link(&t.portal, &link, PASSWORD, &now_code(t, &fresh)).await.unwrap();
        assert!(matches!(identity::use_link(&t.portal, &link, PASSWORD, &now_code(t, &fresh)).await, Err(Error::Conflict(_))));
        assert!(identity::actor_of_session(&t.portal, &renewed).await.unwrap().is_none());
        for expected in [true, false] {
            let step = identity::sign_in(&t.portal, "ke.toan", PASSWORD, "10.0.0.1").await.unwrap();
            assert_eq!(identity::confirm(&t.portal, &step.challenge, &codes[0].to_lowercase(), "").await.is_ok(), expected);
        }
        let mut cx = t.portal.write(&system()).await.unwrap();
        let link = identity::reset_account(&mut cx, person).await.unwrap();
        cx.commit().await.unwrap();
        t.portal.clock().advance(Duration::hours(25));
        let mut cx = t.portal.read(&system()).await.unwrap();
        assert!(identity::open_link(&mut cx, &link).await.is_err());
    })
    .await;
}
