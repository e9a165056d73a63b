//! The first link of every page.

use leptos::prelude::*;

/// Jumps over the navigation to the content (`#noi-dung-chinh`).
#[component]
pub fn SkipLink() -> impl IntoView {
    view! { <a class="p-skip-link" href="#noi-dung-chinh">"Đến nội dung chính"</a> }
}
