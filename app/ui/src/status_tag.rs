//! The state of a thing as icon and word.

use leptos::prelude::*;

use crate::icon::{Icon, IconSize, drawn};
use crate::markup::Markup;

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
    let mut tag = Markup::new("<span");
    tag.attr("class", tone.class()).html(">");
    if let Some(icon) = icon {
        tag.part(&drawn(icon, IconSize::S20));
    }
    tag.html("<span>").text(&label).html("</span></span>");
    tag.done()
}
