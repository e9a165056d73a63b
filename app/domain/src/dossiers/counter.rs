//! D04: a dossier of somebody who stands at the counter, from the form to `Received` in one transaction. Guards are those of
//! D02 and D03, the receipt is that of D03; the history has the three events of draft, submission and receipt.

use super::act;
use super::apply;
use super::create::{self, Dossier, NewDossier, NewPart};
use super::draft::{self, DraftKey};
use super::row::{self, DossierRow};
use super::{digitise, intake, payments, view};
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::identity::applicants;
use crate::procedures;
use model::FieldErrors;
use model::dossiers::apply::{AtCounter, DraftView, OnBehalf, PartWay, counter_field, field};
use model::dossiers::{DossierAction, Receive, ResultDelivery, Source};
use model::format::{date_from_parts, local_date, money};
use model::identity::NewPerson;
use model::payments::TakeMoney;
use model::procedures::PartPage;

// Who stands behind the applicant, apart from the applicant (02 §4).
sql!(PERSONS, "UPDATE dossier SET assisted_by = $2, support_unit_id = $3, applicant_person_id = $4, data_subject = $5, delegate = $6 WHERE id = $1");

sql!(BY_POST, "SELECT COUNT(*) FROM procedure_offer WHERE id = $1 AND postal");

/// Receives the dossier of a draft at the counter. A second post of the same form returns the same dossier and changes
/// nothing.
///
/// # Errors
/// `Invalid` with every field that is wrong, `Conflict` if the procedure changed since, `CalendarMissing`, `Forbidden`,
/// `NotFound` for others.
pub async fn receive_at_counter(cx: &mut Cx, key: &DraftKey, input: &AtCounter) -> Result<Dossier> {
    let (drafted, counter) = draft::row_to_receive(cx, key).await?;
    if drafted.submitted_at.is_some() || !draft::claim(cx, &drafted).await? {
        let known = row::by_code(cx, &drafted.code).await?.ok_or(Error::NotFound)?;
        return Dossier::of(&known);
    }
    let view = draft::of_row(cx, &drafted).await?;
    check(&view, input)?;
    if input.by_post && cx.conn().count(BY_POST, args![drafted.offer_id]).await? == 0 {
        return Err(Error::field(counter_field::CHANNEL, "Thủ tục này không nhận hồ sơ qua bưu chính. Hãy chọn trực tiếp, hoặc gửi trả hồ sơ kèm hướng dẫn."));
    }
    let today = local_date(cx.now());
    let offer = procedures::offer(&mut cx.conn(), drafted.offer_id, today).await?;
    apply::guard(cx, offer.version_id).await?;
    let person = applicants::remember(cx, &person(&view)).await?;
    let source = if input.by_post { Source::Post } else { Source::Counter };
    let new = NewDossier {
        submission_code: drafted.code.clone(),
        procedure_version_id: offer.version_id,
        case_id: drafted.case_id,
        offer_id: drafted.offer_id,
        receiving_unit: counter,
        competent_unit: offer.competent_unit_id,
        channel: source.channel(),
        source,
        applicant_account: person.and_then(|(_, account)| account),
        applicant_name: view.answer(field::NAME).to_owned(),
        applicant_phone: phone(&view),
        applicant_id_number: view.answer(field::IDENTITY).to_owned(),
        applicant_address: apply::address(&view),
        answers: apply::answers(&view),
        parts: view.parts.iter().filter_map(|part| new_part(&view, part)).collect(),
        answer_files: apply::answer_files(&view),
        delivery: view.delivery().unwrap_or(ResultDelivery::AtCentre),
        notify: view.notify(),
        submitted_at: cx.now(),
    };
    let (stored, _) = create::store_submitted(cx, new, true).await?;
    name_persons(cx, &stored, &view, person.map(|(id, _)| id), counter).await?;
    for part in &view.parts {
        digitise::at_counter(cx, stored.id, part.id, view.counter_part(part), !view.files_of(part.id).is_empty()).await?;
    }
    take_money(cx, &stored, &view, input).await?;
    draft::link(cx, drafted.id, stored.id).await?;
    receive(cx, stored.id, input).await
}

