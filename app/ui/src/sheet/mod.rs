//! The component sheet `/kieu-dang`: every part of the design system with its states, in real words.
//!
//! Screenshots and accessibility tests walk this page first.

mod basics;
mod charts;
mod desk;
mod icons;
mod inputs;
mod lists;
mod messages;
mod steps;

use leptos::prelude::*;

pub use desk::DeskSheet;

use crate::page_title::PageHeading;

/// One section: title and note at the left, examples at the right.
#[component]
fn SheetSection(
    /// Title.
    title: &'static str,
    /// Anchor.
    id: &'static str,
    /// What to know about the part.
    note: &'static str,
    /// The examples.
    children: Children,
) -> impl IntoView {
    let heading = format!("{id}-tieu-de");
    view! {
        <section class="p-sheet__section" id=id aria-labelledby=heading.clone()>
            <div class="p-sheet__about">
                <h2 class="p-sheet__title" id=heading.clone()>{title}</h2>
                <p class="p-sheet__note">{note}</p>
            </div>
            <div class="p-sheet__show">{children()}</div>
        </section>
    }
}

/// Examples beside each other.
#[component]
fn SheetRow(children: Children) -> impl IntoView {
    view! { <div class="p-sheet__row">{children()}</div> }
}

/// The content of `/kieu-dang`, to be put inside a `PublicShell`.
#[component]
pub fn StyleSheet() -> impl IntoView {
    view! {
        <div class="p-container p-sheet">
            <PageHeading
                title="Kiểu dáng"
                lead="Mọi thành phần của Một\u{a0}Cổng và các trạng thái của chúng, trên lưới 8\u{a0}px, chữ 18\u{a0}px."
            />
            <basics::Marks/>
            <basics::Colours/>
            <basics::Letters/>
            <basics::Buttons/>
            <inputs::Inputs/>
            <messages::Tags/>
            <messages::Messages/>
            <messages::Confirmation/>
            <lists::Navigation/>
            <lists::Tables/>
            <messages::Nothing/>
            <charts::Charts/>
            <icons::Icons/>
            <steps::Steps/>
            <steps::Answers/>
            <steps::Papers/>
        </div>
    }
}
