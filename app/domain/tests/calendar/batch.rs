//! The batch against the library on random dossiers, and what happens when it is cut off (P8).

use crate::calendar::support::*;
use crate::dossiers::fixture::*;
use chrono::{Duration, NaiveDate, Utc};
use domain::calendar::{self, change, recompute};
use domain::testing::{TestPortal, vn, with_dbs};
use model::calendar::{CalendarForm, DeadlineRule, Extension, Pause, deadlines};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

const DOSSIERS: usize = 240;

fn random(rng: &mut StdRng, n: usize) -> Spec {
    let rule = match rng.random_range(0..8) {
        0..=3 => DeadlineRule::WorkingDay(rng.random_range(0..25)),
        4 => DeadlineRule::CalendarDay(rng.random_range(0..45)),
        5 => DeadlineRule::WorkingHour(rng.random_range(1..60)),
        6 => "same_day:15:00".parse().unwrap(),
        _ => DeadlineRule::NoDeadline,
    };
    let at = |rng: &mut StdRng| vn(2027, 7, 1, 0, 0) + Duration::minutes(rng.random_range(0..70 * 1440));
    let received_at = at(rng);
    let mut spec = Spec { received_at, unit: if rng.random() { WARD } else { OTHER_WARD }, rule, ..Spec::new(n, "no_deadline") };
    if rule != DeadlineRule::NoDeadline && rng.random_range(0..3) == 0 {
        let from = received_at + Duration::minutes(rng.random_range(0..5_000));
        let to = rng.random::<bool>().then(|| from + Duration::minutes(rng.random_range(0..20_000)));
        spec.pauses.push(Pause { from, to, reason: "yêu cầu bổ sung lần 1".into() });
        if let Some(to) = to.filter(|_| rng.random()) {
            spec.extensions.push(Extension { at: to + Duration::hours(1), units: rng.random_range(1..9), reason: String::new() });
        }
    }
    spec.ended_at = (rng.random_range(0..5) == 0).then(|| received_at + Duration::days(40));
    spec
}

/// Random changes; those that the calendar refuses are left out by the caller.
fn random_change(rng: &mut StdRng) -> CalendarForm {
    let day = |rng: &mut StdRng| {
        let day = NaiveDate::from_ymd_opt(2027, 7, 5).unwrap() + Duration::days(rng.random_range(0..80));
        day.format("%d/%m/%Y").to_string()
    };
    match rng.random_range(0..6) {
        0 => CalendarForm { viec: "withdraw".into(), ngay: "02/09/2027".into(), ..holiday() },
        1 => moved_national_day(),
        2 => CalendarForm { loai: "make_up".into(), ngay: day(rng), ..holiday() },
        3 => CalendarForm { loai: "closure".into(), don_vi: "H99.102".into(), ngay: day(rng), ..holiday() },
        _ => CalendarForm { ngay: day(rng), ..holiday() },
    }
}

/// Every open row holds what the library computes from scratch; ended rows are untouched.
async fn holds(t: &TestPortal, before: &[Row]) {
    let mut cx = t.portal.read(&system()).await.unwrap();
    for (old, new) in before.iter().zip(all(t).await) {
        if old.ended_at.is_some() {
            assert_eq!(old, &new, "an ended record changed");
            continue;
        }
        let cal = calendar::of_unit(&mut cx, Some(new.unit)).await.unwrap();
        let (pauses, extensions): (Vec<Pause>, Vec<Extension>) = (serde_json::from_str(&new.pauses).unwrap(), serde_json::from_str(&new.extensions).unwrap());
        let all = deadlines(new.rule.parse().unwrap(), new.received_at.unwrap(), &pauses, &extensions, &cal).unwrap();
        assert_eq!((new.due_current, new.due_without_extension), (all.current.at, all.without_extension.at), "{new:?}");
        assert_eq!(new.due_original, old.due_original);
        let moved = (old.due_current, old.due_without_extension) != (new.due_current, new.due_without_extension);
        assert_eq!((new.events - old.events, new.version - old.version), if moved { (1, 1) } else { (0, 0) }, "{new:?}");
        if new.clock == "running" {
            assert_eq!(new.due_order, new.due_current.unwrap_or(vn(9999, 1, 1, 7, 0)));
        } else {
            assert_eq!(new.due_order, old.due_order);
        }
    }
}

