//! What is wrong with a row, and what a right row becomes. Wrong is what a single task would be refused for, and what stands
//! twice; a due date on a day off is only pointed out.

use super::{BulkColumn, BulkRow, BulkSource, Found, UnitBook};
use crate::calendar::{CalendarError, WorkCalendar};
use crate::format;
use crate::tasks::{DeadlineKind, NewTask, NewTaskForm, Urgency};
use crate::text::fold;
use chrono::NaiveDate;
use std::collections::HashMap;

/// What rows are checked against.
pub struct BulkContext<'a> {
    /// The source document.
    pub source: &'a BulkSource,
    /// The units that the actor may give tasks to.
    pub units: &'a UnitBook,
    /// The day of the assignment.
    pub today: NaiveDate,
    /// For due dates on days off.
    pub calendar: &'a WorkCalendar,
    /// Tasks that this source document gave already: folded content, lead unit, code.
    pub given: &'a [(String, i64, String)],
    /// Lead units for which the leader or the monitor of the table does not fit, and why.
    pub unfit: &'a HashMap<i64, &'static str>,
}

/// A row with what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedRow {
    /// Line in the table.
    pub line: usize,
    /// The task, if nothing is wrong.
    pub task: Option<NewTask>,
    /// What is wrong: the cell, and a sentence.
    pub problems: Vec<(BulkColumn, String)>,
    /// What may be as it is, but should be known.
    pub notices: Vec<String>,
}

/// Checks every row, in their order.
#[must_use]
pub fn check_rows(rows: &[BulkRow], context: &BulkContext<'_>) -> Vec<CheckedRow> {
    let mut seen = HashMap::new();
    rows.iter().map(|row| check(row, context, &mut seen)).collect()
}

fn check(row: &BulkRow, context: &BulkContext<'_>, seen: &mut HashMap<(String, i64), usize>) -> CheckedRow {
    let mut problems = Vec::new();
    let mut form = NewTaskForm {
        title: row.title.clone(),
        source_kind: context.source.kind.to_string(),
        source_number: context.source.number.clone(),
        source_date: context.source.date.map_or_else(String::new, format::date),
        source_issuer: context.source.issuer.clone(),
        source_signer: context.source.signer.clone(),
        direction: if row.direction.is_empty() { context.source.direction.clone() } else { row.direction.clone() },
        field: row.field.clone(),
        output: row.output.clone(),
        assigner: context.source.assigner.map_or_else(String::new, |person| person.to_string()),
        monitor: context.source.monitor.map_or_else(String::new, |person| person.to_string()),
        ..NewTaskForm::default()
    };
    let lead = lead(row, context.units, &mut problems);
    form.lead_unit = lead.map_or_else(String::new, |unit| unit.to_string());
    form.co_units = co_units(row, context.units, &mut problems);
    let (due, notices) = due(row, context, &mut problems);
    form.deadline_kind = if due.is_some() { DeadlineKind::Fixed } else { DeadlineKind::NoDeadline }.to_string();
    form.due = due.map_or_else(String::new, format::date);
    form.urgency = urgency(row, &mut problems);
    let task = form.validate(context.today);
    for (field, message) in task.as_ref().err().map(|errors| errors.0.clone()).unwrap_or_default() {
        // The cell is named already; a missing unit is no second complaint.
        let column = BulkColumn::ALL.into_iter().find(|column| column.field() == field).unwrap_or(BulkColumn::Title);
        if !problems.iter().any(|(known, _)| *known == column) {
            problems.push((column, message));
        }
    }
    if let Some(lead) = lead {
        problems.extend(context.unfit.get(&lead).map(|why| (BulkColumn::Lead, (*why).to_owned())));
        twice(row, lead, context, seen, &mut problems);
    }
    problems.sort_by_key(|(column, _)| *column);
    CheckedRow { line: row.line, task: task.ok().filter(|_| problems.is_empty()), problems, notices }
}

fn lead(row: &BulkRow, units: &UnitBook, problems: &mut Vec<(BulkColumn, String)>) -> Option<i64> {
    let message = match units.find(&row.lead) {
        Found::One(unit) => return Some(unit),
        _ if row.lead.is_empty() => "Chưa có đơn vị chủ trì. Hãy ghi tên một đơn vị.".to_owned(),
        Found::Several => format!("Có nhiều đơn vị tên “{}”. Hãy chọn một đơn vị dưới đây, hoặc ghi mã đơn vị.", short(&row.lead)),
        Found::Nobody => format!("Không có đơn vị “{}” trong phạm vi bạn được giao việc. Hãy chọn hoặc ghi lại tên.", short(&row.lead)),
    };
    problems.push((BulkColumn::Lead, message));
    None
}

