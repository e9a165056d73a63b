//! The life of a task: rights, guards, and what the statistics make of it.

use super::support::{Province, official, province, system};
use chrono::{Duration, NaiveDate};
use domain::actor::Actor;
use domain::stats::{Scope, task_counts};
use domain::tasks::{self, Target};
use domain::testing::{TestPortal, vn, with_dbs};
use domain::{Cx, Error};
use model::access::Role;
use model::stats::{Period, TaskCounts};
use model::tasks::{
    Accept, Assign, Complete, CompleteForm, DeadlineKind, DecideExtension, ExtendRequest, NewTask, NewTaskForm, Progress, Reason, Reassign, TaskSource,
    TaskState, TaskStep,
};

fn day(m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, m, d).expect("day")
}

fn new_task(p: &Province, due: NaiveDate) -> NewTask {
    NewTask {
        title: "Rà soát quy hoạch sử dụng đất".into(),
        source_kind: TaskSource::PeopleCommittee,
        source_number: "12/UBND-TH".into(),
        lead_unit: p.units[1],
        co_units: vec![p.units[2]],
        deadline_kind: DeadlineKind::Fixed,
        due: Some(due),
        output: "Báo cáo".into(),
        ..NewTask::default()
    }
}

fn at(code: &str) -> Target<'_> {
    Target { code, version: None }
}

fn reason() -> Reason {
    Reason { reason: "Chưa đúng thẩm quyền của sở".into() }
}

fn complete() -> Complete {
    Complete { text: "Đã trình báo cáo rà soát".into(), document: "15/BC-SNV".into() }
}

async fn write<T>(t: &TestPortal, actor: &Actor, act: impl AsyncFnOnce(&mut Cx) -> domain::Result<T>) -> domain::Result<T> {
    let mut cx = t.portal.write(actor).await?;
    let done = act(&mut cx).await?;
    cx.commit().await?;
    Ok(done)
}

async fn counts(t: &TestPortal, as_of: NaiveDate) -> TaskCounts {
    let mut cx = t.portal.read(&Actor::anonymous()).await.expect("context");
    let period = Period::cohort(day(1, 1), day(12, 31), as_of);
    task_counts(&mut cx, &Scope::All, &period).await.expect("figures").total
}

/// The people of the tests: who gives, who leads the unit, who works there, who monitors, who has nothing to do with it.
struct Cast {
    assigner: Actor,
    leader: Actor,
    officer: Actor,
    monitor: Actor,
    stranger: Actor,
}

fn cast(p: &Province) -> Cast {
    Cast {
        assigner: official(p, 0, "Chủ tịch", &[Role::Official, Role::TaskAssigner], &p.units),
        leader: official(p, 1, "Giám đốc sở", &[Role::Official, Role::UnitLeader], &p.units[1..2]),
        officer: official(p, 1, "Chuyên viên", &[Role::Official, Role::CaseOfficer], &p.units[1..2]),
        monitor: official(p, 3, "Theo dõi", &[Role::Official, Role::TaskMonitor], &p.units),
        stranger: official(p, 2, "Sở khác", &[Role::Official, Role::UnitLeader, Role::TaskAssigner], &p.units[3..4]),
    }
}

