//! History of tasks from a CSV file: all or nothing, every fault in one pass, safe to repeat.

use super::history::{self, History};
use super::store;
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::db::Query;
use crate::error::Error;
use crate::import::{ImportErrors, ImportFailure, ImportReport, Line, shortened};
use chrono::NaiveDate;
use model::access::{Action, ObjectKind};
use model::tasks::TITLE_MAX;
use model::text::clean_line;
use sqlx::FromRow;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Columns of the file, in their order. `co_units` are separated by `;`, an empty `due_on` is a task without deadline,
/// an empty `completed_on` is an open task.
pub const COLUMNS: &[&str] = &["code", "title", "source_number", "source_date", "assigned_on", "lead_unit", "co_units", "due_on", "completed_on"];

/// Reads a file and writes what is new through the event log: assigned, and for done tasks reported and confirmed, each on its own day.
/// Lines whose code exists already are kept as they are.
///
/// # Errors
/// [`ImportFailure::File`] with every fault of the file; [`ImportFailure::Portal`] without the right to create tasks everywhere.
pub async fn import_tasks(cx: &mut Cx, content: &[u8], file_name: &str) -> Result<ImportReport, ImportFailure> {
    import_tasks_showing(cx, content, file_name, &mut |_, _| {}).await
}

/// As [`import_tasks`]; `progress` hears how many of the new tasks are written, and how many there are.
///
/// # Errors
/// As [`import_tasks`].
pub async fn import_tasks_showing(
    cx: &mut Cx,
    content: &[u8],
    file_name: &str,
    progress: &mut (dyn FnMut(u64, u64) + Send),
) -> Result<ImportReport, ImportFailure> {
    let reach = cx.require_reach(Action::Create, ObjectKind::Task)?;
    let mut errors = ImportErrors::default();
    let lines = crate::import::read(content, file_name, COLUMNS, &mut errors);
    let units = Units::of(cx, &lines).await?;
    let today = model::format::local_date(cx.now());
    let mut seen: HashMap<String, u64> = HashMap::new();
    let mut rows = Vec::with_capacity(lines.len());
    for line in &lines {
        let before = errors.0.len();
        let row = checked(line, &units, today, &mut errors);
        if let Some(first) = seen.insert(line.cell("code").to_owned(), line.number) {
            errors.add(line.number, "code", format!("mã này đã có ở dòng {first}. Mỗi nhiệm vụ chỉ được ghi một dòng."));
        }
        if let (Some(row), true) = (row, errors.0.len() == before) {
            if !reach.covers(row.lead) {
                return Err(Error::Forbidden { action: Action::Create, kind: ObjectKind::Task, unit: Some(line.cell("lead_unit").to_owned()) }.into());
            }
            rows.push(row);
        }
    }
    if !errors.is_empty() {
        errors.0.sort_by_key(|error| error.line);
        return Err(errors.into());
    }
    let existing = existing(cx, &rows).await?;
    let report = ImportReport { added: rows.iter().filter(|row| !existing.contains(&row.code)).count(), kept: existing.len() };
    rows.retain(|row| !existing.contains(&row.code));
    let note = format!("Nhập từ tệp {}", shortened(file_name));
    let (mut written, all) = (0, rows.len() as u64);
    for part in rows.chunks(history::BATCH) {
        history::write(cx, part, &note).await?;
        written += part.len() as u64;
        progress(written, all);
    }
    reserve(cx, &rows).await?;
    cx.audit(AuditEvent::new("task.import", "task", shortened(file_name)).detail(format!("{} nhiệm vụ mới, {} đã có", report.added, report.kept)));
    if report.added > 0 {
        cx.changed("task", "import");
    }
    Ok(report)
}

fn checked(line: &Line, units: &Units, today: NaiveDate, errors: &mut ImportErrors) -> Option<History> {
    let code = line.needed("code", errors).to_owned();
    if !code.is_empty() && number_of(&code).is_none() {
        errors.add(line.number, "code", format!("mã «{}» không đúng. Mã có dạng NV-2017-000123.", shortened(&code)));
    }
    let title = clean_line(line.needed("title", errors), TITLE_MAX + 1);
    let length = title.chars().count();
    if !title.is_empty() && !(10..=TITLE_MAX).contains(&length) {
        errors.add(line.number, "title", format!("nội dung dài {length} ký tự, cần từ 10 đến 1.000 ký tự."));
    }
    let source_number = clean_line(line.cell("source_number"), 100);
    let source_date = line.day("source_date", errors);
    line.needed("assigned_on", errors);
    let assigned_on = line.day("assigned_on", errors);
    let due_on = line.day("due_on", errors);
    let completed_on = line.day("completed_on", errors);
    if let Some(assigned) = assigned_on {
        if assigned > today {
            errors.add(line.number, "assigned_on", "ngày giao ở tương lai. Hãy kiểm tra lại.");
        }
        if due_on.is_some_and(|due| due < assigned) {
            errors.add(line.number, "due_on", "hạn trước ngày giao. Hãy kiểm tra lại hai ngày.");
        }
        if completed_on.is_some_and(|done| done < assigned || done > today) {
            errors.add(line.number, "completed_on", "ngày hoàn thành phải từ ngày giao đến hôm nay. Hãy kiểm tra lại.");
        }
    }
    let day = assigned_on.unwrap_or(today);
    let lead_code = line.needed("lead_unit", errors);
    let lead = if lead_code.is_empty() { None } else { units.find(line, "lead_unit", lead_code, day, errors) };
    let mut co_units = Vec::new();
    for co_code in line.cell("co_units").split(';').map(str::trim).filter(|code| !code.is_empty()) {
        if let Some(unit) = units.find(line, "co_units", co_code, day, errors) {
            if Some(unit) == lead {
                errors.add(line.number, "co_units", format!("đơn vị «{}» vừa chủ trì vừa phối hợp. Hãy bỏ một trong hai.", shortened(co_code)));
            } else if !co_units.contains(&unit) {
                co_units.push(unit);
            }
        }
    }
    Some(History { code, title, source_number, source_date, assigned_on: assigned_on?, lead: lead?, co_units, due_on, completed_on })
}

