//! Series of tasks: a year with holidays against a slow oracle, stops, several processes, rewording, pausing, ending.

use super::support::{Province, official, province, system};
use chrono::{Datelike, Days, NaiveDate, TimeDelta};
use domain::actor::Actor;
use domain::stats::{Scope, task_counts};
use domain::tasks::{self, Target, series};
use domain::testing::{TestPortal, vn, with_dbs};
use domain::today::{self, WorkKind, worklist};
use domain::{Cx, Error, args};
use model::access::Role;
use model::calendar::WorkCalendar;
use model::stats::Period;
use model::tasks::series::{OffDay, Repeat, Rule, Series, SeriesState, SeriesStep};
use model::tasks::{DeadlineKind, NewTask, Reason, TaskSource};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("day")
}

fn new_series(p: &Province, rule: Rule, from: NaiveDate) -> Series {
    let task = NewTask {
        title: "Báo cáo tình hình giải ngân vốn đầu tư công".into(),
        source_kind: TaskSource::PeopleCommittee,
        source_number: "12/UBND-TH".into(),
        lead_unit: p.units[1],
        co_units: vec![p.units[2]],
        deadline_kind: DeadlineKind::Recurring,
        output: "Báo cáo".into(),
        ..NewTask::default()
    };
    Series { task, rule, due_days: 3, valid_from: from, valid_to: None }
}

const fn rule(repeat: Repeat, weekday: u32, month: u32, day: u32, off_day: OffDay) -> Rule {
    Rule { repeat, weekday, month, day, off_day }
}

fn assigner(p: &Province) -> Actor {
    official(p, 0, "Chủ tịch", &[Role::Official, Role::TaskAssigner], &p.units)
}

fn reason() -> Reason {
    Reason { reason: "Theo chỉ đạo mới của lãnh đạo".into() }
}

async fn write<T>(t: &TestPortal, actor: &Actor, act: impl AsyncFnOnce(&mut Cx) -> domain::Result<T>) -> domain::Result<T> {
    let mut cx = t.portal.write(actor).await?;
    let done = act(&mut cx).await?;
    cx.commit().await?;
    Ok(done)
}

/// Named day, day of the assignment, due date of every period of a series, in order.
async fn periods(t: &TestPortal, code: &str) -> Vec<(NaiveDate, Option<NaiveDate>, Option<NaiveDate>)> {
    let mut cx = t.portal.read(&system()).await.expect("context");
    let sql = "SELECT p.nominal_on, p.given_on, t.due_on FROM task_series s JOIN task_series_period p ON p.series_id = s.id
               LEFT JOIN task t ON t.id = p.task_id WHERE s.code = $1 ORDER BY p.nominal_on, p.period";
    cx.conn().all(sql, args![code]).await.expect("periods")
}

async fn tasks_in_all(t: &TestPortal) -> i64 {
    let mut cx = t.portal.read(&system()).await.expect("context");
    cx.conn().count("SELECT COUNT(*) FROM task", args![]).await.expect("count")
}

/// The slow way: each day is asked whether the rule means it; moves and due dates go one day at a time.
fn oracle(series: &Series, until: NaiveDate, calendar: &WorkCalendar) -> Vec<(NaiveDate, Option<NaiveDate>, Option<NaiveDate>)> {
    let works = |day: NaiveDate| calendar.is_working_day(day).expect("calendar");
    let last = |day: NaiveDate| (day + Days::new(1)).month() != day.month();
    let rule = series.rule;
    let mut found = Vec::new();
    let mut at = series.valid_from;
    while at <= until + Days::new(15) {
        let in_month = if rule.day == 0 { last(at) } else { at.day() == rule.day || (at.day() < rule.day && last(at)) };
        let meant = match rule.repeat {
            Repeat::Weekly => at.weekday().number_from_monday() == rule.weekday,
            Repeat::Monthly => in_month,
            Repeat::Quarterly => in_month && at.month0() % 3 + 1 == rule.month,
            Repeat::Yearly => in_month && at.month() == rule.month,
        };
        if meant {
            let before = rule.off_day == OffDay::Before || (rule.day == 0 && rule.repeat != Repeat::Weekly);
            let mut moved = at;
            while !works(moved) && (before || rule.off_day == OffDay::After) {
                moved = if before { moved - Days::new(1) } else { moved + Days::new(1) };
            }
            let given = works(moved).then_some(moved);
            let stands = given.unwrap_or(at);
            if stands >= series.valid_from && stands <= until {
                let due = given.map(|given| {
                    let (mut due, mut left) = (given, series.due_days);
                    while left > 0 {
                        due = due + Days::new(1);
                        left -= u32::from(works(due));
                    }
                    due
                });
                found.push((at, given, due));
            }
        }
        at = at + Days::new(1);
    }
    found
}

