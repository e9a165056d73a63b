//! News over HTTP: pages without scripts and cookies, feeds, what was taken down, search.

use crate::common::{TestApp, Visitor};
use domain::news::{self, NewSite};
use domain::{Actor, args};
use http::StatusCode;
use model::news::{ArticleForm, ArticleOption, SiteKind, TakeDown, UnpublishReason};

/// A main portal with one article; returns its code and its address.
async fn with_article(app: &TestApp) -> (String, String) {
    let mut cx = app.t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
    cx.conn().exec("INSERT INTO org_unit (id, kind) VALUES (9001, 'department')", args![]).await.unwrap();
    let empty = String::new();
    let site = NewSite {
        unit_id: 9001,
        kind: SiteKind::Main,
        title: "Cổng tỉnh".into(),
        owner: "Chánh Văn phòng".into(),
        hotline: empty.clone(),
        email: empty.clone(),
        address: empty,
    };
    news::add_site(&mut cx, &site).await.unwrap();
    let form = ArticleForm {
        section: "news".into(),
        channel: "news".into(),
        title: "Sông Lam <b>lên</b> mức báo động 1".into(),
        summary: "Bến đò dừng từ 18:00.".into(),
        body: "Đoạn **một**.".into(),
        options: ArticleOption::values(&[ArticleOption::OnFront, ArticleOption::Comments]),
        ..ArticleForm::default()
    };
    let code = news::create(&mut cx, &form.validate().unwrap()).await.unwrap();
    news::submit_for_approval(&mut cx, &code, 1).await.unwrap();
    news::approve(&mut cx, &code, 2, None).await.unwrap();
    let url = news::desk_article(&mut cx, &code).await.unwrap().row.url;
    cx.commit().await.unwrap();
    (code, url)
}

#[tokio::test(flavor = "multi_thread")]
async fn a07_07_public_pages_set_no_cookie_and_ask_no_other_host() {
    let app = TestApp::sqlite().await;
    let (_, url) = with_article(&app).await;
    let guest = Visitor::anonymous();
    for path in [
        "/",
        "/tin-tuc",
        &url,
        "/van-ban",
        "/cong-thanh-phan",
        "/cap-nhat-cong",
        "/danh-ba",
        "/lich-nghi",
        "/huong-dan",
        "/gop-y",
        "/du-lieu-mo",
        "/kha-nang-tiep-can",
        "/tim?q=song+lam",
    ] {
        let answer = app.get(&guest, path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(answer.cookies.is_empty(), "{path}");
        assert!(!answer.body.contains("src=\"http") && !answer.body.contains("<b>lên"), "{path}");
    }
    assert!(app.get(&guest, "/").await.body.contains("Sông Lam &lt;b&gt;lên"));
    let page = app.get(&guest, &url).await.body;
    assert!(page.contains("<strong>một</strong>") && page.contains("Ý kiến (0)"));
    assert!(app.get(&guest, "/tim?q=song+lam").await.body.contains(&url));
}

#[tokio::test(flavor = "multi_thread")]
async fn feeds_are_xml() {
    let app = TestApp::sqlite().await;
    with_article(&app).await;
    let guest = Visitor::anonymous();
    for (path, kind) in
        [("/rss/tin-tuc.xml", "application/rss+xml"), ("/atom/tin-tuc-su-kien.xml", "application/atom+xml"), ("/sitemap.xml", "application/xml")]
    {
        let answer = app.get(&guest, path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(answer.headers["content-type"].to_str().unwrap().starts_with(kind));
        assert!(answer.body.starts_with("<?xml"));
    }
    for path in ["/rss/khong-co.xml", "/rss/tin-tuc", "/tin-tuc/khong-co-2026-1", "/cong/khong-co", "/tep/00ff"] {
        assert_eq!(app.get(&guest, path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a07_02_what_was_taken_down_says_so() {
    let app = TestApp::sqlite().await;
    let (code, url) = with_article(&app).await;
    let mut cx = app.t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
    let version = news::desk_article(&mut cx, &code).await.unwrap().version;
    let wrong = TakeDown { cause: UnpublishReason::Mistake, note: "Sai giờ dừng bến đò.".into(), redirect: String::new() };
    news::unpublish(&mut cx, &code, version, &wrong).await.unwrap();
    cx.commit().await.unwrap();
    let answer = app.get(&Visitor::anonymous(), &url).await;
    assert_eq!(answer.status, StatusCode::GONE);
    assert!(answer.body.contains("Bài đã được gỡ") && !answer.body.contains("<strong>một</strong>"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_is_for_officials_with_the_right() {
    let app = TestApp::sqlite().await;
    let (code, _) = with_article(&app).await;
    let guest = Visitor::anonymous();
    for path in ["/can-bo/tin-bai", "/can-bo/tin-bai/moi", &format!("/can-bo/tin-bai/{code}")] {
        let answer = app.get(&guest, path).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
        assert!(answer.location.starts_with("/dang-nhap"));
    }
}
