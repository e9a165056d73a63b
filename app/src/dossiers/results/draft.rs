//! O11: the draft of a result, laid before the leader by the officer, read before it is signed.

use crate::dossiers::desk::parts::{load_for, not_now, step_page, version};
use crate::web::{Done, Error, Form, Page, Result, Rq, Uploads};
use axum::response::Response;
use domain::dossiers::results;
use domain::dossiers::rules::Right;
use leptos::prelude::*;
use model::dossiers::results::ResultDraft;
use model::dossiers::{DossierState, ProcessingStage};
use model::files::{Purpose, RESULTS, allowed_in_words};
use model::format::{bytes, time_date};
use ui::icon::Icon;

/// The page of the officer.
pub async fn page(rq: Rq) -> Result<Page> {
    let dossier = load_for(&rq, &[Right::Officer]).await?;
    let drafts = results::drafts(&mut rq.read().await?, rq.param("ma")).await?;
    let form = rq.form();
    Ok(Page::new(format!("Dự thảo kết quả hồ sơ {}", dossier.public_code()), move || {
        let open = dossier.state == DossierState::Processing && !matches!(dossier.stage, Some(ProcessingStage::Signed | ProcessingStage::Published));
        let code = dossier.public_code().to_owned();
        let content = if open {
            let (v, hint) = (dossier.version, format!("{}. Lãnh đạo đọc trước khi ký; người nộp không thấy.", allowed_in_words(Purpose::Result)));
            view! {
                <ui::Form action=format!("/can-bo/ho-so/{code}/du-thao") form_state=form multipart=true>
                    {version(v)}
                    <ui::FileUpload name="tep" label="Tệp dự thảo" hint=hint rules=RESULTS with_form=true/>
                    <ui::Button label="Đưa vào hồ sơ" icon=Icon::Send/>
                </ui::Form>
            }
            .into_any()
        } else {
            not_now(&dossier, "đưa dự thảo vào")
        };
        let content = view! { {list(&code, drafts)} {content} }.into_any();
        step_page(&dossier, "Dự thảo kết quả", "Bản mới nhất là bản trình ký; các bản trước vẫn giữ.", content)
    }))
}

/// Keeps the draft.
pub async fn keep(rq: Rq, form: Form, files: Uploads) -> Result<Done> {
    let code = rq.param("ma");
    let upload = files.0.first().ok_or_else(|| Error::field("tep", "Chưa chọn tệp. Hãy chọn tệp PDF của dự thảo."))?;
    let mut cx = rq.write().await?;
    let token = domain::files::keep(&mut cx, &upload.blob, &upload.name, Purpose::Result).await?.token;
    results::lay_draft(&mut cx, code, form.version()?, &token).await?;
    cx.commit().await?;
    Ok(Done::to(format!("/can-bo/ho-so/{code}/du-thao")).say("Đã đưa dự thảo vào hồ sơ."))
}

/// The drafts, the last first.
pub fn list(code: &str, drafts: Vec<ResultDraft>) -> impl IntoView + use<> {
    let base = format!("/can-bo/ho-so/{code}/du-thao");
    let rows = drafts
        .into_iter()
        .map(|draft| {
            let size = bytes(u64::try_from(draft.size).unwrap_or_default());
            let note = format!("PDF, {size}, {} đưa lúc {}", draft.actor, time_date(draft.at));
            view! { <ui::Attachment name=draft.name href=format!("{base}/{}", draft.token) note=note/> }
        })
        .collect::<Vec<_>>();
    (!rows.is_empty()).then(|| view! { <ui::Section title="Dự thảo kết quả" id="du-thao">{rows.collect_view()}</ui::Section> })
}

/// The file of a draft.
pub async fn file(rq: Rq) -> Result<Response> {
    let mut cx = rq.write().await?;
    let file = results::draft_file(&mut cx, rq.param("ma"), rq.param("tep")).await?;
    cx.commit().await?;
    crate::files::send(&rq, &file).await
}
