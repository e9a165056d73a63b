//! The leader's draft, the counter, the post, what nobody fetched.

use super::*;
use chrono::NaiveDate;
use domain::Error;
use domain::testing::with_dbs;

fn handed(who: Receiver, receiver: &str) -> HandOver {
    HandOver { who, receiver: receiver.to_owned(), postal_code: String::new(), proof: None, delegation_on_file: None, delegation: None }
}

/// O13: only the applicant, or a delegate with a delegation on file; what proves it stays.
#[tokio::test(flavor = "multi_thread")]
async fn a_delegate_needs_a_delegation_on_file() {
    with_dbs(async |t| {
        lay_store(t).await;
        let ready = issue(t, 1, ResultDelivery::AtCentre, ResultFacts::default()).await;
        let code = ready.code.clone().unwrap();
        let give = async |input: &HandOver| run(t, &receptionist(), async |cx| results::hand_over(cx, &code, ready.version, input).await).await;
        let other = give(&handed(Receiver::Applicant, "Trần Mẫu Lạ")).await;
        assert!(matches!(other, Err(Error::Invalid(errors)) if errors.of("nguoi_nhan").is_some()), "{}", t.engine);
        let delegate = handed(Receiver::Delegate, "Trần Mẫu Lạ");
        assert!(matches!(give(&delegate).await, Err(Error::Invalid(errors)) if errors.of("uy_quyen").is_some()));
        // A file of nobody's dossier is no delegation on file.
        let loose = own_file(t, 9).await;
        let wrong = HandOver { delegation_on_file: Some(loose.clone()), ..delegate.clone() };
        assert!(matches!(give(&wrong).await, Err(Error::Invalid(_))));
        let input = HandOver { delegation: Some(loose.clone()), proof: Some(loose), ..delegate };
        let returned = give(&input).await.unwrap();
        assert_eq!(returned.state, DossierState::Returned);
        let mut cx = t.portal.read(&Actor::system("Kiểm thử")).await.unwrap();
        let stored: (bool, Option<i64>, bool, String) =
            cx.conn().one("SELECT delegate, delegation_file_id, signed_paper, way FROM result_hand_over", args![]).await.unwrap();
        assert!(stored.0 && stored.1.is_some() && !stored.2 && stored.3 == "counter");
        drop(cx);
        // Scanned addresses and typed codes lead to the dossier, for this counter only.
        let find = async |actor: &Actor, typed: &str| run(t, actor, async |cx| results::by_code(cx, typed).await).await;
        assert_eq!(find(&receptionist(), &format!("https://motcong.example/tra-cuu/{code}")).await.unwrap(), code);
        assert_eq!(find(&receptionist(), &format!(" {} ", code.to_lowercase())).await.unwrap(), code);
        for (actor, typed) in [(stranger(), code.as_str()), (receptionist(), "H99"), (receptionist(), "")] {
            assert!(matches!(find(&actor, typed).await, Err(Error::Invalid(_))));
        }
    })
    .await;
}

/// A result by post: its item is a fact and the applicant is told; the dossier waits for the delivery.
#[tokio::test(flavor = "multi_thread")]
async fn a_postal_item_is_a_fact() {
    with_dbs(async |t| {
        lay_store(t).await;
        let ready = issue(t, 1, ResultDelivery::ByPost, ResultFacts::default()).await;
        let code = ready.code.clone().unwrap();
        let item = PostItem { code: "EL999000111VN".into() };
        let posted = run(t, &receptionist(), async |cx| results::post_result(cx, &code, ready.version, &item).await).await.unwrap();
        assert_eq!(posted.state, DossierState::ResultReady, "{}", t.engine);
        let mut cx = t.portal.read(&receptionist()).await.unwrap();
        let view = dossiers::open(&mut cx, &code).await.unwrap();
        assert_eq!((view.delivery_status, view.timeline.last().unwrap().action), (DeliveryStatus::Posted, DossierAction::ResultPosted));
        assert_eq!(cx.conn().count("SELECT COUNT(*) FROM outbox WHERE event = 'result_posted' AND channel = 'sms'", args![]).await.unwrap(), 1);
        drop(cx);
        // Delivered to the door: whoever lives there may have taken it; the number is known already.
        let input = handed(Receiver::Applicant, "Trần Mẫu Nhà");
        run(t, &receptionist(), async |cx| results::hand_over(cx, &code, posted.version, &input).await).await.unwrap();
        let mut cx = t.portal.read(&receptionist()).await.unwrap();
        assert_eq!(dossiers::open(&mut cx, &code).await.unwrap().delivery_status, DeliveryStatus::Delivered);
        let ways: Vec<(String, String)> = cx.conn().all("SELECT way, postal_code FROM result_hand_over ORDER BY seq", args![]).await.unwrap();
        assert_eq!(ways, [("posted".to_owned(), item.code.clone()), ("delivered".to_owned(), item.code.clone())]);
        drop(cx);
        let fetched = issue(t, 2, ResultDelivery::AtCentre, ResultFacts::default()).await;
        let refused = run(t, &receptionist(), async |cx| results::post_result(cx, &fetched.submission_code, fetched.version, &item).await).await;
        assert!(matches!(refused, Err(Error::Conflict(_))));
    })
    .await;
}

