//! Hostile files and answers; files inside the e-form.

use crate::common::Visitor;
use crate::common::journey::PDF;
use crate::guest::support::{PHONE, app, follow, start};
use http::StatusCode;

/// A list at the end of an archive that promises 4 GB.
fn bomb() -> Vec<u8> {
    let mut bytes = b"PK\x03\x04....word/document.xml".to_vec();
    let start = u32::try_from(bytes.len()).unwrap();
    let mut row = vec![0_u8; 46];
    row[..4].copy_from_slice(b"PK\x01\x02");
    row[24..28].copy_from_slice(&u32::MAX.to_le_bytes());
    bytes.extend(row);
    bytes.extend(b"PK\x05\x06\0\0\0\0\0\0\0\0");
    bytes.extend(46_u32.to_le_bytes());
    bytes.extend(start.to_le_bytes());
    bytes.extend([0, 0]);
    bytes
}

/// A10-09: hostile files get a sentence, the draft stays as it was, and a broken line says that nothing arrived.
#[tokio::test(flavor = "multi_thread")]
async fn a10_09_hostile_files_leave_the_draft_as_it_was() {
    let app = app().await;
    let mut guest = Visitor::anonymous();
    let code = start(&app, &mut guest, PHONE).await;
    let page = format!("/nop/{code}/giay-to/1");
    let mut large = PDF.to_vec();
    large.resize(50 << 20, b' ');
    let long = format!("{}.pdf", "ă".repeat(10_000));
    let cases: [(&str, &[u8], &str); 5] = [
        ("to.pdf", &large, "Tệp lớn hơn"),
        ("giay-to.pdf", b"MZ\x90\x00\x03\x00\x00\x00", "Không dùng được tệp PDF"),
        ("don.docx", &bomb(), "lớn bất thường"),
        ("hong.docx", b"PK\x03\x04....word/document.xml", "bị hỏng"),
        ("trang.svg", b"<svg onload='x'/>", "Không dùng được tệp SVG"),
    ];
    for (name, bytes, sentence) in cases {
        let refused = app.post_file(&mut guest, &page, &[("tai_len", "1")], Some(("tep", name, bytes))).await;
        let shown = follow(&app, &guest, &refused).await;
        assert!(shown.contains(sentence) && shown.contains("Có lỗi cần sửa"), "{name}: {sentence}");
        assert!(!app.get(&guest, &page).await.body.contains("Đã nhận đủ"), "{name} was kept");
    }
    let mut half = b"--gach\r\nContent-Disposition: form-data; name=\"tep\"; filename=\"nua.pdf\"\r\n\r\n%PDF-1.7 ".to_vec();
    half.extend([b'x'; 5_000]);
    for path in [page.clone(), format!("/nop/{code}/to-khai/3")] {
        let broken = app.post_raw(&mut guest, &path, "multipart/form-data; boundary=gach", half.clone()).await;
        assert!(follow(&app, &guest, &broken).await.contains("Kết nối bị ngắt khi đang tải tệp"), "{path}");
        assert!(!app.get(&guest, &path).await.body.contains("nua.pdf"), "half a file");
    }
    let kept = app.post_file(&mut guest, &page, &[("tai_len", "1")], Some(("tep", &long, PDF))).await;
    let shown = follow(&app, &guest, &kept).await;
    assert!(shown.contains("Đã nhận đủ 1 tệp.") && !shown.contains(&"ă".repeat(200)), "long names are cut");
}

