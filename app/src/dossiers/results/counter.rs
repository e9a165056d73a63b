//! O13, the counter: scan a code, send by post, and what nobody fetched.

use crate::dossiers::desk::parts::{load_for, not_now, step_page, version};
use crate::web::{Done, Form, Page, Result, Rq};
use axum::response::Response;
use chrono::NaiveDate;
use domain::dossiers::results;
use domain::dossiers::rules::Right;
use domain::spreadsheet;
use leptos::prelude::*;
use model::dossiers::results::{PostItemForm, UNCLAIMED_DAYS, UnclaimedRow};
use model::dossiers::{DossierState, ResultDelivery};
use model::format::{date, local_date, mask_phone, number, time_date};
use ui::icon::Icon;
use ui::{Cell, Column, Row};

fn parents() -> Vec<(String, String)> {
    vec![("/can-bo/ho-so?hang=tra-ket-qua".to_owned(), "Trả kết quả".to_owned())]
}

/// Scan the QR on the appointment slip: the scanner types the address that stands in it.
pub async fn scan_page(rq: Rq) -> Result<Page> {
    let state = rq.form();
    let title = if state.has_errors() { "Lỗi: Quét mã trả kết quả" } else { "Quét mã trả kết quả" };
    Ok(Page::new(title, move || {
        view! {
            <ui::Container>
                <ui::Breadcrumb parents=parents() here="Quét mã"/>
                <ui::PageHeading title="Quét mã trả kết quả" lead="Đặt con trỏ vào ô, quét mã QR trên giấy hẹn. Không có máy quét thì gõ mã hồ sơ."/>
                <ui::Form action="/can-bo/tra-ket-qua" form_state=state>
                    <ui::Field name="ma" label="Mã QR hoặc mã hồ sơ" hint="Ví dụ: H99.101-261123-0001" maxlength=300_u32 autocomplete="off"/>
                    <ui::Button label="Mở hồ sơ" icon=Icon::Search/>
                </ui::Form>
                <p><a href="/can-bo/ho-so?hang=tra-ket-qua">"Xem mọi kết quả chờ trả"</a></p>
                <p><a href="/can-bo/ket-qua-chua-nhan">"Kết quả quá 30 ngày chưa ai nhận"</a></p>
            </ui::Container>
        }
    }))
}

/// Leads to the page that hands the result over.
pub async fn scan(rq: Rq, form: Form) -> Result<Done> {
    let mut cx = rq.read().await?;
    let code = results::by_code(&mut cx, form.get("ma")).await?;
    Ok(Done::to(format!("/can-bo/ho-so/{code}/tra-ket-qua")))
}

/// The result goes to the post.
pub async fn post_page(rq: Rq) -> Result<Page> {
    let dossier = load_for(&rq, &[Right::Return]).await?;
    let form = rq.form();
    Ok(Page::new(format!("Gửi kết quả hồ sơ {} qua bưu chính", dossier.public_code()), move || {
        let possible = dossier.state == DossierState::ResultReady && dossier.delivery == ResultDelivery::ByPost;
        let content = if possible {
            let (code, v) = (dossier.public_code().to_owned(), dossier.version);
            let address = format!("Địa chỉ nhận: {}", dossier.applicant_address);
            view! {
                <p>{address}</p>
                <ui::Form action=format!("/can-bo/ho-so/{code}/gui-buu-chinh") form_state=form>
                    {version(v)}
                    <ui::Field name="ma_buu_gui" label="Mã bưu gửi" hint="Trên phiếu gửi, ví dụ EL999000111VN" maxlength=60_u32 autocomplete="off"/>
                    <ui::Button label="Ghi đã gửi bưu điện" icon=Icon::Send/>
                </ui::Form>
            }
            .into_any()
        } else {
            not_now(&dossier, "gửi qua bưu chính")
        };
        step_page(&dossier, "Gửi kết quả qua bưu chính", "Người nộp được báo mã bưu gửi. Khi bưu điện phát xong, ghi ở bước Trả kết quả.", content)
    }))
}

/// Writes the postal item down.
pub async fn post(rq: Rq, form: Form) -> Result<Done> {
    let (code, version, input) = (rq.param("ma"), form.version()?, form.read::<PostItemForm>()?.validate()?);
    let mut cx = rq.write().await?;
    results::post_result(&mut cx, code, version, &input).await?;
    cx.commit().await?;
    Ok(Done::to(format!("/can-bo/ho-so/{code}")).say(format!("Đã ghi bưu gửi {}. Người nộp được báo.", input.code)))
}

