//! D26: ask for a correction of a fact with evidence, and decide about it. Both acts repeat the second factor.

use super::{decision, load, nothing, own, step_page, version, who};
use crate::dossiers::desk::parts::address;
use crate::web::{Page, Result, Rq, encode};
use axum::response::Response;
use domain::dossiers;
use domain::dossiers::rules::Right;
use domain::files::StoredFile;
use domain::identity::require_step_up;
use leptos::prelude::*;
use model::dossiers::{AdjustableFact, DossierView, ProposalAct};
use model::files::{PAPERS, Purpose, allowed_in_words};
use model::format;
use ui::icon::Icon;
use ui::{Choice, FileState, FormState, UploadedFile};

/// Address that asks for the second factor and leads back to a page of the dossier.
pub fn again(code: &str, path: &str) -> String {
    let back = format!("{}/{path}", address(code));
    format!("/can-bo/xac-thuc-lai?ve={}", encode(&back))
}

fn ask_again(code: &str, path: &str) -> AnyView {
    let href = again(code, path);
    view! {
        <ui::Banner kind=ui::BannerKind::Notice title="Việc này cần xác thực lại" text="Nhập mã trong ứng dụng xác thực, rồi trang này mở ra với biểu mẫu."/>
        <ui::LinkButton href=href label="Xác thực lại" icon=Icon::Lock/>
    }
    .into_any()
}

/// First act.
pub async fn request_page(rq: Rq) -> Result<Page> {
    let (dossier, acts) = load(&rq).await?;
    let mut cx = rq.read().await?;
    dossiers::require_right(&mut cx, rq.param("ma"), &[Right::Officer, Right::Receive, Right::Approve, Right::Sign]).await?;
    let ready = require_step_up(&cx).is_ok();
    let limit = format::bytes(rq.portal.settings().max_file_bytes);
    let stored = match rq.query("tep") {
        Some(token) => domain::files::by_token(&mut cx, token).await.ok(),
        None => None,
    };
    let (open, form) = (acts.contains(&ProposalAct::RequestAdjustment), rq.form());
    Ok(Page::new(format!("Đề nghị điều chỉnh hồ sơ {}", dossier.public_code()), move || {
        let content = match (open, ready) {
            (false, _) => nothing(&dossier, "Hồ sơ đang có một đề nghị điều chỉnh chờ duyệt."),
            (true, false) => ask_again(dossier.public_code(), "dieu-chinh"),
            (true, true) => request_form(&dossier, stored, limit, form).into_any(),
        };
        let lead = "Chỉ sửa được thời điểm tiếp nhận, hạn trả hiện tại và thông tin người nộp. Dữ liệu cũ được giữ lại; việc điều chỉnh hiện trong tiến trình.";
        step_page(&dossier, "Đề nghị điều chỉnh", lead, content)
    }))
}

fn recorded(dossier: &DossierView, fact: AdjustableFact) -> String {
    match fact {
        AdjustableFact::ReceivedAt => dossier.received_at.map(format::time_date).unwrap_or_default(),
        AdjustableFact::DueCurrent => dossier.due.map(|due| format::date(format::local_date(due))).unwrap_or_default(),
        AdjustableFact::ApplicantName => dossier.applicant_name.clone(),
        AdjustableFact::ApplicantPhone => dossier.applicant_phone.clone(),
        AdjustableFact::ApplicantIdNumber => format::mask_id_number(&dossier.applicant_id_number),
        AdjustableFact::ApplicantAddress => dossier.applicant_address.clone(),
    }
}

