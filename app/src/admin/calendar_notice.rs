//! The banner about a year without working calendar, on the pages of administrators (03 §9).

use crate::web::{Page, Rq};
use domain::calendar;
use leptos::prelude::*;
use model::access::{Action, ObjectKind};
use model::calendar::YearNotice;

/// Puts the banner on top of a page of administration; whoever keeps the calendar sees it on every page of the desk.
/// A banner is comfort: without the database the page is shown without it.
pub(crate) async fn put(rq: &Rq, page: &mut Page) {
    let keeps = rq.actor.may_somewhere(Action::Configure, ObjectKind::Calendar);
    if !keeps && !rq.path.starts_with("/quan-tri") {
        return;
    }
    let loaded = async { calendar::notice(&mut rq.read().await?).await };
    match loaded.await {
        Ok(Some(notice)) => page.above(move || banner(notice, keeps)),
        Ok(None) => {}
        Err(error) => tracing::warn!(%error, "notice of the calendar"),
    }
}

fn banner(notice: YearNotice, keeps: bool) -> impl IntoView {
    let href = if keeps { super::calendar::address(notice.year) } else { String::new() };
    let link = format!("Nhập lịch năm {}", notice.year);
    view! { <ui::Banner kind=ui::BannerKind::Notice title=notice.text href=href link=link/> }
}
