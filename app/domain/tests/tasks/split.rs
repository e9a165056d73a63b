//! K17: parts of a task inside its lead unit; what holds between a task and its parts.

use super::support::{Province, official, province, system};
use chrono::NaiveDate;
use domain::actor::Actor;
use domain::stats::{Scope, task_counts};
use domain::tasks::{self, Target};
use domain::testing::{TestPortal, vn, with_dbs};
use domain::{Cx, Error, args};
use model::access::Role;
use model::stats::Period;
use model::tasks::{
    Accept, Complete, DeadlineKind, DecideExtension, ExtendRequest, NewTask, Reason, Reassign, Split, SplitTo, TaskSource, TaskState, TaskStep,
};

fn day(m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, m, d).expect("day")
}

fn at(code: &str) -> Target<'_> {
    Target { code, version: None }
}

fn part(to: SplitTo, due: Option<NaiveDate>) -> Split {
    Split { title: "Thu thập số liệu của các xã".into(), to, due, output: "Bảng số liệu".into() }
}

fn reason() -> Reason {
    Reason { reason: "Giao lại cho đơn vị khác".into() }
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

/// A division of the second department, who gives, who leads, who works there, who has nothing to do with it.
struct Cast {
    division: i64,
    assigner: Actor,
    leader: Actor,
    officer: Actor,
    stranger: Actor,
}

async fn cast(t: &TestPortal, p: &Province) -> Cast {
    let csv = "code,name,kind,parent,valid_from,valid_to\nH99.02.01,Phòng Tổ chức,division,H99.02,2010-01-01,\n";
    let mut cx = t.portal.write(&system()).await.expect("context");
    domain::org::import_units(&mut cx, csv.as_bytes(), "units.csv").await.expect("units");
    let today = domain::org::today(&cx);
    let division = domain::org::by_code(&mut cx, "H99.02.01", today).await.expect("division").id;
    cx.commit().await.expect("commit");
    Cast {
        division,
        assigner: official(p, 0, "Chủ tịch", &[Role::Official, Role::TaskAssigner], &p.units),
        leader: official(p, 1, "Giám đốc sở", &[Role::Official, Role::UnitLeader, Role::TaskAssigner], &[p.units[1], division]),
        officer: official(p, 1, "Chuyên viên", &[Role::Official, Role::CaseOfficer], &p.units[1..2]),
        stranger: official(p, 2, "Sở khác", &[Role::Official, Role::UnitLeader, Role::TaskAssigner], &p.units[2..3]),
    }
}

/// A task of the second department, accepted, due on 01/12.
async fn accepted(t: &TestPortal, p: &Province, c: &Cast) -> String {
    let input = NewTask {
        title: "Rà soát quy hoạch sử dụng đất".into(),
        source_kind: TaskSource::PeopleCommittee,
        source_number: "12/UBND-TH".into(),
        lead_unit: p.units[1],
        co_units: vec![p.units[2]],
        deadline_kind: DeadlineKind::Fixed,
        due: Some(day(12, 1)),
        output: "Báo cáo".into(),
        ..NewTask::default()
    };
    let code = write(t, &c.assigner, async |cx| tasks::create_and_assign(cx, &input).await).await.expect("given");
    write(t, &c.leader, async |cx| tasks::accept(cx, at(&code), &Accept { person: p.people[1] }).await).await.expect("accepted");
    code
}

async fn state(t: &TestPortal, code: &str) -> TaskState {
    let mut cx = t.portal.read(&system()).await.expect("context");
    tasks::find(&mut cx, code).await.expect("task").line.state
}

/// The whole way: a part for a person, a part for a unit, parts of parts, the guard of K08, the tree, and the figures.
#[tokio::test(flavor = "multi_thread")]
async fn a_task_in_parts() {
    with_dbs(async |t| {
        let p = province(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 8, 0));
        let c = cast(t, &p).await;
        let code = accepted(t, &p, &c).await;
        let to_person = part(SplitTo::Person(p.people[1]), Some(day(11, 27)));

        let outside = official(&p, 3, "Sở khác nữa", &[Role::Official, Role::UnitLeader], &p.units[3..4]);
        let unseen = write(t, &outside, async |cx| tasks::split(cx, at(&code), &to_person).await).await;
        assert!(matches!(unseen, Err(Error::NotFound)), "{unseen:?}");
        let not_mine = write(t, &c.officer, async |cx| tasks::split(cx, at(&code), &to_person).await).await;
        assert!(matches!(not_mine, Err(Error::Forbidden { .. })), "{not_mine:?}");
        let fields = [
            (part(SplitTo::Person(p.people[2]), None), "nguoi_thuc_hien"),
            (part(SplitTo::Unit(p.units[2]), None), "don_vi"),
            (part(SplitTo::Unit(p.units[1]), None), "don_vi"),
            (part(SplitTo::Unit(c.division), Some(day(12, 2))), "han"),
        ];
        for (input, field) in fields {
            let refused = write(t, &c.leader, async |cx| tasks::split(cx, at(&code), &input).await).await;
            assert!(matches!(&refused, Err(Error::Invalid(errors)) if errors.of(field).is_some()), "{field}: {refused:?}");
        }

        let mine = write(t, &c.leader, async |cx| tasks::split(cx, at(&code), &to_person).await).await.expect("for a person");
        let theirs = write(t, &c.leader, async |cx| tasks::split(cx, at(&code), &part(SplitTo::Unit(c.division), None)).await).await.expect("for a unit");
        assert_eq!((state(t, &mine).await, state(t, &theirs).await), (TaskState::Accepted, TaskState::Assigned));
        // A part of a part, and no further.
        let anybody = part(SplitTo::Person(p.people[1]), None);
        let deep = write(t, &c.leader, async |cx| tasks::split(cx, at(&mine), &anybody).await).await.expect("third level");
        let late = part(SplitTo::Person(p.people[1]), Some(day(11, 28)));
        let late = write(t, &c.leader, async |cx| tasks::split(cx, at(&mine), &late).await).await;
        assert!(matches!(&late, Err(Error::Invalid(errors)) if errors.of("han").is_some()), "{late:?}");
        let person = Accept { person: p.people[1] };
        let refused = write(t, &c.leader, async |cx| tasks::accept(cx, at(&theirs), &person).await).await;
        assert!(matches!(&refused, Err(Error::Invalid(_))), "not of the division: {refused:?}");
        let below = write(t, &c.leader, async |cx| tasks::split(cx, at(&deep), &anybody).await).await;
        assert!(matches!(below, Err(Error::Conflict(_))), "{below:?}");

        // The tree, for those who look over the lead unit; a unit that only takes part sees none of it.
        let mut cx = t.portal.read(&c.leader).await.expect("context");
        let tree = tasks::tree(&mut cx, &code).await.expect("tree");
        let shape: Vec<(i64, &str, bool)> = tree.branches.iter().map(|branch| (branch.level, branch.code.as_str(), branch.opens)).collect();
        assert_eq!(shape, [(1, mine.as_str(), true), (2, deep.as_str(), true), (1, theirs.as_str(), true)]);
        assert_eq!((tree.branches[0].who.as_str(), tree.branches[2].who.as_str()), ("Cán bộ H99.02", "Phòng Tổ chức"));
        assert_eq!((tree.units.len(), tree.people.len()), (1, 1));
        let leaf = tasks::tree(&mut cx, &deep).await.expect("tree");
        assert!(leaf.units.is_empty() && leaf.people.is_empty());
        let mut cx = t.portal.read(&c.stranger).await.expect("context");
        assert!(tasks::tree(&mut cx, &code).await.expect("tree").branches.is_empty());
        drop(cx);

        // The parent ends after its parts (K08).
        let early = write(t, &c.officer, async |cx| tasks::report_completion(cx, at(&code), &complete(), &[]).await).await;
        assert!(early.expect_err("refused").to_string().contains("nhiệm vụ con chưa kết thúc"));
        write(t, &c.leader, async |cx| tasks::cancel(cx, at(&deep), &reason()).await).await.expect("taken back");
        write(t, &c.officer, async |cx| tasks::report_completion(cx, at(&mine), &complete(), &[]).await).await.expect("reported");
        // The leader who gave it judges it, although it lies in the own unit.
        write(t, &c.leader, async |cx| tasks::confirm(cx, at(&mine)).await).await.expect("confirmed");
        write(t, &c.leader, async |cx| tasks::cancel(cx, at(&theirs), &reason()).await).await.expect("taken back");
        write(t, &c.officer, async |cx| tasks::report_completion(cx, at(&code), &complete(), &[]).await).await.expect("reported");

        // Only the main task is counted (04 §3).
        let mut cx = t.portal.read(&Actor::anonymous()).await.expect("context");
        let figures = task_counts(&mut cx, &Scope::All, &Period::cohort(day(1, 1), day(12, 31), day(11, 23))).await.expect("figures");
        assert_eq!((figures.total.total(), figures.total.cancelled, figures.total.awaiting_confirmation), (1, 0, 1));
        let mut cx = t.portal.read(&c.leader).await.expect("context");
        let timeline: Vec<TaskStep> = tasks::find(&mut cx, &code).await.expect("detail").timeline.iter().map(|entry| entry.step).collect();
        assert_eq!(timeline[3..], [TaskStep::Split, TaskStep::Split, TaskStep::ReportCompletion]);
    })
    .await;
}

