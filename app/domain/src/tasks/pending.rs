//! What waits for a decision: completion reports with what was handed in, and requests for more time with those before them. A fixed
//! number of statements for a page. Ask only for tasks of a list that the actor may see.

use super::steps::EventData;
use super::store;
use crate::cx::Cx;
use crate::db::Query;
use crate::error::Result;
use chrono::{DateTime, Utc};
use model::tasks::{Evidence, TaskExtension, WaitingReport};
use sqlx::FromRow;
use std::collections::HashMap;

#[derive(FromRow)]
struct ReportRow {
    code: String,
    output: String,
    at: DateTime<Utc>,
    actor_name: String,
    note: String,
    data: String,
}

#[derive(FromRow)]
struct FileRow {
    code: String,
    token: String,
    name: String,
    size: i64,
}

/// The event of the last completion report of a task `t`.
const LAST_REPORT: &str = "(SELECT MAX(x.seq) FROM task_event x WHERE x.task_id = t.id AND x.step = 'report_completion')";

/// The last completion report of each of these tasks, by code.
///
/// # Errors
/// If the database cannot be read.
pub async fn waiting_reports(cx: &mut Cx, codes: &[String]) -> Result<HashMap<String, WaitingReport>> {
    if codes.is_empty() {
        return Ok(HashMap::new());
    }
    let mut query = Query::new("SELECT t.code, t.output, e.at, e.actor_name, e.note, e.data FROM task t JOIN task_event e ON e.task_id = t.id AND e.seq = ");
    query.push(LAST_REPORT).push(" WHERE t.code IN ").bind_list(codes.iter().map(String::as_str));
    let rows: Vec<ReportRow> = query.all(&mut cx.conn()).await?;
    let mut query = Query::new("SELECT t.code, f.token, f.name, f.size FROM task t JOIN task_file a ON a.task_id = t.id AND a.event_seq = ");
    query.push(LAST_REPORT).push(" JOIN file f ON f.id = a.file_id WHERE t.code IN ").bind_list(codes.iter().map(String::as_str)).push(" ORDER BY f.id");
    let files: Vec<FileRow> = query.all(&mut cx.conn()).await?;
    let mut reports = HashMap::with_capacity(rows.len());
    for row in rows {
        let data: EventData = serde_json::from_str(&row.data)?;
        let report = WaitingReport { at: row.at, actor: row.actor_name, note: row.note, document: data.document, output: row.output, files: Vec::new() };
        reports.insert(row.code, report);
    }
    for FileRow { code, token, name, size } in files {
        if let Some(report) = reports.get_mut(&code) {
            report.files.push(Evidence { token, name, size });
        }
    }
    Ok(reports)
}

/// The requests for more time of each of these tasks, by code; newest first, so that the one that waits leads.
///
/// # Errors
/// If the database cannot be read.
pub async fn extension_requests(cx: &mut Cx, codes: &[String]) -> Result<HashMap<String, Vec<TaskExtension>>> {
    if codes.is_empty() {
        return Ok(HashMap::new());
    }
    let mut requests: HashMap<String, Vec<TaskExtension>> = HashMap::new();
    for (code, request) in store::extensions_of(&mut cx.conn(), codes).await? {
        requests.entry(code).or_default().push(request.shown()?);
    }
    Ok(requests)
}
