//! A group of choices of which one of several may be chosen.

use leptos::prelude::*;

use crate::choices::{Choice, Group, group_view};
use crate::form::Binding;

/// Legend, hint, error, and rows of at least 56 px with a mark of 32 px; one choice.
#[component]
pub fn Radios(
    /// Name sent with the form.
    #[prop(into)]
    name: String,
    /// The question.
    #[prop(into)]
    legend: String,
    /// The choices.
    choices: Vec<Choice>,
    /// Hint below the question.
    #[prop(optional, into)]
    hint: String,
    /// Chosen value until the form was sent once.
    #[prop(optional, into)]
    value: String,
    /// The question is read out, not shown.
    #[prop(optional)]
    legend_hidden: bool,
    /// Says "(không bắt buộc)".
    #[prop(optional)]
    optional: bool,
    /// Choices beside each other where there is room.
    #[prop(optional)]
    inline: bool,
) -> impl IntoView {
    let initial = if value.is_empty() { Vec::new() } else { vec![value] };
    let binding = Binding::new(&name, initial, &hint);
    let group = Group { block: "p-radios", input_type: "radio", legend, legend_hidden, hint, optional, inline };
    group_view(group, name, binding, choices)
}
