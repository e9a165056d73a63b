//! `/can-bo/tin-bai`: the lists of the editors.

use crate::web::{Page, Result, Rq};
use domain::news;
use leptos::prelude::*;
use model::List;
use model::access::{Action, ObjectKind};
use model::format;
use model::news::{ArticleRow, ArticleState, DeskCounts, DeskList};
use ui::icon::Icon;
use ui::{Cell, Column, Row, Tone};

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let counts = news::desk_counts(&mut cx).await?;
    let which = rq.query("ds").and_then(|text| text.parse().ok()).unwrap_or_else(|| first_list(counts));
    let List { rows, paging } = news::desk_list(&mut cx, which, rq.page_number()).await?;
    let may_write = rq.actor.may_somewhere(Action::Create, ObjectKind::Article);
    let moderates = rq.actor.may_somewhere(Action::Moderate, ObjectKind::Comment);
    let base = format!("/can-bo/tin-bai?ds={which}&trang=");
    Ok(Page::new("Tin bài", move || {
        let empty = rows.is_empty();
        let write = may_write.then(|| view! { <ui::LinkButton href="/can-bo/tin-bai/moi" label="Viết bài mới" icon=Icon::Pen/> }.into_any());
        let comments = (moderates && counts.comments > 0).then(|| {
            let text = format!("{} ý kiến bạn đọc chờ duyệt.", format::number(counts.comments));
            view! { <ui::Banner title=text href="/can-bo/tin-bai/y-kien" link="Duyệt ý kiến"/> }
        });
        view! {
            <ui::Container>
                <ui::PageHeading title="Tin bài" aside=write.unwrap_or_else(|| ().into_any())/>
                {comments}
                <ui::Tabs label="Danh sách tin bài" tabs=tabs(which, counts)/>
                {empty.then(|| view! { <ui::EmptyState icon=Icon::News title="Không có bài nào trong danh sách này" text="Chọn danh sách khác ở trên, hoặc viết bài mới."/> })}
                {(!empty).then(|| table(which, rows))}
                {(!empty).then(|| view! {
                    <ui::Pagination paging=paging base=base what="bài"/>
                })}
            </ui::Container>
        }
    }))
}

/// Opens where work waits.
fn first_list(counts: DeskCounts) -> DeskList {
    match counts {
        DeskCounts { awaiting_approval: 1.., .. } => DeskList::AwaitingApproval,
        DeskCounts { awaiting_edit: 1.., .. } => DeskList::AwaitingEdit,
        _ => DeskList::Mine,
    }
}

fn tabs(current: DeskList, counts: DeskCounts) -> Vec<ui::Tab> {
    let count = |which| match which {
        DeskList::Mine => Some(counts.mine),
        DeskList::AwaitingEdit => Some(counts.awaiting_edit),
        DeskList::AwaitingApproval => Some(counts.awaiting_approval),
        DeskList::Scheduled => Some(counts.scheduled),
        DeskList::Published | DeskList::Down => None,
    };
    let tab = |which: &DeskList| ui::Tab {
        href: format!("/can-bo/tin-bai?ds={which}"),
        label: which.label().to_owned(),
        count: count(*which).and_then(|n| u32::try_from(n).ok()),
        current: *which == current,
    };
    DeskList::ALL.iter().map(tab).collect()
}

fn table(which: DeskList, rows: Vec<ArticleRow>) -> impl IntoView {
    let columns = ["Tiêu đề", "Trạng thái", "Cổng", "Người viết", "Thay đổi"].map(Column::text).into();
    let rows = rows
        .into_iter()
        .map(|row| {
            let when = row.publish_at.map_or_else(|| format::date_time(row.changed_at), |at| format!("Đăng lúc {}", format::date_time(at)));
            Row::new(vec![
                Cell::link(format!("/can-bo/tin-bai/{}", row.code), row.title),
                Cell::view(tag(row.state)),
                Cell::text(row.site),
                Cell::text(row.author),
                Cell::text(when),
            ])
        })
        .collect();
    view! { <ui::Table caption=which.label() caption_hidden=true columns=columns rows=rows/> }
}

/// The state as a tag.
pub(super) fn tag(state: ArticleState) -> impl IntoView {
    let (tone, icon) = match state {
        ArticleState::Draft => (Tone::Neutral, Icon::Pen),
        ArticleState::AwaitingEdit | ArticleState::AwaitingApproval => (Tone::Gold, Icon::Clock),
        ArticleState::Approved => (Tone::Blue, Icon::Cal),
        ArticleState::Published => (Tone::Green, Icon::Okc),
        ArticleState::Unpublished => (Tone::Red, Icon::Err),
        ArticleState::Expired | ArticleState::Archived => (Tone::Neutral, Icon::Pause),
    };
    view! { <ui::StatusTag tone=tone label=state.label() icon=icon/> }
}
