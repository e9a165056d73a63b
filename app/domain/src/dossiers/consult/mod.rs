//! Opinions of other units (02 §14): asked in parallel, answered in versions, needed before the signature if mandatory.
//!
//! The deadline of a question is one of the step: it never moves the due date of the dossier.

mod ask;
mod list;
pub mod rules;
mod steps;
mod store;
mod view;
mod waiting;

pub use ask::{ask, unit_choices};
pub use list::{ListCounts, counts, list};
pub use steps::{accept, answer, give_back, waive};
pub use view::{file_for, may_ask, of_dossier, open};
pub(super) use waiting::{count, work_items};

use super::row::DossierRow;
use crate::cx::Cx;
use crate::error::{Error, Result};
use model::dossiers::ProcessingStage;

/// Names of the units whose mandatory answer is missing without a word of the head; empty if nothing is missing.
pub(super) async fn missing(cx: &mut Cx, dossier: i64) -> Result<Vec<String>> {
    store::missing(cx, dossier).await
}

/// Refuses to submit for signature while a mandatory answer is missing and the head has not said why it is not needed.
pub(super) async fn check_answered(cx: &mut Cx, row: &DossierRow, to: ProcessingStage) -> Result<()> {
    if to != ProcessingStage::ToSign {
        return Ok(());
    }
    let missing = missing(cx, row.id).await?;
    if missing.is_empty() {
        return Ok(());
    }
    Err(Error::conflict(format!(
        "Hồ sơ {} còn thiếu ý kiến bắt buộc của {}. Hãy chờ trả lời, hoặc đề nghị lãnh đạo phòng giải trình ở mục Xin ý kiến.",
        row.public_code(),
        missing.join(", ")
    )))
}
