//! Sending: ten seconds to undo, then one row per recipient in a handful of statements.

use super::boxes;
use super::compose::{self, DraftRow, own_row};
use super::rules::{MessageStep, after};
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::{jobs, org};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use model::FieldErrors;
use model::access::Role;
use model::format;
use model::mailbox::{DraftInput, GroupKind, MANY_RECIPIENTS, MessageState, UNDO_SECONDS};
use serde::{Deserialize, Serialize};
use sqlx::FromRow;

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

#[derive(Serialize, Deserialize)]
struct Payload {
    message: i64,
}

#[derive(FromRow)]
struct Address {
    line: String,
    mailbox_id: Option<i64>,
    group_kind: Option<String>,
    unit_id: Option<i64>,
    label: String,
}

sql!(
    ADDRESSES,
    "SELECT line, mailbox_id, group_kind, unit_id, label FROM message_recipient WHERE message_id = $1 ORDER BY CASE line WHEN 'to' THEN 0 WHEN 'cc' THEN 1 ELSE 2 END, id"
);
sql!(MOVE, "UPDATE message SET state = $3, send_at = $4, updated_at = $5, version = version + 1 WHERE id = $1 AND state = $2");
sql!(SENDER, "UPDATE message SET sender_name = $2, sender_role = $3, fold = $4, written_by = $5 WHERE id = $1");
sql!(BOX_KIND, "SELECT kind, name FROM mailbox WHERE id = $1");

/// Saves what was typed and hands the message over: it leaves after ten seconds unless [`undo`] comes first, or at
/// `at` if that is later. Returns its id.
///
/// # Errors
/// `Invalid` without subject or recipients, or above 500 people without a leader's confirmation.
pub async fn send(cx: &mut Cx, input: &DraftInput, at: Option<DateTime<Utc>>) -> Result<i64> {
    let row = prepare(cx, input).await?;
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
    let row = prepare(cx, input).await?;
    let now = cx.now();
    step_to(cx, &row, MessageStep::Send, Some(now)).await?;
    cx.audit(AuditEvent::new("mail.send", "message", row.id));
    deliver_job(cx, &serde_json::to_string(&Payload { message: row.id })?).await?;
    Ok(row.id)
}

/// Saves what was typed and checks that it can be sent.
async fn prepare(cx: &mut Cx, input: &DraftInput) -> Result<DraftRow> {
    let id = compose::save_draft(cx, input).await?;
    let row = compose::own_draft(cx, id).await?;
    let addresses: Vec<Address> = cx.conn().all(ADDRESSES, args![id]).await?;
    let mut errors = FieldErrors::new();
    errors.require(!addresses.is_empty(), "recipient", "Chưa có người nhận. Hãy thêm ít nhất một người, cơ quan hoặc nhóm.");
    errors.require(!row.subject.is_empty(), "subject", "Chưa có tiêu đề. Hãy ghi ngắn gọn việc cần trao đổi.");
    errors.into_result(())?;
    check_size(cx, &row, &addresses, input.confirmed).await?;
    describe(cx, &row, &addresses).await?;
    Ok(row)
}

async fn step_to(cx: &mut Cx, row: &DraftRow, step: MessageStep, at: Option<DateTime<Utc>>) -> Result<()> {
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
            "recipient",
            format!("{text} Thư gửi trên 500 người cần lãnh đạo cơ quan gửi. Hãy bớt người nhận, hoặc chuyển nội dung cho lãnh đạo đơn vị."),
        ));
    }
    if confirmed { Ok(()) } else { Err(Error::field("confirm_many", format!("{text} Hãy đánh dấu ô xác nhận rồi gửi lại."))) }
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

