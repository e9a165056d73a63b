//! From submission to the returned result, as clerk, officer, leader and citizen see it.

use crate::dossiers::fixture::*;
use domain::testing::{vn, with_dbs};
use domain::{Actor, Error, args, dossiers};
use model::dossiers::*;

async fn view(t: &domain::testing::TestPortal, code: &str) -> DossierView {
    let mut cx = t.portal.read(&Actor::system("Kiểm thử")).await.unwrap();
    dossiers::by_any_code(&mut cx, code).await.unwrap().unwrap()
}

async fn desk(t: &domain::testing::TestPortal, actor: &Actor, queue: Queue) -> Vec<DeskRow> {
    let mut cx = t.portal.read(actor).await.unwrap();
    dossiers::list(&mut cx, &DeskFilter { queue: Some(queue), ..Default::default() }).await.unwrap().rows
}

/// The whole way: every step shows in the timeline, in the right list, and the applicant is told.
#[tokio::test(flavor = "multi_thread")]
async fn the_whole_way() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 9, 0));
        let submitted = submit(t, 1).await;
        assert_eq!(submitted.state, DossierState::Submitted);
        let rows = desk(t, &receptionist(), Queue::Intake).await;
        assert_eq!((rows.len(), rows[0].remaining.as_str()), (1, "Còn 1 ngày làm việc"));

        let mut cx = t.portal.read(&receptionist()).await.unwrap();
        let (dossier, preview) = dossiers::open_to_receive(&mut cx, &submitted.submission_code).await.unwrap();
        let preview = preview.unwrap().unwrap();
        assert_eq!((dossier.version, dossier.received_at), (submitted.version, None));
        assert_eq!(preview.due, Some(vn(2026, 12, 1, 17, 0)));
        drop(cx);
        let received = receive(t, &submitted).await;
        assert_eq!(received.code.as_deref(), Some("H99.101-261123-0001"));
        assert_eq!(received.due, preview.due);
        let mut cx = t.portal.read(&receptionist()).await.unwrap();
        assert!(dossiers::open_to_receive(&mut cx, &submitted.submission_code).await.unwrap().1.is_none(), "nothing is received twice");
        drop(cx);
        assert_eq!(view(t, "h99.101-261123-0001").await.explanation, preview.explanation);

        assert_eq!(desk(t, &head(), Queue::Assign).await.len(), 1);
        let processing = accept(t, &received).await;
        let mine = desk(t, &officer(), Queue::Mine).await;
        assert_eq!((mine[0].officer.as_str(), mine[0].stage), ("Lê Mẫu Bình", Some(ProcessingStage::Examining)));
        let signed = sign(t, &processing).await;
        assert!(desk(t, &leader(), Queue::Sign).await.is_empty());
        assert_eq!(desk(t, &clerk(), Queue::Publish).await.len(), 1);
        let ready = publish(t, &signed).await;
        assert_eq!(ready.state, DossierState::ResultReady);
        assert_eq!(desk(t, &receptionist(), Queue::Return).await.len(), 1);
        let handed = Return { receiver: "Nguyễn Mẫu Sơn".into(), ..Default::default() };
        let code = ready.code.clone().unwrap();
        let returned = run(t, &receptionist(), async |cx| dossiers::return_result(cx, &code, ready.version, &handed).await).await.unwrap();
        assert_eq!(returned.state, DossierState::Returned);

        let view = view(t, &submitted.submission_code).await;
        let actions: Vec<DossierAction> = view.timeline.iter().map(|entry| entry.action).collect();
        use DossierAction::*;
        assert_eq!(actions, [Submit, Receive, StartProcessing, MoveStage, MoveStage, MoveStage, MoveStage, PublishResult, ReturnResult]);
        assert!(view.timeline.iter().zip(1..).all(|(entry, seq)| entry.seq == seq));
        assert_eq!(view.results.len(), 1);
        assert_eq!(view.class, model::calendar::DueClass::Early);

        let mut cx = t.portal.read(&Actor::system("Kiểm thử")).await.unwrap();
        let sms: Vec<(String,)> = cx.conn().all("SELECT event FROM outbox WHERE channel = 'sms' ORDER BY id", args![]).await.unwrap();
        let events: Vec<&str> = sms.iter().map(|(event,)| event.as_str()).collect();
        assert_eq!(events, ["dossier_submitted", "dossier_received", "result_early", "rating_invited"]);
        let texts: Vec<(String,)> = cx.conn().all("SELECT text FROM outbox", args![]).await.unwrap();
        assert!(texts.iter().all(|(text,)| !text.contains('{')), "{texts:?}");
        assert_eq!(domain::audit::verify(&mut cx.conn()).await.unwrap().fault, None);
        drop(cx);

        // The citizen may read the result, a stranger nothing.
        let token = view.results[0].token.clone();
        let mut cx = t.portal.read(&citizen()).await.unwrap();
        assert_eq!(dossiers::file_for(&mut cx, &code, &token).await.unwrap().name, "ket-qua.pdf");
        drop(cx);
        let mut cx = t.portal.read(&stranger()).await.unwrap();
        assert!(matches!(dossiers::file_for(&mut cx, &code, &token).await, Err(Error::NotFound)));
        assert!(matches!(dossiers::open(&mut cx, &code).await, Err(Error::NotFound)));
    })
    .await;
}

