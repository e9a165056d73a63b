//! The only way to put ready HTML into a page.

use leptos::prelude::*;

/// HTML that went through the sanitiser.
///
/// Only the sanitiser of the server may call [`SanitisedHtml::from_sanitiser`]: whatever is in here
/// reaches the reader as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SanitisedHtml(String);

impl SanitisedHtml {
    /// Wraps the sanitiser's output. Never call it with anything else.
    pub fn from_sanitiser(clean: String) -> Self {
        Self(clean)
    }

    /// The clean HTML.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Shows sanitised HTML: articles, mail, regulations.
#[component]
pub fn SafeHtml(
    /// What the sanitiser returned.
    html: SanitisedHtml,
) -> impl IntoView {
    view! { <div class="p-prose" inner_html=html.0></div> }
}