/// The month of the address, `2026-10`, and what was wrong with it.
fn month(rq: &Rq) -> (Option<NaiveDate>, ui::FormState) {
    let Some(text) = rq.query("thang") else { return (None, ui::FormState::default()) };
    let typed: Vec<&str> = text.split(['/', '-']).collect();
    let (year, month): (Option<i32>, Option<u32>) = match typed.as_slice() {
        [first, second] if first.len() == 4 => (first.parse().ok(), second.parse().ok()),
        [first, second] => (second.parse().ok(), first.parse().ok()),
        _ => (None, None),
    };
    let day = year.zip(month).filter(|(year, _)| (2000..=2999).contains(year)).and_then(|(year, month)| NaiveDate::from_ymd_opt(year, month, 1));
    let state = ui::FormState::default();
    match day {
        Some(day) => (Some(day), state),
        None => (None, state.with_value("thang", text).with_error("thang", "Không đọc được tháng này. Hãy nhập tháng và năm, ví dụ 10/2026.")),
    }
}

/// Results that lie at the counter for more than 30 days.
pub async fn unclaimed_page(rq: Rq) -> Result<Page> {
    let (month, state) = month(&rq);
    let mut cx = rq.read().await?;
    let list = results::unclaimed(&mut cx, month, rq.page_number()).await?;
    let base = rq.list_base();
    Ok(Page::new("Kết quả chưa có người nhận", move || {
        let shown = month.map(|day| day.format("%m/%Y").to_string()).unwrap_or_default();
        let (clear, csv) = match month {
            Some(day) => ("/can-bo/ket-qua-chua-nhan", format!("/can-bo/ket-qua-chua-nhan.csv?thang={}", day.format("%Y-%m"))),
            None => ("", "/can-bo/ket-qua-chua-nhan.csv".to_owned()),
        };
        let of_month = if shown.is_empty() { String::new() } else { format!(" có từ tháng {shown}") };
        let lead = format!("{} kết quả{of_month} đã chờ quá {UNCLAIMED_DAYS} ngày. Người nộp đã được nhắc một lần; hãy gọi điện.", number(list.total()));
        let empty = list.rows.is_empty();
        view! {
            <ui::Container>
                <ui::Breadcrumb parents=parents() here="Chưa có người nhận"/>
                <ui::PageHeading title="Kết quả chưa có người nhận" lead=lead/>
                <ui::FilterBar action="/can-bo/ket-qua-chua-nhan" button="Xem tháng" form_state=state clear_href=clear>
                    <ui::Field name="thang" label="Tháng có kết quả" hint="Ví dụ: 10/2026. Để trống để xem tất cả." value=shown optional=true/>
                </ui::FilterBar>
                {empty.then(|| view! { <ui::EmptyState icon=Icon::Okc title="Không có kết quả nào" text="Không có kết quả nào chờ quá 30 ngày."/> })}
                {(!empty).then(|| view! {
                    <ui::ButtonGroup><ui::LinkButton href=csv label="CSV" kind=ui::ButtonKind::Line icon=Icon::Down download=true of="kết quả chưa có người nhận"/></ui::ButtonGroup>
                    {table(list.rows)}
                    <ui::Pagination paging=list.paging base=base what="kết quả"/>
                })}
            </ui::Container>
        }
    }))
}

fn table(rows: Vec<UnclaimedRow>) -> impl IntoView {
    let mut columns: Vec<Column> = ["Mã hồ sơ", "Thủ tục", "Người nộp", "Điện thoại", "Có kết quả"].map(Column::text).to_vec();
    columns.push(Column::number("Số ngày"));
    columns.push(Column::text("Đã nhắc"));
    let rows = rows
        .into_iter()
        .map(|row| {
            Row::new(vec![
                Cell::link(format!("/can-bo/ho-so/{}", row.code), row.code),
                Cell::text(row.procedure),
                Cell::text(row.applicant),
                Cell::text(mask_phone(&row.phone)),
                Cell::text(date(local_date(row.since))),
                Cell::text(number(row.days)),
                Cell::text(row.reminded_at.map_or_else(|| "Chưa".to_owned(), time_date)),
            ])
        })
        .collect();
    view! { <ui::Table caption="Kết quả chưa có người nhận" caption_hidden=true columns=columns rows=rows/> }
}

/// The same list as a file.
pub async fn unclaimed_csv(rq: Rq) -> Result<Response> {
    let (month, _) = month(&rq);
    let mut cx = rq.write().await?;
    let list = results::export_unclaimed(&mut cx, month).await?;
    // Names that leave the house leave a trace.
    cx.commit().await?;
    let lines = list.rows.into_iter().map(|row| {
        let reminded = row.reminded_at.map(time_date).unwrap_or_default();
        [row.code, row.procedure, row.applicant, mask_phone(&row.phone), date(local_date(row.since)), row.days.to_string(), reminded]
    });
    let header = ["Mã hồ sơ", "Thủ tục", "Người nộp", "Điện thoại", "Có kết quả", "Số ngày", "Đã nhắc"];
    Ok(crate::files::csv("ket-qua-chua-nhan.csv", spreadsheet::csv(header, lines.chain(spreadsheet::rest(list.paging)))?))
}
