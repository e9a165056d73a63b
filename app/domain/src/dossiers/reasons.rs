//! The lists of reasons as data with dates (02 §10, §12), and their keeping: a reason is added and ended, never rewritten.

use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::{Error, Result};
use chrono::NaiveDate;
use model::access::{Action, ObjectKind};
use model::dossiers::{ListedReason, NewReason, ReasonKind, ReasonRow};
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

/// Row number, list, code, words, first day, first day on which it holds no more.
type Stored = (i64, String, String, String, NaiveDate, Option<NaiveDate>);

fn row((id, kind, code, label, valid_from, valid_to): Stored) -> Result<ReasonRow> {
    Ok(ReasonRow { id, kind: kind.parse()?, code, label, valid_from, valid_to })
}

sql!(ALL, "SELECT id, kind, code, label, valid_from, valid_to FROM dossier_reason ORDER BY kind, place, id");

/// Every reason that is or was in a list, in the order of the lists.
///
/// # Errors
/// `Forbidden` for whoever does not see the catalogue.
pub async fn reason_lists(cx: &mut Cx) -> Result<Vec<ReasonRow>> {
    cx.require_reach(Action::View, ObjectKind::ProcedureVersion)?;
    let rows: Vec<Stored> = cx.conn().all(ALL, args![]).await?;
    rows.into_iter().map(row).collect()
}

sql!(HOLDS, "SELECT COUNT(*) FROM dossier_reason WHERE kind = $1 AND code = $2 AND (valid_to IS NULL OR valid_to > $3 OR valid_from = $3)");
// Whoever changes a list waits here for whoever changes it at the same moment.
sql!(LOCK, "UPDATE dossier_reason SET kind = kind WHERE kind = $1");
sql!(
    ADD,
    "INSERT INTO dossier_reason (kind, code, label, place, valid_from)
     SELECT $1, $2, $3, COALESCE(MAX(place), 0) + 1, $4 FROM dossier_reason WHERE kind = $1"
);

/// Adds a reason at the end of its list.
///
/// # Errors
/// `Forbidden`; `Invalid` for a day that has passed, and for a reason that the list has.
pub async fn add_reason(cx: &mut Cx, new: &NewReason) -> Result<()> {
    cx.require_reach(Action::Publish, ObjectKind::ProcedureVersion)?;
    if new.valid_from < format::local_date(cx.now()) {
        return Err(Error::field("tu_ngay", "Ngày bắt đầu không được ở quá khứ. Hãy chọn từ hôm nay."));
    }
    cx.conn().exec(LOCK, args![new.kind.as_str()]).await?;
    if cx.conn().count(HOLDS, args![new.kind.as_str(), &new.code, new.valid_from]).await? > 0 {
        return Err(Error::field("ly_do", "Danh sách này đã có lý do đó. Hãy ghi lý do khác."));
    }
    cx.conn().exec(ADD, args![new.kind.as_str(), &new.code, &new.label, new.valid_from]).await?;
    cx.audit(AuditEvent::new("reason.added", "dossier_reason", &new.code).detail(format!("{}: {}", new.kind.label(), new.label)));
    Ok(())
}

sql!(ONE, "SELECT id, kind, code, label, valid_from, valid_to FROM dossier_reason WHERE id = $1");
sql!(OTHERS, "SELECT COUNT(*) FROM dossier_reason WHERE kind = $1 AND id <> $2 AND valid_from <= $3 AND valid_to IS NULL");
sql!(END, "UPDATE dossier_reason SET valid_to = $2 WHERE id = $1 AND valid_to IS NULL");

/// Ends a reason: from this day on nobody picks it. What was picked keeps its words. Ending it twice is one end.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Conflict` for the last reason of a list.
pub async fn end_reason(cx: &mut Cx, id: i64) -> Result<ReasonRow> {
    cx.require_reach(Action::Publish, ObjectKind::ProcedureVersion)?;
    let today = format::local_date(cx.now());
    let found: Option<Stored> = cx.conn().opt(ONE, args![id]).await?;
    let (_, kind, ..) = found.ok_or(Error::NotFound)?;
    cx.conn().exec(LOCK, args![&kind]).await?;
    let reason = row(cx.conn().one(ONE, args![id]).await?)?;
    if reason.valid_to.is_some() {
        return Ok(reason);
    }
    // What has not begun yet ends on its first day and never held.
    let end = today.max(reason.valid_from);
    if cx.conn().count(OTHERS, args![reason.kind.as_str(), id, end]).await? == 0 {
        return Err(Error::conflict("Danh sách phải còn ít nhất một lý do đang dùng. Hãy thêm lý do khác trước."));
    }
    cx.conn().exec(END, args![id, end]).await?;
    cx.audit(AuditEvent::new("reason.ended", "dossier_reason", &reason.code).detail(format!("{}: {}", reason.kind.label(), reason.label)));
    Ok(ReasonRow { valid_to: Some(end), ..reason })
}
