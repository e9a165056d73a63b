//! Cases of ministries' systems: recorded at the counter by the ministry's code (no code and no clock of ours), listed, settled.

use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::db::Query;
use crate::error::{Error, Result};
use crate::org;
use chrono::{DateTime, Utc};
use model::access::{Action, ObjectKind, Reach};
use model::format::{local_date, time_date};
use model::partners::{ExternalCase, ExternalEvent, ExternalFilter, NewExternal, Partner, Resolve, state_of};
use model::{List, Paging};
use sqlx::FromRow;

/// One row of a history, without its number.
pub(super) struct NewEvent<'a> {
    pub kind: &'static str,
    pub state: Option<i64>,
    pub at: Option<DateTime<Utc>>,
    pub ended: Option<DateTime<Utc>>,
    pub note: &'a str,
}

#[derive(Debug, FromRow)]
struct Row {
    id: i64,
    version: i64,
    system: String,
    external_code: String,
    procedure_name: String,
    applicant_name: String,
    unit_id: Option<i64>,
    last_state: Option<i64>,
    source_time: Option<DateTime<Utc>>,
    due: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
    problem: String,
    recorded_by_name: String,
    recorded_at: DateTime<Utc>,
}

const COLUMNS: &str = "SELECT x.id, x.version, x.system, x.external_code, x.procedure_name, x.applicant_name, x.unit_id, x.last_state, x.source_time, x.due,
    x.ended_at, x.problem, x.recorded_by_name, x.recorded_at FROM external_case x WHERE ";

sql!(
    APPEND,
    "INSERT INTO external_case_event (case_id, seq, kind, national_state, source_time, ended_at, note, actor_id, actor_name, at)
     VALUES ($1, (SELECT COALESCE(MAX(x.seq), 0) + 1 FROM external_case_event x WHERE x.case_id = $1), $2, $3, $4, $5, $6, $7, $8, $9)"
);

// Taking the row without changing it: numbers of events follow each other.
sql!(LOCK, "UPDATE external_case SET version = version WHERE id = $1");

/// Appends to the history of a case.
pub(super) async fn append(cx: &mut Cx, case: i64, actor: &str, event: &NewEvent<'_>) -> Result<()> {
    cx.conn().exec(LOCK, args![case]).await?;
    let (account, now) = (cx.actor.account_id, cx.now());
    let values = args![case, event.kind, event.state, event.at, event.ended, event.note, account, actor, now];
    cx.conn().exec(APPEND, values).await.map(|_| ())
}

sql!(
    PROCEDURES,
    "SELECT p.code, v.name, v.processing_system FROM procedure_version v JOIN procedure p ON p.id = v.procedure_id
     WHERE v.processing_system <> 'local' AND v.state = 'published' AND v.valid_from <= $1 AND (v.valid_to IS NULL OR v.valid_to > $1) ORDER BY v.sort_key, p.code"
);

/// Procedures of today that a ministry's system handles: code, name, name of the system.
///
/// # Errors
/// `Forbidden` for somebody who does not receive dossiers.
pub async fn procedure_choices(cx: &mut Cx) -> Result<Vec<(String, String, String)>> {
    cx.require_reach(Action::Receive, ObjectKind::Dossier)?;
    let today = local_date(cx.now());
    cx.conn().all(PROCEDURES, args![today]).await
}

sql!(
    INSERT,
    "INSERT INTO external_case (system, external_code, procedure_code, procedure_name, applicant_name, unit_id, sync, recorded_by, recorded_by_name, recorded_at)
     VALUES ($1, $2, $3, $4, $5, $6, 'acknowledged', $7, $8, $9) ON CONFLICT (system, external_code) DO NOTHING RETURNING id"
);
// The system spoke of it before the counter recorded it.
sql!(
    ADOPT,
    "UPDATE external_case SET version = version + 1, procedure_code = $3, procedure_name = $4, applicant_name = $5, unit_id = $6, sync = 'acknowledged', problem = '',
        recorded_by = $7, recorded_by_name = $8, recorded_at = $9
     WHERE system = $1 AND external_code = $2 AND unit_id IS NULL RETURNING id"
);

