//! "Đạt" and "Không đạt" for answered items, reasons from the lists, and what becomes of an answer that was never sent (02 §10, §12).

use crate::dossiers::fixture::*;
use chrono::NaiveDate;
use domain::dossiers::{self, apply, supplement_draft};
use domain::testing::{TestPortal, vn, with_dbs};
use domain::{Actor, Error, args};
use model::dossiers::*;

const PDF: &[u8] = b"%PDF-1.7\n%%EOF\n";

async fn view(t: &TestPortal, code: &str) -> DossierView {
    let mut cx = t.portal.read(&Actor::system("Kiểm thử")).await.unwrap();
    dossiers::by_any_code(&mut cx, code).await.unwrap().unwrap()
}

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

async fn count(t: &TestPortal, sql: &'static str) -> i64 {
    let mut cx = t.portal.read(&Actor::system("Kiểm thử")).await.unwrap();
    cx.conn().count(sql, args![]).await.unwrap()
}

/// Rows that hold what was saved and not sent.
async fn unsent(t: &TestPortal) -> i64 {
    count(t, "SELECT (SELECT COUNT(*) FROM supplement_draft) + (SELECT COUNT(*) FROM supplement_draft_file)").await
}

/// A submission that waits for two things, a part and another, before its receipt.
async fn waiting(t: &TestPortal, n: usize) -> DossierView {
    t.portal.clock().set(vn(2026, 11, 23, 9, 0));
    let code = submit(t, n).await.submission_code;
    let submitted = view(t, &code).await;
    let mut request = supplement(day(11, 30));
    request.items[0].part_id = Some(submitted.parts[0].id);
    let second = RequestedItem { place: 2, part_id: None, subject: "Đơn có chữ ký".into(), ..request.items[0].clone() };
    request.items.push(second);
    run(t, &receptionist(), async |cx| dossiers::request_intake_supplement(cx, &code, submitted.version, &request).await).await.unwrap();
    view(t, &code).await
}

fn items(view: &DossierView) -> Vec<i64> {
    view.supplements.last().unwrap().items.iter().map(|item| item.id).collect()
}

fn answers(view: &DossierView) -> Vec<SupplementAnswer> {
    items(view).into_iter().map(|item_id| SupplementAnswer { item_id, text: "Đã chụp lại rõ hơn".into(), file_ids: vec![] }).collect()
}

/// The same, answered by the applicant.
async fn answered(t: &TestPortal, n: usize) -> DossierView {
    let asked = waiting(t, n).await;
    run(t, &citizen(), async |cx| apply::supplement(cx, &asked.submission_code, asked.version, &answers(&asked)).await).await.unwrap();
    view(t, &asked.submission_code).await
}

fn accepted(item_id: i64) -> ItemVerdict {
    ItemVerdict { item_id, accepted: true, reason: String::new() }
}

fn refused(item_id: i64, reason: &str) -> ItemVerdict {
    ItemVerdict { item_id, accepted: false, reason: reason.into() }
}

async fn judge(t: &TestPortal, actor: &Actor, code: &str, version: i64, verdicts: &[ItemVerdict]) -> domain::Result<()> {
    run(t, actor, async |cx| dossiers::judge_supplement(cx, code, version, verdicts).await).await
}

async fn may(t: &TestPortal, actor: &Actor, dossier: &DossierView) -> bool {
    let mut cx = t.portal.read(actor).await.unwrap();
    dossiers::may_judge(&mut cx, dossier).await.unwrap()
}

