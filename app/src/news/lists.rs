//! `/tin-tuc`, the sections below it, `/van-ban` and `/lich-lanh-dao`.

use super::parts;
use crate::web::{Page, Result, Rq};
use domain::news::{self, Feed};
use leptos::prelude::*;
use model::List;
use model::news::SectionCode;
use ui::icon::Icon;

/// All articles of all sites.
pub async fn all(rq: Rq) -> Result<Page> {
    feed(rq, Feed::All).await
}

/// Documents.
pub async fn documents(rq: Rq) -> Result<Page> {
    feed(rq, Feed::Section(SectionCode::LegalDocs)).await
}

/// The leaders' calendar.
pub async fn leaders(rq: Rq) -> Result<Page> {
    feed(rq, Feed::Section(SectionCode::Calendar)).await
}

/// The list of a feed.
pub async fn feed(rq: Rq, feed: Feed) -> Result<Page> {
    let mut cx = rq.read().await?;
    let site = match rq.query("cong") {
        Some(path) => Some(news::site_by_path(&mut cx, path).await?),
        None => None,
    };
    let mut filter = feed.filter();
    filter.site_id = site.as_ref().map(|site| site.id);
    let List { rows: cards, paging } = news::paged(&mut cx, &filter, rq.page_number()).await?;
    let title = site.as_ref().map_or_else(|| feed.title().to_owned(), |site| format!("{}: {}", feed.title(), site.title));
    let base = rq.list_base();
    let description = format!("{title} của tỉnh Lam Giang, mới nhất trước.");
    let heading = title.clone();
    let view = move || {
        let empty = cards.is_empty();
        view! {
            <ui::Container>
                <ui::Breadcrumb parents=vec![("/".to_owned(), "Trang chủ".to_owned())] here=heading.clone()/>
                <ui::PageHeading title=heading/>
                <div class="p-grid p-grid--reading">
                    <div>
                        {empty.then(|| view! { <ui::EmptyState icon=Icon::News title="Chưa có bài trong mục này" text="Bài mới sẽ hiện ở đây ngay khi được duyệt."/> })}
                        {(!empty).then(|| parts::rows(cards, true))}
                        {(!empty).then(|| view! {
                            <ui::Pagination paging=paging base=base what="bài"/>
                        })}
                    </div>
                    <div>{sections(feed)}</div>
                </div>
            </ui::Container>
        }
    };
    Ok(Page::new(title, view).description(description).cacheable())
}

/// The other sections, and the feed of this one.
fn sections(current: Feed) -> impl IntoView {
    let link = |feed: Feed| {
        let here = (feed == current).then_some("page");
        view! { <li><a href=feed.page() aria-current=here>{feed.title()}</a></li> }
    };
    let feeds =
        [Feed::All, Feed::Notices].into_iter().chain(SectionCode::ALL.iter().filter(|section| section.takes_articles()).map(|section| Feed::Section(*section)));
    let rss = format!("/rss/{}.xml", current.slug());
    let atom = format!("/atom/{}.xml", current.slug());
    view! {
        <nav aria-label="Chuyên mục">
            <h2 class="p-h3">"Chuyên mục"</h2>
            <ul class="p-link-list">{feeds.map(link).collect_view()}</ul>
        </nav>
        <p class="p-small">"Theo dõi mục này: "<a href=rss>"RSS"</a>", "<a href=atom>"Atom"</a></p>
    }
}
