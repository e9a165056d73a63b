//! A list on its way. Readers without JavaScript never see it.

use leptos::prelude::*;

/// Three grey bars and words.
#[component]
pub fn Loading(
    /// What is loading.
    #[prop(default = "Đang tải danh sách…".to_owned(), into)]
    text: String,
) -> impl IntoView {
    view! {
        <div class="p-loading" role="status">
            <p class="p-loading__text">{text}</p>
            <span class="p-loading__bar p-loading__bar--1"></span>
            <span class="p-loading__bar p-loading__bar--2"></span>
            <span class="p-loading__bar p-loading__bar--3"></span>
        </div>
    }
}
