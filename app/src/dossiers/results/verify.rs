//! C24 `/kiem-tra`: a receipt, a result or any stored file, by file, code or SHA-256. The file is looked at, not kept.

use super::view::{breaking, chain_words, tag};
use crate::dossiers::apply::receipt_file;
use crate::web::{Done, Error, Form, LookedAt, Page, Result, Rq, encode};
use domain::dossiers::results;
use domain::files::Look;
use leptos::prelude::*;
use model::dossiers::results::{CHECK_LIMIT, CheckedDocument, CheckedFile, CheckedReceipt, Verified, VerifyForm, Wanted, until_words};
use model::format::{date, number, time_date};
use ui::SummaryRow;
use ui::icon::Icon;

/// What a receipt of ours begins with, up to its code.
const RECEIPT_TITLE: &str = "<title>Biên nhận điện tử ";

/// The form, and the answer for the code or digest in the address.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut state = rq.form();
    let Some(typed) = rq.query("ma").map(str::to_owned) else {
        let title = if state.has_errors() { "Lỗi: Kiểm tra biên nhận, kết quả" } else { TITLE };
        return Ok(Page::new(title, move || frame(state, ().into_any())).description("Kiểm tra biên nhận, kết quả và tệp đã nộp bằng tệp, mã hoặc SHA-256."));
    };
    let wanted = match (VerifyForm { code: typed.clone() }).validate() {
        Ok(wanted) => wanted,
        Err(errors) => {
            state.errors = errors.0;
            state = state.with_value("ma", typed.chars().take(200).collect::<String>());
            return Ok(Page::new("Lỗi: Kiểm tra biên nhận, kết quả", move || frame(state, ().into_any())));
        }
    };
    let mut cx = rq.write_unflushed().await?;
    let found = results::verify(&mut cx, &wanted, &rq.address).await;
    let sent = rq.query("tep").map(str::to_owned);
    let same = match (&found, &sent) {
        (Ok(found), Some(sent)) => match found.receipt.as_ref() {
            Some(checked) => results::receipt_of(&mut cx, &checked.receipt.code).await?.map(|receipt| digest(&receipt_file(&receipt)).as_deref() == Some(sent)),
            None => None,
        },
        _ => None,
    };
    cx.commit().await?;
    let found = found?;
    Ok(Page::new(TITLE, move || {
        let answer = answer(found, &wanted, same);
        frame(ui::FormState::default(), answer)
    }))
}

const TITLE: &str = "Kiểm tra biên nhận, kết quả";

/// SHA-256 of a text.
fn digest(text: &str) -> Option<String> {
    let mut look = Look::new(u64::MAX);
    look.write(text.as_bytes()).ok()?;
    look.finish().ok().map(|seen| seen.sha256)
}

/// Reads file or code and leads to the answer.
pub async fn check(rq: Rq, form: Form, files: Vec<LookedAt>) -> Result<Done> {
    let mut cx = rq.write_unflushed().await?;
    let counted = results::count_file(&mut cx, &rq.address).await;
    cx.commit().await?;
    counted?;
    if let Some(file) = files.first() {
        let seen = &file.seen;
        return Ok(Done::to(match receipt_code(&seen.start) {
            Some(code) => format!("/kiem-tra?ma={}&tep={}", encode(&code), seen.sha256),
            None => format!("/kiem-tra?ma={}", seen.sha256),
        }));
    }
    if form.get("tai_len") == "1" && form.get("ma").is_empty() {
        return Err(Error::field("tep", "Chưa chọn tệp. Hãy chọn tệp, hoặc nhập mã."));
    }
    let wanted = form.read::<VerifyForm>()?.validate()?;
    Ok(Done::to(format!("/kiem-tra?ma={}", encode(wanted.as_str()))))
}

/// The code that a receipt file of ours carries in its title.
fn receipt_code(start: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(start);
    let rest = text.split_once(RECEIPT_TITLE)?.1;
    let code = rest.split_once("</title>")?.0.trim();
    let fits = (4..=40).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'));
    fits.then(|| code.to_owned())
}

