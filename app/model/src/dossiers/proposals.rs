//! Acts of two persons on a received dossier: form 04 (D24), another agency (D25), a corrected fact (D26). One person
//! proposes, another one decides; what was typed, what it is once checked, and what pages show.

use crate::errors::FieldErrors;
use crate::format::{instant, parse_date, parse_time, time_date};
use crate::text::{MAX_REASON, clean_line, clean_text, reason};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// Characters that the reason of a correction needs at least (10 §4).
pub const MIN_ADJUST_REASON: usize = 20;

text_enum! {
    /// Where a proposal stands.
    pub enum ProposalState { Pending = "pending" => "Chờ duyệt", Approved = "approved" => "Đồng ý", Refused = "refused" => "Không đồng ý" }
}

text_enum! {
    /// What `adjust_fact` may correct; nothing else of a dossier is ever corrected (10 §4).
    pub enum AdjustableFact {
        ReceivedAt = "received_at" => "Thời điểm tiếp nhận",
        DueCurrent = "due_current" => "Hạn trả hiện tại",
        ApplicantName = "applicant_name" => "Họ và tên người nộp",
        ApplicantPhone = "applicant_phone" => "Số điện thoại người nộp",
        ApplicantIdNumber = "applicant_id_number" => "Số định danh người nộp",
        ApplicantAddress = "applicant_address" => "Địa chỉ người nộp",
    }
}

/// What somebody may do now with the proposals of a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProposalAct {
    /// Propose form 04.
    ProposeExtension,
    /// Sign or refuse form 04.
    DecideExtension,
    /// Propose another agency.
    ProposeTransfer,
    /// Take the dossier over, or refuse.
    DecideTransfer,
    /// Ask for a correction.
    RequestAdjustment,
    /// Agree to a correction, or refuse.
    DecideAdjustment,
}

/// D24, first act: why it is late and the new day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NewDueForm {
    /// Reason; the citizen reads it.
    #[serde(rename = "ly_do")]
    pub reason: String,
    /// The new day, "27/11/2026".
    #[serde(rename = "han_moi")]
    pub day: String,
}

/// A checked [`NewDueForm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDue {
    /// Reason; the citizen reads it.
    pub reason: String,
    /// The new day; due at the end of its working hours.
    pub day: NaiveDate,
}

impl NewDueForm {
    /// Checks the form.
    ///
    /// # Errors
    /// The fields that are wrong.
    pub fn validate(&self) -> Result<NewDue, FieldErrors> {
        let mut errors = FieldErrors::new();
        let reason = reason(&mut errors, "ly_do", "Lý do chậm", &self.reason);
        let day = day(&mut errors, "han_moi", &self.day);
        errors.into_result(NewDue { reason, day })
    }
}

fn day(errors: &mut FieldErrors, field: &str, text: &str) -> NaiveDate {
    parse_date(text.trim()).unwrap_or_else(|error| {
        errors.add(field, error.to_string());
        NaiveDate::default()
    })
}

/// D25, first act: to whom, and why.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TransferForm {
    /// Row number of the receiving agency.
    #[serde(rename = "co_quan")]
    pub unit: String,
    /// Reason.
    #[serde(rename = "ly_do")]
    pub reason: String,
}

/// A checked [`TransferForm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    /// The receiving agency.
    pub unit: i64,
    /// Reason.
    pub reason: String,
}

impl TransferForm {
    /// Checks the form.
    ///
    /// # Errors
    /// The fields that are wrong.
    pub fn validate(&self) -> Result<Transfer, FieldErrors> {
        let mut errors = FieldErrors::new();
        let unit = self.unit.trim().parse().unwrap_or(0);
        errors.require(unit > 0, "co_quan", "Chưa chọn cơ quan nhận. Hãy chọn một cơ quan trong danh sách.");
        let reason = reason(&mut errors, "ly_do", "Lý do chuyển", &self.reason);
        errors.into_result(Transfer { unit, reason })
    }
}

