//! Invitations, giving and changing a rating.

use crate::rating::support::*;
use chrono::Duration;
use domain::testing::{vn, with_dbs};
use domain::{Error, args, rating};
use model::rating::{CommentState, RatingLevel};

/// One unguessable link per returned dossier and person; the same however often it is asked for.
#[tokio::test(flavor = "multi_thread")]
async fn one_link_per_dossier_and_person() {
    with_dbs(async |t| {
        lay(t, 3).await;
        let first = invite(t, 1).await;
        assert_eq!(invite(t, 1).await, first);
        assert!(first.len() == 64 && first.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let third = invite(t, 3).await;
        assert_eq!(invite(t, 3).await, third);
        assert_ne!(third, first);
        let early = run(&t.portal, &system(), async |cx| rating::invite(cx, 2).await).await;
        assert!(matches!(early, Err(Error::Conflict(_))), "{early:?}");
        assert!(matches!(run(&t.portal, &system(), async |cx| rating::invite(cx, 99).await).await, Err(Error::NotFound)));
        // Only the own link is told.
        let link = async |account: i64, dossier: i64| run(&t.portal, &citizen(account), async |cx| rating::link_of(cx, dossier).await).await.unwrap();
        assert_eq!(link(APPLICANT, 1).await.unwrap().link, format!("/danh-gia/{first}"));
        assert_eq!(link(1, 1).await, None);
        assert_eq!(link(APPLICANT, 3).await, None);
        assert!(matches!(rate(t, "khong-co", 0, &of(RatingLevel::Neutral, "")).await, Err(Error::NotFound)));
    })
    .await;
}

/// One rating per link, changeable for 15 days, then locked; an unused link ends after 90 days.
#[tokio::test(flavor = "multi_thread")]
async fn changeable_for_fifteen_days() {
    with_dbs(async |t| {
        lay(t, 3).await;
        let p = &t.portal;
        let start = vn(2026, 11, 23, 9, 0);
        p.clock().set(start);
        let (token, unused) = (invite(t, 1).await, invite(t, 3).await);
        rate(t, &token, 0, &of(RatingLevel::Neutral, "")).await.unwrap();
        assert!(matches!(rate(t, &token, 0, &of(RatingLevel::Satisfied, "")).await, Err(Error::Conflict(_))), "an old page");
        p.clock().set(start + Duration::days(15) - Duration::seconds(1));
        rate(t, &token, 1, &of(RatingLevel::VerySatisfied, "Rất nhanh")).await.unwrap();
        let mut cx = p.read(&visitor()).await.unwrap();
        let view = rating::invitation(&mut cx, &token).await.unwrap();
        let given = view.rating.unwrap();
        assert_eq!(
            (given.level, given.comment_state, given.first_at, view.version, view.open),
            (RatingLevel::VerySatisfied, CommentState::Pending, start, 2, true)
        );
        drop(cx);
        p.clock().set(start + Duration::days(15));
        let locked = rate(t, &token, 2, &of(RatingLevel::Satisfied, "")).await;
        assert!(matches!(locked, Err(Error::Conflict(_))), "{locked:?}");
        p.clock().set(start + Duration::days(90));
        assert!(matches!(rate(t, &unused, 0, &of(RatingLevel::Satisfied, "")).await, Err(Error::Conflict(_))));
        let mut cx = p.read(&visitor()).await.unwrap();
        assert!(!rating::invitation(&mut cx, &unused).await.unwrap().open);
        assert_eq!(cx.conn().count("SELECT COUNT(*) FROM rating", args![]).await.unwrap(), 1);
        assert_eq!(cx.conn().count("SELECT COUNT(*) FROM rating_event", args![]).await.unwrap(), 2);
        drop(cx);
        for statement in ["UPDATE rating_event SET level = 5", "DELETE FROM rating_event"] {
            let mut cx = p.write(&system()).await.unwrap();
            assert!(cx.conn().exec(statement, args![]).await.is_err(), "{statement}");
        }
    })
    .await;
}

/// The same link sent by many at once: one rating, the others are told that they are late.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_rating_however_often_it_is_sent() {
    with_dbs(async |t| {
        lay(t, 1).await;
        let token = invite(t, 1).await;
        let mut tries = Vec::new();
        for n in 0..8 {
            let (portal, token) = (t.portal.clone(), token.clone());
            let input = of(if n % 2 == 0 { RatingLevel::VeryDissatisfied } else { RatingLevel::Satisfied }, "");
            tries.push(tokio::spawn(async move { run(&portal, &visitor(), async |cx| rating::rate(cx, &token, 0, &input).await).await }));
        }
        let mut stored = 0;
        for one in tries {
            match one.await.unwrap() {
                Ok(()) => stored += 1,
                Err(Error::Conflict(_)) => {}
                Err(other) => panic!("{}: {other:?}", t.engine),
            }
        }
        assert_eq!(stored, 1, "{}", t.engine);
        let mut cx = t.portal.read(&system()).await.unwrap();
        assert_eq!(cx.conn().count("SELECT COUNT(*) FROM rating", args![]).await.unwrap(), 1);
        assert!(cx.conn().count("SELECT COUNT(*) FROM rating_follow_up", args![]).await.unwrap() <= 1);
    })
    .await;
}
