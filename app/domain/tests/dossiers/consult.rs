//! Opinions of other units (02 §14): asked in parallel, answered in versions, needed before the signature.

use crate::dossiers::fixture::*;
use chrono::NaiveDate;
use domain::dossiers::{self, Dossier, consult, tracking};
use domain::testing::{TestPortal, vn, with_dbs};
use domain::today::{self, WorkKind};
use domain::{Actor, Error, args};
use model::dossiers::*;

/// Who is told at the asked unit.
const ROLE: &str = "INSERT INTO role_assignment (person_id, role, unit_id, scope, source, valid_from, granted_by_name) VALUES
    (7, 'unit_leader', 6, 'unit', 'manual', '2025-07-01T00:00:00+00:00', 'Kiểm thử')";

fn system() -> Actor {
    Actor::system("Kiểm thử")
}

fn question(unit: i64, mandatory: bool) -> Ask {
    Ask {
        unit,
        question: "Đề nghị cho ý kiến về nơi cư trú".into(),
        due: NaiveDate::from_ymd_opt(2026, 11, 18).unwrap(),
        mandatory,
        papers: Vec::new(),
        uploads: Vec::new(),
    }
}

async fn ask(t: &TestPortal, actor: &Actor, code: &str, input: &Ask) -> domain::Result<i64> {
    let version = version(t, code).await;
    run(t, actor, async |cx| consult::ask(cx, code, version, input).await).await
}

async fn lines(t: &TestPortal, code: &str) -> Vec<ConsultationLine> {
    let mut cx = t.portal.read(&system()).await.unwrap();
    consult::of_dossier(&mut cx, code).await.unwrap()
}

async fn open(t: &TestPortal, actor: &Actor, id: i64) -> domain::Result<ConsultationView> {
    let mut cx = t.portal.read(actor).await.unwrap();
    consult::open(&mut cx, id).await
}

async fn moved(t: &TestPortal, code: &str, to: ProcessingStage) -> domain::Result<Dossier> {
    let version = version(t, code).await;
    run(t, &officer(), async |cx| dossiers::move_stage(cx, code, version, &Move { to, note: String::new() }).await).await
}

