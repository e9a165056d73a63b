//! The pages of the end: publish with the result file, return, stop.

use super::intake::{reason_choices, reasons};
use super::parts::{load_for, not_now, step_page, version};
use crate::web::{Page, Result, Rq};
use domain::dossiers::rules::Right;
use domain::files::StoredFile;
use leptos::prelude::*;
use model::dossiers::{DossierState, DossierView, ProcessingStage, ReasonKind};
use model::files::{Purpose, RESULTS, allowed_in_words};
use model::format;
use ui::icon::Icon;
use ui::{Choice, FileState, FormState, UploadedFile};

/// D22: number, file, done.
pub async fn publish_page(rq: Rq) -> Result<Page> {
    let dossier = load_for(&rq, &[Right::Publish]).await?;
    let limit = format::bytes(rq.portal.settings().max_file_bytes);
    let mut cx = rq.read().await?;
    let stored = stored(&mut cx, rq.query("tep")).await;
    let last = domain::dossiers::results::last_number(&mut cx, &dossier).await?;
    drop(cx);
    let form = rq.form();
    Ok(Page::new(format!("Phát hành kết quả hồ sơ {}", dossier.public_code()), move || {
        let signed = dossier.state == DossierState::Processing && matches!(dossier.stage, Some(ProcessingStage::Signed | ProcessingStage::Published));
        let content = if signed { publish_form(&dossier, stored, last, limit, form).into_any() } else { not_now(&dossier, "phát hành kết quả") };
        step_page(
            &dossier,
            "Cấp số và phát hành kết quả",
            "Tệp được giữ nguyên như khi tải lên; mã SHA-256 dùng để kiểm tra kết quả về sau. Phát hành rồi không sửa được.",
            content,
        )
    }))
}

/// A file that was taken into the store while the page was filled in.
async fn stored(cx: &mut domain::Cx, token: Option<&str>) -> Option<StoredFile> {
    domain::files::by_token(cx, token?).await.ok()
}

/// A stored file on a page.
fn shown(file: &StoredFile) -> UploadedFile {
    UploadedFile {
        id: file.token.clone(),
        name: file.name.clone(),
        state: FileState::Received { bytes: u64::try_from(file.size).unwrap_or(0), sha256: file.sha256.clone() },
    }
}

fn publish_form(dossier: &DossierView, stored: Option<StoredFile>, last: String, limit: String, form: FormState) -> impl IntoView + use<> {
    let (code, v) = (dossier.public_code().to_owned(), dossier.version);
    let hint = format!("{} đã ký. Mỗi tệp tối đa {limit}.", allowed_in_words(Purpose::Result));
    let files: Vec<UploadedFile> = stored.iter().map(shown).collect();
    let last = (!last.is_empty()).then(|| view! { <p class="p-muted">{format!("Số cơ quan cấp gần nhất trên cổng: {last}")}</p> });
    let token = stored.map(|file| file.token).unwrap_or_default();
    view! {
        <ui::Form action=format!("/can-bo/ho-so/{code}/phat-hanh") form_state=form multipart=true>
            {version(v)}
            <input type="hidden" name="tep_da_tai" value=token/>
            <ui::Field name="so_ky_hieu" label="Số, ký hiệu kết quả" hint="Ví dụ: 125/GCN-UBND" maxlength=60_u32/>
            {last}
            <ui::FileUpload name="tep" label="Tệp kết quả" hint=hint files=files rules=RESULTS/>
            <ui::Field name="gia_tri_den" label="Có giá trị đến" input_type="date" hint="Để trống nếu giấy có giá trị vĩnh viễn" optional=true/>
            <ui::Field name="pham_vi" label="Phạm vi giá trị" hint="Để trống nếu có giá trị trong cả nước" maxlength=200_u32 optional=true/>
            <ui::Checkboxes name="ban_giay" legend="Bản giấy" choices=vec![Choice::new("1", "Kết quả chỉ có bản giấy, đã đóng dấu và vào sổ")] optional=true/>
            <ui::Checkboxes name="dong_dau" legend="Dấu của cơ quan" choices=vec![Choice::new("1", "Tệp đã có chữ ký số của người ký và của cơ quan, hoặc bản giấy đã đóng dấu")]/>
            <ui::Button label="Phát hành kết quả" icon=Icon::Send/>
        </ui::Form>
    }
}

/// D21: stop.
pub async fn stop_page(rq: Rq) -> Result<Page> {
    let dossier = load_for(&rq, &[Right::Sign]).await?;
    let listed = reasons(&rq, ReasonKind::Stop).await?;
    let form = rq.form();
    Ok(Page::new(format!("Dừng giải quyết hồ sơ {}", dossier.public_code()), move || {
        let content = if dossier.state.is_open() && dossier.state != DossierState::WithdrawRequested {
            let (code, v) = (dossier.public_code().to_owned(), dossier.version);
            let reasons = reason_choices(listed);
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
