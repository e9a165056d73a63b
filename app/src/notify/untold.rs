//! `/can-bo/bao-nguoi-nop/{ma}`: a legal notice that reached the applicant on no channel; whoever told them otherwise says how (09 §1.5).

use crate::web::{Done, Error, Form, Page, Result, Rq};
use domain::dossiers;
use leptos::prelude::*;
use model::format;
use model::notify::unsent::{ToldForm, Untold};
use ui::icon::Icon;
use ui::{FormState, SummaryRow};

fn id(rq: &Rq) -> Result<i64> {
    rq.param("ma").parse().map_err(|_| Error::NotFound)
}

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let notice = dossiers::untold_notice(&mut cx, id(&rq)?).await?;
    let form = rq.form();
    Ok(Page::new(format!("Báo người nộp hồ sơ {}", notice.dossier), move || body(notice, form)))
}

fn body(notice: Untold, form: FormState) -> impl IntoView {
    let line = notice.line;
    let phone = if notice.phone.is_empty() {
        "Không có số điện thoại; hãy gửi giấy đến địa chỉ".into_any()
    } else {
        view! { <a class="n" href=format!("tel:{}", notice.phone)>{notice.phone.clone()}</a> }.into_any()
    };
    let mut rows = vec![
        SummaryRow::view("Hồ sơ", view! { <a href=format!("/can-bo/ho-so/{}", notice.dossier)>{notice.dossier.clone()}</a> }),
        SummaryRow::new("Thủ tục", notice.procedure),
        SummaryRow::new("Người nộp", notice.applicant),
        SummaryRow::view("Điện thoại", phone),
    ];
    if !notice.address.is_empty() {
        rows.push(SummaryRow::new("Địa chỉ", notice.address));
    }
    let why = line.why();
    let reason = if why.is_empty() || line.has_arrived() { line.standing().to_owned() } else { format!("{}: {why}", line.standing()) };
    rows.push(SummaryRow::new(format!("{}, {}", line.way(), format::time_date(line.created_at)), reason));
    let arrived = line.has_arrived();
    let told = match line.care {
        None if arrived => view! { <ui::Banner kind=ui::BannerKind::Done title="Tin đã đến người nộp, không cần báo nữa." text=why/> }.into_any(),
        Some(care) => view! { <ui::Banner title=care.kind.label() text=format!("{}, {}. {}", care.by, format::time_date(care.at), care.note)/> }.into_any(),
        None => view! {
            <ui::Form action=format!("/can-bo/bao-nguoi-nop/{}", line.id) form_state=form>
                <ui::TextArea name="ghi_chu" label="Đã báo cho ai, bằng cách nào" hint="Ít nhất 10 ký tự; người nộp đọc được trong tiến trình hồ sơ. Ví dụ: gọi điện lúc 9 giờ, người nộp đã biết và sẽ bổ sung." rows=3/>
                <ui::Button label="Đã báo bằng cách khác" icon=Icon::Check/>
            </ui::Form>
        }
        .into_any(),
    };
    view! {
        <div class="p-two-thirds p-stack">
            <ui::BackLink href="/can-bo" label="Hôm nay"/>
            <ui::PageHeading title="Báo người nộp hồ sơ" lead="Thông báo này bắt buộc phải đến người nộp, nhưng cổng không gửi được. Hãy gọi điện hoặc gửi giấy, rồi ghi lại." above=line.event.what()/>
            <ui::SummaryList rows=rows/>
            {told}
        </div>
    }
}

/// The applicant was told otherwise.
pub async fn told(rq: Rq, form: Form) -> Result<Done> {
    let note = form.read::<ToldForm>()?.validate()?;
    let mut cx = rq.write().await?;
    dossiers::told_otherwise(&mut cx, id(&rq)?, &note).await?;
    cx.commit().await?;
    Ok(Done::to("/can-bo").say("Đã ghi: người nộp đã được báo bằng cách khác."))
}