/// A question of the e-form takes files without JavaScript and keeps what else stands on its page.
#[tokio::test(flavor = "multi_thread")]
async fn a_question_takes_files() {
    let app = app().await;
    let mut guest = Visitor::anonymous();
    let code = start(&app, &mut guest, PHONE).await;
    let page = format!("/nop/{code}/to-khai/3");
    let form = app.get(&guest, &page).await.body;
    assert!(form.contains("multipart/form-data") && form.contains("Ảnh chụp bản trích lục cũ"));
    let sent = app.post_file(&mut guest, &page, &[("noi-dang-ky", "Xã Thạch Lam (cũ)"), ("tai_len", "1")], Some(("ban-chup-cu", "cu.pdf", PDF))).await;
    let shown = follow(&app, &guest, &sent).await;
    assert!(shown.contains("cu.pdf") && shown.contains("SHA-256") && shown.contains("Xã Thạch Lam (cũ)"), "the words are kept");
    let bad = app.post_file(&mut guest, &page, &[("noi-dang-ky", "x")], Some(("ban-chup-cu", "cu.jpg", b"%PDF-1.7 khac"))).await;
    assert!(follow(&app, &guest, &bad).await.contains("không khớp với nội dung"));
    assert_eq!(app.post_file(&mut guest, &page, &[], Some(("noi-dang-ky", "a.pdf", PDF))).await.status, StatusCode::NOT_FOUND, "no question of files");
    let id = shown.split("name=\"bo_tep\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    let mut other = Visitor::anonymous();
    let foreign = start(&app, &mut other, "0999900002").await;
    for path in [format!("/nop/{foreign}/to-khai/3"), format!("/nop/{foreign}/giay-to/1")] {
        assert_eq!(app.post_file(&mut other, &path, &[("bo_tep", &id)], None).await.status, StatusCode::NOT_FOUND, "a file of another draft: {path}");
    }
    let next = app.post_file(&mut guest, &page, &[("noi-dang-ky", "Xã Thạch Lam (cũ)")], None).await;
    assert_eq!(next.location, format!("/nop/{code}/to-khai/4"));
    let out = app.post_file(&mut guest, &page, &[("noi-dang-ky", "Xã Thạch Lam (cũ)"), ("bo_tep", &id)], None).await;
    assert!(!follow(&app, &guest, &out).await.contains("cu.pdf"));
}

/// Numbers of others in hidden fields, very long words, years 1 and 9999: sentences, never a failure.
#[tokio::test(flavor = "multi_thread")]
async fn hostile_answers_are_refused() {
    let app = app().await;
    let mut guest = Visitor::anonymous();
    let code = start(&app, &mut guest, PHONE).await;
    let path = |step: &str| format!("/nop/{code}/{step}");
    for year in ["0001", "9999", "-1", "20260"] {
        let fields = [("ngay_sinh_ngay", "15"), ("ngay_sinh_thang", "11"), ("ngay_sinh_nam", year)];
        let refused = app.post(&mut guest, &path("thong-tin/2"), &fields).await;
        assert!(follow(&app, &guest, &refused).await.contains("Có lỗi cần sửa"), "{year}");
    }
    let long = "ă".repeat(10_000);
    for (step, name) in
        [("thong-tin/1", "ho_ten"), ("thong-tin/3", "so_dinh_danh"), ("to-khai/3", "noi-dang-ky"), ("co-quan", "co_quan"), ("thong-bao", "thong_bao")]
    {
        let refused = app.post(&mut guest, &path(step), &[(name, &long)]).await;
        assert!(follow(&app, &guest, &refused).await.contains("Có lỗi cần sửa"), "{step}");
    }
    for odd in ["1", "-1", "99999999999999999999", "0", "' OR 1=1"] {
        let refused = app.post(&mut guest, &path("co-quan"), &[("co_quan", odd)]).await;
        assert!(follow(&app, &guest, &refused).await.contains("Có lỗi cần sửa"), "{odd}");
    }
    let other = app.post(&mut guest, &path("thong-tin/5"), &[("dien_thoai", "0999900002"), ("thu_dien_tu", "")]).await;
    assert!(follow(&app, &guest, &other).await.contains("bạn đã xác thực"));
    // What no page asks for is not stored: answers taken from others, the way to the end.
    app.post(&mut guest, &path("nguoi-nop"), &[("cho_ai", "myself"), ("lay.tu", "N-1"), ("lay.muc", "ho_ten"), ("account_id", "1")]).await;
    assert!(!app.get(&guest, &path("thong-tin/1")).await.body.contains("Lấy từ hồ sơ"));
    for strange in ["/nop/N-261123-AAAAAA/cam-doan", "/nop/%00/cam-doan"] {
        assert_eq!(app.post(&mut guest, strange, &[("cam_doan", "co")]).await.status, StatusCode::NOT_FOUND, "{strange}");
    }
}
