//! `/can-bo/ho-so/{ma}/bo-sung`: what somebody brings to the counter for a supplement (D06, D12), taken for the applicant.

use super::parts::{address, load_for, not_now, step_page, version};
use crate::dossiers::apply::supplement::keep_files;
use crate::web::{Done, Form, Page, Result, Rq, Uploads};
use domain::dossiers::rules::Right;
use domain::dossiers::{self, supplement_receipt};
use leptos::prelude::*;
use model::dossiers::{CounterSupplementForm, DossierView, SupplementAnswersForm, SupplementItem, SupplementRequest};
use model::files::PAPERS;
use model::format;
use ui::icon::Icon;
use ui::{Choice, FormState};

/// Every requested item with paper or scan, and who brought it.
pub async fn page(rq: Rq) -> Result<Page> {
    let dossier = load_for(&rq, &[Right::Receive]).await?;
    let form = rq.form();
    Ok(Page::new(format!("Nhận bổ sung hồ sơ {}", dossier.public_code()), move || {
        let content = match dossier.open_supplement() {
            Some(request) => fields(&dossier, request, form).into_any(),
            None => not_now(&dossier, "nhận bổ sung"),
        };
        let lead = "Nhận thay người nộp: mỗi mục có bản giấy hoặc bản quét. Người nộp có biên nhận riêng cho lần bổ sung này.";
        step_page(&dossier, "Nhận bổ sung tại quầy", lead, content)
    }))
}

fn fields(dossier: &DossierView, request: &SupplementRequest, form: FormState) -> impl IntoView + use<> {
    let (code, v, name) = (dossier.public_code().to_owned(), dossier.version, dossier.applicant_name.clone());
    let until = format!("Hạn bổ sung: hết ngày {}.", format::date(request.reply_by));
    let items = request.items.clone();
    view! {
        <p>{until}</p>
        <ui::Form action=format!("{}/bo-sung", address(&code)) form_state=form multipart=true>
            {version(v)}
            {items.into_iter().map(item).collect_view()}
            <ui::Field name="nguoi_mang" label="Người mang đến" hint="Họ tên theo giấy tờ tùy thân, ghi trên biên nhận." value=name maxlength=200_u32/>
            <ui::Button label="Nhận bổ sung" icon=Icon::Check/>
        </ui::Form>
    }
}

fn item(item: SupplementItem) -> AnyView {
    let (paper, note, file) = (format!("nhan_giay_{}", item.id), format!("tra_loi_{}", item.id), format!("tep_{}", item.id));
    let reason = format!("Lý do yêu cầu: {}", item.reason);
    let rules = PAPERS.only(item.file_types);
    let legend = format!("Bản giấy của “{}”", item.subject);
    view! {
        <ui::FieldGroup legend=item.subject>
            <ui::Checkboxes name=paper legend=legend legend_hidden=true choices=vec![Choice::new("1", "Đã nhận bản giấy").hint(reason)]/>
            <ui::TextArea name=note label="Ghi chú" hint="Nhận bản giấy thì ghi số bản chính, bản sao." rows=2 maxlength=5_000_u32/>
            <ui::FileUpload name=file label="Bản quét" hint=rules.in_words() rules=rules multiple=true with_form=true/>
        </ui::FieldGroup>
    }
    .into_any()
}

/// D06, D12.
pub async fn take(rq: Rq, form: Form, uploads: Uploads) -> Result<Done> {
    let scanned: Vec<i64> = uploads.0.iter().filter_map(|upload| SupplementAnswersForm::item_of_file(&upload.field)).collect();
    let mut input = CounterSupplementForm::read(&form.0).validate(&scanned)?;
    let (code, version) = (rq.param("ma"), form.version()?);
    let mut cx = rq.write().await?;
    keep_files(&mut cx, &uploads, &mut input.answers).await?;
    dossiers::supplement_at_counter(&mut cx, code, version, &input).await?;
    cx.commit().await?;
    // A receipt that cannot be written yet does not undo the act; its page tries again and says why.
    supplement_receipt::issue_latest(&rq.portal, &rq.actor, code).await;
    Ok(Done::to(format!("{}?muc=giay-to", address(code))).say("Đã nhận bổ sung. In biên nhận ở phần Yêu cầu bổ sung dưới đây."))
}
