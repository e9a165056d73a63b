//! A draft with everything around it: procedure, cases, units, pages, papers, files.

use super::super::payments;
use super::store::{self, DraftRow};
use super::{DraftKey, files, known, open};
use crate::cx::Cx;
use crate::error::Result;
use crate::procedures;
use model::dossiers::apply::{DraftView, Journey, OnBehalf, Step, applicant_pages, field, generic_form};
use model::format::local_date;
use model::procedures::{Answers, FeeUnit, QuestionKind};

/// The draft for its pages.
///
/// # Errors
/// `NotFound` for others and for expired drafts.
pub async fn view(cx: &mut Cx, key: &DraftKey) -> Result<DraftView> {
    let row = open(cx, key).await?;
    of_row(cx, &row).await
}

/// As [`view`], for a row at hand.
pub(in crate::dossiers) async fn of_row(cx: &mut Cx, row: &DraftRow) -> Result<DraftView> {
    let today = local_date(cx.now());
    let mut answers: Answers = serde_json::from_str(&row.answers)?;
    let files = files::of_draft(cx, row.id).await?;
    let offer = procedures::offer(&mut cx.conn(), row.offer_id, today).await?;
    let version = procedures::version(&mut cx.conn(), offer.version_id).await?;
    let cases = procedures::cases(&mut cx.conn(), version.id).await?;
    let offers = match row.counter() {
        Some(counter) => procedures::offers_direct(&mut cx.conn(), version.id, today, counter).await?,
        None => procedures::offers_online(&mut cx.conn(), version.id, today).await?,
    };
    let receiving_unit = match row.counter() {
        Some(counter) => crate::org::names(cx, &[counter], today).await?.remove(&counter).unwrap_or_default(),
        None => offer.receiving_name,
    };
    let all_parts = procedures::input_parts(&mut cx.conn(), version.id).await?;
    let fees = procedures::fees(&mut cx.conn(), version.id, today).await?;
    let mut forms = procedures::form(&mut cx.conn(), version.id).await?;
    if forms.is_empty() {
        forms = generic_form();
    }
    // What answers a question of files is the list of their names, as it is now.
    for question in forms.iter().flat_map(|page| &page.questions).filter(|question| question.kind == QuestionKind::File) {
        let names: Vec<&str> = files.iter().filter(|file| file.question == question.name).map(|file| file.name.as_str()).collect();
        answers.insert(question.name.clone(), names.join("\n"));
    }
    // A page whose questions all have conditions that do not hold is left out.
    forms.retain(|page| page.asked(&answers));
    let on_behalf = answers.get(field::ON_BEHALF).and_then(|text| text.parse().ok()).unwrap_or(OnBehalf::Myself);
    let infos = applicant_pages(on_behalf);
    let of_case = |case: Option<i64>| case.is_none_or(|id| id == row.case_id);
    // A paper that is the e-form itself is not asked for again.
    let parts: Vec<_> = all_parts.into_iter().filter(|part| of_case(part.case_id) && !part.e_form).collect();
    let due = payments::unpaid(cx, row, version.id, &version.payment_moment, &answers).await?;
    let journey = Journey { choose_case: cases.len() > 1, infos: infos.len(), forms: forms.len(), parts: parts.len(), pay: due.is_some() };
    let (bill, unpaid) = due.unwrap_or_default();
    let unit = |unit: FeeUnit| unit.label().to_owned();
    Ok(DraftView {
        code: row.code.clone(),
        version: row.version,
        guest: !row.phone_hash.is_empty(),
        taken_from: answers.get(known::FROM).cloned().unwrap_or_default(),
        taken: answers.get(known::TAKEN).map(|names| names.lines().map(str::to_owned).collect()).unwrap_or_default(),
        procedure_code: version.code,
        procedure_name: version.name,
        version_id: version.id,
        case_id: row.case_id,
        case_name: cases.iter().find(|case| case.id == row.case_id).map(|case| case.name.clone()).unwrap_or_default(),
        cases: cases.into_iter().map(|case| (case.id, case.name, case.hint)).collect(),
        offer_id: row.offer_id,
        competent_unit: offer.competent_name,
        receiving_unit,
        offers: offers.into_iter().map(|offer| (offer.id, offer.name)).collect(),
        communes: store::communes(cx).await?,
        done: row.done_steps.lines().filter_map(Step::from_path).collect(),
        answers,
        infos,
        forms,
        files,
        parts,
        journey,
        fees: fees.into_iter().filter(|(case, _)| of_case(*case)).map(|(_, fee)| (fee.name, fee.online, unit(fee.unit))).collect(),
        bill,
        unpaid,
        updated_at: row.updated_at,
        expires_at: row.expires_at,
        submitted_at: row.submitted_at,
    })
}
