//! 09 §1.6: an SMS beside Zalo leaves only if Zalo has certainly not taken the message, and once.

use chrono::Duration;
use domain::notify::outbox::{self, Missed, Outgoing};
use domain::notify::{self, Recipient};
use domain::testing::{TestPortal, vn, with_dbs};
use domain::{Actor, args};
use model::notify::{Event, NotifyChannel};

fn system() -> Actor {
    Actor::system("Kiểm thử")
}

/// Queues a message for one telephone.
async fn told(t: &TestPortal, key: &str, channels: &[NotifyChannel]) {
    let to = Recipient { phone: Some("0999000001".into()), channels: channels.to_vec(), ..Recipient::default() };
    let mut cx = t.portal.write(&system()).await.expect("context");
    notify::send(&mut cx, Event::DossierReceived, key, &to, &[], "").await.expect("queued");
    cx.commit().await.expect("commit");
}

async fn next(t: &TestPortal) -> Option<Outgoing> {
    outbox::claim(&t.portal).await.expect("claim")
}

/// Channel and state of the messages of a key.
async fn states(t: &TestPortal, key: &str) -> Vec<(String, String)> {
    let mut cx = t.portal.read(&system()).await.expect("context");
    cx.conn().all("SELECT channel, state FROM outbox WHERE event_key = $1 ORDER BY channel", args![key]).await.expect("messages")
}

fn both(sms: &str, zalo: &str) -> Vec<(String, String)> {
    vec![("sms".to_owned(), sms.to_owned()), ("zalo".to_owned(), zalo.to_owned())]
}

const BOTH: [NotifyChannel; 2] = [NotifyChannel::Sms, NotifyChannel::Zalo];

#[tokio::test(flavor = "multi_thread")]
async fn an_sms_stands_in_for_zalo_once() {
    with_dbs(async |t| {
        t.portal.clock().set(vn(2026, 11, 25, 9, 0));
        // Taken: the SMS never leaves.
        told(t, "a", &BOTH).await;
        let zalo = next(t).await.expect("a message");
        assert_eq!(zalo.channel, "zalo", "{}", t.engine);
        outbox::sent(&t.portal, &zalo, "p").await.expect("noted");
        assert!(next(t).await.is_none());
        assert_eq!(states(t, "a").await, both("suppressed", "delivered"), "{}", t.engine);
        // Refused: the SMS leaves, and nothing stands in for an SMS.
        told(t, "b", &BOTH).await;
        outbox::failed(&t.portal, &next(t).await.expect("Zalo"), "không dùng Zalo", Missed::Refused).await.expect("noted");
        let sms = next(t).await.expect("the SMS");
        assert_eq!(sms.channel, "sms");
        outbox::failed(&t.portal, &sms, "số không có", Missed::Refused).await.expect("noted");
        assert!(next(t).await.is_none());
        assert_eq!(states(t, "b").await, both("failed", "suppressed"), "{}", t.engine);
        // Perhaps taken: a person looks at it, nothing is sent twice.
        told(t, "c", &BOTH).await;
        outbox::failed(&t.portal, &next(t).await.expect("Zalo"), "không trả lời", Missed::Unknown).await.expect("noted");
        t.portal.clock().advance(Duration::hours(1));
        outbox::failed(&t.portal, &next(t).await.expect("Zalo again"), "không dùng Zalo", Missed::Refused).await.expect("noted");
        assert!(next(t).await.is_none());
        assert_eq!(states(t, "c").await, both("suppressed", "needs_check"), "{}", t.engine);
        // Not chosen: nothing stands in, and an SMS alone leaves at once.
        told(t, "d", &[NotifyChannel::Zalo]).await;
        outbox::failed(&t.portal, &next(t).await.expect("Zalo"), "không dùng Zalo", Missed::Refused).await.expect("noted");
        assert!(next(t).await.is_none());
        told(t, "e", &[NotifyChannel::Sms]).await;
        assert_eq!(next(t).await.expect("a message").channel, "sms");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_that_is_away_has_a_quarter_of_an_hour() {
    with_dbs(async |t| {
        t.portal.clock().set(vn(2026, 11, 25, 9, 0));
        told(t, "a", &BOTH).await;
        // Tries at 0, 1, 6 and 36 minutes.
        for wait in [0, 1, 5, 30] {
            assert_eq!(states(t, "a").await, both("suppressed", "queued"), "{} before the wait of {wait}", t.engine);
            t.portal.clock().advance(Duration::minutes(wait));
            let zalo = next(t).await.expect("a try");
            assert_eq!(zalo.channel, "zalo");
            outbox::failed(&t.portal, &zalo, "không kết nối được", Missed::NotTaken).await.expect("noted");
        }
        assert_eq!(states(t, "a").await, both("queued", "suppressed"), "{}", t.engine);
        let sms = next(t).await.expect("the SMS");
        outbox::sent(&t.portal, &sms, "p").await.expect("noted");
        t.portal.clock().advance(Duration::hours(5));
        assert!(next(t).await.is_none(), "{}: Zalo is not tried again", t.engine);
    })
    .await;
}

/// What operators see of the queue is what the next claims take.
#[tokio::test(flavor = "multi_thread")]
async fn messages_due_are_those_that_can_leave() {
    with_dbs(async |t| {
        let due = async || outbox::due(&mut t.portal.read(&system()).await.unwrap()).await.unwrap();
        t.portal.clock().set(vn(2026, 11, 23, 20, 0));
        assert_eq!(due().await, 0, "{}", t.engine);
        told(t, "a", &BOTH).await;
        told(t, "b", &[NotifyChannel::Sms]).await;
        assert_eq!(due().await, 2, "{}: an SMS that stands by is not due", t.engine);
        t.portal.clock().set(vn(2026, 11, 23, 22, 0));
        assert_eq!((due().await, next(t).await.is_none()), (0, true), "{}: quiet hours", t.engine);
        t.portal.clock().set(vn(2026, 11, 24, 8, 0));
        let message = next(t).await.unwrap();
        assert_eq!(due().await, 1, "{}: what is being sent is not due", t.engine);
        outbox::sent(&t.portal, &message, "p").await.unwrap();
        assert_eq!(due().await, 1, "{}", t.engine);
    })
    .await;
}
