//! The answer of a page: a title, a view, perhaps another status.

use http::StatusCode;
use leptos::prelude::*;

type View = Box<dyn FnOnce() -> AnyView + Send>;

/// What a page function returns: data is already loaded, the view is built when the document is rendered.
pub struct Page {
    pub(super) title: String,
    pub(super) status: StatusCode,
    pub(super) view: View,
    pub(super) front: bool,
    pub(super) panes: bool,
    pub(super) bare: bool,
    pub(super) description: String,
    pub(super) cacheable: bool,
    pub(super) cookies: Vec<String>,
    pub(super) refresh_s: Option<u32>,
    pub(super) json: Option<serde_json::Value>,
    pub(super) sub_list: Vec<ui::NavItem>,
}

impl Page {
    /// A page with a title and a view. `view` runs once, after every query is done.
    pub fn new<V: IntoView + 'static>(title: impl Into<String>, view: impl FnOnce() -> V + Send + 'static) -> Self {
        Self {
            title: title.into(),
            status: StatusCode::OK,
            view: Box::new(move || view().into_any()),
            front: false,
            panes: false,
            bare: false,
            description: String::new(),
            cacheable: false,
            cookies: Vec::new(),
            refresh_s: None,
            json: None,
            sub_list: Vec::new(),
        }
    }

    /// Another status than 200.
    #[must_use]
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// The front page: its own large search instead of the header's.
    #[must_use]
    pub fn front(mut self) -> Self {
        self.front = true;
        self
    }

    /// An officials' page with a list and a pane, without padding around them.
    #[must_use]
    pub fn panes(mut self) -> Self {
        self.panes = true;
        self
    }

    /// Without header, navigation and footer: wall displays, print-only forms.
    #[must_use]
    pub fn bare(mut self) -> Self {
        self.bare = true;
        self
    }

    /// One sentence for search engines and shared links.
    #[must_use]
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.description = text.into();
        self
    }

    /// The same for everybody who is not signed in: browsers and proxies may keep it for a minute.
    #[must_use]
    pub fn cacheable(mut self) -> Self {
        self.cacheable = true;
        self
    }

    /// Reloads itself without JavaScript after this many seconds (wall displays, waiting pages).
    #[must_use]
    pub fn refresh(mut self, seconds: u32) -> Self {
        self.refresh_s = Some(seconds);
        self
    }

    /// The sub-list below the open word of the officials' navigation.
    #[must_use]
    pub fn sub_list(mut self, items: Vec<ui::NavItem>) -> Self {
        self.sub_list = items;
        self
    }

    /// The same facts for a program that asks with `Accept: application/json`.
    #[must_use]
    pub fn json(mut self, facts: serde_json::Value) -> Self {
        self.json = Some(facts);
        self
    }

    /// Puts something above everything else on the page.
    pub(crate) fn above<V: IntoView + 'static>(&mut self, first: impl FnOnce() -> V + Send + 'static) {
        let view = std::mem::replace(&mut self.view, Box::new(|| ().into_any()));
        self.view = Box::new(move || view! { {first()} {view()} }.into_any());
    }

    /// Sets a cookie with the page.
    #[must_use]
    pub fn cookie(mut self, line: String) -> Self {
        self.cookies.push(line);
        self
    }
}
