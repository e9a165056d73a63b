//! A02-07 over the whole way of a dossier: whatever officials and applicants type, level 1 of the tracking shows none of it.

use crate::dossiers::fixture::*;
use chrono::NaiveDate;
use domain::dossiers;
use domain::testing::{TestPortal, vn, with_dbs};
use domain::{Actor, Cx};
use model::dossiers::*;

/// A name, a number and an address that stand in every note.
const TYPED: &str = "Hỏi bà Lý Kín Đáo, 0912 345 678, số 9 ngõ Giếng";
const SECRETS: [&str; 9] =
    ["Kín Đáo", "0912 345 678", "ngõ Giếng", "Nguyễn Mẫu Sơn", "Nguyễn Mẫu Bé", "0999900001", "999012345678", "Lê Mẫu Bình", "Trần Mẫu An"];

fn typed() -> String {
    TYPED.to_owned()
}

/// Looks with the code alone.
async fn hidden(t: &TestPortal, code: &str, state: DossierState) {
    let mut cx = t.portal.write(&Actor::anonymous()).await.unwrap();
    let seen = dossiers::tracking::track(&mut cx, code, None, state.as_str()).await.unwrap().unwrap();
    assert_eq!(seen.state, state);
    let text = format!("{seen:?} {}", seen.message(model::notify::NotifyChannel::Zalo));
    for secret in SECRETS {
        assert!(!text.contains(secret), "{state:?} shows {secret}: {text}");
    }
}

/// Takes a step a minute later, with the present version.
async fn act<T>(t: &TestPortal, actor: &Actor, code: &str, step: impl AsyncFnOnce(&mut Cx, i64) -> domain::Result<T>) -> T {
    t.portal.clock().advance(chrono::Duration::minutes(1));
    let version = version(t, code).await;
    run(t, actor, async |cx| step(cx, version).await).await.unwrap()
}

fn ask() -> Supplement {
    let mut ask = supplement(NaiveDate::from_ymd_opt(2026, 11, 27).unwrap());
    let item = &mut ask.items[0];
    (item.subject, item.reason, item.basis, item.how_to_fix) = (typed(), typed(), typed(), typed());
    ask
}

async fn answers(t: &TestPortal, code: &str) -> Vec<SupplementAnswer> {
    let mut cx = t.portal.read(&Actor::system("Kiểm thử")).await.unwrap();
    let view = dossiers::by_any_code(&mut cx, code).await.unwrap().unwrap();
    view.open_supplement().unwrap().items.iter().map(|item| SupplementAnswer { item_id: item.id, text: typed(), file_ids: vec![] }).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a02_07_no_typed_word_is_public() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 16, 8, 0));
        let dossier = submit(t, 1).await;
        let code = dossier.submission_code.as_str();
        hidden(t, code, DossierState::Submitted).await;
        act(t, &receptionist(), code, async |cx, v| dossiers::request_intake_supplement(cx, code, v, &ask()).await).await;
        hidden(t, code, DossierState::IntakeSupplement).await;
        let given = answers(t, code).await;
        act(t, &citizen(), code, async |cx, v| dossiers::resubmit(cx, code, v, &given).await).await;
        let checked = Receive { note: typed(), ..full_checklist(t, &dossier).await };
        act(t, &receptionist(), code, async |cx, v| dossiers::receive(cx, code, v, &checked).await).await;
        hidden(t, code, DossierState::Received).await;
        let note = Assign { note: typed(), ..Assign::default() };
        act(t, &officer(), code, async |cx, v| dossiers::start_processing(cx, code, v, &note).await).await;
        act(t, &officer(), code, async |cx, v| dossiers::propose_supplement(cx, code, v, &ask()).await).await;
        act(t, &head(), code, async |cx, v| dossiers::approve_supplement(cx, code, v).await).await;
        hidden(t, code, DossierState::AwaitingSupplement).await;
        let given = answers(t, code).await;
        act(t, &citizen(), code, async |cx, v| dossiers::provide_supplement(cx, code, v, &given).await).await;
        let later = NewDue { reason: typed(), day: NaiveDate::from_ymd_opt(2026, 11, 26).unwrap() };
        act(t, &officer(), code, async |cx, v| dossiers::propose_extension(cx, code, v, &later).await).await;
        act(t, &leader(), code, async |cx, v| dossiers::decide_extension(cx, code, v, &ProposalDecision::Approve(None)).await).await;
        hidden(t, code, DossierState::Processing).await;
        let note = Move { to: ProcessingStage::Drafting, note: typed() };
        let drafted = act(t, &officer(), code, async |cx, v| dossiers::move_stage(cx, code, v, &note).await).await;
        let shown = go(t, &officer(), &drafted, ProcessingStage::ToSign).await.unwrap();
        let signed = go(t, &leader(), &shown, ProcessingStage::Signed).await.unwrap();
        publish(t, &signed).await;
        hidden(t, code, DossierState::ResultReady).await;

        let dossier = submit(t, 2).await;
        let code = dossier.submission_code.as_str();
        let refuse = Refuse { reason: RefusalReason::NotCompetent.into(), basis: typed(), guidance: typed() };
        act(t, &receptionist(), code, async |cx, v| dossiers::refuse_intake(cx, code, v, &refuse).await).await;
        hidden(t, code, DossierState::IntakeRefused).await;

        let dossier = accept(t, &receive(t, &submit(t, 3).await).await).await;
        let code = dossier.submission_code.as_str();
        let stop = Stop { reason: StopReason::ApplicantDied.into(), basis: typed(), money: typed() };
        act(t, &leader(), code, async |cx, v| dossiers::stop(cx, code, v, &stop).await).await;
        hidden(t, code, DossierState::Stopped).await;
    })
    .await;
}
