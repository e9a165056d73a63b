//! Units of the province in time: kinds, periods, names that were valid on a day (01 §1).

use crate::errors::FieldErrors;
use crate::text::clean_line;
use chrono::NaiveDate;

text_enum! {
    /// What a unit is; it never changes, a unit of another kind is another unit.
    pub enum UnitKind {
        Province = "province" => "tỉnh",
        Department = "department" => "sở, ban, ngành",
        /// History: ended on 30/06/2025.
        District = "district" => "huyện, quận, thị xã, thành phố thuộc tỉnh",
        Commune = "commune" => "xã",
        Ward = "ward" => "phường",
        /// History: ended on 30/06/2025.
        Township = "township" => "thị trấn",
        SpecialZone = "special_zone" => "đặc khu",
        Division = "division" => "phòng, văn phòng",
        BranchOffice = "branch_office" => "chi cục, chi nhánh",
        PublicServiceUnit = "public_service_unit" => "đơn vị sự nghiệp",
        OneStopCentre = "one_stop_centre" => "Trung tâm Phục vụ hành chính công",
        ExternalAgency = "external_agency" => "cơ quan ngành dọc",
        Association = "association" => "hội, đoàn thể",
    }
}

impl UnitKind {
    /// True for xã, phường, thị trấn, đặc khu.
    #[must_use]
    pub const fn is_commune(self) -> bool {
        matches!(self, UnitKind::Commune | UnitKind::Ward | UnitKind::Township | UnitKind::SpecialZone)
    }

    /// True for what acts under its own name and seal: the province, departments, districts, communes. Divisions and
    /// centres belong to an agency.
    #[must_use]
    pub const fn is_agency(self) -> bool {
        self.is_commune() || matches!(self, UnitKind::Province | UnitKind::Department | UnitKind::District | UnitKind::ExternalAgency)
    }
}

text_enum! {
    /// Level of government.
    pub enum UnitLevel {
        Province = "province" => "cấp tỉnh",
        /// History: ended on 30/06/2025.
        District = "district" => "cấp huyện",
        Commune = "commune" => "cấp xã",
    }
}

text_enum! {
    /// How two units belong together.
    pub enum EdgeRelation {
        Administrative = "administrative" => "trực thuộc",
        Professional = "professional" => "hướng dẫn chuyên môn",
        Hosting = "hosting" => "đặt tại",
    }
}

text_enum! {
    /// What became of a unit.
    pub enum SuccessionKind {
        Merge = "merge" => "hợp nhất, sáp nhập",
        Split = "split" => "chia, tách",
        Rename = "rename" => "đổi tên",
        Dissolve = "dissolve" => "giải thể, kết thúc hoạt động",
        Upgrade = "upgrade" => "thành lập từ đơn vị khác loại",
    }
}

text_enum! {
    /// Which register a further code of a unit comes from.
    pub enum CodeScheme {
        Qd20 = "qd20" => "Mã định danh (Quyết định 20)",
        Qcvn102 = "qcvn102" => "Mã định danh cũ (QCVN 102)",
        Dvhc = "dvhc" => "Mã đơn vị hành chính",
        Local = "local" => "Mã nội bộ",
    }
}

text_enum! {
    /// Which structure a report uses.
    pub enum OrgView {
        AsThen = "as_then" => "Theo cơ cấu lúc phát sinh",
        AsNow = "as_now" => "Theo cơ cấu hiện nay",
    }
}

/// A unit as it was on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Identity; stays for ever.
    pub id: i64,
    /// Canonical agency code, `H99.16`.
    pub code: String,
    /// Full name valid on that day.
    pub name: String,
    /// Short name for lists and tables.
    pub short_name: String,
    /// Abbreviation for document numbers, may be empty.
    pub abbr: String,
    /// Administrative unit code (5 digits for a commune), may be empty.
    pub dvhc_code: String,
    /// Kind.
    pub kind: UnitKind,
    /// Level.
    pub level: UnitLevel,
    /// Administrative parent on that day.
    pub parent_id: Option<i64>,
    /// Public telephone number, may be empty.
    pub phone: String,
    /// Address, may be empty.
    pub address: String,
}

/// Where a unit of the past is today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Today {
    /// It lives on, itself or in this successor.
    Unit(i64),
    /// It was split, and no rule says which part a record belongs to: the report keeps a line "Đơn vị cũ: {tên}".
    OldUnit(i64),
    /// It ended without a successor.
    Ended(i64),
}

impl Today {
    /// The unit that a report of the present structure books the record on.
    #[must_use]
    pub const fn unit(self) -> i64 {
        match self {
            Today::Unit(id) | Today::OldUnit(id) | Today::Ended(id) => id,
        }
    }
}

