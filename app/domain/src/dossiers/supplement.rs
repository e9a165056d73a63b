//! Supplements (02 §10): D11 in two acts of two persons, D13 the end of waiting. The answers (D06, D12) are in `supplement_answer`.

use super::act;
use super::create::Dossier;
use super::papers;
use super::row::{self, DossierRow};
use super::rules::Right;
use super::{extension, supplement_draft, supplement_reminder, timing, view};
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::{Error, Result};
use chrono::NaiveDate;
use model::dossiers::{DossierAction, Reason, RequestedItem, StopReason, Supplement, SupplementRequest, SupplementStage, SupplementState};
use model::format;
use model::notify::Event;
use model::text::{MIN_REASON, clean_line};

sql!(NEXT_SEQ, "SELECT COALESCE(MAX(seq), 0) + 1 FROM supplement_request WHERE dossier_id = $1");
sql!(
    INSERT,
    "INSERT INTO supplement_request (dossier_id, seq, stage, state, reply_by, override_basis, proposed_by, proposed_by_name, proposed_at, decided_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id"
);
sql!(
    INSERT_ITEM,
    "INSERT INTO supplement_item (request_id, place, part_id, subject, reason_code, reason, basis, how_to_fix, state)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'open')"
);
sql!(PART_NAME, "SELECT name FROM dossier_part WHERE dossier_id = $1 AND id = $2");

/// What an item is called: in the words of the official, else by the name of its part.
async fn subject(cx: &mut Cx, dossier: i64, item: &RequestedItem) -> Result<String> {
    let Some(part) = item.part_id else { return Ok(item.subject.clone()) };
    let name: Option<(String,)> = cx.conn().opt(PART_NAME, args![dossier, part]).await?;
    let Some((name,)) = name else {
        return Err(Error::field(format!("giay_to_{}", item.place), "Giấy tờ được chọn không thuộc hồ sơ này. Hãy chọn lại."));
    };
    Ok(if item.subject.is_empty() { name } else { item.subject.clone() })
}

/// Stores a request with its items.
pub(super) async fn insert(cx: &mut Cx, dossier: i64, stage: SupplementStage, state: SupplementState, input: &Supplement) -> Result<()> {
    let seq = cx.conn().count(NEXT_SEQ, args![dossier]).await?;
    let (now, person, name) = (cx.now(), cx.actor.person_id, cx.actor.name.clone());
    let decided = (state == SupplementState::Approved).then_some(now);
    let basis = if stage == SupplementStage::Examination { input.override_basis.as_str() } else { "" };
    let values = args![dossier, seq, stage.as_str(), state.as_str(), input.reply_by, basis, person, name, now, decided];
    let request = cx.conn().id(INSERT, values).await?;
    for (place, item) in (1_i64..).zip(&input.items) {
        let subject = subject(cx, dossier, item).await?;
        let values = args![request, place, item.part_id, subject, &item.reason_code, &item.reason, &item.basis, &item.how_to_fix];
        cx.conn().exec(INSERT_ITEM, values).await?;
    }
    Ok(())
}

/// Tells the applicant how many items are missing and until when.
pub(super) async fn tell_items(cx: &mut Cx, row: &DossierRow, seq: i64, items: usize, reply_by: NaiveDate) -> Result<()> {
    act::tell(cx, row, seq, Event::SupplementRequested, &[("n", items.to_string()), ("ngay", format::date(reply_by))]).await
}

/// The request that the applicant has to answer now.
pub(super) async fn open_request(cx: &mut Cx, dossier: i64) -> Result<SupplementRequest> {
    let all = view::supplements(cx, dossier).await?;
    all.into_iter()
        .rev()
        .find(|request| request.state == SupplementState::Approved)
        .ok_or_else(|| Error::conflict("Hồ sơ không có yêu cầu bổ sung nào đang chờ."))
}

async fn proposed_request(cx: &mut Cx, dossier: i64) -> Result<SupplementRequest> {
    let all = view::supplements(cx, dossier).await?;
    all.into_iter()
        .rev()
        .find(|request| request.state == SupplementState::Proposed)
        .ok_or_else(|| Error::conflict("Hồ sơ không có đề xuất bổ sung nào chờ duyệt. Hãy tải lại trang."))
}

sql!(CLOSE, "UPDATE supplement_request SET state = $2, answered_at = $3 WHERE id = $1");

pub(super) async fn close(cx: &mut Cx, request: i64, state: SupplementState) -> Result<()> {
    let now = cx.now();
    cx.conn().exec(CLOSE, args![request, state.as_str(), now]).await?;
    supplement_draft::clear(cx, request).await
}

/// D11, first act: the officer in charge proposes a supplement; nothing changes for the citizen yet.
///
/// # Errors
/// `Invalid` over the limit without a basis, or for a part of another dossier; `Conflict` after the due date, with an open
/// proposal, or in another state; `Forbidden`.
pub async fn propose_supplement(cx: &mut Cx, code: &str, version: i64, input: &Supplement) -> Result<()> {
    let step = act::begin(cx, code, version, DossierAction::RequestSupplement, Some(&[Right::Officer])).await?;
    let mut row = step.row;
    let earlier = view::supplements(cx, row.id).await?;
    if earlier.iter().any(|request| request.state == SupplementState::Proposed) {
        return Err(Error::conflict("Hồ sơ đã có một đề xuất bổ sung chờ duyệt. Hãy chờ lãnh đạo quyết định."));
    }
    check_limit(&row, &earlier, &input.override_basis)?;
    extension::check_not_late(cx, &row, "yêu cầu bổ sung").await?;
    row::save(cx, &mut row).await?;
    insert(cx, row.id, SupplementStage::Examination, SupplementState::Proposed, input).await?;
    cx.audit(AuditEvent::new("dossier.propose_supplement", "dossier", row.public_code()));
    cx.changed("desk", row.competent_unit_id);
    Ok(())
}

