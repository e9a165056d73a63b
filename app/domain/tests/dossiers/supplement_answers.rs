//! Answers to a supplement: saved item by item (C18), taken at the counter (D06, D12), and the receipt of each (02 §20).

use crate::dossiers::fixture::*;
use chrono::NaiveDate;
use domain::dossiers::results;
use domain::dossiers::{self, apply, supplement_draft, supplement_receipt};
use domain::testing::{TestPortal, vn, with_dbs};
use domain::{Actor, Error};
use model::dossiers::apply::SupplementProof;
use model::dossiers::results::Wanted;
use model::dossiers::*;

const PDF: &[u8] = b"%PDF-1.7\n%%EOF\n";
const OTHER_PDF: &[u8] = b"%PDF-1.7\nTrang sau\n%%EOF\n";

async fn view(t: &TestPortal, code: &str) -> DossierView {
    let mut cx = t.portal.read(&Actor::system("Kiểm thử")).await.unwrap();
    dossiers::by_any_code(&mut cx, code).await.unwrap().unwrap()
}

/// Two items: a part of the dossier, and something that is no part of it.
fn two_items(part: i64) -> Supplement {
    let mut request = supplement(NaiveDate::from_ymd_opt(2026, 11, 30).unwrap());
    request.items[0].part_id = Some(part);
    let second = RequestedItem { place: 2, part_id: None, subject: "Đơn có chữ ký".into(), ..request.items[0].clone() };
    request.items.push(second);
    request
}

/// A submission that waits for two items before its receipt.
async fn before_receipt(t: &TestPortal) -> DossierView {
    lay(t).await;
    t.portal.clock().set(vn(2026, 11, 23, 9, 0));
    let code = submit(t, 1).await.submission_code;
    let submitted = view(t, &code).await;
    let request = two_items(submitted.parts[0].id);
    run(t, &receptionist(), async |cx| dossiers::request_intake_supplement(cx, &code, submitted.version, &request).await).await.unwrap();
    view(t, &code).await
}

async fn attach(t: &TestPortal, actor: &Actor, code: &str, item: i64, bytes: &[u8], name: &str) -> domain::Result<()> {
    let blob = t.portal.files().put(bytes, 1_000_000).await.unwrap();
    run(t, actor, async |cx| supplement_draft::attach(cx, code, item, &blob, name).await).await
}

/// C18: each step is saved and found again; what is saved is sent with the rest, and then forgotten. Nobody else reaches it.
#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_saved_item_by_item() {
    with_dbs(async |t| {
        let waiting = before_receipt(t).await;
        let (code, me) = (waiting.submission_code.as_str(), citizen());
        let items: Vec<i64> = waiting.open_supplement().unwrap().items.iter().map(|item| item.id).collect();
        let empty = run(t, &me, async |cx| supplement_draft::save(cx, code, items[0], " ").await).await;
        assert!(matches!(empty, Err(Error::Invalid(errors)) if errors.of(&format!("tra_loi_{}", items[0])).is_some()));
        for other in [receptionist(), stranger()] {
            let refused = run(t, &other, async |cx| supplement_draft::save(cx, code, items[0], "Của người khác").await).await;
            assert!(matches!(refused, Err(Error::NotFound)), "{}", other.name);
        }
        // A page that was left open since another request names an item that is not asked for.
        let old = run(t, &me, async |cx| supplement_draft::save(cx, code, items[1] + 1, "Từ trang cũ").await).await;
        assert!(matches!(old, Err(Error::Conflict(_))));
        for _ in 0..2 {
            attach(t, &me, code, items[0], PDF, "chung-sinh.pdf").await.unwrap();
        }
        attach(t, &me, code, items[0], OTHER_PDF, "nham.pdf").await.unwrap();
        let mut cx = t.portal.read(&me).await.unwrap();
        let saved = supplement_draft::saved(&mut cx, &waiting).await.unwrap();
        drop(cx);
        assert_eq!(saved[0].files.len(), 2, "the same content twice is one file");
        let wrong = saved[0].files[1].file_id;
        run(t, &me, async |cx| supplement_draft::detach(cx, code, items[0], wrong).await).await.unwrap();
        assert!(matches!(run(t, &me, async |cx| supplement_draft::detach(cx, code, items[1], saved[0].files[0].file_id).await).await, Err(Error::NotFound)));
        // A file is enough for the first item; the second is missing.
        assert_eq!(run(t, &me, async |cx| supplement_draft::save(cx, code, items[0], "").await).await.unwrap(), Some(2));
        let early = run(t, &me, async |cx| apply::supplement(cx, code, waiting.version, &[]).await).await;
        assert!(matches!(early, Err(Error::Invalid(errors)) if errors.of(&format!("tra_loi_{}", items[1])).is_some()));
        assert_eq!(run(t, &me, async |cx| supplement_draft::save(cx, code, items[1], "Tôi đã ký lại đơn").await).await.unwrap(), None);
        let stale = run(t, &me, async |cx| apply::supplement(cx, code, waiting.version - 1, &[]).await).await;
        assert!(matches!(stale, Err(Error::Conflict(_))));
        run(t, &me, async |cx| apply::supplement(cx, code, waiting.version, &[]).await).await.unwrap();
        let sent = view(t, code).await;
        assert_eq!(sent.state, DossierState::Submitted);
        let answered: Vec<&str> = sent.supplements[0].items.iter().map(|item| item.answer.as_str()).collect();
        assert_eq!(answered, ["", "Tôi đã ký lại đơn"]);
        let files: Vec<&str> = sent.parts[0].files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(files, ["chung-sinh.pdf"]);
        let mut cx = t.portal.read(&me).await.unwrap();
        let left = cx.conn().count("SELECT COUNT(*) FROM supplement_draft_file", domain::args![]).await.unwrap();
        assert_eq!(left + cx.conn().count("SELECT COUNT(*) FROM supplement_draft", domain::args![]).await.unwrap(), 0);
    })
    .await;
}

