//! What officials do with ratings, and what everybody may read.

use crate::rating::support::*;
use domain::rating::{self, Target};
use domain::testing::{TestPortal, vn, with_dbs};
use domain::today::{self, WorkKind};
use domain::{Error, args};
use model::rating::{Answer, CommentState, Moderate, RatingFilter, RatingGroup, RatingLevel};

fn filter(group: RatingGroup) -> RatingFilter {
    RatingFilter { group, level: None, words: String::new(), from: None, to: None, page: 1 }
}

async fn version(t: &TestPortal, id: i64) -> Target {
    let mut cx = t.portal.read(&system()).await.unwrap();
    let (version,): (i64,) = cx.conn().one("SELECT version FROM rating WHERE id = $1", args![id]).await.unwrap();
    Target { id, version }
}

/// Levels 1 and 2 open a follow-up, due at the end of hours of the third working day; the leader is told and closes it.
#[tokio::test(flavor = "multi_thread")]
async fn low_levels_open_a_follow_up() {
    with_dbs(async |t| {
        lay(t, 3).await;
        let p = &t.portal;
        p.clock().set(vn(2026, 11, 23, 9, 0));
        let token = invite(t, 1).await;
        rate(t, &token, 0, &of(RatingLevel::Dissatisfied, "Phải đi lại hai lần")).await.unwrap();
        let id = row(t, &token).await;
        let mut cx = p.read(&leader()).await.unwrap();
        let detail = rating::find(&mut cx, id).await.unwrap();
        // 24/11/2026 is a day off: Wednesday, Thursday, Friday.
        assert_eq!(detail.follow_ups.len(), 1);
        assert_eq!(detail.follow_ups[0].due_at, vn(2026, 11, 27, 17, 0));
        let told: Vec<(Option<i64>, String)> = cx.conn().all("SELECT account_id, text FROM outbox WHERE event = 'rating_follow_up'", args![]).await.unwrap();
        assert_eq!(told.len(), 1);
        assert!(told[0].0 == Some(1) && told[0].1.contains("H99.101-261120-0001") && !told[0].1.contains('{'), "{told:?}");
        let (load, items) = (today::waiting_load(&mut cx, WorkKind::Rating).await.unwrap(), rating::work_items(&mut cx).await.unwrap());
        assert_eq!((load.total, load.overdue, load.today, items.len(), items[0].kind), (1, 0, 0, 1, WorkKind::Rating));
        drop(cx);
        p.clock().set(vn(2026, 11, 27, 9, 0));
        let mut cx = p.read(&leader()).await.unwrap();
        assert_eq!(today::waiting_load(&mut cx, WorkKind::Rating).await.unwrap().today, 1);
        drop(cx);
        p.clock().set(vn(2026, 11, 27, 17, 1));
        let mut cx = p.read(&leader()).await.unwrap();
        assert_eq!(today::waiting_load(&mut cx, WorkKind::Rating).await.unwrap().overdue, 1);
        drop(cx);
        let target = version(t, id).await;
        let close = async |actor: domain::Actor| run(p, &actor, async |cx| rating::close_follow_up(cx, target, "Đã gọi điện xin lỗi").await).await;
        assert!(matches!(close(other_leader()).await, Err(Error::NotFound)));
        assert!(matches!(close(moderator()).await, Err(Error::Forbidden { .. })));
        assert!(matches!(close(visitor()).await, Err(Error::Unauthorized)));
        close(leader()).await.unwrap();
        assert!(matches!(close(leader()).await, Err(Error::Conflict(_))), "the version is old");
        let again = version(t, id).await;
        assert!(matches!(run(p, &leader(), async |cx| rating::close_follow_up(cx, again, "Lần hai").await).await, Err(Error::Conflict(_))), "none is open");
        // Better and worse again: that is a new matter. Still worse is the same.
        for level in [RatingLevel::Satisfied, RatingLevel::Dissatisfied, RatingLevel::VeryDissatisfied] {
            let version = version(t, id).await.version;
            rate(t, &token, version, &of(level, "Phải đi lại hai lần")).await.unwrap();
        }
        let mut cx = p.read(&leader()).await.unwrap();
        let follow_ups = rating::find(&mut cx, id).await.unwrap().follow_ups;
        assert_eq!(follow_ups.iter().map(|row| row.closed_at.is_some()).collect::<Vec<_>>(), [false, true]);
        assert_eq!((follow_ups[1].closed_by.as_str(), follow_ups[1].outcome.as_str()), ("Nguyễn Mẫu Dũng", "Đã gọi điện xin lỗi"));
    })
    .await;
}