/// A03-03 P8: batch = library on the same rows, through a series of random changes, cut off at random places; ended
/// records never change; a second run does nothing; the preview counted right.
#[tokio::test(flavor = "multi_thread")]
async fn p8_the_batch_gives_what_the_library_gives() {
    with_dbs(async |t| {
        province(t).await;
        t.portal.clock().set(vn(2027, 6, 1, 9, 0));
        let mut rng = StdRng::seed_from_u64(803);
        for n in 1..=DOSSIERS {
            let spec = random(&mut rng, n);
            insert(t, &spec).await;
        }
        let (mut changes, mut moved_in_all, mut told) = (0, 0, 0);
        while changes < 8 {
            let form = random_change(&mut rng);
            let Ok(seen) = preview(t, &administrator(1), &form).await else { continue };
            changes += 1;
            let before = all(t).await;
            let saved = run(t, &administrator(1), async |cx| change::save(cx, &form).await).await.unwrap();
            let mut moved = 0;
            loop {
                let done = recompute::recompute(&t.portal, saved.id, 7, rng.random_range(1..4)).await.unwrap();
                moved += done.moved;
                if done.finished {
                    break;
                }
            }
            assert_eq!(i64::try_from(moved).unwrap(), seen.earlier + seen.later, "{}", seen.words);
            holds(t, &before).await;
            let after = all(t).await;
            let running = before.iter().zip(&after).filter(|(old, new)| old.due_current != new.due_current && new.clock == "running").count();
            // By SMS and inside the portal; a clock that stands still has no date to tell.
            assert_eq!(messages(t).await.len() - told, 2 * running);
            told += 2 * running;
            moved_in_all += moved;
            let again = recompute::recompute(&t.portal, saved.id, 500, usize::MAX).await.unwrap();
            assert_eq!(again.moved, 0);
            assert_eq!(all(t).await, after);
        }
        assert!(moved_in_all > 50, "only {moved_in_all} moved: the test proves nothing");
    })
    .await;
}

/// A process that dies between two batches: what was done stays, the job goes on and nothing happens twice; two
/// processes at once do it once.
#[tokio::test(flavor = "multi_thread")]
async fn a_cut_off_batch_goes_on() {
    with_dbs(async |t| {
        province(t).await;
        t.portal.clock().set(vn(2027, 6, 1, 9, 0));
        for n in 1..=40 {
            insert(t, &Spec::new(n, "working_day:5")).await;
        }
        let before = all(t).await;
        let form = CalendarForm { ngay: "06/09/2027".into(), ..holiday() };
        let saved = run(t, &administrator(1), async |cx| change::save(cx, &form).await).await.unwrap();
        let first = recompute::recompute(&t.portal, saved.id, 6, 2).await.unwrap();
        assert_eq!((first.moved, first.finished), (12, false));
        let half = all(t).await;
        assert_eq!(before.iter().zip(&half).filter(|(old, new)| old != new).count(), 12);
        let (a, b) = tokio::join!(recompute::recompute(&t.portal, saved.id, 5, usize::MAX), recompute::recompute(&t.portal, saved.id, 3, usize::MAX));
        // On PostgreSQL both may want the same row at once; the loser is tried again as a job is.
        let (a, b) = (a.map_or(0, |done| done.moved), b.map_or(0, |done| done.moved));
        let rest = recompute::recompute(&t.portal, saved.id, 500, usize::MAX).await.unwrap();
        assert_eq!(a + b + rest.moved, 28);
        holds(t, &before).await;
        assert_eq!(messages(t).await.len(), 2 * 40);
    })
    .await;
}

