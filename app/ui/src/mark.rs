//! The mark of the product (village gate over a river) and the river line, its only ornament.

use leptos::prelude::*;

/// Size of the mark at 100 % text; 32 px is the smallest allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MarkSize {
    /// 32 px.
    S32,
    /// 40 px: officials and phones.
    S40,
    /// 52 px: the public header.
    #[default]
    S52,
    /// 96 px: the component sheet.
    S96,
}

/// The mark of Một Cổng. It never stands in for the national emblem.
#[component]
pub fn Mark(
    /// Size at 100 % text.
    #[prop(optional)]
    size: MarkSize,
    /// On the deep blue surface the gate is white.
    #[prop(optional)]
    on_deep: bool,
) -> impl IntoView {
    let size = match size {
        MarkSize::S32 => "32",
        MarkSize::S40 => "40",
        MarkSize::S52 => "52",
        MarkSize::S96 => "96",
    };
    let deep = if on_deep { " p-mark--on-deep" } else { "" };
    view! {
        <svg
            class=format!("p-mark p-mark--{size}{deep}")
            viewBox="0 0 48 48"
            aria-hidden="true"
            focusable="false"
        >
            <g class="p-mark__gate">
                <path d="M14.5 4h19c1.3 5.2 5 8.2 12.5 8.6V17H2v-4.4C9.5 12.2 13.2 9.2 14.5 4z"/>
                <path d="M7 20h34v18.5c-2.6.2-4.7-.6-7-1.7V34a10 10 0 0 0-20 0v2.2c-2.3.9-4.5 1.9-7 2.2z"/>
            </g>
            <path
                class="p-mark__river"
                d="M3 42.5c3.5 0 6-1 9-2.5 3.5-1.7 7-2.7 12-.2 5 2.5 8.5 3.4 12 3.4 3.5 0 6-.7 9-2.2"
                fill="none"
                stroke-width="4"
                stroke-linecap="round"
            />
        </svg>
    }
}

/// The mark with its two lines, as a link to the front page of the shell.
#[component]
pub fn Brand(
    /// Small line above, for example "Tỉnh Lam Giang" or "Bàn làm việc".
    #[prop(into)]
    line: String,
    /// Where the mark leads.
    #[prop(into)]
    href: String,
    /// Size of the mark.
    #[prop(optional)]
    size: MarkSize,
) -> impl IntoView {
    view! {
        <a class="p-brand" href=href>
            <Mark size=size/>
            <span class="p-brand__words">
                <span class="p-brand__line">{line}</span>
                <span class="p-brand__name">"Một\u{a0}Cổng"</span>
            </span>
        </a>
    }
}

/// The river line along an edge. It always marks an edge: the search area or the footer.
#[component]
pub fn RiverLine(
    /// Upper edge of the footer: gold over the deep surface.
    #[prop(optional)]
    footer: bool,
) -> impl IntoView {
    let class = if footer { "p-river-line p-river-line--footer" } else { "p-river-line" };
    view! {
        <svg class=class viewBox="0 0 1280 24" preserveAspectRatio="none" aria-hidden="true" focusable="false">
            <path class="p-river-line__water" d="M0 12C120 12 160 4 320 6s200 14 320 14S840 4 960 4s200 8 320 8v12H0z" stroke="none"/>
            <path
                class="p-river-line__line"
                d="M0 12C120 12 160 4 320 6s200 14 320 14S840 4 960 4s200 8 320 8"
                fill="none"
                vector-effect="non-scaling-stroke"
            />
        </svg>
    }
}
