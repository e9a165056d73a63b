//! A labelled field of several lines.

use leptos::prelude::*;

use crate::class::{bem, when};
use crate::field::{errors_view, hint_view, optional_mark};
use crate::form::Binding;
use crate::text::escape;

/// Label, hint, error, field of several lines.
///
/// The framework writes the content of this element unescaped on the server, so it is escaped here.
#[component]
pub fn TextArea(
    /// Name sent with the form.
    #[prop(into)]
    name: String,
    /// The label.
    #[prop(into)]
    label: String,
    /// Hint below the label.
    #[prop(optional, into)]
    hint: String,
    /// Value until the form was sent once.
    #[prop(optional, into)]
    value: String,
    /// Visible lines.
    #[prop(default = 4)]
    rows: u32,
    /// Greatest number of characters.
    #[prop(optional, into)]
    maxlength: Option<u32>,
    /// Says "(không bắt buộc)".
    #[prop(optional)]
    optional: bool,
) -> impl IntoView {
    let initial = if value.is_empty() { Vec::new() } else { vec![value] };
    let binding = Binding::new(&name, initial, &hint);
    let typed = binding.value();
    // The HTML parser drops one line feed at the start of this element.
    let content = if typed.starts_with(['\n', '\r']) { format!("\n{}", escape(&typed)) } else { escape(&typed) };
    view! {
        <div class=bem("p-text-area", &[when(binding.is_invalid(), "error")])>
            <label class="p-field__label" for=binding.id.clone()>{label}{optional_mark(optional)}</label>
            {hint_view(&binding, hint)}
            {errors_view(&binding)}
            <textarea
                class="p-text-area__input"
                id=binding.id.clone()
                name=name
                rows=rows.to_string()
                maxlength=maxlength.map(|n| n.to_string())
                required=!optional
                aria-invalid=binding.aria_invalid()
                aria-describedby=binding.described_by()
            >
                {content}
            </textarea>
        </div>
    }
}
