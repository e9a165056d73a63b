//! Due dates as a calendar of weeks.

use leptos::prelude::*;

use crate::week_strip::DayKind;

/// One day of a [`DueCalendar`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarDay {
    /// Day of the month.
    pub day: u32,
    /// Today, working, off.
    pub kind: DayKind,
    /// "4 việc", "nghỉ lễ"; empty for a day without anything.
    pub note: String,
    /// Address of the rows due that day; empty shows no link.
    pub href: String,
}

fn cell(day: Option<CalendarDay>) -> impl IntoView {
    let Some(CalendarDay { day, kind, note, href }) = day else {
        return view! { <td class="p-due-calendar__day p-due-calendar__day--outside"></td> }.into_any();
    };
    let (class, current) = match kind {
        DayKind::Today => ("p-due-calendar__day p-due-calendar__day--today", Some("date")),
        DayKind::Off => ("p-due-calendar__day p-due-calendar__day--off", None),
        DayKind::Overdue => ("p-due-calendar__day p-due-calendar__day--overdue", None),
        DayKind::Working => ("p-due-calendar__day", None),
    };
    let note = match (note.is_empty(), href.is_empty()) {
        (true, _) => None,
        (false, true) => Some(view! { <span class="p-due-calendar__note">{note}</span> }.into_any()),
        (false, false) => Some(view! { <a class="p-due-calendar__note" href=href>{note}</a> }.into_any()),
    };
    view! {
        <td class=class aria-current=current>
            <span class="p-due-calendar__number n">{day}</span>
            {note}
        </td>
    }
    .into_any()
}

/// Weeks from Monday to Sunday.
#[component]
pub fn DueCalendar(
    /// Title with the month ("Lịch đến hạn, tháng 11/2026").
    #[prop(into)]
    title: String,
    /// Weeks of seven days; `None` is a day outside of the month.
    weeks: Vec<Vec<Option<CalendarDay>>>,
) -> impl IntoView {
    let heads = [("T2", "Thứ Hai"), ("T3", "Thứ Ba"), ("T4", "Thứ Tư"), ("T5", "Thứ Năm"), ("T6", "Thứ Sáu"), ("T7", "Thứ Bảy"), ("CN", "Chủ nhật")]
        .into_iter()
        .map(|(short, long)| view! { <th class="p-due-calendar__head" scope="col"><abbr title=long>{short}</abbr></th> })
        .collect_view();
    let rows = weeks.into_iter().map(|week| view! { <tr>{week.into_iter().map(cell).collect_view()}</tr> }).collect_view();
    view! {
        <table class="p-due-calendar">
            <caption class="p-due-calendar__title">{title}</caption>
            <thead><tr>{heads}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}
