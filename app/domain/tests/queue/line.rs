//! The order of the line, measured times, the screen.

use crate::queue::support::*;
use chrono::Duration;
use domain::actor::ActorKind;
use domain::testing::{vn, with_dbs};
use domain::{Actor, queue};
use model::queue::TicketState;

/// Waiting and serving are measured in seconds and shown as means of those served.
#[tokio::test(flavor = "multi_thread")]
async fn times_are_measured() {
    with_dbs(async |t| {
        let clerk = lay(t, 1).await.remove(0);
        let p = &t.portal;
        p.clock().set(vn(2026, 11, 23, 8, 0));
        for (wait, serve) in [(300, 120), (60, 240)] {
            let token = take(t).await;
            p.clock().advance(Duration::seconds(wait - 20));
            call(t, &clerk).await.unwrap();
            p.clock().advance(Duration::seconds(20));
            run(p, &clerk, async |cx| queue::start(cx, now(&token)).await).await.unwrap();
            p.clock().advance(Duration::seconds(serve));
            run(p, &clerk, async |cx| queue::done(cx, now(&token)).await).await.unwrap();
            let mut cx = p.read(&visitor()).await.unwrap();
            let ticket = queue::ticket(&mut cx, &token).await.unwrap();
            assert_eq!((ticket.state, ticket.waited_s, ticket.served_s), (TicketState::Served, wait, serve));
        }
        let desk = run(p, &clerk, async |cx| queue::desk(cx, None, Some("A")).await).await.unwrap().unwrap();
        let figures = desk.figures;
        assert_eq!((figures.given, figures.served, figures.waited_s, figures.served_s), (2, 2, Some(180), Some(180)));
        let empty = run(p, &clerk, async |cx| queue::desk(cx, None, Some("B")).await).await.unwrap().unwrap();
        assert_eq!((empty.figures.given, empty.figures.waited_s), (0, None));
    })
    .await;
}

/// Who is sent on keeps number and place, and both waits count.
#[tokio::test(flavor = "multi_thread")]
async fn a_transfer_keeps_number_and_place() {
    with_dbs(async |t| {
        let clerks = lay(t, 2).await;
        let p = &t.portal;
        p.clock().set(vn(2026, 11, 23, 8, 0));
        let moved = take(t).await;
        p.clock().advance(Duration::minutes(1));
        let of_b = run(p, &visitor(), async |cx| queue::take(cx, CENTRE, "B").await).await.unwrap();
        call(t, &clerks[0]).await.unwrap();
        run(p, &clerks[0], async |cx| queue::start(cx, now(&moved)).await).await.unwrap();
        p.clock().advance(Duration::minutes(2));
        for wrong in ["A", "Z"] {
            assert!(run(p, &clerks[0], async |cx| queue::transfer(cx, now(&moved), wrong).await).await.is_err());
        }
        run(p, &clerks[0], async |cx| queue::transfer(cx, now(&moved), "B").await).await.unwrap();
        p.clock().advance(Duration::minutes(3));
        let call_b = async || run(p, &clerks[1], async |cx| queue::call_next(cx, &desk("B", 2)).await).await.unwrap();
        assert_eq!(call_b().await.as_deref(), Some("A001"));
        run(p, &clerks[1], async |cx| queue::start(cx, now(&moved)).await).await.unwrap();
        p.clock().advance(Duration::minutes(1));
        run(p, &clerks[1], async |cx| queue::done(cx, now(&moved)).await).await.unwrap();
        let mut cx = p.read(&visitor()).await.unwrap();
        let ticket = queue::ticket(&mut cx, &moved).await.unwrap();
        assert_eq!((ticket.code.as_str(), ticket.waited_s, ticket.served_s), ("A001", 4 * 60, 3 * 60));
        drop(cx);
        assert_eq!(call_b().await.as_deref(), Some("B001"));
        assert_eq!(facts(t, &of_b).await.0, "called");
    })
    .await;
}

/// The screen shows numbers and counters; nobody's name is in it.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_personal_on_the_screen() {
    with_dbs(async |t| {
        let clerk = lay(t, 1).await.remove(0);
        let p = &t.portal;
        let mut citizen = Actor::new(ActorKind::Citizen, "Nguyễn Mẫu Sơn");
        citizen.account_id = clerk.account_id;
        run(p, &citizen, async |cx| queue::take(cx, CENTRE, "A").await).await.unwrap();
        take(t).await;
        call(t, &clerk).await.unwrap();
        let mut cx = p.read(&visitor()).await.unwrap();
        let screen = queue::screen(&mut cx, CENTRE).await.unwrap();
        assert_eq!(screen.called.iter().map(|row| (row.code.as_str(), row.counter)).collect::<Vec<_>>(), [("A001", 1)]);
        assert!(screen.serving.is_empty());
        assert_eq!(screen.centre.group("A").unwrap().waiting, 1);
        let text = format!("{screen:?}");
        assert!(!text.contains("Mẫu"), "{text}");
        assert!(queue::screen(&mut cx, "H99").await.is_err());
        let (who, name): (Option<i64>, String) =
            cx.conn().one("SELECT actor_id, actor_name FROM queue_event WHERE step = 'call'", domain::args![]).await.unwrap();
        assert_eq!((who, name.as_str()), (clerk.account_id, "Trần Mẫu 0"));
    })
    .await;
}
