//! Feeds and the site map: valid XML, the same articles as the lists (A07-04).

use super::public::{self, Filter};
use super::sites;
use crate::Cx;
use crate::error::Result;
use chrono::{DateTime, Utc};
use model::news::{ArticleCard, Channel, SectionCode};
use std::fmt::Write;

/// Articles in a feed.
const LENGTH: i64 = 30;
/// Most addresses in the site map.
const MAP_LENGTH: i64 = 50_000;

/// Which list a feed shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feed {
    /// All articles.
    All,
    /// All notices.
    Notices,
    /// One section.
    Section(SectionCode),
}

impl Feed {
    /// The feed with this word in its address: `tin-tuc`, `thong-bao` or the word of a section.
    #[must_use]
    pub fn by_slug(slug: &str) -> Option<Self> {
        match slug {
            "tin-tuc" => Some(Self::All),
            "thong-bao" => Some(Self::Notices),
            _ => SectionCode::by_slug(slug).map(Self::Section),
        }
    }

    /// The word in its address.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::All => "tin-tuc",
            Self::Notices => "thong-bao",
            Self::Section(section) => section.slug(),
        }
    }

    /// Title of the list.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::All => "Tin tức",
            Self::Notices => "Thông báo",
            Self::Section(section) => section.label(),
        }
    }

    /// Address of the list.
    #[must_use]
    pub fn page(self) -> String {
        if self == Self::All { "/tin-tuc".to_owned() } else { format!("/tin-tuc/{}", self.slug()) }
    }

    /// The filter of the list.
    #[must_use]
    pub fn filter(self) -> Filter {
        match self {
            Self::All => Filter::default(),
            Self::Notices => Filter { channel: Some(Channel::Notice), ..Filter::default() },
            Self::Section(section) => Filter { section: Some(section), ..Filter::default() },
        }
    }
}

/// RSS 2.0 of a list.
///
/// # Errors
/// If the database cannot be read.
pub async fn rss(cx: &mut Cx, feed: Feed) -> Result<String> {
    let cards = public::list(cx, &feed.filter(), LENGTH, 0).await?;
    let base = base(cx);
    let mut xml = String::from(XML);
    xml.push_str("<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\"><channel>");
    element(&mut xml, "title", &title(feed));
    element(&mut xml, "link", &format!("{base}{}", feed.page()));
    element(&mut xml, "description", &format!("{} của tỉnh Lam Giang", feed.title()));
    element(&mut xml, "language", "vi");
    let _ = write!(xml, "<atom:link href=\"{}\" rel=\"self\" type=\"application/rss+xml\"/>", escape(&format!("{base}/rss/{}.xml", feed.slug())));
    if let Some(newest) = newest(&cards) {
        element(&mut xml, "lastBuildDate", &newest.to_rfc2822());
    }
    for card in &cards {
        xml.push_str("<item>");
        element(&mut xml, "title", &card.title);
        element(&mut xml, "link", &format!("{base}{}", card.url));
        element(&mut xml, "description", &card.summary);
        element(&mut xml, "category", card.section.label());
        element(&mut xml, "pubDate", &card.published_at.to_rfc2822());
        let _ = write!(xml, "<guid isPermaLink=\"false\">{}</guid></item>", escape(&card.code));
    }
    xml.push_str("</channel></rss>\n");
    Ok(xml)
}

