//! An official paper on a page, laid out as it is printed.

use crate::summary_list::{SummaryList, SummaryRow};
use crate::table::{Cell, Column, Row, Table};
use leptos::prelude::*;
use model::paper::{Block, Paper};

/// The squares of a QR code: width in modules and an SVG path.
pub type QrCode = (usize, String);

/// The paper. Its title is the heading of the page.
#[component]
pub fn PaperSheet(
    /// The content.
    paper: Paper,
    /// The code that leads to the public page.
    #[prop(optional_no_strip)]
    qr: Option<QrCode>,
) -> impl IntoView {
    let day = paper.place_and_day();
    let code = (!paper.code.is_empty()).then(|| view! { <p class="p-muted">"Mã hồ sơ: "<span class="n p-strong">{paper.code.clone()}</span></p> });
    let number = (!paper.number.is_empty()).then(|| view! { <p class="p-small">{format!("Số: {}", paper.number)}</p> });
    let qr = qr.map(|(size, path)| {
        view! {
            <svg class="p-paper__qr" viewBox=format!("0 0 {size} {size}") role="img" aria-label="Mã QR của trang tra cứu hồ sơ">
                <path d=path/>
            </svg>
        }
    });
    let blocks = paper.blocks.into_iter().map(|block| block_view(block, &day)).collect_view();
    view! {
        <article class="p-paper">
            <div class="p-paper__head">
                <div><p class="p-small">{paper.superior}</p><p class="p-strong">{paper.agency}</p>{number}</div>
                <div><p class="p-strong">"Cộng hòa xã hội chủ nghĩa Việt Nam"</p><p class="p-strong">"Độc lập - Tự do - Hạnh phúc"</p></div>
            </div>
            <div class="p-paper__title">
                <div><h1>{paper.title}</h1>{code}{paper.demo.then(|| view! { <p class="p-strong">"Dữ liệu mô phỏng"</p> })}</div>
                {qr}
            </div>
            {blocks}
            <p class="p-small p-muted">{paper.source}</p>
        </article>
    }
}

fn block_view(block: Block, day: &str) -> AnyView {
    match block {
        Block::Fields(fields) => {
            let rows = fields
                .into_iter()
                .map(|field| match (field.value.is_empty(), field.strong) {
                    (true, _) => SummaryRow::new(field.label, "…".repeat(20)),
                    (_, true) => SummaryRow::view(field.label, view! { <strong>{field.value}</strong> }),
                    _ => SummaryRow::new(field.label, field.value),
                })
                .collect();
            view! { <SummaryList rows=rows/> }.into_any()
        }
        Block::Table { title, head, rows, .. } => {
            let columns = head.into_iter().map(|text| Column::text(text.as_str())).collect();
            let rows = rows.into_iter().map(|cells| Row::new(cells.into_iter().map(Cell::text).collect())).collect();
            view! { <Table caption=title columns=columns rows=rows/> }.into_any()
        }
        Block::Text { title, paragraphs } => {
            let paragraphs = paragraphs.into_iter().map(|text| view! { <p>{text}</p> }).collect_view();
            let heading = (!title.is_empty()).then(|| view! { <h2 class="p-h3">{title}</h2> });
            view! { <div>{heading}{paragraphs}</div> }.into_any()
        }
        Block::Signatures(places) => {
            let day = day.to_owned();
            let places = places
                .into_iter()
                .map(|place| view! { <div><p class="p-strong">{place.role}</p><p class="p-small">"(Ký, ghi rõ họ tên)"</p><p class="p-paper__name p-strong">{place.name}</p></div> })
                .collect_view();
            view! { <div><p class="p-paper__day">{day}</p><div class="p-paper__signatures">{places}</div></div> }.into_any()
        }
    }
}
