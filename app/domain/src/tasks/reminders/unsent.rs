//! Texts of earlier days that did not leave: the gateway was away, or they were written late in the evening. Their words count days and
//! are not true any more, so the next morning says it anew, and by SMS once more.

use crate::cx::Cx;
use crate::error::Result;
use chrono::Duration;
use model::tasks::reminders::{ReminderRule, Schedule};
use std::collections::HashSet;

/// How far back a text is looked for: longer than the longest holiday.
const BACK: Duration = Duration::days(15);

// A line whose text has expired, and since which no text with a line of the same task has left: mornings may fail one after the other, and
// the days between them were not worth an SMS by themselves.
sql!(
    UNSENT,
    "SELECT l.person_id, l.task_id, l.rule, l.days FROM outbox o
     JOIN task_notice n ON n.code = SUBSTR(o.event_key, 6) JOIN task_notice_line l ON l.notice_id = n.id
     WHERE o.state = 'expired' AND o.expires_at > $1 AND o.event IN ('task_due_soon', 'task_overdue', 'task_reminders') AND l.rule IN ('due_today', 'overdue')
       AND NOT EXISTS (SELECT 1 FROM task_notice_line m JOIN task_notice k ON k.id = m.notice_id JOIN outbox p ON p.event_key = 'nhac:' || k.code
                       WHERE m.task_id = l.task_id AND m.person_id = l.person_id AND m.rule IN ('due_today', 'overdue') AND k.at > n.at
                         AND p.channel <> 'in_app' AND p.state <> 'expired')"
);

/// Person and task of every text that did not leave and that was not said anew since.
///
/// # Errors
/// If the database cannot be read.
pub(super) async fn unsent(cx: &mut Cx, schedule: &Schedule) -> Result<HashSet<(i64, i64)>> {
    let since = cx.now() - BACK;
    let rows: Vec<(i64, i64, String, i64)> = cx.conn().all(UNSENT, args![since]).await?;
    let mut found = HashSet::with_capacity(rows.len());
    for (person, task, rule, days) in rows {
        // A bundle holds lines that were not worth an SMS, too.
        let sent = match rule.parse::<ReminderRule>()? {
            ReminderRule::DueToday => true,
            ReminderRule::Overdue => u32::try_from(days).is_ok_and(|days| schedule.sms_overdue(days)),
            _ => false,
        };
        if sent {
            found.insert((person, task));
        }
    }
    Ok(found)
}
