//! Putting a plan into effect: at 00:00 of its day, in one transaction.

use super::moves::{self, Ways};
use super::rules::{self, Way};
use super::store::{self, Plan, PlanUnit};
use super::{Loaded, step};
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::dossiers::continued::{self, Heirs};
use crate::error::{Error, Result};
use crate::org::succession::{self, Succession};
use crate::org::{night, offers, rename, store as tree, write};
use chrono::NaiveDate;
use model::notify::Event;
use model::org::{NewUnit, SuccessionKind, UnitKind, UnitLevel};
use model::reorg::{PlanAction, PlanState};
use std::collections::{BTreeMap, HashMap};

/// Puts a confirmed plan into effect; does nothing for one that was withdrawn or applied before.
///
/// # Errors
/// `Conflict` before its day, or with every fault that has appeared since it was confirmed.
pub(super) async fn apply(cx: &mut Cx, id: i64) -> Result<()> {
    write::lock(cx).await?;
    let plan = store::plan(&mut cx.conn(), id).await?;
    if plan.state()? != PlanState::Confirmed {
        return Ok(());
    }
    if plan.effective_on > crate::org::today(cx) {
        return Err(Error::conflict("Phương án chưa đến ngày hiệu lực."));
    }
    let loaded = Loaded::of(cx, &plan).await?;
    let whole = loaded.whole(&plan);
    let faults: Vec<String> = whole.faults().into_iter().map(|fault| fault.text).collect();
    if !faults.is_empty() {
        return Err(Error::conflict(faults.join(" ")));
    }
    let ways = Ways { ending: whole.ending(), whole: &whole };
    let units: Vec<i64> = ways.ending.keys().copied().collect();
    let load = moves::load(cx, &units, plan.effective_on).await?;

    let ends: BTreeMap<i64, NaiveDate> = ways.ending.iter().filter(|(unit, owner)| unit == owner).map(|(unit, _)| (*unit, plan.effective_on)).collect();
    let below = succession::end_units(cx, &ends).await?;
    let became = make_units(cx, &plan, &loaded.units, &ways).await?;
    let mut rows = Vec::new();
    for line in &loaded.lines {
        let rename = rules::kind(line) == SuccessionKind::Rename;
        let to_id = if rename { Some(line.from_id) } else { line.to_id.or_else(|| line.to_new_id.and_then(|new| became.get(&new).copied())) };
        let basis = plan.legal_basis.clone();
        rows.push(Succession { from_id: line.from_id, to_id, kind: rules::kind(line), on_date: plan.effective_on, share: line.share, legal_basis: basis });
        for value in model::reorg::values(&line.rule_values) {
            tree::insert_split_rule(&mut cx.conn(), line.from_id, to_id.unwrap_or_default(), &line.rule_key, value).await?;
        }
    }
    succession::note(cx, &rows, &below).await?;
    let outcome = hand_on(cx, &plan, &ways, &load, &rows).await?;
    write::rebuild_closure(cx).await?;
    let mut done = plan.clone();
    done.outcome.clone_from(&outcome);
    step(cx, &mut done, PlanAction::Apply, &outcome).await?;
    cx.audit(AuditEvent::new("reorg.applied", "reorg", plan.id).detail(format!("{}: {outcome}", plan.title)));
    let values = [("ten", plan.title.clone()), ("ket_qua", outcome)];
    night::tell_system_admins(cx, Event::ReorgApplied, &format!("reorg:{id}"), &values, &format!("/quan-tri/sap-xep/{id}")).await
}

fn entry(plan: &Plan, row: &PlanUnit, kind: UnitKind, parent_id: Option<i64>) -> NewUnit {
    NewUnit {
        name: row.name.clone(),
        short_name: row.short_name.clone(),
        abbr: row.abbr.clone(),
        code: row.code.clone(),
        dvhc_code: row.dvhc_code.clone(),
        kind,
        level: UnitLevel::Province,
        parent_id,
        valid_from: plan.effective_on,
        address: String::new(),
        phone: String::new(),
        email: String::new(),
        legal_basis: plan.legal_basis.clone(),
    }
}

