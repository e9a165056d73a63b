//! The catalogue at the desk (O20): the list, the page of a procedure with its history and draft, differences, files.

use super::draft_store::{self, DraftRow};
use super::{document, draft, file, resolve, rules, template};
use crate::cx::Cx;
use crate::error::{Error, Result};
use chrono::{DateTime, NaiveDate, Utc};
use model::access::{Action, ObjectKind};
use model::format::{date, local_date, parse_date};
use model::procedures::{
    CatalogueFilter, CatalogueLine, CataloguePage, CatalogueVersion, DraftState, DraftStep, DraftView, GroupDiff, ProcedureDoc, VersionState, diff,
};
use model::text::{clean_line, fold_tokens};
use model::{List, Paging};
use std::collections::BTreeMap;

fn require_view(cx: &Cx) -> Result<()> {
    cx.require_reach(Action::View, ObjectKind::ProcedureVersion).map(|_| ())
}

sql!(SECTORS, "SELECT code, name FROM procedure_sector ORDER BY seq, id");

/// Every sector: code and name.
///
/// # Errors
/// If the database cannot be read.
pub async fn sectors(cx: &mut Cx) -> Result<Vec<(String, String)>> {
    cx.conn().all(SECTORS, args![]).await
}

sql!(
    LIVE,
    "SELECT p.code, s.code, v.name, v.search_fold, v.valid_from, v.valid_to FROM procedure_version v JOIN procedure p ON p.id = v.procedure_id
     JOIN procedure_sector s ON s.id = p.sector_id WHERE v.state = 'published' ORDER BY v.valid_from, v.id"
);
sql!(DRAFTS, "SELECT code, sector_code, name, fold, state FROM procedure_draft WHERE state IN ('draft', 'in_review', 'approved')");

/// The list: every procedure that was ever published, and every one that is only a draft.
///
/// # Errors
/// `Forbidden`.
pub async fn list(cx: &mut Cx, filter: &CatalogueFilter) -> Result<List<CatalogueLine>> {
    require_view(cx)?;
    let today = local_date(cx.now());
    let names: BTreeMap<String, String> = sectors(cx).await?.into_iter().collect();
    let live: Vec<(String, String, String, String, NaiveDate, Option<NaiveDate>)> = cx.conn().all(LIVE, args![]).await?;
    let drafts: Vec<(String, String, String, String, String)> = cx.conn().all(DRAFTS, args![]).await?;
    let mut rows: BTreeMap<String, (CatalogueLine, String, String)> = BTreeMap::new();
    let empty = |code: &str, sector: &str, name: &str| {
        let line = CatalogueLine {
            code: code.to_owned(),
            name: name.to_owned(),
            sector: names.get(sector).cloned().unwrap_or_default(),
            in_force_from: None,
            next_from: None,
            draft: None,
        };
        (line, sector.to_owned(), String::new())
    };
    for (code, sector, name, fold, from, to) in live {
        let (line, _, text) = rows.entry(code.clone()).or_insert_with(|| empty(&code, &sector, &name));
        text.push_str(&fold);
        if from > today {
            line.next_from = line.next_from.or(Some(from));
        } else if to.is_none_or(|end| end > today) {
            line.in_force_from = Some(from);
            line.name = name;
        } else if line.in_force_from.is_none() {
            line.name = name;
        }
    }
    for (code, sector, name, fold, state) in drafts {
        let (line, _, text) = rows.entry(code.clone()).or_insert_with(|| empty(&code, &sector, &name));
        text.push_str(&fold);
        line.draft = Some(state.parse()?);
    }
    let words: Vec<String> = fold_tokens(&clean_line(&filter.q, 200)).into_iter().take(12).collect();
    let fits = |line: &CatalogueLine, sector: &str, text: &str| {
        let state = match filter.state.as_str() {
            "" => true,
            "published" => line.in_force_from.is_some(),
            "next" => line.next_from.is_some(),
            "superseded" => line.in_force_from.is_none() && line.next_from.is_none() && line.draft.is_none(),
            other => line.draft.is_some_and(|draft| draft.as_str() == other),
        };
        state && (filter.sector.is_empty() || filter.sector == sector) && words.iter().all(|word| text.contains(&format!(" {word}")))
    };
    let found: Vec<CatalogueLine> = rows.into_values().filter(|(line, sector, text)| fits(line, sector, text)).map(|(line, ..)| line).collect();
    let paging = Paging::of(filter.page, i64::try_from(found.len()).unwrap_or(i64::MAX));
    let whole = |n: i64| usize::try_from(n).unwrap_or(0);
    Ok(List { rows: found.into_iter().skip(whole(paging.offset())).take(whole(paging.size)).collect(), paging })
}

