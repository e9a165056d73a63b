//! Feeds and site map (A07-04).

use crate::news::support::*;
use domain::actor::Actor;
use domain::news::{self, Feed};
use domain::testing::with_dbs;
use model::news::{ArticleText, Channel, SectionCode};

/// Reads XML strictly enough for feeds: one root, matching tags, quoted attributes, known references. Returns the texts of an element.
fn texts(xml: &str, wanted: &str) -> Vec<String> {
    let body = xml.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n").expect("declaration");
    let (mut open, mut found, mut rest, mut roots) = (Vec::<String>::new(), Vec::new(), body.trim_end(), 0);
    while !rest.is_empty() {
        let at = rest.find('<').expect("text after the root");
        let text = &rest[..at];
        assert!(!text.contains('>'), "bare > in {text}");
        for reference in text.split('&').skip(1) {
            assert!(["amp;", "lt;", "gt;", "quot;"].iter().any(|known| reference.starts_with(known)), "reference in {text}");
        }
        assert!(text.is_empty() || !open.is_empty(), "text outside the root");
        let end = rest.find('>').expect("tag without end");
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name));
            if name == wanted {
                found.push(text.to_owned());
            }
            continue;
        }
        assert_eq!(tag.matches('"').count() % 2, 0, "quotes in {tag}");
        roots += usize::from(open.is_empty());
        if !tag.ends_with('/') {
            open.push(tag.split(' ').next().expect("name").to_owned());
        }
    }
    assert!(open.is_empty() && roots == 1);
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn a07_04_feeds_are_valid_and_equal_their_lists() {
    with_dbs(async |t| {
        set_up(t).await;
        let strange = "Giá < 5 & \"lợi\" > 'hại' \u{1}]]>";
        for n in 0..35 {
            t.portal.clock().advance(chrono::Duration::minutes(1));
            published(t, &text(&format!("{strange} {n}"))).await;
        }
        published(t, &ArticleText { section: SectionCode::Drafts, ..text("Dự thảo") }).await;
        published(t, &ArticleText { channel: Channel::Notice, ..text("Bảo trì") }).await;
        let mut cx = t.portal.read(&Actor::anonymous()).await.unwrap();
        for feed in [Feed::All, Feed::Notices, Feed::Section(SectionCode::News), Feed::Section(SectionCode::Drafts), Feed::Section(SectionCode::Budget)] {
            let list = news::list(&mut cx, &feed.filter(), 30, 0).await.unwrap();
            let rss = news::rss(&mut cx, feed).await.unwrap();
            assert_eq!(texts(&rss, "guid"), list.iter().map(|card| card.code.clone()).collect::<Vec<_>>());
            let atom = news::atom(&mut cx, feed).await.unwrap();
            let ids = texts(&atom, "id");
            let urls: Vec<String> = list.iter().map(|card| format!("http://127.0.0.1:3000{}", card.url)).collect();
            assert_eq!(ids[1..], urls);
        }
        let map = news::sitemap(&mut cx).await.unwrap();
        assert_eq!(texts(&map, "loc").iter().filter(|url| url.contains("/tin-tuc/")).count(), 37);
        assert!(texts(&map, "loc").contains(&"http://127.0.0.1:3000/cong/phuong-thanh-lam".to_owned()));
        assert!(Feed::by_slug("khong-co").is_none());
        for feed in SectionCode::ALL.iter().map(|section| Feed::Section(*section)).chain([Feed::All, Feed::Notices]) {
            assert_eq!(Feed::by_slug(feed.slug()), Some(feed));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a07_10_old_sites_lead_to_their_successor() {
    with_dbs(async |t| {
        set_up(t).await;
        let mut cx = t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
        let text = String::new();
        let new = news::NewSite {
            unit_id: COMMUNE,
            kind: model::news::SiteKind::Component,
            title: "Xã Mới".into(),
            owner: text.clone(),
            hotline: text.clone(),
            email: text.clone(),
            address: text,
        };
        let successor = news::add_site(&mut cx, &new).await.unwrap();
        assert!(matches!(news::add_site(&mut cx, &new).await, Err(domain::Error::Conflict(_))));
        let old = news::site_by_path(&mut cx, "phuong-thanh-lam").await.unwrap();
        news::redirect_site(&mut cx, old.id, successor).await.unwrap();
        assert_eq!(news::site_successor(&mut cx, "phuong-thanh-lam").await.unwrap().as_deref(), Some("xa-moi"));
        let [offices, communes] = news::component_sites(&mut cx, 9).await.unwrap();
        let links = vec![("xa-moi".to_owned(), "Xã Mới".to_owned())];
        assert_eq!((offices.total, communes.total, communes.links), (0, 1, links), "not the main portal, not the one that ended");
        let main = news::main_site(&mut cx).await.unwrap();
        assert!(news::redirect_site(&mut cx, main.id, successor).await.is_err());
    })
    .await;
}
