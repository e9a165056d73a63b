//! Numbers and calls under load, by two processes.

use crate::queue::support::*;
use domain::config::Settings;
use domain::db::DbOptions;
use domain::files::FileStore;
use domain::testing::{TestPortal, with_dbs};
use domain::{Actor, Clock, Db, Error, Portal, args, queue};
use std::collections::BTreeSet;

/// Numbers that each process takes.
const EACH: usize = 120;
/// Takers at the same time in one process.
const AT_ONCE: usize = 4;

/// Another process on the same database; SQLite serves one process at a time well, but two must be right as well.
async fn second_process(t: &TestPortal) -> Portal {
    let db = Db::connect(&t.url, &DbOptions { connections: 6, ..DbOptions::default() }).await.unwrap();
    let files = FileStore::new(t.portal.files().root());
    Portal::new(db, Clock::manual(t.portal.clock().now()), files, Settings { database: t.url.clone(), ..t.portal.settings().clone() })
}

/// Takes a number; every fifth try is given up after the number was allocated.
async fn take_one(portal: &Portal, n: usize) -> Option<String> {
    loop {
        let mut cx = match portal.write(&visitor()).await {
            Ok(cx) => cx,
            Err(error) if error.is_retryable() => continue,
            Err(error) => panic!("{error:?}"),
        };
        match queue::take(&mut cx, CENTRE, "A").await {
            Ok(_) if n % 5 == 4 => return None,
            Ok(token) => {
                cx.commit().await.unwrap();
                return Some(token);
            }
            Err(error) if error.is_retryable() => {}
            Err(error) => panic!("{error:?}"),
        }
    }
}

async fn take_many(portal: Portal) -> usize {
    let mut lanes = Vec::new();
    for lane in 0..AT_ONCE {
        let portal = portal.clone();
        lanes.push(tokio::spawn(async move {
            let mut taken = 0;
            for n in 0..EACH / AT_ONCE {
                taken += usize::from(take_one(&portal, n + lane).await.is_some());
            }
            taken
        }));
    }
    let mut taken = 0;
    for lane in lanes {
        taken += lane.await.unwrap();
    }
    taken
}

/// Two processes, eight takers, some of whom give up: the numbers of a group and day have no gap and no duplicate.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn numbers_have_no_gap() {
    with_dbs(async |t| {
        lay(t, 0).await;
        let other = second_process(t).await;
        let (one, two) = tokio::join!(take_many(t.portal.clone()), take_many(other.clone()));
        let mut cx = t.portal.read(&system()).await.unwrap();
        let rows: Vec<(i64, String)> = cx.conn().all("SELECT number, code FROM queue_ticket ORDER BY number", args![]).await.unwrap();
        assert_eq!(rows.len(), one + two, "{}", t.engine);
        for (n, (number, code)) in (1_i64..).zip(&rows) {
            assert_eq!((*number, code.clone()), (n, format!("A{n:03}")), "{}", t.engine);
        }
        assert!(rows.len() < 2 * EACH);
        assert_eq!(domain::audit::verify(&mut cx.conn()).await.unwrap().fault, None);
        other.db().close().await;
    })
    .await;
}

/// Calls, serves and ends until nobody waits.
async fn serve(portal: Portal, clerk: Actor) -> Vec<String> {
    let mut served = Vec::new();
    loop {
        let called = match run(&portal, &clerk, async |cx| queue::call_next(cx, &desk("A", 1)).await).await {
            Ok(Some(code)) => code,
            Ok(None) => return served,
            Err(error) if error.is_retryable() => continue,
            Err(error) => panic!("{error:?}"),
        };
        let mut cx = portal.read(&clerk).await.unwrap();
        let (token,): (String,) = cx.conn().one("SELECT token FROM queue_ticket WHERE code = $1", args![&called]).await.unwrap();
        drop(cx);
        run(&portal, &clerk, async |cx| queue::start(cx, now(&token)).await).await.unwrap();
        run(&portal, &clerk, async |cx| queue::done(cx, now(&token)).await).await.unwrap();
        served.push(called);
    }
}

/// Six clerks in two processes press "next" at once: nobody gets the number of another, none is left.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_clerks_never_get_the_same_number() {
    with_dbs(async |t| {
        let clerks = lay(t, 6).await;
        for _ in 0..42 {
            take(t).await;
        }
        let other = second_process(t).await;
        let work: Vec<_> =
            clerks.into_iter().enumerate().map(|(n, clerk)| tokio::spawn(serve(if n % 2 == 0 { t.portal.clone() } else { other.clone() }, clerk))).collect();
        let mut all = Vec::new();
        for one in work {
            all.extend(one.await.unwrap());
        }
        assert_eq!(all.len(), 42, "{}", t.engine);
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 42, "{}", t.engine);
        other.db().close().await;
    })
    .await;
}

/// One clerk presses the button twice at once: one number is called, the second press is refused.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_double_press_calls_one_number() {
    with_dbs(async |t| {
        let clerk = lay(t, 1).await.remove(0);
        take(t).await;
        take(t).await;
        let press =
            |portal: Portal, clerk: Actor| tokio::spawn(async move { run(&portal, &clerk, async |cx| queue::call_next(cx, &desk("A", 1)).await).await });
        let (one, two) = tokio::join!(press(t.portal.clone(), clerk.clone()), press(t.portal.clone(), clerk.clone()));
        let outcomes = [one.unwrap(), two.unwrap()];
        assert_eq!(outcomes.iter().filter(|outcome| matches!(outcome, Ok(Some(_)))).count(), 1, "{outcomes:?}");
        assert_eq!(outcomes.iter().filter(|outcome| matches!(outcome, Err(Error::Conflict(_)))).count(), 1, "{outcomes:?}");
    })
    .await;
}
