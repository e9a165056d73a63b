//! What is typed about a message that did not arrive.

use crate::{FieldErrors, text};
use serde::{Deserialize, Serialize};

/// "Gửi lại".
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ResendForm {
    /// Ticked: the receiver says that the message did not come.
    #[serde(rename = "xac_nhan")]
    pub confirmed: Vec<String>,
}

impl ResendForm {
    /// True if the tick is set. Whether it is needed, the state of the message tells.
    ///
    /// # Errors
    /// None: every form says something.
    pub fn validate(&self) -> Result<bool, FieldErrors> {
        Ok(self.confirmed.iter().any(|value| value == "1"))
    }
}

/// "Đóng, không gửi nữa".
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CloseUnsentForm {
    /// Why.
    #[serde(rename = "ly_do")]
    pub reason: String,
}

impl CloseUnsentForm {
    /// The reason.
    ///
    /// # Errors
    /// A message on `ly_do`.
    pub fn validate(&self) -> Result<String, FieldErrors> {
        let mut errors = FieldErrors::new();
        let reason = text::reason(&mut errors, "ly_do", "Lý do đóng tin", &self.reason);
        errors.into_result(reason)
    }
}

/// "Đã báo bằng cách khác".
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ToldForm {
    /// How, to whom, when.
    #[serde(rename = "ghi_chu")]
    pub note: String,
}

impl ToldForm {
    /// The note.
    ///
    /// # Errors
    /// A message on `ghi_chu`.
    pub fn validate(&self) -> Result<String, FieldErrors> {
        let mut errors = FieldErrors::new();
        let note = text::reason(&mut errors, "ghi_chu", "Ghi chú", &self.note);
        errors.into_result(note)
    }
}
