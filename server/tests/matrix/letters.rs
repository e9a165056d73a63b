//! The mail of the columns: each official has a letter received, sent, waiting and in draft; so has a stranger.

use super::objects::{PDF, Place, help_of};
use super::people::{self, Member, system};
use crate::common::TestApp;
use chrono::Duration;
use domain::{Actor, args, mailbox};
use model::mailbox::{AddressLine, DraftInput};
use std::collections::HashMap;

/// The letters of one person.
#[derive(Clone, Default)]
pub struct Letters {
    pub received: i64,
    pub file: String,
    pub draft: i64,
    pub pending: i64,
    pub sent: i64,
    pub help: i64,
    pub subject: String,
}

/// Letters of every official of the columns, and under `'-'` those of a stranger.
pub async fn letters(app: &TestApp, members: &[Member], foreign: &Place) -> HashMap<char, Letters> {
    let mut cx = app.t.portal.write(&system()).await.unwrap();
    mailbox::ensure_people(&mut cx, None).await.unwrap();
    cx.commit().await.unwrap();
    let mut held = app.t.portal.db().read().await.unwrap();
    let accounts = "SELECT a.id, e.id FROM account a JOIN employment e ON e.person_id = a.person_id WHERE a.person_id = $1";
    let mut strangers = Vec::new();
    for person in [foreign.person, foreign.other_person] {
        let row: (i64, i64) = held.conn().one(accounts, args![person]).await.unwrap();
        strangers.push(row);
    }
    drop(held);
    let mut actors = Vec::new();
    for (account, employment) in strangers {
        let (token, _) = people::session(app, account, Some(employment)).await;
        actors.push(domain::identity::actor_of_session(&app.t.portal, &token).await.unwrap().unwrap());
    }
    let officials = || members.iter().filter(|member| member.is_official());
    let mut all: HashMap<char, Letters> = HashMap::new();
    for (letter, actor) in officials().map(|m| (m.column.letter, &m.actor)).chain([('-', &actors[0])]) {
        let mut mine = Letters { subject: format!("Thư gửi cột {letter}"), ..Letters::default() };
        mine.received = write(app, &actors[1], actor, &mine.subject, true).await;
        mine.sent = write(app, actor, &actors[1], "Thư đã gửi", true).await;
        all.insert(letter, mine);
    }
    app.t.portal.clock().advance(Duration::seconds(11));
    while let Some(job) = domain::jobs::claim(&app.t.portal).await.unwrap() {
        domain::perform(&app.t.portal, &job).await.unwrap();
    }
    for (letter, actor) in officials().map(|m| (m.column.letter, &m.actor)).chain([('-', &actors[0])]) {
        let mine = all.get_mut(&letter).unwrap();
        mine.pending = write(app, actor, &actors[1], "Thư chờ gửi", true).await;
        mine.draft = write(app, actor, &actors[1], "Thư nháp", false).await;
        let mut cx = app.t.portal.write(&system()).await.unwrap();
        let file = "SELECT f.token FROM message_file l JOIN file f ON f.id = l.file_id WHERE l.message_id = $1";
        (mine.file,) = cx.conn().one(file, args![mine.received]).await.unwrap();
        mine.help = help_of(&mut cx, actor.person_id.unwrap(), actor.unit_id.unwrap(), "answered", "riêng").await;
        cx.commit().await.unwrap();
    }
    all
}

/// Writes a letter with a file; sends it or leaves it as a draft.
pub async fn write(app: &TestApp, from: &Actor, to: &Actor, subject: &str, send: bool) -> i64 {
    let mut cx = app.t.portal.write(from).await.unwrap();
    let input = DraftInput { subject: subject.to_owned(), body: "Nội dung.".to_owned(), ..DraftInput::default() };
    let id = mailbox::save_draft(&mut cx, &input, None).await.unwrap();
    mailbox::add_recipient(&mut cx, id, AddressLine::To, &format!("p-{}", to.person_id.unwrap())).await.unwrap();
    let blob = app.t.portal.files().put(PDF, 1 << 20).await.unwrap();
    mailbox::attach(&mut cx, id, &blob, "thu.pdf").await.unwrap();
    if send {
        mailbox::send(&mut cx, &DraftInput { draft: Some(id), ..input }, None, None).await.unwrap();
    }
    cx.commit().await.unwrap();
    id
}
