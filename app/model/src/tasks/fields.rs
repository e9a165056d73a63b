//! Readings that the forms of tasks share. Each complains at its field.

use crate::FieldErrors;
use crate::format::parse_date;
use crate::text::clean_text;
use chrono::{Datelike, NaiveDate};

/// Longest free text (direction, report, reason), characters.
const TEXT_MAX: usize = 5_000;

/// Number of characters.
pub(super) fn length(text: &str) -> usize {
    text.chars().count()
}

/// A row number; none for nothing or nonsense.
pub(super) fn id(text: &str) -> Option<i64> {
    text.trim().parse().ok().filter(|id| *id > 0)
}

/// Days that a form may name: a typing error such as the year 9999 is caught here.
pub(super) fn plausible(day: NaiveDate) -> bool {
    (1990..=2100).contains(&day.year())
}

/// A typed day; none if the field is empty or unreadable.
pub(super) fn day(errors: &mut FieldErrors, field: &str, text: &str) -> Option<NaiveDate> {
    if text.trim().is_empty() {
        return None;
    }
    parse_date(text).map_err(|error| errors.add(field, error.to_string())).ok()
}

/// Lines of text that may be missing. `what` begins the sentence if it is too long.
pub(super) fn text(errors: &mut FieldErrors, field: &str, what: &str, text: &str) -> String {
    let text = clean_text(text, TEXT_MAX + 1);
    errors.require(length(&text) <= TEXT_MAX, field, format!("{what} dài quá 5.000 ký tự. Hãy rút gọn."));
    text
}

/// Chuyên viên theo dõi, if one was chosen.
pub(super) fn monitor(errors: &mut FieldErrors, text: &str) -> Option<i64> {
    let monitor = id(text);
    errors.require(monitor.is_some() || text.trim().is_empty(), "theo_doi", "Không có chuyên viên này. Hãy chọn lại trong danh sách.");
    monitor
}

/// Lãnh đạo giao, if one was chosen.
pub(super) fn assigner(errors: &mut FieldErrors, text: &str) -> Option<i64> {
    let assigner = id(text);
    errors.require(assigner.is_some() || text.trim().is_empty(), "lanh_dao_giao", "Không có lãnh đạo này. Hãy chọn lại trong danh sách.");
    assigner
}

/// The lead unit, which every task has.
pub(super) fn lead_unit(errors: &mut FieldErrors, text: &str) -> Option<i64> {
    let lead = id(text);
    errors.require(lead.is_some(), "chu_tri", "Chưa chọn đơn vị chủ trì. Hãy chọn đúng một đơn vị.");
    lead
}
