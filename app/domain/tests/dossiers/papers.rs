//! The forms of a dossier: what stands on them, who may read them, and that they stay what they were.

use crate::dossiers::fixture::*;
use domain::Error;
use domain::dossiers::{self, PaperFile};
use domain::testing::{TestPortal, vn, with_dbs};
use model::dossiers::{PaperForm, Stop, StopReason};
use model::paper::{Block, Paper};

async fn keys(t: &TestPortal, code: &str) -> Vec<String> {
    let mut cx = t.portal.read(&receptionist()).await.unwrap();
    dossiers::open(&mut cx, code).await.unwrap().forms.into_iter().map(|line| line.key).collect()
}

async fn paper(t: &TestPortal, code: &str, key: &str) -> Paper {
    let mut cx = t.portal.read(&receptionist()).await.unwrap();
    dossiers::paper(&mut cx, code, key).await.unwrap()
}

fn field(paper: &Paper, label: &str) -> String {
    let found = paper.blocks.iter().find_map(|block| match block {
        Block::Fields(fields) => fields.iter().find(|field| field.label == label),
        _ => None,
    });
    found.map(|field| field.value.clone()).unwrap_or_default()
}

async fn file(t: &TestPortal, code: &str, key: &str) -> (String, Vec<u8>) {
    let mut cx = t.portal.write(&receptionist()).await.unwrap();
    let file = dossiers::paper_file(&mut cx, code, key).await.unwrap();
    cx.commit().await.unwrap();
    match file {
        PaperFile::Stored(file) => (file.sha256.clone(), std::fs::read(t.portal.files().path(&file.sha256)).unwrap()),
        PaperFile::Fresh(_, bytes) => (String::new(), bytes),
    }
}

/// Form 01 is kept with the receipt; later facts do not change it; its PDF carries text and is made once.
#[tokio::test(flavor = "multi_thread")]
async fn the_receipt_stays_what_it_was() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 9, 0));
        let received = receive(t, &submit(t, 1).await).await;
        let code = received.code.clone().unwrap();
        assert_eq!(keys(t, &code).await, ["01-2", "06"]);
        assert_made_of_what_is_stored(t, &code, "01-2").await;
        let first = paper(t, &code, "01-2").await;
        assert_eq!((first.title.as_str(), first.source.as_str()), (PaperForm::Receipt.label(), "Mẫu số 01, Thông tư 03/2025/TT-VPCP"));
        assert_eq!(field(&first, "Thời gian trả kết quả"), model::format::due_long(vn(2026, 12, 1, 17, 0)));
        assert!(first.link.ends_with("/tra-cuu/H99.101-261123-0001"));

        let (hash, bytes) = file(t, &code, "01-2").await;
        let text = lopdf::Document::load_mem(&bytes).unwrap().extract_text(&[1]).unwrap();
        for wanted in ["GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", "Nguyễn Mẫu Sơn", "H99.101-261123-0001", "Thời gian trả kết quả"]
        {
            assert!(text.contains(wanted), "{wanted} in {text}");
        }
        t.portal.clock().set(vn(2026, 11, 24, 9, 0));
        let signed = sign(t, &accept(t, &received).await).await;
        publish(t, &signed).await;
        assert_eq!(paper(t, &code, "01-2").await, first);
        assert_eq!(file(t, &code, "01-2").await, (hash, bytes));
        let control = paper(t, &code, "06").await;
        assert!(control.blocks.iter().any(|block| matches!(block, Block::Table { rows, .. } if rows.len() > 5)), "a line for every hand-over");
        assert!(file(t, &code, "06").await.1.starts_with(b"%PDF"));
    })
    .await;
}

/// A request before receipt makes form 02 of the counter, with every item and its reason.
#[tokio::test(flavor = "multi_thread")]
async fn a_request_names_every_item() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 9, 0));
        let submitted = submit(t, 1).await;
        let ask = supplement(vn(2026, 11, 30, 9, 0).date_naive());
        let code = &submitted.submission_code;
        run(t, &receptionist(), async |cx| dossiers::request_intake_supplement(cx, code, submitted.version, &ask).await).await.unwrap();
        assert_eq!(keys(t, &submitted.submission_code).await, ["02-2"]);
        let paper = paper(t, &submitted.submission_code, "02-2").await;
        assert_eq!(paper.agency, "Trung tâm Phục vụ hành chính công phường Thành Lam");
        let Some(Block::Table { rows, .. }) = paper.blocks.get(1) else { panic!("a table of items: {paper:?}") };
        assert_eq!(rows.len(), 1);
        assert!(rows[0].iter().all(|cell| !cell.is_empty()), "{rows:?}");
    })
    .await;
}

/// Form 05 says what was asked for and what happens to the money, in rows of their own.
#[tokio::test(flavor = "multi_thread")]
async fn a_stop_names_the_money() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 9, 0));
        let received = receive(t, &submit(t, 1).await).await;
        let code = received.code.clone().unwrap();
        let stop = Stop { reason: StopReason::ApplicantDied.into(), basis: "Giấy báo tử số 12".into(), money: "Trả lại toàn bộ".into() };
        run(t, &leader(), async |cx| dossiers::stop(cx, &code, received.version, &stop).await).await.unwrap();
        let paper = paper(t, &code, "05-3").await;
        let rows = ["Yêu cầu", "Quyết định", "Xử lý phí, lệ phí đã nộp"].map(|label| field(&paper, label));
        assert_eq!(rows, ["Không có; cơ quan dừng giải quyết", "Người nộp chết.", "Trả lại toàn bộ"]);
    })
    .await;
}

/// Nobody else reads a paper, and no address invents one.
#[tokio::test(flavor = "multi_thread")]
async fn papers_are_for_the_applicant_and_the_desk() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 9, 0));
        let code = receive(t, &submit(t, 1).await).await.code.unwrap();
        for actor in [stranger(), domain::Actor::anonymous()] {
            let mut cx = t.portal.read(&actor).await.unwrap();
            for key in ["01-2", "06"] {
                assert!(matches!(dossiers::paper(&mut cx, &code, key).await, Err(Error::NotFound)));
            }
        }
        let mut cx = t.portal.read(&citizen()).await.unwrap();
        assert!(dossiers::paper(&mut cx, &code, "01-2").await.is_ok());
        for key in ["", "01", "01-1", "01-3", "02-2", "05-2", "99-2", "../06", "01-9223372036854775807"] {
            assert!(matches!(dossiers::paper(&mut cx, &code, key).await, Err(Error::NotFound)), "{key}");
        }
    })
    .await;
}
