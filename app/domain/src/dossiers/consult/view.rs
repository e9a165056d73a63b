//! One question in full, for both sides; the questions of a dossier for its tab.

use super::super::access::{self, Access};
use super::super::row::{self, DossierRow};
use super::store::{self, Row};
use super::{rules, store::answers};
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::files::{self, StoredFile};
use model::dossiers::{ConsultationAct, ConsultationLine, ConsultationState, ConsultationView};

/// True for both sides: who answers for the asked unit, and who sees the dossier. Having asked once is no right: people move.
pub(super) fn sees(access: &Access, row: &Row, dossier: &DossierRow) -> bool {
    rules::answers_for(access).covers(row.asked_unit_id) || access.sees(dossier)
}

/// Whoever gave the question back keeps its words and no longer its files: they are papers of somebody else's dossier.
fn keeps_files(access: &Access, row: &Row, dossier: &DossierRow) -> Result<bool> {
    Ok(row.state()? != ConsultationState::Returned || access.sees(dossier))
}

async fn seen(cx: &mut Cx, id: i64) -> Result<(Row, DossierRow, Access)> {
    cx.require_official()?;
    let row = store::by_id(cx, id).await?;
    let dossier = row::by_id(cx, row.dossier_id).await?;
    let access = access::of(&cx.actor);
    if sees(&access, &row, &dossier) { Ok((row, dossier, access)) } else { Err(Error::NotFound) }
}

/// A question with its answers and what the reader may do now. The asked unit reads the question and its files, not the
/// dossier.
///
/// # Errors
/// `NotFound` for somebody of neither side.
pub async fn open(cx: &mut Cx, id: i64) -> Result<ConsultationView> {
    let (row, dossier, access) = seen(cx, id).await?;
    let (files, answers) = answers(cx, id).await?;
    let files = if keeps_files(&access, &row, &dossier)? { files } else { Vec::new() };
    let mut acts = Vec::new();
    for act in ConsultationAct::ALL {
        if rules::may(&access, *act, &row, &dossier) && rules::possible(*act, &row, &dossier)? {
            acts.push(*act);
        }
    }
    Ok(ConsultationView {
        line: row.line()?,
        version: row.version,
        asked_by: row.asked_by_name,
        accepted_by: row.accepted_by_name,
        accepted_at: row.accepted_at,
        returned: row.returned_at.map(|at| (row.returned_by_name, at, row.return_reason)),
        waived: row.waived_at.map(|at| (row.waived_by_name, at, row.waive_reason)),
        files,
        answers,
        acts,
        opens_dossier: access.sees(&dossier),
    })
}

/// The questions of a dossier, for its tab.
///
/// # Errors
/// `NotFound` for somebody who may not see the dossier.
pub async fn of_dossier(cx: &mut Cx, code: &str) -> Result<Vec<ConsultationLine>> {
    let row = super::super::proposals::seen(cx, code).await?;
    store::of_dossier(cx, row.id).await?.iter().map(Row::line).collect()
}

/// True if the actor may ask about the dossier now.
///
/// # Errors
/// `NotFound` for somebody who may not see the dossier.
pub async fn may_ask(cx: &mut Cx, code: &str) -> Result<bool> {
    let row = super::super::proposals::seen(cx, code).await?;
    let access = access::of(&cx.actor);
    Ok(rules::may_be_asked(&row)? && rules::ASK.iter().any(|right| access.may(*right, &row)))
}

/// A file of a question or an answer, for both sides; once the question was given back, for the asking side only.
///
/// # Errors
/// `NotFound` otherwise.
pub async fn file_for(cx: &mut Cx, id: i64, token: &str) -> Result<StoredFile> {
    let (row, dossier, access) = seen(cx, id).await?;
    if !keeps_files(&access, &row, &dossier)? || !store::has_file(cx, id, token).await? {
        return Err(Error::NotFound);
    }
    cx.audit(AuditEvent::new("dossier.file_read", "dossier", &row.dossier));
    files::by_token(cx, token).await
}