sql!(
    HISTORY,
    "SELECT id, state, valid_from, valid_to, decision, created_at, name FROM procedure_version WHERE procedure_id = $1 ORDER BY valid_from DESC, id DESC"
);
type HistoryRow = (i64, String, NaiveDate, Option<NaiveDate>, String, DateTime<Utc>, String);

/// The procedure with exactly this code.
async fn exactly(cx: &mut Cx, code: &str) -> Result<Option<i64>> {
    let found = super::store::procedure(&mut cx.conn(), code).await?;
    Ok(found.filter(|(_, former)| !former).map(|(id, _)| id))
}

/// The page of a procedure: versions, open draft, what can be done.
///
/// # Errors
/// `Forbidden`; `NotFound` if there is neither a version nor an open draft.
pub async fn desk_page(cx: &mut Cx, code: &str) -> Result<CataloguePage> {
    require_view(cx)?;
    let today = local_date(cx.now());
    let procedure = exactly(cx, code).await?;
    let history: Vec<HistoryRow> = match procedure {
        Some(procedure) => cx.conn().all(HISTORY, args![procedure]).await?,
        None => Vec::new(),
    };
    let draft = match draft_store::open(cx, code).await? {
        Some(row) => Some(view(cx, row).await?),
        None => None,
    };
    let name = history.iter().find(|row| row.2 <= today).or(history.first()).map(|row| row.6.clone());
    let name = name.or_else(|| draft.as_ref().map(|draft| draft.doc.general.name.clone())).ok_or(Error::NotFound)?;
    let version = |(id, state, valid_from, valid_to, decision, published_at, _): HistoryRow| {
        let stored: VersionState = state.parse()?;
        let over = valid_to.is_some_and(|end| end <= today);
        let state = if over { VersionState::Superseded } else { stored };
        Ok(CatalogueVersion { id, state, valid_from, valid_to, decision, published_at })
    };
    let may_edit = cx.actor.may_somewhere(Action::Edit, ObjectKind::ProcedureVersion);
    Ok(CataloguePage {
        code: code.to_owned(),
        name,
        may_begin: draft.is_none() && may_edit && !history.is_empty(),
        versions: history.into_iter().map(version).collect::<Result<_>>()?,
        draft,
    })
}

/// The open draft of a code.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn open_draft(cx: &mut Cx, code: &str) -> Result<DraftView> {
    require_view(cx)?;
    let row = draft_store::open(cx, code).await?.ok_or(Error::NotFound)?;
    view(cx, row).await
}

async fn view(cx: &mut Cx, row: DraftRow) -> Result<DraftView> {
    let doc = row.doc()?;
    let tidy = doc.clone().tidy();
    let (_, faults) = resolve::resolve(cx, &tidy, &[]).await?;
    let before = match row.base_version_id {
        Some(base) => document::of_version(cx, base).await?,
        None => ProcedureDoc::default(),
    };
    let state = row.state()?;
    let author = !draft::may_approve(cx, row.id).await?;
    let may = |step: DraftStep| rules::of(step).from.contains(&state) && draft::require(cx, rules::of(step).who).is_ok();
    let offered = [DraftStep::Edit, DraftStep::Submit, DraftStep::Approve, DraftStep::Publish, DraftStep::Return, DraftStep::Drop];
    let steps: Vec<DraftStep> = offered.into_iter().filter(|step| may(*step) && !(author && *step == DraftStep::Approve)).collect();
    Ok(DraftView {
        not_approver: author && may(DraftStep::Approve),
        changes: diff(&before, &tidy),
        events: draft_store::events(cx, row.id).await?,
        id: row.id,
        code: row.code,
        state,
        version: row.version,
        doc,
        faults,
        steps,
    })
}

/// One side of a comparison, or a file to export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// The open draft.
    Draft,
    /// A published version by its row number.
    Version(i64),
}

