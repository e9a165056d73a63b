//! The officials' worklist: groups by urgency, one row per thing that waits.

use leptos::prelude::*;

use crate::due_badge::{DueBadge, DueKind};
use crate::icon::{Ico, Icon, IconSize};
use crate::status_tag::{StatusTag, Tone};

/// A group of the worklist ("Quá hạn (3)") with its rows.
#[component]
pub fn WorklistGroup(
    /// Anchor, also the base of the heading's id.
    #[prop(into)]
    id: String,
    /// Title without the count ("Quá hạn").
    #[prop(into)]
    title: String,
    /// Number of things in the group.
    count: u32,
    /// Icon of the heading.
    icon: Icon,
    /// The group is overdue: red heading, red bar at the left of its rows.
    #[prop(optional)]
    overdue: bool,
    /// The rows.
    children: Children,
) -> impl IntoView {
    let class = if overdue { "p-worklist p-worklist--overdue" } else { "p-worklist" };
    let heading = format!("{id}-tieu-de");
    view! {
        <section class=class id=id aria-labelledby=heading>
            <h2 class="p-worklist__title" id=heading.clone()>
                <Ico icon=icon/>
                <span>{format!("{title}\u{a0}({count})")}</span>
            </h2>
            <ul class="p-worklist__rows">{children()}</ul>
        </section>
    }
}

/// One thing that waits: kind and code, title, who and state; badge; the one next action.
#[component]
pub fn WorklistRow(
    /// Icon of the kind.
    icon: Icon,
    /// Kind ("Hồ sơ").
    #[prop(into)]
    kind: String,
    /// Code or number.
    #[prop(into)]
    code: String,
    /// Title, a link to the thing.
    #[prop(into)]
    title: String,
    /// Address of the thing.
    #[prop(into)]
    href: String,
    /// Who and state ("Ông Phạm Đức Hòa · chờ ông duyệt văn bản xin lỗi").
    #[prop(into)]
    who: String,
    /// Urgency.
    due_kind: DueKind,
    /// It came since the last visit: "Mới".
    #[prop(optional)]
    fresh: bool,
    /// Time left in words.
    #[prop(into)]
    due_text: String,
    /// The next action: a `LinkButton` or `PostButton` (filled only when overdue).
    #[prop(optional, into)]
    action: Option<AnyView>,
) -> impl IntoView {
    view! {
        <li class="p-worklist-row">
            <div class="p-worklist-row__what">
                <p class="p-worklist-row__kind">
                    <Ico icon=icon size=IconSize::S20/>
                    <span>{kind}" · "<span class="n">{code}</span></span>
                    {fresh.then(|| view! { <StatusTag tone=Tone::Brand label="Mới"/> })}
                </p>
                <h3 class="p-worklist-row__title"><a href=href>{title}</a></h3>
                <p class="p-worklist-row__who">{who}</p>
            </div>
            <p class="p-worklist-row__due"><DueBadge kind=due_kind text=due_text/></p>
            {action.map(|action| view! { <div class="p-worklist-row__action">{action}</div> })}
        </li>
    }
}
