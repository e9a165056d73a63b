//! `/s/{ma}` of a digest of the province: every unit, the five with the most overdue tasks, what is escalated.

use super::filter::{Whose, rows_href};
use crate::web::{Page, Result, Rq};
use domain::Cx;
use leptos::prelude::*;
use model::format;
use model::stats::bulletin::{ProvincePage, ProvinceUnit};
use model::stats::{Period, TaskCounts, TaskFigure};
use ui::{Cell, Column, Row};

/// The figures of the tables.
const FIGURES: [TaskFigure; 5] = [TaskFigure::Total, TaskFigure::Done, TaskFigure::Open, TaskFigure::OpenInTime, TaskFigure::OpenOverdue];

/// The page.
pub async fn page(rq: &Rq, cx: &mut Cx) -> Result<Page> {
    let frozen = domain::stats::bulletin::province_page(cx, rq.param("ma")).await?;
    let now = cx.now();
    Ok(Page::new(format!("Số liệu {}", frozen.code), move || body(frozen, now)))
}

fn body(frozen: ProvincePage, now: chrono::DateTime<chrono::Utc>) -> impl IntoView {
    let ProvincePage { code, period, as_of, sent, live } = frozen;
    let today = Period { as_of: format::local_date(now), ..period };
    let when = format!("{} {}", format::time(as_of), format::local(as_of).format("%d/%m"));
    let lead = format!("{}. Số liệu chốt lúc {}. Bản này không thay đổi.", period.tasks_in_words(), format::date_time(as_of));
    let worst: Vec<ProvinceUnit> = sent.worst.iter().filter_map(|at| sent.units.get(*at)).cloned().collect();
    let none_late = worst.is_empty();
    let worst = units("Năm đơn vị nhiều nhiệm vụ quá hạn nhất", worst).into_any();
    let all = units("Mọi đơn vị có nhiệm vụ", sent.units).into_any();
    let total = total(&sent.total, &live, &period, &today, &when).into_any();
    let (n, escalated) = (sent.escalated.len(), sent.escalated.join(", "));
    let parents = vec![("/".to_owned(), "Trang chủ".to_owned()), ("/xep-hang".to_owned(), "Xếp hạng".to_owned())];
    view! {
        <ui::Container>
            <ui::Breadcrumb parents=parents here=format!("Số liệu {code}")/>
            <ui::PageHeading above=format!("Bản số liệu {code}") title=sent.name lead=lead/>
            {total}
            <ui::Section id="nhieu-qua-han" title="Nhiều nhiệm vụ quá hạn nhất">
                {if none_late { view! { <p>"Không đơn vị nào có nhiệm vụ quá hạn."</p> }.into_any() } else { worst }}
            </ui::Section>
            <ui::Section id="bao-cap-tren" title=format!("Quá hạn lâu, báo Chủ tịch: {n} nhiệm vụ")>
                {if n == 0 { view! { <p>"Không có."</p> }.into_any() } else { view! { <p class="n">{escalated}</p> }.into_any() }}
            </ui::Section>
            <ui::Section id="don-vi" title="Mọi đơn vị">{all}</ui::Section>
        </ui::Container>
    }
}

/// The sum as sent, now, and the difference.
fn total(sent: &TaskCounts, live: &TaskCounts, period: &Period, today: &Period, when: &str) -> impl IntoView + use<> {
    let rows = FIGURES
        .into_iter()
        .map(|figure| {
            let (then, now) = (figure.of(sent), figure.of(live));
            let change = if now == then { "0".to_owned() } else { format!("{}{}", if now > then { "+" } else { "−" }, format::number((now - then).abs())) };
            Row::new(vec![
                Cell::text(figure.label()),
                Cell::link(rows_href(period, Whose::All, figure), format::number(then)),
                Cell::link(rows_href(today, Whose::All, figure), format::number(now)),
                Cell::text(change),
            ])
        })
        .collect();
    let columns = vec![
        Column::text("Số liệu"),
        Column::number(format!("Đã gửi ({when})")),
        Column::number("Hiện nay"),
        Column::number(format!("Chênh lệch so với {when}")),
    ];
    view! { <ui::Table caption="Số liệu đã gửi và số liệu hiện nay" columns=columns rows=rows/> }
}

fn units(caption: &'static str, units: Vec<ProvinceUnit>) -> impl IntoView {
    let mut columns = vec![Column::text("Đơn vị")];
    columns.extend(FIGURES.iter().map(|figure| Column::number(figure.label())));
    columns.push(Column::text("Xếp hạng trong nhóm"));
    let rows = units
        .into_iter()
        .map(|unit| {
            let mut cells = vec![Cell::link(format!("/s/{}", unit.snapshot), unit.name)];
            cells.extend(FIGURES.iter().map(|figure| Cell::text(format::number(figure.of(&unit.counts)))));
            cells.push(Cell::text(unit.place));
            Row::new(cells)
        })
        .collect();
    view! { <ui::Table caption=caption columns=columns rows=rows/> }
}
