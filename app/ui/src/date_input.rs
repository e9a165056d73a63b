//! A date as three short fields: nobody has to fight a calendar to enter a birthday.

use leptos::prelude::*;

use crate::class::{bem, when};
use crate::field::{errors_view, hint_view, optional_mark};
use crate::form::Binding;

/// Day, month and year, sent as `{name}_ngay`, `{name}_thang`, `{name}_nam`.
///
/// Errors under `name` mark all three fields, errors under a part mark that part; all are shown together.
#[component]
pub fn DateInput(
    /// Common name of the three fields.
    #[prop(into)]
    name: String,
    /// The question.
    #[prop(into)]
    legend: String,
    /// Hint below it; an example helps ("Ví dụ: 15 / 11 / 2026").
    #[prop(optional, into)]
    hint: String,
    /// Day, month, year until the form was sent once.
    #[prop(optional, into)]
    value: Option<(u32, u32, i32)>,
    /// It is the person's birthday: the browser may fill it in.
    #[prop(optional)]
    birthday: bool,
    /// Says "(không bắt buộc)".
    #[prop(optional)]
    optional: bool,
) -> impl IntoView {
    let mut binding = Binding::new(&name, Vec::new(), &hint);
    let whole = binding.is_invalid();
    let initial = match value {
        Some((day, month, year)) => [day.to_string(), month.to_string(), year.to_string()],
        None => Default::default(),
    };
    let parts = [("ngay", "Ngày", "bday-day", "2"), ("thang", "Tháng", "bday-month", "2"), ("nam", "Năm", "bday-year", "4")];
    let mut inputs = Vec::with_capacity(parts.len());
    for ((part, word, fill, length), start) in parts.into_iter().zip(initial) {
        let part_name = format!("{name}_{part}");
        let one = Binding::new(&part_name, vec![start], "");
        let invalid = whole || one.is_invalid();
        binding.errors.extend(one.errors.iter().cloned());
        inputs.push(view! {
            <div class=format!("p-date-input__part p-date-input__part--{part}")>
                <label class="p-date-input__word" for=one.id.clone()>{word}</label>
                <input
                    class=bem("p-date-input__input", &[when(invalid, "error")])
                    type="text"
                    inputmode="numeric"
                    id=one.id.clone()
                    name=part_name
                    value=one.value()
                    maxlength=length
                    autocomplete=birthday.then_some(fill)
                    aria-invalid=invalid.then_some("true")
                />
            </div>
        });
    }
    view! {
        <fieldset
            class=bem("p-date-input", &[when(binding.is_invalid(), "error")])
            id=binding.id.clone()
            tabindex="-1"
            aria-describedby=binding.described_by()
        >
            <legend class="p-field__label">{legend}{optional_mark(optional)}</legend>
            {hint_view(&binding, hint)}
            {errors_view(&binding)}
            <div class="p-date-input__parts">{inputs}</div>
        </fieldset>
    }
}
