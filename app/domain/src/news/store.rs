//! SQL of articles, their versions and history.

use crate::db::Conn;
use crate::error::{Error, Result};
use chrono::{DateTime, NaiveDate, Utc};
use model::news::{ArticleAction, ArticleState, ArticleText};
use sqlx::FromRow;

/// An article with the unit of its site, as the use cases change it.
#[derive(Debug, Clone, FromRow)]
pub(super) struct Article {
    pub id: i64,
    pub code: String,
    pub site_id: i64,
    pub unit_id: i64,
    pub section: String,
    pub channel: String,
    pub state: String,
    pub version: i64,
    pub slug: Option<String>,
    pub text_version: i64,
    pub published_version: Option<i64>,
    pub correction_version: Option<i64>,
    pub correction_note: String,
    pub correction_facts: bool,
    pub author_id: Option<i64>,
    pub author_name: String,
    pub publish_at: Option<DateTime<Utc>>,
    pub published_at: Option<DateTime<Utc>>,
    pub updated_at: Option<DateTime<Utc>>,
    pub ends_on: Option<NaiveDate>,
    pub allow_comments: bool,
    pub on_front: bool,
    pub featured: bool,
    pub gone_reason: Option<String>,
    pub gone_at: Option<DateTime<Utc>>,
    pub redirect_to: String,
    pub lock_person_id: Option<i64>,
    pub lock_name: String,
    pub lock_until: Option<DateTime<Utc>>,
    pub changed_at: DateTime<Utc>,
}

impl Article {
    pub fn state(&self) -> Result<ArticleState> {
        Ok(self.state.parse()?)
    }
}

sql!(
    BY_CODE,
    "SELECT a.id, a.code, a.site_id, s.unit_id, a.section, a.channel, a.state, a.version, a.slug, a.text_version, a.published_version,
         a.correction_version, a.correction_note, a.correction_facts, a.author_id, a.author_name, a.publish_at, a.published_at,
         a.updated_at, a.ends_on, a.allow_comments, a.on_front, a.featured, a.gone_reason, a.gone_at, a.redirect_to, a.lock_person_id, a.lock_name,
         a.lock_until, a.changed_at
     FROM article a JOIN site s ON s.id = a.site_id WHERE a.code = $1"
);

pub(super) async fn by_code(conn: &mut Conn<'_>, code: &str) -> Result<Article> {
    conn.one(BY_CODE, args![code]).await
}

sql!(
    INSERT,
    "INSERT INTO article (code, site_id, section, channel, state, version, text_version, author_id, author_name, ends_on, allow_comments, on_front,
         featured, created_at, changed_at)
     VALUES ($1, $2, $3, $4, 'draft', 1, 1, $5, $6, $7, $8, $9, $10, $11, $11) RETURNING id"
);

/// What is new about a new article.
pub(super) struct NewArticle<'a> {
    pub code: &'a str,
    pub site_id: i64,
    pub text: &'a ArticleText,
    pub author_id: Option<i64>,
    pub author_name: &'a str,
    pub now: DateTime<Utc>,
}

pub(super) async fn insert(conn: &mut Conn<'_>, new: &NewArticle<'_>) -> Result<i64> {
    let text = new.text;
    let values = args![
        new.code,
        new.site_id,
        text.section.as_str(),
        text.channel.as_str(),
        new.author_id,
        new.author_name,
        text.ends_on,
        text.allow_comments,
        text.on_front,
        text.featured,
        new.now
    ];
    conn.id(INSERT, values).await
}

sql!(
    UPDATE,
    "UPDATE article SET section = $3, channel = $4, state = $5, slug = $6, text_version = $7, published_version = $8, correction_version = $9,
         correction_note = $10, correction_facts = $11, publish_at = $12, published_at = $13, updated_at = $14, ends_on = $15, allow_comments = $16,
         on_front = $17, featured = $18, gone_reason = $19, gone_at = $20, redirect_to = $21, lock_person_id = $22, lock_name = $23, lock_until = $24,
         changed_at = $25, version = version + 1
     WHERE id = $1 AND version = $2"
);

/// Writes what changed, if nobody was faster.
pub(super) async fn update(conn: &mut Conn<'_>, a: &Article, now: DateTime<Utc>) -> Result<()> {
    let values = args![
        a.id,
        a.version,
        &a.section,
        &a.channel,
        &a.state,
        a.slug.clone(),
        a.text_version,
        a.published_version,
        a.correction_version,
        &a.correction_note,
        a.correction_facts,
        a.publish_at,
        a.published_at,
        a.updated_at,
        a.ends_on,
        a.allow_comments,
        a.on_front,
        a.featured,
        a.gone_reason.clone(),
        a.gone_at,
        &a.redirect_to,
        a.lock_person_id,
        &a.lock_name,
        a.lock_until,
        now
    ];
    if conn.exec(UPDATE, values).await? == 0 { Err(Error::stale("Bài này", now)) } else { Ok(()) }
}

