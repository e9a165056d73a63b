//! Actions on tasks: read the form, call one use case, say what was done.

use crate::web::{Done, Form, Result, Rq, Uploads};
use axum::response::Response;
use domain::Cx;
use domain::files::keep;
use domain::flash::{self, Flash};
use domain::tasks::{self, Target};
use model::files::Purpose;
use model::format::local_date;
use model::tasks::{
    AcceptForm, AssignForm, CompleteForm, DecideExtensionForm, ExtendRequestForm, MonitorForm, NewTaskForm, ProgressForm, ReasonForm, ReassignForm, SplitForm,
    TaskStep, WordsForm,
};

/// K01 and K02, the form "Giao nhiệm vụ": gives the task, keeps a draft, or shows the due date in working days, or the units found.
pub async fn give(rq: Rq, form: Form) -> Result<Done> {
    let button = form.get("buoc");
    match button {
        "xem-han" => return shown_again(&rq, &form, "han").await,
        super::units::SEARCH => return shown_again(&rq, &form, "tim_don_vi").await,
        _ => {}
    }
    let today = local_date(rq.portal.clock().now());
    let input = form.read::<NewTaskForm>()?.validate(today)?;
    let mut cx = rq.write().await?;
    let (code, said) = if button == "luu-nhap" {
        (tasks::create(&mut cx, &input).await?, "Đã lưu dự thảo")
    } else {
        (tasks::create_and_assign(&mut cx, &input).await?, "Đã giao nhiệm vụ")
    };
    cx.commit().await?;
    Ok(Done::to(format!("/can-bo/nhiem-vu/{code}")).say(format!("{said} {code}.")))
}

/// Nothing is stored: the page comes back with what was typed, at the field whose button was pressed.
async fn shown_again(rq: &Rq, form: &Form, field: &str) -> Result<Done> {
    let mut cx = rq.write().await?;
    let kept = Flash { form: rq.path.clone(), values: form.keepable(), ..Flash::default() };
    let token = flash::put(&mut cx, &kept).await?;
    cx.commit().await?;
    Ok(Done::to(format!("/can-bo/nhiem-vu/giao?phieu={token}#{field}")))
}

/// The task of the address, in the version that the page showed.
fn target<'a>(rq: &'a Rq, form: &Form) -> Result<Target<'a>> {
    Ok(Target { code: rq.param("ma"), version: Some(form.version()?) })
}

/// Commits a step and goes back to the task.
async fn done(rq: &Rq, cx: Cx, step: TaskStep) -> Result<Done> {
    cx.commit().await?;
    Ok(Done::to(format!("/can-bo/nhiem-vu/{}", rq.param("ma"))).say(format!("{}: đã ghi nhận.", step.label())))
}

/// Takes the received files into the database and returns their tokens.
async fn stored(cx: &mut Cx, files: &Uploads) -> Result<Vec<String>> {
    let mut tokens = Vec::with_capacity(files.0.len());
    for file in &files.0 {
        tokens.push(keep(cx, &file.blob, &file.name, Purpose::Task).await?.token);
    }
    Ok(tokens)
}

/// K02.
pub async fn assign(rq: Rq, form: Form) -> Result<Done> {
    let input = form.read::<AssignForm>()?.validate()?;
    let mut cx = rq.write().await?;
    tasks::assign(&mut cx, target(&rq, &form)?, &input).await?;
    done(&rq, cx, TaskStep::Assign).await
}

/// K03.
pub async fn accept(rq: Rq, form: Form) -> Result<Done> {
    let input = form.read::<AcceptForm>()?.validate()?;
    let mut cx = rq.write().await?;
    tasks::accept(&mut cx, target(&rq, &form)?, &input).await?;
    done(&rq, cx, TaskStep::Accept).await
}

/// K04.
pub async fn return_to_assigner(rq: Rq, form: Form) -> Result<Done> {
    let input = form.read::<ReasonForm>()?.validate("Lý do trả lại")?;
    let mut cx = rq.write().await?;
    tasks::return_to_assigner(&mut cx, target(&rq, &form)?, &input).await?;
    done(&rq, cx, TaskStep::ReturnToAssigner).await
}

/// K05.
pub async fn reassign(rq: Rq, form: Form) -> Result<Done> {
    let input = form.read::<ReassignForm>()?.validate()?;
    let mut cx = rq.write().await?;
    tasks::reassign(&mut cx, target(&rq, &form)?, &input).await?;
    done(&rq, cx, TaskStep::Reassign).await
}

/// K06: the first report starts the work.
pub async fn start(rq: Rq, form: Form, files: Uploads) -> Result<Done> {
    progress(rq, form, files, TaskStep::Start).await
}

/// K07.
pub async fn report_progress(rq: Rq, form: Form, files: Uploads) -> Result<Done> {
    progress(rq, form, files, TaskStep::ReportProgress).await
}

async fn progress(rq: Rq, form: Form, files: Uploads, step: TaskStep) -> Result<Done> {
    let input = form.read::<ProgressForm>()?.validate()?;
    let mut cx = rq.write().await?;
    let files = stored(&mut cx, &files).await?;
    tasks::report_progress(&mut cx, target(&rq, &form)?, &input, &files).await?;
    done(&rq, cx, step).await
}

