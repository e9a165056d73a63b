//! 04 §1: a task has exactly one monitor, whoever gives it and by whichever form.

use super::support::{grant, official, province, system};
use chrono::NaiveDate;
use domain::db::Query;
use domain::tasks::{self, Target, bulk, series};
use domain::testing::{TestPortal, vn, with_dbs};
use domain::{Actor, Error, args};
use model::access::{Action, ObjectKind, Reach, Role};
use model::tasks::bulk::{BulkButton, BulkColumn, BulkEdit, BulkForm};
use model::tasks::series::{OffDay, Repeat, Rule, Series, SeriesStep};
use model::tasks::{ChangeMonitor, DeadlineKind, NewTask, TaskSource, TaskStep};

async fn give(t: &TestPortal, actor: &Actor, input: NewTask) -> domain::Result<String> {
    let mut cx = t.portal.write(actor).await?;
    let code = tasks::create_and_assign(&mut cx, &input).await?;
    cx.commit().await?;
    Ok(code)
}

async fn monitors_of(t: &TestPortal, code: &str) -> Vec<Option<i64>> {
    let mut cx = t.portal.read(&system()).await.expect("context");
    let sql = "SELECT monitor_id FROM task WHERE code = $1 OR $1 = '' ORDER BY id";
    let rows: Vec<(Option<i64>,)> = cx.conn().all(sql, args![code]).await.expect("tasks");
    rows.into_iter().map(|(monitor,)| monitor).collect()
}

/// A monitor of the whole province, who works at this unit.
async fn follows(t: &TestPortal, person: i64, unit: i64) {
    follows_unit(t, person, unit).await;
    let mut cx = t.portal.write(&system()).await.expect("context");
    let mut query = Query::new("UPDATE role_assignment SET scope = 'province' WHERE role = 'task_monitor' AND person_id = ");
    query.bind(person);
    query.exec(&mut cx.conn()).await.expect("scope");
    cx.commit().await.expect("commit");
}

/// A monitor of one unit.
async fn follows_unit(t: &TestPortal, person: i64, unit: i64) {
    let mut cx = t.portal.write(&system()).await.expect("context");
    grant(&mut cx, person, Role::TaskMonitor, unit).await;
    cx.commit().await.expect("commit");
}

fn refused<T>(outcome: &domain::Result<T>) -> bool {
    matches!(outcome, Err(Error::Invalid(errors)) if errors.of("theo_doi").is_some())
}

/// Chosen, else the giver who is a monitor, else the only one; among several one must be chosen, but not inside a unit.
#[tokio::test(flavor = "multi_thread")]
async fn who_follows_a_task() {
    with_dbs(async |t| {
        let p = province(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 8, 0));
        let chair = official(&p, 0, "Chủ tịch", &[Role::Official, Role::TaskAssigner], &p.units);
        let task = NewTask {
            title: "Rà soát quy hoạch sử dụng đất".into(),
            source_kind: TaskSource::PeopleCommittee,
            lead_unit: p.units[1],
            deadline_kind: DeadlineKind::Fixed,
            due: NaiveDate::from_ymd_opt(2026, 12, 1),
            output: "Báo cáo".into(),
            ..NewTask::default()
        };
        let code = give(t, &chair, task.clone()).await.expect("nobody follows tasks");
        assert_eq!(monitors_of(t, &code).await, [None]);
        follows(t, p.people[3], p.units[3]).await;
        let code = give(t, &chair, task.clone()).await.expect("given");
        assert_eq!(monitors_of(t, &code).await, [Some(p.people[3])], "{}: the only one", t.engine);
        follows(t, p.people[2], p.units[2]).await;
        let nobody = give(t, &chair, task.clone()).await;
        assert!(matches!(&nobody, Err(Error::Invalid(errors)) if errors.of("theo_doi").is_some()), "{}: {nobody:?}", t.engine);
        let wrong = give(t, &chair, NewTask { monitor: Some(p.people[1]), ..task.clone() }).await;
        assert!(matches!(&wrong, Err(Error::Invalid(errors)) if errors.of("theo_doi").is_some()), "{wrong:?}");
        let code = give(t, &chair, NewTask { monitor: Some(p.people[2]), ..task.clone() }).await.expect("chosen");
        assert_eq!(monitors_of(t, &code).await, [Some(p.people[2])]);
        let code = give(t, &chair, NewTask { source_kind: TaskSource::UnitInternal, ..task.clone() }).await.expect("inside a unit");
        assert_eq!(monitors_of(t, &code).await, [None]);
        let own = official(&p, 3, "Theo dõi", &[Role::Official, Role::TaskMonitor], &p.units);
        let code = give(t, &own, NewTask { source_number: "12/UBND-TH".into(), ..task }).await.expect("by a monitor");
        assert_eq!(monitors_of(t, &code).await, [Some(p.people[3])]);

        // The forms offer both; a monitor finds the own name chosen.
        let offered = async |actor: &Actor| tasks::monitors(&mut t.portal.read(actor).await.expect("context"), None).await.expect("monitors");
        let (all, mine) = (offered(&chair).await, offered(&own).await);
        assert_eq!((all.people.len(), all.preset, mine.preset), (2, None, Some(p.people[3])));
        assert!(all.people.contains(&(p.people[3], "Cán bộ H99.04, Sở Tài chính".to_owned())), "{:?}", all.people);
    })
    .await;
}

