//! A04-02, A04-03, A04-08, A04-10, A08-02: ten thousand random histories, every unit, every channel: what a page, a file, a message or
//! an address says is read back from its text and compared with what the test itself counts.

mod common;

use chrono::{Duration, NaiveDate};
use common::{TestApp, Visitor};
use domain::Actor;
use domain::db::Query;
use domain::stats::{self, Cell, Scope};
use domain::tasks::{self, Target};
use flate2::read::DeflateDecoder;
use http::StatusCode;
use model::format::local_date;
use model::stats::{Digest, LEAST_TASKS, Period, ScoreInputs, TaskCounts, TaskFigure, score};
use model::tasks::{Accept, Complete, DecideExtension, ExtendRequest, Reason, Reassign};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use std::collections::{BTreeMap, HashMap};
use std::io::Read;

/// Total, done, on time, late, open, in time, overdue, without due date: the order of a digest.
type Numbers = [i64; 8];
/// The figures of a page in that order, as they stand in addresses.
const FIGURES: [TaskFigure; 8] = [
    TaskFigure::Total,
    TaskFigure::Done,
    TaskFigure::DoneOnTime,
    TaskFigure::DoneLate,
    TaskFigure::Open,
    TaskFigure::OpenInTime,
    TaskFigure::OpenOverdue,
    TaskFigure::OpenNoDeadline,
];

/// What the test itself knows of a task.
#[derive(Clone)]
struct Known {
    code: String,
    lead: usize,
    assigned: NaiveDate,
    due: Option<NaiveDate>,
    done: Option<NaiveDate>,
    /// Changes of today, after the history: only the latest figures know them.
    today: Change,
}

#[derive(Clone, Copy, PartialEq)]
enum Change {
    Nothing,
    Cancelled,
    Suspended,
    Moved(usize),
    Reported,
    Confirmed,
    Extended(NaiveDate),
}

/// Unit and place of the bucket (2, 3, 5, 6, 7) of a task at the end of a day; `latest` knows what happened today.
fn judge(task: &Known, period: &Period, today: NaiveDate) -> Option<(usize, usize)> {
    let day = period.as_of.min(today);
    let change = if day == today { task.today } else { Change::Nothing };
    let (lead, assigned) = match change {
        Change::Moved(unit) => (unit, today),
        _ => (task.lead, task.assigned),
    };
    if task.assigned > day || assigned < period.from || assigned > period.to {
        return None;
    }
    let due = if let Change::Extended(due) = change { Some(due) } else { task.due };
    let late = |on: NaiveDate| due.is_some_and(|due| on > due);
    let done = if change == Change::Confirmed { Some(today) } else { task.done.filter(|done| *done <= day) };
    let place = match (change, done) {
        (Change::Cancelled, _) => return None,
        (_, Some(done)) => 2 + usize::from(late(done)),
        _ if due.is_none() => 7,
        (Change::Suspended, None) if !late(day) => 7,
        _ if late(day) => 6,
        _ => 5,
    };
    Some((lead, place))
}

fn expected(tasks: &[Known], codes: &[String], period: &Period, today: NaiveDate) -> BTreeMap<String, Numbers> {
    let mut units: BTreeMap<String, Numbers> = BTreeMap::new();
    for (lead, place) in tasks.iter().filter_map(|task| judge(task, period, today)) {
        let numbers = units.entry(codes[lead].clone()).or_default();
        for at in [0, if place < 4 { 1 } else { 4 }, place] {
            numbers[at] += 1;
        }
    }
    units
}

/// Units with one person each.
struct Province {
    codes: Vec<String>,
    units: Vec<i64>,
    people: Vec<i64>,
}

