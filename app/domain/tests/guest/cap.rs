//! How many drafts one applicant may have open, and how they get rid of one.

use super::support::{CODE, PDF, attach, create, view, visitor};
use domain::dossiers::draft::{self, DraftKey, Place};
use domain::testing::{TestPortal, with_dbs};
use domain::{Actor, Error, args};
use model::dossiers::apply::MOST_DRAFTS;
use std::time::Duration;

async fn discard(t: &TestPortal, actor: &Actor, key: &DraftKey) -> Result<(), Error> {
    let mut cx = t.portal.write(actor).await?;
    draft::discard(&mut cx, key).await?;
    cx.commit().await.map(drop)
}

async fn refused(t: &TestPortal, actor: &Actor) -> String {
    let mut cx = t.portal.write(actor).await.unwrap();
    assert!(draft::is_full(&mut cx).await.unwrap());
    let Err(Error::Conflict(text)) = draft::create(&mut cx, CODE).await else { panic!("one too many") };
    text
}

/// A telephone and an account each have their own number of drafts; what is deleted or submitted makes room.
#[tokio::test(flavor = "multi_thread")]
async fn drafts_have_an_end() {
    with_dbs(async |t| {
        let citizen = crate::catalogue::province(&t.portal).await;
        for actor in [visitor(), citizen.clone()] {
            let mut keys = Vec::new();
            for _ in 0..MOST_DRAFTS {
                t.portal.clock().advance(chrono::Duration::minutes(1));
                keys.push(create(t, &actor).await);
            }
            let (first, last) = (keys[0].clone(), keys[MOST_DRAFTS - 1].clone());
            let text = refused(t, &actor).await;
            assert!(text.contains("20 bản nháp") && !text.contains(&first.code), "{text}");
            assert_eq!(text.contains(&last.code), actor.is_signed_in(), "the latest are named to an account only: {text}");
            let mut cx = t.portal.read(&actor).await.unwrap();
            let listed = draft::traces(&mut cx).await.unwrap();
            assert_eq!((listed.len(), listed.is_sorted_by(|one, next| one.updated_at > next.updated_at)), (MOST_DRAFTS, true));
            assert_eq!(draft::by_code(&mut cx, &last.code).await.unwrap().code, last.code);
            drop(cx);

            let part = view(t, &actor, &first).await.parts[0].id;
            attach(t, &actor, &first, &Place::Part(part), PDF, "to.pdf").await.unwrap();
            for stranger in [Actor::guest("0999900072"), Actor::anonymous()] {
                assert!(matches!(discard(t, &stranger, &first).await, Err(Error::NotFound)), "somebody else's draft");
            }
            discard(t, &actor, &first).await.unwrap();
            assert!(matches!(discard(t, &actor, &first).await, Err(Error::NotFound)), "twice is once");
            create(t, &actor).await;
            refused(t, &actor).await;
            // What was submitted is no draft any more, and cannot be deleted.
            let mut cx = t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
            let now = cx.now();
            cx.conn().exec("UPDATE dossier_draft SET submitted_at = $2 WHERE code = $1", args![&last.code, now]).await.unwrap();
            cx.commit().await.unwrap();
            assert!(matches!(discard(t, &actor, &last).await, Err(Error::Conflict(_))));
            create(t, &actor).await;
        }
        let nobody = draft::traces(&mut t.portal.read(&Actor::anonymous()).await.unwrap()).await;
        assert!(matches!(nobody, Err(Error::Unauthorized)));
        let theirs = create(t, &Actor::guest("0999900073")).await;
        let mut cx = t.portal.read(&Actor::guest("0999900072")).await.unwrap();
        assert!(draft::traces(&mut cx).await.unwrap().is_empty());
        assert!(matches!(draft::by_code(&mut cx, &theirs.code).await, Err(Error::NotFound)), "a code of another number");
    })
    .await;
}

/// Two beginnings at one moment: the second waits for the first, and finds no room.
#[tokio::test(flavor = "multi_thread")]
async fn two_at_once_do_not_pass_the_end() {
    with_dbs(async |t| {
        let citizen = crate::catalogue::province(&t.portal).await;
        for actor in [visitor(), citizen.clone()] {
            for _ in 1..MOST_DRAFTS {
                create(t, &actor).await;
            }
            let mut first = t.portal.write(&actor).await.unwrap();
            draft::create(&mut first, CODE).await.unwrap();
            let (portal, other) = (t.portal.clone(), actor.clone());
            let mut second = tokio::spawn(async move {
                let mut cx = portal.write(&other).await?;
                draft::create(&mut cx, CODE).await?;
                cx.commit().await.map(drop)
            });
            assert!(tokio::time::timeout(Duration::from_millis(300), &mut second).await.is_err(), "it waits: {}", t.engine);
            first.commit().await.unwrap();
            assert!(matches!(second.await.unwrap(), Err(Error::Conflict(_))), "one too many: {}", t.engine);
            let mut cx = t.portal.write(&actor).await.unwrap();
            assert!(draft::is_full(&mut cx).await.unwrap() && draft::create(&mut cx, CODE).await.is_err(), "{}", t.engine);
        }
    })
    .await;
}
