//! The HTTP stack: headers, forged requests, forms without JavaScript, errors, hostile input on every route.

use crate::common::{TestApp, Visitor, encode};
use http::{Request, StatusCode};

/// Values that break careless code: markup, SQL, control characters, other scripts, length, numbers out of range.
fn hostile() -> Vec<String> {
    vec![
        "</title><script>alert(1)</script>".into(),
        "</textarea><script>alert(1)</script>".into(),
        "\"><img src=x onerror=alert(1)>".into(),
        "' OR 1=1 --".into(),
        "\0\u{202e}\u{7}".into(),
        "../../etc/passwd".into(),
        "ă".repeat(600),
        "-1".into(),
        "9999999999999999999999".into(),
        "0001-01-01".into(),
        "9999-12-31".into(),
        "2026-02-30".into(),
        "%00%ff%fe".into(),
        "😀ễ\u{301}".into(),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn every_response_carries_the_security_headers() {
    let app = TestApp::sqlite().await;
    for path in ["/", "/dang-nhap", "/khong-co", "/healthz", "/favicon.svg"] {
        let answer = app.get(&Visitor::anonymous(), path).await;
        let csp = answer.headers["content-security-policy"].to_str().unwrap();
        assert!(csp.contains("script-src 'self'") && !csp.contains("unsafe-inline"), "{path}: {csp}");
        for (name, value) in [("x-content-type-options", "nosniff"), ("referrer-policy", "same-origin"), ("cross-origin-opener-policy", "same-origin")] {
            assert_eq!(answer.headers[name], value, "{path}: {name}");
        }
        assert!(answer.headers.contains_key("x-request-id"), "{path}");
        assert!(answer.cookies.is_empty(), "{path} sets a cookie before anybody chose or signed in");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_from_another_site_is_refused() {
    let app = TestApp::sqlite().await;
    let forged = Request::builder()
        .method("POST")
        .uri("/tuy-chon")
        .header("host", "127.0.0.1:3000")
        .header("origin", "https://xau.example")
        .header("sec-fetch-site", "cross-site")
        .header("content-type", "application/x-www-form-urlencoded")
        .body("co_chu=150".into())
        .unwrap();
    let answer = app.send(forged).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.cookies.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn text_size_is_kept_by_a_form_without_javascript() {
    let app = TestApp::sqlite().await;
    let mut visitor = Visitor::anonymous();
    let answer = app.post(&mut visitor, "/tuy-chon", &[("co_chu", "150"), ("nen", "dark"), ("ve", "/cong-cu/tinh-han")]).await;
    assert_eq!((answer.status, answer.location.as_str()), (StatusCode::SEE_OTHER, "/cong-cu/tinh-han"));
    let page = app.get(&visitor, "/cong-cu/tinh-han").await;
    assert!(page.body.contains("data-text=\"150\"") && page.body.contains("data-theme=\"dark\""));
    for evil in ["https://xau.example/", "//xau.example", "/\\xau.example", "javascript:alert(1)", "/\t/xau.example", "/\n/xau.example"] {
        let answer = app.post(&mut visitor, "/tuy-chon", &[("ve", evil)]).await;
        assert_eq!(answer.location, "/", "{evil}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_form_comes_back_with_what_was_typed_but_no_secret() {
    let app = TestApp::sqlite().await;
    let mut visitor = Visitor::anonymous();
    let typed = "</title><script>alert('tên')</script>";
    let answer = app.post(&mut visitor, "/dang-nhap", &[("ten_dang_nhap", typed), ("mat_khau", "rất-bí-mật-và-dài")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(answer.location.starts_with("/dang-nhap?phieu="), "{}", answer.location);
    let page = app.get(&visitor, &answer.location).await;
    assert!(page.body.contains("<title>Lỗi: Đăng nhập"), "title");
    assert!(page.body.contains("Có lỗi cần sửa"));
    assert!(page.body.contains("alert(&#x27;tên&#x27;)") || page.body.contains("&lt;script"), "typed value is shown escaped");
    assert!(!page.body.contains("<script>alert"));
    assert!(!page.body.contains("rất-bí-mật"));
    let again = app.get(&visitor, &answer.location).await;
    assert!(!again.body.contains("Có lỗi cần sửa"), "the flash row is read once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_gets_typed_errors() {
    let app = TestApp::sqlite().await;
    let answer = app.post_json(&Visitor::anonymous(), "/dang-nhap", serde_json::json!({ "ten_dang_nhap": "khong.co", "mat_khau": "x" })).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let body: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(body["code"], "invalid");
    assert_eq!(body["fields"][0]["message"], "Tên đăng nhập, mật khẩu hoặc mã xác thực không đúng.");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_route_answers_500_or_opens_without_a_policy() {
    let app = TestApp::sqlite().await;
    let routes = app::routes();
    assert!(routes.list().len() > 20);
    let mut visitor = Visitor::anonymous();
    for route in routes.list() {
        for value in hostile() {
            let path: String =
                route.path.split('/').map(|part| if part.starts_with('{') { encode(&value) } else { part.to_owned() }).collect::<Vec<_>>().join("/");
            let answer = match route.method {
                "GET" => {
                    let query = ["q", "trang", "tu", "den", "tinh-den", "ngay", "gio", "so", "loai", "ma", "phieu", "ve"]
                        .map(|name| format!("{name}={}", encode(&value)))
                        .join("&");
                    app.get(&visitor, &format!("{path}?{query}")).await
                }
                _ => {
                    app.post(
                        &mut visitor,
                        &path,
                        &[("ten_dang_nhap", &value), ("mat_khau", &value), ("ma_xac_thuc", &value), ("ve", &value), ("co_chu", &value)],
                    )
                    .await
                }
            };
            let shown: String = value.chars().take(40).collect();
            assert!(!answer.status.is_server_error(), "{} {} with {shown:?}: {} {}", route.method, route.path, answer.status, answer.body);
            assert!(!answer.body.contains("<script>alert"), "{} {} echoes markup", route.method, route.path);
            if route.policy != app::web::Policy::Public {
                assert_ne!(answer.status, StatusCode::OK, "{} {} opens for nobody", route.method, route.path);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_address_is_a_page_with_a_way_on() {
    let app = TestApp::sqlite().await;
    let answer = app.get(&Visitor::anonymous(), "/khong-co-trang-nay").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(answer.body.contains("Không tìm thấy, hoặc bạn không có quyền xem.") && answer.body.contains("href=\"/\""));
}

// A03-04: a due date that needs a missing calendar is refused in words.
#[tokio::test(flavor = "multi_thread")]
async fn the_due_date_tool_computes_explains_and_refuses() {
    let app = TestApp::sqlite().await;
    let page = app.get(&Visitor::anonymous(), "/cong-cu/tinh-han?ngay=2026-11-23&gio=10:30&so=2&loai=gio-lam-viec").await;
    assert!(page.body.contains("14:30 thứ Hai, 23/11/2026"), "{}", page.body);
    let missing = app.get(&Visitor::anonymous(), "/cong-cu/tinh-han?ngay=2028-03-01&gio=08:00&so=3&loai=ngay-lam-viec").await;
    assert!(missing.body.contains("Chưa có lịch làm việc năm 2028"));
    assert!(missing.body.contains("Lỗi: "));
}
