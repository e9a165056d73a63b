//! The lists of the desk as files.

use crate::dossiers::fixture::*;
use domain::dossiers::{self, apply};
use domain::testing::{vn, with_dbs};
use domain::{Actor, Cx, args, identity};
use model::access::{Action, ObjectKind, Reach};
use model::dossiers::{Channel, DeskFilter, DeskList, Queue, RefusalReason, Refuse, Urgency};
use model::identity::PersonInput;

fn codes(list: &DeskList) -> Vec<String> {
    list.rows.iter().map(|row| row.code.clone()).collect()
}

/// A file holds the whole list, however many pages it has, and knows where it stops.
#[tokio::test(flavor = "multi_thread")]
async fn a_list_as_a_file_has_no_pages() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 16, 8, 0));
        for n in 1..=27 {
            submit(t, n).await;
        }
        let filter = DeskFilter { queue: Some(Queue::Intake), page: 2, ..Default::default() };
        let mut cx = t.portal.read(&receptionist()).await.unwrap();
        for (most, rows) in [(dossiers::DESK_LIMIT, 27), (26, 26)] {
            let list = dossiers::list_up_to(&mut cx, &filter, most).await.unwrap();
            assert_eq!((list.rows.len(), list.paging.total, list.rows[0].code.as_str()), (rows, 27, "N-261123-000001"));
            assert_eq!(domain::spreadsheet::rest::<3>(list.paging).is_some(), rows < 27);
        }
    })
    .await;
}

/// The number of rows is the same on every page, however it was counted: with the rows, apart, or beside the other lists.
#[tokio::test(flavor = "multi_thread")]
async fn every_page_knows_how_many_rows_there_are() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 16, 8, 0));
        for n in 1..=27 {
            submit(t, n).await;
        }
        for n in 28..=30 {
            receive(t, &submit(t, n).await).await;
        }
        let mut cx = t.portal.snapshot(&receptionist()).await.unwrap();
        let said = |words: &str| DeskFilter { words: words.to_owned(), ..Default::default() };
        let by = |channel| DeskFilter { channel: Some(channel), ..Default::default() };
        let late = DeskFilter { overdue: true, ..Default::default() };
        let asked = [(said(""), 27), (said("000027"), 1), (said("khong co ai"), 0), (by(Channel::Online), 27), (by(Channel::Postal), 0), (late, 0)];
        for (asked, total) in asked {
            for page in [0, 1, 2, 9] {
                let filter = DeskFilter { queue: Some(Queue::Intake), page, ..asked.clone() };
                let alone = dossiers::list(&mut cx, &filter).await.unwrap();
                let (beside, counts) = dossiers::list_and_counts(&mut cx, &filter).await.unwrap();
                let asked = format!("{} {filter:?}", t.engine);
                assert_eq!(alone.paging.total, total, "{asked}");
                assert_eq!((alone.paging, codes(&alone)), (beside.paging, codes(&beside)), "{asked}");
                assert!(counts.contains(&(Queue::Intake, 27)) && counts.contains(&(Queue::Open, 3)), "{asked}: {counts:?}");
                assert_eq!(alone.rows.len() as i64, (total - alone.paging.offset()).min(alone.paging.size), "{}", t.engine);
            }
        }
        // Without a list, or with one of somebody else, it is the first in which something waits.
        for queue in [None, Some(Queue::Sign)] {
            let (list, _) = dossiers::list_and_counts(&mut cx, &DeskFilter { queue, ..Default::default() }).await.unwrap();
            assert_eq!((list.queue, list.paging.total), (Queue::Intake, 27), "{}", t.engine);
        }
        // Whoever sees the whole province has the same numbers, counted apart.
        let mut cx = t.portal.snapshot(&Actor::system("lists")).await.unwrap();
        let filter = DeskFilter { queue: Some(Queue::Intake), ..Default::default() };
        let (all, counts) = dossiers::list_and_counts(&mut cx, &filter).await.unwrap();
        assert_eq!((all.paging.total, all.rows.len()), (27, 25), "{}", t.engine);
        assert!(counts.contains(&(Queue::Intake, 27)), "{}: {counts:?}", t.engine);
    })
    .await;
}

/// A process keeps the names of officers and procedures for its lists; whoever is called otherwise from now on is so on the next page, and
/// only on pages of a later moment.
#[tokio::test(flavor = "multi_thread")]
async fn lists_name_officers_as_they_are_called_now() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 16, 8, 0));
        accept(t, &receive(t, &submit(t, 1).await).await).await;
        let named = async |cx: &mut Cx| {
            let filter = DeskFilter { queue: Some(Queue::Open), ..Default::default() };
            let row = dossiers::list(cx, &filter).await.unwrap().rows.remove(0);
            (row.procedure, row.officer)
        };
        let said = |officer: &str| ("Đăng ký khai sinh".to_owned(), officer.to_owned());
        let mut before = t.portal.snapshot(&receptionist()).await.unwrap();
        assert_eq!(named(&mut before).await, said("Lê Mẫu Bình"), "{}", t.engine);
        let other = PersonInput { full_name: "Lê Mẫu Bình Minh".into(), ..PersonInput::default() };
        let mut undone = t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
        identity::update_person(&mut undone, 2, 1, &other).await.unwrap();
        assert_eq!(named(&mut undone).await, said("Lê Mẫu Bình Minh"), "{}: in the act itself", t.engine);
        drop(undone);
        assert_eq!(named(&mut t.portal.snapshot(&receptionist()).await.unwrap()).await, said("Lê Mẫu Bình"), "{}: it was undone", t.engine);
        run(t, &Actor::system("Kiểm thử"), async |cx| identity::update_person(cx, 2, 1, &other).await).await.unwrap();
        assert_eq!(named(&mut t.portal.snapshot(&receptionist()).await.unwrap()).await, said("Lê Mẫu Bình Minh"), "{}", t.engine);
        assert_eq!(named(&mut before).await, said("Lê Mẫu Bình"), "{}: a page of the moment before", t.engine);
        assert_eq!(named(&mut t.portal.snapshot(&receptionist()).await.unwrap()).await, said("Lê Mẫu Bình Minh"), "{}: which kept nothing old", t.engine);
    })
    .await;
}

