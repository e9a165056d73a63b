//! Initials of a person or unit.

use leptos::prelude::*;

/// A round of 40 px with initials. Decoration: the name always stands beside it.
#[component]
pub fn Avatar(
    /// One or two letters.
    #[prop(into)]
    initials: String,
) -> impl IntoView {
    view! { <span class="p-avatar" aria-hidden="true">{initials}</span> }
}