/// Tasks: the due date is a date that a person set; no calendar moves it (03 §3), the preview counts whom it concerns.
#[tokio::test(flavor = "multi_thread")]
async fn tasks_keep_their_dates() {
    with_dbs(async |t| {
        province(t).await;
        t.portal.clock().set(vn(2027, 6, 1, 9, 0));
        let task = |n: u32, state: &str, from: &str, due: &str| {
            format!(
                "INSERT INTO task (code, title, fold, source_kind, source_number, source_issuer, source_signer, direction, field, output, urgency, deadline_kind,
                    due_original, due_on, state, lead_unit_id, assigned_on, tracked, created_at, updated_at)
                 VALUES ('NV-{n}', '', '', 'chair', '', '', '', '', '', '', 'normal', 'fixed', '{due}', '{due}', '{state}', 2, '{from}', TRUE,
                    '2027-06-01T00:00:00+00:00', '2027-06-01T00:00:00+00:00')"
            )
        };
        let rows = [
            task(1, "in_progress", "2027-08-20", "2027-09-03"),
            task(2, "in_progress", "2027-09-02", "2027-09-02"),
            task(3, "completed", "2027-08-20", "2027-09-03"),
            task(4, "assigned", "2027-08-20", "2027-09-01"),
        ];
        for row in rows {
            run(t, &system(), async |cx| domain::db::Query::new(row.leak()).exec(&mut cx.conn()).await).await.unwrap();
        }
        let dates = async || {
            let mut held = t.portal.db().read().await.unwrap();
            let rows: Vec<(NaiveDate, i64, chrono::DateTime<Utc>)> = held.conn().all("SELECT due_on, version, updated_at FROM task ORDER BY id", vec![]).await.unwrap();
            rows
        };
        let before = dates().await;
        let seen = preview(t, &administrator(1), &moved_national_day()).await.unwrap();
        assert_eq!((seen.earlier, seen.later, seen.tasks), (0, 0, 2));
        assert_eq!(change_and_run(t, &moved_national_day(), 500).await, 0);
        assert_eq!(dates().await, before);
    })
    .await;
}

/// A03-03, 03 §8: a million open dossiers; prints how long preview and recomputation take. Run by hand:
/// `cargo nextest run … --run-ignored only -E 'test(a_million_open_dossiers)' --no-capture`.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "writes a million rows on each engine"]
async fn a_million_open_dossiers() {
    with_dbs(async |t| {
        province(t).await;
        t.portal.clock().set(vn(2027, 6, 1, 9, 0));
        let mut rng = StdRng::seed_from_u64(1);
        for n in 1..=200 {
            let days = i64::from(rng.random_range(0..100_u32));
            let received_at = vn(2027, 5, 3, 9, 0) + Duration::days(days);
            insert(t, &Spec { received_at, ..Spec::new(n, if n % 20 == 0 { "working_hour:16" } else { "working_day:5" }) }).await;
        }
        let copies = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 250)
            INSERT INTO dossier (submission_code, code, procedure_version_id, case_id, offer_id, form_set, state, clock, channel, source, receiving_unit_id,
                competent_unit_id, applicant_name, applicant_phone, applicant_id_number, applicant_address, fold, answers, delivery, delivery_status, notify,
                payment, deadline_rule, submitted_at, received_at, received_day, due_original, due_without_extension, due_current, due_order, updated_at, updated_by)
            SELECT d.submission_code || $1 || n.i, d.code || $1 || n.i, 2, 2, 2, 'tt03_2025', d.state, d.clock, d.channel, d.source, d.receiving_unit_id,
                d.competent_unit_id, '', '', '', '', '', '[]', d.delivery, d.delivery_status, '', d.payment, d.deadline_rule, d.submitted_at, d.received_at,
                d.received_day, d.due_original, d.due_without_extension, d.due_current, d.due_order, d.updated_at, '' FROM dossier d CROSS JOIN n WHERE d.id <= 200";
        // In parts, because PostgreSQL ends a statement after half a minute.
        for part in 0..20 {
            run(t, &system(), async |cx| cx.conn().exec(copies, domain::args![format!("-{part}-")]).await).await.unwrap();
        }
        for date in ["30/09/2027", "05/08/2027"] {
            let form = CalendarForm { ngay: date.into(), ..holiday() };
            let start = std::time::Instant::now();
            let seen = preview(t, &administrator(1), &form).await.unwrap();
            let previewed = start.elapsed();
            let start = std::time::Instant::now();
            let moved = change_and_run(t, &form, recompute::BATCH).await;
            println!("{}: {date}: preview {previewed:?}, saved and moved {moved} of 1,000,000 in {:?}", t.engine, start.elapsed());
            assert_eq!(i64::try_from(moved).unwrap(), seen.later);
        }
    })
    .await;
}
