//! What follows a posted form: the next page, or the form again with what was typed.

use super::cookies::done_cookie;
use super::failure::error_page;
use super::rq::{encode, status_of};
use super::{Form, Rq};
use axum::response::{IntoResponse, Response};
use domain::flash::{self, Flash};
use domain::{Error, Result};
use http::header::{LOCATION, SET_COOKIE};
use http::{HeaderValue, StatusCode};

/// A finished action: where to go next, and a sentence for the top of that page.
#[derive(Debug, Clone, Default)]
pub struct Done {
    to: String,
    message: String,
    cookies: Vec<String>,
}

impl Done {
    /// Goes to this page.
    pub fn to(path: impl Into<String>) -> Self {
        Self { to: path.into(), ..Self::default() }
    }

    /// Says what was done.
    #[must_use]
    pub fn say(mut self, message: impl Into<String>) -> Self {
        self.message = message.into();
        self
    }

    /// Sets a cookie.
    #[must_use]
    pub fn cookie(mut self, line: String) -> Self {
        self.cookies.push(line);
        self
    }
}

/// Turns the outcome of an action into a response: 303 for browsers, JSON for programs.
pub(super) async fn answer(rq: &Rq, form: &Form, outcome: Result<Done>) -> Response {
    match outcome {
        Ok(done) if rq.wants_json => axum::Json(serde_json::json!({ "to": done.to, "message": done.message })).into_response(),
        Ok(done) => succeed(rq, done).await,
        Err(error) if rq.wants_json => refuse_json(rq, &error),
        Err(error) => refuse(rq, form, error).await,
    }
}

async fn succeed(rq: &Rq, done: Done) -> Response {
    let mut to = done.to;
    let mut cookies = done.cookies;
    if !done.message.is_empty() {
        match flash::seal(rq.portal.settings(), rq.portal.clock().now(), &done.message) {
            Ok(Some((mark, sealed))) => {
                to = with_token(&to, &mark);
                cookies.push(done_cookie(&mark, Some(&sealed)));
            }
            _ => {
                let flash = Flash { form: to.clone(), message: done.message, done: true, ..Flash::default() };
                if let Ok(token) = keep(rq, &flash).await {
                    to = with_token(&to, &token);
                }
            }
        }
    }
    let mut response = see_other(&to);
    for cookie in cookies {
        if let Ok(value) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(SET_COOKIE, value);
        }
    }
    response
}

/// The form again, with what was typed and what is wrong; pages of their own where a form cannot help.
async fn refuse(rq: &Rq, form: &Form, error: Error) -> Response {
    super::failure::log(rq, &error);
    let back = rq.referer.as_deref().map_or_else(|| rq.path.clone(), strip_token);
    let errors = match &error {
        Error::Invalid(errors) => errors.0.clone(),
        Error::Conflict(_) | Error::RateLimited(_) | Error::CalendarMissing(_) | Error::Unavailable(_) => vec![(String::new(), error.to_string())],
        Error::Unauthorized => {
            let flash = Flash { form: back.clone(), values: form.keepable(), message: error.to_string(), ..Flash::default() };
            let ve = match keep(rq, &flash).await {
                Ok(token) => with_token(&back, &token),
                Err(_) => back,
            };
            return see_other(&format!("/dang-nhap?ve={}", encode(&ve)));
        }
        Error::Forbidden { .. } | Error::NotFound | Error::Internal(_) => return error_page(rq, &error).await,
    };
    let flash = Flash { form: back.clone(), values: form.keepable(), errors, message: String::new(), done: false };
    match keep(rq, &flash).await {
        Ok(token) => see_other(&with_token(&back, &token)),
        Err(store) => error_page(rq, &store).await,
    }
}

pub(super) fn refuse_json(rq: &Rq, error: &Error) -> Response {
    super::failure::log(rq, error);
    let fields = match error {
        Error::Invalid(errors) => errors.0.clone(),
        _ => Vec::new(),
    };
    let fields: Vec<serde_json::Value> = fields.into_iter().map(|(field, message)| serde_json::json!({ "field": field, "message": message })).collect();
    let body = serde_json::json!({ "code": code_of(error), "message_vi": error.to_string(), "fields": fields, "request_id": rq.request_id });
    (status_of(error), axum::Json(body)).into_response()
}

/// A closed list of codes: no cause ever leaves the process.
fn code_of(error: &Error) -> &'static str {
    match error {
        Error::Unauthorized => "unauthorized",
        Error::Forbidden { .. } => "forbidden",
        Error::NotFound => "not_found",
        Error::Conflict(_) => "conflict",
        Error::Invalid(_) => "invalid",
        Error::RateLimited(_) => "rate_limited",
        Error::CalendarMissing(_) => "calendar_missing",
        Error::Unavailable(_) => "unavailable",
        Error::Internal(_) => "internal",
    }
}

async fn keep(rq: &Rq, content: &Flash) -> Result<String> {
    let mut cx = rq.write().await?;
    let token = flash::put(&mut cx, content).await?;
    cx.commit().await?;
    Ok(token)
}

fn with_token(path: &str, token: &str) -> String {
    let (path, fragment) = path.split_once('#').map_or((path, String::new()), |(path, rest)| (path, format!("#{rest}")));
    let mark = if path.contains('?') { '&' } else { '?' };
    format!("{path}{mark}phieu={token}{fragment}")
}

/// The address without an old flash token.
fn strip_token(path: &str) -> String {
    let Some((path, query)) = path.split_once('?') else { return path.to_owned() };
    let kept: Vec<&str> = query.split('&').filter(|pair| !pair.starts_with("phieu=")).collect();
    if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) }
}

/// 303 to a path of our own; anything else goes to the front page.
pub(super) fn see_other(to: &str) -> Response {
    let own = super::rq::is_own_path(to);
    let location = if own { HeaderValue::from_str(to).ok() } else { None };
    let mut response = StatusCode::SEE_OTHER.into_response();
    response.headers_mut().insert(LOCATION, location.unwrap_or(HeaderValue::from_static("/")));
    response
}
