//! Numbers, bookings, ratings and the survey over HTTP, on the demo province: every page of the three slices, as a browser without scripts.

use crate::common::pages::{plain, shows, version};
use crate::common::{TestApp, Visitor};
use domain::args;
use http::StatusCode;

const KIOSK: &str = "/lay-so/H99.101.04";

async fn visitors(app: &TestApp) {
    let mut guest = Visitor::anonymous();
    shows(app, &guest, "/lay-so", &["Trung tâm Phục vụ hành chính công phường Thành Lam"]).await;
    shows(app, &guest, "/lay-so?q=thanh+lam", &["H99.101.04"]).await;
    shows(app, &guest, KIOSK, &["A – Hộ tịch, chứng thực", "3 người chờ", "Không có ai chờ"]).await;
    let taken = app.post(&mut guest, KIOSK, &[("nhom", "D")]).await;
    let ticket = plain(&taken.location);
    assert!(ticket.starts_with("/phieu-goi/"), "{}", taken.location);
    let page = shows(app, &guest, &ticket, &["D001", "Bạn là người tiếp theo"]).await;
    let refused = app.post(&mut guest, &format!("{ticket}/huy"), &[("phien_ban", "7")]).await;
    assert_eq!(refused.status, StatusCode::SEE_OTHER);
    let version = version(&page, &format!("{ticket}/huy"));
    app.post(&mut guest, &format!("{ticket}/huy"), &[("phien_ban", &version)]).await;
    shows(app, &guest, &ticket, &["Số này đã hủy"]).await;
    let wrong = app.post(&mut guest, KIOSK, &[("nhom", "Z")]).await;
    assert!(wrong.location.contains("phieu="), "{wrong:?}");
    let screen = app.get(&guest, "/goi-so/H99.101.04").await;
    assert_eq!(screen.headers.get("refresh").and_then(|value| value.to_str().ok()), Some("10"));
    assert!(screen.body.contains("Số đang gọi"));
    for missing in ["/lay-so/H99", "/goi-so/khong-co", "/phieu-goi/KHONGCO", "/dat-lich/KHONGCO1"] {
        assert_eq!(app.get(&guest, missing).await.status, StatusCode::NOT_FOUND, "{missing}");
    }
}

async fn bookings(app: &TestApp) {
    let mut guest = Visitor::anonymous();
    shows(app, &guest, "/dat-lich", &["Bạn muốn đến trung tâm nào?"]).await;
    shows(app, &guest, "/dat-lich?trung-tam=H99.101.04", &["Bạn cần làm việc gì?", "Hộ tịch, chứng thực"]).await;
    shows(app, &guest, "/dat-lich?trung-tam=H99.101.04&nhom=A", &["Bạn đến ngày nào?", "25/11/2026"]).await;
    let form = "/dat-lich?trung-tam=H99.101.04&nhom=A&ngay=2026-11-25";
    shows(app, &guest, form, &["Bạn đến lúc mấy giờ?", "08:00–08:30", "Còn 3 chỗ"]).await;
    let mut fields = vec![("trung_tam", "H99.101.04"), ("nhom", "A"), ("ngay", "25/11/2026"), ("gio", ""), ("dien_thoai", "12")];
    assert!(app.post(&mut guest, "/dat-lich", &fields).await.location.contains("phieu="));
    (fields[3].1, fields[4].1) = ("08:00", "0999900077");
    let booked = app.post(&mut guest, "/dat-lich", &fields).await;
    let booking = plain(&booked.location);
    shows(app, &guest, &booking, &["08:00 thứ Tư, 25/11/2026", "Hủy lịch hẹn này"]).await;
    let code = booking.trim_start_matches("/dat-lich/").to_owned();
    let found = app.post(&mut guest, "/dat-lich/xem", &[("ma_lich", &code.to_lowercase())]).await;
    assert_eq!(plain(&found.location), booking);
    app.post(&mut guest, &format!("{booking}/huy"), &[]).await;
    shows(app, &guest, &booking, &["Lịch hẹn đã hủy"]).await;
}

