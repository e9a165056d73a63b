//! What enters the store, who reads it, how it is marked.

use super::*;
use chrono::NaiveDate;
use domain::Error;
use domain::db::counting;
use domain::testing::with_dbs;

/// A published result lies in the store of its owner at once; electronic delivery returns it at that moment (02 §13).
#[tokio::test(flavor = "multi_thread")]
async fn a_result_enters_the_store_by_itself() {
    with_dbs(async |t| {
        lay_store(t).await;
        let returned = issue(t, 1, ResultDelivery::ElectronicOnly, ResultFacts::default()).await;
        assert_eq!(returned.state, DossierState::Returned, "{}", t.engine);
        let until = NaiveDate::from_ymd_opt(2027, 5, 23);
        issue(t, 2, ResultDelivery::AtCentre, ResultFacts { valid_until: until, scope: "Trong tỉnh".into(), sealed: true }).await;
        let lines = mine(t).await;
        assert_eq!(lines.iter().map(|line| line.number.as_str()).collect::<Vec<_>>(), ["2/TLKS", "1/TLKS"]);
        assert_eq!((lines[0].valid_until, lines[1].valid_until), (until, None));
        assert!(lines.iter().all(|line| line.name == "Đăng ký kết hôn" && line.validity == Validity::Valid && line.has_file));

        let mut cx = t.portal.read(&citizen()).await.unwrap();
        let (view, sent) = counting(results::my_document(&mut cx, &lines[0].code)).await;
        let view = view.unwrap();
        assert!(sent <= 4, "{}: {sent} statements", t.engine);
        assert_eq!((view.scope.as_str(), view.signer.as_str(), view.type_code.as_str()), ("Trong tỉnh", "Nguyễn Mẫu Dũng", "dang-ky-ket-hon"));
        assert_eq!(view.history.iter().map(|entry| entry.act).collect::<Vec<_>>(), [DocumentAct::Issued]);
        drop(cx);
        // A stranger and a visitor know nothing of it.
        let mut cx = t.portal.read(&stranger()).await.unwrap();
        assert!(matches!(results::my_document(&mut cx, &lines[0].code).await, Err(Error::NotFound)));
        assert!(matches!(results::document(&mut cx, &lines[0].code).await, Err(Error::NotFound)));
        assert_eq!(results::stored(&mut cx, &StoreFilter::default()).await.unwrap().total(), 0);
    })
    .await;
}

/// O18: officials see what comes from their dossiers, page by page in a bounded number of statements; opening is noted.
#[tokio::test(flavor = "multi_thread")]
async fn officials_read_and_the_owner_sees_it() {
    with_dbs(async |t| {
        lay_store(t).await;
        for n in 1..=3 {
            issue(t, n, ResultDelivery::AtCentre, ResultFacts::default()).await;
        }
        let mut cx = t.portal.read(&leader()).await.unwrap();
        let (list, sent) = counting(results::stored(&mut cx, &StoreFilter::default())).await;
        assert_eq!(list.unwrap().total(), 3);
        assert!(sent <= 3, "{}: {sent} statements", t.engine);
        let filter = StoreFilter { words: "2/tlks son".into(), validity: Some(Validity::Valid), page: 1 };
        assert_eq!(results::stored(&mut cx, &filter).await.unwrap().total(), 1);
        assert_eq!(results::stored(&mut cx, &StoreFilter { validity: Some(Validity::Revoked), ..filter }).await.unwrap().total(), 0);
        drop(cx);
        let code = code_of(t, "2/TLKS").await;
        run(t, &leader(), async |cx| results::document_file(cx, &code).await).await.unwrap();
        let mut cx = t.portal.read(&citizen()).await.unwrap();
        let uses = results::my_document(&mut cx, &code).await.unwrap().uses;
        assert_eq!(
            uses.iter().map(|one| (one.kind, one.actor.as_str(), one.unit.as_str())).collect::<Vec<_>>(),
            [(UseKind::Read, "Nguyễn Mẫu Dũng", "UBND phường Thành Lam")]
        );
    })
    .await;
}

/// Marks are for who signs for the issuing agency, once, and never delete.
#[tokio::test(flavor = "multi_thread")]
async fn documents_are_marked_never_deleted() {
    with_dbs(async |t| {
        lay_store(t).await;
        for n in 1..=2 {
            issue(t, n, ResultDelivery::AtCentre, ResultFacts::default()).await;
        }
        let (old, new) = (code_of(t, "1/TLKS").await, code_of(t, "2/TLKS").await);
        let by = |code: &str| Mark { by: Some(code.to_owned()), reason: "Cấp lại vì sai ngày sinh".into() };
        let mark = async |actor: &Actor, code: &str, version: i64, input: &Mark| run(t, actor, async |cx| results::mark(cx, code, version, input).await).await;
        assert!(matches!(mark(&officer(), &old, 1, &by(&new)).await, Err(Error::NotFound | Error::Forbidden { .. })));
        assert!(matches!(mark(&receptionist(), &old, 1, &by(&new)).await, Err(Error::Forbidden { .. })));
        assert!(matches!(mark(&stranger(), &old, 1, &by(&new)).await, Err(Error::NotFound)));
        assert!(matches!(mark(&leader(), &old, 1, &by(&old)).await, Err(Error::Invalid(_))), "itself");
        assert!(matches!(mark(&leader(), &old, 1, &by("GT-22222222")).await, Err(Error::Invalid(_))), "unknown");
        assert!(matches!(mark(&leader(), &old, 9, &by(&new)).await, Err(Error::Conflict(_))), "another version");
        mark(&leader(), &old, 1, &by(&new)).await.unwrap();
        assert!(matches!(mark(&leader(), &old, 2, &by(&new)).await, Err(Error::Conflict(_))), "twice");
        let mut cx = t.portal.read(&citizen()).await.unwrap();
        let view = results::my_document(&mut cx, &old).await.unwrap();
        assert_eq!((view.line.validity, view.replaced_by.as_str(), view.history.len()), (Validity::Replaced, new.as_str(), 2));
        assert_eq!(cx.conn().count("SELECT COUNT(*) FROM outbox WHERE event = 'document_marked'", args![]).await.unwrap(), 1);
    })
    .await;
}
