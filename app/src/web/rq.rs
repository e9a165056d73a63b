//! A request with everything a page or an action may ask: visitor, path, query, flash.

use super::Site;
use super::cookies::{CODE_COOKIE, DISPLAY_COOKIE, GUEST_COOKIE, SESSION_COOKIE, SIGN_IN_COOKIE, done_name};
use axum::extract::{FromRequestParts, RawPathParams};
use domain::flash::{self, Flash};
use domain::{Actor, Cx, Error, Portal, Result};
use http::header::{ACCEPT, COOKIE, REFERER, USER_AGENT};
use http::request::Parts;
use http::{HeaderMap, StatusCode};
use percent_encoding::percent_decode_str;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;

pub use ui::Display;

/// What every handler shares.
#[derive(Clone)]
pub struct AppState {
    /// Database, clock, files, settings.
    pub portal: Portal,
    /// Built files.
    pub site: Arc<Site>,
}

/// A request.
#[derive(Clone)]
pub struct Rq {
    /// Database, clock, files, settings.
    pub portal: Portal,
    /// Built files.
    pub site: Arc<Site>,
    /// Who asks.
    pub actor: Actor,
    /// Text size and theme.
    pub display: Display,
    /// Path without query.
    pub path: String,
    /// Decoded query pairs, in order, without the flash token.
    pub query: Vec<(String, String)>,
    /// Parts of the path by name.
    pub params: Vec<(String, String)>,
    /// What a refused form or a finished one left for this page.
    pub flash: Option<Flash>,
    /// Mark of the message that this page shows and whose cookie it removes.
    pub shown: Option<String>,
    /// Address of the client, for rate limits only.
    pub address: String,
    /// The client wants JSON instead of a page.
    pub wants_json: bool,
    /// Path of the page that the form stood on, if it is ours.
    pub referer: Option<String>,
    /// Number of this request in the log.
    pub request_id: String,
    /// Session token from the cookie.
    pub session_token: Option<String>,
    /// Token of a sign-in that waits for its code.
    pub sign_in_token: Option<String>,
    /// Token of a verified telephone from the cookie.
    pub guest_token: Option<String>,
    /// Token of a code that was sent to a telephone.
    pub code_token: Option<String>,
    /// Browser and system as they name themselves, for the list of sessions.
    pub device: String,
}

impl Rq {
    /// A context that reads for this visitor: on a page, of the one moment of its request.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn read(&self) -> Result<Cx> {
        self.portal.read(&self.actor).await
    }

    /// A context that writes for this visitor; commit it.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn write(&self) -> Result<Cx> {
        self.portal.write(&self.actor).await
    }

    /// The same for what may be lost if the machine loses its power: counts against a limit, views.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn write_unflushed(&self) -> Result<Cx> {
        self.portal.write_unflushed(&self.actor).await
    }

    /// The first value of a query parameter, trimmed; empty counts as absent.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// A part of the path; empty if the route has none of that name.
    #[must_use]
    pub fn param(&self, name: &str) -> &str {
        self.params.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
    }

    /// The page number of a list (`trang`), from 1; nonsense counts as 1.
    #[must_use]
    pub fn page_number(&self) -> i64 {
        self.query("trang").and_then(|text| text.parse::<i64>().ok()).filter(|n| (1..=100_000).contains(n)).unwrap_or(1)
    }

    /// Path and query, for links that come back here.
    #[must_use]
    pub fn here(&self) -> String {
        if self.query.is_empty() {
            return self.path.clone();
        }
        let pairs: Vec<String> = self.query.iter().map(|(key, value)| format!("{}={}", encode(key), encode(value))).collect();
        format!("{}?{}", self.path, pairs.join("&"))
    }

    /// The address of a page of the list shown here, without its number: path and query but for `trang`.
    #[must_use]
    pub fn list_base(&self) -> String {
        let pairs = self.query.iter().filter(|(key, _)| key != "trang").map(|(key, value)| format!("{}={}&", encode(key), encode(value)));
        format!("{}?{}trang=", self.path, pairs.collect::<String>())
    }

    /// What was typed into the form of this page and what was wrong with it.
    #[must_use]
    pub fn form(&self) -> ui::FormState {
        let mut state = ui::FormState::default();
        if let Some(flash) = self.flash.as_ref().filter(|flash| !flash.done) {
            for (name, value) in &flash.values {
                state.values.entry(name.clone()).or_default().push(value.clone());
            }
            state.errors.clone_from(&flash.errors);
            if state.errors.is_empty() && !flash.message.is_empty() {
                state.errors.push((String::new(), flash.message.clone()));
            }
        }
        state
    }

    /// The sentence that a finished action left for this page.
    #[must_use]
    pub fn done_message(&self) -> Option<String> {
        self.flash.as_ref().filter(|flash| flash.done && !flash.message.is_empty()).map(|flash| flash.message.clone())
    }
}

/// True for an address inside the portal. Browsers drop tabs and line breaks before they read an address, so any
/// control character makes it foreign.
pub(crate) fn is_own_path(path: &str) -> bool {
    path.starts_with('/') && !path.starts_with("//") && !path.contains('\\') && !path.chars().any(char::is_control)
}

/// Percent-encodes a query value.
pub(crate) fn encode(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// The value of a cookie.
#[must_use]
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|line| line.split(';')).find_map(|pair| {
        let (key, value) = pair.trim().split_once('=')?;
        (key == name).then(|| value.to_owned())
    })
}

