//! The way from the front page to this page.

use leptos::prelude::*;

use crate::icon::{Ico, Icon, IconSize};

/// Links to the pages above. A phone shows only the nearest one as "‹ parent".
#[component]
pub fn Breadcrumb(
    /// Address and words of the pages above, front page first.
    parents: Vec<(String, String)>,
    /// Words of this page; empty when the parents say enough.
    #[prop(optional, into)]
    here: String,
) -> impl IntoView {
    let last = parents.len().saturating_sub(1);
    let items = parents
        .into_iter()
        .enumerate()
        .map(|(i, (href, word))| {
            let nearest = i == last;
            let class = if nearest { "p-breadcrumb__item p-breadcrumb__item--parent" } else { "p-breadcrumb__item" };
            view! {
                <li class=class>
                    {nearest.then(|| view! { <Ico icon=Icon::Cl size=IconSize::S20/> })}
                    <a class="p-breadcrumb__link" href=href>{word}</a>
                </li>
            }
        })
        .collect_view();
    let here = (!here.is_empty()).then(|| view! { <li class="p-breadcrumb__item p-breadcrumb__item--here" aria-current="page">{here}</li> });
    view! {
        <nav class="p-breadcrumb" aria-label="Đường dẫn">
            <ol class="p-breadcrumb__list">{items}{here}</ol>
        </nav>
    }
}

/// "← Quay lại: …" above a step or a pane.
#[component]
pub fn BackLink(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// The words; they name the page ("Hộp thư đến (4)").
    #[prop(into)]
    label: String,
    /// Only on phones, where list and pane are two pages.
    #[prop(optional)]
    phone_only: bool,
) -> impl IntoView {
    let class = if phone_only { "p-back-link p-back-link--phone" } else { "p-back-link" };
    view! {
        <p class=class>
            <Ico icon=Icon::Left size=IconSize::S20/>
            <a href=href>{label}</a>
        </p>
    }
}
