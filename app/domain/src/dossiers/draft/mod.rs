//! Drafts of applications: a row that every page of the journey saves, kept 30 days, resumed on any device (02 §23).

mod assisted;
mod cap;
mod expiry;
mod files;
mod home;
mod known;
mod store;
mod view;

pub(super) use assisted::row_to_receive;
pub use assisted::{CounterDraft, at_counter, change_procedure, find_applicant, open_at_counter, opened_today, save_at_counter};
pub(super) use cap::codes;
pub use cap::{by_code, is_full, traces};
pub use expiry::{prune, warn};
pub(super) use files::attach_stored;
pub use files::{Place, attach, detach};
pub use home::{is_at_home, may_go_home, send_home};
pub(crate) use store::DraftRow;
pub(super) use store::{claim, link};
pub(super) use view::of_row;
pub use view::view;

use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::identity::crypto::{self, purpose::PHONE};
use crate::notify::Recipient;
use crate::{numbering, procedures};
use chrono::Duration;
use model::dossiers::apply::{DRAFT_DAYS, DraftLine, DraftView, Step, field};
use model::format::local_date;
use model::notify::NotifyChannel;
use model::procedures::{Answers, IdentityLevel, Question, QuestionKind, QuestionPage};
use model::text::{clean_line, clean_text};

/// Which draft is asked for. Whether the visitor may open it, their account or verified telephone says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftKey {
    /// Code, `N-261123-7K4QXM`.
    pub code: String,
}

/// Longest answer that is looked at; longer ones get the message of their question.
const LONGEST: usize = 12_000;

/// The keyed hash of a telephone number: what a draft without an account belongs to.
fn phone_hash(cx: &Cx, phone: &str) -> String {
    crypto::keyed_hash(cx.settings(), PHONE, phone)
}

/// Why a procedure has no online submission.
pub(super) fn not_online() -> Error {
    Error::conflict("Thủ tục này chưa nhận hồ sơ trực tuyến trên cổng. Hãy nộp tại trung tâm phục vụ hành chính công.")
}

/// Begins an application (D01) and returns its key. It belongs to the account of the visitor, else to their verified telephone.
///
/// # Errors
/// `Unauthorized` for everybody else, `NotFound` for an unknown procedure, `Conflict` if it cannot be submitted here or needs an
/// account, or if the visitor has [`model::dossiers::apply::MOST_DRAFTS`] open drafts.
pub async fn create(cx: &mut Cx, procedure_code: &str) -> Result<DraftKey> {
    if !cx.actor.may_apply() {
        return Err(Error::Unauthorized);
    }
    let page = procedures::page(cx, procedure_code).await?;
    if !page.can_apply && page.national.is_some() {
        return Err(Error::conflict("Thủ tục này nộp trên Cổng Dịch vụ công quốc gia. Hãy bấm “Nộp trên Cổng Dịch vụ công quốc gia”."));
    }
    if !page.can_apply {
        return Err(not_online());
    }
    if page.identity == IdentityLevel::Account && !cx.actor.is_signed_in() {
        return Err(Error::conflict(super::guest::NEEDS_ACCOUNT));
    }
    let (Some(case), Some(offer)) = (page.cases.first(), page.offers.iter().find(|offer| offer.online)) else {
        return Err(Error::conflict("Chưa có cơ quan nào nhận thủ tục này trực tuyến. Hãy nộp tại trung tâm phục vụ hành chính công."));
    };
    cap::room(cx).await?;
    let now = cx.now();
    let answers = known::answers(cx).await?;
    let owner = cx.actor.phone.clone().filter(|_| !cx.actor.is_signed_in());
    let stored_hash = owner.map(|phone| phone_hash(cx, &phone)).unwrap_or_default();
    let code = loop {
        let code = format!("N-{}-{}", local_date(now).format("%y%m%d"), numbering::random_code(6));
        if store::insert(cx, &code, &stored_hash, offer.id, case.id, &answers, now + Duration::days(DRAFT_DAYS)).await? {
            break code;
        }
    };
    cx.audit(AuditEvent::new("draft.created", "dossier_draft", &code).detail(page.code));
    Ok(DraftKey { code })
}

/// The row of a draft that the actor may open: its account, its verified telephone, or the portal itself.
///
/// # Errors
/// `NotFound` for everybody else and for drafts that expired; nobody learns which codes exist.
pub(super) async fn open(cx: &mut Cx, key: &DraftKey) -> Result<DraftRow> {
    let code = clean_line(&key.code, 40).to_uppercase();
    let row = store::by_code(cx, &code).await?.ok_or(Error::NotFound)?;
    let owner = row.account_id.is_some() && row.account_id == cx.actor.account_id;
    let phone = cx.actor.phone.clone().filter(|_| row.account_id.is_none() && !row.phone_hash.is_empty());
    let holder = phone.is_some_and(|phone| crypto::same(&phone_hash(cx, &phone), &row.phone_hash));
    let system = cx.actor.kind == crate::actor::ActorKind::System;
    // Whoever helps a person at a counter sees the draft on the day on which it was opened (02 §21).
    let helper = row.counter().is_some() && row.assisted_by == cx.actor.account_id && local_date(row.created_at) == local_date(cx.now());
    let alive = row.submitted_at.is_some() || row.expires_at > cx.now();
    if (owner || holder || helper || system) && alive { Ok(row) } else { Err(Error::NotFound) }
}

