//! O14 `/can-bo/thu-phi`: due, paid, refunds, differences; the same as CSV; the daily reconciliation.

use super::parts::address;
use crate::web::{Error, Page, Result, Rq};
use axum::response::Response;
use chrono::NaiveDate;
use domain::dossiers::payments;
use domain::spreadsheet;
use leptos::prelude::*;
use model::access::{Action, ObjectKind};
use model::format;
use model::payments::{LedgerFilter, LedgerRow, LedgerTab, PaymentMethod};
use ui::icon::Icon;
use ui::{Cell, Column, FieldWidth, FormState, Row, SelectOption, Tab, Tone};

/// Most pages in one CSV file.
const CSV_PAGES: i64 = 400;

/// The filter of the address; days that cannot be read come back with what was typed.
fn read(rq: &Rq) -> (LedgerFilter, FormState) {
    let mut state = FormState::default();
    let mut day = |name: &str| -> Option<NaiveDate> {
        let text = rq.query(name)?;
        match format::parse_date(text) {
            Ok(day) => Some(day),
            Err(error) => {
                state = std::mem::take(&mut state).with_value(name, text).with_error(name, error.to_string());
                None
            }
        }
    };
    let (from, to) = (day("tu-ngay"), day("den-ngay"));
    let filter = LedgerFilter {
        tab: rq.query("muc").and_then(|text| text.parse().ok()).unwrap_or(LedgerTab::Due),
        words: rq.query("q").unwrap_or_default().to_owned(),
        from,
        to,
        method: rq.query("hinh-thuc").and_then(|text| text.parse().ok()),
        page: rq.page_number(),
    };
    (filter, state)
}

fn query(filter: &LedgerFilter) -> String {
    let mut query = format!("?muc={}", filter.tab);
    let mut add = |name: &str, value: &str| {
        if !value.is_empty() {
            query.push_str(&format!("&{name}={}", crate::web::encode(value)));
        }
    };
    add("q", &filter.words);
    add("tu-ngay", &filter.from.map(format::date).unwrap_or_default());
    add("den-ngay", &filter.to.map(format::date).unwrap_or_default());
    add("hinh-thuc", filter.method.map_or("", PaymentMethod::as_str));
    query
}

/// The list.
pub async fn page(rq: Rq) -> Result<Page> {
    let (filter, state) = read(&rq);
    let mut cx = rq.read().await?;
    let (total, sum) = payments::sums(&mut cx, &filter).await?;
    let list = payments::ledger(&mut cx, &filter).await?;
    let (base, now) = (rq.list_base(), format::time_date(cx.now()));
    let reconciles = rq.actor.may_somewhere(Action::Reconcile, ObjectKind::Payment);
    Ok(Page::new(format!("Thu phí: {}", filter.tab.label().to_lowercase()), move || {
        let tabs = LedgerTab::ALL
            .iter()
            .map(|tab| Tab { href: format!("/can-bo/thu-phi?muc={tab}"), label: tab.label().to_owned(), count: None, current: *tab == filter.tab })
            .collect();
        let csv = format!("/can-bo/thu-phi/danh-sach.csv{}", query(&filter));
        let tools = view! {
            <ui::ButtonGroup>
                {reconciles.then(|| view! { <ui::LinkButton href="/can-bo/thu-phi/doi-soat" label="Đối soát" kind=ui::ButtonKind::Secondary/> })}
                <ui::LinkButton href=csv label="Tải CSV" kind=ui::ButtonKind::Line icon=Icon::Down download=true/>
            </ui::ButtonGroup>
        }
        .into_any();
        let empty = list.rows.is_empty();
        let sums = format!("{} khoản, tổng {}. Tính đến {now}.", format::number(total), format::money(sum));
        let (paging, tab) = (list.paging, filter.tab);
        view! {
            <ui::PageHeading title="Thu phí, đối soát" aside=tools/>
            <ui::Tabs label="Danh sách thu phí" tabs=tabs/>
            {filters(&filter, state)}
            <p class="p-strong">{sums}</p>
            {empty.then(|| view! { <ui::EmptyState icon=Icon::Box title="Không có khoản nào" text="Không có khoản phù hợp với cách lọc này."/> })}
            {(!empty).then(|| view! { {table(tab, list.rows)} <ui::Pagination paging=paging base=base what="khoản"/> })}
        }
    }))
}