/// Unclaimed after 30 days: one reminder, however often the night runs; a list for the counter.
#[tokio::test(flavor = "multi_thread")]
async fn unclaimed_results_are_reminded_once() {
    with_dbs(async |t| {
        lay_store(t).await;
        let ready = issue(t, 1, ResultDelivery::AtCentre, ResultFacts::default()).await;
        let reminded = async || {
            results::nightly(&t.portal).await.unwrap();
            let mut cx = t.portal.read(&Actor::system("Kiểm thử")).await.unwrap();
            cx.conn().count("SELECT COUNT(*) FROM outbox WHERE event = 'result_unclaimed' AND channel = 'sms'", args![]).await.unwrap()
        };
        t.portal.clock().set(vn(2026, 12, 23, 8, 0));
        assert_eq!(reminded().await, 0, "{}", t.engine);
        t.portal.clock().set(vn(2026, 12, 24, 1, 0));
        assert_eq!(reminded().await, 1);
        assert_eq!(reminded().await, 1);
        let list = async |actor: &Actor, month: Option<NaiveDate>| {
            let mut cx = t.portal.read(actor).await.unwrap();
            results::unclaimed(&mut cx, month, 1).await.map(|list| list.rows)
        };
        let rows = list(&receptionist(), None).await.unwrap();
        assert_eq!((rows.len(), rows[0].code.clone(), rows[0].days, rows[0].phone.as_str()), (1, ready.code.clone().unwrap(), 31, "0999900001"));
        assert!(rows[0].reminded_at.is_some());
        assert_eq!(list(&receptionist(), NaiveDate::from_ymd_opt(2026, 11, 1)).await.unwrap().len(), 1);
        assert!(list(&receptionist(), NaiveDate::from_ymd_opt(2026, 10, 1)).await.unwrap().is_empty());
        assert!(list(&stranger(), None).await.unwrap().is_empty());
        assert!(matches!(list(&officer(), None).await, Err(Error::Forbidden { .. })));
        // The file is the same list in one reading, and leaves a trace.
        let exported = run(t, &receptionist(), async |cx| results::export_unclaimed(cx, None).await).await.unwrap();
        assert_eq!(exported.rows, rows, "{}", t.engine);
        let refused = run(t, &officer(), async |cx| results::export_unclaimed(cx, None).await).await;
        assert!(matches!(refused, Err(Error::Forbidden { .. })), "{}", t.engine);
        let mut cx = t.portal.read(&Actor::system("Kiểm thử")).await.unwrap();
        let traces = cx.conn().count("SELECT COUNT(*) FROM audit_event WHERE action = 'dossier.unclaimed_exported'", args![]).await.unwrap();
        assert_eq!(traces, 1, "{}", t.engine);
    })
    .await;
}

/// O11: the officer lays a draft before the leader; officials of the dossier read it, the applicant never does.
#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_for_the_leader_who_signs() {
    with_dbs(async |t| {
        lay_store(t).await;
        let submitted = submit(t, 1).await;
        let taken = accept(t, &receive(t, &submitted).await).await;
        let code = taken.code.clone().unwrap();
        let token = own_file(t, 1).await;
        let lay_draft = async |actor: &Actor, version: i64| run(t, actor, async |cx| results::lay_draft(cx, &code, version, &token).await).await;
        assert!(matches!(lay_draft(&leader(), taken.version).await, Err(Error::Forbidden { .. })), "{}", t.engine);
        assert!(matches!(lay_draft(&officer(), taken.version - 1).await, Err(Error::Conflict(_))));
        lay_draft(&officer(), taken.version).await.unwrap();
        let read = async |actor: &Actor| {
            let mut cx = t.portal.read(actor).await.unwrap();
            (results::drafts(&mut cx, &code).await, results::draft_file(&mut cx, &code, &token).await)
        };
        let (drafts, file) = read(&leader()).await;
        assert_eq!((drafts.unwrap()[0].actor.as_str(), file.unwrap().token), ("Lê Mẫu Bình", token.clone()));
        for actor in [citizen(), stranger()] {
            let (drafts, file) = read(&actor).await;
            assert!(drafts.is_err() && file.is_err(), "{}", actor.name);
        }
        // Signed is signed: no other draft afterwards.
        let signed = sign(t, &Dossier { version: version(t, &code).await, ..taken.clone() }).await;
        assert!(matches!(lay_draft(&officer(), signed.version).await, Err(Error::Conflict(_))));
    })
    .await;
}
