//! The document around a page: head, shell, islands; and the headers that go with it.

use super::cookies::done_cookie;
use super::{Page, Rq};
use axum::response::{IntoResponse, Response};
use domain::today::{Badges, badges};
use http::header::{CACHE_CONTROL, CONTENT_TYPE, REFRESH, SET_COOKIE};
use http::{HeaderValue, StatusCode};
use hydration_context::SsrSharedContext;
use leptos::prelude::*;
use model::access::{Action, ObjectKind};
use model::mailbox::Folder;
use std::sync::Arc;
use ui::icon::Icon;
use ui::layout::{NavItem, OfficialShell, PublicShell, ShellUser};

/// Renders a page inside its shell.
pub async fn render(rq: &Rq, mut page: Page) -> Response {
    if let Some(facts) = page.json.take().filter(|_| rq.wants_json) {
        return (page.status, [(CACHE_CONTROL, "no-store")], axum::Json(facts)).into_response();
    }
    let official = rq.actor.is_official() && is_desk(&rq.path);
    let counts = if official && !page.bare { load_badges(rq).await } else { Badges::default() };
    if official && !page.bare && !page.panes {
        crate::admin::put_year_notice(rq, &mut page).await;
    }
    let mut cookies = std::mem::take(&mut page.cookies);
    cookies.extend(rq.shown.as_deref().map(|mark| done_cookie(mark, None)));
    let (status, cacheable) = (page.status, page.cacheable && !rq.actor.may_apply() && rq.flash.is_none());
    let refresh_s = page.refresh_s;
    // Everything is loaded: the connection is somebody else's while this page is written.
    rq.portal.pass_moment();
    let html = document(rq, page, official, counts);
    let mut response = respond(html, status, &cookies, cacheable);
    if let Some(seconds) = refresh_s {
        response.headers_mut().insert(REFRESH, HeaderValue::from(seconds));
    }
    response
}

/// Officials work under these two paths.
fn is_desk(path: &str) -> bool {
    path.starts_with("/can-bo") || path.starts_with("/quan-tri")
}

/// Badges are comfort: a page is shown without them rather than not at all.
async fn load_badges(rq: &Rq) -> Badges {
    let loaded = async {
        let mut cx = rq.read().await?;
        badges(&mut cx).await
    };
    match loaded.await {
        Ok(counts) => counts,
        Err(error) => {
            tracing::warn!(%error, "badge counts");
            Badges::default()
        }
    }
}

fn document(rq: &Rq, page: Page, official: bool, counts: Badges) -> String {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let mut title = String::new();
    let html = owner.with(|| {
        let form_failed = !rq.form().errors.is_empty() && !page.title.starts_with("Lỗi:");
        title = ui::document_title(&page.title, form_failed);
        let Page { view, front, panes, bare, description, sub_list, .. } = page;
        let message = rq.done_message();
        let inner = move || {
            let flash = message.map(|text| view! { <ui::Flash text=text/> });
            view! { {flash} {view()} }.into_any()
        };
        let body = body_of(rq, Shape { official, front, panes, bare }, counts, sub_list, inner);
        head_and_body(rq, description, body).to_html()
    });
    owner.unset_with_forced_cleanup();
    let (start, rest) = html.split_once(HEAD).unwrap_or((&html, ""));
    ["<!DOCTYPE html>", start, HEAD, &title, rest].concat()
}

/// Where the title goes: the page says it while it is written.
const HEAD: &str = "<head>";

#[derive(Clone, Copy)]
struct Shape {
    official: bool,
    front: bool,
    panes: bool,
    bare: bool,
}

