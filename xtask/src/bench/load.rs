//! A small load generator: keep-alive connections, one request after the other on each.

use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// What a run measured.
#[derive(Debug, Clone, Copy)]
pub struct Figures {
    /// Finished requests per second over all connections.
    pub per_second: f64,
    /// Median, ms.
    pub p50: f64,
    /// 95th percentile, ms.
    pub p95: f64,
    /// 99th percentile, ms.
    pub p99: f64,
}

/// Requests so far: each names another client address, so that limits per address do not end the run.
static CLIENT: AtomicU32 = AtomicU32::new(0);

/// Drives a path for a while and returns the figures.
pub fn drive(host: &str, path: &str, connections: usize, duration: Duration) -> Result<Figures> {
    get(host, path)?;
    let started = Instant::now();
    let workers: Vec<_> = (0..connections)
        .map(|_| {
            let (host, path) = (host.to_owned(), path.to_owned());
            std::thread::spawn(move || worker(&host, &path, started + duration))
        })
        .collect();
    let mut times = Vec::new();
    for worker in workers {
        times.extend(worker.join().map_err(|_| anyhow::anyhow!("a connection broke"))??);
    }
    let elapsed = started.elapsed().as_secs_f64();
    times.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let rank = (share * times.len() as f64).ceil() as usize;
        times.get(rank.saturating_sub(1)).copied().unwrap_or_default() * 1000.0
    };
    Ok(Figures { per_second: times.len() as f64 / elapsed, p50: at(0.5), p95: at(0.95), p99: at(0.99) })
}

fn worker(host: &str, path: &str, until: Instant) -> Result<Vec<f64>> {
    let mut connection = Connection::open(host)?;
    let mut times = Vec::new();
    while Instant::now() < until {
        let started = Instant::now();
        connection.request(host, path)?;
        times.push(started.elapsed().as_secs_f64());
    }
    Ok(times)
}

/// Fetches a page once.
pub fn get(host: &str, path: &str) -> Result<String> {
    let body = Connection::open(host)?.request(host, path)?;
    Ok(String::from_utf8_lossy(&body).into_owned())
}

struct Connection(BufReader<TcpStream>);

impl Connection {
    fn open(host: &str) -> Result<Self> {
        let stream = TcpStream::connect(host)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        Ok(Self(BufReader::new(stream)))
    }

    /// One request; anything but 200 ends the run.
    fn request(&mut self, host: &str, path: &str) -> Result<Vec<u8>> {
        let n = CLIENT.fetch_add(1, Ordering::Relaxed);
        let client = format!("10.{}.{}.{}", n >> 16 & 255, n >> 8 & 255, n & 255);
        let head = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nX-Forwarded-For: {client}\r\nAccept: text/html\r\n\r\n");
        self.0.get_mut().write_all(head.as_bytes())?;
        let mut line = String::new();
        self.0.read_line(&mut line)?;
        if !line.starts_with("HTTP/1.1 200") {
            bail!("{path}: {}", line.trim());
        }
        let mut length = None;
        let mut chunked = false;
        loop {
            let mut header = String::new();
            self.0.read_line(&mut header)?;
            let header = header.trim().to_ascii_lowercase();
            if header.is_empty() {
                break;
            }
            if let Some(value) = header.strip_prefix("content-length:") {
                length = Some(value.trim().parse::<usize>()?);
            }
            chunked |= header.starts_with("transfer-encoding: chunked");
        }
        if chunked { self.chunks() } else { self.exactly(length.context("no length")?) }
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
