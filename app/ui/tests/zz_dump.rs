//! temporary
use leptos::prelude::*;
use ui::*;
#[test]
fn dump() {
    let size: u16 = std::env::var("UI_SIZE").ok().and_then(|s| s.parse().ok()).unwrap_or(100);
    let theme = std::env::var("UI_THEME").unwrap_or_else(|_| "auto".to_owned());
    let page = |name: &str, f: &dyn Fn(Display) -> AnyView| {
        let d = Display { text_size: size, theme: theme.clone() };
        let body = Owner::new().with(|| f(d).to_html());
        let html = format!("<!doctype html>\n<html lang=\"vi\" data-text=\"{size}\" data-theme=\"{theme}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>Kiểu dáng</title><link rel=\"stylesheet\" href=\"app.css\"></head><body>{body}</body></html>\n");
        std::fs::write(format!("/tmp/uiws/dump/{name}.html"), html).unwrap();
    };
    page("sheet", &|d| view! { <PublicShell path="/kieu-dang" display=d hotline="0298 380 080" user=None demo=true><StyleSheet/></PublicShell> }.into_any());
    page("desk", &|d| view! { <DeskSheet display=d/> }.into_any());
}
