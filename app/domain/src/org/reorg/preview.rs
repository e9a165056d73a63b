//! What a plan will do, unit by unit, before anybody confirms it.

use super::moves::{self, Counted, Ways};
use super::rules::Way;
use super::{Loaded, store};
use crate::cx::Cx;
use crate::error::Result;

/// What hangs on one old unit and everything below it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OldUnit {
    /// The unit.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Names of what takes over; empty for a plain end.
    pub goes_to: Vec<String>,
    /// Units below it that end with it.
    pub below: usize,
    /// Open dossiers.
    pub dossiers: i64,
    /// Open tasks.
    pub tasks: i64,
    /// Running employments.
    pub people: i64,
    /// Role assignments that end.
    pub roles: i64,
    /// Mailboxes of units.
    pub mailboxes: i64,
    /// Active websites.
    pub sites: i64,
    /// Procedures that it offers.
    pub offers: i64,
    /// Everything whose way is not clear, one sentence each.
    pub unmapped: Vec<String>,
}

/// The preview of a plan, one row per old unit in the order of the lines.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn preview(cx: &mut Cx, id: i64) -> Result<Vec<OldUnit>> {
    super::require(cx).await?;
    let plan = store::plan(&mut cx.conn(), id).await?;
    let loaded = Loaded::of(cx, &plan).await?;
    let whole = loaded.whole(&plan);
    let ways = Ways { ending: whole.ending(), whole: &whole };
    let units: Vec<i64> = ways.ending.keys().copied().collect();
    let load = moves::load(cx, &units, plan.effective_on).await?;
    let mut rows: Vec<OldUnit> = Vec::new();
    for line in &loaded.lines {
        let to = loaded.target_name(&whole, line);
        match rows.iter_mut().find(|row| row.id == line.from_id) {
            Some(row) => row.goes_to.extend(to),
            None => rows.push(OldUnit {
                id: line.from_id,
                name: whole.name(line.from_id),
                goes_to: to.into_iter().collect(),
                below: ways.ending.iter().filter(|(unit, owner)| unit != owner && **owner == line.from_id).count(),
                ..OldUnit::default()
            }),
        }
    }
    let owner = |unit: i64| ways.ending.get(&unit).copied().unwrap_or(unit);
    for row in &mut rows {
        let sum = |counted: &[Counted]| counted.iter().filter(|other| owner(other.unit_id) == row.id).map(|other| other.n).sum::<i64>();
        (row.roles, row.mailboxes, row.sites, row.offers) = (sum(&load.roles), sum(&load.mailboxes), sum(&load.sites), sum(&load.offers));
        // Where what has no clear way would go.
        let place = |way: Way, unit: i64| match way {
            Way::Sure(_) => None,
            Way::Largest(at) => {
                let to = loaded.lines.get(at).and_then(|line| loaded.target_name(&whole, line)).unwrap_or_default();
                Some(format!("chưa có quy tắc, sẽ chuyển về {to}"))
            }
            Way::Nowhere => Some(match ways.above(unit) {
                Some(above) => format!("không có đơn vị tiếp nhận, sẽ chuyển lên {}", whole.name(above)),
                None => "không có đơn vị tiếp nhận".to_owned(),
            }),
        };
        for dossier in &load.dossiers {
            let ends = ways.of_dossier(dossier);
            // Counted once, where its agency ends, or else its counter.
            let first = ends.iter().flatten().next().map(|(unit, _)| owner(*unit));
            row.dossiers += i64::from(first == Some(row.id));
            let mut words: Vec<String> =
                ends.iter().flatten().filter(|(unit, _)| owner(*unit) == row.id).filter_map(|(unit, way)| place(*way, *unit)).collect();
            words.dedup();
            row.unmapped.extend(words.into_iter().map(|words| format!("Hồ sơ {}: {words}", dossier.code)));
        }
        for task in load.tasks.iter().filter(|task| owner(task.unit_id) == row.id) {
            row.tasks += 1;
            row.unmapped.extend(place(ways.of_task(task), task.unit_id).map(|words| format!("Nhiệm vụ {}: {words}", task.code)));
        }
        for post in load.posts.iter().filter(|post| owner(post.unit_id) == row.id) {
            row.people += 1;
            let who = format!("{} ({}, {})", post.full_name, post.position, whole.name(post.unit_id));
            row.unmapped.extend(match ways.of_unit(post.unit_id) {
                Way::Nowhere => Some(format!("{who}: vị trí công tác kết thúc, chưa có đơn vị mới")),
                way => place(way, post.unit_id).map(|words| format!("{who}: {words}")),
            });
        }
        for counter in load.received.iter().filter(|counter| owner(counter.unit_id) == row.id) {
            let place = match (ways.of_unit(counter.unit_id), ways.above(counter.unit_id)) {
                (Way::Sure(_), _) => continue,
                (_, Some(above)) => format!("không có đúng một đơn vị tiếp nhận, sẽ nộp tại {}", whole.name(above)),
                (_, None) => "không có đơn vị tiếp nhận, không nộp được nữa".to_owned(),
            };
            row.unmapped.push(format!("{} thủ tục của cơ quan khác đang nộp tại {}: {place}", counter.n, whole.name(counter.unit_id)));
        }
        if row.mailboxes > 0 {
            row.unmapped.push(format!("{} hộp thư đơn vị: vẫn đọc được, không tự chuyển sang đơn vị mới", row.mailboxes));
        }
        if row.sites > 0 && row.goes_to.len() != 1 {
            row.unmapped.push(format!("{} trang thông tin: chưa có trang kế thừa", row.sites));
        }
    }
    Ok(rows)
}
