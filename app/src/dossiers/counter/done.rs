//! After the receipt at the counter: code, due date with its reasons, form 01 to print, the receipt of the files, the money.

use super::work;
use crate::dossiers::desk::parts::{address, explanation};
use crate::web::{Page, Result, Rq};
use domain::dossiers;
use leptos::prelude::*;
use model::dossiers::apply::DraftView;
use model::dossiers::{PaperForm, PaymentStatus};
use model::format;
use ui::ButtonKind;
use ui::icon::Icon;

/// The page.
pub async fn page(rq: &Rq, draft: DraftView) -> Result<Page> {
    let mut cx = rq.read().await?;
    let dossier = dossiers::open(&mut cx, &draft.code).await?;
    drop(cx);
    let code = dossier.public_code().to_owned();
    Ok(Page::new(format!("Đã tiếp nhận hồ sơ {code}"), move || {
        let due = dossier.due.map_or_else(|| "Thủ tục này không có thời hạn.".to_owned(), |due| format!("Hẹn trả kết quả: {}.", format::due_long(due)));
        let base = address(&code);
        let print = dossier.forms.iter().rfind(|form| form.form == PaperForm::Receipt).map(|form| format!("{base}/mau/{}", form.key));
        let money = dossier.payment == PaymentStatus::Due;
        let rows = vec![
            ui::SummaryRow::new("Thủ tục", dossier.procedure_name.clone()),
            ui::SummaryRow::new("Người nộp", dossier.applicant_name.clone()),
            ui::SummaryRow::new("Người hỗ trợ", dossier.assisted_by.clone()),
            ui::SummaryRow::new("Cơ quan giải quyết", dossier.competent_unit.clone()),
            ui::SummaryRow::new("Phí, lệ phí", dossier.payment.label()),
        ];
        let why = explanation(&dossier.explanation);
        view! {
            <div class="p-two-thirds p-stack">
                <ui::ConfirmationPanel title="Đã tiếp nhận hồ sơ" code=code.clone() next=due>
                    {print.map(|href| view! { <ui::LinkButton href=href label="In giấy tiếp nhận" icon=Icon::Print/> })}
                    <ui::LinkButton href=format!("/bien-nhan/{}", draft.code) label="Biên nhận" kind=ButtonKind::Secondary icon=Icon::Doc/>
                    {money.then(|| view! { <ui::LinkButton href=format!("{base}?muc=phi") label="Thu phí, lệ phí" kind=ButtonKind::Secondary/> })}
                    <ui::LinkButton href=base.clone() label="Mở hồ sơ" kind=ButtonKind::Line/>
                    <ui::LinkButton href="/can-bo/tiep-nhan" label="Tiếp nhận hồ sơ khác" kind=ButtonKind::Line icon=Icon::Plus/>
                </ui::ConfirmationPanel>
                <ui::Section title="Hồ sơ" id="ho-so"><ui::SummaryList rows=rows/></ui::Section>
                <ui::Section title="Cách tính thời hạn" id="thoi-han">{why}</ui::Section>
            </div>
        }
    })
    .sub_list(work("/can-bo/tiep-nhan")))
}
