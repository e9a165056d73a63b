//! What the asked unit does with a question, and the word of the head about a missing answer.

use super::super::access::{self, Access};
use super::super::row::{self, DossierRow};
use super::ask::record;
use super::store::{self, Row};
use super::{rules, view};
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::notify::{self, Message};
use model::access::{Action, ObjectKind};
use model::dossiers::{ConsultationAct, DossierAction, Opinion};
use model::format::{date, local_date};
use model::notify::Event;

/// An act that was checked and is being taken.
struct Step {
    row: Row,
    dossier: DossierRow,
}

/// Loads the question and checks, in this order: right, version, state.
async fn begin(cx: &mut Cx, id: i64, version: i64, act: ConsultationAct) -> Result<Step> {
    let dossier = store::by_id(cx, id).await?.dossier_id;
    row::lock(cx, dossier).await?;
    let row = store::by_id(cx, id).await?;
    let dossier = row::by_id(cx, row.dossier_id).await?;
    let access = access::of(&cx.actor);
    require(cx, &access, act, &row, &dossier)?;
    if row.version != version {
        return Err(Error::stale("Yêu cầu xin ý kiến", dossier.updated_at));
    }
    if !rules::possible(act, &row, &dossier)? {
        return Err(rules::refusal(act, &row, &dossier));
    }
    Ok(Step { row, dossier })
}

fn require(cx: &Cx, access: &Access, act: ConsultationAct, row: &Row, dossier: &DossierRow) -> Result<()> {
    if rules::may(access, act, row, dossier) {
        return Ok(());
    }
    if !cx.actor.is_signed_in() {
        return Err(Error::Unauthorized);
    }
    if !view::sees(access, row, dossier) {
        return Err(Error::NotFound);
    }
    let (action, unit) = if act == ConsultationAct::Waive { (Action::Approve, &dossier.competent_unit) } else { (Action::Edit, &row.asked_unit) };
    Err(Error::Forbidden { action, kind: ObjectKind::Dossier, unit: Some(unit.clone()) })
}

impl Step {
    /// Writes the question, one event of the dossier, and tells whoever asked, if `result` says what happened.
    async fn finish(mut self, cx: &mut Cx, act: ConsultationAct, note: &str, result: &str) -> Result<()> {
        if let (_, Some(state)) = rules::allowed_in(act) {
            self.row.state = state.as_str().to_owned();
        }
        store::save(cx, &self.row).await?;
        let stage = self.dossier.stage.clone();
        let note = format!("{}: {note}", self.row.asked_unit);
        let seq = record(cx, &mut self.dossier, stage, DossierAction::ConsultationNoted, &note).await?;
        cx.changed("desk", self.row.asked_unit_id);
        if result.is_empty() {
            return Ok(());
        }
        let values = [
            ("ma", self.dossier.public_code().to_owned()),
            ("don_vi", self.row.asked_unit.clone()),
            ("ket_qua", result.to_owned()),
            ("ngay", date(local_date(self.row.due))),
        ];
        let (key, link) = (format!("consultation:{}:{seq}", self.row.id), format!("/can-bo/xin-y-kien/{}", self.row.id));
        let mut people: Vec<i64> = [self.row.asked_by, self.dossier.officer_id].into_iter().flatten().collect();
        people.dedup();
        notify::tell_people(cx, people, Message { event: Event::ConsultationAnswered, key: &key, values: &values, link: &link }).await
    }
}

/// The asked unit takes the question.
///
/// # Errors
/// `Conflict` in another state or once it was submitted for signature, `Forbidden`, `NotFound`.
pub async fn accept(cx: &mut Cx, id: i64, version: i64) -> Result<()> {
    let mut step = begin(cx, id, version, ConsultationAct::Accept).await?;
    step.row.accepted_by_name = cx.actor.name.clone();
    step.row.accepted_at = Some(cx.now());
    step.finish(cx, ConsultationAct::Accept, "đã nhận yêu cầu", "").await
}

/// The asked unit answers, or replaces its answer by a newer one: the older one stays readable.
///
/// # Errors
/// `Invalid` for a file that is gone; `Conflict` once the dossier was submitted for signature; `Forbidden`, `NotFound`.
pub async fn answer(cx: &mut Cx, id: i64, version: i64, input: &Opinion) -> Result<()> {
    let mut step = begin(cx, id, version, ConsultationAct::Answer).await?;
    if step.row.accepted_at.is_none() {
        step.row.accepted_by_name = cx.actor.name.clone();
        step.row.accepted_at = Some(cx.now());
    }
    let again = step.row.state()? == model::dossiers::ConsultationState::Answered;
    let answer = store::insert_answer(cx, id, &input.text).await?;
    store::add_files(cx, id, Some(answer), &input.uploads, None).await?;
    let (note, result) = if again { ("gửi bản trả lời mới", "đã gửi bản trả lời mới") } else { ("đã trả lời", "đã trả lời") };
    step.finish(cx, ConsultationAct::Answer, note, result).await
}

/// The asked unit gives the question back, because it is not competent.
///
/// # Errors
/// `Conflict` in another state, `Forbidden`, `NotFound`.
pub async fn give_back(cx: &mut Cx, id: i64, version: i64, reason: &str) -> Result<()> {
    let mut step = begin(cx, id, version, ConsultationAct::Return).await?;
    step.row.returned_by_name = cx.actor.name.clone();
    step.row.returned_at = Some(cx.now());
    reason.clone_into(&mut step.row.return_reason);
    let note = format!("trả lại, lý do: {reason}");
    step.finish(cx, ConsultationAct::Return, &note, "trả lại yêu cầu xin ý kiến").await
}

/// The head goes on without a mandatory answer, and says why; the reason stands in the history of the dossier.
///
/// # Errors
/// `Conflict` if it is not mandatory, answered, or waived already; `Forbidden`, `NotFound`.
pub async fn waive(cx: &mut Cx, id: i64, version: i64, reason: &str) -> Result<()> {
    let mut step = begin(cx, id, version, ConsultationAct::Waive).await?;
    step.row.waived_by_name = cx.actor.name.clone();
    step.row.waived_at = Some(cx.now());
    reason.clone_into(&mut step.row.waive_reason);
    let note = format!("trình ký không chờ ý kiến này, lý do: {reason}");
    step.finish(cx, ConsultationAct::Waive, &note, "").await
}
