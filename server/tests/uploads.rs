//! Files on their way: half a transfer, the same form twice, the answer for the upload script; too many drafts.

use crate::common::journey::{PDF, walk};
use crate::common::{Answer, TestApp, Visitor};
use crate::guest::support::{PHONE, app, follow, start};
use domain::{Actor, args};
use http::StatusCode;
use model::dossiers::apply::MOST_DRAFTS;
use model::files::PAPERS;

/// One number from the database.
async fn number(app: &TestApp, sql: &'static str, code: &str) -> i64 {
    let mut cx = app.t.portal.read(&Actor::system("Kiểm thử")).await.unwrap();
    cx.conn().count(sql, args![code]).await.unwrap()
}

const VERSION: &str = "SELECT version FROM dossier_draft WHERE code = $1";
const OF_DRAFT: &str = "SELECT COUNT(*) FROM dossier_draft_file f JOIN dossier_draft d ON d.id = f.draft_id WHERE d.code = $1";
const ROWS: &str = "SELECT COUNT(*) FROM file WHERE CAST($1 AS TEXT) <> ''";
const DOSSIER: &str = "SELECT version FROM dossier WHERE submission_code = $1";

/// Files in the store, with those that are still arriving.
fn stored(app: &TestApp) -> usize {
    let folders = std::fs::read_dir(app.t.portal.files().root()).into_iter().flatten();
    folders.map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap().count()).sum()
}

const MULTIPART: &str = "multipart/form-data; boundary=gach";

/// The beginning of a form with a file; without its end it is what a broken line leaves.
fn body(field: &str, name: &str, bytes: &[u8], whole: bool) -> Vec<u8> {
    let mut body = b"--gach\r\nContent-Disposition: form-data; name=\"tai_len\"\r\n\r\n1\r\n".to_vec();
    body.extend(format!("--gach\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\r\n").into_bytes());
    body.extend(bytes);
    if whole {
        body.extend(b"\r\n--gach--\r\n");
    }
    body
}

/// A transfer that breaks leaves nothing: no row, no bytes, the draft and the dossier as they were; its sentence says what to do.
#[tokio::test(flavor = "multi_thread")]
async fn half_a_transfer_leaves_nothing() {
    let app = app().await;
    let mut guest = Visitor::anonymous();
    let code = start(&app, &mut guest, PHONE).await;
    let page = format!("/nop/{code}/giay-to/1");
    let before = (number(&app, VERSION, &code).await, number(&app, ROWS, &code).await, stored(&app));
    let broken = app.post_raw(&mut guest, &page, MULTIPART, body("tep", "nua.pdf", PDF, false)).await;
    let shown = follow(&app, &guest, &broken).await;
    assert!(shown.contains("Kết nối bị ngắt khi đang tải tệp") && shown.contains("Có lỗi cần sửa"));
    assert_eq!((number(&app, VERSION, &code).await, number(&app, ROWS, &code).await, stored(&app)), before);

    walk(&app, &mut guest, &format!("/nop/{code}/co-quan")).await;
    app.post(&mut guest, &format!("/nop/{code}/cam-doan"), &[("cam_doan", "co")]).await;
    let before = (number(&app, DOSSIER, &code).await, number(&app, ROWS, &code).await, stored(&app));
    let supplement = format!("/ho-so-cua-toi/{code}/bo-sung");
    let broken = app.post_raw(&mut guest, &supplement, MULTIPART, body("tep_1", "nua.pdf", PDF, false)).await;
    assert_eq!(broken.status, StatusCode::SEE_OTHER);
    // Nobody asked for anything: a whole form is refused, too, and its file is no row.
    app.post_raw(&mut guest, &supplement, MULTIPART, body("tep_1", "ca.pdf", PDF, true)).await;
    assert_eq!((number(&app, DOSSIER, &code).await, number(&app, ROWS, &code).await, stored(&app)), before);
}

