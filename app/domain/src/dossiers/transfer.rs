//! Another agency decides (D25): the unit leader proposes, the leader of the receiving agency accepts. The due date stays.

use super::act;
use super::create::Dossier;
use super::proposals::{self, ProposalRow, not_own};
use super::row;
use super::rules::Right;
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::notify::{self, Message};
use chrono::NaiveDate;
use model::dossiers::{DossierAction, DossierState, ProcessingStage, ProposalDecision, Transfer, TransferView};
use model::format::local_date;
use model::notify::Event;
use sqlx::FromRow;

#[derive(Debug, FromRow)]
struct Row {
    #[sqlx(flatten)]
    proposed: ProposalRow,
    from_unit: String,
    to_unit: String,
    to_unit_id: i64,
}

sql!(
    PENDING,
    "SELECT t.id, t.state, t.reason, t.proposed_by AS by_id, t.proposed_by_name AS by_name, t.proposed_at AS at, t.to_unit_id,
        COALESCE((SELECT n.name FROM org_unit_version n WHERE n.unit_id = t.from_unit_id AND n.valid_from <= $2 ORDER BY n.valid_from DESC LIMIT 1), '') AS from_unit,
        COALESCE((SELECT n.name FROM org_unit_version n WHERE n.unit_id = t.to_unit_id AND n.valid_from <= $2 ORDER BY n.valid_from DESC LIMIT 1), '') AS to_unit
     FROM dossier_transfer t WHERE t.dossier_id = $1 AND t.state = 'pending'"
);
// Agencies that exist today and offer the same version of the procedure.
sql!(
    OFFERS,
    "SELECT o.competent_unit_id, o.id, n.name FROM procedure_offer o
     JOIN org_unit_version n ON n.unit_id = o.competent_unit_id AND n.valid_from <= $3 AND (n.valid_to IS NULL OR n.valid_to > $3)
     WHERE o.version_id = $1 AND o.competent_unit_id <> $2 ORDER BY n.sort_key, n.name, o.id"
);
sql!(
    INSERT,
    "INSERT INTO dossier_transfer (dossier_id, seq, state, from_unit_id, to_unit_id, reason, proposed_by, proposed_by_name, proposed_at)
     VALUES ($1, (SELECT COALESCE(MAX(x.seq), 0) + 1 FROM dossier_transfer x WHERE x.dossier_id = $1), 'pending', $2, $3, $4, $5, $6, $7)"
);
sql!(
    DECIDE,
    "UPDATE dossier_transfer SET state = $2, decided_by = $3, decided_by_name = $4, decided_at = $5, decision = $6 WHERE id = $1 AND state = 'pending'"
);
sql!(HAND_OVER, "UPDATE dossier SET competent_unit_id = $3, continuing_unit_id = NULL WHERE id = $1 AND version = $2");

type Offer = (i64, i64, String);

async fn offers(cx: &mut Cx, row: &row::DossierRow) -> Result<Vec<Offer>> {
    let today = local_date(cx.now());
    let mut offers: Vec<Offer> = cx.conn().all(OFFERS, args![row.procedure_version_id, row.competent_unit_id, today]).await?;
    offers.dedup_by_key(|(unit, ..)| *unit);
    Ok(offers)
}

async fn pending(cx: &mut Cx, dossier: i64) -> Result<Option<TransferView>> {
    let today: NaiveDate = local_date(cx.now());
    let row: Option<Row> = cx.conn().opt(PENDING, args![dossier, today]).await?;
    row.map(|row| Ok(TransferView { proposed: row.proposed.view()?, from_unit: row.from_unit, to_unit: row.to_unit, to_unit_id: row.to_unit_id })).transpose()
}

/// The transfer that waits for its answer, for somebody who may see the dossier.
///
/// # Errors
/// `NotFound` for somebody who may not.
pub async fn pending_transfer(cx: &mut Cx, code: &str) -> Result<Option<TransferView>> {
    let row = proposals::seen(cx, code).await?;
    pending(cx, row.id).await
}

/// The agencies to which a dossier may go: those that offer the same version of its procedure.
///
/// # Errors
/// `NotFound` for somebody who may not see the dossier.
pub async fn transfer_choices(cx: &mut Cx, code: &str) -> Result<Vec<(i64, String)>> {
    let row = proposals::seen(cx, code).await?;
    Ok(offers(cx, &row).await?.into_iter().map(|(unit, _, name)| (unit, name)).collect())
}

fn signed(row: &row::DossierRow) -> Result<()> {
    match row.stage()? {
        Some(ProcessingStage::Signed | ProcessingStage::Published) => Err(Error::conflict("Kết quả đã được ký nên không chuyển cơ quan giải quyết được.")),
        _ => Ok(()),
    }
}

