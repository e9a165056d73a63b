//! Text that opens on demand, with the browser's own `details`.

use leptos::prelude::*;

use crate::icon::{Ico, Icon};

/// A summary 64 px high with `cd` at the left, lines above and below.
#[component]
pub fn Accordion(
    /// The words of the summary; they name what opens.
    #[prop(into)]
    title: String,
    /// Open from the start.
    #[prop(optional)]
    open: bool,
    /// The text.
    children: Children,
) -> impl IntoView {
    view! {
        <details class="p-accordion" open=open>
            <summary class="p-accordion__summary"><Ico icon=Icon::Cd/><span>{title}</span></summary>
            <div class="p-accordion__body">{children()}</div>
        </details>
    }
}

/// A smaller fold inside other content ("Vì sao tôi thấy hồ sơ này", "Việc khác"), without lines.
#[component]
pub fn Fold(
    /// The words of the summary.
    #[prop(into)]
    title: String,
    /// Open from the start.
    #[prop(optional)]
    open: bool,
    /// The content.
    children: Children,
) -> impl IntoView {
    view! {
        <details class="p-fold" open=open>
            <summary class="p-fold__summary"><Ico icon=Icon::Cd/><span>{title}</span></summary>
            <div class="p-fold__body">{children()}</div>
        </details>
    }
}
