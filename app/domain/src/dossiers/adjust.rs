//! Corrected facts (D26, 10 §4): somebody who works with the dossier asks, the unit leader agrees, both with a repeated
//! second factor, a reason and evidence. The recorded value stays in `fact_adjustment`; the row holds the one that counts
//! from then on. The end of a dossier and its original due date have no command.

use super::act;
use super::create::Dossier;
use super::periods;
use super::proposals::{self, ProposalRow, not_own};
use super::row::{self, DossierRow};
use super::timing;
use crate::audit::AuditEvent;
use crate::calendar;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::files::{self, StoredFile};
use crate::identity::crypto::{self, purpose};
use crate::identity::require_step_up;
use chrono::{DateTime, NaiveDate, Utc};
use model::calendar::{Extension, extension_units};
use model::dossiers::{Adjust, AdjustableFact, AdjustmentView, Channel, DossierAction, NewFact, ProposalDecision};
use model::format::{date, local_date, time_date};
use model::notify::Event;
use model::text::fold;
use sqlx::FromRow;

#[derive(Debug, FromRow)]
struct Row {
    #[sqlx(flatten)]
    proposed: ProposalRow,
    field: String,
    old_value: String,
    new_value: String,
    token: String,
    name: String,
}

sql!(
    PENDING,
    "SELECT a.id, a.state, a.reason, a.requested_by AS by_id, a.requested_by_name AS by_name, a.requested_at AS at, a.field, a.old_value, a.new_value, f.token, f.name
     FROM fact_adjustment a JOIN file f ON f.id = a.evidence_file_id WHERE a.dossier_id = $1 AND a.state = 'pending'"
);
sql!(
    INSERT,
    "INSERT INTO fact_adjustment (dossier_id, seq, state, field, old_value, new_value, reason, evidence_file_id, requested_by, requested_by_name, requested_at)
     VALUES ($1, (SELECT COALESCE(MAX(x.seq), 0) + 1 FROM fact_adjustment x WHERE x.dossier_id = $1), 'pending', $2, $3, $4, $5, $6, $7, $8, $9)"
);
sql!(
    DECIDE,
    "UPDATE fact_adjustment SET state = $2, approved_by = $3, approved_by_name = $4, decided_at = $5, decision = $6 WHERE id = $1 AND state = 'pending'"
);
// The only statement that writes these columns after the receipt.
sql!(
    CORRECT,
    "UPDATE dossier SET received_at = $3, received_day = $4, applicant_name = $5, applicant_phone = $6, applicant_id_number = $7, applicant_address = $8, fold = $9
     WHERE id = $1 AND version = $2"
);
sql!(EVIDENCE, "SELECT COUNT(*) FROM fact_adjustment a JOIN file f ON f.id = a.evidence_file_id WHERE a.dossier_id = $1 AND f.token = $2");

const fn sealed(fact: AdjustableFact) -> Option<&'static str> {
    match fact {
        AdjustableFact::ApplicantPhone => Some(purpose::PHONE),
        AdjustableFact::ApplicantIdNumber => Some(purpose::NATIONAL_ID),
        _ => None,
    }
}

fn seal(cx: &Cx, fact: AdjustableFact, value: &str) -> Result<String> {
    sealed(fact).map_or_else(|| Ok(value.to_owned()), |purpose| crypto::seal_text(cx.settings(), purpose, value))
}

fn open(cx: &Cx, fact: AdjustableFact, value: &str) -> String {
    sealed(fact).map_or_else(|| value.to_owned(), |purpose| crypto::open_text(cx.settings(), purpose, value))
}

