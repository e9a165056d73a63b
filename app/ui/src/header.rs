//! The public header with its navigation.

use leptos::prelude::*;

use crate::icon::{Ico, Icon};
use crate::layout::{Display, ShellUser};
use crate::mark::Brand;
use crate::search_box::SearchBox;
use crate::utility_bar::{TextSizeForm, ThemeForm};

/// The six words of the public navigation with their addresses.
pub const PUBLIC_NAV: [(&str, &str); 6] = [
    ("/tin-tuc", "Tin tức"),
    ("/thu-tuc", "Dịch vụ công"),
    ("/tra-cuu", "Tra cứu hồ\u{a0}sơ"),
    ("/van-ban", "Văn bản"),
    ("/xep-hang", "Xếp hạng"),
    ("/gop-y", "Góp ý"),
];

/// Whether `path` is the page at `href` or a page below it.
fn is_current(path: &str, href: &str) -> bool {
    let path = path.split(['?', '#']).next().unwrap_or(path);
    // Applying belongs to the procedures although its pages have an address of their own.
    let path = if path == "/nop" || path.starts_with("/nop/") { "/thu-tuc" } else { path };
    path == href || path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/'))
}

/// The navigation words, current one marked.
#[component]
fn PublicNav(
    /// Path of this page.
    path: String,
    /// BEM block of the surrounding element.
    class: &'static str,
    /// Name of the landmark; it differs between the desktop row and the phone menu.
    label: &'static str,
) -> impl IntoView {
    let items = PUBLIC_NAV
        .into_iter()
        .map(|(href, word)| {
            let on = is_current(&path, href);
            view! {
                <li class="p-nav__item">
                    <a
                        class=if on { "p-nav__link p-nav__link--current" } else { "p-nav__link" }
                        href=href
                        aria-current=on.then_some("page")
                    >
                        {word}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class=class aria-label=label>
            <ul class="p-nav__list">{items}</ul>
        </nav>
    }
}

/// "Đăng nhập", or the person's name leading to their own dossiers.
#[component]
fn SignIn(user: Option<ShellUser>) -> impl IntoView {
    let (href, word) = match user {
        Some(user) => ("/ho-so-cua-toi", user.name),
        None => ("/dang-nhap", "Đăng\u{a0}nhập".to_owned()),
    };
    view! {
        <a class="p-button p-button--secondary p-header__sign-in" href=href>
            <Ico icon=Icon::User/>
            <span class="p-button__label">{word}</span>
        </a>
    }
}

/// Mark, search and sign-in above the navigation row; on a phone mark, "Tìm" and "Menu".
#[component]
pub fn Header(
    /// Path of this page.
    #[prop(into)]
    path: String,
    /// Text size and theme in force.
    display: Display,
    /// The signed-in person.
    user: Option<ShellUser>,
    /// Text already in the search field.
    #[prop(into)]
    query: String,
    /// Without search, on the front page.
    front: bool,
) -> impl IntoView {
    let wide_search = (!front).then(|| {
        view! {
            <div class="p-header__search">
                <SearchBox
                    id="tim-dau-trang"
                    action="/tim"
                    label="Tìm trong toàn cổng"
                    placeholder="Tìm thủ tục, văn bản, tin, cơ quan"
                    value=query.clone()
                />
            </div>
        }
    });
    view! {
        <header class="p-header">
            <div class="p-header__row">
                <Brand line="Tỉnh Lam\u{a0}Giang" href="/"/>
                {wide_search}
                <div class="p-header__wide"><SignIn user=user.clone()/></div>
                <div class="p-header__narrow">
                    <details class="p-header__fold" name="dau-trang">
                        <summary class="p-header__summary"><Ico icon=Icon::Search/><span>"Tìm"</span></summary>
                        <div class="p-header__sheet">
                            <SearchBox
                                id="tim-dien-thoai"
                                action="/tim"
                                label="Tìm thủ tục, văn bản, tin, cơ quan"
                                show_label=true
                                value=query
                            />
                        </div>
                    </details>
                    <details class="p-header__fold p-header__fold--menu" name="dau-trang">
                        <summary class="p-header__summary"><Ico icon=Icon::Menu/><span>"Menu"</span></summary>
                        <div class="p-header__sheet">
                            <PublicNav path=path.clone() class="p-nav p-nav--stacked" label="Menu"/>
                            <SignIn user=user/>
                            <TextSizeForm path=path.clone() current=display.text_size/>
                            <ThemeForm path=path.clone() current=display.theme/>
                        </div>
                    </details>
                </div>
            </div>
            <PublicNav path=path class="p-nav p-nav--row" label="Chính"/>
        </header>
    }
}

#[cfg(test)]
mod tests {
    use super::is_current;

    #[test]
    fn marks_the_page_and_pages_below_it_only() {
        assert!(is_current("/tin-tuc", "/tin-tuc"));
        assert!(is_current("/tin-tuc/bai-viet?trang=2", "/tin-tuc"));
        assert!(is_current("/nop/17/giay-to/2", "/thu-tuc"));
        assert!(!is_current("/tin-tuc-khac", "/tin-tuc"));
        assert!(!is_current("/", "/tin-tuc"));
    }
}
