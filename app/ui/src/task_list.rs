//! The parts of a job, each with its state: what is still to be done.

use leptos::prelude::*;

use crate::icon::{Ico, Icon};

/// One row of a [`TaskList`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskItem {
    /// Done, or still open.
    pub done: bool,
    /// What.
    pub title: String,
    /// Address of the part; empty for a row without page.
    pub href: String,
    /// Who and when, or "Chưa kiểm tra".
    pub note: String,
}

/// Rows with `okc` (done) or `clock` (open), title and note.
#[component]
pub fn TaskList(
    /// The rows.
    items: Vec<TaskItem>,
) -> impl IntoView {
    let rows = items
        .into_iter()
        .map(|item| {
            let (class, icon, word) = if item.done {
                ("p-task-list__item p-task-list__item--done", Icon::Okc, "Đã xong: ")
            } else {
                ("p-task-list__item p-task-list__item--open", Icon::Clock, "Chưa xong: ")
            };
            let title =
                if item.href.is_empty() { view! { <span>{item.title}</span> }.into_any() } else { view! { <a href=item.href>{item.title}</a> }.into_any() };
            view! {
                <li class=class>
                    <Ico icon=icon/>
                    <div class="p-task-list__body">
                        <p class="p-task-list__title"><span class="p-visually-hidden">{word}</span>{title}</p>
                        {(!item.note.is_empty()).then(|| view! { <p class="p-task-list__note">{item.note}</p> })}
                    </div>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="p-task-list">{rows}</ul> }
}