/// The receipt itself, by the way of D03.
async fn receive(cx: &mut Cx, dossier: i64, input: &AtCounter) -> Result<Dossier> {
    let row = row::by_id(cx, dossier).await?;
    let parts = view::parts(cx, row.id).await?.parts;
    let mut note = if input.by_post {
        format!("Hồ sơ đến qua bưu chính công ích; tờ khai có chữ ký của người nộp, đã đối chiếu giấy tờ tùy thân gửi kèm. Người nhập: {}", cx.actor.name)
    } else {
        format!("Người nộp có mặt, đã đối chiếu giấy tờ tùy thân và đồng ý nội dung. Người hỗ trợ: {}", cx.actor.name)
    };
    if !input.note.is_empty() {
        note = format!("{note}. {}", input.note);
    }
    let step = act::begin_new(cx, row, DossierAction::ReceiveAtCounter).await?;
    intake::take_in(cx, step, &Receive { checked_parts: parts.into_iter().map(|part| part.id).collect(), note }).await
}

/// Form, checklist and money together, so that one look at the page shows everything that is missing.
fn check(view: &DraftView, input: &AtCounter) -> Result<()> {
    let mut errors: FieldErrors = view.check_at_counter();
    let total = view.bill.total();
    if total > 0 {
        let paid = input.money.as_ref().map_or(0, |(_, amount, _)| *amount);
        let field = if input.money.is_some() { "so_tien" } else { "hinh_thuc" };
        let message = format!("Thủ tục này thu phí, lệ phí trước khi tiếp nhận: {}. Hãy thu đủ rồi ghi cách nộp và số tiền.", money(total));
        errors.require(paid == total, field, message);
    }
    errors.into_result(()).map_err(Error::from)
}

fn phone(view: &DraftView) -> String {
    view.answer(field::PHONE).chars().filter(char::is_ascii_digit).collect()
}

/// The applicant as a person of the portal.
fn person(view: &DraftView) -> NewPerson {
    let part = |name: &str| view.answer(&format!("{}_{name}", field::BORN)).to_owned();
    NewPerson {
        full_name: view.answer(field::NAME).to_owned(),
        dob: date_from_parts(&part("ngay"), &part("thang"), &part("nam")).ok(),
        national_id: view.answer(field::IDENTITY).to_owned(),
        phone: phone(view),
        email: view.answer(field::EMAIL).to_owned(),
    }
}

/// What came on paper or as a scan; what the applicant does not have is left out.
fn new_part(view: &DraftView, part: &PartPage) -> Option<NewPart> {
    (view.counter_way(part) != PartWay::None).then(|| NewPart {
        required_part_id: part.id,
        name: part.name.clone(),
        file_ids: view.files_of(part.id).into_iter().map(|file| file.file_id).collect(),
    })
}

/// Applicant, whoever it is for, and whoever helped: three persons, never mixed up (02 §4, §21).
async fn name_persons(cx: &mut Cx, row: &DossierRow, view: &DraftView, person: Option<i64>, counter: i64) -> Result<()> {
    let (subject, delegate) = match view.on_behalf() {
        Some(OnBehalf::Other) => (view.answer("nguoi_uy_quyen").to_owned(), view.answer(field::NAME).to_owned()),
        Some(OnBehalf::Organisation) => (view.answer("ten_to_chuc").to_owned(), view.answer(field::NAME).to_owned()),
        _ => (String::new(), String::new()),
    };
    let helper = cx.actor.account_id;
    cx.conn().exec(PERSONS, args![row.id, helper, counter, person, subject, delegate]).await.map(drop)
}

/// Money that is due before the receipt is taken with it.
async fn take_money(cx: &mut Cx, row: &DossierRow, view: &DraftView, input: &AtCounter) -> Result<()> {
    let Some((method, amount, slip)) = input.money.clone().filter(|_| view.bill.total() > 0) else { return Ok(()) };
    let payer = row.applicant_name.clone();
    payments::take_with_receipt(cx, row, &view.bill, &TakeMoney { charge: String::new(), amount, method, slip, payer }).await
}
