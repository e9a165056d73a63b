//! `/can-bo/khao-sat`: the answers about the own units, without a name.

use crate::web::{Error, Page, Result, Rq};
use domain::survey;
use leptos::prelude::*;
use model::List;
use model::access::{Action, ObjectKind};
use model::survey::{OVERALL, Quarter, SurveyLine, mark_label};
use ui::icon::Icon;
use ui::{Cell, Column, Row};

const TITLE: &str = "Khảo sát hằng quý";

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let quarters = survey::quarters(&mut cx).await?;
    let quarter = super::quarter(&rq, &quarters).ok_or(Error::NotFound)?;
    let found = survey::lines(&mut cx, quarter, rq.page_number()).await?;
    let (base, keeps) = (rq.list_base(), rq.actor.reach(Action::Moderate, ObjectKind::Rating).all);
    Ok(Page::new(TITLE, move || body(quarters, quarter, found, base, keeps)))
}

fn body(quarters: Vec<Quarter>, quarter: Quarter, found: List<SurveyLine>, base: String, keeps: bool) -> impl IntoView {
    let tabs = super::tabs("/can-bo/khao-sat", "", &quarters, quarter);
    let (paging, empty) = (found.paging, found.rows.is_empty());
    let lead = format!(
        "{} lượt trả lời về đơn vị của bạn, {}. Câu trả lời không kèm tên người và mã hồ sơ; ý kiến thêm không đăng công khai.",
        found.total(),
        quarter.label()
    );
    let results = format!("/khao-sat/ket-qua?quy={quarter}");
    view! {
        <ui::PageHeading title=TITLE lead=lead/>
        <ul class="p-link-list">
            <li><a href=results>"Kết quả công khai của quý"</a></li>
            {keeps.then(|| view! { <li><a href="/can-bo/khao-sat/cau-hoi">"Bộ câu hỏi"</a></li> })}
            <li><a href="/can-bo/danh-gia">"Đánh giá từng hồ sơ"</a></li>
        </ul>
        <ui::Tabs label="Quý" tabs=tabs/>
        {empty.then(|| view! { <ui::EmptyState icon=Icon::Chat title="Chưa có ai trả lời" text="Chưa có câu trả lời nào về đơn vị của bạn trong quý này."/> })}
        {(!empty).then(|| view! {
            <p class="p-small p-muted">"Mức 5 là rất hài lòng, 1 là rất không hài lòng, 0 là không có ý kiến."</p>
            {table(quarter, found.rows)}
            <ui::Pagination paging=paging base=base what="lượt trả lời"/>
        })}
    }
}

fn table(quarter: Quarter, rows: Vec<SurveyLine>) -> impl IntoView {
    let columns = ["Quý", "Cơ quan", "Hài lòng chung", "Mức từ câu 1 đến câu 11", "Ý kiến"].map(Column::text).into();
    let row = |line: SurveyLine| {
        let marks = line.marks.iter().map(|mark| model::survey::mark_number(*mark).to_string()).collect::<Vec<_>>().join(" ");
        let words = if line.comment.is_empty() { "Không có".to_owned() } else { line.comment };
        Row::new(vec![
            Cell::text(model::text::capital(&quarter.label())),
            Cell::text(line.unit),
            Cell::text(mark_label(line.marks[OVERALL])),
            Cell::view(view! { <span class="n">{marks}</span> }),
            Cell::view(view! { <span class="p-break">{words}</span> }),
        ])
    };
    let rows = rows.into_iter().map(row).collect();
    view! { <ui::Table caption="Các lượt trả lời" caption_hidden=true columns=columns rows=rows/> }
}
