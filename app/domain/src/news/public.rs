//! What everybody may read: lists, the front page, one article.

use super::{comments, markup, sites, store};
use crate::Cx;
use crate::db::Query;
use crate::error::{Error, Result};
use crate::files::{self, StoredFile};
use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use model::news::{ArticleCard, ArticleFull, ArticleState, Channel, Picture, SectionCode};
use model::{List, Paging};
use sqlx::FromRow;

/// Which published articles.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Of this site.
    pub site_id: Option<i64>,
    /// In this section.
    pub section: Option<SectionCode>,
    /// News or notices.
    pub channel: Option<Channel>,
    /// Only what is marked for the front page.
    pub on_front: bool,
    /// Published on this day (Viet Nam).
    pub day: Option<NaiveDate>,
    /// Without this article.
    pub except: Option<i64>,
}

#[derive(FromRow)]
struct CardRow {
    code: String,
    slug: String,
    section: String,
    channel: String,
    published_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    allow_comments: bool,
    featured: bool,
    title: String,
    summary: String,
    site: String,
    picture_token: Option<String>,
    picture_alt: String,
    picture_caption: String,
    picture_credit: String,
    comments: i64,
    views: i64,
}

impl TryFrom<CardRow> for ArticleCard {
    type Error = Error;

    fn try_from(row: CardRow) -> Result<Self> {
        Ok(Self {
            code: row.code,
            url: format!("/tin-tuc/{}", row.slug),
            title: row.title,
            summary: row.summary,
            section: row.section.parse()?,
            channel: row.channel.parse()?,
            site: row.site,
            picture: picture(row.picture_token.as_deref(), &row.picture_alt, &row.picture_caption, &row.picture_credit),
            published_at: row.published_at,
            updated_at: row.updated_at,
            comments: row.comments,
            views: row.views,
            allow_comments: row.allow_comments,
            featured: row.featured,
        })
    }
}

/// A picture from the columns of a version.
pub(super) fn picture(token: Option<&str>, alt: &str, caption: &str, credit: &str) -> Option<Picture> {
    let token = token?;
    Some(Picture { url: format!("{}{token}", markup::PICTURES), alt: alt.to_owned(), caption: caption.to_owned(), credit: credit.to_owned() })
}

const COLUMNS: &str = "SELECT a.code, a.slug, a.section, a.channel, a.published_at, a.updated_at, a.allow_comments, a.featured, v.title, v.summary,
        s.title AS site, f.token AS picture_token, v.picture_alt, v.picture_caption, v.picture_credit,
        (SELECT COUNT(*) FROM article_comment c WHERE c.article_id = a.id AND c.state = 'approved') AS comments,
        (SELECT CAST(COALESCE(SUM(w.n), 0) AS BIGINT) FROM article_view w WHERE w.article_id = a.id) AS views";
const FROM: &str = " FROM article a JOIN article_version v ON v.article_id = a.id AND v.n = a.published_version JOIN site s ON s.id = a.site_id
     LEFT JOIN file f ON f.id = v.picture_id";

fn conditions(query: &mut Query, filter: &Filter) {
    query.push(" WHERE a.state = 'published'");
    if let Some(site) = filter.site_id {
        query.push(" AND a.site_id = ").bind(site);
    }
    if let Some(section) = filter.section {
        query.push(" AND a.section = ").bind(section.as_str());
    }
    if let Some(channel) = filter.channel {
        query.push(" AND a.channel = ").bind(channel.as_str());
    }
    if filter.on_front {
        query.push(" AND a.on_front = ").bind(true);
    }
    if let Some(except) = filter.except {
        query.push(" AND a.id <> ").bind(except);
    }
    if let Some((from, to)) = filter.day.and_then(bounds) {
        query.push(" AND a.published_at >= ").bind(from).push(" AND a.published_at < ").bind(to);
    }
}

/// The half-open period of a day in Viet Nam.
fn bounds(day: NaiveDate) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    let start = |day: NaiveDate| model::format::VN.from_local_datetime(&day.and_hms_opt(0, 0, 0)?).single().map(|at| at.to_utc());
    Some((start(day)?, start(day.succ_opt()?)?))
}

/// Published articles, newest first; `limit` from 1 to 100.
///
/// # Errors
/// If the database cannot be read.
pub async fn list(cx: &mut Cx, filter: &Filter, limit: i64, offset: i64) -> Result<Vec<ArticleCard>> {
    let mut query = Query::new(COLUMNS);
    query.push(FROM);
    conditions(&mut query, filter);
    query.push(" ORDER BY a.published_at DESC, a.id DESC LIMIT ").bind(limit.clamp(1, 100)).push(" OFFSET ").bind(offset.max(0));
    query.all::<CardRow>(&mut cx.conn()).await?.into_iter().map(ArticleCard::try_from).collect()
}

/// A page of published articles, newest first.
///
/// # Errors
/// If the database cannot be read.
pub async fn paged(cx: &mut Cx, filter: &Filter, page: i64) -> Result<List<ArticleCard>> {
    let paging = Paging::of(page, count(cx, filter).await?);
    Ok(List { rows: list(cx, filter, paging.size, paging.offset()).await?, paging })
}