/// Year and number of `NV-2017-000123`.
fn number_of(code: &str) -> Option<(i32, i64)> {
    let (year, number) = code.strip_prefix("NV-")?.split_once('-')?;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    (year.len() == 4 && number.len() == 6 && digits(year) && digits(number)).then(|| Some((year.parse().ok()?, number.parse().ok()?)))?
}

#[derive(FromRow)]
struct UnitPeriod {
    unit_id: i64,
    agency_code: String,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
}

/// The units that the file names, by code.
struct Units(HashMap<String, Vec<UnitPeriod>>);

impl Units {
    async fn of(cx: &mut Cx, lines: &[Line]) -> crate::Result<Self> {
        let codes = |line: &Line| -> Vec<String> {
            std::iter::once(line.cell("lead_unit")).chain(line.cell("co_units").split(';')).map(|code| code.trim().to_owned()).collect()
        };
        let wanted: HashSet<String> = lines.iter().flat_map(codes).filter(|code| !code.is_empty() && code.len() <= 40).collect();
        let wanted: Vec<String> = wanted.into_iter().collect();
        let mut found: HashMap<String, Vec<UnitPeriod>> = HashMap::new();
        for part in wanted.chunks(500) {
            let mut query = Query::new("SELECT unit_id, agency_code, valid_from, valid_to FROM org_unit_version WHERE agency_code IN ");
            query.bind_list(part.iter()).push(" ORDER BY valid_from");
            for row in query.all::<UnitPeriod>(&mut cx.conn()).await? {
                found.entry(row.agency_code.clone()).or_default().push(row);
            }
        }
        Ok(Self(found))
    }

    fn find(&self, line: &Line, column: &str, code: &str, day: NaiveDate, errors: &mut ImportErrors) -> Option<i64> {
        let Some(periods) = self.0.get(code) else {
            errors.add(line.number, column, format!("không có đơn vị mã «{}». Hãy nhập danh sách đơn vị trước, hoặc sửa mã.", shortened(code)));
            return None;
        };
        let living = periods.iter().find(|period| period.valid_from <= day && period.valid_to.is_none_or(|end| day < end));
        if living.is_none() {
            errors.add(line.number, column, format!("đơn vị mã «{}» không hoạt động vào ngày {}.", shortened(code), model::format::date(day)));
        }
        living.map(|period| period.unit_id)
    }
}

async fn existing(cx: &mut Cx, rows: &[History]) -> crate::Result<HashSet<String>> {
    let (Some(first), Some(last)) = (rows.iter().map(|row| &row.code).min(), rows.iter().map(|row| &row.code).max()) else {
        return Ok(HashSet::new());
    };
    let stored: HashSet<String> = store::codes_between(&mut cx.conn(), first, last).await?.into_iter().collect();
    Ok(rows.iter().map(|row| row.code.clone()).filter(|code| stored.contains(code)).collect())
}

sql!(
    RESERVE,
    "INSERT INTO counter (series, n) VALUES ($1, $2)
     ON CONFLICT (series) DO UPDATE SET n = CASE WHEN counter.n < excluded.n THEN excluded.n ELSE counter.n END"
);
/// Numbers that came in a file are never given again.
async fn reserve(cx: &mut Cx, rows: &[History]) -> crate::Result<()> {
    let mut highest: BTreeMap<i32, i64> = BTreeMap::new();
    for (year, number) in rows.iter().filter_map(|row| number_of(&row.code)) {
        let entry = highest.entry(year).or_default();
        *entry = (*entry).max(number);
    }
    for (year, number) in highest {
        reserve_numbers(cx, year, number).await?;
    }
    Ok(())
}

/// Numbers of a year up to this one are taken.
pub(crate) async fn reserve_numbers(cx: &mut Cx, year: i32, number: i64) -> crate::Result<()> {
    cx.conn().exec(RESERVE, args![format!("task:{year}"), number]).await.map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::number_of;

    #[test]
    fn codes() {
        assert_eq!(number_of("NV-2017-000123"), Some((2017, 123)));
        for bad in ["", "NV-2017-123", "NV-17-000123", "XX-2017-000123", "NV-2017-00012a", "NV-２０１７-000123"] {
            assert_eq!(number_of(bad), None, "{bad}");
        }
    }
}
