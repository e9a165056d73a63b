//! What radios and checkboxes share.

use leptos::prelude::*;

use crate::class::{bem, when};
use crate::field::{errors_view, hint_view, optional_mark};
use crate::form::Binding;

/// One choice of [`Radios`](crate::Radios) or [`Checkboxes`](crate::Checkboxes).
pub struct Choice {
    value: String,
    label: String,
    hint: String,
    more: Option<AnyView>,
}

impl Choice {
    /// A choice with the value sent and its words.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: String::new(), more: None }
    }

    /// The same choice with a second line that explains it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// The same choice, followed by the fields it opens. The server ignores them when it is not chosen.
    #[must_use]
    pub fn more(mut self, more: impl IntoAny) -> Self {
        self.more = Some(more.into_any());
        self
    }
}

/// The look of a group: the block and the input type.
pub(crate) struct Group {
    pub(crate) block: &'static str,
    pub(crate) input_type: &'static str,
    pub(crate) legend: String,
    pub(crate) legend_hidden: bool,
    pub(crate) hint: String,
    pub(crate) optional: bool,
    pub(crate) inline: bool,
}

/// A fieldset of choices. The first input has the id the error summary links to.
pub(crate) fn group_view(group: Group, name: String, binding: Binding, choices: Vec<Choice>) -> impl IntoView {
    let Group { block, input_type, legend, legend_hidden, hint, optional, inline } = group;
    let items = choices
        .into_iter()
        .enumerate()
        .map(|(i, choice)| {
            let id = if i == 0 { binding.id.clone() } else { format!("{}-{}", binding.id, i + 1) };
            let hint_id = format!("{id}-giai-thich");
            let described = (!choice.hint.is_empty()).then(|| hint_id.clone());
            let checked = binding.values.contains(&choice.value);
            view! {
                <div class=format!("{block}__item")>
                    <input
                        class=format!("{block}__input")
                        type=input_type
                        id=id.clone()
                        name=name.clone()
                        value=choice.value
                        checked=checked
                        aria-describedby=described
                    />
                    <label class=format!("{block}__label") for=id>{choice.label}</label>
                    {(!choice.hint.is_empty())
                        .then(|| view! { <p class=format!("{block}__hint") id=hint_id>{choice.hint}</p> })}
                </div>
                {choice.more.map(|more| view! { <div class=format!("{block}__more")>{more}</div> })}
            }
        })
        .collect_view();
    let legend_class = if legend_hidden { "p-field__label p-visually-hidden" } else { "p-field__label" };
    view! {
        <fieldset
            class=bem(block, &[when(binding.is_invalid(), "error"), when(inline, "inline")])
            aria-describedby=binding.described_by()
        >
            <legend class=legend_class>{legend}{optional_mark(optional)}</legend>
            {hint_view(&binding, hint)}
            {errors_view(&binding)}
            <div class=format!("{block}__items")>{items}</div>
        </fieldset>
    }
}
