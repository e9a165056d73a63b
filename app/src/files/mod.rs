//! Sending stored files: always as an attachment, never sniffed, never run inside a page.

use crate::web::{Error, Result, Routes, Rq};
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use domain::files::StoredFile;
use http::{HeaderMap, HeaderValue, header};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use tokio_util::io::ReaderStream;

/// This slice has no routes of its own: the slice that links a file decides who may read it.
pub fn routes(routes: Routes) -> Routes {
    routes
}

/// The bytes of a stored file as a download.
///
/// # Errors
/// `NotFound` if the bytes are gone.
pub async fn send(rq: &Rq, file: &StoredFile) -> Result<Response> {
    let bytes = rq.portal.files().open(&file.sha256).await?;
    let mut headers = HeaderMap::new();
    let media_type = HeaderValue::from_str(&file.media_type).unwrap_or(HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::CONTENT_TYPE, media_type);
    let name = utf8_percent_encode(&file.name, NON_ALPHANUMERIC).to_string();
    let disposition = HeaderValue::from_str(&format!("attachment; filename*=UTF-8''{name}")).map_err(Error::internal)?;
    headers.insert(header::CONTENT_DISPOSITION, disposition);
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(file.size));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    Ok((headers, Body::from_stream(ReaderStream::new(bytes))).into_response())
}

/// A table for spreadsheets as a download.
#[must_use]
pub fn csv(name: &str, body: String) -> Response {
    text(body, "text/csv; charset=utf-8", Some(name))
}

/// A workbook as a download that nobody keeps.
#[must_use]
pub fn xlsx(name: &str, body: Vec<u8>) -> Response {
    bytes(name, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body)
}

/// Bytes made by the portal (PDF, XLSX) as a download that nobody keeps.
#[must_use]
pub fn bytes(name: &str, media_type: &'static str, body: Vec<u8>) -> Response {
    let mut response = download(body.into_response(), media_type, Some(name));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    response
}

/// A text file made by the portal (XML, plain text) as a download or a feed.
#[must_use]
pub fn text(body: String, media_type: &'static str, download_name: Option<&str>) -> Response {
    download(body.into_response(), media_type, download_name)
}

fn download(mut response: Response, media_type: &'static str, download_name: Option<&str>) -> Response {
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    let disposition = download_name.map(|name| format!("attachment; filename*=UTF-8''{}", utf8_percent_encode(name, NON_ALPHANUMERIC)));
    if let Some(value) = disposition.and_then(|text| HeaderValue::from_str(&text).ok()) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    response
}
