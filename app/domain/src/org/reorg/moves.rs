//! What hangs on units that end: open dossiers and tasks, people, sites, offers; and the way each of them goes.

use super::rules::{self, Way, Whole};
use crate::cx::Cx;
use crate::db::{Conn, Query};
use crate::error::Result;
use crate::org::rules::Period;
use chrono::NaiveDate;
use sqlx::FromRow;
use std::collections::BTreeMap;

/// An open dossier of an ending unit.
#[derive(Debug, Clone, FromRow)]
pub(super) struct OpenDossier {
    pub id: i64,
    pub code: String,
    /// The unit that decides: the heir of the competent unit, or that unit itself.
    pub unit_id: i64,
    /// The unit that receives and returns: the heir of the counter, or the counter itself.
    pub receiving_unit_id: i64,
    applicant_address: String,
    procedure_code: String,
    sector_code: String,
}

/// An open task of an ending unit.
#[derive(Debug, Clone, FromRow)]
pub(super) struct OpenTask {
    pub id: i64,
    pub code: String,
    pub unit_id: i64,
    field: String,
}

/// A running employment in an ending unit.
#[derive(Debug, Clone, FromRow)]
pub(super) struct Post {
    pub id: i64,
    pub person_id: i64,
    pub unit_id: i64,
    pub full_name: String,
    pub position: String,
    pub rank: i64,
    pub kind: String,
    pub display_order: i64,
    /// Its last day as planned before.
    pub valid_to: Option<NaiveDate>,
}

/// Something else that hangs on a unit, counted.
#[derive(Debug, Clone, FromRow)]
pub(super) struct Counted {
    pub unit_id: i64,
    pub n: i64,
}

/// Everything that hangs on the ending units of a plan.
#[derive(Debug, Default)]
pub(super) struct Load {
    pub dossiers: Vec<OpenDossier>,
    pub tasks: Vec<OpenTask>,
    pub posts: Vec<Post>,
    pub roles: Vec<Counted>,
    pub mailboxes: Vec<Counted>,
    pub sites: Vec<Counted>,
    pub offers: Vec<Counted>,
    /// Offers of agencies that live on, by the ending counter that receives for them.
    pub received: Vec<Counted>,
}

#[derive(FromRow)]
struct ReceivedFor {
    unit_id: i64,
    competent_unit_id: i64,
    n: i64,
}

