//! Legal notices that reached the applicant on no channel: the counter or the officer tells them otherwise (09 §1.5).

use super::access::{self, Access};
use super::desk::queues::{COUNTER, within};
use super::row::{self, DossierRow};
use super::rules::Right;
use crate::cx::Cx;
use crate::db::Query;
use crate::error::{Error, Result};
use crate::identity::crypto::{self, purpose::PHONE};
use crate::notify::care::{self, COLUMNS, OF_DOSSIER, UNSENT};
use crate::today::counts::Counting;
use crate::today::{MOST, WorkKind};
use model::notify::unsent::{CareKind, LEGAL, Untold};
use sqlx::FromRow;

#[derive(FromRow)]
struct Found {
    #[sqlx(flatten)]
    message: care::Row,
    dossier: String,
    procedure: String,
    applicant_name: String,
    applicant_phone: String,
    applicant_address: String,
    dossier_id: i64,
}

impl Found {
    fn untold(self, cx: &Cx) -> Result<Untold> {
        Ok(Untold {
            line: self.message.line(cx)?,
            dossier: self.dossier,
            procedure: self.procedure,
            applicant: self.applicant_name,
            phone: crypto::open_text(cx.settings(), PHONE, &self.applicant_phone),
            address: self.applicant_address,
        })
    }
}

/// Adds the legal notices that did not arrive.
fn from(query: &mut Query) {
    query.push(" FROM outbox o JOIN dossier d ON ").push(OF_DOSSIER);
    query.push(" JOIN procedure_version v ON v.id = d.procedure_version_id LEFT JOIN outbox_care c ON c.outbox_id = o.id WHERE ").push(UNSENT);
    query.push(" AND o.event IN ").bind_list(LEGAL.iter().map(|event| event.as_str()));
}

/// Adds that they wait: nobody has dealt with it, no other channel brought the same notice, and it is the first of several that failed.
fn waits(query: &mut Query, access: &Access) {
    query.push(
        " AND c.id IS NULL AND NOT EXISTS (SELECT 1 FROM outbox s WHERE s.event_key = o.event_key AND s.event = o.event AND (
            (s.state = 'delivered' AND (s.channel <> 'in_app' OR s.read_at IS NOT NULL))
            OR (s.id < o.id AND s.state IN ('failed', 'expired', 'needs_check') AND NOT EXISTS (SELECT 1 FROM outbox_care x WHERE x.outbox_id = s.id))))
          AND (d.officer_id = ",
    );
    query.bind(access.person.unwrap_or(-1)).push(" OR ");
    within(query, COUNTER, &access.receive);
    query.push(")");
}

/// The access of somebody who may have to tell applicants; none for everybody else.
fn teller(cx: &Cx) -> Option<Access> {
    let access = access::of(&cx.actor);
    (access.edits() || !access.receive.is_empty()).then_some(access)
}

/// Adds how many notices the actor has to tell applicants otherwise, all of them today: the number of [`untold`].
pub(crate) fn count_untold(cx: &Cx, counting: &mut Counting) {
    if let Some(access) = teller(cx) {
        let query = counting.arm(WorkKind::Notice.as_str());
        query.push("COUNT(*) AS total, 0 AS overdue, COUNT(*) AS today");
        from(query);
        waits(query, &access);
    }
}

fn select() -> Query {
    let mut query = Query::new("SELECT ");
    query.push(COLUMNS).push(
        ", COALESCE(d.code, d.submission_code) AS dossier, v.name AS procedure, d.applicant_name, d.applicant_phone, d.applicant_address, d.id AS dossier_id",
    );
    from(&mut query);
    query
}

/// The notices that the actor has to tell applicants otherwise, the oldest first.
///
/// # Errors
/// If the database cannot be read.
pub async fn untold(cx: &mut Cx) -> Result<Vec<Untold>> {
    let Some(access) = teller(cx) else { return Ok(Vec::new()) };
    let mut query = select();
    waits(&mut query, &access);
    query.push(" ORDER BY o.id LIMIT ").bind(MOST);
    let rows: Vec<Found> = query.all(&mut cx.conn()).await?;
    rows.into_iter().map(|row| row.untold(cx)).collect()
}

/// The notice with its dossier, for the counter of the dossier and its officer.
async fn open(cx: &mut Cx, id: i64) -> Result<(Found, DossierRow)> {
    let access = access::of(&cx.actor);
    let mut query = select();
    query.push(" AND o.id = ").bind(id);
    let found: Found = query.opt(&mut cx.conn()).await?.ok_or(Error::NotFound)?;
    let dossier = row::by_id(cx, found.dossier_id).await?;
    if dossier.officer_id.is_none() || dossier.officer_id != cx.actor.person_id {
        access.require(&[Right::Receive], &dossier, cx.actor.is_signed_in())?;
    }
    Ok((found, dossier))
}

/// One notice that did not arrive.
///
/// # Errors
/// `NotFound`; `Forbidden` for anybody but the counter and the officer of the dossier.
pub async fn untold_notice(cx: &mut Cx, id: i64) -> Result<Untold> {
    open(cx, id).await?.0.untold(cx)
}

sql!(
    SIBLINGS,
    "SELECT s.id FROM outbox o JOIN outbox s ON s.event_key = o.event_key AND s.event = o.event
     WHERE o.id = $1 AND s.id <> o.id AND s.state IN ('failed', 'expired', 'needs_check') AND NOT EXISTS (SELECT 1 FROM outbox_care x WHERE x.outbox_id = s.id)
     ORDER BY s.id"
);

/// "Đã báo bằng cách khác": the applicant knows; every channel on which the notice failed is done.
///
/// # Errors
/// `NotFound`, `Forbidden` as [`untold_notice`]; `Conflict` if somebody has dealt with it already.
pub async fn told_otherwise(cx: &mut Cx, id: i64, note: &str) -> Result<()> {
    let (_, dossier) = open(cx, id).await?;
    care::note(cx, id, CareKind::Told, note).await?;
    let others: Vec<(i64,)> = cx.conn().all(SIBLINGS, args![id]).await?;
    for (other,) in others {
        care::note(cx, other, CareKind::Told, note).await?;
    }
    cx.changed("desk", dossier.receiving_unit_id);
    Ok(())
}
