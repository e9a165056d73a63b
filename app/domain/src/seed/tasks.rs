//! Tasks of the demo province: given, accepted, reported and confirmed through the real use cases, day by day (11 §2).

use super::{Size, demo_start, tasks_mornings};
use crate::actor::Actor;
use crate::cx::Portal;
use crate::error::Result;
use crate::org;
use crate::stats::{Scope, digests};
use crate::tasks::{self, Target};
use chrono::{DateTime, Datelike, Days, Duration, NaiveDate, Utc};
use model::calendar::WorkCalendar;
use model::format::{at_minute, local_date};
use model::org::{Unit, UnitKind};
use model::stats::Period;
use model::tasks::{Accept, Complete, DeadlineKind, DecideExtension, ExtendRequest, NewTask, Progress, Reason, TaskSource, Urgency};
use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use sqlx::FromRow;
use std::collections::BTreeMap;

/// Tasks of a size (11 §1): those of the past that are written in bulk, and those that people work on. From size M on there are
/// 100,000, because figures and lists are measured with so many.
const fn number(size: Size) -> (usize, usize) {
    match size {
        Size::S => (0, 600),
        Size::M => (94_000, 6_000),
        Size::L => (100_000, 0),
    }
}

const VERBS: [&str; 8] = ["Rà soát", "Tham mưu", "Trình phê duyệt", "Báo cáo tình hình", "Kiểm tra", "Xây dựng kế hoạch", "Chủ trì làm việc về", "Đôn đốc"];
const TOPICS: [&str; 16] = [
    "giải ngân vốn đầu tư công",
    "xử lý rác thải sinh hoạt",
    "khám chữa bệnh bảo hiểm y tế",
    "an toàn thực phẩm",
    "đơn thư khiếu nại, tố cáo",
    "quy hoạch sử dụng đất",
    "cấp giấy chứng nhận quyền sử dụng đất",
    "sắp xếp trường học",
    "phòng chống thiên tai",
    "nâng cấp đường giao thông",
    "chuyển đổi số của cơ quan",
    "cải cách thủ tục hành chính",
    "bồi thường, giải phóng mặt bằng",
    "hỗ trợ hộ nghèo",
    "thu ngân sách nhà nước",
    "bảo vệ rừng",
];
const OUTPUTS: [&str; 4] = ["Báo cáo", "Tờ trình", "Kế hoạch", "Văn bản trả lời"];

/// What happens to a task at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Give,
    Accept,
    Progress(i64),
    Ask,
    Decide,
    Report,
    Reject,
    Confirm,
}

struct Plan {
    person: Option<i64>,
    leader: Option<i64>,
    input: NewTask,
    code: String,
}

/// People with a role in a unit.
#[derive(FromRow)]
struct Holder {
    person_id: i64,
    unit_id: i64,
    role: String,
}

sql!(
    HOLDERS,
    "SELECT person_id, unit_id, role FROM role_assignment WHERE role IN ('unit_leader', 'task_assigner', 'task_monitor') ORDER BY person_id, unit_id, role"
);
sql!(STAFF, "SELECT unit_id, person_id FROM employment WHERE valid_to IS NULL ORDER BY unit_id, rank DESC, person_id");

sql!(READ, "UPDATE outbox SET read_at = created_at WHERE channel = 'in_app' AND event LIKE 'task%' AND read_at IS NULL AND created_at < $1");

/// Makes the tasks. `progress` hears how many tasks are made.
///
/// # Errors
/// Whatever a use case refuses.
pub async fn seed(portal: &Portal, size: Size, rng: &mut StdRng, progress: &mut (dyn FnMut(u64) + Send)) -> Result<()> {
    let end = demo_start();
    portal.clock().set(end);
    let mut cx = portal.read(&Actor::system("Dữ liệu mô phỏng")).await?;
    let units = org::all(&mut cx, local_date(end)).await?;
    let holders: Vec<Holder> = cx.conn().all(HOLDERS, args![]).await?;
    let staff: Vec<(i64, i64)> = cx.conn().all(STAFF, args![]).await?;
    let calendar = crate::calendar::of_unit(&mut cx, None).await?;
    let root = units.iter().find(|unit| unit.kind == UnitKind::Province && unit.parent_id.is_none()).map(|unit| unit.id);
    drop(cx);
    let leads = lead_units(&units, size);
    if leads.is_empty() {
        return Ok(());
    }
    let (past, present) = number(size);
    if past > 0 {
        super::tasks_bulk::write(portal, &leads, past, rng, progress).await?;
    }
    if present > 0 {
        let people = People { holders, staff, root };
        live(portal, &leads, &people, &calendar, present, rng, &mut |n| progress(past as u64 + n)).await?;
        let givers = super::tasks_series::Givers { assigner: people.assigner(), monitor: people.with("task_monitor", None) };
        super::tasks_series::write(portal, &units, givers).await?;
    }
    portal.clock().set(end);
    let year = NaiveDate::from_ymd_opt(local_date(end).year(), 1, 1).unwrap_or_else(|| local_date(end));
    let mut cx = portal.write(&Actor::system("Bản tin nhiệm vụ")).await?;
    digests(&mut cx, &Scope::All, &Period::cohort(year, local_date(end), local_date(end))).await?;
    // Nobody begins the demo with months of unread notices.
    cx.conn().exec(READ, args![end - Duration::days(4)]).await?;
    cx.commit().await?;
    Ok(())
}

