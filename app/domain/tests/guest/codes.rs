//! One-time codes (10 §9): five tries, once, ten minutes, three an hour; and nobody learns what belongs together.

use super::support::{PHONE, asked, codes_sent, create, fill, newest_code, submit, visitor};
use chrono::Duration;
use domain::dossiers::guest;
use domain::identity::phone;
use domain::testing::with_dbs;
use domain::{Actor, Error, args};
use model::dossiers::apply::Entry;

fn entry(code: &str, phone: &str) -> Entry {
    Entry { code: code.to_owned(), phone: phone.to_owned() }
}

/// A code counts once, five wrong tries void it, ten minutes end it.
#[tokio::test(flavor = "multi_thread")]
async fn a_code_counts_once_five_tries_ten_minutes() {
    with_dbs(async |t| {
        crate::catalogue::province(&t.portal).await;
        let token = asked(t, PHONE, "a").await.unwrap();
        let code = newest_code(t).await;
        let wrong = if code == "000000" { "000001" } else { "000000" };
        let Err(Error::Invalid(errors)) = phone::confirm(&t.portal, &token, wrong).await else { panic!("accepted") };
        assert_eq!(errors.of("ma_xac_thuc"), Some("Mã xác thực không đúng. Bạn còn 4 lần thử."));
        let opened = guest::enter(&t.portal, &token, &format!(" {code} ")).await.unwrap();
        assert!(opened.to.starts_with("/nop/N-261123-") && !opened.to.contains(&opened.token), "{}", opened.to);
        let actor = phone::actor_of(&t.portal, &opened.token).await.unwrap().unwrap();
        assert_eq!((actor.phone.as_deref(), actor.is_signed_in(), actor.name.as_str()), (Some(PHONE), false, "Người nộp (số 099•••071)"));
        assert!(matches!(guest::enter(&t.portal, &token, &code).await, Err(Error::Invalid(_))), "a second time");

        let token = asked(t, PHONE, "a").await.unwrap();
        let code = newest_code(t).await;
        let wrong = if code == "000000" { "000001" } else { "000000" };
        for _ in 0..5 {
            assert!(phone::confirm(&t.portal, &token, wrong).await.is_err());
        }
        assert!(matches!(phone::confirm(&t.portal, &token, &code).await, Err(Error::Invalid(_))), "void after five");

        let token = asked(t, PHONE, "a").await.unwrap();
        let code = newest_code(t).await;
        t.portal.clock().advance(Duration::minutes(10));
        assert!(matches!(phone::confirm(&t.portal, &token, &code).await, Err(Error::Invalid(_))), "too late");
        for odd in ["", "\u{0}", &"0".repeat(10_000), "ă"] {
            assert!(phone::confirm(&t.portal, odd, odd).await.is_err());
        }

        t.portal.clock().advance(Duration::hours(24));
        assert!(phone::actor_of(&t.portal, &opened.token).await.unwrap().is_none(), "a day later");
        domain::identity::nightly(&t.portal).await.unwrap();
        let mut cx = t.portal.read(&Actor::anonymous()).await.unwrap();
        assert_eq!(cx.conn().count("SELECT (SELECT COUNT(*) FROM phone_code) + (SELECT COUNT(*) FROM phone_session)", args![]).await.unwrap(), 0);
    })
    .await;
}

/// A10-10: three codes an hour and ten a day per telephone, twenty an hour per address.
#[tokio::test(flavor = "multi_thread")]
async fn a10_10_codes_are_limited() {
    with_dbs(async |t| {
        crate::catalogue::province(&t.portal).await;
        for _ in 0..3 {
            asked(t, PHONE, "a").await.unwrap();
        }
        assert!(matches!(asked(t, PHONE, "b").await, Err(Error::RateLimited(_))), "from any address");
        for hour in 1..=3 {
            t.portal.clock().advance(Duration::minutes(61));
            for _ in 0..3 {
                let sent = asked(t, PHONE, &format!("c{hour}")).await;
                assert!(sent.is_ok() || hour == 3, "{sent:?}");
            }
        }
        assert_eq!(codes_sent(t).await, 10, "ten a day");
        for n in 0..20 {
            asked(t, &format!("09998{n:05}"), "d").await.unwrap();
        }
        assert!(matches!(asked(t, "0999899999", "d").await, Err(Error::RateLimited(_))));
    })
    .await;
}

/// Neither code nor number stands in the tables in clear, and a code is sent only if number and dossier belong together.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_learns_what_belongs_together() {
    with_dbs(async |t| {
        let citizen = crate::catalogue::province(&t.portal).await;
        let key = create(t, &visitor()).await;
        assert_eq!(codes_sent(t).await, 0);
        let right = guest::ask_to_open(&t.portal, &entry(&key.code, PHONE), "a").await.unwrap();
        assert_eq!(codes_sent(t).await, 1);
        let code = newest_code(t).await;
        let wrong = guest::ask_to_open(&t.portal, &entry(&key.code, "0999900072"), "a").await.unwrap();
        let unknown = guest::ask_to_open(&t.portal, &entry("N-261123-AAAAAA", PHONE), "a").await.unwrap();
        // A draft of an account is not opened with its telephone number.
        let owned = create(t, &citizen).await;
        let foreign = guest::ask_to_open(&t.portal, &entry(&owned.code, "0999900001"), "a").await.unwrap();
        assert_eq!(codes_sent(t).await, 1, "nothing more was sent");
        assert!([&right, &wrong, &unknown, &foreign].iter().all(|token| token.len() == 64));
        for token in [&wrong, &unknown, &foreign] {
            assert!(phone::confirm(&t.portal, token, &code).await.is_err());
        }
        let mut cx = t.portal.read(&Actor::anonymous()).await.unwrap();
        let rows: Vec<(String, String, String)> = cx.conn().all("SELECT token_hash, phone_sealed, code_hash FROM phone_code", args![]).await.unwrap();
        assert_eq!(rows.len(), 4);
        for (token, sealed, hash) in rows {
            assert!(![&right, &wrong, &unknown, &foreign].contains(&&token) && sealed.starts_with("s1:") && !hash.contains(&code));
        }
        drop(cx);
        assert_eq!(guest::enter(&t.portal, &right, &code).await.unwrap().to, format!("/nop/{}", key.code));

        fill(t, &visitor(), &key).await;
        submit(t, &visitor(), &key).await.unwrap();
        t.portal.clock().advance(Duration::minutes(61));
        let token = guest::ask_to_open(&t.portal, &entry(&key.code, PHONE), "a").await.unwrap();
        let code = newest_code(t).await;
        assert_eq!(guest::enter(&t.portal, &token, &code).await.unwrap().to, format!("/ho-so-cua-toi/{}", key.code));
    })
    .await;
}
