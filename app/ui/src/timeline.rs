//! What happened to a thing, what happens now, what comes next: along the river line.

use leptos::prelude::*;

use crate::icon::{Ico, Icon, IconSize};

/// Where a step of a [`Timeline`] stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepState {
    /// Over.
    Done,
    /// Now.
    Current,
    /// To come.
    Next,
}

/// One step of a [`Timeline`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineStep {
    /// Done, current or next.
    pub state: StepState,
    /// What ("Đang thẩm định").
    pub title: String,
    /// When, in words.
    pub time: String,
    /// Unit and fact.
    pub text: String,
}

/// A line of 4 px with dots of 32 px.
#[component]
pub fn Timeline(
    /// The steps in their order.
    steps: Vec<TimelineStep>,
) -> impl IntoView {
    let items = steps
        .into_iter()
        .map(|step| {
            let (class, word) = match step.state {
                StepState::Done => ("p-timeline__step p-timeline__step--done", ""),
                StepState::Current => ("p-timeline__step p-timeline__step--current", " (đang ở bước này)"),
                StepState::Next => ("p-timeline__step p-timeline__step--next", ""),
            };
            let check = (step.state == StepState::Done).then(|| view! { <Ico icon=Icon::Check size=IconSize::S20/> });
            view! {
                <li class=class aria-current=(step.state == StepState::Current).then_some("step")>
                    <span class="p-timeline__dot">{check}</span>
                    <div class="p-timeline__body">
                        <h3 class="p-timeline__title">
                            {step.title}
                            {(!word.is_empty()).then(|| view! { <span class="p-timeline__now">{word}</span> })}
                        </h3>
                        {(!step.time.is_empty()).then(|| view! { <p class="p-timeline__time">{step.time}</p> })}
                        {(!step.text.is_empty()).then(|| view! { <p class="p-timeline__text">{step.text}</p> })}
                    </div>
                </li>
            }
        })
        .collect_view();
    view! { <ol class="p-timeline">{items}</ol> }
}
