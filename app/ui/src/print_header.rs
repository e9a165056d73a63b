//! What stands at the head and foot of a printed page only.

use leptos::prelude::*;

/// Unit and page title above; when it was printed.
#[component]
pub fn PrintHeader(
    /// The unit that answers for the page.
    #[prop(into)]
    unit: String,
    /// Title of the page.
    #[prop(into)]
    title: String,
    /// When the page was made, "14:06, 23/11/2026".
    #[prop(into)]
    at: String,
) -> impl IntoView {
    view! {
        <div class="p-print-header">
            <p class="p-print-header__unit">{unit}</p>
            <p class="p-print-header__title">{title}</p>
            <p class="p-print-header__time">{format!("In lúc {at}")}</p>
        </div>
    }
}
