//! What a later message does to its dossier: D06 or D12 supplement, money, D08 or D17 withdrawal, a rating.

use super::super::payments::callback;
use super::super::row::{self, DossierRow};
use super::super::supplement_answer::{self, Way};
use super::super::{cancel_submission, request_withdrawal, supplement as request, supplement_draft};
use super::submit::keep;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::rating;
use chrono::{DateTime, Utc};
use model::dossiers::{DossierState, Reason, SupplementAnswer};
use model::partners::{Head, InboxState, MessageKind, Partner, Payment, RatingMessage, SupplementMessage, Withdrawal};
use model::payments::{NoticeStatus, PartnerNotice, PaymentMethod, PaymentOutcome};
use model::rating::{COMMENT_MAX, Rate, RatingLevel};
use model::text::{MIN_REASON, clean_text};
use sha2::{Digest, Sha256};

/// The words of the applicant about one item.
const WORDS: usize = 5_000;

/// The applicant answers what was asked for.
pub(super) async fn supplement(cx: &mut Cx, dossier: i64, message: &SupplementMessage) -> Result<()> {
    let row = row::by_id(cx, dossier).await?;
    let open = request::open_request(cx, row.id).await?;
    if message.request != 0 && message.request != open.id {
        return Err(Error::conflict("Bản tin trả lời một yêu cầu bổ sung khác với yêu cầu đang chờ."));
    }
    let mut answers = Vec::with_capacity(message.items.len());
    for item in &message.items {
        let mut file_ids = Vec::new();
        let mut text = clean_text(&item.text, WORDS);
        let kinds = supplement_draft::kinds_of_item(cx, item.item).await?;
        for paper in &item.papers {
            match keep(cx, paper, kinds).await? {
                Some(file) => file_ids.push(file),
                None => text = clean_text(&format!("{text}\nTệp ở Cổng DVCQG: {} ({})", paper.name, paper.address), WORDS),
            }
        }
        answers.push(SupplementAnswer { item_id: item.item, text, file_ids });
    }
    let code = row.submission_code.clone();
    supplement_answer::answer(cx, &code, row.version, row.state()?, &answers, Way::National).await.map(drop)
}

/// Money that was paid on the national portal: counted once, like a report of any partner of payments.
pub(super) async fn payment(cx: &mut Cx, dossier: i64, head: &Head, money: &Payment, message_id: &str) -> Result<()> {
    let row = row::by_id(cx, dossier).await?;
    let notice = PartnerNotice {
        partner: Partner::National.as_str().to_owned(),
        transaction_id: money.transaction.clone(),
        order: money.charge.clone(),
        amount: money.amount,
        method: PaymentMethod::NationalPlatform,
        paid_at: paid_at(head.at, cx.now()),
        status: NoticeStatus::Success,
    };
    if let Some(problem) = notice.problem() {
        return Err(Error::conflict(problem));
    }
    let hash = crate::audit::hex(&Sha256::digest(message_id.as_bytes()));
    match callback::take(cx, &row.submission_code, &notice, &hash).await? {
        callback::Reply::Kept { outcome: PaymentOutcome::Mismatch, .. } => Err(Error::conflict("Giao dịch này đã ghi nhận với số tiền hoặc khoản khác.")),
        _ => Ok(()),
    }
}

/// When it was paid, not later than now: clocks differ.
fn paid_at(said: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
    said.clamp(now - chrono::Duration::days(366), now)
}

/// The applicant goes back on it: before the receipt that ends it, afterwards it is a request.
pub(super) async fn withdraw(cx: &mut Cx, dossier: i64, message: &Withdrawal) -> Result<()> {
    let row: DossierRow = row::by_id(cx, dossier).await?;
    let said = clean_text(&message.reason, WORDS);
    let reason = if said.chars().count() < MIN_REASON { format!("Người nộp rút trên Cổng DVCQG. {said}").trim().to_owned() } else { said };
    let input = Reason { reason };
    let code = row.submission_code.clone();
    match row.state()? {
        DossierState::Submitted | DossierState::IntakeSupplement => cancel_submission(cx, &code, row.version, &input).await.map(drop),
        _ => request_withdrawal(cx, &code, row.version, &input).await.map(drop),
    }
}

sql!(LATER, "SELECT COUNT(*) FROM partner_inbox WHERE partner = $1 AND subject = $2 AND kind = $3 AND state = $4 AND sent_at > $5");

/// How satisfied the applicant is: the one rating of the dossier, as by its link (02 §18). What the partner wrote before a rating that
/// was applied already changes nothing.
pub(super) async fn rate(cx: &mut Cx, dossier: i64, head: &Head, given: &RatingMessage) -> Result<()> {
    let values = args![Partner::National.as_str(), &head.code, MessageKind::Rating.as_str(), InboxState::Applied.as_str(), head.at];
    if cx.conn().count(LATER, values).await? > 0 {
        return Ok(());
    }
    let level = RatingLevel::of(given.level).ok_or_else(|| Error::conflict("MucDo phải từ 1 đến 5."))?;
    let token = rating::invite(cx, dossier).await?.token;
    let version = rating::invitation(cx, &token).await?.version;
    rating::rate(cx, &token, version, &Rate { level, comment: clean_text(&given.comment, COMMENT_MAX) }).await
}