fn check_limit(row: &DossierRow, earlier: &[SupplementRequest], override_basis: &str) -> Result<bool> {
    let used = earlier.iter().filter(|r| r.stage == SupplementStage::Examination && !matches!(r.state, SupplementState::Declined | SupplementState::Proposed));
    let over = i64::try_from(used.count()).unwrap_or(i64::MAX) >= row.max_supplements;
    if over && override_basis.chars().count() < MIN_REASON {
        return Err(Error::field(
            "can_cu_vuot",
            format!("Hồ sơ đã yêu cầu bổ sung đủ {} lần. Muốn yêu cầu thêm, hãy ghi căn cứ (ít nhất 10 ký tự) và trình lãnh đạo cơ quan.", row.max_supplements),
        ));
    }
    Ok(over)
}

sql!(DECIDE, "UPDATE supplement_request SET state = $2, approved_by = $3, approved_by_name = $4, decided_at = $5 WHERE id = $1 AND state = 'proposed'");

async fn decide(cx: &mut Cx, request: i64, state: SupplementState) -> Result<()> {
    let (person, name, now) = (cx.actor.person_id, cx.actor.name.clone(), cx.now());
    if cx.conn().exec(DECIDE, args![request, state.as_str(), person, name, now]).await? == 0 {
        return Err(Error::conflict("Đề xuất này đã được người khác quyết định. Hãy tải lại trang."));
    }
    Ok(())
}

/// D11, second act: another person approves; the citizen is asked and the clock stops.
///
/// # Errors
/// `Conflict` for one's own proposal, without a proposal, after the due date; `Forbidden`.
pub async fn approve_supplement(cx: &mut Cx, code: &str, version: i64) -> Result<Dossier> {
    let mut step = act::begin(cx, code, version, DossierAction::RequestSupplement, None).await?;
    let request = proposed_request(cx, step.row.id).await?;
    if request.proposed_by_id.is_some() && request.proposed_by_id == cx.actor.person_id {
        return Err(Error::conflict("Người đề xuất không tự duyệt được. Hãy trình người khác có quyền duyệt."));
    }
    extension::check_not_late(cx, &step.row, "yêu cầu bổ sung").await?;
    let earlier = view::supplements(cx, step.row.id).await?;
    if check_limit(&step.row, &earlier, "đã ghi khi đề xuất")? {
        step.access.require(&[Right::Sign], &step.row, true)?;
    }
    decide(cx, request.id, SupplementState::Approved).await?;
    let number = earlier.iter().filter(|r| r.stage == SupplementStage::Examination && r.state != SupplementState::Declined).count();
    timing::pause(cx, &mut step.row, format!("yêu cầu bổ sung lần {number}")).await?;
    step.say(&format!("{} mục, hạn bổ sung {}. Người đề xuất: {}", request.items.len(), format::date(request.reply_by), request.proposed_by), "");
    let (row, seq) = step.finish(cx).await?;
    tell_items(cx, &row, seq, request.items.len(), request.reply_by).await?;
    papers::keep(cx, &row, seq).await?;
    Dossier::of(&row)
}

/// The approver refuses the proposal with a reason; the work goes on.
///
/// # Errors
/// `Conflict` without a proposal, `Forbidden`.
pub async fn decline_supplement(cx: &mut Cx, code: &str, version: i64, input: &Reason) -> Result<()> {
    let step = act::begin(cx, code, version, DossierAction::RequestSupplement, None).await?;
    let mut row = step.row;
    let request = proposed_request(cx, row.id).await?;
    decide(cx, request.id, SupplementState::Declined).await?;
    row::save(cx, &mut row).await?;
    cx.audit(AuditEvent::new("dossier.decline_supplement", "dossier", row.public_code()));
    if let Some(officer) = row.officer_id {
        let work = format!("không duyệt bổ sung: {}", clean_line(&input.reason, 300));
        act::tell_official(cx, officer, &row, -request.id, Event::DossierAssigned, &[("viec", work)]).await?;
    }
    cx.changed("desk", row.competent_unit_id);
    Ok(())
}

/// D13: the unit leader stops a dossier whose day to answer has passed.
///
/// # Errors
/// `Conflict` while the applicant still has time, or was not reminded yet; `Forbidden`.
pub async fn supplement_expired(cx: &mut Cx, code: &str, version: i64) -> Result<Dossier> {
    let mut step = act::begin(cx, code, version, DossierAction::SupplementExpired, None).await?;
    let request = open_request(cx, step.row.id).await?;
    if format::local_date(cx.now()) <= request.reply_by {
        return Err(Error::conflict(format!("Người nộp còn được bổ sung đến hết ngày {}. Chưa thể dừng giải quyết.", format::date(request.reply_by))));
    }
    supplement_reminder::check_reminded(cx, &request).await?;
    close(cx, request.id, SupplementState::Expired).await?;
    step.row.end_reason = StopReason::SupplementOverdue.label().to_owned();
    step.row.end_basis = format!("Hạn bổ sung là ngày {}", format::date(request.reply_by));
    let basis = step.row.end_basis.clone();
    step.say(StopReason::SupplementOverdue.label(), &basis);
    let (row, seq) = step.finish(cx).await?;
    act::tell(cx, &row, seq, Event::DossierStopped, &[]).await?;
    papers::keep(cx, &row, seq).await?;
    Dossier::of(&row)
}
