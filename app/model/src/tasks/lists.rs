//! Lists of tasks: whose, seen how, kept under a name, and what is new in them.

use super::{TaskBucket, TaskSource, Urgency};
use crate::FieldErrors;
use crate::text::clean_line;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

text_enum! {
    /// Whose tasks a list shows: in charge, monitoring or assigning; of the unit; reports to confirm; requests for more time.
    #[derive(Default)]
    pub enum TaskReach {
        #[default] Mine = "toi" => "Nhiệm vụ của tôi", Unit = "don-vi" => "Nhiệm vụ của đơn vị", ToConfirm = "cho-xac-nhan" => "Chờ xác nhận",
        Extensions = "gia-han" => "Đề nghị gia hạn",
    }
}

text_enum! {
    /// How a list is shown.
    #[derive(Default)]
    pub enum TaskView { #[default] List = "danh-sach" => "Danh sách", Board = "bang" => "Bảng theo nhóm", Month = "lich" => "Lịch đến hạn" }
}

/// Which tasks an official asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListFilter {
    /// Own tasks, tasks of the unit, reports to confirm, or requests for more time.
    pub reach: TaskReach,
    /// Only this bucket.
    pub bucket: Option<TaskBucket>,
    /// Only this source.
    pub source: Option<TaskSource>,
    /// Only this urgency.
    pub urgency: Option<Urgency>,
    /// Only this field of work; empty for all.
    pub field: String,
    /// Words of the name of the person in charge; empty for all.
    pub person: String,
    /// Only tasks that are due on this day.
    pub due: Option<NaiveDate>,
    /// Only what came into the list after this instant.
    pub fresh_since: Option<DateTime<Utc>>,
    /// Words of the title, the code or the source number.
    pub words: String,
    /// Page, from 1.
    pub page: i64,
}

/// Without a look for so long a visit of a list is over.
const VISIT: Duration = Duration::minutes(30);
/// A look moves the end of a visit at most this often, so that reading pages seldom writes.
const TOUCH: Duration = Duration::minutes(1);

/// A visit of a list by one person: what came after `fresh_since` is new to them until the visit is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListVisit {
    /// The last look of the visit before; the beginning of the first visit ever.
    pub fresh_since: DateTime<Utc>,
    /// The look at hand.
    pub last_at: DateTime<Utc>,
    /// The look is worth a note.
    pub changed: bool,
}

impl ListVisit {
    /// The visit that a look at `now` belongs to, after what is noted: since when things are new, and the last look.
    #[must_use]
    pub fn at(now: DateTime<Utc>, noted: Option<(DateTime<Utc>, DateTime<Utc>)>) -> Self {
        match noted {
            None => Self { fresh_since: now, last_at: now, changed: true },
            Some((_, last)) if now - last >= VISIT => Self { fresh_since: last, last_at: now, changed: true },
            Some((since, last)) if now - last >= TOUCH => Self { fresh_since: since, last_at: now, changed: true },
            Some((since, last)) => Self { fresh_since: since, last_at: last, changed: false },
        }
    }
}

/// A filter that a person keeps under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedFilter {
    /// Row number.
    pub id: i64,
    /// Name.
    pub name: String,
    /// The tasks.
    pub filter: ListFilter,
    /// How they are shown.
    pub view: TaskView,
}

/// Longest name of a saved filter, characters.
const NAME_MAX: usize = 60;
/// Longest words of a search that are kept, characters.
const WORDS_MAX: usize = 200;

/// Longest field of work that is kept, characters: as long as a task has one.
const FIELD_MAX: usize = 400;

/// The form "Lưu bộ lọc này": a name, and the filter in force as the page carries it along.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SaveFilterForm {
    /// Name.
    #[serde(rename = "ten")]
    pub name: String,
    /// Word of the list.
    #[serde(rename = "pham_vi")]
    pub reach: String,
    /// Stored word of the bucket; empty for all.
    #[serde(rename = "nhom")]
    pub bucket: String,
    /// Source; empty for all.
    #[serde(rename = "nguon")]
    pub source: String,
    /// Urgency; empty for all.
    #[serde(rename = "do_khan")]
    pub urgency: String,
    /// Field of work; empty for all.
    #[serde(rename = "linh_vuc")]
    pub field: String,
    /// Words of the name of the person in charge; empty for all.
    #[serde(rename = "nguoi")]
    pub person: String,
    /// Words of the search.
    #[serde(rename = "q")]
    pub words: String,
    /// How it is shown.
    #[serde(rename = "xem")]
    pub view: String,
}

