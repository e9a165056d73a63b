//! What waits for a decision, as the lists "Chờ xác nhận" and "Đề nghị gia hạn" show it (04 §9).

use super::Evidence;
use chrono::{DateTime, Utc};

/// The last completion report of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingReport {
    /// When it was reported.
    pub at: DateTime<Utc>,
    /// Who reported.
    pub actor: String,
    /// Kết quả thực hiện, in the words of the unit.
    pub note: String,
    /// Number of the issued document that is the output; empty without one.
    pub document: String,
    /// Sản phẩm that was asked for; empty if the task names none.
    pub output: String,
    /// The files of the report.
    pub files: Vec<Evidence>,
}
