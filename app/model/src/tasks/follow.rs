//! The form that hands the following of a task or a series over, and what it becomes.

use super::fields::monitor;
use crate::FieldErrors;
use crate::text::reason;
use serde::{Deserialize, Serialize};

/// Đổi chuyên viên theo dõi.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MonitorForm {
    /// Who follows from now on.
    #[serde(rename = "theo_doi")]
    pub monitor: String,
    /// Why.
    #[serde(rename = "ly_do")]
    pub reason: String,
}

/// A checked [`MonitorForm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeMonitor {
    /// Who follows from now on: a person.
    pub monitor: i64,
    /// Why, 10–5,000 characters.
    pub reason: String,
}

impl MonitorForm {
    /// Cleans and checks.
    ///
    /// # Errors
    /// Messages on `theo_doi` and `ly_do`.
    pub fn validate(&self) -> Result<ChangeMonitor, FieldErrors> {
        let mut errors = FieldErrors::new();
        let chosen = monitor(&mut errors, &self.monitor);
        errors.require(!self.monitor.trim().is_empty(), "theo_doi", "Chưa chọn chuyên viên theo dõi. Hãy chọn một người.");
        let reason = reason(&mut errors, "ly_do", "Lý do đổi", &self.reason);
        errors.into_result(ChangeMonitor { monitor: chosen.unwrap_or_default(), reason })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_and_a_reason() {
        let form = |monitor: &str, reason: &str| MonitorForm { monitor: monitor.into(), reason: reason.into() };
        let fields = |form: MonitorForm| form.validate().expect_err("refused").0.into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        assert_eq!(form(" 7 ", "Đồng chí cũ chuyển công tác").validate().expect("checked").monitor, 7);
        assert_eq!(fields(form("", "Ngắn")), ["theo_doi", "ly_do"]);
        assert_eq!(fields(form("x", "Đồng chí cũ chuyển công tác")), ["theo_doi"]);
    }
}
