//! Supplements: what is asked for, and the decision of the second person.
//!
//! Forms with numbered fields are read from the posted pairs: their fields are no fixed list.

use super::{Reason, ReasonForm, id, listed, note, ticked, words};
use crate::dossiers::ListedReason;
use crate::errors::FieldErrors;
use crate::format;
use crate::text::{clean_line, reason};
use chrono::{Duration, NaiveDate};
use serde::{Deserialize, Serialize};

/// Items that one request offers; more need a second look at the dossier anyway.
pub const SUPPLEMENT_ITEMS: usize = 5;
/// Most days that an applicant gets to answer.
const MOST_DAYS: i64 = 366;

/// The first value of a field, trimmed.
fn value(pairs: &[(String, String)], name: &str) -> String {
    pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
}

/// One item that the applicant has to add or put right. Item `n` has the fields `giay_to_{n}`, `muc_{n}`,
/// `ly_do_chon_{n}`, `ly_do_{n}`, `can_cu_{n}` and `cach_{n}`; a ticked `bo_muc_{n}` leaves it out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RequestedItemForm {
    /// Number of its fields, from 1.
    pub place: usize,
    /// The part it is about (row number), if it is about a part.
    pub part: String,
    /// Paper or piece of information; empty for the name of the part.
    pub subject: String,
    /// Code of a reason of the list; empty for another reason, in words.
    pub picked: String,
    /// Why, or what completes the picked reason.
    pub reason: String,
    /// Legal basis in words.
    pub basis: String,
    /// How to put it right.
    pub how_to_fix: String,
}

/// A checked [`RequestedItemForm`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RequestedItem {
    /// Number of its fields, from 1: messages name them.
    pub place: usize,
    /// The part it is about, if it is about a part.
    pub part_id: Option<i64>,
    /// Paper or piece of information; empty for the name of the part.
    pub subject: String,
    /// Code of the picked reason; empty for one in words only.
    pub reason_code: String,
    /// Why: the picked reason and the words beside it.
    pub reason: String,
    /// Legal basis in words.
    pub basis: String,
    /// How to put it right.
    pub how_to_fix: String,
}

impl RequestedItemForm {
    fn read(pairs: &[(String, String)], place: usize) -> Option<Self> {
        let value = |name: &str| value(pairs, &format!("{name}_{place}"));
        // An item that was filled in from the answer before, and is not asked for again.
        if ticked(&value("bo_muc")) {
            return None;
        }
        let (part, subject, picked, reason) = (value("giay_to"), value("muc"), value("ly_do_chon"), value("ly_do"));
        let (basis, how_to_fix) = (value("can_cu"), value("cach"));
        let used = [&part, &subject, &picked, &reason, &basis, &how_to_fix].iter().any(|text| !text.is_empty());
        used.then_some(Self { place, part, subject, picked, reason, basis, how_to_fix })
    }

    fn check(&self, errors: &mut FieldErrors, reasons: &[ListedReason]) -> RequestedItem {
        let n = self.place;
        let part_id = id(errors, &format!("giay_to_{n}"), &self.part, "Giấy tờ được chọn không đúng. Hãy chọn lại.");
        let field = format!("muc_{n}");
        let subject = clean_line(&self.subject, 301);
        let length = subject.chars().count();
        errors.require(length >= 2 || (length == 0 && part_id.is_some()), &field, format!("Tên mục {n} còn quá ngắn. Hãy viết ít nhất 2 ký tự."));
        errors.require(length <= 300, &field, format!("Tên mục {n} dài quá 300 ký tự. Hãy viết gọn lại."));
        let picked = if self.picked.is_empty() {
            None
        } else {
            listed(errors, &format!("ly_do_chon_{n}"), reasons, &self.picked, "Lý do được chọn không có trong danh sách. Hãy chọn lại.")
        };
        let why = ListedReason::with_words(picked.as_ref(), &self.reason);
        RequestedItem {
            place: n,
            part_id,
            subject,
            reason_code: picked.map(|reason| reason.code).unwrap_or_default(),
            reason: reason(errors, &format!("ly_do_{n}"), &format!("Lý do của mục {n}"), &why),
            basis: words(errors, &format!("can_cu_{n}"), &format!("Căn cứ của mục {n}"), &self.basis, 5),
            how_to_fix: note(errors, &format!("cach_{n}"), &self.how_to_fix),
        }
    }
}

