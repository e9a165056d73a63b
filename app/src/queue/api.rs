//! Actions of the queue: read the form, call one use case, go to the next page.

use super::address_of;
use crate::web::{Done, Error, Form, Result, Rq, encode};
use domain::queue::{self, Target};
use domain::rate::{self, Limit};
use model::queue::{ArriveForm, BookForm, FindForm, NextForm, TakeForm, TicketStep, TransferForm};

/// Counts a try; it counts even if the act itself is refused.
pub(super) async fn limit(rq: &Rq, limit: Limit, key: &str) -> Result<()> {
    let mut cx = rq.write_unflushed().await?;
    let counted = rate::hit(&mut cx, limit, key).await;
    cx.commit().await?;
    counted
}

/// Takes a number at the kiosk or on a telephone.
pub async fn take(rq: Rq, form: Form) -> Result<Done> {
    let group = form.read::<TakeForm>()?.validate()?;
    limit(&rq, rate::QUEUE_TICKET, &rq.address).await?;
    let mut cx = rq.write().await?;
    let token = queue::take(&mut cx, rq.param("ma"), &group).await?;
    cx.commit().await?;
    Ok(Done::to(format!("/phieu-goi/{token}")))
}

/// Takes a number with a booking.
pub async fn arrive(rq: Rq, form: Form) -> Result<Done> {
    let code = form.read::<ArriveForm>()?.validate()?;
    limit(&rq, rate::QUEUE_LOOK, &rq.address).await?;
    let mut cx = rq.write().await?;
    let token = queue::arrive(&mut cx, rq.param("ma"), &code).await?;
    cx.commit().await?;
    Ok(Done::to(format!("/phieu-goi/{token}")))
}

fn target<'a>(rq: &'a Rq, form: &Form) -> Result<Target<'a>> {
    Ok(Target { token: rq.param("ma"), version: Some(form.version()?) })
}

/// The holder gives a number up.
pub async fn cancel(rq: Rq, form: Form) -> Result<Done> {
    let mut cx = rq.write().await?;
    queue::cancel(&mut cx, target(&rq, &form)?).await?;
    cx.commit().await?;
    Ok(Done::to(format!("/phieu-goi/{}", rq.param("ma"))).say("Đã hủy số."))
}

/// The holder of a skipped number stands in line again.
pub async fn rejoin(rq: Rq, form: Form) -> Result<Done> {
    let mut cx = rq.write().await?;
    queue::rejoin(&mut cx, target(&rq, &form)?).await?;
    cx.commit().await?;
    Ok(Done::to(format!("/phieu-goi/{}", rq.param("ma"))).say("Bạn đã vào lại hàng chờ, ở cuối hàng."))
}

/// Books a half hour.
pub async fn book(rq: Rq, form: Form) -> Result<Done> {
    let input = form.read::<BookForm>()?.validate()?;
    limit(&rq, rate::QUEUE_BOOKING, &rq.address).await?;
    if let Some(phone) = &input.phone {
        limit(&rq, rate::QUEUE_PHONE, phone).await?;
    }
    let mut cx = rq.write().await?;
    let code = queue::book(&mut cx, &input).await?;
    cx.commit().await?;
    Ok(Done::to(format!("/dat-lich/{code}")).say("Đã đặt lịch. Hãy giữ mã lịch hẹn."))
}

/// Opens a booking by its code.
pub async fn find_booking(_rq: Rq, form: Form) -> Result<Done> {
    let code = form.read::<FindForm>()?.validate()?;
    Ok(Done::to(format!("/dat-lich/{}", encode(&code))))
}

/// Cancels a booking.
pub async fn cancel_booking(rq: Rq, _form: Form) -> Result<Done> {
    limit(&rq, rate::QUEUE_LOOK, &rq.address).await?;
    let mut cx = rq.write().await?;
    queue::cancel_booking(&mut cx, rq.param("ma")).await?;
    cx.commit().await?;
    Ok(Done::to(format!("/dat-lich/{}", encode(rq.param("ma")))).say("Đã hủy lịch hẹn."))
}

/// The page of the counter that a form came from.
fn back(form: &Form) -> Result<String> {
    let from = form.read::<NextForm>()?;
    Ok(super::desk::address(&from.centre, &from.group, &from.counter))
}

/// Calls the next number.
pub async fn call_next(rq: Rq, form: Form) -> Result<Done> {
    let desk = form.read::<NextForm>()?.validate()?;
    let mut cx = rq.write().await?;
    let called = queue::call_next(&mut cx, &desk).await?;
    cx.commit().await?;
    let said = called.map_or_else(|| "Không có ai chờ ở nhóm này.".to_owned(), |code| format!("Đang gọi số {code} đến quầy {}.", desk.counter));
    Ok(Done::to(back(&form)?).say(said))
}

/// One step of a ticket: `/can-bo/goi-so/{ma}/{buoc}`.
pub async fn step(rq: Rq, form: Form) -> Result<Done> {
    let step = *TicketStep::ALL.iter().find(|step| address_of(**step) == Some(rq.param("buoc"))).ok_or(Error::NotFound)?;
    let to = if step == TicketStep::Transfer { form.read::<TransferForm>()?.validate()? } else { String::new() };
    let target = target(&rq, &form)?;
    let mut cx = rq.write().await?;
    match step {
        TicketStep::CallAgain => queue::call_again(&mut cx, target).await?,
        TicketStep::Skip => queue::skip(&mut cx, target).await?,
        TicketStep::Rejoin => queue::rejoin_for(&mut cx, target).await?,
        TicketStep::Start => queue::start(&mut cx, target).await?,
        TicketStep::Done => queue::done(&mut cx, target).await?,
        TicketStep::Transfer => queue::transfer(&mut cx, target, &to).await?,
        TicketStep::Cancel => queue::cancel_for(&mut cx, target).await?,
        TicketStep::Take | TicketStep::Call | TicketStep::Expire => return Err(Error::NotFound),
    }
    cx.commit().await?;
    Ok(Done::to(back(&form)?).say(format!("{}: đã ghi nhận.", step.label())))
}