/// Atom of a list.
///
/// # Errors
/// If the database cannot be read.
pub async fn atom(cx: &mut Cx, feed: Feed) -> Result<String> {
    let cards = public::list(cx, &feed.filter(), LENGTH, 0).await?;
    let base = base(cx);
    let mut xml = String::from(XML);
    xml.push_str("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"vi\">");
    element(&mut xml, "title", &title(feed));
    let own = format!("{base}/atom/{}.xml", feed.slug());
    element(&mut xml, "id", &own);
    let _ = write!(xml, "<link rel=\"self\" href=\"{}\"/><link href=\"{}\"/>", escape(&own), escape(&format!("{base}{}", feed.page())));
    element(&mut xml, "updated", &stamp(newest(&cards).unwrap_or_else(|| cx.now())));
    for card in &cards {
        xml.push_str("<entry>");
        element(&mut xml, "title", &card.title);
        let address = format!("{base}{}", card.url);
        element(&mut xml, "id", &address);
        let _ = write!(xml, "<link href=\"{}\"/>", escape(&address));
        element(&mut xml, "published", &stamp(card.published_at));
        element(&mut xml, "updated", &stamp(card.updated_at));
        let _ = write!(xml, "<author><name>{}</name></author>", escape(&card.site));
        let _ = write!(xml, "<category term=\"{}\" label=\"{}\"/>", escape(card.section.slug()), escape(card.section.label()));
        element(&mut xml, "summary", &card.summary);
        xml.push_str("</entry>");
    }
    xml.push_str("</feed>\n");
    Ok(xml)
}

/// A row of the site map.
type MapRow = (String, DateTime<Utc>);

sql!(MAP, "SELECT slug, updated_at FROM article WHERE state = 'published' ORDER BY published_at DESC, id DESC LIMIT $1");
sql!(MAP_OTHERS, "SELECT url, at FROM search_document WHERE kind <> 'article' ORDER BY kind, key LIMIT $1");

/// The site map: fixed pages, sites, everything in the index, newest articles first.
///
/// # Errors
/// If the database cannot be read.
pub async fn sitemap(cx: &mut Cx) -> Result<String> {
    let base = base(cx);
    let mut xml = String::from(XML);
    xml.push_str("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">");
    for page in ["/", "/tin-tuc", "/thu-tuc", "/tra-cuu", "/xep-hang", "/danh-ba", "/huong-dan", "/lich-nghi", "/gioi-thieu/tiep-can"] {
        address(&mut xml, &format!("{base}{page}"), None);
    }
    for (path, _) in sites::components(cx, i64::MAX).await?.iter().flat_map(|group| &group.links) {
        address(&mut xml, &format!("{base}/cong/{path}"), None);
    }
    let others: Vec<MapRow> = cx.conn().all(MAP_OTHERS, args![10_000_i64]).await?;
    for (url, at) in others {
        address(&mut xml, &format!("{base}{url}"), Some(at));
    }
    let articles: Vec<MapRow> = cx.conn().all(MAP, args![MAP_LENGTH - 10_500]).await?;
    for (slug, at) in articles {
        address(&mut xml, &format!("{base}/tin-tuc/{slug}"), Some(at));
    }
    xml.push_str("</urlset>\n");
    Ok(xml)
}

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

fn base(cx: &Cx) -> String {
    cx.settings().base_url.trim_end_matches('/').to_owned()
}

fn title(feed: Feed) -> String {
    format!("{} – Một Cổng tỉnh Lam Giang", feed.title())
}

fn newest(cards: &[ArticleCard]) -> Option<DateTime<Utc>> {
    cards.iter().map(|card| card.updated_at).max()
}

fn stamp(at: DateTime<Utc>) -> String {
    at.with_timezone(&model::format::VN).to_rfc3339_opts(chrono::SecondsFormat::Secs, false)
}

fn address(xml: &mut String, url: &str, at: Option<DateTime<Utc>>) {
    xml.push_str("<url>");
    element(xml, "loc", url);
    if let Some(at) = at {
        element(xml, "lastmod", &stamp(at));
    }
    xml.push_str("</url>");
}

fn element(xml: &mut String, name: &str, text: &str) {
    let _ = write!(xml, "<{name}>{}</{name}>", escape(text));
}

/// Escapes text for XML and leaves out the characters that XML 1.0 forbids.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..='\u{10ffff}' => escaped.push(c),
            _ => {}
        }
    }
    escaped
}