/// The units that get tasks, each as often as it gets them: departments more than communes. In size S half of the
/// communes get none, so that the others have enough to be ranked.
fn lead_units(units: &[Unit], size: Size) -> Vec<i64> {
    let mut leads = Vec::new();
    for (i, unit) in units.iter().enumerate() {
        let times = match unit.kind {
            UnitKind::Department => 5,
            kind if kind.is_commune() && (size != Size::S || i % 2 == 0) => 2,
            _ => 0,
        };
        leads.extend(std::iter::repeat_n(unit.id, times));
    }
    leads
}

struct People {
    holders: Vec<Holder>,
    staff: Vec<(i64, i64)>,
    root: Option<i64>,
}

impl People {
    fn with(&self, role: &str, unit: Option<i64>) -> Option<i64> {
        self.holders.iter().find(|holder| holder.role == role && unit.is_none_or(|unit| holder.unit_id == unit)).map(|holder| holder.person_id)
    }

    /// Province tasks are given by the head of the province, not by the first leader of a commune.
    fn assigner(&self) -> Option<i64> {
        self.with("task_assigner", self.root).or_else(|| self.with("task_assigner", None))
    }

    fn worker(&self, unit: i64, rng: &mut StdRng) -> Option<i64> {
        let there: Vec<i64> = self.staff.iter().filter(|(place, _)| *place == unit).map(|(_, person)| *person).collect();
        there.choose(rng).copied()
    }
}

/// A person at work for the seed: may take every step, and is named in the events.
fn acting(name: &str, person: Option<i64>) -> Actor {
    let mut actor = Actor::system(name);
    actor.person_id = person;
    actor
}

/// An instant inside working hours of a day.
fn at_work(day: NaiveDate, rng: &mut StdRng) -> DateTime<Utc> {
    let minute = if rng.random_bool(0.6) { rng.random_range(450..690) } else { rng.random_range(810..1_005) };
    at_minute(day, minute)
}

async fn live(
    portal: &Portal,
    leads: &[i64],
    people: &People,
    calendar: &WorkCalendar,
    number: usize,
    rng: &mut StdRng,
    progress: &mut (dyn FnMut(u64) + Send),
) -> Result<()> {
    let end = demo_start();
    let today = local_date(end);
    let begin = NaiveDate::from_ymd_opt(today.year(), 1, 5).unwrap_or(today);
    let span = u64::try_from((today - begin).num_days()).unwrap_or(1);
    let weak: Vec<i64> = leads.iter().step_by(97).copied().take(3).collect();
    let next = |day: NaiveDate, n: u32| calendar.add_working_days(day, n).unwrap_or(day);
    let mut plans = Vec::with_capacity(number);
    let mut acts: BTreeMap<(DateTime<Utc>, usize, usize), Act> = BTreeMap::new();
    for i in 0..number {
        let unit = *leads.choose(rng).unwrap_or(&0);
        let given = next(begin + Days::new(rng.random_range(0..span)), 0).min(today - Days::new(3));
        let given = next(given, 0);
        let due = rng.random_bool(0.94).then(|| next(given, rng.random_range(5..40)));
        plans.push(Plan {
            person: people.worker(unit, rng),
            leader: people.with("unit_leader", Some(unit)),
            input: input(unit, leads, due, given, rng),
            code: String::new(),
        });
        let mut line = vec![(at_work(given, rng), Act::Give)];
        let accepted = next(given, if rng.random_bool(0.85) { 1 } else { 3 });
        line.push((at_work(accepted, rng), Act::Accept));
        let late = rng.random_bool(if weak.contains(&unit) { 0.6 } else { 0.15 });
        let goal = due.unwrap_or_else(|| next(given, 30));
        let done = if late { next(goal, rng.random_range(1..15)) } else { goal - Days::new(rng.random_range(0..4)) }.max(next(accepted, 1));
        if rng.random_bool(0.6) {
            line.push((at_work(next(accepted, 1), rng), Act::Progress(rng.random_range(1..8) * 10)));
        }
        if due.is_some() && rng.random_bool(0.06) && next(accepted, 2) < goal {
            line.push((at_work(next(accepted, 1), rng) + Duration::minutes(5), Act::Ask));
            line.push((at_work(next(accepted, 2), rng), Act::Decide));
        }
        // Some work is never finished: what stays open long after its due date.
        if !rng.random_bool(0.05) {
            let mut reported = next(done, 0);
            if rng.random_bool(0.07) {
                line.push((at_work(reported, rng), Act::Report));
                line.push((at_work(next(reported, 1), rng), Act::Reject));
                reported = next(reported, 3);
            }
            line.push((at_work(reported, rng), Act::Report));
            line.push((at_work(next(reported, rng.random_range(1..3)), rng), Act::Confirm));
        }
        let mut last = DateTime::<Utc>::MIN_UTC;
        for (n, (at, act)) in line.into_iter().enumerate() {
            // Steps of one task follow each other.
            last = at.max(last + Duration::minutes(1));
            if last < end {
                acts.insert((last, i, n), act);
            }
        }
    }
    let assigner = people.assigner();
    let monitor = people.with("task_monitor", None);
    let mut made = 0;
    let mut mornings = tasks_mornings::mornings(end);
    for ((at, i, _), act) in acts {
        tasks_mornings::make(portal, &mut mornings, at).await?;
        portal.clock().set(at);
        perform(portal, &mut plans[i], act, assigner, monitor).await?;
        if act == Act::Give {
            made += 1;
            progress(made);
        }
    }
    tasks_mornings::make(portal, &mut mornings, end).await
}

