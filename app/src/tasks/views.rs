//! How a list of tasks is shown: as rows, as columns, as a month. Every way has the same filters, and every choice an address.

use super::list::{BUCKETS, path};
use super::month;
use super::pending::Beside;
use crate::web::{Result, Rq, encode};
use chrono::{DateTime, NaiveDate, Utc};
use domain::Cx;
use domain::tasks::{self, Buckets, DueWords};
use leptos::prelude::*;
use model::format;
use model::tasks::{ListFilter, ListVisit, MonthDay, TaskBucket, TaskLine, TaskReach, TaskSource, TaskView, Urgency};
use std::collections::HashSet;
use ui::Tab;

/// The tasks of a page, as far as its view shows them.
pub enum Shown {
    /// A page of rows.
    List {
        /// The rows.
        tasks: model::List<TaskLine>,
        /// Codes of those that are new to the reader.
        fresh: HashSet<String>,
        /// Address of a page without its number.
        base: String,
        /// "Còn …" of each row.
        words: DueWords,
        /// What is needed to decide.
        beside: Beside,
    },
    /// The first cards of each bucket, and "Còn …" of each.
    Board(Vec<(TaskBucket, Vec<TaskLine>)>, DueWords),
    /// The days of a month.
    Month {
        /// Its first day.
        first: NaiveDate,
        /// Every day of it.
        days: Vec<MonthDay>,
        /// Today.
        today: NaiveDate,
    },
}

/// Reads the address of a list.
pub fn read(rq: &Rq, reach: TaskReach, visit: &ListVisit) -> (TaskView, ListFilter) {
    let view = rq.query("xem").and_then(|word| word.parse().ok()).unwrap_or_default();
    let filter = ListFilter {
        reach,
        bucket: rq.query("nhom").and_then(|word| BUCKETS.iter().find(|(_, code, _)| *code == word)).map(|(bucket, ..)| *bucket),
        source: rq.query("nguon").and_then(|word| word.parse().ok()),
        urgency: rq.query("do-khan").and_then(|word| word.parse().ok()),
        field: rq.query("linh-vuc").unwrap_or_default().to_owned(),
        person: rq.query("nguoi").unwrap_or_default().to_owned(),
        due: rq.query("han").and_then(|text| format::parse_date(text).ok()),
        fresh_since: (rq.query("moi") == Some("1")).then_some(visit.fresh_since),
        words: rq.query("q").unwrap_or_default().to_owned(),
        page: rq.page_number(),
    };
    (view, filter)
}

/// Reads the tasks. `fresh`: since when something is new, and how much of it there is.
pub async fn load(cx: &mut Cx, rq: &Rq, view: TaskView, filter: &ListFilter, (counts, fresh): (&Buckets, (DateTime<Utc>, i64))) -> Result<Shown> {
    Ok(match view {
        TaskView::List => {
            let tasks = tasks::list_of(cx, filter, counts).await?;
            let codes: Vec<String> = tasks.rows.iter().map(|row| row.code.clone()).collect();
            let fresh = match fresh {
                (_, 0) => HashSet::new(),
                (since, _) => tasks::fresh_codes(cx, filter.reach, since, &codes).await?,
            };
            let beside = match filter.reach {
                TaskReach::ToConfirm => Beside::Reports(tasks::waiting_reports(cx, &codes).await?),
                TaskReach::Extensions => Beside::Requests(tasks::extension_requests(cx, &codes).await?),
                TaskReach::Mine | TaskReach::Unit => Beside::Nothing,
            };
            Shown::List { tasks, fresh, base: rq.list_base(), words: tasks::due_words(cx).await?, beside }
        }
        TaskView::Board => Shown::Board(tasks::columns(cx, filter).await?, tasks::due_words(cx).await?),
        TaskView::Month => {
            let today = format::local_date(cx.now());
            let first = month::first_day(rq.query("thang"), today);
            Shown::Month { first, days: tasks::month(cx, filter, first).await?, today }
        }
    })
}

