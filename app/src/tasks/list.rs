//! The lists of tasks: mine, my unit's, reports to confirm, requests for more time.

use super::pending::{self, Beside};
use super::views::{self, Shown, address};
use super::{columns, month, printed, saved};
use crate::stats::bucket_tag;
use crate::web::{Page, Result, Rq};
use domain::tasks::{self, Buckets, DueWords, buckets};
use leptos::prelude::*;
use model::access::{Action, ObjectKind};
use model::format;
use model::tasks::{ListFilter, ListVisit, SavedFilter, TaskBucket, TaskLine, TaskReach, TaskSource, TaskView, Urgency};
use std::collections::HashSet;
use ui::icon::Icon;
use ui::{Cell, Column, Row, Tab};

/// Buckets as links, in the order of the statistics; the ones with work first.
pub(super) const BUCKETS: [(TaskBucket, &str, &str); 5] = [
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
    let mut cx = rq.read().await?;
    let visit = tasks::visit(&mut cx, reach).await?;
    let (view, filter) = views::read(&rq, reach, &visit);
    if rq.query("in") == Some("1") {
        return printed::page(&rq, &mut cx, &filter).await;
    }
    let counts = buckets(&mut cx, &filter).await?;
    let fresh = tasks::fresh_count(&mut cx, &filter, visit.fresh_since).await?;
    let content = views::load(&mut cx, &rq, view, &filter, (&counts, (visit.fresh_since, fresh))).await?;
    let saved = tasks::saved_filters(&mut cx).await?;
    let fields = tasks::task_fields(&mut cx).await?;
    drop(cx);
    if visit.changed
        && let Err(error) = note(&rq, reach, &visit).await
    {
        // What is new is comfort: the list is shown all the same.
        tracing::warn!(%error, "noting the visit of a list");
    }
    let may = |action| rq.actor.may_somewhere(action, ObjectKind::Task);
    let rights = Rights { confirm: may(Action::Approve), assign: may(Action::Assign), create: may(Action::Create) };
    let around = Around { view, counts, saved, fields, fresh, visit, rights, form: rq.form(), base_url: rq.portal.settings().base_url.clone() };
    Ok(Page::new(title(reach), move || body(&filter, content, around)))
}

/// The look at the list is noted after it was read, so that this page still shows what was new.
async fn note(rq: &Rq, reach: TaskReach, visit: &ListVisit) -> Result<()> {
    let mut cx = rq.write_unflushed().await?;
    tasks::note_visit(&mut cx, reach, visit).await?;
    cx.commit().await.map(|_| ())
}

/// What the page shows besides the tasks.
struct Around {
    view: TaskView,
    counts: Buckets,
    saved: Vec<SavedFilter>,
    fields: Vec<String>,
    fresh: i64,
    visit: ListVisit,
    rights: Rights,
    form: ui::FormState,
    base_url: String,
}

#[derive(Clone, Copy)]
struct Rights {
    confirm: bool,
    assign: bool,
    create: bool,
}

const fn title(reach: TaskReach) -> &'static str {
    reach.label()
}

/// Path of a list, with its name where two lists share the path.
pub(super) const fn path(reach: TaskReach) -> &'static str {
    match reach {
        TaskReach::Mine => "/can-bo/nhiem-vu?pham-vi=toi",
        TaskReach::Unit => "/can-bo/nhiem-vu?pham-vi=don-vi",
        TaskReach::ToConfirm => "/can-bo/nhiem-vu/cho-xac-nhan?",
        TaskReach::Extensions => "/can-bo/nhiem-vu/gia-han?",
    }
}

fn body(filter: &ListFilter, content: Shown, around: Around) -> impl IntoView + use<> {
    let Around { view, counts, saved, fields, fresh, visit, rights, form, base_url } = around;
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
    tabs.push(Tab { href: "/can-bo/nhiem-vu/giai-trinh".to_owned(), label: "Giải trình".to_owned(), count: None, current: false });
    let watch = "/can-bo/thong-ke/nhiem-vu/theo-doi".to_owned();
    tabs.push(Tab { href: watch, label: "Bảng theo dõi".to_owned(), count: None, current: false });
    tabs.push(Tab { href: "/can-bo/ban-tin".to_owned(), label: "Bản tin".to_owned(), count: None, current: false });
    let buckets = BUCKETS
        .iter()
        .map(|(bucket, _, label)| Tab {
            href: address(&ListFilter { bucket: Some(*bucket), ..filter.clone() }, view),
            label: (*label).to_owned(),
            count: u32::try_from(counts.of(*bucket)).ok(),
            current: filter.bucket == Some(*bucket),
        })
        .collect::<Vec<_>>();
    let give = rights.create.then(|| view! { <ui::LinkButton href="/can-bo/nhiem-vu/giao" label="Giao nhiệm vụ" icon=Icon::Plus/> });
    let many = (rights.create && rights.assign)
        .then(|| view! { <ui::LinkButton href="/can-bo/nhiem-vu/giao-nhieu" label="Giao nhiều nhiệm vụ" kind=ui::ButtonKind::Secondary/> });
    let print = printed::link(filter, view);
    let give = view! { <ui::ButtonGroup>{give}{many}{print}</ui::ButtonGroup> }.into_any();
    let saved = saved::section(filter, view, &saved, form, &base_url);
    let news = views::news(filter, view, fresh, &visit);
    let switch = views::switch(filter, view);
    let content = match content {
        Shown::List { tasks, fresh, base, words, beside } => list(tasks, &fresh, base, (&words, beside)).into_any(),
        Shown::Board(found, words) => columns::view(filter, &counts, found, &words).into_any(),
        Shown::Month { first, days, today } => month::view(filter, first, days, today).into_any(),
    };
    // The board shows every bucket with its number already.
    let buckets = (view != TaskView::Board).then(|| view! { <ui::Tabs label="Lọc theo thời hạn" tabs=buckets/> });
    view! {
        <ui::PageHeading title=title(filter.reach) aside=give/>
        <ui::Tabs label="Danh sách nhiệm vụ" tabs=tabs/>
        {filters(filter, view, fields)}
        {saved}
        {switch}
        {buckets}
        {news}
        {content}
    }
}

