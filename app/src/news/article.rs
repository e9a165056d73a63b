//! `/tin-tuc/{ma}`: an article, or the list of a section.

use super::{lists, parts};
use crate::web::{Page, Result, Rq, encode};
use domain::news::{self, Feed};
use http::StatusCode;
use leptos::prelude::*;
use model::format;
use model::news::{ArticleCard, ArticleFull, ArticleState, comments_heading};
use ui::icon::Icon;

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let slug = rq.param("ma").to_owned();
    if let Some(feed) = Feed::by_slug(&slug) {
        return lists::feed(rq, feed).await;
    }
    let mut cx = rq.read().await?;
    let article = news::article(&mut cx, &slug).await?;
    drop(cx);
    if article.state != ArticleState::Published {
        return Ok(gone(article));
    }
    count(&rq, &slug).await;
    let address = format!("{}/tin-tuc/{slug}", rq.portal.settings().base_url.trim_end_matches('/'));
    let signed_in = rq.actor.is_signed_in();
    let form = rq.form();
    let description = article.card.summary.clone();
    Ok(Page::new(article.card.title.clone(), move || text(article, address, slug, signed_in, form)).description(description))
}

/// A view is a number for the readers; a page is shown without it rather than not at all.
async fn count(rq: &Rq, slug: &str) {
    let counted = async {
        let mut cx = rq.write_unflushed().await?;
        news::count_view(&mut cx, slug, &rq.address, false).await?;
        cx.commit().await
    };
    if let Err(error) = counted.await {
        tracing::warn!(%error, "view not counted");
    }
}

fn text(article: ArticleFull, address: String, slug: String, signed_in: bool, form: ui::FormState) -> impl IntoView {
    let ArticleFull { card, html, byline, source, corrections, site, comments, related, .. } = article;
    let section = Feed::Section(card.section);
    let parents = vec![("/".to_owned(), "Trang chủ".to_owned()), ("/tin-tuc".to_owned(), "Tin tức".to_owned()), (section.page(), section.title().to_owned())];
    let corrections = corrections
        .into_iter()
        .map(|(at, note)| view! { <ui::Banner kind=ui::BannerKind::Notice icon=Icon::Info title=format!("Đính chính lúc {}.", format::date_time(at)) text=note/> })
        .collect_view();
    let figure = card.picture.clone().map(|picture| {
        let caption = [picture.caption, picture.credit].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        view! {
            <figure class="p-article__figure">
                <img src=picture.url alt=picture.alt/>
                {(!caption.is_empty()).then(|| view! { <figcaption class="p-small p-muted">{caption}</figcaption> })}
            </figure>
        }
    });
    let signature = if source.is_empty() { byline } else { format!("{byline} (theo {source})") };
    let talk = card.allow_comments.then(|| discussion(&card, &slug, comments, signed_in, form));
    view! {
        <ui::Container>
            <ui::Breadcrumb parents=parents/>
            <article class="p-article">
                <ui::PageHeading title=card.title.clone() lead=card.summary.clone()/>
                <p class="p-article__meta">{parts::meta(&card)}</p>
                {corrections}
                {figure}
                <ui::SafeHtml html=ui::SanitisedHtml::from_sanitiser(html)/>
                <p class="p-article__byline p-strong">{signature}</p>
                <p class="p-small p-muted">{format!("{}. Chịu trách nhiệm: {}.", site.title, site.owner)}</p>
                <p class="p-print-only">{format!("Bản in từ {address}")}</p>
                {share(&address, &card.title)}
            </article>
            {talk}
            {more(related)}
        </ui::Container>
    }
}

/// Plain links: no script of another host, nothing is sent before a click.
fn share(address: &str, title: &str) -> impl IntoView + use<> {
    let (url, text) = (encode(address), encode(title));
    let links = [
        (format!("https://www.facebook.com/sharer/sharer.php?u={url}"), "Facebook"),
        (format!("https://zalo.me/share?url={url}"), "Zalo"),
        (format!("mailto:?subject={text}&body={url}"), "Thư điện tử"),
    ];
    let items = links.into_iter().map(|(href, label)| view! { <li><a href=href rel="noopener">{label}</a></li> }).collect_view();
    view! {
        <div class="p-article__share p-no-print">
            <p class="p-small p-muted">"Chia sẻ bài này:"</p>
            <ul class="p-cluster">{items}</ul>
        </div>
    }
}

fn discussion(card: &ArticleCard, slug: &str, comments: Vec<model::news::CommentView>, signed_in: bool, form: ui::FormState) -> impl IntoView + use<> {
    let count = card.comments;
    let items = comments
        .into_iter()
        .map(|comment| {
            let head = format!("{} · {}", comment.name, format::date_time(comment.at));
            view! { <li class="p-article__comment"><p class="p-small p-muted">{head}</p><p>{comment.body}</p></li> }
        })
        .collect_view();
    let action = format!("/tin-tuc/{slug}/y-kien");
    let sign_in = format!("/dang-nhap?ve=/tin-tuc/{slug}");
    let write = if signed_in {
        view! {
            <ui::Form action=action form_state=form>
                <ui::TextArea name="noi_dung" label="Ý kiến của bạn" hint="Nhiều nhất 2.000 ký tự. Ý kiến hiện cùng họ tên của bạn sau khi ban biên tập duyệt." maxlength=2000_u32/>
                <ui::Button label="Gửi ý kiến"/>
            </ui::Form>
        }
        .into_any()
    } else {
        view! { <p><a href=sign_in>"Đăng nhập để gửi ý kiến"</a></p> }.into_any()
    };
    view! {
        <ui::Section title=comments_heading(count) id="y-kien">
            {(count > 0).then(move || view! { <ul class="p-rows">{items}</ul> })}
            {write}
        </ui::Section>
    }
}

fn more(related: Vec<ArticleCard>) -> impl IntoView {
    (!related.is_empty()).then(|| {
        let items = related
            .into_iter()
            .map(|card| view! { <li><a class="p-visited" href=card.url>{card.title}</a>" "<span class="p-small p-muted">{format::date(format::local_date(card.published_at))}</span></li> })
            .collect_view();
        view! { <ui::Section title="Bài cùng mục" id="cung-muc"><ul class="p-link-list">{items}</ul></ui::Section> }
    })
}

/// What became of an article that is not public any more: never "not found".
fn gone(article: ArticleFull) -> Page {
    let ended = article.state == ArticleState::Expired;
    let title = if ended { "Bài đã hết hạn đăng" } else { "Bài đã được gỡ" };
    let when = article.gone_at.map(|at| format!(" lúc {}", format::date_time(at))).unwrap_or_default();
    let why = article.gone.map(|reason| format!(" Lý do: {}.", reason.label().to_lowercase())).unwrap_or_default();
    let text = format!("“{}” đã {}{when}.{why}", article.card.title, if ended { "hết hạn đăng" } else { "được gỡ" });
    let (redirect, related) = (article.redirect, article.related);
    Page::new(title, move || {
        let next = if redirect.is_empty() {
            view! { <ui::LinkButton href="/tin-tuc" label="Xem tin mới" kind=ui::ButtonKind::Secondary/> }.into_any()
        } else {
            view! { <ui::LinkButton href=redirect label="Đến bài thay thế"/> }.into_any()
        };
        view! {
            <ui::Container>
                <ui::PageHeading title=title/>
                <ui::EmptyState icon=Icon::Info title=title text=text>{next}</ui::EmptyState>
                {more(related)}
            </ui::Container>
        }
    })
    .status(StatusCode::GONE)
}
