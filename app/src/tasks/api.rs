//! Actions on tasks: read the form, call one use case, go to the next page.

use super::steps::address_of;
use crate::web::{Done, Error, Form, Result, Rq, Uploads};
use axum::response::Response;
use domain::Cx;
use domain::files::keep;
use domain::flash::{self, Flash};
use domain::tasks::{self, Target};
use model::FieldErrors;
use model::files::Purpose;
use model::format::parse_date;
use model::tasks::{Accept, Assign, Complete, DecideExtension, ExtendRequest, NewTask, Progress, Reason, Reassign, TaskStep};

/// The form "Giao nhiệm vụ": gives the task, keeps a draft, or shows the due date in working days.
pub async fn give(rq: Rq, form: Form) -> Result<Done> {
    let mut cx = rq.write().await?;
    if form.get("buoc") == "xem-han" {
        // Nothing is stored: the page comes back with what was typed and says what the due date means.
        let kept = Flash { form: rq.path.clone(), values: form.keepable(), ..Flash::default() };
        let token = flash::put(&mut cx, &kept).await?;
        cx.commit().await?;
        return Ok(Done::to(format!("/can-bo/nhiem-vu/giao?phieu={token}#han")));
    }
    let input = read_task(&form)?;
    let (code, said) = if form.get("buoc") == "luu-nhap" {
        (tasks::create(&mut cx, &input).await?, "Đã lưu dự thảo")
    } else {
        (tasks::create_and_assign(&mut cx, &input).await?, "Đã giao nhiệm vụ")
    };
    cx.commit().await?;
    Ok(Done::to(format!("/can-bo/nhiem-vu/{code}")).say(format!("{said} {code}.")))
}

fn read_task(form: &Form) -> Result<NewTask> {
    let mut errors = FieldErrors::new();
    let mut day = |name: &str| match form.get(name) {
        "" => None,
        text => parse_date(text).map_err(|error| errors.add(name, error.to_string())).ok(),
    };
    let (source_date, due) = (day("ngay-van-ban"), day("han"));
    let input = NewTask {
        title: form.get("noi-dung").to_owned(),
        source_kind: form.get("nguon").parse().ok(),
        source_number: form.get("so-van-ban").to_owned(),
        source_date,
        source_issuer: form.get("co-quan-ban-hanh").to_owned(),
        source_signer: form.get("nguoi-ky").to_owned(),
        direction: form.get("chi-dao").to_owned(),
        lead_unit: form.get("chu-tri").parse().ok(),
        co_units: form.all("phoi-hop").iter().filter_map(|id| id.parse().ok()).collect(),
        deadline_kind: form.get("loai-han").parse().ok(),
        due,
        urgency: form.get("do-khan").parse().ok(),
        field: form.get("linh-vuc").to_owned(),
        output: form.get("san-pham").to_owned(),
        monitor: None,
        parent_code: form.get("nhiem-vu-cha").to_owned(),
        back_dated_reason: form.get("ly-do-bo-sung").to_owned(),
    };
    Ok(errors.into_result(input)?)
}

/// One step of a task: `/can-bo/nhiem-vu/{code}/{step}`.
pub async fn step(rq: Rq, form: Form, files: Uploads) -> Result<Done> {
    let step = *TaskStep::ALL.iter().find(|step| address_of(**step) == Some(rq.param("step"))).ok_or(Error::NotFound)?;
    let code = rq.param("code").to_owned();
    let mut cx = rq.write().await?;
    take(&mut cx, step, &code, &form, files).await?;
    cx.commit().await?;
    Ok(Done::to(format!("/can-bo/nhiem-vu/{code}")).say(format!("{}: đã ghi nhận.", step.label())))
}

async fn take(cx: &mut Cx, step: TaskStep, code: &str, form: &Form, files: Uploads) -> Result<()> {
    let target = Target { code, version: Some(form.version()?) };
    let reason = || Reason { reason: form.get("ly-do").to_owned() };
    let text = || form.get("noi-dung").to_owned();
    let new_lead = || Reassign { lead_unit: form.get("chu-tri").parse().ok(), reason: form.get("ly-do").to_owned() };
    match step {
        TaskStep::Create => Err(Error::NotFound),
        TaskStep::Assign => tasks::assign(cx, target, &Assign { basis: form.get("can-cu").to_owned() }).await,
        TaskStep::Accept => tasks::accept(cx, target, &Accept { person: form.get("nguoi-thuc-hien").parse().ok() }).await,
        TaskStep::ReturnToAssigner => tasks::return_to_assigner(cx, target, &reason()).await,
        TaskStep::Reassign => tasks::reassign(cx, target, &new_lead()).await,
        TaskStep::ChangeLead => tasks::change_lead(cx, target, &new_lead()).await,
        TaskStep::Start | TaskStep::ReportProgress => {
            let files = stored(cx, files).await?;
            tasks::report_progress(cx, target, &Progress { text: text(), percent: form.get("tien-do").parse().ok(), files }).await
        }
        TaskStep::ReportCompletion => {
            let files = stored(cx, files).await?;
            tasks::report_completion(cx, target, &Complete { text: text(), document: form.get("so-van-ban").to_owned(), files }).await
        }
        TaskStep::Confirm => tasks::confirm(cx, target).await,
        TaskStep::Reject => tasks::reject(cx, target, &reason()).await,
        TaskStep::RequestExtension => {
            let files = stored(cx, files).await?;
            let due = match form.get("han") {
                "" => None,
                text => Some(parse_date(text).map_err(|error| Error::field("han", error.to_string()))?),
            };
            tasks::request_extension(cx, target, &ExtendRequest { due, reason: form.get("ly-do").to_owned(), files }).await
        }
        TaskStep::DecideExtension => {
            let approve = match form.get("quyet-dinh") {
                "dong-y" => Some(true),
                "khong-dong-y" => Some(false),
                _ => None,
            };
            tasks::decide_extension(cx, target, &DecideExtension { approve, note: form.get("ly-do").to_owned() }).await
        }
        TaskStep::Suspend => tasks::suspend(cx, target, &reason()).await,
        TaskStep::Resume => tasks::resume(cx, target, &reason()).await,
        TaskStep::Cancel => tasks::cancel(cx, target, &reason()).await,
    }
}

/// Takes the received files into the database and returns their tokens.
async fn stored(cx: &mut Cx, files: Uploads) -> Result<Vec<String>> {
    let mut tokens = Vec::with_capacity(files.0.len());
    for file in files.0 {
        tokens.push(keep(cx, &file.blob, &file.name, Purpose::Task).await?.token);
    }
    Ok(tokens)
}

/// A file of a task.
pub async fn evidence(rq: Rq) -> Result<Response> {
    let mut cx = rq.read().await?;
    let file = tasks::evidence(&mut cx, rq.param("code"), rq.param("token")).await?;
    drop(cx);
    crate::files::send(&rq, &file).await
}