/// The value that counts now, as it would be stored; empty if there is none.
fn current(row: &DossierRow, fact: AdjustableFact) -> String {
    match fact {
        AdjustableFact::ReceivedAt => row.received_at.map(|at| NewFact::ReceivedAt(at).stored()).unwrap_or_default(),
        AdjustableFact::DueCurrent => row.due_current.map(|due| local_date(due).to_string()).unwrap_or_default(),
        AdjustableFact::ApplicantName => row.applicant_name.clone(),
        AdjustableFact::ApplicantPhone => row.applicant_phone.clone(),
        AdjustableFact::ApplicantIdNumber => row.applicant_id_number.clone(),
        AdjustableFact::ApplicantAddress => row.applicant_address.clone(),
    }
}

fn words(fact: AdjustableFact, stored: &str) -> String {
    NewFact::of_stored(fact, stored).map(|value| value.words()).unwrap_or_default()
}

fn wrong(message: impl Into<String>) -> Error {
    Error::field("gia_tri", message)
}

/// Puts the right value on the row, with what follows from it.
async fn correct(cx: &mut Cx, row: &mut DossierRow, new: &NewFact) -> Result<()> {
    if current(row, new.fact()) == new.stored() {
        return Err(wrong("Giá trị mới trùng với giá trị đang ghi. Hãy kiểm tra lại."));
    }
    match new {
        NewFact::ReceivedAt(at) => received(cx, row, *at).await,
        NewFact::DueCurrent(day) => due(cx, row, *day).await,
        NewFact::Applicant(fact, text) => {
            let field = match fact {
                AdjustableFact::ApplicantPhone => &mut row.applicant_phone,
                AdjustableFact::ApplicantIdNumber => &mut row.applicant_id_number,
                AdjustableFact::ApplicantAddress => &mut row.applicant_address,
                _ => &mut row.applicant_name,
            };
            field.clone_from(text);
            Ok(())
        }
    }
}

/// Another instant of receipt: the due dates are computed anew, the original one stays.
async fn received(cx: &mut Cx, row: &mut DossierRow, at: DateTime<Utc>) -> Result<()> {
    if row.received_at.is_none() {
        return Err(wrong("Hồ sơ chưa được tiếp nhận nên chưa có thời điểm tiếp nhận để điều chỉnh."));
    }
    // Paper may have come in before it was typed in.
    if row.channel == Channel::Online.as_str() && at < row.submitted_at {
        return Err(wrong(format!("Hồ sơ nộp trực tuyến lúc {}; không thể tiếp nhận trước lúc đó.", time_date(row.submitted_at))));
    }
    let (pauses, extensions) = (row.pauses()?, row.extensions()?);
    let events = pauses.iter().map(|pause| pause.from).chain(extensions.iter().map(|extension| extension.at));
    let least = events.chain(row.ended_at).chain([cx.now()]).min().unwrap_or_else(|| cx.now());
    if at > least {
        return Err(wrong(format!("Thời điểm tiếp nhận phải trước {}.", time_date(least))));
    }
    row.received_at = Some(at);
    row.received_day = Some(local_date(at));
    timing::compute(cx, row).await
}

/// Another due date: kept as the units between what the rule gives and the right day, so that later pauses keep it.
async fn due(cx: &mut Cx, row: &mut DossierRow, day: NaiveDate) -> Result<()> {
    let (Some(before), Some(least)) = (row.due_current, row.due_without_extension) else {
        return Err(wrong("Hồ sơ không có hạn trả để điều chỉnh."));
    };
    if row.pauses()?.last().is_some_and(|pause| pause.to.is_none()) {
        return Err(wrong("Hồ sơ đang tạm dừng tính thời hạn. Hãy điều chỉnh khi hồ sơ tiếp tục."));
    }
    let cal = calendar::of_unit(cx, Some(row.competent_unit_id)).await?;
    if !cal.is_working_day(day).map_err(timing::refuse)? {
        return Err(wrong(format!("Ngày {} là ngày nghỉ. Hãy chọn ngày làm việc.", date(day))));
    }
    if day < local_date(least) {
        return Err(wrong(format!("Hạn trả không thể sớm hơn hạn tính theo quy định, {}.", time_date(least))));
    }
    let due = cal.date_due(day).map_err(timing::refuse)?;
    let units = if day == local_date(least) { 0 } else { extension_units(row.rule()?, least, due, &cal).map_err(timing::refuse)? };
    let extensions = if units == 0 { Vec::new() } else { vec![Extension { at: cx.now(), units, reason: "điều chỉnh hạn trả".to_owned() }] };
    row.extensions = serde_json::to_string(&extensions)?;
    timing::compute(cx, row).await?;
    if row.due_current == Some(before) {
        return Err(wrong("Giá trị mới trùng với giá trị đang ghi. Hãy kiểm tra lại."));
    }
    Ok(())
}

