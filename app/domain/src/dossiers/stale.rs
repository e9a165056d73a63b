//! Who was faster: the refusal of a form that was filled in for an older version names the step and its author. An applicant reads the unit,
//! never the name of an official.

use super::access;
use super::row::DossierRow;
use super::view;
use crate::cx::Cx;
use crate::error::{Error, Result};

// Acts that raise the version and leave no event: the audit log knows them. Reading a file is no change.
sql!(
    LAST_ACT,
    "SELECT action FROM audit_event WHERE object_kind = 'dossier' AND object_id = $1 AND at >= $2 AND action IN ('dossier.propose_supplement',
        'dossier.decline_supplement', 'dossier.propose_extension', 'dossier.refuse_extension', 'dossier.propose_transfer', 'dossier.refuse_transfer',
        'dossier.request_adjustment', 'dossier.refuse_adjustment', 'dossier.lay_draft') ORDER BY day DESC, seq DESC LIMIT 1"
);

/// The refusal for a dossier as it is now, for the actor.
pub(super) async fn stale(cx: &mut Cx, row: &DossierRow) -> Error {
    let what = format!("Hồ sơ {}", row.public_code());
    match change(cx, row).await {
        Ok((who, step)) => Error::stale_after(&what, row.updated_at, &who, &step),
        Err(error) => error,
    }
}

/// Who changed it last, and by which step; empty where that is not for the actor, or not known.
async fn change(cx: &mut Cx, row: &DossierRow) -> Result<(String, String)> {
    let last = view::timeline(cx, row.id).await?.pop().filter(|event| event.at >= row.updated_at);
    // An official reads names only where he works with the dossier, not as its applicant.
    if !(cx.actor.is_official() && access::of(&cx.actor).sees(row)) {
        let shown = last.filter(|event| event.is_public());
        return Ok(match shown {
            Some(event) if event.by_official && !event.unit.is_empty() => (event.unit.clone(), event.label().to_owned()),
            Some(event) if event.by_official => ("cán bộ".to_owned(), event.label().to_owned()),
            Some(event) => (String::new(), event.label().to_owned()),
            None => ("cán bộ".to_owned(), String::new()),
        });
    }
    if let Some(event) = last {
        return Ok((event.actor.clone(), event.label().to_owned()));
    }
    let act: Option<(String,)> = cx.conn().opt(LAST_ACT, args![row.public_code(), row.updated_at]).await?;
    let step = act.map_or("", |(action,)| deed(&action));
    Ok((row.updated_by.clone(), step.to_owned()))
}

/// What an act of the audit log is called.
fn deed(action: &str) -> &'static str {
    match action {
        "dossier.propose_supplement" => "Đề xuất bổ sung giấy tờ",
        "dossier.decline_supplement" => "Không duyệt đề xuất bổ sung",
        "dossier.propose_extension" => "Đề xuất gia hạn",
        "dossier.refuse_extension" => "Không đồng ý gia hạn",
        "dossier.propose_transfer" => "Đề xuất chuyển cơ quan giải quyết",
        "dossier.refuse_transfer" => "Không đồng ý chuyển cơ quan giải quyết",
        "dossier.request_adjustment" => "Đề nghị điều chỉnh",
        "dossier.refuse_adjustment" => "Không đồng ý điều chỉnh",
        "dossier.lay_draft" => "Trình dự thảo kết quả",
        _ => "",
    }
}