/// As [`open`], and still a draft.
async fn open_draft(cx: &mut Cx, key: &DraftKey) -> Result<DraftRow> {
    let row = open(cx, key).await?;
    if row.submitted_at.is_some() { Err(submitted()) } else { Ok(row) }
}

fn submitted() -> Error {
    Error::conflict("Hồ sơ này đã được nộp. Hãy xem biên nhận hoặc tra cứu bằng mã nộp.")
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
    let fields = take(&mut view, step, typed);
    choose(&mut row, &mut view, step);
    view.check(step).into_result(())?;
    if fields.iter().any(|name| name == field::PHONE) {
        same_phone(cx, &row, &view)?;
    }
    confirm_taken(&mut view, step);
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

/// Takes over what was typed into the fields of a page, and returns their names.
fn take(view: &mut DraftView, step: Step, typed: &Answers) -> Vec<String> {
    let fields = fields_of(view, step);
    for name in &fields {
        let value = typed.get(name).map(|text| clean_text(text, LONGEST)).unwrap_or_default();
        view.answers.insert(name.clone(), value);
    }
    fields
}

/// Keeps what stands on a page of the e-form while its files arrive: nothing is checked, the page is not done.
///
/// # Errors
/// `NotFound` for another page, `Conflict` if it was submitted.
pub async fn keep(cx: &mut Cx, key: &DraftKey, step: Step, typed: &Answers) -> Result<()> {
    let mut row = open_draft(cx, key).await?;
    let mut view = of_row(cx, &row).await?;
    if !matches!(step, Step::Form(_)) || !view.journey.steps().contains(&step) {
        return Err(Error::NotFound);
    }
    take(&mut view, step, typed);
    row.answers = serde_json::to_string(&view.answers)?;
    store::update(cx, &row).await
}

/// A draft without an account keeps the telephone that was verified for it.
fn same_phone(cx: &Cx, row: &DraftRow, view: &DraftView) -> Result<()> {
    let typed: String = view.answer(field::PHONE).chars().filter(char::is_ascii_digit).collect();
    if row.phone_hash.is_empty() || phone_hash(cx, &typed) == row.phone_hash {
        return Ok(());
    }
    Err(Error::field(field::PHONE, "Hồ sơ này nộp bằng số điện thoại bạn đã xác thực. Hãy giữ số đó; muốn dùng số khác, hãy bắt đầu hồ sơ mới bằng số ấy."))
}

/// Answers from an earlier dossier that were saved now are the person's own.
fn confirm_taken(view: &mut DraftView, step: Step) {
    let saved: Vec<String> = view.question_page(step).into_iter().flat_map(|page| &page.questions).map(|question| question.name.clone()).collect();
    view.taken.retain(|name| !saved.contains(name));
    view.answers.insert(known::TAKEN.to_owned(), view.taken.join("\n"));
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
        Step::Info(_) | Step::Form(_) => view.question_page(step).map(typed_fields).unwrap_or_default(),
        Step::Part(n) => n.checked_sub(1).and_then(|i| view.parts.get(i)).map(|part| field::part(part.id)).into_iter().collect(),
        Step::Delivery => vec![field::DELIVERY.to_owned()],
        Step::Notify => vec![field::NOTIFY.to_owned()],
        Step::Payment | Step::Review | Step::Declare => Vec::new(),
    }
}

/// The fields of a page but for its files, which only arrive as files.
fn typed_fields(page: &QuestionPage) -> Vec<String> {
    page.questions.iter().filter(|question| question.kind != QuestionKind::File).flat_map(Question::fields).collect()
}

/// The open drafts of the signed-in person, the latest first.
///
/// # Errors
/// `Unauthorized` if nobody is signed in.
pub async fn mine(cx: &mut Cx) -> Result<Vec<DraftLine>> {
    let account = cx.actor.account_id.ok_or(Error::Unauthorized)?;
    store::of_account(cx, account).await
}

/// Whom a message about a draft goes to: its account, else its verified telephone.
pub(super) async fn recipient(cx: &mut Cx, code: &str) -> Result<Recipient> {
    let Some(row) = store::by_code(cx, code).await? else { return Ok(Recipient::default()) };
    let answers: Answers = serde_json::from_str(&row.answers)?;
    let digits = |text: &String| text.chars().filter(char::is_ascii_digit).collect();
    let phone = if row.phone_hash.is_empty() { None } else { answers.get(field::PHONE).map(digits) };
    Ok(Recipient { account_id: row.account_id, phone, email: None, channels: vec![NotifyChannel::Sms] })
}

/// Throws a draft away.
///
/// # Errors
/// `NotFound` for others, `Conflict` once it was submitted, or if money was paid for it.
pub async fn discard(cx: &mut Cx, key: &DraftKey) -> Result<()> {
    let row = open_draft(cx, key).await?;
    let paid = super::payments::paid_for(cx, &row.code).await?;
    if paid > 0 {
        let money = model::format::money(paid);
        return Err(Error::conflict(format!(
            "Bản nháp {} đã nộp {money} nên không xóa được. Hãy làm tiếp, hoặc gọi đường dây nóng để được hoàn tiền.",
            row.code
        )));
    }
    if !expiry::delete(cx, row.id).await? {
        return Err(submitted());
    }
    cx.audit(AuditEvent::new("draft.discarded", "dossier_draft", &row.code));
    Ok(())
}
