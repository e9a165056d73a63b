//! Deleting a draft.

use crate::errors::FieldErrors;
use serde::{Deserialize, Serialize};

/// The form that deletes a draft. Its button stands behind the words that say what is lost.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DiscardForm {
    /// `1`: what is lost was shown.
    #[serde(rename = "dong_y")]
    pub agreed: String,
}

impl DiscardForm {
    /// Nothing is deleted by an address alone.
    ///
    /// # Errors
    /// On `dong_y` without the agreement.
    pub fn validate(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::new();
        errors.require(self.agreed == "1", "dong_y", "Chưa xác nhận việc xóa. Hãy mở mục Xóa bản nháp của hồ sơ cần xóa rồi bấm Xóa.");
        errors.into_result(())
    }
}
