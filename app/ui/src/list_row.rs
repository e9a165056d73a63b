//! One row of an officials' list beside a pane: dossiers, documents, mail.

use leptos::prelude::*;

use crate::avatar::Avatar;
use crate::class::{bem, when};
use crate::markup::Markup;

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
    let mail = !initials.is_empty();
    let mut row = Markup::new("<li");
    row.attr("class", &bem("p-list-row", &[when(selected, "selected"), when(unread, "unread"), when(mail, "mail")]));
    row.html("><a class=\"p-list-row__link\"").attr("href", &href).html(if selected { " aria-current=\"true\">" } else { ">" });
    if mail {
        row.view(view! { <Avatar initials=initials/> }.into_any());
    }
    row.html("<span class=\"p-list-row__body\"><span class=\"p-list-row__head\"><span class=\"p-list-row__above\">").text(&above).html("</span>");
    if !time.is_empty() {
        row.html("<span class=\"p-list-row__time n\">").text(&time).html("</span>");
    }
    row.html("</span><span class=\"p-list-row__title\">").text(&title).html("</span>");
    if !below.is_empty() {
        row.html("<span class=\"p-list-row__below\">").text(&below).html("</span>");
    }
    if let Some(badges) = badges {
        row.html("<span class=\"p-list-row__badges\">").view(badges).html("</span>");
    }
    row.html("</span></a>");
    if !why.is_empty() {
        row.html("<a class=\"p-list-row__why\"").attr("href", &why).attr("aria-label", &format!("Cách tính hạn, {above}")).html(">Cách tính hạn</a>");
    }
    row.html("</li>");
    row.done()
}