/// "Đã kết thúc" is read from the ends of several indexes, a page at a time: it is what the whole list is when it is sorted.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_over_is_read_from_its_end() {
    with_dbs(async |t| {
        lay(t).await;
        let refuse = Refuse { reason: RefusalReason::NotCompetent.into(), basis: "Không thuộc thẩm quyền".into(), guidance: "Nộp tại sở".into() };
        for n in 1..=60 {
            // Three at a time end at the same instant.
            t.portal.clock().set(vn(2026, 11, 23, 9, u32::try_from(n / 3).unwrap()));
            let new = submit(t, n).await;
            run(t, &receptionist(), async |cx| dossiers::refuse_intake(cx, &new.submission_code, new.version, &refuse).await).await.unwrap();
        }
        // Some at the counter of another ward, some decided or handled elsewhere, some with an officer.
        let moves = [
            ("UPDATE dossier SET receiving_unit_id = $1 WHERE id % 7 = 2", OTHER_WARD),
            ("UPDATE dossier SET competent_unit_id = $1 WHERE id % 7 = 3", OTHER_WARD),
            ("UPDATE dossier SET handling_unit_id = $1 WHERE id % 7 = 4", DIVISION),
            ("UPDATE dossier SET officer_id = $1 WHERE id % 7 = 5", 3),
        ];
        for (sql, value) in moves {
            run(t, &Actor::system("Kiểm thử"), async |cx| cx.conn().exec(sql, args![value]).await).await.unwrap();
        }
        let mut everywhere = leader();
        everywhere.reach.insert((Action::View, ObjectKind::Dossier), Reach { all: true, ..Reach::default() });
        for actor in [receptionist(), head(), leader(), stranger(), everywhere] {
            let mut cx = t.portal.snapshot(&actor).await.unwrap();
            let filter = |page| DeskFilter { queue: Some(Queue::Done), page, ..Default::default() };
            let whole = dossiers::list_up_to(&mut cx, &filter(1), 1_000).await.unwrap();
            let mut read = Vec::new();
            for page in 1..=4 {
                let list = dossiers::list(&mut cx, &filter(page)).await.unwrap();
                assert_eq!(list.paging.total, whole.paging.total, "{}", actor.name);
                if page <= list.paging.pages() {
                    read.extend(codes(&list));
                }
            }
            assert!(!read.is_empty() && read == codes(&whole), "{}: {}: {read:?} instead of {:?}", t.engine, actor.name, codes(&whole));
        }
    })
    .await;
}

/// C16: an own row says what is left in the words of the dossier itself, before the receipt, at work and while it stands still.
#[tokio::test(flavor = "multi_thread")]
async fn own_rows_say_what_is_left() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 16, 8, 0));
        submit(t, 1).await;
        let late = accept(t, &receive(t, &submit(t, 2).await).await).await;
        let code = accept(t, &receive(t, &submit(t, 3).await).await).await.submission_code;
        let (ask, now) = (supplement(vn(2026, 12, 4, 9, 0).date_naive()), version(t, &code).await);
        run(t, &officer(), async |cx| dossiers::propose_supplement(cx, &code, now, &ask).await).await.unwrap();
        let now = version(t, &code).await;
        run(t, &head(), async |cx| dossiers::approve_supplement(cx, &code, now).await).await.unwrap();
        t.portal.clock().set(vn(2026, 11, 25, 9, 0));
        let mut cx = t.portal.read(&citizen()).await.unwrap();
        let rows = apply::mine(&mut cx).await.unwrap();
        let urgency: Vec<Urgency> = rows.iter().map(|row| row.urgency).collect();
        assert_eq!(urgency, [Urgency::Paused, Urgency::Overdue, Urgency::Overdue], "{}", t.engine);
        assert_eq!((rows[1].code.as_str(), rows[1].remaining.as_str()), (late.code.as_deref().unwrap(), "Quá 2 giờ làm việc"), "{}", t.engine);
        assert!(rows[2].intake_due.is_some() && !rows[2].received);
        for row in rows {
            let view = dossiers::by_any_code(&mut cx, &row.code).await.unwrap().unwrap();
            assert_eq!((&row.remaining, row.urgency), (&view.remaining, view.urgency), "{} {}", t.engine, row.code);
        }
    })
    .await;
}