struct Asked {
    view: AdjustmentView,
    old: String,
    new: NewFact,
}

async fn pending(cx: &mut Cx, dossier: i64) -> Result<Option<Asked>> {
    let row: Option<Row> = cx.conn().opt(PENDING, args![dossier]).await?;
    let Some(row) = row else { return Ok(None) };
    let fact: AdjustableFact = row.field.parse()?;
    let (old, new) = (open(cx, fact, &row.old_value), open(cx, fact, &row.new_value));
    let view = AdjustmentView { proposed: row.proposed.view()?, fact, old: words(fact, &old), new: words(fact, &new), evidence: (row.token, row.name) };
    let new = NewFact::of_stored(fact, &new).ok_or_else(|| Error::internal("damaged fact_adjustment"))?;
    Ok(Some(Asked { view, old, new }))
}

/// The correction that waits for a decision, for somebody who may see the dossier.
///
/// # Errors
/// `NotFound` for somebody who may not.
pub async fn adjustment(cx: &mut Cx, code: &str) -> Result<Option<AdjustmentView>> {
    let row = proposals::seen(cx, code).await?;
    Ok(pending(cx, row.id).await?.map(|asked| asked.view))
}

/// The evidence of a correction, for somebody who may see the dossier.
///
/// # Errors
/// `NotFound` otherwise.
pub async fn adjustment_evidence(cx: &mut Cx, code: &str, token: &str) -> Result<StoredFile> {
    let row = proposals::seen(cx, code).await?;
    if token.contains('\0') || cx.conn().count(EVIDENCE, args![row.id, token]).await? == 0 {
        return Err(Error::NotFound);
    }
    cx.audit(AuditEvent::new("dossier.file_read", "dossier", row.public_code()));
    files::by_token(cx, token).await
}

/// D26, first act: somebody who works with the dossier asks for a correction. Nothing changes yet.
///
/// # Errors
/// `Invalid` without a repeated second factor, for a value that cannot be right, without evidence; `Conflict` with an
/// open request; `Forbidden`, `CalendarMissing`.
pub async fn request_adjustment(cx: &mut Cx, code: &str, version: i64, input: &Adjust) -> Result<()> {
    let step = act::begin(cx, code, version, DossierAction::AdjustFact, Some(proposals::REQUEST_ADJUSTMENT)).await?;
    require_step_up(cx)?;
    let mut row = step.row;
    if pending(cx, row.id).await?.is_some() {
        return Err(Error::conflict("Hồ sơ đã có một đề nghị điều chỉnh chờ duyệt. Hãy chờ lãnh đạo quyết định."));
    }
    correct(cx, &mut row.clone(), &input.new).await?;
    let evidence = files::by_token(cx, &input.evidence).await.map_err(|error| match error {
        Error::NotFound => Error::field("tep", "Không tìm thấy tệp minh chứng. Hãy tải tệp lên lại."),
        other => other,
    })?;
    let fact = input.new.fact();
    let (old, new) = (seal(cx, fact, &current(&row, fact))?, seal(cx, fact, &input.new.stored())?);
    row::save(cx, &mut row).await?;
    let (person, name, now) = (cx.actor.person_id, cx.actor.name.clone(), cx.now());
    cx.conn().exec(INSERT, args![row.id, fact.as_str(), old, new, &input.reason, evidence.id, person, name, now]).await?;
    cx.audit(AuditEvent::new("dossier.request_adjustment", "dossier", row.public_code()).detail(fact.as_str()));
    cx.changed("desk", row.competent_unit_id);
    Ok(())
}

