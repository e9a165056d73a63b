//! Applying over HTTP, as a browser without JavaScript does (A02-11, citizens' half).

use crate::common::journey::{PDF, walk};
use crate::common::{TestApp, Visitor};
use domain::seed::{Size, demo, identity, org, procedures};
use http::StatusCode;
use rand::{SeedableRng, rngs::StdRng};

async fn app() -> TestApp {
    let app = TestApp::sqlite().await;
    let mut rng = StdRng::seed_from_u64(1);
    let portal = &app.t.portal;
    org::seed(portal, Size::S, &mut rng, &mut |_| {}).await.unwrap();
    procedures::seed(portal, Size::S, &mut rng, &mut |_| {}).await.unwrap();
    identity::seed(portal, Size::S, &mut rng, &mut |_| {}).await.unwrap();
    portal.clock().set(domain::seed::demo_start());
    app
}

/// A02-11: from the search to the receipt and the tracking page, every step a plain form.
#[tokio::test(flavor = "multi_thread")]
async fn a02_11_a_citizen_applies_without_javascript() {
    let app = app().await;
    let nobody = Visitor::anonymous();
    let list = app.get(&nobody, "/thu-tuc?q=ban+sao+trich+luc").await;
    assert!(list.body.contains("/thu-tuc/2.000635") && list.body.contains("Cấp bản sao trích lục hộ tịch"));
    let page = app.get(&nobody, "/thu-tuc/2.000635").await;
    for words in ["Bắt đầu nộp hồ sơ", "Giấy tờ cần có", "8.000", "Mã thủ tục", "Nếu nộp và được tiếp nhận bây giờ"] {
        assert!(page.body.contains(words), "{words}");
    }
    let mut stranger = Visitor::anonymous();
    let refused = app.post(&mut stranger, "/thu-tuc/2.000635/nop", &[]).await;
    assert!(refused.location.starts_with("/dang-nhap?ve="), "{}", refused.location);

    let mut citizen = app.citizen(demo::CITIZENS[0].0).await;
    let started = app.post(&mut citizen, "/thu-tuc/2.000635/nop", &[]).await;
    let code = started.location.trim_start_matches("/nop/").to_owned();
    assert!(code.starts_with("N-261123-"), "{code}");
    let resumed = app.get(&citizen, &format!("/nop/{code}")).await;
    assert_eq!(resumed.location, format!("/nop/{code}/co-quan"));

    let (check, _) = walk(&app, &mut citizen, &resumed.location).await;
    assert!(check.body.contains("Kiểm tra thông tin trước khi nộp") && check.body.contains("999000000001") && check.body.contains("uy-quyen.pdf"));
    assert!(!check.body.contains("Còn mục chưa xong"));
    let declare = format!("/nop/{code}/cam-doan");
    let undeclared = app.post(&mut citizen, &declare, &[]).await;
    let again = app.get(&citizen, &undeclared.location).await;
    assert!(again.body.contains("Có lỗi cần sửa") && again.body.contains("Chưa đánh dấu lời cam đoan"));
    for _ in 0..2 {
        let sent = app.post(&mut citizen, &declare, &[("cam_doan", "co")]).await;
        assert_eq!(sent.location, format!("/nop/{code}/xong"));
    }
    let done = app.get(&citizen, &format!("/nop/{code}/xong")).await;
    assert!(done.body.contains("Đã nộp hồ sơ lúc") && done.body.contains(&code));
    let receipt = app.get(&citizen, &format!("/bien-nhan/{code}")).await;
    assert!(receipt.body.contains("uy-quyen.pdf") && receipt.body.contains("SHA-256") && receipt.body.contains("Vị trí trong chuỗi nhật ký"));
    let file = app.get(&citizen, &format!("/bien-nhan/{code}/tai-ve")).await;
    assert!(file.body.starts_with("<!DOCTYPE html>") && file.body.contains(&code));
    let mine = app.get(&citizen, "/ho-so-cua-toi").await;
    assert!(mine.body.contains(&code) && mine.body.contains("Đang giải quyết"));
    assert_eq!(app.get(&citizen, &format!("/ho-so-cua-toi/{code}")).await.status, StatusCode::OK);

    let other = app.citizen(demo::CITIZENS[1].0).await;
    for path in [format!("/nop/{code}/xong"), format!("/bien-nhan/{code}"), format!("/ho-so-cua-toi/{code}"), format!("/nop/{code}")] {
        assert_eq!(app.get(&other, &path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

/// A02-07 over HTTP: the public page shows nothing personal; four digits are never in an address; misses look alike.
#[tokio::test(flavor = "multi_thread")]
async fn a02_07_the_tracking_page_is_masked() {
    let app = app().await;
    let mut citizen = app.citizen(demo::CITIZENS[0].0).await;
    let started = app.post(&mut citizen, "/thu-tuc/2.000635/nop", &[]).await;
    let code = started.location.trim_start_matches("/nop/").to_owned();
    walk(&app, &mut citizen, &format!("/nop/{code}/co-quan")).await;
    app.post(&mut citizen, &format!("/nop/{code}/cam-doan"), &[("cam_doan", "co")]).await;

    let mut nobody = Visitor::anonymous();
    let level1 = app.get(&nobody, &format!("/tra-cuu/{code}")).await;
    assert!(level1.body.contains("N••••• M•• S••") && level1.body.contains("Chờ tiếp nhận"));
    for secret in ["Nguyễn Mẫu Sơn", "999000000001", "0999900001", "uy-quyen.pdf", "Nhận kết quả"] {
        assert!(!level1.body.contains(secret), "{secret}");
    }
    let right = app.post(&mut nobody, "/tra-cuu", &[("ma", &code), ("so_cuoi", "0001")]).await;
    assert!(right.location.starts_with(&format!("/tra-cuu/{code}?phieu=")) && !right.location.contains("0001&"), "{}", right.location);
    let level2 = app.get(&nobody, &right.location).await;
    assert!(level2.body.contains("Nhận kết quả") && !level2.body.contains("Nguyễn Mẫu Sơn"));
    assert!(!app.get(&nobody, &right.location).await.body.contains("Nhận kết quả"), "the row is read once");
    let mut answers = Vec::new();
    for (code, check) in [(code.as_str(), "9999"), ("N-261123-AAAAAA", "0001")] {
        let wrong = app.post(&mut nobody, "/tra-cuu", &[("ma", code), ("so_cuoi", check)]).await;
        let page = app.get(&nobody, &wrong.location).await;
        assert!(page.body.contains("Không tìm thấy hồ sơ với thông tin này"));
        answers.push((wrong.status, page.status));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(app.get(&nobody, "/tra-cuu/N-261123-AAAAAA").await.status, StatusCode::NOT_FOUND);
}

/// What is typed wrong comes back with its message; a page of somebody else's making is refused.
#[tokio::test(flavor = "multi_thread")]
async fn wrong_answers_come_back() {
    let app = app().await;
    let mut citizen = app.citizen(demo::CITIZENS[0].0).await;
    let started = app.post(&mut citizen, "/thu-tuc/2.000635/nop", &[]).await;
    let code = started.location.trim_start_matches("/nop/").to_owned();
    let born = format!("/nop/{code}/thong-tin/2");
    let wrong = app.post(&mut citizen, &born, &[("ngay_sinh_ngay", "31"), ("ngay_sinh_thang", "11"), ("ngay_sinh_nam", "1990")]).await;
    let page = app.get(&citizen, &wrong.location).await;
    assert!(page.body.contains("<title>Lỗi: Ngày sinh") && page.body.contains("Tháng 11 chỉ có 30 ngày. Hãy sửa ngày sinh."), "{}", wrong.location);
    assert!(page.body.contains("value=\"31\""));
    let part = format!("/nop/{code}/giay-to/1");
    let bad = app.post_file(&mut citizen, &part, &[("tai_len", "1")], Some(("tep", "anh.jpg", PDF))).await;
    assert!(app.get(&citizen, &bad.location).await.body.contains("không khớp với nội dung"));
    let early = app.post(&mut citizen, &format!("/nop/{code}/cam-doan"), &[("cam_doan", "co")]).await;
    assert_eq!(early.location, format!("/nop/{code}/kiem-tra"));
    assert!(app.get(&citizen, &early.location).await.body.contains("Còn mục chưa xong"));
    for path in ["/nop/N-1/co-quan", &format!("/nop/{code}/to-khai/99"), &format!("/nop/{code}/khong-co")] {
        assert_eq!(app.get(&citizen, path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}
