//! Reminders and digests of tasks over HTTP (04 §5, §6): the bundle of its reader, the page Bản tin, the sheet of the province, Đôn đốc.

use crate::common::{TestApp, Visitor};
use http::StatusCode;

/// The first address on a page that begins like this.
fn link(body: &str, start: &str) -> String {
    let rest = body.split_once(&format!("href=\"{start}")).unwrap_or_else(|| panic!("no link {start}")).1;
    format!("{start}{}", rest.split('"').next().unwrap_or_default()).replace("&amp;", "&")
}

async fn page(app: &TestApp, visitor: &Visitor, path: &str) -> String {
    let answer = app.get(visitor, path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}");
    answer.body
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_mornings_of_the_demo_left() {
    let app = TestApp::on(domain::testing::demo().await);
    let mut chair = app.official("chu.tich").await;
    let other = app.official("mot.cua").await;

    // The bundle opens for its reader only.
    let sql = "SELECT n.code FROM task_notice n JOIN person p ON p.id = n.person_id WHERE p.full_name = 'Đinh Mẫu Quang' ORDER BY n.id LIMIT 1";
    let mut held = app.t.portal.db().read().await.unwrap();
    let (code,): (String,) = held.conn().one(sql, Vec::new()).await.unwrap();
    drop(held);
    let bundle = format!("/can-bo/nhac-viec/{code}");
    let body = page(&app, &chair, &bundle).await;
    assert!(body.contains("Vì sao tôi nhận tin này") && body.contains("Bạn nhận tin với vai trò"));
    assert!(page(&app, &chair, &link(&body, "/can-bo/nhiem-vu/NV-")).await.contains("Diễn biến"));
    assert_eq!(app.get(&other, &bundle).await.status, StatusCode::NOT_FOUND);
    assert_ne!(app.get(&Visitor::anonymous(), &bundle).await.status, StatusCode::OK);

    // Digests: the latest day, the Monday before with the province, whatever was typed.
    let body = page(&app, &chair, "/can-bo/ban-tin").await;
    assert!(body.contains("chênh lệch so với 07:31 20/11") && body.contains("Đã gửi") && body.contains("Thông báo trong cổng:"), "{body}");
    for typed in ["khong-phai-ngay", "0001-01-01", "9999-12-31"] {
        page(&app, &chair, &format!("/can-bo/ban-tin?ngay={typed}&trang=99")).await;
    }
    let monday = page(&app, &chair, "/can-bo/ban-tin?ngay=2026-11-16").await;
    assert!(monday.contains("Toàn tỉnh") && monday.contains("Hằng tuần, lãnh đạo tỉnh"));
    let province = page(&app, &Visitor::anonymous(), &link(&monday, "/s/")).await;
    for words in ["Nhiều nhiệm vụ quá hạn nhất", "Mọi đơn vị", "Chênh lệch so với 07:31 16/11"] {
        assert!(province.contains(words), "{words}");
    }
    let of_unit = link(province.split_once("id=\"don-vi\"").unwrap().1, "/s/");
    assert!(page(&app, &chair, &of_unit).await.contains("Bản tin đã lập"));

    // Đôn đốc: too short is refused, then it stands in the log, once.
    let list = page(&app, &chair, "/can-bo/nhiem-vu?pham-vi=toi&nhom=trong-han").await;
    let rows: Vec<&str> = list.split("<tr").filter(|row| row.contains("Đang thực hiện") || row.contains("Đã tiếp nhận") || row.contains("Đã giao")).collect();
    let task = link(rows.first().unwrap(), "/can-bo/nhiem-vu/NV-");
    let version = |body: &str| body.split("name=\"phien_ban\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned();
    let shown = version(&page(&app, &chair, &task).await);
    let form = format!("{task}/don-doc");
    let refused = app.post(&mut chair, &form, &[("phien_ban", &shown), ("buoc", "don-doc"), ("noi_dung", "Gấp")]).await;
    assert!(refused.status == StatusCode::SEE_OTHER && refused.location.contains("phieu="), "{}", refused.location);
    let words = "Báo cáo kết quả trước thứ Sáu";
    let done = app.post(&mut chair, &form, &[("phien_ban", &shown), ("buoc", "don-doc"), ("noi_dung", words)]).await;
    assert!(done.location.starts_with(&format!("{task}?phieu=")), "{}", done.location);
    // Whoever saw the task before that does not urge a second time by accident.
    let stale = app.post(&mut chair, &form, &[("phien_ban", &shown), ("buoc", "don-doc"), ("noi_dung", words)]).await;
    assert!(stale.location.starts_with(&form), "{}", stale.location);
    assert_eq!(page(&app, &chair, &task).await.matches(words).count(), 1);

    // Channels: what does not exist is refused, what was chosen stays.
    let channels = "/can-bo/thong-bao/kenh";
    assert!(page(&app, &chair, channels).await.contains("Nhận thêm qua"));
    let refused = app.post(&mut chair, channels, &[("kenh", "fax")]).await;
    assert!(page(&app, &chair, &refused.location).await.contains("Kênh này không có"));
    let saved = app.post(&mut chair, channels, &[("kenh", "zalo")]).await;
    assert!(page(&app, &chair, &saved.location).await.contains("Đã lưu kênh nhận tin."));

    // Explanations under any filter; the times for administrators only, with a message at the field.
    page(&app, &chair, "/can-bo/nhiem-vu/giai-trinh?trang-thai=cho&don-vi=9999&tu-ngay=khong&q=%25&trang=99").await;
    assert_eq!(app.get(&chair, "/quan-tri/nhac-viec").await.status, StatusCode::FORBIDDEN);
    let mut admin = app.official("quan.tri").await;
    assert!(page(&app, &admin, "/quan-tri/nhac-viec").await.contains("Nhắc trước hạn"));
    let edit = "/quan-tri/nhac-viec/sua";
    let shown = version(&page(&app, &admin, edit).await);
    let refused = app.post(&mut admin, edit, &[("phien_ban", &shown), ("gio_nhac", "23:00")]).await;
    let body = page(&app, &admin, &refused.location).await;
    assert!(body.contains("Nhập giờ từ 07:00 đến 20:59") && body.contains("value=\"23:00\""));
}
