//! A small load generator: keep-alive connections, one request after the other on each.

use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// What a run measured.
#[derive(Debug, Clone, Copy, Default)]
pub struct Figures {
    /// Finished requests per second over all connections.
    pub per_second: f64,
    /// Times as the client sees them: from the first byte sent to the last byte read.
    pub seen: Spread,
    /// Times that pages give in `Server-Timing`: from the head of the request to the finished answer.
    pub server: Option<Spread>,
}

/// How times are spread, ms.
#[derive(Debug, Clone, Copy, Default)]
pub struct Spread {
    /// Median.
    pub p50: f64,
    /// 95th percentile.
    pub p95: f64,
    /// 99th percentile.
    pub p99: f64,
}

/// A request.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    /// Path with query.
    pub path: String,
    /// Cookies of somebody who is signed in.
    pub cookie: String,
    /// Fields of a form that is posted, encoded; a page is fetched without one.
    pub form: Option<String>,
}

impl Ask {
    /// A page for everybody.
    pub fn page(path: impl Into<String>) -> Self {
        Self { path: path.into(), ..Self::default() }
    }
}

/// An answer.
#[derive(Debug, Default)]
pub struct Answer {
    /// Status.
    pub status: u16,
    /// Where a redirect leads.
    pub location: String,
    /// Names and values of the cookies that were set.
    pub cookies: Vec<String>,
    /// How long the server took, ms, if it says so.
    pub server_ms: Option<f64>,
    /// Body.
    pub body: String,
}

/// Requests so far: each names another client address, so that limits per address do not end the run.
static CLIENT: AtomicU32 = AtomicU32::new(0);

/// Sends one request for a while and returns the figures.
pub fn repeat(host: &str, ask: &Ask, connections: usize, duration: Duration) -> Result<Figures> {
    fetch(host, ask)?;
    let until = Instant::now() + duration;
    drive(host, connections, || (Instant::now() < until).then(|| ask.clone()))
}

/// Sends requests until `next` has none left.
pub fn drive(host: &str, connections: usize, next: impl Fn() -> Option<Ask> + Sync) -> Result<Figures> {
    let started = Instant::now();
    let next = &next;
    let work = move || -> Result<Vec<(f64, Option<f64>)>> {
        let mut connection = Connection::open(host)?;
        let mut times = Vec::new();
        while let Some(ask) = next() {
            let sent = Instant::now();
            let answer = connection.accepted(host, &ask)?;
            times.push((sent.elapsed().as_secs_f64() * 1000.0, answer.server_ms));
        }
        Ok(times)
    };
    let times = std::thread::scope(|scope| -> Result<Vec<(f64, Option<f64>)>> {
        let workers: Vec<_> = (0..connections).map(|_| scope.spawn(work)).collect();
        let mut times = Vec::new();
        for worker in workers {
            times.extend(worker.join().map_err(|_| anyhow::anyhow!("a connection broke"))??);
        }
        Ok(times)
    })?;
    let elapsed = started.elapsed().as_secs_f64();
    let (seen, server): (Vec<f64>, Vec<Option<f64>>) = times.into_iter().unzip();
    let server: Option<Vec<f64>> = server.into_iter().collect();
    Ok(Figures { per_second: seen.len() as f64 / elapsed, seen: Spread::of(seen), server: server.map(Spread::of) })
}

impl Spread {
    /// The spread of times in ms.
    pub fn of(mut times: Vec<f64>) -> Self {
        times.sort_by(f64::total_cmp);
        let at = |share: f64| {
            let rank = (share * times.len() as f64).ceil() as usize;
            times.get(rank.saturating_sub(1)).copied().unwrap_or_default()
        };
        Self { p50: at(0.5), p95: at(0.95), p99: at(0.99) }
    }
}

/// Sends a request once; anything but a page, or for a form a redirect, is an error.
pub fn fetch(host: &str, ask: &Ask) -> Result<Answer> {
    Connection::open(host)?.accepted(host, ask)
}

struct Connection(BufReader<TcpStream>);

impl Connection {
    fn open(host: &str) -> Result<Self> {
        let stream = TcpStream::connect(host)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        Ok(Self(BufReader::new(stream)))
    }

    fn accepted(&mut self, host: &str, ask: &Ask) -> Result<Answer> {
        let answer = self.request(host, ask).with_context(|| ask.path.clone())?;
        // A refused form leads back to its own page.
        let page = answer.location.split('?').next().unwrap_or_default();
        let refused = ask.form.is_some() && (answer.status != 303 || page == ask.path);
        if refused || (ask.form.is_none() && answer.status != 200) {
            bail!("{}: {} {}", ask.path, answer.status, answer.location);
        }
        Ok(answer)
    }

    fn request(&mut self, host: &str, ask: &Ask) -> Result<Answer> {
        let n = CLIENT.fetch_add(1, Ordering::Relaxed);
        let client = format!("10.{}.{}.{}", n >> 16 & 255, n >> 8 & 255, n & 255);
        let cookie = if ask.cookie.is_empty() { String::new() } else { format!("Cookie: {}\r\n", ask.cookie) };
        let common = format!("Host: {host}\r\nX-Forwarded-For: {client}\r\nAccept: text/html\r\n{cookie}");
        let text = match &ask.form {
            None => format!("GET {} HTTP/1.1\r\n{common}\r\n", ask.path),
            Some(form) => format!(
                "POST {} HTTP/1.1\r\n{common}Origin: http://{host}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
                ask.path,
                form.len()
            ),
        };
        self.0.get_mut().write_all(text.as_bytes())?;
        self.answer()
    }

    fn answer(&mut self) -> Result<Answer> {
        let mut line = String::new();
        self.0.read_line(&mut line)?;
        let status = line.split(' ').nth(1).and_then(|text| text.parse().ok()).with_context(|| format!("no answer: {}", line.trim()))?;
        let mut answer = Answer { status, ..Answer::default() };
        let (mut length, mut chunked) = (None, false);
        loop {
            let mut header = String::new();
            self.0.read_line(&mut header)?;
            let Some((name, value)) = header.trim().split_once(':') else { break };
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = Some(value.parse::<usize>()?),
                "transfer-encoding" => chunked |= value.contains("chunked"),
                "server-timing" => answer.server_ms = value.rsplit("dur=").next().and_then(|text| text.parse().ok()),
                "location" => value.clone_into(&mut answer.location),
                "set-cookie" => answer.cookies.push(value.split(';').next().unwrap_or_default().to_owned()),
                _ => {}
            }
        }
        let body = if chunked { self.chunks()? } else { self.exactly(length.context("no length")?)? };
        answer.body = String::from_utf8_lossy(&body).into_owned();
        Ok(answer)
    }

    fn exactly(&mut self, length: usize) -> Result<Vec<u8>> {
        let mut body = vec![0; length];
        self.0.read_exact(&mut body)?;
        Ok(body)
    }

    fn chunks(&mut self) -> Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let mut line = String::new();
            self.0.read_line(&mut line)?;
            let size = usize::from_str_radix(line.trim(), 16)?;
            let chunk = self.exactly(size + 2)?;
            if size == 0 {
                return Ok(body);
            }
            body.extend_from_slice(&chunk[..size]);
        }
    }
}
