//! A04-02: ten thousand random histories of a tree of units against a brute-force oracle, at many instants, asked at once and again
//! later, before and after two units become one.

use super::forest::{Forest, GONE, HEIR, forest};
use super::oracle::{At, Counts, History, Note, expected, list};
use super::past::{self, REACH};
use super::support::{Province, merge, system};
use chrono::Duration;
use domain::Cx;
use domain::stats::{Scope, task_counts};
use domain::tasks::{self, Target};
use domain::testing::{TestPortal, postgres, sqlite, vn};
use model::calendar::WorkCalendar;
use model::format::local_date;
use model::stats::{OrgView, Period, StatMode};
use model::tasks::{Accept, Complete, DeadlineKind, DecideExtension, ExtendRequest, NewTask, Progress, Reason, Reassign, TaskSource};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use std::collections::BTreeMap;

/// Takes one random step that the state allows, through the real use cases, and notes it.
async fn step(cx: &mut Cx, p: &Province, calendar: &WorkCalendar, h: &mut History, rng: &mut StdRng) {
    let (now, today) = (cx.now(), local_date(cx.now()));
    let code = h.code.clone();
    let target = Target { code: &code, version: None };
    let reason = Reason { reason: "Lý do của phép thử ngẫu nhiên".into() };
    let choice = rng.random_range(0..100);
    let movable = !matches!(h.at, At::Over);
    // A waiting request is soon decided, so that some tasks get more time twice.
    let more_time = if h.asked.is_some() { 60 } else { 35 };
    if choice < 4 && movable {
        tasks::cancel(cx, target, &reason).await.expect("cancel");
        h.log.push((now, Note::Cancelled));
        h.at = At::Over;
    } else if choice < 12 && movable {
        let lead = *p.units.iter().filter(|unit| **unit != h.lead).collect::<Vec<_>>().choose(rng).expect("unit");
        tasks::change_lead(cx, target, &Reassign { lead_unit: *lead, reason: reason.reason }).await.expect("change lead");
        (h.lead, h.at, h.stopped, h.given) = (*lead, At::Assigned, None, today);
        h.log.push((now, Note::Moved(*lead)));
    } else if choice < 20 && matches!(h.at, At::Assigned | At::Accepted | At::InProgress) {
        tasks::suspend(cx, target, &reason).await.expect("suspend");
        (h.before, h.at, h.stopped) = (h.at, At::Suspended, Some(today));
        h.log.push((now, Note::Suspended));
    } else if choice < more_time && matches!(h.at, At::Assigned | At::Accepted | At::InProgress) && h.due.is_some() {
        let due = h.due.expect("due");
        if let Some(asked) = h.asked.take() {
            let approve = rng.random_bool(0.8);
            tasks::decide_extension(cx, target, &DecideExtension { approve, note: reason.reason }).await.expect("decide");
            if approve && today <= due {
                h.due = Some(asked);
                h.approved += 1;
                h.log.push((now, Note::Due(asked)));
            }
        } else {
            let asked = due + Duration::days(rng.random_range(1..20));
            tasks::request_extension(cx, target, &ExtendRequest { due: asked, reason: reason.reason }, &[]).await.expect("request");
            h.asked = Some(asked);
        }
    } else {
        match h.at {
            At::Assigned if choice > 92 && calendar.working_days_between(h.given, today).expect("days") <= 2 => {
                tasks::return_to_assigner(cx, target, &reason).await.expect("return");
                h.at = At::Returned;
            }
            At::Assigned => {
                let place = p.units.iter().position(|unit| *unit == h.lead).expect("unit");
                tasks::accept(cx, target, &Accept { person: p.people[place] }).await.expect("accept");
                h.at = At::Accepted;
            }
            At::Accepted | At::InProgress if choice < 60 => {
                let report = Progress { text: reason.reason, percent: rng.random_range(0..=100) };
                tasks::report_progress(cx, target, &report, &[]).await.expect("progress");
                h.at = At::InProgress;
            }
            At::Accepted | At::InProgress => {
                let report = Complete { text: reason.reason, document: "1/BC".into() };
                tasks::report_completion(cx, target, &report, &[]).await.expect("completion");
                h.at = At::Reported;
                h.log.push((now, Note::Reported));
            }
            At::Returned => {
                // To the same lead the day of the assignment stays, to another one it begins anew.
                let lead = *p.units.choose(rng).expect("unit");
                tasks::reassign(cx, target, &Reassign { lead_unit: lead, reason: reason.reason }).await.expect("reassign");
                if lead != h.lead {
                    h.log.push((now, Note::Moved(lead)));
                    h.given = today;
                }
                (h.lead, h.at) = (lead, At::Assigned);
            }
            At::Reported if choice < 70 => {
                tasks::confirm(cx, target).await.expect("confirm");
                h.at = At::Over;
                h.log.push((now, Note::Confirmed));
            }
            At::Reported => {
                tasks::reject(cx, target, &reason).await.expect("reject");
                h.at = At::InProgress;
                h.log.push((now, Note::Rejected));
            }
            At::Suspended => {
                tasks::resume(cx, target, &reason).await.expect("resume");
                h.at = h.before;
                h.log.push((now, Note::Resumed));
                if let (Some(due), Some(stopped)) = (h.due, h.stopped.take()) {
                    let lost = calendar.working_days_between(stopped, today).expect("days");
                    if stopped <= due && lost > 0 {
                        h.due = Some(calendar.add_working_days(due, lost).expect("day"));
                        h.log.push((now, Note::Due(h.due.expect("due"))));
                    }
                }
            }
            At::Over => {}
        }
    }
}