/// The second act of every proposal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProposalDecisionForm {
    /// `duyet` agrees, everything else refuses.
    #[serde(rename = "quyet_dinh")]
    pub decision: String,
    /// Why not.
    #[serde(rename = "ly_do")]
    pub reason: String,
    /// Who works on a dossier that is taken over (person).
    #[serde(rename = "can_bo")]
    pub officer: String,
}

/// A checked [`ProposalDecisionForm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProposalDecision {
    /// Agreed; with the person who works on it from now on, if one was chosen.
    Approve(Option<i64>),
    /// Refused, and why.
    Refuse(String),
}

impl ProposalDecisionForm {
    /// Checks the form.
    ///
    /// # Errors
    /// The fields that are wrong.
    pub fn validate(&self) -> Result<ProposalDecision, FieldErrors> {
        let mut errors = FieldErrors::new();
        if self.decision.trim() == "duyet" {
            let officer = self.officer.trim();
            errors.require(officer.is_empty() || officer.parse::<i64>().is_ok(), "can_bo", "Người xử lý không đúng. Hãy chọn trong danh sách.");
            return errors.into_result(ProposalDecision::Approve(officer.parse().ok()));
        }
        let why = reason(&mut errors, "ly_do", "Lý do không đồng ý", &self.reason);
        errors.into_result(ProposalDecision::Refuse(why))
    }
}

/// D26, first act: which fact, what is right, why, and the evidence.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AdjustForm {
    /// A stored [`AdjustableFact`].
    #[serde(rename = "muc")]
    pub fact: String,
    /// The right value as typed: "08:30 23/11/2026" for the receipt, "27/11/2026" for the due date, else words.
    #[serde(rename = "gia_tri")]
    pub value: String,
    /// Reason.
    #[serde(rename = "ly_do")]
    pub reason: String,
    /// Token of the stored evidence.
    #[serde(rename = "tep_da_tai")]
    pub evidence: String,
}

/// A right value for a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewFact {
    /// Instant of the valid receipt, UTC.
    ReceivedAt(DateTime<Utc>),
    /// The day on which it is due.
    DueCurrent(NaiveDate),
    /// Name, telephone, identity number or address of the applicant.
    Applicant(AdjustableFact, String),
}

/// A checked [`AdjustForm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adjust {
    /// The right value.
    pub new: NewFact,
    /// Reason.
    pub reason: String,
    /// Token of the stored evidence.
    pub evidence: String,
}

impl AdjustForm {
    /// Checks the form.
    ///
    /// # Errors
    /// The fields that are wrong.
    pub fn validate(&self) -> Result<Adjust, FieldErrors> {
        let mut errors = FieldErrors::new();
        let fact = self.fact.trim().parse::<AdjustableFact>().ok();
        errors.require(fact.is_some(), "muc", "Chưa chọn mục cần điều chỉnh. Hãy chọn một mục trong danh sách.");
        let new = fact.and_then(|fact| NewFact::typed(&mut errors, fact, &self.value));
        let why = clean_text(&self.reason, MAX_REASON + 1);
        let length = why.chars().count();
        errors.require(length >= MIN_ADJUST_REASON, "ly_do", format!("Lý do điều chỉnh cần ít nhất {MIN_ADJUST_REASON} ký tự. Hãy viết rõ hơn."));
        errors.require(length <= MAX_REASON, "ly_do", "Lý do dài quá 5.000 ký tự. Hãy viết ngắn lại.");
        let evidence = self.evidence.trim().to_owned();
        errors.require(!evidence.is_empty(), "tep", "Chưa có tệp minh chứng. Hãy chọn tệp PDF hoặc ảnh.");
        match new {
            Some(new) => errors.into_result(Adjust { new, reason: why, evidence }),
            None => Err(errors),
        }
    }
}

