//! Everything that waits for one official: the page Hôm nay and the badge counts of the navigation.

use crate::cx::Cx;
use crate::error::Result;

/// Counts beside the words of the navigation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Badges {
    /// Everything that waits for this person.
    pub today: u32,
    /// Of these, past their due time.
    pub overdue: u32,
    /// Dossiers.
    pub dossiers: u32,
    /// Tasks.
    pub tasks: u32,
    /// Unread messages.
    pub mail: u32,
    /// Articles that wait for a decision.
    pub articles: u32,
    /// Unread notices (the bell).
    pub notices: u32,
}

/// The counts for the person who acts.
///
/// # Errors
/// If the database cannot be read.
pub async fn badges(_cx: &mut Cx) -> Result<Badges> {
    Ok(Badges::default())
}
