//! Rows of a list of messages, shared by folders, search and the list beside an open message.

use crate::web::initials;
use chrono::{DateTime, Datelike, Utc};
use domain::mailbox::{MailRow, Mailbox};
use leptos::prelude::*;
use model::format;
use model::mailbox::Folder;
use ui::icon::Icon;
use ui::{StatusTag, Tone};

/// What a list needs to be shown again beside an open message.
#[derive(Clone)]
pub struct Place {
    /// Folder.
    pub folder: Folder,
    /// Another mailbox than the own one.
    pub mailbox: Option<i64>,
}

impl Place {
    /// Query pairs of this place, beginning with `?` or `&`; empty for the own inbox.
    pub fn query(&self, first: char) -> String {
        let mut pairs = Vec::new();
        if self.folder != Folder::Inbox {
            pairs.push(format!("muc={}", self.folder.slug()));
        }
        if let Some(id) = self.mailbox {
            pairs.push(format!("hop={id}"));
        }
        if pairs.is_empty() { String::new() } else { format!("{first}{}", pairs.join("&")) }
    }

    /// The same mailbox as a page asked for, if it is not the own one.
    pub fn of(folder: Folder, mailbox: &Mailbox, own: Option<i64>) -> Self {
        Self { folder, mailbox: (mailbox.person_id.is_none() || mailbox.person_id != own).then_some(mailbox.id) }
    }
}

/// The rows, or what stands in their place.
pub fn list(rows: Vec<MailRow>, place: &Place, open: Option<i64>, now: DateTime<Utc>, empty: (&'static str, &'static str)) -> AnyView {
    if rows.is_empty() {
        return view! { <ui::EmptyState icon=Icon::Mail title=empty.0 text=empty.1/> }.into_any();
    }
    let rows = rows.into_iter().map(|row| one(row, place, open, now)).collect_view();
    view! { <ui::RowList label="Thư">{rows}</ui::RowList> }.into_any()
}

fn one(row: MailRow, place: &Place, open: Option<i64>, now: DateTime<Utc>) -> impl IntoView + use<> {
    let href = match row.state.as_str() {
        "draft" => format!("/can-bo/thu/soan?thu={}", row.message_id),
        "pending_undo" | "scheduled" => format!("/can-bo/thu/{}/cho-gui", row.message_id),
        _ => format!("/can-bo/thu/{}{}", row.message_id, place.query('?')),
    };
    let title = match (row.recalled_at.filter(|_| row.state == "recalled"), row.subject.is_empty()) {
        (Some(at), _) => format!("Thư đã được người gửi thu hồi lúc {}", format::time_date(at)),
        (None, true) => "(Chưa có tiêu đề)".to_owned(),
        (None, false) => row.subject.clone(),
    };
    let own = row.role.is_empty();
    let who = match (own, row.thread) {
        (true, _) => format!("Đến: {}", row.who),
        (false, n) if n > 1 => format!("{} ({n})", row.who),
        _ => row.who.clone(),
    };
    let organisation = row.role.starts_with("Hộp thư cơ quan");
    let badges = badges(&row);
    view! {
        <ui::ListRow
            href=href
            above=who
            title=title
            below=if organisation { "Hộp thư cơ quan".to_owned() } else { row.role.clone() }
            time=when(row.at, now)
            initials=initials(&row.who)
            selected=open == Some(row.message_id)
            unread=row.unread
            badges=badges
        />
    }
}

fn badges(row: &MailRow) -> AnyView {
    let state = match row.state.as_str() {
        "pending_undo" => Some("Chờ gửi"),
        "scheduled" => Some("Hẹn giờ"),
        _ => None,
    };
    let files = (row.files > 0).then(|| format!("{}\u{a0}tệp", row.files));
    view! {
        {row.unread.then(|| view! { <StatusTag tone=Tone::Brand label="Mới"/> })}
        {state.map(|label| view! { <StatusTag tone=Tone::Gold icon=Some(Icon::Clock) label=label/> })}
        {row.wants_reply.then(|| view! { <StatusTag tone=Tone::Gold icon=Some(Icon::Clock) label="Cần trả lời"/> })}
        {row.important.then(|| view! { <StatusTag tone=Tone::Gold icon=Some(Icon::Warn) label="Quan trọng"/> })}
        {row.starred.then(|| view! { <StatusTag tone=Tone::Outline icon=Some(Icon::Star) label="Gắn sao"/> })}
        {files.map(|label| view! { <StatusTag tone=Tone::Neutral icon=Some(Icon::Clip) label=label/> })}
    }
    .into_any()
}

/// "13:26" today, "20/11" this year, "20/11/2025" before.
fn when(at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let (day, today) = (format::local_date(at), format::local_date(now));
    if day == today {
        format::time(at)
    } else if day.year() == today.year() {
        format!("{:02}/{:02}", day.day(), day.month())
    } else {
        format::date(day)
    }
}
