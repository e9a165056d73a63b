//! Filters of a list: a GET form, so that every selection has an address.

use std::sync::Arc;

use leptos::context::Provider;
use leptos::prelude::*;

use crate::error_summary::ErrorSummary;
use crate::form::{FormScope, FormState};
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
    /// What was typed and could not be read: the fields show it again with their errors, the summary stands above.
    #[prop(optional)]
    form_state: FormState,
    /// The fields.
    children: Children,
) -> impl IntoView {
    let hidden = hidden.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view();
    let active = !clear_href.is_empty();
    let wrong = form_state.has_errors();
    let summary = wrong.then(|| view! { <ErrorSummary errors=form_state.errors.clone()/> });
    let scope = FormScope { state: Arc::new(form_state), prefix: String::new() };
    let fields = view! {
        <div class="p-filter-bar__fields">
            <Provider value=scope>{children()}</Provider>
            <div class="p-filter-bar__end">
                <button class="p-button p-button--primary" type="submit"><span class="p-button__label">{button}</span></button>
                {active.then(|| view! { <a class="p-filter-bar__clear" href=clear_href>"Bỏ lọc"</a> })}
            </div>
        </div>
    };
    let body = if foldable {
        view! {
            <details class="p-filter-bar__fold" open=active || wrong>
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
            {summary}
            {hidden}
            {body}
        </form>
    }
}