/// The same form sent twice, as after an answer that never came, stores one file; the script is told where to go.
#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_upload_is_one_file() {
    let app = app().await;
    let mut guest = Visitor::anonymous();
    let code = start(&app, &mut guest, PHONE).await;
    let page = format!("/nop/{code}/giay-to/1");
    let form = app.get(&guest, &page).await.body;
    let rules = [PAPERS.too_large(), PAPERS.wrong_kind_pattern(), format!("data-most=\"{}\"", PAPERS.most_bytes)];
    assert!(rules.iter().all(|rule| form.contains(rule.as_str())), "the browser has the rules of the server");

    let before = number(&app, ROWS, &code).await;
    let script = async |guest: &mut Visitor, name: &str, bytes: &[u8]| {
        app.post_with(guest, &page, ("content-type", MULTIPART), ("x-upload", "1"), body("tep", name, bytes, true)).await
    };
    let next = |answer: &Answer| answer.headers.get("x-next").unwrap().to_str().unwrap().to_owned();
    for _ in 0..2 {
        let sent = script(&mut guest, "to.pdf", PDF).await;
        assert_eq!((sent.status, sent.location.as_str()), (StatusCode::OK, ""));
        let shown = app.get(&guest, &next(&sent)).await.body;
        assert!(shown.contains("Đã nhận đủ 1 tệp.") && shown.contains("to.pdf"), "what is shown once is still there");
    }
    assert_eq!(app.post_file(&mut guest, &page, &[("tai_len", "1")], Some(("tep", "to.pdf", PDF))).await.status, StatusCode::SEE_OTHER, "a plain form");
    assert_eq!((number(&app, OF_DRAFT, &code).await, number(&app, ROWS, &code).await), (1, before + 1));
    let refused = script(&mut guest, "anh.svg", b"<svg/>").await;
    let shown = app.get(&guest, &next(&refused)).await.body;
    assert!(shown.contains(&PAPERS.wrong_kind_pattern().replace(model::files::KIND, "SVG")) && shown.contains("Có lỗi cần sửa"));
    let lost = app.post_with(&mut guest, "/nop/N-261123-AAAAAA/giay-to/1", ("content-type", MULTIPART), ("x-upload", "1"), body("tep", "a.pdf", PDF, true));
    assert_eq!(lost.await.status, StatusCode::NOT_FOUND, "an error page stays one");
}

/// Who has too many drafts is led to them, goes on with one or deletes it, and begins again.
#[tokio::test(flavor = "multi_thread")]
async fn too_many_drafts_are_shown_with_a_way_out() {
    let app = app().await;
    let mut guest = Visitor::anonymous();
    let code = start(&app, &mut guest, PHONE).await;
    let begin = "/nop/2.000635/dang-nhap";
    for _ in 1..MOST_DRAFTS {
        let begun = app.post(&mut guest, begin, &[("buoc", "tiep-tuc")]).await;
        assert!(begun.location.starts_with("/nop/N-"), "{}", begun.location);
    }
    let full = app.post(&mut guest, begin, &[("buoc", "tiep-tuc")]).await;
    assert_eq!(full.location, "/nop/ban-nhap");
    let list = app.get(&guest, &full.location).await.body;
    // Families share a number: the list has neither codes nor procedures, the code opens its draft.
    let procedure = "Cấp bản sao";
    assert!(list.contains("Số này đang có 20 bản nháp chưa nộp") && list.matches("Lưu lúc").count() == MOST_DRAFTS);
    assert!(!list.contains(&code) && !list.contains(procedure));
    let opened = app.get(&guest, &format!("/nop/ban-nhap?ma={}", code.to_lowercase())).await.body;
    assert!(opened.contains(&format!("href=\"/nop/{code}\"")) && opened.contains(procedure) && opened.contains(&format!("Xóa bản nháp {code}")));
    let missed = app.get(&guest, "/nop/ban-nhap?ma=N-261123-AAAAAA").await;
    assert!(missed.status == StatusCode::OK && missed.body.contains("Có lỗi cần sửa") && missed.body.contains("không có bản nháp nào có mã đó"));
    let sent = app.post(&mut guest, "/nop/ban-nhap", &[]).await;
    let told = follow(&app, &guest, &sent).await;
    assert!(told.contains("Đã gửi một tin nhắn có mã của 20 bản nháp đến số 099•••001.") && !told.contains(&code));

    let remove = format!("/nop/{code}/xoa");
    let unasked = app.post(&mut guest, &remove, &[]).await;
    assert_eq!(unasked.status, StatusCode::SEE_OTHER);
    let mut other = Visitor::anonymous();
    start(&app, &mut other, "0999900002").await;
    assert_eq!(app.post(&mut other, &remove, &[("dong_y", "1")]).await.status, StatusCode::NOT_FOUND, "somebody else's draft");
    assert_eq!(app.get(&guest, &format!("/nop/{code}/co-quan")).await.status, StatusCode::OK, "still there");
    let gone = app.post(&mut guest, &remove, &[("dong_y", "1")]).await;
    assert!(follow(&app, &guest, &gone).await.contains(&format!("Đã xóa bản nháp {code}.")));
    assert_eq!(app.get(&guest, &format!("/nop/{code}/co-quan")).await.status, StatusCode::NOT_FOUND);
    assert!(app.post(&mut guest, begin, &[("buoc", "tiep-tuc")]).await.location.starts_with("/nop/N-"));
}
