//! Tabs as links.

use leptos::prelude::*;

use crate::count_pill::CountPill;

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
    let items = tabs
        .into_iter()
        .map(|tab| {
            let class = if tab.current { "p-tabs__link p-tabs__link--current" } else { "p-tabs__link" };
            view! {
                <li class="p-tabs__item">
                    <a class=class href=tab.href aria-current=tab.current.then_some("page")>
                        <span>{tab.label}</span>
                        {tab.count.map(|count| view! { <CountPill count=count show_zero=true/> })}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! { <nav class="p-tabs" aria-label=label><ul class="p-tabs__list">{items}</ul></nav> }
}
