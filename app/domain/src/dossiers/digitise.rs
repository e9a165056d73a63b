//! O15: papers that came without a file are scanned, and every scan of an official is looked at before the part counts as
//! digitised. A part has a version of its own; its steps are rows that nobody changes.

use super::access;
use super::desk::queues::{COUNTER, within};
use super::events;
use super::row::{self, DossierRow};
use super::rules::Right;
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::db::Query;
use crate::error::{Error, Result};
use crate::files::{self, Blob};
use chrono::{DateTime, Utc};
use model::dossiers::apply::{CounterPart, FILE_LIMIT, FILES_PER_PART};
use model::dossiers::{DossierState, ScanQueue, ScanRow, ScanState, ScanStep, ScanVerdict};
use model::files::Purpose;
use model::{List, Paging};
use sqlx::FromRow;

#[derive(FromRow)]
struct Row {
    part_id: i64,
    version: i64,
    part: String,
    code: String,
    procedure: String,
    applicant: String,
    originals: i64,
    copies: i64,
    received_at: DateTime<Utc>,
    scan_state: String,
    reason: String,
    file_types: String,
}

const COLUMNS: &str = "SELECT p.id AS part_id, p.version, p.name AS part, COALESCE(d.code, d.submission_code) AS code, v.name AS procedure,
    d.applicant_name AS applicant, p.originals, p.copies, d.received_at, p.scan_state,
    CASE WHEN p.scan_state = 'again' THEN COALESCE((SELECT e.reason FROM dossier_part_event e WHERE e.part_id = p.id ORDER BY e.id DESC LIMIT 1), '')
        ELSE '' END AS reason, q.file_types
    FROM dossier_part p JOIN required_part q ON q.id = p.required_part_id JOIN dossier d ON d.id = p.dossier_id JOIN procedure_version v ON v.id = d.procedure_version_id WHERE ";

fn row_of(row: Row) -> Result<ScanRow> {
    Ok(ScanRow {
        part_id: row.part_id,
        version: row.version,
        part: row.part,
        code: row.code,
        procedure: row.procedure,
        applicant: row.applicant,
        originals: row.originals,
        copies: row.copies,
        received_at: row.received_at,
        state: row.scan_state.parse()?,
        reason: row.reason,
        file_types: files::stored_kinds(&row.file_types)?,
        files: Vec::new(),
    })
}

fn condition(query: &mut Query, queue: ScanQueue, access: &access::Access, words: &str) {
    query.push("p.digitisation = 0 AND d.received_at IS NOT NULL AND d.state NOT IN ('withdrawn', 'stopped') AND ");
    query.push(match queue {
        ScanQueue::ToScan => "p.scan_state IN ('none', 'again') AND ",
        ScanQueue::ToCheck => "p.scan_state = 'waiting' AND ",
    });
    within(query, COUNTER, &access.receive);
    query.words(&["d.fold"], words);
}

/// One page of the papers of the own counters that are to be scanned or looked at, what was received last first.
///
/// # Errors
/// `Forbidden` for whoever receives no dossiers.
pub async fn scans(cx: &mut Cx, queue: ScanQueue, words: &str, page: i64) -> Result<List<ScanRow>> {
    let access = own(cx)?;
    let mut count = Query::new("SELECT COUNT(*) FROM dossier_part p JOIN dossier d ON d.id = p.dossier_id WHERE ");
    condition(&mut count, queue, &access, words);
    let paging = Paging::of(page, count.count(&mut cx.conn()).await?);
    let mut query = Query::new(COLUMNS);
    condition(&mut query, queue, &access, words);
    query.push(" ORDER BY d.received_at DESC, p.dossier_id, p.place").page(paging);
    let found: Vec<Row> = query.all(&mut cx.conn()).await?;
    Ok(List { rows: found.into_iter().map(row_of).collect::<Result<_>>()?, paging })
}

