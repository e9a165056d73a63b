//! Reorganisation plans on both engines: random plans, what they move, and that nothing happens before or without them.
#![expect(clippy::unwrap_used, reason = "test code stops at the first surprise")]

use chrono::{Datelike, NaiveDate};
use domain::org::reorg;
use domain::testing::{TestPortal, vn, with_dbs};
use domain::{Actor, Cx, Error, args, jobs, org};
use model::org::UnitInput;
use model::reorg::{LineInput, PlanInput, PlanState};
use rand::{Rng, SeedableRng, rngs::StdRng};

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn input(code: &str, name: &str, kind: &str, parent: Option<i64>, from: NaiveDate) -> UnitInput {
    UnitInput { code: code.into(), name: name.into(), kind: kind.into(), parent_id: parent, valid_from: Some(from), ..UnitInput::default() }
}

async fn add(cx: &mut Cx, code: &str, name: &str, kind: &str, parent: Option<i64>, from: NaiveDate) -> i64 {
    org::create_unit(cx, &input(code, name, kind, parent, from)).await.unwrap().id
}

async fn write(t: &TestPortal) -> Cx {
    t.portal.write(&Actor::system("Kiểm thử")).await.unwrap()
}

fn plan(on: NaiveDate) -> PlanInput {
    PlanInput { title: "Sắp xếp đơn vị".into(), legal_basis: "Nghị quyết số 1".into(), effective_on: on.format("%d/%m/%Y").to_string() }
}

fn line(from: &str, kind: &str, to: &str) -> LineInput {
    LineInput { from: from.into(), kind: kind.into(), to: to.into(), ..LineInput::default() }
}

/// Moves the clock to 00:00 of a day and does every job that is due then.
async fn midnight(t: &TestPortal, on: NaiveDate) {
    t.portal.clock().set(vn(on.year(), on.month(), on.day(), 0, 0));
    while let Some(job) = jobs::claim(&t.portal).await.unwrap() {
        domain::perform(&t.portal, &job).await.unwrap();
    }
}

async fn state(t: &TestPortal, id: i64) -> PlanState {
    let mut cx = write(t).await;
    reorg::open(&mut cx, id).await.unwrap().plan.state().unwrap()
}

async fn number(t: &TestPortal, sql: &'static str) -> i64 {
    write(t).await.conn().count(sql, args![]).await.unwrap()
}

/// A01-01: random plans over 2024–2026 (merge 3→1, split 1→2, rename, dissolve): totals are equal in both views, nobody
/// has two parents on any day, no code means two units.
#[tokio::test(flavor = "multi_thread")]
async fn a01_01_random_plans() {
    with_dbs(async |t| {
        let mut rng = StdRng::seed_from_u64(8);
        t.portal.clock().set(vn(2023, 12, 15, 8, 0));
        let mut cx = write(t).await;
        let root = add(&mut cx, "H99", "Tỉnh", "province", None, day(2023, 1, 1)).await;
        let mut living: Vec<String> = Vec::new();
        for n in 101..=112 {
            let code = format!("H99.{n}");
            let unit = add(&mut cx, &code, &format!("Xã {n}"), "commune", Some(root), day(2023, 1, 1)).await;
            add(&mut cx, &format!("{code}.01"), &format!("Văn phòng xã {n}"), "division", Some(unit), day(2023, 1, 1)).await;
            living.push(code);
        }
        cx.commit().await.unwrap();
        let (mut next, mut records, mut seen) = (112, Vec::<i64>::new(), [0; 4]);
        for month in 0..36_u32 {
            let on = day(2024 + i32::try_from(month / 12).unwrap(), month % 12 + 1, 1);
            let mut cx = write(t).await;
            let today = org::today(&cx);
            for _ in 0..10 {
                let code = &living[rng.random_range(0..living.len())];
                records.push(org::by_code(&mut cx, code, today).await.unwrap().id);
            }
            let id = reorg::create(&mut cx, &plan(on)).await.unwrap();
            let what = rng.random_range(0..4_usize);
            let parts = [1, 2, 1, 0][what];
            let old = if what == 0 { 3 } else { 1 };
            let from: Vec<String> = (0..old).map(|_| living.swap_remove(rng.random_range(0..living.len()))).collect();
            let mut to = Vec::new();
            for _ in 0..parts {
                next += 1;
                // Every other successor takes over the code of a unit that ends.
                let code = if next % 2 == 0 && to.is_empty() { from[0].clone() } else { format!("H99.{next}") };
                reorg::add_unit(&mut cx, id, &input(&code, &format!("Xã {next}"), "commune", None, on), "H99").await.unwrap();
                to.push(code);
            }
            let kind = ["merge", "split", "rename", "dissolve"][what];
            for from in &from {
                for to in to.iter().map(String::as_str).chain((parts == 0).then_some("")) {
                    reorg::add_line(&mut cx, id, &line(from, kind, to)).await.unwrap();
                }
            }
            let view = reorg::open(&mut cx, id).await.unwrap();
            assert_eq!(view.faults, Vec::new(), "{kind} {from:?} → {to:?}");
            reorg::confirm(&mut cx, id, view.plan.version).await.unwrap();
            cx.commit().await.unwrap();
            living.extend(to);
            seen[what] += 1;
            midnight(t, on).await;
            assert_eq!(state(t, id).await, PlanState::Applied);
            // A province that runs out of communes founds some anew.
            if living.len() < 6 {
                let mut cx = write(t).await;
                for _ in 0..4 {
                    next += 1;
                    let code = format!("H99.{next}");
                    add(&mut cx, &code, &format!("Xã {next}"), "commune", Some(root), on).await;
                    living.push(code);
                }
                cx.commit().await.unwrap();
            }
        }
        assert!(seen.iter().all(|n| *n > 0), "{seen:?}");
        let mut cx = write(t).await;
        assert_eq!(org::nightly(&mut cx).await.unwrap(), Vec::<String>::new());
        let successors = org::successors(&mut cx).await.unwrap();
        let today = org::today(&cx);
        let alive: Vec<i64> = org::all(&mut cx, today).await.unwrap().iter().map(|unit| unit.id).collect();
        let mut as_now = std::collections::HashMap::new();
        for record in &records {
            let booked = successors.of(*record);
            *as_now.entry(booked.unit()).or_insert(0_usize) += 1;
            assert_eq!(matches!(booked, model::org::Today::Unit(_)), alive.contains(&booked.unit()));
        }
        assert_eq!(as_now.values().sum::<usize>(), records.len());
        // The tree of today holds exactly the living units, each below the province.
        assert_eq!(org::subtree(&mut cx, root).await.unwrap().len(), alive.len());
    })
    .await;
}

