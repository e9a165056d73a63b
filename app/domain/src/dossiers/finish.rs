//! The end of a dossier: D22 publish the result, D23 return it, D21 stop.

use super::act;
use super::create::Dossier;
use super::papers;
use super::results;
use super::row::DossierRow;
use super::rules::Right;
use super::{events, process};
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::files::{self, StoredFile};
use crate::rating;
use model::dossiers::results::{HandOver, ResultFacts};
use model::dossiers::{DeliveryStatus, DossierAction, Move, PaymentStatus, ProcessingStage, Publish, ResultDelivery, Return, Stop};
use model::format;
use model::notify::Event;
use model::text::clean_text;

/// D22: the clerk numbers the signed result and publishes it; `finished_at` is written, once and for ever.
///
/// A signed dossier is numbered (D10) and published in one act, as the clerk does it.
///
/// # Errors
/// `Conflict` if the result is not signed, `Invalid` without a file or a registered paper, `Forbidden`.
pub async fn publish_result(cx: &mut Cx, code: &str, version: i64, input: &Publish) -> Result<Dossier> {
    publish_with_facts(cx, code, version, input, &ResultFacts::default()).await
}

/// D22 with what the store keeps of the result beside its number: until when and where it counts.
///
/// # Errors
/// As [`publish_result`].
pub async fn publish_with_facts(cx: &mut Cx, code: &str, version: i64, input: &Publish, facts: &ResultFacts) -> Result<Dossier> {
    let mut step = act::begin(cx, code, version, DossierAction::PublishResult, None).await?;
    let seal = if facts.sealed { ", đã có dấu hoặc chữ ký số của cơ quan" } else { "" };
    let note = format!("Số, ký hiệu {}{seal}", input.number);
    match step.row.stage()? {
        Some(ProcessingStage::Published) => {}
        Some(ProcessingStage::Signed) => {
            let numbered = process::move_stage(cx, code, version, &Move { to: ProcessingStage::Published, note: note.clone() }).await?;
            step = act::begin(cx, code, numbered.version, DossierAction::PublishResult, None).await?;
        }
        _ => return Err(Error::conflict("Kết quả chưa được ký. Hãy trình lãnh đạo ký trước khi phát hành.")),
    }
    let file = match &input.file {
        Some(token) => Some(result_file(cx, token).await?),
        None => None,
    };
    let (now, paper) = (cx.now(), file.is_none());
    step.row.finished_at = Some(now);
    step.row.result_number.clone_from(&input.number);
    step.row.result_paper = paper;
    let electronic = step.row.delivery == ResultDelivery::ElectronicOnly.as_str();
    step.row.delivery_status = DeliveryStatus::Ready.as_str().to_owned();
    step.say(&note, "");
    let early = step.row.due_current.is_some_and(|due| format::local_date(now) < format::local_date(due));
    let (row, seq) = step.finish(cx).await?;
    if let Some(file) = &file {
        events::link_file(&mut cx.conn(), row.id, None, file.id, "result", seq, now).await?;
    }
    results::enter(cx, &row, file.as_ref(), facts).await?;
    act::tell(cx, &row, seq, if early { Event::ResultEarly } else { Event::ResultReady }, &[]).await?;
    // An electronic result lies in the person's store from this moment: it is returned (02 §13).
    if electronic && !paper && row.has_store() && row.payment != PaymentStatus::Due.as_str() {
        return deliver_electronically(cx, row).await;
    }
    Dossier::of(&row)
}

/// The stored result: a PDF that lies whole in the store.
async fn result_file(cx: &mut Cx, token: &str) -> Result<StoredFile> {
    let file = files::by_token(cx, token).await.map_err(|error| match error {
        Error::NotFound => Error::field("tep", "Không tìm thấy tệp kết quả. Hãy tải tệp lên lại."),
        other => other,
    })?;
    if file.media_type != "application/pdf" {
        return Err(Error::field("tep", "Tệp kết quả phải là PDF đã ký. Hãy chọn tệp khác."));
    }
    if !cx.portal().files().is_whole(&file.sha256, file.size).await? {
        return Err(Error::field("tep", "Tệp kết quả trong kho không còn nguyên vẹn. Hãy tải tệp lên lại."));
    }
    Ok(file)
}

/// After the last payment: an electronic result that waited for its money lies in the person's store from now on.
pub(super) async fn deliver_after_payment(cx: &mut Cx, row: DossierRow) -> Result<()> {
    if row.delivery == ResultDelivery::ElectronicOnly.as_str() && !row.result_paper && row.has_store() {
        deliver_electronically(cx, row).await?;
    }
    Ok(())
}

async fn deliver_electronically(cx: &mut Cx, row: DossierRow) -> Result<Dossier> {
    let code = row.public_code().to_owned();
    let who: &[Right] = &[Right::Publish, Right::Receive, Right::Return, Right::Collect];
    let mut step = act::begin(cx, &code, row.version, DossierAction::ReturnResult, Some(who)).await?;
    step.row.returned_at = Some(cx.now());
    step.row.receiver.clone_from(&row.applicant_name);
    step.row.delivery_status = DeliveryStatus::EDelivered.as_str().to_owned();
    step.say("Giao bản điện tử vào kho của người nộp", "");
    let (row, seq) = step.finish(cx).await?;
    tell_returned(cx, &row, seq).await?;
    Dossier::of(&row)
}

/// D23: the applicant got the result at the counter and signed, or the post delivered it; with a proof: [`results::hand_over`].
///
/// # Errors
/// `Conflict` in another state or while money is due, `Invalid` without the number of a postal item, `Forbidden`.
pub async fn return_result(cx: &mut Cx, code: &str, version: i64, input: &Return) -> Result<Dossier> {
    results::hand_over(cx, code, version, &HandOver::from(input)).await
}

/// The result is in the hands of the applicant, who is asked how it went (02 §18).
pub(super) async fn tell_returned(cx: &mut Cx, row: &DossierRow, seq: i64) -> Result<()> {
    act::tell(cx, row, seq, Event::ResultReturned, &[]).await?;
    let invitation = rating::invite(cx, row.id).await?;
    let address = format!("{}{}", cx.settings().base_url, invitation.link);
    let key = format!("dossier:{}:{seq}", row.submission_code);
    act::tell_at(cx, row, &key, Event::RatingInvited, &invitation.link, &[("link", address)]).await
}

/// D21: the unit leader stops a received dossier with reason, basis and what happens to the money.
///
/// # Errors
/// `Conflict`, `Forbidden`.
pub async fn stop(cx: &mut Cx, code: &str, version: i64, input: &Stop) -> Result<Dossier> {
    let mut step = act::begin(cx, code, version, DossierAction::Stop, None).await?;
    let money = format!("{}{}", papers::MONEY, input.money);
    step.row.end_reason.clone_from(&input.reason.label);
    step.row.end_basis = clean_text(&format!("{} {money}", input.basis), act::WORDS);
    step.say(&format!("{}. {money}", input.reason.label), &input.basis);
    let (row, seq) = step.finish(cx).await?;
    act::tell(cx, &row, seq, Event::DossierStopped, &[]).await?;
    papers::keep(cx, &row, seq).await?;
    Dossier::of(&row)
}