/// Gives renamed units their new data and makes the new units, which may lie below renamed ones or take their codes.
/// Returns the units by their rows in the plan.
async fn make_units(cx: &mut Cx, plan: &Plan, units: &[PlanUnit], ways: &Ways<'_>) -> Result<HashMap<i64, i64>> {
    let (mut became, mut renamed) = (HashMap::new(), Vec::new());
    for row in units {
        if let Some(old) = ways.whole.renames(row) {
            renamed.push((row, crate::org::unit(cx, old, plan.effective_on).await?));
        }
    }
    let codes: Vec<&str> = units.iter().flat_map(|row| [row.code.as_str(), row.dvhc_code.as_str()]).filter(|code| !code.is_empty()).collect();
    for (_, old) in &renamed {
        rename::end_old(cx, old.id, &codes, plan.effective_on).await?;
    }
    for (row, old) in renamed {
        became.insert(row.id, old.id);
        store::unit_became(&mut cx.conn(), row.id, old.id).await?;
        let new = entry(plan, row, old.kind, None);
        rename::rename(cx, old, new).await?;
    }
    for row in units.iter().filter(|row| ways.whole.renames(row).is_none()) {
        let parent = row.parent_id.or_else(|| row.parent_new_id.and_then(|new| became.get(&new).copied()));
        let new = write::levelled(cx, entry(plan, row, row.kind.parse()?, parent)).await?;
        let unit = write::insert(cx, &new, None).await?;
        store::unit_became(&mut cx.conn(), row.id, unit).await?;
        became.insert(row.id, unit);
    }
    Ok(became)
}

/// Hands everything on that hangs on the ending units. Returns in words what was moved.
async fn hand_on(cx: &mut Cx, plan: &Plan, ways: &Ways<'_>, load: &moves::Load, rows: &[Succession]) -> Result<String> {
    let heir = |way: Way| match way {
        Way::Sure(at) | Way::Largest(at) => rows.get(at).and_then(|row| row.to_id),
        Way::Nowhere => None,
    };
    let names: HashMap<i64, String> = crate::org::all(cx, plan.effective_on).await?.into_iter().map(|unit| (unit.id, unit.name)).collect();
    let named = |to: i64| (to, names.get(&to).cloned().unwrap_or_default());
    let (mut dossiers, mut tasks) = (0, 0);
    for row in &load.dossiers {
        let [competent, receiving] = ways.of_dossier(row).map(|end| end.and_then(|(unit, way)| heir(way).or_else(|| ways.above(unit))).map(named));
        if competent.is_some() || receiving.is_some() {
            let heirs = Heirs { competent, receiving };
            dossiers += i32::from(continued::go_on(cx, row.id, &heirs, &plan.legal_basis).await?);
        }
    }
    for row in &load.tasks {
        let Some(to) = heir(ways.of_task(row)).or_else(|| ways.above(row.unit_id)) else { continue };
        if moves::continue_task(&mut cx.conn(), row.id, to).await? {
            cx.audit(AuditEvent::new("task.continued", "task", &row.code).detail(named(to).1));
            tasks += 1;
        }
    }
    for post in &load.posts {
        let to = heir(ways.of_unit(post.unit_id));
        moves::move_post(&mut cx.conn(), post, to, plan.effective_on).await?;
        cx.audit(AuditEvent::new("employment.ended", "person", post.person_id).detail(format!("phương án sắp xếp {}", plan.id)));
        if to.is_some() {
            cx.audit(AuditEvent::new("employment.started", "person", post.person_id).detail(format!("{} theo phương án sắp xếp {}", post.position, plan.id)));
        }
    }
    for (unit, owner) in &ways.ending {
        let heirs: Vec<i64> = rows.iter().filter(|row| row.from_id == *owner).filter_map(|row| row.to_id).collect();
        for to in &heirs {
            offers::copy(cx, *unit, *to, plan.effective_on).await?;
        }
        if let [to] = heirs.as_slice() {
            moves::redirect_site(&mut cx.conn(), *unit, *to).await?;
        }
    }
    // After the offers were copied: a copy may still name a counter that ends.
    for unit in ways.ending.keys() {
        let to = match ways.of_unit(*unit) {
            Way::Sure(at) => rows.get(at).and_then(|row| row.to_id),
            Way::Largest(_) | Way::Nowhere => None,
        };
        let to = match to {
            Some(to) => Some(offers::centre(cx, to, plan.effective_on).await?.unwrap_or(to)),
            None => ways.above(*unit),
        };
        if let Some(to) = to {
            offers::receive_at(cx, *unit, to).await?;
        }
    }
    Ok(format!(
        "{} đơn vị kết thúc, {dossiers} hồ sơ và {tasks} nhiệm vụ được chuyển tiếp, {} vị trí công tác được chuyển hoặc kết thúc",
        ways.ending.len(),
        load.posts.len()
    ))
}
