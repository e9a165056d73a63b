//! `/kieu-dang`: every component with its states, for developers and for the screenshot and accessibility tests.

use crate::web::{Error, Page, Result, Rq};
use leptos::prelude::*;

/// The component sheet; only where demo mode is on.
pub async fn page(rq: Rq) -> Result<Page> {
    if !rq.portal.settings().demo {
        return Err(Error::NotFound);
    }
    Ok(Page::new("Kiểu dáng", || view! { <ui::sheet::StyleSheet/> }))
}
