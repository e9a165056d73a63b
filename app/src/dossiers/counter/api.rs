//! Actions of the counter: read the form, call one use case, say what was done.

use super::key;
use crate::dossiers::apply::api::answers;
use crate::web::{Done, Error, Form, Result, Rq, Uploads, encode};
use domain::dossiers::draft::{self, DraftKey, Place};
use domain::dossiers::{self, receipt};
use model::FieldErrors;
use model::dossiers::apply::{CounterForm, CounterOpenForm, DRAFT_DAYS, counter_field};
use model::dossiers::{BulkForm, ScanCheckForm, ScanVerdict};

/// Address of the choice of a procedure.
const LIST: &str = "/can-bo/tiep-nhan";

/// Begins the form of a procedure, or gives another procedure to one that was begun.
pub async fn open(rq: Rq, form: Form) -> Result<Done> {
    let (procedure, begun) = form.read::<CounterOpenForm>()?.validate()?;
    let mut cx = rq.write().await?;
    let key = match begun {
        Some(code) => {
            let key = DraftKey { code };
            draft::change_procedure(&mut cx, &key, &procedure).await?;
            key
        }
        None => draft::open_at_counter(&mut cx, &procedure).await?,
    };
    cx.commit().await?;
    Ok(Done::to(format!("/can-bo/tiep-nhan/{}", encode_code(&key.code))))
}

fn encode_code(code: &str) -> String {
    code.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect()
}

/// Every button of the form: what was typed and the files are kept first, whatever the button does then.
pub async fn receive(rq: Rq, form: Form, uploads: Uploads) -> Result<Done> {
    let key = key(&rq);
    let here = format!("/can-bo/tiep-nhan/{}", encode_code(&key.code));
    let mut cx = rq.write().await?;
    match draft::at_counter(&mut cx, &key).await {
        // The button that sends it home pressed twice.
        Err(Error::NotFound) if draft::is_at_home(&mut cx, &key).await? => {
            return Ok(Done::to(LIST).say(format!("Bản nháp {} đã gửi người nộp làm tiếp ở nhà.", key.code)));
        }
        // The same form posted again after it was received: the page says what came of it.
        Ok(view) if view.submitted_at.is_some() => return Ok(Done::to(here)),
        view => drop(view?),
    }
    draft::save_at_counter(&mut cx, &key, &answers(&form)).await?;
    cx.commit().await?;
    let kept = keep_files(&rq, &key, &uploads).await?;
    if let Ok(file) = form.get("bo_tep").parse::<i64>() {
        let mut cx = rq.write().await?;
        let view = draft::at_counter(&mut cx, &key).await?;
        let kept = view.files.iter().find(|kept| kept.file_id == file).ok_or(Error::NotFound)?;
        let place = if kept.question.is_empty() { Place::Part(kept.part_id) } else { Place::Question(kept.question.clone()) };
        draft::detach(&mut cx, &key, &place, file).await?;
        cx.commit().await?;
        return Ok(Done::to(format!("{here}#giay-to")).say("Đã bỏ tệp."));
    }
    if !form.get("tai_len").is_empty() {
        let said = if kept == 0 {
            "Chưa chọn tệp nào. Hãy chọn tệp rồi bấm Tải lên.".to_owned()
        } else {
            format!("Đã nhận đủ {kept} tệp.")
        };
        return Ok(Done::to(format!("{here}#giay-to")).say(said));
    }
    match form.get("buoc") {
        "tim-nguoi" => find(&rq, &key, &here).await,
        "doi-thu-tuc" => Ok(Done::to(format!("/can-bo/tiep-nhan?cho={}", encode(&key.code)))),
        "ve-nha" => send_home(&rq, &key).await,
        "tiep-nhan" => finish(&rq, &key, &form, here).await,
        _ => Ok(Done::to(here).say("Đã lưu nội dung và cập nhật biểu mẫu.")),
    }
}

/// Files go to the part or the question that their field names; a refused one is told at that field.
async fn keep_files(rq: &Rq, key: &DraftKey, uploads: &Uploads) -> Result<usize> {
    for upload in &uploads.0 {
        let place = counter_field::part_of_file(&upload.field).map_or_else(|| Place::Question(upload.field.clone()), Place::Part);
        let mut cx = rq.write().await?;
        draft::attach(&mut cx, key, &place, &upload.blob, &upload.name).await.map_err(|error| at_field(error, &upload.field))?;
        cx.commit().await?;
    }
    Ok(uploads.0.len())
}

fn at_field(error: Error, field: &str) -> Error {
    match error {
        Error::Invalid(errors) => Error::Invalid(FieldErrors(errors.0.into_iter().map(|(_, message)| (field.to_owned(), message)).collect())),
        other => other,
    }
}

