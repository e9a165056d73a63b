//! What the browser runs when WebAssembly is there: small pieces on top of finished pages. Nothing here is needed
//! to use the portal.

use leptos::prelude::*;

/// Follows the server's live stream and updates the badge counts of the navigation without reloading.
#[island]
pub fn LiveBadges() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    live::follow();
    view! { <span hidden=true></span> }
}

#[cfg(feature = "hydrate")]
mod live;