/// D26, second act: the unit leader agrees to a correction, or refuses it.
///
/// # Errors
/// `Conflict` for one's own request, without a request, or if the fact changed meanwhile; `Invalid` without a repeated
/// second factor; `Forbidden`, `CalendarMissing`.
pub async fn decide_adjustment(cx: &mut Cx, code: &str, version: i64, decision: &ProposalDecision) -> Result<Dossier> {
    let mut step = act::begin(cx, code, version, DossierAction::AdjustFact, None).await?;
    let Some(asked) = pending(cx, step.row.id).await? else {
        return Err(Error::conflict("Hồ sơ không có đề nghị điều chỉnh nào chờ duyệt. Hãy tải lại trang."));
    };
    not_own(cx, &asked.view.proposed)?;
    require_step_up(cx)?;
    let fact = asked.view.fact;
    if let ProposalDecision::Refuse(reason) = decision {
        decide(cx, &asked.view, "refused", reason).await?;
        return proposals::refused(cx, step.row, "dossier.refuse_adjustment", &asked.view.proposed, "điều chỉnh", reason).await;
    }
    if current(&step.row, fact) != asked.old {
        return Err(Error::conflict(format!("{} đã thay đổi sau khi đề nghị. Hãy từ chối và lập đề nghị mới.", fact.label())));
    }
    let before = step.row.due_current;
    correct(cx, &mut step.row, &asked.new).await?;
    decide(cx, &asked.view, "approved", "").await?;
    store(cx, &step.row).await?;
    step.say(&note(&asked.view), "");
    let (row, seq) = step.finish(cx).await?;
    if let (AdjustableFact::ReceivedAt, Some(at)) = (fact, row.received_at) {
        let now = cx.now();
        periods::reach_back(cx, row.id, at, now).await?;
    }
    cx.audit(AuditEvent::new("dossier.fact_adjusted", "dossier", row.public_code()).detail(fact.as_str()));
    if let (Some(old), Some(new)) = (before, row.due_current.filter(|new| Some(*new) != before && row.ended_at.is_none())) {
        act::tell(cx, &row, seq, Event::DueChanged, &[("cu", time_date(old)), ("moi", time_date(new))]).await?;
    }
    proposals::tell_decided(cx, &row, &asked.view.proposed, "điều chỉnh", "đã duyệt").await?;
    Dossier::of(&row)
}

/// What the history says; data of the applicant are not repeated there.
fn note(view: &AdjustmentView) -> String {
    let what = match view.fact {
        AdjustableFact::ReceivedAt | AdjustableFact::DueCurrent => format!("{} từ {} sang {}", view.fact.label(), view.old, view.new),
        _ => view.fact.label().to_owned(),
    };
    format!("{what}. Lý do: {}. Người đề nghị: {}", view.proposed.reason, view.proposed.by)
}

async fn store(cx: &mut Cx, row: &DossierRow) -> Result<()> {
    let phone = crypto::seal_text(cx.settings(), purpose::PHONE, &row.applicant_phone)?;
    let number = crypto::seal_text(cx.settings(), purpose::NATIONAL_ID, &row.applicant_id_number)?;
    let folded = fold(&format!("{} {} {}", row.submission_code, row.applicant_name, row.procedure_name));
    let values = args![row.id, row.version, row.received_at, row.received_day, &row.applicant_name, phone, number, &row.applicant_address, folded];
    proposals::one(cx.conn().exec(CORRECT, values).await?)
}

async fn decide(cx: &mut Cx, view: &AdjustmentView, state: &str, words: &str) -> Result<()> {
    let (person, name, now) = (cx.actor.person_id, cx.actor.name.clone(), cx.now());
    proposals::one(cx.conn().exec(DECIDE, args![view.proposed.id, state, person, name, now, words]).await?)
}