/// The whole way K01–K09, with who may take which step; A04-06: a late confirmation does not make the unit late.
#[tokio::test(flavor = "multi_thread")]
async fn a04_06_the_whole_way() {
    with_dbs(async |t| {
        let p = province(t).await;
        let c = cast(&p);
        t.portal.clock().set(vn(2026, 11, 23, 8, 0));
        let refused = write(t, &c.stranger, async |cx| tasks::create_and_assign(cx, &new_task(&p, day(12, 1))).await).await;
        assert!(matches!(refused, Err(Error::Forbidden { .. })));
        let code = write(t, &c.assigner, async |cx| tasks::create_and_assign(cx, &new_task(&p, day(12, 1))).await).await.expect("given");
        assert_eq!(code, "NV-2026-000001");
        assert_eq!(counts(t, day(11, 23)).await.open_in_time, 1);

        // Nobody learns of a task that is not theirs; who sees it is told what is missing.
        let unseen = write(t, &c.stranger, async |cx| tasks::accept(cx, at(&code), &Accept { person: p.people[1] }).await).await;
        assert!(matches!(unseen, Err(Error::NotFound)), "{unseen:?}");
        let seen = write(t, &c.officer, async |cx| tasks::confirm(cx, at(&code)).await).await;
        assert!(matches!(seen, Err(Error::Forbidden { .. })), "{seen:?}");
        let outside = write(t, &c.leader, async |cx| tasks::accept(cx, at(&code), &Accept { person: p.people[3] }).await).await;
        assert!(matches!(outside, Err(Error::Invalid(errors)) if errors.of("nguoi_thuc_hien").is_some()));
        write(t, &c.leader, async |cx| tasks::accept(cx, at(&code), &Accept { person: p.people[1] }).await).await.expect("accepted");
        // A form of an older version is refused, with the time, the author and the step of the change.
        let old = write(t, &c.leader, async |cx| tasks::return_to_assigner(cx, Target { code: &code, version: Some(1) }, &reason()).await).await;
        let old = old.expect_err("refused").to_string();
        assert!(old.contains(&format!("đã được người khác cập nhật lúc 08:00 ({}: “Tiếp nhận”)", c.leader.name)), "{old}");

        let report = Progress { text: "Đã thu thập số liệu của 12 xã".into(), percent: 40 };
        write(t, &c.officer, async |cx| tasks::report_progress(cx, at(&code), &report, &[]).await).await.expect("started");
        write(t, &c.officer, async |cx| tasks::report_progress(cx, at(&code), &Progress { percent: 70, ..report.clone() }, &[]).await).await.expect("progress");
        let bare = CompleteForm { text: complete().text, document: String::new() };
        let bare = write(t, &c.officer, async |cx| tasks::report_completion(cx, at(&code), &bare.validate(0)?, &[]).await).await;
        assert!(matches!(bare, Err(Error::Invalid(errors)) if errors.of("tep").is_some()));
        t.portal.clock().set(vn(2026, 12, 1, 16, 0));
        write(t, &c.officer, async |cx| tasks::report_completion(cx, at(&code), &complete(), &[]).await).await.expect("reported");
        // The report waits over the due date: the unit stays in time.
        t.portal.clock().set(vn(2026, 12, 6, 9, 0));
        let waiting = counts(t, day(12, 6)).await;
        assert_eq!((waiting.open_in_time, waiting.open_overdue, waiting.awaiting_confirmation), (1, 0, 1));
        write(t, &c.monitor, async |cx| tasks::confirm(cx, at(&code)).await).await.expect("confirmed");
        let done = counts(t, day(12, 6)).await;
        assert_eq!((done.done_on_time, done.done_late, done.received_in_time, done.confirmed_first_time), (1, 0, 1, 1));
        // The days before keep their answer.
        assert_eq!(counts(t, day(12, 5)).await, waiting);
        assert_eq!(counts(t, day(11, 22)).await.total(), 0);

        let mut cx = t.portal.read(&c.officer).await.expect("context");
        let detail = tasks::find(&mut cx, &code).await.expect("detail");
        let steps: Vec<TaskStep> = detail.timeline.iter().map(|entry| entry.step).collect();
        use TaskStep::{Accept as A, Assign as G, Confirm as C, Create as K, ReportCompletion as D, ReportProgress as P, Start as S};
        assert_eq!(steps, [K, G, A, S, P, D, C]);
        assert_eq!((detail.line.state, detail.line.progress, detail.timeline[4].change.as_str()), (TaskState::Completed, 100, "Tiến độ: 70 %"));
        assert_eq!(detail.co_units, ["Sở Tư pháp"]);
        assert!(detail.permissions.steps.is_empty());
    })
    .await;
}

