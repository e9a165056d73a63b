//! The officials' side navigation: "Soạn thư", eight words with counts, the unit.

use leptos::prelude::*;

use crate::compose_button::ComposeButton;
use crate::count_pill::{CountPill, badge_of};
use crate::icon::Ico;
use crate::layout::{NavItem, ShellUser};

fn sub_item(item: NavItem) -> impl IntoView {
    let class = if item.current { "p-side-nav__sub p-side-nav__sub--current" } else { "p-side-nav__sub" };
    view! {
        <li>
            <a class=class href=item.href aria-current=item.current.then_some("page")>
                <span class="p-side-nav__word">{item.label}</span>
                <CountPill badge=badge_of(item.icon) count=item.count overdue=item.overdue/>
            </a>
        </li>
    }
}

fn item(item: NavItem) -> impl IntoView {
    let class = if item.current { "p-side-nav__link p-side-nav__link--current" } else { "p-side-nav__link" };
    // The sub-list says which page exactly is open; the main word is then only "true".
    let deeper = item.children.iter().any(|child| child.current);
    let aria = item.current.then_some(if deeper { "true" } else { "page" });
    let sub = (item.current && !item.children.is_empty()).then(|| {
        view! { <ul class="p-side-nav__sub-list">{item.children.into_iter().map(sub_item).collect_view()}</ul> }
    });
    view! {
        <li class="p-side-nav__item">
            <a class=class href=item.href aria-current=aria>
                <Ico icon=item.icon/>
                <span class="p-side-nav__word">{item.label}</span>
                <CountPill badge=badge_of(item.icon) count=item.count overdue=item.overdue current=item.current && !deeper/>
            </a>
            {sub}
        </li>
    }
}

/// Left navigation of 264 px; hidden on phones, where the bottom bar and "Menu" take over.
#[component]
pub fn SideNav(
    /// The words with their counts.
    nav: Vec<NavItem>,
    /// The person, for "Đang làm việc tại".
    user: ShellUser,
    /// Address of the help for this page; none shows no link.
    #[prop(optional, into)]
    help_href: String,
) -> impl IntoView {
    view! {
        <section class="p-side-nav" aria-label="Bàn làm việc">
            <div class="p-side-nav__compose"><ComposeButton/></div>
            <nav aria-label="Chính">
                <ul class="p-side-nav__list">{nav.into_iter().map(item).collect_view()}</ul>
            </nav>
            <div class="p-side-nav__end">
                <p class="p-side-nav__where">"Đang làm\u{a0}việc tại"<br/><strong>{user.unit}</strong></p>
                <p><a href="/can-bo/tai-khoan">"Đổi đơn vị"</a></p>
                <p><a href="/can-bo/ho-tro">"Cần hỗ\u{a0}trợ"</a></p>
                {(!help_href.is_empty()).then(|| view! { <p><a href=help_href>"Hướng dẫn trang này"</a></p> })}
            </div>
        </section>
    }
}
