//! C15: the electronic receipt, to print and to keep as one file (02 §20).

use super::key;
use crate::web::{Page, Result, Rq};
use axum::response::Response;
use domain::dossiers::{receipt, supplement_receipt};
use leptos::prelude::*;
use model::dossiers::apply::{SubmissionReceipt, SupplementProof};
use model::format::{date, number, time_date};
use ui::icon::{Ico, Icon};

/// The receipt of a submission, or of a supplement, whose code ends in `-BS` and a number.
async fn load(rq: &Rq) -> Result<SubmissionReceipt> {
    match SupplementProof::read(&rq.param("ma").to_uppercase()) {
        Some((submission, number)) => supplement_receipt::issue(&rq.portal, &rq.actor, submission, number).await,
        None => receipt::issue(&rq.portal, &rq.actor, &key(rq)).await,
    }
}

/// The receipt of the applicant.
pub async fn page(rq: Rq) -> Result<Page> {
    let receipt = load(&rq).await?;
    Ok(Page::new(format!("Biên nhận điện tử {}", receipt.code), move || view(receipt)))
}

/// The receipt as one HTML file without any address of ours, so that it can be read anywhere, for ever.
pub async fn download(rq: Rq) -> Result<Response> {
    let receipt = load(&rq).await?;
    let body = file(&receipt);
    Ok(crate::files::text(body, "text/html; charset=utf-8", Some(&format!("bien-nhan-{}.html", receipt.code))))
}

/// The receipt file of these facts, byte for byte the same whenever it is made: `/kiem-tra` compares files with it.
pub(in crate::dossiers) fn file(receipt: &SubmissionReceipt) -> String {
    let rows: Vec<(String, String)> = facts(receipt);
    let files: String = receipt
        .files
        .iter()
        .map(|file| {
            format!("<tr><td>{}</td><td>{}</td><td>{}</td><td><code>{}</code></td></tr>\n", escape(&file.part), escape(&file.name), file.size, file.sha256)
        })
        .collect();
    let rows: String = rows.iter().map(|(label, value)| format!("<tr><th>{}</th><td>{}</td></tr>\n", escape(label), escape(value))).collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"vi\"><head><meta charset=\"utf-8\"><title>Biên nhận điện tử {code}</title></head>\n<body>\n<h1>Biên nhận điện tử {code}</h1>\n\
         <table>\n{rows}</table>\n<h2>Tệp đã lưu</h2>\n<table>\n<tr><th>Giấy tờ</th><th>Tên tệp</th><th>Số byte</th><th>SHA-256</th></tr>\n{files}</table>\n</body></html>\n",
        code = escape(&receipt.code)
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The rows that differ: what was sent, when, and by whom.
fn head(receipt: &SubmissionReceipt) -> Vec<(&'static str, String)> {
    let Some(proof) = &receipt.supplement else {
        return vec![("Mã nộp", receipt.code.clone()), ("Nộp lúc", time_date(receipt.submitted_at))];
    };
    let mut rows = vec![
        ("Mã biên nhận", receipt.code.clone()),
        ("Hồ sơ", proof.dossier.clone()),
        ("Lần bổ sung", number(proof.number)),
        ("Bổ sung lúc", time_date(receipt.submitted_at)),
    ];
    if proof.brought_by.is_empty() {
        rows.push(("Người gửi", proof.recorded_by.clone()));
    } else {
        rows.push(("Người mang đến", proof.brought_by.clone()));
        rows.push(("Người nhận tại quầy", proof.recorded_by.clone()));
    }
    rows
}

fn facts(receipt: &SubmissionReceipt) -> Vec<(String, String)> {
    let rows = [
        ("Thủ tục", format!("{} ({})", receipt.procedure_name, receipt.procedure_code)),
        ("Phiên bản thủ tục", format!("hiệu lực từ {}", date(receipt.version_from))),
        ("Nơi tiếp nhận", receipt.receiving_unit.clone()),
        ("Cơ quan giải quyết", receipt.competent_unit.clone()),
        ("Số mục thông tin đã lưu", number(i64::try_from(receipt.fields).unwrap_or_default())),
        ("Số tệp đã lưu", number(i64::try_from(receipt.files.len()).unwrap_or_default())),
        ("Vị trí trong chuỗi nhật ký", format!("ngày {}, số {}, mã {}", date(receipt.chain_day), number(receipt.chain_seq), receipt.chain_hash)),
    ];
    head(receipt).into_iter().chain(rows).map(|(label, value)| (label.to_owned(), value)).collect()
}

/// The files of a receipt with their digests; file names only where the reader is the applicant.
pub(in crate::dossiers) fn files(receipt: &SubmissionReceipt) -> impl IntoView + use<> {
    if receipt.files.is_empty() {
        // A supplement may be words alone; what was brought on paper stands with its item.
        let words =
            if receipt.supplement.is_some() { "Không có tệp nào." } else { "Không có tệp nào; giấy tờ nộp bản giấy tại trung tâm." };
        return view! { <p>{words}</p> }.into_any();
    }
    let rows = receipt
        .files
        .iter()
        .enumerate()
        .map(|(i, file)| {
            let name = if file.name.is_empty() { "Tên tệp được che".to_owned() } else { file.name.clone() };
            let (place, bytes) = (u32::try_from(i + 1).unwrap_or_default(), u64::try_from(file.size).unwrap_or_default());
            view! { <ui::ReceiptRow number=place title=file.part.clone() file=name bytes=bytes sha256=file.sha256.clone()/> }
        })
        .collect_view();
    view! { <ui::Receipt>{rows}</ui::Receipt> }.into_any()
}

fn view(receipt: SubmissionReceipt) -> impl IntoView {
    let rows = facts(&receipt).into_iter().map(|(label, value)| ui::SummaryRow::view(label, view! { <span class="p-break">{value}</span> })).collect();
    let checked = format!("{} tệp đã được đọc lại và so mã sau khi lưu, lúc {}.", receipt.files.len(), time_date(receipt.made_at));
    let (save, code) = (format!("/bien-nhan/{}/tai-ve", receipt.code), receipt.object().to_owned());
    let (title, above) = match &receipt.supplement {
        Some(proof) => (format!("Biên nhận bổ sung lần {}", proof.number), format!("Hồ sơ {code}")),
        None => ("Biên nhận điện tử".to_owned(), format!("Mã nộp {code}")),
    };
    view! {
        <ui::Container>
            <ui::PrintHeader unit=receipt.receiving_unit.clone() title=title.clone() at=time_date(receipt.made_at)/>
            <ui::PageHeading title=title above=above lead=receipt.procedure_name.clone()/>
            <ui::ButtonGroup>
                <ui::LinkButton href=save label="Tải về" icon=Icon::Down kind=ui::ButtonKind::Secondary download=true/>
                <ui::LinkButton href=format!("/tra-cuu/{code}") label="Theo dõi hồ sơ" kind=ui::ButtonKind::Line/>
            </ui::ButtonGroup>
            <ui::Section title="Nội dung đã nhận" id="noi-dung-nhan"><ui::SummaryList rows=rows/></ui::Section>
            <ui::Section title="Tệp đã lưu" id="tep" note=checked>{files(&receipt)}</ui::Section>
            <p class="p-tracking-chain"><Ico icon=Icon::Shield/><span>"Mã SHA-256 của mỗi tệp cho phép bạn đối chiếu bất cứ lúc nào rằng cơ quan giữ đúng tệp bạn đã nộp. Để in, dùng lệnh In của trình duyệt."</span></p>
        </ui::Container>
    }
}
