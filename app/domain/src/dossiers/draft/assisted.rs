//! Drafts at a counter (O03, 02 §21): an official fills one in for somebody who is present. Such a draft has no owner; only
//! the official who opened it sees it, and only on that day. `home` gives it to the applicant.

use super::store::{self, DraftRow};
use super::{DraftKey, choose, of_row, open, open_draft};
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::identity::applicants;
use crate::identity::crypto::{self, purpose::ANSWERS};
use crate::{numbering, procedures};
use chrono::{DateTime, Datelike, Duration, Utc};
use model::access::{Action, ObjectKind};
use model::dossiers::ResultDelivery;
use model::dossiers::apply::{DraftView, OnBehalf, Step, field};
use model::format::{day_range, local_date};
use model::procedures::Answers;
use model::text::clean_text;
use sqlx::FromRow;

/// An unfinished draft of today in the list of the official who opened it.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct CounterDraft {
    /// Code: in its address.
    pub code: String,
    /// Name of the procedure.
    pub procedure: String,
    /// Last change, UTC.
    pub updated_at: DateTime<Utc>,
}

sql!(
    INSERT,
    "INSERT INTO dossier_draft (code, phone_hash, assisted_by, counter_unit_id, offer_id, case_id, answers, done_steps, version, created_at, updated_at, expires_at)
     VALUES ($1, '', $2, $3, $4, $5, $6, '', 1, $7, $7, $8) ON CONFLICT (code) DO NOTHING"
);
sql!(
    TODAY,
    "SELECT d.code, v.name AS procedure, d.updated_at FROM dossier_draft d JOIN procedure_offer o ON o.id = d.offer_id
     JOIN procedure_version v ON v.id = o.version_id
     WHERE d.assisted_by = $1 AND d.created_at >= $2 AND d.created_at < $3 AND d.submitted_at IS NULL AND d.sent_home_at IS NULL
     ORDER BY d.created_at DESC LIMIT 20"
);

/// The counter of the actor: the unit of work, where dossiers may be received.
fn counter(cx: &Cx) -> Result<i64> {
    let unit = cx.actor.unit_id.ok_or(Error::Unauthorized)?;
    cx.require(Action::Receive, ObjectKind::Dossier, unit)?;
    Ok(unit)
}

/// Offer and case that a draft of this procedure begins with.
async fn offered(cx: &mut Cx, code: &str, counter: i64) -> Result<(i64, i64)> {
    let today = local_date(cx.now());
    let (procedure, _) = procedures::by_code(cx, code).await?;
    let id = procedures::version_on(cx, procedure, today).await?;
    let version = procedures::version(&mut cx.conn(), id).await?;
    if version.processing_system != procedures::OWN_SYSTEM {
        let system = version.processing_system;
        return Err(Error::conflict(format!("Thủ tục này tiếp nhận trên hệ thống {system}, không lập hồ sơ trên cổng.")));
    }
    let offers = procedures::offers_direct(&mut cx.conn(), id, today, counter).await?;
    let cases = procedures::cases(&mut cx.conn(), id).await?;
    match (offers.first(), cases.first()) {
        (Some(offer), Some(case)) => Ok((offer.id, case.id)),
        _ => Err(Error::conflict("Chưa có cơ quan nào nhận trực tiếp thủ tục này. Hãy chọn thủ tục khác, hoặc báo người phụ trách danh mục.")),
    }
}

/// D01 at a counter: begins the form of a procedure and returns its key.
///
/// # Errors
/// `Forbidden` for whoever receives no dossiers at the own unit, `NotFound` for an unknown procedure, `Conflict` if nobody
/// takes it at a counter.
pub async fn open_at_counter(cx: &mut Cx, procedure: &str) -> Result<DraftKey> {
    let unit = counter(cx)?;
    let (offer, case) = offered(cx, procedure, unit).await?;
    let answers = Answers::from([
        (field::CASE.to_owned(), case.to_string()),
        (field::PLACE.to_owned(), offer.to_string()),
        (field::ON_BEHALF.to_owned(), OnBehalf::Myself.as_str().to_owned()),
        (field::DELIVERY.to_owned(), ResultDelivery::AtCentre.as_str().to_owned()),
    ]);
    let sealed = crypto::seal_text(cx.settings(), ANSWERS, &serde_json::to_string(&answers)?)?;
    let (now, account) = (cx.now(), cx.actor.account_id);
    let code = loop {
        let code = format!("N-{}-{}", local_date(now).format("%y%m%d"), numbering::random_code(6));
        if cx.conn().exec(INSERT, args![&code, account, unit, offer, case, &sealed, now, now + Duration::days(1)]).await? == 1 {
            break code;
        }
    };
    cx.audit(AuditEvent::new("draft.created", "dossier_draft", &code).detail(format!("tại quầy, {procedure}")));
    Ok(DraftKey { code })
}

/// The row of a counter's draft.
async fn row_at_counter(cx: &mut Cx, key: &DraftKey) -> Result<(DraftRow, i64)> {
    let row = open(cx, key).await?;
    let unit = row.counter().ok_or(Error::NotFound)?;
    cx.require(Action::Receive, ObjectKind::Dossier, unit)?;
    Ok((row, unit))
}

