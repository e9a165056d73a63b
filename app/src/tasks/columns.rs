//! A list of tasks as five columns: the number of each bucket, its first cards, a link to the rest.

use super::list::BUCKETS;
use super::views::address;
use domain::tasks::{Buckets, DueWords};
use leptos::prelude::*;
use model::format;
use model::tasks::{ListFilter, TaskBucket, TaskLine, TaskView};

/// The board.
pub fn view(filter: &ListFilter, counts: &Buckets, found: Vec<(TaskBucket, Vec<TaskLine>)>, words: &DueWords) -> impl IntoView + use<> {
    let columns = found.into_iter().map(|(bucket, cards)| column(filter, bucket, counts.of(bucket), cards, words)).collect_view();
    view! { <div class="p-task-columns">{columns}</div> }
}

fn column(filter: &ListFilter, bucket: TaskBucket, count: i64, cards: Vec<TaskLine>, words: &DueWords) -> impl IntoView + use<> {
    let (_, word, label) = BUCKETS.iter().find(|(other, ..)| *other == bucket).copied().unwrap_or((bucket, "", ""));
    let id = format!("cot-{word}");
    let heading = id.clone();
    let title = format!("{label}: {}", format::number(count));
    let href = address(&ListFilter { bucket: Some(bucket), ..filter.clone() }, TaskView::List);
    let rest = (count > 0).then(|| {
        let all = format!("Xem cả {}\u{a0}nhiệm vụ", format::number(count));
        view! { <p><a href=href>{all}<span class="p-visually-hidden">{format!(" {}", label.to_lowercase())}</span></a></p> }
    });
    let empty = cards.is_empty().then(|| view! { <p class="p-muted">"Không có nhiệm vụ nào."</p> });
    let cards = (!cards.is_empty()).then(|| cards.into_iter().map(|line| card(line, words)).collect_view());
    let cards = cards.map(|cards| view! { <ul class="p-rows">{cards}</ul> });
    view! {
        <section aria-labelledby=heading>
            <h2 class="p-h3" id=id>{title}</h2>
            {empty}
            {cards}
            {rest}
        </section>
    }
}

fn card(line: TaskLine, words: &DueWords) -> impl IntoView + use<> {
    let left = words.of(&line).map(|due| view! { <p>{crate::today::due_badge(due)}</p> });
    let due = line.due_on.map_or_else(|| "Không thời hạn".to_owned(), |due| format!("Hạn {}", format::date(due)));
    let who = if line.person.is_empty() { line.lead_unit } else { format!("{}, {}", line.person, line.lead_unit) };
    let href = format!("/can-bo/nhiem-vu/{}", line.code);
    view! {
        <li>
            <p><a href=href>{line.title}</a></p>
            <p class="p-small p-muted">{format!("{due}. {who}. {}, {}\u{a0}%.", line.state.label(), line.progress)}</p>
            {left}
        </li>
    }
}
