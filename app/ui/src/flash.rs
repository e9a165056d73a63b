//! The message after an act, shown once, with "Hoàn tác" where the act can be undone.

use leptos::prelude::*;

use crate::banner::BannerKind;
use crate::icon::{Ico, Icon};

/// An act that can still be undone: a one-button form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undo {
    /// Where the form posts to.
    pub action: String,
    /// Words of the button ("Hoàn tác gửi").
    pub label: String,
    /// Names and values sent along.
    pub hidden: Vec<(String, String)>,
}

/// Says what happened. Read out at once (`role="status"`).
#[component]
pub fn Flash(
    /// The sentence ("Thư sẽ được gửi sau 10 giây.").
    #[prop(into)]
    text: String,
    /// Done (default), or what else it tells.
    #[prop(default = BannerKind::Done)]
    kind: BannerKind,
    /// The act that can be undone.
    #[prop(optional)]
    undo: Option<Undo>,
) -> impl IntoView {
    let (class, icon, role) = match kind {
        BannerKind::Info => ("p-flash p-flash--info", Icon::Info, "status"),
        BannerKind::Notice => ("p-flash p-flash--notice", Icon::Clock, "status"),
        BannerKind::Done => ("p-flash p-flash--done", Icon::Okc, "status"),
        BannerKind::Error => ("p-flash p-flash--error", Icon::Err, "alert"),
    };
    let undo = undo.map(|undo| {
        let hidden = undo.hidden.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view();
        view! {
            <form class="p-flash__undo" method="post" action=undo.action>
                {hidden}
                <button class="p-button p-button--secondary" type="submit">
                    <span class="p-button__label">{undo.label}</span>
                </button>
            </form>
        }
    });
    view! {
        <div class=class role=role>
            <Ico icon=icon/>
            <p class="p-flash__text">{text}</p>
            {undo}
        </div>
    }
}
