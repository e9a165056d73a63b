//! Reading: receipts, recall, plain text, who may read at all (06 §13).

use super::support::*;
use domain::mailbox;
use domain::testing::with_dbs;
use domain::today::{DueKind, WorkKind};
use domain::{Error, today};
use model::access::Role;
use model::mailbox::{Act, AddressLine, DraftForm, DraftInput, Folder, MailFilter, SearchInput};

/// A06-02: opening and recalling at the same instant: exactly one wins, and both pages agree.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a06_02_open_or_recalled_never_both() {
    with_dbs(async |t| {
        let unit = lay(t).await;
        let (sender, reader) = (plain(t, unit, "Nguyễn Thị Hằng").await, plain(t, unit, "Lê Văn Thành").await);
        for round in 0..12 {
            let id = send(t, &sender, &[&reader], text(&format!("Mật {round}"), "Nội dung")).await;
            let (a, b) = (t.portal.clone(), t.portal.clone());
            let (by, to) = (sender.clone(), reader.clone());
            let recall = tokio::spawn(async move {
                let mut cx = a.write(&by.actor).await?;
                let done = mailbox::recall(&mut cx, id, &[]).await?;
                cx.commit().await?;
                Ok::<u64, Error>(done)
            });
            let opening = tokio::spawn(async move { open(&b, &to, id).await });
            let (recalled, thread) = (recall.await.unwrap(), opening.await.unwrap());
            let mut cx = t.portal.read(&sender.actor).await.unwrap();
            let counts = mailbox::read_info(&mut cx, id, 1).await.unwrap().counts;
            drop(cx);
            assert_eq!(counts.opened + counts.recalled, 1);
            match recalled {
                Ok(n) => {
                    assert_eq!((n, counts.recalled), (1, 1));
                    let thread = thread.unwrap();
                    assert!(thread.messages.iter().all(|shown| shown.recalled_at.is_none() || (shown.subject.is_empty() && shown.body.is_empty())));
                    assert!(!inbox(t, &reader).await.iter().any(|row| row.subject == format!("Mật {round}")));
                }
                Err(error) => {
                    assert!(error.to_string().contains("người nhận đã mở thư"), "{error}");
                    assert_eq!(counts.opened, 1);
                    assert_eq!(thread.unwrap().messages[0].body, "Nội dung");
                }
            }
        }
    })
    .await;
}

/// A06-06: markup, script and control characters come back byte for byte.
#[tokio::test(flavor = "multi_thread")]
async fn a06_06_bodies_are_plain_text() {
    with_dbs(async |t| {
        let unit = lay(t).await;
        let (sender, reader) = (plain(t, unit, "Nguyễn Thị Hằng").await, plain(t, unit, "Lê Văn Thành").await);
        let body = "<script>alert(1)</script>\n<svg onload=x>\t\u{1}\u{7f}\u{202e}'; DROP TABLE message; -- &amp; \u{1f600}  \n\n  ";
        let form = DraftForm { subject: "Thử".into(), body: body.replace('\n', "\r\n"), ..DraftForm::default() };
        let id = send(t, &sender, &[&reader], form.validate().unwrap()).await;
        assert_eq!(open(&t.portal, &reader, id).await.unwrap().messages[0].body, body);
    })
    .await;
}

