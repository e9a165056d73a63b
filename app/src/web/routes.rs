//! The table of routes. Each has a policy; a test walks the table.

use super::action::{answer, refuse_json, see_other};
use super::document::render;
use super::failure::error_page;
use super::next::{scripted, tell};
use super::rq::encode;
use super::upload::{LookedAt, count, look, receive, room, slot};
use super::{AppState, Done, Form, Page, Policy, Rq, Uploads};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::response::Response;
use axum::routing::{MethodRouter, get, post};
use domain::{Error, Result};
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use std::future::Future;

/// Largest body of a form without files, bytes.
const FORM_LIMIT: usize = 2 * 1024 * 1024;

/// One route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteInfo {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// Path with `{names}`.
    pub path: &'static str,
    /// Who may use it.
    pub policy: Policy,
    /// Its forms carry files, so they may take longer than others.
    pub files: bool,
}

/// Routes under construction.
#[derive(Default)]
pub struct Routes {
    list: Vec<RouteInfo>,
    router: Router<AppState>,
}

impl Routes {
    /// No route yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the routes of a slice.
    #[must_use]
    pub fn with(self, slice: fn(Routes) -> Routes) -> Self {
        slice(self)
    }

    /// Every route, in order of registration.
    #[must_use]
    pub fn list(&self) -> &[RouteInfo] {
        &self.list
    }

    /// The router, for the server.
    pub fn into_router(self) -> Router<AppState> {
        self.router
    }

    fn add(mut self, method: &'static str, path: &'static str, policy: Policy, handler: MethodRouter<AppState>) -> Self {
        self.list.push(RouteInfo { method, path, policy, files: false });
        self.router = self.router.route(path, handler);
        self
    }

    /// A form with files, of at most `limit` bytes in all.
    fn add_files(self, path: &'static str, policy: Policy, handler: MethodRouter<AppState>, limit: usize) -> Self {
        let mut routes = self.add("POST", path, policy, handler.layer(DefaultBodyLimit::max(limit)));
        if let Some(route) = routes.list.last_mut() {
            route.files = true;
        }
        routes
    }