/// How many papers stand in a list.
///
/// # Errors
/// As [`scans`].
pub async fn scan_count(cx: &mut Cx, queue: ScanQueue) -> Result<i64> {
    let access = own(cx)?;
    let mut count = Query::new("SELECT COUNT(*) FROM dossier_part p JOIN dossier d ON d.id = p.dossier_id WHERE ");
    condition(&mut count, queue, &access, "");
    count.count(&mut cx.conn()).await
}

fn own(cx: &Cx) -> Result<access::Access> {
    cx.require_reach(model::access::Action::Receive, model::access::ObjectKind::Dossier)?;
    Ok(access::of(&cx.actor))
}

sql!(DOSSIER_OF, "SELECT dossier_id FROM dossier_part WHERE id = $1");
sql!(FILES_OF, "SELECT f.token, f.name FROM dossier_file d JOIN file f ON f.id = d.file_id WHERE d.part_id = $1 AND d.role <> 'result' ORDER BY d.id");

/// The part and its dossier, for a receptionist of its counter.
async fn of_counter(cx: &mut Cx, part: i64) -> Result<(ScanRow, DossierRow)> {
    let found: Option<(i64,)> = cx.conn().opt(DOSSIER_OF, args![part]).await?;
    let (dossier,) = found.ok_or(Error::NotFound)?;
    let dossier = row::by_id(cx, dossier).await?;
    access::of(&cx.actor).require(&[Right::Receive], &dossier, cx.actor.is_signed_in())?;
    if dossier.received_at.is_none() {
        return Err(Error::NotFound);
    }
    let mut query = Query::new(COLUMNS);
    query.push("p.id = ").bind(part);
    let row: Option<Row> = query.opt(&mut cx.conn()).await?;
    let mut shown = row_of(row.ok_or(Error::NotFound)?)?;
    shown.files = cx.conn().all(FILES_OF, args![part]).await?;
    Ok((shown, dossier))
}

/// A paper with its scans.
///
/// # Errors
/// `NotFound` for others, `Forbidden` for somebody who sees the dossier and does not receive for its counter.
pub async fn scan_of(cx: &mut Cx, part: i64) -> Result<ScanRow> {
    of_counter(cx, part).await.map(|(shown, _)| shown)
}

sql!(MOVE, "UPDATE dossier_part SET scan_state = $3, digitisation = $4, version = version + 1 WHERE id = $1 AND version = $2 AND digitisation = 0");
sql!(DIGITISATION, "SELECT digitisation FROM dossier_part WHERE id = $1");
sql!(EVENT, "INSERT INTO dossier_part_event (part_id, step, reason, actor_id, actor_name, at) VALUES ($1, $2, $3, $4, $5, $6)");

async fn append(cx: &mut Cx, part: i64, step: ScanStep, reason: &str) -> Result<()> {
    let (account, name, now) = (cx.actor.account_id, cx.actor.name.clone(), cx.now());
    cx.conn().exec(EVENT, args![part, step.as_str(), reason, account, name, now]).await.map(drop)
}

fn stale(part: &str) -> Error {
    Error::conflict(format!("“{part}” vừa được người khác cập nhật. Hãy tải lại trang."))
}

/// Right, version, state: a step about a scan that may be taken now.
async fn begin(cx: &mut Cx, part: i64, version: i64, from: &[ScanState]) -> Result<(ScanRow, DossierRow)> {
    let (shown, dossier) = of_counter(cx, part).await?;
    if shown.version != version {
        return Err(stale(&shown.part));
    }
    let digitised: i64 = cx.conn().count(DIGITISATION, args![part]).await?;
    if digitised != 0 {
        return Err(Error::conflict(format!("“{}” đã có bản điện tử.", shown.part)));
    }
    if matches!(dossier.state()?, DossierState::Withdrawn | DossierState::Stopped) {
        return Err(Error::conflict("Hồ sơ đã dừng hoặc đã rút nên không số hóa nữa."));
    }
    if !from.contains(&shown.state) {
        return Err(Error::conflict(format!("“{}” đang ở trạng thái “{}”. Hãy tải lại trang để xem việc làm được.", shown.part, shown.state.label())));
    }
    Ok((shown, dossier))
}

