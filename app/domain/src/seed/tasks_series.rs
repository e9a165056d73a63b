//! A few series and a task in parts, through the real use cases: what the pages of these two show in the demo.

use super::demo_start;
use crate::actor::Actor;
use crate::cx::Portal;
use crate::error::Result;
use crate::org;
use crate::tasks::{self, Target, series};
use chrono::{Days, NaiveDate};
use model::format::{at_minute, local_date};
use model::org::{Unit, UnitKind};
use model::tasks::series::{OffDay, Repeat, Rule, Series};
use model::tasks::{Accept, Complete, DeadlineKind, NewTask, Progress, Reason, Split, SplitTo, TaskSource};

/// The ward whose leader stands in the table of sample accounts.
const WARD: &str = "H99.101";

/// Who gives and who follows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Givers {
    pub assigner: Option<i64>,
    pub monitor: Option<i64>,
}

fn acting(name: &str, person: Option<i64>) -> Actor {
    let mut actor = Actor::system(name);
    actor.person_id = person;
    actor
}

fn clock(portal: &Portal, day: NaiveDate, hour: u16) {
    portal.clock().set(at_minute(day, hour * 60));
}

/// Makes them. The clock is moved; the caller sets it back.
///
/// # Errors
/// Whatever a use case refuses.
pub(super) async fn write(portal: &Portal, units: &[Unit], givers: Givers) -> Result<()> {
    let today = local_date(demo_start());
    let departments: Vec<i64> = units.iter().filter(|unit| unit.kind == UnitKind::Department).map(|unit| unit.id).collect();
    let [first, second, third, ..] = departments[..] else { return Ok(()) };
    let monthly = rule(Repeat::Monthly, 1, 0);
    let quarterly = rule(Repeat::Quarterly, 3, 25);
    clock(portal, today - Days::new(53), 8);
    begin(portal, givers, second, vec![third], "Báo cáo kết quả giải quyết thủ tục hành chính trong tháng", monthly).await?;
    let paused = begin(portal, givers, third, Vec::new(), "Rà soát, cập nhật danh mục văn bản quy phạm pháp luật", quarterly).await?;
    for (before, weekly) in [(24, false), (21, true), (14, false), (13, false), (7, false), (0, false)] {
        // Nights are at one in the morning; the weekly series begins on a Monday at eight.
        clock(portal, today - Days::new(before), if weekly { 8 } else { 1 });
        if weekly {
            begin(portal, givers, first, vec![second], "Báo cáo tiến độ giải ngân vốn đầu tư công trong tuần", rule(Repeat::Weekly, 1, 1)).await?;
        }
        series::nightly(portal).await?;
        if before == 13 {
            let mut cx = portal.write(&acting("Lãnh đạo UBND tỉnh", givers.assigner)).await?;
            let reason = Reason { reason: "Chờ quy chế mới về rà soát văn bản".to_owned() };
            series::pause(&mut cx, Target { code: &paused, version: None }, &reason).await?;
            cx.commit().await?;
        }
    }
    work(portal, today).await?;
    parts(portal, givers, today).await
}

const fn rule(repeat: Repeat, month: u32, day: u32) -> Rule {
    Rule { repeat, weekday: 1, month, day, off_day: OffDay::After }
}

async fn begin(portal: &Portal, givers: Givers, lead: i64, co_units: Vec<i64>, title: &str, rule: Rule) -> Result<String> {
    let mut cx = portal.write(&acting("Lãnh đạo UBND tỉnh", givers.assigner)).await?;
    let task = NewTask {
        title: title.to_owned(),
        source_kind: TaskSource::PeopleCommittee,
        source_number: "15/CT-UBND".to_owned(),
        direction: "Báo cáo đúng mẫu, đúng hạn; nêu rõ việc chậm và nguyên nhân.".to_owned(),
        lead_unit: lead,
        co_units,
        deadline_kind: DeadlineKind::Recurring,
        output: "Báo cáo".to_owned(),
        monitor: givers.monitor,
        ..NewTask::default()
    };
    let valid_from = local_date(cx.now());
    let code = series::create(&mut cx, &Series { task, rule, due_days: 3, valid_from, valid_to: None }).await?;
    cx.commit().await?;
    Ok(code)
}

sql!(
    MADE,
    "SELECT t.code, t.lead_unit_id, p.given_on FROM task_series_period p JOIN task t ON t.id = p.task_id WHERE p.given_on < $1 ORDER BY p.made_at, t.id"
);
sql!(STAFF_OF, "SELECT person_id FROM employment WHERE unit_id = $1 AND valid_to IS NULL ORDER BY rank DESC, person_id LIMIT 1");

