//! The answer to a supplement (02 §10): D06 before the receipt, D12 after it; online, at the counter, or through the national portal.

use super::access;
use super::act;
use super::create::{self, Dossier};
use super::papers;
use super::row::{self, DossierRow};
use super::rules::Right;
use super::{events, supplement, supplement_draft, timing};
use crate::cx::Cx;
use crate::error::{Error, Result};
use model::FieldErrors;
use model::dossiers::{CounterSupplement, DossierAction, DossierState, ProcessingStage, SupplementAnswer, SupplementRequest, SupplementState};
use model::format;
use model::notify::Event;

/// How an answer reached the office.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way<'a> {
    /// The applicant sent it; what was saved item by item is part of it.
    Online,
    /// Somebody with this name brought it to the counter.
    Counter(&'a str),
    /// A message of the national portal.
    National,
}

impl<'a> Way<'a> {
    /// Who brought it to the counter; empty for every other way.
    const fn brought_by(self) -> &'a str {
        match self {
            Self::Counter(name) => name,
            Self::Online | Self::National => "",
        }
    }
}

/// Every item needs an answer: words or a file. An answer to an item of another request stores nothing.
pub(super) fn check_answers(request: &SupplementRequest, answers: &[SupplementAnswer]) -> Result<()> {
    if answers.iter().any(|answer| !request.items.iter().any(|item| item.id == answer.item_id)) {
        return Err(Error::conflict("Các mục cần bổ sung đã thay đổi. Hãy tải lại trang."));
    }
    let mut errors = FieldErrors::new();
    for item in &request.items {
        let answered = answers.iter().any(|a| a.item_id == item.id && (!a.text.trim().is_empty() || !a.file_ids.is_empty()));
        errors.require(answered, &format!("tra_loi_{}", item.id), format!("Chưa bổ sung “{}”. Hãy tải tệp lên hoặc trả lời.", item.subject));
    }
    Ok(errors.into_result(())?)
}

sql!(ANSWER, "UPDATE supplement_item SET state = 'answered', answer = $3 WHERE id = $1 AND request_id = $2");
sql!(TAKEN, "UPDATE supplement_request SET answer_seq = $2, brought_by = $3 WHERE id = $1");

/// Stores the answers of event `seq` and closes the request.
pub(super) async fn store_answers(
    cx: &mut Cx,
    row: &DossierRow,
    request: &SupplementRequest,
    answers: &[SupplementAnswer],
    seq: i64,
    way: Way<'_>,
) -> Result<()> {
    let now = cx.now();
    for item in &request.items {
        for answer in answers.iter().filter(|answer| answer.item_id == item.id) {
            cx.conn().exec(ANSWER, args![item.id, request.id, &answer.text]).await?;
            for file in &answer.file_ids {
                events::link_item(&mut cx.conn(), row.id, item, *file, seq, now).await?;
            }
        }
    }
    cx.conn().exec(TAKEN, args![request.id, seq, way.brought_by()]).await?;
    supplement::close(cx, request.id, SupplementState::Answered).await
}

/// What the history says of an answer that comes in another way than what the applicant saved: they read that this was dropped.
pub(super) async fn words(cx: &mut Cx, request: &SupplementRequest, way: Way<'_>) -> Result<String> {
    let items = request.items.len();
    let (brought, instead) = match way {
        Way::Online => return Ok(format!("Đã bổ sung {items}/{items} mục")),
        Way::Counter(name) => (format!(". Người mang đến quầy: {name}"), "quầy đã nhận giấy tờ"),
        Way::National => (String::new(), "bổ sung đã đến qua Cổng Dịch vụ công quốc gia"),
    };
    let dropped = supplement_draft::is_begun(cx, request.id).await?;
    let dropped = if dropped {
        format!(". Phần trả lời người nộp đã lưu trên cổng mà chưa gửi đã bị xóa, vì {instead}")
    } else {
        String::new()
    };
    Ok(format!("Đã bổ sung {items}/{items} mục{brought}{dropped}"))
}

/// D06 before the receipt, D12 after it.
pub(super) async fn answer(cx: &mut Cx, code: &str, version: i64, state: DossierState, answers: &[SupplementAnswer], way: Way<'_>) -> Result<Dossier> {
    match state {
        DossierState::IntakeSupplement => create::resubmit_with(cx, code, version, answers, way).await,
        _ => provide(cx, code, version, answers, way).await,
    }
}

/// D06, D12 at the counter: the receptionist takes what somebody brought, for the applicant.
///
/// # Errors
/// `Forbidden` for whoever does not receive there; otherwise as the answer of the applicant.
pub async fn supplement_at_counter(cx: &mut Cx, code: &str, version: i64, input: &CounterSupplement) -> Result<Dossier> {
    let row = row::by_code(cx, code).await?.ok_or(Error::NotFound)?;
    access::of(&cx.actor).require(&[Right::Receive], &row, cx.actor.is_signed_in())?;
    answer(cx, code, version, row.state()?, &input.answers, Way::Counter(&input.brought_by)).await
}

/// D12: every item is answered, by the applicant or by the receptionist for them; the clock goes on.
///
/// # Errors
/// `Invalid` for an unanswered item, `Conflict` in another state, `CalendarMissing`.
pub async fn provide_supplement(cx: &mut Cx, code: &str, version: i64, answers: &[SupplementAnswer]) -> Result<Dossier> {
    provide(cx, code, version, answers, Way::Online).await
}

async fn provide(cx: &mut Cx, code: &str, version: i64, answers: &[SupplementAnswer], way: Way<'_>) -> Result<Dossier> {
    let mut step = act::begin(cx, code, version, DossierAction::ProvideSupplement, None).await?;
    let request = supplement::open_request(cx, step.row.id).await?;
    check_answers(&request, answers)?;
    let old = step.row.due_current;
    timing::resume(cx, &mut step.row).await?;
    let stage = step.row.stage()?.or(Some(ProcessingStage::Assigned));
    let said = words(cx, &request, way).await?;
    step.stage(stage).say(&said, "");
    let (row, seq) = step.finish(cx).await?;
    store_answers(cx, &row, &request, answers, seq, way).await?;
    if let (Some(old), Some(new)) = (old, row.due_current.filter(|new| Some(*new) != old)) {
        act::tell(cx, &row, seq, Event::DueChanged, &[("cu", format::time_date(old)), ("moi", format::time_date(new))]).await?;
    }
    if let Some(officer) = row.officer_id {
        act::tell_official(cx, officer, &row, seq, Event::SupplementProvided, &[("n", request.items.len().to_string())]).await?;
    }
    papers::keep(cx, &row, seq).await?;
    Dossier::of(&row)
}