/// Words are public only after a decision of somebody outside the unit; changed words wait again.
#[tokio::test(flavor = "multi_thread")]
async fn words_wait_for_a_decision() {
    with_dbs(async |t| {
        lay(t, 3).await;
        let p = &t.portal;
        let token = invite(t, 1).await;
        rate(t, &token, 0, &of(RatingLevel::Satisfied, "Nhanh và rõ ràng")).await.unwrap();
        let id = row(t, &token).await;
        let public = async || run(p, &visitor(), async |cx| rating::comments(cx, "H99.101", 1).await).await.unwrap();
        assert_eq!(public().await.total(), 0);
        let target = version(t, id).await;
        assert!(matches!(run(p, &leader(), async |cx| rating::moderate(cx, target, &Moderate::Approve).await).await, Err(Error::Forbidden { .. })));
        run(p, &moderator(), async |cx| rating::moderate(cx, target, &Moderate::Approve).await).await.unwrap();
        let answer = Answer { text: "Cảm ơn ông/bà đã góp ý.".into() };
        let target = version(t, id).await;
        assert!(matches!(run(p, &moderator(), async |cx| rating::answer(cx, target, &answer).await).await, Err(Error::Forbidden { .. })));
        run(p, &leader(), async |cx| rating::answer(cx, target, &answer).await).await.unwrap();
        let shown = public().await;
        assert_eq!((shown.total(), shown.rows[0].comment.as_str(), shown.rows[0].answer.as_str()), (1, "Nhanh và rõ ràng", answer.text.as_str()));
        assert!(!format!("{shown:?}").contains("Mẫu"), "no name");
        // Another level with the same words stays public, other words wait.
        let now = version(t, id).await.version;
        rate(t, &token, now, &of(RatingLevel::VerySatisfied, "Nhanh và rõ ràng")).await.unwrap();
        assert_eq!(public().await.total(), 1);
        rate(t, &token, now + 1, &of(RatingLevel::VerySatisfied, "Ông A ở quầy 2 rất tệ")).await.unwrap();
        assert_eq!(public().await.total(), 0);
        let target = version(t, id).await;
        let reject = Moderate::Reject("Nêu tên người khác".into());
        run(p, &moderator(), async |cx| rating::moderate(cx, target, &reject).await).await.unwrap();
        let target = version(t, id).await;
        assert!(matches!(run(p, &moderator(), async |cx| rating::moderate(cx, target, &Moderate::Approve).await).await, Err(Error::Conflict(_))));
        assert_eq!(public().await.total(), 0);
        let mut cx = p.read(&moderator()).await.unwrap();
        let detail = rating::find(&mut cx, id).await.unwrap();
        assert_eq!((detail.line.comment_state, detail.reject_reason.as_str()), (CommentState::Rejected, "Nêu tên người khác"));
        assert!(detail.events.iter().filter(|event| event.actor.is_empty()).count() == 3 && detail.events.len() == 6, "{:?}", detail.events);
    })
    .await;
}

/// Lists hold the own units only, page by page; numbers agree with rows; public shares come with n.
#[tokio::test(flavor = "multi_thread")]
async fn lists_and_shares() {
    with_dbs(async |t| {
        lay(t, 64).await;
        let p = &t.portal;
        for id in (1..=64).filter(|id| *id != 2) {
            let token = invite(t, id).await;
            let level = RatingLevel::of(if id <= 5 { 2 } else { 5 - id % 2 }).unwrap();
            rate(t, &token, 0, &of(level, if id % 8 == 1 { "Chờ hơi lâu" } else { "" })).await.unwrap();
        }
        let list = async |actor: domain::Actor, filter: RatingFilter| run(p, &actor, async |cx| rating::list(cx, &filter).await).await;
        let every = list(leader(), filter(RatingGroup::Every)).await.unwrap();
        assert_eq!((every.total(), every.rows.len()), (32, 25));
        assert!(every.rows[..3].iter().all(|row| row.follow_up_due.is_some()) && every.rows[3].follow_up_due.is_none());
        let second = list(leader(), RatingFilter { page: 2, ..filter(RatingGroup::Every) }).await.unwrap();
        assert_eq!(second.rows.len(), 7);
        assert_eq!(list(moderator(), filter(RatingGroup::Every)).await.unwrap().total(), 63);
        assert!(matches!(list(visitor(), filter(RatingGroup::Every)).await, Err(Error::Unauthorized)));
        let counts = run(p, &leader(), async |cx| rating::counts(cx, &filter(RatingGroup::Pending)).await).await.unwrap();
        for group in RatingGroup::ALL {
            assert_eq!(counts.of(*group), list(leader(), filter(*group)).await.unwrap().total(), "{group}");
        }
        let with = |change: &dyn Fn(&mut RatingFilter)| {
            let mut filter = filter(RatingGroup::Every);
            change(&mut filter);
            filter
        };
        let today = model::format::local_date(p.clock().now());
        assert_eq!(list(leader(), with(&|f| f.words = "cho hoi LAU".into())).await.unwrap().total(), 8);
        assert_eq!(list(leader(), with(&|f| f.words = "261120-0007".into())).await.unwrap().total(), 1);
        assert_eq!(list(leader(), with(&|f| f.level = Some(RatingLevel::Dissatisfied))).await.unwrap().total(), 3);
        assert_eq!(list(leader(), with(&|f| f.from = today.succ_opt())).await.unwrap().total(), 0);
        assert_eq!(list(leader(), with(&|f| (f.from, f.to) = (Some(today), Some(today)))).await.unwrap().total(), 32);
        let own = list(leader(), filter(RatingGroup::Every)).await.unwrap().rows[0].id;
        assert!(matches!(run(p, &other_leader(), async |cx| rating::find(cx, own).await).await, Err(Error::NotFound)));
        let mut cx = p.read(&visitor()).await.unwrap();
        let shares = rating::shares(&mut cx, "", 1).await.unwrap();
        assert_eq!(
            shares.rows.iter().map(|row| (row.code.as_str(), row.levels.n(), row.invited)).collect::<Vec<_>>(),
            [("H99.101", 32, 32), ("H99.102", 31, 31)]
        );
        assert_eq!(shares.rows.iter().map(|row| row.levels.of(RatingLevel::Dissatisfied)).collect::<Vec<_>>(), [3, 1]);
        assert_eq!(rating::share(&mut cx, "H99.101").await.unwrap().levels, shares.rows[0].levels);
        assert_eq!(rating::shares(&mut cx, "thanh lam", 1).await.unwrap().total(), 1);
        assert!(matches!(rating::share(&mut cx, "H00").await, Err(Error::NotFound)));
    })
    .await;
}
