//! The tree around the units of somebody's roles, and what this process keeps of it.

use super::reach::Near;
use super::store;
use crate::actor::HeldRole;
use crate::cx::Cx;
use crate::error::Result;
use model::access::Scope;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// More surroundings than officials of a province exist only after changes: then the old ones go.
const MOST_KEPT: usize = 4_096;

/// Surroundings that this process has read, by the state of the organisation: its counter moves with every change of the tree.
#[derive(Debug, Default)]
pub(crate) struct Surroundings(Mutex<HashMap<(i64, Vec<i64>), Arc<Vec<Near>>>>);

/// The units whose surroundings decide how far these roles reach.
fn placed(roles: &[HeldRole]) -> Vec<i64> {
    let mut units: Vec<i64> = roles.iter().filter(|held| !matches!(held.scope, Scope::Own | Scope::Province)).map(|held| held.unit_id).collect();
    units.sort_unstable();
    units.dedup();
    units
}

/// The closure around the units of these roles.
pub(super) async fn of(cx: &mut Cx, roles: &[HeldRole]) -> Result<Vec<Near>> {
    match placed(roles) {
        units if units.is_empty() => Ok(Vec::new()),
        units => store::near(&mut cx.conn(), &units).await,
    }
}

/// The same for this state of the organisation, read once by each process.
pub(super) async fn of_state(cx: &mut Cx, roles: &[HeldRole], state: i64) -> Result<Arc<Vec<Near>>> {
    let key = (state, placed(roles));
    let kept = cx.portal().surroundings().0.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
    if let Some(near) = kept {
        return Ok(near);
    }
    let near = Arc::new(of(cx, roles).await?);
    let mut kept = cx.portal().surroundings().0.lock().unwrap_or_else(PoisonError::into_inner);
    if kept.len() >= MOST_KEPT {
        kept.clear();
    }
    kept.insert(key, Arc::clone(&near));
    Ok(near)
}
