//! `/can-bo/ho-so`: the lists of the desk, overdue first; and the same list as CSV.

use super::parts::{address, due_badge, state_tag};
use crate::web::{Page, Result, Rq};
use axum::response::Response;
use domain::{dossiers, spreadsheet};
use leptos::prelude::*;
use model::access::{Action, ObjectKind};
use model::dossiers::{Channel, Counts, DeskFilter, DeskList, DeskRow, DossierState, Queue, Source};
use model::format;
use model::stats::dossiers::CHANNELS;
use ui::icon::Icon;

/// What the list needs beside its rows.
pub struct Listing {
    /// The rows.
    pub list: DeskList,
    /// Counts of every list of the actor.
    pub counts: Counts,
    /// The filter in force.
    pub filter: DeskFilter,
    /// True for those who hand papers over or take them.
    pub hands: bool,
    /// The reader works at a counter.
    pub receives: bool,
}

impl Listing {
    /// The query of this list without the page: kept on links to rows, so that the way back leads here.
    fn query(&self) -> String {
        let mut query = format!("?hang={}", self.list.queue);
        if !self.filter.words.is_empty() {
            query.push_str(&format!("&q={}", percent_encoding::utf8_percent_encode(&self.filter.words, percent_encoding::NON_ALPHANUMERIC)));
        }
        if !self.filter.unit.is_empty() {
            query.push_str(&format!("&don-vi={}", percent_encoding::utf8_percent_encode(&self.filter.unit, percent_encoding::NON_ALPHANUMERIC)));
        }
        if let Some(word) = word(self.filter.channel) {
            query.push_str(&format!("&kenh={word}"));
        }
        if self.filter.overdue {
            query.push_str("&qua-han=1");
        }
        query
    }

    /// The lists of the actor below "Hồ sơ" at the left; on phones they fold above the rows.
    pub fn queues(&self) -> Vec<ui::NavItem> {
        let done = (Queue::Done, 0);
        self.counts
            .iter()
            .chain([&done])
            .map(|(queue, n)| {
                ui::NavItem::new(format!("/can-bo/ho-so?hang={queue}"), Icon::Box, queue.label())
                    .count(u32::try_from(*n).unwrap_or(0))
                    .current(*queue == self.list.queue)
            })
            .collect()
    }
}

/// The word of a channel in addresses.
fn word(channel: Option<Channel>) -> Option<&'static str> {
    CHANNELS.iter().find(|(own, _)| Some(*own) == channel).map(|(_, word)| *word)
}

/// Reads the filter from the address and loads the list. Without a named list the first one with work is shown.
pub async fn load(rq: &Rq) -> Result<Listing> {
    let mut cx = rq.read().await?;
    let asked = DeskFilter {
        queue: rq.query("hang").and_then(|text| text.parse().ok()),
        words: rq.query("q").unwrap_or_default().to_owned(),
        unit: rq.query("don-vi").unwrap_or_default().to_owned(),
        overdue: rq.query("qua-han") == Some("1"),
        channel: rq.query("kenh").and_then(|word| CHANNELS.iter().find(|(_, own)| *own == word).map(|(channel, _)| *channel)),
        page: rq.page_number(),
    };
    let (list, counts) = dossiers::list_and_counts(&mut cx, &asked).await?;
    let filter = DeskFilter { queue: Some(list.queue), ..asked };
    let hands = [Action::Receive, Action::Edit].into_iter().any(|action| rq.actor.may_somewhere(action, ObjectKind::Dossier));
    let receives = rq.actor.may_somewhere(Action::Receive, ObjectKind::Dossier);
    Ok(Listing { list, counts, filter, hands, receives })
}

/// The list, with an empty pane beside it on wide screens.
pub async fn page(rq: Rq) -> Result<Page> {
    let listing = load(&rq).await?;
    if rq.query("in") == Some("1") {
        let query = listing.query();
        return super::printed::page(&rq, listing, &query).await;
    }
    let title = format!("Hồ sơ: {}", listing.list.queue.label().to_lowercase());
    let queues = listing.queues();
    Ok(Page::new(title, move || {
        let label = listing.list.queue.label();
        let some = listing.list.paging.total > 0;
        let list = list_view(&listing, None, true).into_any();
        view! {
            <ui::ListAndPane list=list list_label=label>
                {some.then(|| view! { <ui::EmptyState icon=Icon::Dossier title="Chọn một hồ sơ" text="Nội dung hồ sơ và các việc làm được sẽ hiện ở đây."/> })}
            </ui::ListAndPane>
        }
    })
    .panes()
    .sub_list(queues))
}