/// Before the receipt the counter judges: one event, nothing else moves; what is not in order is offered for the next request, until that
/// is made.
#[tokio::test(flavor = "multi_thread")]
async fn the_counter_judges_before_the_receipt() {
    with_dbs(async |t| {
        lay(t).await;
        let asked = waiting(t, 1).await;
        let code = asked.submission_code.as_str();
        let early = judge(t, &receptionist(), code, asked.version, &[accepted(items(&asked)[0])]).await;
        assert!(matches!(early, Err(Error::Conflict(_))), "nothing was answered yet: {early:?}");
        assert!(!may(t, &receptionist(), &asked).await);
        run(t, &citizen(), async |cx| apply::supplement(cx, code, asked.version, &answers(&asked)).await).await.unwrap();
        let before = view(t, code).await;
        let (first, second) = (items(&before)[0], items(&before)[1]);
        let said = [accepted(first), refused(second, "Vẫn thiếu chữ ký của mẹ")];
        for (other, name) in [(officer(), "officer"), (leader(), "leader"), (citizen(), "citizen")] {
            let no = judge(t, &other, code, before.version, &said).await;
            assert!(matches!(no, Err(Error::Forbidden { .. } | Error::NotFound)), "{name}: {no:?}");
            assert!(!may(t, &other, &before).await, "{name}");
        }
        assert!(matches!(judge(t, &stranger(), code, before.version, &said).await, Err(Error::NotFound)));
        assert!(may(t, &receptionist(), &before).await);
        assert!(matches!(judge(t, &receptionist(), code, before.version - 1, &said).await, Err(Error::Conflict(_))));
        assert!(matches!(judge(t, &receptionist(), code, before.version, &[accepted(second + 100)]).await, Err(Error::Conflict(_))));
        judge(t, &receptionist(), code, before.version, &said).await.unwrap();

        let after = view(t, code).await;
        let facts = |v: &DossierView| (v.state, v.stage, v.clock, v.intake_due, v.due, v.supplements[0].state);
        assert_eq!(facts(&after), facts(&before));
        assert_eq!((after.version, after.timeline.len()), (before.version + 1, before.timeline.len() + 1));
        let event = after.timeline.last().unwrap();
        assert_eq!((event.action, event.from, event.to), (DossierAction::JudgeSupplement, Some(DossierState::Submitted), DossierState::Submitted));
        assert!(event.is_public() && event.public_note().contains("“Đơn có chữ ký”: không đạt, Vẫn thiếu chữ ký của mẹ"), "{}", event.note);
        let states: Vec<SupplementItemState> = after.supplements[0].items.iter().map(|item| item.state).collect();
        assert_eq!(states, [SupplementItemState::Accepted, SupplementItemState::Refused]);
        assert_eq!(after.supplements[0].items[1].standing(), "không đạt: Vẫn thiếu chữ ký của mẹ");
        let again: Vec<i64> = after.refused_items().iter().map(|item| item.id).collect();
        assert_eq!(again, [second]);
        // The same once more says nothing new; another word about one item does, and the first stays.
        assert!(matches!(judge(t, &receptionist(), code, after.version, &said).await, Err(Error::Invalid(_))));
        judge(t, &receptionist(), code, after.version, &[accepted(first), refused(second, "Chữ ký không khớp giấy tờ")]).await.unwrap();
        assert_eq!(count(t, "SELECT COUNT(*) FROM supplement_verdict").await, 3);
        let refused_change = run(t, &receptionist(), async |cx| cx.conn().exec("UPDATE supplement_verdict SET reason = ''", args![]).await).await;
        assert!(refused_change.is_err(), "verdicts are appended");

        let now = view(t, code).await;
        run(t, &receptionist(), async |cx| dossiers::request_intake_supplement(cx, code, now.version, &supplement(day(11, 30))).await).await.unwrap();
        assert!(view(t, code).await.refused_items().is_empty(), "asked for again");
    })
    .await;
}

