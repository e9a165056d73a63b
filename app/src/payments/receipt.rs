//! Receipts (biên lai), ready to print: for the applicant and for the desk.

use super::parts;
use crate::web::{Page, Result, Rq};
use domain::dossiers::payments;
use leptos::prelude::*;
use model::format;
use model::payments::ReceiptView;
use ui::SummaryRow;

/// For the applicant.
pub async fn own(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let receipt = payments::receipt_of_applicant(&mut cx, rq.param("ma"), rq.param("so")).await?;
    let back = format!("/ho-so-cua-toi/{}/thanh-toan", receipt.subject);
    Ok(page(&rq, receipt, back))
}

/// For officials.
pub async fn desk(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let receipt = payments::receipt(&mut cx, rq.param("ma"), rq.param("so")).await?;
    let back = parts::address(&receipt.subject);
    Ok(page(&rq, receipt, back))
}

fn page(rq: &Rq, receipt: ReceiptView, back: String) -> Page {
    let (demo, now) = (rq.portal.settings().demo, format::time_date(rq.portal.clock().now()));
    Page::new(format!("Biên lai {}", receipt.payment.receipt), move || {
        let payment = &receipt.payment;
        let payer = if payment.payer.is_empty() { "Người nộp hồ sơ".to_owned() } else { payment.payer.clone() };
        let rows = vec![
            SummaryRow::new("Mã hồ sơ", receipt.subject.clone()),
            SummaryRow::new("Thủ tục", receipt.procedure_name.clone()),
            SummaryRow::new("Người nộp tiền", payer),
            SummaryRow::view("Số tiền đã nộp", view! { <strong>{format::money(payment.amount)}</strong> }),
            SummaryRow::new("Tổng khoản phải nộp", format::money(receipt.charged)),
            SummaryRow::new("Loại", format!("{} ({})", payment.phase.label(), payment.phase.code())),
            SummaryRow::new("Hình thức", payment.method.label()),
            SummaryRow::new("Giao dịch", format!("{} · {}", payment.partner, payment.transaction_id)),
            SummaryRow::new("Nộp lúc", format::due_long(payment.paid_at)),
            SummaryRow::new("Người ghi nhận", payment.recorded_by.clone()),
        ];
        let refunded = (payment.refunded > 0).then(|| view! { <p class="p-strong">{format!("Đã duyệt hoàn {}.", format::money(payment.refunded))}</p> });
        let table = parts::bill(&receipt.lines, "Các khoản của biên lai");
        let (unit, number) = (receipt.unit.clone(), payment.receipt.clone());
        view! {
            <ui::Container>
                <div class="p-no-print"><ui::BackLink href=back label="Quay lại"/><p class="p-muted">"Dùng lệnh In của trình duyệt (Ctrl + P) để in giấy này."</p></div>
                <p class="p-strong">{unit}</p>
                <ui::PageHeading title="Biên lai thu phí, lệ phí" above=format!("Số {number}")/>
                {demo.then(|| view! { <p class="p-strong">"Dữ liệu mô phỏng"</p> })}
                <ui::SummaryList rows=rows/>
                {refunded}
                <ui::Section title="Các khoản" id="cac-khoan">{table}</ui::Section>
                <p class="p-small p-muted">{format!("In lúc {now}.")}</p>
            </ui::Container>
        }
    })
    .bare()
}
