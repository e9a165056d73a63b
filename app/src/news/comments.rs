//! `/can-bo/tin-bai/y-kien`: comments that wait for a moderator.

use crate::web::{Page, Result, Rq};
use domain::news;
use leptos::prelude::*;
use model::format;
use model::news::CommentView;
use ui::icon::Icon;

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let waiting = news::pending_comments(&mut cx).await?;
    let form = rq.form();
    Ok(Page::new("Duyệt ý kiến bạn đọc", move || {
        let empty = waiting.is_empty();
        let errors = form.errors.clone();
        let items = waiting.into_iter().map(item).collect_view();
        view! {
            <ui::Container>
                <ui::BackLink href="/can-bo/tin-bai" label="Tin bài"/>
                <ui::PageHeading title="Duyệt ý kiến bạn đọc"/>
                {(!errors.is_empty()).then(|| view! { <ui::ErrorSummary errors=errors/> })}
                {empty.then(|| view! { <ui::EmptyState icon=Icon::Okc title="Không còn ý kiến chờ duyệt" text="Ý kiến mới của bạn đọc sẽ hiện ở đây."/> })}
                <ul class="p-rows">{items}</ul>
            </ui::Container>
        }
    }))
}

fn item(comment: CommentView) -> impl IntoView {
    let head = format!("{} · {} · bài “{}”", comment.name, format::date_time(comment.at), comment.title);
    let id = comment.id.to_string();
    let prefix = format!("y-kien-{id}");
    view! {
        <li class="p-stack">
            <p class="p-small p-muted">{head}</p>
            <p>{comment.body}</p>
            <ui::Form action="/can-bo/tin-bai/y-kien" id_prefix=prefix>
                <input type="hidden" name="y_kien" value=id/>
                <ui::Field name="ly_do" label="Lý do nếu không đăng" hint="Ít nhất 10 ký tự." optional=true/>
                <ui::ButtonGroup>
                    <ui::Button label="Đăng ý kiến" name="duyet".to_owned() value="1".to_owned()/>
                    <ui::Button label="Không đăng" kind=ui::ButtonKind::Secondary name="duyet".to_owned() value="0".to_owned()/>
                </ui::ButtonGroup>
            </ui::Form>
        </li>
    }
}
