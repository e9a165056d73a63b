//! A labelled list to choose one entry from.

use leptos::prelude::*;

use crate::class::{bem, when};
use crate::field::{FieldWidth, errors_view, hint_view, optional_mark};
use crate::form::Binding;
use crate::icon::{Ico, Icon};

/// One entry of a [`Select`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelectOption {
    /// Value sent with the form.
    pub value: String,
    /// The words.
    pub label: String,
    /// Title of the group it stands in; neighbours with equal titles form one group.
    pub group: String,
}

impl SelectOption {
    /// An entry outside of groups.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), group: String::new() }
    }

    /// The same entry inside a group.
    #[must_use]
    pub fn group(mut self, group: impl Into<String>) -> Self {
        self.group = group.into();
        self
    }
}

fn entry(option: SelectOption, chosen: &str) -> impl IntoView {
    let selected = option.value == chosen;
    view! { <option value=option.value selected=selected>{option.label}</option> }
}

/// Label, hint, error, native list.
#[component]
pub fn Select(
    /// Name sent with the form.
    #[prop(into)]
    name: String,
    /// The label.
    #[prop(into)]
    label: String,
    /// The entries.
    options: Vec<SelectOption>,
    /// Hint below the label.
    #[prop(optional, into)]
    hint: String,
    /// Chosen value until the form was sent once.
    #[prop(optional, into)]
    value: String,
    /// Words of a first entry without value ("Chọn phường, xã").
    #[prop(optional, into)]
    blank: String,
    /// Says "(không bắt buộc)".
    #[prop(optional)]
    optional: bool,
    /// Width of the field.
    #[prop(optional)]
    width: FieldWidth,
) -> impl IntoView {
    let initial = if value.is_empty() { Vec::new() } else { vec![value] };
    let binding = Binding::new(&name, initial, &hint);
    let chosen = binding.value();
    let mut groups: Vec<(String, Vec<SelectOption>)> = Vec::new();
    for option in options {
        match groups.last_mut() {
            Some((title, members)) if *title == option.group => members.push(option),
            _ => groups.push((option.group.clone(), vec![option])),
        }
    }
    let entries = groups
        .into_iter()
        .map(|(title, members)| {
            let members = members.into_iter().map(|option| entry(option, &chosen)).collect_view();
            if title.is_empty() { members.into_any() } else { view! { <optgroup label=title>{members}</optgroup> }.into_any() }
        })
        .collect_view();
    // An entry without value and a required list: HTML wants it first and the list one line high.
    let blank = (!blank.is_empty()).then(|| view! { <option value="" selected=chosen.is_empty()>{blank}</option> });
    view! {
        <div class=bem("p-select", &[when(binding.is_invalid(), "error"), width.modifier()])>
            <label class="p-field__label" for=binding.id.clone()>{label}{optional_mark(optional)}</label>
            {hint_view(&binding, hint)}
            {errors_view(&binding)}
            <div class="p-select__box">
                <select
                    class="p-select__input"
                    id=binding.id.clone()
                    name=name
                    aria-invalid=binding.aria_invalid()
                    aria-describedby=binding.described_by()
                >
                    {blank}
                    {entries}
                </select>
                <Ico icon=Icon::Cd/>
            </div>
        </div>
    }
}
