//! Random histories, written through the import and the use cases.

use crate::common::TestApp;
use crate::task_channels::oracle::{Change, Known};
use chrono::{Duration, NaiveDate};
use domain::Actor;
use domain::db::Query;
use domain::tasks::{self, Target};
use model::format::local_date;
use model::tasks::{Accept, Complete, DecideExtension, ExtendRequest, Reason, Reassign};
use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;

/// Units with one person each.
pub struct Province {
    pub codes: Vec<String>,
    pub units: Vec<i64>,
    pub people: Vec<i64>,
}

pub async fn province(app: &TestApp, departments: usize, communes: usize) -> Province {
    let mut csv = "code,name,kind,parent,valid_from,valid_to\nH99,Ủy ban nhân dân tỉnh Lam Giang,province,,2010-01-01,\n".to_owned();
    let mut codes = Vec::new();
    for n in 1..=departments + communes {
        let (code, kind, name) = if n <= departments {
            (format!("H99.{n:02}"), "department", format!("Sở số {n}"))
        } else {
            (format!("H99.{}", 100 + n), "commune", format!("Ủy ban nhân dân xã số {n}"))
        };
        csv.push_str(&format!("{code},{name},{kind},H99,2010-01-01,\n"));
        codes.push(code);
    }
    let mut cx = app.t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
    domain::org::import_units(&mut cx, csv.as_bytes(), "units.csv").await.unwrap();
    let (day, now) = (domain::org::today(&cx), cx.now());
    let (mut units, mut people) = (Vec::new(), Vec::new());
    for code in &codes {
        let unit = domain::org::by_code(&mut cx, code, day).await.unwrap().id;
        let mut query = Query::new("INSERT INTO person (full_name, sort_key, fold, created_at) VALUES (");
        query.bind(code).push(", ").bind(code).push(", ").bind(code).push(", ").bind(now).push(") RETURNING id");
        let person = query.count(&mut cx.conn()).await.unwrap();
        let mut query = Query::new("INSERT INTO employment (person_id, unit_id, position, rank, kind, valid_from) VALUES (");
        query.bind(person).push(", ").bind(unit).push(", 'Chuyên viên', 1, 'primary', ").bind(NaiveDate::from_ymd_opt(2010, 1, 1).unwrap()).push(")");
        query.exec(&mut cx.conn()).await.unwrap();
        units.push(unit);
        people.push(person);
    }
    cx.commit().await.unwrap();
    Province { codes, units, people }
}

/// Random histories through the import, each event on its day.
pub async fn import(app: &TestApp, p: &Province, number: usize, rng: &mut StdRng) -> Vec<Known> {
    let today = local_date(app.t.portal.clock().now());
    let begin = NaiveDate::from_ymd_opt(2026, 1, 5).unwrap();
    let span = (today - begin).num_days();
    let mut tasks = Vec::with_capacity(number);
    let mut csv = format!("{}\n", tasks::COLUMNS.join(","));
    for n in 1..=number {
        // A few units get very few tasks: they carry no rank.
        let lead = if rng.random_bool(0.9995) { rng.random_range(0..p.units.len() - 2) } else { p.units.len() - 1 };
        let assigned = begin + Duration::days(rng.random_range(0..span));
        let due = rng.random_bool(0.93).then(|| assigned + Duration::days(rng.random_range(0..60)));
        let done = Some(assigned + Duration::days(rng.random_range(0..90))).filter(|done| *done < today && rng.random_bool(0.8));
        let text = |day: Option<NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
        let code = format!("NV-2026-{n:06}");
        let co_unit = if rng.random_bool(0.2) { &p.codes[(lead + 1) % p.codes.len()] } else { "" };
        csv.push_str(&format!(
            "{code},Nhiệm vụ ngẫu nhiên số {n},{n}/UBND-TH,{assigned},{assigned},{},{co_unit},{},{}\n",
            p.codes[lead],
            text(due),
            text(done)
        ));
        tasks.push(Known { code, lead, assigned, due, done, today: Change::Nothing });
    }
    for (chunk, lines) in csv.lines().skip(1).collect::<Vec<_>>().chunks(2_000).enumerate() {
        let part = format!("{}\n{}\n", tasks::COLUMNS.join(","), lines.join("\n"));
        let mut cx = app.t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
        let report = tasks::import_tasks(&mut cx, part.as_bytes(), &format!("tasks-{chunk}.csv")).await.unwrap();
        assert_eq!(report.added, lines.len());
        cx.commit().await.unwrap();
    }
    tasks
}

/// Random steps of today through the use cases, on tasks that are still open.
pub async fn change_some(app: &TestApp, p: &Province, tasks: &mut [Known], number: usize, rng: &mut StdRng) {
    let today = local_date(app.t.portal.clock().now());
    let open: Vec<usize> = (0..tasks.len()).filter(|at| tasks[*at].done.is_none()).collect();
    for at in open.choose_multiple(rng, number).copied() {
        app.t.portal.clock().advance(Duration::seconds(1));
        let mut cx = app.t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
        let (task, reason) = (&mut tasks[at], Reason { reason: "Lý do của phép thử ngẫu nhiên".into() });
        let code = task.code.clone();
        let target = Target { code: &code, version: None };
        let complete = Complete { text: reason.reason.clone(), document: "1/BC".into() };
        task.today = match rng.random_range(0..6) {
            0 => {
                tasks::cancel(&mut cx, target, &reason).await.unwrap();
                Change::Cancelled
            }
            1 => {
                tasks::suspend(&mut cx, target, &reason).await.unwrap();
                Change::Suspended
            }
            2 => {
                let unit = (task.lead + rng.random_range(1..p.units.len() - 2)) % (p.units.len() - 2);
                let unit = if unit == task.lead { (unit + 1) % (p.units.len() - 2) } else { unit };
                tasks::change_lead(&mut cx, target, &Reassign { lead_unit: p.units[unit], reason: reason.reason.clone() }).await.unwrap();
                Change::Moved(unit)
            }
            3 => match task.due.filter(|due| *due >= today) {
                Some(due) => {
                    let due = due + Duration::days(10);
                    tasks::request_extension(&mut cx, target, &ExtendRequest { due, reason: reason.reason.clone() }, &[]).await.unwrap();
                    tasks::decide_extension(&mut cx, target, &DecideExtension { approve: true, note: String::new() }).await.unwrap();
                    Change::Extended(due)
                }
                None => Change::Nothing,
            },
            step => {
                tasks::accept(&mut cx, target, &Accept { person: p.people[task.lead] }).await.unwrap();
                tasks::report_completion(&mut cx, target, &complete, &[]).await.unwrap();
                if step == 5 {
                    tasks::confirm(&mut cx, target).await.unwrap();
                    Change::Confirmed
                } else {
                    Change::Reported
                }
            }
        };
        cx.commit().await.unwrap();
    }
}
