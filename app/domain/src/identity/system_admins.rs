//! The technical administrators of the province: never none, and the first two from the command line (01 §4).

use super::employments;
use super::store::{self, AccountRow};
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::org;
use model::access::{Action, ObjectKind, Role};
use model::identity::AccountState;

// People who can act as technical administrators: a running role and an account that may sign in.
sql!(
    ADMINS,
    "SELECT DISTINCT a.id, a.person_id FROM role_assignment r JOIN account a ON a.person_id = r.person_id AND a.kind = 'official' AND a.state = 'active'
     WHERE r.role = 'system_admin' AND r.valid_from <= $1 AND (r.valid_to IS NULL OR r.valid_to > $1) ORDER BY a.id"
);

/// Accounts and people of the technical administrators who can sign in.
pub(super) async fn admins(cx: &mut Cx) -> Result<Vec<(i64, i64)>> {
    let now = cx.now();
    cx.conn().all(ADMINS, args![now]).await
}

/// True if the person is the only technical administrator who can sign in.
pub(super) async fn is_last_system_admin(cx: &mut Cx, person: i64) -> Result<bool> {
    // Two who take each other away wait for one another here: the second sees what the first did.
    crate::numbering::next(&mut cx.conn(), "system_admin").await?;
    let all = admins(cx).await?;
    Ok(all.iter().any(|(_, who)| *who == person) && all.iter().all(|(_, who)| *who == person))
}

/// Refuses to take the last technical administrator away.
pub(super) async fn keep_one_system_admin(cx: &mut Cx, person: i64) -> Result<()> {
    if is_last_system_admin(cx, person).await? {
        return Err(Error::conflict("Đây là quản trị kỹ thuật cuối cùng của tỉnh. Hãy cấp quyền cho người khác trước."));
    }
    Ok(())
}

/// The person who acts, if a technical administrator in own right.
pub(super) fn require_admin(cx: &Cx) -> Result<i64> {
    let holds = cx.actor.roles.iter().any(|held| held.role == Role::SystemAdmin && held.on_behalf_of.is_none());
    let person = cx.person()?;
    if holds { Ok(person) } else { Err(Error::Forbidden { action: Action::Grant, kind: ObjectKind::Role, unit: None }) }
}

/// Who may get the right: works today, has an account that was used, and does not hold it yet.
pub(super) async fn candidate(cx: &mut Cx, person: i64) -> Result<i64> {
    let today = org::today(cx);
    let running = employments(cx, person).await?.into_iter().find(|e| e.valid_from <= today && e.valid_to.is_none_or(|to| to > today));
    let employment = running.ok_or_else(|| Error::conflict("Người này chưa có vị trí công tác. Hãy thêm vị trí công tác trước."))?;
    let account: Option<AccountRow> = store::official_of(&mut cx.conn(), person).await?;
    if account.is_none_or(|account| account.state != AccountState::Active.as_str()) {
        return Err(Error::conflict("Người này chưa có tài khoản đang hoạt động. Hãy tạo và kích hoạt tài khoản trước."));
    }
    if admins(cx).await?.iter().any(|(_, who)| *who == person) {
        return Err(Error::conflict("Người này đã là quản trị kỹ thuật."));
    }
    Ok(employment.id)
}

/// Makes somebody a technical administrator from the command line, as long as there are fewer than two: one alone could
/// never add a second, because that takes two.
///
/// # Errors
/// `Forbidden` for anybody but the system itself, `NotFound` for an unknown account, `Conflict` once there are two, and for
/// somebody without work or an activated account.
pub async fn first_system_admins(cx: &mut Cx, username: &str) -> Result<()> {
    let person = super::accounts::person_of_username(cx, username).await?;
    crate::numbering::next(&mut cx.conn(), "system_admin").await?;
    let mut known: Vec<i64> = admins(cx).await?.into_iter().map(|(_, who)| who).collect();
    known.dedup();
    if known.len() >= 2 {
        return Err(Error::conflict("Tỉnh đã có hai quản trị kỹ thuật: hai người đó cùng cấp quyền trên trang Quản trị."));
    }
    let employment = candidate(cx, person).await?;
    let root = org::root(cx).await?;
    super::set_up::system_admin(cx, person, root.id, employment).await
}
