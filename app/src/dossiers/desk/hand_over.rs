//! D23: who receives the result, what proves it.

use super::parts::{load_for, not_now, step_page, version};
use crate::web::{Page, Result, Rq};
use domain::dossiers::rules::Right;
use domain::files::StoredFile;
use leptos::prelude::*;
use model::dossiers::results::Receiver;
use model::dossiers::{DossierState, DossierView, PaymentStatus, ResultDelivery};
use model::files::{PAPERS, Purpose, allowed_in_words};
use ui::icon::Icon;
use ui::{Choice, FileState, FormState, SelectOption, UploadedFile};

/// Files that were taken into the store while the page was filled in.
struct Kept {
    proof: Option<StoredFile>,
    delegation: Option<StoredFile>,
}

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let dossier = load_for(&rq, &[Right::Return]).await?;
    let mut cx = rq.read().await?;
    let kept = Kept { proof: stored(&mut cx, rq.query("chung-cu")).await, delegation: stored(&mut cx, rq.query("uy-quyen")).await };
    drop(cx);
    let form = rq.form();
    Ok(Page::new(format!("Trả kết quả hồ sơ {}", dossier.public_code()), move || {
        let content = match (dossier.state, dossier.payment) {
            (DossierState::ResultReady, PaymentStatus::Due) => {
                let href = format!("/can-bo/thu-phi/{}", dossier.public_code());
                view! { <ui::Banner kind=ui::BannerKind::Notice title="Hồ sơ còn khoản phí, lệ phí chưa nộp. Hãy thu trước khi trả." href=href link="Thu phí"/> }.into_any()
            }
            (DossierState::ResultReady, _) => fields(&dossier, kept, form).into_any(),
            _ => not_now(&dossier, "trả kết quả"),
        };
        let lead = format!("Cách nhận đã chọn: {}.", dossier.delivery.label().to_lowercase());
        step_page(&dossier, "Trả kết quả", &lead, content)
    }))
}

async fn stored(cx: &mut domain::Cx, token: Option<&str>) -> Option<StoredFile> {
    domain::files::by_token(cx, token?).await.ok()
}

fn shown(file: Option<&StoredFile>) -> Vec<UploadedFile> {
    let one = |file: &StoredFile| UploadedFile {
        id: file.token.clone(),
        name: file.name.clone(),
        state: FileState::Received { bytes: u64::try_from(file.size).unwrap_or(0), sha256: file.sha256.clone() },
    };
    file.map(one).into_iter().collect()
}

fn fields(dossier: &DossierView, kept: Kept, form: FormState) -> impl IntoView + use<> {
    let (code, v) = (dossier.public_code().to_owned(), dossier.version);
    let by_post = dossier.delivery == ResultDelivery::ByPost;
    let number = (!dossier.result_number.is_empty()).then(|| view! { <p>"Kết quả số "<strong>{dossier.result_number.clone()}</strong></p> });
    let name = dossier.applicant_name.clone();
    let papers: Vec<SelectOption> = dossier
        .parts
        .iter()
        .flat_map(|part| part.files.iter().map(|file| SelectOption::new(file.token.clone(), format!("{}: {}", part.name, file.name))))
        .collect();
    let item = dossier.timeline.iter().rev().find(|entry| entry.action == model::dossiers::DossierAction::ResultPosted);
    let item = item.and_then(|entry| entry.note.strip_prefix("Mã bưu gửi ")).unwrap_or_default().to_owned();
    let (proof, delegation) = (shown(kept.proof.as_ref()), shown(kept.delegation.as_ref()));
    let by_file = if kept.proof.is_some() { "tep" } else { "ban-giay" };
    let who = if kept.delegation.is_some() { Receiver::Delegate } else { Receiver::Applicant };
    let (proof_token, delegation_token) = (kept.proof.map(|file| file.token).unwrap_or_default(), kept.delegation.map(|file| file.token).unwrap_or_default());
    let kinds = format!("{}.", allowed_in_words(Purpose::Dossier));
    view! {
        {number}
        <ui::Form action=format!("/can-bo/ho-so/{code}/tra-ket-qua") form_state=form multipart=true>
            {version(v)}
            <input type="hidden" name="chung_cu_da_tai" value=proof_token/>
            <input type="hidden" name="uy_quyen_da_tai" value=delegation_token/>
            <ui::Radios name="nguoi_nhan_la" legend="Ai nhận" value=who.as_str() choices=vec![
                Choice::new(Receiver::Applicant.as_str(), Receiver::Applicant.label()),
                Choice::new(Receiver::Delegate.as_str(), Receiver::Delegate.label()).hint("Phải có giấy ủy quyền trong hồ sơ.").more(delegate(papers, delegation, &kinds)),
            ]/>
            <ui::Field name="nguoi_nhan" label="Họ và tên người nhận" value=name/>
            {by_post.then(|| view! { <ui::Field name="ma_buu_gui" label="Mã bưu gửi đã phát" value=item maxlength=60_u32/> })}
            <ui::Checkboxes name="giay_to_tuy_than" legend="Người nhận" choices=vec![Choice::new("1", "Đã đối chiếu giấy tờ tùy thân, hoặc bưu chính đã xác nhận phát")]/>
            <ui::Radios name="chung_cu" legend="Chứng cứ đã nhận" value=by_file choices=vec![
                Choice::new("ban-giay", "Người nhận đã ký phiếu giấy, phiếu lưu tại quầy"),
                Choice::new("tep", "Tệp chụp phiếu đã ký hoặc xác nhận phát của bưu chính")
                    .more(view! { <ui::FileUpload name="tep_chung_cu" label="Tệp chứng cứ" hint=kinds.clone() files=proof rules=PAPERS/> }),
            ]/>
            <ui::Button label="Trả kết quả" icon=Icon::Okc/>
        </ui::Form>
    }
}

fn delegate(papers: Vec<SelectOption>, files: Vec<UploadedFile>, kinds: &str) -> impl IntoView + use<> {
    let some = !papers.is_empty();
    let hint = kinds.to_owned();
    view! {
        {some.then(|| view! { <ui::Select name="uy_quyen" label="Giấy ủy quyền đã nộp trong hồ sơ" options=papers blank="Chưa có, tải lên dưới đây"/> })}
        <ui::FileUpload name="tep_uy_quyen" label="Giấy ủy quyền nộp bây giờ" hint=hint files=files rules=PAPERS/>
    }
}