/// D05, D11: ask for every missing item at once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SupplementForm {
    /// The items that were filled in.
    pub items: Vec<RequestedItemForm>,
    /// Last day to answer (`han`).
    pub reply_by: String,
    /// Basis for one more request than the procedure allows (`can_cu_vuot`); only after receipt.
    pub override_basis: String,
}

/// A checked [`SupplementForm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supplement {
    /// The items, at least one.
    pub items: Vec<RequestedItem>,
    /// Last day to answer.
    pub reply_by: NaiveDate,
    /// Basis for one more request than the procedure allows; needs the unit leader.
    pub override_basis: String,
}

impl SupplementForm {
    /// Reads the posted pairs; items without a word are left out.
    #[must_use]
    pub fn read(pairs: &[(String, String)]) -> Self {
        let items = (1..=SUPPLEMENT_ITEMS).filter_map(|place| RequestedItemForm::read(pairs, place)).collect();
        Self { items, reply_by: value(pairs, "han"), override_basis: value(pairs, "can_cu_vuot") }
    }

    /// Checks the form; the day to answer lies after `today` and within a year, `reasons` is the list in force.
    ///
    /// # Errors
    /// The fields that are wrong.
    pub fn validate(&self, today: NaiveDate, reasons: &[ListedReason]) -> Result<Supplement, FieldErrors> {
        let mut errors = FieldErrors::new();
        errors.require(!self.items.is_empty(), "muc_1", "Chưa có mục nào cần bổ sung. Hãy chọn ít nhất một mục và ghi lý do.");
        let items = self.items.iter().map(|item| item.check(&mut errors, reasons)).collect();
        let reply_by = self.check_reply_by(&mut errors, today);
        let override_basis = note(&mut errors, "can_cu_vuot", &self.override_basis);
        match reply_by {
            Some(reply_by) => errors.into_result(Supplement { items, reply_by, override_basis }),
            None => Err(errors),
        }
    }

    fn check_reply_by(&self, errors: &mut FieldErrors, today: NaiveDate) -> Option<NaiveDate> {
        let message = match format::parse_date(&self.reply_by) {
            Ok(day) if day > today && day <= today + Duration::days(MOST_DAYS) => return Some(day),
            Ok(_) => format!("Hạn bổ sung phải sau hôm nay ({}) và không quá một năm. Hãy nhập ngày khác.", format::date(today)),
            Err(format::DateError::Empty) => "Chưa có hạn bổ sung. Hãy nhập ngày, ví dụ 30/11/2026.".to_owned(),
            Err(error) => error.to_string(),
        };
        errors.add("han", message);
        None
    }
}

/// D11, second act: approve a proposed supplement or not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SupplementDecisionForm {
    /// Which button was pressed: "duyet" or "khong".
    #[serde(rename = "quyet_dinh")]
    pub decision: String,
    /// Why not, if it is not approved.
    #[serde(rename = "ly_do")]
    pub reason: String,
}

/// A checked [`SupplementDecisionForm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SupplementDecision {
    /// The applicant is asked.
    Approve,
    /// The work goes on without.
    Decline(Reason),
}