async fn counter(app: &TestApp) {
    let mut clerk = app.official("mot.cua").await;
    let desk = "/can-bo/goi-so?trung-tam=H99.101.04&nhom=A&quay=3";
    shows(app, &clerk, "/can-bo/goi-so", &["Hãy nhập số quầy"]).await;
    shows(app, &clerk, desk, &["3 người đang chờ", "A001"]).await;
    let from = [("trung_tam", "H99.101.04"), ("nhom", "A"), ("quay", "3")];
    let called = app.post(&mut clerk, "/can-bo/goi-so", &from).await;
    shows(app, &clerk, &called.location, &["Đang gọi số A001 đến quầy 3."]).await;
    let page = shows(app, &clerk, desk, &["gọi lần 1 trên 3", "Bắt đầu phục vụ", "Gọi lại"]).await;
    assert!(!page.contains("Bỏ lượt<"), "only after three calls");
    let start = page.split("action=\"").find_map(|rest| rest.split('"').next().filter(|action| action.ends_with("/bat-dau"))).unwrap().to_owned();
    let version = version(&page, &start);
    let fields: Vec<(&str, &str)> = from.into_iter().chain([("phien_ban", version.as_str())]).collect();
    app.post(&mut clerk, &start, &fields).await;
    shows(app, &clerk, desk, &["đang phục vụ dưới 1 phút", "Phục vụ xong", "Chuyển quầy"]).await;
    shows(app, &Visitor::anonymous(), "/goi-so/H99.101.04", &["Đang phục vụ", "A001"]).await;
    let refused = app.get(&app.official("van.thu").await, "/can-bo/goi-so").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

/// A link that nobody used yet.
async fn unused_link(app: &TestApp) -> String {
    let mut cx = app.t.portal.read(&domain::Actor::system("Kiểm thử")).await.unwrap();
    let query = "SELECT i.token FROM rating_invite i LEFT JOIN rating r ON r.invite_id = i.id JOIN org_unit_version u ON u.unit_id = i.unit_id
                 WHERE r.id IS NULL AND u.agency_code = 'H99.101' AND u.valid_to IS NULL ORDER BY i.id DESC LIMIT 1";
    cx.conn().one::<(String,)>(query, args![]).await.unwrap().0
}

async fn ratings(app: &TestApp) {
    let mut guest = Visitor::anonymous();
    let link = format!("/danh-gia/{}", unused_link(app).await);
    let page = shows(app, &guest, &link, &["Rất hài lòng", "Rất không hài lòng", "Gửi đánh giá"]).await;
    assert_eq!(version(&page, &link), "0");
    assert!(app.post(&mut guest, &link, &[("phien_ban", "0"), ("noi_dung", "")]).await.location.contains("phieu="));
    app.post(&mut guest, &link, &[("phien_ban", "0"), ("muc", "1"), ("noi_dung", "Chờ <b>quá</b> lâu")]).await;
    let page = shows(app, &guest, &link, &["Đánh giá của bạn", "Chờ &lt;b&gt;quá", "Sửa đánh giá"]).await;
    assert_eq!(version(&page, &link), "1");
    shows(app, &guest, "/danh-gia", &["UBND phường Thành Lam", "Lượt đánh giá (n)"]).await;
    let public = shows(app, &guest, "/danh-gia/don-vi/H99.101", &["Cộng (n)"]).await;
    assert!(!public.contains("Chờ &lt;b&gt;quá"), "words wait for a decision");
    assert_eq!(app.get(&guest, "/danh-gia/khong-co").await.status, StatusCode::NOT_FOUND);
}

/// The survey: every page of it, and what nobody should send (02 §18).
async fn survey(app: &TestApp) {
    let mut guest = Visitor::anonymous();
    shows(app, &guest, "/khao-sat?q=thanh+lam", &["UBND phường Thành Lam"]).await;
    let form = "/khao-sat/H99.101";
    let page = shows(app, &guest, &format!("{form}?ho-so=%3Cb%3E"), &["11. Nhìn chung, bạn hài lòng", "Không có ý kiến", "&lt;b&gt;"]).await;
    let (version, long) = (version(&page, form), "ă".repeat(10_000));
    let marks: Vec<String> = (1..=11).map(|at| format!("cau_{at}")).collect();
    for (mark, code, words) in [("6", "H99.101-261120-0001", ""), ("5", "H99.101-000000-0000", ""), ("5", "' OR 1=1", long.as_str()), ("", long.as_str(), "")] {
        let answers = marks.iter().map(|name| (name.as_str(), mark)).chain([("cau_12", "5"), ("cau_x", "5")]);
        let rest = [("phien_ban", version.as_str()), ("ma", code), ("so_cuoi", "0001"), ("noi_dung", words)];
        let fields: Vec<(&str, &str)> = answers.chain(rest).collect();
        assert!(app.post(&mut guest, form, &fields).await.location.contains("phieu="), "{mark} {code:.20}");
    }
    shows(app, &guest, "/khao-sat/ket-qua?don-vi=H99.101&quy=nam-ngoai", &["Quý 4 năm 2026", "0 lượt trả lời"]).await;
    let file = app.get(&guest, "/khao-sat/ket-qua.csv").await.body;
    assert!(file.contains("Toàn tỉnh") && file.contains("từ 5 lượt trả lời"), "{file}");
    for missing in ["/khao-sat/H00", "/khao-sat/ket-qua?don-vi=H00", "/khao-sat/ket-qua?quy=2100-1", "/khao-sat/ket-qua.csv?quy=2100-1"] {
        assert_eq!(app.get(&guest, missing).await.status, StatusCode::NOT_FOUND, "{missing}");
    }
    let leader = app.official("lanh.dao").await;
    shows(app, &leader, "/can-bo/khao-sat", &["Chưa có ai trả lời"]).await;
    assert_eq!(app.get(&leader, "/can-bo/khao-sat/cau-hoi").await.status, StatusCode::FORBIDDEN);
    shows(app, &app.official("kiem.soat").await, "/can-bo/khao-sat/cau-hoi", &["Câu hỏi cho quý 1 năm 2027", "Câu 11: hài lòng chung"]).await;
    // A code of the second factor counts once.
    app.t.portal.clock().advance(chrono::Duration::minutes(1));
}

async fn officials(app: &TestApp) {
    let mut leader = app.official("lanh.dao").await;
    shows(app, &leader, "/can-bo?loai=danh-gia", &["Tìm hiểu"]).await;
    let list = shows(app, &leader, "/can-bo/danh-gia?nhom=can-theo-doi", &["Theo dõi trước", "Rất không hài lòng"]).await;
    shows(app, &leader, "/can-bo/danh-gia?q=khong+co+gi+nhu+the&muc=5&tu-ngay=01/11/2026", &["Không có đánh giá nào"]).await;
    shows(app, &leader, "/can-bo/danh-gia?tu-ngay=hom-qua", &["Lỗi: Đánh giá"]).await;
    let detail = list.split("href=\"").find_map(|rest| rest.split('"').next().filter(|href| href.starts_with("/can-bo/danh-gia/"))).unwrap().to_owned();
    let close = format!("{detail}/theo-doi");
    let page = shows(app, &leader, &detail, &["Kết thúc theo dõi", "Trả lời người dân"]).await;
    assert!(!page.contains("Duyệt nhận xét"), "the unit does not decide about words on itself");
    let fields = [("bieu_mau", "theo-doi"), ("phien_ban", &version(&page, &close)), ("noi_dung", "Đã gọi điện xin lỗi người dân")];
    assert_eq!(plain(&app.post(&mut leader, &close, &fields).await.location), detail);
    shows(app, &leader, &detail, &["Nguyễn Mẫu Dũng kết thúc lúc"]).await;
    let mut moderator = app.official("kiem.soat").await;
    let list = shows(app, &moderator, "/can-bo/danh-gia?nhom=cho-duyet", &["Nhận xét chờ duyệt"]).await;
    let detail = list.split("href=\"").find_map(|rest| rest.split('"').next().filter(|href| href.starts_with("/can-bo/danh-gia/"))).unwrap().to_owned();
    let page = shows(app, &moderator, &detail, &["Duyệt nhận xét"]).await;
    let decide = format!("{detail}/duyet");
    let fields = [("bieu_mau", "duyet"), ("phien_ban", &version(&page, &decide)), ("quyet_dinh", "dang"), ("ly_do", "")];
    assert_eq!(plain(&app.post(&mut moderator, &decide, &fields).await.location), detail);
    shows(app, &moderator, &detail, &["Đã đăng"]).await;
    assert_eq!(app.get(&app.official("van.thu").await, "/can-bo/danh-gia").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn queue_and_ratings_of_the_demo() {
    let app = TestApp::on(domain::testing::demo().await);
    visitors(&app).await;
    bookings(&app).await;
    counter(&app).await;
    ratings(&app).await;
    survey(&app).await;
    app.t.portal.clock().advance(chrono::Duration::minutes(1));
    officials(&app).await;
}
