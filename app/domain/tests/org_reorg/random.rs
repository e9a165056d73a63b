//! Random plans (A01-01).

use super::support::*;
use domain::org::{self, reorg};
use domain::testing::{vn, with_dbs};
use model::reorg::PlanState;
use rand::{Rng, SeedableRng, rngs::StdRng};

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
