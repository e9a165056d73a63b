//! Reading the texts of a document strictly, with every fault and its place.

use super::new_version::NewCase;
use chrono::NaiveDate;
use model::calendar::DeadlineRule;
use model::format::parse_date;
use model::procedures::{DocGroup, Fault, read_deadline, read_number, read_yes};

/// Collects faults while a document is read.
pub(super) struct Reader {
    /// Everything wrong so far.
    pub faults: Vec<Fault>,
    group: DocGroup,
    place: String,
}

impl Reader {
    /// Nothing read yet.
    pub fn new() -> Self {
        Self { faults: Vec::new(), group: DocGroup::General, place: String::new() }
    }

    /// What is read from now on.
    pub fn at(&mut self, group: DocGroup, place: impl Into<String>) {
        (self.group, self.place) = (group, place.into());
    }

    /// A fault here.
    pub fn fault(&mut self, message: impl Into<String>) {
        self.faults.push(Fault { group: self.group, place: self.place.clone(), message: message.into() });
    }

    /// A text that must be there, at most `most` characters.
    pub fn need(&mut self, text: &str, most: usize, what: &str) -> String {
        if text.trim().is_empty() {
            self.fault(format!("Chưa có {what}. Hãy nhập mục này."));
        }
        self.text(text, most, what)
    }

    /// A text of at most `most` characters.
    pub fn text(&mut self, text: &str, most: usize, what: &str) -> String {
        if text.chars().count() > most {
            self.fault(format!("{} dài quá {most} ký tự. Hãy viết ngắn lại.", model::text::capital(what)));
        }
        text.trim().to_owned()
    }

    /// A value of a closed list; nothing written means `usual`.
    pub fn choice<T: std::str::FromStr + Copy>(&mut self, text: &str, usual: Option<T>, what: &str) -> Option<T> {
        match (text.trim(), usual) {
            ("", Some(usual)) => Some(usual),
            ("", None) => {
                self.fault(format!("Chưa chọn {what}. Hãy chọn một mục."));
                None
            }
            (text, _) => text.parse().ok().or_else(|| {
                self.fault(format!("Không có {what} “{}”. Hãy chọn trong danh sách.", text.chars().take(60).collect::<String>()));
                None
            }),
        }
    }

    /// A whole number within bounds; nothing written means `usual`.
    pub fn number(&mut self, text: &str, usual: i64, bounds: std::ops::RangeInclusive<i64>, what: &str) -> i64 {
        if text.trim().is_empty() {
            return usual;
        }
        read_number(text).filter(|n| bounds.contains(n)).unwrap_or_else(|| {
            let (low, high) = (model::format::number(*bounds.start()), model::format::number(*bounds.end()));
            self.fault(format!("{} “{text}” chưa đúng. Hãy nhập số từ {low} đến {high}.", model::text::capital(what)));
            usual
        })
    }

    /// Yes or no; nothing written means `usual`.
    pub fn yes(&mut self, text: &str, usual: bool, what: &str) -> bool {
        read_yes(text, usual).unwrap_or_else(|| {
            self.fault(format!("{} phải là “co” hoặc “khong”.", model::text::capital(what)));
            usual
        })
    }

    /// A time limit; `None` if nothing is written.
    pub fn deadline(&mut self, text: &str) -> Option<DeadlineRule> {
        if text.trim().is_empty() {
            return None;
        }
        let rule = read_deadline(text);
        if rule.is_none() {
            self.fault(format!(
                "Thời hạn “{text}” chưa đúng. Hãy viết như: 3 ngày làm việc, 8 giờ làm việc, 15 ngày, trong ngày, tiếp nhận đến 15:00, không có thời hạn."
            ));
        }
        rule
    }

    /// A day; `None` if nothing is written.
    pub fn day(&mut self, text: &str, what: &str) -> Option<NaiveDate> {
        if text.trim().is_empty() {
            return None;
        }
        parse_date(text).map_err(|error| self.fault(format!("{what}: {error}"))).ok()
    }

    /// Index of the case with this name; `None` for all.
    pub fn case(&mut self, cases: &[NewCase], name: &str) -> Option<usize> {
        if name.trim().is_empty() {
            return None;
        }
        let found = cases.iter().position(|case| case.name == name.trim());
        if found.is_none() {
            self.fault(format!("Không có trường hợp “{name}”. Hãy chọn một trường hợp của thủ tục, hoặc để trống cho mọi trường hợp."));
        }
        found
    }
}
