//! The state machine through the real commands: what is not in the table does not happen.

use super::section_six;
use crate::dossiers::fixture::*;
use domain::dossiers::{self, payments};
use domain::testing::{TestPortal, vn, with_dbs};
use domain::{Actor, Cx, Error, args};
use model::dossiers::*;
use model::payments::{ChargeRequest, ChargeSource, WhenDue};

fn system() -> Actor {
    Actor::system("Kiểm thử")
}

/// Runs the command of an action with a valid form; `None` for actions that have no command of their own.
pub async fn command(cx: &mut Cx, action: DossierAction, code: &str, version: i64) -> Option<domain::Result<()>> {
    use DossierAction as A;
    let why = Reason { reason: "Lý do đủ dài để hợp lệ".into() };
    let request = supplement(model::format::local_date(cx.now()).succ_opt().unwrap());
    Some(match action {
        A::Receive => dossiers::receive(cx, code, version, &Receive::default()).await.map(drop),
        A::RequestIntakeSupplement => dossiers::request_intake_supplement(cx, code, version, &request).await.map(drop),
        A::Resubmit => dossiers::resubmit(cx, code, version, &[]).await.map(drop),
        A::RefuseIntake => {
            let text = "Không thuộc thẩm quyền của phường".to_owned();
            let refusal = Refuse { reason: RefusalReason::NotCompetent.into(), basis: text.clone(), guidance: text };
            dossiers::refuse_intake(cx, code, version, &refusal).await.map(drop)
        }
        A::CancelSubmission => dossiers::cancel_submission(cx, code, version, &why).await.map(drop),
        A::StartProcessing => dossiers::start_processing(cx, code, version, &Assign { officer: Some(2), note: String::new() }).await.map(drop),
        A::MoveStage => dossiers::move_stage(cx, code, version, &Move { to: ProcessingStage::Examining, note: String::new() }).await.map(drop),
        A::RequestSupplement => match dossiers::propose_supplement(cx, code, version, &request).await {
            Err(Error::Conflict(_)) => dossiers::approve_supplement(cx, code, version).await.map(drop),
            other => other,
        },
        A::ProvideSupplement => dossiers::provide_supplement(cx, code, version, &[]).await.map(drop),
        A::SupplementExpired => dossiers::supplement_expired(cx, code, version).await.map(drop),
        A::RequestWithdrawal => dossiers::request_withdrawal(cx, code, version, &why).await.map(drop),
        A::AcceptWithdrawal => dossiers::accept_withdrawal(cx, code, version, &why).await.map(drop),
        A::RejectWithdrawal => dossiers::reject_withdrawal(cx, code, version, &why).await.map(drop),
        A::CancelWithdrawal => dossiers::cancel_withdrawal(cx, code, version).await.map(drop),
        A::Stop => {
            let stop = Stop { reason: StopReason::NotEligible.into(), basis: "Không đủ điều kiện".into(), money: "Không thu".into() };
            dossiers::stop(cx, code, version, &stop).await.map(drop)
        }
        A::PublishResult => dossiers::publish_result(cx, code, version, &Publish { number: "1/KQ".into(), file: None }).await.map(drop),
        A::ReturnResult => {
            let handed = Return { receiver: "Nguyễn Mẫu Sơn".into(), ..Default::default() };
            dossiers::return_result(cx, code, version, &handed).await.map(drop)
        }
        A::Extend => {
            let day = chrono::NaiveDate::from_ymd_opt(2027, 1, 5).unwrap();
            dossiers::propose_extension(cx, code, version, &NewDue { reason: why.reason.clone(), day }).await
        }
        A::TransferCompetent => dossiers::propose_transfer(cx, code, version, &Transfer { unit: OTHER_WARD, reason: why.reason.clone() }).await,
        A::AdjustFact => correct(cx, code, version).await,
        A::RequestPayment => {
            let source = ChargeSource::Fees { pages: 1, copies: 1 };
            let ask = ChargeRequest { source, when: WhenDue::Now, pay_by: request.reply_by, note: String::new() };
            payments::request_payment(cx, code, version, &ask).await.map(drop)
        }
        A::ConfirmPayment => payments::confirm_paid(cx, code, version).await.map(drop),
        A::PaymentExpired => payments::payment_expired(cx, code, version).await.map(drop),
        // The first three make a dossier, the others befall one or have tables of their own.
        A::CreateDraft
        | A::Submit
        | A::ReceiveAtCounter
        | A::DueRecomputed
        | A::Continued
        | A::HandOver
        | A::Apologised
        | A::ResultPosted
        | A::Consulted
        | A::ConsultationNoted
        | A::ToldOtherwise
        | A::JudgeSupplement => return None,
    })
}

/// D26 whole: asked for and agreed to. The system is nobody, so that both acts are possible.
async fn correct(cx: &mut Cx, code: &str, version: i64) -> domain::Result<()> {
    let blob = cx.portal().clone().files().put(b"%PDF-1.7\n%%EOF\n", 1_000).await.unwrap();
    let evidence = domain::files::keep(cx, &blob, "minh-chung.pdf", model::files::Purpose::Dossier).await?.token;
    let new = NewFact::DueCurrent(chrono::NaiveDate::from_ymd_opt(2026, 12, 4).unwrap());
    let input = Adjust { new, reason: "Ghi nhầm ngày hẹn trả trên giấy tiếp nhận".into(), evidence };
    dossiers::request_adjustment(cx, code, version, &input).await?;
    dossiers::decide_adjustment(cx, code, version + 1, &ProposalDecision::Approve(None)).await.map(drop)
}

