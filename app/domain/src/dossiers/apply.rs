//! Submission (D02): a complete draft becomes a dossier, exactly once.

use super::draft::{self, DraftKey};
use super::payments;
use super::results;
use super::supplement_answer::{self, Way};
use super::{
    Dossier, NewDossier, NewPart, by_any_code, cancel_submission, create_submitted, request_withdrawal, row, supplement_draft, withdraw as withdrawal,
};
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::notify::{self, Recipient};
use crate::procedures;
use model::FieldErrors;
use model::dossiers::apply::{DraftView, PartWay, field};
use model::dossiers::{Channel, DossierState, DossierView, Reason, ResultDelivery, Source, SupplementAnswer};
use model::format::{local_date, time_date};
use model::notify::{Event, NotifyChannel};
use model::procedures::QuestionKind;
use serde_json::{Value, json};

pub use super::mine::mine;

/// A dossier in full for its applicant: the account, or the verified telephone number of a dossier without one.
///
/// # Errors
/// `NotFound` for everybody else.
pub async fn of_actor(cx: &mut Cx, code: &str) -> Result<DossierView> {
    if !cx.actor.may_apply() {
        return Err(Error::Unauthorized);
    }
    let found = by_any_code(cx, code).await?;
    found.filter(|dossier| cx.actor.is_applicant(dossier.applicant_account, &dossier.applicant_phone)).ok_or(Error::NotFound)
}

/// The applicant goes back on a dossier: D08 before the receipt, which ends it, D17 after it, which is a request.
///
/// # Errors
/// `NotFound` for everybody else, `Conflict` in another state.
pub async fn withdraw(cx: &mut Cx, code: &str, version: i64, input: &Reason) -> Result<Dossier> {
    match of_actor(cx, code).await?.state {
        DossierState::Submitted | DossierState::IntakeSupplement => cancel_submission(cx, code, version, input).await,
        _ => request_withdrawal(cx, code, version, input).await,
    }
}

/// D20: the applicant takes the request for withdrawal back.
///
/// # Errors
/// `NotFound` for everybody else, `Conflict` in another state.
pub async fn cancel_withdrawal(cx: &mut Cx, code: &str, version: i64) -> Result<Dossier> {
    of_actor(cx, code).await?;
    withdrawal::cancel_withdrawal(cx, code, version).await
}

/// The applicant answers every requested item: D06 before the receipt, D12 after it. What was saved item by item (C18) is sent with
/// it; words given now come before saved ones.
///
/// # Errors
/// `NotFound` for everybody else, `Invalid` for an unanswered item, `Conflict` in another state.
pub async fn supplement(cx: &mut Cx, code: &str, version: i64, answers: &[SupplementAnswer]) -> Result<Dossier> {
    // Nothing is saved between the reading of what was saved and its end.
    let row = row::lock_by_code(cx, code).await?;
    let dossier = of_actor(cx, row.public_code()).await?;
    let answers = supplement_draft::with_saved(cx, &dossier, answers).await?;
    supplement_answer::answer(cx, code, version, dossier.state, &answers, Way::Online).await
}

sql!(HELPED, "UPDATE dossier SET assisted_by = $2, support_unit_id = $3 WHERE id = $1");

/// Name of the act in the audit log, written by [`create_submitted`]; the receipt looks it up there.
pub(super) const ACT: &str = "dossier.submit";

/// Submits a draft and returns its submission code. A second post of the same draft returns the same code and changes
/// nothing.
///
/// # Errors
/// `Invalid` if the declaration is missing or a page is not complete (the first message of each page), `Conflict` if the
/// procedure changed since, `NotFound` for others. Money that is due first counts as an incomplete page.
pub async fn submit(cx: &mut Cx, key: &DraftKey, declared: bool) -> Result<String> {
    let row = draft::open(cx, key).await?;
    if row.submitted_at.is_some() {
        return Ok(row.code);
    }
    if row.counter().is_some() {
        return Err(Error::conflict("Hồ sơ này đang được tiếp nhận tại quầy. Hãy mở lại ở mục Tại quầy."));
    }
    if !declared {
        return Err(Error::field(field::DECLARED, "Chưa đánh dấu lời cam đoan. Hãy đọc rồi đánh dấu vào ô để nộp."));
    }
    if !draft::claim(cx, &row).await? {
        return Ok(row.code);
    }
    let view = draft::of_row(cx, &row).await?;
    complete(&view)?;
    let today = local_date(cx.now());
    let offer = procedures::offer(&mut cx.conn(), row.offer_id, today).await?;
    guard(cx, offer.version_id).await?;
    let new = NewDossier {
        submission_code: row.code.clone(),
        procedure_version_id: offer.version_id,
        case_id: row.case_id,
        offer_id: row.offer_id,
        receiving_unit: offer.receiving_unit_id,
        competent_unit: offer.competent_unit_id,
        channel: Channel::Online,
        source: Source::LocalPortal,
        applicant_account: row.account_id,
        applicant_name: view.answer(field::NAME).to_owned(),
        applicant_phone: view.answer(field::PHONE).chars().filter(char::is_ascii_digit).collect(),
        applicant_id_number: view.answer(field::IDENTITY).to_owned(),
        applicant_address: address(&view),
        answers: answers(&view),
        parts: parts(&view),
        answer_files: answer_files(&view),
        delivery: view.delivery().unwrap_or(ResultDelivery::AtCentre),
        notify: view.notify(),
        submitted_at: cx.now(),
    };
    let dossier = create_submitted(cx, new).await?;
    draft::link(cx, row.id, dossier.id).await?;
    if row.assisted_by.is_some() {
        // Help at a counter changes neither applicant nor channel (02 §2, §21).
        cx.conn().exec(HELPED, args![dossier.id, row.assisted_by, row.counter_unit_id]).await?;
    }
    results::log_uses(cx, row.id, dossier.id).await?;
    payments::link_draft(cx, &row.code, dossier.id).await?;
    tell_by_mail(cx, &view).await?;
    Ok(row.code)
}

