//! `/can-bo/ban-tin`: the digests of a day, what became of their messages, and the same figures now.

use crate::web::{Page, Result, Rq};
use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;
use model::format;
use model::stats::bulletin::{BulletinPage, BulletinRow, BulletinState};
use ui::icon::Icon;
use ui::{Cell, Column, Row};

/// The page; `ngay` asks for a day, else it is the latest one.
pub async fn page(rq: Rq) -> Result<Page> {
    let asked = rq.query("ngay").and_then(|text| text.parse::<NaiveDate>().ok()).filter(|day| (1990..=2100).contains(&day.year()));
    let mut cx = rq.read().await?;
    let digests = domain::stats::bulletin::page(&mut cx, asked, rq.page_number()).await?;
    let base = rq.list_base();
    Ok(Page::new("Bản tin", move || body(digests, base)))
}

fn body(digests: BulletinPage, base: String) -> impl IntoView {
    let BulletinPage { day, around: (before, after), list } = digests;
    let lead = day.map_or_else(String::new, |day| format!("Bản tin {}, {}. Số liệu đã gửi không thay đổi.", format::weekday(day), format::date(day)));
    let to = |day: Option<NaiveDate>, words: &'static str| {
        day.map(|day| view! { <a href=format!("/can-bo/ban-tin?ngay={day}")>{format!("{words} ({})", format::date(day))}</a> })
    };
    let around = before.is_some() || after.is_some();
    let (before, after) = (to(before, "Ngày trước"), to(after, "Ngày sau"));
    let empty = list.rows.is_empty();
    let paging = list.paging;
    view! {
        <ui::BackLink href="/can-bo/nhiem-vu" label="Nhiệm vụ"/>
        <ui::PageHeading title="Bản tin" lead=lead/>
        {around.then(|| view! { <p class="p-cluster">{before}{after}</p> })}
        {empty.then(|| view! {
            <ui::EmptyState icon=Icon::Task title="Chưa có bản tin" text="Bản tin được lập sáng mỗi ngày làm việc và hiện ở đây."/>
        })}
        {(!empty).then(|| view! {
            {table(list.rows)}
            <ui::Pagination paging=paging base=base what="bản tin"/>
        })}
    }
}

fn table(rows: Vec<BulletinRow>) -> impl IntoView {
    let when = rows.first().map_or_else(String::new, |row| format!("{} {}", format::time(row.as_of), format::local(row.as_of).format("%d/%m")));
    let columns = vec![
        Column::text("Đơn vị"),
        Column::text("Tình trạng gửi"),
        Column::number("Tổng số đã gửi"),
        Column::number(format!("Tổng số, chênh lệch so với {when}")),
        Column::number("Quá hạn đã gửi"),
        Column::number(format!("Quá hạn, chênh lệch so với {when}")),
    ];
    let rows = rows.into_iter().map(row).collect();
    view! { <ui::Table caption=format!("Các bản tin lúc {when}, mỗi số mở bản số liệu đã chốt") columns=columns rows=rows/> }
}

fn row(row: BulletinRow) -> Row {
    let href = format!("/s/{}", row.snapshot);
    let (kind, unit) = (row.kind.label(), row.unit.clone());
    let number = |n: i64| Cell::link(href.clone(), format::number(n));
    let change = |then: i64, now: i64| match now - then {
        0 => Cell::text("0"),
        more if more > 0 => Cell::text(format!("+{}", format::number(more))),
        less => Cell::text(format!("−{}", format::number(less.abs()))),
    };
    let cells = vec![
        Cell::view(view! { <a href=href.clone()>{unit}</a><br/><span class="p-small p-muted">{kind}</span> }),
        state(&row),
        number(row.sent.total()),
        change(row.sent.total(), row.live.total()),
        number(row.sent.open_overdue),
        change(row.sent.open_overdue, row.live.open_overdue),
    ];
    Row::new(cells)
}

/// The state, and below it each channel with what became of its messages.
fn state(row: &BulletinRow) -> Cell {
    let tone = match row.state {
        BulletinState::Ready => ui::Tone::Gold,
        BulletinState::Sent => ui::Tone::Green,
        BulletinState::Blocked => ui::Tone::Red,
    };
    let label = row.state.label();
    let channels: Vec<String> = row.messages.iter().map(|(channel, state, n)| format!("{}: {n} {}", channel.label(), state.label().to_lowercase())).collect();
    let words = if row.error.is_empty() { channels.join("; ") } else { row.error.clone() };
    Cell::view(view! { <ui::StatusTag tone=tone label=label/><br/><span class="p-small">{words}</span> })
}
