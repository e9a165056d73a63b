//! What an administrator types about a unit.

use super::{UnitKind, UnitLevel, canonical_code, is_agency_code};
use crate::errors::FieldErrors;
use crate::format::parse_date;
use crate::text::clean_line;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What an administrator types to create a unit or to give it a new version.
#[derive(Debug, Clone, Default)]
pub struct UnitInput {
    /// Full name.
    pub name: String,
    /// Short name; empty takes the full name.
    pub short_name: String,
    /// Abbreviation.
    pub abbr: String,
    /// Canonical agency code.
    pub code: String,
    /// Administrative unit code.
    pub dvhc_code: String,
    /// Stored value of [`UnitKind`].
    pub kind: String,
    /// Administrative parent.
    pub parent_id: Option<i64>,
    /// First day.
    pub valid_from: Option<NaiveDate>,
    /// Address.
    pub address: String,
    /// Public telephone number.
    pub phone: String,
    /// Mail address.
    pub email: String,
    /// Decision that the unit rests on.
    pub legal_basis: String,
}

/// A checked [`UnitInput`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewUnit {
    /// Full name.
    pub name: String,
    /// Short name.
    pub short_name: String,
    /// Abbreviation.
    pub abbr: String,
    /// Canonical agency code.
    pub code: String,
    /// Administrative unit code.
    pub dvhc_code: String,
    /// Kind.
    pub kind: UnitKind,
    /// Level.
    pub level: UnitLevel,
    /// Administrative parent; none for a province.
    pub parent_id: Option<i64>,
    /// First day.
    pub valid_from: NaiveDate,
    /// Address.
    pub address: String,
    /// Public telephone number.
    pub phone: String,
    /// Mail address.
    pub email: String,
    /// Decision that the unit rests on.
    pub legal_basis: String,
}

/// Days that a register of units can hold: 1900 to 2199.
#[must_use]
pub fn is_plausible_day(day: NaiveDate) -> bool {
    use chrono::Datelike;
    (1900..2200).contains(&day.year())
}

impl UnitInput {
    /// Checks the form and cleans its texts.
    ///
    /// # Errors
    /// One sentence per wrong field.
    pub fn validate(&self) -> Result<NewUnit, FieldErrors> {
        let mut errors = FieldErrors::new();
        let name = clean_line(&self.name, 200);
        errors.require(!name.is_empty(), "ten", "Chưa có tên đơn vị. Hãy nhập tên đầy đủ.");
        errors.require(self.name.trim().chars().count() <= 200, "ten", "Tên đơn vị dài quá 200 ký tự. Hãy rút ngắn.");
        let code = canonical_code(&self.code);
        errors.require(is_agency_code(&code), "ma", "Mã định danh phải có dạng H99, H99.16 hoặc H99.16.05.");
        let dvhc_code = clean_line(&self.dvhc_code, 8);
        let digits = dvhc_code.bytes().all(|b| b.is_ascii_digit());
        errors.require(digits && matches!(dvhc_code.len(), 0 | 2 | 5), "ma_hanh_chinh", "Mã đơn vị hành chính gồm 2 chữ số (tỉnh) hoặc 5 chữ số (xã).");
        let kind = self.kind.parse::<UnitKind>();
        errors.require(kind.is_ok(), "loai", "Chưa chọn loại đơn vị. Hãy chọn một loại.");
        let kind = kind.unwrap_or(UnitKind::Division);
        errors.require(self.parent_id.is_some() || kind == UnitKind::Province, "cap_tren", "Chưa chọn đơn vị cấp trên. Hãy chọn đơn vị trực thuộc.");
        let valid_from = self.valid_from.filter(|day| is_plausible_day(*day));
        errors.require(valid_from.is_some(), "tu_ngay", "Ngày bắt đầu chưa đúng. Hãy nhập dạng 01/07/2025.");
        let short_name = clean_line(&self.short_name, 120);
        let level = match kind {
            UnitKind::District => UnitLevel::District,
            kind if kind.is_commune() => UnitLevel::Commune,
            _ => UnitLevel::Province,
        };
        errors.into_result(NewUnit {
            short_name: if short_name.is_empty() { name.clone() } else { short_name },
            name,
            abbr: clean_line(&self.abbr, 20),
            code,
            dvhc_code,
            kind,
            level,
            parent_id: self.parent_id.filter(|_| kind != UnitKind::Province),
            valid_from: valid_from.unwrap_or_default(),
            address: clean_line(&self.address, 300),
            phone: clean_line(&self.phone, 40),
            email: clean_line(&self.email, 120),
            legal_basis: clean_line(&self.legal_basis, 300),
        })
    }
}

/// The form of a unit: a new one, a new version, or a unit of a reorganisation plan.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct UnitForm {
    /// Full name.
    #[serde(rename = "ten")]
    pub name: String,
    /// Short name, may be empty.
    #[serde(rename = "ten_ngan")]
    pub short_name: String,
    /// Abbreviation, may be empty.
    #[serde(rename = "viet_tat")]
    pub abbr: String,
    /// Agency code.
    #[serde(rename = "ma")]
    pub code: String,
    /// Administrative unit code, may be empty.
    #[serde(rename = "ma_hanh_chinh")]
    pub dvhc_code: String,
    /// Stored value of [`UnitKind`].
    #[serde(rename = "loai")]
    pub kind: String,
    /// Administrative parent: its number; in a plan its code.
    #[serde(rename = "cap_tren")]
    pub parent: String,
    /// First day.
    #[serde(rename = "tu_ngay")]
    pub valid_from: String,
    /// Address, may be empty.
    #[serde(rename = "dia_chi")]
    pub address: String,
    /// Public telephone number, may be empty.
    #[serde(rename = "dien_thoai")]
    pub phone: String,
    /// Decision that the unit rests on.
    #[serde(rename = "can_cu")]
    pub legal_basis: String,
}

impl UnitForm {
    /// The input of the use cases; what is missing or wrong there is refused by [`UnitInput::validate`].
    #[must_use]
    pub fn input(&self) -> UnitInput {
        UnitInput {
            name: self.name.clone(),
            short_name: self.short_name.clone(),
            abbr: self.abbr.clone(),
            code: self.code.clone(),
            dvhc_code: self.dvhc_code.clone(),
            kind: self.kind.trim().to_owned(),
            parent_id: self.parent.trim().parse().ok(),
            valid_from: parse_date(&self.valid_from).ok(),
            address: self.address.clone(),
            phone: self.phone.clone(),
            email: String::new(),
            legal_basis: self.legal_basis.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_tells_every_fault_at_once() {
        let errors = UnitInput { valid_from: NaiveDate::from_ymd_opt(1, 1, 1), ..UnitInput::default() }.validate().unwrap_err();
        let fields: Vec<&str> = errors.0.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["ten", "ma", "loai", "cap_tren", "tu_ngay"]);
    }
}
