//! How a dossier went through the workflow of its procedure.

use crate::calendar;
use crate::cx::Cx;
use crate::error::Result;
use crate::procedures;
use model::dossiers::{DossierView, StepLimit, StepTime, step_limits, step_times as times};

/// The steps of the workflow with the working time that the dossier spent in each; empty where the procedure has no workflow of
/// its own. The caller has opened the dossier, so whoever asks may see it.
///
/// # Errors
/// If the database cannot be read.
pub async fn step_times(cx: &mut Cx, dossier: &DossierView) -> Result<Vec<StepTime>> {
    let steps = procedures::flow(cx, dossier.procedure_version_id).await?;
    if steps.is_empty() {
        return Ok(Vec::new());
    }
    let cal = calendar::of_unit(cx, Some(dossier.competent_unit_id)).await?;
    Ok(times(&steps, &dossier.timeline, &dossier.officer, cx.now(), &cal))
}

/// The limit of the step that each line of the timeline begins; none for a procedure without a workflow of its own.
///
/// # Errors
/// If the database cannot be read.
pub(super) async fn limits(cx: &mut Cx, dossier: &DossierView) -> Result<Vec<Option<StepLimit>>> {
    let steps = procedures::flow(cx, dossier.procedure_version_id).await?;
    if steps.is_empty() {
        return Ok(Vec::new());
    }
    let cal = calendar::of_unit(cx, Some(dossier.competent_unit_id)).await?;
    Ok(step_limits(&steps, &dossier.timeline, &cal))
}