impl NewFact {
    /// Reads what was typed; a complaint at `gia_tri` if it cannot be.
    fn typed(errors: &mut FieldErrors, fact: AdjustableFact, text: &str) -> Option<Self> {
        use AdjustableFact as F;
        let text = clean_line(text, 501);
        let before = errors.0.len();
        let new = match fact {
            F::ReceivedAt => moment(errors, &text).map(Self::ReceivedAt),
            F::DueCurrent => Some(Self::DueCurrent(day(errors, "gia_tri", &text))),
            F::ApplicantName => Some(words(errors, fact, &text, 2, 200)),
            F::ApplicantAddress => Some(words(errors, fact, &text, 2, 500)),
            F::ApplicantPhone => Some(digits(errors, fact, &text, 10..=11, "Số điện thoại gồm 10 chữ số. Hãy nhập đủ.")),
            F::ApplicantIdNumber => Some(digits(errors, fact, &text, 9..=12, "Số định danh gồm 12 chữ số. Hãy nhập đủ.")),
        };
        new.filter(|_| errors.0.len() == before)
    }

    /// Which fact it is about.
    #[must_use]
    pub const fn fact(&self) -> AdjustableFact {
        match self {
            Self::ReceivedAt(_) => AdjustableFact::ReceivedAt,
            Self::DueCurrent(_) => AdjustableFact::DueCurrent,
            Self::Applicant(fact, _) => *fact,
        }
    }

    /// As it is stored, before sealing.
    #[must_use]
    pub fn stored(&self) -> String {
        match self {
            Self::ReceivedAt(at) => at.to_rfc3339(),
            Self::DueCurrent(day) => day.to_string(),
            Self::Applicant(_, text) => text.clone(),
        }
    }

    /// Reads a stored value; none for a damaged one.
    #[must_use]
    pub fn of_stored(fact: AdjustableFact, text: &str) -> Option<Self> {
        match fact {
            AdjustableFact::ReceivedAt => DateTime::parse_from_rfc3339(text).ok().map(|at| Self::ReceivedAt(at.with_timezone(&Utc))),
            AdjustableFact::DueCurrent => text.parse().ok().map(Self::DueCurrent),
            other => Some(Self::Applicant(other, text.to_owned())),
        }
    }

    /// As people read it.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::ReceivedAt(at) => time_date(*at),
            Self::DueCurrent(day) => crate::format::date(*day),
            Self::Applicant(_, text) => text.clone(),
        }
    }
}

/// "08:30 23/11/2026".
fn moment(errors: &mut FieldErrors, text: &str) -> Option<DateTime<Utc>> {
    let parts = text.split_once(' ').and_then(|(time, day)| Some((parse_time(time).ok()?, parse_date(day.trim()).ok()?)));
    errors.require(parts.is_some(), "gia_tri", "Thời điểm chưa đúng. Hãy nhập giờ rồi ngày, ví dụ 08:30 23/11/2026.");
    parts.map(|(time, day)| instant(day, time))
}

fn words(errors: &mut FieldErrors, fact: AdjustableFact, text: &str, min: usize, max: usize) -> NewFact {
    let length = text.chars().count();
    errors.require(length >= min && length <= max, "gia_tri", format!("{} cần từ {min} đến {max} ký tự. Hãy kiểm tra lại.", fact.label()));
    NewFact::Applicant(fact, text.to_owned())
}

fn digits(errors: &mut FieldErrors, fact: AdjustableFact, text: &str, length: std::ops::RangeInclusive<usize>, message: &str) -> NewFact {
    let plain: String = text.chars().filter(|c| !c.is_whitespace() && *c != '.').collect();
    let good = length.contains(&plain.len()) && plain.bytes().all(|byte| byte.is_ascii_digit());
    errors.require(good, "gia_tri", message);
    NewFact::Applicant(fact, plain)
}

/// What the office said about its delay: the new date that it promised, or that it will promise one.
pub(super) fn apology_words(promised: Option<DateTime<Utc>>, automatic: bool, state: super::DossierState) -> String {
    match (state.is_open(), promised, automatic) {
        (true, Some(at), _) => format!("Cơ quan giải quyết xin lỗi vì chậm hẹn và hẹn lại {}.", crate::format::due_long(at)),
        (true, None, true) => "Cơ quan giải quyết xin lỗi vì chậm hẹn và sẽ thông báo ngày hẹn mới trong 01 ngày làm việc.".to_owned(),
        _ => String::new(),
    }
}

