//! A paper that takes only some kinds of files (02 §2) refuses others at every door that knows the paper: supplement, scan and the
//! national portal; the drafts of applicants are in `part_templates.rs`.

use super::partners::{lay_open, national, state_of, submission};
use crate::dossiers::fixture::*;
use chrono::NaiveDate;
use domain::dossiers::{self, supplement_draft};
use domain::testing::{TestPortal, vn, with_dbs};
use domain::{Actor, Error, args};
use model::dossiers::*;
use model::files::Kinds;
use model::partners::InboxState;

const PDF: &[u8] = b"%PDF-1.7\n%%EOF\n";
const JPEG: &[u8] = b"\xFF\xD8\xFF\xE0 anh mau";
const REFUSED: &str = "Không dùng được tệp PDF. Hãy chọn tệp JPG hoặc PNG.";

/// The first paper takes pictures only.
async fn only_pictures(t: &TestPortal) {
    let sql = "UPDATE required_part SET file_types = 'jpeg, png' WHERE id = 1";
    run(t, &Actor::system("Kiểm thử"), async |cx| cx.conn().exec(sql, args![]).await).await.unwrap();
}

fn said(refused: domain::Result<()>) -> String {
    let Err(Error::Invalid(errors)) = refused else { panic!("{refused:?}") };
    errors.of("tep").unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_supplement_takes_what_its_paper_takes() {
    with_dbs(async |t| {
        lay(t).await;
        only_pictures(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 9, 0));
        let code = submit(t, 1).await.submission_code;
        let view = async || dossiers::by_any_code(&mut t.portal.read(&citizen()).await.unwrap(), &code).await.unwrap().unwrap();
        let submitted = view().await;
        let mut request = supplement(NaiveDate::from_ymd_opt(2026, 11, 30).unwrap());
        request.items[0].part_id = Some(submitted.parts[0].id);
        let second = RequestedItem { place: 2, part_id: None, subject: "Đơn có chữ ký".into(), ..request.items[0].clone() };
        request.items.push(second);
        run(t, &receptionist(), async |cx| dossiers::request_intake_supplement(cx, &code, submitted.version, &request).await).await.unwrap();
        let items = view().await.open_supplement().unwrap().items.clone();
        assert_eq!((items[0].file_types.to_string().as_str(), items[1].file_types), ("jpeg, png", Kinds::NONE), "the pages say it");
        let attach = async |item: i64, bytes: &[u8], name: &str| {
            let blob = t.portal.files().put(bytes, 1_000_000).await.unwrap();
            run(t, &citizen(), async |cx| supplement_draft::attach(cx, &code, item, &blob, name).await).await
        };
        assert_eq!(said(attach(items[0].id, PDF, "giay.pdf").await), REFUSED);
        assert_eq!(said(attach(items[0].id, PDF, "giay.jpg").await), REFUSED, "the content counts");
        attach(items[0].id, JPEG, "giay.jpg").await.unwrap();
        attach(items[1].id, PDF, "don.pdf").await.unwrap();
        let saved = supplement_draft::saved(&mut t.portal.read(&citizen()).await.unwrap(), &view().await).await.unwrap();
        assert_eq!(saved.iter().map(|answer| answer.files.len()).collect::<Vec<_>>(), [1, 1]);
        // The counter takes the files of a form by the same rule.
        let mut cx = t.portal.read(&receptionist()).await.unwrap();
        let kinds =
            [supplement_draft::kinds_of_item(&mut cx, items[0].id).await.unwrap(), supplement_draft::kinds_of_item(&mut cx, items[1].id).await.unwrap()];
        assert_eq!(kinds, [items[0].file_types, Kinds::NONE]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scan_is_of_a_kind_that_its_paper_takes() {
    with_dbs(async |t| {
        lay(t).await;
        only_pictures(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 9, 0));
        let waiting = submit(t, 1).await;
        receive(t, &waiting).await;
        let row = dossiers::scans(&mut t.portal.read(&receptionist()).await.unwrap(), ScanQueue::ToScan, "", 1).await.unwrap().rows.remove(0);
        assert_eq!(row.file_types.to_string(), "jpeg, png");
        let scan = async |bytes: &[u8], name: &str| {
            let scans = [(t.portal.files().put(bytes, 1_000).await.unwrap(), name.to_owned())];
            run(t, &receptionist(), async |cx| dossiers::scan(cx, row.part_id, row.version, &scans).await).await
        };
        assert_eq!(said(scan(PDF, "quet.pdf").await), REFUSED);
        scan(JPEG, "quet.jpg").await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_national_portal_sends_what_the_paper_takes() {
    with_dbs(async |t| {
        lay_open(t).await;
        only_pictures(t).await;
        assert_eq!(state_of(&national(t, "M1", &submission("G22-1")).await), InboxState::NeedsCheck, "a person looks at it");
        let mut cx = t.portal.read(&Actor::system("Kiểm thử")).await.unwrap();
        assert_eq!(cx.conn().count("SELECT COUNT(*) FROM dossier", args![]).await.unwrap(), 0);
        drop(cx);
        let mut good = submission("G22-2");
        good["TaiLieuNop"][0]["TenTepDinhKem"] = "giay-chung-sinh.jpg".into();
        good["TaiLieuNop"][0]["DuongDanTaiTepTin"] = "data:image/jpeg;base64,/9j/4CBhbmggbWF1".into();
        assert_eq!(state_of(&national(t, "M2", &good).await), InboxState::Applied);
    })
    .await;
}
