//! O05: papers go from the counter to the agency that decides. No state changes; each dossier gets an event, which is its line
//! of form 06, and the sheet of the hand-over holds them together. Taking a dossier (D09) confirms it.

use super::access::{self, Access};
use super::act;
use super::desk::queues::{AGENCY, COUNTER, within};
use super::events::{self, EventRow};
use super::row::{self, DossierRow};
use super::rules::Right;
use super::stale::stale;
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::db::Query;
use crate::error::{Error, Result};
use crate::{numbering, org};
use chrono::{DateTime, Utc};
use model::access::{Action, ObjectKind};
use model::dossiers::{BulkItem, BulkOutcome, DossierAction, DossierState, FormSet, HandoverLine, PaperForm};
use model::format;
use model::paper::{Block, Paper};
use sqlx::FromRow;
use std::collections::BTreeMap;

sql!(HANDED_AT, "SELECT MAX(h.made_at) FROM handover_dossier x JOIN handover h ON h.id = x.handover_id WHERE x.dossier_id = $1 AND h.to_unit_id = $2");
sql!(INSERT, "INSERT INTO handover (code, from_unit_id, to_unit_id, actor_id, actor_name, made_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id");
sql!(INSERT_DOSSIER, "INSERT INTO handover_dossier (handover_id, dossier_id, event_seq) VALUES ($1, $2, $3)");

/// The agency that has the dossier now, and the counter that has its papers.
fn ways(row: &DossierRow) -> (i64, i64) {
    (row.continuing_receiving_unit_id.unwrap_or(row.receiving_unit_id), row.continuing_unit_id.unwrap_or(row.competent_unit_id))
}

/// Right, version, state of one dossier.
async fn ready(cx: &mut Cx, access: &Access, item: &BulkItem) -> Result<DossierRow> {
    let row = row::by_code(cx, &item.code).await?.ok_or(Error::NotFound)?;
    access.require(&[Right::Receive], &row, cx.actor.is_signed_in())?;
    if row.version != item.version {
        return Err(stale(cx, &row).await);
    }
    if row.state()? != DossierState::Received {
        return Err(Error::conflict(format!("Hồ sơ đang ở trạng thái “{}”, không còn chờ bàn giao", row.state()?.label())));
    }
    let (_, to) = ways(&row);
    let handed: Option<(Option<DateTime<Utc>>,)> = cx.conn().opt(HANDED_AT, args![row.id, to]).await?;
    match handed.and_then(|(at,)| at) {
        Some(at) => Err(Error::conflict(format!("Hồ sơ đã bàn giao lúc {}", format::time_date(at)))),
        None => Ok(row),
    }
}

/// Hands dossiers over: one sheet for each counter and agency. Each dossier by its own version; those that cannot go are
/// named with the reason, the others go. Returns what became of them and the codes of the sheets.
///
/// # Errors
/// `Forbidden` for whoever receives no dossiers.
pub async fn hand_over(cx: &mut Cx, items: &[BulkItem]) -> Result<(BulkOutcome, Vec<String>)> {
    cx.require_reach(Action::Receive, ObjectKind::Dossier)?;
    let access = access::of(&cx.actor);
    let mut outcome = BulkOutcome::default();
    let mut sheets: BTreeMap<(i64, i64), Vec<DossierRow>> = BTreeMap::new();
    for item in items {
        match ready(cx, &access, item).await {
            Ok(row) => sheets.entry(ways(&row)).or_default().push(row),
            Err(error) => outcome.refused.push((item.code.clone(), super::bulk::words(error)?)),
        }
    }
    let mut codes = Vec::with_capacity(sheets.len());
    for ((from, to), rows) in sheets {
        codes.push(sheet(cx, from, to, rows, &mut outcome).await?);
    }
    Ok((outcome, codes))
}