/// Nobody acts for another unit, and nobody takes the step of another role.
#[tokio::test(flavor = "multi_thread")]
async fn only_the_right_people() {
    with_dbs(async |t| {
        lay(t).await;
        let submitted = submit(t, 1).await;
        let form = full_checklist(t, &submitted).await;
        let code = submitted.submission_code.clone();
        for (actor, known) in [(officer(), false), (stranger(), false), (citizen(), true), (Actor::anonymous(), false)] {
            let refused = run(t, &actor, async |cx| dossiers::receive(cx, &code, submitted.version, &form).await).await.unwrap_err();
            let right = match &refused {
                Error::Unauthorized => !actor.is_signed_in(),
                Error::Forbidden { .. } => known || actor.person_id == Some(2),
                Error::NotFound => actor.person_id == Some(7),
                _ => false,
            };
            assert!(right, "{} got {refused:?}", actor.name);
        }
        let received = receive(t, &submitted).await;
        let (take, version) = (Assign::default(), received.version);
        assert!(matches!(run(t, &stranger(), async |cx| dossiers::start_processing(cx, &code, version, &take).await).await, Err(Error::NotFound)));
        assert!(matches!(run(t, &receptionist(), async |cx| dossiers::start_processing(cx, &code, version, &take).await).await, Err(Error::Forbidden { .. })));
        // An officer may not put a colleague in charge; a head may, but only somebody of the unit.
        let give = Assign { officer: Some(3), ..take.clone() };
        assert!(matches!(run(t, &officer(), async |cx| dossiers::start_processing(cx, &code, version, &give).await).await, Err(Error::Forbidden { .. })));
        let far = Assign { officer: Some(7), ..take.clone() };
        assert!(matches!(run(t, &head(), async |cx| dossiers::start_processing(cx, &code, version, &far).await).await, Err(Error::Invalid(_))));
        let give = Assign { officer: Some(2), ..take };
        let assigned = run(t, &head(), async |cx| dossiers::start_processing(cx, &code, version, &give).await).await.unwrap();
        // The head is not the officer in charge, and an officer cannot sign.
        assert!(matches!(go(t, &head(), &assigned, ProcessingStage::Examining).await, Err(Error::Forbidden { .. })));
        let drafted = go(t, &officer(), &assigned, ProcessingStage::Examining).await.unwrap();
        assert!(matches!(go(t, &officer(), &drafted, ProcessingStage::Signed).await, Err(Error::Conflict(_))));
        let drafted = go(t, &officer(), &drafted, ProcessingStage::Drafting).await.unwrap();
        let to_sign = go(t, &officer(), &drafted, ProcessingStage::ToSign).await.unwrap();
        assert!(matches!(go(t, &officer(), &to_sign, ProcessingStage::Signed).await, Err(Error::Forbidden { .. })));
        // Giving back needs a reason.
        assert!(matches!(go(t, &leader(), &to_sign, ProcessingStage::Drafting).await, Err(Error::Invalid(_))));
        assert!(go(t, &leader(), &to_sign, ProcessingStage::Signed).await.is_ok());
    })
    .await;
}