/// Who proposed, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposed {
    /// Row number.
    pub id: i64,
    /// Where it stands.
    pub state: ProposalState,
    /// Why.
    pub reason: String,
    /// Name of who proposed.
    pub by: String,
    /// Person who proposed; the same person may not decide.
    pub by_id: Option<i64>,
    /// When, UTC.
    pub at: DateTime<Utc>,
}

/// A proposed or signed form 04.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtensionView {
    /// Who, when, why.
    pub proposed: Proposed,
    /// Due when it was proposed, UTC.
    pub due_before: DateTime<Utc>,
    /// The new date, UTC.
    pub new_due: DateTime<Utc>,
    /// Signed after the due date had passed: only a promise.
    pub late: bool,
}

/// What a new date means, for the page before it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DuePreview {
    /// Due instant in force, UTC.
    pub due: DateTime<Utc>,
    /// The due instant has passed: the new date is a promise and moves nothing.
    pub late: bool,
    /// Dates to choose from: working days after the due date (after today if it has passed), and the due instant.
    pub choices: Vec<(u32, DateTime<Utc>)>,
}

/// A proposed transfer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransferView {
    /// Who, when, why.
    pub proposed: Proposed,
    /// The agency that decides now.
    pub from_unit: String,
    /// The agency that shall decide.
    pub to_unit: String,
    /// Its row number.
    pub to_unit_id: i64,
}

/// A proposed correction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdjustmentView {
    /// Who, when, why.
    pub proposed: Proposed,
    /// Which fact.
    pub fact: AdjustableFact,
    /// The recorded value in words.
    pub old: String,
    /// The right value in words.
    pub new: String,
    /// Token and name of the evidence.
    pub evidence: (String, String),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_date_needs_a_reason() {
        let form = NewDueForm { reason: "chậm".into(), day: "31/11/2026".into() };
        let errors = form.validate().unwrap_err();
        assert!(errors.of("ly_do").is_some() && errors.of("han_moi").is_some());
        let form = NewDueForm { reason: "Phải xác minh tại nơi cư trú cũ".into(), day: "30/11/2026".into() };
        assert_eq!(form.validate().unwrap().day, NaiveDate::from_ymd_opt(2026, 11, 30).unwrap());
    }

    #[test]
    fn facts_are_read_and_kept() {
        let form = |fact: &str, value: &str| AdjustForm {
            fact: fact.into(),
            value: value.into(),
            reason: "Ghi nhầm khi nhập hồ sơ giấy ngày mất điện".into(),
            evidence: "x".into(),
        };
        for (fact, value) in [
            ("received_at", "08:30 23/11/2026"),
            ("due_current", "27/11/2026"),
            ("applicant_name", "Nguyễn Mẫu Sơn"),
            ("applicant_phone", "0999 900 001"),
            ("applicant_id_number", "999012345678"),
        ] {
            let new = form(fact, value).validate().unwrap().new;
            assert_eq!(NewFact::of_stored(new.fact(), &new.stored()), Some(new), "{fact}");
        }
        // What has no command: the end, the original due date.
        for fact in ["finished_at", "ended_at", "due_original", ""] {
            assert!(form(fact, "27/11/2026").validate().unwrap_err().of("muc").is_some(), "{fact}");
        }
        for (fact, value) in [("received_at", "23/11/2026"), ("due_current", "mai"), ("applicant_phone", "12"), ("applicant_name", "")] {
            assert!(form(fact, value).validate().unwrap_err().of("gia_tri").is_some(), "{fact}");
        }
        let short = AdjustForm { reason: "Ghi nhầm ngày".into(), evidence: String::new(), ..form("due_current", "27/11/2026") };
        let errors = short.validate().unwrap_err();
        assert!(errors.of("ly_do").is_some() && errors.of("tep").is_some());
    }

    #[test]
    fn a_refusal_needs_a_reason() {
        let form = ProposalDecisionForm { decision: "khong".into(), ..Default::default() };
        assert!(form.validate().unwrap_err().of("ly_do").is_some());
        let form = ProposalDecisionForm { decision: "duyet".into(), officer: "12".into(), ..Default::default() };
        assert_eq!(form.validate().unwrap(), ProposalDecision::Approve(Some(12)));
    }
}