fn filters(filter: &LedgerFilter, state: FormState) -> impl IntoView + use<> {
    let methods: Vec<SelectOption> = PaymentMethod::ALL.iter().map(|method| SelectOption::new(method.as_str(), method.label())).collect();
    let paid = filter.tab == LedgerTab::Paid;
    let (words, method) = (filter.words.clone(), filter.method.map_or("", PaymentMethod::as_str));
    let (from, to) = (filter.from.map(format::date).unwrap_or_default(), filter.to.map(format::date).unwrap_or_default());
    let active = !words.is_empty() || !from.is_empty() || !to.is_empty() || !method.is_empty();
    let clear = if active { format!("/can-bo/thu-phi?muc={}", filter.tab) } else { String::new() };
    view! {
        <ui::FilterBar action="/can-bo/thu-phi" button="Lọc" hidden=vec![("muc", filter.tab.to_string())] clear_href=clear foldable=true form_state=state>
            <ui::Field name="q" label="Mã hồ sơ, mã khoản, người nộp" value=words optional=true/>
            <ui::Field name="tu-ngay" label="Từ ngày" value=from input_type="date" optional=true/>
            <ui::Field name="den-ngay" label="Đến ngày" value=to input_type="date" optional=true/>
            {paid.then(|| view! { <ui::Select name="hinh-thuc" label="Hình thức" options=methods value=method blank="Mọi hình thức" optional=true/> })}
        </ui::FilterBar>
    }
}

fn table(tab: LedgerTab, rows: Vec<LedgerRow>) -> impl IntoView {
    let reference = match tab {
        LedgerTab::Due => "Khoản",
        LedgerTab::Paid | LedgerTab::Refunds => "Biên lai",
        LedgerTab::Differences => "Giao dịch",
    };
    let who = if tab == LedgerTab::Differences { "Đối tác" } else { "Người nộp" };
    let columns = vec![
        Column::text("Hồ sơ"),
        Column::text(reference),
        Column::text(who),
        Column::text("Nội dung"),
        Column::text("Lúc"),
        Column::text("Tình trạng"),
        Column::number("Số tiền"),
    ];
    let rows = rows
        .into_iter()
        .map(|row| {
            let tone = if row.open { Tone::Gold } else { Tone::Neutral };
            let state = view! { <ui::StatusTag tone=tone label=row.state.clone()/> };
            let subject = if row.subject.is_empty() { Cell::text("Chưa rõ hồ sơ") } else { Cell::link(address(&row.subject), row.subject.clone()) };
            let state = if tab == LedgerTab::Differences && row.open {
                let (href, of) = (format!("/can-bo/thu-phi/sai-lech/{}", row.id), row.reference.clone());
                Cell::view(view! { {state}<br/><a href=href>"Ghi kết quả kiểm tra"<span class="p-visually-hidden">{format!(" {of}")}</span></a> })
            } else {
                Cell::view(state)
            };
            Row::new(vec![
                subject,
                Cell::text(row.reference),
                Cell::text(row.who),
                Cell::text(row.what),
                Cell::text(format::time_date(row.at)),
                state,
                Cell::text(format::money(row.amount)),
            ])
        })
        .collect();
    view! { <ui::Table caption="Danh sách thu phí" caption_hidden=true columns=columns rows=rows/> }
}

