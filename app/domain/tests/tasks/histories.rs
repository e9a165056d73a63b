//! A04-02: random histories against a brute-force oracle, at many instants, asked at once and again later, before and after two units
//! become one.

use super::oracle::{At, Counts, History, Note, expected};
use super::support::{Province, merge, province, system};
use chrono::Duration;
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
async fn step(t: &TestPortal, p: &Province, calendar: &WorkCalendar, h: &mut History, rng: &mut StdRng) {
    let mut cx = t.portal.write(&system()).await.expect("context");
    let (now, today) = (cx.now(), local_date(cx.now()));
    let code = h.code.clone();
    let target = Target { code: &code, version: None };
    let reason = Reason { reason: "Lý do của phép thử ngẫu nhiên".into() };
    let choice = rng.random_range(0..100);
    let movable = !matches!(h.at, At::Over);
    if choice < 4 && movable {
        tasks::cancel(&mut cx, target, &reason).await.expect("cancel");
        h.log.push((now, Note::Cancelled));
        h.at = At::Over;
    } else if choice < 12 && movable {
        let lead = *p.units.iter().filter(|unit| **unit != h.lead).collect::<Vec<_>>().choose(rng).expect("unit");
        tasks::change_lead(&mut cx, target, &Reassign { lead_unit: *lead, reason: reason.reason }).await.expect("change lead");
        (h.lead, h.at, h.stopped, h.given) = (*lead, At::Assigned, None, today);
        h.log.push((now, Note::Moved(*lead)));
    } else if choice < 20 && matches!(h.at, At::Assigned | At::Accepted | At::InProgress) {
        tasks::suspend(&mut cx, target, &reason).await.expect("suspend");
        (h.before, h.at, h.stopped) = (h.at, At::Suspended, Some(today));
        h.log.push((now, Note::Suspended));
    } else if choice < 30 && matches!(h.at, At::Assigned | At::Accepted | At::InProgress) && h.due.is_some() {
        let due = h.due.expect("due");
        if let Some(asked) = h.asked.take() {
            let approve = rng.random_bool(0.7);
            tasks::decide_extension(&mut cx, target, &DecideExtension { approve, note: reason.reason }).await.expect("decide");
            if approve && today <= due {
                h.due = Some(asked);
                h.log.push((now, Note::Due(asked)));
            }
        } else {
            let asked = due + Duration::days(rng.random_range(1..20));
            tasks::request_extension(&mut cx, target, &ExtendRequest { due: asked, reason: reason.reason }, &[]).await.expect("request");
            h.asked = Some(asked);
        }
    } else {
        match h.at {
            At::Assigned if choice > 92 && calendar.working_days_between(h.given, today).expect("days") <= 2 => {
                tasks::return_to_assigner(&mut cx, target, &reason).await.expect("return");
                h.at = At::Returned;
            }
            At::Assigned => {
                let place = p.units.iter().position(|unit| *unit == h.lead).expect("unit");
                tasks::accept(&mut cx, target, &Accept { person: p.people[place] }).await.expect("accept");
                h.at = At::Accepted;
            }
            At::Accepted | At::InProgress if choice < 60 => {
                let report = Progress { text: reason.reason, percent: rng.random_range(0..=100) };
                tasks::report_progress(&mut cx, target, &report, &[]).await.expect("progress");
                h.at = At::InProgress;
            }
            At::Accepted | At::InProgress => {
                let report = Complete { text: reason.reason, document: "1/BC".into() };
                tasks::report_completion(&mut cx, target, &report, &[]).await.expect("completion");
                h.at = At::Reported;
                h.log.push((now, Note::Reported));
            }
            At::Returned => {
                // To the same lead the day of the assignment stays, to another one it begins anew.
                let lead = *p.units.choose(rng).expect("unit");
                tasks::reassign(&mut cx, target, &Reassign { lead_unit: lead, reason: reason.reason }).await.expect("reassign");
                if lead != h.lead {
                    h.log.push((now, Note::Moved(lead)));
                    h.given = today;
                }
                (h.lead, h.at) = (lead, At::Assigned);
            }
            At::Reported if choice < 70 => {
                tasks::confirm(&mut cx, target).await.expect("confirm");
                h.at = At::Over;
                h.log.push((now, Note::Confirmed));
            }
            At::Reported => {
                tasks::reject(&mut cx, target, &reason).await.expect("reject");
                h.at = At::InProgress;
                h.log.push((now, Note::Rejected));
            }
            At::Suspended => {
                tasks::resume(&mut cx, target, &reason).await.expect("resume");
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
    cx.commit().await.expect("commit");
}

async fn give(t: &TestPortal, p: &Province, rng: &mut StdRng) -> History {
    let mut cx = t.portal.write(&system()).await.expect("context");
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
    let code = tasks::create_and_assign(&mut cx, &input).await.expect("given");
    cx.commit().await.expect("commit");
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
        given: today,
        log,
    }
}

async fn figures(t: &TestPortal, period: &Period) -> (BTreeMap<i64, Counts>, Counts) {
    let mut cx = t.portal.read(&system()).await.expect("context");
    let found = task_counts(&mut cx, &Scope::All, period).await.expect("figures");
    let list = |c: &model::stats::TaskCounts| [c.done_on_time, c.done_late, c.open_in_time, c.open_overdue, c.open_no_deadline, c.cancelled];
    let units = found.units.iter().filter(|unit| list(&unit.counts) != [0; 6]).map(|unit| (unit.unit_id, list(&unit.counts))).collect();
    (units, list(&found.total))
}

/// Random questions against the oracle. The structure of today books the unit that ended on its heir, and the total stays.
async fn agree(t: &TestPortal, histories: &[History], days: i64, heir: Option<(i64, i64)>, rng: &mut StdRng) {
    let (first, now) = (local_date(vn(2026, 3, 2, 7, 30)), t.portal.clock().now());
    for _ in 0..60 {
        let some_day = |rng: &mut StdRng| first + Duration::days(rng.random_range(-2..days + 2));
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
            let unit = heir.filter(|(ended, _)| ended == unit).map_or(*unit, |(_, heir)| heir);
            sum.iter_mut().zip(counts).for_each(|(sum, n)| *sum += n);
            booked.entry(unit).or_default().iter_mut().zip(counts).for_each(|(sum, n)| *sum += n);
        }
        assert_eq!(sum, total);
        assert_eq!(figures(t, &Period { view: OrgView::AsNow, ..period }).await, (booked, total), "{period:?}");
    }
}

async fn run(t: &TestPortal, days: i64, per_day: usize, seed: u64) -> usize {
    let rng = &mut StdRng::seed_from_u64(seed);
    let p = province(t).await;
    let calendar = WorkCalendar::vietnam();
    let start = vn(2026, 3, 2, 7, 30);
    let mut histories: Vec<History> = Vec::new();
    let mut asked: Vec<(Period, (BTreeMap<i64, Counts>, Counts))> = Vec::new();
    for day in 0..days {
        let morning = start + Duration::days(day);
        t.portal.clock().set(morning);
        for _ in 0..rng.random_range(0..=per_day) {
            t.portal.clock().advance(Duration::minutes(rng.random_range(0..20)));
            histories.push(give(t, &p, rng).await);
        }
        for history in &mut histories {
            if history.at != At::Over && rng.random_bool(0.25) {
                t.portal.clock().advance(Duration::seconds(rng.random_range(0..90)));
                step(t, &p, &calendar, history, rng).await;
            }
        }
        // Yesterday, asked today: must be the same when it is asked at the end.
        let yesterday = local_date(morning) - Duration::days(1);
        let period = Period::cohort(yesterday - Duration::days(rng.random_range(0..40)), yesterday, yesterday);
        asked.push((period, figures(t, &period).await));
    }
    let end = start + Duration::days(days);
    t.portal.clock().set(end);
    for (period, then) in &asked {
        assert_eq!(&figures(t, period).await, then, "{period:?}");
    }
    agree(t, &histories, days, None, rng).await;
    // Sở Tài chính goes up in Sở Tư pháp, while its tasks are open: no answer about the past changes, and the work goes on.
    let on = local_date(end) + Duration::days(2);
    merge(t, "H99.04", "H99.03", on).await;
    for (period, then) in &asked {
        assert_eq!(&figures(t, period).await, then, "after the merger: {period:?}");
    }
    let living = Province { units: p.units[..3].to_vec(), people: p.people[..3].to_vec(), accounts: p.accounts[..3].to_vec() };
    for day in 3..6 {
        t.portal.clock().set(end + Duration::days(day));
        histories.push(give(t, &living, rng).await);
        for history in histories.iter_mut().filter(|history| history.at != At::Over && living.units.contains(&history.lead)) {
            if rng.random_bool(0.25) {
                t.portal.clock().advance(Duration::seconds(rng.random_range(0..90)));
                step(t, &living, &calendar, history, rng).await;
            }
        }
    }
    t.portal.clock().set(end + Duration::days(6));
    agree(t, &histories, days + 6, Some((p.units[3], p.units[2])), rng).await;
    histories.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a04_02_random_histories_sqlite() {
    let t = sqlite().await;
    assert!(run(&t, 70, 8, 402).await > 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a04_02_random_histories_postgres() {
    let t = postgres().await;
    assert!(run(&t, 30, 4, 2_040).await > 30);
    t.portal.db().close().await;
}
