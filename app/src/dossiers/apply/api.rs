//! Actions of applicants.

use super::key;
use crate::web::{Done, Error, Form, Result, Rq, Uploads};
use domain::dossiers::{self, SupplementAnswer, apply, draft, receipt};
use domain::files;
use domain::flash::{self, Flash};
use model::dossiers::apply::{Step, field};
use model::dossiers::{DossierState, WithdrawalForm};
use model::files::Purpose;
use model::procedures::Answers;

/// The typed values by name; several values of one name stand in lines.
fn answers(form: &Form) -> Answers {
    let mut answers = Answers::new();
    for (name, value) in &form.0 {
        answers.entry(name.clone()).and_modify(|all| all.push_str(&format!("\n{value}"))).or_insert_with(|| value.clone());
    }
    answers
}

/// The step that the address of this request names.
pub(super) fn step_of(rq: &Rq) -> Result<Step> {
    let path = rq.path.strip_prefix("/nop/").and_then(|rest| rest.split_once('/')).map_or("", |(_, step)| step);
    Step::from_path(path).ok_or(Error::NotFound)
}

/// Saves one page and leads to the next.
pub async fn save(rq: Rq, form: Form) -> Result<Done> {
    let step = step_of(&rq)?;
    if step == Step::Declare {
        return submit(rq, form).await;
    }
    let key = key(&rq);
    let mut cx = rq.write().await?;
    let next = draft::save(&mut cx, &key, step, &answers(&form)).await?;
    cx.commit().await?;
    // Whoever came from the check page to correct one answer goes back there.
    let next = if form.get("ve") == "kiem-tra" { Step::Review } else { next };
    Ok(Done::to(format!("/nop/{}/{}", key.code, next.path())))
}

/// Saves a paper: takes a file out, adds files, or goes on.
pub async fn save_part(rq: Rq, form: Form, uploads: Uploads) -> Result<Done> {
    let (step, key) = (step_of(&rq)?, key(&rq));
    let Step::Part(n) = step else { return Err(Error::NotFound) };
    let here = format!("/nop/{}/{}", key.code, step.path());
    let mut cx = rq.write().await?;
    let view = draft::view(&mut cx, &key).await?;
    let part = n.checked_sub(1).and_then(|i| view.parts.get(i)).ok_or(Error::NotFound)?.id;
    if let Ok(file) = form.get("bo_tep").parse::<i64>() {
        draft::detach(&mut cx, &key, part, file).await?;
        cx.commit().await?;
        return Ok(Done::to(here).say("Đã bỏ tệp."));
    }
    for upload in &uploads.0 {
        draft::attach(&mut cx, &key, part, &upload.blob, &upload.name).await?;
    }
    // Files that arrived are kept even if the rest of the page is not complete.
    cx.commit().await?;
    if !form.get("tai_len").is_empty() {
        return Ok(if uploads.0.is_empty() {
            Done::to(here).say("Chưa chọn tệp nào. Hãy chọn tệp rồi bấm Tải lên.")
        } else {
            Done::to(here).say(format!("Đã nhận đủ {} tệp.", uploads.0.len()))
        });
    }
    save(rq, form).await
}

/// D02: submits, then writes the receipt.
async fn submit(rq: Rq, form: Form) -> Result<Done> {
    let key = key(&rq);
    let mut cx = rq.write().await?;
    let outcome = apply::submit(&mut cx, &key, form.get(field::DECLARED) == "co").await;
    match outcome {
        Ok(_) => cx.commit().await?,
        // Missing answers are shown on the check page, with a link to each.
        Err(Error::Invalid(errors)) if errors.of(field::DECLARED).is_none() => return Ok(Done::to(format!("/nop/{}/kiem-tra", key.code))),
        Err(error) => return Err(error),
    };
    // A receipt that cannot be written yet does not undo the submission; its page tries again and says why.
    let _ = receipt::issue(&rq.portal, &rq.actor, &key).await;
    Ok(Done::to(format!("/nop/{}/xong", key.code)))
}

/// `/tra-cuu`: leads to the page of the dossier. Four digits travel in a row that is read once, never in an address.
pub async fn track(rq: Rq, form: Form) -> Result<Done> {
    let (code, check) = (form.get("ma").to_uppercase(), form.get("so_cuoi"));
    if code.is_empty() {
        return Err(Error::field("ma", "Chưa nhập mã. Hãy nhập mã hồ sơ hoặc mã nộp ghi trên biên nhận."));
    }
    let mut cx = rq.write().await?;
    let found = dossiers::tracking::track(&mut cx, &code, Some(check).filter(|check| !check.is_empty()), &rq.address).await;
    let found = match found {
        Ok(Some(found)) => found,
        refused => {
            cx.commit().await?;
            refused?;
            return Err(Error::field("ma", dossiers::tracking::NOT_FOUND));
        }
    };
    let to = format!("/tra-cuu/{}", found.code);
    if check.is_empty() {
        cx.commit().await?;
        return Ok(Done::to(to));
    }
    let values = vec![("so_cuoi".to_owned(), check.to_owned())];
    let token = flash::put(&mut cx, &Flash { form: to.clone(), values, done: true, ..Flash::default() }).await?;
    cx.commit().await?;
    Ok(Done::to(format!("{to}?phieu={token}")))
}

/// D08 before the receipt, D17 after it.
pub async fn withdraw(rq: Rq, form: Form) -> Result<Done> {
    let code = rq.param("code");
    let input = WithdrawalForm { version: form.version()?, reason: form.get("ly_do").to_owned() };
    let mut cx = rq.write().await?;
    let dossier = apply::of_actor(&mut cx, code).await?;
    let message = if matches!(dossier.state, DossierState::Submitted | DossierState::IntakeSupplement) {
        dossiers::cancel_submission(&mut cx, code, &input).await?;
        "Đã hủy hồ sơ đã nộp."
    } else {
        dossiers::request_withdrawal(&mut cx, code, &input).await?;
        "Đã gửi yêu cầu rút hồ sơ. Cơ quan sẽ trả lời bạn."
    };
    cx.commit().await?;
    Ok(Done::to(format!("/ho-so-cua-toi/{code}")).say(message))
}

/// D06 and D12: answers every requested item, with files.
pub async fn supplement(rq: Rq, form: Form, uploads: Uploads) -> Result<Done> {
    let code = rq.param("code");
    let version = form.version()?;
    let mut cx = rq.write().await?;
    let dossier = apply::of_actor(&mut cx, code).await?;
    let Some(request) = dossier.open_supplement() else {
        return Err(Error::conflict("Hồ sơ này không còn mục nào chờ bổ sung. Hãy tải lại trang."));
    };
    let mut list = Vec::with_capacity(request.items.len());
    for item in &request.items {
        let mut answer = SupplementAnswer { item_id: item.id, text: form.get(&format!("tra_loi_{}", item.id)).to_owned(), file_ids: Vec::new() };
        for upload in uploads.0.iter().filter(|upload| upload.field == format!("tep_{}", item.id)) {
            answer.file_ids.push(files::keep(&mut cx, &upload.blob, &upload.name, Purpose::Dossier).await?.id);
        }
        list.push(answer);
    }
    if dossier.state == DossierState::IntakeSupplement {
        dossiers::resubmit(&mut cx, code, version, &list).await?;
    } else {
        dossiers::provide_supplement(&mut cx, code, version, &list).await?;
    }
    cx.commit().await?;
    Ok(Done::to(format!("/ho-so-cua-toi/{code}")).say("Đã gửi bổ sung."))
}