/// A stored text.
#[derive(Debug, Clone, FromRow)]
pub(super) struct Version {
    pub n: i64,
    pub title: String,
    pub summary: String,
    pub body: String,
    pub body_html: String,
    pub picture_token: Option<String>,
    pub picture_alt: String,
    pub picture_caption: String,
    pub picture_credit: String,
    pub pen_name: String,
    pub source: String,
    pub keywords: String,
    pub author_id: Option<i64>,
    pub author_name: String,
    pub created_at: DateTime<Utc>,
}

impl Version {
    /// The words of its picture, if it has one.
    pub fn picture_words(&self) -> Option<&str> {
        self.picture_token.as_ref().map(|_| self.picture_alt.as_str())
    }
}

sql!(
    VERSION,
    "SELECT v.n, v.title, v.summary, v.body, v.body_html, f.token AS picture_token, v.picture_alt, v.picture_caption, v.picture_credit, v.pen_name,
         v.source, v.keywords, v.author_id, v.author_name, v.created_at
     FROM article_version v LEFT JOIN file f ON f.id = v.picture_id WHERE v.article_id = $1 AND v.n = $2"
);
sql!(
    VERSIONS,
    "SELECT v.n, v.title, v.summary, v.body, '' AS body_html, f.token AS picture_token, v.picture_alt, v.picture_caption, v.picture_credit,
         v.pen_name, v.source, v.keywords, v.author_id, v.author_name, v.created_at
     FROM article_version v LEFT JOIN file f ON f.id = v.picture_id WHERE v.article_id = $1 ORDER BY v.n DESC LIMIT 50"
);
sql!(
    INSERT_VERSION,
    "INSERT INTO article_version (article_id, n, title, summary, body, body_html, picture_id, picture_alt, picture_caption, picture_credit, pen_name,
         source, keywords, author_id, author_name, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"
);

pub(super) async fn version(conn: &mut Conn<'_>, article: i64, n: i64) -> Result<Version> {
    conn.one(VERSION, args![article, n]).await
}

pub(super) async fn versions(conn: &mut Conn<'_>, article: i64) -> Result<Vec<Version>> {
    conn.all(VERSIONS, args![article]).await
}

/// A text to be stored.
pub(super) struct NewVersion<'a> {
    pub article_id: i64,
    pub n: i64,
    pub text: &'a ArticleText,
    pub html: &'a str,
    pub picture_id: Option<i64>,
    pub author_id: Option<i64>,
    pub author_name: &'a str,
    pub now: DateTime<Utc>,
}

pub(super) async fn insert_version(conn: &mut Conn<'_>, new: &NewVersion<'_>) -> Result<()> {
    let t = new.text;
    let values = args![
        new.article_id,
        new.n,
        &t.title,
        &t.summary,
        &t.body,
        new.html,
        new.picture_id,
        &t.picture_alt,
        &t.picture_caption,
        &t.picture_credit,
        &t.pen_name,
        &t.source,
        &t.keywords,
        new.author_id,
        new.author_name,
        new.now
    ];
    conn.exec(INSERT_VERSION, values).await.map(|_| ())
}

/// A step in the history.
#[derive(Debug, Clone, FromRow)]
pub(super) struct EventRow {
    pub at: DateTime<Utc>,
    pub action: String,
    pub to_state: String,
    pub actor_name: String,
    pub reason: String,
    pub text_version: i64,
}

sql!(
    INSERT_EVENT,
    "INSERT INTO article_event (article_id, at, action, from_state, to_state, actor_id, actor_name, reason, text_version)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
);
sql!(EVENTS, "SELECT at, action, to_state, actor_name, reason, text_version FROM article_event WHERE article_id = $1 ORDER BY id");
sql!(
    CORRECTIONS,
    "SELECT at, action, to_state, actor_name, reason, text_version FROM article_event
     WHERE article_id = $1 AND action = 'correct' AND reason <> '' ORDER BY id DESC LIMIT 20"
);

/// A step to be written down.
pub(super) struct NewEvent<'a> {
    pub article_id: i64,
    pub at: DateTime<Utc>,
    pub action: ArticleAction,
    /// None for the first event.
    pub from: Option<ArticleState>,
    pub to: ArticleState,
    /// Account; none for the portal itself.
    pub actor_id: Option<i64>,
    pub actor_name: &'a str,
    pub reason: &'a str,
    pub text_version: i64,
}

pub(super) async fn insert_event(conn: &mut Conn<'_>, e: &NewEvent<'_>) -> Result<()> {
    let from = e.from.map_or("", ArticleState::as_str);
    let values = args![e.article_id, e.at, e.action.as_str(), from, e.to.as_str(), e.actor_id, e.actor_name, e.reason, e.text_version];
    conn.exec(INSERT_EVENT, values).await.map(|_| ())
}

pub(super) async fn events(conn: &mut Conn<'_>, article: i64) -> Result<Vec<EventRow>> {
    conn.all(EVENTS, args![article]).await
}

pub(super) async fn corrections(conn: &mut Conn<'_>, article: i64) -> Result<Vec<EventRow>> {
    conn.all(CORRECTIONS, args![article]).await
}

sql!(SLUG_EXISTS, "SELECT COUNT(*) FROM article WHERE slug = $1");

pub(super) async fn slug_exists(conn: &mut Conn<'_>, slug: &str) -> Result<bool> {
    Ok(conn.count(SLUG_EXISTS, args![slug]).await? > 0)
}
