//! Form 04 (D24): the officer proposes a reason and a new date, the unit leader signs. Before the due date has passed the
//! due date moves; afterwards the new date is a promise to the citizen and the dossier stays overdue.

use super::act;
use super::create::Dossier;
use super::papers;
use super::proposals::{self, ProposalRow, not_own};
use super::row::{self, DossierRow};
use super::timing;
use crate::audit::AuditEvent;
use crate::calendar;
use crate::cx::Cx;
use crate::error::{Error, Result};
use chrono::{DateTime, NaiveDate, Utc};
use model::calendar::{Extension, WorkCalendar, extension_units};
use model::dossiers::{DossierAction, DuePreview, ExtensionView, NewDue, ProposalDecision};
use model::format::{date, local_date, time_date};
use model::notify::Event;
use sqlx::FromRow;

/// Working days that the page offers as new dates.
const OFFERED: [u32; 5] = [1, 2, 3, 5, 10];

#[derive(Debug, FromRow)]
struct Row {
    #[sqlx(flatten)]
    proposed: ProposalRow,
    due_before: DateTime<Utc>,
    new_due: DateTime<Utc>,
    late: bool,
}

sql!(
    PENDING,
    "SELECT id, state, reason, proposed_by AS by_id, proposed_by_name AS by_name, proposed_at AS at, due_before, new_due, late FROM dossier_extension
     WHERE dossier_id = $1 AND state = 'pending'"
);
sql!(
    INSERT,
    "INSERT INTO dossier_extension (dossier_id, seq, state, reason, due_before, new_due, proposed_by, proposed_by_name, proposed_at)
     VALUES ($1, (SELECT COALESCE(MAX(x.seq), 0) + 1 FROM dossier_extension x WHERE x.dossier_id = $1), 'pending', $2, $3, $4, $5, $6, $7)"
);
sql!(
    DECIDE,
    "UPDATE dossier_extension SET state = $2, late = $3, due_before = $4, decided_by = $5, decided_by_name = $6, decided_at = $7, decision = $8
     WHERE id = $1 AND state = 'pending'"
);
sql!(SIGNED_EARLY, "SELECT COUNT(*) FROM dossier_extension WHERE dossier_id = $1 AND state = 'approved' AND NOT late");
sql!(SIGNED_LATE, "SELECT COUNT(*) FROM dossier_extension WHERE dossier_id = $1 AND state = 'approved' AND late AND due_before = $2");
sql!(PROMISE, "UPDATE dossier SET late_apology = TRUE, promised_due = $2 WHERE id = $1");

/// The form 04 that waits for its signature.
async fn pending(cx: &mut Cx, dossier: i64) -> Result<Option<ExtensionView>> {
    let row: Option<Row> = cx.conn().opt(PENDING, args![dossier]).await?;
    row.map(|row| Ok(ExtensionView { proposed: row.proposed.view()?, due_before: row.due_before, new_due: row.new_due, late: row.late })).transpose()
}

/// The form 04 that waits for its signature, for somebody who may see the dossier.
///
/// # Errors
/// `NotFound` for somebody who may not.
pub async fn pending_extension(cx: &mut Cx, code: &str) -> Result<Option<ExtensionView>> {
    let row = proposals::seen(cx, code).await?;
    pending(cx, row.id).await
}

/// True if form 04 was signed after the due date in force.
pub(super) async fn apologised_late(cx: &mut Cx, row: &DossierRow) -> Result<bool> {
    let Some(due) = row.due_current else { return Ok(false) };
    Ok(cx.conn().count(SIGNED_LATE, args![row.id, due]).await? > 0)
}

