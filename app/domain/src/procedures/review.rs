//! From draft to published version: two persons, one event for each step (02 §2).

use super::draft::{Step, begin};
use super::{publish, resolve, template};
use crate::cx::Cx;
use crate::error::{Error, Result};
use model::procedures::{DraftStep, Fault};

/// Submits, approves, returns, publishes or drops the open draft of a procedure. `reason` was checked by the form.
///
/// # Errors
/// `Forbidden`; `NotFound`; `Conflict` for another version or state, or if the approver wrote the draft; `Invalid` with
/// everything that is missing before review, approval and publication.
pub async fn take(cx: &mut Cx, code: &str, version: i64, step: DraftStep, reason: &str) -> Result<()> {
    match step {
        DraftStep::Submit | DraftStep::Approve => {
            let taken = begin(cx, code, version, step).await?;
            complete(cx, &taken).await?;
            taken.finish(cx, reason).await
        }
        DraftStep::Publish => {
            let mut taken = begin(cx, code, version, step).await?;
            let new = complete(cx, &taken).await?;
            let id = publish::put(cx, &new).await?;
            taken.row.published_version_id = Some(id);
            template::forget(cx, taken.row.id).await?;
            taken.finish(cx, &format!("Hiệu lực từ {}", model::format::date(new.valid_from))).await
        }
        DraftStep::Return => begin(cx, code, version, step).await?.finish(cx, reason).await,
        DraftStep::Drop => {
            let taken = begin(cx, code, version, step).await?;
            template::forget(cx, taken.row.id).await?;
            taken.finish(cx, reason).await
        }
        DraftStep::Create | DraftStep::Import | DraftStep::Edit => Err(Error::NotFound),
    }
}

/// The version that the draft will become, if nothing is missing.
async fn complete(cx: &mut Cx, step: &Step) -> Result<super::NewVersion> {
    let doc = step.row.doc()?.tidy();
    let (new, faults) = resolve::resolve(cx, &doc, &[]).await?;
    match new {
        Some(new) if faults.is_empty() => Ok(new),
        _ => Err(refusal(&faults)),
    }
}

fn refusal(faults: &[Fault]) -> Error {
    let mut errors = model::FieldErrors::new();
    for fault in faults {
        errors.add("", fault.to_string());
    }
    Error::Invalid(errors)
}
