//! A count in a pill of 24 px.

use leptos::prelude::*;

use crate::icon::Icon;
use crate::markup::Markup;
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
    Pill { count, current, overdue, show_zero, badge }.drawn().map(Markup::done)
}

/// [`CountPill`] for elements that are text themselves.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Pill {
    pub(crate) count: u32,
    pub(crate) current: bool,
    pub(crate) overdue: bool,
    pub(crate) show_zero: bool,
    pub(crate) badge: &'static str,
}

impl Pill {
    pub(crate) fn drawn(self) -> Option<Markup> {
        let live = !self.badge.is_empty();
        if self.count == 0 && !self.show_zero && !live {
            return None;
        }
        let mut pill = Markup::new(match (self.overdue, self.current) {
            (true, _) => r#"<span class="p-count-pill p-count-pill--overdue n""#,
            (false, true) => r#"<span class="p-count-pill p-count-pill--current n""#,
            (false, false) => r#"<span class="p-count-pill n""#,
        });
        if live {
            pill.attr("data-badge", self.badge).html(if self.count == 0 { " hidden" } else { "" });
        }
        pill.html(">").text(&grouped(u64::from(self.count))).html("</span>");
        Some(pill)
    }
}