/// D06 and D12 at the counter: only the receptionist of the place, with paper or scan for each item; the clock goes on. Each has a
/// receipt with the new files, which says who brought it; the earlier ones stay as they are.
#[tokio::test(flavor = "multi_thread")]
async fn a_supplement_at_the_counter_has_its_receipt() {
    with_dbs(async |t| {
        let waiting = before_receipt(t).await;
        let code = waiting.submission_code.as_str();
        let items: Vec<i64> = waiting.open_supplement().unwrap().items.iter().map(|item| item.id).collect();
        let blob = t.portal.files().put(PDF, 1_000_000).await.unwrap();
        let file = run(t, &receptionist(), async |cx| domain::files::keep(cx, &blob, "don.pdf", model::files::Purpose::Dossier).await).await.unwrap();
        let paper = SupplementAnswer { item_id: items[0], text: "Đã nhận bản giấy tại quầy: 01 bản chính".into(), file_ids: vec![] };
        let scan = SupplementAnswer { item_id: items[1], text: String::new(), file_ids: vec![file.id] };
        let brought = CounterSupplement { brought_by: "Lò Mẫu Tâm".into(), answers: vec![paper, scan] };
        for other in [officer(), head()] {
            let refused = run(t, &other, async |cx| dossiers::supplement_at_counter(cx, code, waiting.version, &brought).await).await;
            assert!(matches!(refused, Err(Error::Forbidden { .. } | Error::NotFound)), "{}", other.name);
        }
        for other in [stranger(), citizen()] {
            assert!(run(t, &other, async |cx| dossiers::supplement_at_counter(cx, code, waiting.version, &brought).await).await.is_err());
        }
        t.portal.clock().set(vn(2026, 11, 26, 9, 0));
        let stale = run(t, &receptionist(), async |cx| dossiers::supplement_at_counter(cx, code, waiting.version - 1, &brought).await).await;
        assert!(matches!(stale, Err(Error::Conflict(_))));
        let half = CounterSupplement { answers: brought.answers[..1].to_vec(), ..brought.clone() };
        let refused = run(t, &receptionist(), async |cx| dossiers::supplement_at_counter(cx, code, waiting.version, &half).await).await;
        assert!(matches!(refused, Err(Error::Invalid(_))));
        let back = run(t, &receptionist(), async |cx| dossiers::supplement_at_counter(cx, code, waiting.version, &brought).await).await.unwrap();
        assert_eq!((back.state, back.due), (DossierState::Submitted, Some(vn(2026, 11, 27, 9, 0))), "a new intake clock of 8 working hours");
        let taken = view(t, code).await;
        assert!(taken.timeline.last().unwrap().note.contains("Người mang đến quầy: Lò Mẫu Tâm"));
        let inside: Vec<(&str, usize)> = taken.item_files.iter().map(|(subject, files)| (subject.as_str(), files.len())).collect();
        assert_eq!(inside, [("Đơn có chữ ký", 1)], "what is no part is seen, too");

        let first = supplement_receipt::issue(&t.portal, &citizen(), code, 1).await.unwrap();
        let proof = first.supplement.clone().unwrap();
        assert_eq!((proof.brought_by.as_str(), proof.recorded_by.as_str(), proof.dossier.as_str()), ("Lò Mẫu Tâm", "Trần Mẫu An", code));
        assert_eq!((first.code.as_str(), first.files.len(), first.fields), (format!("{code}-BS1").as_str(), 1, 1));
        assert_eq!((first.files[0].part.as_str(), first.files[0].sha256.as_str()), ("Đơn có chữ ký", file.sha256.as_str()));
        assert!(matches!(supplement_receipt::issue(&t.portal, &stranger(), code, 1).await, Err(Error::NotFound)));
        assert!(matches!(supplement_receipt::issue(&t.portal, &citizen(), code, 2).await, Err(Error::NotFound)));

        // D12 for the same dossier, after its receipt: paper for everything.
        let at_work = accept(t, &receive(t, &back).await).await;
        let request = supplement(NaiveDate::from_ymd_opt(2026, 12, 4).unwrap());
        run(t, &officer(), async |cx| dossiers::propose_supplement(cx, code, at_work.version, &request).await).await.unwrap();
        let version = view(t, code).await.version;
        run(t, &head(), async |cx| dossiers::approve_supplement(cx, code, version).await).await.unwrap();
        t.portal.clock().set(vn(2026, 11, 27, 9, 0));
        let waiting = view(t, code).await;
        let answer = SupplementAnswer {
            item_id: waiting.open_supplement().unwrap().items[0].id,
            text: "Đã nhận bản giấy tại quầy: 01 bản sao".into(),
            file_ids: vec![],
        };
        let brought = CounterSupplement { brought_by: "Nguyễn Mẫu Sơn".into(), answers: vec![answer] };
        let done = run(t, &receptionist(), async |cx| dossiers::supplement_at_counter(cx, code, waiting.version, &brought).await).await.unwrap();
        assert_eq!((done.state, view(t, code).await.clock), (DossierState::Processing, ClockState::Running));
        let second = supplement_receipt::issue(&t.portal, &receptionist(), code, 2).await.unwrap();
        assert_eq!((second.files.len(), second.submitted_at), (0, vn(2026, 11, 27, 9, 0)));
        assert_eq!(second.object(), done.code.as_deref().unwrap());
        assert_ne!((second.chain_day, second.chain_seq), (first.chain_day, first.chain_seq));
        assert_eq!(supplement_receipt::issue(&t.portal, &citizen(), code, 1).await.unwrap(), first, "written once");

        // `/kiem-tra` knows it by its code, without names.
        let mut cx = t.portal.write(&Actor::anonymous()).await.unwrap();
        for number in [1, 2] {
            let wanted = Wanted::Code(SupplementProof::code(code, number));
            let checked = results::verify(&mut cx, &wanted, "10.0.0.1").await.unwrap().receipt.unwrap();
            assert!(checked.chain.unwrap().agrees, "receipt {number} on {}", t.engine);
            let told = format!("{:?}", checked.receipt);
            assert!(!told.contains("Lò Mẫu Tâm") && !told.contains("don.pdf") && !told.contains("chữ ký"), "{told}");
        }
    })
    .await;
}

