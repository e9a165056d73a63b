//! D23 with its proof: who received the result, by which delegation, and the postal item on its way.

use super::super::access;
use super::super::act;
use super::super::create::Dossier;
use super::super::events::{self, EventRow};
use super::super::finish::tell_returned;
use super::super::row::{self, DossierRow};
use super::super::rules::Right;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::files::{self, StoredFile};
use model::dossiers::results::{HandOver, PostItem, Receiver};
use model::dossiers::{DeliveryStatus, DossierAction, PaymentStatus, ResultDelivery};
use model::notify::Event;
use model::text::{clean_line, fold};

sql!(
    INSERT,
    "INSERT INTO result_hand_over (dossier_id, seq, way, receiver, delegate, delegation_file_id, signed_paper, proof_file_id, postal_code, actor_id, actor_name, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
);
sql!(FILE_ON_DOSSIER, "SELECT COUNT(*) FROM dossier_file x JOIN file f ON f.id = x.file_id WHERE x.dossier_id = $1 AND f.token = $2 AND x.role <> 'result'");

/// What is written down beside the event.
struct Fact<'a> {
    way: &'static str,
    receiver: &'a str,
    delegate: bool,
    delegation: Option<i64>,
    proof: Option<i64>,
    postal_code: &'a str,
}

async fn note(cx: &mut Cx, dossier: i64, seq: i64, fact: Fact<'_>) -> Result<()> {
    let (account, name, now) = (cx.actor.account_id, cx.actor.name.clone(), cx.now());
    let signed = fact.proof.is_none() && fact.way == "counter";
    let values = args![dossier, seq, fact.way, fact.receiver, fact.delegate, fact.delegation, signed, fact.proof, fact.postal_code, account, name, now];
    cx.conn().exec(INSERT, values).await.map(|_| ())
}

fn paid(row: &DossierRow) -> Result<()> {
    if row.payment == PaymentStatus::Due.as_str() {
        return Err(Error::conflict("Hồ sơ còn khoản phí, lệ phí chưa nộp. Hãy thu phí trước khi trả kết quả."));
    }
    Ok(())
}

async fn by_token(cx: &mut Cx, field: &str, token: &str) -> Result<StoredFile> {
    let wrong = || Error::field(field, "Không tìm thấy tệp này. Hãy tải tệp lên lại.");
    if token.contains('\0') {
        return Err(wrong());
    }
    files::by_token(cx, token).await.map_err(|error| if matches!(error, Error::NotFound) { wrong() } else { error })
}

/// The delegation: a file of the dossier, or one that is handed in now.
async fn delegation(cx: &mut Cx, row: &DossierRow, input: &HandOver) -> Result<Option<StoredFile>> {
    if input.who == Receiver::Applicant {
        return Ok(None);
    }
    if let Some(token) = &input.delegation {
        return by_token(cx, "tep_uy_quyen", token).await.map(Some);
    }
    let missing = || Error::field("uy_quyen", "Người nhận thay phải có giấy ủy quyền trong hồ sơ. Hãy chọn giấy đã nộp, hoặc tải bản chụp lên.");
    let token = input.delegation_on_file.as_deref().filter(|token| !token.contains('\0')).ok_or_else(missing)?;
    if cx.conn().count(FILE_ON_DOSSIER, args![row.id, token]).await? == 0 {
        return Err(missing());
    }
    by_token(cx, "uy_quyen", token).await.map(Some)
}

