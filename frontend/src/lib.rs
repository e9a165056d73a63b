//! The WebAssembly entry point: makes the islands of `app` available to the start script.

use wasm_bindgen::prelude::wasm_bindgen;

/// Called once by the start script before it hydrates the islands of the page.
#[wasm_bindgen]
pub fn hydrate() {
    // Keeps the islands linked: the start script calls them by name.
    use app as _;
    leptos::mount::hydrate_islands();
}