/// A monitor of one unit follows the tasks of that unit only: by the form, by a table, and when the following is handed over.
#[tokio::test(flavor = "multi_thread")]
async fn a_monitor_without_right_at_the_lead_unit() {
    with_dbs(async |t| {
        let p = province(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 8, 0));
        let (office, inside) = (p.people[3], p.people[2]);
        follows(t, office, p.units[3]).await;
        follows_unit(t, inside, p.units[2]).await;
        let chair = official(&p, 0, "Chủ tịch", &[Role::Official, Role::TaskAssigner], &p.units);
        let offered = async |lead: Option<i64>| {
            let mut cx = t.portal.read(&chair).await.expect("context");
            let found = tasks::monitors(&mut cx, lead).await.expect("monitors").people;
            found.into_iter().map(|(person, _)| person).collect::<Vec<_>>()
        };
        assert_eq!(offered(Some(p.units[1])).await, [office], "{}: the other one has no right there", t.engine);
        assert_eq!((offered(Some(p.units[2])).await, offered(None).await), (vec![inside, office], vec![inside, office]), "{}", t.engine);
        let wrong = give(t, &chair, task_for(p.units[1], inside)).await;
        assert!(refused(&wrong), "{}: {wrong:?}", t.engine);
        let code = give(t, &chair, task_for(p.units[2], inside)).await.expect("of the own unit");
        let nobody = give(t, &chair, NewTask { monitor: None, ..task_for(p.units[1], 0) }).await.expect("the only one of that unit");
        assert_eq!((monitors_of(t, &code).await, monitors_of(t, &nobody).await), (vec![Some(inside)], vec![Some(office)]), "{}", t.engine);

        let mut cx = t.portal.write(&chair).await.expect("context");
        let handed = tasks::change_monitor(&mut cx, Target { code: &nobody, version: None }, &to(inside)).await;
        assert!(refused(&handed), "{}: {handed:?}", t.engine);
        drop(cx);

        let form = BulkForm {
            source_kind: "meeting".into(),
            number: "245/TB-UBND".into(),
            monitor: inside.to_string(),
            table:
                "Nội dung;Chủ trì;Hạn;Sản phẩm\nRà soát quy hoạch năm 2027;Sở Nội vụ;01/12/2026;Báo cáo\nLập kế hoạch năm 2027;Sở Tư pháp;01/12/2026;Kế hoạch\n"
                    .into(),
            ..BulkForm::default()
        };
        let mut cx = t.portal.write(&chair).await.expect("context");
        let table = bulk::begin(&mut cx, &form.validate(None).expect("table")).await.expect("kept");
        let rows = bulk::preview(&mut cx, &table).await.expect("preview").rows;
        let problems: Vec<(usize, BulkColumn)> = rows.iter().flat_map(|row| row.problems.iter().map(|(column, _)| (row.line, *column))).collect();
        assert_eq!(problems, [(2, BulkColumn::Lead)], "{}: said before the last button", t.engine);
    })
    .await;
}

