//! `/quan-tri/lien-thong`: what partners sent, what goes out to them, and what a person has to look at.

use super::api::id;
use crate::web::{Page, Result, Rq};
use domain::dossiers::partners::desk;
use leptos::prelude::*;
use model::List;
use model::format;
use model::partners::{InboxFilter, InboxLine, InboxState, OutboxLine, SyncStatus};
use ui::icon::Icon;
use ui::{Cell, Column, FormState, Row, SelectOption, SummaryRow, Tab, Tone};

/// What came in.
pub async fn page(rq: Rq) -> Result<Page> {
    let filter = InboxFilter {
        state: rq.query("trang-thai").and_then(|text| text.parse().ok()),
        words: rq.query("q").unwrap_or_default().to_owned(),
        page: rq.page_number(),
    };
    let mut cx = rq.read().await?;
    let (counts, list) = (desk::counts(&mut cx).await?, desk::received(&mut cx, &filter).await?);
    let base = rq.list_base();
    Ok(Page::new("Liên thông: bản tin đến", move || received(filter, counts, list, base)))
}

/// Both lists.
fn tabs(counts: (i64, i64), out: bool) -> Vec<Tab> {
    let tab = |href: &str, label: &str, n: i64, current| Tab { href: href.to_owned(), label: label.to_owned(), count: u32::try_from(n).ok(), current };
    vec![tab("/quan-tri/lien-thong", "Bản tin đến", counts.0, !out), tab("/quan-tri/lien-thong/gui", "Bản tin gửi đi", counts.1, out)]
}

const fn inbox_tone(state: InboxState) -> Tone {
    match state {
        InboxState::Applied => Tone::Green,
        InboxState::Waiting => Tone::Blue,
        InboxState::NeedsCheck => Tone::Gold,
        InboxState::Refused => Tone::Red,
        InboxState::Closed => Tone::Neutral,
    }
}

fn received(filter: InboxFilter, counts: (i64, i64), list: List<InboxLine>, base: String) -> impl IntoView {
    let states = InboxState::ALL.iter().map(|state| SelectOption::new(state.as_str(), state.label())).collect::<Vec<_>>();
    let clear = if filter.state.is_some() || !filter.words.is_empty() { "/quan-tri/lien-thong".to_owned() } else { String::new() };
    let (paging, empty) = (list.paging, list.rows.is_empty());
    let chosen = filter.state.map_or("", InboxState::as_str);
    view! {
        <ui::Container>
            <ui::PageHeading title="Liên thông" lead="Bản tin của Cổng Dịch vụ công quốc gia và hệ thống của bộ, ngành. Số bên cạnh là bản tin chưa xong."/>
            <ui::Tabs label="Chiều bản tin" tabs=tabs(counts, false)/>
            <ui::FilterBar action="/quan-tri/lien-thong" button="Lọc" clear_href=clear>
                <ui::Field name="q" label="Mã bản tin, mã hồ sơ của đối tác" value=filter.words input_type="search" optional=true/>
                <ui::Select name="trang-thai" label="Trạng thái" options=states value=chosen blank="Chưa xong" optional=true/>
            </ui::FilterBar>
            {empty.then(|| view! { <ui::EmptyState icon=Icon::Okc title="Không có bản tin nào" text="Không có bản tin phù hợp với cách lọc này."/> })}
            {(!empty).then(|| view! { {inbox_table(list.rows)} <ui::Pagination paging=paging base=base what="bản tin"/> })}
        </ui::Container>
    }
}

fn inbox_table(rows: Vec<InboxLine>) -> impl IntoView {
    let columns = ["Bản tin", "Đối tác", "Hồ sơ của đối tác", "Đến lúc", "Trạng thái"].map(Column::text).to_vec();
    let rows = rows
        .into_iter()
        .map(|row| {
            let href = format!("/quan-tri/lien-thong/{}", row.id);
            let problem = (!row.problem.is_empty()).then(|| view! { <br/><span class="p-small p-break">{row.problem}</span> });
            Row::new(vec![
                Cell::view(view! { <a href=href>{row.kind}</a><br/><span class="p-small p-muted p-break">{row.message_id}</span> }),
                Cell::text(row.partner),
                Cell::view(view! { <span class="p-break">{row.subject}</span> }),
                Cell::text(format::time_date(row.received_at)),
                Cell::view(view! { <ui::StatusTag tone=inbox_tone(row.state) label=row.state.label()/>{problem} }),
            ])
        })
        .collect();
    view! { <ui::Table caption="Bản tin đến" caption_hidden=true columns=columns rows=rows/> }
}

/// One message that came in.
pub async fn message_page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let line = desk::message(&mut cx, id(&rq)?).await?;
    let form = rq.form();
    Ok(Page::new(format!("Bản tin {}", line.message_id), move || message(line, form)))
}

