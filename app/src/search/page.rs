//! The results of a search.

use crate::web::{Page, Result, Rq};
use domain::search;
use leptos::prelude::*;
use model::format;
use model::search::{Found, Hit, SearchKind, SearchQuery};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use ui::icon::Icon;
use ui::{StatusTag, Tone};

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let text = rq.query("q").unwrap_or_default().to_owned();
    let kind = rq.query("loai").and_then(|text| text.parse::<SearchKind>().ok());
    let site = match rq.query("cong").and_then(|text| text.parse::<i64>().ok()) {
        Some(id) if id > 0 => Some(id),
        _ => None,
    };
    let mut cx = rq.read().await?;
    let found = search::find(&mut cx, &SearchQuery { text: text.clone(), kind, site_id: site, page: rq.page_number() }).await?;
    drop(cx);
    if found.paging.total == 0 && kind.is_none() && site.is_none() && !text.is_empty() {
        note(&rq, &text).await;
    }
    let title = if text.is_empty() { "Tìm kiếm".to_owned() } else { format!("Tìm “{text}”") };
    Ok(Page::new(title, move || results(text, kind, found)))
}

/// Editors learn what people look for in vain; a search is answered even if that cannot be written.
async fn note(rq: &Rq, text: &str) {
    let noted = async {
        let mut cx = rq.write().await?;
        search::note_miss(&mut cx, text).await?;
        cx.commit().await
    };
    if let Err(error) = noted.await {
        tracing::warn!(%error, "search without result not noted");
    }
}

fn results(text: String, kind: Option<SearchKind>, found: Found) -> impl IntoView {
    let query = utf8_percent_encode(&text, NON_ALPHANUMERIC).to_string();
    let tab = |wanted: Option<SearchKind>| ui::Tab {
        href: format!("/tim?q={query}{}", wanted.map(|kind| format!("&loai={kind}")).unwrap_or_default()),
        label: wanted.map_or("Tất cả", SearchKind::label).to_owned(),
        count: None,
        current: wanted == kind,
    };
    let tabs = [None].into_iter().chain(SearchKind::ALL.iter().copied().map(Some)).map(tab).collect();
    let base = format!("/tim?q={query}{}&trang=", kind.map(|kind| format!("&loai={kind}")).unwrap_or_default());
    let Found { hits, paging, relaxed, also } = found;
    let total = paging.total;
    let searched = !text.is_empty();
    let code = looks_like_code(&text).then(|| {
        view! { <ui::Banner title="Đây có phải mã hồ sơ?" text="Hồ sơ được tra cứu riêng bằng mã." href=format!("/tra-cuu?ma={query}") link="Tra cứu hồ sơ này"/> }
    });
    let synonyms = (!also.is_empty()).then(|| view! { <p class="p-muted p-search-note">{format!("Đã tìm cả: {}.", also.join("; "))}</p> });
    let near = relaxed.then(|| view! { <p class="p-muted p-search-note">"Không có kết quả chứa đủ các từ. Đây là những kết quả gần nhất."</p> });
    let none = (searched && total == 0).then(|| {
        view! {
            <ui::EmptyState icon=Icon::Search title="Không tìm thấy" text="Hãy thử ít từ hơn hoặc từ khác. Gõ không dấu cũng được.">
                <ul class="p-link-list">
                    <li><a href="/thu-tuc">"Xem tất cả thủ tục"</a></li>
                    <li><a href="/danh-ba">"Xem danh bạ cơ quan"</a></li>
                </ul>
            </ui::EmptyState>
        }
    });
    let rows = hits.into_iter().map(hit).collect_view();
    let list = (total > 0).then(|| {
        view! {
            <ol class="p-news-list">{rows}</ol>
            <ui::Pagination paging=paging base=base what="kết quả"/>
        }
    });
    view! {
        <ui::Container>
            <ui::PageHeading title="Tìm kiếm"/>
            <ui::SearchBox id="tim-trang" action="/tim" label="Tìm thủ tục, văn bản, tin, cơ quan, mã hồ sơ" value=text large=true/>
            {searched.then(|| view! { <ui::Tabs label="Loại kết quả" tabs=tabs/> })}
            {code}
            {synonyms}
            {near}
            {none}
            {list}
        </ui::Container>
    }
}

fn hit(hit: Hit) -> impl IntoView {
    let mut small = Vec::new();
    if !hit.code.is_empty() {
        small.push(hit.code.clone());
    }
    if hit.kind == SearchKind::Article {
        small.push(hit.site);
        small.push(format::date(format::local_date(hit.at)));
    }
    view! {
        <li class="p-news-list__item">
            <div class="p-news-list__body">
                <h2 class="p-news-list__title"><a class="p-visited" href=hit.url>{ui::text::tie(&hit.title)}</a></h2>
                {(!hit.excerpt.is_empty()).then(|| view! { <p class="p-news-list__text">{hit.excerpt}</p> })}
                <p class="p-news-list__meta"><StatusTag tone=Tone::Outline label=hit.kind.label()/>" "<span class="n">{small.join(" · ")}</span></p>
            </div>
        </li>
    }
}

/// Codes of dossiers begin with the code of an agency: H99.101-261123-0001.
fn looks_like_code(text: &str) -> bool {
    let text = text.trim().to_ascii_uppercase();
    text.len() >= 12 && text.starts_with('H') && text[1..].starts_with(|c: char| c.is_ascii_digit()) && text.contains('-')
}
