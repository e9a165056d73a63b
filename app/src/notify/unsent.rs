//! `/quan-tri/tin-chua-den`: messages that failed, expired or need a check; sending again, closing (09 §1.8).

use crate::web::{Done, Error, Form, Page, Result, Rq, encode};
use domain::notify::unsent;
use leptos::prelude::*;
use model::List;
use model::format;
use model::notify::unsent::{CHANNEL_WORDS, Care, CloseUnsentForm, ResendForm, STATE_WORDS, UnsentFilter, UnsentLine};
use model::notify::{Event, OutboxState};
use ui::icon::Icon;
use ui::{Cell, Choice, Column, FormState, Row, SummaryRow, Tab, Tone};

/// Address of the list.
pub(super) const PAGE: &str = "/quan-tri/tin-chua-den";

fn read(rq: &Rq) -> UnsentFilter {
    UnsentFilter {
        channel: rq.query("kenh").and_then(|word| CHANNEL_WORDS.iter().find(|(_, own)| *own == word)).map(|(channel, _)| *channel),
        state: rq.query("trang-thai").and_then(|word| STATE_WORDS.iter().find(|(_, own)| *own == word)).map(|(state, _)| *state),
        event: rq.query("loai").and_then(Event::of_word),
        day: rq.query("ngay").and_then(|text| format::parse_date(text).ok()),
        done: rq.query("muc") == Some("da-xu-ly"),
        page: rq.page_number(),
    }
}

/// Address of the list with a filter, without the page.
fn address(filter: &UnsentFilter) -> String {
    let channel = filter.channel.and_then(|channel| CHANNEL_WORDS.iter().find(|(own, _)| *own == channel)).map_or("", |(_, word)| word);
    let state = filter.state.and_then(|state| STATE_WORDS.iter().find(|(own, _)| *own == state)).map_or("", |(_, word)| word);
    let pairs = [
        ("muc", if filter.done { "da-xu-ly".to_owned() } else { String::new() }),
        ("kenh", channel.to_owned()),
        ("trang-thai", state.to_owned()),
        ("loai", filter.event.map(Event::word).unwrap_or_default()),
        ("ngay", filter.day.map(format::date).unwrap_or_default()),
    ];
    let query = pairs.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| format!("{name}={}", encode(value))).collect::<Vec<_>>().join("&");
    if query.is_empty() { PAGE.to_owned() } else { format!("{PAGE}?{query}") }
}

/// The list.
pub async fn page(rq: Rq) -> Result<Page> {
    let filter = read(&rq);
    let mut cx = rq.read().await?;
    let (counts, list) = (unsent::counts(&mut cx).await?, unsent::list(&mut cx, &filter).await?);
    let base = rq.list_base();
    Ok(Page::new("Tin chưa đến người nhận", move || body(&filter, &counts, list, base)))
}

fn tabs(filter: &UnsentFilter, counts: &[(OutboxState, i64)]) -> Vec<Tab> {
    let all = counts.iter().map(|(_, count)| count).sum::<i64>();
    let tab = |href: String, label: &str, count: Option<i64>, current| Tab {
        href,
        label: label.to_owned(),
        count: count.map(|count| u32::try_from(count).unwrap_or(u32::MAX)),
        current,
    };
    let own = |state, done| UnsentFilter { state, done, ..filter.clone() };
    let mut tabs = vec![tab(address(&own(None, false)), "Chờ xử lý", Some(all), filter.state.is_none() && !filter.done)];
    tabs.extend(STATE_WORDS.iter().map(|(state, _)| {
        let count = counts.iter().find(|(other, _)| other == state).map_or(0, |(_, count)| *count);
        tab(address(&own(Some(*state), false)), state.label(), Some(count), filter.state == Some(*state) && !filter.done)
    }));
    tabs.push(tab(address(&own(None, true)), "Đã xử lý", None, filter.done));
    tabs
}

