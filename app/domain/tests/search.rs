//! The search of the portal: same hits in the same order on both engines (07 §11).

use chrono::Duration;
use domain::actor::Actor;
use domain::search::{self, Document};
use domain::testing::{TestPortal, with_dbs};
use model::search::{Found, SearchKind, SearchQuery};

async fn put(t: &TestPortal, kind: SearchKind, key: &str, title: &str, code: &str, body: &str, days_old: i64) {
    let mut cx = t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
    let at = cx.now() - Duration::days(days_old);
    let url = format!("/x/{key}");
    let document = Document { kind, key, title, code, body, url: &url, site_id: None, at };
    search::put(&mut cx, &document).await.unwrap();
    cx.commit().await.unwrap();
}

async fn find(t: &TestPortal, text: &str) -> Found {
    let mut cx = t.portal.read(&Actor::anonymous()).await.unwrap();
    search::find(&mut cx, &SearchQuery { text: text.into(), page: 1, ..SearchQuery::default() }).await.unwrap()
}

async fn titles(t: &TestPortal, text: &str) -> Vec<String> {
    find(t, text).await.hits.into_iter().map(|hit| hit.title).collect()
}

async fn articles(t: &TestPortal, titles: &[&str]) {
    for (n, title) in titles.iter().enumerate() {
        put(t, SearchKind::Article, &format!("{n}-{title}"), title, "", "", i64::try_from(n).unwrap()).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a07_05_every_pair_of_the_table() {
    with_dbs(async |t| {
        articles(t, &["Thị trấn cũ", "Đi Đà Nẵng", "Đường đến DA NANG", "Ủy ban nhân dân", "Hòa Bình", "Thúy Kiều", "Quý Mão", "Hồ sơ đất đai", "Lam Giang"])
            .await;
        put(t, SearchKind::Procedure, "1", "Cấp đổi Giấy chứng nhận quyền sử dụng đất", "1.012345", "", 0).await;
        put(t, SearchKind::Document, "2", "Về việc công bố thủ tục hành chính", "123/QĐ-UBND", "", 0).await;
        let pairs = [
            ("thi tran", "Thị trấn cũ"),
            ("da nang", "Đi Đà Nẵng"),
            ("da nang", "Đường đến DA NANG"),
            ("đà nẵng", "Đi Đà Nẵng"),
            ("đà nẵng", "Đường đến DA NANG"),
            ("Đà Nẵng", "Đi Đà Nẵng"),
            ("Đà Nẵng", "Đường đến DA NANG"),
            ("uỷ ban", "Ủy ban nhân dân"),
            ("Hoà Bình", "Hòa Bình"),
            ("thuý", "Thúy Kiều"),
            ("quí", "Quý Mão"),
            ("ho so", "Hồ sơ đất đai"),
            ("so do", "Cấp đổi Giấy chứng nhận quyền sử dụng đất"),
            ("123 qd ubnd", "Về việc công bố thủ tục hành chính"),
            ("123/QĐ-UBND", "Về việc công bố thủ tục hành chính"),
            ("La\u{300}m Giang", "Lam Giang"),
        ];
        for (query, title) in pairs {
            assert!(titles(t, query).await.iter().any(|found| found == title), "{query} → {title} on {}", t.engine);
        }
        assert_eq!(titles(t, "đà nẵng").await, ["Đi Đà Nẵng", "Đường đến DA NANG"], "marks rank the exact spelling first");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a07_05_one_syllable_with_and_without_its_mark() {
    with_dbs(async |t| {
        // The older, the further down: without a mark the newest stands first.
        articles(t, &["má", "mà", "mả", "mã", "mạ", "ma"]).await;
        assert_eq!(titles(t, "ma").await, ["má", "mà", "mả", "mã", "mạ", "ma"]);
        assert_eq!(titles(t, "mã").await, ["mã", "má", "mà", "mả", "mạ", "ma"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn order_of_the_ranks() {
    with_dbs(async |t| {
        put(t, SearchKind::Article, "body", "Tin trong ngày", "", "Người dân nhận lại khai sinh tại phường", 0).await;
        put(t, SearchKind::Article, "title", "Khai sinh lưu động ở Hòn Lam", "", "", 5).await;
        put(t, SearchKind::Procedure, "old", "Thủ tục khai sinh", "1.001193", "", 900).await;
        let names = |found: Found| found.hits.into_iter().map(|hit| hit.key).collect::<Vec<_>>();
        assert_eq!(names(find(t, "khai sinh").await), ["title", "old", "body"]);
        assert_eq!(names(find(t, "đăng ký khai sinh").await), ["old", "title", "body"], "not all words: still the nearest, procedures first");
        assert!(find(t, "đăng ký khai sinh").await.relaxed);
        assert_eq!(names(find(t, "1.001193").await), ["old"]);
        assert_eq!(names(find(t, "thủ tục khai sinh").await)[0], "old");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_is_replaced_and_removed() {
    with_dbs(async |t| {
        put(t, SearchKind::Unit, "H99.02", "Sở Nội vụ", "H99.02", "", 0).await;
        put(t, SearchKind::Unit, "H99.02", "Sở Nội vụ tỉnh", "H99.02", "Địa chỉ: số 2 đường Bờ Sông", 0).await;
        assert_eq!(titles(t, "so noi vu").await, ["Sở Nội vụ tỉnh"]);
        assert_eq!(titles(t, "bờ sông").await, ["Sở Nội vụ tỉnh"]);
        let mut cx = t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
        search::remove(&mut cx, SearchKind::Unit, "H99.02").await.unwrap();
        search::remove(&mut cx, SearchKind::Unit, "H99.02").await.unwrap();
        cx.commit().await.unwrap();
        assert!(titles(t, "so noi vu").await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_queries_are_answered() {
    with_dbs(async |t| {
        articles(t, &["Lam Giang 100 %"]).await;
        let long = "ă".repeat(10_000);
        let many = "lam ".repeat(500);
        for text in ["", " ", "%", "_", "'", "\"", "lam' OR 1=1 --", "lam\0giang", "NOT AND OR NEAR(", "lam:*", "& | !", "💡", "\u{202e}", "日本", &long, &many]
        {
            let _ = find(t, text).await;
        }
        assert_eq!(find(t, "lam:*").await.paging.total, 1);
        assert_eq!(find(t, "%").await.paging.total, 0);
        let mut cx = t.portal.read(&Actor::anonymous()).await.unwrap();
        let far = SearchQuery { text: "lam".into(), page: i64::MAX, ..SearchQuery::default() };
        let last = search::find(&mut cx, &far).await.unwrap();
        assert_eq!((last.paging.page, last.hits.len()), (1, 1), "the last page there is");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn misses_and_synonyms_are_the_editors() {
    with_dbs(async |t| {
        let mut cx = t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
        for text in ["Xe  buýt", "xe buýt", "999012345678"] {
            search::note_miss(&mut cx, text).await.unwrap();
        }
        assert_eq!(search::misses(&mut cx).await.unwrap(), [("xe buýt".to_owned(), 2)]);
        search::save_synonym(&mut cx, "Xe buýt", "phương tiện công cộng").await.unwrap();
        cx.commit().await.unwrap();
        articles(t, &["Mạng lưới phương tiện công cộng"]).await;
        let found = find(t, "tuyến xe buýt").await;
        assert_eq!(found.also, ["phương tiện công cộng"]);
        assert_eq!(titles(t, "xe buyt").await, ["Mạng lưới phương tiện công cộng"]);
        let mut cx = t.portal.write(&Actor::anonymous()).await.unwrap();
        assert!(search::save_synonym(&mut cx, "a", "b").await.is_err());
        assert!(search::misses(&mut cx).await.is_err());
    })
    .await;
}
