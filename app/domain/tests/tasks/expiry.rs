//! 09 §1.5: what waited at the gateway longer than it is true is dropped with its reason, never sent stale.

use super::bulletin::world;
use super::support::system;
use domain::args;
use domain::db::Query;
use domain::notify::outbox::Missed;
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
        outbox::failed(&t.portal, &first, "không kết nối được cổng gửi", Missed::NotTaken).await.expect("noted");
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

/// 09 §1.4: whatever a provider may have taken is for a person to look at; nobody is told that it did not go.
#[tokio::test(flavor = "multi_thread")]
async fn what_may_have_arrived_is_never_called_expired() {
    with_dbs(async |t| {
        t.portal.clock().set(vn(2026, 11, 25, 8, 0));
        let mut cx = t.portal.write(&system()).await.expect("context");
        for phone in ["0999000001", "0999000002", "0999000003", "0999000004"] {
            let to = Recipient { phone: Some(phone.into()), channels: vec![NotifyChannel::Sms], ..Recipient::default() };
            notify::send(&mut cx, Event::TaskDigest, "ban-tin", &to, &[("ban_tin", "556 NV".into())], "").await.expect("queued");
        }
        cx.commit().await.expect("commit");
        let mut first = Vec::new();
        while let Some(message) = outbox::claim(&t.portal).await.expect("claim") {
            first.push(message);
        }
        let [silent, away, hung, refused] = &first[..] else { panic!("{}: {} messages", t.engine, first.len()) };
        outbox::failed(&t.portal, silent, "không trả lời", Missed::Unknown).await.expect("noted");
        outbox::failed(&t.portal, away, "không kết nối được", Missed::NotTaken).await.expect("noted");
        outbox::failed(&t.portal, refused, "không trả lời", Missed::Unknown).await.expect("noted");
        // Whoever sent the third has not come back: another process takes it over.
        t.portal.clock().set(vn(2026, 11, 25, 8, 5));
        let mut again = 0;
        while let Some(message) = outbox::claim(&t.portal).await.expect("claim") {
            let missed = if message.id == refused.id { Missed::Refused } else { Missed::NotTaken };
            outbox::failed(&t.portal, &message, "lần hai", missed).await.expect("noted");
            again += 1;
        }
        assert_eq!(again, 4, "{}", t.engine);
        t.portal.clock().set(vn(2026, 11, 25, 12, 0));
        assert!(outbox::claim(&t.portal).await.expect("claim").is_none());
        let states = async || messages(t, Event::TaskDigest).await.into_iter().map(|(_, state, _)| state).collect::<Vec<_>>();
        assert_eq!(states().await, ["needs_check", "expired", "needs_check", "needs_check"], "{}", t.engine);
        // The answers of the first try come at last: a refusal of one try proves nothing of the other, a receipt does.
        outbox::failed(&t.portal, hung, "không kết nối được", Missed::NotTaken).await.expect("noted");
        outbox::sent(&t.portal, silent, "p1").await.expect("noted");
        assert!(outbox::claim(&t.portal).await.expect("claim").is_none());
        assert_eq!(states().await, ["delivered", "expired", "needs_check", "needs_check"], "{}", t.engine);
    })
    .await;
}