/// A06-12: administrator, inspector and any colleague read no message and no file through any use case.
#[tokio::test(flavor = "multi_thread")]
async fn a06_12_nobody_else_reads() {
    with_dbs(async |t| {
        let unit = lay(t).await;
        let (sender, reader) = (plain(t, unit, "Nguyễn Thị Hằng").await, plain(t, unit, "Lê Văn Thành").await);
        let mut cx = t.portal.write(&sender.actor).await.unwrap();
        let id = mailbox::save_draft(&mut cx, &text("Riêng", "Nội dung riêng"), None).await.unwrap();
        let blob = t.portal.files().put(b"%PDF-1.7 noi dung", 1_000_000).await.unwrap();
        mailbox::attach(&mut cx, id, &blob, "riêng.pdf").await.unwrap();
        let token = mailbox::draft(&mut cx, id).await.unwrap().files[0].token.clone();
        mailbox::add_recipient(&mut cx, id, AddressLine::To, &format!("p-{}", reader.person)).await.unwrap();
        mailbox::send(&mut cx, &DraftInput { draft: Some(id), ..text("Riêng", "Nội dung riêng") }, Some(1), None).await.unwrap();
        cx.commit().await.unwrap();
        leave(t).await;
        let every = [Role::Official, Role::SystemAdmin, Role::UnitAdmin, Role::Inspector, Role::SiteAdmin, Role::UnitLeader, Role::Clerk, Role::EditorInChief];
        let others = [hire(&t.portal, unit, "Quản Trị", day(2025, 7, 1), None, &every).await, plain(t, unit, "Đồng Nghiệp").await];
        for other in &others {
            assert!(matches!(open(&t.portal, other, id).await, Err(Error::NotFound)));
            let mut cx = t.portal.write(&other.actor).await.unwrap();
            assert!(matches!(mailbox::thread(&mut cx, id).await, Err(Error::NotFound)));
            assert!(matches!(mailbox::file(&mut cx, id, &token).await, Err(Error::NotFound)));
            assert!(matches!(mailbox::read_info(&mut cx, id, 1).await, Err(Error::NotFound)));
            assert!(matches!(mailbox::recall(&mut cx, id, &[]).await, Err(Error::NotFound)));
            assert!(matches!(mailbox::reply(&mut cx, id, true).await, Err(Error::NotFound)));
            assert!(matches!(mailbox::forward(&mut cx, id).await, Err(Error::NotFound)));
            assert!(matches!(mailbox::draft(&mut cx, id).await, Err(Error::NotFound)));
            assert!(matches!(mailbox::undo(&mut cx, id).await, Err(Error::NotFound)));
            assert_eq!(mailbox::organise(&mut cx, &[id], Act::Trash).await.unwrap(), 0);
        }
        let mut cx = t.portal.read(&reader.actor).await.unwrap();
        assert!(matches!(mailbox::file(&mut cx, id, &token).await, Err(Error::NotFound)), "not before opening: a recall may still come");
        drop(cx);
        open(&t.portal, &reader, id).await.unwrap();
        let mut cx = t.portal.read(&reader.actor).await.unwrap();
        assert_eq!(mailbox::file(&mut cx, id, &token).await.unwrap().name, "riêng.pdf");
    })
    .await;
}

/// The journey: read, answer, worklist, folders.
#[tokio::test(flavor = "multi_thread")]
async fn answers_close_what_was_asked() {
    with_dbs(async |t| {
        let unit = lay(t).await;
        let (sender, reader) = (plain(t, unit, "Nguyễn Thị Hằng").await, plain(t, unit, "Lê Văn Thành").await);
        let input = DraftInput { reply_by: Some(day(2026, 11, 23)), ..text("Chuẩn bị nội dung họp giao ban", "Kính gửi") };
        let id = send(t, &sender, &[&reader], input).await;
        let mut cx = t.portal.read(&reader.actor).await.unwrap();
        let badges = today::badges(&mut cx).await.unwrap();
        assert_eq!((badges.mail, badges.today), (1, 1));
        let list = today::worklist(&mut cx).await.unwrap();
        assert_eq!((list.today[0].kind, list.today[0].due_kind), (WorkKind::Mail, DueKind::Today));
        assert_eq!(list.today[0].code, "Đề nghị trả lời trước 17:00 hôm nay");
        drop(cx);
        open(&t.portal, &reader, id).await.unwrap();
        let mut cx = t.portal.write(&reader.actor).await.unwrap();
        assert_eq!(today::badges(&mut cx).await.unwrap().mail, 0);
        assert_eq!(today::badges(&mut cx).await.unwrap().today, 1, "read, but not answered");
        let answer = mailbox::reply(&mut cx, id, false).await.unwrap();
        let draft = mailbox::draft(&mut cx, answer).await.unwrap();
        assert_eq!((draft.subject.as_str(), draft.recipients[0].label.as_str()), ("Trả lời: Chuẩn bị nội dung họp giao ban", "Nguyễn Thị Hằng"));
        assert!(draft.body.ends_with("> Kính gửi"));
        mailbox::send(&mut cx, &DraftInput { draft: Some(answer), ..text(&draft.subject, "Đã rõ") }, Some(draft.version), None).await.unwrap();
        cx.commit().await.unwrap();
        leave(t).await;
        let mut cx = t.portal.write(&reader.actor).await.unwrap();
        assert_eq!(today::badges(&mut cx).await.unwrap().today, 0);
        let own = mailbox::pick(&mut cx, None).await.unwrap().unwrap();
        assert_eq!(own.address, "thanhlv.stc@lamgiang.example");
        assert_eq!(mailbox::list(&mut cx, &own, Folder::Sent, MailFilter::All, 1).await.unwrap().rows[0].who, "Nguyễn Thị Hằng");
        mailbox::organise(&mut cx, &[id], Act::Archive).await.unwrap();
        cx.commit().await.unwrap();
        assert!(inbox(t, &reader).await.is_empty());
        let thread = open(&t.portal, &sender, answer).await.unwrap();
        assert_eq!(thread.messages.len(), 2, "the answer keeps the thread");
        assert_eq!(inbox(t, &sender).await[0].subject, "Trả lời: Chuẩn bị nội dung họp giao ban");
    })
    .await;
}

