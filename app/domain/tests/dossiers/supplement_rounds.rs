//! A02-09: a supplement asked three times; the pauses add up, and a paused dossier is overdue nowhere.

use crate::dossiers::fixture::*;
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use domain::dossiers;
use domain::stats::Scope;
use domain::stats::dossiers::dossier_figures;
use domain::testing::{TestPortal, vn, with_dbs};
use domain::{Actor, Error};
use model::dossiers::*;
use model::format::local_date;
use model::org::OrgView;
use model::stats::dossiers::{DossierFigure, DossierPeriod};

async fn view(t: &TestPortal, code: &str) -> DossierView {
    let mut cx = t.portal.read(&Actor::system("Kiểm thử")).await.unwrap();
    dossiers::by_any_code(&mut cx, code).await.unwrap().unwrap()
}

/// The officer proposes with the last day to answer; from the second time on only the leader may agree, with a basis.
async fn ask(t: &TestPortal, code: &str, at: DateTime<Utc>, reply_by: NaiveDate, round: usize) -> DossierView {
    t.portal.clock().set(at);
    let (mut request, version) = (supplement(reply_by), view(t, code).await.version);
    if round > 1 {
        let refused = run(t, &officer(), async |cx| dossiers::propose_supplement(cx, code, version, &request).await).await;
        assert!(matches!(refused, Err(Error::Invalid(errors)) if errors.of("can_cu_vuot").is_some()), "round {round} without a basis");
        request.override_basis = "Phát sinh tình tiết mới khi thẩm tra".into();
    }
    run(t, &officer(), async |cx| dossiers::propose_supplement(cx, code, version, &request).await).await.unwrap();
    let version = view(t, code).await.version;
    if round > 1 {
        let refused = run(t, &head(), async |cx| dossiers::approve_supplement(cx, code, version).await).await;
        assert!(matches!(refused, Err(Error::Forbidden { .. })), "round {round} by the head of the division");
    }
    let approver = if round > 1 { leader() } else { head() };
    run(t, &approver, async |cx| dossiers::approve_supplement(cx, code, version).await).await.unwrap();
    view(t, code).await
}

/// The applicant answers; returns the due date in force then.
async fn answer(t: &TestPortal, code: &str, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    t.portal.clock().set(at);
    let waiting = view(t, code).await;
    let items = &waiting.open_supplement().unwrap().items;
    let given: Vec<SupplementAnswer> = items.iter().map(|item| SupplementAnswer { item_id: item.id, text: "Đã chụp lại".into(), file_ids: vec![] }).collect();
    run(t, &citizen(), async |cx| dossiers::provide_supplement(cx, code, waiting.version, &given).await).await.unwrap().due
}

/// What is overdue at an instant: the codes of the list of the desk, and the figures "quá hạn" and "tạm dừng".
async fn overdue(t: &TestPortal, at: DateTime<Utc>) -> (Vec<String>, i64, i64) {
    t.portal.clock().set(at);
    let mut cx = t.portal.read(&leader()).await.unwrap();
    let list = dossiers::list(&mut cx, &DeskFilter { overdue: true, ..Default::default() }).await.unwrap();
    drop(cx);
    let mut cx = t.portal.snapshot(&Actor::system("Kiểm thử")).await.unwrap();
    let today = local_date(at);
    let from = NaiveDate::from_ymd_opt(today.year(), 1, 1).unwrap();
    let period = DossierPeriod { from, to: today, as_of: today, view: OrgView::AsThen };
    let counts = dossier_figures(&mut cx, &Scope::All, &period).await.unwrap().counts(|_| true);
    (list.rows.into_iter().map(|row| row.code).collect(), counts.of(DossierFigure::Overdue), counts.of(DossierFigure::Paused))
}