/// How many articles a filter has.
///
/// # Errors
/// If the database cannot be read.
pub async fn count(cx: &mut Cx, filter: &Filter) -> Result<i64> {
    let mut query = Query::new("SELECT COUNT(*) FROM article a");
    conditions(&mut query, filter);
    query.count(&mut cx.conn()).await
}

/// The articles of the front page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Front {
    /// The leading one.
    pub lead: Option<ArticleCard>,
    /// The next three.
    pub news: Vec<ArticleCard>,
    /// The three newest notices.
    pub notices: Vec<ArticleCard>,
    /// The three newest documents; without any the box is left out.
    pub documents: Vec<ArticleCard>,
    /// News published today, over all sites.
    pub today: i64,
}

/// Reads the articles of the front page: of the main portal, marked for it.
///
/// # Errors
/// `NotFound` before the main portal was set up.
pub async fn front(cx: &mut Cx) -> Result<Front> {
    let main = sites::main(cx).await?.id;
    let on_front = Filter { site_id: Some(main), on_front: true, ..Filter::default() };
    let mut news = list(cx, &Filter { channel: Some(Channel::News), ..on_front.clone() }, 6, 0).await?;
    // Documents have a box of their own.
    news.retain(|card| card.section != SectionCode::LegalDocs);
    let lead = news.iter().position(|card| card.featured).or((!news.is_empty()).then_some(0)).map(|at| news.remove(at));
    news.truncate(3);
    let notices = list(cx, &Filter { channel: Some(Channel::Notice), ..on_front }, 3, 0).await?;
    let documents = list(cx, &Filter { site_id: Some(main), section: Some(SectionCode::LegalDocs), ..Filter::default() }, 3, 0).await?;
    let day = cx.now().with_timezone(&model::format::VN).date_naive();
    let today = count(cx, &Filter { channel: Some(Channel::News), day: Some(day), ..Filter::default() }).await?;
    Ok(Front { lead, news, notices, documents, today })
}

#[derive(FromRow)]
struct Address {
    id: i64,
    site_id: i64,
    section: String,
    state: String,
    published_version: Option<i64>,
    gone_reason: Option<String>,
    gone_at: Option<DateTime<Utc>>,
    redirect_to: String,
    author_name: String,
}

sql!(BY_SLUG, "SELECT id, site_id, section, state, published_version, gone_reason, gone_at, redirect_to, author_name FROM article WHERE slug = $1");

/// The public page of an article. One that was taken down, has ended or is being rewritten still has its page: without the
/// text, with the reason (07 §3: never 404).
///
/// # Errors
/// `NotFound` for an address that never was one.
pub async fn article(cx: &mut Cx, slug: &str) -> Result<ArticleFull> {
    let row: Address = cx.conn().one(BY_SLUG, args![slug]).await?;
    let n = row.published_version.ok_or(Error::NotFound)?;
    let text = store::version(&mut cx.conn(), row.id, n).await?;
    let state: ArticleState = row.state.parse()?;
    let mut query = Query::new(COLUMNS);
    query.push(FROM).push(" WHERE a.id = ").bind(row.id);
    let card: ArticleCard = query.opt::<CardRow>(&mut cx.conn()).await?.ok_or(Error::NotFound)?.try_into()?;
    let site = sites::by_id(&mut cx.conn(), row.site_id).await?;
    let filter = Filter { site_id: Some(row.site_id), section: Some(row.section.parse()?), except: Some(row.id), ..Filter::default() };
    let related = list(cx, &filter, 5, 0).await?;
    let open = state == ArticleState::Published;
    let corrections = if open { store::corrections(&mut cx.conn(), row.id).await? } else { Vec::new() };
    let comments = if open { comments::approved(cx, row.id).await? } else { Vec::new() };
    Ok(ArticleFull {
        card,
        // What is not public any more counts as taken down, whatever the editors do with it.
        state: if open || state.was_public() { state } else { ArticleState::Unpublished },
        html: if open { markup::clean(&text.body_html) } else { String::new() },
        byline: if text.pen_name.is_empty() { row.author_name } else { text.pen_name },
        source: text.source,
        corrections: corrections.into_iter().map(|event| (event.at, event.reason)).collect(),
        site,
        comments,
        related,
        gone: row.gone_reason.map(|reason| reason.parse()).transpose()?,
        redirect: if open { String::new() } else { row.redirect_to },
        gone_at: row.gone_at,
    })
}

sql!(PICTURE, "SELECT COUNT(*) FROM article_version WHERE picture_id = $1");

/// A stored picture that an article shows. Its token cannot be guessed, so whoever knows it has seen the article.
///
/// # Errors
/// `NotFound` for every other file.
pub async fn picture_file(cx: &mut Cx, token: &str) -> Result<StoredFile> {
    let file = files::by_token(cx, token).await?;
    let shown = file.media_type.starts_with("image/") && cx.conn().count(PICTURE, args![file.id]).await? > 0;
    if shown { Ok(file) } else { Err(Error::NotFound) }
}