/// The receptionist records the code that the ministry's system gave; the ministry's receipt is handed out. Returns the row
/// number of the case.
///
/// # Errors
/// `Invalid` for a procedure of our own or a code that was recorded before, `Forbidden`.
pub async fn record(cx: &mut Cx, input: &NewExternal) -> Result<i64> {
    let reach = cx.require_reach(Action::Receive, ObjectKind::Dossier)?;
    let choices = procedure_choices(cx).await?;
    let Some((procedure, name, system)) = choices.into_iter().find(|(code, ..)| *code == input.procedure) else {
        return Err(Error::field("thu_tuc", "Thủ tục được chọn không do hệ thống của bộ, ngành xử lý. Hãy tiếp nhận như hồ sơ thường."));
    };
    // The own counter, else the only one that the permission is for.
    let unit = cx.actor.unit_id.filter(|unit| reach.covers(*unit)).or(reach.units.first().copied());
    let system = Partner::of_system(&system).map_or(system, |partner| partner.as_str().to_owned());
    let (account, by, now) = (cx.actor.account_id, cx.actor.name.clone(), cx.now());
    let values = args![&system, &input.code, procedure, name, &input.applicant, unit, account, &by, now];
    let found: Option<(i64,)> = match cx.conn().opt(INSERT, values.clone()).await? {
        Some(found) => Some(found),
        None => cx.conn().opt(ADOPT, values).await?,
    };
    let Some((id,)) = found else {
        return Err(Error::field("ma_ho_so", format!("Mã {} đã được ghi nhận. Hãy kiểm tra lại mã trên giấy tiếp nhận.", input.code)));
    };
    append(cx, id, &by, &NewEvent { kind: "recorded", state: None, at: None, ended: None, note: &input.applicant }).await?;
    cx.audit(AuditEvent::new("external.record", "external_case", id).detail(format!("{system} {}", input.code)));
    cx.changed("external", id);
    Ok(id)
}

/// What the actor may see: cases of the own units, and those that no counter recorded.
fn visible(query: &mut Query, reach: &Reach) {
    if reach.all {
        query.push("1 = 1");
    } else {
        query.push("(x.unit_id IN ").bind_list(reach.units.iter().copied()).push(" OR x.unit_id IS NULL)");
    }
}

fn conditions(query: &mut Query, filter: &ExternalFilter, reach: &Reach) {
    visible(query, reach);
    if filter.needs_check {
        query.push(" AND x.sync = 'needs_check'");
    }
    let words = model::text::clean_line(&filter.words, 80);
    if !words.is_empty() {
        let pattern = crate::db::like(&words);
        query.push(" AND (x.external_code LIKE ").bind(pattern.clone()).push(" ESCAPE '!' OR x.applicant_name LIKE ").bind(pattern).push(" ESCAPE '!')");
    }
}

/// A page of the cases, the latest first.
///
/// # Errors
/// `Forbidden` for somebody who does not receive dossiers.
pub async fn list(cx: &mut Cx, filter: &ExternalFilter) -> Result<List<ExternalCase>> {
    let reach = cx.require_reach(Action::Receive, ObjectKind::Dossier)?;
    let mut count = Query::new("SELECT COUNT(*) FROM external_case x WHERE ");
    conditions(&mut count, filter, &reach);
    let paging = Paging::of(filter.page, count.count(&mut cx.conn()).await?);
    let mut query = Query::new(COLUMNS);
    conditions(&mut query, filter, &reach);
    query.push(" ORDER BY x.id DESC").page(paging);
    let rows: Vec<Row> = query.all(&mut cx.conn()).await?;
    let units: Vec<i64> = rows.iter().filter_map(|row| row.unit_id).collect();
    let names = org::names(cx, &units, org::today(cx)).await?;
    let unit = |row: &Row| row.unit_id.and_then(|unit| names.get(&unit).cloned()).unwrap_or_default();
    Ok(List { rows: rows.into_iter().map(|row| (unit(&row), row)).map(|(unit, row)| case(row, unit)).collect(), paging })
}

