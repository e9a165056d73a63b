//! Keeping order: archive, bin, star, read marks; for one thread or many at once.

use super::boxes;
use crate::cx::Cx;
use crate::db::Query;
use crate::error::Result;
use model::mailbox::Act;

const fn assignment(act: Act) -> &'static str {
    match act {
        Act::Archive => "UPDATE delivery SET folder = 'archive'",
        Act::Trash => "UPDATE delivery SET folder = 'trash'",
        Act::Restore => "UPDATE delivery SET folder = 'inbox'",
        Act::MarkRead => "UPDATE delivery SET unread = FALSE",
        Act::MarkUnread => "UPDATE delivery SET unread = TRUE",
        Act::Star => "UPDATE delivery SET starred = TRUE",
        Act::Unstar => "UPDATE delivery SET starred = FALSE",
    }
}

/// A star and "unread" belong to one message, everything else to its thread.
const fn whole_thread(act: Act) -> bool {
    !matches!(act, Act::Star | Act::MarkUnread)
}

/// Does it with the threads of these messages, in the own mailboxes only; other ids change nothing. Returns how many
/// rows changed.
///
/// # Errors
/// If the database cannot be written.
pub async fn organise(cx: &mut Cx, messages: &[i64], act: Act) -> Result<u64> {
    let boxes = boxes::box_ids(cx).await?;
    let ids = messages.iter().copied();
    let mut query = Query::new(assignment(act));
    query.push(" WHERE mailbox_id IN ").bind_list(boxes).push(" AND state <> 'bounced'");
    if act == Act::MarkUnread {
        query.push(" AND state <> 'recalled'");
    }
    if whole_thread(act) {
        query.push(" AND root_id IN (SELECT m.root_id FROM message m WHERE m.id IN ").bind_list(ids).push(")");
    } else {
        query.push(" AND message_id IN ").bind_list(ids);
    }
    let changed = query.exec(&mut cx.conn()).await?;
    if let Some(account) = cx.actor.account_id {
        cx.changed("mail", account);
    }
    Ok(changed)
}
