//! `/can-bo/thu/{ma}`: a thread, beside its list on wide screens.

use super::{folder, message_id};
use crate::web::{Page, Result, Rq, initials};
use chrono::{DateTime, Utc};
use domain::mailbox::{self, Shown, Thread};
use leptos::prelude::*;
use model::calendar::{Basis, Clock, WorkCalendar, remaining_text};
use model::files::FileKind;
use model::format;
use model::mailbox::{Act, AddressLine, Folder};
use std::sync::Arc;
use ui::icon::Icon;
use ui::{ButtonKind, PostButton};

/// The page. Requesting it is what "đã mở" means.
pub async fn page(rq: Rq) -> Result<Page> {
    let id = message_id(&rq)?;
    let mut cx = rq.read().await?;
    if mailbox::needs_opening(&mut cx, id).await? {
        drop(cx);
        let mut cx = rq.write().await?;
        mailbox::open(&mut cx, id).await?;
        cx.commit().await?;
    } else {
        drop(cx);
    }
    let mut cx = rq.read().await?;
    let thread = mailbox::thread(&mut cx, id).await?;
    let list = folder::load(&mut cx, &rq).await?;
    let (now, unit) = (cx.now(), cx.actor.unit_id);
    let calendar = domain::calendar::of_unit(&mut cx, unit).await?;
    let title = if thread.subject.is_empty() { "Thư đã thu hồi".to_owned() } else { thread.subject.clone() };
    let back = Folder::of_slug(rq.query("muc").unwrap_or_default());
    let back_href = if back.slug().is_empty() { "/can-bo/thu".to_owned() } else { format!("/can-bo/thu?muc={}", back.slug()) };
    let heading = title.clone();
    Ok(Page::new(title, move || {
        let list = folder::list_view(list, Some(id));
        let readable = thread.messages.iter().any(|shown| shown.recalled_at.is_none());
        let actions = readable.then(|| actions(id, &thread));
        let several = thread.messages.len() > 1;
        let messages = thread.messages.into_iter().map(|shown| message(shown, several, now, &calendar)).collect_view();
        view! {
            <ui::ListAndPane list=list list_label="Danh sách thư" open=true>
                <ui::BackLink href=back_href label=back.label() phone_only=true/>
                {actions}
                <h1 class="p-mail-subject">{heading}</h1>
                {messages}
                <ui::Fold title="Vì sao tôi thấy trang này?"><p>"Bạn là người gửi hoặc người nhận thư này. Thư không hiện với ai khác, kể cả quản trị."</p></ui::Fold>
            </ui::ListAndPane>
        }
    })
    .panes())
}

fn actions(id: i64, thread: &Thread) -> impl IntoView + use<> {
    let received = !thread.folder.is_empty();
    let several = thread.messages.iter().any(|shown| shown.to.len() > 1 || shown.recipients > 1);
    let button = move |act: Act, icon: Icon| {
        view! {
            <PostButton
                action="/can-bo/thu/sap-xep"
                label=act.label()
                kind=ButtonKind::Line
                icon=Some(icon)
                hidden=vec![("viec", act.as_str().to_owned()), ("thu", id.to_string())]
            />
        }
    };
    let keep = received.then(|| {
        let place = if thread.folder == "inbox" { button(Act::Archive, Icon::Box) } else { button(Act::Restore, Icon::Inbox) };
        let bin = (thread.folder != "trash").then(|| button(Act::Trash, Icon::Trash));
        let star = button(if thread.starred { Act::Unstar } else { Act::Star }, Icon::Star);
        view! { {place} {bin} {star} {button(Act::MarkUnread, Icon::Mail)} }
    });
    view! {
        <div class="p-mail-actions">
            <PostButton action=format!("/can-bo/thu/{id}/tra-loi") label="Trả lời" icon=Some(Icon::Reply)/>
            {several.then(|| view! {
                <PostButton
                    action=format!("/can-bo/thu/{id}/tra-loi")
                    label="Trả lời tất cả"
                    kind=ButtonKind::Secondary
                    icon=Some(Icon::Users)
                    hidden=vec![("tat_ca", "1".to_owned())]
                />
            })}
            <PostButton action=format!("/can-bo/thu/{id}/chuyen-tiep") label="Chuyển tiếp" kind=ButtonKind::Secondary icon=Some(Icon::Fwd)/>
            {keep}
        </div>
    }
}

