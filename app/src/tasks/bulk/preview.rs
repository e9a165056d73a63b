//! `/can-bo/nhiem-vu/giao-nhieu/{ma}`: every row with what is wrong beside it, corrected in place; then the tasks it became.

use super::row;
use crate::web::{Page, Result, Rq};
use domain::tasks::bulk::{Given, Preview};
use leptos::prelude::*;
use model::list::LONG_PAGE;
use model::tasks::bulk::{BulkRow, BulkSource, CheckedRow, GIVE_MAX, SHOWN_MAX};
use model::{Paging, format};
use ui::icon::Icon;
use ui::{Cell, Column, Row};

/// The page. `dong` opens a right row for correction.
pub async fn page(rq: Rq) -> Result<Page> {
    let state = rq.form();
    let code = rq.param("ma").to_owned();
    let mut cx = rq.read().await?;
    let preview = domain::tasks::bulk::preview(&mut cx, &code).await?;
    let view = View {
        address: format!("/can-bo/nhiem-vu/giao-nhieu/{code}"),
        open: rq.query("dong").and_then(|line| line.parse().ok()),
        page: rq.page_number(),
        base: rq.list_base(),
        refused: state.errors,
    };
    let title = if preview.given.is_empty() { "Kiểm tra bảng nhiệm vụ" } else { "Đã giao các nhiệm vụ" };
    Ok(Page::new(title, move || if preview.given.is_empty() { checked(preview, view) } else { given(preview, view) }))
}

/// What the address asks to see.
struct View {
    address: String,
    open: Option<usize>,
    page: i64,
    base: String,
    refused: Vec<(String, String)>,
}

fn source(source: &BulkSource) -> String {
    let date = source.date.map_or_else(String::new, |date| format!(" ngày {}", format::date(date)));
    let issuer = if source.issuer.is_empty() { String::new() } else { format!(", {}", source.issuer) };
    format!("{} – văn bản {}{date}{issuer}.", source.kind.label(), source.number)
}

fn checked(preview: Preview, view: View) -> AnyView {
    let Preview { bulk, rows, version, units, .. } = preview;
    let pairs: Vec<(BulkRow, CheckedRow)> = bulk.rows.into_iter().zip(rows).collect();
    let (right, wrong): (Vec<_>, Vec<_>) = pairs.into_iter().partition(|(row, found)| found.task.is_some() && view.open != Some(row.line));
    let faulty = wrong.iter().filter(|(_, found)| found.task.is_none()).count();
    let all = right.len() + wrong.len();
    let summary = summary(all, faulty);
    let shown: Vec<(BulkRow, CheckedRow)> = wrong.into_iter().take(SHOWN_MAX).collect();
    let mut state = ui::FormState { errors: view.refused, ..ui::FormState::default() };
    for (row, found) in &shown {
        state
            .errors
            .extend(found.problems.iter().map(|(column, message)| (format!("{}_{}", column.field(), row.line), format!("Dòng {}: {message}", row.line))));
    }
    let any = !shown.is_empty();
    let gives = faulty == 0 && all > 0 && all <= GIVE_MAX;
    let label = format!("Giao {} nhiệm vụ", format::number(all as i64));
    let fields = move || shown.into_iter().map(|(row, found)| row::fields(row, &found, &units)).collect_view();
    let lead = source(&bulk.source);
    view! {
        <ui::Container>
            <ui::BackLink href="/can-bo/nhiem-vu/giao-nhieu" label="Giao nhiều nhiệm vụ"/>
            <ui::PageHeading title="Kiểm tra bảng nhiệm vụ" lead=lead/>
            {summary}
            <ui::Form action=view.address.clone() form_state=state>
                <input type="hidden" name="phien_ban" value=version.to_string()/>
                {any.then(fields)}
                <ui::ButtonGroup>
                    {gives.then(|| view! { <ui::Button label=label icon=Icon::Send name="buoc" value="giao"/> })}
                    {any.then(|| view! { <ui::Button label="Lưu và kiểm tra lại" kind=ui::ButtonKind::Secondary name="buoc" value="kiem-tra" formnovalidate=true/> })}
                </ui::ButtonGroup>
            </ui::Form>
            {table(right, &view.address, view.page, view.base)}
        </ui::Container>
    }
    .into_any()
}

