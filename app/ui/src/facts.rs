//! Four answers at a glance: who, how long, how much, what.

use leptos::prelude::*;

use crate::icon::{Ico, Icon};
use crate::text::tie;

/// One column of [`Facts`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Icon beside the question.
    pub icon: Icon,
    /// The question ("Ai làm được").
    pub question: String,
    /// The answer ("Người từ 18 tuổi").
    pub answer: String,
    /// One small line.
    pub note: String,
}

/// Four columns under a 4 px bar; 2 × 2 on phones.
#[component]
pub fn Facts(
    /// The columns.
    facts: Vec<Fact>,
) -> impl IntoView {
    let items = facts
        .into_iter()
        .map(|fact| {
            view! {
                <div class="p-facts__item">
                    <dt class="p-facts__question"><Ico icon=fact.icon/><span>{fact.question}</span></dt>
                    <dd class="p-facts__answer">
                        <span class="p-facts__main">{tie(&fact.answer)}</span>
                        {(!fact.note.is_empty()).then(|| view! { <span class="p-facts__note">{fact.note}</span> })}
                    </dd>
                </div>
            }
        })
        .collect_view();
    view! { <dl class="p-facts">{items}</dl> }
}