/// Nobody hides lateness: after the due date papers or money are asked for only once form 04 was signed (02 §6). The
/// clock does not stop for them then.
pub(super) async fn check_not_late(cx: &mut Cx, row: &DossierRow, what: &str) -> Result<()> {
    if timing::is_late(cx.now(), row)? && !apologised_late(cx, row).await? {
        return Err(Error::conflict(format!("Hồ sơ đã quá hạn trả kết quả. Phải có văn bản xin lỗi (mẫu 04) trước khi {what}.")));
    }
    Ok(())
}

/// What a new day means for a dossier.
struct Plan {
    before: DateTime<Utc>,
    due: DateTime<Utc>,
    late: bool,
    extension: u32,
}

/// Checks that form 04 is possible: once per due date after it has passed, else up to the limit of the procedure.
async fn check_limit(cx: &mut Cx, row: &DossierRow) -> Result<(DateTime<Utc>, bool)> {
    let Some(before) = row.due_current else {
        return Err(Error::conflict("Hồ sơ không có thời hạn nên không cần gia hạn."));
    };
    let late = cx.now() > before;
    if late && apologised_late(cx, row).await? {
        return Err(Error::conflict(format!("Hồ sơ đã có văn bản xin lỗi sau hạn {}. Hãy hoàn thành hồ sơ.", time_date(before))));
    }
    if !late && cx.conn().count(SIGNED_EARLY, args![row.id]).await? >= row.max_extensions {
        return Err(Error::conflict(format!("Hồ sơ đã gia hạn đủ {} lần theo thủ tục. Hãy hoàn thành trước {}.", row.max_extensions, time_date(before))));
    }
    Ok((before, late))
}

async fn plan(cx: &mut Cx, row: &DossierRow, day: NaiveDate) -> Result<Plan> {
    let (before, late) = check_limit(cx, row).await?;
    let cal = calendar::of_unit(cx, Some(row.competent_unit_id)).await?;
    if !cal.is_working_day(day).map_err(timing::refuse)? {
        let next = cal.add_working_days(day, 0).map_err(timing::refuse)?;
        return Err(Error::field("han_moi", format!("Ngày {} là ngày nghỉ. Hãy chọn ngày làm việc, gần nhất là {}.", date(day), date(next))));
    }
    let due = cal.date_due(day).map_err(timing::refuse)?;
    let extension = if late { 0 } else { extension_units(row.rule()?, before, due, &cal).map_err(timing::refuse)? };
    let least = if late { cx.now() } else { before };
    if due <= least || (!late && extension == 0) {
        return Err(Error::field("han_moi", format!("Hạn mới phải sau {}. Hãy chọn ngày muộn hơn.", time_date(least))));
    }
    Ok(Plan { before, due, late, extension })
}

/// The due date in force and the dates that may be promised.
///
/// # Errors
/// `Conflict` if form 04 is not possible, `CalendarMissing`, `NotFound`.
pub async fn extension_preview(cx: &mut Cx, code: &str) -> Result<DuePreview> {
    let row = proposals::seen(cx, code).await?;
    let (before, late) = check_limit(cx, &row).await?;
    let cal = calendar::of_unit(cx, Some(row.competent_unit_id)).await?;
    let from = local_date(if late { cx.now() } else { before });
    let choice = |cal: &WorkCalendar, n: u32| cal.add_working_days(from, n).and_then(|day| cal.date_due(day)).map(|due| (n, due));
    // Beyond the last year with a calendar there is nothing to offer.
    let choices: Vec<(u32, DateTime<Utc>)> = OFFERED.iter().filter_map(|n| choice(&cal, *n).ok()).collect();
    Ok(DuePreview { due: before, late, choices })
}

