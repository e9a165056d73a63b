//! What people type: inputs of the use cases with their checks. Messages say what happened and what to do.

use super::{DeadlineKind, TaskSource, Urgency};
use crate::FieldErrors;
use crate::text::{clean_line, clean_text};
use chrono::{Days, NaiveDate};

/// Longest content of a task, characters (04 §1).
pub const TITLE_MAX: usize = 1_000;
/// Longest free text (direction, report, reason), characters.
pub const TEXT_MAX: usize = 5_000;

fn length(text: &str) -> usize {
    text.chars().count()
}

/// Days that a form may name: a typing error such as the year 9999 is caught here.
fn plausible(day: NaiveDate) -> bool {
    let year = chrono::Datelike::year(&day);
    (1990..=2100).contains(&year)
}

fn check_reason(errors: &mut FieldErrors, field: &str, reason: &str, what: &str) {
    errors.require(length(reason) >= 10, field, format!("{what} cần ít nhất 10 ký tự. Hãy viết rõ hơn."));
    errors.require(length(reason) <= TEXT_MAX, field, format!("{what} dài quá 5.000 ký tự. Hãy rút gọn hoặc đính kèm tệp."));
}

/// A new task (K01). Units and people are ids that the use case checks against the scope of the actor.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewTask {
    /// Nội dung nhiệm vụ, 10–1,000 characters.
    pub title: String,
    /// Nguồn giao; `None` if nothing was chosen.
    pub source_kind: Option<TaskSource>,
    /// Số, ký hiệu of the written source.
    pub source_number: String,
    /// Its date.
    pub source_date: Option<NaiveDate>,
    /// Who issued it.
    pub source_issuer: String,
    /// Who signed it.
    pub source_signer: String,
    /// Ý kiến chỉ đạo.
    pub direction: String,
    /// Đơn vị chủ trì.
    pub lead_unit: Option<i64>,
    /// Đơn vị phối hợp.
    pub co_units: Vec<i64>,
    /// Loại thời hạn.
    pub deadline_kind: Option<DeadlineKind>,
    /// Hạn, a day.
    pub due: Option<NaiveDate>,
    /// Độ khẩn.
    pub urgency: Option<Urgency>,
    /// Lĩnh vực.
    pub field: String,
    /// Sản phẩm.
    pub output: String,
    /// Chuyên viên theo dõi; without one the person who writes the task, if that is a monitor.
    pub monitor: Option<i64>,
    /// Code of the parent task of a sub-task.
    pub parent_code: String,
    /// Why the due date lies in the past, if it does.
    pub back_dated_reason: String,
}

impl NewTask {
    /// Cleans every text and checks every field.
    ///
    /// # Errors
    /// The fields with their messages.
    pub fn validate(&self, today: NaiveDate) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::new();
        let mut input = self.clone();
        for text in [&mut input.source_number, &mut input.source_issuer, &mut input.source_signer, &mut input.field, &mut input.parent_code] {
            *text = clean_line(text, 400);
        }
        input.title = clean_line(&self.title, TITLE_MAX + 1);
        input.direction = clean_text(&self.direction, TEXT_MAX);
        input.output = clean_line(&self.output, TITLE_MAX);
        input.back_dated_reason = clean_text(&self.back_dated_reason, TEXT_MAX);
        errors.require(length(&input.title) >= 10, "noi-dung", "Nội dung nhiệm vụ cần ít nhất 10 ký tự. Hãy viết rõ việc phải làm.");
        errors.require(
            length(&input.title) <= TITLE_MAX,
            "noi-dung",
            "Nội dung nhiệm vụ dài quá 1.000 ký tự. Hãy rút gọn; phần chi tiết viết vào ý kiến chỉ đạo.",
        );
        errors.require(input.source_kind.is_some(), "nguon", "Chưa chọn nguồn giao. Hãy chọn một nguồn.");
        errors.require(input.lead_unit.is_some(), "chu-tri", "Chưa chọn đơn vị chủ trì. Hãy chọn đúng một đơn vị.");
        errors.require(input.source_date.is_none_or(plausible), "ngay-van-ban", "Ngày văn bản không hợp lý. Hãy kiểm tra lại năm.");
        if input.lead_unit.is_some_and(|lead| input.co_units.contains(&lead)) {
            errors.add("phoi-hop", "Đơn vị chủ trì không thể đồng thời là đơn vị phối hợp. Hãy bỏ một trong hai.");
        }
        input.co_units.sort_unstable();
        input.co_units.dedup();
        errors.require(input.co_units.len() <= 200, "phoi-hop", "Một nhiệm vụ có nhiều nhất 200 đơn vị phối hợp.");
        match (input.deadline_kind, input.due) {
            (None, _) => errors.add("loai-han", "Chưa chọn loại thời hạn. Hãy chọn “Có hạn” hoặc “Không thời hạn”."),
            (Some(DeadlineKind::NoDeadline), _) => input.due = None,
            (Some(_), None) => errors.add("han", "Chưa nhập hạn. Hãy nhập ngày phải xong, ví dụ 30/11/2026."),
            (Some(_), Some(due)) if !plausible(due) => errors.add("han", "Hạn không hợp lý. Hãy kiểm tra lại năm."),
            (Some(_), Some(due)) if due < today && length(&input.back_dated_reason) < 10 => {
                errors.add("han", "Hạn đã qua. Hãy chọn ngày từ hôm nay, hoặc ghi lý do nhập bổ sung (ít nhất 10 ký tự).");
            }
            _ => {}
        }
        errors.require(
            !input.output.is_empty() || !input.direction.is_empty(),
            "san-pham",
            "Cần ghi sản phẩm phải nộp hoặc ý kiến chỉ đạo, để đơn vị biết phải làm gì.",
        );
        errors.into_result(input)
    }
}

