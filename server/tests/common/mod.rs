//! The portal under test: the real router on a fresh database, driven without a network, or a process of its own.

pub mod dossiers;
pub mod journey;
pub mod pages;

use axum::Router;
use axum::body::Body;
use domain::testing::TestPortal;
use http::{Request, StatusCode};
use http_body_util::BodyExt;
use server::live::Live;
use tokio::sync::watch;
use tower::ServiceExt;

/// A router with its database.
pub struct TestApp {
    /// Database, clock, files.
    pub t: TestPortal,
    way: Way,
}

/// How requests reach the portal.
enum Way {
    /// Into the router of this process.
    Router(Router, #[expect(dead_code, reason = "live updates end when it is dropped")] watch::Sender<bool>),
    /// Over the network, to another process at this address.
    Network(reqwest::Client, String),
}

/// A response that was read to its end.
#[derive(Debug)]
pub struct Answer {
    /// Status.
    pub status: StatusCode,
    /// Where a redirect leads.
    pub location: String,
    /// Value of the session cookie, if one was set.
    pub cookies: Vec<String>,
    /// Headers.
    pub headers: http::HeaderMap,
    /// Body.
    pub body: String,
}

/// A visitor with the cookies collected so far.
#[derive(Clone, Default)]
pub struct Visitor {
    cookies: Vec<(String, String)>,
}

impl Visitor {
    /// Somebody without cookies.
    pub fn anonymous() -> Self {
        Self::default()
    }

    /// The cookies as a browser sends them.
    pub fn cookie_line(&self) -> String {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        cookies.join("; ")
    }

    fn remember(&mut self, answer: &Answer) {
        for line in &answer.cookies {
            let Some((name, value)) = line.split(';').next().and_then(|pair| pair.split_once('=')) else { continue };
            self.cookies.retain(|(known, _)| known != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
    }
}

impl TestApp {
    /// A portal on a fresh SQLite database, without data.
    pub async fn sqlite() -> Self {
        Self::on(domain::testing::sqlite().await)
    }

    /// A portal on a fresh PostgreSQL database, without data.
    pub async fn postgres() -> Self {
        Self::on(domain::testing::postgres().await)
    }

    /// A portal on this database.
    pub fn on(t: TestPortal) -> Self {
        let (stop, stopped) = watch::channel(false);
        let live = Live::start(t.portal.clone(), stopped);
        Self { way: Way::Router(server::http::router(t.portal.clone(), live), stop), t }
    }

    /// A portal that another process serves on the database of `t`.
    pub fn served(t: TestPortal, url: &str) -> Self {
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().unwrap();
        Self { way: Way::Network(client, url.to_owned()), t }
    }

    /// The same portal, reached through another process.
    pub fn through(&mut self, url: &str) {
        if let Way::Network(_, at) = &mut self.way {
            url.clone_into(at);
        }
    }

    /// Sends a request to another process.
    async fn over_network(client: &reqwest::Client, url: &str, request: Request<Body>) -> http::Response<Body> {
        let (parts, body) = request.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let sent = client.request(parts.method, format!("{url}{}", parts.uri)).headers(parts.headers).body(bytes).send().await.unwrap();
        let mut response = http::Response::builder().status(sent.status());
        for (name, value) in sent.headers() {
            response = response.header(name, value);
        }
        response.body(Body::from(sent.bytes().await.unwrap())).unwrap()
    }

    /// Sends a request.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = match &self.way {
            Way::Router(router, _) => router.clone().oneshot(request).await.unwrap(),
            Way::Network(client, url) => Self::over_network(client, url, request).await,
        };
        let (parts, body) = response.into_parts();
        let text = |name: &str| parts.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
        let cookies = parts.headers.get_all("set-cookie").iter().filter_map(|v| v.to_str().ok()).map(str::to_owned).collect();
        let location = text("location");
        let bytes = body.collect().await.unwrap().to_bytes();
        Answer { status: parts.status, location, cookies, headers: parts.headers, body: String::from_utf8_lossy(&bytes).replace('\u{a0}', " ") }
    }

    fn request(method: &str, path: &str, visitor: &Visitor) -> http::request::Builder {
        Request::builder().method(method).uri(path).header("host", "127.0.0.1:3000").header("cookie", visitor.cookie_line())
    }

    /// Fetches a page.
    pub async fn get(&self, visitor: &Visitor, path: &str) -> Answer {
        self.send(Self::request("GET", path, visitor).header("accept", "text/html").body(Body::empty()).unwrap()).await
    }

    /// Posts a form as a browser without JavaScript does.
    pub async fn post(&self, visitor: &mut Visitor, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body: Vec<String> = fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        let request = Self::request("POST", path, visitor)
            .header("accept", "text/html")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("origin", "http://127.0.0.1:3000")
            .header("referer", format!("http://127.0.0.1:3000{path}"))
            .body(Body::from(body.join("&")))
            .unwrap();
        let answer = self.send(request).await;
        visitor.remember(&answer);
        answer
    }

