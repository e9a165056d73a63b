//! Drafts of applications: a row that every page of the journey saves, kept 30 days, resumed on any device (02 §23).

mod files;
mod store;
mod view;

pub use files::{attach, detach};
pub(crate) use store::DraftRow;
pub(super) use store::{claim, link};
pub(super) use view::of_row;
pub use view::view;

use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::{numbering, procedures};
use chrono::Duration;
use model::dossiers::apply::{DRAFT_DAYS, DraftLine, DraftView, Step, field};
use model::format::local_date;
use model::procedures::Answers;
use model::text::{clean_line, clean_text};
use sha2::{Digest, Sha256};

/// Who asks for a draft: its code stands in the address; the token lies in a cookie and opens drafts without account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftKey {
    /// Code, `N-261123-7K4QXM`.
    pub code: String,
    /// Secret of a draft that nobody signed in for; empty with an account.
    pub token: String,
}

/// Longest answer that is looked at; longer ones get the message of their question.
const LONGEST: usize = 12_000;

fn hash(token: &str) -> String {
    crate::audit::hex(&Sha256::digest(token.as_bytes()))
}

/// Begins an application (D01) and returns its key. Whoever is signed in owns it, else the token does.
///
/// # Errors
/// `NotFound` for an unknown procedure, `Conflict` if it cannot be submitted here.
pub async fn create(cx: &mut Cx, procedure_code: &str) -> Result<DraftKey> {
    let page = procedures::page(cx, procedure_code).await?;
    if !page.can_apply && page.national.is_some() {
        return Err(Error::conflict("Thủ tục này nộp trên Cổng Dịch vụ công quốc gia. Hãy bấm “Nộp trên Cổng Dịch vụ công quốc gia”."));
    }
    if !page.can_apply {
        return Err(Error::conflict("Thủ tục này chưa nhận hồ sơ trực tuyến trên cổng. Hãy nộp tại trung tâm phục vụ hành chính công."));
    }
    let (Some(case), Some(offer)) = (page.cases.first(), page.offers.iter().find(|offer| offer.online)) else {
        return Err(Error::conflict("Chưa có cơ quan nào nhận thủ tục này trực tuyến. Hãy nộp tại trung tâm phục vụ hành chính công."));
    };
    let now = cx.now();
    let answers = store::known_answers(cx).await?;
    let token = if cx.actor.is_signed_in() { String::new() } else { numbering::random_token() };
    let stored_hash = if token.is_empty() { String::new() } else { hash(&token) };
    let code = loop {
        let code = format!("N-{}-{}", local_date(now).format("%y%m%d"), numbering::random_code(6));
        if store::insert(cx, &code, &stored_hash, offer.id, case.id, &answers, now + Duration::days(DRAFT_DAYS)).await? {
            break code;
        }
    };
    cx.audit(AuditEvent::new("draft.created", "dossier_draft", &code).detail(page.code));
    Ok(DraftKey { code, token })
}

/// The row of a draft that the actor may open: owner, holder of the token, or the portal itself.
///
/// # Errors
/// `NotFound` for everybody else and for drafts that expired; nobody learns which codes exist.
pub(super) async fn open(cx: &mut Cx, key: &DraftKey) -> Result<DraftRow> {
    let code = clean_line(&key.code, 40).to_uppercase();
    let row = store::by_code(cx, &code).await?.ok_or(Error::NotFound)?;
    let owner = row.account_id.is_some() && row.account_id == cx.actor.account_id;
    let holder = row.account_id.is_none() && !key.token.is_empty() && hash(&key.token) == row.token_hash;
    let system = cx.actor.kind == crate::actor::ActorKind::System;
    let alive = row.submitted_at.is_some() || row.expires_at > cx.now();
    if (owner || holder || system) && alive { Ok(row) } else { Err(Error::NotFound) }
}

/// As [`open`], and still a draft.
async fn open_draft(cx: &mut Cx, key: &DraftKey) -> Result<DraftRow> {
    let row = open(cx, key).await?;
    if row.submitted_at.is_some() {
        Err(Error::conflict("Hồ sơ này đã được nộp. Hãy xem biên nhận hoặc tra cứu bằng mã nộp."))
    } else {
        Ok(row)
    }
}