/// What is to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaveFilter {
    /// Name, 1–60 characters.
    pub name: String,
    /// The tasks.
    pub filter: ListFilter,
    /// How they are shown.
    pub view: TaskView,
}

impl SaveFilterForm {
    /// What is to be kept. Words of the filter that nothing has are left out, as in an address.
    ///
    /// # Errors
    /// Without a name, or with too long a one.
    pub fn validate(&self) -> Result<SaveFilter, FieldErrors> {
        let mut errors = FieldErrors::new();
        let name = clean_line(&self.name, NAME_MAX + 1);
        errors.require(!name.is_empty(), "ten", "Chưa đặt tên cho bộ lọc. Hãy ghi một tên ngắn, ví dụ “Quá hạn của sở”.");
        errors.require(name.chars().count() <= NAME_MAX, "ten", "Tên bộ lọc dài quá 60 ký tự. Hãy rút gọn.");
        let filter = ListFilter {
            reach: self.reach.parse().unwrap_or_default(),
            bucket: self.bucket.parse().ok(),
            source: self.source.parse().ok(),
            urgency: self.urgency.parse().ok(),
            field: clean_line(&self.field, FIELD_MAX),
            person: clean_line(&self.person, WORDS_MAX),
            words: clean_line(&self.words, WORDS_MAX),
            ..ListFilter::default()
        };
        errors.into_result(SaveFilter { name, filter, view: self.view.parse().unwrap_or_default() })
    }
}

/// The due dates of one day of a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthDay {
    /// The day.
    pub day: NaiveDate,
    /// A working day of the reader's unit.
    pub working: bool,
    /// Why it differs from the week: name of the holiday, "làm bù"; empty for a usual day.
    pub name: String,
    /// Tasks due that day.
    pub due: i64,
    /// Those of them that are open and overdue.
    pub overdue: i64,
}

/// The form "Đánh dấu đã xem".
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SeenForm {
    /// Word of the list.
    #[serde(rename = "pham_vi")]
    pub reach: String,
}

impl SeenForm {
    /// The list.
    ///
    /// # Errors
    /// For a word that no list has.
    pub fn validate(&self) -> Result<TaskReach, FieldErrors> {
        self.reach.parse().map_err(|_| FieldErrors::one("pham_vi", "Không có danh sách này. Hãy tải lại trang."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visit_lasts_while_somebody_looks() {
        let at = |minutes: i64| DateTime::UNIX_EPOCH + Duration::minutes(minutes);
        let first = ListVisit::at(at(0), None);
        assert_eq!((first.fresh_since, first.changed), (at(0), true));
        // Looking on: the same visit, the same news; a look within the minute is not noted.
        assert_eq!(ListVisit::at(at(20), Some((at(0), at(0)))), ListVisit { fresh_since: at(0), last_at: at(20), changed: true });
        assert!(!ListVisit::at(at(20), Some((at(0), at(20)))).changed);
        // Back after a break: new is what came since the last look.
        assert_eq!(ListVisit::at(at(50), Some((at(0), at(20)))).fresh_since, at(20));
    }

    #[test]
    fn a_filter_wants_a_name() {
        let form = SaveFilterForm {
            name: " Quá hạn\tcủa sở ".into(),
            reach: "don-vi".into(),
            bucket: "open_overdue".into(),
            source: "vua".into(),
            view: "bang".into(),
            ..SaveFilterForm::default()
        };
        let saved = form.validate().expect("a filter");
        assert_eq!(
            (saved.name.as_str(), saved.filter.reach, saved.filter.bucket, saved.filter.source),
            ("Quá hạn của sở", TaskReach::Unit, Some(TaskBucket::OpenOverdue), None)
        );
        assert_eq!(saved.view, TaskView::Board);
        for name in ["", "   ", &"ă".repeat(61)] {
            assert!(SaveFilterForm { name: name.to_owned(), ..SaveFilterForm::default() }.validate().expect_err("refused").of("ten").is_some(), "{name}");
        }
        assert!(SeenForm { reach: "x".into() }.validate().is_err());
        assert_eq!(SeenForm { reach: "gia-han".into() }.validate().ok(), Some(TaskReach::Extensions));
    }
}
