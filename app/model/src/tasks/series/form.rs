//! The form of a series and what it becomes.

use super::{OffDay, Repeat, Rule};
use crate::FieldErrors;
use crate::tasks::fields::{day, length, plausible};
use crate::tasks::{DeadlineKind, NewTask, NewTaskForm, TITLE_MAX};
use crate::text::clean_line;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Longest time from the assignment to the due date, working days.
const DUE_DAYS_MAX: u32 = 250;

/// Characters of a title that are left for the name of the period.
const SUFFIX: usize = 60;

/// What the pages "Lập chuỗi" and "Sửa chuỗi" send.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SeriesForm {
    /// Nội dung of each task.
    #[serde(rename = "noi_dung")]
    pub title: String,
    /// Nguồn giao.
    #[serde(rename = "nguon")]
    pub source_kind: String,
    /// Số, ký hiệu of the written source.
    #[serde(rename = "so_van_ban")]
    pub source_number: String,
    /// Ý kiến chỉ đạo.
    #[serde(rename = "chi_dao")]
    pub direction: String,
    /// Đơn vị chủ trì.
    #[serde(rename = "chu_tri")]
    pub lead_unit: String,
    /// Đơn vị phối hợp.
    #[serde(rename = "phoi_hop")]
    pub co_units: Vec<String>,
    /// Lãnh đạo giao of a new series.
    #[serde(rename = "lanh_dao_giao")]
    pub assigner: String,
    /// Chuyên viên theo dõi of a new series.
    #[serde(rename = "theo_doi")]
    pub monitor: String,
    /// Độ khẩn.
    #[serde(rename = "do_khan")]
    pub urgency: String,
    /// Lĩnh vực.
    #[serde(rename = "linh_vuc")]
    pub field: String,
    /// Sản phẩm.
    #[serde(rename = "san_pham")]
    pub output: String,
    /// How often.
    #[serde(rename = "chu_ky")]
    pub repeat: String,
    /// Weekday of a weekly series, 1–7.
    #[serde(rename = "thu")]
    pub weekday: String,
    /// Month of the quarter, 1–3.
    #[serde(rename = "thang_quy")]
    pub month_of_quarter: String,
    /// Month of the year, 1–12.
    #[serde(rename = "thang")]
    pub month: String,
    /// Day of the month, or `cuoi` for its last working day.
    #[serde(rename = "ngay")]
    pub day: String,
    /// What a day off does.
    #[serde(rename = "ngay_nghi")]
    pub off_day: String,
    /// Working days from the assignment to the due date.
    #[serde(rename = "so_ngay")]
    pub due_days: String,
    /// First day on which a period may lie.
    #[serde(rename = "tu_ngay")]
    pub valid_from: String,
    /// Last such day; empty for ever.
    #[serde(rename = "den_ngay")]
    pub valid_to: String,
}

/// A checked [`SeriesForm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// What every task of the series says; without due date.
    pub task: NewTask,
    /// When it comes.
    pub rule: Rule,
    /// Working days from the assignment to the due date.
    pub due_days: u32,
    /// First day on which a period may lie.
    pub valid_from: NaiveDate,
    /// Last such day.
    pub valid_to: Option<NaiveDate>,
}

impl SeriesForm {
    /// Cleans and checks. A new series begins today or later; one that is changed keeps its first day.
    ///
    /// # Errors
    /// The fields with their messages.
    pub fn validate(&self, today: NaiveDate, new: bool) -> Result<Series, FieldErrors> {
        let mut errors = FieldErrors::new();
        let task = match self.task(today) {
            Ok(task) => task,
            Err(found) => {
                errors.0.extend(found.0);
                NewTask::default()
            }
        };
        let title = length(&clean_line(&self.title, TITLE_MAX + 1));
        if (TITLE_MAX - SUFFIX + 1..=TITLE_MAX).contains(&title) {
            errors.add("noi_dung", "Nội dung của chuỗi dài quá 940 ký tự, không còn chỗ cho tên kỳ. Hãy rút gọn; phần chi tiết viết vào ý kiến chỉ đạo.");
        }
        let rule = self.rule(&mut errors);
        let due_days = self.due_days.trim().parse::<u32>().ok().filter(|days| *days <= DUE_DAYS_MAX);
        errors.require(due_days.is_some(), "so_ngay", "Số ngày làm việc để hoàn thành là số từ 0 đến 250. Ví dụ: 5.");
        let from = day(&mut errors, "tu_ngay", &self.valid_from);
        errors.require(!self.valid_from.trim().is_empty(), "tu_ngay", "Chưa nhập ngày bắt đầu. Hãy nhập ngày, ví dụ 01/12/2026.");
        errors.require(from.is_none_or(plausible), "tu_ngay", "Ngày bắt đầu không hợp lý. Hãy kiểm tra lại năm.");
        errors.require(!new || from.is_none_or(|from| from >= today), "tu_ngay", "Ngày bắt đầu đã qua. Hãy chọn ngày từ hôm nay.");
        let to = day(&mut errors, "den_ngay", &self.valid_to);
        errors.require(to.is_none_or(plausible), "den_ngay", "Ngày cuối không hợp lý. Hãy kiểm tra lại năm.");
        errors.require(to.is_none_or(|to| from.is_none_or(|from| from <= to)), "den_ngay", "Ngày cuối phải sau ngày bắt đầu.");
        let (due_days, valid_from) = (due_days.unwrap_or_default(), from.unwrap_or(today));
        errors.into_result(Series { task, rule, due_days, valid_from, valid_to: to })
    }

