//! The four things people come for first.

use leptos::prelude::*;

use crate::icon::{Ico, Icon, IconSize};

/// One of the [`FourActions`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionItem {
    /// The icon.
    pub icon: Icon,
    /// Title ("Nộp hồ sơ").
    pub title: String,
    /// One sentence.
    pub text: String,
    /// Where it leads.
    pub href: String,
}

/// One panel of four, the first filled; four rows with the icon at the left on phones.
#[component]
pub fn FourActions(
    /// The actions, main one first.
    actions: Vec<ActionItem>,
) -> impl IntoView {
    let items = actions
        .into_iter()
        .enumerate()
        .map(|(i, action)| {
            let class = if i == 0 { "p-four-actions__item p-four-actions__item--main" } else { "p-four-actions__item" };
            view! {
                <li class=class>
                    <a class="p-four-actions__link" href=action.href>
                        <Ico icon=action.icon size=IconSize::S40/>
                        <span class="p-four-actions__words">
                            <span class="p-four-actions__title">{crate::text::tie(&action.title)}</span>
                            <span class="p-four-actions__text">{action.text}</span>
                        </span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="p-four-actions">{items}</ul> }
}
