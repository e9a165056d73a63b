//! The link by which a dossier is rated: made when the result is returned.

use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::numbering;
use chrono::Duration;
use model::rating::INVITE_DAYS;
use sqlx::FromRow;

/// The link of one person to one dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The unguessable part.
    pub token: String,
    /// Path of the page (`/danh-gia/…`).
    pub link: String,
}

impl Invitation {
    fn of(token: String) -> Self {
        Self { link: format!("/danh-gia/{token}"), token }
    }
}

#[derive(FromRow)]
struct DossierRow {
    state: String,
    applicant_account: Option<i64>,
    unit_id: i64,
}

sql!(DOSSIER, "SELECT state, applicant_account, COALESCE(continuing_unit_id, competent_unit_id) AS unit_id FROM dossier WHERE id = $1");
sql!(
    INSERT,
    "INSERT INTO rating_invite (dossier_id, account_id, token, unit_id, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING"
);
sql!(TOKEN, "SELECT token FROM rating_invite WHERE dossier_id = $1 AND COALESCE(account_id, 0) = $2");

/// Invites the applicant of a returned dossier to rate it; the same link however often it is called. Part of returning the
/// result: the right is that of the step around it.
///
/// # Errors
/// `NotFound` for no dossier, `Conflict` for one that is not returned.
pub async fn invite(cx: &mut Cx, dossier_id: i64) -> Result<Invitation> {
    let dossier: DossierRow = cx.conn().one(DOSSIER, args![dossier_id]).await?;
    if dossier.state != "returned" {
        return Err(Error::conflict("Chỉ mời đánh giá khi đã trả kết quả hồ sơ."));
    }
    let now = cx.now();
    let values = args![dossier_id, dossier.applicant_account, numbering::random_token(), dossier.unit_id, now, now + Duration::days(INVITE_DAYS)];
    cx.conn().exec(INSERT, values).await?;
    let (token,): (String,) = cx.conn().one(TOKEN, args![dossier_id, dossier.applicant_account.unwrap_or_default()]).await?;
    Ok(Invitation::of(token))
}

/// The link of the person who acts to one of their own returned dossiers; none for others.
///
/// # Errors
/// If the database cannot be read.
pub async fn link_of(cx: &mut Cx, dossier_id: i64) -> Result<Option<Invitation>> {
    let Some(account) = cx.actor.account_id else { return Ok(None) };
    let row: Option<(String,)> = cx.conn().opt(TOKEN, args![dossier_id, account]).await?;
    Ok(row.map(|(token,)| Invitation::of(token)))
}
