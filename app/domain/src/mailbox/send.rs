//! Sending: what must be there, ten seconds to undo.

use super::compose::{self, DraftRow, own_row};
use super::deliver::{Address, Payload, addresses, deliver_job};
use super::rules::{MessageStep, after};
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::{jobs, org};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use model::FieldErrors;
use model::access::Role;
use model::format;
use model::mailbox::{DraftInput, MANY_RECIPIENTS, MessageState, UNDO_SECONDS};

/// A message that waits to leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// Row.
    pub id: i64,
    /// State.
    pub state: MessageState,
    /// Subject.
    pub subject: String,
    /// When it leaves, while it waits.
    pub send_at: Option<DateTime<Utc>>,
    /// Recipients as addressed.
    pub to: Vec<String>,
}

sql!(MOVE, "UPDATE message SET state = $3, send_at = $4, updated_at = $5, version = version + 1 WHERE id = $1 AND state = $2");
sql!(SENDER, "UPDATE message SET sender_name = $2, sender_role = $3, fold = $4, written_by = $5 WHERE id = $1");
sql!(BOX_KIND, "SELECT kind, name FROM mailbox WHERE id = $1");

/// Saves what was typed and hands the message over: it leaves after ten seconds unless [`undo`] comes first, or at
/// `at` if that is later. `version` as for `save_draft`. Returns its id.
///
/// # Errors
/// As `save_draft`; `Invalid` without subject or recipients, or above 500 people without a leader's confirmation.
pub async fn send(cx: &mut Cx, input: &DraftInput, version: Option<i64>, at: Option<DateTime<Utc>>) -> Result<i64> {
    let row = prepare(cx, input, version).await?;
    let id = row.id;
    let soon = cx.now() + Duration::seconds(UNDO_SECONDS);
    let (step, leaves) = match at.filter(|at| *at > soon) {
        Some(at) => (MessageStep::Schedule, at),
        None => (MessageStep::Send, soon),
    };
    step_to(cx, &row, step, Some(leaves)).await?;
    // The version is part of the key: a message that was taken back and sent again has a job of its own.
    let payload = serde_json::to_value(Payload { message: id })?;
    jobs::later(cx, "mailbox.deliver", &format!("mailbox:{id}:{}", row.version), &payload, leaves).await?;
    cx.audit(AuditEvent::new("mail.send", "message", id));
    Ok(id)
}

/// Sends in one step, without the time to undo: for the history of the demo province.
pub(crate) async fn send_at_once(cx: &mut Cx, input: &DraftInput) -> Result<i64> {
    let row = prepare(cx, input, None).await?;
    let now = cx.now();
    step_to(cx, &row, MessageStep::Send, Some(now)).await?;
    cx.audit(AuditEvent::new("mail.send", "message", row.id));
    deliver_job(cx, &serde_json::to_string(&Payload { message: row.id })?).await?;
    Ok(row.id)
}

/// Saves what was typed and checks that it can be sent.
async fn prepare(cx: &mut Cx, input: &DraftInput, version: Option<i64>) -> Result<DraftRow> {
    let id = compose::save_draft(cx, input, version).await?;
    let row = compose::begin(cx, id, None).await?;
    let addresses = addresses(cx, id).await?;
    let mut errors = FieldErrors::new();
    errors.require(!addresses.is_empty(), "nguoi_nhan", "Chưa có người nhận. Hãy thêm ít nhất một người, cơ quan hoặc nhóm.");
    errors.require(!row.subject.is_empty(), "tieu_de", "Chưa có tiêu đề. Hãy ghi ngắn gọn việc cần trao đổi.");
    errors.into_result(())?;
    check_size(cx, &row, &addresses, input.confirmed).await?;
    describe(cx, &row, &addresses).await?;
    Ok(row)
}

pub(super) async fn step_to(cx: &mut Cx, row: &DraftRow, step: MessageStep, at: Option<DateTime<Utc>>) -> Result<()> {
    let state: MessageState = row.state.parse()?;
    let changed = || Error::conflict("Thư này vừa đổi trạng thái ở nơi khác. Hãy mở lại hộp thư để xem.");
    let next = after(state, step).ok_or_else(changed)?;
    let now = cx.now();
    let moved = cx.conn().exec(MOVE, args![row.id, state.as_str(), next.as_str(), at, now]).await?;
    if moved == 1 { Ok(()) } else { Err(changed()) }
}

