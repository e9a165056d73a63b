//! The print version of a list of tasks (`in=1`).

use super::views::address;
use crate::print;
use crate::web::{Page, Result, Rq};
use domain::Cx;
use domain::tasks::{self, buckets};
use leptos::prelude::*;
use model::format;
use model::tasks::{ListFilter, TaskView};
use ui::icon::Icon;

/// The list as one table to print.
pub(super) async fn page(rq: &Rq, cx: &mut Cx, filter: &ListFilter) -> Result<Page> {
    let counts = buckets(cx, filter).await?;
    let (mut rows, mut total) = (Vec::new(), 0);
    for page in 1..=print::PAGES {
        let found = tasks::list_of(cx, &ListFilter { page, ..filter.clone() }, &counts).await?;
        total = found.paging.total;
        rows.extend(found.rows.into_iter().map(|row| {
            let due = row.due_on.map_or_else(|| "Không thời hạn".to_owned(), format::date);
            vec![row.code, row.title, row.lead_unit, row.person, due, format!("{}, {}\u{a0}%", row.state.label(), row.progress)]
        }));
        if page >= found.paging.pages() {
            break;
        }
    }
    Ok(print::page(print::Sheet {
        title: filter.reach.label().to_owned(),
        unit: rq.actor.unit_name.clone(),
        at: format::time_date(cx.now()),
        what: "nhiệm vụ",
        back: address(filter, TaskView::List),
        columns: &["Mã", "Nhiệm vụ", "Đơn vị chủ trì", "Người thực hiện", "Hạn", "Trạng thái"],
        rows,
        total,
    }))
}

/// The link to it; board and month have none.
pub(super) fn link(filter: &ListFilter, view: TaskView) -> Option<AnyView> {
    let list = address(filter, TaskView::List);
    let mark = if list.contains('?') { '&' } else { '?' };
    let of = filter.reach.label();
    (view == TaskView::List)
        .then(|| view! { <ui::LinkButton href=format!("{list}{mark}in=1") label="In" kind=ui::ButtonKind::Line icon=Icon::Print of=of/> }.into_any())
}