fn frame(state: ui::FormState, answer: AnyView) -> impl IntoView {
    let hint =
        format!("Biên nhận, kết quả PDF hoặc bất kỳ tệp nào đã nộp. Tối đa {}. Cổng chỉ tính mã của tệp, không giữ tệp.", model::format::bytes(CHECK_LIMIT));
    view! {
        <ui::Container>
            <ui::Breadcrumb parents=vec![("/".to_owned(), "Trang chủ".to_owned())] here="Kiểm tra"/>
            <ui::PageHeading title=TITLE lead="Biết một giấy tờ có đúng do cơ quan của tỉnh cấp không, còn giá trị không, tệp có bị sửa không."/>
            {answer}
            <ui::Section title="Kiểm tra tệp hoặc mã" id="kiem-tra-tep">
                <ui::Form action="/kiem-tra" form_state=state multipart=true>
                    <ui::FileUpload name="tep" label="Tệp cần kiểm tra" hint=hint with_form=true/>
                    <ui::Field name="ma" label="Hoặc mã" hint="Mã giấy tờ (GT-…), mã nộp, mã hồ sơ, hoặc mã SHA-256" maxlength=200_u32 optional=true/>
                    <ui::Button label="Kiểm tra" icon=Icon::Shield/>
                </ui::Form>
            </ui::Section>
        </ui::Container>
    }
}

fn answer(found: Verified, wanted: &Wanted, same: Option<bool>) -> AnyView {
    if found.is_empty() {
        let text = match wanted {
            Wanted::Hash(_) => "Cổng không giữ tệp nào có mã này. Tệp không do cổng cấp, hoặc đã bị sửa dù chỉ một ký tự. Hãy xin lại tệp gốc.",
            Wanted::Code(_) => "Không có giấy tờ hay biên nhận nào mang mã này. Hãy kiểm tra lại từng ký tự.",
        };
        return view! { <ui::Banner kind=ui::BannerKind::Error title="Không tìm thấy" text=text/> }.into_any();
    }
    let Verified { receipt, documents, files, more } = found;
    view! {
        {receipt.map(|checked| receipt_view(checked, same))}
        {documents.into_iter().map(document).collect_view()}
        {files.into_iter().map(file).collect_view()}
        {(more > 0).then(|| view! { <p>{format!("Còn {} lần lưu khác của cùng tệp này.", number(more))}</p> })}
    }
    .into_any()
}

fn receipt_view(checked: CheckedReceipt, same: Option<bool>) -> impl IntoView {
    let receipt = checked.receipt;
    let agrees = checked.chain.as_ref().is_some_and(|chain| chain.agrees);
    let (kind, title, text) = match (same, agrees) {
        (Some(false), _) => (
            ui::BannerKind::Error,
            "Tệp biên nhận khác bản cổng đã cấp",
            "Tệp bạn gửi mang mã của một biên nhận có thật nhưng nội dung khác. Chỉ tin các dòng dưới đây.",
        ),
        (_, false) => (ui::BannerKind::Error, "Nhật ký không khớp với biên nhận", "Hãy báo đường dây nóng và đọc mã biên nhận."),
        (Some(true), true) => (ui::BannerKind::Done, "Biên nhận đúng và nguyên vẹn", "Tệp giống từng ký tự bản cổng đã cấp; nhật ký khớp."),
        (None, true) => (ui::BannerKind::Done, "Biên nhận có thật", "Cổng đã cấp biên nhận mang mã này; nhật ký khớp."),
    };
    let mut rows = match &receipt.supplement {
        Some(proof) => vec![
            SummaryRow::new("Loại", format!("Biên nhận bổ sung lần {}", proof.number)),
            SummaryRow::new("Mã biên nhận", receipt.code.clone()),
            SummaryRow::new("Hồ sơ", proof.dossier.clone()),
            SummaryRow::new("Bổ sung lúc", time_date(receipt.submitted_at)),
        ],
        None => vec![
            SummaryRow::new("Loại", "Biên nhận nộp hồ sơ"),
            SummaryRow::new("Mã nộp", receipt.code.clone()),
            SummaryRow::new("Nộp lúc", time_date(receipt.submitted_at)),
        ],
    };
    rows.extend([
        SummaryRow::new("Thủ tục", receipt.procedure_name.clone()),
        SummaryRow::new("Nơi tiếp nhận", receipt.receiving_unit.clone()),
        SummaryRow::new("Cơ quan giải quyết", receipt.competent_unit.clone()),
        SummaryRow::new("Chuỗi nhật ký", chain_words(checked.chain.as_ref())),
    ]);
    let files = crate::dossiers::apply::receipt_files(&receipt);
    view! {
        <ui::Banner kind=kind title=title text=text/>
        <ui::Section title="Biên nhận" id="bien-nhan"><ui::SummaryList rows=rows/></ui::Section>
        <ui::Section title="Tệp ghi trong biên nhận" id="tep-bien-nhan">{files}</ui::Section>
    }
}

