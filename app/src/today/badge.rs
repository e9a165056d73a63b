//! How urgent something is, as a badge with words: the same on Hôm nay and on the pages of tasks.

use domain::today::DueKind;
use leptos::prelude::*;

/// The look of an urgency.
pub const fn look(kind: DueKind) -> ui::DueKind {
    match kind {
        DueKind::Overdue => ui::DueKind::Overdue,
        DueKind::Today => ui::DueKind::Today,
        DueKind::Soon => ui::DueKind::Soon,
        DueKind::Later => ui::DueKind::Later,
        DueKind::Paused => ui::DueKind::Paused,
        DueKind::Open => ui::DueKind::Open,
    }
}

/// The badge.
pub fn due_badge((kind, text): (DueKind, String)) -> AnyView {
    view! { <ui::DueBadge kind=look(kind) text=text/> }.into_any()
}
