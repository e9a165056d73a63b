//! The officials' side navigation: "Soạn thư", eight words with counts, the unit.

use leptos::prelude::*;

use crate::compose_button::ComposeButton;
use crate::count_pill::{Pill, badge_of};
use crate::icon::{IconSize, drawn};
use crate::layout::{NavItem, ShellUser};
use crate::markup::Markup;

/// Word and count of an item, to stand in its link.
fn word(link: &mut Markup, item: &NavItem, current: bool) {
    link.html("<span class=\"p-side-nav__word\">").text(&item.label).html("</span>");
    let pill = Pill { count: item.count, overdue: item.overdue, current, badge: badge_of(item.icon), ..Pill::default() };
    if let Some(pill) = pill.drawn() {
        link.part(&pill);
    }
}

fn sub_item(list: &mut Markup, item: &NavItem) {
    list.html("<li><a class=\"p-side-nav__sub").html(if item.current { " p-side-nav__sub--current\" aria-current=\"page\"" } else { "\"" });
    list.attr("href", &item.href).html(">");
    word(list, item, false);
    list.html("</a></li>");
}

fn item(item: NavItem) -> impl IntoView {
    // The sub-list says which page exactly is open; the main word is then only "true".
    let deeper = item.children.iter().any(|child| child.current);
    let mut html = Markup::new("<li class=\"p-side-nav__item\"><a class=\"p-side-nav__link");
    html.html(if item.current { " p-side-nav__link--current\"" } else { "\"" }).attr("href", &item.href);
    if item.current {
        html.attr("aria-current", if deeper { "true" } else { "page" });
    }
    html.html(">").part(&drawn(item.icon, IconSize::S24));
    word(&mut html, &item, item.current && !deeper);
    html.html("</a>");
    if item.current && !item.children.is_empty() {
        html.html("<ul class=\"p-side-nav__sub-list\">");
        item.children.iter().for_each(|child| sub_item(&mut html, child));
        html.html("</ul>");
    }
    html.html("</li>");
    html.done()
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