/// A year with its holidays, with nights that are missed and nights that come twice: every period once, on the right day.
#[tokio::test(flavor = "multi_thread")]
async fn a_year_agrees_with_the_slow_way() {
    with_dbs(async |t| {
        let p = province(t).await;
        let calendar = WorkCalendar::vietnam();
        let (begin, end) = (day("2026-01-05"), day("2026-12-10"));
        let rules = [
            rule(Repeat::Weekly, 5, 1, 1, OffDay::After),
            rule(Repeat::Weekly, 2, 1, 1, OffDay::Skip),
            rule(Repeat::Monthly, 1, 1, 0, OffDay::After),
            rule(Repeat::Monthly, 1, 1, 30, OffDay::Before),
            rule(Repeat::Quarterly, 1, 2, 17, OffDay::After),
            rule(Repeat::Yearly, 1, 9, 2, OffDay::Skip),
        ];
        t.portal.clock().set(vn(2026, 1, 5, 8, 0));
        let mut made = Vec::new();
        for rule in rules {
            let input = new_series(&p, rule, begin);
            let code = write(t, &assigner(&p), async |cx| series::create(cx, &input).await).await.expect("series");
            made.push((code, input));
        }
        let mut rng = StdRng::seed_from_u64(7);
        let mut at = begin;
        while at < end {
            // The portal sleeps for some nights, now and then for weeks.
            at = (at + Days::new(if rng.random_bool(0.05) { 20 } else { rng.random_range(1..4) })).min(end);
            t.portal.clock().set(vn(at.year(), at.month(), at.day(), 1, 0));
            series::nightly(&t.portal).await.expect("night");
            if rng.random_bool(0.3) {
                series::nightly(&t.portal).await.expect("the same night again");
            }
        }
        let mut expected = 0;
        for (code, input) in &made {
            let found = oracle(input, end, &calendar);
            assert_eq!(periods(t, code).await, found, "{code} {:?}", input.rule);
            expected += found.iter().filter(|(_, given, _)| given.is_some()).count();
        }
        assert!(expected > 100, "{expected}");
        assert_eq!(tasks_in_all(t).await, expected as i64);
        // The tasks are counted, the series are not.
        let mut cx = t.portal.read(&Actor::anonymous()).await.expect("context");
        let period = Period::cohort(day("2026-01-01"), day("2026-12-31"), end);
        let figures = task_counts(&mut cx, &Scope::All, &period).await.expect("figures");
        assert_eq!(figures.total.total(), expected as i64);
    })
    .await;
}

/// Several processes look at the same moment: one task per period.
#[tokio::test(flavor = "multi_thread")]
async fn processes_at_once_make_each_period_once() {
    with_dbs(async |t| {
        let p = province(t).await;
        t.portal.clock().set(vn(2026, 11, 2, 8, 0));
        let weekly = new_series(&p, rule(Repeat::Weekly, 1, 1, 1, OffDay::After), day("2026-11-02"));
        let code = write(t, &assigner(&p), async |cx| series::create(cx, &weekly).await).await.expect("series");
        // The period of this day is there at once.
        assert_eq!(tasks_in_all(t).await, 1);
        t.portal.clock().set(vn(2026, 11, 23, 1, 0));
        let nights = tokio::join!(series::nightly(&t.portal), series::nightly(&t.portal), series::nightly(&t.portal), series::nightly(&t.portal));
        let _ = (nights.0.expect("night"), nights.1.expect("night"), nights.2.expect("night"), nights.3.expect("night"));
        assert_eq!(tasks_in_all(t).await, 4);
        let found = periods(t, &code).await;
        assert_eq!(found.iter().map(|(named, ..)| *named).collect::<Vec<_>>(), ["2026-11-02", "2026-11-09", "2026-11-16", "2026-11-23"].map(day));
        // What was made up for says so, and is given on the day it was made.
        let mut cx = t.portal.read(&system()).await.expect("context");
        let (detail, list) = series::detail(&mut cx, &code, 1).await.expect("detail");
        assert_eq!((detail.line.made, list.total(), detail.line.problem.as_str()), (4, 4, ""));
        let task = tasks::find(&mut cx, &list.rows[2].task).await.expect("task");
        assert_eq!((task.deadline_kind, task.line.assigned_on, task.line.due_on), (DeadlineKind::Recurring, day("2026-11-23"), Some(day("2026-11-12"))));
        assert!(task.line.title.ends_with("– tuần 46 năm 2026 (09/11/2026)"), "{}", task.line.title);
        let of = series::of_task(&mut cx, &list.rows[2].task).await.expect("series of the task");
        assert_eq!(of.map(|(found, _)| found), Some(code));
    })
    .await;
}

