//! Actions about money: read the form, call one use case, say what was done.

use super::parts::address;
use super::pay::to_partner;
use crate::web::{Done, Error, Form, Result, Rq, Uploads};
use chrono::NaiveDate;
use domain::dossiers::payments;
use model::format;
use model::payments::{ChargeRequestForm, ChargeSource, PaymentForm, ReconcileForm, RefundDecisionForm, RefundForm, ResolveForm, TakeMoneyForm, WhenDue};
use tokio::io::AsyncReadExt;

/// Largest file of a partner, bytes.
const LARGEST: u64 = 5 * 1024 * 1024;

fn back(rq: &Rq) -> Done {
    Done::to(address(rq.param("ma")))
}

fn today(rq: &Rq) -> NaiveDate {
    format::local_date(rq.portal.clock().now())
}

/// C20: to the partner.
pub async fn pay(rq: Rq, form: Form) -> Result<Done> {
    let method = form.read::<PaymentForm>()?.validate()?;
    let mut cx = rq.read().await?;
    let order = payments::order_of_dossier(&mut cx, rq.param("ma")).await?;
    let order = order.ok_or_else(|| Error::conflict("Hồ sơ không còn khoản nào phải nộp. Hãy tải lại trang."))?;
    to_partner(&rq, &order, method)
}

/// D14, a charge for the return, or an exemption.
pub async fn request(rq: Rq, form: Form) -> Result<Done> {
    let input = form.read::<ChargeRequestForm>()?.validate(today(&rq))?;
    let (code, version) = (rq.param("ma"), form.version()?);
    let exempt = matches!(input.source, ChargeSource::Exempt { .. });
    let mut cx = rq.write().await?;
    if exempt || input.when == WhenDue::AtReturn {
        payments::add_charge(&mut cx, code, version, &input).await?;
    } else {
        payments::request_payment(&mut cx, code, version, &input).await?;
    }
    cx.commit().await?;
    let said =
        if exempt { "Đã ghi miễn, giảm. Người nộp không phải nộp tiền." } else { "Đã gửi yêu cầu nộp tiền cho người nộp." };
    Ok(back(&rq).say(said))
}

/// D15 at the counter.
pub async fn take(rq: Rq, form: Form) -> Result<Done> {
    let input = form.read::<TakeMoneyForm>()?.validate()?;
    let mut cx = rq.write().await?;
    let receipt = payments::take_money(&mut cx, rq.param("ma"), form.version()?, &input).await?;
    cx.commit().await?;
    Ok(Done::to(format!("{}/bien-lai/{receipt}", address(rq.param("ma")))).say(format!("Đã thu {}. Biên lai {receipt}.", format::money(input.amount))))
}

/// Takes a charge back.
pub async fn cancel(rq: Rq, form: Form) -> Result<Done> {
    let mut errors = model::FieldErrors::new();
    let reason = model::text::reason(&mut errors, "ly_do", "Lý do hủy", form.get("ly_do"));
    errors.into_result(())?;
    let mut cx = rq.write().await?;
    payments::cancel_charge(&mut cx, rq.param("ma"), form.version()?, form.get("khoan"), &reason).await?;
    cx.commit().await?;
    Ok(back(&rq).say("Đã hủy khoản thu."))
}

/// D15 without new money.
pub async fn confirm(rq: Rq, form: Form) -> Result<Done> {
    let mut cx = rq.write().await?;
    payments::confirm_paid(&mut cx, rq.param("ma"), form.version()?).await?;
    cx.commit().await?;
    Ok(back(&rq).say("Đã xác nhận nộp đủ. Hồ sơ được giải quyết tiếp."))
}

/// D16.
pub async fn expired(rq: Rq, form: Form) -> Result<Done> {
    let mut cx = rq.write().await?;
    payments::payment_expired(&mut cx, rq.param("ma"), form.version()?).await?;
    cx.commit().await?;
    Ok(back(&rq).say("Đã dừng giải quyết vì quá hạn nộp tiền."))
}

/// A refund is proposed.
pub async fn propose_refund(rq: Rq, form: Form) -> Result<Done> {
    let input = form.read::<RefundForm>()?.validate()?;
    let mut cx = rq.write().await?;
    payments::propose_refund(&mut cx, rq.param("ma"), form.version()?, &input).await?;
    cx.commit().await?;
    Ok(back(&rq).say("Đã trình duyệt hoàn tiền."))
}

/// A refund is decided.
pub async fn decide_refund(rq: Rq, form: Form) -> Result<Done> {
    let input = form.read::<RefundDecisionForm>()?.validate()?;
    let mut cx = rq.write().await?;
    payments::decide_refund(&mut cx, rq.param("ma"), form.version()?, &input).await?;
    cx.commit().await?;
    Ok(back(&rq).say(if input.approved {
        "Đã duyệt hoàn tiền. Kế toán và người nộp đã được báo."
    } else {
        "Đã ghi không duyệt hoàn tiền."
    }))
}

/// The file of a partner for a day.
pub async fn reconcile(rq: Rq, form: Form, files: Uploads) -> Result<Done> {
    let input = form.read::<ReconcileForm>()?.validate(today(&rq))?;
    let upload = files.0.iter().find(|upload| upload.field == "tep");
    let upload = upload.ok_or_else(|| Error::field("tep", "Chưa chọn tệp. Hãy chọn tệp CSV của đối tác."))?;
    if upload.blob.size > LARGEST {
        return Err(Error::field("tep", format!("Tệp lớn hơn {}. Hãy chia theo ngày rồi tải lại.", format::bytes(LARGEST))));
    }
    let mut text = String::new();
    let mut file = rq.portal.files().open(&upload.blob.sha256).await?;
    file.read_to_string(&mut text).await.map_err(|_| Error::field("tep", "Tệp không phải văn bản UTF-8. Hãy lưu lại thành CSV UTF-8."))?;
    let mut cx = rq.write().await?;
    let result = payments::reconcile(&mut cx, &input, &text).await?;
    cx.commit().await?;
    let said = format!(
        "Đối soát ngày {}: đối tác {} giao dịch, cổng {}, khớp {}, cần kiểm tra {}.",
        format::date(input.day),
        format::number(result.theirs),
        format::number(result.ours),
        format::number(result.matched),
        format::number(result.differing)
    );
    Ok(Done::to("/can-bo/thu-phi?muc=sai-lech").say(said))
}

/// A difference is settled.
pub async fn resolve(rq: Rq, form: Form) -> Result<Done> {
    let words = form.read::<ResolveForm>()?.validate()?;
    let line = rq.param("so").parse().map_err(|_| Error::NotFound)?;
    let mut cx = rq.write().await?;
    payments::resolve(&mut cx, line, &words).await?;
    cx.commit().await?;
    Ok(Done::to("/can-bo/thu-phi?muc=sai-lech").say("Đã ghi kết quả kiểm tra."))
}
