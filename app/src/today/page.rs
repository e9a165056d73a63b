//! The page Hôm nay: overdue first, then today, then the rest, each row with its one next action.

use super::{news, week};
use crate::web::{Page, Result, Rq};
use domain::today::{self, TodayVisit, WorkItem, WorkKind, Worklist, worklist};
use leptos::prelude::*;
use model::format;
use ui::icon::Icon;
use ui::{ButtonKind, LinkButton, Tab, WorklistGroup, WorklistRow};

/// Rows of "Tiếp theo" until somebody asks for all.
const FIRST_ROWS: usize = 12;

/// The page; `loai` shows one kind only, `moi` what is new, `tat-ca` every row.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let list = worklist(&mut cx).await?;
    let (now, unit) = (cx.now(), cx.actor.unit_id);
    let calendar = domain::calendar::of_unit(&mut cx, unit).await?;
    let kind: Option<WorkKind> = rq.query("loai").and_then(|text| WorkKind::ALL.iter().copied().find(|kind| slug(*kind) == text));
    let only_new = rq.query("moi") == Some("1");
    let every = only_new || rq.query("tat-ca") == Some("1");
    let visit = today::visit(&mut cx, list.iter()).await?;
    drop(cx);
    // Whoever looks at one kind has not seen the others.
    if visit.changed && kind.is_none() {
        news::note(&rq, &visit).await;
    }
    Ok(Page::new("Hôm nay", move || {
        let clock = format!(
            "{}\u{a0}{}, {}",
            format::time(now),
            format::weekday(format::local_date(now)).replace(' ', "\u{a0}"),
            format::date(format::local_date(now))
        );
        let aside = view! { <span class="n">{clock}</span> }.into_any();
        let (lead, cells, tabs, fresh) = (lead(&list), week::cells(&list, now, &calendar), tabs(&list, kind), news::line(&list, &visit, only_new));
        let list = if only_new { list.fresh(&visit) } else { list };
        let list = match kind {
            Some(kind) => list.only(kind),
            None => list,
        };
        view! {
            <ui::PageHeading title="Hôm nay" aside=aside/>
            {lead}
            <ui::WeekStrip cells=cells/>
            <ui::Tabs label="Loại việc" tabs=tabs/>
            {fresh}
            {if only_new && list.load().total == 0 { news::none() } else { groups(list, kind, every, &visit) }}
        }
    }))
}

const fn slug(kind: WorkKind) -> &'static str {
    match kind {
        WorkKind::Dossier => "ho-so",
        WorkKind::Task => "nhiem-vu",
        WorkKind::Document => "van-ban",
        WorkKind::Mail => "thu",
        WorkKind::Article => "tin-bai",
        WorkKind::Rating => "danh-gia",
        WorkKind::Notice => "tin-bao",
    }
}

const fn icon(kind: WorkKind) -> Icon {
    match kind {
        WorkKind::Dossier => Icon::Dossier,
        WorkKind::Task => Icon::Task,
        WorkKind::Document => Icon::Doc,
        WorkKind::Mail => Icon::Mail,
        WorkKind::Article => Icon::News,
        WorkKind::Rating => Icon::Chat,
        WorkKind::Notice => Icon::Bell,
    }
}

/// "18 việc chờ bạn: 3 quá hạn, 4 đến hạn hôm nay, 11 việc tiếp theo."
fn lead(list: &Worklist) -> AnyView {
    let load = list.load();
    if load.total == 0 {
        return view! { <p class="p-lead">"Không có việc nào chờ bạn."</p> }.into_any();
    }
    let parts = [
        (load.overdue, "qua-han", "quá hạn"),
        (load.today, "den-han-hom-nay", "đến hạn hôm nay"),
        (load.total - load.overdue - load.today, "tiep-theo", "việc tiếp theo"),
    ];
    let links: Vec<AnyView> = parts
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .enumerate()
        .map(|(i, (count, anchor, words))| {
            let text = format!("{}\u{a0}{words}", format::number(count));
            view! { {(i > 0).then_some(", ")}<a href=format!("#{anchor}")>{text}</a> }.into_any()
        })
        .collect();
    view! { <p class="p-lead">{format!("{}\u{a0}việc chờ bạn: ", format::number(load.total))}{links}"."</p> }.into_any()
}