async fn province(app: &TestApp, departments: usize, communes: usize) -> Province {
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
async fn import(app: &TestApp, p: &Province, number: usize, rng: &mut StdRng) -> Vec<Known> {
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
async fn change_some(app: &TestApp, p: &Province, tasks: &mut [Known], number: usize, rng: &mut StdRng) {
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

/// Every number of a page that links to rows of the day `as_of` (empty for any), by unit (empty for wider scopes) and figure. A number
/// that stands twice is the same.
fn figures(body: &str, rows: &str, as_of: &str) -> HashMap<(String, String), i64> {
    let mut found = HashMap::new();
    for part in body.split("<a ").skip(1) {
        let Some((href, rest)) = part.split_once("href=\"").and_then(|(_, rest)| rest.split_once('"')) else { continue };
        let href = href.replace("&amp;", "&");
        let text = rest.split_once('>').map_or("", |(_, text)| text).split("</a>").next().unwrap_or_default();
        let text: String = text.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text)).collect();
        let number: String = text.chars().filter(|letter| *letter != '.').collect();
        if !href.starts_with(rows) || !href.contains(as_of) || number.is_empty() || !number.chars().all(|letter| letter.is_ascii_digit()) {
            continue;
        }
        let query = |name: &str| {
            let pairs = href.split(['?', '&']).filter_map(|pair| pair.split_once('='));
            pairs.filter(|(own, _)| *own == name).map(|(_, value)| value.replace("%2E", ".")).next().unwrap_or_default()
        };
        let (key, number) = ((query("don-vi"), query("muc")), number.parse().unwrap());
        if query("nhom").is_empty() {
            assert_eq!(*found.entry(key.clone()).or_insert(number), number, "{key:?} stands twice with two numbers");
        }
    }
    found
}

/// The line of a CSV file in cells.
fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut quoted) = (vec![String::new()], false);
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            other => cells.last_mut().unwrap().push(other),
        }
    }
    cells
}

/// A file of a ZIP archive, found by its central directory.
fn unzipped(zip: &[u8], name: &str) -> String {
    let number = |at: usize, size: usize| zip[at..at + size].iter().rev().fold(0_usize, |sum, byte| sum * 256 + usize::from(*byte));
    let end = zip.windows(4).rposition(|four| four == b"PK\x05\x06").unwrap();
    let (mut at, entries) = (number(end + 16, 4), number(end + 10, 2));
    for _ in 0..entries {
        let (method, packed, length, local) = (number(at + 10, 2), number(at + 20, 4), number(at + 28, 2), number(at + 42, 4));
        if &zip[at + 46..at + 46 + length] == name.as_bytes() {
            let from = local + 30 + number(local + 26, 2) + number(local + 28, 2);
            let bytes = &zip[from..from + packed];
            let mut text = String::new();
            match method {
                0 => text.push_str(std::str::from_utf8(bytes).unwrap()),
                _ => {
                    DeflateDecoder::new(bytes).read_to_string(&mut text).unwrap();
                }
            }
            return text;
        }
        at += 46 + length + number(at + 30, 2) + number(at + 32, 2);
    }
    panic!("{name} is not in the workbook");
}

/// The rows of a workbook as texts.
fn workbook(bytes: &[u8]) -> Vec<Vec<String>> {
    let plain = |xml: &str| xml.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    let inner = |xml: &str, tag: &str| {
        xml.split_once(&format!("<{tag}")).and_then(|(_, rest)| rest.split_once('>')).and_then(|(_, rest)| rest.split_once('<')).map(|(text, _)| plain(text))
    };
    let shared: Vec<String> = unzipped(bytes, "xl/sharedStrings.xml").split("<si>").skip(1).map(|part| inner(part, "t").unwrap_or_default()).collect();
    let sheet = unzipped(bytes, "xl/worksheets/sheet1.xml");
    let row = |row: &str| {
        // Empty cells are left out of the file: each says its column by a letter.
        let mut cells = vec![String::new(); stats::BOARD_HEADER.len()];
        for part in row.split("<c ").skip(1) {
            let column = part.strip_prefix("r=\"").and_then(|rest| rest.bytes().next()).map(|letter| usize::from(letter - b'A')).unwrap();
            let value = inner(part, "v").unwrap_or_default();
            let is_shared = part.split('>').next().unwrap_or_default().contains("t=\"s\"");
            cells[column] = if is_shared { shared[value.parse::<usize>().unwrap()].clone() } else { value };
        }
        cells
    };
    sheet.split("<row ").skip(1).map(row).collect()
}

fn numbers(texts: &[String]) -> Numbers {
    std::array::from_fn(|at| texts[at].parse().unwrap())
}

fn query(period: &Period) -> String {
    format!("tu={}&den={}&tinh-den={}", period.from, period.to, period.as_of)
}

