//! The answer to a form that the upload script sent. A browser would follow the redirect inside the script's request, and what is
//! shown once would be gone; so the script is told where to go, and the page is loaded as after a plain form.

use axum::response::Response;
use http::header::LOCATION;
use http::{HeaderMap, StatusCode};

/// Header of a request that the script made.
const SENT: &str = "x-upload";
/// Header of the answer: the page that comes next.
const NEXT: &str = "x-next";

/// True if the upload script asks.
pub(super) fn scripted(headers: &HeaderMap) -> bool {
    headers.contains_key(SENT)
}

/// Turns the redirect of a finished or refused form into a header for the script; every other answer stays as it is.
pub(super) fn tell(scripted: bool, mut response: Response) -> Response {
    if scripted
        && response.status() == StatusCode::SEE_OTHER
        && let Some(to) = response.headers_mut().remove(LOCATION)
    {
        *response.status_mut() = StatusCode::OK;
        response.headers_mut().insert(NEXT, to);
    }
    response
}
