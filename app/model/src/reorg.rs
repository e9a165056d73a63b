//! Reorganisation plans (01 §1 rule 8): what somebody types, and the states of a plan.

use crate::errors::FieldErrors;
use crate::format::parse_date;
use crate::org::{SuccessionKind, canonical_code, is_plausible_day};
use crate::text::{clean_line, clean_text};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

text_enum! {
    /// Where a plan stands.
    pub enum PlanState {
        Draft = "draft" => "Dự thảo",
        Confirmed = "confirmed" => "Đã xác nhận, chờ đến ngày",
        Applied = "applied" => "Đã áp dụng",
        Withdrawn = "withdrawn" => "Đã rút",
    }
}

text_enum! {
    /// What is done with a plan.
    pub enum PlanAction {
        Create = "create" => "Lập phương án",
        Edit = "edit" => "Sửa phương án",
        Confirm = "confirm" => "Xác nhận",
        Withdraw = "withdraw" => "Rút phương án",
        Apply = "apply" => "Áp dụng",
    }
}

text_enum! {
    /// The fact of a record by which a split unit hands it on.
    pub enum SplitKey {
        Village = "village" => "Thôn, tổ dân phố trong địa chỉ người nộp",
        Procedure = "procedure" => "Mã thủ tục",
        Sector = "sector" => "Mã lĩnh vực thủ tục",
        Field = "field" => "Lĩnh vực nhiệm vụ",
    }
}

/// The head of a plan as it is typed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PlanForm {
    /// Title.
    #[serde(rename = "ten")]
    pub title: String,
    /// Decision that it rests on.
    #[serde(rename = "can_cu")]
    pub legal_basis: String,
    /// First day of the new structure, as typed.
    #[serde(rename = "tu_ngay")]
    pub effective_on: String,
}

/// A checked [`PlanForm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPlan {
    /// Title.
    pub title: String,
    /// Decision that it rests on.
    pub legal_basis: String,
    /// First day of the new structure.
    pub effective_on: NaiveDate,
}

impl PlanForm {
    /// Checks the form; the day must lie after today, because a plan takes effect at 00:00.
    ///
    /// # Errors
    /// One sentence per wrong field.
    pub fn validate(&self, today: NaiveDate) -> Result<NewPlan, FieldErrors> {
        let mut errors = FieldErrors::new();
        let title = clean_line(&self.title, 200);
        errors.require(!title.is_empty(), "ten", "Chưa có tên phương án. Hãy nhập tên, ví dụ “Sắp xếp các phòng thuộc Sở Tư pháp”.");
        errors.require(self.title.trim().chars().count() <= 200, "ten", "Tên phương án dài quá 200 ký tự. Hãy rút ngắn.");
        let legal_basis = clean_line(&self.legal_basis, 300);
        errors.require(!legal_basis.is_empty(), "can_cu", "Chưa có căn cứ. Hãy nhập số nghị quyết hoặc quyết định.");
        let day = parse_date(&self.effective_on).ok().filter(|day| is_plausible_day(*day));
        errors.require(day.is_some(), "tu_ngay", "Ngày hiệu lực chưa đúng. Hãy nhập dạng 01/07/2025.");
        errors.require(day.is_none_or(|day| day > today), "tu_ngay", "Ngày hiệu lực phải sau hôm nay. Hãy chọn ngày khác.");
        errors.into_result(NewPlan { title, legal_basis, effective_on: day.unwrap_or_default() })
    }
}

/// One line as it is typed: units by their codes.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LineForm {
    /// Code of the old unit.
    #[serde(rename = "don_vi_cu")]
    pub from: String,
    /// Stored value of [`SuccessionKind`].
    #[serde(rename = "hinh_thuc")]
    pub kind: String,
    /// Code of the unit that takes over; empty for a plain end.
    #[serde(rename = "don_vi_moi")]
    pub to: String,
    /// Share of the old unit in percent, for a split; may stay empty.
    #[serde(rename = "ty_le")]
    pub share: String,
    /// Stored value of [`SplitKey`]; may stay empty.
    #[serde(rename = "chia_theo")]
    pub rule_key: String,
    /// Values of that fact, one per line.
    #[serde(rename = "gia_tri")]
    pub rule_values: String,
}

/// A checked [`LineForm`]; the codes are not looked up yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLine {
    /// Code of the old unit.
    pub from: String,
    /// What happens.
    pub kind: SuccessionKind,
    /// Code of the unit that takes over.
    pub to: Option<String>,
    /// Percent.
    pub share: Option<i64>,
    /// Fact of the split rule.
    pub rule_key: Option<SplitKey>,
    /// Its values, one per line.
    pub rule_values: String,
}