async fn within<R>(conn: &mut Conn<'_>, head: &'static str, units: &[i64], tail: &'static str) -> Result<Vec<R>>
where
    R: for<'r> FromRow<'r, sqlx::sqlite::SqliteRow> + for<'r> FromRow<'r, sqlx::postgres::PgRow> + Send + Unpin,
{
    let mut rows = Vec::new();
    for part in units.chunks(500) {
        let mut query = Query::new(head);
        query.bind_list(part.iter().copied()).push(tail);
        rows.extend(query.all::<R>(conn).await?);
    }
    Ok(rows)
}

const DOSSIERS: &str = "SELECT d.id, COALESCE(d.code, d.submission_code) AS code, COALESCE(d.continuing_unit_id, d.competent_unit_id) AS unit_id,
        COALESCE(d.continuing_receiving_unit_id, d.receiving_unit_id) AS receiving_unit_id, d.applicant_address, p.code AS procedure_code, s.code AS sector_code
     FROM dossier d JOIN procedure_version v ON v.id = d.procedure_version_id JOIN procedure p ON p.id = v.procedure_id
     JOIN procedure_sector s ON s.id = p.sector_id
     WHERE d.state NOT IN ('draft', 'intake_refused', 'withdrawn', 'stopped', 'returned') AND ";

/// Loads what hangs on these units on the eve of the change.
pub(super) async fn load(cx: &mut Cx, units: &[i64], on: NaiveDate) -> Result<Load> {
    if units.is_empty() {
        return Ok(Load::default());
    }
    let mut dossiers: Vec<OpenDossier> = Vec::new();
    for part in units.chunks(500) {
        let mut query = Query::new(DOSSIERS);
        query.push("(COALESCE(d.continuing_unit_id, d.competent_unit_id) IN ").bind_list(part.iter().copied());
        query.push(" OR COALESCE(d.continuing_receiving_unit_id, d.receiving_unit_id) IN ").bind_list(part.iter().copied()).push(") ORDER BY d.id");
        dossiers.extend(query.all::<OpenDossier>(&mut cx.conn()).await?);
    }
    dossiers.sort_by_key(|row| row.id);
    dossiers.dedup_by_key(|row| row.id);
    let mut posts = Vec::new();
    for part in units.chunks(500) {
        let mut query = Query::new(
            "SELECT e.id, e.person_id, e.unit_id, p.full_name, e.position, e.rank, e.kind, e.display_order, e.valid_to
             FROM employment e JOIN person p ON p.id = e.person_id
             WHERE e.valid_from < ",
        );
        query.bind(on).push(" AND (e.valid_to IS NULL OR e.valid_to > ").bind(on).push(") AND e.unit_id IN ").bind_list(part.iter().copied());
        query.push(" ORDER BY p.sort_key, e.id");
        posts.extend(query.all::<Post>(&mut cx.conn()).await?);
    }
    let received = received(cx, units, on).await?;
    let conn = &mut cx.conn();
    let tasks = "SELECT id, code, COALESCE(continuing_unit_id, lead_unit_id) AS unit_id, field FROM task
         WHERE state NOT IN ('draft', 'completed', 'cancelled') AND COALESCE(continuing_unit_id, lead_unit_id) IN ";
    Ok(Load {
        received,
        dossiers,
        posts,
        tasks: within(conn, tasks, units, " ORDER BY id").await?,
        roles: within(conn, "SELECT unit_id, COUNT(*) AS n FROM role_assignment WHERE valid_to IS NULL AND unit_id IN ", units, " GROUP BY unit_id").await?,
        mailboxes: within(conn, "SELECT unit_id, COUNT(*) AS n FROM mailbox WHERE unit_id IN ", units, " GROUP BY unit_id").await?,
        sites: within(conn, "SELECT unit_id, COUNT(*) AS n FROM site WHERE state = 'active' AND unit_id IN ", units, " GROUP BY unit_id").await?,
        offers: within(
            conn,
            "SELECT o.competent_unit_id AS unit_id, COUNT(*) AS n FROM procedure_offer o JOIN procedure_version v ON v.id = o.version_id
             WHERE v.state = 'published' AND v.valid_to IS NULL AND o.competent_unit_id IN ",
            units,
            " GROUP BY o.competent_unit_id",
        )
        .await?,
    })
}

/// What the ending units receive for agencies that live on.
async fn received(cx: &mut Cx, units: &[i64], on: NaiveDate) -> Result<Vec<Counted>> {
    let mut counted = Vec::new();
    for part in units.chunks(500) {
        let mut query = Query::new(
            "SELECT o.receiving_unit_id AS unit_id, o.competent_unit_id, COUNT(*) AS n FROM procedure_offer o JOIN procedure_version v ON v.id = o.version_id
             WHERE v.state = 'published' AND (v.valid_to IS NULL OR v.valid_to > ",
        );
        query.bind(on).push(") AND o.receiving_unit_id IN ").bind_list(part.iter().copied());
        query.push(" GROUP BY o.receiving_unit_id, o.competent_unit_id ORDER BY o.receiving_unit_id");
        for row in query.all::<ReceivedFor>(&mut cx.conn()).await?.into_iter().filter(|row| !units.contains(&row.competent_unit_id)) {
            match counted.last_mut().filter(|last: &&mut Counted| last.unit_id == row.unit_id) {
                Some(last) => last.n += row.n,
                None => counted.push(Counted { unit_id: row.unit_id, n: row.n }),
            }
        }
    }
    Ok(counted)
}

/// The ways of a plan.
pub(super) struct Ways<'w> {
    pub whole: &'w Whole<'w>,
    pub ending: BTreeMap<i64, i64>,
}

impl Ways<'_> {
    /// The agency and the counter of a dossier, each if it ends, with the way from there.
    pub fn of_dossier(&self, row: &OpenDossier) -> [Option<(i64, Way)>; 2] {
        let facts = [("village", row.applicant_address.as_str()), ("procedure", &row.procedure_code), ("sector", &row.sector_code)];
        let way = |unit: i64| self.ending.contains_key(&unit).then(|| (unit, rules::way(self.whole.lines, &self.ending, unit, &facts)));
        [way(row.unit_id), way(row.receiving_unit_id)]
    }

    /// The way of a task.
    pub fn of_task(&self, row: &OpenTask) -> Way {
        rules::way(self.whole.lines, &self.ending, row.unit_id, &[("field", &row.field)])
    }

    /// The way of anything without facts of its own.
    pub fn of_unit(&self, unit: i64) -> Way {
        rules::way(self.whole.lines, &self.ending, unit, &[])
    }

    /// The nearest unit above that goes on: it takes what has no successor.
    pub fn above(&self, unit: i64) -> Option<i64> {
        let eve = self.whole.on.pred_opt().unwrap_or(self.whole.on);
        let mut at = unit;
        for _ in 0..32 {
            let edge = self.whole.edges.iter().find(|edge| edge.child_id == at && Period::new(edge.valid_from, edge.valid_to).contains(eve))?;
            at = edge.parent_id;
            if !self.ending.contains_key(&at) {
                return Some(at);
            }
        }
        None
    }
}