/// D25, first act: the unit leader proposes another agency.
///
/// # Errors
/// `Invalid` for an agency that does not offer the procedure; `Conflict` after the signature, with an open proposal, in
/// another state; `Forbidden`.
pub async fn propose_transfer(cx: &mut Cx, code: &str, version: i64, input: &Transfer) -> Result<()> {
    let step = act::begin(cx, code, version, DossierAction::TransferCompetent, None).await?;
    let mut row = step.row;
    signed(&row)?;
    if pending(cx, row.id).await?.is_some() {
        return Err(Error::conflict("Hồ sơ đã có một đề nghị chuyển đang chờ trả lời. Hãy chờ cơ quan nhận quyết định."));
    }
    let offers = offers(cx, &row).await?;
    let Some((unit, _, name)) = offers.into_iter().find(|(unit, ..)| *unit == input.unit) else {
        return Err(Error::field("co_quan", "Cơ quan được chọn không cung cấp thủ tục này. Hãy chọn trong danh sách."));
    };
    row::save(cx, &mut row).await?;
    let (person, by, now) = (cx.actor.person_id, cx.actor.name.clone(), cx.now());
    cx.conn().exec(INSERT, args![row.id, row.competent_unit_id, unit, &input.reason, person, by, now]).await?;
    cx.audit(AuditEvent::new("dossier.propose_transfer", "dossier", row.public_code()).detail(format!("đến {name}")));
    cx.changed("desk", row.competent_unit_id);
    cx.changed("desk", unit);
    Ok(())
}

/// D25, second act: the leader of the receiving agency takes the dossier over, or refuses. A dossier in work needs
/// somebody who works on it from then on.
///
/// # Errors
/// `Conflict` without a proposal, for one's own, after the signature; `Invalid` without an officer of the agency;
/// `Forbidden`.
pub async fn decide_transfer(cx: &mut Cx, code: &str, version: i64, decision: &ProposalDecision) -> Result<Dossier> {
    let mut step = act::begin(cx, code, version, DossierAction::TransferCompetent, Some(&[Right::TakeOver])).await?;
    let Some(request) = pending(cx, step.row.id).await? else {
        return Err(Error::conflict("Hồ sơ không có đề nghị chuyển nào đang chờ. Hãy tải lại trang."));
    };
    not_own(cx, &request.proposed)?;
    let officer = match decision {
        ProposalDecision::Refuse(reason) => {
            decide(cx, &request, "refused", reason).await?;
            return proposals::refused(cx, step.row, "dossier.refuse_transfer", &request.proposed, "chuyển cơ quan giải quyết", reason).await;
        }
        ProposalDecision::Approve(officer) => *officer,
    };
    signed(&step.row)?;
    let Some((unit, offer, _)) = offers(cx, &step.row).await?.into_iter().find(|(unit, ..)| *unit == request.to_unit_id) else {
        return Err(Error::conflict(format!("{} không còn cung cấp thủ tục này nên không nhận được hồ sơ.", request.to_unit)));
    };
    let (from, former) = (step.row.competent_unit_id, step.row.officer_id);
    decide(cx, &request, "approved", "").await?;
    proposals::one(cx.conn().exec(HAND_OVER, args![step.row.id, step.row.version, unit]).await?)?;
    step.row.competent_unit_id = unit;
    step.row.competent_unit.clone_from(&request.to_unit);
    step.row.continuing_unit_id = None;
    step.row.offer_id = offer;
    (step.row.handling_unit_id, step.row.officer_id, step.row.officer_since) = (None, None, None);
    step.row.officer = String::new();
    if step.row.state()? == DossierState::Processing {
        take_officer(cx, &mut step.row, officer).await?;
        step.stage(Some(ProcessingStage::Assigned));
    }
    step.say(&format!("Từ {} sang {}; hạn trả không thay đổi. Lý do: {}", request.from_unit, request.to_unit, request.proposed.reason), "");
    let (row, seq) = step.finish(cx).await?;
    cx.changed("desk", from);
    let values = [("co_quan", request.to_unit.clone())];
    act::tell(cx, &row, seq, Event::DossierTransferred, &values).await?;
    let values = [("ma", row.public_code().to_owned()), ("co_quan", request.to_unit)];
    let (key, link) = (format!("dossier:{}:{seq}", row.submission_code), format!("/can-bo/ho-so/{}", row.public_code()));
    let people = [former, row.officer_id, request.proposed.by_id].into_iter().flatten();
    notify::tell_people(cx, people, Message { event: Event::DossierTransferred, key: &key, values: &values, link: &link }).await?;
    Dossier::of(&row)
}

async fn decide(cx: &mut Cx, request: &TransferView, state: &str, words: &str) -> Result<()> {
    let (person, name, now) = (cx.actor.person_id, cx.actor.name.clone(), cx.now());
    proposals::one(cx.conn().exec(DECIDE, args![request.proposed.id, state, person, name, now, words]).await?)
}

/// Puts somebody of the new agency in charge.
async fn take_officer(cx: &mut Cx, row: &mut row::DossierRow, officer: Option<i64>) -> Result<()> {
    let Some(officer) = officer else {
        return Err(Error::field("can_bo", "Hồ sơ đang được xử lý. Hãy chọn người xử lý tiếp."));
    };
    let Some((unit, name)) = super::process::officer_of(cx, officer, row.competent_unit_id).await? else {
        return Err(Error::field("can_bo", format!("Người được chọn không làm việc tại {}. Hãy chọn người khác.", row.competent_unit)));
    };
    row.officer_id = Some(officer);
    row.officer_since = Some(cx.now());
    row.handling_unit_id = Some(unit);
    row.officer = name;
    Ok(())
}