fn head_and_body(rq: &Rq, description: String, body: AnyView) -> impl IntoView + use<> {
    let text = (rq.display.text_size != 100).then(|| rq.display.text_size.to_string());
    let theme = (rq.display.theme != "auto").then(|| rq.display.theme.clone());
    let css = rq.site.css.clone();
    let start = rq.site.start.clone();
    view! {
        <html lang="vi" data-text=text data-theme=theme>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                {(!description.is_empty()).then(|| view! { <meta name="description" content=description/> })}
                <meta name="color-scheme" content="light dark"/>
                {(!css.is_empty()).then(|| view! { <link rel="stylesheet" href=css/> })}
                <link rel="icon" href="/favicon.svg" r#type="image/svg+xml"/>
                {(!start.is_empty()).then(|| view! { <script r#type="module" src=start></script> })}
            </head>
            <body>{body}</body>
        </html>
    }
}

fn body_of(rq: &Rq, shape: Shape, counts: Badges, sub_list: Vec<NavItem>, inner: impl FnOnce() -> AnyView + Send + 'static) -> AnyView {
    let user = rq.actor.is_signed_in().then(|| shell_user(rq));
    let settings = rq.portal.settings();
    let (path, display, demo, hotline) = (rq.here(), rq.display.clone(), settings.demo, settings.hotline.clone());
    let query = rq.query("q").unwrap_or_default().to_owned();
    match user {
        _ if shape.bare => view! { <main id="noi-dung-chinh" class="p-main p-main--bare">{inner()}</main> }.into_any(),
        Some(user) if shape.official => {
            let mut nav = navigation(rq, counts);
            if let Some(open) = nav.iter_mut().find(|item| item.current).filter(|_| !sub_list.is_empty()) {
                open.children = sub_list;
            }
            let help = crate::today::help_address(&rq.path);
            view! {
                <OfficialShell path=path display=display user=user nav=nav notices=counts.notices query=query flush=shape.panes help_href=help>{inner()}</OfficialShell>
                <crate::islands::LiveBadges/>
            }
            .into_any()
        }
        user => view! {
            <PublicShell path=path display=display user=user demo=demo hotline=hotline query=query front=shape.front>{inner()}</PublicShell>
        }
        .into_any(),
    }
}

/// The shell's view of the visitor.
fn shell_user(rq: &Rq) -> ShellUser {
    ShellUser { name: rq.actor.name.clone(), unit: rq.actor.unit_name.clone(), initials: initials(&rq.actor.name) }
}

/// First letters of family and given name: "Lê Văn Thành" → "LT".
pub(crate) fn initials(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let ends = match words.as_slice() {
        [] => Vec::new(),
        [one] => vec![*one],
        [first, .., last] => vec![*first, *last],
    };
    ends.iter().filter_map(|word| word.chars().next()).collect::<String>().to_uppercase()
}

/// The words at the left, each only for those who have something to do there.
fn navigation(rq: &Rq, counts: Badges) -> Vec<NavItem> {
    let at = |path: &str| rq.path == path || rq.path.starts_with(&format!("{path}/"));
    let mut nav = vec![NavItem::new("/can-bo", Icon::Today, "Hôm nay").count(counts.today).current(rq.path == "/can-bo")];
    if rq.actor.may_somewhere(Action::View, ObjectKind::Dossier) {
        nav.push(
            NavItem::new("/can-bo/ho-so", Icon::Dossier, "Hồ sơ")
                .count(counts.dossiers)
                .current(["/can-bo/ho-so", "/can-bo/xin-y-kien", "/can-bo/ho-so-bo-nganh"].iter().any(|path| at(path))),
        );
    }
    if rq.actor.may_somewhere(Action::Receive, ObjectKind::Dossier) {
        let here = ["/can-bo/tiep-nhan", "/can-bo/cho-tiep-nhan", "/can-bo/ban-giao", "/can-bo/so-hoa"].into_iter().any(at);
        nav.push(NavItem::new("/can-bo/tiep-nhan", Icon::Inbox, "Tại quầy").current(here));
    }
    if rq.actor.may_somewhere(Action::View, ObjectKind::Payment) {
        nav.push(NavItem::new("/can-bo/thu-phi", Icon::Box, "Thu phí").current(at("/can-bo/thu-phi")));
    }
    if rq.actor.may_somewhere(Action::Edit, ObjectKind::QueueTicket) {
        nav.push(NavItem::new("/can-bo/goi-so", Icon::Users, "Gọi số").current(at("/can-bo/goi-so")));
    }
    nav.extend([
        NavItem::new("/can-bo/nhiem-vu", Icon::Task, "Nhiệm vụ").count(counts.tasks).current(at("/can-bo/nhiem-vu")),
        NavItem::new("/can-bo/thu", Icon::Mail, "Hộp thư").count(counts.mail).current(at("/can-bo/thu")).children(folders(rq, counts)),
    ]);
    if rq.actor.may_somewhere(Action::View, ObjectKind::Article) {
        nav.push(NavItem::new("/can-bo/tin-bai", Icon::News, "Tin bài").count(counts.articles).current(at("/can-bo/tin-bai")));
    }
    if rq.actor.may_somewhere(Action::View, ObjectKind::Rating) {
        nav.push(NavItem::new("/can-bo/danh-gia", Icon::Chat, "Đánh giá").current(at("/can-bo/danh-gia") || at("/can-bo/khao-sat")));
    }
    if rq.actor.may_somewhere(Action::View, ObjectKind::ProcedureVersion) {
        nav.push(NavItem::new("/can-bo/thu-tuc", Icon::Doc, "Danh mục thủ tục").current(at("/can-bo/thu-tuc")));
    }
    nav.push(NavItem::new("/xep-hang/nhiem-vu", Icon::Chart, "Thống kê"));
    if rq.actor.may_somewhere(Action::View, ObjectKind::Person) || rq.actor.may_somewhere(Action::Grant, ObjectKind::Role) {
        nav.push(NavItem::new("/quan-tri", Icon::Gear, "Quản trị").current(at("/quan-tri")));
    }
    nav
}

/// The folders below "Hộp thư", always in the same order.
fn folders(rq: &Rq, counts: Badges) -> Vec<NavItem> {
    let listed = rq.path == "/can-bo/thu";
    let open = rq.query("muc").unwrap_or_default();
    let inbox_message = rq.params.iter().any(|(name, _)| name == "id") && open.is_empty();
    Folder::ALL
        .iter()
        .map(|folder| {
            let (href, icon, count) = match folder {
                Folder::Inbox => ("/can-bo/thu".to_owned(), Icon::Inbox, counts.mail),
                Folder::Drafts => (format!("/can-bo/thu?muc={}", folder.slug()), Icon::Pen, counts.drafts),
                _ => (format!("/can-bo/thu?muc={}", folder.slug()), Icon::Box, 0),
            };
            let current = (listed || !open.is_empty()) && folder.slug() == open || (*folder == Folder::Inbox && inbox_message);
            NavItem::new(href, icon, folder.label()).count(count).current(current)
        })
        .collect()
}

fn respond(html: String, status: StatusCode, cookies: &[String], cacheable: bool) -> Response {
    let mut response = (status, html).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    let cache = if cacheable { "public, max-age=0, must-revalidate" } else { "no-store" };
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache));
    for cookie in cookies {
        if let Ok(value) = HeaderValue::from_str(cookie) {
            headers.append(SET_COOKIE, value);
        }
    }
    response
}