async fn sheet(cx: &mut Cx, from: i64, to: i64, rows: Vec<DossierRow>, outcome: &mut BulkOutcome) -> Result<String> {
    let day = format::local_date(cx.now()).format("%y%m%d");
    let n = numbering::next(&mut cx.conn(), &format!("handover:{day}")).await?;
    let code = format!("BG-{day}-{n:04}");
    let (now, account, name) = (cx.now(), cx.actor.account_id, cx.actor.name.clone());
    let id = cx.conn().id(INSERT, args![&code, from, to, account, name, now]).await?;
    for mut row in rows {
        let seq = note(cx, &mut row, &code).await?;
        cx.conn().exec(INSERT_DOSSIER, args![id, row.id, seq]).await?;
        outcome.done.push(row.public_code().to_owned());
    }
    cx.audit(AuditEvent::new("dossier.hand_over_sheet", "handover", &code).detail(format!("{} hồ sơ", outcome.done.len())));
    Ok(code)
}

/// The line of one dossier: version and event; state, step and due date stay.
async fn note(cx: &mut Cx, row: &mut DossierRow, sheet: &str) -> Result<i64> {
    row::save(cx, row).await?;
    let event = EventRow {
        action: DossierAction::HandOver.as_str().to_owned(),
        from_state: Some(row.state.clone()),
        to_state: row.state.clone(),
        stage_from: row.stage.clone(),
        stage_to: row.stage.clone(),
        note: format!("Phiếu bàn giao {sheet}, giao {}", row.competent_unit),
        due_before: row.due_current,
        due_after: row.due_current,
        ..EventRow::default()
    };
    let seq = events::append(cx, row.id, &event).await?;
    act::trace(cx, row, DossierAction::HandOver);
    Ok(seq)
}

#[derive(FromRow)]
struct Sheet {
    id: i64,
    code: String,
    from_unit_id: i64,
    to_unit_id: i64,
    actor_name: String,
    made_at: DateTime<Utc>,
    dossiers: i64,
    taken: i64,
}

const SHEETS: &str = "SELECT h.id, h.code, h.from_unit_id, h.to_unit_id, h.actor_name, h.made_at,
    (SELECT COUNT(*) FROM handover_dossier x WHERE x.handover_id = h.id) AS dossiers,
    (SELECT COUNT(*) FROM handover_dossier x JOIN dossier d ON d.id = x.dossier_id WHERE x.handover_id = h.id AND d.state <> 'received') AS taken
    FROM handover h WHERE ";

/// Sheets of the own counters and to the own agencies.
fn own(query: &mut Query, access: &Access) {
    query.push("(");
    within(query, &["h.from_unit_id"], &access.receive);
    query.push(" OR ");
    within(query, &["h.to_unit_id"], &access.view_near);
    query.push(")");
}

/// The last ten sheets that the actor gave or may receive.
///
/// # Errors
/// `Forbidden` for whoever sees no dossiers.
pub async fn handovers(cx: &mut Cx) -> Result<Vec<HandoverLine>> {
    cx.require_reach(Action::View, ObjectKind::Dossier)?;
    let access = access::of(&cx.actor);
    let mut query = Query::new(SHEETS);
    own(&mut query, &access);
    query.push(" ORDER BY h.made_at DESC, h.id DESC LIMIT 10");
    let sheets: Vec<Sheet> = query.all(&mut cx.conn()).await?;
    let units: Vec<i64> = sheets.iter().flat_map(|sheet| [sheet.from_unit_id, sheet.to_unit_id]).collect();
    let today = format::local_date(cx.now());
    let names = org::names(cx, &units, today).await?;
    let name = |unit: i64| names.get(&unit).cloned().unwrap_or_default();
    let line = |sheet: Sheet| HandoverLine {
        from: name(sheet.from_unit_id),
        to: name(sheet.to_unit_id),
        code: sheet.code,
        by: sheet.actor_name,
        at: sheet.made_at,
        dossiers: sheet.dossiers,
        taken: sheet.taken,
    };
    Ok(sheets.into_iter().map(line).collect())
}

#[derive(FromRow)]
struct Line {
    code: String,
    procedure: String,
    applicant_name: String,
    due_current: Option<DateTime<Utc>>,
    originals: i64,
    copies: i64,
}

sql!(
    LINES,
    "SELECT COALESCE(d.code, d.submission_code) AS code, v.name AS procedure, d.applicant_name, d.due_current,
        (SELECT COALESCE(CAST(SUM(p.originals) AS BIGINT), 0) FROM dossier_part p WHERE p.dossier_id = d.id) AS originals,
        (SELECT COALESCE(CAST(SUM(p.copies) AS BIGINT), 0) FROM dossier_part p WHERE p.dossier_id = d.id) AS copies
     FROM handover_dossier x JOIN dossier d ON d.id = x.dossier_id JOIN procedure_version v ON v.id = d.procedure_version_id
     WHERE x.handover_id = $1 ORDER BY x.id"
);