sql!(
    TO_BOX,
    "INSERT INTO delivery (message_id, root_id, mailbox_id, line, folder, state, unread, starred, latest, wants_reply, delivered_at)
     VALUES ($1, $2, $3, $4, 'inbox', 'delivered', TRUE, FALSE, TRUE, $5, $6) ON CONFLICT (message_id, mailbox_id) DO NOTHING"
);
sql!(
    TO_WHOLE_UNIT,
    "INSERT INTO delivery (message_id, root_id, mailbox_id, line, folder, state, unread, starred, latest, wants_reply, delivered_at)
     SELECT $1, $2, m.id, $3, 'inbox', 'delivered', TRUE, FALSE, TRUE, $4, $5 FROM mailbox m
     WHERE m.id <> $6 AND m.person_id IN (SELECT e.person_id FROM employment e JOIN org_closure c ON c.descendant_id = e.unit_id AND c.ancestor_id = $7
         WHERE e.valid_from <= $8 AND (e.valid_to IS NULL OR e.valid_to > $8))
     ON CONFLICT (message_id, mailbox_id) DO NOTHING"
);
sql!(
    TO_ROLE,
    "INSERT INTO delivery (message_id, root_id, mailbox_id, line, folder, state, unread, starred, latest, wants_reply, delivered_at)
     SELECT $1, $2, m.id, $3, 'inbox', 'delivered', TRUE, FALSE, TRUE, $4, $5 FROM mailbox m
     WHERE m.id <> $6 AND m.person_id IN (SELECT r.person_id FROM role_assignment r WHERE r.unit_id = $7 AND r.role = $8 AND r.valid_from <= $5
         AND (r.valid_to IS NULL OR r.valid_to > $5))
     ON CONFLICT (message_id, mailbox_id) DO NOTHING"
);
sql!(
    TO_DEPARTMENTS,
    "INSERT INTO delivery (message_id, root_id, mailbox_id, line, folder, state, unread, starred, latest, wants_reply, delivered_at)
     SELECT $1, $2, m.id, $3, 'inbox', 'delivered', TRUE, FALSE, TRUE, $4, $5 FROM mailbox m JOIN org_unit u ON u.id = m.unit_id
     WHERE m.id <> $6 AND u.kind = 'department' ON CONFLICT (message_id, mailbox_id) DO NOTHING"
);
sql!(
    TO_COMMUNES,
    "INSERT INTO delivery (message_id, root_id, mailbox_id, line, folder, state, unread, starred, latest, wants_reply, delivered_at)
     SELECT $1, $2, m.id, $3, 'inbox', 'delivered', TRUE, FALSE, TRUE, $4, $5 FROM mailbox m JOIN org_unit u ON u.id = m.unit_id
     WHERE m.id <> $6 AND u.kind IN ('commune', 'ward', 'special_zone') ON CONFLICT (message_id, mailbox_id) DO NOTHING"
);
sql!(LOCK_THREAD, "UPDATE message SET updated_at = updated_at WHERE id = $1");
sql!(
    NEWEST_OF_THREAD,
    "UPDATE delivery SET latest = FALSE WHERE root_id = $1 AND message_id <> $2 AND latest
     AND mailbox_id IN (SELECT n.mailbox_id FROM delivery n WHERE n.message_id = $2)"
);
sql!(SENT, "UPDATE message SET sent_at = $2, recipients = (SELECT COUNT(*) FROM delivery d WHERE d.message_id = $1) WHERE id = $1");
sql!(REPLIED, "UPDATE delivery SET replied_at = $3, wants_reply = FALSE WHERE message_id = $1 AND mailbox_id = $2 AND replied_at IS NULL");
sql!(
    READERS,
    "SELECT a.id FROM delivery d JOIN mailbox m ON m.id = d.mailbox_id JOIN account a ON a.person_id = m.person_id AND a.kind = 'official' WHERE d.message_id = $1
     UNION SELECT a.id FROM delivery d JOIN mailbox m ON m.id = d.mailbox_id
       JOIN role_assignment r ON r.unit_id = m.unit_id AND r.role IN ('clerk', 'unit_leader') AND r.valid_from <= $2 AND (r.valid_to IS NULL OR r.valid_to > $2)
       JOIN account a ON a.person_id = r.person_id AND a.kind = 'official' WHERE d.message_id = $1"
);
sql!(ROW, "SELECT id, version, from_mailbox_id, subject, body, important, reply_by, updated_at, state, root_id, parent_id, send_at FROM message WHERE id = $1");

