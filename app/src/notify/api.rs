//! Actions on notices.

use crate::web::{Done, Form, Result, Rq};
use domain::notify::outbox;

/// Marks every notice as read.
pub async fn mark_read(rq: Rq, form: Form) -> Result<Done> {
    let mut cx = rq.write().await?;
    outbox::mark_read(&mut cx).await?;
    cx.commit().await?;
    let back = if form.get("ve").is_empty() { "/thong-bao" } else { form.get("ve") };
    Ok(Done::to(back).say("Đã đánh dấu mọi thông báo là đã đọc."))
}
