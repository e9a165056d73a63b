//! Supplements, refusal, withdrawal, stop: the side roads of the journey.

use crate::dossiers::fixture::*;
use chrono::NaiveDate;
use domain::dossiers::{self, apply};
use domain::testing::{TestPortal, vn, with_dbs};
use domain::{Actor, Error};
use model::dossiers::*;

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

async fn view(t: &TestPortal, code: &str) -> DossierView {
    let mut cx = t.portal.read(&Actor::system("Kiểm thử")).await.unwrap();
    dossiers::by_any_code(&mut cx, code).await.unwrap().unwrap()
}

fn answers(view: &DossierView) -> Vec<SupplementAnswer> {
    let items = &view.open_supplement().unwrap().items;
    items.iter().map(|item| SupplementAnswer { item_id: item.id, text: "Đã chụp lại rõ hơn".into(), file_ids: vec![] }).collect()
}

/// D11 in two acts, D12: the clock stops and goes on, the due date moves, the limit holds (A02-04).
#[tokio::test(flavor = "multi_thread")]
async fn a02_04_supplement_of_a_received_dossier() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 16, 8, 0));
        let at_work = accept(t, &receive(t, &submit(t, 1).await).await).await;
        assert_eq!(at_work.due, Some(vn(2026, 11, 23, 17, 0)));
        let code = at_work.submission_code.clone();
        t.portal.clock().set(vn(2026, 11, 18, 10, 0));
        let mut bad = supplement_form(day(11, 28));
        bad.items[0].reason = "mờ".into();
        assert!(bad.validate(day(11, 18), &[]).unwrap_err().of("ly_do_1").is_some());
        assert!(supplement_form(day(11, 18)).validate(day(11, 18), &[]).unwrap_err().of("han").is_some());
        let (ask, version) = (supplement(day(11, 28)), at_work.version);
        assert!(matches!(run(t, &head(), async |cx| dossiers::propose_supplement(cx, &code, version, &ask).await).await, Err(Error::Forbidden { .. })));
        let mut foreign = ask.clone();
        foreign.items[0].part_id = Some(999);
        let refused = run(t, &officer(), async |cx| dossiers::propose_supplement(cx, &code, version, &foreign).await).await;
        assert!(matches!(refused, Err(Error::Invalid(errors)) if errors.of("giay_to_1").is_some()));
        run(t, &officer(), async |cx| dossiers::propose_supplement(cx, &code, version, &ask).await).await.unwrap();
        let proposed = view(t, &code).await;
        assert_eq!((proposed.state, proposed.timeline.len()), (DossierState::Processing, 3));
        // The officer cannot approve: neither the right nor the own proposal.
        let version = proposed.version;
        assert!(run(t, &officer(), async |cx| dossiers::approve_supplement(cx, &code, version).await).await.is_err());
        run(t, &head(), async |cx| dossiers::approve_supplement(cx, &code, version).await).await.unwrap();
        let waiting = view(t, &code).await;
        assert_eq!((waiting.state, waiting.clock), (DossierState::AwaitingSupplement, ClockState::Paused));
        assert_eq!(waiting.remaining, "Tạm dừng, còn 3 ngày làm việc khi tiếp tục");
        // While paused it is never listed as overdue (A02-09).
        t.portal.clock().set(vn(2026, 11, 27, 9, 0));
        let mut cx = t.portal.read(&leader()).await.unwrap();
        assert_eq!(dossiers::list(&mut cx, &DeskFilter { overdue: true, ..Default::default() }).await.unwrap().paging.total, 0);
        drop(cx);
        assert!(matches!(run(t, &citizen(), async |cx| dossiers::provide_supplement(cx, &code, waiting.version, &[]).await).await, Err(Error::Invalid(_))));
        let given = answers(&waiting);
        let alien = [SupplementAnswer { item_id: 999, ..given[0].clone() }];
        assert!(matches!(run(t, &citizen(), async |cx| dossiers::provide_supplement(cx, &code, waiting.version, &alien).await).await, Err(Error::Conflict(_))));
        let back = run(t, &citizen(), async |cx| dossiers::provide_supplement(cx, &code, waiting.version, &given).await).await.unwrap();
        assert_eq!((back.state, back.due), (DossierState::Processing, Some(vn(2026, 12, 2, 17, 0))));
        let resumed = view(t, &code).await;
        assert_eq!((resumed.due_original, resumed.clock), (Some(vn(2026, 11, 23, 17, 0)), ClockState::Running));
        assert!(resumed.explanation.iter().any(|line| line.text.contains("yêu cầu bổ sung lần 1")));
        // A second request is over the limit: only with a basis, and only the unit leader may approve it.
        let (mut again, version) = (supplement(day(12, 5)), resumed.version);
        assert!(matches!(run(t, &officer(), async |cx| dossiers::propose_supplement(cx, &code, version, &again).await).await, Err(Error::Invalid(_))));
        again.override_basis = "Phát sinh tình tiết mới khi thẩm tra".into();
        run(t, &officer(), async |cx| dossiers::propose_supplement(cx, &code, version, &again).await).await.unwrap();
        let version = view(t, &code).await.version;
        assert!(matches!(run(t, &head(), async |cx| dossiers::approve_supplement(cx, &code, version).await).await, Err(Error::Forbidden { .. })));
        run(t, &leader(), async |cx| dossiers::approve_supplement(cx, &code, version).await).await.unwrap();
        // D13 only after the day to answer.
        let waiting = view(t, &code).await;
        assert!(matches!(run(t, &leader(), async |cx| dossiers::supplement_expired(cx, &code, waiting.version).await).await, Err(Error::Conflict(_))));
        t.portal.clock().set(vn(2026, 12, 3, 1, 0));
        assert_eq!(dossiers::remind_supplements(&t.portal).await.unwrap(), 1);
        t.portal.clock().set(vn(2026, 12, 6, 9, 0));
        let stopped = run(t, &leader(), async |cx| dossiers::supplement_expired(cx, &code, waiting.version).await).await.unwrap();
        assert_eq!(stopped.state, DossierState::Stopped);
    })
    .await;
}

