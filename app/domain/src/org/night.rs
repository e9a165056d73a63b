//! What is looked at every night: the invariants of the tree and its closure (01 §1 rule 1).

use super::{closure, reorg, write};
use crate::cx::Cx;
use crate::error::Result;
use crate::notify::{self, Recipient};
use model::notify::Event;
use std::collections::BTreeSet;

sql!(
    SYSTEM_ADMINS,
    "SELECT DISTINCT a.id FROM role_assignment r JOIN account a ON a.person_id = r.person_id AND a.kind = 'official' AND a.state = 'active'
     WHERE r.role = 'system_admin' AND r.valid_from <= $1 AND (r.valid_to IS NULL OR r.valid_to > $1) ORDER BY a.id"
);

/// Checks the tree on every day, plans that were not applied on their day, and the closure, which it mends. What is
/// wrong is logged and told to the system administrators once per day. Returns the faults, empty is good.
///
/// # Errors
/// If the database cannot be read or written.
pub async fn nightly(cx: &mut Cx) -> Result<Vec<String>> {
    let mut faults = write::check(cx).await?;
    faults.extend(reorg::late(cx).await?);
    let wanted: BTreeSet<(i64, i64, i64)> = write::closure(cx).await?.into_iter().collect();
    let stored: BTreeSet<(i64, i64, i64)> = closure::stored_closure(&mut cx.conn()).await?.into_iter().collect();
    if wanted != stored {
        // A change of the tree may be under way: what it leaves behind is computed after it.
        write::lock(cx).await?;
        write::rebuild_closure(cx).await?;
    }
    if !faults.is_empty() {
        tracing::error!(faults = ?faults, "the organisation tree is at fault");
        let values = [("n", faults.len().to_string()), ("viec", faults.first().cloned().unwrap_or_default())];
        let key = format!("org:check:{}", super::today(cx));
        tell_system_admins(cx, Event::OrgFault, &key, &values, "/quan-tri/sap-xep").await?;
    }
    Ok(faults)
}

/// Tells every system administrator inside the portal.
pub(crate) async fn tell_system_admins(cx: &mut Cx, event: Event, key: &str, values: &[(&str, String)], link: &str) -> Result<()> {
    let now = cx.now();
    let admins: Vec<(i64,)> = cx.conn().all(SYSTEM_ADMINS, args![now]).await?;
    for (account,) in admins {
        let to = Recipient { account_id: Some(account), ..Recipient::default() };
        notify::send(cx, event, key, &to, values, link).await?;
    }
    Ok(())
}
