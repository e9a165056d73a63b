//! Drafts of versions: begin one from the present version, from nothing or from a file, and change it (02 §2).

use super::draft_store::{self, DraftRow};
use super::{document, file, resolve, rules, store, template};
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::{Error, Result};
use model::FieldErrors;
use model::access::{Action, ObjectKind};
use model::format::local_date;
use model::procedures::{DocGroup, DraftState, DraftStep, FORMAT, Fault, ProcedureDoc};

/// A step on a draft that was checked and is being taken.
pub(super) struct Step {
    /// The draft; a use case changes it before [`Step::finish`].
    pub row: DraftRow,
    step: DraftStep,
    from: Option<DraftState>,
}

/// Loads the open draft of a code and checks right, version and state, in this order.
///
/// # Errors
/// `Unauthorized`, `Forbidden`, `NotFound`, `Conflict`.
pub(super) async fn begin(cx: &mut Cx, code: &str, version: i64, step: DraftStep) -> Result<Step> {
    let rule = rules::of(step);
    require(cx, rule.who)?;
    let mut row = draft_store::open(cx, code).await?.ok_or(Error::NotFound)?;
    if rule.who == rules::Who::PublisherNotAuthor && !may_approve(cx, row.id).await? {
        return Err(Error::conflict("Bạn đã soạn phiên bản này nên không duyệt được. Hãy nhờ một người khác có quyền công bố."));
    }
    if row.version != version {
        return Err(Error::stale(&format!("Dự thảo {code}"), row.updated_at));
    }
    let from = row.state()?;
    row.state = rules::next(step, from)?.as_str().to_owned();
    Ok(Step { row, step, from: Some(from) })
}

/// Refuses without the right that a step needs.
pub(super) fn require(cx: &Cx, who: rules::Who) -> Result<()> {
    let action = if who == rules::Who::Editor { Action::Edit } else { Action::Publish };
    cx.require_reach(action, ObjectKind::ProcedureVersion).map(|_| ())
}

/// True if the actor may be the second person: an account that wrote nothing of the draft.
pub(super) async fn may_approve(cx: &mut Cx, draft: i64) -> Result<bool> {
    match cx.actor.account_id {
        Some(account) => Ok(!draft_store::is_author(cx, draft, account).await?),
        None => Ok(false),
    }
}

impl Step {
    /// Saves the draft, its event and the audit row.
    ///
    /// # Errors
    /// `Conflict` if somebody was faster.
    pub async fn finish(self, cx: &mut Cx, note: &str) -> Result<()> {
        draft_store::save(cx, &self.row).await?;
        draft_store::append(cx, &self.row, self.step, self.from, note).await?;
        cx.audit(AuditEvent::new(format!("procedure_draft.{}", self.step), "procedure", &self.row.code).detail(note.chars().take(200).collect::<String>()));
        cx.changed("procedure", &self.row.code);
        Ok(())
    }
}

/// Begins a draft of a new procedure, or of a new version from the one in force (else the latest). Decision and first day
/// are left open.
///
/// # Errors
/// `Forbidden`, `NotFound` for an unknown code, `Conflict` if a draft is open.
pub async fn renew(cx: &mut Cx, code: &str) -> Result<()> {
    require(cx, rules::Who::Editor)?;
    let (procedure, former) = super::by_code(cx, code).await?;
    if former {
        return Err(Error::NotFound);
    }
    let today = local_date(cx.now());
    let base = match store::version_on(&mut cx.conn(), procedure, today).await? {
        Some(version) => version,
        None => super::catalogue::latest(cx, procedure).await?.ok_or(Error::NotFound)?,
    };
    let mut doc = document::of_version(cx, base).await?;
    doc.general.valid_from = String::new();
    doc.general.decision = String::new();
    doc.general.correction = String::new();
    create(cx, code, &doc, Some(base), DraftStep::Create).await.map(drop)
}