fn message(shown: Shown, several: bool, now: DateTime<Utc>, calendar: &Arc<WorkCalendar>) -> AnyView {
    if let Some(at) = shown.recalled_at {
        return view! { <ui::Banner kind=ui::BannerKind::Notice title=format!("Thư đã được người gửi thu hồi lúc {}.", format::time_date(at)) text=format!("Người gửi: {}.", shown.sender_name)/> }.into_any();
    }
    let wanted = shown.reply_by.filter(|_| !shown.own && shown.replied_at.is_none()).map(|due| {
        let left = remaining_text(now, &Clock::Running { due, basis: Basis::Instant }, calendar);
        let left = left.chars().next().map(|c| c.to_lowercase().chain(left.chars().skip(1)).collect::<String>()).unwrap_or_default();
        view! { <ui::Banner kind=ui::BannerKind::Notice icon=Icon::Clock title=format!("Đề nghị trả lời trước {},", format::date_time(due)) text=format!("{left}.")/> }
    });
    let answered = shown
        .replied_at
        .filter(|_| shown.reply_by.is_some())
        .map(|at| view! { <p class="p-small p-muted">{format!("Bạn đã trả lời lúc {}.", format::date_time(at))}</p> });
    let receipts = shown.receipts.map(|counts| view! { " "<a href=format!("/can-bo/thu/{}/da-mo", shown.id)>{format!("Đã mở {}/{}", format::number(counts.opened), format::number(counts.all))}</a> });
    let id = shown.id;
    let files = shown.files.into_iter().map(|file| {
        let kind = FileKind::ALL.iter().find(|kind| kind.media_type() == file.media_type).map_or("Tệp", |kind| kind.label());
        let note = format!("{kind}, {}", format::bytes(u64::try_from(file.size).unwrap_or(0)));
        view! { <ui::Attachment name=file.name href=format!("/can-bo/thu/{id}/tep/{}", file.token) note=note/> }
    });
    let files = files.collect_view();
    view! {
        <article class=if several { "p-mail-message p-mail-message--one-of-many" } else { "p-mail-message" } id=format!("thu-{id}") aria-label=format!("Thư của {}", shown.sender_name)>
            {wanted}
            {answered}
            {shown.important.then(|| view! { <p><ui::StatusTag tone=ui::Tone::Gold icon=Some(Icon::Warn) label="Quan trọng"/></p> })}
            <div class="p-mail-from">
                <ui::Avatar initials=initials(&shown.sender_name)/>
                <div class="p-mail-from__who">
                    <p class="p-mail-from__line"><strong>{shown.sender_name.clone()}</strong><span class="n p-muted">{format::date_time(shown.sent_at)}</span></p>
                    <p class="p-muted">{shown.sender_role.clone()}</p>
                    {address_lines(&shown.to)}
                    {receipts.map(|link| view! { <p class="p-muted">"Thông tin mở thư:"{link}</p> })}
                </div>
            </div>
            <div class="p-mail-body">{linked(&shown.body)}</div>
            <div class="p-mail-files">{files}</div>
        </article>
    }
    .into_any()
}

/// "Đến: …", "Đồng gửi: …"; long lines fold.
fn address_lines(to: &[(String, String)]) -> impl IntoView + use<> {
    AddressLine::ALL
        .iter()
        .filter_map(|line| {
            let names: Vec<&str> = to.iter().filter(|(on, _)| on == line.as_str()).map(|(_, name)| name.as_str()).collect();
            let label = line.label();
            match names.as_slice() {
                [] => None,
                names if names.len() <= 4 => Some(view! { <p class="p-muted">{format!("{label}: {}", names.join(", "))}</p> }.into_any()),
                [first, rest @ ..] => Some(
                    view! {
                        <details class="p-mail-names">
                            <summary>{format!("{label}: {first} và {} nơi nhận khác", rest.len())}</summary>
                            <p class="p-muted">{names.join(", ")}</p>
                        </details>
                    }
                    .into_any(),
                ),
            }
        })
        .collect_view()
}

/// Plain text, with addresses of pages as links. Nothing is changed: what is copied is what was written.
fn linked(body: &str) -> Vec<AnyView> {
    let mut parts = Vec::new();
    let mut rest = body;
    while let Some(start) = ["https://", "http://"].iter().filter_map(|scheme| rest.find(scheme)).min() {
        let end = rest[start..].find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | ')' | ']')).map_or(rest.len(), |n| start + n);
        let url = rest[start..end].trim_end_matches(['.', ',', ';', ':', '!', '?']);
        let before = rest[..start].to_owned();
        parts.push(before.into_any());
        let (href, text) = (url.to_owned(), url.to_owned());
        parts.push(view! { <a href=href rel="noopener noreferrer nofollow">{text}</a> }.into_any());
        rest = &rest[start + url.len()..];
    }
    parts.push(rest.to_owned().into_any());
    parts
}

#[cfg(test)]
mod tests {
    use super::linked;

    #[test]
    fn links_keep_the_text_whole() {
        assert_eq!(linked("xem https://a.example/b?c=1. Rồi http://x, hết").len(), 5);
        assert_eq!(linked("không có").len(), 1);
        assert_eq!(linked("https://").len(), 3);
    }
}
