//! Base services on both engines: numbers, rate limits, flash rows, jobs, files, change notes.

use chrono::Duration;
use domain::change::Follower;
use domain::flash::{self, Flash};
use domain::rate::{self, Limit};
use domain::testing::{TestPortal, with_dbs};
use domain::{Actor, Clock, Db, Error, Portal, jobs, numbering};
use std::collections::BTreeSet;

fn system() -> Actor {
    Actor::system("Kiểm thử")
}

/// A second process on the same database.
async fn second_process(t: &TestPortal) -> Portal {
    let db = Db::connect(&t.url, &domain::db::DbOptions { connections: 4, ..Default::default() }).await.unwrap();
    Portal::new(db, Clock::manual(t.portal.clock().now()), t.portal.files().clone(), t.portal.settings().clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_have_no_gap_and_no_double_across_processes() {
    with_dbs(async |t| {
        let other = second_process(t).await;
        let mut tasks = tokio::task::JoinSet::new();
        for i in 0..60 {
            let portal = if i % 2 == 0 { t.portal.clone() } else { other.clone() };
            tasks.spawn(async move {
                let mut cx = portal.write(&Actor::system("Kiểm thử")).await.unwrap();
                let n = numbering::next(&mut cx.conn(), "dossier:H99.101:261123").await.unwrap();
                // Every third act fails after taking its number: the number must not be lost.
                if i % 3 == 0 {
                    drop(cx);
                    None
                } else {
                    cx.commit().await.unwrap();
                    Some(n)
                }
            });
        }
        let taken: BTreeSet<i64> = tasks.join_all().await.into_iter().flatten().collect();
        assert_eq!(taken, (1..=40).collect());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rate_limits_count_over_processes_and_end_with_the_window() {
    const LIMIT: Limit = Limit { name: "test", max: 3, window: Duration::minutes(15) };
    with_dbs(async |t| {
        let other = second_process(t).await;
        for portal in [&t.portal, &other, &t.portal] {
            let mut cx = portal.write(&system()).await.unwrap();
            rate::hit(&mut cx, LIMIT, "203.0.113.5").await.unwrap();
            cx.commit().await.unwrap();
        }
        let mut cx = other.write(&system()).await.unwrap();
        assert!(matches!(rate::check(&mut cx, LIMIT, "203.0.113.5").await, Err(Error::RateLimited(_))));
        assert!(rate::check(&mut cx, LIMIT, "203.0.113.6").await.is_ok());
        drop(cx);
        t.portal.clock().advance(Duration::minutes(16));
        let mut cx = t.portal.write(&system()).await.unwrap();
        rate::hit(&mut cx, LIMIT, "203.0.113.5").await.unwrap();
        cx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flash_row_is_read_once_and_expires() {
    with_dbs(async |t| {
        let content = Flash { form: "/nop/1".into(), values: vec![("ho_ten".into(), "Nguyễn Văn Ân".into())], ..Flash::default() };
        let mut cx = t.portal.write(&system()).await.unwrap();
        let token = flash::put(&mut cx, &content).await.unwrap();
        let late = flash::put(&mut cx, &content).await.unwrap();
        assert_eq!(flash::take(&mut cx, &token).await.unwrap(), Some(content));
        assert_eq!(flash::take(&mut cx, &token).await.unwrap(), None);
        cx.commit().await.unwrap();
        t.portal.clock().advance(Duration::minutes(11));
        let mut cx = t.portal.write(&system()).await.unwrap();
        assert_eq!(flash::take(&mut cx, &late).await.unwrap(), None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_is_claimed_by_one_process_and_comes_back_when_that_dies() {
    with_dbs(async |t| {
        let other = second_process(t).await;
        let mut cx = t.portal.write(&system()).await.unwrap();
        let at = cx.now();
        for i in 0..10 {
            jobs::later(&mut cx, "test.job", &format!("job-{i}"), &serde_json::json!({ "n": i }), at).await.unwrap();
        }
        jobs::later(&mut cx, "test.job", "job-0", &serde_json::json!({}), at).await.unwrap();
        cx.commit().await.unwrap();
        let mut tasks = tokio::task::JoinSet::new();
        for i in 0..14 {
            let portal = if i % 2 == 0 { t.portal.clone() } else { other.clone() };
            tasks.spawn(async move { jobs::claim(&portal).await.unwrap().map(|job| job.id) });
        }
        let claimed: Vec<i64> = tasks.join_all().await.into_iter().flatten().collect();
        let distinct: BTreeSet<i64> = claimed.iter().copied().collect();
        assert_eq!(distinct.len(), claimed.len(), "claimed twice on {}", t.engine);
        assert_eq!(distinct.len(), 10);
        assert!(jobs::claim(&t.portal).await.unwrap().is_none());
        // Nobody finished them: after the claim has run out they are free again.
        t.portal.clock().advance(Duration::minutes(6));
        let job = jobs::claim(&t.portal).await.unwrap().unwrap();
        assert_eq!(job.attempts, 2);
        let mut cx = t.portal.write(&system()).await.unwrap();
        jobs::done(&mut cx, job.id).await.unwrap();
        assert_eq!(jobs::due(&mut cx).await.unwrap(), 9);
        cx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_reach_the_other_process() {
    with_dbs(async |t| {
        let other = second_process(t).await;
        let mut follower = Follower::start(other.db()).await.unwrap();
        assert!(follower.next(other.db()).await.unwrap().is_empty());
        let mut cx = t.portal.write(&system()).await.unwrap();
        cx.changed("mail", 42);
        cx.commit().await.unwrap();
        let seen = follower.next(other.db()).await.unwrap();
        assert_eq!(seen.iter().map(|c| (c.topic.as_str(), c.key.as_str())).collect::<Vec<_>>(), [("mail", "42")]);
        assert!(follower.next(other.db()).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_checked_by_content_and_read_back_whole() {
    use model::files::Purpose;
    with_dbs(async |t| {
        let store = t.portal.files();
        let cases: [(&str, &[u8], bool); 7] = [
            ("giay-khai-sinh.pdf", b"%PDF-1.7\n1 0 obj", true),
            ("virus.pdf", b"MZ\x90\x00\x03\x00", false),
            ("anh.svg", b"<svg onload='alert(1)'></svg>", false),
            ("trang.html", b"<html><script>alert(1)</script>", false),
            ("trong.pdf", b"", false),
            ("hai-duoi.pdf.exe", b"%PDF-1.7", false),
            ("anh.png", b"%PDF-1.7", false),
        ];
        for (name, bytes, good) in cases {
            let blob = store.put(bytes, 1000).await.unwrap();
            let mut cx = t.portal.write(&system()).await.unwrap();
            let kept = domain::files::keep(&mut cx, &blob, name, Purpose::Dossier).await;
            assert_eq!(kept.is_ok(), good, "{name}: {kept:?}");
            if let Ok(file) = kept {
                assert!(store.is_whole(&file.sha256, file.size).await.unwrap());
                std::fs::write(store.path(&file.sha256), b"%PDF-1.").unwrap();
                assert!(!store.is_whole(&file.sha256, file.size).await.unwrap());
            }
        }
        let too_large = store.put(&[0; 1001], 1000).await;
        assert!(matches!(too_large, Err(Error::Invalid(errors)) if errors.of("tep").is_some_and(|m| m.contains("lớn hơn"))));
        assert!(std::fs::read_dir(store.root().join("incoming")).unwrap().next().is_none(), "a refused file leaves nothing behind");
    })
    .await;
}