/// Due dates between a task and its parts, whichever of them moves.
#[tokio::test(flavor = "multi_thread")]
async fn due_dates_hold_on_both_sides() {
    with_dbs(async |t| {
        let p = province(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 8, 0));
        let c = cast(t, &p).await;
        let code = accepted(t, &p, &c).await;
        let part_code =
            write(t, &c.leader, async |cx| tasks::split(cx, at(&code), &part(SplitTo::Person(p.people[1]), Some(day(12, 1)))).await).await.expect("part");
        let ask = |due| ExtendRequest { due, reason: "Chờ số liệu của các xã".into() };
        // A part gets no more time than its task has.
        let beyond = write(t, &c.leader, async |cx| tasks::request_extension(cx, at(&part_code), &ask(day(12, 2)), &[]).await).await;
        assert!(matches!(&beyond, Err(Error::Invalid(errors)) if errors.of("han").is_some_and(|said| said.contains(&code))), "{beyond:?}");
        let agree = DecideExtension { approve: true, note: String::new() };
        write(t, &c.leader, async |cx| tasks::request_extension(cx, at(&code), &ask(day(12, 10)), &[]).await).await.expect("asked");
        write(t, &c.assigner, async |cx| tasks::decide_extension(cx, at(&code), &agree).await).await.expect("longer");
        write(t, &c.leader, async |cx| tasks::request_extension(cx, at(&part_code), &ask(day(12, 8)), &[]).await).await.expect("asked");
        write(t, &c.leader, async |cx| tasks::decide_extension(cx, at(&part_code), &agree).await).await.expect("longer");

        // The date of the task never moves before that of its part; the refusal names the part.
        write(t, &c.leader, async |cx| tasks::request_extension(cx, at(&code), &ask(day(12, 20)), &[]).await).await.expect("asked");
        let mut cx = t.portal.write(&system()).await.expect("context");
        let earlier = "UPDATE task_extension SET new_due = $1 WHERE state = 'pending'";
        cx.conn().exec(earlier, args![day(12, 4)]).await.expect("a date that no form lets through");
        cx.commit().await.expect("commit");
        let before = write(t, &c.assigner, async |cx| tasks::decide_extension(cx, at(&code), &agree).await).await;
        let said = before.expect_err("refused").to_string();
        assert!(said.contains(&format!("{part_code} (hạn 08/12/2026)")), "{said}");

        // A suspension that pushes a part stops at the date of its task.
        write(t, &c.leader, async |cx| tasks::suspend(cx, at(&part_code), &reason()).await).await.expect("suspended");
        t.portal.clock().set(vn(2026, 12, 4, 8, 0));
        write(t, &c.leader, async |cx| tasks::resume(cx, at(&part_code), &reason()).await).await.expect("goes on");
        let mut cx = t.portal.read(&system()).await.expect("context");
        assert_eq!(tasks::find(&mut cx, &part_code).await.expect("part").line.due_on, Some(day(12, 10)));
        drop(cx);

        // Another lead: what the first one had split is withdrawn, so that nothing holds up the second one.
        let other = Reassign { lead_unit: p.units[2], reason: reason().reason };
        write(t, &c.assigner, async |cx| tasks::change_lead(cx, at(&code), &other).await).await.expect("moved");
        assert_eq!(state(t, &part_code).await, TaskState::Cancelled);
    })
    .await;
}