/// Form 06 of a sheet: giver, receiver, time, and one line for each dossier. Its facts never change, so it is made anew at
/// every request.
///
/// # Errors
/// `NotFound` for a sheet of others.
pub async fn handover_paper(cx: &mut Cx, code: &str) -> Result<Paper> {
    cx.require_reach(Action::View, ObjectKind::Dossier)?;
    let access = access::of(&cx.actor);
    let code = code.trim().to_uppercase();
    let mut query = Query::new(SHEETS);
    own(&mut query, &access);
    query.push(" AND h.code = ").bind(code);
    let sheet: Sheet = query.opt(&mut cx.conn()).await?.ok_or(Error::NotFound)?;
    let day = format::local_date(sheet.made_at);
    let mut names = org::names(cx, &[sheet.from_unit_id, sheet.to_unit_id], day).await?;
    let (from, to) = (names.remove(&sheet.from_unit_id).unwrap_or_default(), names.remove(&sheet.to_unit_id).unwrap_or_default());
    let lines: Vec<Line> = cx.conn().all(LINES, args![sheet.id]).await?;
    let set = FormSet::on(day);
    Ok(Paper {
        title: PaperForm::Control.title(set).to_owned(),
        superior: "Ủy ban nhân dân tỉnh Lam Giang".to_owned(),
        agency: from.clone(),
        place: "Lam Giang".to_owned(),
        number: sheet.code.clone(),
        code: String::new(),
        link: String::new(),
        made_at: sheet.made_at,
        source: PaperForm::Control.source(set),
        demo: cx.settings().demo,
        wide: true,
        blocks: blocks(&sheet, &from, &to, lines),
    })
}

fn blocks(sheet: &Sheet, from: &str, to: &str, lines: Vec<Line>) -> Vec<Block> {
    let fields = [
        ("Bên giao", format!("{}, {from}", sheet.actor_name)),
        ("Bên nhận", to.to_owned()),
        ("Thời điểm", format::time_date(sheet.made_at)),
        ("*Số hồ sơ", format::number(sheet.dossiers)),
    ];
    let rows = lines.into_iter().enumerate().map(|(n, line)| {
        let papers = match (line.originals, line.copies) {
            (0, 0) => "Bản điện tử".to_owned(),
            (originals, copies) => format!("{originals} bản chính, {copies} bản sao"),
        };
        let due = line.due_current.map_or_else(|| "không có thời hạn".to_owned(), format::time_date);
        vec![(n + 1).to_string(), line.code, line.procedure, line.applicant_name, due, papers, String::new()]
    });
    let head = ["STT", "Mã hồ sơ", "Thủ tục", "Người nộp", "Hạn trả", "Giấy tờ kèm theo", "Ghi chú"].map(str::to_owned).to_vec();
    vec![
        Block::fields(fields),
        Block::Table { title: "Hồ sơ bàn giao".into(), head, widths: vec![5, 17, 28, 17, 14, 13, 10], rows: rows.collect() },
        Block::signatures([("Bên giao", sheet.actor_name.clone()), ("Bên nhận", String::new())]),
    ]
}

/// The condition of the side of the counter: received, nobody's yet, not handed to the agency that has it now.
pub(super) fn to_give(query: &mut Query, access: &Access) {
    query.push("d.state = 'received' AND ");
    within(query, COUNTER, &access.receive);
    query.push(
        " AND NOT EXISTS (SELECT 1 FROM handover_dossier x JOIN handover h ON h.id = x.handover_id
             WHERE x.dossier_id = d.id AND h.to_unit_id = COALESCE(d.continuing_unit_id, d.competent_unit_id))",
    );
}

/// The condition of the side of the agency: what the actor may take (D09).
pub(super) fn to_take(query: &mut Query, access: &Access) {
    query.push("d.state = 'received' AND d.officer_id IS NULL AND ");
    within(query, AGENCY, &access.accept());
}
