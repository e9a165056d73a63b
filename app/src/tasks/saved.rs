//! "Bộ lọc đã lưu": filters kept under a name, with an address that can be sent to others; and "Đánh dấu đã xem".

use super::views::address;
use crate::web::{Done, Form, Result, Rq};
use domain::tasks;
use leptos::prelude::*;
use model::tasks::{ListFilter, SaveFilterForm, SavedFilter, SeenForm, TaskBucket, TaskSource, TaskView, Urgency};

const PATH: &str = "/can-bo/nhiem-vu/bo-loc";

/// Keeps the filter in force under a name.
pub async fn save(rq: Rq, form: Form) -> Result<Done> {
    let input = form.read::<SaveFilterForm>()?.validate()?;
    let mut cx = rq.write().await?;
    tasks::save_filter(&mut cx, &input).await?;
    cx.commit().await?;
    Ok(Done::to(address(&input.filter, input.view)).say(format!("Đã lưu bộ lọc “{}”.", input.name)))
}

/// Removes a filter.
pub async fn remove(rq: Rq, form: Form) -> Result<Done> {
    let mut cx = rq.write().await?;
    tasks::drop_filter(&mut cx, form.row("bo_loc")).await?;
    cx.commit().await?;
    Ok(Done::to("/can-bo/nhiem-vu").say("Đã xóa bộ lọc."))
}

/// From now on nothing of a list is new.
pub async fn seen(rq: Rq, form: Form) -> Result<Done> {
    let reach = form.read::<SeenForm>()?.validate()?;
    let mut cx = rq.write().await?;
    tasks::mark_seen(&mut cx, reach).await?;
    cx.commit().await?;
    Ok(Done::to(address(&ListFilter { reach, ..ListFilter::default() }, TaskView::List)).say("Đã đánh dấu danh sách là đã xem."))
}

/// The filters of the reader, and the form that keeps the one in force.
pub fn section(filter: &ListFilter, view: TaskView, saved: &[SavedFilter], form: ui::FormState, base_url: &str) -> impl IntoView + use<> {
    let title = if saved.is_empty() { "Lưu bộ lọc này".to_owned() } else { format!("Bộ lọc đã lưu ({})", saved.len()) };
    let open = form.has_errors();
    let rows = saved.iter().map(|own| row(own, base_url)).collect_view();
    let rows = (!saved.is_empty()).then(|| view! { <ul class="p-rows">{rows}</ul> });
    let hidden = [
        ("pham_vi", filter.reach.as_str()),
        ("nhom", filter.bucket.map_or("", TaskBucket::as_str)),
        ("nguon", filter.source.map_or("", TaskSource::as_str)),
        ("do_khan", filter.urgency.map_or("", Urgency::as_str)),
        ("linh_vuc", filter.field.as_str()),
        ("nguoi", filter.person.as_str()),
        ("q", filter.words.as_str()),
        ("xem", view.as_str()),
    ];
    let hidden = hidden.map(|(name, value)| (name, value.to_owned())).into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> });
    let hidden = hidden.collect_view();
    view! {
        <ui::Accordion title=title open=open>
            {rows}
            <ui::Form action=PATH form_state=form id_prefix="bo-loc">
                {hidden}
                <ui::Field name="ten" label="Tên bộ lọc" hint="Lưu từ khóa, nguồn giao, độ khẩn, lĩnh vực, người thực hiện, nhóm thời hạn và cách xem đang chọn." maxlength=60_u32/>
                <ui::Button label="Lưu bộ lọc này" kind=ui::ButtonKind::Secondary/>
            </ui::Form>
        </ui::Accordion>
    }
}

fn row(own: &SavedFilter, base_url: &str) -> impl IntoView + use<> {
    let href = address(&own.filter, own.view);
    let share = format!("{}{href}", base_url.trim_end_matches('/'));
    let name = own.name.clone();
    let of = format!("bộ lọc {}", own.name);
    let hidden = vec![("bo_loc", own.id.to_string())];
    let where_ = format!("{}, {}", own.filter.reach.label(), own.view.label().to_lowercase());
    view! {
        <li>
            <p><a href=href>{name}</a>" "<span class="p-small p-muted">{where_}</span></p>
            <p class="p-small p-break">"Địa chỉ để gửi (mỗi người chỉ thấy nhiệm vụ mình được xem): "{share}</p>
            <ui::PostButton action=format!("{PATH}/xoa") label="Xóa" hidden=hidden kind=ui::ButtonKind::Quiet of=of/>
        </li>
    }
}
