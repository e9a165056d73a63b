//! The lists of tasks: mine, my unit's, reports to confirm, requests for more time.

use crate::stats::bucket_tag;
use crate::web::{Page, Result, Rq};
use domain::tasks::{Buckets, buckets, list};
use leptos::prelude::*;
use model::access::{Action, ObjectKind};
use model::format;
use model::tasks::{ListFilter, TaskBucket, TaskLine, TaskReach, TaskSource, Urgency};
use ui::icon::Icon;
use ui::{Cell, Column, Row, Tab};

/// Buckets as links, in the order of the statistics; the ones with work first.
const BUCKETS: [(TaskBucket, &str, &str); 5] = [
    (TaskBucket::OpenOverdue, "qua-han", "Quá hạn"),
    (TaskBucket::OpenInTime, "trong-han", "Trong hạn"),
    (TaskBucket::OpenNoDeadline, "khong-han", "Không thời hạn"),
    (TaskBucket::DoneOnTime, "xong-dung-han", "Xong đúng hạn"),
    (TaskBucket::DoneLate, "xong-qua-han", "Xong quá hạn"),
];

/// `/can-bo/nhiem-vu`: `pham-vi=toi` or `don-vi`.
pub async fn page(rq: Rq) -> Result<Page> {
    let unit = rq.query("pham-vi") == Some("don-vi");
    show(rq, if unit { TaskReach::Unit } else { TaskReach::Mine }).await
}

/// `/can-bo/nhiem-vu/cho-xac-nhan`
pub async fn to_confirm(rq: Rq) -> Result<Page> {
    show(rq, TaskReach::ToConfirm).await
}

/// `/can-bo/nhiem-vu/gia-han`
pub async fn extensions(rq: Rq) -> Result<Page> {
    show(rq, TaskReach::Extensions).await
}

async fn show(rq: Rq, reach: TaskReach) -> Result<Page> {
    let filter = ListFilter {
        reach,
        bucket: rq.query("nhom").and_then(|word| BUCKETS.iter().find(|(_, code, _)| *code == word)).map(|(bucket, ..)| *bucket),
        source: rq.query("nguon").and_then(|word| word.parse().ok()),
        urgency: rq.query("do-khan").and_then(|word| word.parse().ok()),
        words: rq.query("q").unwrap_or_default().to_owned(),
        page: rq.page_number(),
    };
    let mut cx = rq.snapshot().await?;
    let tasks = list(&mut cx, &filter).await?;
    let counts = buckets(&mut cx, &filter).await?;
    let may = |action| rq.actor.may_somewhere(action, ObjectKind::Task);
    let rights = Rights { confirm: may(Action::Approve), assign: may(Action::Assign), create: may(Action::Create) };
    let (title, base) = (title(reach), rq.list_base());
    Ok(Page::new(title, move || body(filter, tasks, base, counts, rights)))
}

#[derive(Clone, Copy)]
struct Rights {
    confirm: bool,
    assign: bool,
    create: bool,
}

const fn title(reach: TaskReach) -> &'static str {
    match reach {
        TaskReach::Mine => "Nhiệm vụ của tôi",
        TaskReach::Unit => "Nhiệm vụ của đơn vị",
        TaskReach::ToConfirm => "Chờ xác nhận",
        TaskReach::Extensions => "Đề nghị gia hạn",
    }
}

const fn path(reach: TaskReach) -> &'static str {
    match reach {
        TaskReach::Mine => "/can-bo/nhiem-vu?pham-vi=toi",
        TaskReach::Unit => "/can-bo/nhiem-vu?pham-vi=don-vi",
        TaskReach::ToConfirm => "/can-bo/nhiem-vu/cho-xac-nhan?",
        TaskReach::Extensions => "/can-bo/nhiem-vu/gia-han?",
    }
}

/// Address of a list with its filters; `bucket` replaces the one in force.
fn address(filter: &ListFilter, bucket: Option<TaskBucket>) -> String {
    let mut address = path(filter.reach).to_owned();
    let mut add = |name: &str, value: &str| {
        if !value.is_empty() {
            let mark = if address.ends_with('?') { "" } else { "&" };
            address.push_str(&format!("{mark}{name}={}", crate::web::encode(value)));
        }
    };
    add("nhom", bucket.and_then(|bucket| BUCKETS.iter().find(|(other, ..)| *other == bucket)).map_or("", |(_, code, _)| code));
    add("nguon", filter.source.map_or("", TaskSource::as_str));
    add("do-khan", filter.urgency.map_or("", Urgency::as_str));
    add("q", &filter.words);
    address
}

