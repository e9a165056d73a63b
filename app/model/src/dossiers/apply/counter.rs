//! O03, receipt at the counter: the same draft as online, in one long form that an official fills in (D04, 02 §21).

use super::{DraftView, OnBehalf, PartWay, Step, applicant_pages, field};
use crate::FieldErrors;
use crate::dossiers::Channel;
use crate::payments::PaymentMethod;
use crate::procedures::{PartPage, QuestionKind, QuestionPage};
use crate::text::{MAX_REASON, clean_line, clean_text};
use serde::{Deserialize, Serialize};

/// Fields that only the form of the counter has.
pub mod counter_field {
    /// Words for the file.
    pub const NOTE: &str = "ghi_chu";
    /// How the papers came.
    pub const CHANNEL: &str = "kenh";

    /// The tick that a paper was received.
    #[must_use]
    pub fn received(part: i64) -> String {
        format!("nhan_{part}")
    }

    /// Number of originals.
    #[must_use]
    pub fn originals(part: i64) -> String {
        format!("ban_chinh_{part}")
    }

    /// Number of copies.
    #[must_use]
    pub fn copies(part: i64) -> String {
        format!("ban_sao_{part}")
    }

    /// The file field of a part.
    #[must_use]
    pub fn file(part: i64) -> String {
        format!("tep_{part}")
    }

    /// The part that a file field belongs to.
    #[must_use]
    pub fn part_of_file(name: &str) -> Option<i64> {
        name.strip_prefix("tep_")?.parse().ok()
    }
}

/// A paper as the form says it was handed in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CounterPart {
    /// True if paper was received.
    pub received: bool,
    /// Number of originals; none if it was typed wrong.
    pub originals: Option<i64>,
    /// Number of copies; none if it was typed wrong.
    pub copies: Option<i64>,
}

/// Which procedure somebody wants at the counter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CounterOpenForm {
    /// Code of the procedure.
    #[serde(rename = "thu_tuc")]
    pub procedure: String,
    /// Code of the draft that takes another procedure; empty for a new one.
    #[serde(rename = "ho_so")]
    pub draft: String,
}

impl CounterOpenForm {
    /// Checks the form: the procedure, and the draft that takes it.
    ///
    /// # Errors
    /// The field that is wrong.
    pub fn validate(&self) -> Result<(String, Option<String>), FieldErrors> {
        let (procedure, draft) = (clean_line(&self.procedure, 60), clean_line(&self.draft, 40).to_uppercase());
        if procedure.is_empty() {
            return Err(FieldErrors::one("q", "Chưa chọn thủ tục. Hãy tìm rồi bấm Chọn."));
        }
        Ok((procedure, (!draft.is_empty()).then_some(draft)))
    }
}

/// What is ticked and typed last: never kept in the draft.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CounterForm {
    /// "1" if the identity of the applicant was checked.
    #[serde(rename = "giay_to_tuy_than")]
    pub identity_checked: String,
    /// "co" if the applicant, who is present, heard the content and agrees.
    #[serde(rename = "cam_doan")]
    pub declared: String,
    /// `postal` if the papers came by public post; else somebody is present.
    #[serde(rename = "kenh")]
    pub channel: String,
    /// Words for the file.
    #[serde(rename = "ghi_chu")]
    pub note: String,
    /// `cash` or `pos`, where money is due before the receipt.
    #[serde(rename = "hinh_thuc")]
    pub method: String,
    /// Đồng.
    #[serde(rename = "so_tien")]
    pub amount: String,
    /// Number on the slip of the card machine.
    #[serde(rename = "so_giao_dich")]
    pub slip: String,
}

/// A checked [`CounterForm`]: identity and consent were confirmed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AtCounter {
    /// True if the papers came by public post: nobody is present.
    pub by_post: bool,
    /// Words for the file.
    pub note: String,
    /// Money that was taken: how, đồng, number on the slip of the card machine.
    pub money: Option<(PaymentMethod, i64, String)>,
}

