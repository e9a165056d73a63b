//! Writing and sending: one row per recipient, undo, groups, refusals (06 §13).

use super::support::*;
use chrono::Duration;
use domain::mailbox;
use domain::testing::{vn, with_dbs};
use domain::{Actor, Error, args, today};
use model::access::Role;
use model::mailbox::{AddressLine, DraftInput, MessageState};

/// A06-01: everybody of a unit gets exactly one row, receipts are exact. `MAIL_RECIPIENTS` raises the 700 people.
#[tokio::test(flavor = "multi_thread")]
async fn a06_01_one_row_for_each_of_many() {
    let people: i64 = std::env::var("MAIL_RECIPIENTS").ok().and_then(|n| n.parse().ok()).unwrap_or(700);
    with_dbs(async |t| {
        let unit = lay(t).await;
        let leader = hire(&t.portal, unit, "Trần Thị Lãnh Đạo", day(2025, 7, 1), None, &[Role::Official, Role::UnitLeader]).await;
        let mut cx = t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
        for _ in 1..people {
            insert(&mut cx, unit, "Nguyễn Văn An", day(2025, 7, 1), None).await;
        }
        cx.commit().await.unwrap();
        let reader = plain(t, unit, "Lê Văn Thành").await;
        let group = format!("g-whole_unit-{unit}");

        // Without a confirmation the number of people is named.
        let mut cx = t.portal.write(&leader.actor).await.unwrap();
        let id = mailbox::save_draft(&mut cx, &text("Họp", "Kính gửi"), None).await.unwrap();
        // The person again on another line still has one row.
        mailbox::add_recipient(&mut cx, id, AddressLine::Cc, &format!("p-{}", reader.person)).await.unwrap();
        mailbox::add_recipient(&mut cx, id, AddressLine::To, &group).await.unwrap();
        let input = DraftInput { draft: Some(id), ..text("Họp", "Kính gửi") };
        let refused = mailbox::send(&mut cx, &input, Some(1), None).await.unwrap_err();
        let Error::Invalid(errors) = refused else { panic!("{refused}") };
        let wanted = format!("Thư này gửi tới {} người. Hãy đánh dấu ô xác nhận rồi gửi lại.", model::format::number(people + 2));
        assert_eq!(errors.of("xac_nhan"), Some(wanted.as_str()));
        mailbox::send(&mut cx, &DraftInput { confirmed: true, ..input }, Some(2), None).await.unwrap();
        cx.commit().await.unwrap();
        let before = std::time::Instant::now();
        leave(t).await;
        println!("{people} recipients in {:?}", before.elapsed());

        let mut cx = t.portal.read(&leader.actor).await.unwrap();
        let info = mailbox::read_info(&mut cx, id, 1).await.unwrap();
        assert_eq!((info.counts.all, info.counts.opened), (people, 0), "everybody but the sender");
        let doubled =
            cx.conn().count("SELECT COUNT(*) FROM (SELECT 1 FROM delivery GROUP BY message_id, mailbox_id HAVING COUNT(*) > 1) x", args![]).await.unwrap();
        assert_eq!(doubled, 0);
        drop(cx);
        open(&t.portal, &reader, id).await.unwrap();
        t.portal.clock().advance(Duration::hours(1));
        open(&t.portal, &reader, id).await.unwrap();
        let mut cx = t.portal.read(&leader.actor).await.unwrap();
        let opened = mailbox::read_info(&mut cx, id, 1).await.unwrap();
        assert_eq!(opened.counts.opened, 1);

        let mut times = Vec::new();
        for page in 1..=opened.list.paging.pages() {
            times.extend(mailbox::read_info(&mut cx, id, page).await.unwrap().list.rows.into_iter().filter_map(|row| row.opened_at));
        }
        assert_eq!(times, [vn(2026, 11, 23, 9, 0) + Duration::seconds(11)], "the first opening counts");
    })
    .await;
}

/// A06-03: taken back within ten seconds, nobody ever saw it; sent again, it arrives once.
#[tokio::test(flavor = "multi_thread")]
async fn a06_03_undo() {
    with_dbs(async |t| {
        let unit = lay(t).await;
        let (sender, reader) = (plain(t, unit, "Nguyễn Thị Hằng").await, plain(t, unit, "Lê Văn Thành").await);
        let id = hand_over(t, &sender, &[format!("p-{}", reader.person)], text("Nhầm", "x")).await;
        t.portal.clock().advance(Duration::seconds(9));
        let mut cx = t.portal.write(&sender.actor).await.unwrap();
        assert_eq!(mailbox::pending(&mut cx, id).await.unwrap().state, MessageState::PendingUndo);
        mailbox::undo(&mut cx, id).await.unwrap();
        cx.commit().await.unwrap();
        leave(t).await;
        assert!(inbox(t, &reader).await.is_empty());
        assert_eq!(changes(t).await, 0);
        assert!(matches!(open(&t.portal, &reader, id).await, Err(Error::NotFound)));

        let mut cx = t.portal.write(&sender.actor).await.unwrap();
        let draft = mailbox::draft(&mut cx, id).await.unwrap();
        mailbox::send(&mut cx, &DraftInput { draft: Some(id), ..text("Đúng", "y") }, Some(draft.version), None).await.unwrap();
        cx.commit().await.unwrap();
        leave(t).await;
        assert_eq!(inbox(t, &reader).await.len(), 1);
        assert_eq!(changes(t).await, 1, "the reader's badge moves");
        let mut cx = t.portal.write(&sender.actor).await.unwrap();
        assert!(matches!(mailbox::undo(&mut cx, id).await, Err(Error::Conflict(_))));
    })
    .await;
}

