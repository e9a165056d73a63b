//! "Soạn thư", at the same place on every officials' page.

use leptos::prelude::*;

use crate::icon::{Ico, Icon};

/// Leads to the page on which mail is written.
#[component]
pub fn ComposeButton(
    /// Floats at the lower right of a phone instead of heading the side navigation.
    #[prop(optional)]
    floating: bool,
) -> impl IntoView {
    let class = if floating { "p-compose-button p-compose-button--floating" } else { "p-compose-button" };
    view! {
        <a class=class href="/can-bo/thu/soan">
            <Ico icon=Icon::Pen/>
            <span>"Soạn\u{a0}thư"</span>
        </a>
    }
}
