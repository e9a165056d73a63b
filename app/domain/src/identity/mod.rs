//! Use cases of the slice `identity`.
use crate::{Actor, Portal, Result};
/// stub
pub async fn actor_of_session(_p: &Portal, _t: &str) -> Result<Option<Actor>> { Ok(None) }
