//! The page after an act: what happened, the code, what comes next.

use leptos::prelude::*;

use crate::icon::{Ico, Icon, IconSize};

/// Green bar above, what happened and when, the code in large letters, what next, buttons.
#[component]
pub fn ConfirmationPanel(
    /// What happened and when ("Đã nộp hồ sơ lúc 14:06, 23/11/2026").
    #[prop(into)]
    title: String,
    /// The code to keep; empty shows none.
    #[prop(optional, into)]
    code: String,
    /// What comes next and by when.
    #[prop(into)]
    next: String,
    /// It is the page's title (h1); on the component sheet it is not.
    #[prop(default = true)]
    heading: bool,
    /// The two buttons.
    children: Children,
) -> impl IntoView {
    let line = view! { <Ico icon=Icon::Okc size=IconSize::S32/><span>{title}</span> };
    let title = if heading {
        view! { <h1 class="p-confirmation-panel__title">{line}</h1> }.into_any()
    } else {
        view! { <p class="p-confirmation-panel__title">{line}</p> }.into_any()
    };
    view! {
        <div class="p-confirmation-panel">
            {title}
            {(!code.is_empty()).then(|| view! { <p class="p-confirmation-panel__code n">{code}</p> })}
            <p class="p-confirmation-panel__next">{next}</p>
            <div class="p-confirmation-panel__buttons">{children()}</div>
        </div>
    }
}
