//! `/goi-so/{ma}`: the calling screen on the wall. It reloads itself and needs no script.

use crate::web::{Page, Result, Rq};
use domain::queue;
use leptos::prelude::*;
use model::format;
use model::queue::{CalledView, ScreenView};
use ui::{Cell, Column, Row};

/// Seconds until the screen looks again (02 §17).
const LOOK_AGAIN: u32 = 10;
/// Most numbers with large digits.
const LARGE: usize = 6;

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let screen = queue::screen(&mut cx, rq.param("ma")).await?;
    let demo = rq.portal.settings().demo;
    Ok(Page::new(format!("Số đang gọi, {}", screen.centre.name), move || body(screen, demo)).bare().refresh(LOOK_AGAIN))
}

fn body(screen: ScreenView, demo: bool) -> impl IntoView {
    let note = format!("Cập nhật lúc {}. Trang tự tải lại sau mỗi {LOOK_AGAIN} giây.", format::date_time(screen.as_of));
    let called = match screen.called.is_empty() {
        true => view! { <p class="p-lead">"Chưa có số nào đang được gọi."</p> }.into_any(),
        false => view! { <ul class="p-queue-list">{screen.called.iter().take(LARGE).map(large).collect_view()}</ul> }.into_any(),
    };
    let serving = screen.serving.iter().map(|row| Row::new(vec![Cell::text(row.code.clone()), Cell::text(row.counter.to_string())])).collect::<Vec<_>>();
    let serving = (!serving.is_empty()).then(|| {
        let columns = ["Số", "Quầy"].map(Column::text).into();
        view! { <ui::Section title="Đang phục vụ" id="dang-phuc-vu"><ui::Table caption="Số đang phục vụ" caption_hidden=true columns=columns rows=serving/></ui::Section> }
    });
    let groups = screen.centre.groups.iter().map(|group| {
        let wait = if group.waiting == 0 { "–".to_owned() } else { format!("khoảng {} phút", group.wait_minutes(group.waiting)) };
        Row::new(vec![Cell::text(group.label()), Cell::text(group.waiting.to_string()), Cell::text(wait)])
    });
    let columns = vec![Column::text("Nhóm việc"), Column::number("Đang chờ"), Column::number("Thời gian chờ")];
    let (groups, take) = (groups.collect(), format!("/lay-so/{}", screen.centre.code));
    view! {
        <ui::Container>
            <ui::PageHeading title="Số đang gọi" above=screen.centre.name/>
            {called}
            {serving}
            <ui::Section title="Đang chờ" id="dang-cho" note=note more_href=take more_label="Lấy số">
                <ui::Table caption="Người chờ theo nhóm việc" caption_hidden=true columns=columns rows=groups/>
            </ui::Section>
            {demo.then(|| view! { <p class="p-small p-muted">"Dữ liệu mô phỏng."</p> })}
        </ui::Container>
    }
}

/// A number with its counter, legible from the last row of chairs.
fn large(row: &CalledView) -> impl IntoView + use<> {
    let counter = format!("Quầy {}", row.counter);
    view! { <li><p class="p-queue-number n">{row.code.clone()}</p><p class="p-queue-counter">{counter}</p></li> }
}
