//! What is typed about rights: job templates, delegations, the state of an account.

use super::AccountState;
use crate::errors::FieldErrors;
use crate::format::parse_date;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A number in a form; a wrong one is nobody's.
fn number(text: &str) -> i64 {
    text.trim().parse().unwrap_or_default()
}

/// A job template for a person at a unit, as the pages collect it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct GrantForm {
    /// Person who gets it.
    #[serde(rename = "nguoi")]
    pub person: String,
    /// Code of the template, `tpl_…`.
    #[serde(rename = "viec")]
    pub template: String,
    /// Unit it is given for.
    #[serde(rename = "don_vi")]
    pub unit: String,
    /// Last day, may be empty.
    #[serde(rename = "den_ngay")]
    pub until: String,
}

/// A checked [`GrantForm`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GrantInput {
    /// Person who gets it.
    pub person_id: i64,
    /// Code of the template, `tpl_…`.
    pub template: String,
    /// Unit it is given for.
    pub unit_id: i64,
    /// Last day, for acting roles. Such a template is added to what the person has; one without an end replaces it.
    pub until: Option<NaiveDate>,
    /// Why, may be empty.
    pub reason: String,
}

impl GrantForm {
    /// Checks the form; whether person, unit and template may be named is the use case's to say.
    ///
    /// # Errors
    /// Field `den_ngay` if it is no date.
    pub fn validate(&self) -> Result<GrantInput, FieldErrors> {
        let until = match self.until.trim() {
            "" => None,
            typed => Some(parse_date(typed).map_err(|error| FieldErrors::one("den_ngay", error.to_string()))?),
        };
        Ok(GrantInput { person_id: number(&self.person), template: self.template.trim().to_owned(), unit_id: number(&self.unit), until, reason: String::new() })
    }
}

/// A delegation, as its page sends it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DelegationForm {
    /// Who delegates.
    #[serde(rename = "nguoi_uy_quyen")]
    pub from_person: String,
    /// Who acts.
    #[serde(rename = "nguoi_duoc_uy_quyen")]
    pub to_person: String,
    /// Unit whose roles are delegated.
    #[serde(rename = "don_vi")]
    pub unit: String,
    /// Stored values of the roles.
    #[serde(rename = "vai_tro")]
    pub roles: Vec<String>,
    /// First day.
    #[serde(rename = "tu_ngay")]
    pub first_day: String,
    /// Last day.
    #[serde(rename = "den_ngay")]
    pub last_day: String,
    /// Why.
    #[serde(rename = "ly_do")]
    pub reason: String,
    /// Number of the decision, may be empty.
    #[serde(rename = "so_van_ban")]
    pub document_ref: String,
}

/// A read [`DelegationForm`]: the use case checks it against what the delegator holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DelegationInput {
    /// Who delegates. Officials delegate for themselves, administrators also for people of their units.
    pub from_person: i64,
    /// Who acts.
    pub to_person: i64,
    /// Unit whose roles are delegated.
    pub unit_id: i64,
    /// Stored values of the roles.
    pub roles: Vec<String>,
    /// First day; none if it was not typed or is no date.
    pub first_day: Option<NaiveDate>,
    /// Last day.
    pub last_day: Option<NaiveDate>,
    /// Why.
    pub reason: String,
    /// Number of the decision, may be empty.
    pub document_ref: String,
}

impl DelegationForm {
    /// The input of the use case.
    #[must_use]
    pub fn input(&self) -> DelegationInput {
        DelegationInput {
            from_person: number(&self.from_person),
            to_person: number(&self.to_person),
            unit_id: number(&self.unit),
            roles: self.roles.clone(),
            first_day: parse_date(&self.first_day).ok(),
            last_day: parse_date(&self.last_day).ok(),
            reason: self.reason.clone(),
            document_ref: self.document_ref.clone(),
        }
    }
}

/// Another state of an account.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AccountStateForm {
    /// Stored value of [`AccountState`].
    #[serde(rename = "trang_thai")]
    pub state: String,
}

impl AccountStateForm {
    /// The state.
    ///
    /// # Errors
    /// Field `trang_thai` if it is no state.
    pub fn validate(&self) -> Result<AccountState, FieldErrors> {
        self.state.trim().parse().map_err(|_| FieldErrors::one("trang_thai", "Chưa chọn trạng thái của tài khoản. Hãy tải lại trang rồi chọn lại."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grant_names_its_last_day() {
        let form = GrantForm { person: "7".into(), template: "tpl_clerk".into(), unit: "x".into(), until: "31/12/2026".into() };
        let input = form.validate().unwrap();
        assert_eq!((input.person_id, input.unit_id, input.until), (7, 0, NaiveDate::from_ymd_opt(2026, 12, 31)));
        assert!(GrantForm { until: "31/2/2026".into(), ..form }.validate().unwrap_err().of("den_ngay").is_some());
        assert!(AccountStateForm { state: "x".into() }.validate().is_err());
    }
}
