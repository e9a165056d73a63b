//! 04 §1: in whose name a task may be given, and that its figures stand under that leader.

use super::support::{Province, grant, official, province, system};
use chrono::NaiveDate;
use domain::db::Query;
use domain::stats;
use domain::tasks::{self, Target, bulk, series};
use domain::testing::{TestPortal, vn, with_dbs};
use domain::{Actor, Error, args};
use model::access::Role;
use model::stats::Period;
use model::tasks::bulk::{BulkButton, BulkColumn, BulkEdit, BulkForm};
use model::tasks::series::{OffDay, Repeat, Rule, Series};
use model::tasks::{DeadlineKind, NewTask, TaskSource};

fn day(m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, m, d).expect("day")
}

fn task(lead: i64, assigner: Option<i64>) -> NewTask {
    NewTask {
        title: "Rà soát quy hoạch sử dụng đất".into(),
        source_kind: TaskSource::PeopleCommittee,
        source_number: "12/UBND-TH".into(),
        lead_unit: lead,
        deadline_kind: DeadlineKind::Fixed,
        due: Some(day(12, 1)),
        output: "Báo cáo".into(),
        assigner,
        ..NewTask::default()
    }
}

async fn give(t: &TestPortal, actor: &Actor, input: NewTask) -> domain::Result<String> {
    let mut cx = t.portal.write(actor).await?;
    let code = tasks::create_and_assign(&mut cx, &input).await?;
    cx.commit().await?;
    Ok(code)
}

fn refused(outcome: &domain::Result<String>) -> bool {
    matches!(outcome, Err(Error::Invalid(errors)) if errors.of("lanh_dao_giao").is_some())
}

/// The first official leads the province, the third one department; the fourth follows tasks of the whole province.
async fn cast(t: &TestPortal) -> (Province, Actor) {
    let p = province(t).await;
    t.portal.clock().set(vn(2026, 11, 23, 8, 0));
    let mut cx = t.portal.write(&system()).await.expect("context");
    grant(&mut cx, p.people[0], Role::TaskAssigner, p.units[0]).await;
    grant(&mut cx, p.people[2], Role::TaskAssigner, p.units[2]).await;
    let mut query = Query::new("UPDATE role_assignment SET scope = 'province' WHERE person_id = ");
    query.bind(p.people[0]);
    query.exec(&mut cx.conn()).await.expect("scope");
    cx.commit().await.expect("commit");
    let mut monitor = official(&p, 3, "Theo dõi", &[Role::Official, Role::TaskMonitor], &p.units);
    monitor.reach.values_mut().for_each(|reach| reach.all = true);
    (p, monitor)
}

async fn offered(t: &TestPortal, actor: &Actor) -> (Vec<i64>, Option<i64>) {
    let found = tasks::assigners(&mut t.portal.read(actor).await.expect("context")).await.expect("leaders");
    (found.people.into_iter().map(|(person, _)| person).collect(), found.preset)
}

/// What a monitor gives in the name of a leader is that leader's in the figures.
#[tokio::test(flavor = "multi_thread")]
async fn given_in_the_name_of_a_leader() {
    with_dbs(async |t| {
        let (p, monitor) = cast(t).await;
        let (chair, own) = (p.people[0], official(&p, 0, "Chủ tịch", &[Role::Official, Role::TaskAssigner], &p.units));
        assert_eq!(offered(t, &monitor).await, (vec![chair], None), "{}: leaders of the province", t.engine);
        give(t, &monitor, task(p.units[1], Some(chair))).await.expect("in the name of the chair");
        give(t, &own, task(p.units[1], None)).await.expect("by the chair");
        let form = BulkForm {
            source_kind: "meeting".into(),
            number: "245/TB-UBND".into(),
            assigner: chair.to_string(),
            table: "Nội dung;Chủ trì;Hạn;Sản phẩm\nRà soát quy hoạch sử dụng đất;Sở Nội vụ;01/12/2026;Báo cáo\n".into(),
            ..BulkForm::default()
        };
        let mut cx = t.portal.write(&monitor).await.expect("context");
        let code = bulk::begin(&mut cx, &form.validate(None).expect("table")).await.expect("kept");
        bulk::submit(&mut cx, &code, 1, &BulkEdit::default(), BulkButton::Give).await.expect("given");
        cx.commit().await.expect("commit");

        let mut cx = t.portal.read(&monitor).await.expect("context");
        let lines = stats::leaders(&mut cx, &Period::cohort(day(1, 1), day(12, 31), day(11, 23))).await.expect("figures").lines;
        let lines: Vec<(i64, i64)> = lines.iter().map(|line| (line.person, line.counts.total())).collect();
        assert_eq!(lines, [(chair, 3)], "{}: nothing stands under nobody", t.engine);
    })
    .await;
}