/// Everything that a step could write about a dossier: its row (with version, state, step, clock and officer), and how many rows there are
/// of what hangs on it, of messages and of the audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    pub version: i64,
    pub state: String,
    row: (String, Option<String>, Option<i64>, String, String, i64),
    counts: (i64, i64, i64, i64, i64, i64, i64),
}

/// The facts of a dossier.
pub async fn facts(t: &TestPortal, id: i64) -> Facts {
    let mut cx = t.portal.read(&system()).await.unwrap();
    let (version, state): (i64, String) = cx.conn().one("SELECT version, state FROM dossier WHERE id = $1", args![id]).await.unwrap();
    let row = "SELECT clock, stage, officer_id, payment, pauses, (SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) FROM counter) FROM dossier WHERE id = $1";
    let row = cx.conn().one(row, args![id]).await.unwrap();
    let counts = "SELECT (SELECT COUNT(*) FROM dossier_event WHERE dossier_id = $1), (SELECT COUNT(*) FROM outbox), (SELECT COUNT(*) FROM audit_event),
        (SELECT COUNT(*) FROM supplement_request WHERE dossier_id = $1), (SELECT COUNT(*) FROM charge), (SELECT COUNT(*) FROM job), (SELECT COUNT(*) FROM dossier)";
    let counts = cx.conn().one(counts, args![id]).await.unwrap();
    Facts { version, state, row, counts }
}

/// A dossier that stands in a state, put there without the commands: they are what is tested.
pub async fn put(t: &TestPortal, n: usize, state: DossierState) -> i64 {
    let mut dossier = submit(t, n).await;
    if state.is_open() || matches!(state, DossierState::ResultReady | DossierState::Returned | DossierState::Stopped) {
        dossier = receive(t, &dossier).await;
    }
    let mut cx = t.portal.write(&system()).await.unwrap();
    cx.conn()
        .exec("UPDATE dossier SET state = $2, state_before = 'received', clock_before = 'running' WHERE id = $1", args![dossier.id, state.as_str()])
        .await
        .unwrap();
    cx.commit().await.unwrap();
    dossier.id
}

/// A02-02: every pair of state and action outside 02 §6 is refused with `Conflict` (409) and writes nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a02_02_pairs_outside_the_table() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 9, 0));
        let (mut refused, mut n) = (0, 0);
        for state in DossierState::ALL {
            n += 1;
            let id = put(t, n, *state).await;
            let before = facts(t, id).await;
            let code = format!("N-261123-{n:06}");
            for action in DossierAction::ALL {
                if section_six::target(*action, Some(*state), Some(DossierState::Received)).is_some() {
                    continue;
                }
                let mut cx = t.portal.write(&system()).await.unwrap();
                let Some(answer) = command(&mut cx, *action, &code, before.version).await else { continue };
                assert!(matches!(answer, Err(Error::Conflict(_))), "{state} {action}: {answer:?}");
                // Even a caller that commits after the refusal stores nothing.
                cx.commit().await.unwrap();
                assert_eq!(facts(t, id).await, before, "{state} {action}");
                refused += 1;
            }
        }
        // Pairs with a state minus those that 02 §6 allows: 48 in all, of which 13 are D26 and one, D02, has no command here.
        assert_eq!(refused, 13 * 22 - (48 - 13 - 1));
    })
    .await;
}

/// A02-08: no command changes `finished_at`, and the database refuses it too.
#[tokio::test(flavor = "multi_thread")]
async fn a02_08_the_end_is_written_once() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 9, 0));
        let signed = sign(t, &accept(t, &receive(t, &submit(t, 1).await).await).await).await;
        let ready = publish(t, &signed).await;
        let ends = "SELECT finished_at, ended_at, due_original FROM dossier WHERE id = $1";
        type Ends = (Option<chrono::DateTime<chrono::Utc>>, Option<chrono::DateTime<chrono::Utc>>, Option<chrono::DateTime<chrono::Utc>>);
        let mut cx = t.portal.read(&system()).await.unwrap();
        let before: Ends = cx.conn().one(ends, args![ready.id]).await.unwrap();
        drop(cx);
        assert_eq!(before.0, Some(vn(2026, 11, 23, 9, 0)));
        t.portal.clock().set(vn(2026, 12, 23, 9, 0));
        for action in DossierAction::ALL {
            let version = facts(t, ready.id).await.version;
            let mut cx = t.portal.write(&system()).await.unwrap();
            let _ = command(&mut cx, *action, &ready.submission_code, version).await;
            cx.commit().await.unwrap();
            let mut cx = t.portal.read(&system()).await.unwrap();
            let after: Ends = cx.conn().one(ends, args![ready.id]).await.unwrap();
            assert_eq!(after, before, "{action}");
        }
        assert_eq!(facts(t, ready.id).await.state, "returned");
        // What may be corrected was corrected.
        let mut cx = t.portal.read(&system()).await.unwrap();
        let due: (Option<chrono::DateTime<chrono::Utc>>,) = cx.conn().one("SELECT due_current FROM dossier WHERE id = $1", args![ready.id]).await.unwrap();
        assert_eq!(due.0, Some(vn(2026, 12, 4, 17, 0)));
        drop(cx);
        for column in ["finished_at", "ended_at", "due_original"] {
            let mut cx = t.portal.write(&system()).await.unwrap();
            let sql: &'static str = Box::leak(format!("UPDATE dossier SET {column} = $2 WHERE id = $1").into_boxed_str());
            assert!(cx.conn().exec(sql, args![ready.id, vn(2026, 11, 1, 0, 0)]).await.is_err(), "{column}");
        }
        let mut cx = t.portal.write(&system()).await.unwrap();
        assert!(cx.conn().exec("DELETE FROM dossier_event WHERE dossier_id = $1", args![ready.id]).await.is_err());
    })
    .await;
}