/// After a merger the form and the action ask about the same unit: the one that goes on with the task.
#[tokio::test(flavor = "multi_thread")]
async fn the_monitor_of_a_task_of_a_merged_unit() {
    with_dbs(async |t| {
        let p = province(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 8, 0));
        let (gone, heir) = (p.people[1], p.people[2]);
        follows(t, p.people[3], p.units[3]).await;
        follows_unit(t, gone, p.units[1]).await;
        follows_unit(t, heir, p.units[2]).await;
        let chair = official(&p, 0, "Chủ tịch", &[Role::Official, Role::TaskAssigner], &p.units);
        let code = give(t, &chair, task_for(p.units[1], p.people[3])).await.expect("given");
        let mut cx = t.portal.write(&system()).await.expect("context");
        let merged = "UPDATE task SET continuing_unit_id = $1 WHERE code = $2";
        cx.conn().exec(merged, args![p.units[2], code.as_str()]).await.expect("merged");
        cx.commit().await.expect("commit");
        let mut cx = t.portal.write(&chair).await.expect("context");
        let task = tasks::find(&mut cx, &code).await.expect("task");
        assert_eq!((task.lead_unit_id, task.working_unit_id), (p.units[1], p.units[2]), "{}", t.engine);
        let offered: Vec<i64> = tasks::monitors(&mut cx, Some(task.working_unit_id)).await.expect("monitors").people.into_iter().map(|(id, _)| id).collect();
        assert_eq!(offered, [heir, p.people[3]], "{}", t.engine);
        let handed = tasks::change_monitor(&mut cx, Target { code: &code, version: None }, &to(gone)).await;
        assert!(refused(&handed), "{}: {handed:?}", t.engine);
        tasks::change_monitor(&mut cx, Target { code: &code, version: None }, &to(heir)).await.expect("who is offered is taken");
    })
    .await;
}

/// A series asks the same of its monitor as a single task, and keeps it when it goes to another unit.
#[tokio::test(flavor = "multi_thread")]
async fn the_monitor_of_a_series_fits_its_lead_unit() {
    with_dbs(async |t| {
        let p = province(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 8, 0));
        let (office, inside) = (p.people[3], p.people[2]);
        follows(t, office, p.units[3]).await;
        follows_unit(t, inside, p.units[2]).await;
        let chair = official(&p, 0, "Chủ tịch", &[Role::Official, Role::TaskAssigner], &p.units);
        let from = NaiveDate::from_ymd_opt(2026, 11, 23).expect("day");
        let rule = Rule { repeat: Repeat::Weekly, weekday: 1, month: 1, day: 1, off_day: OffDay::After };
        let of = |unit: i64, monitor: Option<i64>| {
            let task = NewTask { deadline_kind: DeadlineKind::Recurring, due: None, monitor, ..task_for(unit, 0) };
            Series { task, rule, due_days: 3, valid_from: from, valid_to: None }
        };
        let create = async |actor: &Actor, input: Series| -> domain::Result<String> {
            let mut cx = t.portal.write(actor).await?;
            let code = series::create(&mut cx, &input).await?;
            cx.commit().await?;
            Ok(code)
        };
        let wrong = create(&chair, of(p.units[1], Some(inside))).await;
        assert!(refused(&wrong), "{}: {wrong:?}", t.engine);
        // A monitor who also gives tasks follows no series of a unit whose reports are somebody else's to confirm.
        let mut both = official(&p, 2, "Theo dõi", &[Role::Official, Role::TaskAssigner, Role::TaskMonitor], &p.units);
        both.reach.insert((Action::Approve, ObjectKind::Task), Reach { all: false, own: false, units: vec![p.units[2]] });
        create(&both, of(p.units[1], None)).await.expect("the only one of that unit");
        assert_eq!(monitors_of(t, "").await, [Some(office)], "{}", t.engine);

        let code = create(&chair, of(p.units[2], Some(inside))).await.expect("of the own unit");
        let mut cx = t.portal.write(&chair).await.expect("context");
        let moved = series::change(&mut cx, Target { code: &code, version: None }, &of(p.units[1], None)).await;
        assert!(matches!(&moved, Err(Error::Invalid(errors)) if errors.of("chu_tri").is_some()), "{}: {moved:?}", t.engine);
    })
    .await;
}