/// A file that is not whole in the store is never receipted (A02-06); once it is, the receipt is written.
#[tokio::test(flavor = "multi_thread")]
async fn a_cut_file_of_a_supplement_has_no_receipt() {
    with_dbs(async |t| {
        let waiting = before_receipt(t).await;
        let (code, me) = (waiting.submission_code.as_str(), citizen());
        let items: Vec<i64> = waiting.open_supplement().unwrap().items.iter().map(|item| item.id).collect();
        attach(t, &me, code, items[0], PDF, "chung-sinh.pdf").await.unwrap();
        run(t, &me, async |cx| supplement_draft::save(cx, code, items[1], "Tôi đã ký lại đơn").await).await.unwrap();
        run(t, &me, async |cx| apply::supplement(cx, code, waiting.version, &[]).await).await.unwrap();
        let sha256 = view(t, code).await.parts[0].files[0].sha256.clone();
        let path = t.portal.files().path(&sha256);
        std::fs::write(&path, &PDF[..4]).unwrap();
        assert!(matches!(supplement_receipt::issue(&t.portal, &me, code, 1).await, Err(Error::Conflict(_))));
        std::fs::write(&path, PDF).unwrap();
        assert_eq!(supplement_receipt::issue(&t.portal, &me, code, 1).await.unwrap().files[0].sha256, sha256);
    })
    .await;
}
