//! The lists of the desk as files.

use crate::dossiers::fixture::*;
use domain::dossiers::{self, apply};
use domain::testing::{vn, with_dbs};
use model::dossiers::{DeskFilter, Queue, Urgency};

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
        let mut cx = t.portal.snapshot(&receptionist()).await.unwrap();
        let counts = dossiers::counts(&mut cx).await.unwrap();
        for (words, total) in [("", 27), ("000027", 1), ("khong co ai", 0)] {
            for page in [0, 1, 2, 9] {
                let filter = DeskFilter { queue: Some(Queue::Intake), page, words: words.to_owned(), ..Default::default() };
                let (alone, beside) = (dossiers::list(&mut cx, &filter).await.unwrap(), dossiers::list_counted(&mut cx, &filter, &counts).await.unwrap());
                assert_eq!(alone.paging.total, total, "{} “{words}” page {page}", t.engine);
                let codes = |list: &model::dossiers::DeskList| list.rows.iter().map(|row| row.code.clone()).collect::<Vec<_>>();
                assert_eq!((alone.paging, codes(&alone)), (beside.paging, codes(&beside)), "{} “{words}” page {page}", t.engine);
                assert_eq!(alone.rows.len() as i64, (total - alone.paging.offset()).min(alone.paging.size), "{}", t.engine);
            }
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