/// The ward with a dossier that the officer examines; the time is 08:00 on 16/11/2026.
async fn at_work(t: &TestPortal) -> Dossier {
    lay(t).await;
    run(t, &system(), async |cx| cx.conn().exec(ROLE, args![]).await).await.unwrap();
    t.portal.clock().set(vn(2026, 11, 16, 8, 0));
    accept(t, &receive(t, &submit(t, 1).await).await).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mandatory_opinion_comes_before_the_signature() {
    with_dbs(async |t| {
        let dossier = at_work(t).await;
        let code = dossier.submission_code.clone();
        let input = question(OTHER_WARD, true);
        assert!(matches!(ask(t, &stranger(), &code, &input).await, Err(Error::NotFound)));
        assert!(matches!(ask(t, &receptionist(), &code, &input).await, Err(Error::Forbidden { .. })));
        assert!(matches!(ask(t, &officer(), &code, &question(WARD, true)).await, Err(Error::Invalid(_))), "the own agency");
        let weekend = Ask { due: NaiveDate::from_ymd_opt(2026, 11, 21).unwrap(), ..input.clone() };
        assert!(matches!(ask(t, &officer(), &code, &weekend).await, Err(Error::Invalid(_))));
        let strange = Ask { papers: vec!["khong-co".into()], ..input.clone() };
        assert!(matches!(ask(t, &officer(), &code, &strange).await, Err(Error::Invalid(_))));
        assert!(lines(t, &code).await.is_empty(), "nothing of a refused question stays");
        ask(t, &officer(), &code, &input).await.unwrap();
        // A second unit at the same time, for advice only.
        ask(t, &head(), &code, &question(1, false)).await.unwrap();
        let asked = lines(t, &code).await;
        assert_eq!(asked.iter().map(|line| (line.seq, line.mandatory)).collect::<Vec<_>>(), [(1, true), (2, false)]);
        assert_eq!(asked[0].due, vn(2026, 11, 18, 17, 0));
        let mut cx = t.portal.read(&officer()).await.unwrap();
        let view = dossiers::open(&mut cx, &code).await.unwrap();
        assert_eq!((view.stage, view.due), (Some(ProcessingStage::Consulting), dossier.due), "the legal due date stays");
        assert_eq!(view.timeline.last().unwrap().action, DossierAction::Consulted);
        drop(cx);

        // The asked unit sees the question, not the dossier; it stands on its page Hôm nay.
        let mut cx = t.portal.read(&stranger()).await.unwrap();
        assert!(matches!(dossiers::open(&mut cx, &code).await, Err(Error::NotFound)));
        assert_eq!(consult::counts(&mut cx).await.unwrap().asked, 1);
        assert_eq!(consult::list(&mut cx, ConsultationList::Asked, "", 1).await.unwrap().rows.len(), 1);
        assert_eq!(consult::list(&mut cx, ConsultationList::Asking, "", 1).await.unwrap().rows.len(), 0);
        assert_eq!(today::waiting_load(&mut cx, WorkKind::Dossier).await.unwrap().total, 1);
        assert_eq!(dossiers::work_items(&mut cx).await.unwrap()[0].href, format!("/can-bo/xin-y-kien/{}", asked[0].id));
        drop(cx);
        let seen = open(t, &stranger(), asked[0].id).await.unwrap();
        assert_eq!(seen.acts, [ConsultationAct::Accept, ConsultationAct::Answer, ConsultationAct::Return]);
        assert!(!seen.opens_dossier);
        assert!(matches!(open(t, &stranger(), asked[1].id).await, Err(Error::NotFound)), "another unit's question");
        assert!(matches!(open(t, &citizen(), asked[0].id).await, Err(Error::Unauthorized)));

        // No answer, no signature: not even the button.
        moved(t, &code, ProcessingStage::Drafting).await.unwrap();
        let refused = moved(t, &code, ProcessingStage::ToSign).await.unwrap_err();
        assert!(matches!(&refused, Error::Conflict(text) if text.contains("UBND phường Phú Lam")), "{refused}");
        let mut cx = t.portal.read(&officer()).await.unwrap();
        let (_, steps) = dossiers::allowed(&mut cx, &code).await.unwrap();
        assert!(!steps.iter().any(|step| step.to == ProcessingStage::ToSign));
        drop(cx);

        let id = asked[0].id;
        assert!(matches!(run(t, &officer(), async |cx| consult::accept(cx, id, 1).await).await, Err(Error::Forbidden { .. })));
        assert!(matches!(run(t, &stranger(), async |cx| consult::accept(cx, id, 9).await).await, Err(Error::Conflict(_))), "another version");
        run(t, &stranger(), async |cx| consult::accept(cx, id, 1).await).await.unwrap();
        let blob = t.portal.files().put(b"%PDF-1.7\nY kien\n%%EOF\n", 1_000).await.unwrap();
        let file = run(t, &stranger(), async |cx| domain::files::keep(cx, &blob, "y-kien.pdf", model::files::Purpose::Dossier).await).await.unwrap();
        let first = Opinion { text: "Người này cư trú tại phường".into(), uploads: vec![file.token.clone()] };
        run(t, &stranger(), async |cx| consult::answer(cx, id, 2, &first).await).await.unwrap();
        let second = Opinion { text: "Sửa lại: cư trú từ năm 2024".into(), uploads: Vec::new() };
        assert!(matches!(run(t, &stranger(), async |cx| consult::answer(cx, id, 2, &second).await).await, Err(Error::Conflict(_))));
        run(t, &stranger(), async |cx| consult::answer(cx, id, 3, &second).await).await.unwrap();
        let seen = open(t, &officer(), id).await.unwrap();
        assert_eq!(seen.line.state, ConsultationState::Answered);
        assert_eq!(seen.answers.iter().map(|answer| (answer.number, answer.files.len())).collect::<Vec<_>>(), [(1, 1), (2, 0)]);
        assert_eq!(seen.answers[0].text, first.text, "an answer is replaced, never overwritten");
        let read = async |actor: &Actor| run(t, actor, async |cx| consult::file_for(cx, id, &file.token).await).await;
        assert!(read(&officer()).await.is_ok() && matches!(read(&citizen()).await, Err(Error::Unauthorized)));
        assert!(run(t, &officer(), async |cx| consult::file_for(cx, id, "khong-co").await).await.is_err());

        moved(t, &code, ProcessingStage::ToSign).await.unwrap();
        assert!(matches!(run(t, &stranger(), async |cx| consult::answer(cx, id, 4, &second).await).await, Err(Error::Conflict(_))), "too late");
        assert!(open(t, &stranger(), id).await.unwrap().acts.is_empty());
        assert!(matches!(ask(t, &officer(), &code, &question(1, false)).await, Err(Error::Conflict(_))));
        let mut cx = t.portal.read(&system()).await.unwrap();
        let told: Vec<(String, i64)> =
            cx.conn().all("SELECT event, account_id FROM outbox WHERE event LIKE 'consultation%' ORDER BY event DESC, id", args![]).await.unwrap();
        assert_eq!(told, [("consultation_asked".to_owned(), 7), ("consultation_answered".into(), 2), ("consultation_answered".into(), 2)]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_head_goes_on_without_an_answer_and_says_why() {
    with_dbs(async |t| {
        let dossier = at_work(t).await;
        let code = dossier.submission_code.clone();
        ask(t, &officer(), &code, &question(OTHER_WARD, true)).await.unwrap();
        let id = lines(t, &code).await[0].id;
        // Late is derived from the due instant.
        t.portal.clock().set(vn(2026, 11, 19, 9, 0));
        let now = t.portal.clock().now();
        assert!(lines(t, &code).await[0].is_overdue(now));
        let mut cx = t.portal.read(&stranger()).await.unwrap();
        assert_eq!(today::waiting_load(&mut cx, WorkKind::Dossier).await.unwrap().overdue, 1);
        drop(cx);
        run(t, &stranger(), async |cx| consult::give_back(cx, id, 1, "Không thuộc thẩm quyền của phường").await).await.unwrap();
        let line = lines(t, &code).await[0].clone();
        assert!(line.state == ConsultationState::Returned && line.is_missing() && !line.is_overdue(now));
        moved(t, &code, ProcessingStage::Drafting).await.unwrap();
        assert!(moved(t, &code, ProcessingStage::ToSign).await.is_err());
        let why = "Đã hỏi qua điện thoại, có ghi biên bản";
        assert!(matches!(run(t, &officer(), async |cx| consult::waive(cx, id, 2, why).await).await, Err(Error::Forbidden { .. })));
        assert!(matches!(run(t, &stranger(), async |cx| consult::waive(cx, id, 2, why).await).await, Err(Error::Forbidden { .. })));
        run(t, &head(), async |cx| consult::waive(cx, id, 2, why).await).await.unwrap();
        assert!(matches!(run(t, &head(), async |cx| consult::waive(cx, id, 3, why).await).await, Err(Error::Conflict(_))));
        let mut cx = t.portal.read(&officer()).await.unwrap();
        let view = dossiers::open(&mut cx, &code).await.unwrap();
        let last = view.timeline.last().unwrap();
        assert!(last.action == DossierAction::ConsultationNoted && last.note.contains(why), "{last:?}");
        drop(cx);
        moved(t, &code, ProcessingStage::ToSign).await.unwrap();

        // Citizens learn that opinions are being taken, not whose.
        let mut cx = t.portal.write(&Actor::anonymous()).await.unwrap();
        let public = tracking::track(&mut cx, &code, None, "127.0.0.1").await.unwrap().unwrap();
        let said: Vec<&str> = public.timeline.iter().map(|entry| entry.label.as_str()).collect();
        assert_eq!(said.iter().filter(|label| **label == "Đang lấy ý kiến cơ quan liên quan").count(), 1, "{said:?}");
        assert!(!said.contains(&DossierAction::ConsultationNoted.label()));
        drop(cx);
        let mut cx = t.portal.read(&citizen()).await.unwrap();
        let own = dossiers::apply::of_actor(&mut cx, &code).await.unwrap();
        let shown = own.timeline.iter().filter(|entry| entry.is_public()).map(|entry| entry.public_note().to_owned()).collect::<String>();
        assert!(!shown.contains("Phú Lam") && !shown.contains(why));
    })
    .await;
}
