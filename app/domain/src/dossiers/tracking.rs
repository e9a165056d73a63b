//! Public tracking (02 §19): level 1 by code, level 2 with four digits; masked, limited, and one answer for every miss.

use super::{payments, receipt};
use crate::Actor;
use crate::cx::{Cx, Portal};
use crate::error::{Error, Result};
use crate::identity::crypto::{self, purpose::PHONE};
use crate::notify::{self, Recipient};
use crate::rate;
use model::dossiers::apply::{Ask, MISS, SubmissionReceipt, TOO_OFTEN, TrackEntry, TrackPrivate, Tracked};
use model::dossiers::{ClockState, DossierAction, DossierState, DossierView, FileRole, TimelineEntry};
use model::format::{self, date, mask_name};
use model::notify::{Event, NotifyChannel};
use model::payments::ChargeView;
use model::procedures::PaymentMoment;
use model::text::{clean_line, gsm_ascii};

/// What the page says when the code or the digits are wrong.
pub const NOT_FOUND: &str = "Không tìm thấy hồ sơ với thông tin này. Hãy kiểm tra mã trên biên nhận và 4 số cuối, hoặc bỏ trống 4 số.";

/// Looks up a dossier by dossier code or submission code. With `check`, four digits at the end of the phone or identity
/// number, it is level 2. `None` means a wrong code or a wrong check; nobody learns which. The caller commits in any
/// case, so that the try counts.
///
/// # Errors
/// `RateLimited` after 30 looks of one address in 10 minutes, or 5 wrong checks of one code in an hour.
pub async fn track(cx: &mut Cx, code: &str, check: Option<&str>, address: &str) -> Result<Option<Tracked>> {
    let check = check.map(|text| text.chars().filter(|c| !c.is_whitespace()).take(20).collect::<String>()).filter(|text| !text.is_empty());
    let Some(dossier) = look(cx, code, check.as_deref(), address).await? else { return Ok(None) };
    let receipt = receipt::stored(cx, &dossier.submission_code).await?;
    let private = match check {
        Some(_) => Some(level_two(&dossier, &payments::charges(cx, &dossier.submission_code).await?)),
        None => None,
    };
    Ok(Some(public(dossier, private, receipt)))
}

/// Level 1 for a page. The look is counted first and apart, so that nobody who writes waits for somebody who reads.
///
/// # Errors
/// `RateLimited` after 30 looks of one address in 10 minutes.
pub async fn track_openly(portal: &Portal, actor: &Actor, code: &str, address: &str) -> Result<Option<Tracked>> {
    let mut cx = portal.write_unflushed(actor).await?;
    let counted = rate::hit(&mut cx, rate::TRACK_ADDRESS, address).await;
    cx.commit().await?;
    counted?;
    let mut cx = portal.read(actor).await?;
    let Some(dossier) = super::by_any_code(&mut cx, &tidy(code)).await? else { return Ok(None) };
    let receipt = receipt::stored(&mut cx, &dossier.submission_code).await?;
    Ok(Some(public(dossier, None, receipt)))
}

/// A code as somebody types it.
fn tidy(code: &str) -> String {
    clean_line(code, 60).to_uppercase().replace(' ', "")
}

/// The row of the dossier whose code and last four digits somebody knows: the check of level 2 alone, with its limits. The caller
/// commits in any case.
///
/// # Errors
/// As [`track`].
pub async fn proven(cx: &mut Cx, code: &str, check: &str, address: &str) -> Result<Option<i64>> {
    Ok(look(cx, code, Some(check), address).await?.map(|dossier| dossier.id))
}

async fn look(cx: &mut Cx, code: &str, check: Option<&str>, address: &str) -> Result<Option<DossierView>> {
    let code = tidy(code);
    rate::hit(cx, rate::TRACK_ADDRESS, address).await?;
    if check.is_some() {
        rate::check(cx, rate::TRACK_CHECK, &code).await?;
    }
    let found = if code.is_empty() { None } else { super::by_any_code(cx, &code).await? };
    let right = match (&found, check) {
        (Some(dossier), Some(check)) => fits(&dossier.applicant_phone, check) || fits(&dossier.applicant_id_number, check),
        (Some(_), None) => true,
        (None, _) => false,
    };
    if right {
        return Ok(found);
    }
    if check.is_some() {
        // A wrong code counts like a wrong check, or the limit would tell which codes exist.
        rate::hit(cx, rate::TRACK_CHECK, &code).await?;
    }
    Ok(None)
}

