//! The notices of a signed-in person, newest first.

use crate::web::{Page, Result, Rq};
use domain::notify::outbox::{Notice, notices, unread};
use leptos::prelude::*;
use model::{List, format};
use ui::icon::Icon;

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let List { rows, paging } = notices(&mut cx, rq.page_number()).await?;
    let unread = unread(&mut cx).await?;
    let (path, base) = (rq.path.clone(), rq.list_base());
    let official = path.starts_with("/can-bo");
    Ok(Page::new("Thông báo", move || {
        let lead = if unread == 0 { "Không còn thông báo chưa đọc.".to_owned() } else { format!("{unread} thông báo chưa đọc.") };
        let empty = rows.is_empty();
        view! {
            <ui::Container>
                <ui::PageHeading title="Thông báo" lead=lead/>
                {official.then(|| view! { <p><a href=super::channels::PAGE>"Kênh nhận tin"</a></p> })}
                {(unread > 0).then(|| view! {
                    <form method="post" action="/thong-bao/da-doc">
                        <input type="hidden" name="ve" value=path/>
                        <ui::Button label="Đánh dấu đã đọc tất cả" kind=ui::ButtonKind::Secondary icon=Icon::Okc/>
                    </form>
                })}
                {empty.then(|| view! { <ui::EmptyState icon=Icon::Bell title="Chưa có thông báo" text="Việc mới của bạn sẽ hiện ở đây và trên biểu tượng chuông."/> })}
                {(!empty).then(|| view! {
                    <ul class="p-row-list">{rows.into_iter().map(row).collect_view()}</ul>
                    <ui::Pagination paging=paging base=base what="thông báo"/>
                })}
            </ui::Container>
        }
    }))
}

fn row(notice: Notice) -> impl IntoView {
    let time = format::date_time(notice.created_at);
    let new = notice.read_at.is_none().then(|| view! { <ui::StatusTag tone=ui::Tone::Blue label="Mới"/> });
    let text = if notice.link.is_empty() { notice.text.into_any() } else { view! { <a href=notice.link>{notice.text}</a> }.into_any() };
    view! { <li class="p-list-row"><p class="p-small p-muted n">{time}" "{new}</p><p>{text}</p></li> }
}
