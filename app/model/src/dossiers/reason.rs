//! Reasons that are picked from a list and completed in words (02 §10, §12). The lists are data with dates; rules know a reason by its code.

use crate::errors::FieldErrors;
use crate::format::parse_date;
use crate::text::{clean_line, slug};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Longest words of a reason in a list.
const LONGEST: usize = 200;

text_enum! {
    /// Which list a reason stands in.
    pub enum ReasonKind {
        SupplementItem = "supplement_item" => "Mục cần bổ sung", IntakeRefusal = "intake_refusal" => "Từ chối tiếp nhận", Stop = "stop" => "Dừng giải quyết",
    }
}

text_enum! {
    /// Reasons for refusing a submission that came with the portal (02 §12); their codes stand in the list.
    pub enum RefusalReason {
        NotCompetent = "not_competent" => "Không thuộc thẩm quyền", NotEligible = "not_eligible" => "Không đủ điều kiện",
        Forged = "forged" => "Hồ sơ giả mạo", AlreadySettled = "already_settled" => "Đã giải quyết", SupplementOverdue = "supplement_overdue" => "Quá hạn bổ sung",
    }
}

text_enum! {
    /// Reasons for stopping a received dossier that came with the portal (02 §12); their codes stand in the list.
    pub enum StopReason {
        NotEligible = "not_eligible" => "Không đủ điều kiện theo quy định", SupplementOverdue = "supplement_overdue" => "Quá hạn bổ sung",
        PaymentOverdue = "payment_overdue" => "Quá hạn nộp tiền", ApplicantDied = "applicant_died" => "Người nộp chết",
        AuthorityDecision = "authority_decision" => "Có quyết định của cơ quan có thẩm quyền",
    }
}

/// One reason of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedReason {
    /// What rules and statistics know it by.
    pub code: String,
    /// The words for people.
    pub label: String,
}

impl ListedReason {
    /// The reason with this code.
    #[must_use]
    pub fn find<'a>(list: &'a [Self], code: &str) -> Option<&'a Self> {
        list.iter().find(|reason| reason.code == code.trim())
    }

    /// The picked reason and the words beside it as one text; either may be missing.
    #[must_use]
    pub fn with_words(picked: Option<&Self>, words: &str) -> String {
        match (picked, words.trim()) {
            (Some(reason), "") => reason.label.clone(),
            (Some(reason), words) => format!("{}: {words}", reason.label),
            (None, words) => words.to_owned(),
        }
    }
}

/// One row of the lists, also before it holds and after it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReasonRow {
    /// Row number.
    pub id: i64,
    /// Which list.
    pub kind: ReasonKind,
    /// What rules and statistics know it by.
    pub code: String,
    /// The words for people.
    pub label: String,
    /// First day.
    pub valid_from: NaiveDate,
    /// First day on which it is picked no more.
    pub valid_to: Option<NaiveDate>,
}

impl ReasonRow {
    /// True if it may be picked on this day.
    #[must_use]
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|end| end > day)
    }
}

/// A new reason, as it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NewReasonForm {
    /// Code of the list.
    #[serde(rename = "danh_sach")]
    pub kind: String,
    /// The words for people.
    #[serde(rename = "ly_do")]
    pub label: String,
    /// First day.
    #[serde(rename = "tu_ngay")]
    pub valid_from: String,
}

/// A checked [`NewReasonForm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReason {
    /// Which list.
    pub kind: ReasonKind,
    /// What rules and statistics will know it by: its words without diacritics.
    pub code: String,
    /// The words for people.
    pub label: String,
    /// First day.
    pub valid_from: NaiveDate,
}

impl NewReasonForm {
    /// Checks the form; whether the day has passed and whether the reason exists is the use case's to say.
    ///
    /// # Errors
    /// The fields that are wrong.
    pub fn validate(&self) -> Result<NewReason, FieldErrors> {
        let mut errors = FieldErrors::new();
        let kind = self.kind.trim().parse().ok();
        errors.require(kind.is_some(), "danh_sach", "Hãy chọn danh sách.");
        let label = clean_line(&self.label, LONGEST + 1);
        let code = slug(&label).replace('-', "_");
        errors.require(label.chars().count() >= 3 && !code.is_empty(), "ly_do", "Hãy ghi lý do, ít nhất 3 ký tự. Ví dụ: Thiếu chữ ký.");
        errors.require(label.chars().count() <= LONGEST, "ly_do", "Lý do dài hơn 200 ký tự. Hãy viết ngắn lại; chi tiết được ghi khi xử lý từng hồ sơ.");
        let valid_from = parse_date(&self.valid_from).map_err(|error| errors.add("tu_ngay", error.to_string())).unwrap_or_default();
        errors.into_result(NewReason { kind: kind.unwrap_or(ReasonKind::SupplementItem), code, label, valid_from })
    }
}

impl From<RefusalReason> for ListedReason {
    fn from(reason: RefusalReason) -> Self {
        Self { code: reason.as_str().to_owned(), label: reason.label().to_owned() }
    }
}

impl From<StopReason> for ListedReason {
    fn from(reason: StopReason) -> Self {
        Self { code: reason.as_str().to_owned(), label: reason.label().to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn label_and_words_are_one_text() {
        let picked = ListedReason { code: "wrong_form".into(), label: "Sai mẫu".into() };
        assert_eq!(ListedReason::with_words(Some(&picked), " dùng mẫu cũ "), "Sai mẫu: dùng mẫu cũ");
        assert_eq!(ListedReason::with_words(Some(&picked), " "), "Sai mẫu");
        assert_eq!(ListedReason::with_words(None, "Thiếu chữ ký"), "Thiếu chữ ký");
        assert_eq!(ListedReason::find(std::slice::from_ref(&picked), " wrong_form "), Some(&picked));
    }

    #[test]
    fn a_new_reason_is_checked() {
        let form = |kind: &str, label: &str, day: &str| NewReasonForm { kind: kind.into(), label: label.into(), valid_from: day.into() };
        let good = form("stop", "  Thiếu   chữ ký ", "01/12/2026").validate().unwrap();
        assert_eq!((good.kind, good.code.as_str(), good.label.as_str()), (ReasonKind::Stop, "thieu_chu_ky", "Thiếu chữ ký"));
        let long = "ă".repeat(10_000);
        for (form, field) in [
            (form("khac", "Thiếu chữ ký", "01/12/2026"), "danh_sach"),
            (form("stop", "--", "01/12/2026"), "ly_do"),
            (form("stop", &long, "01/12/2026"), "ly_do"),
            (form("stop", "Thiếu chữ ký", "31/02/2026"), "tu_ngay"),
            (form("stop", "Thiếu chữ ký", ""), "tu_ngay"),
        ] {
            let errors = form.validate().unwrap_err();
            assert_eq!(errors.0.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), [field]);
        }
    }

    #[test]
    fn a_reason_holds_within_its_days() {
        let day = |d: u32| NaiveDate::from_ymd_opt(2026, 12, d).unwrap();
        let row = ReasonRow { id: 1, kind: ReasonKind::Stop, code: "a".into(), label: "A".into(), valid_from: day(2), valid_to: Some(day(4)) };
        assert_eq!([1, 2, 3, 4].map(|d| row.holds(day(d))), [false, true, true, false]);
    }
}
