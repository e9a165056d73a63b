//! K01: the form of a new task and what it becomes.

use super::fields::{assigner, day, id, lead_unit, length, monitor, plausible, text};
use super::{DeadlineKind, TaskSource, Urgency};
use crate::FieldErrors;
use crate::text::{MIN_REASON, clean_line};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Longest content of a task, characters (04 §1).
pub const TITLE_MAX: usize = 1_000;
/// Longest line of a source, a field of work or a code, characters.
const LINE_MAX: usize = 400;
/// Most co-units of a task.
const CO_UNITS_MAX: usize = 200;

/// What the page "Giao nhiệm vụ" sends. Every field is text, as forms are.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NewTaskForm {
    /// Nội dung nhiệm vụ.
    #[serde(rename = "noi_dung")]
    pub title: String,
    /// Nguồn giao.
    #[serde(rename = "nguon")]
    pub source_kind: String,
    /// Số, ký hiệu of the written source.
    #[serde(rename = "so_van_ban")]
    pub source_number: String,
    /// Its date.
    #[serde(rename = "ngay_van_ban")]
    pub source_date: String,
    /// Who issued it.
    #[serde(rename = "co_quan_ban_hanh")]
    pub source_issuer: String,
    /// Who signed it.
    #[serde(rename = "nguoi_ky")]
    pub source_signer: String,
    /// Ý kiến chỉ đạo.
    #[serde(rename = "chi_dao")]
    pub direction: String,
    /// Đơn vị chủ trì.
    #[serde(rename = "chu_tri")]
    pub lead_unit: String,
    /// Đơn vị phối hợp.
    #[serde(rename = "phoi_hop")]
    pub co_units: Vec<String>,
    /// Lãnh đạo giao.
    #[serde(rename = "lanh_dao_giao")]
    pub assigner: String,
    /// Chuyên viên theo dõi.
    #[serde(rename = "theo_doi")]
    pub monitor: String,
    /// Loại thời hạn.
    #[serde(rename = "loai_han")]
    pub deadline_kind: String,
    /// Hạn.
    #[serde(rename = "han")]
    pub due: String,
    /// Độ khẩn.
    #[serde(rename = "do_khan")]
    pub urgency: String,
    /// Lĩnh vực.
    #[serde(rename = "linh_vuc")]
    pub field: String,
    /// Sản phẩm.
    #[serde(rename = "san_pham")]
    pub output: String,
    /// Code of the parent task of a sub-task.
    #[serde(rename = "nhiem_vu_cha")]
    pub parent_code: String,
    /// Why the due date lies in the past, if it does.
    #[serde(rename = "ly_do_bo_sung")]
    pub back_dated_reason: String,
}

/// A checked [`NewTaskForm`]. Units and people are ids that the use case checks against the scope of the actor.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewTask {
    /// Nội dung nhiệm vụ, 10–1,000 characters.
    pub title: String,
    /// Nguồn giao.
    pub source_kind: TaskSource,
    /// Số, ký hiệu of the written source; empty without one.
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
    pub lead_unit: i64,
    /// Đơn vị phối hợp: sorted, each once, never the lead.
    pub co_units: Vec<i64>,
    /// Loại thời hạn.
    pub deadline_kind: DeadlineKind,
    /// Hạn, a day; none for a task without deadline only.
    pub due: Option<NaiveDate>,
    /// Độ khẩn.
    pub urgency: Urgency,
    /// Lĩnh vực.
    pub field: String,
    /// Sản phẩm.
    pub output: String,
    /// Lãnh đạo giao; without one the person who writes the task, if that is a leader who gives tasks.
    pub assigner: Option<i64>,
    /// Chuyên viên theo dõi; without one the person who writes the task if that is a monitor, else the only one there is.
    pub monitor: Option<i64>,
    /// Code of the parent task of a sub-task; empty for a main task.
    pub parent_code: String,
    /// Why the due date lies in the past, if it does.
    pub back_dated_reason: String,
}

