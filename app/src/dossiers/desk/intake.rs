//! The pages of the reception desk: receive with checklist and due date, ask for papers, refuse.

use super::parts::{attachment, explanation, help_address, help_after, load_for, not_now, step_page, version};
use crate::web::{Page, Result, Rq};
use domain::dossiers;
use domain::dossiers::rules::Right;
use leptos::prelude::*;
use model::dossiers::{DossierState, DossierView, ListedReason, ReasonKind, Receipt, SUPPLEMENT_ITEMS, SupplementItem};
use model::format;
use ui::icon::Icon;
use ui::{Choice, FormState, SelectOption};

/// D03: the checklist, the due date if it is received now, and why.
pub async fn receive_page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let (dossier, preview) = dossiers::open_to_receive(&mut cx, rq.param("ma")).await?;
    let form = rq.form();
    Ok(Page::new(format!("Tiếp nhận hồ sơ {}", dossier.public_code()), move || {
        let content = match preview {
            None => not_now(&dossier, "tiếp nhận"),
            // Without a calendar nothing can be promised: the page says whom to call, and where to ask for help (03 §9).
            Some(Err(error)) => {
                let href = help_address(&format!("/can-bo/ho-so/{}/tiep-nhan", dossier.public_code()));
                view! { <ui::Banner kind=ui::BannerKind::Error title=error.to_string() href=href link="Gửi yêu cầu hỗ trợ"/> }.into_any()
            }
            Some(Ok(preview)) => receive_form(&dossier, &preview, form).into_any(),
        };
        step_page(&dossier, "Tiếp nhận hồ sơ", "Đối chiếu từng giấy tờ và người nộp, rồi tiếp nhận. Mã hồ sơ và ngày hẹn trả được lập ngay.", content)
    }))
}

fn receive_form(dossier: &DossierView, preview: &Receipt, form: FormState) -> impl IntoView + use<> {
    let (code, v) = (dossier.public_code().to_owned(), dossier.version);
    let parts: Vec<Choice> = dossier
        .parts
        .iter()
        .map(|part| {
            let need = if part.mandatory { "Bắt buộc" } else { "Nếu có" };
            let files = match part.files.len() {
                0 => "bản giấy tại quầy".to_owned(),
                n => format!("{n} tệp"),
            };
            Choice::new(part.id.to_string(), part.name.clone()).hint(format!("{need} · {files}"))
        })
        .collect();
    let (papers, scanned) = (!parts.is_empty(), dossier.parts.iter().any(|part| !part.files.is_empty()));
    let files = dossier.parts.iter().flat_map(|part| part.files.iter()).map(|file| attachment(&code, file)).collect_view();
    let due = preview.due.map_or_else(|| "không có thời hạn".to_owned(), format::due_long);
    let who = format!("{}, {}, điện thoại {}", dossier.applicant_name, format::mask_id_number(&dossier.applicant_id_number), dossier.applicant_phone);
    let why = explanation(&preview.explanation);
    let help = help_after(&form, &format!("/can-bo/ho-so/{code}/tiep-nhan"));
    view! {
        {help}
        {scanned.then(|| view! { <ui::Section title="Giấy tờ đã nộp" id="giay-to">{files}</ui::Section> })}
        <ui::Section title=format!("Nếu tiếp nhận bây giờ, hẹn trả {due}") id="hen-tra">{why}</ui::Section>
        <ui::Form action=format!("/can-bo/ho-so/{code}/tiep-nhan") form_state=form>
            {version(v)}
            {papers.then(|| view! {
                <ui::Checkboxes name="thanh_phan" legend="Thành phần hồ sơ đã kiểm tra, đầy đủ" choices=parts hint="Thiếu giấy tờ bắt buộc thì yêu cầu bổ sung, không tiếp nhận."/>
            })}
            <ui::Checkboxes name="giay_to_tuy_than" legend="Người nộp" choices=vec![Choice::new("1", "Đã đối chiếu giấy tờ tùy thân hoặc tài khoản định danh").hint(who)]/>
            <ui::TextArea name="ghi_chu" label="Ghi chú" rows=3 optional=true/>
            <ui::ButtonGroup>
                <ui::Button label="Tiếp nhận hồ sơ" icon=Icon::Check/>
                <ui::LinkButton href=format!("/can-bo/ho-so/{code}/bo-sung-tiep-nhan") label="Yêu cầu bổ sung" kind=ui::ButtonKind::Secondary/>
                <ui::LinkButton href=format!("/can-bo/ho-so/{code}/tu-choi") label="Từ chối tiếp nhận" kind=ui::ButtonKind::Danger/>
            </ui::ButtonGroup>
        </ui::Form>
    }
}