fn complete(view: &DraftView) -> Result<()> {
    let mut errors = FieldErrors::new();
    for (step, problems) in view.problems() {
        // The address of the page stands in the field, so that the error list can lead there.
        errors.0.extend(problems.0.into_iter().take(1).map(|(_, message)| (step.path(), format!("{}: {message}", view.title(step)))));
    }
    errors.into_result(()).map_err(Error::from)
}

pub(super) async fn guard(cx: &mut Cx, version_id: i64) -> Result<()> {
    let today = local_date(cx.now());
    let version = procedures::version(&mut cx.conn(), version_id).await?;
    if let Some(end) = version.valid_to.filter(|end| *end <= today) {
        let from = model::format::date(end);
        return Err(Error::conflict(format!(
            "Thủ tục này có quy định mới từ {from}. Hãy bắt đầu hồ sơ mới từ trang thủ tục; bản nháp này vẫn còn để bạn xem lại."
        )));
    }
    Ok(())
}

pub(super) fn address(view: &DraftView) -> String {
    let questions = view.infos.iter().flat_map(|page| &page.questions);
    questions.filter(|question| question.name == field::ADDRESS).map(|question| question.shown(&view.answers, &view.communes)).collect()
}

/// The answers in the order of the pages, as `{name, label, value}`.
pub(super) fn answers(view: &DraftView) -> Value {
    let mut list = vec![json!({
        "name": field::ON_BEHALF, "label": "Nộp cho", "value": view.on_behalf().map(model::dossiers::apply::OnBehalf::label).unwrap_or_default()
    })];
    let asked = view.infos.iter().chain(&view.forms).flat_map(|page| &page.questions).filter(|question| question.asked(&view.answers));
    for question in asked {
        list.push(json!({ "name": question.name, "label": question.label, "value": question.shown(&view.answers, &view.communes) }));
    }
    Value::Array(list)
}

/// The papers that come as files or on paper; those that the applicant does not have are left out.
fn parts(view: &DraftView) -> Vec<NewPart> {
    let given = view.parts.iter().filter(|part| matches!(view.way(part), Some(PartWay::Upload | PartWay::Paper)));
    given
        .map(|part| {
            let files = if view.way(part) == Some(PartWay::Upload) { view.files_of(part.id) } else { Vec::new() };
            NewPart { required_part_id: part.id, name: part.name.clone(), file_ids: files.into_iter().map(|file| file.file_id).collect() }
        })
        .collect()
}

/// Files of the e-form, for the questions that are asked.
pub(super) fn answer_files(view: &DraftView) -> Vec<(String, i64)> {
    let asked = view.forms.iter().flat_map(|page| &page.questions).filter(|question| question.kind == QuestionKind::File && question.asked(&view.answers));
    asked.flat_map(|question| view.files_for(&question.name).into_iter().map(|file| (question.label.clone(), file.file_id)).collect::<Vec<_>>()).collect()
}

/// The dossier itself has no mail address: whoever left one gets the first message there.
async fn tell_by_mail(cx: &mut Cx, view: &DraftView) -> Result<()> {
    if !view.notify().contains(&NotifyChannel::Email) {
        return Ok(());
    }
    let link = format!("/tra-cuu/{}", view.code);
    let recipient = Recipient { email: Some(view.answer(field::EMAIL).to_owned()), channels: vec![NotifyChannel::Email], ..Recipient::default() };
    let address = format!("{}{link}", cx.settings().base_url);
    let values = [("ma", view.code.clone()), ("gio", time_date(cx.now())), ("link", address)];
    notify::send(cx, Event::DossierSubmitted, &format!("dossier:{}:mail", view.code), &recipient, &values, &link).await
}