    /// The same checks as for a single task; the due date comes with each period.
    fn task(&self, today: NaiveDate) -> Result<NewTask, FieldErrors> {
        let form = NewTaskForm {
            title: self.title.clone(),
            source_kind: self.source_kind.clone(),
            source_number: self.source_number.clone(),
            direction: self.direction.clone(),
            lead_unit: self.lead_unit.clone(),
            co_units: self.co_units.clone(),
            assigner: self.assigner.clone(),
            monitor: self.monitor.clone(),
            deadline_kind: DeadlineKind::NoDeadline.to_string(),
            urgency: self.urgency.clone(),
            field: self.field.clone(),
            output: self.output.clone(),
            ..NewTaskForm::default()
        };
        form.validate(today).map(|task| NewTask { deadline_kind: DeadlineKind::Recurring, ..task })
    }

    fn rule(&self, errors: &mut FieldErrors) -> Rule {
        let repeat: Option<Repeat> = self.repeat.parse().ok();
        errors.require(repeat.is_some(), "chu_ky", "Chưa chọn chu kỳ. Hãy chọn tuần, tháng, quý hoặc năm.");
        let off_day: Option<OffDay> = self.off_day.parse().ok();
        errors.require(off_day.is_some(), "ngay_nghi", "Chưa chọn cách xử lý khi trùng ngày nghỉ.");
        let mut rule = Rule { repeat: repeat.unwrap_or_default(), weekday: 1, month: 1, day: 1, off_day: off_day.unwrap_or_default() };
        let number = |text: &str, most: u32| text.trim().parse::<u32>().ok().filter(|n| (1..=most).contains(n));
        let Some(repeat) = repeat else { return rule };
        if repeat == Repeat::Weekly {
            let weekday = number(&self.weekday, 7);
            errors.require(weekday.is_some(), "thu", "Chưa chọn thứ trong tuần.");
            rule.weekday = weekday.unwrap_or(1);
            return rule;
        }
        let of_month = if self.day.trim() == "cuoi" { Some(0) } else { number(&self.day, 31) };
        errors.require(of_month.is_some(), "ngay", "Chưa chọn ngày trong tháng.");
        rule.day = of_month.unwrap_or(1);
        let (text, most, field, missing) = match repeat {
            Repeat::Quarterly => (&self.month_of_quarter, 3, "thang_quy", "Chưa chọn tháng trong quý."),
            Repeat::Yearly => (&self.month, 12, "thang", "Chưa chọn tháng trong năm."),
            Repeat::Weekly | Repeat::Monthly => return rule,
        };
        let month = number(text, most);
        errors.require(month.is_some(), field, missing);
        rule.month = month.unwrap_or(1);
        rule
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 23).expect("day")
    }

    fn good() -> SeriesForm {
        SeriesForm {
            title: "Báo cáo tình hình giải ngân vốn đầu tư công".into(),
            source_kind: "people_committee".into(),
            lead_unit: "3".into(),
            co_units: vec!["5".into(), "4".into()],
            output: "Báo cáo".into(),
            repeat: "monthly".into(),
            day: "cuoi".into(),
            off_day: "after".into(),
            due_days: "5".into(),
            valid_from: "23/11/2026".into(),
            ..SeriesForm::default()
        }
    }

    #[test]
    fn a_good_series() {
        let series = good().validate(today(), true).expect("valid");
        assert_eq!((series.rule.repeat, series.rule.day, series.due_days), (Repeat::Monthly, 0, 5));
        assert_eq!((series.task.deadline_kind, series.task.due, series.task.co_units), (DeadlineKind::Recurring, None, vec![4, 5]));
        let yearly = SeriesForm { repeat: "yearly".into(), month: "12".into(), day: "15".into(), ..good() }.validate(today(), true).expect("valid");
        assert_eq!((yearly.rule.month, yearly.rule.day), (12, 15));
    }

    /// A04-05: the lead of a series may not also be a co-unit.
    #[test]
    fn bad_fields_are_named() {
        let fields = |form: SeriesForm| form.validate(today(), true).expect_err("refused").0.into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        assert_eq!(fields(SeriesForm { co_units: vec!["3".into()], ..good() }), ["phoi_hop"]);
        assert_eq!(fields(SeriesForm { assigner: "x".into(), ..good() }), ["lanh_dao_giao"]);
        assert_eq!(fields(SeriesForm { title: "Ngắn".into(), ..good() }), ["noi_dung"]);
        assert_eq!(fields(SeriesForm { title: "ă".repeat(941), ..good() }), ["noi_dung"]);
        assert_eq!(fields(SeriesForm { title: "ă".repeat(1_001), ..good() }), ["noi_dung"]);
        assert!(SeriesForm { title: "ă".repeat(940), ..good() }.validate(today(), true).is_ok());
        assert_eq!(fields(SeriesForm { repeat: String::new(), ..good() }), ["chu_ky"]);
        assert_eq!(fields(SeriesForm { repeat: "weekly".into(), weekday: "8".into(), ..good() }), ["thu"]);
        assert_eq!(fields(SeriesForm { day: "32".into(), ..good() }), ["ngay"]);
        assert_eq!(fields(SeriesForm { repeat: "quarterly".into(), month_of_quarter: "4".into(), ..good() }), ["thang_quy"]);
        assert_eq!(fields(SeriesForm { due_days: "-1".into(), ..good() }), ["so_ngay"]);
        assert_eq!(fields(SeriesForm { valid_from: "22/11/2026".into(), ..good() }), ["tu_ngay"]);
        assert_eq!(fields(SeriesForm { valid_from: String::new(), ..good() }), ["tu_ngay"]);
        assert_eq!(fields(SeriesForm { valid_to: "22/11/2026".into(), ..good() }), ["den_ngay"]);
        assert!(SeriesForm { valid_from: "01/01/2026".into(), ..good() }.validate(today(), false).is_ok());
    }
}