/// A04-06: a rejected report never stopped the clock. A04-07: an extension after the due date changes nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a04_07_late_extension_and_rejected_report() {
    with_dbs(async |t| {
        let p = province(t).await;
        let c = cast(&p);
        t.portal.clock().set(vn(2026, 11, 2, 8, 0));
        let code = write(t, &c.assigner, async |cx| tasks::create_and_assign(cx, &new_task(&p, day(11, 13))).await).await.expect("given");
        write(t, &c.leader, async |cx| tasks::accept(cx, at(&code), &Accept { person: p.people[1] }).await).await.expect("accepted");
        let ask = |due| ExtendRequest { due, reason: "Chờ số liệu của các xã".into() };
        let earlier = write(t, &c.leader, async |cx| tasks::request_extension(cx, at(&code), &ask(day(11, 13)), &[]).await).await;
        assert!(matches!(earlier, Err(Error::Invalid(errors)) if errors.of("han").is_some()));
        write(t, &c.leader, async |cx| tasks::request_extension(cx, at(&code), &ask(day(11, 18)), &[]).await).await.expect("asked");
        let twice = write(t, &c.leader, async |cx| tasks::request_extension(cx, at(&code), &ask(day(11, 19)), &[]).await).await;
        assert!(matches!(twice, Err(Error::Conflict(_))));
        let decide = DecideExtension { approve: true, note: String::new() };
        let monitor = write(t, &c.monitor, async |cx| tasks::decide_extension(cx, at(&code), &decide).await).await;
        assert!(matches!(monitor, Err(Error::Forbidden { .. })));
        // On the due date the approval moves it.
        t.portal.clock().set(vn(2026, 11, 13, 17, 0));
        write(t, &c.assigner, async |cx| tasks::decide_extension(cx, at(&code), &decide).await).await.expect("approved");
        t.portal.clock().set(vn(2026, 11, 16, 9, 0));
        assert_eq!(counts(t, day(11, 16)).await.open_in_time, 1);
        // After the new due date a second approval is only recorded.
        write(t, &c.leader, async |cx| tasks::request_extension(cx, at(&code), &ask(day(11, 30)), &[]).await).await.expect("asked");
        t.portal.clock().set(vn(2026, 11, 19, 9, 0));
        write(t, &c.assigner, async |cx| tasks::decide_extension(cx, at(&code), &decide).await).await.expect("recorded");
        assert_eq!(counts(t, day(11, 19)).await.open_overdue, 1);
        let mut cx = t.portal.read(&c.leader).await.expect("context");
        let detail = tasks::find(&mut cx, &code).await.expect("detail");
        assert_eq!(detail.line.due_on, Some(day(11, 18)));
        assert_eq!(detail.extensions.iter().map(|row| row.applied).collect::<Vec<_>>(), [true, false]);
        assert_eq!(detail.remaining.map(|(_, words)| words).as_deref(), Some("Quá 2 giờ làm việc"));
        drop(cx);

        // Another task: reported in time, rejected after the due date, reported again: late, by the days of the second report.
        t.portal.clock().set(vn(2026, 12, 1, 8, 0));
        let code = write(t, &c.assigner, async |cx| tasks::create_and_assign(cx, &new_task(&p, day(12, 4))).await).await.expect("given");
        write(t, &c.leader, async |cx| tasks::accept(cx, at(&code), &Accept { person: p.people[1] }).await).await.expect("accepted");
        write(t, &c.leader, async |cx| tasks::report_completion(cx, at(&code), &complete(), &[]).await).await.expect("reported");
        t.portal.clock().set(vn(2026, 12, 7, 8, 0));
        write(t, &c.monitor, async |cx| tasks::reject(cx, at(&code), &reason()).await).await.expect("rejected");
        assert_eq!(counts(t, day(12, 7)).await.open_overdue, 2);
        write(t, &c.officer, async |cx| tasks::report_completion(cx, at(&code), &complete(), &[]).await).await.expect("reported");
        write(t, &c.monitor, async |cx| tasks::confirm(cx, at(&code)).await).await.expect("confirmed");
        let figures = counts(t, day(12, 7)).await;
        assert_eq!((figures.done_late, figures.days_late, figures.confirmed, figures.confirmed_first_time), (1, 3, 1, 0));
    })
    .await;
}

