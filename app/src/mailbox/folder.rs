//! `/can-bo/thu`: a folder; `/can-bo/thu/tim`: the search.

use super::rows::{self, Place};
use crate::web::{Error, Form, Page, Result, Rq};
use chrono::{DateTime, Utc};
use domain::Cx;
use domain::mailbox::{self, Counts, MailRow, Mailbox};
use leptos::prelude::*;
use model::mailbox::{Folder, MailFilter, MailboxKind, SearchForm, SearchInput};
use model::{List, format};
use ui::icon::Icon;

/// A folder with its rows, loaded.
pub struct Loaded {
    place: Place,
    filter: MailFilter,
    counts: Counts,
    list: List<MailRow>,
    /// Address of a page of the list without its number.
    base: String,
    others: Vec<Mailbox>,
    now: DateTime<Utc>,
}

/// Loads the folder that the address names (`muc`, `loc`, `hop`, `trang`).
pub async fn load(cx: &mut Cx, rq: &Rq) -> Result<Loaded> {
    let folder = Folder::of_slug(rq.query("muc").unwrap_or_default());
    let filter = if folder == Folder::Inbox { MailFilter::of_slug(rq.query("loc").unwrap_or_default()) } else { MailFilter::All };
    let wanted = wanted_box(rq)?;
    let all = mailbox::boxes(cx).await?;
    let (now, base, own) = (cx.now(), rq.list_base(), cx.actor.person_id);
    let Some(mailbox) = mailbox::pick(cx, wanted).await? else {
        let place = Place { folder, mailbox: None };
        return Ok(Loaded { place, filter, counts: Counts::default(), list: List::default(), base, others: all, now });
    };
    let counts = mailbox::counts(cx, &mailbox).await?;
    let list = mailbox::list(cx, &mailbox, folder, filter, rq.page_number()).await?;
    let others = all.into_iter().filter(|other| other.id != mailbox.id).collect();
    Ok(Loaded { place: Place::of(folder, &mailbox, own), filter, counts, list, base, others, now })
}

fn wanted_box(rq: &Rq) -> Result<Option<i64>> {
    rq.query("hop").map(|id| id.parse().map_err(|_| Error::NotFound)).transpose()
}

/// The page of a folder: on wide screens with a place for the message beside the list.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let loaded = load(&mut cx, &rq).await?;
    let title = loaded.place.folder.label();
    Ok(Page::new(title, move || {
        let list = list_view(loaded, None);
        view! {
            <ui::ListAndPane list=list list_label=title>
                <ui::EmptyState icon=Icon::Mail title="Chưa mở thư nào" text="Chọn một thư ở danh sách để đọc tại đây."/>
            </ui::ListAndPane>
        }
    })
    .panes())
}

/// The list: heading with counts, search, filters, rows, pages.
pub fn list_view(loaded: Loaded, open: Option<i64>) -> AnyView {
    let Loaded { place, filter, counts, list: List { rows, paging }, base: pages, others, now } = loaded;
    let folder = place.folder;
    let base = format!("/can-bo/thu{}", place.query('?'));
    let more = |pairs: String| {
        if pairs.is_empty() {
            base.clone()
        } else if base.contains('?') {
            format!("{base}&{pairs}")
        } else {
            format!("{base}?{pairs}")
        }
    };
    let lead = (folder == Folder::Inbox).then(|| {
        let unread_href = more(format!("loc={}", MailFilter::Unread.slug()));
        view! {
            <p class="p-mail-count">
                <a href=unread_href>{format!("{} thư chưa đọc", format::number(counts.unread))}</a>
                {format!(" trong {} thư", many(counts.inbox))}
            </p>
        }
    });
    let tabs = (folder == Folder::Inbox).then(|| {
        let tabs = MailFilter::ALL
            .iter()
            .map(|one| ui::Tab {
                href: if one.slug().is_empty() { base.clone() } else { more(format!("loc={}", one.slug())) },
                label: one.label().to_owned(),
                count: None,
                current: *one == filter,
            })
            .collect();
        view! { <ui::Tabs label="Lọc thư" tabs=tabs/> }
    });
    let other_boxes = (!others.is_empty()).then(|| {
        let links = others.into_iter().map(|other| {
            let organisation = other.kind == MailboxKind::Organisation.as_str();
            let (href, label) = if organisation {
                (format!("/can-bo/thu?hop={}", other.id), format!("Hộp thư {}", other.name))
            } else {
                ("/can-bo/thu".to_owned(), "Hộp thư của tôi".to_owned())
            };
            view! { <li><a href=href>{label}</a></li> }
        });
        view! { <ul class="p-mail-boxes">{links.collect_view()}</ul> }
    });
    // Beside an open message its subject is the heading of the page.
    let heading = match open {
        Some(_) => view! { <h2 class="p-mail-title">{folder.label()}</h2> }.into_any(),
        None => view! { <h1 class="p-mail-title">{folder.label()}</h1> }.into_any(),
    };
    let hidden = place.mailbox.map(|id| vec![("hop", id.to_string())]).unwrap_or_default();
    let empty = nothing(folder, filter);
    let rows = rows::list(rows, &place, open, now, empty);
    view! {
        <div class="p-mail-head">
            {heading}
            {lead}
            {other_boxes}
            <ui::SearchBox id="tim-thu" action="/can-bo/thu/tim" label="Tìm trong thư" placeholder="Tìm trong thư" hidden=hidden/>
            {tabs}
        </div>
        {rows}
        <div class="p-mail-foot">
            <ui::Pagination paging=paging base=pages what="thư"/>
        </div>
    }
    .into_any()
}

