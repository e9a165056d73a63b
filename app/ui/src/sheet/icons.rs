//! The icon set.

use leptos::prelude::*;

use super::SheetSection;
use crate::icon::{Ico, Icon};

#[component]
pub(super) fn Icons() -> impl IntoView {
    let items = Icon::ALL.iter().map(|icon| view! { <li class="p-sheet__icon"><Ico icon=*icon/><span>{icon.word()}</span></li> }).collect_view();
    view! {
        <SheetSection
            title="Biểu tượng"
            id="bieu-tuong"
            note="Nét 2\u{a0}px trên khung 24\u{a0}px, đầu tròn. Luôn đi cùng chữ."
        >
            <ul class="p-sheet__icons">{items}</ul>
        </SheetSection>
    }
}
