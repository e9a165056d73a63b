//! The pages of the end: publish with the result file, return, stop.

use super::parts::{load_for, not_now, step_page, version};
use crate::web::{Page, Result, Rq};
use domain::dossiers::rules::Right;
use leptos::prelude::*;
use model::dossiers::{DossierState, DossierView, ProcessingStage, ResultDelivery, StopReason};
use model::files::{Purpose, accept, allowed_in_words};
use model::format;
use ui::icon::Icon;
use ui::{Choice, FileState, FormState, UploadedFile};

/// D22: number, file, done.
pub async fn publish_page(rq: Rq) -> Result<Page> {
    let dossier = load_for(&rq, &[Right::Publish]).await?;
    let limit = format::bytes(rq.portal.settings().max_file_bytes);
    let stored = match rq.query("tep") {
        Some(token) => {
            let mut cx = rq.read().await?;
            domain::files::by_token(&mut cx, token).await.ok()
        }
        None => None,
    };
    let form = rq.form();
    Ok(Page::new(format!("Phát hành kết quả hồ sơ {}", dossier.public_code()), move || {
        let signed = dossier.state == DossierState::Processing && matches!(dossier.stage, Some(ProcessingStage::Signed | ProcessingStage::Published));
        let content = if signed { publish_form(&dossier, stored, limit, form).into_any() } else { not_now(&dossier, "phát hành kết quả") };
        step_page(
            &dossier,
            "Cấp số và phát hành kết quả",
            "Tệp được giữ nguyên như khi tải lên; mã SHA-256 dùng để kiểm tra kết quả về sau. Phát hành rồi không sửa được.",
            content,
        )
    }))
}

fn publish_form(dossier: &DossierView, stored: Option<domain::files::StoredFile>, limit: String, form: FormState) -> impl IntoView + use<> {
    let (code, v) = (dossier.public_code().to_owned(), dossier.version);
    let hint = format!("{} đã ký. Mỗi tệp tối đa {limit}.", allowed_in_words(Purpose::Result));
    let files: Vec<UploadedFile> = stored
        .iter()
        .map(|file| UploadedFile {
            id: file.token.clone(),
            name: file.name.clone(),
            state: FileState::Received { bytes: u64::try_from(file.size).unwrap_or(0), sha256: file.sha256.clone() },
        })
        .collect();
    let token = stored.map(|file| file.token).unwrap_or_default();
    view! {
        <ui::Form action=format!("/can-bo/ho-so/{code}/phat-hanh") form_state=form multipart=true>
            {version(v)}
            <input type="hidden" name="tep_da_tai" value=token/>
            <ui::Field name="so_ky_hieu" label="Số, ký hiệu kết quả" hint="Ví dụ: 125/GCN-UBND" maxlength=60_u32/>
            <ui::FileUpload name="tep" label="Tệp kết quả" hint=hint files=files accept=accept(Purpose::Result)/>
            <ui::Checkboxes name="ban_giay" legend="Bản giấy" choices=vec![Choice::new("1", "Kết quả chỉ có bản giấy, đã đóng dấu và vào sổ")] optional=true/>
            <ui::Button label="Phát hành kết quả" icon=Icon::Send/>
        </ui::Form>
    }
}

/// D23: who receives it.
pub async fn return_page(rq: Rq) -> Result<Page> {
    let dossier = load_for(&rq, &[Right::Return]).await?;
    let form = rq.form();
    Ok(Page::new(format!("Trả kết quả hồ sơ {}", dossier.public_code()), move || {
        let content = if dossier.state == DossierState::ResultReady { return_form(&dossier, form).into_any() } else { not_now(&dossier, "trả kết quả") };
        let lead = format!("Cách nhận đã chọn: {}.", dossier.delivery.label().to_lowercase());
        step_page(&dossier, "Trả kết quả", &lead, content)
    }))
}

fn return_form(dossier: &DossierView, form: FormState) -> impl IntoView + use<> {
    let (code, v) = (dossier.public_code().to_owned(), dossier.version);
    let by_post = dossier.delivery == ResultDelivery::ByPost;
    let number = (!dossier.result_number.is_empty()).then(|| view! { <p>"Kết quả số "<strong>{dossier.result_number.clone()}</strong></p> });
    let name = dossier.applicant_name.clone();
    view! {
        {number}
        <ui::Form action=format!("/can-bo/ho-so/{code}/tra-ket-qua") form_state=form>
            {version(v)}
            <ui::Field name="nguoi_nhan" label="Họ và tên người nhận" value=name hint="Người khác nhận thay phải có giấy ủy quyền trong hồ sơ"/>
            {by_post.then(|| view! { <ui::Field name="ma_buu_gui" label="Mã bưu gửi đã phát" maxlength=60_u32/> })}
            <ui::Checkboxes name="giay_to_tuy_than" legend="Người nhận" choices=vec![Choice::new("1", "Đã đối chiếu giấy tờ tùy thân và người nhận đã ký, hoặc đã có xác nhận phát của bưu chính")]/>
            <ui::Button label="Trả kết quả" icon=Icon::Okc/>
        </ui::Form>
    }
}

/// D21: stop.
pub async fn stop_page(rq: Rq) -> Result<Page> {
    let dossier = load_for(&rq, &[Right::Sign]).await?;
    let form = rq.form();
    Ok(Page::new(format!("Dừng giải quyết hồ sơ {}", dossier.public_code()), move || {
        let content = if dossier.state.is_open() && dossier.state != DossierState::WithdrawRequested {
            let (code, v) = (dossier.public_code().to_owned(), dossier.version);
            let reasons = StopReason::ALL.iter().map(|reason| Choice::new(reason.as_str(), reason.label())).collect();
            view! {
                <ui::Form action=format!("/can-bo/ho-so/{code}/dung") form_state=form>
                    {version(v)}
                    <ui::Radios name="ly_do" legend="Lý do dừng" choices=reasons/>
                    <ui::TextArea name="can_cu" label="Căn cứ" hint="Viết bằng lời, người nộp đọc hiểu được"/>
                    <ui::Field name="xu_ly_phi" label="Xử lý phí, lệ phí đã nộp" hint="Ví dụ: không thu, hoàn lại 15.000 đ"/>
                    <ui::ButtonGroup>
                        <ui::Button label="Dừng giải quyết" kind=ui::ButtonKind::DangerFilled/>
                        <ui::LinkButton href=format!("/can-bo/ho-so/{code}") label="Tiếp tục giải quyết" kind=ui::ButtonKind::Secondary/>
                    </ui::ButtonGroup>
                </ui::Form>
            }
            .into_any()
        } else {
            not_now(&dossier, "dừng")
        };
        step_page(&dossier, "Dừng giải quyết hồ sơ", "Người nộp nhận thông báo với lý do và quyền khiếu nại. Không hoàn tác được.", content)
    }))
}
