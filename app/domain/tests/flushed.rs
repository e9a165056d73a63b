//! "No acknowledged write is lost": whoever hears that an act is done may cut the power.

use domain::testing::{postgres, with_dbs};
use domain::{Actor, args};
use tokio::task::JoinSet;

/// PostgreSQL's log is on the disk beyond the act as soon as the act has ended; a view that is counted does not wait for that.
#[tokio::test(flavor = "multi_thread")]
async fn a_finished_act_is_on_the_disk() {
    let t = postgres().await;
    let actor = Actor::system("Kiểm thử");
    for n in 0..20 {
        let mut cx = t.portal.write(&actor).await.unwrap();
        cx.conn().exec("INSERT INTO setting (name, value) VALUES ($1, '1')", args![format!("flushed.{n}")]).await.unwrap();
        let (at,): (String,) = cx.conn().one("SELECT CAST(pg_current_wal_insert_lsn() AS TEXT)", args![]).await.unwrap();
        cx.commit().await.unwrap();
        let mut cx = t.portal.read(&actor).await.unwrap();
        let missing = "SELECT CAST(pg_wal_lsn_diff(CAST($1 AS pg_lsn), pg_current_wal_flush_lsn()) AS BIGINT)";
        assert!(cx.conn().count(missing, args![&at]).await.unwrap() < 0, "act {n} ended before its log was on the disk");
    }
}

/// Many at once: each act is there, whoever flushed it.
#[tokio::test(flavor = "multi_thread")]
async fn acts_that_share_a_flush_are_all_there() {
    with_dbs(async |t| {
        let mut acts = JoinSet::new();
        for n in 0..60 {
            let portal = t.portal.clone();
            acts.spawn(async move {
                let actor = Actor::system("Kiểm thử");
                let mut cx = if n % 3 == 0 { portal.write_unflushed(&actor).await? } else { portal.write(&actor).await? };
                cx.conn().exec("INSERT INTO setting (name, value) VALUES ($1, '1')", args![format!("flushed.{n}")]).await?;
                cx.commit().await
            });
        }
        while let Some(done) = acts.join_next().await {
            done.unwrap().unwrap();
        }
        let mut cx = t.portal.read(&Actor::system("Kiểm thử")).await.unwrap();
        assert_eq!(cx.conn().count("SELECT COUNT(*) FROM setting WHERE name LIKE 'flushed.%'", args![]).await.unwrap(), 60, "{}", t.engine);
    })
    .await;
}
