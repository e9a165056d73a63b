//! Dossier codes under load.

use crate::dossiers::fixture::*;
use chrono::Utc;
use domain::config::Settings;
use domain::db::DbOptions;
use domain::files::FileStore;
use domain::testing::{self, TestPortal, vn};
use domain::{Clock, Db, Error, Portal, args, dossiers};
use model::dossiers::Receive;
use std::collections::BTreeSet;

/// Receipts of each of the two groups.
const EACH: usize = 1_000;
/// Receipts at the same time in one group.
const AT_ONCE: usize = 4;

/// Another process on the same database.
async fn second_process(t: &TestPortal) -> Portal {
    let db = Db::connect(&t.url, &DbOptions { connections: 6, ..DbOptions::default() }).await.unwrap();
    let files = FileStore::new(t.portal.files().root());
    Portal::new(db, Clock::manual(t.portal.clock().now()), files, Settings { database: t.url.clone(), ..t.portal.settings().clone() })
}

/// Submissions in one transaction: they are not what is measured.
async fn prepare(t: &TestPortal, n: usize, now: chrono::DateTime<Utc>) -> Vec<(String, i64)> {
    let mut cx = t.portal.write(&citizen()).await.unwrap();
    let mut ready = Vec::with_capacity(n);
    for i in 0..n {
        let dossier = dossiers::create_submitted(&mut cx, application(i, now)).await.unwrap();
        let (part,): (i64,) = cx.conn().one("SELECT id FROM dossier_part WHERE dossier_id = $1", args![dossier.id]).await.unwrap();
        ready.push((dossier.submission_code, part));
    }
    cx.commit().await.unwrap();
    ready
}

async fn receive_one(portal: &Portal, code: &str, part: i64) -> domain::Result<String> {
    let checked = Receive { checked_parts: vec![part], note: String::new() };
    loop {
        let mut cx = portal.write(&receptionist()).await?;
        match dossiers::receive(&mut cx, code, 1, &checked).await {
            Ok(dossier) => {
                cx.commit().await?;
                return Ok(dossier.code.unwrap_or_default());
            }
            Err(error) if error.is_retryable() => {}
            Err(error) => return Err(error),
        }
    }
}

async fn receive_all(portal: Portal, work: Vec<(String, i64)>) -> Vec<String> {
    let mut lanes = Vec::new();
    for lane in work.chunks(work.len().div_ceil(AT_ONCE)) {
        let (portal, lane) = (portal.clone(), lane.to_vec());
        lanes.push(tokio::spawn(async move {
            let mut codes = Vec::new();
            for (code, part) in lane {
                codes.push(receive_one(&portal, &code, part).await.unwrap());
            }
            codes
        }));
    }
    let mut codes = Vec::new();
    for lane in lanes {
        codes.extend(lane.await.unwrap());
    }
    codes
}

async fn race(t: &TestPortal, other: Portal) {
    lay(t).await;
    let now = vn(2026, 11, 23, 9, 0);
    t.portal.clock().set(now);
    other.clock().set(now);
    let mut work = prepare(t, 2 * EACH, now).await;
    let theirs = work.split_off(EACH);
    let (one, two) = tokio::join!(receive_all(t.portal.clone(), work), receive_all(other, theirs));
    let codes: BTreeSet<String> = one.into_iter().chain(two).collect();
    let expected: BTreeSet<String> = (1..=2 * EACH).map(|n| format!("H99.101-261123-{n:04}")).collect();
    assert!(codes == expected, "missing: {:?}", expected.difference(&codes).take(5).collect::<Vec<_>>());
    let mut cx = t.portal.read(&receptionist()).await.unwrap();
    assert_eq!(domain::audit::verify(&mut cx.conn()).await.unwrap().fault, None);
}

/// A02-01 on PostgreSQL: 2 × 1,000 parallel receipts by two portals with connections of their own: codes 0001–2000, no gap, no
/// duplicate. With two processes of the operating system: `server/tests/processes.rs`.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a02_01_two_processes() {
    let t = testing::postgres().await;
    let other = second_process(&t).await;
    race(&t, other).await;
}

/// A02-01 on SQLite: two groups of tasks in one process.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a02_01_two_groups() {
    let t = testing::sqlite().await;
    let other = t.portal.clone();
    race(&t, other).await;
}

/// A number that a failed receipt took is given back; above 9.999 the code has five digits.
#[tokio::test(flavor = "multi_thread")]
async fn codes_have_no_gap_and_widen() {
    testing::with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 9, 0));
        let first = submit(t, 1).await;
        let checked = full_checklist(t, &first).await;
        let mut cx = t.portal.write(&receptionist()).await.unwrap();
        dossiers::receive(&mut cx, &first.submission_code, first.version, &checked).await.unwrap();
        drop(cx);
        assert_eq!(receive(t, &first).await.code.as_deref(), Some("H99.101-261123-0001"));
        let mut cx = t.portal.write(&receptionist()).await.unwrap();
        cx.conn().exec("UPDATE counter SET n = 9999", args![]).await.unwrap();
        cx.commit().await.unwrap();
        let second = submit(t, 2).await;
        assert_eq!(receive(t, &second).await.code.as_deref(), Some("H99.101-261123-10000"));
        // The same application again is refused, not stored twice.
        let mut cx = t.portal.write(&citizen()).await.unwrap();
        let again = application(2, cx.now());
        assert!(matches!(dossiers::create_submitted(&mut cx, again).await, Err(Error::Conflict(_))));
    })
    .await;
}