async fn give(cx: &mut Cx, p: &Province, rng: &mut StdRng) -> History {
    let (now, today) = (cx.now(), local_date(cx.now()));
    let lead = *p.units.choose(rng).expect("unit");
    let due = rng.random_bool(0.9).then(|| today + Duration::days(rng.random_range(0..30)));
    let source_kind = *TaskSource::ALL.choose(rng).expect("source");
    let input = NewTask {
        title: "Nhiệm vụ của phép thử ngẫu nhiên".into(),
        source_kind,
        lead_unit: lead,
        co_units: p.units.iter().copied().filter(|unit| *unit != lead && rng.random_bool(0.3)).collect(),
        deadline_kind: if due.is_some() { DeadlineKind::Fixed } else { DeadlineKind::NoDeadline },
        due,
        output: "Báo cáo".into(),
        ..NewTask::default()
    };
    let code = tasks::create_and_assign(cx, &input).await.expect("given");
    let log = vec![(now, Note::Given(lead, due))];
    History {
        code,
        internal: source_kind == TaskSource::UnitInternal,
        lead,
        due,
        at: At::Assigned,
        before: At::Assigned,
        stopped: None,
        asked: None,
        approved: 0,
        given: today,
        log,
    }
}

async fn figures(t: &TestPortal, period: &Period) -> (BTreeMap<i64, Counts>, Counts) {
    let mut cx = t.portal.read(&system()).await.expect("context");
    let found = task_counts(&mut cx, &Scope::All, period).await.expect("figures");
    let units = found.units.iter().filter(|unit| list(&unit.counts) != [0; 6]).map(|unit| (unit.unit_id, list(&unit.counts))).collect();
    (units, list(&found.total))
}

/// Gives `number` tasks and lets some of the others go on, a few hundred in one transaction.
async fn morning(t: &TestPortal, p: &Province, number: usize, histories: &mut Vec<History>, rng: &mut StdRng) {
    let calendar = WorkCalendar::vietnam();
    let wanted = histories.len() + number;
    while histories.len() < wanted {
        t.portal.clock().advance(Duration::minutes(rng.random_range(1..20)));
        let mut cx = t.portal.write(&system()).await.expect("context");
        for _ in 0..(wanted - histories.len()).min(30) {
            histories.push(give(&mut cx, p, rng).await);
        }
        cx.commit().await.expect("commit");
    }
    for part in histories.chunks_mut(500) {
        t.portal.clock().advance(Duration::seconds(rng.random_range(1..90)));
        let mut cx = t.portal.write(&system()).await.expect("context");
        for history in part.iter_mut().filter(|history| history.at != At::Over && p.units.contains(&history.lead)) {
            if rng.random_bool(0.25) {
                step(&mut cx, p, &calendar, history, rng).await;
            }
        }
        cx.commit().await.expect("commit");
    }
}

/// How large a run is.
struct Extent {
    /// Tasks from before the first day.
    past: usize,
    days: i64,
    /// New tasks of each day.
    daily: std::ops::RangeInclusive<usize>,
    /// Random questions, before the merger and after it.
    questions: usize,
}

