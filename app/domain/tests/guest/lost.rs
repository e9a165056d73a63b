//! Codes of drafts that somebody lost: the telephone gets them, the page does not.

use super::support::{PHONE, asked, create, visitor};
use domain::dossiers::guest;
use domain::notify::outbox;
use domain::testing::{vn, with_dbs};
use domain::{Actor, Error};

/// One message has the codes of all open drafts and nothing else about them; it leaves at night, too, three times an hour.
#[tokio::test(flavor = "multi_thread")]
async fn lost_codes_go_to_the_telephone() {
    with_dbs(async |t| {
        let citizen = crate::catalogue::province(&t.portal).await;
        t.portal.clock().set(vn(2026, 11, 23, 22, 0));
        assert!(matches!(guest::send_codes(&t.portal, &visitor(), "a").await, Err(Error::Conflict(_))), "nothing is open: {}", t.engine);
        let codes = [create(t, &visitor()).await.code, create(t, &visitor()).await.code];
        create(t, &Actor::guest("0999900072")).await;
        assert_eq!(guest::send_codes(&t.portal, &visitor(), "a").await.unwrap(), 2);
        let sent = outbox::claim(&t.portal).await.unwrap().unwrap();
        assert_eq!((sent.channel.as_str(), sent.address.as_str()), ("sms", PHONE), "{}", t.engine);
        assert!(codes.iter().all(|code| sent.text.contains(code)) && sent.text.matches("N-").count() == 2, "{}", sent.text);
        assert!(!sent.text.contains('{') && !sent.text.contains("trich luc"), "{}", sent.text);
        assert!(outbox::claim(&t.portal).await.unwrap().is_none(), "one message: {}", t.engine);

        for stranger in [Actor::anonymous(), citizen] {
            assert!(matches!(guest::send_codes(&t.portal, &stranger, "a").await, Err(Error::NotFound)), "{}", t.engine);
        }
        for _ in 0..2 {
            guest::send_codes(&t.portal, &visitor(), "a").await.unwrap();
        }
        assert!(matches!(guest::send_codes(&t.portal, &visitor(), "b").await, Err(Error::RateLimited(_))), "{}", t.engine);
        asked(t, PHONE, "a").await.unwrap();
    })
    .await;
}
