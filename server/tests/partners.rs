//! Messages of partners over HTTP: keys, ids, hostile bodies (A02-03); the pages of the exchange on the demo province.

use crate::common::pages::shows;
use crate::common::{Answer, TestApp, Visitor};
use axum::body::Body;
use domain::dossiers::partners::{self, demo, sign};
use http::{Request, StatusCode};
use model::partners::Partner;
use serde_json::{Value, json};

async fn send(app: &TestApp, partner: &str, id: &str, signature: Option<&str>, body: Vec<u8>) -> Answer {
    let timestamp = app.t.portal.clock().wall().timestamp().to_string();
    let good = sign::sign(app.t.portal.settings(), Partner::National, &timestamp, &body).unwrap();
    let request = Request::builder()
        .method("POST")
        .uri(format!("/api/v1/partners/{partner}/messages"))
        .header("host", "127.0.0.1:3000")
        .header("content-type", "application/json")
        .header("idempotency-key", id)
        .header("x-timestamp", timestamp)
        .header("x-signature", signature.unwrap_or(&good))
        .body(Body::from(body))
        .unwrap();
    app.send(request).await
}

/// A02-03: what is wrong gets a 4xx with a sentence, whatever it is; nothing of it is stored as a dossier.
#[tokio::test(flavor = "multi_thread")]
async fn a02_03_hostile_calls_are_refused() {
    for app in [TestApp::sqlite().await, TestApp::postgres().await] {
        let small = br#"{"LoaiBanTin":"NopHoSo"}"#.to_vec();
        let cases: [(&str, &str, Option<&str>, Vec<u8>, StatusCode); 7] = [
            ("DVCQG", "m1", Some("sha256=00"), small.clone(), StatusCode::UNAUTHORIZED),
            ("DVCQG", "m1", Some(""), small.clone(), StatusCode::UNAUTHORIZED),
            ("KHAC", "m1", None, small.clone(), StatusCode::NOT_FOUND),
            ("DVCQG", "", None, small.clone(), StatusCode::UNPROCESSABLE_ENTITY),
            ("DVCQG", "m1", None, small, StatusCode::UNPROCESSABLE_ENTITY),
            ("DVCQG", "m2", None, b"{{{ \xff\x00 rac".to_vec(), StatusCode::UNPROCESSABLE_ENTITY),
            ("DVCQG", "m3", None, vec![b'['; 1_000_000], StatusCode::UNPROCESSABLE_ENTITY),
        ];
        for (partner, id, signature, body, expected) in cases {
            let answer = send(&app, partner, id, signature, body).await;
            assert_eq!(answer.status, expected, "{partner} {id}: {}", answer.body);
            assert!(answer.body.contains("message_vi"), "{}", answer.body);
        }
        let huge = send(&app, "DVCQG", "m4", None, vec![b'x'; 10 * 1024 * 1024]).await;
        assert!(huge.status.is_client_error(), "{}: {}", huge.status, huge.body);
        // The same id with another body, even if neither can be read.
        let other = send(&app, "DVCQG", "m2", None, b"khac".to_vec()).await;
        assert_eq!(other.status, StatusCode::CONFLICT, "{}", other.body);
    }
}

fn link(page: &str, start: &str) -> String {
    let rest = page.split(&format!("href=\"{start}")).nth(1).unwrap_or_else(|| panic!("no link to {start}"));
    format!("{start}{}", rest.split('"').next().unwrap())
}

/// The simulator sends what was typed on its page; the portal answers; the status comes back.
async fn simulator(app: &TestApp) {
    let mut guest = Visitor::anonymous();
    let page = shows(app, &guest, "/thu-tuc/1.004873", &["Nộp trên Cổng Dịch vụ công quốc gia", "Nộp trên cổng này"]).await;
    assert!(page.find("Nộp trên Cổng Dịch vụ công quốc gia") < page.find("Nộp trên cổng này"), "the national portal is first");
    let only = shows(app, &guest, "/thu-tuc/1.004884", &["Nộp trên Cổng Dịch vụ công quốc gia"]).await;
    assert!(!only.contains("Bắt đầu nộp hồ sơ") && !only.contains("Nộp trên cổng này"));
    let fields = [("thu_tuc", "1.004873"), ("co_quan", "H99.101"), ("ho_ten", "Hoàng Mẫu Thử"), ("so_dinh_danh", "999090000002"), ("dien_thoai", "0999900002")];
    let sent = app.post(&mut guest, "/minh-hoa/cong-quoc-gia", &fields).await;
    let at = sent.location.split('?').next().unwrap().to_owned();
    assert!(at.starts_with("/minh-hoa/cong-quoc-gia/"), "{}", sent.location);
    let report = demo::claim(&app.t.portal).await.unwrap().expect("a message waits");
    for _ in 0..2 {
        let answer = send(app, "DVCQG", &report.message_id, None, report.body.clone().into_bytes()).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        let said: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(said["state"], json!("applied"));
        demo::answered(&app.t.portal, report.id, said["message_vi"].as_str().unwrap()).await.unwrap();
    }
    while let Some(status) = partners::claim(&app.t.portal).await.unwrap() {
        let timestamp = app.t.portal.clock().wall().timestamp().to_string();
        let signature = sign::sign(app.t.portal.settings(), Partner::National, &timestamp, status.body.as_bytes()).unwrap();
        assert!(!demo::take_status(&app.t.portal, &status.message_id, &timestamp, "sha256=00", status.body.as_bytes()).await.unwrap());
        assert!(demo::take_status(&app.t.portal, &status.message_id, &timestamp, &signature, status.body.as_bytes()).await.unwrap());
        partners::acknowledged(&app.t.portal, status.id).await.unwrap();
    }
    shows(app, &guest, &at, &["1 Mới đăng ký", "Rút hồ sơ", "Đã xử lý"]).await;
    let missing = app.get(&guest, "/minh-hoa/cong-quoc-gia/khong-co").await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
}

