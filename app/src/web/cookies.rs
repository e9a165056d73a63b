//! The cookies of the portal: their names, and the lines that set and remove them.

use ui::Display;

/// Name of the session cookie. The prefix makes browsers refuse it from any other host or path.
pub const SESSION_COOKIE: &str = "__Host-sid";
/// Name of the cookie between password and code.
pub(super) const SIGN_IN_COOKIE: &str = "__Host-buoc2";
/// Name of the cookie of somebody who verified a telephone number instead of signing in.
pub(super) const GUEST_COOKIE: &str = "__Host-khach";
/// Name of the cookie between telephone number and code.
pub(super) const CODE_COOKIE: &str = "__Host-ma";
/// Begin of the names of cookies that carry the message of a finished act to the next page; its mark follows.
const DONE_COOKIE: &str = "__Host-xong-";
/// Name of the cookie that keeps text size and theme; set only when somebody chooses.
pub(super) const DISPLAY_COOKIE: &str = "hien_thi";

/// Sets the display cookie for a year.
pub(crate) fn display_cookie(display: &Display) -> String {
    format!("{DISPLAY_COOKIE}={}-{}; Path=/; Max-Age=31536000; SameSite=Lax", display.text_size, display.theme)
}

/// Name of the cookie with the message of this mark.
pub(super) fn done_name(mark: &str) -> String {
    format!("{DONE_COOKIE}{mark}")
}

/// Keeps the message of a finished act for the next page; `None` removes it.
pub(super) fn done_cookie(mark: &str, sealed: Option<&str>) -> String {
    let age = if sealed.is_some() { 600 } else { 0 };
    format!("{}={}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={age}", done_name(mark), sealed.unwrap_or_default())
}

/// Sets the session cookie: for this host only, not for scripts, gone when the browser closes.
pub(crate) fn session_cookie(token: &str) -> String {
    format!("{SESSION_COOKIE}={token}; Path=/; Secure; HttpOnly; SameSite=Lax")
}

/// Removes the session cookie.
pub(crate) fn no_session_cookie() -> String {
    format!("{SESSION_COOKIE}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0")
}

/// Keeps the token between password and code for ten minutes; `None` removes it.
pub(crate) fn sign_in_cookie(token: Option<&str>) -> String {
    let age = if token.is_some() { 600 } else { 0 };
    format!("{SIGN_IN_COOKIE}={}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={age}", token.unwrap_or_default())
}

/// Keeps the token of a verified telephone until the browser closes; `None` removes it.
pub(crate) fn guest_cookie(token: Option<&str>) -> String {
    let end = if token.is_some() { "" } else { "; Max-Age=0" };
    format!("{GUEST_COOKIE}={}; Path=/; Secure; HttpOnly; SameSite=Lax{end}", token.unwrap_or_default())
}

/// Keeps the token between telephone number and code for ten minutes; `None` removes it.
pub(crate) fn code_cookie(token: Option<&str>) -> String {
    let age = if token.is_some() { 600 } else { 0 };
    format!("{CODE_COOKIE}={}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={age}", token.unwrap_or_default())
}
