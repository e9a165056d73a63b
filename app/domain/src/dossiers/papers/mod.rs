//! The forms of a dossier (02 §9): kept with the step that made them, shown as page and PDF, never made again.

mod content;

pub(super) use content::MONEY;

use super::access;
use super::payments;
use super::row::{self, DossierRow};
use super::view::{self, Beside};
use super::workflow;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::files::{self, StoredFile};
use crate::identity::crypto::{self, purpose};
use chrono::{DateTime, Utc};
use model::dossiers::{DossierAction, DossierView, FormSet, PaperForm, PaperLine, TimelineEntry};
use model::files::Purpose;
use model::format;
use model::paper::Paper;
use model::payments::PaidSums;
use sqlx::FromRow;

sql!(INSERT, "INSERT INTO dossier_paper (dossier_id, seq, form, content, made_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (dossier_id, seq, form) DO NOTHING");
sql!(OF_DOSSIER, "SELECT seq, form, made_at FROM dossier_paper WHERE dossier_id = $1 ORDER BY seq, form");
sql!(CONTENT, "SELECT id, content, file_id FROM dossier_paper WHERE dossier_id = $1 AND seq = $2 AND form = $3");
sql!(SET_FILE, "UPDATE dossier_paper SET file_id = $2 WHERE id = $1 AND file_id IS NULL");

#[derive(FromRow)]
struct StoredPaper {
    id: i64,
    content: String,
    file_id: Option<i64>,
}

/// Keeps the form that the step with this number makes, after everything else of the step was written; does nothing for a
/// step without one.
///
/// # Errors
/// If the database cannot be written.
pub(super) async fn keep(cx: &mut Cx, row: &DossierRow, seq: i64) -> Result<()> {
    let view = view::without_forms(cx, row.clone()).await?;
    keep_form(cx, &view, seq, None).await
}

/// What a receipt tells of, read before the step that makes it and gives the code: meanwhile nobody else at the counter gets one.
pub(super) struct BeforeReceipt {
    action: DossierAction,
    view: DossierView,
    money: content::Money,
}

/// Reads it, of a row that has its due date. The step that follows changes nothing of it but code and history.
///
/// # Errors
/// If the database cannot be read.
pub(super) async fn before_receipt(cx: &mut Cx, row: &DossierRow, action: DossierAction) -> Result<BeforeReceipt> {
    let beside = Beside::receipt(cx, row.id).await?;
    let view = view::with(cx, row.clone(), beside).await?;
    Ok(BeforeReceipt { action, view, money: money_of(cx, &row.submission_code, PaperForm::Receipt).await? })
}

/// As [`keep`] for the step that makes a receipt.
///
/// # Errors
/// If the database cannot be written.
pub(super) async fn keep_receipt(cx: &mut Cx, row: &DossierRow, seq: i64, known: BeforeReceipt) -> Result<()> {
    let BeforeReceipt { action, mut view, money } = known;
    view.code.clone_from(&row.code);
    view.timeline.push(TimelineEntry {
        seq,
        action,
        from: Some(view.state),
        to: row.state()?,
        stage: None,
        actor: cx.actor.name.clone(),
        by_official: cx.actor.is_official(),
        unit: cx.actor.unit_name.clone(),
        at: cx.now(),
        note: String::new(),
        basis: String::new(),
        due_before: None,
        due_after: row.due_current,
    });
    keep_form(cx, &view, seq, Some(money)).await
}

async fn keep_form(cx: &mut Cx, view: &DossierView, seq: i64, known: Option<content::Money>) -> Result<()> {
    let made = view.timeline.iter().find(|entry| entry.seq == seq).and_then(|entry| PaperForm::of(entry.action, entry.to));
    let Some(form) = made else { return Ok(()) };
    let money = match known {
        Some(money) => money,
        None => money_of(cx, &view.submission_code, form).await?,
    };
    let paper = compose(cx, view, form, seq, &money).await?;
    insert(cx, view.id, seq, form, &paper).await
}