/// Giao (K02): the note of the direction that a monitor gives a task by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assign {
    /// Basis of the direction, if a monitor assigns.
    pub basis: String,
}

/// Tiếp nhận (K03).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Accept {
    /// Người thực hiện.
    pub person: Option<i64>,
}

/// A step that needs a reason or a basis: return, reject, suspend, resume, cancel.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reason {
    /// The reason, at least 10 characters.
    pub reason: String,
}

impl Reason {
    /// Cleans and checks; `what` names the field in the message.
    ///
    /// # Errors
    /// A message on `ly-do`.
    pub fn validate(&self, what: &str) -> Result<Self, FieldErrors> {
        let reason = clean_text(&self.reason, TEXT_MAX + 1);
        let mut errors = FieldErrors::new();
        check_reason(&mut errors, "ly-do", &reason, what);
        errors.into_result(Self { reason })
    }
}

/// Giao lại (K05) and Chuyển đơn vị chủ trì (K16).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reassign {
    /// The lead from now on.
    pub lead_unit: Option<i64>,
    /// Answer to the reason of the return, or reason of the change.
    pub reason: String,
}

impl Reassign {
    /// Cleans and checks.
    ///
    /// # Errors
    /// Messages on `chu-tri` and `ly-do`.
    pub fn validate(&self) -> Result<Self, FieldErrors> {
        let reason = clean_text(&self.reason, TEXT_MAX + 1);
        let mut errors = FieldErrors::new();
        errors.require(self.lead_unit.is_some(), "chu-tri", "Chưa chọn đơn vị chủ trì. Hãy chọn đúng một đơn vị.");
        check_reason(&mut errors, "ly-do", &reason, "Ý kiến trả lời");
        errors.into_result(Self { lead_unit: self.lead_unit, reason })
    }
}

/// Báo cáo tiến độ (K06, K07).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Progress {
    /// What was done.
    pub text: String,
    /// Tiến độ, percent 0–100.
    pub percent: Option<i64>,
    /// Tokens of stored files.
    pub files: Vec<String>,
}

impl Progress {
    /// Cleans and checks.
    ///
    /// # Errors
    /// Messages on `noi-dung` and `tien-do`.
    pub fn validate(&self) -> Result<Self, FieldErrors> {
        let text = clean_text(&self.text, TEXT_MAX + 1);
        let mut errors = FieldErrors::new();
        check_reason(&mut errors, "noi-dung", &text, "Nội dung báo cáo");
        let fits = self.percent.is_some_and(|percent| (0..=100).contains(&percent));
        errors.require(fits, "tien-do", "Tiến độ là số từ 0 đến 100.");
        errors.into_result(Self { text, percent: self.percent, files: self.files.clone() })
    }
}

/// Báo cáo hoàn thành (K08).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Complete {
    /// What was done.
    pub text: String,
    /// Number of the issued document that is the output, if there is one.
    pub document: String,
    /// Tokens of stored files.
    pub files: Vec<String>,
}

impl Complete {
    /// Cleans and checks: a file or an issued document must prove the output.
    ///
    /// # Errors
    /// Messages on `noi-dung` and `tep`.
    pub fn validate(&self) -> Result<Self, FieldErrors> {
        let input = Self { text: clean_text(&self.text, TEXT_MAX + 1), document: clean_line(&self.document, 400), files: self.files.clone() };
        let mut errors = FieldErrors::new();
        check_reason(&mut errors, "noi-dung", &input.text, "Nội dung báo cáo");
        let proven = !input.files.is_empty() || !input.document.is_empty();
        errors.require(proven, "tep", "Cần đính kèm sản phẩm hoặc ghi số văn bản đã phát hành.");
        errors.into_result(input)
    }
}

