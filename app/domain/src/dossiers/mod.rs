//! Use cases of the slice `dossiers`.

/// What waits for the person who acts, for the page Hôm nay.
///
/// # Errors
/// If the database cannot be read.
pub async fn work_items(_cx: &mut crate::Cx) -> crate::Result<Vec<crate::today::WorkItem>> {
    Ok(Vec::new())
}
