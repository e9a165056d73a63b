//! The question: the officer in charge asks another unit; several questions run at the same time.

use super::super::access;
use super::super::act;
use super::super::events::{self, EventRow};
use super::super::row::{self, DossierRow};
use super::super::stale::stale;
use super::super::timing;
use super::{rules, store};
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::notify::{self, Message};
use crate::{calendar, org};
use chrono::{DateTime, Utc};
use model::access::Role;
use model::dossiers::{Ask, DossierAction, ProcessingStage};
use model::format::{date, local_date};
use model::notify::Event;
use model::org::UnitKind;

/// Who is told at the asked unit.
const TOLD: &[Role] = &[Role::UnitLeader, Role::DivisionHead, Role::CaseOfficer];

/// Units that may be asked about a dossier: every agency of today, and the divisions of the agency that decides.
///
/// # Errors
/// `NotFound` for somebody who may not see the dossier.
pub async fn unit_choices(cx: &mut Cx, code: &str) -> Result<Vec<(i64, String)>> {
    let row = super::super::proposals::seen(cx, code).await?;
    choices(cx, &row).await
}

async fn choices(cx: &mut Cx, row: &DossierRow) -> Result<Vec<(i64, String)>> {
    let today = org::today(cx);
    let agency = row.continuing_unit_id.unwrap_or(row.competent_unit_id);
    let fits = |unit: &model::org::Unit| match unit.kind {
        UnitKind::Division | UnitKind::BranchOffice | UnitKind::PublicServiceUnit => unit.parent_id == Some(agency),
        kind => kind.is_agency() && unit.id != agency,
    };
    let units = org::all(cx, today).await?;
    Ok(units.into_iter().filter(|unit| fits(unit) && Some(unit.id) != row.handling_unit_id).map(|unit| (unit.id, unit.name)).collect())
}

/// Asks a unit. The first question moves the work to "Xin ý kiến". Returns the number of the question.
///
/// # Errors
/// `Invalid` for a unit that cannot be asked, a day off, a file that is not of the dossier; `Conflict` before the work has
/// begun and from the submission for signature on; `Forbidden`.
pub async fn ask(cx: &mut Cx, code: &str, version: i64, input: &Ask) -> Result<i64> {
    let known = row::by_code(cx, code).await?.ok_or(Error::NotFound)?;
    row::lock(cx, known.id).await?;
    let mut row = row::by_id(cx, known.id).await?;
    access::of(&cx.actor).require(rules::ASK, &row, cx.actor.is_signed_in())?;
    act::check_own(&row)?;
    if row.version != version {
        return Err(stale(cx, &row).await);
    }
    if !rules::may_be_asked(&row)? {
        return Err(Error::conflict("Chỉ xin ý kiến được khi hồ sơ đang thẩm định, xin ý kiến hoặc dự thảo. Hãy tải lại trang."));
    }
    let Some((unit, name)) = choices(cx, &row).await?.into_iter().find(|(unit, _)| *unit == input.unit) else {
        return Err(Error::field("don_vi", "Đơn vị được chọn không hỏi được. Hãy chọn trong danh sách."));
    };
    let due = due_of(cx, unit, input).await?;
    let before = row.stage.clone();
    if row.stage()? == Some(ProcessingStage::Examining) {
        row.stage = Some(ProcessingStage::Consulting.as_str().to_owned());
    }
    let asking_unit = row.handling_unit_id.unwrap_or(row.competent_unit_id);
    let new = store::New { dossier: row.id, asking_unit, asked_unit: unit, question: &input.question, due, mandatory: input.mandatory };
    let id = store::insert(cx, &new).await?;
    store::add_files(cx, id, None, &input.papers, Some(row.id)).await?;
    store::add_files(cx, id, None, &input.uploads, None).await?;
    let need = if input.mandatory { ", bắt buộc" } else { "" };
    let note = format!("Hỏi {name}, hạn {}{need}: {}", date(input.due), input.question);
    let seq = record(cx, &mut row, before, DossierAction::Consulted, &note).await?;
    tell_unit(cx, &row, unit, id, due).await?;
    cx.changed("desk", unit);
    Ok(seq)
}

/// The instant of the last day to answer, by the calendar of the asked unit. The due date of the dossier stays.
async fn due_of(cx: &mut Cx, unit: i64, input: &Ask) -> Result<DateTime<Utc>> {
    let cal = calendar::of_unit(cx, Some(unit)).await?;
    if !cal.is_working_day(input.due).map_err(timing::refuse)? {
        let next = cal.add_working_days(input.due, 0).map_err(timing::refuse)?;
        return Err(Error::field("han", format!("Ngày {} là ngày nghỉ. Hãy chọn ngày làm việc, gần nhất là {}.", date(input.due), date(next))));
    }
    let due = cal.date_due(input.due).map_err(timing::refuse)?;
    if due <= cx.now() {
        return Err(Error::field("han", "Hạn trả lời đã qua. Hãy chọn ngày làm việc tiếp theo."));
    }
    Ok(due)
}

/// Writes the row and one event of the dossier; the state stays. Returns the number of the event.
pub(super) async fn record(cx: &mut Cx, row: &mut DossierRow, stage_from: Option<String>, action: DossierAction, note: &str) -> Result<i64> {
    row::save(cx, row).await?;
    let event = EventRow {
        action: action.as_str().to_owned(),
        from_state: Some(row.state.clone()),
        to_state: row.state.clone(),
        stage_from,
        stage_to: row.stage.clone(),
        note: model::text::clean_text(note, act::WORDS),
        due_before: row.due_current,
        due_after: row.due_current,
        ..EventRow::default()
    };
    let seq = events::append(cx, row.id, &event).await?;
    act::trace(cx, row, action);
    Ok(seq)
}

async fn tell_unit(cx: &mut Cx, row: &DossierRow, unit: i64, id: i64, due: DateTime<Utc>) -> Result<()> {
    let asking = if cx.actor.unit_name.is_empty() { row.competent_unit.clone() } else { cx.actor.unit_name.clone() };
    let values = [("ma", row.public_code().to_owned()), ("don_vi", asking), ("ngay", date(local_date(due)))];
    let (key, link) = (format!("consultation:{id}:asked"), format!("/can-bo/xin-y-kien/{id}"));
    notify::tell_holders(cx, unit, TOLD, Message { event: Event::ConsultationAsked, key: &key, values: &values, link: &link }).await
}
