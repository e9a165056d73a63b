//! C24: what a stranger learns from a code or a digest.

use super::*;
use domain::Error;
use domain::db::counting;
use domain::testing::with_dbs;

async fn check(t: &TestPortal, typed: &str) -> Verified {
    let wanted = VerifyForm { code: typed.to_owned() }.validate().unwrap();
    run(t, &Actor::anonymous(), async |cx| results::verify(cx, &wanted, "203.0.113.9").await).await.unwrap()
}

/// C24: a stranger learns what a code or a digest stands for, and no name; a document that was replaced says so.
#[tokio::test(flavor = "multi_thread")]
async fn anybody_checks_and_learns_no_name() {
    with_dbs(async |t| {
        lay_store(t).await;
        for n in 1..=2 {
            issue(t, n, ResultDelivery::AtCentre, ResultFacts::default()).await;
        }
        let (old, new) = (code_of(t, "1/TLKS").await, code_of(t, "2/TLKS").await);
        let found = check(t, &old.to_lowercase()).await;
        let document = &found.documents[0];
        assert!(document.whole && document.chain.as_ref().unwrap().agrees, "{}", t.engine);
        assert_eq!((document.owner.as_str(), document.validity), ("N••••• M•• S••", Validity::Valid));
        let text = format!("{found:?}");
        for secret in ["Nguyễn Mẫu Sơn", "0999900001", "999012345678", "Phường Thành Lam", "H99.101-2"] {
            assert!(!text.contains(secret), "{secret}");
        }
        assert_eq!(check(t, &document.sha256).await.documents, found.documents);
        let mark = Mark { by: Some(new.clone()), reason: "Cấp lại vì sai ngày sinh".into() };
        run(t, &leader(), async |cx| results::mark(cx, &old, 1, &mark).await).await.unwrap();
        let after = check(t, &document.sha256).await;
        assert_eq!((after.documents[0].validity, after.documents[0].replaced_by.as_str()), (Validity::Replaced, new.as_str()));
        // The stored file changed since: neither whole nor silent.
        std::fs::write(t.portal.files().path(&document.sha256), b"x").unwrap();
        assert!(!check(t, &old).await.documents[0].whole);
        // What nobody knows.
        assert!(check(t, "GT-22222222").await.is_empty() && check(t, &"0".repeat(64)).await.is_empty());
        // An edited log does not agree. The log refuses edits, so its guard goes first.
        if t.engine == "sqlite" {
            run(t, &Actor::system("Kiểm thử"), async |cx| {
                cx.conn().exec("DROP TRIGGER audit_event_no_update", args![]).await?;
                cx.conn().exec("UPDATE audit_event SET actor_name = 'khác' WHERE action = 'document.issued'", args![]).await
            })
            .await
            .unwrap();
            assert!(!check(t, &new).await.documents[0].chain.as_ref().unwrap().agrees);
        }
    })
    .await;
}

/// A paper that was handed in is known by its digest; many tries of one address are refused.
#[tokio::test(flavor = "multi_thread")]
async fn single_files_are_known_and_tries_are_limited() {
    with_dbs(async |t| {
        lay_store(t).await;
        let blob = t.portal.files().put(b"%PDF-1.7\nGiay chung sinh\n%%EOF\n", 1_000).await.unwrap();
        let file = run(t, &citizen(), async |cx| domain::files::keep(cx, &blob, "Nguyen Mau Be.pdf", Purpose::Dossier).await).await.unwrap();
        run(t, &citizen(), async |cx| {
            let mut new = application(1, cx.now());
            new.parts[0].file_ids = vec![file.id];
            dossiers::create_submitted(cx, new).await
        })
        .await
        .unwrap();
        let wanted = Wanted::Hash(file.sha256.clone());
        let mut cx = t.portal.write(&Actor::anonymous()).await.unwrap();
        let (found, sent) = counting(results::verify(&mut cx, &wanted, "203.0.113.1")).await;
        cx.commit().await.unwrap();
        assert!(sent <= 20, "{}: {sent} statements", t.engine);
        let found = found.unwrap();
        let known = &found.files[0];
        assert_eq!((known.what.as_str(), known.unit.as_str()), ("Giấy tờ nộp: Giấy chứng sinh", "Trung tâm Phục vụ hành chính công phường Thành Lam"));
        assert!(known.chain.as_ref().unwrap().agrees && !format!("{found:?}").contains("Mau Be"));
        let mut refused = None;
        for n in 0..40 {
            let mut cx = t.portal.write(&Actor::anonymous()).await.unwrap();
            let outcome = results::verify(&mut cx, &wanted, "203.0.113.1").await;
            cx.commit().await.unwrap();
            if let Err(Error::RateLimited(_)) = outcome {
                refused = Some(n);
                break;
            }
        }
        assert_eq!(refused, Some(29), "{}", t.engine);
    })
    .await;
}