/// Saves the answers of one page and returns the next page.
///
/// # Errors
/// `Invalid` with the messages of the page, nothing is stored then; `NotFound` for a page that this application does not
/// have; `Conflict` if it was submitted or another window saved at the same moment.
pub async fn save(cx: &mut Cx, key: &DraftKey, step: Step, typed: &Answers) -> Result<Step> {
    let mut row = open_draft(cx, key).await?;
    let mut view = of_row(cx, &row).await?;
    let pages = view.forms.clone();
    if !view.journey.steps().contains(&step) {
        return Err(Error::NotFound);
    }
    for name in fields_of(&view, step) {
        let value = typed.get(&name).map(|text| clean_text(text, LONGEST)).unwrap_or_default();
        view.answers.insert(name, value);
    }
    choose(&mut row, &mut view, step);
    view.check(step).into_result(())?;
    row.answers = serde_json::to_string(&view.answers)?;
    let mut done: Vec<Step> = view.done.into_iter().filter(|other| *other != step).collect();
    if step == Step::Case {
        // Another case may need other papers: those pages are asked again.
        done.retain(|other| !matches!(other, Step::Part(_)));
    }
    done.push(step);
    row.done_steps = done.into_iter().map(Step::path).collect::<Vec<_>>().join("\n");
    store::update(cx, &row).await?;
    let after = of_row(cx, &row).await?;
    if after.forms != pages {
        // Other pages of the form are asked now: those behind this one are gone through again.
        row.version += 1;
        let kept = after.done.iter().filter(|other| !matches!(other, Step::Form(_)) || **other <= step);
        row.done_steps = kept.map(|step| step.path()).collect::<Vec<_>>().join("\n");
        store::update(cx, &row).await?;
    }
    Ok(after.journey.next(step))
}

/// Takes over the row numbers that were chosen, if they may be chosen; else the check of the page complains.
fn choose(row: &mut DraftRow, view: &mut DraftView, step: Step) {
    let chosen = |name: &str| view.answers.get(name).and_then(|text| text.parse::<i64>().ok());
    if step == Step::Case
        && let Some(id) = chosen(field::CASE).filter(|id| view.cases.iter().any(|(case, ..)| case == id))
    {
        (row.case_id, view.case_id) = (id, id);
    }
    if step == Step::Place
        && let Some(id) = chosen(field::PLACE).filter(|id| view.offers.iter().any(|(offer, _)| offer == id))
    {
        (row.offer_id, view.offer_id) = (id, id);
    }
}

/// The form fields that a page may set; everything else that was sent is ignored.
fn fields_of(view: &DraftView, step: Step) -> Vec<String> {
    match step {
        Step::Case => vec![field::CASE.to_owned()],
        Step::Place => vec![field::PLACE.to_owned()],
        Step::OnBehalf => vec![field::ON_BEHALF.to_owned()],
        Step::Info(_) | Step::Form(_) => view.question_page(step).map(model::procedures::QuestionPage::fields).unwrap_or_default(),
        Step::Part(n) => n.checked_sub(1).and_then(|i| view.parts.get(i)).map(|part| field::part(part.id)).into_iter().collect(),
        Step::Delivery => vec![field::DELIVERY.to_owned()],
        Step::Notify => vec![field::NOTIFY.to_owned()],
        Step::Payment | Step::Review | Step::Declare => Vec::new(),
    }
}

/// The open drafts of the signed-in person, the latest first.
///
/// # Errors
/// `Unauthorized` if nobody is signed in.
pub async fn mine(cx: &mut Cx) -> Result<Vec<DraftLine>> {
    let account = cx.actor.account_id.ok_or(Error::Unauthorized)?;
    store::of_account(cx, account).await
}

/// Throws a draft away.
///
/// # Errors
/// `NotFound` for others, `Conflict` once it was submitted.
pub async fn discard(cx: &mut Cx, key: &DraftKey) -> Result<()> {
    let row = open_draft(cx, key).await?;
    store::delete(cx, row.id).await?;
    cx.audit(AuditEvent::new("draft.discarded", "dossier_draft", &row.code));
    Ok(())
}

/// Removes drafts that expired and returns how many.
///
/// # Errors
/// If the database cannot be written.
pub async fn prune(cx: &mut Cx) -> Result<u64> {
    let removed = store::prune(cx).await?;
    if removed > 0 {
        cx.audit(AuditEvent::new("draft.pruned", "dossier_draft", "*").detail(format!("{removed} bản nháp quá hạn")));
    }
    Ok(removed)
}
