//! The distributions of 11 §2: when applications arrive, how they end.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use model::calendar::WorkCalendar;
use model::dossiers::{Channel, Source};
use model::format;
use rand::Rng;
use rand::rngs::StdRng;

/// How a dossier ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Refused at the reception desk.
    Refused,
    /// Taken back by the applicant.
    Withdrawn,
    /// Stopped by the agency.
    Stopped,
    /// Result before the due date.
    Early,
    /// Result on the due date.
    OnTime,
    /// Result after it.
    Late,
}

/// Index drawn by weights.
fn weighted(rng: &mut StdRng, weights: &[u32]) -> usize {
    let mut at = rng.random_range(0..weights.iter().sum::<u32>());
    for (i, weight) in weights.iter().enumerate() {
        match at.checked_sub(*weight) {
            Some(rest) => at = rest,
            None => return i,
        }
    }
    0
}

/// Refused 2 %, withdrawn 1, stopped 2, early 55, on time 35, late 5.
pub fn outcome(rng: &mut StdRng) -> Outcome {
    const ALL: [Outcome; 6] = [Outcome::Refused, Outcome::Withdrawn, Outcome::Stopped, Outcome::Early, Outcome::OnTime, Outcome::Late];
    ALL[weighted(rng, &[2, 1, 2, 55, 35, 5])]
}

/// A supplement during the work: 7 %.
pub fn supplement(rng: &mut StdRng) -> bool {
    rng.random_range(0..100) < 7
}

/// Online 78 %, direct 19, postal 3; what is not offered online comes to the counter.
pub fn source(rng: &mut StdRng, online: bool) -> Source {
    let source = match weighted(rng, &[38, 38, 2, 19, 3]) {
        0 => Source::NationalPortal,
        1 => Source::LocalPortal,
        2 => Source::Kiosk,
        3 => Source::Counter,
        _ => Source::Post,
    };
    if !online && source.channel() == Channel::Online { Source::Counter } else { source }
}

/// Arrivals of one working day, by weekday: Monday 26 %, Tuesday 21, Wednesday 19, Thursday 18, Friday 16.
fn weight(day: NaiveDate) -> u32 {
    [26, 21, 19, 18, 16].get(day.weekday().num_days_from_monday() as usize).copied().unwrap_or(8)
}

/// Hours of arrival with their weights; first minute and length.
const HOURS: [(u32, u16, u16); 6] = [(9, 420, 60), (18, 480, 60), (20, 540, 60), (17, 600, 90), (20, 810, 90), (16, 900, 120)];

/// `n` instants of arrival between two days (the second not included), in order.
pub fn arrivals(rng: &mut StdRng, cal: &WorkCalendar, first: NaiveDate, end: NaiveDate, n: usize) -> Vec<DateTime<Utc>> {
    let days: Vec<NaiveDate> = first.iter_days().take_while(|day| *day < end).filter(|day| cal.is_working_day(*day).unwrap_or(false)).collect();
    let weights: Vec<u32> = days.iter().map(|day| weight(*day)).collect();
    if days.is_empty() {
        return Vec::new();
    }
    let hours: Vec<u32> = HOURS.iter().map(|(weight, ..)| *weight).collect();
    let mut instants: Vec<DateTime<Utc>> = (0..n)
        .map(|_| {
            let day = days[weighted(rng, &weights)];
            let (_, start, length) = HOURS[weighted(rng, &hours)];
            format::at_minute(day, start + rng.random_range(0..length)) + chrono::Duration::seconds(rng.random_range(0..60))
        })
        .collect();
    instants.sort_unstable();
    instants
}

/// When the result comes, for a dossier received at one instant and due at another; `None` without a time limit.
pub fn finish(rng: &mut StdRng, cal: &WorkCalendar, outcome: Outcome, received: DateTime<Utc>, due: DateTime<Utc>) -> DateTime<Utc> {
    let (from, to) = (format::local_date(received), format::local_date(due));
    let morning = |day: NaiveDate| cal.next_working_instant(format::at_minute(day, 7 * 60)).unwrap_or(due);
    let minutes = |a: DateTime<Utc>, b: DateTime<Utc>| u64::try_from(cal.working_minutes_between(a, b).unwrap_or(0)).unwrap_or(0);
    let after = |t: DateTime<Utc>, n: u64| cal.add_working_minutes(t, n).unwrap_or(due);
    match outcome {
        Outcome::Late => after(due, rng.random_range(60..4 * 480)),
        // Before the morning of the due date, if there is a day before it.
        _ if outcome != Outcome::OnTime && to > from => {
            let room = minutes(received, morning(to)).saturating_sub(1);
            after(received, (room / 3).max(1) + rng.random_range(0..=(room * 2 / 3).max(1)).min(room - (room / 3)))
        }
        _ => {
            let start = if to > from { morning(to) } else { received };
            let room = minutes(start, due).max(2);
            after(start, rng.random_range(1..room))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    #[test]
    fn results_come_when_the_outcome_says() {
        let (mut rng, cal) = (StdRng::seed_from_u64(7), WorkCalendar::vietnam());
        let received = format::at_minute(NaiveDate::from_ymd_opt(2026, 11, 16).unwrap_or_default(), 9 * 60);
        let due = format::at_minute(NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default(), 17 * 60);
        for _ in 0..500 {
            let day = |outcome, rng: &mut StdRng| format::local_date(finish(rng, &cal, outcome, received, due));
            assert!(day(Outcome::Early, &mut rng) < format::local_date(due));
            assert_eq!(day(Outcome::OnTime, &mut rng), format::local_date(due));
            assert!(day(Outcome::Late, &mut rng) > format::local_date(due));
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_arrivals() {
        let cal = WorkCalendar::vietnam();
        let days = (NaiveDate::from_ymd_opt(2026, 8, 3).unwrap_or_default(), NaiveDate::from_ymd_opt(2026, 9, 7).unwrap_or_default());
        let make = || arrivals(&mut StdRng::seed_from_u64(1), &cal, days.0, days.1, 200);
        assert_eq!(make(), make());
        assert!(make().iter().all(|at| cal.is_working_day(format::local_date(*at)).unwrap_or(false)));
    }
}