fn co_units(row: &BulkRow, units: &UnitBook, problems: &mut Vec<(BulkColumn, String)>) -> Vec<String> {
    match units.find_all(&row.co_units) {
        Ok(found) => found.iter().map(ToString::to_string).collect(),
        Err(unknown) => {
            let names: Vec<String> = unknown.iter().take(5).map(|name| format!("“{}”", short(name))).collect();
            let message = format!("Không rõ đơn vị phối hợp: {}. Các đơn vị cách nhau bằng dấu chấm phẩy.", names.join(", "));
            problems.push((BulkColumn::CoUnits, message));
            Vec::new()
        }
    }
}

/// Words for a task without deadline.
const NO_DEADLINE: [&str; 4] = ["không thời hạn", "không hạn", "không có hạn", "không"];

/// The due date, none without deadline or if it is wrong; and what should be known about it.
fn due(row: &BulkRow, context: &BulkContext<'_>, problems: &mut Vec<(BulkColumn, String)>) -> (Option<NaiveDate>, Vec<String>) {
    let mut wrong = |message: String| {
        problems.push((BulkColumn::Due, message));
        (None, Vec::new())
    };
    if row.due.is_empty() {
        return wrong("Chưa có hạn. Hãy ghi ngày, hoặc ghi “không thời hạn”.".to_owned());
    }
    if NO_DEADLINE.iter().any(|words| fold(words) == fold(&row.due)) {
        return (None, Vec::new());
    }
    let due = match format::parse_date(&row.due) {
        Ok(due) => due,
        Err(error) => return wrong(error.to_string()),
    };
    if due < context.today {
        return wrong(format!("Hạn {} trước ngày giao {}. Hãy sửa hạn.", format::date(due), format::date(context.today)));
    }
    let notice = match context.calendar.is_working_day(due) {
        Ok(true) => None,
        Ok(false) => Some(format!("Hạn {} là {}, không phải ngày làm việc.", format::date(due), format::weekday(due))),
        Err(CalendarError::Missing(year)) => Some(format!("Chưa có lịch làm việc năm {year} nên chưa biết hạn có phải ngày làm việc.")),
        Err(_) => None,
    };
    (Some(due), notice.into_iter().collect())
}

fn urgency(row: &BulkRow, problems: &mut Vec<(BulkColumn, String)>) -> String {
    if row.urgency.is_empty() {
        return Urgency::default().to_string();
    }
    let wanted = fold(&row.urgency);
    match Urgency::ALL.iter().find(|known| known.as_str() == row.urgency || fold(known.label()) == wanted) {
        Some(known) => known.to_string(),
        None => {
            problems.push((BulkColumn::Urgency, format!("Không có độ khẩn “{}”. Hãy chọn thường, khẩn hoặc hỏa tốc.", short(&row.urgency))));
            String::new()
        }
    }
}

/// The same content for the same lead: in this table, or given by this document already.
fn twice(row: &BulkRow, lead: i64, context: &BulkContext<'_>, seen: &mut HashMap<(String, i64), usize>, problems: &mut Vec<(BulkColumn, String)>) {
    let title = fold(&row.title);
    if title.is_empty() {
        return;
    }
    if let Some((.., code)) = context.given.iter().find(|(known, unit, _)| *unit == lead && *known == title) {
        problems.push((BulkColumn::Title, format!("Nhiệm vụ này đã giao: {code}. Hãy bỏ dòng này.")));
        return;
    }
    match seen.get(&(title.clone(), lead)) {
        Some(first) => problems.push((BulkColumn::Title, format!("Trùng nội dung và đơn vị với dòng {first}. Hãy bỏ một dòng."))),
        None => {
            seen.insert((title, lead), row.line);
        }
    }
}

/// At most 60 characters of a cell, for messages.
fn short(cell: &str) -> String {
    let mut text: String = cell.chars().take(60).collect();
    if cell.chars().count() > 60 {
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests;