/// The checklist, the stale form, the missing calendar (A03-04), hostile codes.
#[tokio::test(flavor = "multi_thread")]
async fn refusals_store_nothing() {
    with_dbs(async |t| {
        lay(t).await;
        let submitted = submit(t, 1).await;
        let code = submitted.submission_code.clone();
        let full = full_checklist(t, &submitted).await;
        let (unchecked, version) = (Receive { checked_parts: vec![], ..full.clone() }, submitted.version);
        let Err(Error::Invalid(fields)) = run(t, &receptionist(), async |cx| dossiers::receive(cx, &code, version, &unchecked).await).await else { panic!() };
        assert!(fields.of("thanh_phan").unwrap().contains("“Giấy chứng sinh”"));
        let refused = run(t, &receptionist(), async |cx| dossiers::receive(cx, &code, 99, &full).await).await.unwrap_err();
        assert!(refused.to_string().contains("đã được người khác cập nhật lúc"), "{refused}");
        t.portal.clock().set(vn(2028, 3, 1, 9, 0));
        assert!(matches!(run(t, &receptionist(), async |cx| dossiers::receive(cx, &code, version, &full).await).await, Err(Error::CalendarMissing(2028))));
        assert_eq!(view(t, &code).await.timeline.len(), 1);
        for hostile in ["", "\0", "'; DROP TABLE dossier; --", &"x".repeat(10_000)] {
            let mut cx = t.portal.read(&receptionist()).await.unwrap();
            assert!(dossiers::by_any_code(&mut cx, hostile).await.unwrap().is_none());
            let filter = DeskFilter { queue: Some(Queue::Intake), words: hostile.into(), page: i64::MAX, ..Default::default() };
            assert!(dossiers::list(&mut cx, &filter).await.is_ok());
        }
    })
    .await;
}

/// A02-05: a version from 01/03/2027 holds for dossiers received from that day, even if submitted before.
#[tokio::test(flavor = "multi_thread")]
async fn a02_05_version_at_receipt() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2027, 2, 26, 9, 0));
        let early = submit(t, 1).await;
        let late = submit(t, 2).await;
        receive(t, &early).await;
        t.portal.clock().set(vn(2027, 3, 1, 9, 0));
        receive(t, &late).await;
        assert_eq!((view(t, &early.submission_code).await.procedure_version_id, view(t, &late.submission_code).await.procedure_version_id), (1, 2));
        assert_eq!(view(t, &late.submission_code).await.due, Some(vn(2027, 3, 3, 17, 0)));
    })
    .await;
}

/// Lists: overdue first, words, the overdue filter, counts for the badges.
#[tokio::test(flavor = "multi_thread")]
async fn lists_are_ordered_by_urgency() {
    with_dbs(async |t| {
        lay(t).await;
        let mut codes = Vec::new();
        for (n, day) in [(1, 20), (2, 16), (3, 23)] {
            t.portal.clock().set(vn(2026, 11, day, 8, 0));
            let submitted = submit(t, n).await;
            codes.push(receive(t, &submitted).await.code.unwrap());
        }
        t.portal.clock().set(vn(2026, 11, 25, 9, 0));
        let mut cx = t.portal.read(&leader()).await.unwrap();
        let list = dossiers::list(&mut cx, &DeskFilter { queue: Some(Queue::Open), ..Default::default() }).await.unwrap();
        let order: Vec<&str> = list.rows.iter().map(|row| row.code.as_str()).collect();
        assert_eq!(order, [&codes[1], &codes[0], &codes[2]]);
        assert_eq!((list.paging.total, list.rows[0].remaining.as_str()), (3, "Quá 2 giờ làm việc"));
        let overdue = dossiers::list(&mut cx, &DeskFilter { queue: Some(Queue::Open), overdue: true, ..Default::default() }).await.unwrap();
        assert_eq!(overdue.paging.total, 1);
        let found =
            dossiers::list(&mut cx, &DeskFilter { queue: Some(Queue::Open), words: "khai sinh NGUYEN mau".into(), ..Default::default() }).await.unwrap();
        assert_eq!(found.paging.total, 3);
        let found = dossiers::list(&mut cx, &DeskFilter { queue: Some(Queue::Open), words: codes[2].clone(), ..Default::default() }).await.unwrap();
        assert_eq!(found.paging.total, 1);
        let (_, counts) = dossiers::list_and_counts(&mut cx, &DeskFilter::default()).await.unwrap();
        assert!(counts.contains(&(Queue::Open, 3)) && counts.contains(&(Queue::Assign, 3)) && !counts.iter().any(|(queue, _)| *queue == Queue::Intake));
    })
    .await;
}
