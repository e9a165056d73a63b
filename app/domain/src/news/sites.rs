//! Sites: the main portal and the component portals.

use crate::Cx;
use crate::audit::AuditEvent;
use crate::db::{Conn, Query};
use crate::error::{Error, Result};
use chrono::{DateTime, Utc};
use model::access::{Action, ObjectKind};
use model::news::{SiteKind, SiteLinks, SiteView};
use model::text::{clean_line, slug, sort_key};
use sqlx::FromRow;

/// A site to be added.
#[derive(Debug, Clone)]
pub struct NewSite {
    /// Unit that owns it.
    pub unit_id: i64,
    /// Kind; there is one main portal.
    pub kind: SiteKind,
    /// Title.
    pub title: String,
    /// Position and unit that answer for it.
    pub owner: String,
    /// Telephone number.
    pub hotline: String,
    /// Mail address.
    pub email: String,
    /// Address.
    pub address: String,
}

#[derive(FromRow)]
struct Row {
    id: i64,
    unit_id: i64,
    kind: String,
    path: String,
    title: String,
    owner: String,
    hotline: String,
    email: String,
    address: String,
}

impl TryFrom<Row> for SiteView {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: row.id,
            unit_id: row.unit_id,
            kind: row.kind.parse()?,
            path: row.path,
            title: row.title,
            owner: row.owner,
            hotline: row.hotline,
            email: row.email,
            address: row.address,
        })
    }
}

sql!(
    INSERT,
    "INSERT INTO site (unit_id, kind, path, title, state, owner, hotline, email, address, sort_key, created_at)
     VALUES ($1, $2, $3, $4, 'active', $5, $6, $7, $8, $9, $10) ON CONFLICT (path) DO NOTHING RETURNING id"
);
sql!(BY_PATH, "SELECT s.id, s.unit_id, s.kind, s.path, s.title, s.owner, s.hotline, s.email, s.address FROM site s WHERE s.path = $1");
sql!(BY_ID, "SELECT s.id, s.unit_id, s.kind, s.path, s.title, s.owner, s.hotline, s.email, s.address FROM site s WHERE s.id = $1");
// Of each group, offices and communes, its first sites and how many it has.
sql!(
    COMPONENTS,
    "SELECT g.commune, g.total, g.path, g.title
     FROM (SELECT f.*, ROW_NUMBER() OVER (PARTITION BY f.commune ORDER BY f.id) AS place, COUNT(*) OVER (PARTITION BY f.commune) AS total
        FROM (SELECT s.id, s.path, s.title, u.kind IN ('commune', 'ward', 'township', 'special_zone') AS commune
            FROM site s JOIN org_unit u ON u.id = s.unit_id WHERE s.state = 'active' AND s.kind = 'component') f) g
     WHERE g.place <= $1 ORDER BY g.commune, g.place"
);
sql!(SUCCESSOR, "SELECT n.path FROM site o JOIN site n ON n.id = o.successor_id WHERE o.path = $1 AND o.state = 'redirected'");
sql!(REDIRECT, "UPDATE site SET state = 'redirected', successor_id = $2 WHERE id = $1 AND kind = 'component'");

/// Adds a site by configuration. The word in its address comes from its title.
///
/// # Errors
/// `Forbidden` without the right; `Conflict` if the address is taken.
pub async fn add(cx: &mut Cx, new: &NewSite) -> Result<i64> {
    cx.require(Action::Configure, ObjectKind::Site, new.unit_id)?;
    let title = clean_line(&new.title, 200);
    if title.is_empty() {
        return Err(Error::field("tieu_de", "Chưa có tên cổng. Hãy nhập tên đơn vị."));
    }
    let path = if new.kind == SiteKind::Main { String::new() } else { slug(&title) };
    let (now, key) = (cx.now(), sort_key(&title));
    let row = args![
        new.unit_id,
        new.kind.as_str(),
        &path,
        &title,
        clean_line(&new.owner, 200),
        clean_line(&new.hotline, 40),
        clean_line(&new.email, 200),
        clean_line(&new.address, 300),
        key,
        now
    ];
    let Some((id,)) = cx.conn().opt::<(i64,)>(INSERT, row).await? else {
        return Err(Error::conflict(format!("Đã có cổng ở địa chỉ “/cong/{path}”. Hãy đặt tên khác.")));
    };
    cx.audit(AuditEvent::new("site.add", "site", id).detail(title));
    cx.changed("site", id);
    Ok(id)
}

