//! `/can-bo/thu-tuc/nhap` and `/xuat`: a version as one JSON file.

use super::address;
use crate::web::{Done, Error, Form, Page, Result, Rq, Uploads};
use axum::response::Response;
use domain::procedures::{self, Imported, Which};
use leptos::prelude::*;
use model::format::bytes;
use model::procedures::PROCEDURE_FILE_LIMIT;
use tokio::io::AsyncReadExt;

/// The form.
pub async fn page(rq: Rq) -> Result<Page> {
    let form = rq.form();
    Ok(Page::new("Nhập thủ tục từ tệp", move || {
        view! {
            <ui::Container>
                <ui::BackLink href="/can-bo/thu-tuc" label="Danh mục thủ tục"/>
                <ui::PageHeading title="Nhập thủ tục từ tệp" lead="Tệp JSON do cổng xuất ra, của thủ tục đã có hoặc thủ tục mới, kèm các tệp mẫu. Nội dung trở thành dự thảo; mọi lỗi được báo một lần."/>
                <div class="p-two-thirds">
                    <ui::Form action="/can-bo/thu-tuc/nhap" form_state=form multipart=true>
                        <ui::FileUpload name="tep" label="Tệp thủ tục" hint=format!("JSON, nhiều nhất {}.", bytes(PROCEDURE_FILE_LIMIT)) accept=".json"/>
                        <ui::Button label="Nhập thành dự thảo"/>
                    </ui::Form>
                </div>
            </ui::Container>
        }
    }))
}

/// Takes the file as a draft.
pub async fn take(rq: Rq, _form: Form, files: Uploads) -> Result<Done> {
    let file = files.0.first().ok_or_else(|| Error::field("tep", "Chưa chọn tệp. Hãy chọn một tệp JSON."))?;
    if file.blob.size > PROCEDURE_FILE_LIMIT {
        return Err(Error::field("tep", format!("Tệp lớn quá {}. Hãy nhập từng thủ tục một.", bytes(PROCEDURE_FILE_LIMIT))));
    }
    let mut content = Vec::new();
    rq.portal.files().open(&file.blob.sha256).await?.take(PROCEDURE_FILE_LIMIT).read_to_end(&mut content).await?;
    let mut cx = rq.write().await?;
    let (code, done) = procedures::import(&mut cx, &content).await?;
    cx.commit().await?;
    let said = match done {
        Imported::New => "Đã nhập thành dự thảo mới. Hãy xem lại, rồi trình duyệt.",
        Imported::Replaced => "Đã thay nội dung dự thảo bằng nội dung của tệp.",
        Imported::Same => "Nội dung tệp đã có, không có gì thay đổi.",
    };
    Ok(Done::to(address(&code, "")).say(said))
}

/// A version or the draft as a file.
pub async fn export(rq: Rq) -> Result<Response> {
    let which = rq.query("ban").and_then(Which::read).ok_or(Error::NotFound)?;
    let mut cx = rq.read().await?;
    let code = rq.param("ma");
    let text = procedures::export(&mut cx, code, which).await?;
    Ok(crate::files::text(text, "application/json; charset=utf-8", Some(&format!("thu-tuc-{code}.json"))))
}
