//! "Đạt" or "Không đạt" for what the applicant answered (02 §10): one event of the dossier; no state and no clock moves.

use super::access;
use super::act;
use super::events::{self, EventRow};
use super::row;
use super::rules::Right;
use super::stale::stale;
use super::view;
use crate::cx::Cx;
use crate::error::{Error, Result};
use model::FieldErrors;
use model::dossiers::{DossierAction, DossierState, DossierView, ItemVerdict, SupplementItem, SupplementItemState, SupplementState};
use model::text::clean_text;

/// Who judges in a state: the counter before the receipt, the officer in charge after it. Where nobody judges, whoever might otherwise.
#[must_use]
pub const fn judge_rights(state: DossierState) -> &'static [Right] {
    match state {
        DossierState::Submitted | DossierState::IntakeSupplement => &[Right::Receive],
        DossierState::Received | DossierState::Processing | DossierState::AwaitingSupplement | DossierState::AwaitingPayment => &[Right::Officer],
        _ => &[Right::Officer, Right::Receive],
    }
}

/// False once a withdrawal is asked for or the dossier has ended.
#[must_use]
pub const fn is_judged_in(state: DossierState) -> bool {
    (state.is_open() && !matches!(state, DossierState::WithdrawRequested)) || matches!(state, DossierState::Submitted | DossierState::IntakeSupplement)
}

/// True if there is something that the actor may judge now.
///
/// # Errors
/// If the database cannot be read.
pub async fn may_judge(cx: &mut Cx, dossier: &DossierView) -> Result<bool> {
    let own = dossier.processing_system == crate::procedures::OWN_SYSTEM;
    if !own || !is_judged_in(dossier.state) || dossier.answered_items().next().is_none() {
        return Ok(false);
    }
    match view::require_right(cx, dossier.public_code(), judge_rights(dossier.state)).await {
        Ok(()) => Ok(true),
        Err(Error::Forbidden { .. } | Error::NotFound) => Ok(false),
        Err(error) => Err(error),
    }
}

sql!(INSERT, "INSERT INTO supplement_verdict (item_id, event_seq, verdict, reason, by_id, by_name, at) VALUES ($1, $2, $3, $4, $5, $6, $7)");
sql!(STATE, "UPDATE supplement_item SET state = $2 WHERE id = $1 AND state IN ('answered', 'accepted', 'refused')");

const fn state_of(verdict: &ItemVerdict) -> SupplementItemState {
    if verdict.accepted { SupplementItemState::Accepted } else { SupplementItemState::Refused }
}

/// Judges answered items; what was said of an item before stays in the history. An item that is not in order may be asked for
/// again in the next request.
///
/// # Errors
/// `Forbidden`; `Conflict` if somebody was faster, in a state in which nobody judges, or for an item without an answer; `Invalid` if
/// nothing is new.
pub async fn judge_supplement(cx: &mut Cx, code: &str, version: i64, verdicts: &[ItemVerdict]) -> Result<()> {
    let mut row = row::by_code(cx, code).await?.ok_or(Error::NotFound)?;
    let state = row.state()?;
    access::of(&cx.actor).require(judge_rights(state), &row, cx.actor.is_signed_in())?;
    act::check_own(&row)?;
    if row.version != version {
        return Err(stale(cx, &row).await);
    }
    if !is_judged_in(state) {
        return Err(Error::conflict(format!("Hồ sơ đang ở trạng thái “{}” nên không đánh giá mục bổ sung được.", state.label())));
    }
    let requests = view::supplements(cx, row.id).await?;
    let answered: Vec<&SupplementItem> =
        requests.iter().filter(|request| request.state == SupplementState::Answered).flat_map(|request| &request.items).collect();
    let mut new: Vec<(&SupplementItem, &ItemVerdict)> = Vec::new();
    for verdict in verdicts {
        let item = answered.iter().find(|item| item.id == verdict.item_id);
        let item = *item.ok_or_else(|| Error::conflict("Các mục bổ sung đã thay đổi. Hãy tải lại trang."))?;
        if item.state != state_of(verdict) || item.verdict_reason != verdict.reason {
            new.push((item, verdict));
        }
    }
    if new.is_empty() {
        return Err(FieldErrors::one("", "Kết luận chưa có gì thay đổi. Hãy chọn Đạt hoặc Không đạt cho mục cần đánh giá.").into());
    }
    row::save(cx, &mut row).await?;
    let seq = record(cx, &row, &new).await?;
    store(cx, seq, &new).await
}

/// The event, with the words that the applicant reads, too.
async fn record(cx: &mut Cx, row: &row::DossierRow, new: &[(&SupplementItem, &ItemVerdict)]) -> Result<i64> {
    let said = |(item, verdict): &(&SupplementItem, &ItemVerdict)| {
        if verdict.accepted { format!("“{}”: đạt", item.subject) } else { format!("“{}”: không đạt, {}", item.subject, verdict.reason) }
    };
    let note = new.iter().map(said).collect::<Vec<_>>().join("; ");
    let event = EventRow {
        action: DossierAction::JudgeSupplement.as_str().to_owned(),
        from_state: Some(row.state.clone()),
        to_state: row.state.clone(),
        stage_from: row.stage.clone(),
        stage_to: row.stage.clone(),
        note: clean_text(&note, act::WORDS),
        due_before: row.due_current,
        due_after: row.due_current,
        ..EventRow::default()
    };
    let seq = events::append(cx, row.id, &event).await?;
    act::trace(cx, row, DossierAction::JudgeSupplement);
    Ok(seq)
}

async fn store(cx: &mut Cx, seq: i64, new: &[(&SupplementItem, &ItemVerdict)]) -> Result<()> {
    let (person, name, now) = (cx.actor.person_id, cx.actor.name.clone(), cx.now());
    for (item, verdict) in new {
        let state = state_of(verdict).as_str();
        cx.conn().exec(INSERT, args![item.id, seq, state, &verdict.reason, person, &name, now]).await?;
        cx.conn().exec(STATE, args![item.id, state]).await?;
    }
    Ok(())
}
