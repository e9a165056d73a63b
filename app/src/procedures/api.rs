//! Actions on procedures.

use crate::web::{Done, Form, Result, Rq};
use axum::response::Response;
use domain::procedures;

/// Begins an application (D01) and leads to its first page.
pub async fn start(rq: Rq, _form: Form) -> Result<Done> {
    crate::dossiers::begin(&rq, rq.param("ma")).await
}

/// The template of a paper, to everybody once it is published.
pub async fn template(rq: Rq) -> Result<Response> {
    let mut cx = rq.read().await?;
    let file = procedures::template(&mut cx, rq.param("ma"), rq.param("tep")).await?;
    drop(cx);
    crate::files::send(&rq, &file).await
}
