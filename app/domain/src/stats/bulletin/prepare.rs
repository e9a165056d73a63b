//! The snapshots of a day and the texts made from them, in one transaction: nothing leaves before they are committed.

use super::readers::Readers;
use super::{province, worker};
use crate::audit::AuditEvent;
use crate::cx::{Cx, Portal};
use crate::error::Result;
use crate::stats::snapshot::{Snapshot, take};
use crate::stats::{Scope, leaderboard};
use crate::tasks::reminders::long_overdue;
use chrono::NaiveDate;
use model::calendar::WorkCalendar;
use model::format::local_date;
use model::stats::bulletin::{self, BulletinKind, ProvinceUnit};
use model::stats::{BoardRow, Digest, Leaderboard, UnitGroup};
use model::tasks::reminders::{Schedule, begins_week};
use std::collections::HashMap;

sql!(TAKE_DAY, "INSERT INTO task_digest_day (day, prepared_at) VALUES ($1, $2) ON CONFLICT (day) DO NOTHING");
sql!(DIGEST, "INSERT INTO task_digest (day, kind, unit_id, snapshot_code, place, sms, text, state) VALUES ($1, $2, $3, $4, $5, $6, $7, 'ready')");

/// Prepares the digests of today, unless that was done.
pub(super) async fn prepare(portal: &Portal, schedule: &Schedule, calendar: &WorkCalendar) -> Result<()> {
    let mut cx = portal.write(&worker()).await?;
    let (now, today) = (cx.now(), local_date(cx.now()));
    if cx.conn().exec(TAKE_DAY, args![today, now]).await? == 0 {
        return Ok(());
    }
    let weekly = begins_week(today, schedule, calendar)?;
    let period = bulletin::period(today);
    let taken = take(&mut cx, &Scope::All, &period).await?;
    let readers = Readers::of(&mut cx).await?;
    let board = if weekly { Some(leaderboard(&mut cx, &period).await?) } else { None };
    let places = board.as_ref().map(places).unwrap_or_default();
    let mut day = Day { today, made: 0, readers: &readers };
    for snapshot in &taken {
        let digest = snapshot.digest(&cx.settings().base_url.clone());
        day.add(&mut cx, BulletinKind::Unit, snapshot.unit_id, &snapshot.code, &digest, "").await?;
        if weekly {
            let place = places.get(&snapshot.unit_id).map_or("", String::as_str);
            day.add(&mut cx, BulletinKind::Head, snapshot.unit_id, &snapshot.code, &digest, place).await?;
        }
    }
    if let (true, Some(root)) = (weekly, readers.root()) {
        let escalated = long_overdue(&mut cx, today, schedule).await?;
        let units = taken.iter().map(|snapshot| unit(snapshot, &places)).collect();
        let (code, digest) = province::freeze(&mut cx, root, &period, units, escalated).await?;
        day.add(&mut cx, BulletinKind::Province, root, &code, &digest, "").await?;
    }
    let made = day.made;
    cx.audit(AuditEvent::new("task.digest", "task_digest", today).detail(format!("{made} bản tin, {} bản số liệu", taken.len())));
    cx.commit().await?;
    Ok(())
}

/// What is being prepared.
struct Day<'a> {
    today: NaiveDate,
    made: usize,
    readers: &'a Readers,
}

impl Day<'_> {
    /// Writes a digest that somebody reads.
    async fn add(&mut self, cx: &mut Cx, kind: BulletinKind, unit: i64, code: &str, digest: &Digest, place: &str) -> Result<()> {
        if self.readers.of_kind(kind, unit).is_empty() {
            return Ok(());
        }
        let (sms, text) = (digest.sms(), bulletin::text(digest, place));
        cx.conn().exec(DIGEST, args![self.today, kind.as_str(), unit, code, place, sms, text]).await?;
        self.made += 1;
        Ok(())
    }
}

/// "3/20 (Sở, ban, ngành)" for every unit with a rank.
fn places(board: &Leaderboard) -> HashMap<i64, String> {
    let ranked = |group: UnitGroup| board.rows.iter().filter(|row| row.group == group && row.rank.is_some()).count();
    let place = |row: &BoardRow| row.rank.map(|rank| (row.unit_id, format!("{rank}/{} ({})", ranked(row.group), row.group.label())));
    board.rows.iter().filter_map(place).collect()
}

fn unit(snapshot: &Snapshot, places: &HashMap<i64, String>) -> ProvinceUnit {
    ProvinceUnit {
        snapshot: snapshot.code.clone(),
        code: snapshot.unit.code.clone(),
        name: snapshot.unit.name.clone(),
        counts: snapshot.unit.counts,
        place: places.get(&snapshot.unit_id).cloned().unwrap_or_default(),
    }
}
