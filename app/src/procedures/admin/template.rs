//! `/can-bo/thu-tuc/{ma}/giay-to/{so}/mau`: the template of one paper of the draft.

use super::{address, edit};
use crate::procedures::template_link;
use crate::web::{Done, Error, Form, Page, Result, Rq, Uploads};
use domain::procedures;
use leptos::prelude::*;
use model::files::TEMPLATES;
use model::procedures::Template;
use ui::{FileState, FormState, UploadedFile};

/// The page of the template of this paper, behind the address of the procedure.
pub(super) fn page_of(place: usize) -> String {
    format!("giay-to/{place}/mau")
}

/// The number in the address, from 1.
fn place(rq: &Rq) -> Result<usize> {
    rq.param("so").parse().map_err(|_| Error::NotFound)
}

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let (draft, place) = (edit::open(&rq).await?, place(&rq)?);
    let part = place.checked_sub(1).and_then(|index| draft.doc.parts.get(index)).ok_or(Error::NotFound)?;
    let name = if part.name.trim().is_empty() { format!("Giấy tờ {place}") } else { part.name.clone() };
    let template = match part.template_key() {
        Some((digest, name)) => stored(&rq, &draft.code, digest, name).await?,
        None => None,
    };
    let form = rq.form();
    Ok(Page::new(format!("Tệp mẫu của {name}, thủ tục {}", draft.code), move || view(&draft.code, draft.version, place, name, template, form)))
}

/// The template with its size; none if the portal has no such file any more.
async fn stored(rq: &Rq, code: &str, sha256: String, name: String) -> Result<Option<Template>> {
    let mut cx = rq.read().await?;
    match procedures::template(&mut cx, code, &sha256).await {
        Ok(file) => Ok(Some(Template { name, size: file.size, sha256 })),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

fn view(code: &str, version: i64, place: usize, name: String, template: Option<Template>, form: FormState) -> impl IntoView + use<> {
    let (back, action) = (address(code, "giay-to"), address(code, &page_of(place)));
    let link = template.as_ref().map(|template| template_link(code, template, &name));
    let files = template
        .map(|template| UploadedFile {
            id: "1".to_owned(),
            name: template.name,
            state: FileState::Received { bytes: u64::try_from(template.size).unwrap_or_default(), sha256: template.sha256 },
        })
        .into_iter()
        .collect::<Vec<_>>();
    let lead = "Mẫu trống để người dân tải về, điền rồi nộp lại. Mỗi giấy tờ có một tệp mẫu; tệp mới thay tệp cũ.";
    view! {
        <ui::Container>
            <ui::BackLink href=back label="Giấy tờ"/>
            <ui::PageHeading title="Tệp mẫu" above=name lead=lead/>
            <div class="p-two-thirds">
                {link}
                <ui::Form action=action form_state=form multipart=true>
                    <input type="hidden" name="phien_ban" value=version.to_string()/>
                    <ui::FileUpload name="tep" label="Tệp mẫu" hint=TEMPLATES.in_words() files=files rules=TEMPLATES/>
                </ui::Form>
            </div>
        </ui::Container>
    }
}

/// Takes the template out, or takes another one in.
pub async fn save(rq: Rq, form: Form, uploads: Uploads) -> Result<Done> {
    let (code, place, version) = (rq.param("ma"), place(&rq)?, form.version()?);
    let here = address(code, &page_of(place));
    let mut cx = rq.write().await?;
    if !form.get("bo_tep").is_empty() {
        procedures::remove_template(&mut cx, code, version, place).await?;
        cx.commit().await?;
        return Ok(Done::to(here).say("Đã bỏ tệp mẫu."));
    }
    let upload = uploads.0.first().ok_or_else(|| Error::field("tep", "Chưa chọn tệp nào. Hãy chọn tệp rồi bấm Tải lên."))?;
    procedures::put_template(&mut cx, code, version, place, &upload.blob, &upload.name).await?;
    cx.commit().await?;
    Ok(Done::to(here).say("Đã nhận tệp mẫu."))
}