    /// A page: `async fn page(rq: Rq) -> Result<Page>`.
    #[must_use]
    pub fn page<F, Fut>(self, path: &'static str, policy: Policy, page: F) -> Self
    where
        F: Fn(Rq) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Result<Page>> + Send + 'static,
    {
        let handler = move |rq: Rq| {
            let page = page.clone();
            async move {
                if let Err(error) = policy.check(&rq.actor) {
                    return refuse_page(&rq, &error).await;
                }
                match page(rq.clone()).await {
                    Ok(page) => render(&rq, page).await,
                    Err(error) => refuse_page(&rq, &error).await,
                }
            }
        };
        self.add("GET", path, policy, get(handler))
    }

    /// A form action: `async fn action(rq: Rq, form: Form) -> Result<Done>`.
    #[must_use]
    pub fn action<F, Fut>(self, path: &'static str, policy: Policy, action: F) -> Self
    where
        F: Fn(Rq, Form) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Result<Done>> + Send + 'static,
    {
        let handler = move |rq: Rq, request: Request| {
            let action = action.clone();
            async move {
                let form = match read_form(request).await {
                    Ok(form) => form,
                    Err(error) => return answer(&rq, &Form::default(), Err(error)).await,
                };
                let outcome = match policy.check(&rq.actor) {
                    Ok(()) => action(rq.clone(), form.clone()).await,
                    Err(error) => Err(error),
                };
                answer(&rq, &form, outcome).await
            }
        };
        self.add("POST", path, policy, post(handler).layer(DefaultBodyLimit::max(FORM_LIMIT)))
    }

    /// A form action with files: `async fn action(rq: Rq, form: Form, files: Uploads) -> Result<Done>`.
    #[must_use]
    pub fn upload<F, Fut>(self, path: &'static str, policy: Policy, action: F) -> Self
    where
        F: Fn(Rq, Form, Uploads) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Result<Done>> + Send + 'static,
    {
        let handler = move |rq: Rq, request: Request| {
            let action = action.clone();
            let scripted = scripted(request.headers());
            let answered = async move {
                if let Err(error) = policy.check(&rq.actor) {
                    return answer(&rq, &Form::default(), Err(error)).await;
                }
                if let Err(error) = room(&rq).await {
                    return answer(&rq, &Form::default(), Err(error)).await;
                }
                if !is_multipart(request.headers()) {
                    // The same form without a file field.
                    let form = match axum::body::to_bytes(request.into_body(), FORM_LIMIT).await {
                        Ok(body) => Form::parse(&body),
                        Err(_) => return answer(&rq, &Form::default(), Err(too_large())).await,
                    };
                    let outcome = action(rq.clone(), form.clone(), Uploads::default()).await;
                    return answer(&rq, &form, outcome).await;
                }
                let _slot = match slot(&rq) {
                    Ok(slot) => slot,
                    Err(error) => return answer(&rq, &Form::default(), Err(error)).await,
                };
                let (form, bytes, files) = match Multipart::from_request(request, &()).await {
                    Ok(body) => receive(&rq.portal, body).await,
                    Err(_) => (Form::default(), 0, Err(Error::field("tep", "Nội dung gửi lên không đúng mẫu. Hãy tải lại trang rồi gửi lại."))),
                };
                let outcome = match (count(&rq, bytes).await, files) {
                    (Ok(()), Ok(files)) => action(rq.clone(), form.clone(), files).await,
                    (_, Err(error)) | (Err(error), Ok(_)) => Err(error),
                };
                answer(&rq, &form, outcome).await
            };
            async move { tell(scripted, answered.await) }
        };
        self.add_files(path, policy, post(handler), UPLOAD_LIMIT)
    }

    /// A form action with a file that is only looked at: `async fn action(rq: Rq, form: Form, files: Vec<LookedAt>) -> Result<Done>`.
    /// Nothing of the file is kept.
    #[must_use]
    pub fn inspect<F, Fut>(self, path: &'static str, policy: Policy, limit: u64, action: F) -> Self
    where
        F: Fn(Rq, Form, Vec<LookedAt>) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Result<Done>> + Send + 'static,
    {
        let handler = move |rq: Rq, request: Request| {
            let action = action.clone();
            let scripted = scripted(request.headers());
            let answered = async move {
                if let Err(error) = policy.check(&rq.actor) {
                    return answer(&rq, &Form::default(), Err(error)).await;
                }
                let _slot = match slot(&rq) {
                    Ok(slot) => slot,
                    Err(error) => return answer(&rq, &Form::default(), Err(error)).await,
                };
                let (form, files) = match Multipart::from_request(request, &()).await {
                    Ok(body) => look(body, limit).await,
                    Err(_) => (Form::default(), Err(Error::field("tep", "Nội dung gửi lên không đúng mẫu. Hãy tải lại trang rồi gửi lại."))),
                };
                let outcome = match files {
                    Ok(files) => action(rq.clone(), form.clone(), files).await,
                    Err(error) => Err(error),
                };
                answer(&rq, &form, outcome).await
            };
            async move { tell(scripted, answered.await) }
        };
        // A file that is too large is read to its end, so that the browser gets the answer.
        let most = usize::try_from(limit).unwrap_or(UPLOAD_LIMIT).saturating_mul(2).saturating_add(FORM_LIMIT);
        self.add_files(path, policy, post(handler), most.min(UPLOAD_LIMIT))
    }

    /// A call of a partner's program: the body byte for byte, because it is signed, and the headers. Answers are JSON.
    #[must_use]
    pub fn callback<F, Fut>(self, path: &'static str, policy: Policy, callback: F) -> Self
    where
        F: Fn(Rq, HeaderMap, Bytes) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Result<Response>> + Send + 'static,
    {
        let handler = move |rq: Rq, request: Request| {
            let callback = callback.clone();
            async move {
                let headers = request.headers().clone();
                let outcome = match (policy.check(&rq.actor), Bytes::from_request(request, &()).await) {
                    (Ok(()), Ok(body)) => callback(rq.clone(), headers, body).await,
                    (Err(error), _) => Err(error),
                    (Ok(()), Err(_)) => Err(Error::field("", "Nội dung gửi lên quá lớn hoặc bị ngắt. Hãy gửi lại.")),
                };
                outcome.unwrap_or_else(|error| refuse_json(&rq, &error))
            }
        };
        self.add("POST", path, policy, post(handler).layer(DefaultBodyLimit::max(FORM_LIMIT)))
    }

    /// Something else than a page: a CSV file, a feed, a stored file.
    #[must_use]
    pub fn download<F, Fut>(self, path: &'static str, policy: Policy, download: F) -> Self
    where
        F: Fn(Rq) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Result<Response>> + Send + 'static,
    {
        let handler = move |rq: Rq| {
            let download = download.clone();
            async move {
                if let Err(error) = policy.check(&rq.actor) {
                    return refuse_page(&rq, &error).await;
                }
                match download(rq.clone()).await {
                    Ok(response) => response,
                    Err(error) => refuse_page(&rq, &error).await,
                }
            }
        };
        self.add("GET", path, policy, get(handler))
    }
}

/// Largest body of a form with files, bytes: several files of the largest size each.
const UPLOAD_LIMIT: usize = 120 * 1024 * 1024;

/// A page that needs a signed-in visitor sends others to the sign-in page and back; everything else is a page that says why.
async fn refuse_page(rq: &Rq, error: &Error) -> Response {
    if matches!(error, Error::Unauthorized) && !rq.wants_json {
        return see_other(&format!("/dang-nhap?ve={}", encode(&rq.here())));
    }
    error_page(rq, error).await
}

async fn read_form(request: Request<Body>) -> Result<Form> {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let body = Bytes::from_request(request, &()).await.map_err(|_| too_large())?;
    Ok(if kind.starts_with("application/json") { Form::parse_json(&body) } else { Form::parse(&body) })
}

fn is_multipart(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).is_some_and(|kind| kind.starts_with("multipart/"))
}

fn too_large() -> Error {
    Error::field("", "Nội dung gửi lên quá lớn. Hãy rút ngắn rồi gửi lại.")
}
