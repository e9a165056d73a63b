//! The two page shells and the columns inside them.

use leptos::prelude::*;

use crate::bottom_bar::BottomBar;
use crate::footer::Footer;
use crate::header::Header;
use crate::icon::Icon;
use crate::side_nav::SideNav;
use crate::skip_link::SkipLink;
use crate::top_bar::TopBar;
use crate::utility_bar::UtilityBar;

/// The signed-in person as the shells show them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ShellUser {
    /// Full name.
    pub name: String,
    /// Unit the person works in now; empty for citizens.
    pub unit: String,
    /// One or two letters of the avatar.
    pub initials: String,
}

/// One entry of the officials' navigation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavItem {
    /// Address of the page.
    pub href: String,
    /// Icon beside the word; sub-items are shown without it.
    pub icon: Icon,
    /// The word.
    pub label: String,
    /// Things that wait; zero shows no pill.
    pub count: u32,
    /// The counted things are overdue: the pill is red.
    pub overdue: bool,
    /// This page, or a page below it, is open.
    pub current: bool,
    /// The sub-list, shown while the item is current.
    pub children: Vec<NavItem>,
}

impl NavItem {
    /// An item without count, not current, without children.
    pub fn new(href: impl Into<String>, icon: Icon, label: impl Into<String>) -> Self {
        Self { href: href.into(), icon, label: label.into(), count: 0, overdue: false, current: false, children: Vec::new() }
    }

    /// The same item with a count.
    #[must_use]
    pub fn count(mut self, count: u32) -> Self {
        self.count = count;
        self
    }

    /// The same item, marked as the open one.
    #[must_use]
    pub fn current(mut self, current: bool) -> Self {
        self.current = current;
        self
    }

    /// The same item with its sub-list.
    #[must_use]
    pub fn children(mut self, children: Vec<NavItem>) -> Self {
        self.children = children;
        self
    }
}

/// How the reader wants to see pages; kept in a cookie and, when signed in, in the profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Display {
    /// Text size in per cent: 100, 125, 150 or 175.
    pub text_size: u16,
    /// `auto`, `light`, `dark` or `contrast`.
    pub theme: String,
}

impl Default for Display {
    fn default() -> Self {
        Self { text_size: 100, theme: "auto".to_owned() }
    }
}

/// The page frame for citizens: utility bar, header, navigation, content, footer.
#[component]
pub fn PublicShell(
    /// Path and query of this page: marks the current navigation word, and display forms return to it.
    #[prop(into)]
    path: String,
    /// Text size and theme in force.
    #[prop(optional)]
    display: Display,
    /// The signed-in person, if any.
    #[prop(optional_no_strip)]
    user: Option<ShellUser>,
    /// The data are simulated: the footer says so.
    #[prop(optional)]
    demo: bool,
    /// Hotline number, for example "0298 380 080".
    #[prop(into)]
    hotline: String,
    /// Text already in the search field.
    #[prop(optional, into)]
    query: String,
    /// The front page has its own large search, so the header leaves it out.
    #[prop(optional)]
    front: bool,
    /// The page.
    children: Children,
) -> impl IntoView {
    view! {
        <SkipLink/>
        <UtilityBar path=path.clone() display=display.clone()/>
        <Header path=path display=display user=user query=query front=front/>
        <main id="noi-dung-chinh" class="p-main" tabindex="-1">{children()}</main>
        <Footer hotline=hotline demo=demo/>
    }
}

/// The page frame for officials: top bar, side navigation, content, bottom bar on phones.
#[component]
pub fn OfficialShell(
    /// Path and query of this page: display forms return to it.
    #[prop(into)]
    path: String,
    /// Text size and theme in force.
    #[prop(optional)]
    display: Display,
    /// The person at work.
    user: ShellUser,
    /// The eight words with their counts; the first of Hôm nay, Hồ sơ, Nhiệm vụ, Hộp thư form the bottom bar.
    nav: Vec<NavItem>,
    /// Unread notifications.
    #[prop(optional)]
    notices: u32,
    /// Text already in the search field.
    #[prop(optional, into)]
    query: String,
    /// The page is a list with a pane: content touches the navigation, without padding.
    #[prop(optional)]
    flush: bool,
    /// Address of the help for this page.
    #[prop(optional, into)]
    help_href: String,
    /// The page.
    children: Children,
) -> impl IntoView {
    let main_class = if flush { "p-shell__main p-shell__main--flush" } else { "p-shell__main" };
    view! {
        <SkipLink/>
        <TopBar path=path display=display user=user.clone() nav=nav.clone() notices=notices query=query/>
        <div class="p-shell">
            <SideNav nav=nav.clone() user=user help_href=help_href/>
            <main id="noi-dung-chinh" class=main_class tabindex="-1">{children()}</main>
        </div>
        <BottomBar nav=nav/>
    }
}

/// Centres public content at 1.184 px with the page's side padding.
#[component]
pub fn Container(
    /// The content.
    children: Children,
) -> impl IntoView {
    view! { <div class="p-container">{children()}</div> }
}

/// A main column (8 of 12) with an aside (4 of 12); one column on phones and at 150 % text and above.
#[component]
pub fn Columns(
    /// The main column.
    children: Children,
    /// The aside.
    aside: AnyView,
    /// What the aside is, for assistive technology.
    #[prop(into)]
    aside_label: String,
) -> impl IntoView {
    view! {
        <div class="p-columns">
            <div class="p-columns__main">{children()}</div>
            <aside class="p-columns__aside" aria-label=aside_label>{aside}</aside>
        </div>
    }
}

/// Officials' list beside a pane. On a phone only one of the two is shown.
#[component]
pub fn ListAndPane(
    /// The list.
    list: AnyView,
    /// What the list holds, for assistive technology.
    #[prop(into)]
    list_label: String,
    /// A row is open: phones show the pane instead of the list.
    #[prop(optional)]
    open: bool,
    /// The pane.
    children: Children,
) -> impl IntoView {
    let class = if open { "p-list-pane p-list-pane--open" } else { "p-list-pane" };
    view! {
        <div class=class>
            <section class="p-list-pane__list" aria-label=list_label>{list}</section>
            <div class="p-list-pane__pane">{children()}</div>
        </div>
    }
}

/// One titled section of a page, with an optional link at the right of its title.
#[component]
pub fn Section(
    /// Title (h2).
    #[prop(into)]
    title: String,
    /// Anchor of the section, also the base of its heading's id.
    #[prop(into)]
    id: String,
    /// Line below the title.
    #[prop(optional, into)]
    note: String,
    /// Address of the link at the right.
    #[prop(optional, into)]
    more_href: String,
    /// Words of that link; they name their object ("Tất cả tin").
    #[prop(optional, into)]
    more_label: String,
    /// The content.
    children: Children,
) -> impl IntoView {
    let heading = format!("{id}-tieu-de");
    view! {
        <section class="p-section" id=id aria-labelledby=heading>
            <div class="p-section__head">
                <h2 class="p-section__title" id=heading.clone()>{crate::text::tie(&title)}</h2>
                {(!more_href.is_empty()).then(|| view! { <a class="p-section__more" href=more_href>{more_label}</a> })}
            </div>
            {(!note.is_empty()).then(|| view! { <p class="p-section__note">{note}</p> })}
            {children()}
        </section>
    }
}

/// A quiet tinted panel in the aside ("Gặp khó khăn?").
#[component]
pub fn Panel(
    /// Title (h2).
    #[prop(into)]
    title: String,
    /// The content.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="p-panel">
            <h2 class="p-panel__title">{title}</h2>
            <div class="p-panel__body">{children()}</div>
        </section>
    }
}