/// Every channel of a period against what the test counts. Gives how many texts were compared.
async fn channels_agree(app: &TestApp, wanted: &BTreeMap<String, Numbers>, period: &Period) -> usize {
    let guest = Visitor::anonymous();
    let mut compared = 0;
    let mut same = |channel: &str, unit: &str, found: Numbers| {
        compared += 1;
        assert_eq!(found, wanted[unit], "{channel}: {unit} {period:?}");
    };
    let (query, day) = (query(period), format!("tinh-den={}", period.as_of));
    // The page, group by group.
    let mut shown: HashMap<(String, String), i64> = HashMap::new();
    for group in ["so-nganh", "xa-phuong"] {
        let page = app.get(&guest, &format!("/xep-hang/nhiem-vu?nhom={group}&{query}")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("Bộ trọng số 2026.1"), "the formula stands on the page with its version");
        shown.extend(figures(&page.body, "/xep-hang/nhiem-vu/danh-sach?", &day));
    }
    for unit in wanted.keys() {
        same("page", unit, FIGURES.map(|figure| shown[&(unit.clone(), figure.to_string())]));
    }
    let sum = wanted.values().fold([0; 8], |sum: Numbers, own| std::array::from_fn(|at| sum[at] + own[at]));
    assert_eq!(FIGURES.map(|figure| shown[&(String::new(), figure.to_string())]), sum, "the whole tree on the page");
    // CSV, XLSX, JSON.
    let csv = app.get(&guest, &format!("/xep-hang/nhiem-vu.csv?{query}")).await;
    let mut cx = app.t.portal.snapshot(&Actor::anonymous()).await.unwrap();
    let board = stats::leaderboard(&mut cx, period).await.unwrap();
    let workbook = workbook(&stats::board_xlsx(&board).unwrap());
    let files = [("CSV", csv.body.lines().skip(1).map(cells).collect::<Vec<_>>()), ("XLSX", workbook.into_iter().skip(1).collect())];
    for (channel, lines) in &files {
        let mut seen = 0;
        for line in lines {
            match line[0].as_str() {
                "" => assert_eq!(numbers(&line[5..13]), sum, "{channel}: the last line"),
                unit if wanted.contains_key(unit) => {
                    seen += 1;
                    same(channel, unit, numbers(&line[5..13]));
                }
                _ => assert_eq!(numbers(&line[5..13]), [0; 8], "{channel}: only withdrawn tasks"),
            }
        }
        assert_eq!(seen, wanted.len(), "{channel}");
    }
    let json: serde_json::Value = serde_json::from_str(&app.get(&guest, &format!("/xep-hang/nhiem-vu.json?{query}")).await.body).unwrap();
    for unit in json["units"].as_array().unwrap().iter().filter(|unit| wanted.contains_key(unit["code"].as_str().unwrap())) {
        let number = |name: &str| unit[name].as_i64().unwrap();
        let (done, open) = (number("done_on_time") + number("done_late"), number("open_in_time") + number("open_overdue") + number("open_no_deadline"));
        let found = [
            number("total"),
            done,
            number("done_on_time"),
            number("done_late"),
            open,
            number("open_in_time"),
            number("open_overdue"),
            number("open_no_deadline"),
        ];
        same("JSON", unit["code"].as_str().unwrap(), found);
    }
    // A04-08: ranks from the scores of the test's own counts; too few tasks carry none; equal scores share the rank.
    for row in &board.rows {
        let n = row.counts.done() + row.counts.open_with_deadline();
        assert_eq!(row.rank.is_some(), n >= LEAST_TASKS, "{}: n = {n}", row.code);
        assert_eq!(row.score, score(&ScoreInputs::from(&row.counts)));
        let better = board.of_group(row.group).filter(|other| other.score.zip(row.score).is_some_and(|(other, own)| other > own)).count();
        assert!(row.rank.is_none_or(|rank| rank == better + 1), "{}", row.code);
    }
    // A04-10: the rows behind each cell.
    for row in &board.rows {
        for figure in FIGURES {
            let cell = Cell { scope: Scope::Units(vec![row.unit_id]), buckets: figure.buckets().to_vec(), ..Cell::default() };
            let rows = stats::task_rows(&mut cx, &cell, period, 1).await.unwrap();
            assert_eq!(rows.list.total(), figure.of(&row.counts), "{} {figure}", row.code);
        }
    }
    drop(cx);
    // Messages and their addresses.
    let mut cx = app.t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
    let digests = stats::digests(&mut cx, &Scope::All, period).await.unwrap();
    let frozen = stats::freeze_board(&mut cx, period).await.unwrap();
    cx.commit().await.unwrap();
    assert_eq!(digests.len(), wanted.len());
    for digest in &digests {
        let (unit, code) = (digest.snapshot.unit.code.as_str(), &digest.snapshot.code);
        same("SMS", unit, Digest::parse(&digest.sms).unwrap());
        assert!(digest.text.contains(&format!(" {} nhiệm vụ; đã hoàn thành {} ", wanted[unit][0], wanted[unit][1])), "{}", digest.text);
        let page = app.get(&guest, &format!("/s/{code}")).await;
        let shown = figures(&page.body, "/xep-hang/nhiem-vu/danh-sach?", &day);
        same("snapshot", unit, FIGURES.map(|figure| shown[&(unit.to_owned(), figure.to_string())]));
        assert!(page.body.contains(&digest.sms), "the page shows the message that was sent");
    }
    let page = app.get(&guest, &format!("/s/{frozen}")).await;
    let shown = figures(&page.body, &format!("/s/{frozen}?muc="), "");
    for (unit, own) in wanted {
        for at in [0, 2, 3, 5, 6, 7] {
            assert_eq!(shown[&(unit.clone(), FIGURES[at].to_string())], own[at], "frozen board: {unit}");
            compared += 1;
        }
    }
    compared
}

