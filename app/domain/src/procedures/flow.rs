//! The workflow of a published version.

use crate::cx::Cx;
use crate::error::Result;
use model::procedures::FlowStep;

sql!(STEPS, "SELECT code, name, role, hours, next, form FROM procedure_step WHERE version_id = $1 ORDER BY seq");

/// The steps of a version in their order; none for the usual way of the desk.
pub(crate) async fn flow(cx: &mut Cx, version: i64) -> Result<Vec<FlowStep>> {
    let rows: Vec<(String, String, String, i64, String, String)> = cx.conn().all(STEPS, args![version]).await?;
    rows.into_iter()
        .map(|(code, name, role, hours, next, form)| {
            let next = next.split(',').filter(|code| !code.is_empty()).map(str::to_owned).collect();
            Ok(FlowStep { code, name, role: role.parse()?, hours, next, form })
        })
        .collect()
}