/// How many rows, how many to correct, and what to do about too many.
fn summary(all: usize, faulty: usize) -> AnyView {
    let number = |n: usize| format::number(n as i64);
    if all == 0 {
        return view! { <ui::Banner kind=ui::BannerKind::Error title="Bảng không còn dòng nào." href="/can-bo/nhiem-vu/giao-nhieu" link="Dán bảng khác"/> }
            .into_any();
    }
    let title = format!("Bảng có {} dòng: {} dòng đúng, {} dòng cần sửa.", number(all), number(all - faulty), number(faulty));
    if faulty == 0 && all <= GIVE_MAX {
        return view! { <ui::Banner kind=ui::BannerKind::Done title=title text="Hãy xem lại rồi giao. Mọi nhiệm vụ được giao cùng lúc."/> }.into_any();
    }
    let mut text = String::new();
    if faulty > SHOWN_MAX {
        text = format!("Dưới đây là {SHOWN_MAX} dòng đầu cần sửa. Nếu nhiều dòng sai giống nhau, hãy sửa trong bảng gốc rồi dán lại.");
    } else if faulty > 0 {
        text.push_str("Hãy sửa từng dòng dưới đây rồi kiểm tra lại. Chưa nhiệm vụ nào được giao.");
    }
    if all > GIVE_MAX {
        text = format!("{text} Mỗi lần giao nhiều nhất {GIVE_MAX} nhiệm vụ: hãy chia bảng thành nhiều lần.");
    }
    view! { <ui::Banner kind=ui::BannerKind::Error title=title text=text/> }.into_any()
}

/// The rows that are right, page by page.
fn table(rows: Vec<(BulkRow, CheckedRow)>, address: &str, page: i64, base: String) -> AnyView {
    if rows.is_empty() {
        return ().into_any();
    }
    let paging = Paging::sized(page, LONG_PAGE, rows.len() as i64);
    let first = usize::try_from(paging.offset()).unwrap_or_default();
    let columns: Vec<Column> = ["Nội dung", "Đơn vị chủ trì", "Đơn vị phối hợp", "Hạn", "Lưu ý", "Sửa"].map(Column::text).into();
    let shown = rows.into_iter().skip(first).take(usize::try_from(paging.size).unwrap_or_default());
    let rows = shown
        .map(|(row, found)| {
            let edit = format!("{address}?dong={}", row.line);
            let of = format!(" dòng {}", row.line);
            Row::new(vec![
                Cell::text(row.title),
                Cell::text(row.lead),
                Cell::text(row.co_units),
                Cell::text(row.due),
                Cell::text(found.notices.join(" ")),
                Cell::view(view! { <a href=edit>"Sửa"<span class="p-visually-hidden">{of}</span></a> }),
            ])
        })
        .collect();
    view! {
        <ui::Section id="dong-dung" title="Các dòng đúng">
            <ui::Table caption="Các dòng đúng" caption_hidden=true columns=columns rows=rows/>
            <ui::Pagination paging=paging base=base what="dòng đúng"/>
        </ui::Section>
    }
    .into_any()
}

fn given(preview: Preview, view: View) -> AnyView {
    let number = format::number(preview.given.len() as i64);
    let title = format!("Đã giao {number} nhiệm vụ");
    let lead = source(&preview.bulk.source);
    let paging = Paging::sized(view.page, LONG_PAGE, preview.given.len() as i64);
    let first = usize::try_from(paging.offset()).unwrap_or_default();
    let columns: Vec<Column> = ["Nội dung", "Mã nhiệm vụ", "Đơn vị chủ trì", "Hạn"].map(Column::text).into();
    let rows = preview.given.into_iter().skip(first).take(usize::try_from(paging.size).unwrap_or_default()).map(line).collect();
    view! {
        <ui::Container>
            <ui::BackLink href="/can-bo/nhiem-vu" label="Nhiệm vụ"/>
            <ui::PageHeading title=title lead=lead/>
            <ui::Table caption="Các nhiệm vụ đã giao" caption_hidden=true columns=columns rows=rows/>
            <ui::Pagination paging=paging base=view.base what="nhiệm vụ"/>
            <p><a href="/can-bo/nhiem-vu/giao-nhieu">"Giao bảng khác"</a></p>
        </ui::Container>
    }
    .into_any()
}

fn line(row: Given) -> Row {
    let due = row.due_on.map_or_else(|| "Không thời hạn".to_owned(), format::date);
    Row::new(vec![Cell::text(row.title), Cell::link(format!("/can-bo/nhiem-vu/{}", row.code), row.code.clone()), Cell::text(row.lead_unit), Cell::text(due)])
}
