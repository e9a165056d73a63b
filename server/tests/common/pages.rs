//! What tests read from pages.

use super::{TestApp, Visitor};
use http::StatusCode;

/// A page that is there, with one title and what it must say.
pub async fn shows(app: &TestApp, visitor: &Visitor, path: &str, words: &[&str]) -> String {
    let page = app.get(visitor, path).await;
    assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.body);
    assert_eq!(page.body.matches("<h1").count(), 1, "{path}");
    for word in words {
        assert!(page.body.contains(word), "{path} lacks “{word}”: {}", page.body);
    }
    page.body
}

/// Value of the hidden field of the form that posts to an address.
pub fn version(page: &str, action: &str) -> String {
    let form = page.split(&format!("action=\"{action}\"")).nth(1).and_then(|rest| rest.split("</form>").next()).unwrap_or_default();
    let field = form.split("name=\"phien_ban\"").nth(1).and_then(|rest| rest.split("value=\"").nth(1)).and_then(|rest| rest.split('"').next());
    field.unwrap_or_default().to_owned()
}

/// The address without the token of its message.
pub fn plain(location: &str) -> String {
    location.split(['?', '#']).next().unwrap_or_default().to_owned()
}
