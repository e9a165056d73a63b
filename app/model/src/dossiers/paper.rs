//! The forms of the one-stop procedure (02 §9).

use super::{DossierAction, DossierState};
use chrono::{DateTime, NaiveDate, Utc};

text_enum! {
    /// A form of Thông tư 03/2025/TT-VPCP that belongs to one dossier. Form 07 is a register over many.
    pub enum PaperForm {
        Receipt = "01" => "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
        Supplement = "02" => "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
        Refusal = "03" => "Phiếu từ chối tiếp nhận giải quyết hồ sơ",
        Apology = "04" => "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết",
        Stop = "05" => "Thông báo dừng giải quyết hồ sơ",
        Control = "06" => "Phiếu kiểm soát quá trình giải quyết hồ sơ",
    }
}

text_enum! {
    /// Which circular the layout follows. A dossier keeps the set of its receipt day.
    pub enum FormSet {
        Circular2018 = "tt01_2018" => "Thông tư 01/2018/TT-VPCP",
        Circular2025 = "tt03_2025" => "Thông tư 03/2025/TT-VPCP",
    }
}

impl FormSet {
    /// The set in force on a day: the circular of 2025 since 01/07/2025 (02 §1).
    #[must_use]
    pub fn on(day: NaiveDate) -> Self {
        if NaiveDate::from_ymd_opt(2025, 7, 1).is_some_and(|first| day >= first) { FormSet::Circular2025 } else { FormSet::Circular2018 }
    }
}

impl PaperForm {
    /// The form that a step makes, if it makes one. A supplement is printed once it is approved.
    #[must_use]
    pub const fn of(action: DossierAction, to: DossierState) -> Option<Self> {
        use DossierAction as Act;
        match action {
            Act::Receive | Act::ReceiveAtCounter => Some(PaperForm::Receipt),
            Act::ProvideSupplement => Some(PaperForm::Receipt),
            Act::RequestIntakeSupplement => Some(PaperForm::Supplement),
            Act::RequestSupplement if matches!(to, DossierState::AwaitingSupplement) => Some(PaperForm::Supplement),
            Act::RefuseIntake => Some(PaperForm::Refusal),
            Act::Extend => Some(PaperForm::Apology),
            Act::Stop | Act::SupplementExpired | Act::PaymentExpired | Act::AcceptWithdrawal => Some(PaperForm::Stop),
            _ => None,
        }
    }

    /// Its title in a set of forms.
    #[must_use]
    pub const fn title(self, set: FormSet) -> &'static str {
        match (set, self) {
            (FormSet::Circular2018, PaperForm::Refusal) => "Phiếu từ chối giải quyết hồ sơ",
            (FormSet::Circular2018, PaperForm::Apology) => "Phiếu xin lỗi và hẹn lại ngày trả kết quả",
            _ => self.label(),
        }
    }

    /// "Mẫu số 01, Thông tư 03/2025/TT-VPCP".
    #[must_use]
    pub fn source(self, set: FormSet) -> String {
        // The set of 2018 counts the control sheet as number 05 and has no notice of a stop.
        let number = if set == FormSet::Circular2018 && self == PaperForm::Control { "05" } else { self.as_str() };
        format!("Mẫu số {number}, {}", set.label())
    }
}

/// A paper of a dossier in lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperLine {
    /// Its part of an address: form and event ("01-3").
    pub key: String,
    /// Which form.
    pub form: PaperForm,
    /// Title.
    pub title: String,
    /// When it was made, UTC.
    pub made_at: DateTime<Utc>,
}

/// Reads the part of an address: form and number of the event; the control sheet has no event.
#[must_use]
pub fn parse_paper_key(key: &str) -> Option<(PaperForm, i64)> {
    if key == PaperForm::Control.as_str() {
        return Some((PaperForm::Control, 0));
    }
    let (form, seq) = key.split_once('-')?;
    let form: PaperForm = form.parse().ok()?;
    (form != PaperForm::Control).then_some(())?;
    seq.parse().ok().filter(|seq| (1..=1_000_000).contains(seq)).map(|seq| (form, seq))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_name_form_and_event() {
        assert_eq!(parse_paper_key("01-3"), Some((PaperForm::Receipt, 3)));
        assert_eq!(parse_paper_key("06"), Some((PaperForm::Control, 0)));
        for bad in ["", "01", "06-1", "09-1", "01-0", "01--1", "01-99999999999999999999", "1-1"] {
            assert_eq!(parse_paper_key(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_set_changes_on_the_first_of_july_2025() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(FormSet::on(day("2025-06-30")), FormSet::Circular2018);
        assert_eq!(FormSet::on(day("2025-07-01")), FormSet::Circular2025);
        assert_eq!(PaperForm::Control.source(FormSet::Circular2018), "Mẫu số 05, Thông tư 01/2018/TT-VPCP");
    }
}
