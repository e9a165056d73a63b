//! A labelled one-line field, and the parts every field shares.

use leptos::prelude::*;

use crate::class::{bem, when};
use crate::form::Binding;
use crate::icon::{Ico, Icon, IconSize};

/// How wide a field is: its width tells how much text is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FieldWidth {
    /// The whole column.
    #[default]
    Full,
    /// 320 px: codes, telephone numbers.
    Code,
    /// 160 px: amounts and short numbers.
    Short,
}

impl FieldWidth {
    pub(crate) const fn modifier(self) -> &'static str {
        match self {
            Self::Full => "",
            Self::Code => "code",
            Self::Short => "short",
        }
    }
}

/// The words "(không bắt buộc)" behind a label.
pub(crate) fn optional_mark(optional: bool) -> impl IntoView {
    optional.then(|| view! { <span class="p-field__optional">" (không bắt buộc)"</span> })
}

/// The hint below a label.
pub(crate) fn hint_view(binding: &Binding, hint: String) -> impl IntoView + use<> {
    let id = binding.hint_id();
    (!hint.is_empty()).then(|| view! { <p class="p-field__hint" id=id>{hint}</p> })
}

/// The errors between hint and field, one line each.
pub(crate) fn errors_view(binding: &Binding) -> impl IntoView + use<> {
    let id = binding.error_id();
    let lines = binding
        .errors
        .iter()
        .map(|message| {
            view! {
                <p class="p-field__error">
                    <Ico icon=Icon::Err size=IconSize::S20/>
                    <span><span class="p-visually-hidden">"Lỗi: "</span>{message.clone()}</span>
                </p>
            }
        })
        .collect_view();
    binding.is_invalid().then(|| view! { <div class="p-field__errors" id=id>{lines}</div> })
}

/// How a day is typed; digits alone will do, for keypads without a stroke.
const DATE_HINT: &str = "Ngày/tháng/năm, ví dụ 23/11/2026";

/// `2026-11-23` as `23/11/2026`; anything else as it was typed.
fn vietnamese_date(text: String) -> String {
    let iso = text.as_bytes().get(4) == Some(&b'-');
    match model::format::parse_date(&text) {
        Ok(day) if iso => model::format::date(day),
        _ => text,
    }
}

/// Label, hint, error, one-line field.
#[component]
pub fn Field(
    /// Name sent with the form; value and errors are looked up by it.
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
    /// HTML input type: `text`, `email`, `tel`, `password`, `number`…
    #[prop(default = "text")]
    input_type: &'static str,
    /// What the browser may fill in (`name`, `tel`, `email`, `one-time-code`…).
    #[prop(optional, into)]
    autocomplete: Option<&'static str>,
    /// Keyboard on phones (`numeric`, `tel`, `email`…).
    #[prop(optional, into)]
    inputmode: Option<&'static str>,
    /// Greatest number of characters.
    #[prop(optional, into)]
    maxlength: Option<u32>,
    /// Says "(không bắt buộc)"; every other field is required.
    #[prop(optional)]
    optional: bool,
    /// Width of the field.
    #[prop(optional)]
    width: FieldWidth,
    /// Shown, not changed.
    #[prop(optional)]
    readonly: bool,
    /// Unit behind the field ("đ", "ngày làm việc").
    #[prop(optional, into)]
    suffix: String,
) -> impl IntoView {
    let initial = if value.is_empty() { Vec::new() } else { vec![value] };
    let is_date = input_type == "date";
    let hint = if is_date && hint.is_empty() { DATE_HINT.to_owned() } else { hint };
    let binding = Binding::new(&name, initial, &hint);
    let value = match input_type {
        // A password never travels back to the page.
        "password" => String::new(),
        "date" => vietnamese_date(binding.value()),
        _ => binding.value(),
    };
    // Browsers write their own date and time fields in the language of the machine ("mm/dd/yyyy"): ours are text.
    let (input_type, inputmode) = match input_type {
        "date" => ("text", Some("numeric")),
        "time" => ("text", inputmode),
        other => (other, inputmode),
    };
    let class = bem("p-field", &[when(binding.is_invalid(), "error"), width.modifier()]);
    view! {
        <div class=class>
            <label class="p-field__label" for=binding.id.clone()>{label}{optional_mark(optional)}</label>
            {hint_view(&binding, hint)}
            {errors_view(&binding)}
            <div class="p-field__box">
                <input
                    class="p-field__input"
                    id=binding.id.clone()
                    name=name
                    type=input_type
                    value=value
                    autocomplete=autocomplete
                    inputmode=inputmode
                    maxlength=maxlength.map(|n| n.to_string())
                    required=!optional
                    readonly=readonly
                    aria-invalid=binding.aria_invalid()
                    aria-describedby=binding.described_by()
                />
                {(!suffix.is_empty()).then(|| view! { <span class="p-field__suffix">{suffix}</span> })}
            </div>
        </div>
    }
}

/// A value the form carries along unseen; a typed value that came back wins.
#[component]
pub fn HiddenInput(
    /// Name sent with the form.
    #[prop(into)]
    name: String,
    /// Value until the form was sent once.
    #[prop(into)]
    value: String,
) -> impl IntoView {
    let binding = Binding::new(&name, vec![value.clone()], "");
    // The form may come back without its hidden values; they must not turn empty then.
    let value = binding.values.into_iter().next().unwrap_or(value);
    view! { <input type="hidden" name=name value=value/> }
}
