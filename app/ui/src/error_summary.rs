//! "Có lỗi cần sửa": the list of errors above a form.

use leptos::prelude::*;

use crate::form::field_id;
use crate::icon::{Ico, Icon, IconSize};

/// Names every error and links to its field. Takes the focus when the page opens.
#[component]
pub fn ErrorSummary(
    /// Field name and message; an error of the whole form has an empty name and no link.
    errors: Vec<(String, String)>,
    /// The prefix of the form's ids.
    #[prop(optional, into)]
    id_prefix: String,
    /// The line saying that nothing was lost; empty leaves it out.
    #[prop(default = "Những gì bạn đã nhập vẫn còn nguyên.".to_owned(), into)]
    note: String,
    /// Shown as an example: does not take the focus.
    #[prop(optional)]
    still: bool,
) -> impl IntoView {
    let id = field_id(&id_prefix, "co-loi-can-sua");
    let items = errors
        .into_iter()
        .map(|(name, message)| {
            let line = if name.is_empty() {
                view! { <span class="p-error-summary__text">{message}</span> }.into_any()
            } else {
                let href = format!("#{}", field_id(&id_prefix, &name));
                view! { <a class="p-error-summary__link" href=href>{message}</a> }.into_any()
            };
            view! { <li>{line}</li> }
        })
        .collect_view();
    view! {
        <div class="p-error-summary" role="alert" tabindex="-1" autofocus=!still aria-labelledby=id>
            <h2 class="p-error-summary__title" id=id.clone()>
                <Ico icon=Icon::Err size=IconSize::S32/>
                <span>"Có lỗi cần sửa"</span>
            </h2>
            {(!note.is_empty()).then(|| view! { <p class="p-error-summary__note">{note}</p> })}
            <ul class="p-error-summary__list">{items}</ul>
        </div>
    }
}
