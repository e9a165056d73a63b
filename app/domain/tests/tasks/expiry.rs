//! 09 §1.5: what waited at the gateway longer than it is true is dropped with its reason, never sent stale.

use super::bulletin::world;
use super::support::system;
use domain::args;
use domain::db::Query;
use domain::notify::{self, Recipient, outbox};
use domain::stats::bulletin;
use domain::testing::{TestPortal, vn, with_dbs};
use model::notify::{Event, NotifyChannel};

/// Channel, state and reason of the messages of a kind, in the order in which they were written.
async fn messages(t: &TestPortal, event: Event) -> Vec<(String, String, String)> {
    let mut cx = t.portal.read(&system()).await.expect("context");
    cx.conn().all("SELECT channel, state, last_error FROM outbox WHERE event = $1 ORDER BY id", args![event.as_str()]).await.expect("messages")
}

/// How many messages outside the portal are in this state.
fn outside(messages: &[(String, String, String)], state: &str) -> usize {
    messages.iter().filter(|(channel, found, _)| channel != "in_app" && found == state).count()
}

/// A gateway that is away all morning: one digest failed, one is on its way when its life ends, one was never tried.
#[tokio::test(flavor = "multi_thread")]
async fn a_digest_is_not_sent_stale() {
    with_dbs(async |t| {
        world(t).await;
        let mut cx = t.portal.write(&system()).await.expect("context");
        Query::new("UPDATE outbox SET state = 'delivered'").exec(&mut cx.conn()).await.expect("earlier messages");
        cx.commit().await.expect("commit");
        t.portal.clock().set(vn(2026, 11, 25, 7, 30));
        assert_eq!(bulletin::run(&t.portal).await.expect("run").sent, 3);
        let first = outbox::claim(&t.portal).await.expect("claim").expect("a message");
        outbox::failed(&t.portal, &first, "không kết nối được cổng gửi", false).await.expect("noted");
        t.portal.clock().set(vn(2026, 11, 25, 11, 29));
        assert!(outbox::claim(&t.portal).await.expect("claim").is_some(), "a minute before its end it may leave");
        t.portal.clock().set(vn(2026, 11, 25, 11, 30));
        assert!(outbox::claim(&t.portal).await.expect("claim").is_none(), "{}", t.engine);
        let found = messages(t, Event::TaskDigest).await;
        assert_eq!((outside(&found, "expired"), outside(&found, "sending")), (2, 1));
        assert!(found.iter().any(|(_, state, why)| state == "expired" && why.ends_with("Lần thử cuối: không kết nối được cổng gửi")));
        assert!(found.iter().all(|(_, state, why)| state != "expired" || !why.is_empty()));
        // The claim of the third ran out: nobody knows whether it arrived, so it is not sent again.
        t.portal.clock().set(vn(2026, 11, 25, 11, 32));
        assert!(outbox::claim(&t.portal).await.expect("claim").is_none());
        let found = messages(t, Event::TaskDigest).await;
        assert_eq!((outside(&found, "expired"), outside(&found, "needs_check")), (2, 1));
        assert_eq!(found.iter().filter(|(channel, state, _)| channel == "in_app" && state == "delivered").count(), 3, "the bell has them all the same");
    })
    .await;
}

/// A reminder is true on its day; a message about a new task is still worth sending the next.
#[tokio::test(flavor = "multi_thread")]
async fn a_reminder_is_not_sent_the_next_day() {
    with_dbs(async |t| {
        t.portal.clock().set(vn(2026, 11, 25, 7, 30));
        let to = Recipient { phone: Some("0999000001".into()), channels: vec![NotifyChannel::Sms], ..Recipient::default() };
        let mut cx = t.portal.write(&system()).await.expect("context");
        for event in [Event::TaskOverdue, Event::TaskAssigned] {
            notify::send(&mut cx, event, event.as_str(), &to, &[("ma", "NV-2026-000001".into())], "").await.expect("queued");
        }
        cx.commit().await.expect("commit");
        t.portal.clock().set(vn(2026, 11, 26, 7, 30));
        let left = outbox::claim(&t.portal).await.expect("claim").expect("a message");
        assert!(left.text.contains("Nhiem vu moi"), "{}", left.text);
        assert!(outbox::claim(&t.portal).await.expect("claim").is_none());
        assert_eq!(messages(t, Event::TaskOverdue).await[0].1, "expired", "{}", t.engine);
    })
    .await;
}