/// Đề nghị gia hạn (K11).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExtendRequest {
    /// The asked due date.
    pub due: Option<NaiveDate>,
    /// Why.
    pub reason: String,
    /// Tokens of stored files that prove the reason.
    pub files: Vec<String>,
}

impl ExtendRequest {
    /// Cleans and checks against the current due date: later, and at most two years later.
    ///
    /// # Errors
    /// Messages on `han` and `ly-do`.
    pub fn validate(&self, current: NaiveDate) -> Result<Self, FieldErrors> {
        let reason = clean_text(&self.reason, TEXT_MAX + 1);
        let mut errors = FieldErrors::new();
        match self.due {
            None => errors.add("han", "Chưa nhập hạn đề nghị. Hãy nhập ngày, ví dụ 30/11/2026."),
            Some(due) if due <= current => errors.add("han", "Hạn đề nghị phải sau hạn hiện tại. Hãy chọn ngày muộn hơn."),
            Some(due) if due > current + Days::new(730) => errors.add("han", "Hạn đề nghị muộn hơn hạn hiện tại quá hai năm. Hãy kiểm tra lại năm."),
            Some(_) => {}
        }
        check_reason(&mut errors, "ly-do", &reason, "Lý do gia hạn");
        errors.into_result(Self { due: self.due, reason, files: self.files.clone() })
    }
}

/// Quyết định gia hạn (K12).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DecideExtension {
    /// True for "Đồng ý"; `None` if nothing was chosen.
    pub approve: Option<bool>,
    /// Words of the decision; needed for a refusal.
    pub note: String,
}

impl DecideExtension {
    /// Cleans and checks.
    ///
    /// # Errors
    /// Messages on `quyet-dinh` and `ly-do`.
    pub fn validate(&self) -> Result<Self, FieldErrors> {
        let note = clean_text(&self.note, TEXT_MAX + 1);
        let mut errors = FieldErrors::new();
        errors.require(self.approve.is_some(), "quyet-dinh", "Chưa chọn đồng ý hay không đồng ý.");
        if self.approve == Some(false) {
            check_reason(&mut errors, "ly-do", &note, "Lý do không đồng ý");
        }
        errors.require(length(&note) <= TEXT_MAX, "ly-do", "Ý kiến dài quá 5.000 ký tự. Hãy rút gọn.");
        errors.into_result(Self { approve: self.approve, note })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).expect("day")
    }

    fn good() -> NewTask {
        NewTask {
            title: "Rà soát khám chữa bệnh bảo hiểm y tế".into(),
            source_kind: Some(TaskSource::Chair),
            lead_unit: Some(1),
            co_units: vec![3, 2, 3],
            deadline_kind: Some(DeadlineKind::Fixed),
            due: Some(day(2026, 12, 1)),
            output: "Báo cáo".into(),
            ..NewTask::default()
        }
    }

    #[test]
    fn a_good_task_is_cleaned() {
        assert_eq!(good().validate(day(2026, 11, 23)).expect("valid").co_units, vec![2, 3]);
    }

    /// A04-05: the lead may not also be a co-unit.
    #[test]
    fn bad_fields_are_named() {
        let today = day(2026, 11, 23);
        let fields = |task: NewTask| task.validate(today).expect_err("refused").0.into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        assert_eq!(fields(NewTask { co_units: vec![1], ..good() }), ["phoi-hop"]);
        assert_eq!(fields(NewTask { title: "Ngắn".into(), ..good() }), ["noi-dung"]);
        assert_eq!(fields(NewTask { title: "ă".repeat(10_000), ..good() }), ["noi-dung"]);
        assert_eq!(fields(NewTask { due: Some(day(2026, 11, 22)), ..good() }), ["han"]);
        assert_eq!(fields(NewTask { due: Some(day(9999, 1, 1)), ..good() }), ["han"]);
        assert_eq!(fields(NewTask { due: None, ..good() }), ["han"]);
        assert_eq!(fields(NewTask { output: String::new(), ..good() }), ["san-pham"]);
        assert!(NewTask { due: Some(day(2026, 11, 22)), back_dated_reason: "Nhập bổ sung theo sổ giấy".into(), ..good() }.validate(today).is_ok());
    }

    #[test]
    fn completion_needs_proof() {
        let report = Complete { text: "Đã trình báo cáo".into(), ..Complete::default() };
        assert_eq!(report.validate().expect_err("refused").of("tep"), Some("Cần đính kèm sản phẩm hoặc ghi số văn bản đã phát hành."));
        assert!(Complete { document: "12/BC-STP".into(), ..report }.validate().is_ok());
    }
}
