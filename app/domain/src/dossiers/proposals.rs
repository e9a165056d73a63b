//! What the acts of two persons have in common (D24, D25, D26): the row of a proposal, who may decide, the list O08.

use super::access::{self, Access};
use super::create::Dossier;
use super::desk::queues::{AGENCY, within};
use super::row::{self, DossierRow};
use super::rules::{self, Right};
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::db::Query;
use crate::error::{Error, Result};
use crate::notify::{self, Message};
use chrono::{DateTime, Utc};
use model::dossiers::{DossierAction, ProposalAct, Proposed};
use model::notify::Event;
use model::text::clean_line;
use sqlx::FromRow;

/// The columns that every proposal has.
#[derive(Debug, FromRow)]
pub(super) struct ProposalRow {
    id: i64,
    state: String,
    reason: String,
    by_id: Option<i64>,
    by_name: String,
    at: DateTime<Utc>,
}

impl ProposalRow {
    pub(super) fn view(self) -> Result<Proposed> {
        Ok(Proposed { id: self.id, state: self.state.parse()?, reason: self.reason, by: self.by_name, by_id: self.by_id, at: self.at })
    }
}

/// The dossier, for an official who may see it.
pub(super) async fn seen(cx: &mut Cx, code: &str) -> Result<DossierRow> {
    cx.require_official()?;
    let row = row::by_code(cx, code).await?.ok_or(Error::NotFound)?;
    if access::of(&cx.actor).sees(&row) { Ok(row) } else { Err(Error::NotFound) }
}

/// Two acts, two persons (10 §4).
pub(super) fn not_own(cx: &Cx, proposed: &Proposed) -> Result<()> {
    if proposed.by_id.is_some() && proposed.by_id == cx.actor.person_id {
        return Err(Error::conflict("Người đề xuất không tự quyết định được. Cần một người khác có quyền."));
    }
    Ok(())
}

/// Refuses if the proposal was decided meanwhile.
pub(super) fn one(changed: u64) -> Result<()> {
    if changed == 0 { Err(Error::conflict("Đề xuất này đã được người khác quyết định. Hãy tải lại trang.")) } else { Ok(()) }
}

/// The end of a refused proposal: the dossier goes on as it was, and whoever proposed is told why.
pub(super) async fn refused(cx: &mut Cx, mut row: DossierRow, act: &str, proposed: &Proposed, what: &str, reason: &str) -> Result<Dossier> {
    row::save(cx, &mut row).await?;
    cx.audit(AuditEvent::new(act, "dossier", row.public_code()));
    cx.changed("desk", row.competent_unit_id);
    tell_decided(cx, &row, proposed, what, &format!("không đồng ý. Lý do: {}", clean_line(reason, 300))).await?;
    Dossier::of(&row)
}

/// Tells whoever proposed.
pub(super) async fn tell_decided(cx: &mut Cx, row: &DossierRow, proposed: &Proposed, what: &str, result: &str) -> Result<()> {
    let values = [("ma", row.public_code().to_owned()), ("viec", what.to_owned()), ("ket_qua", result.to_owned())];
    let (key, link) = (format!("proposal:{}:{what}:{}", row.submission_code, proposed.id), format!("/can-bo/ho-so/{}", row.public_code()));
    notify::tell_people(cx, proposed.by_id, Message { event: Event::DossierDecided, key: &key, values: &values, link: &link }).await
}

/// O08 as a condition: proposals that wait for a decision of the actor. It begins with the few that wait.
pub(super) fn waiting(query: &mut Query, access: &Access) {
    query.push(
        "d.id IN (SELECT dossier_id FROM supplement_request WHERE state = 'proposed' UNION SELECT dossier_id FROM dossier_extension WHERE state = 'pending' ",
    );
    query.push("UNION SELECT dossier_id FROM fact_adjustment WHERE state = 'pending' UNION SELECT dossier_id FROM dossier_transfer WHERE state = 'pending') ");
    query.push(
        "AND ((d.state IN ('received', 'processing') AND EXISTS (SELECT 1 FROM supplement_request s WHERE s.dossier_id = d.id AND s.state = 'proposed') AND ",
    );
    within(query, AGENCY, &access.approve);
    query.push(
        ") OR (d.state IN ('received', 'processing') AND EXISTS (SELECT 1 FROM dossier_extension x WHERE x.dossier_id = d.id AND x.state = 'pending') AND ",
    );
    within(query, AGENCY, &access.sign);
    query.push(") OR (EXISTS (SELECT 1 FROM fact_adjustment f WHERE f.dossier_id = d.id AND f.state = 'pending') AND ");
    within(query, AGENCY, &access.sign);
    query.push(
        ") OR (d.state IN ('received', 'processing') AND EXISTS (SELECT 1 FROM dossier_transfer t WHERE t.dossier_id = d.id AND t.state = 'pending' AND ",
    );
    within(query, &["t.to_unit_id"], &access.sign);
    query.push(")))");
}

/// Rights of which one is needed to propose.
pub(super) const PROPOSE_EXTENSION: &[Right] = &[Right::Officer, Right::Assign];
/// Whoever works with the dossier may ask for a correction.
pub(super) const REQUEST_ADJUSTMENT: &[Right] = &[Right::Officer, Right::Receive, Right::Approve, Right::Sign];

sql!(
    OPEN,
    "SELECT (SELECT COUNT(*) FROM dossier_extension WHERE dossier_id = $1 AND state = 'pending'),
        (SELECT COUNT(*) FROM dossier_transfer WHERE dossier_id = $1 AND state = 'pending'),
        (SELECT COUNT(*) FROM fact_adjustment WHERE dossier_id = $1 AND state = 'pending')"
);

/// What the actor may do now with the proposals of a dossier.
///
/// # Errors
/// `NotFound` for somebody who may not see it.
pub async fn proposal_acts(cx: &mut Cx, code: &str) -> Result<Vec<ProposalAct>> {
    let row = seen(cx, code).await?;
    let access = access::of(&cx.actor);
    if row.processing_system != "local" {
        return Ok(Vec::new());
    }
    let (extension, transfer, adjustment): (i64, i64, i64) = cx.conn().one(OPEN, args![row.id]).await?;
    let state = row.state()?;
    let possible = |action| rules::target(action, Some(state), None).is_some();
    let may = |rights: &[Right]| rights.iter().any(|right| access.may(*right, &row));
    let choose = |action, open: i64, first: (&[Right], ProposalAct), second: (&[Right], ProposalAct)| {
        let (rights, act) = if open > 0 { second } else { first };
        (possible(action) && may(rights)).then_some(act)
    };
    let acts = [
        choose(DossierAction::Extend, extension, (PROPOSE_EXTENSION, ProposalAct::ProposeExtension), (&[Right::Sign], ProposalAct::DecideExtension))
            .filter(|_| row.due_current.is_some()),
        choose(DossierAction::TransferCompetent, transfer, (&[Right::Sign], ProposalAct::ProposeTransfer), (&[Right::TakeOver], ProposalAct::DecideTransfer)),
        choose(DossierAction::AdjustFact, adjustment, (REQUEST_ADJUSTMENT, ProposalAct::RequestAdjustment), (&[Right::Sign], ProposalAct::DecideAdjustment)),
    ];
    Ok(acts.into_iter().flatten().collect())
}