/// What the fields of the items need to know; they are built inside their form.
pub struct ItemFields {
    parts: Vec<(i64, String)>,
    /// Reasons to pick from.
    reasons: Vec<ListedReason>,
    /// What was not in order in the answer before: filled in, to be asked for again.
    again: Vec<SupplementItem>,
    /// Places that were filled in before: they stay open.
    used: Vec<usize>,
}

impl ItemFields {
    /// From the dossier, the reasons of today and what was typed before.
    pub fn new(dossier: &DossierView, reasons: Vec<ListedReason>, form: &FormState) -> Self {
        let typed = |n: usize| {
            ["giay_to", "muc", "ly_do_chon", "ly_do", "can_cu"].iter().any(|name| form.value(&format!("{name}_{n}")).is_some_and(|value| !value.is_empty()))
        };
        let again: Vec<SupplementItem> = dossier.refused_items().into_iter().cloned().collect();
        Self {
            parts: dossier.parts.iter().map(|part| (part.id, part.name.clone())).collect(),
            used: (1..=SUPPLEMENT_ITEMS).filter(|n| *n == 1 || *n <= again.len() || typed(*n)).collect(),
            reasons,
            again,
        }
    }

    fn item(&self, n: usize) -> AnyView {
        let options: Vec<SelectOption> = self.parts.iter().map(|(id, name)| SelectOption::new(id.to_string(), name.clone())).collect();
        let reasons: Vec<SelectOption> = self.reasons.iter().map(|reason| SelectOption::new(reason.code.clone(), reason.label.clone())).collect();
        let before = n.checked_sub(1).and_then(|at| self.again.get(at)).cloned();
        let (part, subject, why, basis, how) = before
            .as_ref()
            .map(|item| {
                let part = item.part_id.map(|id| id.to_string()).unwrap_or_default();
                (part, item.subject.clone(), item.verdict_reason.clone(), item.basis.clone(), item.how_to_fix.clone())
            })
            .unwrap_or_default();
        let leave = move || {
            before.map(|_| {
                let legend = format!("Mục {n} đã điền từ lần bổ sung không đạt");
                view! { <ui::Checkboxes name=format!("bo_muc_{n}") legend=legend choices=vec![Choice::new("1", "Không yêu cầu lại mục này")] optional=true/> }
            })
        };
        view! {
            <ui::FieldGroup legend=format!("Mục {n}")>
                {leave()}
                <ui::Select name=format!("giay_to_{n}") label="Giấy tờ đã nộp" options=options blank="Không phải giấy tờ đã nộp" value=part optional=true/>
                <ui::Field name=format!("muc_{n}") label="Giấy tờ hoặc thông tin cần bổ sung" hint="Để trống nếu đã chọn giấy tờ ở trên" value=subject maxlength=300_u32 optional=true/>
                <ui::Select name=format!("ly_do_chon_{n}") label="Lý do" options=reasons blank="Lý do khác"/>
                <ui::TextArea name=format!("ly_do_{n}") label="Nói rõ lý do" hint="Ví dụ: trang 2 mất góc dưới. Lý do đã chọn và phần này cộng lại ít nhất 10 ký tự." value=why rows=2/>
                <ui::Field name=format!("can_cu_{n}") label="Căn cứ" hint="Ví dụ: khoản 1 Điều 16 Luật Hộ tịch" value=basis/>
                <ui::Field name=format!("cach_{n}") label="Cách hoàn thiện" value=how optional=true/>
            </ui::FieldGroup>
        }
        .into_any()
    }