    /// Posts a form with a file as a browser without JavaScript does: `(field, name, bytes)`.
    pub async fn post_file(&self, visitor: &mut Visitor, path: &str, fields: &[(&str, &str)], file: Option<(&str, &str, &[u8])>) -> Answer {
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(format!("--gach\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes());
        }
        if let Some((field, name, bytes)) = file {
            body.extend(
                format!("--gach\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                    .into_bytes(),
            );
            body.extend(bytes);
            body.extend(b"\r\n");
        }
        body.extend(b"--gach--\r\n");
        let request = Self::request("POST", path, visitor)
            .header("accept", "text/html")
            .header("content-type", "multipart/form-data; boundary=gach")
            .header("origin", "http://127.0.0.1:3000")
            .header("referer", format!("http://127.0.0.1:3000{path}"))
            .body(Body::from(body))
            .unwrap();
        let answer = self.send(request).await;
        visitor.remember(&answer);
        answer
    }

    /// Signs in a sample citizen of the seed: password, then the code that was sent to the phone.
    pub async fn citizen(&self, phone: &str) -> Visitor {
        let mut visitor = Visitor::default();
        let first = self.post(&mut visitor, "/dang-nhap", &[("ten_dang_nhap", phone), ("mat_khau", domain::seed::demo::PASSWORD)]).await;
        assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.body);
        let code = self.newest_code().await;
        let second = self.post(&mut visitor, "/dang-nhap/ma", &[("ma_xac_thuc", &code)]).await;
        assert_eq!(second.status, StatusCode::SEE_OTHER, "{phone}: {}", second.body);
        visitor
    }

    /// The newest one-time code that was sent.
    pub async fn newest_code(&self) -> String {
        let mut held = self.t.portal.db().read().await.unwrap();
        let sent: (String,) = held.conn().one("SELECT text FROM outbox WHERE event = 'signin_code' ORDER BY id DESC LIMIT 1", Vec::new()).await.unwrap();
        sent.0.chars().filter(char::is_ascii_digit).take(6).collect()
    }

    /// Posts this body as it is, for a browser whose connection broke half-way.
    pub async fn post_raw(&self, visitor: &mut Visitor, path: &str, kind: &str, body: Vec<u8>) -> Answer {
        self.post_with(visitor, path, ("content-type", kind), ("accept", "text/html"), body).await
    }

    /// Posts this body with two more headers.
    pub async fn post_with(&self, visitor: &mut Visitor, path: &str, kind: (&str, &str), more: (&str, &str), body: Vec<u8>) -> Answer {
        let request = Self::request("POST", path, visitor)
            .header(kind.0, kind.1)
            .header(more.0, more.1)
            .header("origin", "http://127.0.0.1:3000")
            .header("referer", format!("http://127.0.0.1:3000{path}"))
            .body(Body::from(body))
            .unwrap();
        let answer = self.send(request).await;
        visitor.remember(&answer);
        answer
    }

    /// Posts JSON as a program does.
    pub async fn post_json(&self, visitor: &Visitor, path: &str, body: serde_json::Value) -> Answer {
        let request = Self::request("POST", path, visitor)
            .header("accept", "application/json")
            .header("content-type", "application/json")
            .header("origin", "http://127.0.0.1:3000")
            .body(Body::from(body.to_string()))
            .unwrap();
        self.send(request).await
    }

    /// The one-time code of a sample official.
    pub fn code(t: &TestPortal, username: &str) -> String {
        domain::identity::totp::code_at(&domain::seed::demo::totp_secret(username), t.portal.clock().wall()).unwrap()
    }

    /// Repeats the second factor of a sample official, a minute later: a code counts once.
    pub async fn step_up(&self, visitor: &mut Visitor, username: &str) {
        self.t.portal.clock().advance(chrono::Duration::minutes(1));
        let answer = self.post(visitor, "/can-bo/xac-thuc-lai", &[("ma_xac_thuc", &Self::code(&self.t, username)), ("ve", "/can-bo")]).await;
        assert!(answer.location.starts_with("/can-bo?") || answer.location == "/can-bo", "{username}: {}", answer.location);
    }

    /// Signs in a sample official of the seed.
    pub async fn official(&self, username: &str) -> Visitor {
        let mut visitor = Visitor::default();
        let first = self.post(&mut visitor, "/dang-nhap", &[("ten_dang_nhap", username), ("mat_khau", domain::seed::demo::PASSWORD)]).await;
        assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.body);
        let second = self.post(&mut visitor, "/dang-nhap/ma", &[("ma_xac_thuc", &Self::code(&self.t, username))]).await;
        assert_eq!(second.location, "/can-bo", "{username}: {}", second.body);
        visitor
    }
}

/// Percent-encodes everything but letters and digits.
pub fn encode(text: &str) -> String {
    text.bytes().map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