/// Two departments, one with a division, its people, roles, a session and a task.
async fn two_departments(t: &TestPortal) -> [i64; 4] {
    t.portal.clock().set(vn(2026, 11, 23, 8, 0));
    let mut cx = write(t).await;
    let start = day(2020, 1, 1);
    let root = add(&mut cx, "H99", "UBND tỉnh", "province", None, start).await;
    let old = add(&mut cx, "H99.04", "Sở Kế hoạch", "department", Some(root), start).await;
    let room = add(&mut cx, "H99.04.01", "Phòng Đầu tư", "division", Some(old), start).await;
    let new = add(&mut cx, "H99.05", "Sở Tài chính", "department", Some(root), start).await;
    let rows = [
        "INSERT INTO person (id, full_name, sort_key, fold, created_at) VALUES (1, 'Trần Mẫu An', 'a', '', '2026-01-01T00:00:00+00:00'),
            (2, 'Lê Mẫu Bình', 'b', '', '2026-01-01T00:00:00+00:00')",
        "INSERT INTO account (id, person_id, kind, username, state, created_at) VALUES (1, 1, 'official', 'an', 'active', '2026-01-01T00:00:00+00:00'),
            (2, 2, 'official', 'binh', 'active', '2026-01-01T00:00:00+00:00')",
        "INSERT INTO session (token_hash, account_id, created_at, seen_at, expires_at) VALUES
            ('a', 1, '2026-11-23T01:00:00+00:00', '2026-11-23T01:00:00+00:00', '2027-11-23T01:00:00+00:00'),
            ('b', 2, '2026-11-23T01:00:00+00:00', '2026-11-23T01:00:00+00:00', '2027-11-23T01:00:00+00:00')",
    ];
    for row in rows {
        cx.conn().exec(row, args![]).await.unwrap();
    }
    let employed = "INSERT INTO employment (person_id, unit_id, position, rank, kind, valid_from) VALUES ($1, $2, 'Chuyên viên', 9, 'primary', '2026-01-01')";
    let role = "INSERT INTO role_assignment (person_id, role, unit_id, scope, source, valid_from, granted_by_name) VALUES
        ($1, $3, $2, 'unit', 'template', '2026-01-01T00:00:00+00:00', '')";
    for (person, unit, role_name) in [(1_i64, room, "case_officer"), (2, root, "system_admin")] {
        cx.conn().exec(employed, args![person, unit]).await.unwrap();
        cx.conn().exec(role, args![person, unit, role_name]).await.unwrap();
    }
    let task = "INSERT INTO task (id, code, title, fold, source_kind, source_number, source_issuer, source_signer, direction, field, output, urgency,
            deadline_kind, due_original, due_on, state, lead_unit_id, tracked, created_at, updated_at) VALUES
            (1, 'NV-1', 'Lập kế hoạch', '', 'chair', '', '', '', '', '', '', 'normal', 'fixed', '2026-12-20', '2026-12-20', 'in_progress', $1, TRUE,
             '2026-11-01T00:00:00+00:00', '2026-11-01T00:00:00+00:00')";
    cx.conn().exec(task, args![old]).await.unwrap();
    cx.commit().await.unwrap();
    [root, old, room, new]
}

async fn merge_plan(t: &TestPortal, on: NaiveDate) -> i64 {
    let mut cx = write(t).await;
    let id = reorg::create(&mut cx, &plan(on)).await.unwrap();
    reorg::add_line(&mut cx, id, &line("H99.04", "merge", "H99.05")).await.unwrap();
    cx.commit().await.unwrap();
    id
}

async fn confirm(t: &TestPortal, id: i64) {
    let mut cx = write(t).await;
    let version = reorg::open(&mut cx, id).await.unwrap().plan.version;
    reorg::confirm(&mut cx, id, version).await.unwrap();
    cx.commit().await.unwrap();
}

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