impl CounterForm {
    /// Checks the form.
    ///
    /// # Errors
    /// The fields that are wrong.
    pub fn validate(&self) -> Result<AtCounter, FieldErrors> {
        let mut errors = FieldErrors::new();
        let money = self.money(&mut errors);
        let checked = self.identity_checked.trim() == "1";
        errors.require(checked, "giay_to_tuy_than", "Chưa xác nhận người nộp. Hãy đối chiếu giấy tờ tùy thân rồi đánh dấu.");
        let agreed = self.declared.trim() == "co";
        errors.require(agreed, field::DECLARED, "Chưa đánh dấu người nộp đồng ý. Hãy đọc lại nội dung cho người nộp nghe rồi đánh dấu.");
        let channel = self.channel.trim().parse::<Channel>().ok().filter(|channel| *channel != Channel::Online);
        errors.require(
            channel.is_some() || self.channel.trim().is_empty(),
            counter_field::CHANNEL,
            "Chưa rõ hồ sơ đến cách nào. Hãy chọn trực tiếp hoặc bưu chính.",
        );
        let by_post = channel == Some(Channel::Postal);
        let note = clean_text(&self.note, MAX_REASON + 1);
        errors.require(note.chars().count() <= MAX_REASON, counter_field::NOTE, "Ghi chú dài quá 5.000 ký tự. Hãy viết gọn lại.");
        errors.into_result(AtCounter { by_post, note, money })
    }

    fn money(&self, errors: &mut FieldErrors) -> Option<(PaymentMethod, i64, String)> {
        if self.method.trim().is_empty() {
            return None;
        }
        let method: Option<PaymentMethod> = self.method.trim().parse().ok().filter(|method: &PaymentMethod| method.at_counter());
        errors.require(method.is_some(), "hinh_thuc", "Chưa chọn cách nộp. Hãy chọn tiền mặt hoặc thẻ.");
        let digits: String = self.amount.chars().filter(|c| !matches!(c, '.' | ' ')).collect();
        let amount = digits.parse::<i64>().ok().filter(|amount| *amount > 0 && digits.len() <= 12);
        errors.require(amount.is_some(), "so_tien", "Số tiền chưa đúng. Hãy nhập số đồng đã thu, ví dụ 16.000.");
        let slip = if method == Some(PaymentMethod::Pos) { clean_line(&self.slip, 40) } else { String::new() };
        let card = method == Some(PaymentMethod::Pos);
        errors.require(!card || !slip.is_empty(), "so_giao_dich", "Chưa có số giao dịch trên phiếu của máy thẻ. Hãy nhập số này.");
        Some((method?, amount?, slip))
    }
}

impl DraftView {
    /// The names of the form of the counter that are kept in the draft; everything else that was sent is ignored.
    #[must_use]
    pub fn counter_fields(&self, on_behalf: OnBehalf) -> Vec<String> {
        let mut names: Vec<String> =
            [field::CASE, field::PLACE, field::ON_BEHALF, field::DELIVERY, field::NOTIFY, counter_field::NOTE].map(str::to_owned).into();
        names.extend(applicant_pages(on_behalf).iter().chain(&self.forms).flat_map(QuestionPage::fields));
        names.extend(self.parts.iter().flat_map(|part| [counter_field::received(part.id), counter_field::originals(part.id), counter_field::copies(part.id)]));
        names
    }

    /// The names among them that a browser leaves out when nothing is ticked.
    #[must_use]
    pub fn counter_boxes(&self) -> Vec<String> {
        let ticked = |kind: QuestionKind| matches!(kind, QuestionKind::Many | QuestionKind::Consent);
        let questions = self.forms.iter().flat_map(|page| &page.questions).filter(|question| ticked(question.kind));
        let papers = self.parts.iter().map(|part| counter_field::received(part.id));
        questions.map(|question| question.name.clone()).chain(papers).chain([field::NOTIFY.to_owned()]).collect()
    }

    /// A paper as the form says it was handed in.
    #[must_use]
    pub fn counter_part(&self, part: &PartPage) -> CounterPart {
        let received = self.answer(&counter_field::received(part.id)) == "1";
        let count = |name: String| {
            let text = self.answer(&name);
            if text.is_empty() || !received { Some(0) } else { text.parse::<i64>().ok().filter(|n| (0..1_000).contains(n)) }
        };
        CounterPart { received, originals: count(counter_field::originals(part.id)), copies: count(counter_field::copies(part.id)) }
    }

