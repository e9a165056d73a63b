//! Actions of the tools.

use crate::web::{Done, Form, Result, Rq};

/// Keeps text size and theme in a cookie and goes back to the page.
pub async fn choose_display(rq: Rq, form: Form) -> Result<Done> {
    let mut display = rq.display.clone();
    if let Ok(size @ (100 | 125 | 150 | 175)) = form.get("co_chu").parse::<u16>() {
        display.text_size = size;
    }
    if matches!(form.get("nen"), "auto" | "light" | "dark" | "contrast") {
        display.theme = form.get("nen").to_owned();
    }
    let back = if form.get("ve").is_empty() { "/" } else { form.get("ve") };
    Ok(Done::to(back).cookie(crate::web::display_cookie(&display)))
}