/// Text size and theme from the cookie, for example `150-dark`.
fn display_of(headers: &HeaderMap) -> Display {
    let mut display = Display::default();
    if let Some(value) = cookie(headers, DISPLAY_COOKIE) {
        let (size, theme) = value.split_once('-').unwrap_or((value.as_str(), "auto"));
        if let Ok(size @ (100 | 125 | 150 | 175)) = size.parse::<u16>() {
            display.text_size = size;
        }
        if matches!(theme, "auto" | "light" | "dark" | "contrast") {
            display.theme = theme.to_owned();
        }
    }
    display
}

fn decode_query(query: &str) -> Vec<(String, String)> {
    let decode = |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .take(100)
        .map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(key), decode(value).replace('\0', ""))
        })
        .collect()
}

/// Only the path and query of a referer on our own host.
fn own_referer(headers: &HeaderMap) -> Option<String> {
    let referer = headers.get(REFERER)?.to_str().ok()?;
    let host = headers.get(http::header::HOST)?.to_str().ok()?;
    let rest = referer.strip_prefix("http://").or_else(|| referer.strip_prefix("https://"))?;
    let (authority, _) = rest.split_once('/')?;
    (authority == host).then(|| rest[authority.len()..].to_owned())
}

impl FromRequestParts<AppState> for Rq {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        let params = match RawPathParams::from_request_parts(parts, state).await {
            Ok(params) => params.iter().map(|(key, value)| (key.to_owned(), value.replace('\0', ""))).collect(),
            Err(_) => Vec::new(),
        };
        let mut query = decode_query(parts.uri.query().unwrap_or_default());
        let token = query.iter().position(|(key, _)| key == "phieu").map(|at| query.remove(at).1);
        let headers = &parts.headers;
        let session_token = cookie(headers, SESSION_COOKIE);
        let guest_token = cookie(headers, GUEST_COOKIE);
        let portal = if parts.method == http::Method::GET { state.portal.at_one_moment() } else { state.portal.clone() };
        let actor = match &session_token {
            Some(session) => known(&portal, domain::identity::actor_of_session(&portal, session).await),
            None => None,
        };
        let actor = match (actor, &guest_token) {
            (None, Some(token)) => known(&portal, domain::identity::phone::actor_of(&portal, token).await),
            (actor, _) => actor,
        };
        let accept = headers.get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let mut rq = Rq {
            portal,
            site: state.site.clone(),
            actor: actor.unwrap_or_else(Actor::anonymous),
            display: display_of(headers),
            path: parts.uri.path().to_owned(),
            query,
            params,
            flash: None,
            shown: None,
            address: client_address(parts),
            wants_json: accept.starts_with("application/json"),
            referer: own_referer(headers),
            request_id: headers.get("x-request-id").and_then(|id| id.to_str().ok()).unwrap_or_default().to_owned(),
            session_token,
            sign_in_token: cookie(headers, SIGN_IN_COOKIE),
            guest_token,
            code_token: cookie(headers, CODE_COOKIE),
            device: headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).map(|text| text.chars().take(200).collect()).unwrap_or_default(),
        };
        if let Some(token) = token.filter(|token| parts.method == http::Method::GET && token.bytes().all(|byte| byte.is_ascii_hexdigit())) {
            match token.len() {
                64 => rq.flash = take_flash(&rq, &token).await.unwrap_or_default(),
                flash::MARK => {
                    let sealed = cookie(&parts.headers, &done_name(&token));
                    rq.flash = sealed.and_then(|sealed| flash::open(rq.portal.settings(), rq.portal.clock().now(), &token, &sealed));
                    rq.shown = rq.flash.is_some().then_some(token);
                }
                _ => {}
            }
        }
        Ok(rq)
    }
}

/// Whom a token belongs to; nobody if that cannot be read, and then what failed does not spoil the rest of the request.
fn known(portal: &Portal, found: Result<Option<Actor>>) -> Option<Actor> {
    found.unwrap_or_else(|error| {
        tracing::warn!(%error, "reading who asks");
        portal.pass_moment();
        None
    })
}

async fn take_flash(rq: &Rq, token: &str) -> Result<Option<Flash>> {
    let mut cx = rq.write().await?;
    let flash = flash::take(&mut cx, token).await?;
    cx.commit().await?;
    Ok(flash)
}

/// The peer's address; behind a reverse proxy on loopback, the last address that the proxy added.
fn client_address(parts: &Parts) -> String {
    let peer = parts.extensions.get::<axum::extract::ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let forwarded = parts.headers.get("x-forwarded-for").and_then(|value| value.to_str().ok()).and_then(|list| list.rsplit(',').next()).map(str::trim);
    match (peer, forwarded) {
        (Some(peer), Some(forwarded)) if peer.is_loopback() && forwarded.parse::<std::net::IpAddr>().is_ok() => forwarded.to_owned(),
        (Some(peer), _) => peer.to_string(),
        (None, _) => "local".to_owned(),
    }
}

/// The HTTP status of an error.
#[must_use]
pub fn status_of(error: &Error) -> StatusCode {
    match error {
        Error::Unauthorized => StatusCode::UNAUTHORIZED,
        Error::Forbidden { .. } => StatusCode::FORBIDDEN,
        Error::NotFound => StatusCode::NOT_FOUND,
        Error::Conflict(_) => StatusCode::CONFLICT,
        Error::Invalid(_) | Error::CalendarMissing(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Error::RateLimited(_) => StatusCode::TOO_MANY_REQUESTS,
        Error::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
        Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