/// Address of a list with its filters.
pub fn address(filter: &ListFilter, view: TaskView) -> String {
    let mut address = path(filter.reach).to_owned();
    let mut add = |name: &str, value: &str| {
        if !value.is_empty() {
            let mark = if address.ends_with('?') { "" } else { "&" };
            address.push_str(&format!("{mark}{name}={}", encode(value)));
        }
    };
    add("xem", if view == TaskView::List { "" } else { view.as_str() });
    add("nhom", filter.bucket.and_then(|bucket| BUCKETS.iter().find(|(other, ..)| *other == bucket)).map_or("", |(_, code, _)| code));
    add("nguon", filter.source.map_or("", TaskSource::as_str));
    add("do-khan", filter.urgency.map_or("", Urgency::as_str));
    add("linh-vuc", &filter.field);
    add("nguoi", &filter.person);
    add("han", &filter.due.map_or_else(String::new, |due| due.to_string()));
    add("moi", if filter.fresh_since.is_some() { "1" } else { "" });
    add("q", &filter.words);
    address.trim_end_matches('?').to_owned()
}

/// The three views of the same tasks.
pub fn switch(filter: &ListFilter, view: TaskView) -> impl IntoView + use<> {
    let tab = |other: &TaskView| {
        // A board shows every bucket, a month every day.
        let filter = match other {
            TaskView::List => filter.clone(),
            TaskView::Board => ListFilter { bucket: None, ..filter.clone() },
            TaskView::Month => ListFilter { due: None, ..filter.clone() },
        };
        Tab { href: address(&filter, *other), label: other.label().to_owned(), count: None, current: *other == view }
    };
    let tabs: Vec<Tab> = TaskView::ALL.iter().map(tab).collect();
    view! { <ui::Tabs label="Cách xem" tabs=tabs/> }
}

/// "Mới từ lần xem trước": how many, only these, and "Đánh dấu đã xem".
pub fn news(filter: &ListFilter, view: TaskView, fresh: i64, visit: &ListVisit) -> impl IntoView + use<> {
    let since = format::date_time(visit.fresh_since);
    let day = filter.due.map(|day| view! { <p>{format!("Chỉ nhiệm vụ có hạn ngày {}.", format::date(day))}</p> });
    let only = filter.fresh_since.is_some();
    let link = if only {
        (address(&ListFilter { fresh_since: None, ..filter.clone() }, view), "Xem mọi nhiệm vụ của danh sách".to_owned())
    } else {
        let href = address(&ListFilter { fresh_since: Some(visit.fresh_since), ..filter.clone() }, TaskView::List);
        (href, format!("{} nhiệm vụ mới từ lần xem trước", format::number(fresh)))
    };
    let hidden = vec![("pham_vi", filter.reach.to_string())];
    let line = if fresh == 0 && !only {
        view! { <p class="p-small p-muted">{format!("Không có nhiệm vụ mới từ lần xem trước, {since}.")}</p> }.into_any()
    } else {
        let (href, label) = link;
        view! {
            <div class="p-cluster">
                <p><a href=href>{label}</a>{format!(" ({since})")}</p>
                <ui::PostButton action="/can-bo/nhiem-vu/da-xem" label="Đánh dấu đã xem" hidden=hidden kind=ui::ButtonKind::Quiet/>
            </div>
        }
        .into_any()
    };
    view! {
        {day}
        {line}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_holds_every_filter() {
        let plain = ListFilter { reach: TaskReach::ToConfirm, ..ListFilter::default() };
        assert_eq!(address(&plain, TaskView::List), "/can-bo/nhiem-vu/cho-xac-nhan");
        let full = ListFilter {
            reach: TaskReach::Unit,
            bucket: Some(TaskBucket::OpenOverdue),
            urgency: Some(Urgency::Urgent),
            due: NaiveDate::from_ymd_opt(2026, 11, 25),
            field: "Đất đai".into(),
            person: "An".into(),
            words: "đất & nước".into(),
            ..plain
        };
        let address = address(&full, TaskView::Month);
        assert!(address.starts_with("/can-bo/nhiem-vu?pham-vi=don-vi&xem=lich&nhom=qua%2Dhan&do-khan=urgent&linh-vuc="), "{address}");
        assert!(address.contains("&nguoi=An&han=2026"), "{address}");
        assert!(address.contains("%26") && !address.contains("moi="), "{address}");
    }
}
