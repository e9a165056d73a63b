//! The rows of "Chờ xác nhận" and "Đề nghị gia hạn": what is needed to decide stands beside each task.

use super::report;
use crate::stats::bucket_tag;
use domain::tasks::DueWords;
use leptos::prelude::*;
use model::format;
use model::tasks::{ExtensionState, TaskExtension, TaskLine, WaitingReport};
use std::collections::{HashMap, HashSet};
use ui::{Cell, Column, Row};

/// What a list shows beside its tasks, by their codes.
pub enum Beside {
    /// Nothing: the rows of the usual lists.
    Nothing,
    /// The reports that wait.
    Reports(HashMap<String, WaitingReport>),
    /// The requests for more time, newest first.
    Requests(HashMap<String, Vec<TaskExtension>>),
}

/// Title, code, unit and person: the head of a row.
fn head(row: &TaskLine, fresh: &HashSet<String>) -> Cell {
    let href = format!("/can-bo/nhiem-vu/{}", row.code);
    let new = fresh.contains(&row.code).then(|| view! { " "<ui::StatusTag tone=ui::Tone::Brand label="Mới"/> });
    let who = if row.person.is_empty() { row.lead_unit.clone() } else { format!("{}, {}", row.person, row.lead_unit) };
    let (title, code) = (row.title.clone(), row.code.clone());
    Cell::view(view! { <a href=href>{title}</a>{new}<br/><span class="p-small p-muted"><span class="n">{code}</span>". "{who}</span> })
}

/// "Chờ xác nhận": what was reported, and the output that was asked for and handed in.
pub fn reports(rows: Vec<TaskLine>, mut found: HashMap<String, WaitingReport>, fresh: &HashSet<String>, words: &DueWords) -> AnyView {
    let columns = ["Nhiệm vụ", "Báo cáo", "Sản phẩm", "Hạn"].map(Column::text).into();
    let rows = rows
        .into_iter()
        .map(|row| {
            let (said, output) = match found.remove(&row.code) {
                Some(report) => (Cell::view(report::said(&report)), Cell::view(report::output(&row.code, &report))),
                None => (Cell::text(""), Cell::text("")),
            };
            let due = row.due_on.map_or_else(|| "Không thời hạn".to_owned(), format::date);
            let left = words.of(&row).map(|due| view! { {crate::today::due_badge(due)}<br/> });
            let due = Cell::view(view! { <span class="p-nowrap">{due}</span><br/>{left}<span class="p-nowrap">{bucket_tag(row.bucket)}</span> });
            Row::new(vec![head(&row, fresh), said, output, due])
        })
        .collect();
    view! { <ui::Table caption="Báo cáo chờ xác nhận" caption_hidden=true columns=columns rows=rows/> }.into_any()
}

/// "Đề nghị gia hạn": the date that holds, the date that is asked for, why, and what was asked before.
pub fn requests(rows: Vec<TaskLine>, mut found: HashMap<String, Vec<TaskExtension>>, fresh: &HashSet<String>, words: &DueWords) -> AnyView {
    let columns = ["Nhiệm vụ", "Hạn hiện tại", "Hạn đề nghị", "Lý do", "Lần trước"].map(Column::text).into();
    let rows = rows
        .into_iter()
        .map(|row| {
            let (asked, before): (Vec<TaskExtension>, Vec<TaskExtension>) =
                found.remove(&row.code).unwrap_or_default().into_iter().partition(|request| request.state == ExtensionState::Pending);
            let asked = asked.into_iter().next();
            let old = row.due_on.or(asked.as_ref().map(|request| request.old_due)).map_or_else(String::new, format::date);
            let left = words.of(&row).map(|due| view! { <br/>{crate::today::due_badge(due)} });
            let new = asked.as_ref().map_or_else(String::new, |request| format::date(request.new_due));
            let why = asked.map_or_else(String::new, |request| format!("{} (đề nghị {})", request.reason, format::date_time(request.requested_at)));
            Row::new(vec![
                head(&row, fresh),
                Cell::view(view! { <span class="p-nowrap">{old}</span>{left} }),
                Cell::view(view! { <span class="p-nowrap">{new}</span> }),
                Cell::text(why),
                earlier(before),
            ])
        })
        .collect();
    view! { <ui::Table caption="Đề nghị gia hạn chờ quyết định" caption_hidden=true columns=columns rows=rows/> }.into_any()
}

/// Requests that were decided: dates, reason and decision.
fn earlier(requests: Vec<TaskExtension>) -> Cell {
    if requests.is_empty() {
        return Cell::text("Chưa xin gia hạn lần nào");
    }
    let items = requests
        .into_iter()
        .map(|request| {
            let late = if request.state == ExtensionState::Approved && !request.applied { " sau hạn" } else { "" };
            let text = format!(
                "{} → {}: {}{late}. {}",
                format::date(request.old_due),
                format::date(request.new_due),
                request.state.label().to_lowercase(),
                request.reason
            );
            view! { <li>{text}</li> }
        })
        .collect_view();
    Cell::view(view! { <ul>{items}</ul> })
}