/// Begins a draft of a procedure that does not exist yet.
///
/// # Errors
/// `Forbidden`, `Invalid` if the code is taken, `Conflict` if a draft is open.
pub async fn create_new(cx: &mut Cx, code: &str, name: &str) -> Result<()> {
    require(cx, rules::Who::Editor)?;
    if store::procedure(&mut cx.conn(), code).await?.is_some() {
        return Err(Error::field("ma", format!("Mã {code} đã có trong danh mục. Hãy mở thủ tục đó và tạo phiên bản mới.")));
    }
    let mut doc = ProcedureDoc { format: FORMAT.to_owned(), ..ProcedureDoc::default() };
    doc.general.code = code.to_owned();
    doc.general.name = name.to_owned();
    doc.cases.push(model::procedures::CaseDoc { name: "Thông thường".into(), hint: "Áp dụng cho mọi hồ sơ.".into(), deadline: String::new() });
    create(cx, code, &doc, None, DraftStep::Create).await.map(drop)
}

async fn create(cx: &mut Cx, code: &str, doc: &ProcedureDoc, base: Option<i64>, step: DraftStep) -> Result<i64> {
    let row = draft_store::insert(cx, code, doc, base).await?;
    let id = row.id;
    Step { row, step, from: None }.finish(cx, "").await?;
    Ok(id)
}

/// Changes one group of data of a draft. Nothing is refused for being unfinished: the check before review says what is missing.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Conflict` for another version or state.
pub async fn edit(cx: &mut Cx, code: &str, version: i64, group: DocGroup, change: impl FnOnce(&mut ProcedureDoc)) -> Result<()> {
    let mut step = begin(cx, code, version, DraftStep::Edit).await?;
    let before = step.row.doc()?;
    let mut doc = before.clone();
    change(&mut doc);
    doc.format = FORMAT.to_owned();
    doc.general.code.clone_from(&step.row.code);
    if doc == before {
        return Ok(());
    }
    if doc.fees != before.fees {
        cx.require_reach(Action::Edit, ObjectKind::FeeRule)?;
    }
    step.row.content = serde_json::to_string(&doc)?;
    if doc.parts != before.parts {
        template::link(cx, step.row.id, &doc, &[]).await?;
    }
    step.finish(cx, group.label()).await
}

/// What an import did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Imported {
    /// A new draft.
    New,
    /// The open draft has the content of the file now.
    Replaced,
    /// Nothing: draft or published version say the same already.
    Same,
}

/// Takes a file as a draft. Every fault of the file is reported in one pass and nothing is stored then; the same file again
/// changes nothing. Returns the code with what was done.
///
/// # Errors
/// `Forbidden`; `Invalid` with all faults at the field `tep`; `Conflict` if the open draft is under review.
pub async fn import(cx: &mut Cx, bytes: &[u8]) -> Result<(String, Imported)> {
    require(cx, rules::Who::Editor)?;
    cx.require_reach(Action::Edit, ObjectKind::FeeRule)?;
    let (doc, embedded, mut faults) = file::read(bytes);
    let doc = doc.tidy();
    let code = doc.general.code.clone();
    let open = if model::procedures::is_code(&code) { draft_store::open(cx, &code).await? } else { None };
    if faults.is_empty() && super::catalogue::says_the_same(cx, &doc).await? {
        return Ok((code, Imported::Same));
    }
    let fresh = template::take_in(cx, &doc, &embedded, &mut faults).await?;
    faults.extend(resolve::resolve(cx, &doc, &fresh).await?.1);
    refuse(&faults)?;
    match open {
        Some(row) if row.doc()?.tidy() == doc => Ok((code, Imported::Same)),
        Some(row) => {
            let mut step = begin(cx, &code, row.version, DraftStep::Import).await?;
            step.row.content = serde_json::to_string(&doc)?;
            template::link(cx, step.row.id, &doc, &fresh).await?;
            step.finish(cx, "").await?;
            Ok((code, Imported::Replaced))
        }
        None => {
            let base = super::catalogue::base_of(cx, &code).await?;
            let draft = create(cx, &code, &doc, base, DraftStep::Import).await?;
            template::link(cx, draft, &doc, &fresh).await?;
            Ok((code, Imported::New))
        }
    }
}

/// All faults as one refusal.
pub(super) fn refuse(faults: &[Fault]) -> Result<()> {
    let mut errors = FieldErrors::new();
    faults.iter().for_each(|fault| errors.add("tep", fault.to_string()));
    errors.into_result(()).map_err(Error::from)
}
