//! The title of the document and the heading of the page.

use leptos::prelude::*;

use crate::text::{escape, tie};

/// The element `title` of a page: "Lỗi: " first when a form failed, the product's name last. The framework would put a
/// marker into it that browsers show, so it is written, and escaped, here.
pub fn document_title(text: &str, errors: bool) -> String {
    let prefix = if errors { "Lỗi: " } else { "" };
    format!("<title>{prefix}{} – Một Cổng</title>", escape(text))
}

/// The head of a page: a small line (code, kind), the one `h1`, the first paragraph.
#[component]
pub fn PageHeading(
    /// The title; compounds and numbers are tied.
    #[prop(into)]
    title: String,
    /// Small line above ("Hồ sơ H99.107-261119-0042").
    #[prop(optional, into)]
    above: String,
    /// First paragraph.
    #[prop(optional, into)]
    lead: String,
    /// What stands at the right: the time, buttons.
    #[prop(optional, into)]
    aside: Option<AnyView>,
    /// The front page question.
    #[prop(optional)]
    display: bool,
) -> impl IntoView {
    let class = if display { "p-page-heading p-page-heading--display" } else { "p-page-heading" };
    view! {
        <div class=class>
            {(!above.is_empty()).then(|| view! { <p class="p-page-heading__above n">{above}</p> })}
            <div class="p-page-heading__row">
                <h1 class="p-page-heading__title">{tie(&title)}</h1>
                {aside.map(|aside| view! { <div class="p-page-heading__aside">{aside}</div> })}
            </div>
            {(!lead.is_empty()).then(|| view! { <p class="p-page-heading__lead">{lead}</p> })}
        </div>
    }
}
