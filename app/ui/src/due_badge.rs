//! How much time is left. The words come from the deadline rules and are never shortened.

use leptos::prelude::*;

use crate::class::{bem, when};
use crate::icon::{Icon, IconSize, drawn};
use crate::markup::Markup;

/// The urgency of a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DueKind {
    /// Past its time: red fill, triangle.
    Overdue,
    /// Due today: gold fill.
    Today,
    /// At most 3 working days left: gold tint with line.
    Soon,
    /// Later: outline.
    Later,
    /// The clock is stopped: dashed.
    Paused,
    /// Done: green tint.
    Done,
    /// No deadline: outline.
    #[default]
    Open,
}

impl DueKind {
    const fn parts(self) -> (&'static str, Icon) {
        match self {
            Self::Overdue => ("overdue", Icon::Warn),
            Self::Today => ("today", Icon::Clock),
            Self::Soon => ("soon", Icon::Clock),
            Self::Later => ("later", Icon::Clock),
            Self::Paused => ("paused", Icon::Pause),
            Self::Done => ("done", Icon::Okc),
            Self::Open => ("open", Icon::Clock),
        }
    }
}

/// Icon and the deadline in words. Fixed at the time the page was made; the page says "tính đến".
#[component]
pub fn DueBadge(
    /// Urgency.
    kind: DueKind,
    /// "Còn 1 ngày 3 giờ làm việc".
    #[prop(into)]
    text: String,
    /// 22 px, for a status area.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    let (modifier, icon) = kind.parts();
    let size = if large { IconSize::S24 } else { IconSize::S20 };
    let mut badge = Markup::new("<span");
    badge.attr("class", &bem("p-due-badge", &[modifier, when(large, "large")])).html(">");
    badge.part(&drawn(icon, size)).html("<span>").text(&text).html("</span></span>");
    badge.done()
}
