//! A question over the page. An enhancement: without JavaScript the link leads to a page that asks.

use leptos::prelude::*;

/// A link to the page that asks; the browser part opens the dialog named by `data-dialog` instead.
#[component]
pub fn DialogLink(
    /// Id of the [`Dialog`].
    #[prop(into)]
    dialog: String,
    /// Address of the page that asks the same.
    #[prop(into)]
    href: String,
    /// The words.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    view! {
        <a class="p-button p-button--danger" href=href data-dialog=dialog>
            <span class="p-button__label">{label}</span>
        </a>
    }
}

/// Names the thing, says what is lost, and offers the act and the safe way out.
#[component]
pub fn Dialog(
    /// Id of the dialog.
    #[prop(into)]
    id: String,
    /// The question, naming the thing ("Xóa bản nháp “Đăng ký thành lập hộ kinh doanh”?").
    #[prop(into)]
    title: String,
    /// What follows ("3 tệp đã tải lên cũng bị xóa.").
    #[prop(into)]
    text: String,
    /// Words of the safe way out ("Giữ bản nháp").
    #[prop(into)]
    keep: String,
    /// The act: a one-button form.
    children: Children,
) -> impl IntoView {
    let heading = format!("{id}-tieu-de");
    view! {
        <dialog class="p-dialog" id=id aria-labelledby=heading>
            <h2 class="p-dialog__title" id=heading.clone()>{title}</h2>
            <p class="p-dialog__text">{text}</p>
            <div class="p-dialog__buttons">
                {children()}
                <form method="dialog">
                    <button class="p-button p-button--secondary" type="submit"><span class="p-button__label">{keep}</span></button>
                </form>
            </div>
        </dialog>
    }
}