/// A draft at the counter with everything that its form shows.
///
/// # Errors
/// `NotFound` for others, on another day, and for drafts that belong to an applicant; `Forbidden`.
pub async fn at_counter(cx: &mut Cx, key: &DraftKey) -> Result<DraftView> {
    let (row, _) = row_at_counter(cx, key).await?;
    of_row(cx, &row).await
}

/// As [`at_counter`], for the use case that receives it: row and counter.
pub(in crate::dossiers) async fn row_to_receive(cx: &mut Cx, key: &DraftKey) -> Result<(DraftRow, i64)> {
    row_at_counter(cx, key).await
}

/// The unfinished drafts that the actor opened today, the latest first.
///
/// # Errors
/// If the database cannot be read.
pub async fn opened_today(cx: &mut Cx) -> Result<Vec<CounterDraft>> {
    let (today, account) = (local_date(cx.now()), cx.actor.account_id);
    let (from, to) = day_range(today, today);
    cx.conn().all(TODAY, args![account, from, to]).await
}

/// Takes another procedure; what is known about the applicant stays.
///
/// # Errors
/// As [`open_at_counter`]; `Conflict` once it was received.
pub async fn change_procedure(cx: &mut Cx, key: &DraftKey, procedure: &str) -> Result<()> {
    let (_, unit) = row_at_counter(cx, key).await?;
    let mut row = open_draft(cx, key).await?;
    (row.offer_id, row.case_id) = offered(cx, procedure, unit).await?;
    let mut answers: Answers = serde_json::from_str(&row.answers)?;
    answers.insert(field::CASE.to_owned(), row.case_id.to_string());
    answers.insert(field::PLACE.to_owned(), row.offer_id.to_string());
    row.answers = serde_json::to_string(&answers)?;
    store::update(cx, &row).await
}

/// Keeps what was typed, right or wrong, and returns the draft as it is now. A form that comes back has everything.
///
/// # Errors
/// `Conflict` once it was received, or if another window saved at the same moment; `NotFound`, `Forbidden`.
pub async fn save_at_counter(cx: &mut Cx, key: &DraftKey, typed: &Answers) -> Result<DraftView> {
    row_at_counter(cx, key).await?;
    let mut row = open_draft(cx, key).await?;
    let mut view = of_row(cx, &row).await?;
    let on_behalf = typed.get(field::ON_BEHALF).and_then(|text| text.trim().parse().ok()).unwrap_or(OnBehalf::Myself);
    let boxes = view.counter_boxes();
    for name in view.counter_fields(on_behalf) {
        match typed.get(&name) {
            Some(text) => view.answers.insert(name, clean_text(text, super::LONGEST)),
            None if boxes.contains(&name) => view.answers.remove(&name),
            None => None,
        };
    }
    // A form with a single case does not ask for it.
    if view.cases.len() <= 1 {
        view.answers.insert(field::CASE.to_owned(), row.case_id.to_string());
    }
    choose(&mut row, &mut view, Step::Case);
    choose(&mut row, &mut view, Step::Place);
    for part in view.parts.clone() {
        view.answers.insert(field::part(part.id), view.counter_way(&part).as_str().to_owned());
    }
    row.answers = serde_json::to_string(&view.answers)?;
    store::update(cx, &row).await?;
    row.version += 1;
    of_row(cx, &row).await
}

/// Fills in what the portal knows about the person whose identity number, else whose telephone number was typed; fields that
/// were filled in stay. Returns the name; none if nobody is known.
///
/// # Errors
/// As [`save_at_counter`].
pub async fn find_applicant(cx: &mut Cx, key: &DraftKey) -> Result<Option<String>> {
    row_at_counter(cx, key).await?;
    let mut row = open_draft(cx, key).await?;
    let mut answers: Answers = serde_json::from_str(&row.answers)?;
    let known = |answers: &Answers, name: &str| answers.get(name).cloned().unwrap_or_default();
    let why = format!("Tiếp nhận tại quầy, {}", row.code);
    let found = applicants::find(cx, &known(&answers, field::IDENTITY), &known(&answers, field::PHONE), &why).await?;
    let Some(found) = found else { return Ok(None) };
    let mut fill = |name: String, value: String| {
        let blank = answers.get(&name).is_none_or(|text| text.trim().is_empty());
        if blank && !value.is_empty() {
            answers.insert(name, value);
        }
    };
    fill(field::NAME.to_owned(), found.full_name.clone());
    fill(field::PHONE.to_owned(), found.phone);
    fill(field::EMAIL.to_owned(), found.email);
    if let Some(born) = found.dob {
        fill(format!("{}_ngay", field::BORN), born.day().to_string());
        fill(format!("{}_thang", field::BORN), born.month().to_string());
        fill(format!("{}_nam", field::BORN), born.year().to_string());
    }
    row.answers = serde_json::to_string(&answers)?;
    store::update(cx, &row).await?;
    Ok(Some(found.full_name))
}
