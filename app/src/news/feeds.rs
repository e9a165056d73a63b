//! RSS, Atom, the site map and the pictures of articles.

use crate::files;
use crate::web::{Error, Result, Rq};
use axum::response::Response;
use domain::news::{self, Feed};
use http::{HeaderValue, header};

const RSS: &str = "application/rss+xml; charset=utf-8";
const ATOM: &str = "application/atom+xml; charset=utf-8";
const XML: &str = "application/xml; charset=utf-8";

/// `/rss/{ma}`: `tin-tuc.xml`, a section
pub async fn rss(rq: Rq) -> Result<Response> {
    let mut cx = rq.read().await?;
    let xml = news::rss(&mut cx, feed_of(&rq)?).await?;
    Ok(files::text(xml, RSS, None))
}

/// `/atom/{ma}`
pub async fn atom(rq: Rq) -> Result<Response> {
    let mut cx = rq.read().await?;
    let xml = news::atom(&mut cx, feed_of(&rq)?).await?;
    Ok(files::text(xml, ATOM, None))
}

/// `/sitemap.xml`
pub async fn sitemap(rq: Rq) -> Result<Response> {
    let mut cx = rq.read().await?;
    let xml = news::sitemap(&mut cx).await?;
    Ok(files::text(xml, XML, None))
}

/// `/tep/{tep}`: a picture of an article. Its name is a hash that nobody guesses and its bytes never change.
pub async fn picture(rq: Rq) -> Result<Response> {
    let mut cx = rq.read().await?;
    let file = news::picture(&mut cx, rq.param("tep")).await?;
    let mut response = files::send(&rq, &file).await?;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    Ok(response)
}

fn feed_of(rq: &Rq) -> Result<Feed> {
    rq.param("ma").strip_suffix(".xml").and_then(Feed::by_slug).ok_or(Error::NotFound)
}
