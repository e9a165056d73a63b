//! The pages of the working calendar, and the explanation of a due date wherever it stands.

use crate::common::dossiers::{province, received};
use crate::common::{Answer, TestApp, Visitor, encode};
use domain::seed::demo;
use domain::testing::vn;
use http::{Request, StatusCode};

/// The small province on SQLite.
async fn sqlite() -> TestApp {
    let app = TestApp::sqlite().await;
    province(&app).await;
    app
}

/// The texts between two marks, without tags, white space as people see it.
fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => text.push(c),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace("&quot;", "\"").replace("&#x27;", "'").replace("&amp;", "&")
}

/// The lines below a mark in a page: every element of this name up to the end of the list.
fn lines(page: &Answer, after: &str, element: &str, end: &str) -> Vec<String> {
    let rest = page.body.split(after).nth(1).unwrap_or_else(|| panic!("{after} is not in {}", page.body));
    let list = rest.split(end).next().unwrap_or_default();
    list.split(&format!("<{element}"))
        .skip(1)
        .map(|item| plain(item.split_once('>').map_or("", |(_, text)| text.split(&format!("</{element}>")).next().unwrap_or_default())))
        .collect()
}

async fn json(app: &TestApp, path: &str) -> serde_json::Value {
    let request = Request::builder().uri(path).header("host", "127.0.0.1:3000").header("accept", "application/json").body(axum::body::Body::empty()).unwrap();
    let answer = app.send(request).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    serde_json::from_str(&answer.body).unwrap()
}

/// A03-06: the same explanation, word for word, on form 01, the tracking page, the answer for programs, the dossier page and the
/// page of the applicant; before and after a calendar change.
#[tokio::test(flavor = "multi_thread")]
async fn a03_06_one_explanation_everywhere() {
    for app in [TestApp::sqlite().await, TestApp::postgres().await] {
        println!("engine: {}", app.t.engine);
        province(&app).await;
        one_explanation(&app).await;
    }
}