/// One choice for the whole table.
#[tokio::test(flavor = "multi_thread")]
async fn one_monitor_for_a_table() {
    with_dbs(async |t| {
        let p = province(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 8, 0));
        follows(t, p.people[3], p.units[3]).await;
        follows(t, p.people[2], p.units[2]).await;
        let chair = official(&p, 0, "Chủ tịch", &[Role::Official, Role::TaskAssigner], &p.units);
        let form = BulkForm {
            source_kind: "meeting".into(),
            number: "245/TB-UBND".into(),
            table: "Nội dung;Chủ trì;Hạn;Sản phẩm\nRà soát quy hoạch sử dụng đất;Sở Nội vụ;01/12/2026;Báo cáo\nLập kế hoạch năm 2027;Sở Tư pháp;01/12/2026;Kế hoạch\n"
                .into(),
            ..BulkForm::default()
        };
        let begin = async |monitor: &str| -> domain::Result<String> {
            let table = BulkForm { monitor: monitor.to_owned(), ..form.clone() }.validate(None)?;
            let mut cx = t.portal.write(&chair).await?;
            let code = bulk::begin(&mut cx, &table).await?;
            cx.commit().await?;
            Ok(code)
        };
        let nobody = begin("").await;
        assert!(matches!(&nobody, Err(Error::Invalid(errors)) if errors.of("theo_doi").is_some()), "{}: {nobody:?}", t.engine);
        let code = begin(&p.people[2].to_string()).await.expect("table");
        let mut cx = t.portal.write(&chair).await.expect("context");
        bulk::submit(&mut cx, &code, 1, &BulkEdit::default(), BulkButton::Give).await.expect("given");
        cx.commit().await.expect("commit");
        assert_eq!(monitors_of(t, "").await, [Some(p.people[2]); 2], "{}", t.engine);
    })
    .await;
}

fn task_for(unit: i64, monitor: i64) -> NewTask {
    NewTask {
        title: "Rà soát quy hoạch sử dụng đất".into(),
        source_kind: TaskSource::PeopleCommittee,
        lead_unit: unit,
        deadline_kind: DeadlineKind::Fixed,
        due: NaiveDate::from_ymd_opt(2026, 12, 1),
        output: "Báo cáo".into(),
        monitor: Some(monitor),
        ..NewTask::default()
    }
}

fn to(monitor: i64) -> ChangeMonitor {
    ChangeMonitor { monitor, reason: "Đồng chí cũ chuyển công tác".into() }
}

/// The accounts that were told of something, in order.
async fn told(t: &TestPortal, event: &str) -> Vec<i64> {
    let mut cx = t.portal.read(&system()).await.expect("context");
    let sql = "SELECT account_id FROM outbox WHERE event = $1 AND channel = 'in_app' ORDER BY account_id";
    let rows: Vec<(i64,)> = cx.conn().all(sql, args![event]).await.expect("notices");
    rows.into_iter().map(|(account,)| account).collect()
}

