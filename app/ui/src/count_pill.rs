//! A count in a pill of 24 px.

use leptos::prelude::*;

use crate::icon::Icon;
use crate::text::grouped;

/// The name under which the browser part updates the count beside a navigation word; none for other words.
pub(crate) const fn badge_of(icon: Icon) -> &'static str {
    match icon {
        Icon::Today => "today",
        Icon::Dossier => "dossiers",
        Icon::Task => "tasks",
        Icon::Mail | Icon::Inbox => "mail",
        Icon::News => "articles",
        Icon::Bell => "notices",
        _ => "",
    }
}

/// Neutral, brand (current) or red (overdue only). Absent when zero, unless `show_zero` (tabs). A pill with a `badge`
/// is there and hidden when zero, so that the browser part can show it later.
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
    /// Name for live updates; empty for counts that stay as they are.
    #[prop(optional)]
    badge: &'static str,
) -> impl IntoView {
    let class = match (overdue, current) {
        (true, _) => "p-count-pill p-count-pill--overdue n",
        (false, true) => "p-count-pill p-count-pill--current n",
        (false, false) => "p-count-pill n",
    };
    let live = !badge.is_empty();
    (count > 0 || show_zero || live).then(|| {
        view! {
            <span class=class data-badge=live.then_some(badge) hidden=live && count == 0>
                {grouped(u64::from(count))}
            </span>
        }
    })
}
