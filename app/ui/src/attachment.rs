//! A file that came with a mail, document or article.

use leptos::prelude::*;

use crate::icon::{Ico, Icon};

/// Name as a link, kind and size, "Tải về".
#[component]
pub fn Attachment(
    /// File name.
    #[prop(into)]
    name: String,
    /// Address of the file.
    #[prop(into)]
    href: String,
    /// Kind and size ("PDF, 184 KB").
    #[prop(into)]
    note: String,
) -> impl IntoView {
    view! {
        <div class="p-attachment">
            <Ico icon=Icon::Clip/>
            <div class="p-attachment__what">
                <a class="p-attachment__name" href=href.clone()>{name.clone()}</a>
                <span class="p-attachment__note">{note}</span>
            </div>
            <a class="p-button p-button--line" href=href download="">
                <Ico icon=Icon::Down/>
                <span class="p-button__label">"Tải về"</span>
                <span class="p-visually-hidden">{format!(" {name}")}</span>
            </a>
        </div>
    }
}