/// The older 13-character form of a code: `H99.16` → `000.00.16.H99`, `H99` → `000.00.00.H99`, `H99.16.05` → `000.05.16.H99`.
/// `None` for codes that never had such a form (a unit number of three digits).
#[must_use]
pub fn old_form(code: &str) -> Option<String> {
    let mut parts = code.split('.');
    let province = parts.next().filter(|p| p.len() == 3 && p.starts_with('H'))?;
    let second = parts.next().unwrap_or("00");
    let third = parts.next().unwrap_or("00");
    let fits = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
    (parts.next().is_none() && fits(second) && fits(third)).then(|| format!("000.{third}.{second}.{province}"))
}

/// The canonical form of a code that somebody typed: upper case, without spaces, the 13-character form turned round.
#[must_use]
pub fn canonical_code(typed: &str) -> String {
    let code: String = clean_line(typed, 64).chars().filter(|c| !c.is_whitespace()).collect::<String>().to_uppercase();
    let parts: Vec<&str> = code.split('.').collect();
    match parts.as_slice() {
        ["000", third, second, province] if province.starts_with('H') => {
            let mut canonical = (*province).to_owned();
            if *second != "00" {
                canonical.push('.');
                canonical.push_str(second);
                if *third != "00" {
                    canonical.push('.');
                    canonical.push_str(third);
                }
            }
            canonical
        }
        _ => code,
    }
}

/// True for `Hnn`, `Hnn.xx`, `Hnn.xx.yy` with two or three digits per part.
#[must_use]
pub fn is_agency_code(code: &str) -> bool {
    let mut parts = code.split('.');
    let province = parts.next().is_some_and(|p| p.len() == 3 && p.starts_with('H') && p.bytes().skip(1).all(|b| b.is_ascii_digit()));
    let mut rest = 0;
    province
        && parts.all(|part| {
            rest += 1;
            rest <= 2 && (2..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
        })
}

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
        errors.require(!name.is_empty(), "name", "Chưa có tên đơn vị. Hãy nhập tên đầy đủ.");
        errors.require(self.name.trim().chars().count() <= 200, "name", "Tên đơn vị dài quá 200 ký tự. Hãy rút ngắn.");
        let code = canonical_code(&self.code);
        errors.require(is_agency_code(&code), "code", "Mã định danh phải có dạng H99, H99.16 hoặc H99.16.05.");
        let dvhc_code = clean_line(&self.dvhc_code, 8);
        let digits = dvhc_code.bytes().all(|b| b.is_ascii_digit());
        errors.require(digits && matches!(dvhc_code.len(), 0 | 2 | 5), "dvhc_code", "Mã đơn vị hành chính gồm 2 chữ số (tỉnh) hoặc 5 chữ số (xã).");
        let kind = self.kind.parse::<UnitKind>();
        errors.require(kind.is_ok(), "kind", "Chưa chọn loại đơn vị. Hãy chọn một loại.");
        let kind = kind.unwrap_or(UnitKind::Division);
        errors.require(self.parent_id.is_some() || kind == UnitKind::Province, "parent_id", "Chưa chọn đơn vị cấp trên. Hãy chọn đơn vị trực thuộc.");
        let valid_from = self.valid_from.filter(|day| is_plausible_day(*day));
        errors.require(valid_from.is_some(), "valid_from", "Ngày bắt đầu chưa đúng. Hãy nhập dạng 01/07/2025.");
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_a_code() {
        assert_eq!(old_form("H99.16").as_deref(), Some("000.00.16.H99"));
        assert_eq!(old_form("H99").as_deref(), Some("000.00.00.H99"));
        assert_eq!(old_form("H99.16.05").as_deref(), Some("000.05.16.H99"));
        assert_eq!(old_form("H99.101"), None);
        for code in ["H99", "H99.16", "H99.16.05"] {
            assert_eq!(canonical_code(&old_form(code).unwrap_or_default()), code);
        }
        assert_eq!(canonical_code(" h99.101 "), "H99.101");
    }

    #[test]
    fn codes_of_agencies() {
        for good in ["H99", "H99.16", "H99.101", "H99.101.04", "H99.06.105"] {
            assert!(is_agency_code(good), "{good}");
        }
        for bad in ["", "H9", "X99", "H99.1", "H99.16.05.01", "H99.", "H99.1a", "Hé9"] {
            assert!(!is_agency_code(bad), "{bad}");
        }
    }

    #[test]
    fn a_form_tells_every_fault_at_once() {
        let errors = UnitInput { valid_from: NaiveDate::from_ymd_opt(1, 1, 1), ..UnitInput::default() }.validate().unwrap_err();
        let fields: Vec<&str> = errors.0.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["name", "code", "kind", "parent_id", "valid_from"]);
    }
}
