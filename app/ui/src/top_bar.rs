//! The officials' top bar.

use leptos::prelude::*;

use crate::avatar::Avatar;
use crate::count_pill::{CountPill, Pill, badge_of};
use crate::icon::{self, Ico, Icon, IconSize};
use crate::layout::{Display, NavItem, ShellUser};
use crate::mark::{Brand, MarkSize};
use crate::markup::Markup;
use crate::search_box::SearchBox;
use crate::utility_bar::{TextSizeForm, ThemeForm};

/// What the person's menu holds, on wide screens and inside the phone menu alike.
#[component]
fn PersonMenu(path: String, display: Display, user: ShellUser) -> impl IntoView {
    view! {
        <p class="p-top-bar__where"><strong>{user.name}</strong><br/>{user.unit}</p>
        <ul class="p-top-bar__links">
            <li><a href="/can-bo/tai-khoan">"Tài khoản và thông báo"</a></li>
            <li><a href="/can-bo/tai-khoan">"Đổi đơn vị"</a></li>
            <li><a href="/can-bo/vi-sao">"Quyền của tôi"</a></li>
            <li><a href="/can-bo/ho-tro">"Cần hỗ\u{a0}trợ"</a></li>
        </ul>
        <TextSizeForm path=path.clone() current=display.text_size/>
        <ThemeForm path=path current=display.theme/>
        <form class="p-top-bar__sign-out" method="post" action="/dang-xuat">
            <button class="p-button p-button--line" type="submit">
                <span class="p-button__label">"Đăng\u{a0}xuất"</span>
            </button>
        </form>
    }
}

/// A word of the phone menu.
fn menu_item(item: &NavItem) -> Markup {
    let mut html = Markup::new("<li class=\"p-nav__item\"><a class=\"p-nav__link");
    html.html(if item.current { " p-nav__link--current\" aria-current=\"page\"" } else { "\"" }).attr("href", &item.href).html(">");
    html.part(&icon::drawn(item.icon, IconSize::S24)).html("<span>").text(&item.label).html("</span>");
    let pill = Pill { count: item.count, current: item.current, badge: badge_of(item.icon), ..Pill::default() };
    if let Some(pill) = pill.drawn() {
        html.part(&pill);
    }
    html.html("</a></li>");
    html
}

/// Mark, search, notifications with their count, the person; on a phone mark, "Tìm" and "Menu".
#[component]
pub fn TopBar(
    /// Path of this page, for the display forms.
    #[prop(into)]
    path: String,
    /// Text size and theme in force.
    display: Display,
    /// The person at work.
    user: ShellUser,
    /// The navigation, repeated in the phone menu.
    nav: Vec<NavItem>,
    /// Unread notifications.
    notices: u32,
    /// Text already in the search field.
    #[prop(into)]
    query: String,
) -> impl IntoView {
    let menu = nav.iter().map(|item| menu_item(item).done()).collect_view();
    view! {
        <header class="p-top-bar">
            <div class="p-top-bar__brand"><Brand line="Bàn làm\u{a0}việc" href="/can-bo" size=MarkSize::S40/></div>
            <div class="p-top-bar__search">
                <SearchBox
                    id="tim-can-bo"
                    action="/tim"
                    label="Tìm trong bàn làm việc"
                    placeholder="Mã, số văn bản, tên, nội dung"
                    value=query.clone()
                />
            </div>
            <div class="p-top-bar__wide">
                <a class="p-top-bar__notices" href="/can-bo/thong-bao">
                    <Ico icon=Icon::Bell/>
                    <span>"Thông báo"</span>
                    <CountPill badge="notices" count=notices/>
                </a>
                <details class="p-top-bar__person">
                    <summary class="p-top-bar__summary">
                        <Avatar initials=user.initials.clone()/>
                        <span class="p-top-bar__name">{user.name.clone()}</span>
                        <Ico icon=Icon::Cd/>
                    </summary>
                    <div class="p-top-bar__panel">
                        <PersonMenu path=path.clone() display=display.clone() user=user.clone()/>
                    </div>
                </details>
            </div>
            <div class="p-top-bar__narrow">
                <details class="p-header__fold" name="dau-trang">
                    <summary class="p-header__summary"><Ico icon=Icon::Search/><span>"Tìm"</span></summary>
                    <div class="p-header__sheet">
                        <SearchBox
                            id="tim-can-bo-dien-thoai"
                            action="/tim"
                            label="Mã, số văn bản, tên, nội dung"
                            show_label=true
                            value=query
                        />
                    </div>
                </details>
                <details class="p-header__fold p-header__fold--menu" name="dau-trang">
                    <summary class="p-header__summary"><Ico icon=Icon::Menu/><span>"Menu"</span></summary>
                    <div class="p-header__sheet">
                        <nav class="p-nav p-nav--stacked" aria-label="Menu">
                            <ul class="p-nav__list">
                                {menu}
                                <li class="p-nav__item">
                                    <a class="p-nav__link" href="/can-bo/thong-bao">
                                        <Ico icon=Icon::Bell/>
                                        <span>"Thông báo"</span>
                                        <CountPill badge="notices" count=notices/>
                                    </a>
                                </li>
                            </ul>
                        </nav>
                        <PersonMenu path=path display=display user=user/>
                    </div>
                </details>
            </div>
        </header>
    }
}
