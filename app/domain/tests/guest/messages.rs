//! Tracking by SMS and Zalo: the very facts of the page, in few words, with the same limits (02 §19, 09 §2).

use super::support::{create, fill, submit, visitor};
use chrono::Duration;
use domain::dossiers::tracking::{answer_message, track};
use domain::testing::{TestPortal, with_dbs};
use domain::{Actor, args};
use model::dossiers::apply::{Ask, MISS, TOO_OFTEN, Tracked};
use model::format::time_date;
use model::notify::NotifyChannel::{self, Sms, Zalo};
use model::text::gsm_ascii;

async fn ask(t: &TestPortal, channel: NotifyChannel, from: &str, text: &str) -> String {
    answer_message(&t.portal, channel, from, text).await.unwrap()
}

async fn page(t: &TestPortal, code: &str, check: Option<&str>) -> Tracked {
    let mut cx = t.portal.write(&Actor::anonymous()).await.unwrap();
    let found = track(&mut cx, code, check, "page").await.unwrap().unwrap();
    cx.commit().await.unwrap();
    found
}

/// Page and message cannot disagree: state, date and what is left are those of the page; names and numbers stay out.
#[tokio::test(flavor = "multi_thread")]
async fn a02_07_messages_say_what_the_page_says() {
    with_dbs(async |t| {
        crate::catalogue::province(&t.portal).await;
        let key = create(t, &visitor()).await;
        fill(t, &visitor(), &key).await;
        submit(t, &visitor(), &key).await.unwrap();
        let shown = page(t, &key.code, None).await;
        let (words, at) = shown.date_that_counts();
        let facts = [key.code.clone(), shown.state.label().to_owned(), format!("{words} {}", time_date(at.unwrap())), shown.remaining.clone()];
        let sms = ask(t, Sms, "0999900055", &format!("hs {}", key.code.to_lowercase())).await;
        assert!(sms.is_ascii() && sms.len() <= 160, "{} {sms}", sms.len());
        let zalo = ask(t, Zalo, "0999900055", &key.code).await;
        for fact in &facts {
            assert!(!fact.is_empty() && sms.contains(&gsm_ascii(fact)) && zalo.contains(fact), "{fact}: {sms} / {zalo}");
        }
        assert!(zalo.contains(&shown.procedure_name) && zalo.contains(&shown.receiving_unit));
        let full = ask(t, Zalo, "0999900055", &format!("TRACUU {} 0071", key.code)).await;
        let private = page(t, &key.code, Some("0071")).await.private.unwrap();
        assert!(full.contains(&private.delivery) && !zalo.contains(&private.delivery), "{full}");
        for text in [&sms, &zalo, &full] {
            for secret in ["Nguyễn", "Nguyen", "Hạnh", "0999900071", "999000000071", "Bờ Sông", "Bo Song"] {
                assert!(!text.contains(secret), "{secret}: {text}");
            }
        }
        let mut cx = t.portal.read(&Actor::anonymous()).await.unwrap();
        let sent: Vec<(String, String)> = cx.conn().all("SELECT channel, text FROM outbox WHERE event = 'tracking_answer' ORDER BY id", args![]).await.unwrap();
        assert_eq!(sent, [("sms".to_owned(), sms), ("zalo".to_owned(), zalo), ("zalo".to_owned(), full)]);
    })
    .await;
}

/// A wrong code and wrong digits get the same answer, nonsense gets help, and the limits of the page hold.
#[tokio::test(flavor = "multi_thread")]
async fn a10_10_messages_have_the_limits_of_the_page() {
    with_dbs(async |t| {
        crate::catalogue::province(&t.portal).await;
        let key = create(t, &visitor()).await;
        fill(t, &visitor(), &key).await;
        submit(t, &visitor(), &key).await.unwrap();
        let miss = gsm_ascii(MISS);
        for odd in ["xin chào", "", "HS", &"ă".repeat(10_000), "TRACUU a'; DROP TABLE dossier;--"] {
            assert_eq!(ask(t, Sms, "0999900055", odd).await, gsm_ascii(Ask::HELP));
        }
        for code in [key.code.as_str(), "N-261123-AAAAAA"] {
            for _ in 0..5 {
                assert_eq!(ask(t, Sms, "0999900055", &format!("TRACUU {code} 9999")).await, miss, "{code}");
            }
            assert_eq!(ask(t, Sms, "0999900056", &format!("TRACUU {code} 9999")).await, gsm_ascii(TOO_OFTEN), "{code}");
        }
        for _ in 0..30 {
            assert_eq!(ask(t, Sms, "0999900057", "HS N-1").await, miss);
        }
        assert_eq!(ask(t, Sms, "0999900057", &format!("HS {}", key.code)).await, gsm_ascii(TOO_OFTEN));
        assert!(ask(t, Sms, "0999900058", &format!("HS {}", key.code)).await.contains("Cho tiep nhan"));
        t.portal.clock().advance(Duration::minutes(61));
        assert!(ask(t, Sms, "0999900057", &format!("TRACUU {} 0071", key.code)).await.contains("Cho tiep nhan"));
    })
    .await;
}