impl LineForm {
    /// Checks the form.
    ///
    /// # Errors
    /// One sentence per wrong field.
    pub fn validate(&self) -> Result<NewLine, FieldErrors> {
        let mut errors = FieldErrors::new();
        let (from, to) = (canonical_code(&self.from), canonical_code(&self.to));
        errors.require(!from.is_empty(), "don_vi_cu", "Chưa có mã đơn vị cũ. Hãy nhập mã, ví dụ H99.06.");
        let kind = self.kind.parse::<SuccessionKind>();
        errors.require(kind.is_ok(), "hinh_thuc", "Chưa chọn hình thức sắp xếp. Hãy chọn một hình thức.");
        let kind = kind.unwrap_or(SuccessionKind::Merge);
        let ends = kind == SuccessionKind::Dissolve;
        errors.require(ends || !to.is_empty(), "don_vi_moi", "Chưa có mã đơn vị tiếp nhận. Hãy nhập mã của đơn vị mới hoặc đơn vị đang có.");
        errors.require(!ends || to.is_empty(), "don_vi_moi", "Giải thể thì không có đơn vị tiếp nhận. Hãy để trống ô này, hoặc chọn sáp nhập.");
        let share = match self.share.trim() {
            "" => None,
            typed => {
                let share = typed.trim_end_matches('%').trim().parse::<i64>().ok().filter(|share| (0..=100).contains(share));
                errors.require(share.is_some(), "ty_le", "Tỷ lệ là số nguyên từ 0 đến 100. Hãy sửa hoặc để trống.");
                share
            }
        };
        let key = self.rule_key.trim();
        let rule_key = key.parse::<SplitKey>().ok();
        errors.require(key.is_empty() || rule_key.is_some(), "chia_theo", "Quy tắc này không có. Hãy chọn một quy tắc trong danh sách.");
        let rule_values = clean_text(&self.rule_values, 4_000);
        let rules = rule_key.is_some() || !rule_values.is_empty();
        errors.require(!rules || kind == SuccessionKind::Split, "chia_theo", "Quy tắc chia hồ sơ chỉ dùng khi chia, tách đơn vị. Hãy để trống.");
        errors.require(rule_key.is_none() || !rule_values.is_empty(), "gia_tri", "Chưa có giá trị nào của quy tắc. Hãy ghi mỗi dòng một giá trị.");
        errors.require(rule_key.is_some() || rule_values.is_empty(), "chia_theo", "Chưa chọn quy tắc cho các giá trị đã ghi. Hãy chọn quy tắc.");
        errors.into_result(NewLine { from, kind, to: Some(to).filter(|to| !to.is_empty()), share, rule_key, rule_values })
    }
}

/// The values of a split rule, one per line of what was typed.
pub fn values(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_takes_effect_on_a_later_day() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let input = |day: &str| PlanForm { title: "Sắp xếp".into(), legal_basis: "NQ 1".into(), effective_on: day.into() };
        assert!(input("24/11/2026").validate(today).is_ok());
        for bad in ["23/11/2026", "", "31/02/2027", "01/01/0001", "\u{0}"] {
            assert!(input(bad).validate(today).is_err(), "{bad:?}");
        }
        assert_eq!(PlanForm::default().validate(today).unwrap_err().0.len(), 3);
    }

    #[test]
    fn lines_say_every_fault() {
        let good = LineForm { from: "h99.06".into(), kind: "split".into(), to: "H99.07".into(), share: "60 %".into(), ..LineForm::default() };
        assert_eq!(good.validate().unwrap().share, Some(60));
        let fields = |input: LineForm| input.validate().unwrap_err().0.into_iter().map(|(field, _)| field).collect::<Vec<_>>();
        assert_eq!(fields(LineForm::default()), ["don_vi_cu", "hinh_thuc", "don_vi_moi"]);
        assert_eq!(fields(LineForm { kind: "dissolve".into(), ..good.clone() }), ["don_vi_moi"]);
        assert_eq!(fields(LineForm { share: "101".into(), rule_values: "Thôn 1".into(), ..good.clone() }), ["ty_le", "chia_theo"]);
        assert_eq!(fields(LineForm { kind: "merge".into(), rule_key: "village".into(), ..good }), ["chia_theo", "gia_tri"]);
        assert_eq!(values(" Thôn 1\n\n Thôn 2 ").collect::<Vec<_>>(), ["Thôn 1", "Thôn 2"]);
    }
}