/// Rewording counts from tomorrow, a pause leaves its periods out, an end is for good; A04-05 for the form of a series.
#[tokio::test(flavor = "multi_thread")]
async fn reworded_paused_ended() {
    with_dbs(async |t| {
        let p = province(t).await;
        let chair = assigner(&p);
        let at = |code: &'static str, version| Target { code, version };
        t.portal.clock().set(vn(2026, 11, 2, 8, 0));
        let weekly = new_series(&p, rule(Repeat::Weekly, 1, 1, 1, OffDay::After), day("2026-11-02"));
        let code = write(t, &chair, async |cx| series::create(cx, &weekly).await).await.expect("series");
        assert_eq!(code, "CN-2026-0001");
        let code: &'static str = Box::leak(code.into_boxed_str());

        // Whoever does not see the tasks of the lead knows nothing of the series; whoever sees them may not change it.
        let stranger = official(&p, 3, "Sở khác", &[Role::Official, Role::UnitLeader, Role::TaskAssigner], &p.units[3..4]);
        let unseen = write(t, &stranger, async |cx| series::pause(cx, at(code, None), &reason()).await).await;
        assert!(matches!(unseen, Err(Error::NotFound)), "{unseen:?}");
        let leader = official(&p, 1, "Giám đốc sở", &[Role::Official, Role::UnitLeader, Role::TaskAssigner], &p.units[1..2]);
        let seen = write(t, &leader, async |cx| series::pause(cx, at(code, None), &reason()).await).await;
        assert!(matches!(seen, Err(Error::Forbidden { .. })), "{seen:?}");
        let outside = Series { task: NewTask { lead_unit: p.units[2], ..weekly.task.clone() }, ..weekly.clone() };
        let refused = write(t, &leader, async |cx| series::create(cx, &outside).await).await;
        assert!(matches!(refused, Err(Error::Forbidden { .. })), "{refused:?}");

        // On Monday, 09/11, the morning's night did not run: the change still owes the task of this Monday.
        t.portal.clock().set(vn(2026, 11, 9, 9, 0));
        let fridays = Series { rule: rule(Repeat::Weekly, 5, 1, 1, OffDay::After), due_days: 1, ..weekly.clone() };
        write(t, &chair, async |cx| series::change(cx, at(code, Some(1)), &fridays).await).await.expect("changed");
        let stale = write(t, &chair, async |cx| series::change(cx, at(code, Some(1)), &fridays).await).await;
        assert!(stale.expect_err("refused").to_string().contains("đã được người khác cập nhật"));
        assert_eq!(tasks_in_all(t).await, 2);
        // The same week gives no second task; the next one comes on a Friday.
        for morning in [13, 16, 20] {
            t.portal.clock().set(vn(2026, 11, morning, 1, 0));
            series::nightly(&t.portal).await.expect("night");
        }
        let named = |found: Vec<(NaiveDate, Option<NaiveDate>, Option<NaiveDate>)>| found.into_iter().map(|(named, ..)| named).collect::<Vec<_>>();
        assert_eq!(named(periods(t, code).await), ["2026-11-02", "2026-11-09", "2026-11-20"].map(day));

        write(t, &chair, async |cx| series::pause(cx, at(code, Some(2)), &reason()).await).await.expect("paused");
        t.portal.clock().set(vn(2026, 12, 8, 1, 0));
        series::nightly(&t.portal).await.expect("night");
        assert_eq!(tasks_in_all(t).await, 3);
        let twice = write(t, &chair, async |cx| series::pause(cx, at(code, Some(3)), &reason()).await).await;
        assert!(matches!(twice, Err(Error::Conflict(_))), "{twice:?}");
        write(t, &chair, async |cx| series::resume(cx, at(code, Some(3))).await).await.expect("goes on");
        t.portal.clock().advance(TimeDelta::days(3));
        series::nightly(&t.portal).await.expect("night");
        assert_eq!(named(periods(t, code).await).last(), Some(&day("2026-12-11")));
        assert_eq!(tasks_in_all(t).await, 4);
        write(t, &chair, async |cx| series::end(cx, at(code, Some(4)), &reason()).await).await.expect("ended");
        t.portal.clock().set(vn(2027, 3, 1, 1, 0));
        series::nightly(&t.portal).await.expect("night");
        assert_eq!(tasks_in_all(t).await, 4);

        let mut cx = t.portal.read(&chair).await.expect("context");
        let (detail, _) = series::detail(&mut cx, code, 1).await.expect("detail");
        let steps: Vec<SeriesStep> = detail.events.iter().map(|event| event.step).collect();
        assert_eq!(steps, [SeriesStep::Create, SeriesStep::Change, SeriesStep::Pause, SeriesStep::Resume, SeriesStep::End]);
        assert_eq!((detail.line.state, detail.revision, detail.may_change), (SeriesState::Ended, 2, false));
        assert_eq!(detail.events[1].note, "Hằng tuần, thứ Hai → Hằng tuần, thứ Sáu; hoàn thành trong 3 → 1 ngày làm việc");
    })
    .await;
}