/// Two people split at once: one of them is told; a second click splits nothing twice. A parent never changes.
#[tokio::test(flavor = "multi_thread")]
async fn at_once_and_twice() {
    with_dbs(async |t| {
        let p = province(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 8, 0));
        let c = cast(t, &p).await;
        let code = accepted(t, &p, &c).await;
        let version = Some(3);
        let input = part(SplitTo::Person(p.people[1]), None);
        let one = async || write(t, &c.leader, async |cx| tasks::split(cx, Target { code: &code, version }, &input).await).await;
        let (first, second) = tokio::join!(one(), one());
        assert_eq!(usize::from(first.is_ok()) + usize::from(second.is_ok()), 1, "{first:?} {second:?}");
        assert!(matches!(one().await, Err(Error::Conflict(_))));
        let mut cx = t.portal.read(&c.leader).await.expect("context");
        assert_eq!(tasks::tree(&mut cx, &code).await.expect("tree").branches.len(), 1);
        drop(cx);
        let mut cx = t.portal.write(&system()).await.expect("context");
        let cycle = cx.conn().exec("UPDATE task SET parent_id = (SELECT MAX(id) FROM task) WHERE code = $1", args![code.as_str()]).await;
        assert!(cycle.is_err(), "a cycle");
    })
    .await;
}

