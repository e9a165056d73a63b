//! Messages that did not arrive (09 §1.5, §1.8), what is new on the page Hôm nay (O01), the print version of the lists, over HTTP.

use crate::common::TestApp;
use crate::common::pages::{plain, shows};
use domain::notify::{self, Recipient};
use domain::testing::demo;
use domain::{Actor, args};
use http::StatusCode;
use model::notify::{Event, NotifyChannel};

/// Queues a message about a dossier of the ward and says what became of it; returns its number.
async fn unsent(app: &TestApp, event: Event, state: &str) -> i64 {
    let mut cx = app.t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
    let of_ward = "SELECT d.submission_code FROM dossier d JOIN org_unit_version n ON n.unit_id = d.competent_unit_id WHERE n.agency_code = 'H99.101' ORDER BY d.id LIMIT 1";
    let (code,): (String,) = cx.conn().one(of_ward, args![]).await.unwrap();
    let key = format!("dossier:{code}:900");
    let to = Recipient { phone: Some("0999900009".into()), channels: vec![NotifyChannel::Sms], ..Recipient::default() };
    notify::send(&mut cx, event, &key, &to, &[], "").await.unwrap();
    cx.conn()
        .exec("UPDATE outbox SET state = $2, last_error = 'số không liên lạc được' WHERE event_key = $1 AND event = $3", args![&key, state, event.as_str()])
        .await
        .unwrap();
    let (id,): (i64,) = cx.conn().one("SELECT id FROM outbox WHERE event_key = $1 AND event = $2", args![&key, event.as_str()]).await.unwrap();
    cx.commit().await.unwrap();
    id
}

/// The code of the dossier of a message.
async fn code_of(app: &TestApp, message: i64) -> (String,) {
    let mut cx = app.t.portal.read(&Actor::system("Kiểm thử")).await.unwrap();
    let sql = "SELECT COALESCE(d.code, d.submission_code) FROM outbox o JOIN dossier d ON d.submission_code = SUBSTR(o.event_key, 9, 15) WHERE o.id = $1";
    cx.conn().one(sql, args![message]).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_did_not_arrive_waits_for_a_person() {
    let app = TestApp::on(demo().await);
    let (legal, other) = (unsent(&app, Event::IntakeRefused, "failed").await, unsent(&app, Event::ResultReady, "needs_check").await);
    let mut counter = app.official("mot.cua").await;
    let page = format!("/can-bo/bao-nguoi-nop/{legal}");
    shows(&app, &counter, "/can-bo?loai=tin-bao", &[&format!("href=\"{page}\""), "Báo người nộp", "lần trước"]).await;
    shows(&app, &counter, &page, &["tel:", "số không liên lạc được", "Đã báo bằng cách khác"]).await;
    let short = app.post(&mut counter, &page, &[("ghi_chu", "gọi")]).await;
    shows(&app, &counter, &short.location, &["Ghi chú cần ít nhất 10 ký tự"]).await;
    let told = app.post(&mut counter, &page, &[("ghi_chu", "Đã gọi lúc 9 giờ, người nộp đã biết")]).await;
    assert_eq!(plain(&told.location), "/can-bo");
    shows(&app, &counter, &page, &["Đã gọi lúc 9 giờ"]).await;
    let (dossier,) = code_of(&app, legal).await;
    shows(&app, &counter, &format!("/can-bo/ho-so/{dossier}?muc=tien-trinh"), &["Đã báo trực tiếp cho người nộp", "Về việc từ chối tiếp nhận"]).await;
    let refused = app.get(&counter, "/quan-tri/tin-chua-den").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(refused.body.contains("href=\"/can-bo/ho-tro?tu=%2Fquan%2Dtri%2Ftin%2Dchua%2Dden\""), "{}", refused.body);

    let mut admin = app.official("quan.tri.xa").await;
    let page = format!("/quan-tri/tin-chua-den/{other}");
    let list = shows(&app, &admin, "/quan-tri/tin-chua-den?trang-thai=can-kiem-tra", &[&format!("href=\"{page}\""), "099•••009"]).await;
    assert!(!list.contains("0999900009"), "the number is masked");
    assert!(!shows(&app, &admin, "/quan-tri/tin-chua-den?trang-thai=can-kiem-tra&kenh=zalo", &["Bỏ lọc"]).await.contains(&page));
    let refused = app.post(&mut admin, &format!("{page}/gui-lai"), &[]).await;
    shows(&app, &admin, &refused.location.replace("/gui-lai", ""), &["Hãy hỏi người nhận"]).await;
    let sent = app.post(&mut admin, &format!("{page}/gui-lai"), &[("xac_nhan", "1")]).await;
    assert_eq!(plain(&sent.location), "/quan-tri/tin-chua-den");
    shows(&app, &admin, "/quan-tri/tin-chua-den?muc=da-xu-ly", &["Đã gửi lại", "Đã báo bằng cách khác"]).await;
    assert_eq!(app.get(&admin, "/quan-tri/tin-chua-den/khong-co").await.status, StatusCode::NOT_FOUND);
}

/// Every row on one page without navigation, with the link to it on the list.
#[tokio::test(flavor = "multi_thread")]
async fn lists_are_printed_on_a_bare_page() {
    let app = TestApp::on(demo().await);
    let officer = app.official("chuyen.vien").await;
    for (list, words) in [("/can-bo/ho-so?hang=dang-giai-quyet", "Mã hồ sơ"), ("/can-bo/nhiem-vu?pham-vi=don-vi", "Đơn vị chủ trì")] {
        let page = shows(&app, &officer, list, &["in=1"]).await;
        assert!(page.contains("class=\"p-filter-bar\""), "{list}");
        let print = shows(&app, &officer, &format!("{list}&in=1"), &["In lúc", words, "Quay lại danh sách"]).await;
        assert!(!print.contains("class=\"p-filter-bar\"") && !print.contains("class=\"p-pagination"), "{list}");
    }
}