/// D24, first act: the officer in charge, or the head who assigns, proposes reason and new date. Nothing changes for the
/// citizen yet.
///
/// # Errors
/// `Invalid` for a day off or one that is not later; `Conflict` over the limit, with an open proposal, in another state;
/// `Forbidden`, `CalendarMissing`.
pub async fn propose_extension(cx: &mut Cx, code: &str, version: i64, input: &NewDue) -> Result<()> {
    let step = act::begin(cx, code, version, DossierAction::Extend, Some(proposals::PROPOSE_EXTENSION)).await?;
    let mut row = step.row;
    if pending(cx, row.id).await?.is_some() {
        return Err(Error::conflict("Hồ sơ đã có một văn bản xin lỗi chờ ký. Hãy chờ lãnh đạo quyết định."));
    }
    let plan = plan(cx, &row, input.day).await?;
    row::save(cx, &mut row).await?;
    let (person, name, now) = (cx.actor.person_id, cx.actor.name.clone(), cx.now());
    cx.conn().exec(INSERT, args![row.id, &input.reason, plan.before, plan.due, person, name, now]).await?;
    cx.audit(AuditEvent::new("dossier.propose_extension", "dossier", row.public_code()).detail(format!("hẹn mới {}", time_date(plan.due))));
    cx.changed("desk", row.competent_unit_id);
    Ok(())
}

/// D24, second act: the unit leader signs form 04, or refuses it.
///
/// # Errors
/// `Conflict` for one's own proposal, without a proposal, over the limit; `Invalid` if the date is not later any more;
/// `Forbidden`, `CalendarMissing`.
pub async fn decide_extension(cx: &mut Cx, code: &str, version: i64, decision: &ProposalDecision) -> Result<Dossier> {
    let mut step = act::begin(cx, code, version, DossierAction::Extend, None).await?;
    let Some(request) = pending(cx, step.row.id).await? else {
        return Err(Error::conflict("Hồ sơ không có văn bản xin lỗi nào chờ ký. Hãy tải lại trang."));
    };
    not_own(cx, &request.proposed)?;
    if let ProposalDecision::Refuse(reason) = decision {
        decide(cx, &request, "refused", None, reason).await?;
        return proposals::refused(cx, step.row, "dossier.refuse_extension", &request.proposed, "gia hạn", reason).await;
    }
    let plan = plan(cx, &step.row, local_date(request.new_due)).await?;
    decide(cx, &request, "approved", Some(&plan), "").await?;
    if plan.late {
        cx.conn().exec(PROMISE, args![step.row.id, plan.due]).await?;
    } else {
        let mut extensions = step.row.extensions()?;
        extensions.push(Extension { at: cx.now(), units: plan.extension, reason: request.proposed.reason.clone() });
        step.row.extensions = serde_json::to_string(&extensions)?;
        timing::compute(cx, &mut step.row).await?;
    }
    // The history holds the due date that counts; a promise stands beside it in words.
    let promise = if plan.late { format!("Hẹn lại {}, hạn trả không thay đổi", time_date(plan.due)) } else { String::new() };
    step.say(&request.proposed.reason, &promise);
    let (mut row, seq) = step.finish(cx).await?;
    row.promised_due = plan.late.then_some(plan.due).or(row.promised_due);
    papers::keep(cx, &row, seq).await?;
    let moved = if plan.late { plan.due } else { row.due_current.unwrap_or(plan.due) };
    let values = [("co_quan", row.competent_unit.clone()), ("cu", date(local_date(plan.before))), ("moi", time_date(moved))];
    act::tell(cx, &row, seq, Event::ApologyOverdue, &values).await?;
    proposals::tell_decided(cx, &row, &request.proposed, "gia hạn", "đã ký").await?;
    Dossier::of(&row)
}

async fn decide(cx: &mut Cx, request: &ExtensionView, state: &str, plan: Option<&Plan>, words: &str) -> Result<()> {
    let (person, name, now) = (cx.actor.person_id, cx.actor.name.clone(), cx.now());
    // Signed is what counts at the signature: the due date in force then, and whether it had passed.
    let (late, before) = plan.map_or((false, request.due_before), |plan| (plan.late, plan.before));
    let values = args![request.proposed.id, state, late, before, person, name, now, words];
    proposals::one(cx.conn().exec(DECIDE, values).await?)
}
