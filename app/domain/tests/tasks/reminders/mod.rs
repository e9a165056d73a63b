//! 04 §6: reminders and escalation, on both engines: a unit with its people, and the time that passes.

mod heads;
mod moments;
mod times;
mod weeks;

use super::support::{Province, grant, official, person, province, system};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use domain::db::Query;
use domain::tasks::reminders;
use domain::tasks::{self, Target};
use domain::testing::TestPortal;
use domain::{Actor, Cx, args};
use model::access::Role;
use model::format::local;
use model::tasks::{Accept, DeadlineKind, NewTask, TaskSource, Urgency};

fn day(m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, m, d).expect("day")
}

fn at(code: &str) -> Target<'_> {
    Target { code, version: None }
}

async fn run<T>(t: &TestPortal, actor: &Actor, act: impl AsyncFnOnce(&mut Cx) -> domain::Result<T>) -> domain::Result<T> {
    let mut cx = t.portal.write(actor).await?;
    let done = act(&mut cx).await?;
    cx.commit().await?;
    Ok(done)
}

/// Sở Nội vụ with its people; who gives, who follows, the head of the monitor, the Chair.
struct World {
    p: Province,
    assigner: Actor,
    leader: Actor,
}

/// Somebody new with a role at a unit: rows of person and account.
async fn holder(cx: &mut Cx, name: &str, role: Role, unit: i64) -> (i64, i64) {
    let (id, account) = person(cx, name, unit).await;
    grant(cx, id, role, unit).await;
    (id, account)
}

async fn world(t: &TestPortal) -> World {
    let p = province(t).await;
    let unit = p.units[1];
    let mut cx = t.portal.write(&system()).await.expect("context");
    let root = domain::org::root(&mut cx).await.expect("root").id;
    let (head, account) = holder(&mut cx, "Giám đốc", Role::UnitLeader, unit).await;
    holder(&mut cx, "Trưởng phòng", Role::DivisionHead, unit).await;
    holder(&mut cx, "Văn thư", Role::Clerk, unit).await;
    holder(&mut cx, "Trưởng phòng theo dõi", Role::DivisionHead, p.units[3]).await;
    holder(&mut cx, "Chủ tịch tỉnh", Role::UnitLeader, root).await;
    grant(&mut cx, p.people[3], Role::TaskMonitor, p.units[3]).await;
    Query::new("UPDATE role_assignment SET scope = 'province' WHERE role = 'task_monitor'").exec(&mut cx.conn()).await.expect("scope");
    Query::new("UPDATE person SET phone_sealed = '0999000001'").exec(&mut cx.conn()).await.expect("telephones");
    cx.commit().await.expect("commit");
    let assigner = official(&p, 0, "Phó Chủ tịch", &[Role::Official, Role::TaskAssigner], &p.units);
    let mut leader = official(&p, 1, "Giám đốc", &[Role::Official, Role::UnitLeader], &p.units[1..2]);
    (leader.person_id, leader.account_id) = (Some(head), Some(account));
    World { p, assigner, leader }
}

impl World {
    async fn give(&self, t: &TestPortal, due: NaiveDate, urgency: Urgency) -> String {
        let input = NewTask {
            title: "Rà soát quy hoạch sử dụng đất".into(),
            source_kind: TaskSource::PeopleCommittee,
            source_number: "12/UBND-TH".into(),
            lead_unit: self.p.units[1],
            deadline_kind: DeadlineKind::Fixed,
            due: Some(due),
            urgency,
            output: "Báo cáo".into(),
            monitor: Some(self.p.people[3]),
            ..NewTask::default()
        };
        run(t, &self.assigner, async |cx| tasks::create_and_assign(cx, &input).await).await.expect("given")
    }

    async fn accepted(&self, t: &TestPortal, due: NaiveDate) -> String {
        let code = self.give(t, due, Urgency::Normal).await;
        let input = Accept { person: self.p.people[1] };
        run(t, &self.leader, async |cx| tasks::accept(cx, at(&code), &input).await).await.expect("accepted");
        code
    }
}

/// Lets the time pass in steps of half an hour; at each two processes look, and look again.
async fn until(t: &TestPortal, end: DateTime<Utc>) {
    while t.portal.clock().now() < end {
        t.portal.clock().advance(Duration::minutes(30));
        let (one, two, three, four) =
            tokio::join!(reminders::remind(&t.portal), reminders::remind(&t.portal), reminders::watch_express(&t.portal), reminders::watch_express(&t.portal));
        for look in [one, two, three, four] {
            look.expect("a look");
        }
    }
}

/// What was said of a task: day and time, rule, days, name of the reader. In the order of the days.
async fn said(t: &TestPortal, code: &str) -> Vec<(String, String, i64, String)> {
    let mut cx = t.portal.read(&system()).await.expect("context");
    let sql = "SELECT n.at, l.rule, l.days, p.full_name FROM task_notice_line l JOIN task_notice n ON n.id = l.notice_id
        JOIN person p ON p.id = l.person_id JOIN task t ON t.id = l.task_id WHERE t.code = $1";
    let rows: Vec<(DateTime<Utc>, String, i64, String)> = cx.conn().all(sql, args![code]).await.expect("lines");
    let mut rows: Vec<_> = rows.into_iter().map(|(at, rule, days, name)| (local(at).format("%m-%d %H:%M").to_string(), rule, days, name)).collect();
    rows.sort();
    rows
}

fn line(at: &str, rule: &str, days: i64, name: &str) -> (String, String, i64, String) {
    (at.to_owned(), rule.to_owned(), days, name.to_owned())
}

/// Messages of reminders: account or none, channel, instant, text.
async fn messages(t: &TestPortal) -> Vec<(Option<i64>, String, DateTime<Utc>, String)> {
    let mut cx = t.portal.read(&system()).await.expect("context");
    let sql = "SELECT account_id, channel, created_at, text FROM outbox
        WHERE event IN ('task_due_soon', 'task_overdue', 'task_escalated', 'task_reminders') ORDER BY id";
    cx.conn().all(sql, args![]).await.expect("messages")
}

async fn count(t: &TestPortal, sql: &'static str) -> i64 {
    let mut cx = t.portal.read(&system()).await.expect("context");
    cx.conn().count(sql, args![]).await.expect("count")
}