async fn insert(cx: &mut Cx, dossier: i64, seq: i64, form: PaperForm, paper: &Paper) -> Result<()> {
    let sealed = crypto::seal_text(cx.settings(), purpose::PAPER, &serde_json::to_string(paper)?)?;
    cx.conn().exec(INSERT, args![dossier, seq, form.as_str(), sealed, paper.made_at]).await.map(|_| ())
}

/// What a form tells of money: a receipt of what is due, a stop also of what came in and went back.
async fn money_of(cx: &mut Cx, submission_code: &str, form: PaperForm) -> Result<content::Money> {
    if !matches!(form, PaperForm::Receipt | PaperForm::Stop) {
        return Ok(content::Money::default());
    }
    let charges = payments::charges(cx, submission_code).await?;
    let sums = if charges.is_empty() || form == PaperForm::Receipt { PaidSums::default() } else { payments::paid_sums(cx, submission_code).await? };
    Ok(content::Money { charges, sums })
}

async fn compose(cx: &mut Cx, view: &DossierView, form: PaperForm, seq: i64, money: &content::Money) -> Result<Paper> {
    let set = FormSet::on(format::local_date(view.received_at.unwrap_or(view.submitted_at)));
    let entry = view.timeline.iter().find(|entry| entry.seq == seq);
    let made_at = entry.map_or_else(|| cx.now(), |entry| entry.at);
    let agency = if content::is_of_counter(form, view) { &view.receiving_unit } else { &view.competent_unit };
    let code = view.public_code();
    let limits = if form == PaperForm::Control { workflow::limits(cx, view).await? } else { Vec::new() };
    Ok(Paper {
        title: form.title(set).to_owned(),
        superior: "Ủy ban nhân dân tỉnh Lam Giang".to_owned(),
        agency: agency.clone(),
        place: "Lam Giang".to_owned(),
        number: if form == PaperForm::Control { String::new() } else { format!("{code}/{}-{seq}", form.as_str()) },
        code: code.to_owned(),
        link: format!("{}/tra-cuu/{code}", cx.settings().base_url),
        made_at,
        source: form.source(set),
        demo: cx.settings().demo,
        wide: false,
        blocks: content::blocks(form, view, entry, &cx.settings().hotline, money, &limits),
    })
}

/// The papers of a dossier, oldest first; the control sheet last, as soon as there is a receipt.
pub(super) async fn lines(cx: &mut Cx, view: &DossierView) -> Result<Vec<PaperLine>> {
    let rows: Vec<(i64, String, DateTime<Utc>)> = cx.conn().all(OF_DOSSIER, args![view.id]).await?;
    let set = FormSet::on(format::local_date(view.received_at.unwrap_or(view.submitted_at)));
    let line = |key: String, form: PaperForm, made_at| PaperLine { key, form, title: form.title(set).to_owned(), made_at };
    let mut lines = Vec::with_capacity(rows.len() + 1);
    for (seq, form, made_at) in rows {
        let form: PaperForm = form.parse()?;
        lines.push(line(format!("{}-{seq}", form.as_str()), form, made_at));
    }
    let Some(received_at) = view.received_at else { return Ok(lines) };
    // Dossiers from before the portal kept papers: their receipt can still be printed.
    if let Some(seq) = receipt_event(&view.timeline).filter(|_| !lines.iter().any(|line| line.form == PaperForm::Receipt)) {
        lines.insert(0, line(format!("01-{seq}"), PaperForm::Receipt, received_at));
    }
    lines.push(line(PaperForm::Control.as_str().to_owned(), PaperForm::Control, received_at));
    Ok(lines)
}

fn receipt_event(timeline: &[TimelineEntry]) -> Option<i64> {
    timeline.iter().find(|entry| matches!(entry.action, DossierAction::Receive | DossierAction::ReceiveAtCounter)).map(|entry| entry.seq)
}

