//! How many drafts one applicant may have open: enough for everybody, and an end for programs.

use super::{phone_hash, store};
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::identity::crypto;
use crate::numbering;
use model::dossiers::apply::{DraftLine, DraftTrace, MOST_DRAFTS};

/// Purpose of the hash that says in which row of `counter` an owner waits.
const OWNER: &str = "draft_owner";
/// Drafts that the sentence names; the page lists all.
const NAMED: usize = 5;

/// The open drafts of the visitor, the latest first: of the account, else of the verified telephone.
async fn begun(cx: &mut Cx) -> Result<Vec<DraftLine>> {
    if let Some(account) = cx.actor.account_id {
        return store::of_account(cx, account).await;
    }
    let phone = cx.actor.phone.clone().ok_or(Error::Unauthorized)?;
    let hash = phone_hash(cx, &phone);
    store::of_phone(cx, &hash).await
}

/// The open drafts of the visitor as whoever shares their telephone may see them, the latest first.
///
/// # Errors
/// `Unauthorized` for whoever has neither an account nor a verified telephone.
pub async fn traces(cx: &mut Cx) -> Result<Vec<DraftTrace>> {
    Ok(begun(cx).await?.into_iter().map(|line| DraftTrace { updated_at: line.updated_at, kept_until: line.kept_until }).collect())
}

/// The open draft of the visitor with this code, in full: whoever types the code may see it.
///
/// # Errors
/// `NotFound` if there is none, as for the draft of somebody else; `Unauthorized` as [`traces`].
pub async fn by_code(cx: &mut Cx, code: &str) -> Result<DraftLine> {
    begun(cx).await?.into_iter().find(|line| line.code == code).ok_or(Error::NotFound)
}

/// The codes of the open drafts, the latest first, for the message to the telephone.
pub(in crate::dossiers) async fn codes(cx: &mut Cx) -> Result<Vec<String>> {
    Ok(begun(cx).await?.into_iter().map(|line| line.code).collect())
}

/// True if the visitor has to finish or delete a draft before beginning another.
///
/// # Errors
/// `Unauthorized` as [`traces`].
pub async fn is_full(cx: &mut Cx) -> Result<bool> {
    Ok(begun(cx).await?.len() >= MOST_DRAFTS)
}

/// Whoever begins a draft waits here until another beginning of the same owner is over. Owners share 256 rows of `counter`, so that
/// no row stays behind for each telephone that ever began something.
async fn one_at_a_time(cx: &mut Cx) -> Result<()> {
    let owner = match (cx.actor.account_id, &cx.actor.phone) {
        (Some(account), _) => format!("account:{account}"),
        (None, phone) => format!("phone:{}", phone.as_deref().ok_or(Error::Unauthorized)?),
    };
    let hash = crypto::keyed_hash(cx.settings(), OWNER, &owner);
    let row = hash.get(..2).unwrap_or_default();
    numbering::next(&mut cx.conn(), &format!("draft_owner:{row}")).await.map(drop)
}

/// Refuses one draft too many; whoever has an account reads the latest of those that are open. Until the transaction ends nobody else
/// begins one for the same owner.
pub(super) async fn room(cx: &mut Cx) -> Result<()> {
    one_at_a_time(cx).await?;
    let open = begun(cx).await?;
    if open.len() < MOST_DRAFTS {
        return Ok(());
    }
    if !cx.actor.is_signed_in() {
        let most = open.len();
        return Err(Error::conflict(format!(
            "Số điện thoại này đang có {most} bản nháp chưa nộp. Hãy mở trang Bản nháp, nhập mã nộp để làm tiếp hoặc xóa bớt, rồi bắt đầu hồ sơ mới."
        )));
    }
    let named: Vec<String> = open.iter().take(NAMED).map(|line| format!("{} ({})", line.code, line.procedure_name)).collect();
    Err(Error::conflict(format!(
        "Bạn đang có {} bản nháp chưa nộp: {}… Hãy làm tiếp hoặc xóa bớt trong trang Bản nháp, rồi bắt đầu hồ sơ mới.",
        open.len(),
        named.join("; ")
    )))
}