/// Refuses a message to very many people without a leader and a confirmation.
async fn check_size(cx: &mut Cx, row: &DraftRow, addresses: &[Address], confirmed: bool) -> Result<()> {
    let day = org::today(cx);
    let mut count = 0;
    for address in addresses {
        count += size(cx, row, address, day).await?;
    }
    if count <= MANY_RECIPIENTS {
        return Ok(());
    }
    let text = format!("Thư này gửi tới {} người.", format::number(count));
    if !cx.actor.has_role(Role::UnitLeader) {
        return Err(Error::field(
            "nguoi_nhan",
            format!("{text} Thư gửi trên 500 người cần lãnh đạo cơ quan gửi. Hãy bớt người nhận, hoặc chuyển nội dung cho lãnh đạo đơn vị."),
        ));
    }
    if confirmed { Ok(()) } else { Err(Error::field("xac_nhan", format!("{text} Hãy đánh dấu ô xác nhận rồi gửi lại."))) }
}

sql!(
    SIZE_WHOLE,
    "SELECT COUNT(DISTINCT e.person_id) FROM employment e JOIN org_closure c ON c.descendant_id = e.unit_id AND c.ancestor_id = $1
     WHERE e.valid_from <= $2 AND (e.valid_to IS NULL OR e.valid_to > $2)"
);

/// How many people one line reaches, at most.
async fn size(cx: &mut Cx, row: &DraftRow, address: &Address, day: NaiveDate) -> Result<i64> {
    match (address.group_kind.as_deref(), address.unit_id) {
        (Some("whole_unit"), Some(unit)) => cx.conn().count(SIZE_WHOLE, args![unit, day]).await,
        _ => Ok(if address.mailbox_id == Some(row.from_mailbox_id) { 0 } else { 1 }),
    }
}

/// Writes who sends and what the search finds: subject, body, names, names of attachments.
async fn describe(cx: &mut Cx, row: &DraftRow, addresses: &[Address]) -> Result<()> {
    let (kind, box_name): (String, String) = cx.conn().one(BOX_KIND, args![row.from_mailbox_id]).await?;
    let actor = cx.actor.clone();
    let (name, role) = if kind == "organisation" {
        (box_name, format!("Hộp thư cơ quan, {} gửi", actor.name))
    } else {
        (actor.name.clone(), [actor.position.as_str(), actor.unit_name.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "))
    };
    let files = compose::files_of(cx, row.id).await?;
    // Hidden recipients are left out: a search must not tell of them.
    let mut words = vec![row.subject.clone(), name.clone(), role.clone()];
    words.extend(addresses.iter().filter(|address| address.line != "bcc").map(|address| address.label.clone()));
    words.extend(files.into_iter().map(|file| file.name));
    words.push(row.body.clone());
    let fold = model::text::fold(&words.join("\n"));
    let person = cx.person()?;
    cx.conn().exec(SENDER, args![row.id, name, role, fold, person]).await?;
    Ok(())
}

/// Takes a message back before it left; it is a draft again and nobody ever saw it.
///
/// # Errors
/// `Conflict` once it has left.
pub async fn undo(cx: &mut Cx, id: i64) -> Result<()> {
    let row = own_row(cx, id).await?;
    let late = || Error::conflict("Thư đã gửi đi nên không hoàn tác được. Bạn có thể thu hồi với những người chưa mở.");
    if after(row.state.parse()?, MessageStep::Undo).is_none() {
        return Err(late());
    }
    step_to(cx, &row, MessageStep::Undo, None).await.map_err(|error| if matches!(error, Error::Conflict(_)) { late() } else { error })?;
    cx.audit(AuditEvent::new("mail.undo", "message", id));
    Ok(())
}

/// A message of the person who acts, with what happens to it next.
///
/// # Errors
/// `NotFound` for a message of somebody else.
pub async fn pending(cx: &mut Cx, id: i64) -> Result<Pending> {
    let row = own_row(cx, id).await?;
    let to = compose::recipients_of(cx, id).await?.into_iter().map(|recipient| recipient.label).collect();
    Ok(Pending { id, state: row.state.parse()?, subject: row.subject, send_at: row.send_at, to })
}