impl NewTaskForm {
    /// Cleans every text and checks every field.
    ///
    /// # Errors
    /// The fields with their messages.
    pub fn validate(&self, today: NaiveDate) -> Result<NewTask, FieldErrors> {
        let mut errors = FieldErrors::new();
        let line = |text: &str| clean_line(text, LINE_MAX);
        let title = self.title(&mut errors);
        let source_kind = self.source_kind.parse().ok();
        errors.require(source_kind.is_some(), "nguon", "Chưa chọn nguồn giao. Hãy chọn một nguồn.");
        let source_date = day(&mut errors, "ngay_van_ban", &self.source_date);
        errors.require(source_date.is_none_or(plausible), "ngay_van_ban", "Ngày văn bản không hợp lý. Hãy kiểm tra lại năm.");
        let direction = text(&mut errors, "chi_dao", "Ý kiến chỉ đạo", &self.direction);
        let lead = lead_unit(&mut errors, &self.lead_unit);
        let co_units = self.co_units(&mut errors, lead);
        let assigner = assigner(&mut errors, &self.assigner);
        let monitor = monitor(&mut errors, &self.monitor);
        let back_dated_reason = text(&mut errors, "ly_do_bo_sung", "Lý do nhập bổ sung", &self.back_dated_reason);
        let (deadline_kind, due) = self.deadline(&mut errors, today, &back_dated_reason);
        let output = clean_line(&self.output, TITLE_MAX);
        let told = !output.is_empty() || !direction.is_empty();
        errors.require(told, "san_pham", "Cần ghi sản phẩm phải nộp hoặc ý kiến chỉ đạo, để đơn vị biết phải làm gì.");
        // What is missing has been named above, so no default of a missing field gets out.
        errors.into_result(NewTask {
            title,
            source_kind: source_kind.unwrap_or_default(),
            source_number: line(&self.source_number),
            source_date,
            source_issuer: line(&self.source_issuer),
            source_signer: line(&self.source_signer),
            direction,
            lead_unit: lead.unwrap_or_default(),
            co_units,
            deadline_kind,
            due,
            urgency: self.urgency.parse().unwrap_or_default(),
            field: line(&self.field),
            output,
            assigner,
            monitor,
            parent_code: line(&self.parent_code),
            back_dated_reason,
        })
    }

    fn title(&self, errors: &mut FieldErrors) -> String {
        let title = clean_line(&self.title, TITLE_MAX + 1);
        errors.require(length(&title) >= 10, "noi_dung", "Nội dung nhiệm vụ cần ít nhất 10 ký tự. Hãy viết rõ việc phải làm.");
        errors.require(length(&title) <= TITLE_MAX, "noi_dung", "Nội dung nhiệm vụ dài quá 1.000 ký tự. Hãy rút gọn; phần chi tiết viết vào ý kiến chỉ đạo.");
        title
    }

    fn co_units(&self, errors: &mut FieldErrors, lead: Option<i64>) -> Vec<i64> {
        let mut units: Vec<i64> = self.co_units.iter().filter_map(|unit| id(unit)).collect();
        units.sort_unstable();
        units.dedup();
        let doubled = lead.is_some_and(|lead| units.contains(&lead));
        errors.require(!doubled, "phoi_hop", "Đơn vị chủ trì không thể đồng thời là đơn vị phối hợp. Hãy bỏ một trong hai.");
        errors.require(units.len() <= CO_UNITS_MAX, "phoi_hop", "Một nhiệm vụ có nhiều nhất 200 đơn vị phối hợp.");
        units
    }

    fn deadline(&self, errors: &mut FieldErrors, today: NaiveDate, back_dated_reason: &str) -> (DeadlineKind, Option<NaiveDate>) {
        let Ok(kind) = self.deadline_kind.parse() else {
            errors.add("loai_han", "Chưa chọn loại thời hạn. Hãy chọn “Có hạn” hoặc “Không thời hạn”.");
            return (DeadlineKind::default(), None);
        };
        if kind == DeadlineKind::NoDeadline {
            return (kind, None);
        }
        errors.require(!self.due.trim().is_empty(), "han", "Chưa nhập hạn. Hãy nhập ngày phải xong, ví dụ 30/11/2026.");
        let due = day(errors, "han", &self.due);
        match due {
            Some(due) if !plausible(due) => errors.add("han", "Hạn không hợp lý. Hãy kiểm tra lại năm."),
            Some(due) if due < today && length(back_dated_reason) < MIN_REASON => errors.add("han", DUE_PASSED),
            _ => {}
        }
        (kind, due)
    }
}

