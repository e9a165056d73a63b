//! From a verified telephone to the receipt, and everything that the applicant may do afterwards.

use super::support::{CODE, PHONE, asked, create, fill, save, submit, view, visitor};
use chrono::Duration;
use domain::dossiers::payments::callback;
use domain::dossiers::{apply, draft, guest, payments, receipt};
use domain::testing::with_dbs;
use domain::{Actor, Error, args};
use model::dossiers::apply::{Step, field};
use model::dossiers::{DossierState, Reason};
use model::format::local_date;

/// The procedure of the land office needs an account: it says so before anybody begins.
#[tokio::test(flavor = "multi_thread")]
async fn some_procedures_need_an_account() {
    with_dbs(async |t| {
        let citizen = crate::catalogue::province(&t.portal).await;
        let refused = guest::ask_to_start(&t.portal, "1.001612", PHONE, "a").await;
        assert!(matches!(refused, Err(Error::Conflict(text)) if text == guest::NEEDS_ACCOUNT));
        let mut cx = t.portal.write(&visitor()).await.unwrap();
        assert!(matches!(draft::create(&mut cx, "1.001612").await, Err(Error::Conflict(_))));
        drop(cx);
        let mut cx = t.portal.write(&citizen).await.unwrap();
        assert!(draft::create(&mut cx, "1.001612").await.is_ok());
        drop(cx);
        assert!(matches!(guest::ask_to_start(&t.portal, "khong-co", PHONE, "a").await, Err(Error::NotFound)));
        assert!(asked(t, PHONE, "a").await.is_ok());
    })
    .await;
}

/// C02–C19 without an account: the dossier belongs to the telephone, and to nobody else.
#[tokio::test(flavor = "multi_thread")]
async fn an_applicant_without_an_account() {
    with_dbs(async |t| {
        let citizen = crate::catalogue::province(&t.portal).await;
        let me = visitor();
        let key = create(t, &me).await;
        let phone_page = Step::Info(5);
        let Err(Error::Invalid(errors)) = save(t, &me, &key, phone_page, &[(field::PHONE, "0999900072")]).await else { panic!("another telephone") };
        assert!(errors.of(field::PHONE).unwrap().contains("đã xác thực"));
        let Err(Error::Invalid(errors)) = save(t, &me, &key, Step::Notify, &[(field::NOTIFY, "")]).await else { panic!("no way to reach them") };
        assert!(errors.of(field::NOTIFY).unwrap().contains("không cần tài khoản"));
        fill(t, &me, &key).await;
        assert!(view(t, &me, &key).await.problems().is_empty());
        // Twice at once is one dossier.
        let (one, two) = tokio::join!(submit(t, &me, &key), submit(t, &me, &key));
        assert_eq!((one.unwrap(), two.unwrap()), (key.code.clone(), key.code.clone()));
        assert_eq!(receipt::issue(&t.portal, &me, &key).await.unwrap().code, key.code);

        let mut cx = t.portal.read(&me).await.unwrap();
        let own = apply::of_actor(&mut cx, &key.code).await.unwrap();
        assert_eq!((own.applicant_account, own.applicant_phone.as_str()), (None, PHONE));
        assert!(payments::money_of_applicant(&mut cx, &key.code).await.is_ok());
        assert!(matches!(apply::mine(&mut cx).await, Err(Error::Unauthorized)), "no list without an account");
        drop(cx);
        for stranger in [Actor::guest("0999900072"), citizen] {
            let mut cx = t.portal.read(&stranger).await.unwrap();
            assert!(matches!(apply::of_actor(&mut cx, &key.code).await, Err(Error::NotFound)), "{}", stranger.name);
            assert!(matches!(payments::money_of_applicant(&mut cx, &key.code).await, Err(Error::NotFound)));
        }
        let mut cx = t.portal.read(&Actor::anonymous()).await.unwrap();
        assert!(matches!(apply::of_actor(&mut cx, &key.code).await, Err(Error::Unauthorized)));
        drop(cx);

        let reason = Reason { reason: "Tôi nộp nhầm thủ tục này".to_owned() };
        let mut cx = t.portal.write(&Actor::guest("0999900072")).await.unwrap();
        assert!(apply::withdraw(&mut cx, &key.code, own.version, &reason).await.is_err());
        drop(cx);
        let mut cx = t.portal.write(&me).await.unwrap();
        let gone = apply::withdraw(&mut cx, &key.code, own.version, &reason).await.unwrap();
        cx.commit().await.unwrap();
        assert_eq!(gone.state, DossierState::Withdrawn);
        let mut cx = t.portal.read(&me).await.unwrap();
        let names: Vec<(String, Option<i64>)> = cx.conn().all("SELECT DISTINCT actor_name, actor_id FROM dossier_event", args![]).await.unwrap();
        assert_eq!(names, [("Người nộp (số 099•••071)".to_owned(), None)], "the number is masked in the history");
        let told = "SELECT COUNT(*) FROM outbox WHERE channel = 'sms' AND event IN ('dossier_submitted', 'withdrawal_decided')";
        assert_eq!(cx.conn().count(told, args![]).await.unwrap(), 2);
    })
    .await;
}