impl Which {
    /// Reads `du-thao` or a row number.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        if text == "du-thao" { Some(Which::Draft) } else { text.parse().ok().map(Which::Version) }
    }
}

sql!(OF_PROCEDURE, "SELECT valid_from FROM procedure_version WHERE id = $1 AND procedure_id = $2");

/// The document of a version or the draft of a procedure, with its name in words.
async fn side(cx: &mut Cx, code: &str, which: Which) -> Result<(ProcedureDoc, String)> {
    match which {
        Which::Draft => {
            let row = draft_store::open(cx, code).await?.ok_or(Error::NotFound)?;
            let name = if row.state()? == DraftState::Draft { "dự thảo" } else { "phiên bản đang duyệt" };
            Ok((row.doc()?.tidy(), name.to_owned()))
        }
        Which::Version(id) => {
            let procedure = exactly(cx, code).await?.ok_or(Error::NotFound)?;
            let (from,): (NaiveDate,) = cx.conn().one(OF_PROCEDURE, args![id, procedure]).await?;
            Ok((document::of_version(cx, id).await?, format!("phiên bản hiệu lực từ {}", date(from))))
        }
    }
}

/// A comparison of two versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The older one in words.
    pub old: String,
    /// The newer one in words.
    pub new: String,
    /// What changed.
    pub groups: Vec<GroupDiff>,
}

/// What changed from one version to another, in words.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn compare(cx: &mut Cx, code: &str, old: Which, new: Which) -> Result<Comparison> {
    require_view(cx)?;
    let (before, old) = side(cx, code, old).await?;
    let (after, new) = side(cx, code, new).await?;
    Ok(Comparison { old, new, groups: diff(&before, &after) })
}

/// The whole content of a version or the draft, with its name in words.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn content(cx: &mut Cx, code: &str, which: Which) -> Result<(ProcedureDoc, String)> {
    require_view(cx)?;
    side(cx, code, which).await
}

/// A version or the draft as one JSON file, with its templates inside.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn export(cx: &mut Cx, code: &str, which: Which) -> Result<String> {
    require_view(cx)?;
    let doc = side(cx, code, which).await?.0;
    let templates = template::embedded(cx, &doc).await?;
    file::write(&doc, &templates)
}

/// The version in force today as one JSON file, else the latest one, else the open draft.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn export_present(cx: &mut Cx, code: &str) -> Result<String> {
    let which = base_of(cx, code).await?.map_or(Which::Draft, Which::Version);
    export(cx, code, which).await
}

sql!(LATEST, "SELECT id FROM procedure_version WHERE procedure_id = $1 AND state = 'published' ORDER BY valid_from DESC LIMIT 1");

/// The version with the latest first day.
pub(super) async fn latest(cx: &mut Cx, procedure: i64) -> Result<Option<i64>> {
    let row: Option<(i64,)> = cx.conn().opt(LATEST, args![procedure]).await?;
    Ok(row.map(|(id,)| id))
}

/// The version that a new one is compared with: the one in force, else the latest.
pub(super) async fn base_of(cx: &mut Cx, code: &str) -> Result<Option<i64>> {
    let Some(procedure) = exactly(cx, code).await? else { return Ok(None) };
    let today = local_date(cx.now());
    match super::store::version_on(&mut cx.conn(), procedure, today).await? {
        Some(id) => Ok(Some(id)),
        None => latest(cx, procedure).await,
    }
}

sql!(PUBLISHED_FROM, "SELECT id FROM procedure_version WHERE procedure_id = $1 AND valid_from = $2 AND state = 'published'");

/// The published version with this first day.
pub(super) async fn published_from(cx: &mut Cx, procedure: i64, day: NaiveDate) -> Result<Option<i64>> {
    let row: Option<(i64,)> = cx.conn().opt(PUBLISHED_FROM, args![procedure, day]).await?;
    Ok(row.map(|(id,)| id))
}

/// True if the published version with the first day of the document says the same.
pub(super) async fn says_the_same(cx: &mut Cx, doc: &ProcedureDoc) -> Result<bool> {
    let (Ok(day), Some(procedure)) = (parse_date(&doc.general.valid_from), exactly(cx, &doc.general.code).await?) else { return Ok(false) };
    match published_from(cx, procedure, day).await? {
        Some(version) => Ok(document::of_version(cx, version).await? == *doc),
        None => Ok(false),
    }
}
