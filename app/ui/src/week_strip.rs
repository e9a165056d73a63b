//! Overdue, today and the next days as six cells.

use leptos::prelude::*;

use crate::icon::{Ico, Icon, IconSize};

/// What a cell of a [`WeekStrip`] or a day of a [`DueCalendar`](crate::DueCalendar) is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayKind {
    /// Everything past its time.
    Overdue,
    /// Today.
    Today,
    /// A working day.
    Working,
    /// No work: weekend or holiday.
    Off,
}

/// One cell of a [`WeekStrip`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeekCell {
    /// What it is.
    pub kind: DayKind,
    /// "Quá hạn", "Thứ Tư 25/11", "Sau đó".
    pub label: String,
    /// Number of things; none on days off shows "–".
    pub count: Option<u32>,
    /// "xử lý trước", "việc", or the reason of the day off ("nghỉ lễ").
    pub note: String,
    /// Address of the rows counted; empty shows no link.
    pub href: String,
}

/// Six cells; 3 × 2 on phones.
#[component]
pub fn WeekStrip(
    /// The cells.
    cells: Vec<WeekCell>,
) -> impl IntoView {
    let cells = cells
        .into_iter()
        .map(|cell| {
            let (class, warn) = match cell.kind {
                DayKind::Overdue => ("p-week-strip__cell p-week-strip__cell--overdue", true),
                DayKind::Today => ("p-week-strip__cell p-week-strip__cell--today", false),
                DayKind::Working => ("p-week-strip__cell", false),
                DayKind::Off => ("p-week-strip__cell p-week-strip__cell--off", false),
            };
            let inner = view! {
                <span class="p-week-strip__label">
                    {warn.then(|| view! { <Ico icon=Icon::Warn size=IconSize::S20/> })}
                    <span>{cell.label}</span>
                </span>
                <span class="p-week-strip__count">
                    {cell.count.map_or_else(|| "–".to_owned(), |n| crate::text::grouped(u64::from(n)))}
                </span>
                <span class="p-week-strip__note">{cell.note}</span>
            };
            let body = if cell.href.is_empty() {
                view! { <span class="p-week-strip__in">{inner}</span> }.into_any()
            } else {
                view! { <a class="p-week-strip__in" href=cell.href>{inner}</a> }.into_any()
            };
            view! { <li class=class aria-current=(cell.kind == DayKind::Today).then_some("date")>{body}</li> }
        })
        .collect_view();
    view! { <nav aria-label="Việc theo ngày đến hạn"><ul class="p-week-strip">{cells}</ul></nav> }
}