/// A06-09: who joins later sees nothing, who left the day before gets nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a06_09_groups_are_resolved_at_sending() {
    with_dbs(async |t| {
        let unit = lay(t).await;
        let sender = plain(t, unit, "Nguyễn Thị Hằng").await;
        let stays = plain(t, unit, "Lê Văn Thành").await;
        // The last day of this employment was 22/11.
        let left = hire(&t.portal, unit, "Phạm Đã Nghỉ", day(2025, 7, 1), Some(day(2026, 11, 23)), &[Role::Official]).await;
        let later = hire(&t.portal, unit, "Vũ Đến Sau", day(2026, 11, 24), None, &[Role::Official]).await;
        let id = hand_over(t, &sender, &[format!("g-whole_unit-{unit}")], text("Cả đơn vị", "x")).await;
        leave(t).await;
        assert_eq!(inbox(t, &stays).await.len(), 1);
        t.portal.clock().set(vn(2026, 11, 25, 9, 0));
        let mut cx = t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
        mailbox::ensure_people(&mut cx, Some(unit)).await.unwrap();
        cx.commit().await.unwrap();
        for outside in [&left, &later] {
            assert!(inbox(t, outside).await.is_empty());
            assert!(matches!(open(&t.portal, outside, id).await, Err(Error::NotFound)));
        }
        let mut cx = t.portal.read(&sender.actor).await.unwrap();
        assert_eq!(mailbox::read_info(&mut cx, id, 1).await.unwrap().counts.all, 1);
    })
    .await;
}

/// Refusals say what to do, and hostile input breaks nothing.
#[tokio::test(flavor = "multi_thread")]
async fn refusals() {
    with_dbs(async |t| {
        let unit = lay(t).await;
        let sender = plain(t, unit, "Nguyễn Thị Hằng").await;
        let mut cx = t.portal.write(&sender.actor).await.unwrap();
        let Err(Error::Invalid(errors)) = mailbox::send(&mut cx, &DraftInput::default(), None, None).await else { panic!("sent") };
        assert!(errors.of("nguoi_nhan").is_some() && errors.of("tieu_de").is_some());
        let id = mailbox::save_draft(&mut cx, &text("a", "b"), None).await.unwrap();
        for key in ["", "p-", "p-999999", "o-999999", "g-whole_unit-999999", "g-x-1", "p-1-2", "p-99999999999999999999", "p--1"] {
            assert!(matches!(mailbox::add_recipient(&mut cx, id, AddressLine::To, key).await, Err(Error::Invalid(_))), "{key}");
        }
        let again = DraftInput { draft: Some(id), ..text("a", "c") };
        let Err(Error::Conflict(stale)) = mailbox::save_draft(&mut cx, &again, Some(99)).await else { panic!("saved over another version") };
        assert_eq!(stale, "Thư nháp này đã được người khác cập nhật lúc 09:00. Hãy tải lại; nội dung bạn vừa gõ vẫn còn ở dưới.");
        let far = DraftInput { reply_by: Some(day(9999, 12, 31)), ..text("a", "b") };
        assert!(matches!(mailbox::save_draft(&mut cx, &far, None).await, Err(Error::Invalid(_))));
        let blob = t.portal.files().put(b"MZ\x90\x00", 1_000_000).await.unwrap();
        assert!(matches!(mailbox::attach(&mut cx, id, &blob, "a.exe").await, Err(Error::Invalid(_))));
        let hits = mailbox::search_recipients(&mut cx, "so tai chinh").await.unwrap();
        assert_eq!(hits[0].label, "Sở Tài chính");
        assert!(hits.iter().any(|hit| hit.label == "Cả đơn vị Sở Tài chính"));
        assert_eq!(mailbox::search_recipients(&mut cx, "HẰNG tai chinh").await.unwrap()[0].detail, "Chuyên viên, Sở Tài chính");
        assert!(mailbox::search_recipients(&mut cx, &"%".repeat(10_000)).await.unwrap().is_empty());
        mailbox::discard(&mut cx, id).await.unwrap();
        assert!(matches!(mailbox::draft(&mut cx, id).await, Err(Error::NotFound)));
        drop(cx);
        let mut cx = t.portal.read(&Actor::anonymous()).await.unwrap();
        assert!(matches!(mailbox::boxes(&mut cx).await, Err(Error::Unauthorized)));
        assert!(matches!(today::worklist(&mut cx).await, Err(Error::Unauthorized)));
        assert_eq!(today::badges(&mut cx).await.unwrap(), today::Badges::default());
    })
    .await;
}