/// What cannot be made is said at the series, holds up no other, and is made once the cause is mended.
#[tokio::test(flavor = "multi_thread")]
async fn a_missing_calendar_is_said() {
    with_dbs(async |t| {
        let p = province(t).await;
        t.portal.clock().set(vn(2027, 11, 30, 8, 0));
        let monthly = new_series(&p, rule(Repeat::Monthly, 1, 1, 15, OffDay::After), day("2027-11-30"));
        let long = Series { due_days: 60, ..monthly.clone() };
        let stuck = write(t, &assigner(&p), async |cx| series::create(cx, &long).await).await.expect("series");
        let fine = write(t, &assigner(&p), async |cx| series::create(cx, &monthly).await).await.expect("series");
        t.portal.clock().set(vn(2027, 12, 15, 1, 0));
        series::nightly(&t.portal).await.expect("night");
        assert_eq!((periods(t, &stuck).await.len(), periods(t, &fine).await.len()), (0, 1));
        let mut cx = t.portal.read(&assigner(&p)).await.expect("context");
        let list = series::list(&mut cx, None, 1).await.expect("list");
        // Which period it is, by its days.
        let said = "Kỳ tháng 12/2027, ngày 15/12/2027: Chưa có lịch làm việc năm 2028. Báo quản trị tỉnh.";
        assert_eq!(list.rows.iter().find(|row| row.code == stuck).map(|row| row.problem.as_str()), Some(said));
        assert_eq!(list.rows.iter().find(|row| row.code == fine).map(|row| row.problem.as_str()), Some(""));
        // Whoever gave it finds it in Hôm nay, counted as every row, and has one notice however many nights pass.
        let row = worklist(&mut cx).await.expect("today").today.into_iter().find(|item| item.code == stuck).expect("a row");
        assert_eq!(row.who_and_state, said);
        let (load, items) = (today::waiting_load(&mut cx, WorkKind::Task).await.expect("load"), tasks::work_items(&mut cx).await.expect("items"));
        assert_eq!((load.total, load.today), (items.len() as i64, 1), "{}", t.engine);
        drop(cx);
        t.portal.clock().set(vn(2027, 12, 16, 1, 0));
        series::nightly(&t.portal).await.expect("the next night");
        let mut cx = t.portal.read(&assigner(&p)).await.expect("context");
        let told =
            cx.conn().count("SELECT COUNT(*) FROM outbox WHERE event = 'task_series_stuck' AND account_id = $1", args![p.accounts[0]]).await.expect("count");
        assert_eq!(told, 1, "{}", t.engine);
        let text: (String,) = cx.conn().one("SELECT text FROM outbox WHERE event = 'task_series_stuck' LIMIT 1", args![]).await.expect("notice");
        assert_eq!(text.0, format!("Chuỗi nhiệm vụ {stuck} chưa giao được. {said}"));
    })
    .await;
}

/// A series goes to another lead: the new one reads when tasks were given, but not what became of those of the former one.
#[tokio::test(flavor = "multi_thread")]
async fn a_new_lead_sees_nothing_of_the_former_tasks() {
    with_dbs(async |t| {
        let p = province(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 8, 0));
        let mut input = new_series(&p, rule(Repeat::Weekly, 1, 1, 1, OffDay::After), day("2026-11-23"));
        input.task.co_units.clear();
        let code = write(t, &assigner(&p), async |cx| series::create(cx, &input).await).await.expect("series");
        input.task.lead_unit = p.units[2];
        write(t, &assigner(&p), async |cx| series::change(cx, Target { code: &code, version: None }, &input).await).await.expect("changed");
        let seen = async |actor: &Actor| -> Vec<(bool, bool, bool)> {
            let mut cx = t.portal.read(actor).await.expect("context");
            let (_, periods) = series::detail(&mut cx, &code, 1).await.expect("series");
            periods.rows.iter().map(|row| (row.given_on.is_some(), row.task.is_empty(), row.task_state.is_some() || row.due_on.is_some())).collect()
        };
        let leader = official(&p, 2, "Giám đốc mới", &[Role::Official, Role::UnitLeader], &p.units[2..3]);
        assert_eq!(seen(&leader).await, [(true, true, false)], "{}", t.engine);
        assert_eq!(seen(&assigner(&p)).await, [(true, false, true)], "{}", t.engine);
    })
    .await;
}