/// 10 §10: a message three days before a draft ends, once; whoever goes on keeps it longer.
#[tokio::test(flavor = "multi_thread")]
async fn the_end_of_a_draft_is_told() {
    with_dbs(async |t| {
        crate::catalogue::province(&t.portal).await;
        let key = create(t, &visitor()).await;
        let until = view(t, &visitor(), &key).await.expires_at;
        assert_eq!((local_date(until) - local_date(t.portal.clock().now())).num_days(), 30);
        let told = async |expected: i64| {
            let mut cx = t.portal.write(&Actor::system("Dọn dẹp")).await.unwrap();
            draft::warn(&mut cx).await.unwrap();
            draft::warn(&mut cx).await.unwrap();
            assert_eq!(cx.conn().count("SELECT COUNT(*) FROM outbox WHERE event = 'draft_expiring'", args![]).await.unwrap(), expected);
            cx.commit().await.unwrap();
        };
        told(0).await;
        t.portal.clock().advance(Duration::days(28));
        told(1).await;
        save(t, &visitor(), &key, Step::OnBehalf, &[(field::ON_BEHALF, "myself")]).await.unwrap();
        told(1).await;
        t.portal.clock().advance(Duration::days(28));
        told(2).await;
        let mut cx = t.portal.write(&Actor::system("Dọn dẹp")).await.unwrap();
        assert_eq!(draft::prune(&mut cx).await.unwrap(), 0);
        assert!(draft::create(&mut cx, CODE).await.is_err(), "the portal itself begins nothing");
    })
    .await;
}

/// C11 without an account: who paid before the receipt is told by message.
#[tokio::test(flavor = "multi_thread")]
async fn money_before_the_receipt_is_confirmed_by_message() {
    with_dbs(async |t| {
        crate::catalogue::province(&t.portal).await;
        let mut cx = t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
        cx.conn().exec("UPDATE procedure_version SET payment_moment = 'before_receipt'", args![]).await.unwrap();
        cx.commit().await.unwrap();
        let key = create(t, &visitor()).await;
        let mut cx = t.portal.write(&Actor::guest("0999900072")).await.unwrap();
        assert!(matches!(payments::order_of_draft(&mut cx, &key).await, Err(Error::NotFound)));
        drop(cx);
        let mut cx = t.portal.write(&visitor()).await.unwrap();
        let order = payments::order_of_draft(&mut cx, &key).await.unwrap();
        cx.commit().await.unwrap();
        let body = format!(
            r#"{{"partner":"NTTT","transaction_id":"T-1","order":"{}","amount":{},"method":"viet_qr","paid_at":"2026-11-23T08:00:00+07:00"}}"#,
            order.code, order.rest
        );
        let timestamp = t.portal.clock().wall().timestamp().to_string();
        let signature = callback::sign(t.portal.settings(), &timestamp, body.as_bytes()).unwrap();
        callback::receive(&t.portal, callback::Call { subject: &key.code, timestamp: &timestamp, signature: &signature, body: body.as_bytes() }).await.unwrap();
        assert_eq!(view(t, &visitor(), &key).await.unpaid, 0);
        let mut cx = t.portal.read(&visitor()).await.unwrap();
        let told = "SELECT COUNT(*) FROM outbox WHERE channel = 'sms' AND event = 'payment_succeeded'";
        assert_eq!(cx.conn().count(told, args![]).await.unwrap(), 1);
    })
    .await;
}
