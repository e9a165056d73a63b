//! Supplements, refusal, withdrawal, stop: the side roads of the journey.

use crate::fixture::*;
use chrono::NaiveDate;
use domain::dossiers::{self, SupplementAnswer};
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
        let mut bad = supplement(at_work.version, day(11, 28));
        bad.items[0].reason = "mờ".into();
        assert!(matches!(run(t, &officer(), async |cx| dossiers::propose_supplement(cx, &code, &bad).await).await, Err(Error::Invalid(_))));
        let past = supplement(at_work.version, day(11, 18));
        assert!(matches!(run(t, &officer(), async |cx| dossiers::propose_supplement(cx, &code, &past).await).await, Err(Error::Invalid(_))));
        let form = supplement(at_work.version, day(11, 28));
        assert!(matches!(run(t, &head(), async |cx| dossiers::propose_supplement(cx, &code, &form).await).await, Err(Error::Forbidden { .. })));
        run(t, &officer(), async |cx| dossiers::propose_supplement(cx, &code, &form).await).await.unwrap();
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
        let back = run(t, &citizen(), async |cx| dossiers::provide_supplement(cx, &code, waiting.version, &given).await).await.unwrap();
        assert_eq!((back.state, back.due), (DossierState::Processing, Some(vn(2026, 12, 2, 17, 0))));
        let resumed = view(t, &code).await;
        assert_eq!((resumed.due_original, resumed.clock), (Some(vn(2026, 11, 23, 17, 0)), ClockState::Running));
        assert!(resumed.explanation.iter().any(|line| line.text.contains("yêu cầu bổ sung lần 1")));
        // A second request is over the limit: only with a basis, and only the unit leader may approve it.
        let mut again = supplement(resumed.version, day(12, 5));
        assert!(matches!(run(t, &officer(), async |cx| dossiers::propose_supplement(cx, &code, &again).await).await, Err(Error::Invalid(_))));
        again.override_basis = "Phát sinh tình tiết mới khi thẩm tra".into();
        run(t, &officer(), async |cx| dossiers::propose_supplement(cx, &code, &again).await).await.unwrap();
        let version = view(t, &code).await.version;
        assert!(matches!(run(t, &head(), async |cx| dossiers::approve_supplement(cx, &code, version).await).await, Err(Error::Forbidden { .. })));
        run(t, &leader(), async |cx| dossiers::approve_supplement(cx, &code, version).await).await.unwrap();
        // D13 only after the day to answer.
        let waiting = view(t, &code).await;
        assert!(matches!(run(t, &leader(), async |cx| dossiers::supplement_expired(cx, &code, waiting.version).await).await, Err(Error::Conflict(_))));
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
        let form = supplement(at_work.version, day(12, 5));
        let refused = run(t, &officer(), async |cx| dossiers::propose_supplement(cx, &at_work.submission_code, &form).await).await.unwrap_err();
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
        let ask = IntakeSupplementForm { version: submitted.version, items: vec![item()], reply_by: Some(day(11, 30)) };
        run(t, &receptionist(), async |cx| dossiers::request_intake_supplement(cx, &code, &ask).await).await.unwrap();
        let waiting = view(t, &code).await;
        assert_eq!((waiting.state, waiting.clock), (DossierState::IntakeSupplement, ClockState::NotStarted));
        let text = "Không thuộc thẩm quyền của phường".to_owned();
        let refuse = RefuseForm { version: waiting.version, reason: Some(RefusalReason::NotCompetent), basis: text.clone(), guidance: text };
        assert!(matches!(run(t, &receptionist(), async |cx| dossiers::refuse_intake(cx, &code, &refuse).await).await, Err(Error::Conflict(_))));
        t.portal.clock().set(vn(2026, 11, 26, 9, 0));
        let given = answers(&waiting);
        run(t, &citizen(), async |cx| dossiers::resubmit(cx, &code, waiting.version, &given).await).await.unwrap();
        let again = view(t, &code).await;
        assert_eq!((again.state, again.intake_due), (DossierState::Submitted, Some(vn(2026, 11, 27, 9, 0))));
        let refuse = RefuseForm { version: again.version, ..refuse };
        let refused = run(t, &receptionist(), async |cx| dossiers::refuse_intake(cx, &code, &refuse).await).await.unwrap();
        assert_eq!((refused.state, refused.code), (DossierState::IntakeRefused, None));
        let other = submit(t, 2).await;
        let cancel = WithdrawalForm { version: other.version, reason: "Nộp nhầm thủ tục".into() };
        let gone = run(t, &citizen(), async |cx| dossiers::cancel_submission(cx, &other.submission_code, &cancel).await).await.unwrap();
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
        let mut form = WithdrawalForm { version: at_work.version, reason: "Gia đình đổi ý, không làm nữa".into() };
        form.version = run(t, &citizen(), async |cx| dossiers::request_withdrawal(cx, &code, &form).await).await.unwrap().version;
        assert!(matches!(run(t, &officer(), async |cx| dossiers::accept_withdrawal(cx, &code, &form).await).await, Err(Error::Forbidden { .. })));
        let back = run(t, &head(), async |cx| dossiers::reject_withdrawal(cx, &code, &form).await).await.unwrap();
        assert_eq!(back.state, DossierState::Processing);
        form.version =
            run(t, &receptionist(), async |cx| dossiers::request_withdrawal(cx, &code, &WithdrawalForm { version: back.version, ..form.clone() }).await)
                .await
                .unwrap()
                .version;
        let gone = run(t, &leader(), async |cx| dossiers::accept_withdrawal(cx, &code, &form).await).await.unwrap();
        assert_eq!(gone.state, DossierState::Withdrawn);

        let signed = sign(t, &accept(t, &receive(t, &submit(t, 2).await).await).await).await;
        let late = WithdrawalForm { version: signed.version, reason: "Gia đình đổi ý, không làm nữa".into() };
        assert!(matches!(run(t, &citizen(), async |cx| dossiers::request_withdrawal(cx, &signed.submission_code, &late).await).await, Err(Error::Conflict(_))));
        let stop =
            StopForm { version: signed.version, reason: Some(StopReason::ApplicantDied), basis: "Giấy báo tử số 12".into(), money: "Không thu".into() };
        assert!(matches!(run(t, &clerk(), async |cx| dossiers::stop(cx, &signed.submission_code, &stop).await).await, Err(Error::Forbidden { .. })));
        let stopped = run(t, &leader(), async |cx| dossiers::stop(cx, &signed.submission_code, &stop).await).await.unwrap();
        assert_eq!(stopped.state, DossierState::Stopped);
        assert!(view(t, &signed.submission_code).await.end_reason.starts_with("Người nộp chết. Giấy báo tử số 12"));
    })
    .await;
}