async fn finish(cx: &mut Cx, part: &ScanRow, dossier: &DossierRow, step: ScanStep, reason: &str) -> Result<()> {
    let (state, digitised) = match step {
        ScanStep::Scan => (ScanState::Waiting, 0_i64),
        ScanStep::Accept => (ScanState::Accepted, 1),
        ScanStep::Again => (ScanState::Again, 0),
    };
    if cx.conn().exec(MOVE, args![part.part_id, part.version, state.as_str(), digitised]).await? == 0 {
        return Err(stale(&part.part));
    }
    append(cx, part.part_id, step, reason).await?;
    cx.audit(AuditEvent::new(format!("dossier.part_{step}"), "dossier", dossier.public_code()).detail(format!("thành phần {}", part.part_id)));
    cx.changed("dossier", dossier.id);
    Ok(())
}

sql!(LAST_EVENT, "SELECT COALESCE(MAX(seq), 0) FROM dossier_event WHERE dossier_id = $1");

/// Adds scans to a paper that has none yet, or whose scan has to be made again. What was scanned before stays.
///
/// # Errors
/// `Invalid` on the field `tep` for a missing, empty, too large or wrong file; `Conflict` if somebody was faster or the
/// paper is digitised; `NotFound`, `Forbidden`.
pub async fn scan(cx: &mut Cx, part: i64, version: i64, scans: &[(Blob, String)]) -> Result<()> {
    let (shown, dossier) = begin(cx, part, version, &[ScanState::None, ScanState::Again]).await?;
    if scans.is_empty() {
        return Err(Error::field("tep", "Chưa chọn tệp nào. Hãy chọn bản quét rồi bấm Tải lên."));
    }
    if shown.files.len() + scans.len() > FILES_PER_PART {
        return Err(Error::field("tep", format!("Mỗi giấy tờ có nhiều nhất {FILES_PER_PART} tệp. Hãy ghép các trang vào một tệp PDF.")));
    }
    let seq = cx.conn().count(LAST_EVENT, args![dossier.id]).await?;
    for (blob, name) in scans {
        if blob.size > FILE_LIMIT {
            return Err(Error::field("tep", model::files::too_large(FILE_LIMIT)));
        }
        let kept = files::keep_only(cx, blob, name, Purpose::Dossier, shown.file_types).await?;
        let now = cx.now();
        events::link_file(&mut cx.conn(), dossier.id, Some(part), kept.id, "part", seq, now).await?;
    }
    finish(cx, &shown, &dossier, ScanStep::Scan, "").await
}

/// The look at a scan: whole, legible and the right paper, or to be made again.
///
/// # Errors
/// `Conflict` if somebody was faster or no scan waits; `NotFound`, `Forbidden`.
pub async fn check_scan(cx: &mut Cx, part: i64, version: i64, verdict: &ScanVerdict) -> Result<()> {
    let (shown, dossier) = begin(cx, part, version, &[ScanState::Waiting]).await?;
    match verdict {
        ScanVerdict::Accept => finish(cx, &shown, &dossier, ScanStep::Accept, "").await,
        ScanVerdict::Again(reason) => finish(cx, &shown, &dossier, ScanStep::Again, reason).await,
    }
}

sql!(
    RECEIVED,
    "UPDATE dossier_part SET originals = $3, copies = $4, digitisation = 0, scan_state = $5 WHERE dossier_id = $1 AND required_part_id = $2 RETURNING id"
);

/// Notes at the receipt at a counter how many sheets came; a scan that was made there waits for a look like any other.
pub(super) async fn at_counter(cx: &mut Cx, dossier: i64, required_part: i64, got: CounterPart, scanned: bool) -> Result<()> {
    let state = if scanned { ScanState::Waiting } else { ScanState::None };
    let values = args![dossier, required_part, got.originals.unwrap_or(0), got.copies.unwrap_or(0), state.as_str()];
    let part: Option<(i64,)> = cx.conn().opt(RECEIVED, values).await?;
    match part {
        Some((part,)) if scanned => append(cx, part, ScanStep::Scan, "").await,
        _ => Ok(()),
    }
}