fn document(found: CheckedDocument) -> impl IntoView {
    use model::dossiers::results::Validity as V;
    let paper = found.sha256.is_empty();
    let sound = (paper || found.whole) && found.chain.as_ref().is_none_or(|chain| chain.agrees);
    let (kind, title) = match (sound, found.validity) {
        (false, _) => (ui::BannerKind::Error, "Có thật, nhưng bản lưu trong kho hoặc nhật ký không khớp. Hãy báo đường dây nóng.".to_owned()),
        (true, V::Valid) => (ui::BannerKind::Done, "Giấy tờ thật, còn giá trị".to_owned()),
        (true, V::Expired) => (ui::BannerKind::Notice, "Giấy tờ thật, đã hết hạn".to_owned()),
        (true, V::Replaced) => (ui::BannerKind::Notice, format!("Giấy tờ thật, nhưng đã được thay bằng {}", found.replaced_by)),
        (true, V::Revoked) => (ui::BannerKind::Error, "Giấy tờ này đã bị thu hồi".to_owned()),
    };
    let integrity = match (paper, found.whole) {
        (true, _) => "Kết quả là bản giấy".to_owned(),
        (false, true) => format!("Nguyên vẹn, {} byte, vừa đọc lại", number(found.size)),
        (false, false) => "Bản lưu trong kho không còn nguyên vẹn".to_owned(),
    };
    let mut rows = vec![
        SummaryRow::new("Loại", found.name.clone()),
        SummaryRow::view("Tình trạng", tag(found.validity)),
        SummaryRow::new("Số, ký hiệu", found.number),
        SummaryRow::new("Cấp cho", found.owner),
        SummaryRow::new("Cơ quan cấp", found.issuer),
        SummaryRow::new("Người ký", found.signer),
        SummaryRow::new("Ngày cấp", date(found.issued_on)),
        SummaryRow::new("Giá trị", until_words(found.valid_until)),
        SummaryRow::new("Phạm vi", found.scope),
        SummaryRow::new("Mã giấy tờ", found.code.clone()),
        SummaryRow::new("Tệp trong kho", integrity),
        SummaryRow::new("Chuỗi nhật ký", chain_words(found.chain.as_ref())),
    ];
    if !paper {
        rows.push(breaking("SHA-256", found.sha256));
    }
    let id = format!("giay-to-{}", found.code.to_lowercase());
    view! {
        <ui::Banner kind=kind title=title/>
        <ui::Section title=found.name id=id><ui::SummaryList rows=rows/></ui::Section>
    }
}

fn file(found: CheckedFile) -> impl IntoView {
    let agrees = found.chain.as_ref().is_some_and(|chain| chain.agrees);
    let (kind, title) = if agrees {
        (ui::BannerKind::Done, "Cổng giữ đúng tệp này")
    } else {
        (ui::BannerKind::Error, "Cổng giữ tệp này, nhưng nhật ký không khớp")
    };
    let rows = vec![
        SummaryRow::new("Là", found.what),
        SummaryRow::new("Nơi giữ", found.unit),
        SummaryRow::new("Lưu lúc", time_date(found.at)),
        SummaryRow::new("Dung lượng", format!("{} byte", number(found.size))),
        SummaryRow::new("Chuỗi nhật ký", chain_words(found.chain.as_ref())),
    ];
    view! {
        <ui::Banner kind=kind title=title text="Giấy tờ do người dân nộp không phải do cơ quan cấp; cổng chỉ xác nhận đã nhận đúng tệp này."/>
        <ui::SummaryList rows=rows/>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_says_its_code() {
        let file = "<!DOCTYPE html>\n<html lang=\"vi\"><head><meta charset=\"utf-8\"><title>Biên nhận điện tử N-261123-7K4QXM</title></head>";
        assert_eq!(receipt_code(file.as_bytes()).as_deref(), Some("N-261123-7K4QXM"));
        assert_eq!(receipt_code("<title>Biên nhận điện tử <script></title>".as_bytes()), None);
        assert_eq!(receipt_code(b"%PDF-1.7"), None);
        assert_eq!(receipt_code(&[0xff, 0xfe, 0x00]), None);
    }
}