fn case(row: Row, unit: String) -> ExternalCase {
    let system = row.system.parse().map_or(row.system, |partner: Partner| partner.label().to_owned());
    ExternalCase {
        id: row.id,
        version: row.version,
        system,
        code: row.external_code,
        procedure: row.procedure_name,
        applicant: row.applicant_name,
        unit,
        state: row.last_state.zip(row.source_time),
        due: row.due,
        ended_at: row.ended_at,
        problem: row.problem,
        recorded_by: row.recorded_by_name,
        recorded_at: row.recorded_at,
    }
}

#[derive(FromRow)]
struct EventRow {
    kind: String,
    national_state: Option<i64>,
    source_time: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
    note: String,
    actor_name: String,
    at: DateTime<Utc>,
}

sql!(EVENTS, "SELECT kind, national_state, source_time, ended_at, note, actor_name, at FROM external_case_event WHERE case_id = $1 ORDER BY seq");

async fn found(cx: &mut Cx, id: i64) -> Result<Row> {
    let reach = cx.require_reach(Action::Receive, ObjectKind::Dossier)?;
    let mut query = Query::new(COLUMNS);
    visible(&mut query, &reach);
    query.push(" AND x.id = ").bind(id);
    query.opt(&mut cx.conn()).await?.ok_or(Error::NotFound)
}

/// A case with its history, oldest first.
///
/// # Errors
/// `NotFound` for a case of another counter, `Forbidden`.
pub async fn open(cx: &mut Cx, id: i64) -> Result<(ExternalCase, Vec<ExternalEvent>)> {
    let row = found(cx, id).await?;
    let names = org::names(cx, &row.unit_id.into_iter().collect::<Vec<_>>(), org::today(cx)).await?;
    let unit = row.unit_id.and_then(|unit| names.get(&unit).cloned()).unwrap_or_default();
    let events: Vec<EventRow> = cx.conn().all(EVENTS, args![id]).await?;
    Ok((case(row, unit), events.into_iter().map(event).collect()))
}

fn event(row: EventRow) -> ExternalEvent {
    let title = match (row.kind.as_str(), row.national_state) {
        ("recorded", _) => "Ghi nhận tại quầy".to_owned(),
        ("resolved", _) => "Đã kiểm tra".to_owned(),
        (_, Some(state)) => format!("Hệ thống báo: {state} {}", state_of(state)),
        _ => "Hệ thống báo".to_owned(),
    };
    let said = row.source_time.map(|at| format!("theo hệ thống lúc {}", time_date(at))).unwrap_or_default();
    let ended = row.ended_at.map(|at| format!("kết thúc {}", time_date(at))).unwrap_or_default();
    let text = [row.actor_name, said, ended, row.note].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(". ");
    ExternalEvent { title, at: row.at, text }
}

sql!(SETTLE, "UPDATE external_case SET version = version + 1, sync = 'acknowledged', problem = '' WHERE id = $1 AND version = $2 AND sync = 'needs_check'");

/// A person looked into a contradiction and says what was found; what was recorded stays.
///
/// # Errors
/// `NotFound`, `Forbidden`; `Conflict` if there is nothing to look into, or somebody was faster.
pub async fn resolve(cx: &mut Cx, id: i64, version: i64, input: &Resolve) -> Result<()> {
    let row = found(cx, id).await?;
    if row.version != version {
        return Err(Error::stale(&format!("Hồ sơ {}", row.external_code), cx.now()));
    }
    if cx.conn().exec(SETTLE, args![id, version]).await? == 0 {
        return Err(Error::conflict("Hồ sơ này không có gì cần kiểm tra. Hãy tải lại trang."));
    }
    let by = cx.actor.name.clone();
    let note = format!("{} ({})", input.text, row.problem);
    append(cx, id, &by, &NewEvent { kind: "resolved", state: None, at: None, ended: None, note: &note }).await?;
    cx.audit(AuditEvent::new("external.resolve", "external_case", id).detail(row.external_code));
    Ok(())
}