/// The left side: which lists there are, the tools, the rows. `heading`: the list is the page (its title is the h1).
pub fn list_view(listing: &Listing, selected: Option<&str>, heading: bool) -> impl IntoView + use<> {
    let Listing { list, counts, filter, hands, receives } = listing;
    let query = listing.query();
    let label = list.queue.label();
    let at = format::time_date(list.as_of);
    let scan = list.queue == Queue::Return;
    let total = format::number(list.paging.total);
    let order = if list.queue == Queue::Done { "mới kết thúc trước" } else { "quá hạn trước" };
    let note = format!(", {order}. Tính đến {at}");
    let title = if heading { view! { <h1>{label}</h1> }.into_any() } else { view! { <h2>{label}</h2> }.into_any() };
    let rows = list.rows.iter().map(|row| row_view(row, &query, selected)).collect_view();
    let empty = list.rows.is_empty().then(|| empty_view(filter));
    view! {
        <div class="p-list-pane__head">
            {title}
            <p><a href=format!("/can-bo/ho-so{query}")>{format!("{total} hồ sơ")}</a>{note}</p>
            <div class="p-desk-queues">{queues_view(counts, list.queue)}</div>
            <div class="p-desk-tools p-no-print">
                {filter_view(filter, list.queue)}
                <ui::LinkButton href=format!("/can-bo/ho-so{query}&in=1") label="In" kind=ui::ButtonKind::Line icon=Icon::Print of=format!("danh sách {label}")/>
                <ui::LinkButton href=format!("/can-bo/ho-so/danh-sach.csv{query}") label="CSV" kind=ui::ButtonKind::Line icon=Icon::Down download=true of=format!("danh sách {label}")/>
                {(list.queue == Queue::Intake && *receives).then(|| view! {
                    <ui::LinkButton href="/can-bo/cho-tiep-nhan" label="Tiếp nhận nhiều hồ sơ" kind=ui::ButtonKind::Line icon=Icon::Check/>
                })}
                {scan.then(|| view! { <ui::LinkButton href="/can-bo/tra-ket-qua" label="Quét mã" kind=ui::ButtonKind::Line icon=Icon::Search/> })}
                {more_view(*hands, *receives)}
            </div>
        </div>
        {empty}
        {(!list.rows.is_empty()).then(|| view! { <ui::RowList label=label>{rows}</ui::RowList> })}
        <div class="p-list-pane__foot">
            <ui::Pagination paging=list.paging base=format!("/can-bo/ho-so{query}&trang=") what="hồ sơ"/>
        </div>
    }
}

/// What belongs to the desk and is no list of it.
fn more_view(hands: bool, receives: bool) -> impl IntoView {
    let links = [
        (receives, "/can-bo/tiep-nhan", "Tiếp nhận tại quầy"),
        (hands, "/can-bo/ban-giao", "Bàn giao giấy tờ"),
        (true, "/can-bo/xin-y-kien", "Xin ý kiến các đơn vị"),
        (true, "/can-bo/so-theo-doi", "Sổ theo dõi hồ sơ"),
        (true, "/can-bo/kho-ket-qua", "Kho kết quả"),
        (receives, "/can-bo/ket-qua-chua-nhan", "Kết quả chưa có người nhận"),
        (receives, "/can-bo/ho-so-bo-nganh", "Hồ sơ trên hệ thống bộ, ngành"),
    ];
    let links = links.into_iter().filter(|(shown, _, _)| *shown).map(|(_, href, label)| view! { <li><a href=href>{label}</a></li> }).collect_view();
    view! { <ui::Fold title="Sổ và kho"><ul class="p-link-list">{links}</ul></ui::Fold> }
}

fn queues_view(counts: &Counts, current: Queue) -> impl IntoView + use<> {
    let mut tabs: Vec<ui::Tab> = counts
        .iter()
        .map(|(queue, n)| ui::Tab {
            href: format!("/can-bo/ho-so?hang={queue}"),
            label: queue.label().to_owned(),
            count: Some(u32::try_from(*n).unwrap_or(u32::MAX)),
            current: *queue == current,
        })
        .collect();
    let done = Queue::Done;
    tabs.push(ui::Tab { href: format!("/can-bo/ho-so?hang={done}"), label: done.label().to_owned(), count: None, current: current == done });
    view! { <ui::Fold title="Danh sách khác"><ui::Tabs label="Danh sách hồ sơ" tabs=tabs/></ui::Fold> }
}