fn request_form(dossier: &DossierView, stored: Option<StoredFile>, limit: String, form: FormState) -> impl IntoView + use<> {
    let (code, v) = (dossier.public_code().to_owned(), dossier.version);
    let facts: Vec<Choice> = AdjustableFact::ALL
        .iter()
        .filter(|fact| dossier.received_at.is_some() || !matches!(fact, AdjustableFact::ReceivedAt | AdjustableFact::DueCurrent))
        .map(|fact| Choice::new(fact.as_str(), fact.label()).hint(format!("Đang ghi: {}", recorded(dossier, *fact))))
        .collect();
    let kinds = format!("{}. Mỗi tệp tối đa {limit}.", allowed_in_words(Purpose::Dossier));
    let token = stored.as_ref().map(|file| file.token.clone()).unwrap_or_default();
    let files: Vec<UploadedFile> = stored
        .into_iter()
        .map(|file| UploadedFile {
            id: file.token,
            name: file.name,
            state: FileState::Received { bytes: u64::try_from(file.size).unwrap_or(0), sha256: file.sha256 },
        })
        .collect();
    view! {
        <ui::Form action=format!("/can-bo/ho-so/{code}/dieu-chinh") form_state=form multipart=true>
            {version(v)}
            <input type="hidden" name="tep_da_tai" value=token/>
            <ui::FileUpload name="tep" label="Tệp minh chứng" hint=kinds files=files rules=PAPERS/>
            <ui::Radios name="muc" legend="Mục cần điều chỉnh" choices=facts/>
            <ui::Field name="gia_tri" label="Giá trị đúng" hint="Thời điểm: 08:30 23/11/2026. Ngày: 27/11/2026." maxlength=500_u32/>
            <ui::TextArea name="ly_do" label="Lý do" hint="Ít nhất 20 ký tự" rows=4/>
            <ui::Button label="Gửi đề nghị điều chỉnh" icon=Icon::Send/>
        </ui::Form>
    }
}

/// Second act.
pub async fn decide_page(rq: Rq) -> Result<Page> {
    let (dossier, _) = load(&rq).await?;
    let mut cx = rq.read().await?;
    dossiers::require_right(&mut cx, rq.param("ma"), &[Right::Sign]).await?;
    let asked = dossiers::adjustment(&mut cx, rq.param("ma")).await?;
    let (ready, form) = (require_step_up(&cx).is_ok(), rq.form());
    let mine = asked.as_ref().is_some_and(|asked| own(&rq, &asked.proposed));
    Ok(Page::new(format!("Duyệt điều chỉnh hồ sơ {}", dossier.public_code()), move || {
        let code = dossier.public_code().to_owned();
        let content = match asked {
            None => nothing(&dossier, "Hồ sơ không có đề nghị điều chỉnh nào chờ duyệt."),
            Some(_) if mine => nothing(&dossier, "Bạn là người đề nghị. Cần một lãnh đạo khác duyệt."),
            Some(asked) => {
                let rows = vec![
                    ui::SummaryRow::new("Mục", asked.fact.label()),
                    ui::SummaryRow::new("Đang ghi", asked.old.clone()),
                    ui::SummaryRow::new("Giá trị đúng", asked.new.clone()),
                ];
                let (token, name) = asked.evidence.clone();
                let file = view! { <ui::Attachment name=name href=format!("{}/minh-chung/{token}", address(&code)) note="Minh chứng"/> };
                let form = if ready {
                    decision(&dossier, "duyet-dieu-chinh", "Duyệt điều chỉnh", Icon::Check, form, || ().into_any())
                } else {
                    ask_again(&code, "duyet-dieu-chinh")
                };
                view! { {who(&asked.proposed)} <ui::SummaryList rows=rows/> {file} {form} }.into_any()
            }
        };
        step_page(&dossier, "Duyệt điều chỉnh", "Hai người cùng chịu trách nhiệm. Kết quả và thời điểm kết thúc không bao giờ sửa được.", content)
    }))
}

/// The evidence of a correction.
pub async fn evidence(rq: Rq) -> Result<Response> {
    let mut cx = rq.write().await?;
    let file = dossiers::adjustment_evidence(&mut cx, rq.param("ma"), rq.param("tep")).await?;
    cx.commit().await?;
    crate::files::send(&rq, &file).await
}