/// D23: the receptionist hands the result over, or registers that the post delivered it.
///
/// # Errors
/// `Conflict` in another state or while money is due; `Invalid` without the number of a postal item, for a delegate without a
/// delegation, for somebody else than the applicant who is no delegate; `Forbidden`.
pub async fn hand_over(cx: &mut Cx, code: &str, version: i64, input: &HandOver) -> Result<Dossier> {
    let mut step = act::begin(cx, code, version, DossierAction::ReturnResult, None).await?;
    paid(&step.row)?;
    let by_post = step.row.delivery == ResultDelivery::ByPost.as_str();
    let post = if input.postal_code.is_empty() && by_post { step.row.postal_code.clone() } else { input.postal_code.clone() };
    if by_post && post.is_empty() {
        return Err(Error::field("ma_buu_gui", "Người nộp chọn nhận qua bưu chính. Hãy nhập mã bưu gửi đã phát."));
    }
    // At the door the post gives it to whoever lives there; at the counter only to the applicant or a delegate.
    if post.is_empty() && input.who == Receiver::Applicant && fold(&input.receiver) != fold(&step.row.applicant_name) {
        return Err(Error::field("nguoi_nhan", format!("Người nộp là {}. Nếu người khác nhận thay, hãy chọn Người được ủy quyền.", step.row.applicant_name)));
    }
    let delegation = delegation(cx, &step.row, input).await?;
    let proof = match &input.proof {
        Some(token) => Some(by_token(cx, "tep_chung_cu", token).await?),
        None => None,
    };
    let status = if post.is_empty() { DeliveryStatus::HandedOver } else { DeliveryStatus::Delivered };
    step.row.returned_at = Some(cx.now());
    step.row.delivery_status = status.as_str().to_owned();
    step.row.receiver.clone_from(&input.receiver);
    step.row.postal_code.clone_from(&post);
    let mut words = format!("Người nhận: {}", input.receiver);
    if input.who == Receiver::Delegate {
        words.push_str(", nhận thay theo giấy ủy quyền");
    }
    if !post.is_empty() {
        words.push_str(&format!(", mã bưu gửi {post}"));
    }
    step.say(&words, "");
    let (row, seq) = step.finish(cx).await?;
    let way = if post.is_empty() { "counter" } else { "delivered" };
    let fact = Fact {
        way,
        receiver: &input.receiver,
        delegate: input.who == Receiver::Delegate,
        delegation: delegation.map(|file| file.id),
        proof: proof.map(|file| file.id),
        postal_code: &post,
    };
    note(cx, row.id, seq, fact).await?;
    tell_returned(cx, &row, seq).await?;
    Dossier::of(&row)
}

/// The result goes to the post: its number is a fact, the applicant is told; the dossier waits for the delivery. A second item
/// (the first came back) is another fact.
///
/// # Errors
/// `Conflict` in another state, while money is due, or if the applicant did not choose the post; `Forbidden`.
pub async fn post_result(cx: &mut Cx, code: &str, version: i64, input: &PostItem) -> Result<Dossier> {
    let step = act::begin(cx, code, version, DossierAction::ReturnResult, None).await?;
    let mut row = step.row;
    paid(&row)?;
    if row.delivery != ResultDelivery::ByPost.as_str() {
        return Err(Error::conflict("Người nộp không chọn nhận qua bưu chính. Hãy trả kết quả tại quầy."));
    }
    row.delivery_status = DeliveryStatus::Posted.as_str().to_owned();
    row.postal_code.clone_from(&input.code);
    row::save(cx, &mut row).await?;
    let event = EventRow {
        action: DossierAction::ResultPosted.as_str().to_owned(),
        from_state: Some(row.state.clone()),
        to_state: row.state.clone(),
        stage_from: row.stage.clone(),
        stage_to: row.stage.clone(),
        note: format!("Mã bưu gửi {}", input.code),
        due_before: row.due_current,
        due_after: row.due_current,
        ..EventRow::default()
    };
    let seq = events::append(cx, row.id, &event).await?;
    act::trace(cx, &row, DossierAction::ResultPosted);
    let fact = Fact { way: "posted", receiver: &row.applicant_name, delegate: false, delegation: None, proof: None, postal_code: &input.code };
    note(cx, row.id, seq, fact).await?;
    act::tell(cx, &row, seq, Event::ResultPosted, &[("buu_gui", input.code.clone())]).await?;
    Dossier::of(&row)
}

/// The dossier that a scanned QR or a typed code names, for somebody who returns its result.
///
/// # Errors
/// `Invalid` on the field `ma` for a code of no dossier of this counter.
pub async fn by_code(cx: &mut Cx, typed: &str) -> Result<String> {
    let missing = || Error::field("ma", "Không có hồ sơ mang mã này ở quầy của bạn. Hãy quét lại mã QR trên giấy hẹn, hoặc gõ mã hồ sơ.");
    let text = clean_line(typed, 300);
    let last = text.trim_end_matches('/').rsplit(['/', '=']).next().unwrap_or_default().replace(' ', "");
    if last.is_empty() {
        return Err(Error::field("ma", "Chưa có mã. Hãy quét mã QR trên giấy hẹn, hoặc gõ mã hồ sơ."));
    }
    let row = row::by_code(cx, &last).await?.ok_or_else(missing)?;
    if !access::of(&cx.actor).may(Right::Return, &row) {
        return Err(missing());
    }
    Ok(row.public_code().to_owned())
}
