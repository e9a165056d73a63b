//! Units from a CSV file: `code,name,kind,parent,valid_from,valid_to`, where `valid_to` is the last day.

use super::rules::Period;
use super::{store, write};
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::Result;
use crate::import::{self, ImportErrors, ImportFailure, ImportReport, Line, shortened};
use chrono::NaiveDate;
use model::access::{Action, ObjectKind};
use model::org::{NewUnit, UnitInput, UnitKind, canonical_code, is_agency_code};
use std::collections::{HashMap, HashSet};

/// The header of the file.
pub const COLUMNS: &[&str] = &["code", "name", "kind", "parent", "valid_from", "valid_to"];

/// A good line.
struct Row {
    line: u64,
    parent: String,
    new: NewUnit,
    valid_to: Option<NaiveDate>,
}

/// Adds the units of a file that the portal does not know yet; units with the same code on the same days stay as they
/// are, so the same file may come again. All or nothing: one bad line, and nothing is stored.
///
/// # Errors
/// `File` with every bad line, or `Portal` if the actor may not create units or the database fails.
pub async fn import_units(cx: &mut Cx, content: &[u8], file_name: &str) -> Result<ImportReport, ImportFailure> {
    cx.require_reach(Action::Create, ObjectKind::Unit)?;
    let mut errors = ImportErrors::default();
    let lines = import::read(content, file_name, COLUMNS, &mut errors);
    let rows: Vec<Row> = lines.iter().filter_map(|line| check_line(line, &mut errors)).collect();
    check_doubles(&rows, &mut errors);

    let mut known: HashMap<String, Vec<(i64, Period)>> = HashMap::new();
    for row in store::all_versions(&mut cx.conn()).await? {
        known.entry(row.agency_code).or_default().push((row.unit_id, Period::new(row.valid_from, row.valid_to)));
    }
    let in_file: HashSet<&str> = rows.iter().map(|row| row.new.code.as_str()).collect();
    for row in rows.iter().filter(|row| !row.parent.is_empty()) {
        if !in_file.contains(row.parent.as_str()) && !known.contains_key(&row.parent) {
            errors.add(row.line, "parent", format!("không có đơn vị nào mang mã {}. Hãy sửa mã hoặc thêm đơn vị này vào tệp.", shortened(&row.parent)));
        }
    }
    if !errors.is_empty() {
        errors.0.sort_by_key(|error| error.line);
        return Err(errors.into());
    }

    let mut report = ImportReport::default();
    for mut row in parents_first(rows, &mut errors) {
        let period = Period::new(row.new.valid_from, row.valid_to);
        let common = |uses: &[(i64, Period)]| uses.iter().find(|(_, other)| other.common(period).is_some()).map(|(id, _)| *id);
        if known.get(&row.new.code).is_some_and(|uses| common(uses).is_some()) {
            report.kept += 1;
            continue;
        }
        row.new.parent_id = known.get(&row.parent).and_then(|uses| common(uses));
        if !row.parent.is_empty() && row.new.parent_id.is_none() {
            errors.add(row.line, "parent", format!("đơn vị {} không tồn tại trong thời gian này. Hãy kiểm tra ngày.", shortened(&row.parent)));
            continue;
        }
        match write::insert(cx, &row.new, row.valid_to).await {
            Ok(id) => known.entry(row.new.code.clone()).or_default().push((id, period)),
            Err(crate::Error::Invalid(fields)) => fields.0.into_iter().for_each(|(field, message)| errors.add(row.line, column_of(&field), message)),
            Err(error) => return Err(error.into()),
        }
        report.added += 1;
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let detail = format!("{}: thêm {}, giữ {}", shortened(file_name), report.added, report.kept);
    cx.audit(AuditEvent::new("unit.created", "unit", "import").detail(detail));
    Ok(report)
}

/// The column of the file that a field of the form is.
fn column_of(field: &str) -> &str {
    match field {
        "ten" => "name",
        "ma" => "code",
        "loai" => "kind",
        "cap_tren" => "parent",
        "tu_ngay" => "valid_from",
        other => other,
    }
}

/// Checks the cells of one line.
fn check_line(line: &Line, errors: &mut ImportErrors) -> Option<Row> {
    let before = errors.0.len();
    let code = canonical_code(line.needed("code", errors));
    if !line.cell("code").is_empty() && !is_agency_code(&code) {
        errors.add(line.number, "code", format!("mã «{}» không đúng dạng H98 hoặc H98.16.", shortened(line.cell("code"))));
    }
    let name = line.needed("name", errors);
    if name.chars().count() > 200 {
        errors.add(line.number, "name", "tên dài quá 200 ký tự. Hãy rút ngắn.");
    }
    let kind = line.needed("kind", errors).parse::<UnitKind>();
    if kind.is_err() && !line.cell("kind").is_empty() {
        let known: Vec<&str> = UnitKind::ALL.iter().map(|kind| kind.as_str()).collect();
        errors.add(line.number, "kind", format!("loại «{}» không có. Các loại: {}.", shortened(line.cell("kind")), known.join(", ")));
    }
    let parent = canonical_code(line.cell("parent"));
    if parent.is_empty() && kind.as_ref().is_ok_and(|kind| *kind != UnitKind::Province) {
        errors.add(line.number, "parent", "chưa có đơn vị cấp trên. Chỉ cấp tỉnh để trống ô này.");
    }
    if !parent.is_empty() && parent == code {
        errors.add(line.number, "parent", "đơn vị không thể trực thuộc chính nó.");
    }
    line.needed("valid_from", errors);
    let valid_from = line.day("valid_from", errors);
    let last_day = line.day("valid_to", errors);
    if valid_from.zip(last_day).is_some_and(|(from, last)| last < from) {
        errors.add(line.number, "valid_to", "ngày kết thúc trước ngày bắt đầu.");
    }
    if errors.0.len() > before {
        return None;
    }
    let input = UnitInput {
        name: name.to_owned(),
        code,
        kind: line.cell("kind").to_owned(),
        // The row of the parent is found later; the form only wants to see that there is one.
        parent_id: (!parent.is_empty()).then_some(0),
        valid_from,
        ..UnitInput::default()
    };
    match input.validate() {
        Ok(new) => Some(Row { line: line.number, parent, new, valid_to: last_day.and_then(|last| last.succ_opt()) }),
        Err(fields) => {
            fields.0.into_iter().for_each(|(field, message)| errors.add(line.number, column_of(&field), message));
            None
        }
    }
}

/// The same code twice on common days within one file.
fn check_doubles(rows: &[Row], errors: &mut ImportErrors) {
    let mut seen: HashMap<&str, Vec<(u64, Period)>> = HashMap::new();
    for row in rows {
        let period = Period::new(row.new.valid_from, row.valid_to);
        let uses = seen.entry(&row.new.code).or_default();
        if let Some((line, _)) = uses.iter().find(|(_, other)| other.common(period).is_some()) {
            errors.add(row.line, "code", format!("mã {} đã có ở dòng {line} trong cùng thời gian.", row.new.code));
        }
        uses.push((row.line, period));
    }
}

/// Orders rows so that a parent comes before its children; rows on a circle are reported.
fn parents_first(rows: Vec<Row>, errors: &mut ImportErrors) -> Vec<Row> {
    let mut waiting: HashSet<String> = rows.iter().map(|row| row.new.code.clone()).collect();
    let (mut ordered, mut open) = (Vec::with_capacity(rows.len()), rows);
    loop {
        let (ready, blocked): (Vec<Row>, Vec<Row>) = open.into_iter().partition(|row| !waiting.contains(&row.parent));
        if ready.is_empty() {
            blocked.iter().for_each(|row| errors.add(row.line, "parent", "các đơn vị trực thuộc vòng quanh nhau."));
            return ordered;
        }
        for row in &ready {
            waiting.remove(&row.new.code);
        }
        ordered.extend(ready);
        if blocked.is_empty() {
            return ordered;
        }
        open = blocked;
    }
}
