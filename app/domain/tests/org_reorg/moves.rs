//! Codes, posts and names that move.

use super::support::*;
use chrono::NaiveDate;
use domain::org::reorg;
use domain::testing::with_dbs;
use domain::{args, org};
use model::reorg::PlanState;

/// Units that swap their codes, and a new one listed first that takes a code which a rename frees: what can be confirmed
/// also takes effect. A renamed unit keeps its place and its contact.
#[tokio::test(flavor = "multi_thread")]
async fn codes_change_hands_at_midnight() {
    with_dbs(async |t| {
        let [root, old, room, new] = two_departments(t).await;
        let on = day(2026, 12, 1);
        let mut cx = write(t).await;
        cx.conn().exec("UPDATE org_unit_version SET email = 'stc@lamgiang.example', hotline = '19001000' WHERE unit_id = $1", args![new]).await.unwrap();
        let id = reorg::create(&mut cx, &plan(on)).await.unwrap();
        reorg::add_unit(&mut cx, id, &input("H99.04.01", "Chi cục Đầu tư", "department", None, on), "H99").await.unwrap();
        for (code, name, from, kind) in [
            ("H99.04", "Sở Tài chính", "H99.05", "department"),
            ("H99.05", "Sở Kế hoạch", "H99.04", "department"),
            ("H99.04.02", "Phòng Đầu tư", "H99.04.01", "division"),
        ] {
            reorg::add_unit(&mut cx, id, &input(code, name, kind, None, on), "H99").await.unwrap();
            reorg::add_line(&mut cx, id, &line(from, "rename", code)).await.unwrap();
        }
        assert_eq!(reorg::open(&mut cx, id).await.unwrap().faults, Vec::new());
        cx.commit().await.unwrap();
        confirm(t, id).await;
        midnight(t, on).await;
        assert_eq!(state(t, id).await, PlanState::Applied);
        let mut cx = write(t).await;
        for (unit, code, parent) in [(new, "H99.04", root), (old, "H99.05", root), (room, "H99.04.02", old)] {
            let unit = org::unit(&mut cx, unit, on).await.unwrap();
            assert_eq!((unit.code.as_str(), unit.parent_id), (code, Some(parent)));
        }
        let contact: (String, String) =
            cx.conn().one("SELECT email, hotline FROM org_unit_version WHERE unit_id = $1 AND valid_to IS NULL", args![new]).await.unwrap();
        assert_eq!((contact.0.as_str(), contact.1.as_str()), ("stc@lamgiang.example", "19001000"));
        assert!(org::check(&mut cx).await.unwrap().is_empty());
    })
    .await;
}

/// Roles that were granted for a post end with it, also at a unit that lives on; that of the technical administrator
/// follows the person. The new post ends on the day on which the old one was to end.
#[tokio::test(flavor = "multi_thread")]
async fn roles_of_a_moved_post() {
    with_dbs(async |t| {
        let [root, ..] = two_departments(t).await;
        let on = day(2026, 12, 1);
        let id = merge_plan(t, on).await;
        let mut cx = write(t).await;
        cx.conn().exec("UPDATE employment SET valid_to = '2027-06-30' WHERE person_id = 1", args![]).await.unwrap();
        let role = "INSERT INTO role_assignment (person_id, role, unit_id, scope, source, employment_id, valid_from, granted_by_name)
            SELECT 1, $2, $1, 'province', 'manual', e.id, '2026-01-01T00:00:00+00:00', '' FROM employment e WHERE e.person_id = 1";
        for name in ["system_admin", "unit_admin"] {
            cx.conn().exec(role, args![root, name]).await.unwrap();
        }
        cx.commit().await.unwrap();
        confirm(t, id).await;
        midnight(t, on).await;
        let mut cx = write(t).await;
        let kept: Vec<(String, NaiveDate, Option<NaiveDate>)> = cx
            .conn()
            .all(
                "SELECT r.role, e.valid_from, e.valid_to FROM role_assignment r JOIN employment e ON e.id = r.employment_id
                 WHERE r.person_id = 1 AND r.valid_to IS NULL",
                args![],
            )
            .await
            .unwrap();
        assert_eq!(kept, [("system_admin".to_owned(), on, Some(day(2027, 6, 30)))]);
    })
    .await;
}

/// A rename keeps the unit and its people, and prints both names.
#[tokio::test(flavor = "multi_thread")]
async fn a_renamed_unit_stays_itself() {
    with_dbs(async |t| {
        let [_, _, room, new] = two_departments(t).await;
        let on = day(2026, 12, 1);
        let mut cx = write(t).await;
        let id = reorg::create(&mut cx, &plan(on)).await.unwrap();
        reorg::add_unit(&mut cx, id, &input("H99.05", "Sở Tài chính và Đầu tư", "department", None, on), "H99").await.unwrap();
        reorg::add_line(&mut cx, id, &line("H99.05", "rename", "H99.05")).await.unwrap();
        assert_eq!(reorg::open(&mut cx, id).await.unwrap().faults, Vec::new());
        cx.commit().await.unwrap();
        confirm(t, id).await;
        midnight(t, on).await;
        let mut cx = write(t).await;
        assert_eq!(org::name_then(&mut cx, new, day(2026, 11, 1)).await.unwrap().to_string(), "Sở Tài chính (nay là Sở Tài chính và Đầu tư)");
        assert_eq!(org::unit(&mut cx, room, on).await.unwrap().name, "Phòng Đầu tư");
        assert!(org::check(&mut cx).await.unwrap().is_empty());
    })
    .await;
}
