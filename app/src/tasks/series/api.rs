//! Actions on series: read the form, call one use case, say what was done.

use crate::web::{Done, Form, Result, Rq};
use domain::Cx;
use domain::flash::{self, Flash};
use domain::tasks::{Target, series};
use model::format::local_date;
use model::tasks::series::SeriesForm;
use model::tasks::{MonitorForm, ReasonForm};

/// Begins a series, or shows its next periods.
pub async fn create(rq: Rq, form: Form) -> Result<Done> {
    if form.get("buoc") == "xem-ky" {
        return show_periods(&rq, &form).await;
    }
    let input = form.read::<SeriesForm>()?.validate(local_date(rq.portal.clock().now()), true)?;
    let mut cx = rq.write().await?;
    let code = series::create(&mut cx, &input).await?;
    cx.commit().await?;
    Ok(Done::to(address(&code)).say(format!("Đã lập chuỗi nhiệm vụ {code}.")))
}

/// Appends a wording, or shows its next periods.
pub async fn change(rq: Rq, form: Form) -> Result<Done> {
    if form.get("buoc") == "xem-ky" {
        return show_periods(&rq, &form).await;
    }
    let input = form.read::<SeriesForm>()?.validate(local_date(rq.portal.clock().now()), false)?;
    let target = target(&rq, &form)?;
    let mut cx = rq.write().await?;
    series::change(&mut cx, target, &input).await?;
    done(&rq, cx, "Đã lưu thay đổi. Nội dung mới áp dụng từ ngày mai.").await
}

/// Hands the following of the coming tasks over.
pub async fn change_monitor(rq: Rq, form: Form) -> Result<Done> {
    let input = form.read::<MonitorForm>()?.validate()?;
    let target = target(&rq, &form)?;
    let mut cx = rq.write().await?;
    series::change_monitor(&mut cx, target, &input).await?;
    done(&rq, cx, "Đã đổi chuyên viên theo dõi. Nhiệm vụ đã giao giữ người theo dõi cũ.").await
}

/// Stops the series for a while.
pub async fn pause(rq: Rq, form: Form) -> Result<Done> {
    let input = form.read::<ReasonForm>()?.validate("Lý do tạm dừng")?;
    let target = target(&rq, &form)?;
    let mut cx = rq.write().await?;
    series::pause(&mut cx, target, &input).await?;
    done(&rq, cx, "Đã tạm dừng chuỗi. Nhiệm vụ đã giao vẫn tiếp tục.").await
}

/// Goes on.
pub async fn resume(rq: Rq, form: Form) -> Result<Done> {
    let target = target(&rq, &form)?;
    let mut cx = rq.write().await?;
    series::resume(&mut cx, target).await?;
    done(&rq, cx, "Chuỗi đã chạy tiếp từ hôm nay.").await
}

/// Ends the series.
pub async fn end(rq: Rq, form: Form) -> Result<Done> {
    let input = form.read::<ReasonForm>()?.validate("Lý do kết thúc")?;
    let target = target(&rq, &form)?;
    let mut cx = rq.write().await?;
    series::end(&mut cx, target, &input).await?;
    done(&rq, cx, "Đã kết thúc chuỗi. Nhiệm vụ đã giao vẫn tiếp tục.").await
}

/// Nothing is stored: the page comes back with what was typed and the periods that follow from it. What is wrong with the
/// form is said as on sending it.
async fn show_periods(rq: &Rq, form: &Form) -> Result<Done> {
    let new = rq.param("ma").is_empty();
    form.read::<SeriesForm>()?.validate(local_date(rq.portal.clock().now()), new)?;
    let mut cx = rq.write().await?;
    let kept = Flash { form: rq.path.clone(), values: form.keepable(), ..Flash::default() };
    let token = flash::put(&mut cx, &kept).await?;
    cx.commit().await?;
    Ok(Done::to(format!("{}?phieu={token}#ky", rq.path)))
}

fn address(code: &str) -> String {
    format!("/can-bo/nhiem-vu/dinh-ky/{code}")
}

/// The series of the address, in the version that the page showed.
fn target<'a>(rq: &'a Rq, form: &Form) -> Result<Target<'a>> {
    Ok(Target { code: rq.param("ma"), version: Some(form.version()?) })
}

async fn done(rq: &Rq, cx: Cx, said: &str) -> Result<Done> {
    cx.commit().await?;
    Ok(Done::to(address(rq.param("ma"))).say(said))
}
