//! Form 01 of 2025: Giấy tiếp nhận hồ sơ và hẹn trả kết quả, ready to print (02 §9).

use super::parts::{address, explanation, load};
use crate::web::{Error, Page, Result, Rq};
use leptos::prelude::*;
use model::dossiers::DossierView;
use model::format;
use ui::SummaryRow;

/// The form; only after receipt.
pub async fn page(rq: Rq) -> Result<Page> {
    let dossier = load(&rq).await?;
    let received_at = dossier.received_at.ok_or(Error::NotFound)?;
    let now = format::time_date(rq.portal.clock().now());
    let demo = rq.portal.settings().demo;
    let base = rq.portal.settings().base_url.clone();
    let receiver = dossier
        .timeline
        .iter()
        .find(|entry| matches!(entry.action, model::dossiers::DossierAction::Receive | model::dossiers::DossierAction::ReceiveAtCounter))
        .map(|entry| entry.actor.clone())
        .unwrap_or_default();
    Ok(Page::new(format!("Giấy tiếp nhận hồ sơ {}", dossier.public_code()), move || {
        let code = dossier.public_code().to_owned();
        let due = dossier.due.map_or_else(|| "không có thời hạn".to_owned(), format::due_long);
        let track = format!("{base}/tra-cuu/{code}");
        let rows = vec![
            SummaryRow::new("Tiếp nhận hồ sơ của", dossier.applicant_name.clone()),
            SummaryRow::new("Địa chỉ", dossier.applicant_address.clone()),
            SummaryRow::new("Số điện thoại", dossier.applicant_phone.clone()),
            SummaryRow::new("Nội dung yêu cầu giải quyết", format!("{} ({})", dossier.procedure_name, dossier.case_name)),
            SummaryRow::new("Số lượng hồ sơ", "01 bộ"),
            SummaryRow::new("Thời gian nhận hồ sơ", format::due_long(received_at)),
            SummaryRow::view("Thời gian trả kết quả", view! { <strong>{due}</strong> }),
            SummaryRow::new("Đăng ký nhận kết quả tại", format!("{}: {}", dossier.delivery.label(), dossier.receiving_unit)),
            SummaryRow::new("Phí, lệ phí", dossier.payment.label()),
            SummaryRow::new("Cơ quan giải quyết", dossier.competent_unit.clone()),
            SummaryRow::new("Tra cứu", track),
        ];
        let (unit, applicant) = (dossier.receiving_unit.clone(), dossier.applicant_name.clone());
        let (papers, why) = (papers(&dossier), explanation(&dossier.explanation));
        view! {
            <ui::Container>
                <div class="p-no-print"><ui::BackLink href=address(&code) label=format!("Hồ sơ {code}")/><p class="p-muted">"Dùng lệnh In của trình duyệt (Ctrl + P) để in giấy này."</p></div>
                <p class="p-strong">{unit}</p>
                <ui::PageHeading title="Giấy tiếp nhận hồ sơ và hẹn trả kết quả" above=format!("Mã hồ sơ: {code}")/>
                {demo.then(|| view! { <p class="p-strong">"Dữ liệu mô phỏng"</p> })}
                <ui::SummaryList rows=rows/>
                {papers}
                <ui::Section title="Cách tính thời hạn" id="cach-tinh">{why}</ui::Section>
                <div class="p-section p-even">
                    <p><strong>"Người nộp"</strong><br/>"(ký, ghi rõ họ tên)"<br/><br/><br/>{applicant}</p>
                    <p><strong>"Người tiếp nhận"</strong><br/>"(ký, ghi rõ họ tên)"<br/><br/><br/>{receiver}</p>
                </div>
                <p class="p-small p-muted">{format!("Mẫu số 01 (Thông tư 03/2025/TT-VPCP). Lập lúc {now}.")}</p>
            </ui::Container>
        }
    })
    .bare())
}

fn papers(dossier: &DossierView) -> impl IntoView + use<> {
    let rows = dossier
        .parts
        .iter()
        .zip(1..)
        .map(|(part, n)| {
            let files = part
                .files
                .iter()
                .map(|file| view! { <br/>{format!("{}, {} byte", file.name, format::number(file.size))}<br/><span class="p-code p-break">"SHA-256: "{file.sha256.clone()}</span> })
                .collect_view();
            let paper = part.files.is_empty().then_some(" (bản giấy)");
            view! { <li>{format!("{n}. {}", part.name)}{paper}{files}</li> }
        })
        .collect_view();
    let none = dossier.parts.is_empty();
    view! {
        <ui::Section title="Thành phần hồ sơ nộp gồm" id="thanh-phan">
            {none.then(|| view! { <p>"Tờ khai điện tử; không có giấy tờ kèm theo."</p> })}
            {(!none).then(|| view! { <ul class="p-rows">{rows}</ul> })}
        </ui::Section>
    }
}
