//! Units of the province in time: kinds, periods, names that were valid on a day (01 §1).

mod input;

pub use input::{NewUnit, UnitForm, UnitInput, is_plausible_day};

use crate::text::clean_line;

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
}
