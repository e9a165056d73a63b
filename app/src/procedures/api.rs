//! Actions on procedures.

use crate::web::{Done, Form, Result, Rq};
use domain::dossiers::draft;

/// Begins an application (D01) and leads to its first page.
pub async fn start(rq: Rq, _form: Form) -> Result<Done> {
    let mut cx = rq.write().await?;
    let key = draft::create(&mut cx, rq.param("ma")).await?;
    cx.commit().await?;
    Ok(Done::to(format!("/nop/{}", key.code)))
}
