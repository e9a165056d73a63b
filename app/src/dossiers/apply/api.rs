//! Actions of applicants.

use super::key;
use super::parts::REUSE;
use crate::web::{Done, Error, Form, Result, Rq, Uploads};
use domain::dossiers::draft::Place;
use domain::dossiers::{self, apply, draft, payments, receipt, results};
use domain::flash::{self, Flash};
use model::dossiers::apply::{PartWay, Step, TrackForm, field};
use model::dossiers::results::ReuseForm;
use model::payments::PaymentForm;
use model::procedures::{Answers, QuestionKind};

/// The typed values by name; several values of one name stand in lines.
pub(in crate::dossiers) fn answers(form: &Form) -> Answers {
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
    if step == Step::Payment && draft::view(&mut cx, &key).await?.unpaid > 0 {
        let method = form.read::<PaymentForm>()?.validate()?;
        let order = payments::order_of_draft(&mut cx, &key).await?;
        cx.commit().await?;
        return crate::payments::to_partner(&rq, &order, method);
    }
    let next = draft::save(&mut cx, &key, step, &answers(&form)).await?;
    cx.commit().await?;
    // Whoever came from the check page to correct one answer goes back there.
    let next = if form.get("ve") == "kiem-tra" { Step::Review } else { next };
    Ok(Done::to(format!("/nop/{}/{}", key.code, next.path())))
}

/// Saves a paper: takes a file out, adds files, or goes on.
pub async fn save_part(rq: Rq, mut form: Form, uploads: Uploads) -> Result<Done> {
    let (step, key) = (step_of(&rq)?, key(&rq));
    let Step::Part(n) = step else { return Err(Error::NotFound) };
    let here = format!("/nop/{}/{}", key.code, step.path());
    let mut cx = rq.write().await?;
    let view = draft::view(&mut cx, &key).await?;
    let part = n.checked_sub(1).and_then(|i| view.parts.get(i)).ok_or(Error::NotFound)?.id;
    if let Ok(file) = form.get("bo_tep").parse::<i64>() {
        draft::detach(&mut cx, &key, &Place::Part(part), file).await?;
        cx.commit().await?;
        return Ok(Done::to(here).say("Đã bỏ tệp."));
    }
    for upload in &uploads.0 {
        draft::attach(&mut cx, &key, &Place::Part(part), &upload.blob, &upload.name).await?;
    }
    if form.get(&field::part(part)) == REUSE && form.get("tai_len").is_empty() {
        let input = form.read::<ReuseForm>()?.validate()?;
        results::attach(&mut cx, &key, part, &input).await?;
        // From here on it is a file of the part like others.
        for (_, value) in form.0.iter_mut().filter(|(name, _)| *name == field::part(part)) {
            *value = PartWay::Upload.as_str().to_owned();
        }
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

/// Saves a page of the e-form that may have files: takes a file out, adds files, or goes on.
pub async fn save_form(rq: Rq, form: Form, uploads: Uploads) -> Result<Done> {
    let (step, key) = (step_of(&rq)?, key(&rq));
    let (remove, press) = (form.get("bo_tep").parse::<i64>().ok(), !form.get("tai_len").is_empty());
    if uploads.0.is_empty() && remove.is_none() && !press {
        return save(rq, form).await;
    }
    let here = format!("/nop/{}/{}", key.code, step.path());
    let mut cx = rq.write().await?;
    let view = draft::view(&mut cx, &key).await?;
    let questions = view.question_page(step).ok_or(Error::NotFound)?.questions.iter().filter(|question| question.kind == QuestionKind::File);
    let names: Vec<&str> = questions.map(|question| question.name.as_str()).collect();
    if let Some(id) = remove {
        let file = view.files.iter().find(|file| file.file_id == id && names.contains(&file.question.as_str())).ok_or(Error::NotFound)?;
        draft::detach(&mut cx, &key, &Place::Question(file.question.clone()), id).await?;
        draft::keep(&mut cx, &key, step, &answers(&form)).await?;
        cx.commit().await?;
        return Ok(Done::to(here).say("Đã bỏ tệp."));
    }
    for upload in &uploads.0 {
        if !names.contains(&upload.field.as_str()) {
            return Err(Error::NotFound);
        }
        draft::attach(&mut cx, &key, &Place::Question(upload.field.clone()), &upload.blob, &upload.name).await?;
    }
    if !press {
        // Files that arrived are kept even if the rest of the page is not complete.
        cx.commit().await?;
        return save(rq, form).await;
    }
    draft::keep(&mut cx, &key, step, &answers(&form)).await?;
    cx.commit().await?;
    Ok(if uploads.0.is_empty() {
        Done::to(here).say("Chưa chọn tệp nào. Hãy chọn tệp rồi bấm Tải lên.")
    } else {
        Done::to(here).say(format!("Đã nhận đủ {} tệp.", uploads.0.len()))
    })
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
    let input = form.read::<TrackForm>()?.validate()?;
    let mut cx = rq.write().await?;
    let found = dossiers::tracking::track(&mut cx, &input.code, input.check.as_deref(), &rq.address).await;
    let found = match found {
        Ok(Some(found)) => found,
        refused => {
            cx.commit().await?;
            refused?;
            return Err(Error::field("ma", dossiers::tracking::NOT_FOUND));
        }
    };
    let to = format!("/tra-cuu/{}", found.code);
    let Some(check) = input.check else {
        cx.commit().await?;
        return Ok(Done::to(to));
    };
    let token = flash::put(&mut cx, &Flash { form: to.clone(), values: vec![("so_cuoi".to_owned(), check)], done: true, ..Flash::default() }).await?;
    cx.commit().await?;
    Ok(Done::to(format!("{to}?phieu={token}")))
}