/// K08.
pub async fn report_completion(rq: Rq, form: Form, files: Uploads) -> Result<Done> {
    let input = form.read::<CompleteForm>()?.validate(files.0.len())?;
    let mut cx = rq.write().await?;
    let files = stored(&mut cx, &files).await?;
    tasks::report_completion(&mut cx, target(&rq, &form)?, &input, &files).await?;
    done(&rq, cx, TaskStep::ReportCompletion).await
}

/// K09.
pub async fn confirm(rq: Rq, form: Form) -> Result<Done> {
    let mut cx = rq.write().await?;
    tasks::confirm(&mut cx, target(&rq, &form)?).await?;
    done(&rq, cx, TaskStep::Confirm).await
}

/// K10.
pub async fn reject(rq: Rq, form: Form) -> Result<Done> {
    let input = form.read::<ReasonForm>()?.validate("Lý do yêu cầu làm lại")?;
    let mut cx = rq.write().await?;
    tasks::reject(&mut cx, target(&rq, &form)?, &input).await?;
    done(&rq, cx, TaskStep::Reject).await
}

/// K11.
pub async fn request_extension(rq: Rq, form: Form, files: Uploads) -> Result<Done> {
    let input = form.read::<ExtendRequestForm>()?.validate()?;
    let mut cx = rq.write().await?;
    let files = stored(&mut cx, &files).await?;
    tasks::request_extension(&mut cx, target(&rq, &form)?, &input, &files).await?;
    done(&rq, cx, TaskStep::RequestExtension).await
}

/// K12.
pub async fn decide_extension(rq: Rq, form: Form) -> Result<Done> {
    let input = form.read::<DecideExtensionForm>()?.validate()?;
    let mut cx = rq.write().await?;
    tasks::decide_extension(&mut cx, target(&rq, &form)?, &input).await?;
    done(&rq, cx, TaskStep::DecideExtension).await
}

/// K13.
pub async fn suspend(rq: Rq, form: Form) -> Result<Done> {
    let input = form.read::<ReasonForm>()?.validate("Căn cứ tạm dừng")?;
    let mut cx = rq.write().await?;
    tasks::suspend(&mut cx, target(&rq, &form)?, &input).await?;
    done(&rq, cx, TaskStep::Suspend).await
}

/// K14.
pub async fn resume(rq: Rq, form: Form) -> Result<Done> {
    let input = form.read::<ReasonForm>()?.validate("Căn cứ tiếp tục")?;
    let mut cx = rq.write().await?;
    tasks::resume(&mut cx, target(&rq, &form)?, &input).await?;
    done(&rq, cx, TaskStep::Resume).await
}

/// K15.
pub async fn cancel(rq: Rq, form: Form) -> Result<Done> {
    let input = form.read::<ReasonForm>()?.validate("Căn cứ thu hồi")?;
    let mut cx = rq.write().await?;
    tasks::cancel(&mut cx, target(&rq, &form)?, &input).await?;
    done(&rq, cx, TaskStep::Cancel).await
}

/// K16.
pub async fn change_lead(rq: Rq, form: Form) -> Result<Done> {
    let input = form.read::<ReassignForm>()?.validate()?;
    let mut cx = rq.write().await?;
    tasks::change_lead(&mut cx, target(&rq, &form)?, &input).await?;
    done(&rq, cx, TaskStep::ChangeLead).await
}

/// Đổi chuyên viên theo dõi.
pub async fn change_monitor(rq: Rq, form: Form) -> Result<Done> {
    let input = form.read::<MonitorForm>()?.validate()?;
    let mut cx = rq.write().await?;
    tasks::change_monitor(&mut cx, target(&rq, &form)?, &input).await?;
    done(&rq, cx, TaskStep::ChangeMonitor).await
}

/// K17.
pub async fn split(rq: Rq, form: Form) -> Result<Done> {
    let input = form.read::<SplitForm>()?.validate(local_date(rq.portal.clock().now()))?;
    let mut cx = rq.write().await?;
    let code = tasks::split(&mut cx, target(&rq, &form)?, &input).await?;
    cx.commit().await?;
    Ok(Done::to(format!("/can-bo/nhiem-vu/{}#nhiem-vu-con", rq.param("ma"))).say(format!("Đã giao nhiệm vụ con {code}.")))
}

/// Đôn đốc.
pub async fn urge(rq: Rq, form: Form) -> Result<Done> {
    let input = form.read::<WordsForm>()?.validate("Nội dung đôn đốc")?;
    let mut cx = rq.write().await?;
    tasks::urge(&mut cx, target(&rq, &form)?, &input).await?;
    done(&rq, cx, TaskStep::Urge).await
}

/// Giải trình.
pub async fn explain(rq: Rq, form: Form) -> Result<Done> {
    let input = form.read::<WordsForm>()?.validate("Nội dung giải trình")?;
    let mut cx = rq.write().await?;
    tasks::explain(&mut cx, target(&rq, &form)?, &input).await?;
    done(&rq, cx, TaskStep::Explain).await
}

/// A file of a task.
pub async fn evidence(rq: Rq) -> Result<Response> {
    let mut cx = rq.read().await?;
    let file = tasks::evidence(&mut cx, rq.param("ma"), rq.param("tep")).await?;
    drop(cx);
    crate::files::send(&rq, &file).await
}
