//! The state of a thing as icon and word.

use leptos::prelude::*;

use crate::icon::{Ico, Icon, IconSize};

/// The colour family of a [`StatusTag`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Draft, received, withdrawn.
    #[default]
    Neutral,
    /// In progress.
    Blue,
    /// Waits for somebody: supplement, payment.
    Gold,
    /// Result there, returned.
    Green,
    /// Refused, stopped.
    Red,
    /// Filled brand: "Mới" on unread rows.
    Brand,
    /// Only a frame: "Bắt buộc", "Ngoài hệ thống".
    Outline,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Self::Neutral => "p-status-tag p-status-tag--neutral",
            Self::Blue => "p-status-tag p-status-tag--blue",
            Self::Gold => "p-status-tag p-status-tag--gold",
            Self::Green => "p-status-tag p-status-tag--green",
            Self::Red => "p-status-tag p-status-tag--red",
            Self::Brand => "p-status-tag p-status-tag--brand",
            Self::Outline => "p-status-tag p-status-tag--outline",
        }
    }
}

/// Icon and word; never colour alone.
#[component]
pub fn StatusTag(
    /// Colour family.
    tone: Tone,
    /// The word.
    #[prop(into)]
    label: String,
    /// The icon.
    #[prop(optional_no_strip, into)]
    icon: Option<Icon>,
) -> impl IntoView {
    view! {
        <span class=tone.class()>
            {icon.map(|icon| view! { <Ico icon=icon size=IconSize::S20/> })}
            <span>{label}</span>
        </span>
    }
}