/// The periods of the weeks before this one are done.
async fn work(portal: &Portal, today: NaiveDate) -> Result<()> {
    let mut cx = portal.read(&Actor::system("Dữ liệu mô phỏng")).await?;
    let made: Vec<(String, i64, NaiveDate)> = cx.conn().all(MADE, args![today - Days::new(6)]).await?;
    drop(cx);
    for (code, lead, given) in made {
        let mut cx = portal.read(&Actor::system("Dữ liệu mô phỏng")).await?;
        let person: Option<(i64,)> = cx.conn().opt(STAFF_OF, args![lead]).await?;
        drop(cx);
        let Some((person,)) = person else { continue };
        clock(portal, given, 14);
        accept(portal, &code, person).await?;
        clock(portal, given + Days::new(2), 15);
        complete(portal, &code, person).await?;
        clock(portal, given + Days::new(3), 9);
        let mut cx = portal.write(&Actor::system("Văn phòng UBND tỉnh")).await?;
        tasks::confirm(&mut cx, Target { code: &code, version: None }).await?;
        cx.commit().await?;
    }
    Ok(())
}

async fn accept(portal: &Portal, code: &str, person: i64) -> Result<()> {
    let mut cx = portal.write(&Actor::system("Lãnh đạo đơn vị chủ trì")).await?;
    tasks::accept(&mut cx, Target { code, version: None }, &Accept { person }).await?;
    cx.commit().await?;
    Ok(())
}

async fn complete(portal: &Portal, code: &str, person: i64) -> Result<()> {
    let mut cx = portal.write(&acting("Người thực hiện", Some(person))).await?;
    let report = Complete { text: "Đã hoàn thành và gửi báo cáo theo yêu cầu.".to_owned(), document: "87/BC".to_owned() };
    tasks::report_completion(&mut cx, Target { code, version: None }, &report, &[]).await?;
    cx.commit().await?;
    Ok(())
}

/// A task of the ward that its leader has split: a part that is done, one that runs, one that a room has not accepted yet.
async fn parts(portal: &Portal, givers: Givers, today: NaiveDate) -> Result<()> {
    let mut cx = portal.read(&Actor::system("Dữ liệu mô phỏng")).await?;
    let Ok(ward) = org::by_code(&mut cx, WARD, today).await.map(|unit| unit.id) else { return Ok(()) };
    let room = org::children(&mut cx, ward).await?.into_iter().find(|unit| unit.kind == UnitKind::Division).map(|unit| unit.id);
    let people: Vec<i64> = tasks::people::candidates(&mut cx, ward).await?.into_iter().map(|(id, _)| id).collect();
    let leader: Option<(i64,)> = cx.conn().opt(LEADER, args![ward]).await?;
    drop(cx);
    let ([first, second, ..], Some(room)) = (&people[..], room) else { return Ok(()) };
    clock(portal, today - Days::new(7), 8);
    let mut cx = portal.write(&acting("Lãnh đạo UBND tỉnh", givers.assigner)).await?;
    let input = NewTask {
        title: "Chuẩn bị báo cáo kinh tế – xã hội năm 2026 của phường trình kỳ họp Hội đồng nhân dân".to_owned(),
        source_kind: TaskSource::PeopleCommittee,
        source_number: "812/UBND-TH".to_owned(),
        lead_unit: ward,
        due: Some(today + Days::new(11)),
        output: "Báo cáo".to_owned(),
        monitor: givers.monitor,
        ..NewTask::default()
    };
    let code = tasks::create_and_assign(&mut cx, &input).await?;
    cx.commit().await?;
    clock(portal, today - Days::new(6), 8);
    accept(portal, &code, *first).await?;
    let leader = leader.map(|(person,)| person);
    let done = part(portal, leader, &code, "Thu thập số liệu thu ngân sách và đầu tư công", SplitTo::Person(*first), 2).await?;
    let runs = part(portal, leader, &code, "Tổng hợp số liệu giải quyết thủ tục hành chính", SplitTo::Person(*second), 7).await?;
    part(portal, leader, &code, "Viết phần văn hóa, xã hội và y tế của báo cáo", SplitTo::Unit(room), 9).await?;
    clock(portal, today - Days::new(4), 10);
    let mut cx = portal.write(&acting("Người thực hiện", Some(*second))).await?;
    let report = Progress { text: "Đã có số liệu mười tháng, còn thiếu tháng mười một.".to_owned(), percent: 60 };
    tasks::report_progress(&mut cx, Target { code: &runs, version: None }, &report, &[]).await?;
    cx.commit().await?;
    complete(portal, &done, *first).await?;
    clock(portal, today - Days::new(3), 9);
    let mut cx = portal.write(&acting("Lãnh đạo phường Thành Lam", leader)).await?;
    tasks::confirm(&mut cx, Target { code: &done, version: None }).await?;
    cx.commit().await?;
    Ok(())
}

sql!(LEADER, "SELECT person_id FROM role_assignment WHERE unit_id = $1 AND role = 'unit_leader' ORDER BY id LIMIT 1");

async fn part(portal: &Portal, leader: Option<i64>, code: &str, title: &str, to: SplitTo, days: u64) -> Result<String> {
    let mut cx = portal.write(&acting("Lãnh đạo phường Thành Lam", leader)).await?;
    let due = Some(local_date(demo_start()) + Days::new(days));
    let input = Split { title: title.to_owned(), to, due, output: "Bảng số liệu, bản thảo".to_owned() };
    let part = tasks::split(&mut cx, Target { code, version: None }, &input).await?;
    cx.commit().await?;
    Ok(part)
}