/// Random questions against the oracle, also for a unit with everything below it. The structure of today books the unit that ended on its
/// heir, and the total stays.
async fn agree(t: &TestPortal, f: &Forest, histories: &[History], (days, questions): (i64, usize), merged: bool, rng: &mut StdRng) {
    let (first, now) = (local_date(vn(2026, 3, 2, 7, 30)), t.portal.clock().now());
    for _ in 0..questions {
        let some_day = |rng: &mut StdRng| first + Duration::days(rng.random_range(-REACH..days + 2));
        let period = Period {
            mode: *[StatMode::Cohort, StatMode::Stock].choose(rng).expect("mode"),
            from: some_day(rng),
            to: some_day(rng),
            as_of: some_day(rng),
            view: OrgView::AsThen,
        };
        let at = domain::stats::tasks::instant(&period, now);
        let (units, total) = figures(t, &period).await;
        assert_eq!(units, expected(histories, at, &period), "{period:?}");
        let mut sum = [0; 6];
        let mut booked: BTreeMap<i64, Counts> = BTreeMap::new();
        for (unit, counts) in &units {
            let unit = if merged && *unit == f.unit(GONE) { f.unit(HEIR) } else { *unit };
            sum.iter_mut().zip(counts).for_each(|(sum, n)| *sum += n);
            booked.entry(unit).or_default().iter_mut().zip(counts).for_each(|(sum, n)| *sum += n);
        }
        assert_eq!(sum, total);
        let today = Period { view: OrgView::AsNow, ..period };
        let parent = f.parents().choose(rng).copied().expect("parent");
        f.parent_is_own_and_children(t, &period, parent, &units).await;
        f.parent_is_own_and_children(t, &today, parent, &booked).await;
        assert_eq!(figures(t, &today).await, (booked, total), "{period:?}");
    }
}

async fn run(t: &TestPortal, extent: Extent, seed: u64) -> Vec<History> {
    let rng = &mut StdRng::seed_from_u64(seed);
    let f = forest(t).await;
    let start = vn(2026, 3, 2, 7, 30);
    t.portal.clock().set(start);
    let mut histories = past::import(t, &f.codes(), extent.past, rng).await;
    let mut asked: Vec<(Period, (BTreeMap<i64, Counts>, Counts))> = Vec::new();
    for day in 0..extent.days {
        let now = start + Duration::days(day);
        t.portal.clock().set(now);
        morning(t, &f.p, rng.random_range(extent.daily.clone()), &mut histories, rng).await;
        // Yesterday, asked today: must be the same when it is asked at the end.
        if day % 2 == 0 {
            let yesterday = local_date(now) - Duration::days(1);
            let period = Period::cohort(yesterday - Duration::days(rng.random_range(0..40)), yesterday, yesterday);
            asked.push((period, figures(t, &period).await));
        }
    }
    let end = start + Duration::days(extent.days);
    t.portal.clock().set(end);
    for (period, then) in &asked {
        assert_eq!(&figures(t, period).await, then, "{period:?}");
    }
    agree(t, &f, &histories, (extent.days, extent.questions), false, rng).await;
    // A department goes up in another one while its tasks are open: no answer about the past changes, and the work goes on.
    merge(t, GONE, HEIR, local_date(end) + Duration::days(2)).await;
    for (period, then) in &asked {
        assert_eq!(&figures(t, period).await, then, "after the merger: {period:?}");
    }
    let living = f.living();
    for day in 3..6 {
        t.portal.clock().set(end + Duration::days(day));
        morning(t, &living, 1, &mut histories, rng).await;
    }
    t.portal.clock().set(end + Duration::days(6));
    agree(t, &f, &histories, (extent.days + 6, extent.questions), true, rng).await;
    histories
}

/// How many histories have at least this many notes of a kind.
fn with(histories: &[History], least: usize, kind: impl Fn(&Note) -> bool) -> usize {
    histories.iter().filter(|history| history.log.iter().filter(|(_, note)| kind(note)).count() >= least).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a04_02_ten_thousand_random_histories_sqlite() {
    let t = sqlite().await;
    let extent = Extent { past: 6_500, days: 70, daily: 30..=90, questions: 40 };
    let histories = run(&t, extent, 402).await;
    assert!(histories.len() >= 10_000, "{}", histories.len());
    // The roads that the figures must survive were really taken.
    let taken = [
        with(&histories, 1, |note| matches!(note, Note::Rejected)),
        with(&histories, 2, |note| matches!(note, Note::Rejected)),
        with(&histories, 1, |note| matches!(note, Note::Moved(_))),
        with(&histories, 1, |note| matches!(note, Note::Suspended)),
        with(&histories, 1, |note| matches!(note, Note::Cancelled)),
        histories.iter().filter(|history| history.approved >= 1).count(),
    ];
    let twice = histories.iter().filter(|history| history.approved >= 2).count();
    println!("rejected, twice, moved, suspended, cancelled, extended: {taken:?}; extended twice: {twice}");
    assert!(taken.iter().all(|n| *n >= 20) && twice >= 3, "{taken:?} {twice}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a04_02_random_histories_postgres() {
    let t = postgres().await;
    let extent = Extent { past: 1_500, days: 30, daily: 8..=16, questions: 30 };
    assert!(run(&t, extent, 2_040).await.len() > 1_700);
    t.portal.db().close().await;
}
