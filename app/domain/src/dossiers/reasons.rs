//! The lists of reasons as data with dates (02 §10, §12).

use crate::cx::Cx;
use crate::error::Result;
use model::dossiers::{ListedReason, ReasonKind};
use model::format;

sql!(IN_FORCE, "SELECT code, label FROM dossier_reason WHERE kind = $1 AND valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2) ORDER BY place, id");

/// The reasons of a list that may be picked today, in their order.
///
/// # Errors
/// If the database cannot be read.
pub async fn reasons(cx: &mut Cx, kind: ReasonKind) -> Result<Vec<ListedReason>> {
    let today = format::local_date(cx.now());
    let rows: Vec<(String, String)> = cx.conn().all(IN_FORCE, args![kind.as_str(), today]).await?;
    Ok(rows.into_iter().map(|(code, label)| ListedReason { code, label }).collect())
}