fn list(tasks: model::List<TaskLine>, fresh: &HashSet<String>, base: String, (words, beside): (&DueWords, Beside)) -> impl IntoView + use<> {
    let empty = tasks.rows.is_empty();
    let paging = tasks.paging;
    let table = (!empty).then(|| match beside {
        Beside::Nothing => table(tasks.rows, fresh, words).into_any(),
        Beside::Reports(found) => pending::reports(tasks.rows, found, fresh, words),
        Beside::Requests(found) => pending::requests(tasks.rows, found, fresh, words),
    });
    view! {
        {empty.then(|| view! { <ui::EmptyState icon=Icon::Task title="Không có nhiệm vụ nào" text="Không có nhiệm vụ phù hợp với cách lọc này."/> })}
        {table}
        {(!empty).then(|| view! { <ui::Pagination paging=paging base=base what="nhiệm vụ"/> })}
    }
}

fn filters(filter: &ListFilter, view: TaskView, mut fields: Vec<String>) -> impl IntoView + use<> {
    let action = path(filter.reach).split('?').next().unwrap_or_default().to_owned();
    let mut hidden: Vec<(&'static str, String)> = match filter.reach {
        TaskReach::Mine | TaskReach::Unit => vec![("pham-vi", filter.reach.to_string())],
        _ => Vec::new(),
    };
    if view != TaskView::List {
        hidden.push(("xem", view.to_string()));
    }
    let sources = TaskSource::ALL.iter().map(|source| ui::SelectOption::new(source.as_str(), source.label())).collect::<Vec<_>>();
    let urgencies = Urgency::ALL.iter().map(|urgency| ui::SelectOption::new(urgency.as_str(), urgency.label())).collect::<Vec<_>>();
    let (source, urgency, words) = (filter.source.map_or("", TaskSource::as_str), filter.urgency.map_or("", Urgency::as_str), filter.words.clone());
    let (field, person) = (filter.field.clone(), filter.person.clone());
    if !field.is_empty() && !fields.contains(&field) {
        fields.push(field.clone());
    }
    let fields = fields.into_iter().map(|name| ui::SelectOption::new(name.clone(), name)).collect::<Vec<_>>();
    let typed = [source, urgency, words.as_str(), field.as_str(), person.as_str()].iter().any(|text| !text.is_empty());
    let filtered = typed || filter.bucket.is_some() || filter.due.is_some() || filter.fresh_since.is_some();
    let clear = if filtered { address(&ListFilter { reach: filter.reach, ..ListFilter::default() }, view) } else { String::new() };
    view! {
        <ui::FilterBar action=action button="Lọc" hidden=hidden foldable=true clear_href=clear>
            <ui::Field name="q" label="Từ khóa, mã hoặc số văn bản" value=words optional=true/>
            <ui::Select name="nguon" label="Nguồn giao" options=sources value=source blank="Mọi nguồn" optional=true/>
            <ui::Select name="do-khan" label="Độ khẩn" options=urgencies value=urgency blank="Mọi độ khẩn" optional=true/>
            <ui::Select name="linh-vuc" label="Lĩnh vực" options=fields value=field blank="Mọi lĩnh vực" optional=true/>
            <ui::Field name="nguoi" label="Người thực hiện" value=person optional=true/>
        </ui::FilterBar>
    }
}

fn table(rows: Vec<TaskLine>, fresh: &HashSet<String>, words: &DueWords) -> impl IntoView + use<> {
    let columns = ["Nhiệm vụ", "Đơn vị chủ trì", "Người thực hiện", "Hạn", "Trạng thái"].map(Column::text).into();
    let rows = rows
        .into_iter()
        .map(|row| {
            let due = row.due_on.map_or_else(|| "Không thời hạn".to_owned(), format::date);
            let href = format!("/can-bo/nhiem-vu/{}", row.code);
            let state = format!("{}, {}\u{a0}%", row.state.label(), row.progress);
            let left = words.of(&row).map(|due| view! { {crate::today::due_badge(due)}<br/> });
            let new = fresh.contains(&row.code).then(|| view! { " "<ui::StatusTag tone=ui::Tone::Brand label="Mới"/> });
            Row::new(vec![
                Cell::view(view! { <a href=href>{row.title}</a>{new}<br/><span class="p-small p-muted n">{row.code}</span> }),
                Cell::text(row.lead_unit),
                Cell::text(if row.person.is_empty() { "Chưa phân công".to_owned() } else { row.person }),
                Cell::view(view! { <span class="p-nowrap">{due}</span><br/>{left}<span class="p-nowrap">{bucket_tag(row.bucket)}</span> }),
                Cell::text(state),
            ])
        })
        .collect();
    view! { <ui::Table caption="Danh sách nhiệm vụ" caption_hidden=true columns=columns rows=rows/> }
}