/// What narrows the list besides the tab, and the way back to all.
fn narrowed(filter: &UnsentFilter) -> Option<AnyView> {
    let channel = filter.channel.map(|channel| channel.label().to_owned());
    let parts: Vec<String> =
        [channel, filter.event.map(Event::what), filter.day.map(|day| format!("ngày {}", format::date(day)))].into_iter().flatten().collect();
    let whole = UnsentFilter { state: filter.state, done: filter.done, ..UnsentFilter::default() };
    (!parts.is_empty()).then(|| view! { <p>{format!("Chỉ xem: {}. ", parts.join("; "))}<a href=address(&whole)>"Bỏ lọc"</a></p> }.into_any())
}

fn body(filter: &UnsentFilter, counts: &[(OutboxState, i64)], list: List<UnsentLine>, base: String) -> impl IntoView + use<> {
    let (tabs, narrowed, paging) = (tabs(filter, counts), narrowed(filter), list.paging);
    let empty = list.rows.is_empty();
    let table = (!empty).then(|| table(filter, list.rows));
    view! {
        <ui::Container>
            <ui::PageHeading title="Tin chưa đến người nhận" lead="Tin gửi lỗi, quá hạn gửi, không rõ đã đến chưa, và thông báo bắt buộc sau 24 giờ vẫn chưa gửi được. Bấm vào kênh, ngày hoặc “cùng loại” để lọc."/>
            <ui::Tabs label="Trạng thái" tabs=tabs/>
            {narrowed}
            {empty.then(|| view! { <ui::EmptyState icon=Icon::Okc title="Không có tin nào" text="Mọi tin đã đến hoặc đã có người xử lý."/> })}
            {table}
            {(!empty).then(|| view! { <ui::Pagination paging=paging base=base what="tin"/> })}
        </ui::Container>
    }
}

const fn tone(state: OutboxState) -> Tone {
    match state {
        OutboxState::Failed => Tone::Red,
        OutboxState::NeedsCheck => Tone::Gold,
        OutboxState::Delivered => Tone::Green,
        _ => Tone::Neutral,
    }
}

fn table(filter: &UnsentFilter, rows: Vec<UnsentLine>) -> impl IntoView + use<> {
    let columns = ["Tin", "Kênh", "Gửi tới", "Lập lúc", "Trạng thái và lý do"].map(Column::text).to_vec();
    let rows = rows.into_iter().map(|line| row(filter, line)).collect();
    view! { <ui::Table caption="Tin chưa đến người nhận" caption_hidden=true columns=columns rows=rows/> }
}

fn row(filter: &UnsentFilter, line: UnsentLine) -> Row {
    let day = format::local_date(line.created_at);
    let same = address(&UnsentFilter { event: Some(line.event), ..filter.clone() });
    let on_day = address(&UnsentFilter { day: Some(day), ..filter.clone() });
    let channel = address(&UnsentFilter { channel: Some(line.channel), ..filter.clone() });
    let (href, what) = (format!("{PAGE}/{}", line.id), line.event.what());
    let (why, way) = (line.why(), line.way());
    let care = line.care.map(|care| view! { <br/><span class="p-small">{said(&care)}</span> });
    let reason = (!why.is_empty()).then(|| view! { <br/><span class="p-small p-break">{why}</span> });
    let of = format!(" với “{what}”");
    Row::new(vec![
        Cell::view(view! { <a href=href>{what}</a><br/><a class="p-small" href=same>"cùng loại"<span class="p-visually-hidden">{of}</span></a> }),
        Cell::link(channel, way),
        Cell::text(line.to),
        Cell::view(view! { {format::time(line.created_at)}", "<a href=on_day>{format::date(day)}</a> }),
        Cell::view(view! { <ui::StatusTag tone=tone(line.state) label=line.state.label()/>{reason}{care} }),
    ])
}

fn said(care: &Care) -> String {
    let note = if care.note.is_empty() { String::new() } else { format!(": {}", care.note) };
    format!("{}, {}, {}{note}", care.kind.label(), care.by, format::time_date(care.at))
}

fn id(rq: &Rq) -> Result<i64> {
    rq.param("ma").parse().map_err(|_| Error::NotFound)
}

/// One message.
pub async fn message_page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let line = unsent::find(&mut cx, id(&rq)?).await?;
    let (not_again, form) = (line.not_resent(cx.now()), rq.form());
    Ok(Page::new("Tin chưa đến người nhận", move || message(line, not_again, form)))
}

