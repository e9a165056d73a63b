//! `/lay-so`: the centres that give numbers.

use crate::web::{Page, Result, Rq};
use domain::queue;
use leptos::prelude::*;
use model::Paging;
use model::queue::CentreLine;
use ui::icon::Icon;
use ui::{Cell, Column, Row};

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let words = rq.query("q").unwrap_or_default().to_owned();
    let mut cx = rq.read().await?;
    let found = queue::centres(&mut cx, &words).await?;
    let paging = Paging::of(rq.page_number(), i64::try_from(found.len()).unwrap_or(i64::MAX));
    let (skip, take) = (usize::try_from(paging.offset()).unwrap_or_default(), usize::try_from(paging.size).unwrap_or_default());
    let rows: Vec<CentreLine> = found.into_iter().skip(skip).take(take).collect();
    let base = rq.list_base();
    Ok(Page::new("Lấy số ở trung tâm hành chính công", move || body(words, rows, paging, base))
        .description("Lấy số thứ tự, xem số đang gọi và đặt lịch ở các Trung tâm Phục vụ hành chính công."))
}

fn body(words: String, rows: Vec<CentreLine>, paging: Paging, base: String) -> impl IntoView {
    let clear = if words.is_empty() { "" } else { "/lay-so" };
    let empty = rows.is_empty();
    view! {
        <ui::Container>
            <ui::Breadcrumb parents=vec![("/".to_owned(), "Trang chủ".to_owned())] here="Lấy số"/>
            <ui::PageHeading title="Lấy số ở trung tâm" lead="Chọn trung tâm bạn đang đến. Chưa đến ngay thì nên đặt lịch, bạn sẽ được gọi trước trong khung giờ đã đặt."/>
            <ui::FilterBar action="/lay-so" button="Tìm trung tâm" clear_href=clear>
                <ui::Field name="q" label="Tên xã, phường" value=words input_type="search" maxlength=100_u32 optional=true/>
            </ui::FilterBar>
            {empty.then(|| view! { <ui::EmptyState icon=Icon::Search title="Không tìm thấy trung tâm" text="Hãy thử tên khác, có dấu hoặc không dấu."/> })}
            {(!empty).then(|| view! {
                {table(rows)}
                <ui::Pagination paging=paging base=base what="trung tâm"/>
            })}
        </ui::Container>
    }
}

fn table(rows: Vec<CentreLine>) -> impl IntoView {
    let columns = ["Trung tâm", "Lấy số", "Số đang gọi", "Đặt lịch"].map(Column::text).into();
    let link = |href: String, words: &'static str, name: &str| {
        let of = format!(" ở {name}");
        Cell::view(view! { <a href=href>{words}<span class="p-visually-hidden">{of}</span></a> })
    };
    let rows = rows
        .into_iter()
        .map(|row| {
            Row::new(vec![
                Cell::text(row.name.clone()),
                link(format!("/lay-so/{}", row.code), "Lấy số", &row.name),
                link(format!("/goi-so/{}", row.code), "Xem màn hình", &row.name),
                link(format!("/dat-lich?trung-tam={}", row.code), "Đặt lịch", &row.name),
            ])
        })
        .collect();
    view! { <ui::Table caption="Các trung tâm" caption_hidden=true columns=columns rows=rows/> }
}
