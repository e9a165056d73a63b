//! Search: one field and one button, joined, in a GET form.

use leptos::prelude::*;

use crate::icon::{Ico, Icon};

/// A GET form with one field; 48 px high in headers, 64 px on the front page.
#[component]
pub fn SearchBox(
    /// Id of the field.
    #[prop(into)]
    id: String,
    /// Address of the results.
    #[prop(into)]
    action: String,
    /// What can be found; read out, and shown when `show_label`.
    #[prop(into)]
    label: String,
    /// An example inside the field; never the only label.
    #[prop(optional, into)]
    placeholder: Option<String>,
    /// Text already searched for.
    #[prop(optional, into)]
    value: String,
    /// Name of the parameter.
    #[prop(default = "q")]
    name: &'static str,
    /// Words of the button.
    #[prop(default = "Tìm".to_owned(), into)]
    button: String,
    /// Front page size.
    #[prop(optional)]
    large: bool,
    /// Show the label above the field.
    #[prop(optional)]
    show_label: bool,
    /// Parameters kept along (the folder of a mailbox, for example).
    #[prop(optional)]
    hidden: Vec<(&'static str, String)>,
) -> impl IntoView {
    let class = if large { "p-search-box p-search-box--large" } else { "p-search-box" };
    let label_class = if show_label { "p-search-box__label" } else { "p-visually-hidden" };
    let hidden = hidden.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view();
    view! {
        <form class=class role="search" aria-label=label method="get" action=action>
            {hidden}
            <label class=label_class for=id.clone()>{label.clone()}</label>
            <div class="p-search-box__row">
                <input
                    class="p-search-box__input"
                    type="search"
                    id=id
                    name=name
                    value=value
                    placeholder=placeholder
                    autocomplete="off"
                />
                <button class="p-search-box__button" type="submit">
                    <Ico icon=Icon::Search/>
                    <span>{button}</span>
                </button>
            </div>
        </form>
    }
}