fn body(filter: ListFilter, tasks: model::List<TaskLine>, base: String, counts: Buckets, rights: Rights) -> impl IntoView {
    let tab = |reach: TaskReach| Tab {
        href: path(reach).trim_end_matches('?').to_owned(),
        label: title(reach).to_owned(),
        count: None,
        current: filter.reach == reach,
    };
    let mut tabs = vec![tab(TaskReach::Mine), tab(TaskReach::Unit)];
    if rights.confirm {
        tabs.push(tab(TaskReach::ToConfirm));
    }
    if rights.assign {
        tabs.push(tab(TaskReach::Extensions));
    }
    tabs.push(Tab { href: "/can-bo/nhiem-vu/dinh-ky".to_owned(), label: "Định kỳ".to_owned(), count: None, current: false });
    tabs.push(Tab { href: "/can-bo/ban-tin".to_owned(), label: "Bản tin".to_owned(), count: None, current: false });
    let buckets = BUCKETS
        .iter()
        .map(|(bucket, _, label)| Tab {
            href: address(&filter, Some(*bucket)),
            label: (*label).to_owned(),
            count: u32::try_from(counts.of(*bucket)).ok(),
            current: filter.bucket == Some(*bucket),
        })
        .collect::<Vec<_>>();
    let paging = tasks.paging;
    let empty = tasks.rows.is_empty();
    let give = rights.create.then(|| view! { <ui::LinkButton href="/can-bo/nhiem-vu/giao" label="Giao nhiệm vụ" icon=Icon::Plus/> });
    let many = (rights.create && rights.assign)
        .then(|| view! { <ui::LinkButton href="/can-bo/nhiem-vu/giao-nhieu" label="Giao nhiều nhiệm vụ" kind=ui::ButtonKind::Secondary/> });
    let give = view! { <ui::ButtonGroup>{give}{many}</ui::ButtonGroup> }.into_any();
    view! {
        <ui::PageHeading title=title(filter.reach) aside=give/>
        <ui::Tabs label="Danh sách nhiệm vụ" tabs=tabs/>
        {filters(&filter)}
        <ui::Tabs label="Lọc theo thời hạn" tabs=buckets/>
        {empty.then(|| view! { <ui::EmptyState icon=Icon::Task title="Không có nhiệm vụ nào" text="Không có nhiệm vụ phù hợp với cách lọc này."/> })}
        {(!empty).then(|| view! {
            {table(tasks.rows)}
            <ui::Pagination paging=paging base=base what="nhiệm vụ"/>
        })}
    }
}

fn filters(filter: &ListFilter) -> impl IntoView + use<> {
    let action = path(filter.reach).split('?').next().unwrap_or_default().to_owned();
    let hidden: Vec<(&'static str, String)> = match filter.reach {
        TaskReach::Mine => vec![("pham-vi", "toi".to_owned())],
        TaskReach::Unit => vec![("pham-vi", "don-vi".to_owned())],
        _ => Vec::new(),
    };
    let sources = TaskSource::ALL.iter().map(|source| ui::SelectOption::new(source.as_str(), source.label())).collect::<Vec<_>>();
    let urgencies = Urgency::ALL.iter().map(|urgency| ui::SelectOption::new(urgency.as_str(), urgency.label())).collect::<Vec<_>>();
    let (source, urgency, words) = (filter.source.map_or("", TaskSource::as_str), filter.urgency.map_or("", Urgency::as_str), filter.words.clone());
    let filtered = !source.is_empty() || !urgency.is_empty() || !words.is_empty() || filter.bucket.is_some();
    let clear = if filtered { path(filter.reach).trim_end_matches('?').to_owned() } else { String::new() };
    view! {
        <ui::FilterBar action=action button="Lọc" hidden=hidden clear_href=clear>
            <ui::Field name="q" label="Từ khóa, mã hoặc số văn bản" value=words optional=true/>
            <ui::Select name="nguon" label="Nguồn giao" options=sources value=source blank="Mọi nguồn" optional=true/>
            <ui::Select name="do-khan" label="Độ khẩn" options=urgencies value=urgency blank="Mọi độ khẩn" optional=true/>
        </ui::FilterBar>
    }
}

fn table(rows: Vec<TaskLine>) -> impl IntoView {
    let columns = ["Nhiệm vụ", "Đơn vị chủ trì", "Người thực hiện", "Hạn", "Trạng thái"].map(Column::text).into();
    let rows = rows
        .into_iter()
        .map(|row| {
            let due = row.due_on.map_or_else(|| "Không thời hạn".to_owned(), format::date);
            let href = format!("/can-bo/nhiem-vu/{}", row.code);
            let state = format!("{}, {}\u{a0}%", row.state.label(), row.progress);
            Row::new(vec![
                Cell::view(view! { <a href=href>{row.title}</a><br/><span class="p-small p-muted n">{row.code}</span> }),
                Cell::text(row.lead_unit),
                Cell::text(if row.person.is_empty() { "Chưa phân công".to_owned() } else { row.person }),
                Cell::view(view! { <span class="p-nowrap">{due}</span><br/><span class="p-nowrap">{bucket_tag(row.bucket)}</span> }),
                Cell::text(state),
            ])
        })
        .collect();
    view! { <ui::Table caption="Danh sách nhiệm vụ" caption_hidden=true columns=columns rows=rows/> }
}