/// The job `mailbox.deliver`: groups are resolved now, every recipient gets one row. A message that was taken back, or
/// already left, stays as it is.
///
/// # Errors
/// If the database cannot be written.
pub async fn deliver_job(cx: &mut Cx, payload: &str) -> Result<()> {
    let Payload { message: id } = serde_json::from_str(payload)?;
    let Some(row): Option<DraftRow> = cx.conn().opt(ROW, args![id]).await? else { return Ok(()) };
    let now = cx.now();
    let due = row.send_at.is_some_and(|at| at <= now);
    if !due || after(row.state.parse()?, MessageStep::Deliver).is_none() {
        return Ok(());
    }
    match step_to(cx, &row, MessageStep::Deliver, row.send_at).await {
        Ok(()) => deliver(cx, &row).await,
        // Taken back at the same instant: the undo won.
        Err(Error::Conflict(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

async fn deliver(cx: &mut Cx, row: &DraftRow) -> Result<()> {
    let (id, now, root) = (row.id, cx.now(), row.root_id.unwrap_or(row.id));
    cx.conn().exec(LOCK_THREAD, args![root]).await?;
    let addresses: Vec<Address> = cx.conn().all(ADDRESSES, args![id]).await?;
    for address in &addresses {
        let wants_reply = row.reply_by.is_some() && address.line == "to";
        match (address.mailbox_id, address.group_kind.as_deref()) {
            (Some(mailbox), _) => {
                cx.conn().exec(TO_BOX, args![id, root, mailbox, &address.line, wants_reply, now]).await?;
            }
            (None, Some(kind)) => to_group(cx, row, root, address, kind.parse()?, wants_reply).await?,
            (None, None) => {}
        }
    }
    cx.conn().exec(NEWEST_OF_THREAD, args![root, id]).await?;
    cx.conn().exec(SENT, args![id, now]).await?;
    if let Some(parent) = row.parent_id {
        cx.conn().exec(REPLIED, args![parent, row.from_mailbox_id, now]).await?;
    }
    for (account,) in cx.conn().all::<(i64,)>(READERS, args![id, now]).await? {
        cx.changed("mail", account);
    }
    cx.audit(AuditEvent::new("mail.deliver", "message", id));
    Ok(())
}

async fn to_group(cx: &mut Cx, row: &DraftRow, root: i64, address: &Address, kind: GroupKind, wants_reply: bool) -> Result<()> {
    let (day, now, sender) = (org::today(cx), cx.now(), row.from_mailbox_id);
    let mut base = args![row.id, root, &address.line, wants_reply, now, sender];
    let unit = address.unit_id.unwrap_or(0);
    let statement = match kind {
        GroupKind::WholeUnit => {
            boxes::ensure_people(cx, Some(unit)).await?;
            base.extend(args![unit, day]);
            TO_WHOLE_UNIT
        }
        GroupKind::Leaders | GroupKind::Clerks => {
            boxes::ensure_people(cx, Some(unit)).await?;
            base.extend(args![unit, if kind == GroupKind::Leaders { "unit_leader" } else { "clerk" }]);
            TO_ROLE
        }
        GroupKind::AllDepartments => {
            boxes::ensure_organisations(cx).await?;
            TO_DEPARTMENTS
        }
        GroupKind::AllCommunes => {
            boxes::ensure_organisations(cx).await?;
            TO_COMMUNES
        }
    };
    cx.conn().exec(statement, base).await?;
    Ok(())
}
