//! Which portals take dossiers of a procedure (02 §22): a switch per procedure, each change with its reason.

use super::by_code;
use crate::audit::AuditEvent;
use crate::config::Settings;
use crate::cx::Cx;
use crate::error::{Error, Result};
use chrono::{DateTime, Utc};
use model::access::{Action, ObjectKind};
use model::partners::Channels;

sql!(LAST, "SELECT local_portal, national_portal, reason, actor_name, at FROM procedure_channel WHERE procedure_id = $1 ORDER BY id DESC LIMIT 1");
sql!(
    INSERT,
    "INSERT INTO procedure_channel (procedure_id, local_portal, national_portal, reason, actor_id, actor_name, at) VALUES ($1, $2, $3, $4, $5, $6, $7)"
);

/// The switch of a procedure; as long as nobody changed it only this portal takes it.
///
/// # Errors
/// If the database cannot be read.
pub async fn of(cx: &mut Cx, procedure: i64) -> Result<Channels> {
    let found: Option<(bool, bool, String, String, DateTime<Utc>)> = cx.conn().opt(LAST, args![procedure]).await?;
    Ok(found.map_or_else(Channels::default, |(local, national, reason, by, at)| Channels { local, national, reason, changed: Some((by, at)) }))
}

/// The switch of the procedure with this code, for who prepares versions.
///
/// # Errors
/// `NotFound`, `Forbidden`.
pub async fn of_code(cx: &mut Cx, code: &str) -> Result<Channels> {
    cx.require_reach(Action::View, ObjectKind::ProcedureVersion)?;
    let (procedure, _) = by_code(cx, code).await?;
    of(cx, procedure).await
}

/// Opens and closes portals for a procedure.
///
/// # Errors
/// `NotFound`, `Forbidden`; `Conflict` if nothing changes.
pub async fn set(cx: &mut Cx, code: &str, new: &Channels) -> Result<()> {
    cx.require_reach(Action::Publish, ObjectKind::ProcedureVersion)?;
    let (procedure, _) = by_code(cx, code).await?;
    let now = of(cx, procedure).await?;
    if (now.local, now.national) == (new.local, new.national) {
        return Err(Error::conflict("Các kênh vẫn như trước, không có gì để lưu."));
    }
    let (account, name, at) = (cx.actor.account_id, cx.actor.name.clone(), cx.now());
    cx.conn().exec(INSERT, args![procedure, new.local, new.national, &new.reason, account, name, at]).await?;
    let detail = format!("cổng tỉnh {}, cổng quốc gia {}", new.local, new.national);
    cx.audit(AuditEvent::new("procedure.channel", "procedure", code).detail(detail));
    Ok(())
}

/// The page of a procedure on the national portal: the setting `national_page`, in the demo the simulated one. None if no
/// page is known.
#[must_use]
pub fn national_page(settings: &Settings, code: &str) -> Option<String> {
    let code = percent_encoding::utf8_percent_encode(code, percent_encoding::NON_ALPHANUMERIC).to_string();
    if !settings.national_page.is_empty() {
        return Some(settings.national_page.replace("{ma}", &code));
    }
    settings.demo.then(|| format!("/minh-hoa/cong-quoc-gia?thu-tuc={code}"))
}
