//! `/lich-nghi`: days off and make-up days of a year, and the hours of the centres.

use super::parts;
use crate::web::{Page, Result, Rq};
use chrono::{Datelike, NaiveDate};
use domain::calendar;
use leptos::prelude::*;
use model::calendar::{CalendarDay, CalendarDayKind, DayStatus};
use model::format;
use ui::{Cell, Column, Row};

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let work = calendar::of_unit(&mut cx, None).await?;
    let this_year = format::local_date(cx.now()).year();
    let (first, last) = work.known_years().unwrap_or((this_year, this_year));
    let year = rq.query("nam").and_then(|text| text.parse::<i32>().ok()).filter(|year| (first..=last).contains(year)).unwrap_or(this_year);
    let days: Vec<CalendarDay> = days_of(year).filter_map(|day| work.day_row(day).cloned()).collect();
    let title = format!("Lịch nghỉ năm {year}");
    let heading = title.clone();
    Ok(Page::new(title, move || {
        let tabs = (first.max(this_year - 1)..=last)
            .map(|n| ui::Tab { href: format!("/lich-nghi?nam={n}"), label: n.to_string(), count: None, current: n == year })
            .collect();
        let estimated = days.iter().any(|day| day.status == DayStatus::Estimated);
        let rows = days
            .into_iter()
            .map(|row| {
                let kind = if row.kind == CalendarDayKind::MakeUp { "Làm bù" } else { "Nghỉ" };
                let status = if row.status == DayStatus::Estimated { "Dự kiến" } else { "Chính thức" };
                Row::new(vec![Cell::text(parts::day(row.day)), Cell::text(row.name), Cell::text(kind), Cell::text(status)])
            })
            .collect();
        let columns = vec![Column::text("Ngày"), Column::text("Dịp"), Column::text("Nghỉ hay làm"), Column::text("Tình trạng")];
        view! {
            <ui::Container>
                <ui::Breadcrumb parents=vec![("/".to_owned(), "Trang chủ".to_owned())] here=heading.clone()/>
                <ui::PageHeading title=heading.clone() lead="Ngày nghỉ không tính vào thời hạn giải quyết hồ sơ. Nộp trực tuyến vẫn mở cả ngày nghỉ."/>
                <ui::Tabs label="Năm" tabs=tabs/>
                {estimated.then(|| view! { <ui::Banner title="Có ngày dự kiến." text="Ngày dự kiến được sửa khi có thông báo chính thức."/> })}
                <ui::Table caption=heading caption_hidden=true columns=columns rows=rows/>
                <ui::Section title="Giờ làm việc" id="gio">
                    <p>"Thứ Hai đến thứ Sáu: 07:00–11:30 và 13:30–17:00."</p>
                    <p>"Muốn biết hồ sơ nộp hôm nay bao giờ xong, dùng "<a href="/cong-cu/tinh-han">"công cụ tính hạn"</a>"."</p>
                </ui::Section>
            </ui::Container>
        }
    })
    .cacheable())
}

fn days_of(year: i32) -> impl Iterator<Item = NaiveDate> {
    NaiveDate::from_ymd_opt(year, 1, 1).into_iter().flat_map(|first| first.iter_days()).take_while(move |day| day.year() == year)
}
