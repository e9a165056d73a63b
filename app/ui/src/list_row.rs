//! One row of an officials' list beside a pane: dossiers, documents, mail.

use leptos::prelude::*;

use crate::avatar::Avatar;
use crate::class::{bem, when};

/// The rows of a list.
#[component]
pub fn RowList(
    /// What the list holds, for assistive technology.
    #[prop(into)]
    label: String,
    /// The rows.
    children: Children,
) -> impl IntoView {
    view! { <nav aria-label=label><ul class="p-row-list">{children()}</ul></nav> }
}

/// Code, title, people, badges; the whole row is one link that loads the page with the pane filled.
#[component]
pub fn ListRow(
    /// Address of the page with this row open.
    #[prop(into)]
    href: String,
    /// Title.
    #[prop(into)]
    title: String,
    /// Small line above (a code), or the sender's name of a mail.
    #[prop(optional, into)]
    above: String,
    /// Small line below: people, unit.
    #[prop(optional, into)]
    below: String,
    /// Time at the right of the first line.
    #[prop(optional, into)]
    time: String,
    /// Initials of the avatar; empty shows none.
    #[prop(optional, into)]
    initials: String,
    /// The row is open.
    #[prop(optional)]
    selected: bool,
    /// Not read yet: bold; the badges must include the tag "Mới".
    #[prop(optional)]
    unread: bool,
    /// Tags and due badges.
    #[prop(optional, into)]
    badges: Option<AnyView>,
    /// Where the due date of the badge is explained; empty shows no link.
    #[prop(optional, into)]
    why: String,
) -> impl IntoView {
    let name = format!("Cách tính hạn, {above}");
    let mail = !initials.is_empty();
    let class = bem("p-list-row", &[when(selected, "selected"), when(unread, "unread"), when(mail, "mail")]);
    view! {
        <li class=class>
            <a class="p-list-row__link" href=href aria-current=selected.then_some("true")>
                {mail.then(|| view! { <Avatar initials=initials/> })}
                <span class="p-list-row__body">
                    <span class="p-list-row__head">
                        <span class="p-list-row__above">{above}</span>
                        {(!time.is_empty()).then(|| view! { <span class="p-list-row__time n">{time}</span> })}
                    </span>
                    <span class="p-list-row__title">{title}</span>
                    {(!below.is_empty()).then(|| view! { <span class="p-list-row__below">{below}</span> })}
                    {badges.map(|badges| view! { <span class="p-list-row__badges">{badges}</span> })}
                </span>
            </a>
            {(!why.is_empty()).then(|| view! { <a class="p-list-row__why" href=why aria-label=name>"Cách tính hạn"</a> })}
        </li>
    }
}
