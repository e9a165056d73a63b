//! Buttons: real `<button>`s inside forms, and links that look like buttons.

use leptos::prelude::*;

use crate::class::{bem, when};
use crate::icon::{Ico, Icon};

/// The look of a button.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ButtonKind {
    /// Filled: one per screen or per row.
    #[default]
    Primary,
    /// 2 px brand border.
    Secondary,
    /// 1 px control border, regular weight, 44 px high: tools such as "In trang này".
    Line,
    /// Underlined, like a link.
    Quiet,
    /// Red border: starts something destructive.
    Danger,
    /// Filled red: only inside a confirmation.
    DangerFilled,
}

impl ButtonKind {
    const fn modifier(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Secondary => "secondary",
            Self::Line => "line",
            Self::Quiet => "quiet",
            Self::Danger => "danger",
            Self::DangerFilled => "danger-filled",
        }
    }
}

/// Icon left, word, icon right.
fn inner(label: String, icon: Option<Icon>, icon_after: Option<Icon>) -> impl IntoView {
    view! {
        {icon.map(|icon| view! { <Ico icon=icon/> })}
        <span class="p-button__label">{label}</span>
        {icon_after.map(|icon| view! { <Ico icon=icon/> })}
    }
}

/// A submit button. Its label is a verb with its object ("Nộp hồ sơ").
#[component]
pub fn Button(
    /// The words.
    #[prop(into)]
    label: String,
    /// The look.
    #[prop(optional)]
    kind: ButtonKind,
    /// Icon before the words.
    #[prop(optional)]
    icon: Option<Icon>,
    /// Icon after the words: the arrow of "go on".
    #[prop(optional)]
    icon_after: Option<Icon>,
    /// The page's main act, 64 px high.
    #[prop(optional)]
    large: bool,
    /// Being sent: "Đang nộp…" with the progress icon.
    #[prop(optional)]
    busy: bool,
    /// Name sent with the form.
    #[prop(optional, into)]
    name: Option<String>,
    /// Value sent with the form.
    #[prop(optional, into)]
    value: Option<String>,
    /// Another address than the form's.
    #[prop(optional, into)]
    formaction: Option<String>,
    /// Leave the form's checks aside, as "Lưu và làm tiếp sau" does.
    #[prop(optional)]
    formnovalidate: bool,
    /// The form it belongs to when it stands outside of it.
    #[prop(optional, into)]
    form: Option<String>,
    /// What it acts on, when the words alone do not say ("tệp uy-quyen.docx"); read out, not shown.
    #[prop(optional, into)]
    of: Option<String>,
    /// The id of the text saying why it cannot be used yet; the button is then inactive.
    #[prop(optional, into)]
    disabled_by: Option<String>,
) -> impl IntoView {
    let icon = if busy { Some(Icon::Refresh) } else { icon };
    let off = disabled_by.is_some();
    let class = bem("p-button", &[kind.modifier(), when(large, "large"), when(busy, "busy"), when(off, "disabled")]);
    view! {
        <button
            class=class
            type="submit"
            name=name
            value=value
            form=form
            formaction=formaction
            formnovalidate=formnovalidate
            disabled=off
            aria-describedby=disabled_by
        >
            {inner(label, icon, icon_after)}
            {of.map(|of| view! { <span class="p-visually-hidden">{format!(" {of}")}</span> })}
        </button>
    }
}

/// A link that looks like a button: it leads somewhere, it changes nothing.
#[component]
pub fn LinkButton(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// The words.
    #[prop(into)]
    label: String,
    /// The look.
    #[prop(optional)]
    kind: ButtonKind,
    /// Icon before the words.
    #[prop(optional)]
    icon: Option<Icon>,
    /// Icon after the words.
    #[prop(optional)]
    icon_after: Option<Icon>,
    /// The page's main act, 64 px high.
    #[prop(optional)]
    large: bool,
    /// Offer the target as a file.
    #[prop(optional)]
    download: bool,
    /// What it acts on, when the words alone do not say; read out, not shown.
    #[prop(optional, into)]
    of: Option<String>,
) -> impl IntoView {
    view! {
        <a class=bem("p-button", &[kind.modifier(), when(large, "large")]) href=href download=download.then_some("")>
            {inner(label, icon, icon_after)}
            {of.map(|of| view! { <span class="p-visually-hidden">{format!(" {of}")}</span> })}
        </a>
    }
}

/// A one-button form: an act on one thing from a list ("Tiếp nhận"), without JavaScript.
#[component]
pub fn PostButton(
    /// Where it posts to.
    #[prop(into)]
    action: String,
    /// The words.
    #[prop(into)]
    label: String,
    /// Values sent along.
    #[prop(optional)]
    hidden: Vec<(&'static str, String)>,
    /// The look.
    #[prop(optional)]
    kind: ButtonKind,
    /// Icon before the words.
    #[prop(optional_no_strip)]
    icon: Option<Icon>,
    /// What it acts on; read out, not shown.
    #[prop(optional, into)]
    of: Option<String>,
) -> impl IntoView {
    let fields = hidden.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view();
    view! {
        <form class="p-post-button" method="post" action=action>
            {fields}
            <button class=bem("p-button", &[kind.modifier()]) type="submit">
                {inner(label, icon, None)}
                {of.map(|of| view! { <span class="p-visually-hidden">{format!(" {of}")}</span> })}
            </button>
        </form>
    }
}

/// Buttons in a row; on a phone one below the other, full width, the main one first.
#[component]
pub fn ButtonGroup(
    /// The buttons, main one first.
    children: Children,
) -> impl IntoView {
    view! { <div class="p-button-group">{children()}</div> }
}