/// What a due date in the past needs.
pub const DUE_PASSED: &str = "Hạn đã qua. Hãy chọn ngày từ hôm nay, hoặc ghi lý do nhập bổ sung (ít nhất 10 ký tự).";

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 23).expect("day")
    }

    fn good() -> NewTaskForm {
        NewTaskForm {
            title: " Rà soát khám chữa bệnh\tbảo hiểm y tế".into(),
            source_kind: "chair".into(),
            lead_unit: "1".into(),
            co_units: vec!["3".into(), "2".into(), "3".into(), "x".into()],
            deadline_kind: "fixed".into(),
            due: "1/12/2026".into(),
            output: "Báo cáo".into(),
            ..NewTaskForm::default()
        }
    }

    #[test]
    fn a_good_task_is_cleaned() {
        let task = good().validate(today()).expect("valid");
        assert_eq!((task.title.as_str(), task.source_kind, task.lead_unit), ("Rà soát khám chữa bệnh bảo hiểm y tế", TaskSource::Chair, 1));
        assert_eq!((task.co_units, task.due, task.urgency), (vec![2, 3], NaiveDate::from_ymd_opt(2026, 12, 1), Urgency::Normal));
        let open = NewTaskForm { deadline_kind: "no_deadline".into(), ..good() }.validate(today()).expect("valid");
        assert_eq!((open.deadline_kind, open.due, open.monitor), (DeadlineKind::NoDeadline, None, None));
        assert_eq!(NewTaskForm { monitor: " 7 ".into(), ..good() }.validate(today()).expect("valid").monitor, Some(7));
    }

    /// A04-05: the lead may not also be a co-unit.
    #[test]
    fn bad_fields_are_named() {
        let fields = |form: NewTaskForm| form.validate(today()).expect_err("refused").0.into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        assert_eq!(fields(NewTaskForm { co_units: vec!["1".into()], ..good() }), ["phoi_hop"]);
        assert_eq!(fields(NewTaskForm { title: "Ngắn".into(), ..good() }), ["noi_dung"]);
        assert_eq!(fields(NewTaskForm { title: "ă".repeat(10_000), ..good() }), ["noi_dung"]);
        assert_eq!(fields(NewTaskForm { direction: "ă".repeat(10_000), ..good() }), ["chi_dao"]);
        assert_eq!(fields(NewTaskForm { source_kind: "vua".into(), ..good() }), ["nguon"]);
        assert_eq!(fields(NewTaskForm { source_date: "31/2/2026".into(), ..good() }), ["ngay_van_ban"]);
        assert_eq!(fields(NewTaskForm { lead_unit: "-1".into(), ..good() }), ["chu_tri"]);
        assert_eq!(fields(NewTaskForm { deadline_kind: String::new(), ..good() }), ["loai_han"]);
        assert_eq!(fields(NewTaskForm { monitor: "x".into(), ..good() }), ["theo_doi"]);
        assert_eq!(fields(NewTaskForm { assigner: "x".into(), ..good() }), ["lanh_dao_giao"]);
        assert_eq!(fields(NewTaskForm { output: String::new(), ..good() }), ["san_pham"]);
        for due in ["22/11/2026", "1/1/9999", "", "mai"] {
            assert_eq!(fields(NewTaskForm { due: due.into(), ..good() }), ["han"], "{due}");
        }
        let late = NewTaskForm { due: "22/11/2026".into(), back_dated_reason: "Nhập bổ sung theo sổ giấy".into(), ..good() };
        assert!(late.validate(today()).is_ok());
    }
}
