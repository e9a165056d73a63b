//! Withdrawal, and every other step that needs nothing but a reason.

use crate::errors::FieldErrors;
use crate::text::reason;
use serde::{Deserialize, Serialize};

/// D08, D17: take a submission back, ask for withdrawal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReasonForm {
    /// Why.
    #[serde(rename = "ly_do")]
    pub reason: String,
}

/// A checked reason.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reason {
    /// Why, 10 to 5,000 characters.
    pub reason: String,
}

impl ReasonForm {
    /// Checks the form.
    ///
    /// # Errors
    /// A message at `ly_do`.
    pub fn validate(&self) -> Result<Reason, FieldErrors> {
        let mut errors = FieldErrors::new();
        let reason = reason(&mut errors, "ly_do", "Lý do", &self.reason);
        errors.into_result(Reason { reason })
    }
}

/// D18, D19: decide about a withdrawal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WithdrawalDecisionForm {
    /// Which button was pressed: "dong-y" or "khong".
    #[serde(rename = "quyet_dinh")]
    pub decision: String,
    /// What happens to money that was paid, or why the dossier stays.
    #[serde(rename = "ly_do")]
    pub reason: String,
}

/// A checked [`WithdrawalDecisionForm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WithdrawalDecision {
    /// The applicant may withdraw; the reason says what happens to the money.
    Accept(Reason),
    /// The dossier goes on.
    Reject(Reason),
}

impl WithdrawalDecisionForm {
    /// Checks the form.
    ///
    /// # Errors
    /// The fields that are wrong.
    pub fn validate(&self) -> Result<WithdrawalDecision, FieldErrors> {
        let reason = ReasonForm { reason: self.reason.clone() }.validate()?;
        match self.decision.trim() {
            "dong-y" => Ok(WithdrawalDecision::Accept(reason)),
            "khong" => Ok(WithdrawalDecision::Reject(reason)),
            _ => Err(FieldErrors::one("", "Chưa rõ đồng ý hay không đồng ý. Hãy bấm một trong hai nút.")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_is_one_of_two() {
        let form = |decision: &str| WithdrawalDecisionForm { decision: decision.into(), reason: "Chưa thu phí, lệ phí".into() };
        assert!(matches!(form("dong-y").validate(), Ok(WithdrawalDecision::Accept(_))));
        assert!(matches!(form("khong").validate(), Ok(WithdrawalDecision::Reject(_))));
        assert!(form("").validate().is_err());
        assert!(WithdrawalDecisionForm { reason: "ngắn".into(), ..form("khong") }.validate().unwrap_err().of("ly_do").is_some());
    }
}
