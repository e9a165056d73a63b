//! "Mới từ lần trước" on the page Hôm nay: how many, only these, and "Đánh dấu đã xem".

use crate::web::{Done, Form, Result, Rq};
use domain::today::{self, TodayVisit, Worklist};
use leptos::prelude::*;
use model::format;
use ui::icon::Icon;

/// The look is noted after it was read, so that this page still shows what was new. What is new is comfort: the page is shown all
/// the same if it cannot be noted.
pub async fn note(rq: &Rq, visit: &TodayVisit) {
    let noted = async {
        let mut cx = rq.write_unflushed().await?;
        today::note_visit(&mut cx, visit).await?;
        cx.commit().await
    };
    if let Err(error) = noted.await {
        tracing::warn!(%error, "noting the visit of the page of today");
    }
}

/// The line above the rows.
pub fn line(list: &Worklist, visit: &TodayVisit, only: bool) -> AnyView {
    let since = format::date_time(visit.fresh_since);
    let fresh = i64::try_from(list.iter().filter(|item| visit.is_new(item)).count()).unwrap_or(i64::MAX);
    if fresh == 0 && !only {
        return view! { <p class="p-small p-muted">{format!("Không có việc mới từ lần trước, {since}.")}</p> }.into_any();
    }
    let (href, label) = if only {
        ("/can-bo", "Xem mọi việc".to_owned())
    } else {
        ("/can-bo?moi=1", format!("{} việc mới từ lần trước", format::number(fresh)))
    };
    view! {
        <div class="p-cluster">
            <p><a href=href>{label}</a>{format!(" ({since})")}</p>
            <ui::PostButton action="/can-bo/da-xem" label="Đánh dấu đã xem" kind=ui::ButtonKind::Quiet/>
        </div>
    }
    .into_any()
}

/// Nothing is new.
pub fn none() -> AnyView {
    view! { <ui::EmptyState icon=Icon::Okc title="Không có việc mới" text="Mọi việc đang chờ đã có ở đây từ lần trước."/> }.into_any()
}

/// From now on nothing that waits is new.
pub async fn seen(rq: Rq, _form: Form) -> Result<Done> {
    let mut cx = rq.write().await?;
    today::mark_seen(&mut cx).await?;
    cx.commit().await?;
    Ok(Done::to("/can-bo").say("Đã đánh dấu mọi việc đang hiện là đã xem."))
}