async fn find(rq: &Rq, key: &DraftKey, here: &str) -> Result<Done> {
    let mut cx = rq.write().await?;
    let found = draft::find_applicant(&mut cx, key).await?;
    cx.commit().await?;
    let said = match found {
        Some(name) => format!("Đã tìm thấy {name}. Hãy đối chiếu với giấy tờ tùy thân."),
        None => "Chưa có người này trên cổng. Hãy nhập thông tin; cổng ghi nhận người mới khi tiếp nhận.".to_owned(),
    };
    Ok(Done::to(format!("{here}#nguoi-nop")).say(said))
}

/// The applicant goes on at home.
async fn send_home(rq: &Rq, key: &DraftKey) -> Result<Done> {
    let mut cx = rq.write().await?;
    let phone = draft::send_home(&mut cx, key).await?;
    cx.commit().await?;
    Ok(Done::to(LIST).say(format!("Đã gửi mã {} đến số {phone}. Người nộp làm tiếp ở nhà trong {DRAFT_DAYS} ngày bằng mã này và số đó.", key.code)))
}

/// D04: everything that is wrong is told at once.
async fn finish(rq: &Rq, key: &DraftKey, form: &Form, here: String) -> Result<Done> {
    let checked = form.read::<CounterForm>()?.validate();
    let mut cx = rq.write().await?;
    let mut errors = draft::at_counter(&mut cx, key).await?.check_at_counter();
    let input = match checked {
        Ok(input) => input,
        Err(more) => {
            errors.0.extend(more.0);
            return Err(errors.into());
        }
    };
    let dossier = dossiers::receive_at_counter(&mut cx, key, &input).await?;
    cx.commit().await?;
    // A receipt that cannot be written yet does not undo the act; its page tries again and says why.
    let _ = receipt::issue(&rq.portal, &rq.actor, key).await;
    let code = dossier.code.unwrap_or(dossier.submission_code);
    Ok(Done::to(here).say(format!("Đã tiếp nhận hồ sơ {code}. Người nộp được báo tin theo cách đã chọn.")))
}

/// D03 for what was ticked.
pub async fn receive_many(rq: Rq, form: Form) -> Result<Done> {
    let chosen = form.read::<BulkForm>()?.validate_confirmed()?;
    let outcome = dossiers::receive_many(&rq.portal, &rq.actor, &chosen.0).await?;
    Ok(Done::to("/can-bo/cho-tiep-nhan").say(outcome.sentence("tiếp nhận")))
}

/// Hands what was ticked over to the agencies that decide.
pub async fn hand_over(rq: Rq, form: Form) -> Result<Done> {
    let chosen = form.read::<BulkForm>()?.validate()?;
    let mut cx = rq.write().await?;
    let (outcome, sheets) = dossiers::hand_over(&mut cx, &chosen.0).await?;
    cx.commit().await?;
    let sheets = if sheets.is_empty() { String::new() } else { format!(" Phiếu bàn giao: {}.", sheets.join(", ")) };
    Ok(Done::to("/can-bo/ban-giao?hang=giao").say(format!("{}{sheets}", outcome.sentence("bàn giao"))))
}

/// D09 for what was ticked.
pub async fn accept_many(rq: Rq, form: Form) -> Result<Done> {
    let chosen = form.read::<BulkForm>()?.validate()?;
    let outcome = dossiers::accept_many(&rq.portal, &rq.actor, &chosen.0).await?;
    Ok(Done::to("/can-bo/ban-giao?hang=nhan").say(outcome.sentence("nhận")))
}

fn part(rq: &Rq) -> Result<i64> {
    rq.param("ma").parse().map_err(|_| Error::NotFound)
}

/// Adds the scans of a paper.
pub async fn scan(rq: Rq, form: Form, uploads: Uploads) -> Result<Done> {
    let scans: Vec<_> = uploads.0.into_iter().filter(|upload| upload.field == "tep").map(|upload| (upload.blob, upload.name)).collect();
    let mut cx = rq.write().await?;
    dossiers::scan(&mut cx, part(&rq)?, form.version()?, &scans).await?;
    cx.commit().await?;
    Ok(Done::to("/can-bo/so-hoa").say(format!("Đã nhận đủ {} tệp quét. Bản quét chờ kiểm tra.", scans.len())))
}

/// The look at a scan.
pub async fn check_scan(rq: Rq, form: Form) -> Result<Done> {
    let verdict = form.read::<ScanCheckForm>()?.validate()?;
    let mut cx = rq.write().await?;
    dossiers::check_scan(&mut cx, part(&rq)?, form.version()?, &verdict).await?;
    cx.commit().await?;
    let said = match verdict {
        ScanVerdict::Accept => "Đã ghi bản quét đạt. Giấy tờ được số hóa.",
        ScanVerdict::Again(_) => "Đã yêu cầu quét lại.",
    };
    Ok(Done::to("/can-bo/so-hoa?hang=cho-kiem-tra").say(said))
}
