//! Actions on a table of tasks.

use crate::web::{Done, Form, Result, Rq, Uploads};
use domain::tasks::bulk::{self, Outcome};
use model::tasks::bulk::{BulkButton, BulkEdit, BulkForm};

/// Keeps the table and goes to its check.
pub async fn begin(rq: Rq, form: Form, files: Uploads) -> Result<Done> {
    let table = match files.0.first() {
        Some(file) => Some(bulk::read_file(&rq.portal, &file.blob).await?),
        None => None,
    };
    let input = form.read::<BulkForm>()?.validate(table)?;
    let mut cx = rq.write().await?;
    let code = bulk::begin(&mut cx, &input).await?;
    cx.commit().await?;
    Ok(Done::to(address(&code)))
}

/// Keeps the corrections; gives the tasks if that was asked and nothing is wrong. The fields of the rows have names from data.
pub async fn submit(rq: Rq, form: Form) -> Result<Done> {
    let (version, edit, button) = (form.version()?, BulkEdit::read(&form.0), BulkButton::parse(form.get("buoc")));
    let mut cx = rq.write().await?;
    let outcome = bulk::submit(&mut cx, rq.param("ma"), version, &edit, button).await?;
    cx.commit().await?;
    let done = Done::to(address(rq.param("ma")));
    Ok(match outcome {
        Outcome::Given(number) => done.say(format!("Đã giao {number} nhiệm vụ.")),
        Outcome::GivenBefore => done.say("Các nhiệm vụ của bảng này đã được giao."),
        Outcome::Checked(0) => done.say("Đã lưu. Mọi dòng đều đúng, có thể giao."),
        Outcome::Checked(wrong) if button == BulkButton::Give => done.say(format!("Chưa giao nhiệm vụ nào: còn {wrong} dòng cần sửa.")),
        Outcome::Checked(wrong) => done.say(format!("Đã lưu. Còn {wrong} dòng cần sửa.")),
    })
}

fn address(code: &str) -> String {
    format!("/can-bo/nhiem-vu/giao-nhieu/{code}")
}