fn filter_view(filter: &DeskFilter, queue: Queue) -> AnyView {
    let active = !filter.words.is_empty() || !filter.unit.is_empty() || filter.overdue || filter.channel.is_some();
    let channels: Vec<ui::SelectOption> = CHANNELS.iter().map(|(channel, word)| ui::SelectOption::new(*word, channel.label())).collect();
    let channel = word(filter.channel).unwrap_or_default();
    let clear = if active { format!("/can-bo/ho-so?hang={queue}") } else { String::new() };
    let overdue = if filter.overdue { vec!["1".to_owned()] } else { Vec::new() };
    let (words, unit) = (filter.words.clone(), filter.unit.clone());
    let bar = view! {
        <ui::FilterBar action="/can-bo/ho-so" button="Lọc hồ sơ" hidden=vec![("hang", queue.to_string())] clear_href=clear>
            <ui::Field name="q" label="Mã, người nộp, thủ tục" value=words optional=true/>
            <ui::Field name="don-vi" label="Mã đơn vị, cũ hoặc mới" value=unit optional=true/>
            <ui::Select name="kenh" label="Kênh nộp" options=channels value=channel blank="Mọi kênh"/>
            <ui::Checkboxes name="qua-han" legend="Thời hạn" choices=vec![ui::Choice::new("1", "Chỉ hồ sơ quá hạn")] values=overdue optional=true/>
        </ui::FilterBar>
    };
    // The rows come first; a filter in force stays in sight.
    if active { bar.into_any() } else { view! { <ui::Fold title="Lọc">{bar}</ui::Fold> }.into_any() }
}

fn row_view(row: &DeskRow, query: &str, selected: Option<&str>) -> impl IntoView + use<> {
    let before = matches!(row.state, DossierState::Submitted);
    let officer = match (row.officer.is_empty(), before) {
        (false, _) => row.officer.clone(),
        (true, true) => format!("nộp lúc {}", format::time_date(row.since)),
        (true, false) => "chưa phân công".to_owned(),
    };
    let door = if row.source == Source::NationalPortal { format!(" · {}", row.source.label()) } else { String::new() };
    let badge = due_badge(row.urgency, &row.remaining);
    // The state is said where it is not the state of the whole list.
    let tag = (!matches!(row.state, DossierState::Processing | DossierState::Submitted)).then(|| state_tag(row.state, row.stage));
    let href = format!("{}{query}", address(&row.code));
    // The clock of the intake is eight working hours for everybody; a due date says how it was counted.
    let why = if badge.is_some() && !before && row.due.is_some() { format!("{href}#{}", super::tabs::HOW) } else { String::new() };
    let badges = view! { {badge}{tag} }.into_any();
    view! {
        <ui::ListRow
            href=href
            title=row.procedure.clone()
            above=row.code.clone()
            below=format!("{} · {officer}{door}", row.applicant)
            selected=selected == Some(row.code.as_str())
            badges=badges
            why=why
        />
    }
}

fn empty_view(filter: &DeskFilter) -> impl IntoView + use<> {
    let (title, text) = if filter.words.is_empty() && !filter.overdue && filter.channel.is_none() {
        ("Không có hồ sơ nào", "Danh sách này đang trống. Hồ sơ mới sẽ hiện ở đây.")
    } else {
        ("Không tìm thấy hồ sơ", "Hãy thử từ khác, hoặc bỏ lọc để xem cả danh sách.")
    };
    view! { <ui::EmptyState icon=Icon::Dossier title=title text=text/> }
}

/// The list as CSV with a byte-order mark, as spreadsheets want it; where it is longer than a file, the last line says so.
pub async fn csv(rq: Rq) -> Result<Response> {
    let listing = load(&rq).await?;
    let mut cx = rq.read().await?;
    let filter = DeskFilter { queue: Some(listing.list.queue), ..listing.filter };
    let list = dossiers::list_up_to(&mut cx, &filter, dossiers::DESK_LIMIT).await?;
    let lines = list.rows.into_iter().map(|row| {
        let due = row.due.map(format::time_date).unwrap_or_default();
        [row.code, row.procedure, row.applicant, row.officer, row.state.label().to_owned(), due, row.remaining, row.source.label().to_owned()]
    });
    let header = ["Mã hồ sơ", "Thủ tục", "Người nộp", "Người xử lý", "Trạng thái", "Hạn", "Còn/Quá", "Nguồn"];
    Ok(crate::files::csv("ho-so.csv", spreadsheet::csv(header, lines.chain(spreadsheet::rest(list.paging)))?))
}