fn message(line: UnsentLine, not_again: Option<&'static str>, form: FormState) -> impl IntoView {
    let base = format!("{PAGE}/{}", line.id);
    let mut rows = vec![
        SummaryRow::new("Kênh", line.way()),
        SummaryRow::new("Gửi tới", if line.to.is_empty() { "Không có nơi gửi".to_owned() } else { line.to.clone() }),
        SummaryRow::new("Lập lúc", format::time_date(line.created_at)),
        SummaryRow::new("Số lần thử", line.attempts.to_string()),
        SummaryRow::view("Trạng thái", view! { <ui::StatusTag tone=tone(line.state) label=line.state.label()/> }),
        SummaryRow::new("Lý do", if line.why().is_empty() { "Chưa rõ".to_owned() } else { line.why() }),
    ];
    if let Some(old) = line.resend_of {
        rows.push(SummaryRow::view("Gửi lại của tin", view! { <a href=format!("{PAGE}/{old}")>{format!("số {old}")}</a> }));
    }
    if let Some(care) = &line.care {
        rows.push(SummaryRow::new("Đã xử lý", said(care)));
    }
    let check = line.state == OutboxState::NeedsCheck;
    let open = line.care.is_none();
    let (again, close) = (open && not_again.is_none(), line.may_close());
    let (errors, wrong_close) = (form.errors.clone(), form.errors.iter().any(|(field, _)| field == "ly_do"));
    let general = errors.iter().any(|(field, _)| field.is_empty());
    let (resend_state, close_state) = if wrong_close { (FormState::default(), form) } else { (form, FormState::default()) };
    view! {
        <div class="p-two-thirds p-stack">
            <ui::BackLink href=PAGE label="Tin chưa đến người nhận"/>
            {(general && !again).then(|| view! { <ui::ErrorSummary errors=errors/> })}
            <ui::PageHeading title=line.event.what() above=format!("Tin số {}", line.id)/>
            <ui::SummaryList rows=rows/>
            {again.then(|| resend_form(format!("{base}/gui-lai"), check, resend_state))}
            {not_again.filter(|_| open).map(|why| view! { <p class="p-muted">{why}</p> })}
            {close.then(|| close_form(format!("{base}/dong"), close_state))}
        </div>
    }
}

fn resend_form(action: String, check: bool, form: FormState) -> impl IntoView {
    let asked = check.then(|| {
        let choices = vec![Choice::new("1", "Tôi đã hỏi: người nhận chưa nhận được tin này")];
        view! { <ui::Checkboxes name="xac_nhan" legend="Tin này có thể đã đến" choices=choices/> }
    });
    view! {
        <ui::Form action=action form_state=form>
            {asked}
            <ui::Button label="Gửi lại" icon=Icon::Refresh/>
        </ui::Form>
    }
}

fn close_form(action: String, form: FormState) -> impl IntoView {
    view! {
        <ui::Form action=action form_state=form>
            <ui::TextArea name="ly_do" label="Lý do đóng tin" hint="Ít nhất 10 ký tự: vì sao không cần gửi nữa" rows=3/>
            <ui::Button label="Đóng, không gửi nữa" kind=ui::ButtonKind::Secondary/>
        </ui::Form>
    }
}

/// Sends a message again.
pub async fn resend(rq: Rq, form: Form) -> Result<Done> {
    let confirmed = form.read::<ResendForm>()?.validate()?;
    let mut cx = rq.write().await?;
    unsent::resend(&mut cx, id(&rq)?, confirmed).await?;
    cx.commit().await?;
    Ok(Done::to(PAGE).say("Đã đưa tin vào hàng chờ gửi."))
}

/// Closes a message that need not arrive any more.
pub async fn close(rq: Rq, form: Form) -> Result<Done> {
    let reason = form.read::<CloseUnsentForm>()?.validate()?;
    let mut cx = rq.write().await?;
    unsent::close(&mut cx, id(&rq)?, &reason).await?;
    cx.commit().await?;
    Ok(Done::to(PAGE).say("Đã đóng tin."))
}