/// After a reorganisation the parts stand with the unit that goes on with them and open for it; whoever gave a part opens it, too.
#[tokio::test(flavor = "multi_thread")]
async fn parts_open_for_the_heir_and_for_who_gave_them() {
    with_dbs(async |t| {
        let p = province(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 8, 0));
        let c = cast(t, &p).await;
        let code = accepted(t, &p, &c).await;
        write(t, &c.leader, async |cx| tasks::split(cx, at(&code), &part(SplitTo::Unit(c.division), None)).await).await.expect("part");
        let shown = async |actor: &Actor| -> Vec<(String, bool)> {
            let mut cx = t.portal.read(actor).await.expect("context");
            tasks::tree(&mut cx, &code).await.expect("tree").branches.into_iter().map(|branch| (branch.who, branch.opens)).collect()
        };
        // The leader of then works elsewhere now.
        let elsewhere = official(&p, 1, "Giám đốc sở", &[Role::Official], &p.units[2..3]);
        assert_eq!(shown(&elsewhere).await, [("Phòng Tổ chức".to_owned(), true)], "{}", t.engine);
        let mut cx = t.portal.write(&system()).await.expect("context");
        let moved = "UPDATE task SET continuing_unit_id = $1 WHERE code = $2 OR parent_id IS NOT NULL";
        cx.conn().exec(moved, args![p.units[3], code.as_str()]).await.expect("moved");
        cx.commit().await.expect("commit");
        let heir = official(&p, 3, "Giám đốc kế thừa", &[Role::Official, Role::UnitLeader], &p.units[3..4]);
        assert_eq!(shown(&heir).await, [("Sở Tài chính".to_owned(), true)], "{}", t.engine);
    })
    .await;
}
