//! Where the person is in a long application.

use leptos::prelude::*;

use crate::icon::{Ico, Icon, IconSize};
use crate::timeline::StepState;

/// One step of a [`StepIndicator`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndicatorStep {
    /// Short name ("Giấy tờ").
    pub label: String,
    /// Address; done steps are links.
    pub href: String,
    /// Done, current or next.
    pub state: StepState,
}

/// Segments with names; on phones and with large text "Bước 5/7: Giấy tờ", bars, and "Xem 7 bước".
#[component]
pub fn StepIndicator(
    /// The steps in their order.
    steps: Vec<IndicatorStep>,
) -> impl IntoView {
    let total = steps.len();
    let (now, name) = steps.iter().position(|step| step.state == StepState::Current).map_or((total, String::new()), |i| (i + 1, steps[i].label.clone()));
    let short = format!("Bước\u{a0}{now}/{total}: {name}");
    let bars = steps.iter().map(|step| view! { <span class=bar(step.state)></span> }).collect_view();
    let row = steps.iter().cloned().enumerate().map(|(i, step)| segment(i, step)).collect_view();
    let list = steps.into_iter().enumerate().map(|(i, step)| segment(i, step)).collect_view();
    view! {
        <nav class="p-step-indicator" aria-label="Các bước">
            <ol class="p-step-indicator__row">{row}</ol>
            <div class="p-step-indicator__short">
                <details class="p-step-indicator__fold">
                    <summary class="p-step-indicator__summary">
                        <strong>{short}</strong>
                        <span class="p-step-indicator__more">{format!("Xem {total}\u{a0}bước")}</span>
                    </summary>
                    <ol class="p-step-indicator__list">{list}</ol>
                </details>
                <div class="p-step-indicator__bars" aria-hidden="true">{bars}</div>
            </div>
        </nav>
    }
}

const fn bar(state: StepState) -> &'static str {
    match state {
        StepState::Done => "p-step-indicator__bar p-step-indicator__bar--done",
        StepState::Current => "p-step-indicator__bar p-step-indicator__bar--current",
        StepState::Next => "p-step-indicator__bar p-step-indicator__bar--next",
    }
}

fn segment(i: usize, step: IndicatorStep) -> impl IntoView {
    let IndicatorStep { label, href, state } = step;
    match state {
        StepState::Done => view! {
            <li class="p-step-indicator__step p-step-indicator__step--done">
                <Ico icon=Icon::Check size=IconSize::S20/>
                <a href=href>{label}<span class="p-visually-hidden">", đã xong"</span></a>
            </li>
        }
        .into_any(),
        StepState::Current => view! {
            <li class="p-step-indicator__step p-step-indicator__step--current" aria-current="step">
                <span>{format!("{}. {label}", i + 1)}</span>
            </li>
        }
        .into_any(),
        StepState::Next => view! {
            <li class="p-step-indicator__step p-step-indicator__step--next">
                <span>{format!("{}. {label}", i + 1)}</span>
            </li>
        }
        .into_any(),
    }
}
