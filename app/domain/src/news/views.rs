//! Views: one per visitor and day, without keeping who it was (07 §5).

use crate::Cx;
use crate::error::Result;
use hmac::{Hmac, Mac};
use sha2::Sha256;

sql!(
    INSERT_VISITOR,
    "INSERT INTO article_visitor (article_id, day, hash) SELECT a.id, $2, $3 FROM article a WHERE a.slug = $1 AND a.state = 'published'
     ON CONFLICT (article_id, day, hash) DO NOTHING"
);
sql!(
    COUNT_UP,
    "INSERT INTO article_view (article_id, day, n) SELECT a.id, $2, 1 FROM article a WHERE a.slug = $1
     ON CONFLICT (article_id, day) DO UPDATE SET n = article_view.n + 1"
);
sql!(PRUNE, "DELETE FROM article_visitor WHERE day < $1");

/// Counts a view. `visitor` is what tells visitors apart for one day (address and browser); only a keyed hash of it with the day
/// is kept, until [`prune`]. Robots are left out by the caller's `is_robot`.
///
/// # Errors
/// If the database cannot be written.
pub async fn count_view(cx: &mut Cx, slug: &str, visitor: &str, is_robot: bool) -> Result<()> {
    if is_robot || visitor.is_empty() {
        return Ok(());
    }
    let day = cx.now().with_timezone(&model::format::VN).date_naive();
    let mut mac = Hmac::<Sha256>::new_from_slice(cx.settings().secret_key.as_bytes()).map_err(crate::Error::internal)?;
    mac.update(day.to_string().as_bytes());
    mac.update(visitor.as_bytes());
    let hash = crate::audit::hex(&mac.finalize().into_bytes()[..16]);
    if cx.conn().exec(INSERT_VISITOR, args![slug, day, hash]).await? == 1 {
        cx.conn().exec(COUNT_UP, args![slug, day]).await?;
    }
    Ok(())
}

/// Forgets the visitors of the days before today; the numbers stay.
///
/// # Errors
/// If the database cannot be written.
pub async fn prune(cx: &mut Cx) -> Result<u64> {
    let today = cx.now().with_timezone(&model::format::VN).date_naive();
    cx.conn().exec(PRUNE, args![today]).await
}