    /// The fields, the same before and after receipt.
    pub fn view(self) -> impl IntoView {
        let open = self.used.iter().map(|n| self.item(*n)).collect_view();
        let more = (1..=SUPPLEMENT_ITEMS)
            .filter(|n| !self.used.contains(n))
            .map(|n| {
                let item = self.item(n);
                view! { <ui::Fold title=format!("Thêm mục {n}")>{item}</ui::Fold> }
            })
            .collect_view();
        view! {
            {open}
            {more}
            <ui::Field name="han" label="Hạn bổ sung" input_type="date" hint="Ngày cuối cùng người nộp được bổ sung"/>
        }
    }
}

/// The list of reasons that holds today.
pub async fn reasons(rq: &Rq, kind: ReasonKind) -> Result<Vec<ListedReason>> {
    dossiers::reasons(&mut rq.read().await?, kind).await
}

/// A list of reasons as choices.
pub fn reason_choices(reasons: Vec<ListedReason>) -> Vec<Choice> {
    reasons.into_iter().map(|reason| Choice::new(reason.code, reason.label)).collect()
}

/// D05: asks for every missing item before receipt.
pub async fn supplement_page(rq: Rq) -> Result<Page> {
    let dossier = load_for(&rq, &[Right::Receive]).await?;
    let listed = reasons(&rq, ReasonKind::SupplementItem).await?;
    let form = rq.form();
    Ok(Page::new(format!("Yêu cầu bổ sung hồ sơ {}", dossier.public_code()), move || {
        let content = if dossier.state == DossierState::Submitted {
            let (code, v) = (dossier.public_code().to_owned(), dossier.version);
            let fields = ItemFields::new(&dossier, listed, &form);
            view! {
                <ui::Form action=format!("/can-bo/ho-so/{code}/bo-sung-tiep-nhan") form_state=form>
                    {version(v)}
                    {fields.view()}
                    <ui::Button label="Gửi yêu cầu bổ sung" icon=Icon::Send/>
                </ui::Form>
            }
            .into_any()
        } else {
            not_now(&dossier, "yêu cầu bổ sung để tiếp nhận")
        };
        step_page(&dossier, "Yêu cầu bổ sung để tiếp nhận", "Ghi hết các mục còn thiếu trong một lần. Người nộp chỉ thấy và chỉ sửa các mục này.", content)
    }))
}

/// D07: refuses with reason, basis and the next step for the citizen.
pub async fn refuse_page(rq: Rq) -> Result<Page> {
    let dossier = load_for(&rq, &[Right::Receive]).await?;
    let listed = reasons(&rq, ReasonKind::IntakeRefusal).await?;
    let form = rq.form();
    Ok(Page::new(format!("Từ chối tiếp nhận hồ sơ {}", dossier.public_code()), move || {
        let content = if matches!(dossier.state, DossierState::Submitted | DossierState::IntakeSupplement) {
            let (code, v) = (dossier.public_code().to_owned(), dossier.version);
            let reasons = reason_choices(listed);
            view! {
                <ui::Form action=format!("/can-bo/ho-so/{code}/tu-choi") form_state=form>
                    {version(v)}
                    <ui::Radios name="ly_do" legend="Lý do từ chối" choices=reasons/>
                    <ui::TextArea name="can_cu" label="Căn cứ" hint="Viết bằng lời, người nộp đọc hiểu được"/>
                    <ui::TextArea name="huong_dan" label="Hướng dẫn tiếp theo" hint="Người nộp nên làm gì, ở đâu; nếu sai thẩm quyền thì ghi rõ cơ quan có thẩm quyền"/>
                    <ui::ButtonGroup>
                        <ui::Button label="Từ chối tiếp nhận" kind=ui::ButtonKind::DangerFilled/>
                        <ui::LinkButton href=format!("/can-bo/ho-so/{code}") label="Giữ hồ sơ chờ tiếp nhận" kind=ui::ButtonKind::Secondary/>
                    </ui::ButtonGroup>
                </ui::Form>
            }
            .into_any()
        } else {
            not_now(&dossier, "từ chối tiếp nhận")
        };
        step_page(&dossier, "Từ chối tiếp nhận hồ sơ", "Người nộp nhận lý do, căn cứ và hướng dẫn ngay sau khi từ chối. Không hoàn tác được.", content)
    }))
}