fn message(line: InboxLine, form: FormState) -> impl IntoView {
    let base = format!("/quan-tri/lien-thong/{}", line.id);
    let mut rows = vec![
        SummaryRow::new("Đối tác", line.partner.clone()),
        SummaryRow::new("Loại", line.kind.clone()),
        SummaryRow::new("Mã hồ sơ của đối tác", line.subject.clone()),
        SummaryRow::new("Đến lúc", format!("{}, {}", format::time_date(line.received_at), format::bytes(u64::try_from(line.size).unwrap_or(0)))),
        SummaryRow::new("Trạng thái", line.state.label()),
    ];
    for (label, text) in [("Vướng mắc", &line.problem), ("Người đóng", &line.closed)] {
        if !text.is_empty() {
            rows.push(SummaryRow::new(label, text.clone()));
        }
    }
    let again = (line.state == InboxState::NeedsCheck)
        .then(|| view! { <ui::PostButton action=format!("{base}/xu-ly-lai") label="Xử lý lại" kind=ui::ButtonKind::Primary icon=Some(Icon::Refresh) of=line.message_id.clone()/> });
    let open = matches!(line.state, InboxState::NeedsCheck | InboxState::Waiting);
    let close = open.then(|| {
        view! {
            <ui::Form action=format!("{base}/dong") form_state=form>
                <ui::TextArea name="ly_do" label="Lý do đóng bản tin" hint="Ít nhất 10 ký tự: vì sao không cần xử lý nữa" rows=3/>
                <ui::Button label="Đóng bản tin" kind=ui::ButtonKind::Secondary/>
            </ui::Form>
        }
    });
    view! {
        <div class="p-two-thirds p-stack">
            <ui::BackLink href="/quan-tri/lien-thong" label="Bản tin đến"/>
            <ui::PageHeading title=line.kind.clone() above=line.message_id.clone()/>
            <ui::SummaryList rows=rows/>
            {again}
            {close}
        </div>
    }
}

/// What goes out.
pub async fn sent_page(rq: Rq) -> Result<Page> {
    let state = rq.query("trang-thai").and_then(|text| text.parse().ok());
    let mut cx = rq.read().await?;
    let (counts, list) = (desk::counts(&mut cx).await?, desk::sent(&mut cx, state, rq.page_number()).await?);
    let (base, form) = (rq.list_base(), rq.form());
    Ok(Page::new("Liên thông: bản tin gửi đi", move || sent(state, counts, list, base, form)))
}

fn sent(state: Option<SyncStatus>, counts: (i64, i64), list: List<OutboxLine>, base: String, form: FormState) -> impl IntoView {
    let states = SyncStatus::ALL.iter().map(|state| SelectOption::new(state.as_str(), state.label())).collect::<Vec<_>>();
    let clear = if state.is_some() { "/quan-tri/lien-thong/gui".to_owned() } else { String::new() };
    let (paging, empty, chosen, errors) = (list.paging, list.rows.is_empty(), state.map_or("", SyncStatus::as_str), form.errors);
    view! {
        <ui::Container>
            {(!errors.is_empty()).then(|| view! { <ui::ErrorSummary errors=errors/> })}
            <ui::PageHeading title="Liên thông" lead="Trạng thái hồ sơ gửi Cổng Dịch vụ công quốc gia, theo thứ tự của từng hồ sơ. Bản tin lỗi được gửi lại đến 7 ngày."/>
            <ui::Tabs label="Chiều bản tin" tabs=tabs(counts, true)/>
            <ui::FilterBar action="/quan-tri/lien-thong/gui" button="Lọc" clear_href=clear>
                <ui::Select name="trang-thai" label="Trạng thái" options=states value=chosen blank="Chưa được xác nhận" optional=true/>
            </ui::FilterBar>
            {empty.then(|| view! { <ui::EmptyState icon=Icon::Okc title="Không có bản tin nào" text="Mọi bản tin đã được xác nhận."/> })}
            {(!empty).then(|| view! { {outbox_table(list.rows)} <ui::Pagination paging=paging base=base what="bản tin"/> })}
        </ui::Container>
    }
}

const fn outbox_tone(state: SyncStatus) -> Tone {
    match state {
        SyncStatus::Acknowledged => Tone::Green,
        SyncStatus::Failed => Tone::Red,
        SyncStatus::NeedsCheck => Tone::Gold,
        SyncStatus::Pending | SyncStatus::Sending | SyncStatus::Sent => Tone::Blue,
    }
}

fn outbox_table(rows: Vec<OutboxLine>) -> impl IntoView {
    let columns = ["Hồ sơ", "Mã trên Cổng DVCQG", "Lập lúc", "Số lần gửi", "Trạng thái", "Việc"].map(Column::text).to_vec();
    let rows = rows
        .into_iter()
        .map(|row| {
            let problem = (!row.problem.is_empty()).then(|| view! { <br/><span class="p-small p-break">{row.problem}</span> });
            let stuck = matches!(row.state, SyncStatus::Failed | SyncStatus::NeedsCheck | SyncStatus::Pending) && row.attempts > 0;
            let of = format!("bước {} của hồ sơ {}", row.event, row.dossier);
            let action = format!("/quan-tri/lien-thong/gui/{}/gui-lai", row.id);
            let again = stuck.then(|| view! { <ui::PostButton action=action label="Gửi lại" kind=ui::ButtonKind::Line icon=Some(Icon::Refresh) of=of/> });
            Row::new(vec![
                Cell::text(format!("{}, bước {}", row.dossier, row.event)),
                Cell::view(view! { <span class="p-break">{row.subject}</span> }),
                Cell::text(format::time_date(row.created_at)),
                Cell::text(row.attempts.to_string()),
                Cell::view(view! { <ui::StatusTag tone=outbox_tone(row.state) label=row.state.label()/>{problem} }),
                Cell::view(view! { {again} }),
            ])
        })
        .collect();
    view! { <ui::Table caption="Bản tin gửi đi" caption_hidden=true columns=columns rows=rows/> }
}
