//! The editors' desk: lists by state, counts, one article with everything about it.

use super::{access, markup, public, rules, sites, store, write};
use crate::Cx;
use crate::db::Query;
use crate::error::{Error, Result};
use chrono::{DateTime, Utc};
use model::access::{Action, ObjectKind, Reach};
use model::news::{ArticleForm, ArticleOption, ArticleRow, DeskArticle, DeskCounts, DeskList, EventView, VersionView};
use model::{List, Paging};
use sqlx::FromRow;

#[derive(FromRow)]
pub(super) struct Row {
    code: String,
    title: String,
    section: String,
    channel: String,
    state: String,
    site: String,
    author_name: String,
    changed_at: DateTime<Utc>,
    publish_at: Option<DateTime<Utc>>,
    slug: Option<String>,
}

impl TryFrom<Row> for ArticleRow {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            code: row.code,
            title: row.title,
            section: row.section.parse()?,
            channel: row.channel.parse()?,
            state: row.state.parse()?,
            site: row.site,
            author: row.author_name,
            changed_at: row.changed_at,
            publish_at: row.publish_at,
            url: row.slug.map(|slug| format!("/tin-tuc/{slug}")).unwrap_or_default(),
        })
    }
}

pub(super) const COLUMNS: &str = "SELECT a.code, v.title, a.section, a.channel, a.state, s.title AS site, a.author_name, a.changed_at, a.publish_at, a.slug";
pub(super) const FROM: &str = " FROM article a JOIN article_version v ON v.article_id = a.id AND v.n = a.text_version JOIN site s ON s.id = a.site_id";

/// The articles of a list, within this reach.
pub(super) fn conditions(query: &mut Query, which: DeskList, person: Option<i64>, reach: &Reach) {
    query.push(match which {
        DeskList::Mine => " WHERE a.state IN ('draft', 'awaiting_edit', 'awaiting_approval', 'approved')",
        DeskList::AwaitingEdit => " WHERE a.state = 'awaiting_edit'",
        DeskList::AwaitingApproval => " WHERE (a.state = 'awaiting_approval' OR (a.state = 'published' AND a.correction_version IS NOT NULL))",
        DeskList::Scheduled => " WHERE a.state = 'approved'",
        DeskList::Published => " WHERE a.state = 'published'",
        DeskList::Down => " WHERE a.state IN ('unpublished', 'expired', 'archived')",
    });
    if which == DeskList::Mine {
        query.push(" AND a.author_id = ").bind(person);
    } else if !reach.all {
        query.push(" AND s.unit_id IN ").bind_list(reach.units.iter().copied());
    }
}

/// One list of the desk, newest change first.
///
/// # Errors
/// `Forbidden` for people who have nothing to do with articles.
pub async fn list(cx: &mut Cx, which: DeskList, page: i64) -> Result<List<ArticleRow>> {
    let reach = cx.require_reach(Action::View, ObjectKind::Article)?;
    let person = cx.actor.person_id;
    let mut query = Query::new("SELECT COUNT(*)");
    query.push(FROM);
    conditions(&mut query, which, person, &reach);
    let paging = Paging::of(page, query.count(&mut cx.conn()).await?);
    let mut query = Query::new(COLUMNS);
    query.push(FROM);
    conditions(&mut query, which, person, &reach);
    query.push(" ORDER BY a.changed_at DESC, a.id DESC").page(paging);
    let rows = query.all::<Row>(&mut cx.conn()).await?.into_iter().map(ArticleRow::try_from).collect::<Result<_>>()?;
    Ok(List { rows, paging })
}