fn tabs(list: &Worklist, current: Option<WorkKind>) -> Vec<Tab> {
    let mut tabs = vec![Tab {
        href: "/can-bo".to_owned(),
        label: "Tất cả".to_owned(),
        count: Some(u32::try_from(list.load().total).unwrap_or(0)),
        current: current.is_none(),
    }];
    // Ratings and messages concern few people: the others have no tab for them.
    let rare = |kind: WorkKind| matches!(kind, WorkKind::Rating | WorkKind::Notice);
    let shown = |kind: &WorkKind| *kind != WorkKind::Document && (!rare(*kind) || list.count(*kind) > 0 || current == Some(*kind));
    tabs.extend(WorkKind::ALL.iter().filter(|kind| shown(kind)).map(|kind| Tab {
        href: format!("/can-bo?loai={}", slug(*kind)),
        label: kind.label().to_owned(),
        count: Some(list.count(*kind)),
        current: current == Some(*kind),
    }));
    tabs
}

fn groups(list: Worklist, kind: Option<WorkKind>, every: bool, visit: &TodayVisit) -> AnyView {
    let load = list.load();
    if load.total == 0 {
        return view! { <ui::EmptyState icon=Icon::Okc title="Đã xong hết việc" text="Việc mới sẽ hiện ở đây; số ở cột bên trái tự cập nhật."/> }.into_any();
    }
    let hidden: Vec<(WorkKind, i64)> = list.hidden().collect();
    let Worklist { overdue, today, mut next, .. } = list;
    let waiting = next.len();
    if !every {
        next.truncate(FIRST_ROWS);
    }
    let more = waiting - next.len();
    let all = kind.map_or_else(|| "/can-bo?tat-ca=1".to_owned(), |kind| format!("/can-bo?loai={}&tat-ca=1", slug(kind)));
    let more = (more > 0).then(
        || view! { <div class="p-today-more"><LinkButton href=format!("{all}#tiep-theo") label=format!("Xem thêm {more} việc") kind=ButtonKind::Line/></div> },
    );
    let elsewhere = hidden.into_iter().map(|(kind, count)| {
        let label = format!("Xem thêm {} {} ở mục {}", format::number(count), kind.label().to_lowercase(), kind.label());
        let href = match kind {
            WorkKind::Mail => "/can-bo/thu?loc=chua-doc".to_owned(),
            WorkKind::Notice => "/can-bo?loai=tin-bao".to_owned(),
            _ => format!("/can-bo/{}", slug(kind)),
        };
        view! { <p class="p-today-more"><a href=href>{label}</a></p> }
    });
    view! {
        {group("qua-han", "Quá hạn", Icon::Warn, visit, overdue, load.overdue)}
        {group("den-han-hom-nay", "Đến hạn hôm nay", Icon::Clock, visit, today, load.today)}
        {group("tiep-theo", "Tiếp theo", Icon::Cal, visit, next, load.total - load.overdue - load.today)}
        {more}
        {elsewhere.collect_view()}
    }
    .into_any()
}

fn group(id: &'static str, title: &'static str, icon: Icon, visit: &TodayVisit, items: Vec<WorkItem>, total: i64) -> Option<AnyView> {
    if items.is_empty() {
        return None;
    }
    let count = u32::try_from(total).unwrap_or(0);
    let overdue = id == "qua-han";
    let rows = items
        .into_iter()
        .map(|item| {
            let fresh = visit.is_new(&item);
            row(item, overdue, fresh)
        })
        .collect_view();
    Some(view! { <WorklistGroup id=id title=title count=count icon=icon overdue=overdue>{rows}</WorklistGroup> }.into_any())
}

fn row(item: WorkItem, overdue: bool, fresh: bool) -> impl IntoView {
    let due_kind = super::badge::look(item.due_kind);
    let kind = if overdue { ButtonKind::Primary } else { ButtonKind::Secondary };
    let action = view! { <LinkButton href=item.href.clone() label=item.action_label kind=kind of=item.title.clone()/> }.into_any();
    view! {
        <WorklistRow
            icon=icon(item.kind)
            kind=item.kind.label()
            code=item.code
            title=item.title
            href=item.href
            who=item.who_and_state
            fresh=fresh
            due_kind=due_kind
            due_text=item.due_text
            action=action
        />
    }
}