/// Every page of the slice on the demo province, as the people who use it.
#[tokio::test(flavor = "multi_thread")]
async fn the_pages_of_the_exchange() {
    let app = TestApp::on(domain::testing::demo().await);
    simulator(&app).await;
    let counter = app.official("mot.cua").await;
    let list = shows(&app, &counter, "/can-bo/ho-so-bo-nganh", &["G01.899.107-261118-0007", "Cần kiểm tra"]).await;
    let case = link(&list, "/can-bo/ho-so-bo-nganh/");
    assert!(case.contains("ghi-nhan"), "the first link is the form: {case}");
    let checked = shows(&app, &counter, "/can-bo/ho-so-bo-nganh?muc=can-kiem-tra", &["G01.899.107-261118-0007"]).await;
    assert!(!checked.contains("G01.899.107-261119-0012"));
    shows(&app, &counter, "/can-bo/ho-so-bo-nganh/ghi-nhan", &["Đăng ký thường trú"]).await;
    shows(&app, &counter, "/can-bo/ho-so?hang=cho-tiep-nhan&q=Hoang+Mau+Thu", &["Cổng DVCQG"]).await;
    assert_eq!(app.get(&counter, "/quan-tri/lien-thong").await.status, StatusCode::FORBIDDEN);
    let mut admin = app.official("quan.tri").await;
    let inbox = shows(&app, &admin, "/quan-tri/lien-thong", &["Không tìm thấy thủ tục"]).await;
    let message = link(&inbox.replace("/quan-tri/lien-thong/gui", ""), "/quan-tri/lien-thong/");
    shows(&app, &admin, &message, &["Xử lý lại", "Đóng bản tin"]).await;
    let again = app.post(&mut admin, &format!("{message}/xu-ly-lai"), &[]).await;
    assert!(again.location.starts_with(&message), "{}", again.location);
    shows(&app, &admin, "/quan-tri/lien-thong/gui?trang-thai=acknowledged", &["bước 1"]).await;
    let mut leader = app.official("lanh.dao").await;
    let asked = shows(&app, &leader, "/can-bo/xin-y-kien", &["Được hỏi", "Đã hỏi"]).await;
    let question = link(&asked, "/can-bo/xin-y-kien/");
    shows(&app, &leader, &question, &["Nội dung xin ý kiến", "Gửi ý kiến"]).await;
    let refused = app.post_file(&mut leader, &format!("{question}/tra-loi"), &[("buoc", "tra-loi"), ("phien_ban", "1"), ("noi_dung", "ngắn")], None).await;
    assert!(refused.location.contains("phieu="), "{}", refused.location);
    let fields = [("buoc", "tra-loi"), ("phien_ban", "1"), ("noi_dung", "Người này cư trú tại phường từ năm 2023")];
    let done = app.post_file(&mut leader, &format!("{question}/tra-loi"), &fields, Some(("tep", "xac-nhan.pdf", b"%PDF-1.7\n%%EOF\n"))).await;
    assert!(done.location.starts_with(&question), "{}", done.location);
    shows(&app, &leader, &question, &["Đã trả lời", "xac-nhan.pdf", "Gửi bản mới"]).await;
    shows(&app, &leader, "/can-bo/xin-y-kien?muc=da-hoi", &["Đã hỏi"]).await;
    let controller = app.official("kiem.soat").await;
    shows(&app, &controller, "/can-bo/thu-tuc/1.004873/kenh", &["Kênh được mở", "Cổng của tỉnh"]).await;
}