fn input(unit: i64, leads: &[i64], due: Option<NaiveDate>, given: NaiveDate, rng: &mut StdRng) -> NewTask {
    let title = format!("{} {}", VERBS.choose(rng).unwrap_or(&VERBS[0]), TOPICS.choose(rng).unwrap_or(&TOPICS[0]));
    let source = *[TaskSource::PeopleCommittee, TaskSource::PeopleCommittee, TaskSource::Chair, TaskSource::ViceChair, TaskSource::Meeting]
        .choose(rng)
        .unwrap_or(&TaskSource::Meeting);
    let written = rng.random_bool(0.9);
    let co_units = if rng.random_bool(0.25) { leads.choose(rng).copied().filter(|other| *other != unit).into_iter().collect() } else { Vec::new() };
    NewTask {
        title,
        source_kind: source,
        source_number: if written {
            format!("{}/UBND-{}", rng.random_range(100..6_000), ["TH", "NC", "KTN", "KGVX"].choose(rng).unwrap_or(&"TH"))
        } else {
            String::new()
        },
        source_date: written.then_some(given),
        source_issuer: "UBND tỉnh".to_owned(),
        direction: "Giao đơn vị chủ trì, phối hợp với các cơ quan liên quan thực hiện, báo cáo UBND tỉnh đúng hạn.".to_owned(),
        lead_unit: unit,
        co_units,
        deadline_kind: if due.is_some() { DeadlineKind::Fixed } else { DeadlineKind::NoDeadline },
        due,
        urgency: if rng.random_bool(0.1) { Urgency::Urgent } else { Urgency::Normal },
        output: (*OUTPUTS.choose(rng).unwrap_or(&OUTPUTS[0])).to_owned(),
        ..NewTask::default()
    }
}

async fn perform(portal: &Portal, plan: &mut Plan, act: Act, assigner: Option<i64>, monitor: Option<i64>) -> Result<()> {
    let actor = match act {
        Act::Give | Act::Decide => acting("Lãnh đạo UBND tỉnh", assigner),
        Act::Confirm | Act::Reject => acting("Văn phòng UBND tỉnh", monitor),
        Act::Accept | Act::Ask => acting("Lãnh đạo đơn vị chủ trì", plan.leader),
        Act::Progress(_) | Act::Report => acting("Người thực hiện", plan.person),
    };
    if act != Act::Give && plan.person.is_none() {
        // A unit without staff cannot accept: its tasks wait as given.
        return Ok(());
    }
    let mut cx = portal.write(&actor).await?;
    let target = Target { code: &plan.code, version: None };
    match act {
        Act::Give => {
            plan.input.monitor = monitor;
            plan.code = tasks::create_and_assign(&mut cx, &plan.input).await?;
        }
        Act::Accept => tasks::accept(&mut cx, target, &Accept { person: plan.person.unwrap_or_default() }).await?,
        Act::Progress(percent) => {
            let report = Progress { text: "Đã thu thập số liệu, đang dự thảo văn bản.".to_owned(), percent };
            tasks::report_progress(&mut cx, target, &report, &[]).await?;
        }
        Act::Ask => {
            let due = plan.input.due.unwrap_or_default() + Days::new(10);
            let request = ExtendRequest { due, reason: "Chờ số liệu của các đơn vị phối hợp.".to_owned() };
            tasks::request_extension(&mut cx, target, &request, &[]).await?;
        }
        Act::Decide => tasks::decide_extension(&mut cx, target, &DecideExtension { approve: true, note: String::new() }).await?,
        Act::Report => {
            let number = plan.code.rsplit('-').next().unwrap_or_default().trim_start_matches('0').to_owned();
            let report = Complete { text: "Đã hoàn thành và gửi sản phẩm theo yêu cầu.".to_owned(), document: format!("{number}/BC") };
            tasks::report_completion(&mut cx, target, &report, &[]).await?;
        }
        Act::Reject => tasks::reject(&mut cx, target, &Reason { reason: "Báo cáo thiếu số liệu của các xã.".to_owned() }).await?,
        Act::Confirm => tasks::confirm(&mut cx, target).await?,
    }
    cx.commit().await?;
    Ok(())
}
