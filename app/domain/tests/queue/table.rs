//! States, rights and versions.

use crate::queue::support::*;
use domain::queue::{self, Target, rules};
use domain::testing::{TestPortal, vn, with_dbs};
use domain::{Actor, Error};
use model::queue::{TicketState, TicketStep};

/// Brings a new ticket into a state through the use cases. Nobody else waits.
async fn ticket_in(t: &TestPortal, clerk: &Actor, state: TicketState) -> String {
    let token = take(t).await;
    let p = &t.portal;
    if matches!(state, TicketState::Waiting) {
        return token;
    }
    if state == TicketState::Cancelled {
        run(p, &visitor(), async |cx| queue::cancel(cx, now(&token)).await).await.unwrap();
        return token;
    }
    call(t, clerk).await.unwrap().unwrap();
    match state {
        TicketState::Serving | TicketState::Served => {
            run(p, clerk, async |cx| queue::start(cx, now(&token)).await).await.unwrap();
            if state == TicketState::Served {
                run(p, clerk, async |cx| queue::done(cx, now(&token)).await).await.unwrap();
            }
        }
        TicketState::Transferred => run(p, clerk, async |cx| queue::transfer(cx, now(&token), "B").await).await.unwrap(),
        TicketState::Skipped => {
            for _ in 0..2 {
                run(p, clerk, async |cx| queue::call_again(cx, now(&token)).await).await.unwrap();
            }
            run(p, clerk, async |cx| queue::skip(cx, now(&token)).await).await.unwrap();
        }
        _ => {}
    }
    token
}

async fn take_step(t: &TestPortal, clerk: &Actor, step: TicketStep, token: &str) -> domain::Result<()> {
    let target = now(token);
    run(&t.portal, clerk, async |cx| match step {
        TicketStep::CallAgain => queue::call_again(cx, target).await,
        TicketStep::Skip => queue::skip(cx, target).await,
        TicketStep::Rejoin => queue::rejoin_for(cx, target).await,
        TicketStep::Start => queue::start(cx, target).await,
        TicketStep::Done => queue::done(cx, target).await,
        TicketStep::Transfer => queue::transfer(cx, target, "B").await,
        TicketStep::Cancel => queue::cancel_for(cx, target).await,
        TicketStep::Take | TicketStep::Call | TicketStep::Expire => unreachable!("not a step on one ticket"),
    })
    .await
}

/// Ends what the clerk has, so that the next number can be called, and empties the line.
async fn clear(t: &TestPortal) {
    let mut cx = t.portal.write(&system()).await.unwrap();
    let end = "UPDATE queue_ticket SET state = 'served', clerk_id = NULL WHERE state IN ('waiting', 'transferred', 'called', 'serving')";
    cx.conn().exec(end, domain::args![]).await.unwrap();
    cx.commit().await.unwrap();
}

/// Every pair of step and state: what the table does not hold is refused and writes nothing.
#[tokio::test(flavor = "multi_thread")]
async fn pairs_that_are_not_allowed_are_refused() {
    with_dbs(async |t| {
        let clerk = lay(t, 1).await.remove(0);
        let steps =
            [TicketStep::CallAgain, TicketStep::Skip, TicketStep::Rejoin, TicketStep::Start, TicketStep::Done, TicketStep::Transfer, TicketStep::Cancel];
        for state in TicketState::ALL {
            for step in steps {
                let token = ticket_in(t, &clerk, *state).await;
                let before = facts(t, &token).await;
                assert_eq!(before.0, state.as_str());
                let outcome = take_step(t, &clerk, step, &token).await;
                // A number that was called once only may not be skipped yet.
                if rules::allowed(step, *state) && step != TicketStep::Skip {
                    assert!(outcome.is_ok(), "{step} {state}: {outcome:?}");
                    let after = facts(t, &token).await;
                    assert_eq!((after.1, after.2), (before.1 + 1, before.2 + 1), "{step} {state}");
                } else {
                    assert!(matches!(outcome, Err(Error::Conflict(_))), "{step} {state}: {outcome:?}");
                    assert_eq!(facts(t, &token).await, before, "{step} {state}");
                }
                clear(t).await;
            }
        }
    })
    .await;
}

/// Three calls before a number is skipped; it stands in line again once, at the end.
#[tokio::test(flavor = "multi_thread")]
async fn skipped_after_three_calls_and_back_once() {
    with_dbs(async |t| {
        let clerk = lay(t, 1).await.remove(0);
        let p = &t.portal;
        let first = take(t).await;
        assert_eq!(call(t, &clerk).await.unwrap().as_deref(), Some("A001"));
        for calls in 1..3 {
            assert!(matches!(run(p, &clerk, async |cx| queue::skip(cx, now(&first)).await).await, Err(Error::Conflict(_))), "{calls}");
            run(p, &clerk, async |cx| queue::call_again(cx, now(&first)).await).await.unwrap();
        }
        assert!(run(p, &clerk, async |cx| queue::call_again(cx, now(&first)).await).await.is_err());
        run(p, &clerk, async |cx| queue::skip(cx, now(&first)).await).await.unwrap();
        p.clock().advance(chrono::Duration::minutes(1));
        let second = take(t).await;
        p.clock().advance(chrono::Duration::minutes(1));
        run(p, &visitor(), async |cx| queue::rejoin(cx, now(&first)).await).await.unwrap();
        let mut cx = p.read(&visitor()).await.unwrap();
        assert_eq!(queue::ticket(&mut cx, &second).await.unwrap().ahead, 0);
        assert_eq!(queue::ticket(&mut cx, &first).await.unwrap().ahead, 1);
        drop(cx);
        assert_eq!(call(t, &clerk).await.unwrap().as_deref(), Some("A002"));
        run(p, &clerk, async |cx| queue::transfer(cx, now(&second), "B").await).await.unwrap();
        assert_eq!(call(t, &clerk).await.unwrap().as_deref(), Some("A001"));
        for _ in 0..2 {
            run(p, &clerk, async |cx| queue::call_again(cx, now(&first)).await).await.unwrap();
        }
        run(p, &clerk, async |cx| queue::skip(cx, now(&first)).await).await.unwrap();
        let again = run(p, &visitor(), async |cx| queue::rejoin(cx, now(&first)).await).await;
        assert!(matches!(again, Err(Error::Conflict(_))), "{again:?}");
    })
    .await;
}

