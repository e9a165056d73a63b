//! Where a thing stands and by when: the first answer of a tracking page.

use leptos::prelude::*;

use crate::due_badge::{DueBadge, DueKind};
use crate::icon::{Ico, Icon};

/// Where the explanation of the due date stands; a link to it opens the disclosure.
pub const HOW: &str = "cach-tinh-han";

/// Left: tag, sentence with the unit, what the reader must do. Right: due date, badge, "Cách tính hạn này".
#[component]
pub fn StatusArea(
    /// The state as a tag.
    tag: AnyView,
    /// State and unit ("Đang thẩm định tại Phòng Kinh tế, UBND phường Phú Lam").
    #[prop(into)]
    sentence: String,
    /// What the reader must do.
    #[prop(into)]
    todo: String,
    /// Words above the date.
    #[prop(default = "Hẹn trả kết\u{a0}quả".to_owned(), into)]
    due_label: String,
    /// The date ("17:00 thứ Tư, 25/11/2026").
    #[prop(into)]
    due: String,
    /// Urgency.
    due_kind: DueKind,
    /// Time left in words.
    #[prop(into)]
    due_text: String,
    /// How the deadline was counted, one line each; empty shows no "Cách tính hạn này".
    #[prop(optional)]
    how: Vec<String>,
) -> impl IntoView {
    let how = (!how.is_empty()).then(|| {
        let lines = how.into_iter().map(|line| view! { <p>{line}</p> }).collect_view();
        view! {
            <details class="p-status-area__how">
                <summary><Ico icon=Icon::Cd/><span>"Cách tính hạn này"</span></summary>
                <div class="p-status-area__lines" id=HOW>{lines}</div>
            </details>
        }
    });
    view! {
        <section class="p-status-area" aria-label="Tình trạng">
            <div class="p-status-area__state">
                <p class="p-status-area__tag">{tag}</p>
                <h2 class="p-status-area__sentence">{sentence}</h2>
                <p class="p-status-area__todo">{todo}</p>
            </div>
            <div class="p-status-area__due">
                <p class="p-status-area__label">{due_label}</p>
                <p class="p-status-area__date">{crate::text::tie(&due)}</p>
                <p><DueBadge kind=due_kind text=due_text large=true/></p>
                {how}
            </div>
        </section>
    }
}