/// A02-09: three requests, the second and the third over the limit. Five working days, Monday to Friday; the day off of 24/11 lies in the first pause:
///
/// | Day | What | Used | Left | Due, 17:00 |
/// |---|---|---|---|---|
/// | Mo 16/11 08:00 | received | 0 | 5 | 17, 18, 19, 20, Mo 23/11 |
/// | Tu 17/11 10:00 | asked | 1 (17/11) | 4 | – |
/// | We 25/11 09:00 | answered | | 4 | 26, 27, 30/11, Tu 1/12 |
/// | Th 26/11 10:00 | asked | 2 (26/11) | 3 | – |
/// | Th 10/12 09:00 | answered | | 3 | 11, 14, Tu 15/12 |
/// | Fr 11/12 10:00 | asked | 3 (11/12) | 2 | – |
/// | Mo 21/12 09:00 | answered | | 2 | 22, We 23/12 |
///
/// A second dossier of the same hour that nobody pauses is overdue from 24/11 on: the list and the figure see lateness.
#[tokio::test(flavor = "multi_thread")]
async fn a02_09_three_supplements() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 16, 8, 0));
        let at_work = accept(t, &receive(t, &submit(t, 1).await).await).await;
        let late = accept(t, &receive(t, &submit(t, 2).await).await).await;
        assert_eq!((at_work.due, late.due), (Some(vn(2026, 11, 23, 17, 0)), Some(vn(2026, 11, 23, 17, 0))));
        let (code, other) = (at_work.submission_code.as_str(), late.code.clone().unwrap());
        let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap();
        // Asked, answer until, looked at after the due date that was in force, answered, due date then.
        let rounds = [
            (vn(2026, 11, 17, 10, 0), day(11, 28), vn(2026, 11, 24, 9, 0), vn(2026, 11, 25, 9, 0), vn(2026, 12, 1, 17, 0)),
            (vn(2026, 11, 26, 10, 0), day(12, 12), vn(2026, 12, 9, 9, 0), vn(2026, 12, 10, 9, 0), vn(2026, 12, 15, 17, 0)),
            (vn(2026, 12, 11, 10, 0), day(12, 26), vn(2026, 12, 18, 9, 0), vn(2026, 12, 21, 9, 0), vn(2026, 12, 23, 17, 0)),
        ];
        for (round, (asked, reply_by, looked, answered, due)) in (1..).zip(rounds) {
            let waiting = ask(t, code, asked, reply_by, round).await;
            assert_eq!((waiting.state, waiting.clock), (DossierState::AwaitingSupplement, ClockState::Paused), "round {round}");
            assert_eq!(overdue(t, looked).await, (vec![other.clone()], 1, 1), "round {round} on {}", t.engine);
            assert_eq!(view(t, code).await.class, model::calendar::DueClass::Paused, "round {round}");
            assert_eq!(answer(t, code, answered).await, Some(due), "round {round} on {}", t.engine);
        }
        let resumed = view(t, code).await;
        assert_eq!((resumed.state, resumed.clock), (DossierState::Processing, ClockState::Running));
        assert_eq!((resumed.due_original, resumed.supplements.len()), (Some(vn(2026, 11, 23, 17, 0)), 3));
        for round in 1..=3 {
            let words = format!("yêu cầu bổ sung lần {round}");
            assert!(resumed.explanation.iter().any(|line| line.text.contains(&words)), "{words}");
        }
        // In time until the end of the new due day, overdue after it: the pauses moved the date and hid nothing.
        assert_eq!(overdue(t, vn(2026, 12, 23, 16, 0)).await.0, [other.clone()]);
        assert_eq!(overdue(t, vn(2026, 12, 24, 8, 0)).await.0.len(), 2);
    })
    .await;
}

/// D20: who asked to withdraw takes it back; the dossier goes on where it was, with its clock. Nobody else may, nor twice.
#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawal_taken_back() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 16, 8, 0));
        let at_work = accept(t, &receive(t, &submit(t, 1).await).await).await;
        let code = at_work.submission_code.as_str();
        let waiting = ask(t, code, vn(2026, 11, 17, 10, 0), NaiveDate::from_ymd_opt(2026, 11, 28).unwrap(), 1).await;
        let why = Reason { reason: "Gia đình đổi ý, không làm nữa".into() };
        let asked = run(t, &citizen(), async |cx| dossiers::apply::withdraw(cx, code, waiting.version, &why).await).await.unwrap();
        assert_eq!(asked.state, DossierState::WithdrawRequested);
        let version = asked.version;
        for other in [stranger(), receptionist(), head()] {
            let refused = run(t, &other, async |cx| dossiers::apply::cancel_withdrawal(cx, code, version).await).await;
            assert!(matches!(refused, Err(Error::NotFound)), "{}", other.name);
        }
        let stale = run(t, &citizen(), async |cx| dossiers::apply::cancel_withdrawal(cx, code, version - 1).await).await;
        assert!(matches!(stale, Err(Error::Conflict(_))));
        let back = run(t, &citizen(), async |cx| dossiers::apply::cancel_withdrawal(cx, code, version).await).await.unwrap();
        assert_eq!(back.state, DossierState::AwaitingSupplement);
        assert_eq!((view(t, code).await.clock, view(t, code).await.open_supplement().is_some()), (ClockState::Paused, true));
        let again = run(t, &citizen(), async |cx| dossiers::apply::cancel_withdrawal(cx, code, back.version).await).await;
        assert!(matches!(again, Err(Error::Conflict(_))));
    })
    .await;
}