/// What waits, for the badge and for "Hôm nay". Nothing for people who have nothing to do with articles.
///
/// # Errors
/// If the database cannot be read.
pub async fn counts(cx: &mut Cx) -> Result<DeskCounts> {
    let mut counts = DeskCounts::default();
    if !cx.actor.may_somewhere(Action::View, ObjectKind::Article) {
        return Ok(counts);
    }
    let person = cx.actor.person_id;
    let reach_of = |action| cx.actor.reach(action, ObjectKind::Article);
    let wanted = [
        (DeskList::Mine, reach_of(Action::Create)),
        (DeskList::AwaitingEdit, reach_of(Action::Edit)),
        (DeskList::AwaitingApproval, reach_of(Action::Approve)),
        (DeskList::Scheduled, reach_of(Action::Publish)),
    ];
    for (which, reach) in wanted {
        if reach.is_empty() {
            continue;
        }
        let mut query = Query::new("SELECT COUNT(*)");
        query.push(FROM);
        conditions(&mut query, which, person, &reach);
        let n = query.count(&mut cx.conn()).await?;
        match which {
            DeskList::Mine => counts.mine = n,
            DeskList::AwaitingEdit => counts.awaiting_edit = n,
            DeskList::AwaitingApproval => counts.awaiting_approval = n,
            _ => counts.scheduled = n,
        }
    }
    if cx.actor.may_somewhere(Action::Moderate, ObjectKind::Comment) {
        counts.comments = i64::try_from(super::comments::pending(cx).await?.len()).unwrap_or(i64::MAX);
    }
    Ok(counts)
}

/// One article with its text, preview, history, versions, and what the actor may do now.
///
/// # Errors
/// `NotFound`, also for articles that the actor may not see.
pub async fn open(cx: &mut Cx, code: &str) -> Result<DeskArticle> {
    let (article, powers) = access::load(cx, code).await?;
    let state = article.state()?;
    let text = store::version(&mut cx.conn(), article.id, article.text_version).await?;
    let site = sites::by_id(&mut cx.conn(), article.site_id).await?;
    let events = store::events(&mut cx.conn(), article.id).await?;
    let versions = store::versions(&mut cx.conn(), article.id).await?;
    let form = form(&article, &text, &site.path);
    Ok(DeskArticle {
        row: ArticleRow {
            code: article.code.clone(),
            title: text.title,
            section: article.section.parse()?,
            channel: article.channel.parse()?,
            state,
            site: site.title.clone(),
            author: article.author_name.clone(),
            changed_at: article.changed_at,
            publish_at: article.publish_at,
            url: article.slug.as_ref().map(|slug| format!("/tin-tuc/{slug}")).unwrap_or_default(),
        },
        version: article.version,
        form,
        html: markup::clean(&text.body_html),
        picture: public::picture(text.picture_token.as_deref(), &text.picture_alt, &text.picture_caption, &text.picture_credit),
        actions: rules::available(state, powers, article.correction_version.is_some()),
        may_edit: rules::may_edit(state, powers),
        locked_by: write::locked_by_other(cx, &article),
        correction: article.correction_version.map(|n| (n, article.correction_note.clone())),
        events: events.into_iter().map(event).collect::<Result<_>>()?,
        versions: versions.into_iter().map(version).collect(),
        ends_on: article.ends_on,
        site,
    })
}

/// The newest text as its form.
fn form(article: &store::Article, text: &store::Version, site: &str) -> ArticleForm {
    let options = [(article.on_front, ArticleOption::OnFront), (article.featured, ArticleOption::Featured), (article.allow_comments, ArticleOption::Comments)];
    ArticleForm {
        site: site.to_owned(),
        section: article.section.clone(),
        channel: article.channel.clone(),
        title: text.title.clone(),
        summary: text.summary.clone(),
        body: text.body.clone(),
        picture: text.picture_token.clone().unwrap_or_default(),
        picture_alt: text.picture_alt.clone(),
        picture_caption: text.picture_caption.clone(),
        picture_credit: text.picture_credit.clone(),
        pen_name: text.pen_name.clone(),
        source: text.source.clone(),
        keywords: text.keywords.clone(),
        ends_on: article.ends_on.map(model::format::date).unwrap_or_default(),
        options: options.into_iter().filter(|(chosen, _)| *chosen).map(|(_, option)| option.to_string()).collect(),
        ..ArticleForm::default()
    }
}

fn event(row: store::EventRow) -> Result<EventView> {
    Ok(EventView {
        at: row.at,
        action: row.action.parse()?,
        to: row.to_state.parse()?,
        actor: row.actor_name,
        reason: row.reason,
        text_version: row.text_version,
    })
}

fn version(row: store::Version) -> VersionView {
    VersionView { n: row.n, title: row.title, summary: row.summary, body: row.body, author: row.author_name, at: row.created_at }
}