impl SupplementDecisionForm {
    /// Checks the form; only a refusal needs a reason.
    ///
    /// # Errors
    /// The fields that are wrong.
    pub fn validate(&self) -> Result<SupplementDecision, FieldErrors> {
        match self.decision.trim() {
            "duyet" => Ok(SupplementDecision::Approve),
            "khong" => Ok(SupplementDecision::Decline(ReasonForm { reason: self.reason.clone() }.validate()?)),
            _ => Err(FieldErrors::one("", "Chưa rõ duyệt hay không duyệt. Hãy bấm một trong hai nút.")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();

    fn pairs(fields: &[(&str, &str)]) -> Vec<(String, String)> {
        fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn items_need_a_reason_of_ten_characters() {
        let posted = |why: &str| {
            SupplementForm::read(&pairs(&[("muc_3", "Tờ khai"), ("ly_do_3", why), ("can_cu_3", "Điều 9 Nghị định 118/2025"), ("han", "30/11/2026")]))
        };
        let errors = posted("mờ").validate(TODAY, &[]).unwrap_err();
        assert_eq!(errors.0.len(), 1);
        assert!(errors.of("ly_do_3").is_some(), "the field that was filled in");
        let request = posted("Bản chụp mờ, không đọc được").validate(TODAY, &[]).unwrap();
        assert_eq!((request.items.len(), request.items[0].place), (1, 3));
        let nothing = SupplementForm::default().validate(TODAY, &[]).unwrap_err();
        assert!(nothing.of("muc_1").is_some() && nothing.of("han").is_some());
    }

    #[test]
    fn a_picked_reason_counts_with_its_words() {
        let list = [ListedReason { code: "blurred".into(), label: "Bản chụp mờ".into() }, ListedReason { code: "wrong_form".into(), label: "Sai mẫu".into() }];
        let form = |code: &str, words: &str| {
            let fields = [("muc_1", "Tờ khai"), ("ly_do_chon_1", code), ("ly_do_1", words), ("can_cu_1", "Điều 16"), ("han", "2026-12-01")];
            SupplementForm::read(&pairs(&fields)).validate(TODAY, &list)
        };
        let alone = form("blurred", "").unwrap().items.remove(0);
        assert_eq!((alone.reason_code.as_str(), alone.reason.as_str()), ("blurred", "Bản chụp mờ"));
        assert!(form("wrong_form", "").unwrap_err().of("ly_do_1").is_some(), "seven characters");
        assert_eq!(form("wrong_form", "mẫu cũ").unwrap().items[0].reason, "Sai mẫu: mẫu cũ");
        assert_eq!(form("", "Thiếu chữ ký của mẹ").unwrap().items[0].reason_code, "");
        let left_out = [("muc_1", "Tờ khai"), ("bo_muc_1", "1"), ("han", "2026-12-01")];
        assert!(SupplementForm::read(&pairs(&left_out)).items.is_empty());
        assert!(form("gone", "Thiếu chữ ký của mẹ").unwrap_err().of("ly_do_chon_1").is_some());
    }

    #[test]
    fn the_name_of_a_part_may_stand_for_the_subject() {
        let form = |part: &str| {
            let fields = [("giay_to_1", part), ("ly_do_1", "Bản chụp mờ, không đọc được"), ("can_cu_1", "Điều 16"), ("han", "2026-12-01")];
            SupplementForm::read(&pairs(&fields)).validate(TODAY, &[])
        };
        assert_eq!(form("7").unwrap().items[0].part_id, Some(7));
        assert!(form("").unwrap_err().of("muc_1").is_some());
        assert!(form("x").unwrap_err().of("giay_to_1").is_some());
    }

    #[test]
    fn the_day_to_answer_lies_ahead() {
        let item =
            RequestedItemForm {
                place: 1, subject: "Tờ khai".into(), reason: "Bản chụp mờ, không rõ".into(), basis: "Điều 16".into(), ..Default::default()
            };
        let by = |day: &str| SupplementForm { items: vec![item.clone()], reply_by: day.into(), ..Default::default() }.validate(TODAY, &[]);
        assert!(by("24/11/2026").is_ok());
        for wrong in ["", "23/11/2026", "25/11/2027", "31/11/2026", "mai"] {
            assert!(by(wrong).unwrap_err().of("han").is_some(), "{wrong}");
        }
    }

    #[test]
    fn only_a_refusal_needs_a_reason() {
        let form = |decision: &str| SupplementDecisionForm { decision: decision.into(), ..Default::default() };
        assert_eq!(form("duyet").validate(), Ok(SupplementDecision::Approve));
        assert!(form("khong").validate().unwrap_err().of("ly_do").is_some());
        assert!(form("").validate().is_err());
    }
}
