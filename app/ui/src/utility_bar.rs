//! Text size, contrast and theme: plain POST forms to `/tuy-chon`, so they work without JavaScript.

use leptos::prelude::*;

use crate::icon::{Ico, Icon, IconSize};
use crate::layout::Display;

/// The four text sizes in per cent.
pub const TEXT_SIZES: [u16; 4] = [100, 125, 150, 175];

/// The themes as the form sends them, with their words.
pub const THEMES: [(&str, &str); 4] = [("auto", "Theo thiết bị"), ("light", "Nền sáng"), ("dark", "Nền tối"), ("contrast", "Tương phản cao")];

/// Buttons for the text size.
#[component]
pub fn TextSizeForm(
    /// Path to return to.
    #[prop(into)]
    path: String,
    /// Size in force, in per cent.
    current: u16,
) -> impl IntoView {
    let buttons = TEXT_SIZES
        .into_iter()
        .map(|size| {
            let on = size == current;
            view! {
                <button
                    class=if on { "p-display__choice p-display__choice--current" } else { "p-display__choice" }
                    type="submit"
                    name="co_chu"
                    value=size.to_string()
                    aria-pressed=if on { "true" } else { "false" }
                >
                    {format!("{size}\u{a0}%")}
                </button>
            }
        })
        .collect_view();
    view! {
        <form class="p-display" method="post" action="/tuy-chon">
            <input type="hidden" name="ve" value=path/>
            <span class="p-display__label">"Cỡ\u{a0}chữ"</span>
            <span class="p-display__choices">{buttons}</span>
        </form>
    }
}

/// Buttons for the theme.
#[component]
pub fn ThemeForm(
    /// Path to return to.
    #[prop(into)]
    path: String,
    /// Theme in force.
    #[prop(into)]
    current: String,
) -> impl IntoView {
    let buttons = THEMES
        .into_iter()
        .map(|(value, label)| {
            let on = value == current;
            view! {
                <button
                    class=if on { "p-display__choice p-display__choice--current" } else { "p-display__choice" }
                    type="submit"
                    name="nen"
                    value=value
                    aria-pressed=if on { "true" } else { "false" }
                >
                    {label}
                </button>
            }
        })
        .collect_view();
    view! {
        <form class="p-display p-display--theme" method="post" action="/tuy-chon">
            <input type="hidden" name="ve" value=path/>
            <span class="p-display__label">"Nền và tương phản"</span>
            <span class="p-display__choices">{buttons}</span>
        </form>
    }
}

/// The 48 px bar above the public header; phones find the same forms in "Menu".
#[component]
pub fn UtilityBar(
    /// Path to return to.
    #[prop(into)]
    path: String,
    /// Text size and theme in force.
    display: Display,
) -> impl IntoView {
    view! {
        <section class="p-utility-bar" aria-label="Tùy chọn hiển thị">
            <div class="p-utility-bar__in">
                <p class="p-utility-bar__owner">"Cổng chính thức của tỉnh Lam\u{a0}Giang"</p>
                <TextSizeForm path=path.clone() current=display.text_size/>
                <details class="p-utility-bar__theme">
                    <summary class="p-utility-bar__summary">
                        <Ico icon=Icon::Contrast size=IconSize::S20/>
                        <span>"Tương phản và nền tối"</span>
                    </summary>
                    <div class="p-utility-bar__panel"><ThemeForm path=path current=display.theme/></div>
                </details>
            </div>
        </section>
    }
}
