//! How something is done, step by step, along the river line.

use leptos::prelude::*;

use crate::icon::{Ico, Icon, IconSize};

/// One step of a [`StepList`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What is done.
    pub title: String,
    /// More about it.
    pub text: String,
    /// How long it takes ("2 ngày làm việc"); empty shows none.
    pub time: String,
}

/// A numbered list with the numbers in rings.
#[component]
pub fn StepList(
    /// The steps in their order.
    steps: Vec<Step>,
) -> impl IntoView {
    let items = steps
        .into_iter()
        .enumerate()
        .map(|(i, step)| {
            view! {
                <li class="p-step-list__step">
                    <span class="p-step-list__number n" aria-hidden="true">{i + 1}</span>
                    <div class="p-step-list__body">
                        <h3 class="p-step-list__title">{step.title}</h3>
                        {(!step.text.is_empty()).then(|| view! { <p class="p-step-list__text">{step.text}</p> })}
                        {(!step.time.is_empty()).then(|| {
                            view! {
                                <p class="p-step-list__time">
                                    <Ico icon=Icon::Clock size=IconSize::S20/>
                                    <span>{step.time}</span>
                                </p>
                            }
                        })}
                    </div>
                </li>
            }
        })
        .collect_view();
    view! { <ol class="p-step-list">{items}</ol> }
}
