//! Reorganisation plans, "Phương án sắp xếp đơn vị" (01 §1 rule 8): written as a draft, checked and previewed, confirmed
//! by a person, applied at 00:00 of their day by a job; they can be withdrawn before.

mod apply;
mod draft;
mod moves;
mod preview;
pub mod rules;
mod store;

pub use draft::{add_line, add_unit, edit, remove_line, remove_unit};
pub use preview::{OldUnit, preview};
pub use rules::Fault;
pub use store::{Plan, PlanEvent, PlanLine, PlanUnit};

use super::store::{CodeRow, EdgeRow, VersionRow};
use crate::audit::AuditEvent;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::jobs::{self, Job};
use crate::{identity, org};
use model::access::{Action, ObjectKind};
use model::reorg::{PlanAction, PlanForm, PlanState};

/// Kind of the job that applies a plan.
pub const JOB: &str = "reorg.apply";

/// Plans change the whole tree: they belong to whoever may create units of the province.
async fn require(cx: &mut Cx) -> Result<()> {
    let root = org::root(cx).await?.id;
    cx.require(Action::Create, ObjectKind::Unit, root)
}

/// The rows of a plan and of the tree that it changes.
struct Loaded {
    units: Vec<PlanUnit>,
    lines: Vec<PlanLine>,
    versions: Vec<VersionRow>,
    edges: Vec<EdgeRow>,
    aliases: Vec<CodeRow>,
}

impl Loaded {
    async fn of(cx: &mut Cx, plan: &Plan) -> Result<Self> {
        let conn = &mut cx.conn();
        Ok(Self {
            units: store::units(conn, plan.id).await?,
            lines: store::lines(conn, plan.id).await?,
            versions: org::store::all_versions(conn).await?,
            edges: org::store::all_edges(conn).await?,
            aliases: org::store::all_aliases(conn).await?,
        })
    }

    fn whole(&self, plan: &Plan) -> rules::Whole<'_> {
        rules::Whole { on: plan.effective_on, units: &self.units, lines: &self.lines, versions: &self.versions, edges: &self.edges, aliases: &self.aliases }
    }

    fn target_name(&self, whole: &rules::Whole<'_>, line: &PlanLine) -> Option<String> {
        let new = || line.to_new_id.and_then(|new| self.units.iter().find(|unit| unit.id == new)).map(|unit| unit.name.clone());
        line.to_id.map(|unit| whole.name(unit)).or_else(new)
    }
}

/// A line with the names of its units.
#[derive(Debug, Clone)]
pub struct LineView {
    /// The line.
    pub line: PlanLine,
    /// Name of the old unit.
    pub from: String,
    /// Name of what takes over.
    pub to: Option<String>,
}

/// A plan as its page shows it.
#[derive(Debug, Clone)]
pub struct PlanView {
    /// The plan.
    pub plan: Plan,
    /// Its new units, each with the name of its parent.
    pub units: Vec<(PlanUnit, String)>,
    /// Its lines.
    pub lines: Vec<LineView>,
    /// What stands against it; empty once it was applied or withdrawn.
    pub faults: Vec<Fault>,
    /// What happened to it.
    pub events: Vec<PlanEvent>,
}

/// Every plan, the latest day first.
///
/// # Errors
/// `Forbidden`.
pub async fn list(cx: &mut Cx) -> Result<Vec<Plan>> {
    require(cx).await?;
    store::plans(&mut cx.conn()).await
}

/// One plan.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn open(cx: &mut Cx, id: i64) -> Result<PlanView> {
    require(cx).await?;
    let plan = store::plan(&mut cx.conn(), id).await?;
    let loaded = Loaded::of(cx, &plan).await?;
    let whole = loaded.whole(&plan);
    let over = matches!(plan.state()?, PlanState::Applied | PlanState::Withdrawn);
    let faults = if over { Vec::new() } else { whole.faults() };
    let parent = |unit: &PlanUnit| {
        let new = || unit.parent_new_id.and_then(|new| loaded.units.iter().find(|other| other.id == new)).map(|other| other.name.clone());
        unit.parent_id.map(|parent| whole.name(parent)).or_else(new).unwrap_or_default()
    };
    let units = loaded.units.iter().map(|unit| (unit.clone(), parent(unit))).collect();
    let lines = loaded.lines.iter().map(|line| LineView { line: line.clone(), from: whole.name(line.from_id), to: loaded.target_name(&whole, line) }).collect();
    let events = store::events(&mut cx.conn(), id).await?;
    Ok(PlanView { plan, units, lines, faults, events })
}

fn next_state(plan: &Plan, action: PlanAction) -> Result<PlanState> {
    let from = plan.state()?;
    rules::target(Some(from), action)
        .ok_or_else(|| Error::conflict(format!("Phương án đang ở trạng thái “{}”, không làm được việc này. Hãy tải lại trang.", from.label())))
}