/// Handed over by whoever gave or follows it, never by the unit that is judged; both monitors are told and the log names them.
#[tokio::test(flavor = "multi_thread")]
async fn the_monitor_of_a_task_is_changed() {
    with_dbs(async |t| {
        let p = province(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 8, 0));
        for who in [1, 2, 3] {
            follows(t, p.people[who], p.units[who]).await;
        }
        let chair = official(&p, 0, "Chủ tịch", &[Role::Official, Role::TaskAssigner], &p.units);
        let code = give(t, &chair, task_for(p.units[1], p.people[2])).await.expect("given");
        let change = async |actor: &Actor, version: Option<i64>, monitor: i64| -> domain::Result<()> {
            let mut cx = t.portal.write(actor).await?;
            tasks::change_monitor(&mut cx, Target { code: &code, version }, &to(monitor)).await?;
            cx.commit().await?;
            Ok(())
        };
        let judged = official(&p, 1, "Giám đốc", &[Role::Official, Role::UnitLeader, Role::TaskAssigner], &p.units[1..2]);
        let refused = change(&judged, None, p.people[1]).await;
        assert!(matches!(refused, Err(Error::Forbidden { .. })), "{}: {refused:?}", t.engine);
        for person in [p.people[0], p.people[2]] {
            let refused = change(&chair, None, person).await;
            assert!(matches!(&refused, Err(Error::Invalid(errors)) if errors.of("theo_doi").is_some()), "{refused:?}");
        }
        assert!(matches!(change(&chair, Some(1), p.people[3]).await, Err(Error::Conflict(_))), "an older version");
        change(&chair, None, p.people[3]).await.expect("handed over");
        assert_eq!(monitors_of(t, &code).await, [Some(p.people[3])], "{}", t.engine);
        assert_eq!(told(t, "task_changed").await, p.accounts[2..4], "{}: the old and the new one", t.engine);
        let mut cx = t.portal.read(&chair).await.expect("context");
        let task = tasks::find(&mut cx, &code).await.expect("task");
        let last = task.timeline.last().expect("event");
        assert_eq!((last.step, last.note.as_str()), (TaskStep::ChangeMonitor, "Cán bộ H99.03 → Cán bộ H99.04. Đồng chí cũ chuyển công tác"));
        drop(cx);
        let new = official(&p, 3, "Theo dõi", &[Role::Official, Role::TaskMonitor], &p.units);
        change(&new, None, p.people[2]).await.expect("handed back");
    })
    .await;
}

/// A series hands over the tasks to come; whoever neither gave nor follows it does not.
#[tokio::test(flavor = "multi_thread")]
async fn the_monitor_of_a_series_is_changed() {
    with_dbs(async |t| {
        let p = province(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 8, 0));
        follows(t, p.people[2], p.units[2]).await;
        follows(t, p.people[3], p.units[3]).await;
        let chair = official(&p, 0, "Chủ tịch", &[Role::Official, Role::TaskAssigner], &p.units);
        let rule = Rule { repeat: Repeat::Weekly, weekday: 1, month: 1, day: 1, off_day: OffDay::After };
        let task = NewTask { deadline_kind: DeadlineKind::Recurring, due: None, ..task_for(p.units[1], p.people[2]) };
        let from = NaiveDate::from_ymd_opt(2026, 11, 23).expect("day");
        let input = Series { task, rule, due_days: 3, valid_from: from, valid_to: None };
        let mut cx = t.portal.write(&chair).await.expect("context");
        let code = series::create(&mut cx, &input).await.expect("series");
        cx.commit().await.expect("commit");
        let change = async |actor: &Actor| -> domain::Result<()> {
            let mut cx = t.portal.write(actor).await?;
            series::change_monitor(&mut cx, Target { code: &code, version: None }, &to(p.people[3])).await?;
            cx.commit().await?;
            Ok(())
        };
        let other = official(&p, 3, "Người khác", &[Role::Official, Role::TaskAssigner], &p.units);
        let refused = change(&other).await;
        assert!(matches!(refused, Err(Error::Forbidden { .. } | Error::NotFound)), "{}: {refused:?}", t.engine);
        change(&chair).await.expect("handed over");
        assert_eq!(told(t, "task_series_changed").await, p.accounts[2..4], "{}", t.engine);
        t.portal.clock().set(vn(2026, 11, 30, 1, 0));
        series::nightly(&t.portal).await.expect("night");
        assert_eq!(monitors_of(t, "").await, [Some(p.people[2]), Some(p.people[3])], "{}: given before, and after", t.engine);
        let mut cx = t.portal.read(&chair).await.expect("context");
        let (detail, _) = series::detail(&mut cx, &code, 1).await.expect("series");
        assert_eq!((detail.monitor.as_str(), detail.events.last().map(|event| event.step)), ("Cán bộ H99.04", Some(SeriesStep::ChangeMonitor)));
    })
    .await;
}