/// Rights, versions, and the clerk who called.
#[tokio::test(flavor = "multi_thread")]
async fn only_the_own_clerk_with_the_present_version() {
    with_dbs(async |t| {
        let clerks = lay(t, 2).await;
        let p = &t.portal;
        let token = take(t).await;
        let mut cx = p.read(&system()).await.unwrap();
        let today = domain::org::today(&cx);
        let other_unit = domain::org::by_code(&mut cx, OTHER, today).await.unwrap().id;
        drop(cx);
        let stranger = with_role("Người khác", clerks[1].account_id.unwrap(), other_unit);
        assert!(matches!(call(t, &stranger).await, Err(Error::Forbidden { .. })));
        assert!(matches!(call(t, &visitor()).await, Err(Error::Unauthorized)));
        call(t, &clerks[0]).await.unwrap();
        assert!(matches!(run(p, &stranger, async |cx| queue::start(cx, now(&token)).await).await, Err(Error::Forbidden { .. })));
        assert!(matches!(run(p, &clerks[1], async |cx| queue::start(cx, now(&token)).await).await, Err(Error::Conflict(_))));
        let old = Target { token: &token, version: Some(1) };
        assert!(matches!(run(p, &clerks[0], async |cx| queue::start(cx, old).await).await, Err(Error::Conflict(_))));
        run(p, &clerks[0], async |cx| queue::start(cx, Target { token: &token, version: Some(2) }).await).await.unwrap();
        // A clerk with a number calls no other one.
        take(t).await;
        assert!(matches!(call(t, &clerks[0]).await, Err(Error::Conflict(_))));
        assert!(matches!(run(p, &system(), async |cx| queue::desk(cx, Some(OTHER), None).await).await, Ok(Some(_))));
        assert!(matches!(run(p, &clerks[0], async |cx| queue::desk(cx, Some(OTHER), None).await).await, Err(Error::NotFound)));
    })
    .await;
}

/// A number is used on its day; the night ends what nobody called. Events are never changed.
#[tokio::test(flavor = "multi_thread")]
async fn a_day_ends() {
    with_dbs(async |t| {
        let clerk = lay(t, 1).await.remove(0);
        let p = &t.portal;
        let (called, waiting) = (take(t).await, take(t).await);
        call(t, &clerk).await.unwrap();
        p.clock().set(vn(2026, 11, 25, 8, 0));
        assert!(matches!(run(p, &clerk, async |cx| queue::start(cx, now(&called)).await).await, Err(Error::Conflict(_))));
        assert_eq!(call(t, &clerk).await.unwrap(), None);
        queue::nightly(p).await.unwrap();
        for token in [&called, &waiting] {
            assert_eq!(facts(t, token).await.0, "cancelled");
        }
        // The numbers of the new day begin anew.
        take(t).await;
        assert_eq!(call(t, &clerk).await.unwrap().as_deref(), Some("A001"));
        for statement in ["UPDATE queue_event SET step = 'x'", "DELETE FROM queue_event"] {
            let mut cx = p.write(&system()).await.unwrap();
            assert!(cx.conn().exec(statement, domain::args![]).await.is_err(), "{statement}");
        }
    })
    .await;
}

/// Outside the hours no number is given, and none is lost.
#[tokio::test(flavor = "multi_thread")]
async fn numbers_only_in_hours() {
    with_dbs(async |t| {
        lay(t, 0).await;
        let p = &t.portal;
        for at in [vn(2026, 11, 23, 5, 59), vn(2026, 11, 23, 17, 0), vn(2026, 11, 22, 9, 0)] {
            p.clock().set(at);
            let refused = run(p, &visitor(), async |cx| queue::take(cx, CENTRE, "A").await).await;
            assert!(matches!(refused, Err(Error::Conflict(_))), "{at}: {refused:?}");
        }
        p.clock().set(vn(2026, 11, 23, 6, 0));
        let token = take(t).await;
        let mut cx = p.read(&visitor()).await.unwrap();
        assert_eq!(queue::ticket(&mut cx, &token).await.unwrap().code, "A001");
        assert!(matches!(queue::take(&mut cx, "H99", "A").await, Err(Error::NotFound)));
        assert!(matches!(queue::take(&mut cx, CENTRE, "Z").await, Err(Error::Invalid(_))));
    })
    .await;
}