/// After the receipt the officer in charge judges, nobody once a withdrawal is asked for; the limit of requests holds as before.
#[tokio::test(flavor = "multi_thread")]
async fn the_officer_judges_after_the_receipt() {
    with_dbs(async |t| {
        lay(t).await;
        let back = answered(t, 1).await;
        let code = back.submission_code.clone();
        let at_work = accept(t, &receive(t, &handle(&back)).await).await;
        let (version, ids) = (at_work.version, items(&view(t, &code).await));
        let no = judge(t, &receptionist(), &code, version, &[accepted(ids[0])]).await;
        assert!(matches!(no, Err(Error::Forbidden { .. })), "{no:?}");
        let due = view(t, &code).await.due;
        judge(t, &officer(), &code, version, &[refused(ids[0], "Trang 2 vẫn mờ, không đọc được")]).await.unwrap();
        let judged = view(t, &code).await;
        assert_eq!((judged.due, judged.clock, judged.state), (due, ClockState::Running, DossierState::Processing));

        // What was asked before the receipt does not count towards the limit of the examination; taken over, it is the first request.
        let item = judged.refused_items()[0];
        let mut request = supplement(day(12, 4));
        request.items[0] = RequestedItem { part_id: item.part_id, reason: item.verdict_reason.clone(), ..request.items[0].clone() };
        run(t, &officer(), async |cx| dossiers::propose_supplement(cx, &code, judged.version, &request).await).await.unwrap();
        let version = view(t, &code).await.version;
        run(t, &head(), async |cx| dossiers::approve_supplement(cx, &code, version).await).await.unwrap();
        let asked = view(t, &code).await;
        assert_eq!(asked.open_supplement().unwrap().items[0].reason, "Trang 2 vẫn mờ, không đọc được");
        let given: Vec<SupplementAnswer> = answers(&asked);
        run(t, &citizen(), async |cx| apply::supplement(cx, &code, asked.version, &given).await).await.unwrap();
        let back = view(t, &code).await;
        judge(t, &officer(), &code, back.version, &[refused(items(&back)[0], "Vẫn thiếu trang cuối")]).await.unwrap();
        let version = view(t, &code).await.version;
        let over = run(t, &officer(), async |cx| dossiers::propose_supplement(cx, &code, version, &request).await).await;
        assert!(matches!(over, Err(Error::Invalid(errors)) if errors.of("can_cu_vuot").is_some()));

        let why = Reason { reason: "Gia đình đổi ý, không làm nữa".into() };
        run(t, &citizen(), async |cx| apply::withdraw(cx, &code, version, &why).await).await.unwrap();
        let gone = view(t, &code).await;
        assert!(!may(t, &officer(), &gone).await);
        let late = judge(t, &officer(), &code, gone.version, &[accepted(items(&gone)[0])]).await;
        assert!(matches!(late, Err(Error::Conflict(_))), "{late:?}");
    })
    .await;
}

/// What the steps of the fixture take.
fn handle(view: &DossierView) -> dossiers::Dossier {
    let (id, version, submission_code, code) = (view.id, view.version, view.submission_code.clone(), view.code.clone());
    dossiers::Dossier { id, version, submission_code, code, state: view.state, due: view.due }
}

/// Words for one item, a file for the other, never sent.
async fn save_some(t: &TestPortal, asked: &DossierView) {
    let (code, ids) = (asked.submission_code.as_str(), items(asked));
    run(t, &citizen(), async |cx| supplement_draft::save(cx, code, ids[0], "Tôi sẽ chụp lại").await).await.unwrap();
    let Some(second) = ids.get(1) else { return };
    let blob = t.portal.files().put(PDF, 1_000_000).await.unwrap();
    run(t, &citizen(), async |cx| supplement_draft::attach(cx, code, *second, &blob, "don.pdf").await).await.unwrap();
}

/// The counter was faster: what was saved goes, and the applicant reads why; where nothing was saved, nothing is said.
#[tokio::test(flavor = "multi_thread")]
async fn the_counter_drops_what_was_not_sent() {
    with_dbs(async |t| {
        lay(t).await;
        for (n, begun) in [(1, true), (2, false)] {
            let asked = waiting(t, n).await;
            let code = asked.submission_code.as_str();
            if begun {
                save_some(t, &asked).await;
                assert_eq!(unsent(t).await, 2);
            }
            let brought = CounterSupplement { brought_by: "Lò Mẫu Tâm".into(), answers: answers(&asked) };
            run(t, &receptionist(), async |cx| dossiers::supplement_at_counter(cx, code, asked.version, &brought).await).await.unwrap();
            assert_eq!(unsent(t).await, 0);
            let taken = view(t, code).await;
            let note = taken.timeline.last().unwrap().note.clone();
            assert!(note.contains("Người mang đến quầy: Lò Mẫu Tâm"), "{note}");
            assert_eq!(note.contains("mà chưa gửi đã bị xóa, vì quầy đã nhận giấy tờ"), begun, "{note}");
            assert!(taken.item_files.is_empty() && taken.parts[0].files.is_empty(), "what was not sent is no paper of the dossier");
        }
    })
    .await;
}