/// Moves a plan along the table: row, event, and the state it has now.
async fn step(cx: &mut Cx, plan: &mut Plan, action: PlanAction, note: &str) -> Result<()> {
    let to = next_state(plan, action)?;
    to.as_str().clone_into(&mut plan.state);
    store::save_plan(&mut cx.conn(), plan).await?;
    plan.version += 1;
    // Every keystroke of a draft is no event; its content is on the page.
    if action != PlanAction::Edit {
        let (actor, now) = (cx.actor.name.clone(), cx.now());
        store::insert_event(&mut cx.conn(), plan.id, [action.as_str(), to.as_str(), &actor, note], now).await?;
    }
    Ok(())
}

/// Starts a plan as a draft.
///
/// # Errors
/// `Forbidden`, or `Invalid` with one sentence per field.
pub async fn create(cx: &mut Cx, input: &PlanForm) -> Result<i64> {
    require(cx).await?;
    let new = input.validate(org::today(cx))?;
    let (now, actor) = (cx.now(), cx.actor.name.clone());
    let id = store::insert_plan(&mut cx.conn(), &new, now).await?;
    store::insert_event(&mut cx.conn(), id, ["create", "draft", &actor, ""], now).await?;
    cx.audit(AuditEvent::new("reorg.created", "reorg", id).detail(new.title));
    Ok(id)
}

/// The plan, if it can be confirmed as it was looked at in this version.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Conflict` with every fault, if its day has come, or if somebody changed it.
pub async fn confirmable(cx: &mut Cx, id: i64, seen_version: i64) -> Result<Plan> {
    require(cx).await?;
    let plan = store::plan(&mut cx.conn(), id).await?;
    if plan.version != seen_version {
        return Err(store::stale());
    }
    next_state(&plan, PlanAction::Confirm)?;
    if plan.effective_on <= org::today(cx) {
        return Err(Error::conflict("Ngày hiệu lực đã đến hoặc đã qua. Hãy sửa ngày hiệu lực thành một ngày sau hôm nay."));
    }
    let loaded = Loaded::of(cx, &plan).await?;
    let faults: Vec<String> = loaded.whole(&plan).faults().into_iter().map(|fault| fault.text).collect();
    if !faults.is_empty() {
        return Err(Error::conflict(format!("Phương án còn lỗi. {}", faults.join(" "))));
    }
    Ok(plan)
}

/// Confirms a plan that was looked at in this version: from now on it takes effect at 00:00 of its day.
///
/// # Errors
/// `Forbidden`; `Invalid` without a fresh second factor; `Conflict` with every fault, or if somebody changed it.
pub async fn confirm(cx: &mut Cx, id: i64, seen_version: i64) -> Result<()> {
    let mut plan = confirmable(cx, id, seen_version).await?;
    identity::require_step_up(cx)?;
    step(cx, &mut plan, PlanAction::Confirm, "").await?;
    cx.audit(AuditEvent::new("reorg.confirmed", "reorg", id).detail(format!("{}, từ {}", plan.title, plan.effective_on.format("%d/%m/%Y"))));
    jobs::later(cx, JOB, &format!("{JOB}:{id}"), &serde_json::json!({ "plan": id }), org::midnight(plan.effective_on)).await
}

/// Withdraws a plan that has not taken effect.
///
/// # Errors
/// `Forbidden`, `NotFound`; `Invalid` without a reason; `Conflict` once it was applied.
pub async fn withdraw(cx: &mut Cx, id: i64, reason: &str) -> Result<()> {
    require(cx).await?;
    let reason = model::text::clean_line(reason, 500);
    if reason.is_empty() {
        return Err(Error::field("ly_do", "Chưa ghi lý do rút. Hãy ghi lý do."));
    }
    let mut plan = store::plan(&mut cx.conn(), id).await?;
    step(cx, &mut plan, PlanAction::Withdraw, &reason).await?;
    cx.audit(AuditEvent::new("reorg.withdrawn", "reorg", id).detail(reason));
    Ok(())
}

/// Performs the job of a plan.
///
/// # Errors
/// `Conflict` with what stands against the plan; the job is tried again, the nightly check reports it.
pub async fn run_job(cx: &mut Cx, job: &Job) -> Result<()> {
    let payload: serde_json::Value = serde_json::from_str(&job.payload)?;
    let id = payload.get("plan").and_then(serde_json::Value::as_i64).ok_or_else(|| Error::internal("plan of the job"))?;
    apply::apply(cx, id).await
}

/// Plans whose day has come and that did not take effect, in words.
pub(super) async fn late(cx: &mut Cx) -> Result<Vec<String>> {
    let today = org::today(cx);
    let late = store::late(&mut cx.conn(), today).await?;
    Ok(late
        .into_iter()
        .map(|plan| format!("Phương án “{}” đã đến ngày {} nhưng chưa áp dụng được", plan.title, plan.effective_on.format("%d/%m/%Y")))
        .collect())
}
