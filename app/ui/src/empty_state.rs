//! Nothing to show: what is (not) there, and the next step.

use leptos::prelude::*;

use crate::icon::{Ico, Icon, IconSize};

/// A bordered box with a large icon, a title, a sentence and, as children, the next step.
#[component]
pub fn EmptyState(
    /// The icon.
    icon: Icon,
    /// What is (not) there.
    #[prop(into)]
    title: String,
    /// What can be done.
    #[prop(into)]
    text: String,
    /// The next step: a button or link.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="p-empty-state">
            <Ico icon=icon size=IconSize::S56/>
            <div class="p-empty-state__body">
                <p class="p-empty-state__title">{title}</p>
                <p class="p-empty-state__text">{text}</p>
                {children.map(|children| view! { <div class="p-empty-state__next">{children()}</div> })}
            </div>
        </div>
    }
}