async fn run(app: &TestApp, histories: usize, steps: usize, seed: u64) {
    let rng = &mut StdRng::seed_from_u64(seed);
    let p = province(app, 14, 18).await;
    let mut known = import(app, &p, histories, rng).await;
    change_some(app, &p, &mut known, steps, rng).await;
    let today = local_date(app.t.portal.clock().now());
    let first = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
    let past = today - Duration::days(rng.random_range(30..90));
    let mut compared = 0;
    for period in [Period::cohort(first, today, today), Period::cohort(first + Duration::days(31), past, past)] {
        let wanted = expected(&known, &p.codes, &period, today);
        compared += channels_agree(app, &wanted, &period).await;
    }
    assert!(compared > 2 * 28 * 6, "{compared} texts were compared");
}

#[tokio::test(flavor = "multi_thread")]
async fn a04_03_ten_thousand_histories_say_the_same_in_every_channel() {
    run(&TestApp::sqlite().await, 10_000, 400, 410).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a04_03_histories_say_the_same_in_every_channel_on_postgres() {
    let app = TestApp::postgres().await;
    run(&app, 1_500, 100, 411).await;
    app.t.portal.db().close().await;
}

/// 100,000 tasks over 130 units: `cargo nextest run --release -E 'test(province_board)' --run-ignored all --no-capture`. Every 50th request
/// follows a change of a task.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement: writes 100,000 tasks"]
async fn province_board_answers_within_20_ms() {
    let app = TestApp::sqlite().await;
    let rng = &mut StdRng::seed_from_u64(130);
    let p = province(&app, 24, 106).await;
    let mut known = import(&app, &p, 100_000, rng).await;
    let guest = Visitor::anonymous();
    let mut times = Vec::new();
    for n in 0..500 {
        if n % 50 == 0 {
            change_some(&app, &p, &mut known, 1, rng).await;
        }
        let begin = std::time::Instant::now();
        let group = ["so-nganh", "xa-phuong"][n % 2];
        assert_eq!(app.get(&guest, &format!("/xep-hang/nhiem-vu?nhom={group}")).await.status, StatusCode::OK);
        times.push(begin.elapsed());
    }
    times.sort_unstable();
    println!("p50 {:?}, p95 {:?}, p99 {:?}, max {:?}", times[250], times[475], times[495], times[499]);
    assert!(cfg!(debug_assertions) || times[475].as_millis() <= 20, "p95 {:?}", times[475]);
}

/// The counts of a unit in the order of a digest: the helper of the oracle is held to the names of the product.
#[test]
fn the_order_of_the_figures_is_that_of_a_digest() {
    let counts = TaskCounts { done_on_time: 1, done_late: 2, open_in_time: 4, open_overdue: 8, open_no_deadline: 16, ..TaskCounts::default() };
    assert_eq!(FIGURES.map(|figure| figure.of(&counts)), [31, 3, 1, 2, 28, 4, 8, 16]);
}