/// A04-05: one lead; co-units never change the total. Return, reassign, change of the lead, suspension, cancellation.
#[tokio::test(flavor = "multi_thread")]
async fn a04_05_leads_and_co_units() {
    with_dbs(async |t| {
        let p = province(t).await;
        let c = cast(&p);
        t.portal.clock().set(vn(2026, 11, 2, 8, 0));
        let doubled = NewTaskForm {
            title: "Rà soát quy hoạch sử dụng đất".into(),
            source_kind: "people_committee".into(),
            lead_unit: p.units[1].to_string(),
            co_units: vec![p.units[1].to_string()],
            deadline_kind: "fixed".into(),
            due: "13/11/2026".into(),
            output: "Báo cáo".into(),
            ..NewTaskForm::default()
        };
        let refused = write(t, &c.assigner, async |cx| tasks::create(cx, &doubled.validate(day(11, 2))?).await).await;
        assert!(matches!(refused, Err(Error::Invalid(errors)) if errors.of("phoi_hop").is_some()));
        let code = write(t, &c.assigner, async |cx| tasks::create(cx, &new_task(&p, day(11, 13))).await).await.expect("draft");
        assert_eq!(counts(t, day(11, 2)).await.total(), 0);
        write(t, &c.assigner, async |cx| tasks::assign(cx, at(&code), &Assign::default()).await).await.expect("given");
        write(t, &c.leader, async |cx| tasks::return_to_assigner(cx, at(&code), &reason()).await).await.expect("returned");
        let other = Reassign { lead_unit: p.units[2], reason: "Giao đúng đơn vị quản lý".into() };
        write(t, &c.assigner, async |cx| tasks::reassign(cx, at(&code), &other).await).await.expect("given again");
        // The co-unit became the lead, so it takes part no more.
        let mut cx = t.portal.read(&system()).await.expect("context");
        let period = Period::cohort(day(1, 1), day(12, 31), day(11, 2));
        let figures = task_counts(&mut cx, &Scope::All, &period).await.expect("figures");
        assert_eq!((figures.units.len(), figures.units[0].unit_id, figures.units[0].as_co_unit, figures.total.total()), (1, p.units[2], 0, 1));
        drop(cx);

        t.portal.clock().set(vn(2026, 11, 6, 8, 0));
        write(t, &c.assigner, async |cx| tasks::suspend(cx, at(&code), &reason()).await).await.expect("suspended");
        t.portal.clock().set(vn(2026, 11, 20, 8, 0));
        let stopped = counts(t, day(11, 20)).await;
        assert_eq!((stopped.open_no_deadline, stopped.suspended), (1, 1));
        write(t, &c.assigner, async |cx| tasks::resume(cx, at(&code), &reason()).await).await.expect("resumed");
        let mut cx = t.portal.read(&system()).await.expect("context");
        // Ten working days were lost: Friday 13/11 moves to Monday 30/11, for 24/11 is a holiday.
        assert_eq!(tasks::find(&mut cx, &code).await.expect("detail").line.due_on, Some(day(11, 30)));
        drop(cx);
        t.portal.clock().set(vn(2026, 12, 1, 8, 0));
        let back = Reassign { lead_unit: p.units[1], reason: "Chuyển chức năng quản lý".into() };
        write(t, &c.assigner, async |cx| tasks::change_lead(cx, at(&code), &back).await).await.expect("moved");
        let moved = counts(t, day(12, 1)).await;
        assert_eq!((moved.open_overdue, moved.inherited), (1, 1));
        let late = write(t, &c.leader, async |cx| tasks::return_to_assigner(cx, at(&code), &reason()).await).await;
        assert!(late.is_ok(), "{late:?}");
        write(t, &c.assigner, async |cx| tasks::cancel(cx, at(&code), &reason()).await).await.expect("cancelled");
        let gone = counts(t, day(12, 1)).await;
        assert_eq!((gone.total(), gone.cancelled), (0, 1));
        assert_eq!(counts(t, day(11, 20)).await.total(), 1);
    })
    .await;
}

/// K04: two working days, not more; the weekend does not count.
#[tokio::test(flavor = "multi_thread")]
async fn return_within_two_working_days() {
    with_dbs(async |t| {
        let p = province(t).await;
        let c = cast(&p);
        t.portal.clock().set(vn(2026, 11, 27, 15, 0));
        let first = write(t, &c.assigner, async |cx| tasks::create_and_assign(cx, &new_task(&p, day(12, 30))).await).await.expect("given");
        let second = write(t, &c.assigner, async |cx| tasks::create_and_assign(cx, &new_task(&p, day(12, 30))).await).await.expect("given");
        t.portal.clock().set(vn(2026, 12, 1, 15, 0));
        write(t, &c.leader, async |cx| tasks::return_to_assigner(cx, at(&first), &reason()).await).await.expect("second working day");
        t.portal.clock().advance(Duration::days(1));
        let late = write(t, &c.leader, async |cx| tasks::return_to_assigner(cx, at(&second), &reason()).await).await;
        assert!(late.expect_err("refused").to_string().starts_with("Chỉ được trả lại trong 2 ngày làm việc"));
    })
    .await;
}
