//! Live badge counts: an `EventSource` whose messages are JSON objects of counts by navigation address.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{EventSource, MessageEvent};

/// Opens the stream; the browser reconnects by itself.
pub fn follow() {
    let Ok(source) = EventSource::new("/can-bo/su-kien") else { return };
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(|event: MessageEvent| {
        if let Some(text) = event.data().as_string() {
            apply(&text);
        }
    });
    source.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
}

/// Lines of `name count`: the pill with `data-badge="name"` shows the count, or nothing for zero.
fn apply(text: &str) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    for line in text.lines() {
        let Some((name, count)) = line.split_once(' ') else { continue };
        if !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
            continue;
        }
        let Ok(pills) = document.query_selector_all(&format!("[data-badge=\"{name}\"]")) else { continue };
        for index in 0..pills.length() {
            if let Some(pill) = pills.item(index).and_then(|node| node.dyn_into::<web_sys::Element>().ok()) {
                pill.set_text_content(Some(count));
                let _ = if count == "0" { pill.set_attribute("hidden", "") } else { pill.remove_attribute("hidden") };
            }
        }
    }
}