/// The dossier, for an official who may see it or for its applicant.
async fn seen(cx: &mut Cx, code: &str) -> Result<DossierRow> {
    let row = row::by_code(cx, code).await?.ok_or(Error::NotFound)?;
    let access = access::of(&cx.actor);
    if access.is_applicant(&row) || (cx.actor.is_official() && access.sees(&row)) { Ok(row) } else { Err(Error::NotFound) }
}

/// One paper by the part of its address ("01-3", "06").
///
/// # Errors
/// `NotFound` for a paper that does not exist, or whose dossier the actor may not see.
pub async fn paper(cx: &mut Cx, code: &str, key: &str) -> Result<Paper> {
    let (form, seq) = model::dossiers::parse_paper_key(key).ok_or(Error::NotFound)?;
    let row = seen(cx, code).await?;
    if let Some(stored) = stored(cx, row.id, seq, form).await? {
        return opened(cx, &stored);
    }
    let view = view::without_forms(cx, row).await?;
    let live = form == PaperForm::Control && view.received_at.is_some();
    if !live && (form != PaperForm::Receipt || receipt_event(&view.timeline) != Some(seq)) {
        return Err(Error::NotFound);
    }
    let money = money_of(cx, &view.submission_code, form).await?;
    compose(cx, &view, form, seq, &money).await
}

async fn stored(cx: &mut Cx, dossier: i64, seq: i64, form: PaperForm) -> Result<Option<StoredPaper>> {
    cx.conn().opt(CONTENT, args![dossier, seq, form.as_str()]).await
}

fn opened(cx: &Cx, stored: &StoredPaper) -> Result<Paper> {
    Ok(serde_json::from_str(&crypto::open_text(cx.settings(), purpose::PAPER, &stored.content))?)
}

/// What the PDF of a paper is: bytes that lie in the store, or bytes made for this moment (the control sheet goes on).
pub enum PaperFile {
    /// Kept for ever.
    Stored(StoredFile),
    /// Made now, with the name of the file.
    Fresh(String, Vec<u8>),
}

/// The PDF of a paper. The first request makes and keeps it; every later one gets the same bytes.
///
/// # Errors
/// As [`paper`].
pub async fn paper_file(cx: &mut Cx, code: &str, key: &str) -> Result<PaperFile> {
    let (form, seq) = model::dossiers::parse_paper_key(key).ok_or(Error::NotFound)?;
    let content = paper(cx, code, key).await?;
    let name = format!("mau-{key}-{}.pdf", content.code);
    if form == PaperForm::Control {
        return Ok(PaperFile::Fresh(name, crate::paper::pdf(&content)?));
    }
    let row = seen(cx, code).await?;
    insert_if_missing(cx, &row, seq, form, &content).await?;
    let found = stored(cx, row.id, seq, form).await?.ok_or(Error::NotFound)?;
    if let Some(file) = found.file_id {
        return Ok(PaperFile::Stored(files::by_id(cx, file).await?));
    }
    let bytes = crate::paper::pdf(&content)?;
    let blob = cx.portal().files().put(&bytes, u64::MAX).await?;
    let file = files::keep(cx, &blob, &name, Purpose::Result).await?;
    if cx.conn().exec(SET_FILE, args![found.id, file.id]).await? == 0 {
        // Somebody was faster: theirs is the file.
        let again = stored(cx, row.id, seq, form).await?.and_then(|found| found.file_id).ok_or(Error::NotFound)?;
        return Ok(PaperFile::Stored(files::by_id(cx, again).await?));
    }
    Ok(PaperFile::Stored(file))
}

async fn insert_if_missing(cx: &mut Cx, row: &DossierRow, seq: i64, form: PaperForm, content: &Paper) -> Result<()> {
    if stored(cx, row.id, seq, form).await?.is_some() { Ok(()) } else { insert(cx, row.id, seq, form, content).await }
}
