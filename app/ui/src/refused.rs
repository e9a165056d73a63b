//! A right is missing: which one, where, and who can grant it.

use leptos::prelude::*;

use crate::icon::{Ico, Icon, IconSize};

/// Says what cannot be done and offers to ask for the right.
#[component]
pub fn Refused(
    /// What cannot be done ("Bạn chưa có quyền ký văn bản này").
    #[prop(into)]
    title: String,
    /// The right, by its Vietnamese name ("Ký văn bản").
    #[prop(into)]
    right: String,
    /// Where it would be needed ("Phòng Kinh tế").
    #[prop(into)]
    place: String,
    /// Who can grant it ("Chánh Văn phòng Nguyễn Thị Hằng").
    #[prop(into)]
    granted_by: String,
    /// Address of the form that asks for it; empty shows none.
    #[prop(optional, into)]
    request_action: String,
    /// Values sent along with the request.
    #[prop(optional)]
    hidden: Vec<(&'static str, String)>,
) -> impl IntoView {
    let hidden = hidden.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view();
    let form = (!request_action.is_empty()).then(|| {
        view! {
            <form class="p-empty-state__next" method="post" action=request_action>
                {hidden}
                <button class="p-button p-button--secondary" type="submit">
                    <span class="p-button__label">"Gửi đề nghị cấp quyền"</span>
                </button>
            </form>
        }
    });
    view! {
        <div class="p-empty-state p-empty-state--refused">
            <Ico icon=Icon::Lock size=IconSize::S56/>
            <div class="p-empty-state__body">
                <p class="p-empty-state__title">{title}</p>
                <p class="p-empty-state__text">
                    "Cần quyền "<strong>{right}</strong>{format!(" tại {place}. Người cấp được: {granted_by}.")}
                </p>
                {form}
            </div>
        </div>
    }
}