async fn one_explanation(app: &TestApp) {
    let code = received(app, 1, vn(2026, 12, 24, 9, 15)).await;
    let clerk = app.official("mot.cua").await;
    let citizen = app.citizen(demo::CITIZENS[0].0).await;
    let (_, mut first) = compare(app, &clerk, &citizen, &code).await;
    let issued = paper(app, &clerk, &format!("/can-bo/ho-so/{code}/mau/01-2")).await;
    assert_eq!(issued, first, "form 01");
    assert_eq!(paper(app, &citizen, &format!("/ho-so-cua-toi/{code}/mau/01-2")).await, first, "form 01 of the applicant");
    assert!(first.iter().any(|line| line.starts_with("Tiếp nhận lúc 09:15 thứ Năm, 24/12/2026")), "{first:?}");
    assert!(first.iter().any(|line| line.starts_with("Hạn trả kết quả: 17:00")), "{first:?}");

    let mut admin = app.official("quan.tri").await;
    let fields = change(&[("ngay", "28/12/2026"), ("ten", "Nghỉ bão")]);
    let saved = app.post(&mut admin, "/quan-tri/lich", &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let mut second = app.official("quan.tri.2").await;
    let page = app.get(&second, "/quan-tri/lich?nam=2026").await;
    assert!(page.body.contains("Chờ người thứ hai duyệt"), "{}", plain(&page.body));
    let asked = app.post(&mut second, "/quan-tri/lich/duyet", &[("so", "1")]).await;
    assert!(asked.location.starts_with("/can-bo/xac-thuc-lai"), "{}", asked.location);
    app.step_up(&mut second, "quan.tri.2").await;
    let approved = app.post(&mut second, "/quan-tri/lich/duyet", &[("so", "1")]).await;
    assert!(approved.location.starts_with("/quan-tri/lich?nam=2026"), "{}", approved.location);
    while let Some(job) = domain::jobs::claim(&app.t.portal).await.unwrap() {
        domain::perform(&app.t.portal, &job).await.unwrap();
    }
    let (due, after) = compare(app, &clerk, &citizen, &code).await;
    assert_eq!(paper(app, &clerk, &format!("/can-bo/ho-so/{code}/mau/01-2")).await, issued, "a paper stays what it was");
    assert!(after.iter().any(|line| line.contains("Lịch làm việc thay đổi ngày 24/12/2026 (Theo công điện của tỉnh)")), "{after:?}");
    assert!(after.iter().any(|line| line.starts_with("Hạn trả kết quả mới: ")), "{after:?}");
    assert!(due.is_some());
    first.retain(|line| !after.contains(line));
    assert!(!first.is_empty(), "the change is seen nowhere");
}

/// A02-07: the reason of form 04 is free text about one person; whoever has only the code reads that the date moved, not why.
#[tokio::test(flavor = "multi_thread")]
async fn a02_07_the_reason_of_an_extension_is_not_public() {
    let app = sqlite().await;
    let code = received(&app, 1, vn(2026, 11, 25, 9, 15)).await;
    let reason = "Chờ ông Trần Kín Đáo, điện thoại 0912 345 678, đến bổ sung lời khai";
    let extension = serde_json::json!([{ "at": vn(2026, 11, 26, 9, 0), "units": 1, "reason": reason }]).to_string();
    let mut cx = app.t.portal.write(&domain::Actor::system("Kiểm thử")).await.unwrap();
    cx.conn().exec("UPDATE dossier SET extensions = $2 WHERE code = $1", domain::args![&code, extension]).await.unwrap();
    cx.commit().await.unwrap();
    let path = format!("/tra-cuu/{code}");
    let page = app.get(&Visitor::anonymous(), &path).await.body;
    let facts = json(&app, &path).await.to_string();
    for (text, what) in [(&page, "page"), (&facts, "answer for programs")] {
        assert!(text.contains("Hẹn lại ngày 26/11/2026: thêm 1 ngày"), "{what}: {text}");
        for secret in ["Trần Kín Đáo", "0912 345 678", "lời khai"] {
            assert!(!text.contains(secret), "{what}: {secret}");
        }
    }
    // The desk reads it.
    let clerk = app.official("mot.cua").await;
    let page = app.get(&clerk, &format!("/can-bo/ho-so/{code}")).await.body;
    assert!(page.contains(reason) && page.contains("id=\"thoi-han\""));
    // Each row of the list leads to the explanation of its badge.
    let list = app.get(&clerk, "/can-bo/ho-so?hang=dang-giai-quyet").await.body;
    assert!(list.contains(&format!("/can-bo/ho-so/{code}?hang=dang-giai-quyet#thoi-han")), "{}", plain(&list));
}

/// Reads the explanation in four places and compares; returns it with the due date.
async fn compare(app: &TestApp, clerk: &Visitor, citizen: &Visitor, code: &str) -> (Option<String>, Vec<String>) {
    let facts = json(app, &format!("/tra-cuu/{code}")).await;
    let api: Vec<String> = facts["explanation"].as_array().unwrap().iter().map(|line| plain(line.as_str().unwrap())).collect();
    assert!(api.len() >= 4, "{api:?}");
    let tracking = app.get(&Visitor::anonymous(), &format!("/tra-cuu/{code}")).await;
    assert_eq!(lines(&tracking, "p-status-area__lines", "p", "</details>"), api, "tracking page");
    let path = format!("/can-bo/ho-so/{code}");
    let page = app.get(clerk, &path).await;
    assert_eq!(page.status, StatusCode::OK, "{path}");
    assert_eq!(lines(&page, "p-explanation", "li", "</ul>"), api, "{path}");
    let path = format!("/ho-so-cua-toi/{code}");
    let own = app.get(citizen, &path).await;
    assert_eq!(own.status, StatusCode::OK, "{path}");
    assert_eq!(lines(&own, "p-status-area__lines", "p", "</details>"), api, "{path}");
    (facts["due"].as_str().map(str::to_owned), api)
}

/// The paragraphs of the receipt that was issued.
async fn paper(app: &TestApp, visitor: &Visitor, path: &str) -> Vec<String> {
    let page = app.get(visitor, path).await;
    assert_eq!(page.status, StatusCode::OK, "{path}");
    lines(&page, "Cách tính thời hạn", "p", "</div>")
}

fn change<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![("viec", "put"), ("loai", "holiday"), ("tinh_trang", "official"), ("ly_do", "Theo công điện của tỉnh")];
    fields.extend_from_slice(more);
    fields
}

