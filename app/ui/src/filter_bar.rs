//! Filters of a list: a GET form, so that every selection has an address.

use leptos::prelude::*;

use crate::icon::{Ico, Icon};

/// A panel with labelled fields and the button last.
///
/// `foldable` (more than three fields) puts the fields into a `details` "Lọc". Wide screens show them
/// always where the browser can (`::details-content`); elsewhere the summary opens them.
#[component]
pub fn FilterBar(
    /// Address of the list.
    #[prop(into)]
    action: String,
    /// Words of the button ("Xem", "Lọc hồ sơ").
    #[prop(default = "Xem".to_owned(), into)]
    button: String,
    /// Parameters kept along (sort order, tab).
    #[prop(optional)]
    hidden: Vec<(&'static str, String)>,
    /// More than three fields.
    #[prop(optional)]
    foldable: bool,
    /// A filter is in force: the fold is open, and "Bỏ lọc" leads to this address.
    #[prop(optional, into)]
    clear_href: String,
    /// The fields.
    children: Children,
) -> impl IntoView {
    let hidden = hidden.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view();
    let active = !clear_href.is_empty();
    let fields = view! {
        <div class="p-filter-bar__fields">
            {children()}
            <div class="p-filter-bar__end">
                <button class="p-button p-button--primary" type="submit"><span class="p-button__label">{button}</span></button>
                {active.then(|| view! { <a class="p-filter-bar__clear" href=clear_href>"Bỏ lọc"</a> })}
            </div>
        </div>
    };
    let body = if foldable {
        view! {
            <details class="p-filter-bar__fold" open=active>
                <summary class="p-filter-bar__summary"><Ico icon=Icon::Filter/><span>"Lọc"</span></summary>
                {fields}
            </details>
        }
        .into_any()
    } else {
        fields.into_any()
    };
    view! {
        <form class="p-filter-bar" method="get" action=action>
            {hidden}
            {body}
        </form>
    }
}
