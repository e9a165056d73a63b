//! 02 §24, O01: "Mới từ lần trước" on the page Hôm nay.

use super::fixture::*;
use chrono::Duration;
use domain::testing::{TestPortal, vn, with_dbs};
use domain::today;

/// Looks at the page as the counter does, notes it, and says which codes were new.
async fn look(t: &TestPortal) -> Vec<String> {
    let mut cx = t.portal.read(&receptionist()).await.unwrap();
    let list = today::worklist(&mut cx).await.unwrap();
    let visit = today::visit(&mut cx, list.iter()).await.unwrap();
    drop(cx);
    run(t, &receptionist(), async |cx| today::note_visit(cx, &visit).await).await.unwrap();
    let new: Vec<String> = list.iter().filter(|item| visit.is_new(item)).map(|item| item.code.clone()).collect();
    assert_eq!(list.fresh(&visit).load().total, new.len() as i64, "{}", t.engine);
    new
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_since_the_last_visit_is_new() {
    with_dbs(async |t| {
        lay(t).await;
        let clock = t.portal.clock();
        clock.set(vn(2026, 11, 23, 8, 0));
        let first = submit(t, 1).await;
        assert!(look(t).await.is_empty(), "{}: nothing is new to whoever comes for the first time", t.engine);
        clock.advance(Duration::minutes(10));
        let second = submit(t, 2).await.submission_code;
        assert_eq!(look(t).await, [second.clone()]);
        clock.advance(Duration::minutes(5));
        assert_eq!(look(t).await, [second], "it stays new as long as the visit");
        clock.advance(Duration::minutes(31));
        assert!(look(t).await.is_empty(), "{}: the next visit", t.engine);
        // What left the page and comes back with another step is new.
        clock.advance(Duration::minutes(1));
        let dossier = receive(t, &first).await;
        assert!(look(t).await.is_empty());
        clock.advance(Duration::minutes(31));
        let third = submit(t, 3).await.submission_code;
        publish(t, &sign(t, &accept(t, &dossier).await).await).await;
        let mut new = look(t).await;
        new.sort();
        assert_eq!(new, ["H99.101-261123-0001".to_owned(), third], "{}", t.engine);
        run(t, &receptionist(), async |cx| today::mark_seen(cx).await).await.unwrap();
        assert!(look(t).await.is_empty());
    })
    .await;
}