/// Counts stop at 10.000.
fn many(count: i64) -> String {
    if count >= 10_000 { "hơn 10.000".to_owned() } else { format::number(count) }
}

fn nothing(folder: Folder, filter: MailFilter) -> (&'static str, &'static str) {
    match (folder, filter) {
        (Folder::Inbox, MailFilter::Unread) => ("Không còn thư chưa đọc", "Mọi thư trong hộp thư đến đã được đọc."),
        (Folder::Inbox, MailFilter::NeedsReply) => ("Không có thư chờ trả lời", "Thư có đề nghị trả lời sẽ hiện ở đây cho đến khi bạn trả lời."),
        (Folder::Inbox, _) => ("Hộp thư đến trống", "Thư mới sẽ hiện ở đây, không cần tải lại trang."),
        (Folder::Starred, _) => ("Chưa gắn sao thư nào", "Mở một thư rồi bấm “Gắn sao” để tìm lại nhanh."),
        (Folder::Sent, _) => ("Chưa gửi thư nào", "Bấm “Soạn thư” để viết thư đầu tiên."),
        (Folder::Drafts, _) => ("Không có thư nháp", "Thư đang viết dở được giữ ở đây."),
        (Folder::Outbox, _) => ("Không có thư chờ gửi", "Thư vừa gửi nằm ở đây 10 giây để bạn kịp hoàn tác."),
        (Folder::Archive, _) => ("Chưa lưu trữ thư nào", "Mở một thư rồi bấm “Lưu trữ” để cất thư đã xong việc."),
        (Folder::Trash, _) => ("Thùng rác trống", "Thư đã xóa nằm ở đây 30 ngày."),
    }
}

/// `/can-bo/thu/tim`: the search with all its fields.
pub async fn search_page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let (state, input) = read(&rq);
    let mailbox = mailbox::pick(&mut cx, wanted_box(&rq)?).await?;
    let mut found = List::default();
    if let Some(mailbox) = mailbox.as_ref().filter(|_| !input.is_empty() && !state.has_errors()) {
        found = mailbox::search(&mut cx, mailbox, &input, rq.page_number()).await?;
    }
    let place = mailbox.as_ref().map_or(Place { folder: Folder::Inbox, mailbox: None }, |mailbox| Place::of(Folder::Inbox, mailbox, cx.actor.person_id));
    let (asked, base, now) = (!input.is_empty(), rq.list_base(), cx.now());
    Ok(Page::new("Tìm thư", move || {
        let List { rows, paging } = found;
        let results = asked.then(|| {
            let rows = rows::list(rows, &place, None, now, ("Không tìm thấy thư nào", "Thử bớt từ, gõ không dấu, hoặc bỏ khoảng ngày."));
            view! { <section aria-label="Kết quả">{rows}<ui::Pagination paging=paging base=base what="thư"/></section> }
        });
        view! {
            <ui::Container>
                <ui::BackLink href="/can-bo/thu" label="Hộp thư đến"/>
                <ui::PageHeading title="Tìm thư" lead="Tìm trong tiêu đề, nội dung, tên người và tên tệp; gõ có dấu hay không dấu đều được."/>
                {search_form(state, place_hidden(mailbox.as_ref(), &rq))}
                {results}
            </ui::Container>
        }
    }))
}

fn place_hidden(mailbox: Option<&Mailbox>, rq: &Rq) -> Option<i64> {
    rq.query("hop").and(mailbox.map(|mailbox| mailbox.id))
}

fn search_form(state: ui::FormState, mailbox: Option<i64>) -> impl IntoView {
    view! {
        <ui::Form action="/can-bo/thu/tim" method="get" form_state=state>
            {mailbox.map(|id| view! { <input type="hidden" name="hop" value=id.to_string()/> })}
            <ui::Field name="q" label="Từ cần tìm" optional=true/>
            <ui::FieldRow>
                <ui::Field name="nguoi-gui" label="Người gửi" optional=true/>
                <ui::Field name="nguoi-nhan" label="Người nhận" optional=true/>
            </ui::FieldRow>
            <ui::FieldRow>
                <ui::Field name="tu-ngay" label="Từ ngày" input_type="date" optional=true/>
                <ui::Field name="den-ngay" label="Đến ngày" input_type="date" optional=true/>
            </ui::FieldRow>
            <ui::Checkboxes name="tep" legend="Tệp đính kèm" legend_hidden=true choices=vec![ui::Choice::new("1", "Chỉ thư có tệp đính kèm")] optional=true/>
            <ui::Button label="Tìm thư" icon=Icon::Search/>
        </ui::Form>
    }
}

fn read(rq: &Rq) -> (ui::FormState, SearchInput) {
    let mut state = ui::FormState::default();
    for (name, value) in &rq.query {
        state = state.with_value(name.clone(), value.clone());
    }
    let input = match Form(rq.query.clone()).read::<SearchForm>().unwrap_or_default().validate() {
        Ok(input) => input,
        Err(errors) => {
            state.errors = errors.0;
            SearchInput::default()
        }
    };
    (state, input)
}
