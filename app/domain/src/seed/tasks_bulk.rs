//! 100,000 tasks for load tests: written as history in bulk, with the same events and periods (11 §2).

use super::demo_start;
use crate::actor::Actor;
use crate::cx::Portal;
use crate::error::Result;
use crate::tasks::{HISTORY_BATCH, History, write_history};
use chrono::{Datelike, Days, NaiveDate};
use model::format::local_date;
use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;

/// Tasks of one transaction.
const BATCH: usize = 2_000;
/// Years over which the tasks are spread.
const YEARS: u64 = 4;

/// Writes the tasks of the last years, oldest first.
///
/// # Errors
/// If the database cannot be written.
pub(super) async fn write(portal: &Portal, leads: &[i64], number: usize, rng: &mut StdRng, progress: &mut (dyn FnMut(u64) + Send)) -> Result<()> {
    let today = local_date(demo_start());
    let begin = today - Days::new(YEARS * 365);
    let mut counters = std::collections::BTreeMap::new();
    let mut made = 0;
    while made < number {
        let mut cx = portal.write(&Actor::system("Dữ liệu mô phỏng")).await?;
        let rows: Vec<History> = (made..(made + BATCH).min(number))
            .map(|i| {
                let offset = (i as u64) * (YEARS * 365 - 1) / (number as u64);
                row(leads, begin + Days::new(offset), today, &mut counters, rng)
            })
            .collect();
        for part in rows.chunks(HISTORY_BATCH) {
            write_history(&mut cx, part, "Dữ liệu mô phỏng").await?;
        }
        made = (made + BATCH).min(number);
        cx.changed("task", "seed");
        cx.commit().await?;
        progress(made as u64);
    }
    let mut cx = portal.write(&Actor::system("Dữ liệu mô phỏng")).await?;
    for (year, number) in counters {
        crate::tasks::reserve_numbers(&mut cx, year, number).await?;
    }
    cx.commit().await?;
    Ok(())
}

fn row(leads: &[i64], assigned_on: NaiveDate, today: NaiveDate, counters: &mut std::collections::BTreeMap<i32, i64>, rng: &mut StdRng) -> History {
    let number = counters.entry(assigned_on.year()).or_insert(0);
    *number += 1;
    let due = assigned_on + Days::new(rng.random_range(5..60));
    let done = if rng.random_bool(0.8) { due - Days::new(rng.random_range(0..5)) } else { due + Days::new(rng.random_range(1..30)) };
    History {
        code: format!("NV-{}-{number:06}", assigned_on.year()),
        title: format!("Thực hiện nhiệm vụ được giao số {number}"),
        source_number: format!("{}/UBND-TH", rng.random_range(100..6_000)),
        source_date: Some(assigned_on),
        assigned_on,
        lead: *leads.choose(rng).unwrap_or(&0),
        co_units: Vec::new(),
        due_on: rng.random_bool(0.95).then_some(due),
        completed_on: Some(done).filter(|day| *day <= today && *day >= assigned_on && rng.random_bool(0.97)),
    }
}