    /// How a part came: as a file, on paper, or not at all.
    #[must_use]
    pub fn counter_way(&self, part: &PartPage) -> PartWay {
        match (self.files_of(part.id).is_empty(), self.counter_part(part).received) {
            (false, _) => PartWay::Upload,
            (true, true) => PartWay::Paper,
            (true, false) => PartWay::None,
        }
    }

    /// Everything that is wrong with the form, in its order: the guard of D02 and the checklist of D03 in one.
    #[must_use]
    pub fn check_at_counter(&self) -> FieldErrors {
        let mut errors = FieldErrors::new();
        for step in self.journey.steps() {
            match step {
                Step::Part(n) => {
                    if let Some(part) = n.checked_sub(1).and_then(|i| self.parts.get(i)) {
                        self.check_counter_part(part, &mut errors);
                    }
                }
                Step::Notify => {
                    let by_mail = self.notify().contains(&crate::notify::NotifyChannel::Email);
                    let message = "Chưa có địa chỉ thư điện tử. Hãy nhập địa chỉ, hoặc bỏ chọn thư điện tử.";
                    errors.require(!by_mail || !self.answer(field::EMAIL).is_empty(), field::NOTIFY, message);
                }
                // Money is taken with the receipt itself.
                Step::Payment => {}
                _ => errors.0.extend(self.check(step).0),
            }
        }
        errors
    }

    fn check_counter_part(&self, part: &PartPage, errors: &mut FieldErrors) {
        let got = self.counter_part(part);
        if self.counter_way(part) == PartWay::None && part.mandatory {
            let message = format!("Thiếu “{}”, giấy tờ bắt buộc. Hãy nhận bản giấy rồi đánh dấu, hoặc tải bản quét lên.", part.name);
            errors.add(counter_field::received(part.id), message);
        }
        for (count, name) in [(got.originals, counter_field::originals(part.id)), (got.copies, counter_field::copies(part.id))] {
            errors.require(count.is_some(), &name, "Số bản là số từ 0 đến 999. Hãy nhập lại.");
        }
        let sheets = got.originals.unwrap_or(1) + got.copies.unwrap_or(1);
        let message = format!("Đã nhận “{}” thì ghi số bản chính hoặc bản sao đã nhận.", part.name);
        errors.require(!got.received || sheets > 0, &counter_field::originals(part.id), message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_received_without_identity_and_consent() {
        let errors = CounterForm::default().validate().unwrap_err();
        assert!(errors.of("giay_to_tuy_than").is_some() && errors.of(field::DECLARED).is_some());
        let form = CounterForm { identity_checked: "1".into(), declared: "co".into(), ..CounterForm::default() };
        assert_eq!(form.validate().unwrap(), AtCounter::default());
        let by = |channel: &str| CounterForm { channel: channel.into(), ..form.clone() }.validate();
        assert!(by("postal").unwrap().by_post && !by("direct").unwrap().by_post);
        assert!(by("online").unwrap_err().of(counter_field::CHANNEL).is_some(), "what comes online is not received here");
    }

    #[test]
    fn money_needs_an_amount_and_cards_their_slip() {
        let form = |method: &str, amount: &str, slip: &str| CounterForm {
            identity_checked: "1".into(),
            declared: "co".into(),
            method: method.into(),
            amount: amount.into(),
            slip: slip.into(),
            ..CounterForm::default()
        };
        assert_eq!(form("cash", "16.000", "").validate().unwrap().money, Some((PaymentMethod::Cash, 16_000, String::new())));
        assert!(form("cash", "mười", "").validate().unwrap_err().of("so_tien").is_some());
        assert!(form("pos", "16000", " ").validate().unwrap_err().of("so_giao_dich").is_some());
        assert!(form("viet_qr", "16000", "").validate().unwrap_err().of("hinh_thuc").is_some());
    }

    #[test]
    fn a_file_field_names_its_part() {
        assert_eq!(counter_field::part_of_file(&counter_field::file(17)), Some(17));
        assert_eq!(counter_field::part_of_file("tep"), None);
    }
}