/// However a dossier ends while it waits for its applicant, nothing of an answer that was never sent stays.
#[tokio::test(flavor = "multi_thread")]
async fn an_end_drops_what_was_not_sent() {
    with_dbs(async |t| {
        lay(t).await;
        let why = Reason { reason: "Gia đình đổi ý, không làm nữa".into() };
        // D08, before the receipt.
        let asked = waiting(t, 1).await;
        save_some(t, &asked).await;
        run(t, &citizen(), async |cx| apply::withdraw(cx, &asked.submission_code, asked.version, &why).await).await.unwrap();
        assert_eq!((unsent(t).await, view(t, &asked.submission_code).await.state), (0, DossierState::Withdrawn));

        // D18 and D21, after it; another dossier keeps what was saved for it.
        let other = waiting(t, 2).await;
        save_some(t, &other).await;
        for (n, stopped) in [(3, false), (4, true)] {
            let at_work = accept(t, &receive(t, &submit(t, n).await).await).await;
            let code = at_work.submission_code.as_str();
            run(t, &officer(), async |cx| dossiers::propose_supplement(cx, code, at_work.version, &supplement(day(12, 4))).await).await.unwrap();
            let version = view(t, code).await.version;
            run(t, &head(), async |cx| dossiers::approve_supplement(cx, code, version).await).await.unwrap();
            let asked = view(t, code).await;
            save_some(t, &asked).await;
            assert_eq!(unsent(t).await, 3);
            if stopped {
                let stop = Stop { reason: StopReason::ApplicantDied.into(), basis: "Giấy báo tử số 12".into(), money: "Không thu".into() };
                run(t, &leader(), async |cx| dossiers::stop(cx, code, asked.version, &stop).await).await.unwrap();
            } else {
                let wish = run(t, &citizen(), async |cx| apply::withdraw(cx, code, asked.version, &why).await).await.unwrap();
                assert_eq!(unsent(t).await, 3, "a request may be refused: nothing is lost yet");
                run(t, &head(), async |cx| dossiers::accept_withdrawal(cx, code, wish.version, &why).await).await.unwrap();
            }
            assert_eq!(unsent(t).await, 2, "what was saved for the other dossier");
        }
    })
    .await;
}

/// The lists came with the portal, hold what rules know by code, and end by a date; what was picked stands on the item.
#[tokio::test(flavor = "multi_thread")]
async fn reasons_are_data_with_dates() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 9, 0));
        let list = async |kind: ReasonKind| {
            let mut cx = t.portal.read(&Actor::anonymous()).await.unwrap();
            dossiers::reasons(&mut cx, kind).await.unwrap()
        };
        let refusals: Vec<ListedReason> = RefusalReason::ALL.iter().map(|reason| (*reason).into()).collect();
        let stops: Vec<ListedReason> = StopReason::ALL.iter().map(|reason| (*reason).into()).collect();
        assert_eq!((list(ReasonKind::IntakeRefusal).await, list(ReasonKind::Stop).await), (refusals, stops));
        let items: Vec<String> = list(ReasonKind::SupplementItem).await.into_iter().map(|reason| reason.label).collect();
        assert_eq!(items, ["Bản chụp mờ", "Thiếu trang", "Hết hiệu lực", "Sai mẫu", "Không khớp thông tin"]);

        let picked = async || {
            let mut form = supplement_form(day(11, 30));
            (form.items[0].picked, form.items[0].reason) = ("wrong_form".to_owned(), "mẫu cũ".to_owned());
            form.validate(day(11, 23), &list(ReasonKind::SupplementItem).await)
        };
        let (request, submitted) = (picked().await.unwrap(), submit(t, 1).await);
        let code = submitted.submission_code;
        run(t, &receptionist(), async |cx| dossiers::request_intake_supplement(cx, &code, submitted.version, &request).await).await.unwrap();
        assert_eq!(view(t, &code).await.supplements[0].items[0].reason, "Sai mẫu: mẫu cũ");
        assert_eq!(count(t, "SELECT COUNT(*) FROM supplement_item WHERE reason_code = 'wrong_form'").await, 1);

        let system = Actor::system("Kiểm thử");
        let end = "UPDATE dossier_reason SET valid_to = '2026-11-23' WHERE code IN ('wrong_form', 'forged')";
        run(t, &system, async |cx| cx.conn().exec(end, args![]).await).await.unwrap();
        assert!(picked().await.unwrap_err().of("ly_do_chon_1").is_some(), "ended today");
        let refuse =
            RefuseForm { reason: "forged".into(), basis: "Điều 9 Nghị định 118".into(), guidance: "Nộp bản chính để đối chiếu".into() };
        assert!(refuse.validate(&list(ReasonKind::IntakeRefusal).await).unwrap_err().of("ly_do").is_some());
        t.portal.clock().set(vn(2026, 11, 22, 9, 0));
        assert!(refuse.validate(&list(ReasonKind::IntakeRefusal).await).is_ok(), "it still held the day before");
    })
    .await;
}
