//! Legal notices that reached the applicant on no channel: the counter or the officer tells them otherwise (09 §1.5).

use super::access::{self, Access};
use super::act;
use super::desk::queues::{COUNTER, within};
use super::events::{self, EventRow};
use super::row::{self, DossierRow};
use super::rules::Right;
use crate::cx::Cx;
use crate::db::Query;
use crate::error::{Error, Result};
use crate::identity::crypto::{self, purpose::PHONE};
use crate::notify::care::{self, ARRIVED, COLUMNS, OF_DOSSIER};
use crate::today::counts::Counting;
use crate::today::{MOST, WorkKind};
use chrono::{DateTime, Utc};
use model::dossiers::DossierAction;
use model::notify::unsent::{CareKind, LEGAL, Untold};
use model::text::clean_text;
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

/// Adds that a message is a legal notice.
fn legal(query: &mut Query) {
    query.push(" AND o.event IN ").bind_list(LEGAL.iter().map(|event| event.as_str()));
}

/// Adds the condition that a notice waits: it did not arrive, nobody has dealt with it, no other channel brought it, and it is the first
/// of several that failed.
fn waits(query: &mut Query, now: DateTime<Utc>, access: &Access) {
    care::open(query, now);
    legal(query);
    query.push(
        " AND NOT EXISTS (SELECT 1 FROM outbox s WHERE s.event_key = o.event_key AND s.event = o.event AND (
            (s.state = 'delivered' AND (s.channel <> 'in_app' OR s.read_at IS NOT NULL))
            OR (s.id < o.id AND s.settled_at IS NULL
                AND (s.state IN ('failed', 'expired', 'needs_check') OR (s.state IN ('queued', 'sending') AND s.late_from <= ",
    );
    query.bind(now).push(")))))\n          AND (d.officer_id = ").bind(access.person.unwrap_or(-1)).push(" OR ");
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
        query.push("COUNT(*) AS total, 0 AS overdue, COUNT(*) AS today FROM outbox o JOIN dossier d ON ").push(OF_DOSSIER).push(" WHERE ");
        waits(query, cx.now(), &access);
    }
}

/// Begins a statement of notices with their dossiers; a condition follows.
fn select() -> Query {
    let mut query = Query::new("SELECT ");
    query.push(COLUMNS).push(
        ", COALESCE(d.code, d.submission_code) AS dossier, v.name AS procedure, d.applicant_name, d.applicant_phone, d.applicant_address, d.id AS dossier_id
         FROM outbox o JOIN dossier d ON ",
    );
    query.push(OF_DOSSIER).push(" JOIN procedure_version v ON v.id = d.procedure_version_id LEFT JOIN outbox_care c ON c.outbox_id = o.id WHERE ");
    query
}

/// The notices that the actor has to tell applicants otherwise, the oldest first.
///
/// # Errors
/// If the database cannot be read.
pub async fn untold(cx: &mut Cx) -> Result<Vec<Untold>> {
    let Some(access) = teller(cx) else { return Ok(Vec::new()) };
    let mut query = select();
    waits(&mut query, cx.now(), &access);
    query.push(" ORDER BY o.id LIMIT ").bind(MOST);
    let rows: Vec<Found> = query.all(&mut cx.conn()).await?;
    rows.into_iter().map(|row| row.untold(cx)).collect()
}

/// The notice with its dossier, for the counter of the dossier and its officer.
async fn open(cx: &mut Cx, id: i64) -> Result<(Found, DossierRow)> {
    let access = access::of(&cx.actor);
    let mut query = select();
    query.push("(");
    care::unsent(&mut query, cx.now());
    query.push(" OR ").push(ARRIVED).push(")");
    legal(&mut query);
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
     WHERE o.id = $1 AND s.id <> o.id AND s.settled_at IS NULL
       AND (s.state IN ('failed', 'expired', 'needs_check') OR (s.state IN ('queued', 'sending') AND s.late_from <= $2))
     ORDER BY s.id"
);

/// "Đã báo bằng cách khác": the applicant knows; every channel on which the notice failed is done, and the history of the dossier says so.
///
/// # Errors
/// `NotFound`, `Forbidden` as [`untold_notice`]; `Conflict` if somebody has dealt with it already, or if it arrived meanwhile.
pub async fn told_otherwise(cx: &mut Cx, id: i64, note: &str) -> Result<()> {
    let (found, dossier) = open(cx, id).await?;
    let line = found.message.line(cx)?;
    if line.has_arrived() {
        return Err(Error::conflict("Tin này vừa đến người nộp. Không cần báo nữa."));
    }
    row::lock(cx, dossier.id).await?;
    care::note(cx, id, CareKind::Told, note).await?;
    let now = cx.now();
    let others: Vec<(i64,)> = cx.conn().all(SIBLINGS, args![id, now]).await?;
    for (other,) in others {
        care::note(cx, other, CareKind::Told, note).await?;
    }
    let dossier = row::by_id(cx, dossier.id).await?;
    let event = EventRow {
        action: DossierAction::ToldOtherwise.as_str().to_owned(),
        from_state: Some(dossier.state.clone()),
        to_state: dossier.state.clone(),
        stage_from: dossier.stage.clone(),
        stage_to: dossier.stage.clone(),
        note: clean_text(&format!("Về {}: {note}", line.event.matter()), act::WORDS),
        due_before: dossier.due_current,
        due_after: dossier.due_current,
        ..EventRow::default()
    };
    events::append(cx, dossier.id, &event).await?;
    act::trace(cx, &dossier, DossierAction::ToldOtherwise);
    Ok(())
}
