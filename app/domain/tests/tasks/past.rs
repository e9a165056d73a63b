//! Histories that were over, or under way, when the portal came: written through the import, each event on its day.

use super::oracle::{At, History, Note};
use super::support::system;
use chrono::{Duration, NaiveDate};
use domain::tasks;
use domain::testing::TestPortal;
use model::format::{at_minute, local_date};
use rand::Rng;
use rand::rngs::StdRng;

/// Days before today on which they were given.
pub const REACH: i64 = 120;
/// Tasks of one file.
const FILE: usize = 2_000;

/// Imports `number` tasks of these units (row and code), most of them done.
pub async fn import(t: &TestPortal, units: &[(i64, String)], number: usize, rng: &mut StdRng) -> Vec<History> {
    let today = local_date(t.portal.clock().now());
    let (mut histories, mut lines) = (Vec::with_capacity(number), Vec::with_capacity(number));
    for n in 1..=number {
        let at = rng.random_range(0..units.len());
        let (lead, code) = &units[at];
        let given = today - Duration::days(rng.random_range(1..=REACH));
        let due = rng.random_bool(0.9).then(|| given + Duration::days(rng.random_range(0..60)));
        let done = Some(given + Duration::days(rng.random_range(0..60))).filter(|done| *done < today && rng.random_bool(0.9));
        let text = |day: Option<NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
        let co_unit = if rng.random_bool(0.2) { units[(at + 1) % units.len()].1.as_str() } else { "" };
        let name = format!("NV-2025-{n:06}");
        lines.push(format!("{name},Nhiệm vụ ngẫu nhiên số {n},{n}/UBND-TH,{given},{given},{code},{co_unit},{},{}", text(due), text(done)));
        let mut log = vec![(at_minute(given, 8 * 60), Note::Given(*lead, due))];
        log.extend(done.into_iter().flat_map(|day| [Note::Reported, Note::Confirmed].map(|note| (at_minute(day, 16 * 60), note))));
        histories.push(History {
            code: name,
            internal: false,
            lead: *lead,
            due,
            at: if done.is_some() { At::Over } else { At::Assigned },
            before: At::Assigned,
            stopped: None,
            asked: None,
            approved: 0,
            given,
            log,
        });
    }
    for (part, lines) in lines.chunks(FILE).enumerate() {
        let csv = format!("{}\n{}\n", tasks::COLUMNS.join(","), lines.join("\n"));
        let mut cx = t.portal.write(&system()).await.expect("context");
        let report = tasks::import_tasks(&mut cx, csv.as_bytes(), &format!("tasks-{part}.csv")).await.expect("imported");
        assert_eq!(report.added, lines.len());
        cx.commit().await.expect("commit");
    }
    histories
}