/// The list as CSV.
pub async fn csv(rq: Rq) -> Result<Response> {
    let (filter, _) = read(&rq);
    let mut cx = rq.read().await?;
    let mut lines = Vec::new();
    let paging = payments::ledger(&mut cx, &LedgerFilter { page: 1, ..filter.clone() }).await?.paging;
    for page in 1..=paging.pages().min(CSV_PAGES) {
        for row in payments::ledger(&mut cx, &LedgerFilter { page, ..filter.clone() }).await?.rows {
            lines.push([row.subject, row.reference, row.who, row.what, format::time_date(row.at), row.state, row.amount.to_string()]);
        }
    }
    lines.extend(spreadsheet::rest(model::Paging { size: paging.size * CSV_PAGES, ..paging }));
    let header = ["Mã hồ sơ", "Khoản, biên lai, giao dịch", "Người nộp, đối tác", "Nội dung", "Lúc", "Tình trạng", "Số tiền"];
    Ok(crate::files::csv(&format!("thu-phi-{}.csv", filter.tab), spreadsheet::csv(header, lines)?))
}

/// The form for a partner's file.
pub async fn reconcile_page(rq: Rq) -> Result<Page> {
    let yesterday = format::local_date(rq.portal.clock().now()) - chrono::Duration::days(1);
    let partner = if rq.portal.settings().demo { payments::demo::PARTNER } else { "" };
    let form = rq.form();
    Ok(Page::new("Đối soát", move || {
        let hint = "CSV UTF-8 có dòng tên cột: ma_giao_dich, so_tien, có thể thêm ma_khoan. Ngăn cách bằng dấu phẩy hoặc chấm phẩy.";
        view! {
            <div class="p-two-thirds p-stack">
                <ui::BackLink href="/can-bo/thu-phi?muc=sai-lech" label="Thu phí, đối soát"/>
                <ui::PageHeading title="Đối soát theo ngày" lead="So tệp của đối tác với các khoản cổng đã ghi nhận. Chỗ khác nhau được giữ lại để kiểm tra. Tải lại cùng tệp không sinh thêm dòng."/>
                <ui::Form action="/can-bo/thu-phi/doi-soat" form_state=form multipart=true>
                    <ui::Field name="doi_tac" label="Mã đối tác" value=partner width=FieldWidth::Code maxlength=60_u32/>
                    <ui::Field name="ngay" label="Ngày giao dịch" input_type="date" value=format::date(yesterday) width=FieldWidth::Code/>
                    <ui::FileUpload name="tep" label="Tệp của đối tác" hint=hint accept=".csv,text/csv"/>
                    <ui::Button label="Đối soát" icon=Icon::Check/>
                </ui::Form>
            </div>
        }
    }))
}

/// The form for a difference.
pub async fn resolve_page(rq: Rq) -> Result<Page> {
    let id: i64 = rq.param("so").parse().map_err(|_| Error::NotFound)?;
    let mut cx = rq.read().await?;
    let line = payments::difference(&mut cx, id).await?;
    let form = rq.form();
    Ok(Page::new("Xử lý sai lệch", move || {
        let rows = vec![
            ui::SummaryRow::new("Giao dịch", format!("{} · {}", line.who, line.reference)),
            ui::SummaryRow::new("Hồ sơ", if line.subject.is_empty() { "Chưa rõ".to_owned() } else { line.subject.clone() }),
            ui::SummaryRow::new("Sai lệch", line.what.clone()),
            ui::SummaryRow::new("Số tiền", format::money(line.amount)),
            ui::SummaryRow::new("Phát hiện lúc", format::time_date(line.at)),
        ];
        let fields = line.open.then(|| {
            view! {
                <ui::Form action=format!("/can-bo/thu-phi/sai-lech/{id}") form_state=form>
                    <ui::TextArea name="noi_dung" label="Kết quả kiểm tra" hint="Ít nhất 10 ký tự: đã hỏi ai, xử lý thế nào" rows=4/>
                    <ui::Button label="Ghi đã xử lý" icon=Icon::Check/>
                </ui::Form>
            }
        });
        view! {
            <div class="p-two-thirds p-stack">
                <ui::BackLink href="/can-bo/thu-phi?muc=sai-lech" label="Thu phí, đối soát"/>
                <ui::PageHeading title="Xử lý sai lệch"/>
                <ui::SummaryList rows=rows/>
                {fields}
            </div>
        }
    }))
}
