//! A message leaves: groups are resolved, every recipient gets one row, in a handful of statements.

use super::boxes;
use super::compose::{DraftRow, row};
use super::rules::{MessageStep, after};
use super::send::step_to;
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::org;
use model::mailbox::GroupKind;
use serde::{Deserialize, Serialize};
use sqlx::FromRow;

/// What the job `mailbox.deliver` carries.
#[derive(Serialize, Deserialize)]
pub(super) struct Payload {
    pub message: i64,
}

/// A recipient as addressed.
#[derive(FromRow)]
pub(super) struct Address {
    pub line: String,
    pub mailbox_id: Option<i64>,
    pub group_kind: Option<String>,
    pub unit_id: Option<i64>,
    pub label: String,
}

sql!(
    ADDRESSES,
    "SELECT line, mailbox_id, group_kind, unit_id, label FROM message_recipient WHERE message_id = $1 ORDER BY CASE line WHEN 'to' THEN 0 WHEN 'cc' THEN 1 ELSE 2 END, id"
);
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

/// The recipients of a message, as addressed.
pub(super) async fn addresses(cx: &mut Cx, message: i64) -> Result<Vec<Address>> {
    cx.conn().all(ADDRESSES, args![message]).await
}

/// The job `mailbox.deliver`: groups are resolved now, every recipient gets one row. A message that was taken back, or
/// already left, stays as it is.
///
/// # Errors
/// If the database cannot be written.
pub async fn deliver_job(cx: &mut Cx, payload: &str) -> Result<()> {
    let Payload { message: id } = serde_json::from_str(payload)?;
    let Some(row) = row(cx, id).await? else { return Ok(()) };
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
    let addresses = addresses(cx, id).await?;
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
