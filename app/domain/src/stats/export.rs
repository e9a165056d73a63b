//! The leaderboard as files: CSV and XLSX for people, JSON for programs and the command line. The figures are those of the page.

use crate::cx::Cx;
use crate::error::Result;
use crate::spreadsheet;
use model::stats::{BoardRow, Interval, LEAST_TASKS, Leaderboard, Period, TaskCounts, WEIGHTS, WEIGHTS_VERSION, score_text};
use serde_json::{Value, json};

/// The head of the table of a leaderboard.
pub const BOARD_HEADER: [&str; 22] = [
    "Mã đơn vị",
    "Cơ quan chủ trì",
    "Nhóm",
    "Hạng",
    "Điểm",
    "Tổng số",
    "Đã hoàn thành",
    "Xong đúng hạn",
    "Xong quá hạn",
    "Chưa hoàn thành",
    "Chưa xong, trong hạn",
    "Chưa xong, quá hạn",
    "Chưa xong, không thời hạn",
    "Đúng hạn / đã hoàn thành",
    "Quá hạn / đã hoàn thành",
    "Trong hạn / chưa hoàn thành",
    "Quá hạn / chưa hoàn thành",
    "Không thời hạn / chưa hoàn thành",
    "Thu hồi, hủy",
    "Phối hợp",
    "Đúng hạn nhờ gia hạn",
    "Tiếp nhận đã quá hạn",
];

/// The table of a leaderboard: one line per lead unit and the whole tree last. The same lines in every file.
#[must_use]
pub fn board_table(board: &Leaderboard) -> Vec<[String; 22]> {
    let rows = board.rows.iter().map(|row| {
        let rank = row.rank.map_or_else(|| "–".to_owned(), |rank| rank.to_string());
        let score = row.score.map_or_else(|| format!("Chưa đủ số liệu (n = {})", row.counts.done() + row.counts.open_with_deadline()), score_text);
        line([row.code.clone(), row.name.clone(), row.group.label().to_owned(), rank, score], &row.counts, &row.as_co_unit.to_string())
    });
    let head = [String::new(), "Toàn tỉnh".to_owned(), String::new(), String::new(), String::new()];
    rows.chain([line(head, &board.total, "")]).collect()
}

/// The leaderboard as CSV: UTF-8 with byte order mark so that spreadsheets read the marks.
///
/// # Errors
/// `Internal` if a line cannot be written.
pub fn board_csv(board: &Leaderboard) -> Result<String> {
    spreadsheet::csv(BOARD_HEADER, board_table(board))
}

/// The leaderboard as a workbook.
///
/// # Errors
/// `Internal` if it cannot be written.
pub fn board_xlsx(board: &Leaderboard) -> Result<Vec<u8>> {
    spreadsheet::xlsx("Xếp hạng nhiệm vụ", BOARD_HEADER, board_table(board))
}

/// The leaderboard as open data: every share with its two counts, every score with the version of its weights.
#[must_use]
pub fn board_json(board: &Leaderboard) -> Value {
    let units: Vec<Value> = board.rows.iter().map(unit_json).collect();
    let weights: Vec<Value> = WEIGHTS.iter().map(|weight| json!({ "what": weight.label, "points": weight.points, "wilson": weight.interval })).collect();
    let Period { mode, from, to, as_of, view } = board.period;
    json!({
        "mode": mode, "from": from, "to": to, "as_of": as_of, "view": view, "computed_at": board.as_of,
        "weights": { "version": WEIGHTS_VERSION, "parts": weights, "least_tasks": LEAST_TASKS },
        "units": units, "total": with_shares(&board.total),
    })
}

fn unit_json(row: &BoardRow) -> Value {
    let counts = &row.counts;
    let share = |part: i64, whole: i64, interval: Option<Interval>| json!({ "numerator": part, "denominator": whole, "wilson_lower": interval.map(|bounds| bounds.lower), "wilson_upper": interval.map(|bounds| bounds.upper) });
    let mut unit = with_shares(counts);
    unit["code"] = json!(row.code);
    unit["name"] = json!(row.name);
    unit["group"] = json!(row.group);
    unit["rank"] = json!(row.rank);
    unit["score"] = json!(row.score);
    unit["cancelled"] = json!(counts.cancelled);
    unit["as_co_unit"] = json!(row.as_co_unit);
    unit["on_time_of_done"] = share(counts.done_on_time, counts.done(), row.done_interval);
    unit["in_time_of_open"] = share(counts.open_in_time, counts.open_with_deadline(), row.open_interval);
    unit
}

fn line([code, name, group, rank, score]: [String; 5], counts: &TaskCounts, as_co_unit: &str) -> [String; 22] {
    let [done_on_time, done_late] = counts.done_shares(2);
    let [open_in_time, open_overdue, open_no_deadline] = counts.open_shares(2);
    [
        code,
        name,
        group,
        rank,
        score,
        counts.total().to_string(),
        counts.done().to_string(),
        counts.done_on_time.to_string(),
        counts.done_late.to_string(),
        counts.open().to_string(),
        counts.open_in_time.to_string(),
        counts.open_overdue.to_string(),
        counts.open_no_deadline.to_string(),
        done_on_time,
        done_late,
        open_in_time,
        open_overdue,
        open_no_deadline,
        counts.cancelled.to_string(),
        as_co_unit.to_owned(),
        counts.on_time_by_extension.to_string(),
        counts.inherited.to_string(),
    ]
}

fn figures(counts: &TaskCounts) -> Value {
    json!({
        "total": counts.total(),
        "done_on_time": counts.done_on_time,
        "done_late": counts.done_late,
        "open_in_time": counts.open_in_time,
        "open_overdue": counts.open_overdue,
        "open_no_deadline": counts.open_no_deadline,
    })
}

/// The figures with their shares in percent, 2 decimals, which add up to 100 for what is done and for what is open; null without any.
fn with_shares(counts: &TaskCounts) -> Value {
    let number = |text: &String| text.trim_end_matches("\u{a0}%").replace(',', ".").parse::<f64>().ok();
    let ([on_time, late], [in_time, overdue, none]) = (counts.done_shares(2), counts.open_shares(2));
    let mut value = figures(counts);
    value["percent_of_done"] = json!({ "done_on_time": number(&on_time), "done_late": number(&late) });
    value["percent_of_open"] = json!({ "open_in_time": number(&in_time), "open_overdue": number(&overdue), "open_no_deadline": number(&none) });
    value
}

/// The figures for `portal stats tasks`: every lead unit with its own tasks, by code, and the whole tree.
///
/// # Errors
/// If the database cannot be read.
pub async fn figures_json(cx: &mut Cx, period: &Period) -> Result<Value> {
    let board = super::leaderboard(cx, period).await?;
    let mut rows: Vec<_> = board.rows.iter().filter(|row| row.counts.total() > 0).collect();
    rows.sort_by_cached_key(|row| crate::org::code_key(&row.code));
    let units: Vec<Value> = rows
        .into_iter()
        .map(|row| {
            let mut unit = figures(&row.counts);
            unit["code"] = json!(row.code);
            unit["name"] = json!(row.name);
            unit
        })
        .collect();
    Ok(json!({ "as_of": period.as_of, "from": period.from, "to": period.to, "units": units, "total": figures(&board.total) }))
}