/// The answer to a message that asks for a dossier (02 §19, 09 §2): the same look-up, limits and masks as the page, in few words.
/// It is queued for the number that asked, on the channel that it used, and returned for the page of the demo. Everything is
/// answered, also what nobody understands.
///
/// # Errors
/// If the database cannot be written.
pub async fn answer_message(portal: &Portal, channel: NotifyChannel, from: &str, text: &str) -> Result<String> {
    let mut cx = portal.write(&Actor::system("Tra cứu bằng tin nhắn")).await?;
    let limit = format!("phone {}", crypto::keyed_hash(cx.settings(), PHONE, from));
    let full = match Ask::parse(text) {
        None => Ask::HELP.to_owned(),
        Some(ask) => match track(&mut cx, &ask.code, ask.check.as_deref(), &limit).await {
            Ok(Some(found)) => found.message(channel),
            Ok(None) => MISS.to_owned(),
            Err(Error::RateLimited(_)) => TOO_OFTEN.to_owned(),
            Err(other) => return Err(other),
        },
    };
    let to = Recipient { phone: Some(from.to_owned()), channels: vec![channel], ..Recipient::default() };
    let key = format!("track:{}", crate::numbering::random_token());
    notify::send(&mut cx, Event::TrackingAnswer, &key, &to, &[("tra_loi", full.clone())], "").await?;
    cx.commit().await?;
    Ok(if channel == NotifyChannel::Sms { gsm_ascii(&full) } else { full })
}

/// True if the value ends in exactly these four digits.
fn fits(value: &str, check: &str) -> bool {
    let digits: String = value.chars().filter(char::is_ascii_digit).collect();
    check.len() == 4 && check.bytes().all(|byte| byte.is_ascii_digit()) && digits.len() >= 4 && digits.ends_with(check)
}

/// Leaves out everything that names a person.
fn public(dossier: DossierView, private: Option<TrackPrivate>, receipt: Option<SubmissionReceipt>) -> Tracked {
    let runs = matches!(dossier.clock, ClockState::Running | ClockState::Paused | ClockState::Intake);
    Tracked {
        code: dossier.public_code().to_owned(),
        apology: dossier.apology(),
        applicant: mask_name(&dossier.applicant_name),
        stage: dossier.stage.map(|stage| stage.label().to_owned()).unwrap_or_default(),
        remaining: if runs { dossier.remaining.clone() } else { String::new() },
        urgency: dossier.urgency,
        explanation: dossier.explanation.iter().map(model::calendar::Line::public_text).collect(),
        timeline: dossier.timeline.iter().filter(|event| event.is_public()).map(entry).collect(),
        receipt: receipt.map(without_names),
        private,
        submission_code: dossier.submission_code,
        procedure_name: dossier.procedure_name,
        state: dossier.state,
        receiving_unit: dossier.receiving_unit,
        competent_unit: dossier.competent_unit,
        submitted_at: dossier.submitted_at,
        received_at: dossier.received_at,
        due: dossier.due,
        intake_due: dossier.intake_due,
    }
}

fn entry(event: &TimelineEntry) -> TrackEntry {
    let mark = match event.action {
        DossierAction::Extend => "Hẹn lại",
        DossierAction::AdjustFact => "Điều chỉnh",
        _ => "",
    };
    TrackEntry { label: event.label().to_owned(), unit: event.unit.clone(), at: event.at, mark }
}

/// People name files after themselves: on the public page a file has no name. Of a supplement nothing is said of who brought it and
/// of what was asked for, which takes the four digits.
pub(super) fn without_names(mut receipt: SubmissionReceipt) -> SubmissionReceipt {
    for file in &mut receipt.files {
        file.name.clear();
        if receipt.supplement.is_some() {
            FileRole::Supplement.label().clone_into(&mut file.part);
        }
    }
    if let Some(proof) = &mut receipt.supplement {
        proof.brought_by.clear();
        proof.recorded_by.clear();
    }
    receipt
}

/// What is still to be paid with its last day, and how; both without names.
fn money(dossier: &DossierView, charges: &[ChargeView]) -> (String, String) {
    let label = dossier.payment.label();
    let open: Vec<&ChargeView> = charges.iter().filter(|charge| charge.rest() > 0).collect();
    let rest: i64 = open.iter().map(|charge| charge.rest()).sum();
    if rest == 0 || (dossier.state.is_ended() && dossier.state != DossierState::ResultReady) {
        return (label.to_owned(), String::new());
    }
    let until = open.iter().filter_map(|charge| charge.pay_by).min().map(|day| format!(" trước hết ngày {}", date(day))).unwrap_or_default();
    let later = open.iter().all(|charge| charge.moment == PaymentMoment::BeforeReturn);
    let when = if later { "Nộp trước khi nhận kết quả: " } else { "Nộp " };
    let online =
        if dossier.applicant_account.is_some() { "trong hồ sơ sau khi đăng nhập" } else { "sau khi mở hồ sơ bằng mã và số điện thoại" };
    let how = format!("{when}trực tuyến {online}, hoặc tại {}.", dossier.receiving_unit);
    (format!("{label}, còn phải nộp {}{until}", format::money(rest)), how)
}

fn level_two(dossier: &DossierView, charges: &[ChargeView]) -> TrackPrivate {
    let (payment, how_to_pay) = money(dossier, charges);
    let request = dossier.open_supplement();
    let items = request.map(|request| request.items.as_slice()).unwrap_or_default();
    TrackPrivate {
        supplement: items.iter().map(|item| (item.subject.clone(), item.reason.clone(), item.how_to_fix.clone())).collect(),
        reply_by: request.map(|request| date(request.reply_by)).unwrap_or_default(),
        delivery: dossier.delivery.label().to_owned(),
        payment,
        how_to_pay,
    }
}