/// Nobody names a leader for whom they may not act, nor one for a unit that the leader gives no tasks to.
#[tokio::test(flavor = "multi_thread")]
async fn no_other_leader_is_named() {
    with_dbs(async |t| {
        let (p, monitor) = cast(t).await;
        let (chair, director) = (p.people[0], p.people[2]);
        for (who, why) in [(p.people[1], "gives no tasks"), (director, "leads a department"), (999_999, "nobody")] {
            assert!(refused(&give(t, &monitor, task(p.units[2], Some(who))).await), "{}: {why}", t.engine);
        }
        let inside = official(&p, 3, "Theo dõi của sở", &[Role::Official, Role::TaskMonitor], &p.units[2..3]);
        assert_eq!(offered(t, &inside).await, (vec![director], None));
        assert!(refused(&give(t, &inside, task(p.units[2], Some(chair))).await), "{}: not in reach", t.engine);
        let code = give(t, &inside, task(p.units[2], Some(director))).await.expect("the own director");
        let wide = official(&p, 3, "Theo dõi hai sở", &[Role::Official, Role::TaskMonitor], &p.units[1..3]);
        assert!(refused(&give(t, &wide, task(p.units[1], Some(director))).await), "{}: another department", t.engine);
        let clerk = official(&p, 1, "Văn thư", &[Role::Official, Role::Clerk], &p.units[1..2]);
        assert_eq!(offered(t, &clerk).await, (Vec::new(), None));
        let mut cx = t.portal.write(&clerk).await.expect("context");
        assert!(refused(&tasks::create(&mut cx, &task(p.units[1], Some(chair))).await), "{}: may not give tasks", t.engine);
        drop(cx);
        let own = official(&p, 2, "Giám đốc sở", &[Role::Official, Role::TaskAssigner], &p.units[2..3]);
        assert_eq!(offered(t, &own).await, (vec![director], Some(director)));
        let mut cx = t.portal.read(&system()).await.expect("context");
        let rows: Vec<(Option<i64>, String)> = cx.conn().all("SELECT assigner_id, code FROM task WHERE id > $1", args![0_i64]).await.expect("tasks");
        assert_eq!(rows, [(Some(director), code)], "{}: nothing else was kept", t.engine);
    })
    .await;
}

/// A table says at its check which rows the leader gives no tasks to, and gives nothing until they are corrected.
#[tokio::test(flavor = "multi_thread")]
async fn a_table_names_a_leader_who_does_not_fit() {
    with_dbs(async |t| {
        let (p, _) = cast(t).await;
        let director = p.people[2];
        let wide = official(&p, 3, "Theo dõi hai sở", &[Role::Official, Role::TaskMonitor], &p.units[1..3]);
        let form = BulkForm {
            source_kind: "meeting".into(),
            number: "245/TB-UBND".into(),
            assigner: director.to_string(),
            table:
                "Nội dung;Chủ trì;Hạn;Sản phẩm\nRà soát quy hoạch năm 2027;Sở Nội vụ;01/12/2026;Báo cáo\nLập kế hoạch năm 2027;Sở Tư pháp;01/12/2026;Kế hoạch\n"
                    .into(),
            ..BulkForm::default()
        };
        let mut cx = t.portal.write(&wide).await.expect("context");
        let code = bulk::begin(&mut cx, &form.validate(None).expect("table")).await.expect("kept");
        let rows = bulk::preview(&mut cx, &code).await.expect("preview").rows;
        let [(BulkColumn::Lead, why)] = &rows[0].problems[..] else { panic!("{}: {:?}", t.engine, rows[0].problems) };
        assert!(why.starts_with("Lãnh đạo giao đã chọn không giao việc cho đơn vị này."), "{why}");
        assert!(rows[1].problems.is_empty(), "{}: {:?}", t.engine, rows[1].problems);
        let pressed = bulk::submit(&mut cx, &code, 1, &BulkEdit::default(), BulkButton::Give).await.expect("answered");
        assert_eq!(pressed, bulk::Outcome::Checked(1));
        let pressed = bulk::submit(&mut cx, &code, 2, &BulkEdit::default(), BulkButton::Drop(2)).await.expect("left out");
        assert_eq!(pressed, bulk::Outcome::Checked(0));
        let given = bulk::submit(&mut cx, &code, 3, &BulkEdit::default(), BulkButton::Give).await.expect("given");
        assert_eq!(given, bulk::Outcome::Given(1), "{}", t.engine);
    })
    .await;
}

/// A series is given in the name of a leader by the rule of a single task; its tasks, too, and only to units of that leader.
#[tokio::test(flavor = "multi_thread")]
async fn a_series_in_the_name_of_a_leader() {
    with_dbs(async |t| {
        let (p, _) = cast(t).await;
        let (chair, director) = (p.people[0], p.people[2]);
        let wide = official(&p, 3, "Theo dõi hai sở", &[Role::Official, Role::TaskMonitor], &p.units[1..3]);
        let rule = Rule { repeat: Repeat::Weekly, weekday: 1, month: 1, day: 1, off_day: OffDay::After };
        let series_of = |lead: i64, leader: Option<i64>| Series {
            task: NewTask { deadline_kind: DeadlineKind::Recurring, due: None, ..task(lead, leader) },
            rule,
            due_days: 3,
            valid_from: day(11, 23),
            valid_to: None,
        };
        let begin = async |lead: i64, leader: i64| -> domain::Result<String> {
            let mut cx = t.portal.write(&wide).await?;
            let code = series::create(&mut cx, &series_of(lead, Some(leader))).await?;
            cx.commit().await?;
            Ok(code)
        };
        assert!(refused(&begin(p.units[2], chair).await), "{}: not in reach", t.engine);
        assert!(refused(&begin(p.units[1], director).await), "{}: another department", t.engine);
        let code = begin(p.units[2], director).await.expect("the own director");
        let mut cx = t.portal.write(&wide).await.expect("context");
        let (shown, _) = series::detail(&mut cx, &code, 1).await.expect("series");
        assert_eq!(shown.assigner, "Cán bộ H99.03");
        let rows: Vec<(Option<i64>,)> = cx.conn().all("SELECT assigner_id FROM task WHERE id > $1", args![0_i64]).await.expect("tasks");
        assert_eq!(rows, [(Some(director),)], "{}: the task of today", t.engine);
        let moved = series::change(&mut cx, Target { code: &code, version: None }, &series_of(p.units[1], None)).await;
        assert!(matches!(&moved, Err(Error::Invalid(errors)) if errors.of("chu_tri").is_some()), "{}: {moved:?}", t.engine);
    })
    .await;
}
