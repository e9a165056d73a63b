//! Ratings that come from the national portal (02 §18, 09 §5): the one rating of a dossier, in the order in which the partner wrote them.

use super::partners::{lay_open, message, national, state_of, submission};
use crate::dossiers::fixture::*;
use domain::dossiers::partners::inbox::Reply;
use domain::testing::{TestPortal, with_dbs};
use domain::{Actor, args, dossiers, rating};
use model::dossiers::{Receive, Return};
use model::partners::InboxState;
use model::rating::{Rate, RatingLevel};
use serde_json::{Value, json};

fn given(minute: u32, level: i64, words: &str) -> Value {
    message("DanhGiaHoSo", "G22-1", minute, json!({ "MucDo": level, "NoiDung": words }))
}

async fn count(t: &TestPortal, sql: &'static str) -> i64 {
    t.portal.read(&Actor::system("Kiểm thử")).await.unwrap().conn().count(sql, args![]).await.unwrap()
}

/// Level and words of the one rating.
async fn stored(t: &TestPortal) -> Vec<(i64, String)> {
    t.portal.read(&Actor::system("Kiểm thử")).await.unwrap().conn().all("SELECT level, comment FROM rating", args![]).await.unwrap()
}

async fn returned(t: &TestPortal) -> String {
    let Reply::Kept { code, .. } = national(t, "S", &submission("G22-1")).await else { panic!("kept") };
    let dossier = run(t, &Actor::system("Kiểm thử"), async |cx| dossiers::by_any_code(cx, &code).await).await.unwrap().unwrap();
    let all = Receive { checked_parts: dossier.parts.iter().map(|part| part.id).collect(), note: String::new() };
    let received = run(t, &receptionist(), async |cx| dossiers::receive(cx, &code, dossier.version, &all).await).await.unwrap();
    let accepted = accept(t, &received).await;
    let ready = publish(t, &sign(t, &accepted).await).await;
    // Nobody rates what they do not have yet: a person looks at it.
    assert_eq!(state_of(&national(t, "R0", &given(1, 5, "")).await), InboxState::NeedsCheck);
    let handed = Return { receiver: "Nguyễn Mẫu Sơn".into(), ..Return::default() };
    run(t, &receptionist(), async |cx| dossiers::return_result(cx, &code, ready.version, &handed).await).await.unwrap();
    code
}

/// A message gives the rating, a later one changes it, an earlier one that comes late does not; the link of the message to the applicant
/// leads to the same rating.
#[tokio::test(flavor = "multi_thread")]
async fn one_rating_whoever_brings_it() {
    with_dbs(async |t| {
        lay_open(t).await;
        let code = returned(t).await;
        for _ in 0..3 {
            assert_eq!(state_of(&national(t, "R1", &given(10, 4, "Nhanh")).await), InboxState::Applied);
        }
        assert_eq!(stored(t).await, [(4, "Nhanh".to_owned())]);
        assert_eq!(count(t, "SELECT COUNT(*) FROM rating_event").await, 1, "a repeat changes nothing");
        assert_eq!(state_of(&national(t, "R3", &given(12, 2, "Phải chờ lâu")).await), InboxState::Applied);
        assert_eq!(stored(t).await, [(2, "Phải chờ lâu".to_owned())]);
        assert_eq!(count(t, "SELECT COUNT(*) FROM rating_follow_up").await, 1, "a low rating is followed up");
        // Written before the last one, brought after it.
        assert_eq!(state_of(&national(t, "R2", &given(11, 5, "")).await), InboxState::Applied);
        assert_eq!(stored(t).await, [(2, "Phải chờ lâu".to_owned())]);

        let id = run(t, &Actor::system("Kiểm thử"), async |cx| dossiers::by_any_code(cx, &code).await).await.unwrap().unwrap().id;
        let token = run(t, &Actor::system("Kiểm thử"), async |cx| rating::invite(cx, id).await).await.unwrap().token;
        let shown = rating::invitation(&mut t.portal.read(&Actor::anonymous()).await.unwrap(), &token).await.unwrap();
        assert_eq!(shown.rating.unwrap().level, RatingLevel::Dissatisfied);
        let better = Rate { level: RatingLevel::Satisfied, comment: String::new() };
        run(t, &Actor::anonymous(), async |cx| rating::rate(cx, &token, shown.version, &better).await).await.unwrap();
        assert_eq!(stored(t).await, [(4, String::new())]);
        assert_eq!(count(t, "SELECT COUNT(*) FROM rating_invite").await, 1);

        // Levels that nobody has are told to the partner; a rating that is locked waits for a person.
        for level in [0, 6, -1, i64::MAX] {
            assert!(matches!(national(t, &format!("sai-{level}"), &given(13, level, "")).await, Reply::Unreadable(_)), "{level}");
        }
        assert!(matches!(national(t, "dai", &given(13, 5, &"ă".repeat(2_001))).await, Reply::Unreadable(_)));
        t.portal.clock().advance(chrono::Duration::days(16));
        assert_eq!(state_of(&national(t, "R4", &given(20, 5, "")).await), InboxState::NeedsCheck);
        assert_eq!(stored(t).await, [(4, String::new())]);
    })
    .await;
}
