//! K17: sub-tasks inside the lead unit, for a person or for a unit below it.

use super::fields::{day, id, length, plausible};
use super::{TITLE_MAX, TaskBucket, TaskState};
use crate::FieldErrors;
use crate::text::clean_line;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Levels of tasks below each other, the main task counted: a task, its parts, and their parts.
pub const LEVELS: i64 = 3;

/// Chia nhỏ (K17).
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SplitForm {
    /// Nội dung of the part.
    #[serde(rename = "noi_dung")]
    pub title: String,
    /// `nguoi` or `don-vi`.
    #[serde(rename = "giao_cho")]
    pub to: String,
    /// The person.
    #[serde(rename = "nguoi_thuc_hien")]
    pub person: String,
    /// The unit below the lead unit.
    #[serde(rename = "don_vi")]
    pub unit: String,
    /// Its due date; empty takes that of the parent.
    #[serde(rename = "han")]
    pub due: String,
    /// Sản phẩm.
    #[serde(rename = "san_pham")]
    pub output: String,
}

/// Who works on a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SplitTo {
    /// A person of the lead unit, who begins at once.
    Person(i64),
    /// A unit below the lead unit, which accepts it first.
    Unit(i64),
}

/// A checked [`SplitForm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// Nội dung, 10–1,000 characters.
    pub title: String,
    /// Who works on it.
    pub to: SplitTo,
    /// Its due date; none takes that of the parent.
    pub due: Option<NaiveDate>,
    /// Sản phẩm.
    pub output: String,
}

impl SplitForm {
    /// Cleans and checks.
    ///
    /// # Errors
    /// The fields with their messages.
    pub fn validate(&self, today: NaiveDate) -> Result<Split, FieldErrors> {
        let mut errors = FieldErrors::new();
        let title = clean_line(&self.title, TITLE_MAX + 1);
        errors.require(length(&title) >= 10, "noi_dung", "Nội dung cần ít nhất 10 ký tự. Hãy viết rõ phần việc phải làm.");
        errors.require(length(&title) <= TITLE_MAX, "noi_dung", "Nội dung dài quá 1.000 ký tự. Hãy rút gọn.");
        let to = match self.to.as_str() {
            "nguoi" => id(&self.person).map(SplitTo::Person),
            "don-vi" => id(&self.unit).map(SplitTo::Unit),
            _ => None,
        };
        match self.to.as_str() {
            "nguoi" => errors.require(to.is_some(), "nguoi_thuc_hien", "Chưa chọn người thực hiện. Hãy chọn một người của đơn vị."),
            "don-vi" => errors.require(to.is_some(), "don_vi", "Chưa chọn đơn vị trực thuộc. Hãy chọn một đơn vị."),
            _ => errors.add("giao_cho", "Chưa chọn giao cho người hay cho đơn vị trực thuộc."),
        }
        let due = day(&mut errors, "han", &self.due);
        match due {
            Some(due) if !plausible(due) => errors.add("han", "Hạn không hợp lý. Hãy kiểm tra lại năm."),
            Some(due) if due < today => errors.add("han", "Hạn đã qua. Hãy chọn ngày từ hôm nay."),
            _ => {}
        }
        let output = clean_line(&self.output, TITLE_MAX);
        // Who is missing has been named above, so the default never gets out.
        errors.into_result(Split { title, to: to.unwrap_or(SplitTo::Unit(0)), due, output })
    }
}

/// A sub-task in the tree below a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskBranch {
    /// 1 directly below the task, 2 below its parts.
    pub level: i64,
    /// Mã nhiệm vụ.
    pub code: String,
    /// Nội dung.
    pub title: String,
    /// Người thực hiện, or the unit while nobody is chosen.
    pub who: String,
    /// Hạn.
    pub due_on: Option<NaiveDate>,
    /// State.
    pub state: TaskState,
    /// Bucket today.
    pub bucket: Option<TaskBucket>,
    /// True if the reader may open it.
    pub opens: bool,
}

/// The tree below a task, and whom the form of K17 offers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TaskTree {
    /// The parts, each followed by its own.
    pub branches: Vec<TaskBranch>,
    /// People of the lead unit: id and name with position. Only where the reader may split.
    pub people: Vec<(i64, String)>,
    /// Units below the lead unit: id and name. Only where the reader may split.
    pub units: Vec<(i64, String)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_needs_words_and_somebody() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 23).expect("day");
        let good = || SplitForm {
            title: "Thu thập số liệu của 12 xã".into(),
            to: "nguoi".into(),
            person: "7".into(),
            due: "30/11/2026".into(),
            ..SplitForm::default()
        };
        let part = good().validate(today).expect("valid");
        assert_eq!((part.to, part.due), (SplitTo::Person(7), NaiveDate::from_ymd_opt(2026, 11, 30)));
        let unit = SplitForm { to: "don-vi".into(), unit: "9".into(), due: String::new(), ..good() }.validate(today).expect("valid");
        assert_eq!((unit.to, unit.due), (SplitTo::Unit(9), None));
        let fields = |form: SplitForm| form.validate(today).expect_err("refused").0.into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        assert_eq!(fields(SplitForm { title: "Ngắn".into(), ..good() }), ["noi_dung"]);
        assert_eq!(fields(SplitForm { to: String::new(), ..good() }), ["giao_cho"]);
        assert_eq!(fields(SplitForm { person: "x".into(), ..good() }), ["nguoi_thuc_hien"]);
        assert_eq!(fields(SplitForm { to: "don-vi".into(), ..good() }), ["don_vi"]);
        assert_eq!(fields(SplitForm { due: "22/11/2026".into(), ..good() }), ["han"]);
        assert_eq!(fields(SplitForm { due: "1/1/9999".into(), ..good() }), ["han"]);
    }
}
