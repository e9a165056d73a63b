//! Actions on procedures.

use crate::web::{Done, Form, Result, Rq};

/// Begins an application (D01) and leads to its first page.
pub async fn start(rq: Rq, _form: Form) -> Result<Done> {
    crate::dossiers::begin(&rq, rq.param("ma")).await
}