/// Years, form, preview, saving without JavaScript; everybody else is refused.
#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_changes_the_calendar() {
    let app = sqlite().await;
    received(&app, 1, vn(2026, 12, 24, 9, 15)).await;
    app.t.portal.clock().set(vn(2026, 11, 23, 9, 0));
    let mut admin = app.official("quan.tri").await;
    let year = app.get(&admin, "/quan-tri/lich?nam=2027").await;
    for words in ["Lịch làm việc năm 2027", "Dự kiến", "249 ngày làm việc", "Quốc khánh", "Thêm ngày nghỉ hoặc làm bù", "Sửa"] {
        assert!(year.body.contains(words), "{words}: {}", plain(&year.body));
    }
    let form = app.get(&admin, "/quan-tri/lich/sua?viec=move&nam=2027&ngay-cu=2027-09-03").await;
    assert!(form.body.contains("Ngày nghỉ cũ, nay làm việc") && form.body.contains("03/09/2027"), "{}", plain(&form.body));
    let query =
        |fields: &[(&str, &str)]| fields.iter().map(|(name, value)| format!("{}={}", name.replace('_', "-"), encode(value))).collect::<Vec<_>>().join("&");
    let wrong = app.get(&admin, &format!("/quan-tri/lich/xem-truoc?{}", query(&change(&[("ngay", "29/12/2026"), ("ten", "")])))).await;
    assert!(wrong.body.contains("Lỗi: ") && wrong.body.contains("Chưa ghi dịp nghỉ hoặc làm bù"), "{}", plain(&wrong.body));
    let fields = change(&[("ngay", "29/12/2026"), ("ten", "Nghỉ bão"), ("nam", "2026")]);
    let seen = app.get(&admin, &format!("/quan-tri/lich/xem-truoc?{}", query(&fields))).await;
    assert!(seen.body.contains("Thay đổi này dời hạn của 0 hồ sơ sớm hơn, 1 hồ sơ muộn hơn."), "{}", plain(&seen.body));
    assert!(seen.body.contains("Lưu thay đổi"));
    let saved = app.post(&mut admin, "/quan-tri/lich", &fields).await;
    assert!(saved.location.starts_with("/quan-tri/lich?nam=2026"), "{}", saved.location);
    let year = app.get(&admin, &saved.location).await;
    assert!(year.body.contains("Đã lưu thay đổi lịch") && year.body.contains("Nghỉ bão") && year.body.contains("Đang tính lại hạn"), "{}", plain(&year.body));
    let again = app.post(&mut admin, "/quan-tri/lich", &fields).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "a double click is refused in words: {}", again.body);
    for username in ["quan.tri.xa", "mot.cua", "lanh.dao"] {
        let other = app.official(username).await;
        assert_eq!(app.get(&other, "/quan-tri/lich").await.status, StatusCode::FORBIDDEN, "{username}");
    }
}

/// A03-04: the banner stands on administrators' pages from 1 October while the next year has no calendar.
#[tokio::test(flavor = "multi_thread")]
async fn a03_04_the_banner_of_the_missing_year() {
    let app = sqlite().await;
    let banner = "Chưa có lịch làm việc năm 2028";
    for (at, shown) in [(vn(2027, 9, 30, 9, 0), false), (vn(2027, 10, 1, 9, 0), true)] {
        app.t.portal.clock().set(at);
        let admin = app.official("quan.tri").await;
        let of_ward = app.official("quan.tri.xa").await;
        for (visitor, path) in [(&admin, "/can-bo"), (&admin, "/quan-tri"), (&admin, "/quan-tri/lich"), (&of_ward, "/quan-tri")] {
            let page = app.get(visitor, path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert_eq!(page.body.contains(banner), shown, "{path} at {at}");
        }
        let clerk = app.official("mot.cua").await;
        assert!(!app.get(&clerk, "/can-bo").await.body.contains(banner));
    }
}