/// Nobody hides lateness behind a pause: no supplement after the due date.
#[tokio::test(flavor = "multi_thread")]
async fn no_supplement_when_late() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 16, 8, 0));
        let at_work = accept(t, &receive(t, &submit(t, 1).await).await).await;
        t.portal.clock().set(vn(2026, 11, 25, 8, 0));
        let (ask, code) = (supplement(day(12, 5)), &at_work.submission_code);
        let refused = run(t, &officer(), async |cx| dossiers::propose_supplement(cx, code, at_work.version, &ask).await).await.unwrap_err();
        assert!(refused.to_string().contains("mẫu 04"), "{refused}");
    })
    .await;
}

/// D05–D08: papers before receipt, a new intake clock, refusal only after the day to answer, cancellation.
#[tokio::test(flavor = "multi_thread")]
async fn before_receipt() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 9, 0));
        let submitted = submit(t, 1).await;
        let code = submitted.submission_code.clone();
        // An item about a part takes its name where the official wrote none.
        let mut ask = supplement(day(11, 30));
        (ask.items[0].part_id, ask.items[0].subject) = (Some(view(t, &code).await.parts[0].id), String::new());
        run(t, &receptionist(), async |cx| dossiers::request_intake_supplement(cx, &code, submitted.version, &ask).await).await.unwrap();
        let waiting = view(t, &code).await;
        assert_eq!(waiting.supplements[0].items[0].subject, "Giấy chứng sinh");
        assert_eq!((waiting.state, waiting.clock), (DossierState::IntakeSupplement, ClockState::NotStarted));
        let text = "Không thuộc thẩm quyền của phường".to_owned();
        let refuse = Refuse { reason: RefusalReason::NotCompetent.into(), basis: text.clone(), guidance: text };
        assert!(matches!(
            run(t, &receptionist(), async |cx| dossiers::refuse_intake(cx, &code, waiting.version, &refuse).await).await,
            Err(Error::Conflict(_))
        ));
        t.portal.clock().set(vn(2026, 11, 26, 9, 0));
        let given = answers(&waiting);
        run(t, &citizen(), async |cx| dossiers::resubmit(cx, &code, waiting.version, &given).await).await.unwrap();
        let again = view(t, &code).await;
        assert_eq!((again.state, again.intake_due), (DossierState::Submitted, Some(vn(2026, 11, 27, 9, 0))));
        let refused = run(t, &receptionist(), async |cx| dossiers::refuse_intake(cx, &code, again.version, &refuse).await).await.unwrap();
        assert_eq!((refused.state, refused.code), (DossierState::IntakeRefused, None));
        let other = submit(t, 2).await;
        let cancel = Reason { reason: "Nộp nhầm thủ tục".into() };
        let gone = run(t, &citizen(), async |cx| apply::withdraw(cx, &other.submission_code, other.version, &cancel).await).await.unwrap();
        assert_eq!(gone.state, DossierState::Withdrawn);
    })
    .await;
}

/// D17–D21: back to where it was, withdrawn, stopped; never after the signature.
#[tokio::test(flavor = "multi_thread")]
async fn withdrawal_and_stop() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 9, 0));
        let at_work = accept(t, &receive(t, &submit(t, 1).await).await).await;
        let code = at_work.submission_code.clone();
        let why = Reason { reason: "Gia đình đổi ý, không làm nữa".into() };
        assert!(matches!(run(t, &stranger(), async |cx| apply::withdraw(cx, &code, at_work.version, &why).await).await, Err(Error::NotFound)));
        let version = run(t, &citizen(), async |cx| apply::withdraw(cx, &code, at_work.version, &why).await).await.unwrap().version;
        assert!(matches!(run(t, &officer(), async |cx| dossiers::accept_withdrawal(cx, &code, version, &why).await).await, Err(Error::Forbidden { .. })));
        let back = run(t, &head(), async |cx| dossiers::reject_withdrawal(cx, &code, version, &why).await).await.unwrap();
        assert_eq!(back.state, DossierState::Processing);
        let asked = run(t, &receptionist(), async |cx| dossiers::request_withdrawal(cx, &code, back.version, &why).await).await.unwrap();
        let gone = run(t, &leader(), async |cx| dossiers::accept_withdrawal(cx, &code, asked.version, &why).await).await.unwrap();
        assert_eq!(gone.state, DossierState::Withdrawn);

        let signed = sign(t, &accept(t, &receive(t, &submit(t, 2).await).await).await).await;
        let (code, version) = (&signed.submission_code, signed.version);
        assert!(matches!(run(t, &citizen(), async |cx| dossiers::request_withdrawal(cx, code, version, &why).await).await, Err(Error::Conflict(_))));
        let stop = Stop { reason: StopReason::ApplicantDied.into(), basis: "Giấy báo tử số 12".into(), money: "Không thu".into() };
        assert!(matches!(run(t, &clerk(), async |cx| dossiers::stop(cx, code, version, &stop).await).await, Err(Error::Forbidden { .. })));
        let stopped = run(t, &leader(), async |cx| dossiers::stop(cx, code, version, &stop).await).await.unwrap();
        assert_eq!(stopped.state, DossierState::Stopped);
        assert!(view(t, code).await.end_reason.starts_with("Người nộp chết. Giấy báo tử số 12"));
    })
    .await;
}
