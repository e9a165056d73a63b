//! What a plan does at midnight, and that nothing happens before or without it.

use super::support::*;
use chrono::NaiveDate;
use domain::org::reorg;
use domain::testing::{vn, with_dbs};
use domain::{Actor, Error, args, jobs, org};
use model::reorg::PlanState;

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_takes_effect_at_midnight_with_all_that_hangs_on_the_units() {
    with_dbs(async |t| {
        let [_, old, room, new] = two_departments(t).await;
        let on = day(2026, 12, 1);
        let id = merge_plan(t, on).await;
        let mut cx = write(t).await;
        let preview = reorg::preview(&mut cx, id).await.unwrap();
        let row = &preview[0];
        assert_eq!((row.name.as_str(), row.below, row.tasks, row.people, row.roles), ("Sở Kế hoạch", 1, 1, 1, 1));
        assert_eq!((row.goes_to.as_slice(), row.unmapped.len()), (["Sở Tài chính".to_owned()].as_slice(), 0));
        drop(cx);
        confirm(t, id).await;
        midnight(t, day(2026, 11, 30)).await;
        assert_eq!(state(t, id).await, PlanState::Confirmed);
        assert_eq!(number(t, "SELECT COUNT(*) FROM org_succession").await, 0);
        midnight(t, on).await;
        assert_eq!(state(t, id).await, PlanState::Applied);

        let mut cx = write(t).await;
        assert!(matches!(org::unit(&mut cx, old, on).await, Err(Error::NotFound)));
        assert_eq!(org::successor(&mut cx, room).await.unwrap(), model::org::Today::Unit(new));
        let (employed,): (i64,) = cx.conn().one("SELECT unit_id FROM employment WHERE person_id = 1 AND valid_to IS NULL", args![]).await.unwrap();
        assert_eq!(employed, new);
        let task: (i64, i64, NaiveDate) = cx.conn().one("SELECT lead_unit_id, continuing_unit_id, due_on FROM task WHERE id = 1", args![]).await.unwrap();
        assert_eq!(task, (old, new, day(2026, 12, 20)));
        drop(cx);
        // Only who lost a role has to sign in again; the role ends at 00:00 (01 §1 rule 7).
        assert_eq!(number(t, "SELECT account_id FROM session WHERE ended_at IS NOT NULL").await, 1);
        assert_eq!(number(t, "SELECT COUNT(*) FROM role_assignment WHERE valid_to IS NULL").await, 1);
        assert_eq!(number(t, "SELECT COUNT(*) FROM audit_event WHERE action = 'reorg.applied'").await, 1);
        assert_eq!(number(t, "SELECT COUNT(*) FROM outbox WHERE event = 'reorg_applied' AND account_id = 2").await, 1);
        // The job of a plan that was applied does nothing a second time.
        let again = jobs::Job { id: 0, kind: reorg::JOB.into(), payload: format!("{{\"plan\":{id}}}"), attempts: 1 };
        domain::perform(&t.portal, &again).await.unwrap();
        assert_eq!(number(t, "SELECT COUNT(*) FROM org_succession").await, 2);
        let mut cx = write(t).await;
        assert!(matches!(reorg::withdraw(&mut cx, id, "Nhầm").await, Err(Error::Conflict(_))));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawn_plan_changes_nothing() {
    with_dbs(async |t| {
        two_departments(t).await;
        let on = day(2026, 12, 1);
        let id = merge_plan(t, on).await;
        confirm(t, id).await;
        let mut cx = write(t).await;
        // A confirmed plan stands as it was looked at.
        assert!(matches!(reorg::add_line(&mut cx, id, &line("H99.05", "dissolve", "")).await, Err(Error::Conflict(_))));
        drop(cx);
        let mut cx = write(t).await;
        assert!(matches!(reorg::withdraw(&mut cx, id, " ").await, Err(Error::Invalid(_))));
        reorg::withdraw(&mut cx, id, "Nghị quyết hoãn").await.unwrap();
        cx.commit().await.unwrap();
        midnight(t, on).await;
        assert_eq!(state(t, id).await, PlanState::Withdrawn);
        assert_eq!(number(t, "SELECT COUNT(*) FROM org_succession").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn confirming_needs_the_right_the_second_factor_and_what_was_seen() {
    with_dbs(async |t| {
        let [root, ..] = two_departments(t).await;
        let on = day(2026, 12, 1);
        let id = merge_plan(t, on).await;
        let mut cx = write(t).await;
        assert!(matches!(reorg::confirm(&mut cx, id, 1).await, Err(Error::Conflict(_))));
        assert!(matches!(reorg::open(&mut cx, 9_999).await, Err(Error::NotFound)));
        for hostile in ["", "H99.77", "\u{0}'; DROP", &"ă".repeat(10_000)] {
            assert!(matches!(reorg::add_line(&mut cx, id, &line(hostile, "merge", "H99.05")).await, Err(Error::Invalid(_))), "{hostile:.20}");
        }
        drop(cx);
        let mut admin = Actor::new(domain::actor::ActorKind::Official, "Quản trị");
        (admin.account_id, admin.person_id) = (Some(2), Some(2));
        let mut cx = t.portal.write(&admin).await.unwrap();
        assert!(matches!(reorg::open(&mut cx, id).await, Err(Error::Forbidden { .. })));
        drop(cx);
        let reach = model::access::Reach { units: vec![root], ..Default::default() };
        admin.reach.insert((model::access::Action::Create, model::access::ObjectKind::Unit), reach);
        let mut cx = t.portal.write(&admin).await.unwrap();
        let version = reorg::open(&mut cx, id).await.unwrap().plan.version;
        assert!(matches!(reorg::confirm(&mut cx, id, version).await, Err(Error::Invalid(_))));
        drop(cx);
        admin.step_up_until = Some(vn(2026, 11, 23, 9, 0));
        let mut cx = t.portal.write(&admin).await.unwrap();
        reorg::confirm(&mut cx, id, version).await.unwrap();
    })
    .await;
}

/// The nightly check reports a broken tree and a plan that did not take effect, once per day, and mends the closure.
#[tokio::test(flavor = "multi_thread")]
async fn the_nightly_check_tells_the_system_administrators() {
    with_dbs(async |t| {
        let [root, old, room, new] = two_departments(t).await;
        let mut cx = write(t).await;
        cx.conn().exec("DELETE FROM org_closure WHERE depth > 0", args![]).await.unwrap();
        assert_eq!(org::nightly(&mut cx).await.unwrap(), Vec::<String>::new());
        assert_eq!(org::subtree(&mut cx, root).await.unwrap().len(), 4);
        let edge = "INSERT INTO org_edge (parent_id, child_id, relation, valid_from) VALUES ($1, $2, 'administrative', '2025-01-01')";
        cx.conn().exec(edge, args![new, room]).await.unwrap();
        cx.conn().exec(edge, args![room, old]).await.unwrap();
        let faults = org::nightly(&mut cx).await.unwrap();
        assert!(faults.iter().any(|text| text.contains("hai đơn vị cấp trên")) && faults.iter().any(|text| text.contains("vòng trực thuộc")), "{faults:?}");
        org::nightly(&mut cx).await.unwrap();
        cx.commit().await.unwrap();
        assert_eq!(number(t, "SELECT COUNT(*) FROM outbox WHERE event = 'org_fault' AND account_id = 2").await, 1);
    })
    .await;
}