sql!(CONTINUE_TASK, "UPDATE task SET continuing_unit_id = $2, version = version + 1 WHERE id = $1 AND state NOT IN ('draft', 'completed', 'cancelled')");
/// Hands an open task on; false for one that is not open any more.
pub(super) async fn continue_task(conn: &mut Conn<'_>, id: i64, unit: i64) -> Result<bool> {
    Ok(conn.exec(CONTINUE_TASK, args![id, unit]).await? > 0)
}

sql!(END_POST, "UPDATE employment SET valid_to = $2 WHERE id = $1");
sql!(
    NEW_POST,
    "INSERT INTO employment (person_id, unit_id, position, rank, kind, display_order, valid_from, valid_to) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id"
);
sql!(KEEP_ADMIN, "UPDATE role_assignment SET employment_id = $2 WHERE employment_id = $1 AND role = 'system_admin' AND (valid_to IS NULL OR valid_to > $3)");
sql!(END_ROLES, "UPDATE role_assignment SET valid_to = $2 WHERE employment_id = $1 AND (valid_to IS NULL OR valid_to > $2)");
/// Ends an employment and starts the same one in another unit. What was granted for the old one ends with it, also at units
/// that live on; the role of the technical administrator belongs to the person and follows.
pub(super) async fn move_post(conn: &mut Conn<'_>, post: &Post, to: Option<i64>, on: NaiveDate) -> Result<()> {
    let midnight = crate::org::midnight(on);
    conn.exec(END_POST, args![post.id, on]).await?;
    if let Some(unit) = to {
        let new = conn.id(NEW_POST, args![post.person_id, unit, &post.position, post.rank, &post.kind, post.display_order, on, post.valid_to]).await?;
        conn.exec(KEEP_ADMIN, args![post.id, new, midnight]).await?;
    }
    conn.exec(END_ROLES, args![post.id, midnight]).await.map(|_| ())
}

sql!(
    REDIRECT_SITE,
    "UPDATE site SET state = 'redirected', successor_id = (SELECT MIN(s.id) FROM site s WHERE s.unit_id = $2 AND s.state = 'active')
     WHERE unit_id = $1 AND state = 'active' AND EXISTS (SELECT 1 FROM site s WHERE s.unit_id = $2 AND s.state = 'active')"
);
/// Leads the sites of a unit to that of its successor, if it has one.
pub(super) async fn redirect_site(conn: &mut Conn<'_>, from: i64, to: i64) -> Result<()> {
    conn.exec(REDIRECT_SITE, args![from, to]).await.map(|_| ())
}
