//! Tabs as links.

use leptos::prelude::*;

use crate::count_pill::Pill;
use crate::markup::Markup;

/// One tab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    /// Address of the page with this tab open.
    pub href: String,
    /// The word.
    pub label: String,
    /// Number of things behind it; zero is shown.
    pub count: Option<u32>,
    /// This tab is open.
    pub current: bool,
}

/// Links 52 px high; they wrap to rows on phones and never scroll sideways.
#[component]
pub fn Tabs(
    /// What the tabs choose between, for assistive technology.
    #[prop(into)]
    label: String,
    /// The tabs.
    tabs: Vec<Tab>,
) -> impl IntoView {
    let items = tabs.iter().map(|tab| drawn(tab).done()).collect_view();
    view! { <nav class="p-tabs" aria-label=label><ul class="p-tabs__list">{items}</ul></nav> }
}

fn drawn(tab: &Tab) -> Markup {
    let mut item = Markup::new("<li class=\"p-tabs__item\"><a class=\"p-tabs__link");
    item.html(if tab.current { " p-tabs__link--current\" aria-current=\"page\"" } else { "\"" }).attr("href", &tab.href);
    item.html("><span>").text(&tab.label).html("</span>");
    if let Some(pill) = tab.count.and_then(|count| Pill { count, show_zero: true, ..Pill::default() }.drawn()) {
        item.part(&pill);
    }
    item.html("</a></li>");
    item
}
