//! Component portals: the list, the page of one, and when each was last updated.

use super::parts;
use crate::web::{Page, Result, Rq};
use domain::news::{self, Filter};
use leptos::prelude::*;
use model::List;
use model::format;
use model::news::SiteLinks;
use ui::icon::{Ico, Icon};
use ui::{Cell, Column, Row};

/// `/cong-thanh-phan`
pub async fn list(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let [offices, communes] = news::component_sites(&mut cx, i64::MAX).await?;
    let title = "Cổng thành phần";
    Ok(Page::new(title, move || {
        view! {
            <ui::Container>
                <ui::Breadcrumb parents=vec![("/".to_owned(), "Trang chủ".to_owned())] here=title/>
                <ui::PageHeading title=title lead="Mỗi sở, ban, ngành và mỗi xã, phường, đặc khu có một cổng trong cùng hệ thống."/>
                <div class="p-even">{group(Icon::Users, "sở, ban, ngành", offices)}{group(Icon::Pin, "xã, phường, đặc khu", communes)}</div>
            </ui::Container>
        }
    })
    .cacheable())
}

/// One group of links; where more exist than are shown, another one leads to all of them.
pub(super) fn group(icon: Icon, word: &'static str, sites: SiteLinks) -> impl IntoView {
    let SiteLinks { total, links } = sites;
    let hidden = i64::try_from(links.len()).is_ok_and(|shown| shown < total);
    let links = links.into_iter().map(|(path, title)| view! { <li><a href=format!("/cong/{path}")>{ui::text::tie(&title)}</a></li> }).collect_view();
    let more = hidden.then(|| view! { <p class="p-strong"><a href="/cong-thanh-phan">{format!("Xem cả {total} cổng")}</a></p> });
    view! {
        <section class="p-front-portals">
            <h2 class="p-h3 p-icon-line"><Ico icon=icon/><span>{format!("{total} {word}")}</span></h2>
            <ul class="p-front-portals__links">{links}</ul>
            {more}
        </section>
    }
}

/// `/cong/{ma}`
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let path = rq.param("ma").to_owned();
    let site = news::site_by_path(&mut cx, &path).await?;
    let successor = news::site_successor(&mut cx, &path).await?;
    let filter = Filter { site_id: Some(site.id), ..Filter::default() };
    let List { rows: cards, paging } = news::paged(&mut cx, &filter, rq.page_number()).await?;
    let title = site.title.clone();
    let base = rq.list_base();
    Ok(Page::new(title.clone(), move || {
        let moved = successor.map(|path| {
            view! { <ui::Banner kind=ui::BannerKind::Notice title="Đơn vị này đã sáp nhập." text="Thông tin mới ở cổng của đơn vị kế thừa." href=format!("/cong/{path}") link="Đến cổng của đơn vị kế thừa"/> }
        });
        let empty = cards.is_empty();
        let contact = [("Địa chỉ", site.address.clone()), ("Điện thoại", site.hotline.clone()), ("Thư điện tử", site.email.clone()), ("Chịu trách nhiệm", site.owner.clone())];
        let contact: Vec<ui::SummaryRow> = contact.into_iter().filter(|(_, value)| !value.is_empty()).map(|(label, value)| ui::SummaryRow::new(label, value)).collect();
        view! {
            <ui::Container>
                <ui::Breadcrumb parents=vec![("/".to_owned(), "Trang chủ".to_owned()), ("/cong-thanh-phan".to_owned(), "Cổng thành phần".to_owned())] here=title.clone()/>
                <ui::PageHeading title=title above="Cổng thành phần"/>
                {moved}
                <div class="p-grid p-grid--reading">
                    <div>
                        {empty.then(|| view! { <ui::EmptyState icon=Icon::News title="Chưa có bài" text="Bài mới của cơ quan sẽ hiện ở đây."/> })}
                        {(!empty).then(|| parts::rows(cards, false))}
                        {(!empty).then(|| view! {
                            <ui::Pagination paging=paging base=base what="bài"/>
                        })}
                    </div>
                    <div>
                        <ui::Panel title="Liên hệ"><ui::SummaryList rows=contact stacked=true/></ui::Panel>
                        <ul class="p-link-list">
                            <li><a href="/thu-tuc">"Thủ tục hành chính"</a></li>
                            <li><a href="/tra-cuu">"Tra cứu hồ sơ"</a></li>
                            <li><a href="/danh-ba">"Danh bạ cơ quan"</a></li>
                        </ul>
                    </div>
                </div>
            </ui::Container>
        }
    })
    .cacheable())
}

/// `/cap-nhat-cong`: articles of each site and its last one.
pub async fn updates(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let sites = news::site_updates(&mut cx).await?;
    let as_of = format::date_time(cx.now());
    let title = "Tình trạng cập nhật các cổng";
    Ok(Page::new(title, move || {
        let columns = vec![Column::text("Cổng"), Column::number("Số bài"), Column::text("Bài mới nhất"), Column::text("Chịu trách nhiệm")];
        let rows = sites
            .into_iter()
            .map(|update| {
                let href = if update.site.path.is_empty() { "/tin-tuc".to_owned() } else { format!("/cong/{}", update.site.path) };
                let last = update.last.map_or_else(|| "Chưa có nội dung".to_owned(), format::date_time);
                Row::new(vec![
                    Cell::link(href.clone(), update.site.title),
                    Cell::link(href, format::number(update.articles)),
                    Cell::text(last),
                    Cell::text(update.site.owner),
                ])
            })
            .collect();
        view! {
            <ui::Container>
                <ui::Breadcrumb parents=vec![("/".to_owned(), "Trang chủ".to_owned())] here=title/>
                <ui::PageHeading title=title lead=format!("Số bài đã đăng và bài mới nhất của từng cổng. Tính đến {as_of}.")/>
                <ui::Table caption="Số bài đã đăng của từng cổng" caption_hidden=true columns=columns rows=rows/>
            </ui::Container>
        }
    })
    .cacheable())
}
