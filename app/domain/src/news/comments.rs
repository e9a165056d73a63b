//! Readers' comments: of signed-in citizens, shown after a moderator approved them (07 §5).

use crate::Cx;
use crate::audit::AuditEvent;
use crate::error::{Error, Result};
use chrono::{DateTime, Utc};
use model::access::{Action, ObjectKind};
use model::news::{CommentState, CommentView, Moderation};
use sqlx::FromRow;

/// Most comments of one person that may wait at a time.
const MAX_WAITING: i64 = 5;

#[derive(FromRow)]
struct Row {
    id: i64,
    article: String,
    title: String,
    name: String,
    body: String,
    state: String,
    created_at: DateTime<Utc>,
}

impl TryFrom<Row> for CommentView {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        let Row { id, article, title, name, body, state, created_at } = row;
        Ok(Self { id, article, title, name, body, state: state.parse()?, at: created_at })
    }
}

sql!(OPEN_ARTICLE, "SELECT id FROM article WHERE slug = $1 AND state = 'published' AND allow_comments = $2");
sql!(WAITING, "SELECT COUNT(*) FROM article_comment WHERE person_id = $1 AND state = 'pending'");
sql!(INSERT, "INSERT INTO article_comment (article_id, person_id, name, body, state, created_at) VALUES ($1, $2, $3, $4, 'pending', $5) RETURNING id");
sql!(
    APPROVED,
    "SELECT c.id, a.code AS article, '' AS title, c.name, c.body, c.state, c.created_at
     FROM article_comment c JOIN article a ON a.id = c.article_id WHERE c.article_id = $1 AND c.state = 'approved' ORDER BY c.id LIMIT 500"
);
sql!(
    PENDING,
    "SELECT c.id, a.code AS article, v.title, c.name, c.body, c.state, c.created_at, s.unit_id
     FROM article_comment c JOIN article a ON a.id = c.article_id JOIN site s ON s.id = a.site_id
         JOIN article_version v ON v.article_id = a.id AND v.n = a.published_version
     WHERE c.state = 'pending' ORDER BY c.id LIMIT 500"
);
sql!(UNIT_OF, "SELECT s.unit_id, a.code FROM article_comment c JOIN article a ON a.id = c.article_id JOIN site s ON s.id = a.site_id WHERE c.id = $1");
sql!(DECIDE, "UPDATE article_comment SET state = $2, reason = $3, decided_by = $4, decided_at = $5 WHERE id = $1 AND state = 'pending'");

/// Sends a comment; it waits for a moderator. The name is the one of the account, whose telephone number is verified.
///
/// # Errors
/// `Unauthorized` without sign-in, `NotFound` if the article takes no comments, `Conflict` if too many wait.
pub async fn comment(cx: &mut Cx, slug: &str, body: &str) -> Result<()> {
    let person = cx.person()?;
    let (article,): (i64,) = cx.conn().one(OPEN_ARTICLE, args![slug, true]).await?;
    if cx.conn().count(WAITING, args![person]).await? >= MAX_WAITING {
        return Err(Error::conflict("Bạn đã có 5 ý kiến chờ duyệt. Hãy chờ ban biên tập duyệt rồi gửi tiếp."));
    }
    let (name, now) = (cx.actor.name.clone(), cx.now());
    let id = cx.conn().id(INSERT, args![article, person, name, body, now]).await?;
    cx.audit(AuditEvent::new("comment.send", "comment", id));
    cx.changed("comment", id);
    Ok(())
}

/// The comments that readers see, oldest first.
pub(super) async fn approved(cx: &mut Cx, article: i64) -> Result<Vec<CommentView>> {
    cx.conn().all::<Row>(APPROVED, args![article]).await?.into_iter().map(CommentView::try_from).collect()
}

#[derive(FromRow)]
struct PendingRow {
    #[sqlx(flatten)]
    row: Row,
    unit_id: i64,
}

/// The comments that wait for this moderator, oldest first.
///
/// # Errors
/// `Forbidden` for others.
pub async fn pending(cx: &mut Cx) -> Result<Vec<CommentView>> {
    let reach = cx.require_reach(Action::Moderate, ObjectKind::Comment)?;
    let rows: Vec<PendingRow> = cx.conn().all(PENDING, args![]).await?;
    rows.into_iter().filter(|row| reach.covers(row.unit_id)).map(|row| row.row.try_into()).collect()
}

/// Shows a comment, or rejects it with a reason.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Conflict` if it was decided before.
pub async fn moderate(cx: &mut Cx, input: &Moderation) -> Result<()> {
    let reach = cx.require_reach(Action::Moderate, ObjectKind::Comment)?;
    let (unit, code): (i64, String) = cx.conn().one(UNIT_OF, args![input.comment]).await?;
    // Which comments other sites have is not for this moderator to know.
    if !reach.covers(unit) {
        return Err(Error::NotFound);
    }
    let state = if input.rejected.is_some() { CommentState::Rejected } else { CommentState::Approved };
    let reason = input.rejected.clone().unwrap_or_default();
    let (person, now) = (cx.actor.person_id, cx.now());
    if cx.conn().exec(DECIDE, args![input.comment, state.as_str(), &reason, person, now]).await? == 0 {
        return Err(Error::conflict("Ý kiến này đã được người khác duyệt. Hãy tải lại trang."));
    }
    cx.audit(AuditEvent::new(format!("comment.{state}"), "comment", input.comment).detail(reason));
    cx.changed("article", code);
    Ok(())
}