/// An organisation's mailbox is read by its clerk, not by those who hold roles above; each opening names the person.
#[tokio::test(flavor = "multi_thread")]
async fn organisations_have_their_own_mailbox() {
    with_dbs(async |t| {
        let unit = lay(t).await;
        let sender = plain(t, unit, "Nguyễn Thị Hằng").await;
        let clerk = hire(&t.portal, unit, "Đỗ Văn Thư", day(2025, 7, 1), None, &[Role::Official, Role::Clerk]).await;
        let id = hand_over(t, &sender, &[format!("o-{unit}")], text("Gửi cơ quan", "x")).await;
        leave(t).await;
        assert!(inbox(t, &clerk).await.is_empty(), "not in the own box");
        let mut cx = t.portal.read(&clerk.actor).await.unwrap();
        let boxes = mailbox::boxes(&mut cx).await.unwrap();
        let organisation = boxes.iter().find(|mailbox| mailbox.unit_id == Some(unit)).unwrap().clone();
        assert_eq!(organisation.address, "stc@lamgiang.example");
        assert_eq!(today::badges(&mut cx).await.unwrap().mail, 1);
        drop(cx);
        open(&t.portal, &clerk, id).await.unwrap();
        let mut cx = t.portal.read(&sender.actor).await.unwrap();
        assert_eq!(mailbox::read_info(&mut cx, id, 1).await.unwrap().list.rows[0].opened_by, "Đỗ Văn Thư");
        assert!(matches!(mailbox::pick(&mut cx, Some(organisation.id)).await, Err(Error::NotFound)));
        drop(cx);
        let mut cx = t.portal.write(&sender.actor).await.unwrap();
        let stolen = DraftInput { from: Some(organisation.id), ..text("Giả", "x") };
        assert!(matches!(mailbox::save_draft(&mut cx, &stolen, None).await, Err(Error::NotFound)));
    })
    .await;
}

/// Recalled rows leave a line without subject, and nothing in the search.
#[tokio::test(flavor = "multi_thread")]
async fn a_recalled_message_leaves_a_line() {
    with_dbs(async |t| {
        let unit = lay(t).await;
        let (sender, reader) = (plain(t, unit, "Nguyễn Thị Hằng").await, plain(t, unit, "Lê Văn Thành").await);
        let id = send(t, &sender, &[&reader], text("Nhầm người", "bí mật")).await;
        let mut cx = t.portal.write(&sender.actor).await.unwrap();
        assert_eq!(mailbox::recall(&mut cx, id, &[]).await.unwrap(), 1);
        assert!(matches!(mailbox::recall(&mut cx, id, &[]).await, Err(Error::Conflict(_))));
        cx.commit().await.unwrap();
        let rows = inbox(t, &reader).await;
        assert_eq!((rows[0].state.as_str(), rows[0].subject.as_str(), rows[0].unread), ("recalled", "", false));
        let shown = open(&t.portal, &reader, id).await.unwrap().messages.remove(0);
        assert!(shown.recalled_at.is_some() && shown.body.is_empty() && shown.to.is_empty());
        let mut cx = t.portal.write(&reader.actor).await.unwrap();
        let own = mailbox::pick(&mut cx, None).await.unwrap().unwrap();
        let input = SearchInput { text: "nham".into(), ..SearchInput::default() };
        assert_eq!(mailbox::search(&mut cx, &own, &input, 1).await.unwrap().total(), 0);
        assert!(matches!(mailbox::reply(&mut cx, id, false).await, Err(Error::NotFound)));
        assert_eq!(today::badges(&mut cx).await.unwrap().today, 0);
    })
    .await;
}
