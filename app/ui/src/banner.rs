//! Messages of a page: an 8 px bar, a tint, an icon, one sentence, one link.

use leptos::prelude::*;

use crate::icon::{Ico, Icon};

/// What a [`Banner`] tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BannerKind {
    /// Good to know.
    #[default]
    Info,
    /// Something to do or to expect soon.
    Notice,
    /// Done.
    Done,
    /// It did not work.
    Error,
}

impl BannerKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Info => "p-banner p-banner--info",
            Self::Notice => "p-banner p-banner--notice",
            Self::Done => "p-banner p-banner--done",
            Self::Error => "p-banner p-banner--error",
        }
    }

    const fn icon(self) -> Icon {
        match self {
            Self::Info => Icon::Info,
            Self::Notice => Icon::Clock,
            Self::Done => Icon::Okc,
            Self::Error => Icon::Err,
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Info => "Thông tin",
            Self::Notice => "Lưu ý",
            Self::Done => "Đã xong",
            Self::Error => "Lỗi",
        }
    }
}

/// A message that belongs to the page.
#[component]
pub fn Banner(
    /// What it tells.
    #[prop(optional)]
    kind: BannerKind,
    /// Another icon than the kind's (the calendar for a day off).
    #[prop(optional)]
    icon: Option<Icon>,
    /// The one bold sentence.
    #[prop(optional, into)]
    title: String,
    /// The rest of the message.
    #[prop(optional, into)]
    text: String,
    /// Where its link leads; empty shows none.
    #[prop(optional, into)]
    href: String,
    /// Words of the link.
    #[prop(optional, into)]
    link: String,
    /// A button at the right, instead of a link.
    #[prop(optional, into)]
    action: Option<AnyView>,
) -> impl IntoView {
    view! {
        <div class=kind.class() role="note" aria-label=kind.word()>
            <Ico icon=icon.unwrap_or(kind.icon())/>
            <p class="p-banner__text">
                {(!title.is_empty()).then(|| view! { <strong>{title}</strong>" " })}
                {(!text.is_empty()).then(|| format!("{text} "))}
                {(!href.is_empty()).then(|| view! { <a href=href>{link}</a> })}
            </p>
            {action.map(|action| view! { <div class="p-banner__action">{action}</div> })}
        </div>
    }
}
