//! A count in a pill of 24 px.

use leptos::prelude::*;

use crate::text::grouped;

/// Neutral, brand (current) or red (overdue only). Absent when zero, unless `show_zero` (tabs).
#[component]
pub fn CountPill(
    /// The number.
    count: u32,
    /// The item is the current one.
    #[prop(optional)]
    current: bool,
    /// The counted things are overdue.
    #[prop(optional)]
    overdue: bool,
    /// Show "0" too, as tabs do.
    #[prop(optional)]
    show_zero: bool,
) -> impl IntoView {
    let class = match (overdue, current) {
        (true, _) => "p-count-pill p-count-pill--overdue n",
        (false, true) => "p-count-pill p-count-pill--current n",
        (false, false) => "p-count-pill n",
    };
    (count > 0 || show_zero).then(|| view! { <span class=class>{grouped(u64::from(count))}</span> })
}
