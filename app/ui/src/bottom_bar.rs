//! Phone navigation of officials: four words at the lower edge and the floating "Soạn thư".

use leptos::prelude::*;

use crate::compose_button::ComposeButton;
use crate::count_pill::{CountPill, badge_of};
use crate::icon::{Ico, Icon};
use crate::layout::NavItem;

/// The four places an official opens most; the rest is in "Menu".
const IN_BAR: [Icon; 4] = [Icon::Today, Icon::Dossier, Icon::Task, Icon::Mail];

/// The bar shows the items with the icons of Hôm nay, Hồ sơ, Nhiệm vụ and Hộp thư.
#[component]
pub fn BottomBar(
    /// The officials' navigation; items not in the bar are left out.
    nav: Vec<NavItem>,
) -> impl IntoView {
    let items = nav
        .into_iter()
        .filter(|item| IN_BAR.contains(&item.icon))
        .map(|item| {
            let class = if item.current { "p-bottom-bar__link p-bottom-bar__link--current" } else { "p-bottom-bar__link" };
            view! {
                <li class="p-bottom-bar__item">
                    <a class=class href=item.href aria-current=item.current.then_some("page")>
                        <span class="p-bottom-bar__icon">
                            <Ico icon=item.icon/>
                            <CountPill badge=badge_of(item.icon) count=item.count overdue=item.overdue current=item.current/>
                        </span>
                        <span class="p-bottom-bar__word">{item.label}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="p-bottom-bar" aria-label="Việc nhanh">
            <div class="p-bottom-bar__compose"><ComposeButton floating=true/></div>
            <nav aria-label="Nhanh"><ul class="p-bottom-bar__list">{items}</ul></nav>
        </section>
    }
}