/// Leads an old component portal to its successor after a merge of units; its articles stay where they are.
///
/// # Errors
/// `Forbidden` without the right; `NotFound` for an unknown site or the main portal.
pub async fn redirect(cx: &mut Cx, site: i64, successor: i64) -> Result<()> {
    let old = by_id(&mut cx.conn(), site).await?;
    cx.require(Action::Configure, ObjectKind::Site, old.unit_id)?;
    if site == successor || cx.conn().exec(REDIRECT, args![site, successor]).await? == 0 {
        return Err(Error::NotFound);
    }
    cx.audit(AuditEvent::new("site.redirect", "site", site).detail(successor.to_string()));
    cx.changed("site", site);
    Ok(())
}

/// The main portal.
///
/// # Errors
/// `NotFound` before it was set up.
pub async fn main(cx: &mut Cx) -> Result<SiteView> {
    by_path(cx, "").await
}

/// The site at this address.
///
/// # Errors
/// `NotFound`.
pub async fn by_path(cx: &mut Cx, path: &str) -> Result<SiteView> {
    cx.conn().one::<Row>(BY_PATH, args![path]).await?.try_into()
}

/// Where the readers of a merged unit's old site go: the path of its successor.
///
/// # Errors
/// If the database cannot be read.
pub async fn successor(cx: &mut Cx, path: &str) -> Result<Option<String>> {
    Ok(cx.conn().opt::<(String,)>(SUCCESSOR, args![path]).await?.map(|(path,)| path))
}

/// Links to the component portals of offices, then to those of communes: of each group at most this many, in the order of the
/// organisation.
///
/// # Errors
/// If the database cannot be read.
pub async fn components(cx: &mut Cx, most: i64) -> Result<[SiteLinks; 2]> {
    let rows: Vec<(bool, i64, String, String)> = cx.conn().all(COMPONENTS, args![most]).await?;
    let mut groups = [SiteLinks::default(), SiteLinks::default()];
    for (commune, total, path, title) in rows {
        let group = &mut groups[usize::from(commune)];
        group.total = total;
        group.links.push((path, title));
    }
    Ok(groups)
}

/// The sites for which the actor may write: of the units that the right covers, and of the units above them.
///
/// # Errors
/// If the database cannot be read.
pub async fn writable(cx: &mut Cx) -> Result<Vec<SiteView>> {
    let reach = cx.require_reach(Action::Create, ObjectKind::Article)?;
    let mut query = Query::new("SELECT s.id, s.unit_id, s.kind, s.path, s.title, s.owner, s.hotline, s.email, s.address FROM site s WHERE s.state = 'active'");
    if !reach.all {
        query.push(" AND (s.unit_id IN ").bind_list(reach.units.iter().copied());
        query.push(" OR s.unit_id IN (SELECT c.ancestor_id FROM org_closure c WHERE c.descendant_id IN ").bind_list(reach.units.iter().copied()).push("))");
    }
    query.push(" ORDER BY CASE WHEN s.kind = 'main' THEN 0 ELSE 1 END, s.id");
    query.all::<Row>(&mut cx.conn()).await?.into_iter().map(SiteView::try_from).collect()
}

pub(super) async fn by_id(conn: &mut Conn<'_>, id: i64) -> Result<SiteView> {
    conn.one::<Row>(BY_ID, args![id]).await?.try_into()
}

/// How alive a site is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteUpdate {
    /// The site.
    pub site: SiteView,
    /// Published articles.
    pub articles: i64,
    /// Last publication or change (UTC).
    pub last: Option<DateTime<Utc>>,
}

#[derive(FromRow)]
struct UpdateRow {
    #[sqlx(flatten)]
    site: Row,
    articles: i64,
    last: Option<DateTime<Utc>>,
}

sql!(
    UPDATES,
    "SELECT s.id, s.unit_id, s.kind, s.path, s.title, s.owner, s.hotline, s.email, s.address, COUNT(a.id) AS articles, MAX(a.updated_at) AS last
     FROM site s LEFT JOIN article a ON a.site_id = s.id AND a.state = 'published' WHERE s.state = 'active'
     GROUP BY s.id, s.unit_id, s.kind, s.path, s.title, s.owner, s.hotline, s.email, s.address
     ORDER BY CASE WHEN s.kind = 'main' THEN 0 ELSE 1 END, s.id"
);

/// Every site in use with its published articles and the last change.
///
/// # Errors
/// If the database cannot be read.
pub async fn updates(cx: &mut Cx) -> Result<Vec<SiteUpdate>> {
    let rows: Vec<UpdateRow> = cx.conn().all(UPDATES, args![]).await?;
    rows.into_iter().map(|row| Ok(SiteUpdate { site: row.site.try_into()?, articles: row.articles, last: row.last })).collect()
}
