//! A08-01: random histories over three years with reorganisations, against a slow oracle, on both engines.

use super::support::{BRANCH, DEPARTMENT, Dossier, Known, OLD_COMMUNE, SPLIT_COMMUNE, UNITS, WARD, day, lay, midnight, system, write};
use chrono::{DateTime, Datelike, Duration, Months, NaiveDate, Utc};
use domain::stats::Scope;
use domain::stats::dossiers::{DossierFigures, Moments, ask, below, dossier_figures, figures_at, rows};
use domain::testing::{TestPortal, with_dbs};
use model::dossiers::Channel;
use model::format::local_date;
use model::org::OrgView;
use model::stats::dossiers::{DossierCounts, DossierFigure as F, DossierPart as P, DossierPeriod, IntakePart, Origin};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};

const DOSSIERS: usize = 160;

/// An instant a while later; often exactly midnight, where the bounds are.
fn later(rng: &mut StdRng, at: DateTime<Utc>, days: i64) -> DateTime<Utc> {
    let at = at + Duration::minutes(rng.random_range(1..=days * 1_440));
    if rng.random_range(0..3) == 0 { midnight(local_date(at) + Duration::days(1)) } else { at }
}

fn random(rng: &mut StdRng, end: DateTime<Utc>) -> Dossier {
    let (unit, channel) = (*UNITS.choose(rng).unwrap(), *Channel::ALL.choose(rng).unwrap());
    let first = midnight(day(2023, 12, 1)) + Duration::minutes(rng.random_range(0..1_060 * 1_440));
    let mut dossier = Dossier::new(unit, rng.random_range(1..=2), channel, first);
    dossier.counter = *UNITS.choose(rng).unwrap();
    let mut at = first;
    loop {
        at = later(rng, at, 25);
        if at > end || dossier.is_over() && dossier.last().state != "result_ready" {
            correct(rng, &mut dossier, end);
            return dossier;
        }
        let last = dossier.last();
        let dice = rng.random_range(0..10);
        match (last.state, dice) {
            ("submitted", 0) => dossier.step(at, "intake_refused"),
            ("submitted", 1) => dossier.step(at, "intake_supplement"),
            ("submitted", 2) => dossier.step(at, "withdrawn"),
            ("submitted", _) => {
                let due = (rng.random_range(0..6) > 0).then(|| later(rng, at, 40));
                dossier.receive(at, due)
            }
            ("intake_supplement", 0) => dossier.step(at, "intake_refused"),
            ("intake_supplement", _) => dossier.step(at, "submitted"),
            ("received", 0..3) => dossier.step(at, "processing"),
            ("received" | "processing", 3) => dossier.wait(at),
            ("received" | "processing" | "awaiting_supplement", 4) => dossier.ask_back(at),
            ("received" | "processing", 5) => dossier.step(at, "stopped"),
            ("received" | "processing", 6) if last.due.is_some() => {
                let due = later(rng, at, 30);
                dossier.extend(at, due)
            }
            ("received" | "processing", 7) if last.due.is_some() => dossier.apologise(at),
            ("received" | "processing", _) => dossier.step(at, "result_ready"),
            ("awaiting_supplement", 0) => dossier.step(at, "stopped"),
            ("awaiting_supplement", _) => {
                // The clock goes on with another due date.
                dossier.step(at, "processing");
                if let (Some(due), true) = (last.due, last.paused) {
                    let moved = due + Duration::days(3);
                    let known = dossier.log.last_mut().unwrap();
                    (known.due, known.plain) = (Some(moved), last.plain.map(|plain| plain + Duration::days(3)));
                }
                &mut dossier
            }
            ("withdraw_requested", 0..5) => dossier.step(at, "withdrawn"),
            ("withdraw_requested", _) => dossier.step(at, "processing"),
            ("result_ready", _) => dossier.step(at, "returned"),
            _ => &mut dossier,
        };
    }
}

/// One receipt in four is corrected later: to an instant before the submission, between it and the next event, or at it.
fn correct(rng: &mut StdRng, dossier: &mut Dossier, end: DateTime<Utc>) {
    let (Some(received), last) = (dossier.received, dossier.last().at) else { return };
    if rng.random_range(0..4) > 0 || last >= end - Duration::minutes(2) {
        return;
    }
    let least = dossier.log[0].at - Duration::days(20);
    let next = dossier.log.iter().map(|known| known.at).find(|at| *at > received).unwrap_or(last.max(received));
    let at = least + Duration::minutes(rng.random_range(0..=(next - least).num_minutes()));
    let at = if rng.random_range(0..3) == 0 { midnight(local_date(at)) } else { at };
    let learned = last + Duration::minutes(rng.random_range(1..=(end - last).num_minutes()));
    dossier.corrected = Some((learned, at));
}

/// What is known of a dossier just before the cut, by what was known of its receipt when somebody asked.
fn known_at(dossier: &Dossier, moments: &Moments) -> Option<Known> {
    let happened = dossier.log.iter().take_while(|known| known.at < moments.cut).count();
    let last = match (dossier.log.iter().position(|known| known.action == "receive"), dossier.received_as_known(moments.known)) {
        // Received later than was typed in: until then it stood as it did before the receipt.
        (Some(receipt), Some(received)) if received >= moments.cut => happened.min(receipt),
        // Received before it was typed in: from then on it stood as it did right after the receipt.
        (Some(receipt), Some(_)) => happened.max(receipt + 1),
        _ => happened,
    };
    dossier.log.get(last.checked_sub(1)?).copied()
}

/// The marks beside the balance, in their order.
fn marks(dossier: &Dossier, moments: &Moments, part: P) -> [i64; 5] {
    let happened = |action: &str, from: DateTime<Utc>| dossier.log.iter().any(|known| known.action == action && known.at >= from && known.at < moments.cut);
    let ever = DateTime::<Utc>::UNIX_EPOCH;
    let missing = matches!(part, P::Late | P::Overdue) && !happened("extend", ever) && !happened("apologised", ever);
    let adjusted = dossier.corrected.is_some_and(|(learned, _)| learned >= moments.from && learned < moments.cut);
    [happened("extend", moments.from), happened("apologised", moments.from), missing, adjusted, happened("request_supplement", moments.from)].map(i64::from)
}

/// Where the oracle puts a dossier: origin and part, or a part of the intake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Received(Origin, P, bool),
    Submitted(IntakePart),
}

fn judge(dossier: &Dossier, moments: &Moments) -> Option<Place> {
    let known = known_at(dossier, moments)?;
    let ended = dossier.log.iter().find(|known| matches!(known.state, "intake_refused" | "withdrawn" | "stopped" | "result_ready")).map(|known| known.at);
    let ended = ended.filter(|at| *at < moments.cut);
    let Some(received) = dossier.received_as_known(moments.known).filter(|at| *at < moments.cut) else {
        return match known.state {
            "submitted" if dossier.intake_due < moments.judged => Some(Place::Submitted(IntakePart::WaitingLate)),
            "submitted" => Some(Place::Submitted(IntakePart::Waiting)),
            "intake_refused" if ended >= Some(moments.from) => Some(Place::Submitted(IntakePart::Refused)),
            _ => None,
        };
    };
    let origin = if received < moments.from { Origin::Carried } else { Origin::New };
    let by_hour = dossier.sector == 2;
    if let Some(ended) = ended {
        if ended < moments.from {
            return None;
        }
        let (finish, mut by_extension) = (local_date(ended), false);
        let part = match (known.state, known.due) {
            ("withdrawn" | "stopped", _) => P::WithdrawnOrStopped,
            (_, None) => P::DoneNoDue,
            (_, Some(due)) => {
                by_extension = known.plain.is_some_and(|plain| finish > local_date(plain)) && finish <= local_date(due);
                match finish.cmp(&local_date(due)) {
                    std::cmp::Ordering::Less => P::Early,
                    std::cmp::Ordering::Greater => P::Late,
                    std::cmp::Ordering::Equal if by_hour && ended > due => P::Late,
                    std::cmp::Ordering::Equal => P::OnTime,
                }
            }
        };
        return Some(Place::Received(origin, part, by_extension));
    }
    let part = match known.due {
        None => P::OpenNoDue,
        Some(_) if known.paused => P::Paused,
        Some(due) if by_hour && moments.judged > due => P::Overdue,
        Some(due) if !by_hour && moments.day > local_date(due) => P::Overdue,
        Some(_) => P::InTime,
    };
    Some(Place::Received(origin, part, false))
}

fn booked(unit: i64, view: OrgView) -> i64 {
    if view == OrgView::AsNow && unit == OLD_COMMUNE { WARD } else { unit }
}

/// What the oracle counts of one booked unit.
fn expected(all: &[Dossier], moments: &Moments, unit: i64, view: OrgView) -> DossierCounts {
    let mut counts = DossierCounts::default();
    for dossier in all.iter().filter(|dossier| booked(dossier.unit, view) == unit) {
        if let Some(Place::Received(origin, part, by_extension)) = judge(dossier, moments) {
            counts.put(origin, dossier.channel, part, 1, i64::from(by_extension));
            counts.mark(&marks(dossier, moments, part));
        }
    }
    counts
}

fn of_unit(figures: &DossierFigures, unit: i64) -> DossierCounts {
    figures.counts(|group| group.unit_id == unit)
}

/// Months, quarters and years of three years.
fn periods() -> Vec<(NaiveDate, NaiveDate)> {
    let mut periods = Vec::new();
    for months in [1, 3, 12] {
        let mut from = day(2024, 1, 1);
        while from.year() < 2027 {
            let next = from + Months::new(months);
            periods.push((from, next - Duration::days(1)));
            from = next;
        }
    }
    periods
}

async fn province(t: &TestPortal, seed: u64) -> Vec<Dossier> {
    lay(t).await;
    let mut rng = StdRng::seed_from_u64(seed);
    let now = t.portal.clock().now();
    let all: Vec<Dossier> = (0..DOSSIERS).map(|_| random(&mut rng, now)).collect();
    let mut cx = t.portal.write(&system()).await.unwrap();
    for (number, dossier) in all.iter().enumerate() {
        write(&mut cx, number, dossier).await;
    }
    cx.commit().await.unwrap();
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn a08_01_identities_for_every_unit_period_and_view() {
    with_dbs(async |t| {
        let all = province(t, 1).await;
        let mut cx = t.portal.snapshot(&system()).await.unwrap();
        let now = cx.now();
        let mut counted = 0;
        for (from, to) in periods() {
            let mut totals = Vec::new();
            for view in [OrgView::AsThen, OrgView::AsNow] {
                let period = DossierPeriod { from, to, as_of: local_date(now), view };
                let moments = Moments::of(&period, now);
                let figures = dossier_figures(&mut cx, &Scope::All, &period).await.unwrap();
                let total = figures.counts(|_| true);
                for unit in UNITS {
                    let counts = of_unit(&figures, unit);
                    let place = format!("{} {from} {to} {view} unit {unit}", t.engine);
                    assert_eq!(counts, expected(&all, &moments, unit, view), "{place}");
                    // A and B, each side from its own figures.
                    let sum = |parts: &[F]| parts.iter().map(|part| counts.of(*part)).sum::<i64>();
                    assert_eq!(sum(&[F::Carried, F::New]), sum(&[F::Resolved, F::Open]), "A: {place}");
                    assert_eq!(counts.of(F::Open), sum(&[F::InTime, F::Overdue, F::Paused, F::OpenNoDue]), "B: {place}");
                    counted += counts.of(F::Total);
                    // D: what is open at the end is carried into the next period.
                    if midnight(to + Duration::days(1)) <= now {
                        let next = DossierPeriod { from: to + Duration::days(1), to: to + Duration::days(40), ..period };
                        let next = dossier_figures(&mut cx, &Scope::Units(vec![unit]), &next).await.unwrap().counts(|_| true);
                        assert_eq!(counts.of(F::Open), next.of(F::Carried), "D: {place}");
                    }
                }
                // C: a parent is its own and those below it; asked for together or one by one.
                let own = of_unit(&figures, DEPARTMENT);
                let mut sum = own;
                sum.add(&of_unit(&figures, BRANCH));
                let tree = below(&mut cx, &[DEPARTMENT], &period).await.unwrap();
                assert_eq!(tree, [DEPARTMENT, BRANCH]);
                assert_eq!(dossier_figures(&mut cx, &Scope::Units(tree), &period).await.unwrap().counts(|_| true), sum);
                let province = below(&mut cx, &[1], &period).await.unwrap();
                assert_eq!(dossier_figures(&mut cx, &Scope::Units(province), &period).await.unwrap().counts(|_| true), total);
                let mut intake = [0; 3];
                for dossier in &all {
                    if let Some(Place::Submitted(part)) = judge(dossier, &moments) {
                        intake[part as usize] += 1;
                    }
                }
                let at_counters = figures.intake_counts(|_| true);
                let shown = [F::IntakeWaiting, F::IntakeLate, F::IntakeRefused].map(|figure| at_counters.of(figure));
                assert_eq!(shown, [intake[0] + intake[1], intake[1], intake[2]], "{} {from} {to}", t.engine);
                totals.push(total);
            }
            assert_eq!(totals[0], totals[1], "C: as then = as now, {from}");
        }
        assert!(counted > 1_000, "the histories fill the periods: {counted}");
        assert!(all.iter().any(|dossier| dossier.unit == SPLIT_COMMUNE));
    })
    .await;
}

/// The same figures asked for any instants and any instant of knowledge, also asked again later.
#[tokio::test(flavor = "multi_thread")]
async fn a08_01_the_past_stays_as_it_was() {
    with_dbs(async |t| {
        let all = province(t, 2).await;
        let mut rng = StdRng::seed_from_u64(3);
        for round in 0..40 {
            let mut cx = t.portal.snapshot(&system()).await.unwrap();
            let from = midnight(day(2024, 1, 1)) + Duration::minutes(rng.random_range(0..900 * 1_440));
            let end = from + Duration::minutes(rng.random_range(1..200 * 1_440));
            let at = from + Duration::minutes(rng.random_range(0..300 * 1_440));
            let moments = Moments::new(from, end, at.min(cx.now()));
            let figures = figures_at(&mut cx, &Scope::All, &moments, OrgView::AsThen).await.unwrap();
            for unit in UNITS {
                assert_eq!(of_unit(&figures, unit), expected(&all, &moments, unit, OrgView::AsThen), "{} round {round} unit {unit}", t.engine);
            }
        }
    })
    .await;
}

/// A08-02 (page = count of rows): each figure opens exactly the dossiers that the oracle puts into it.
#[tokio::test(flavor = "multi_thread")]
async fn a08_02_every_figure_opens_exactly_its_rows() {
    with_dbs(async |t| {
        let all = province(t, 4).await;
        let mut cx = t.portal.snapshot(&system()).await.unwrap();
        let now = cx.now();
        let mut seen = 0;
        for (from, to) in [(day(2024, 3, 1), day(2024, 9, 30)), (day(2025, 1, 1), day(2025, 12, 31)), (day(2026, 10, 1), day(2026, 12, 31))] {
            let period = DossierPeriod { from, to, as_of: local_date(now), view: OrgView::AsNow };
            let moments = Moments::of(&period, now);
            for unit in [None, Some(("H99.22", true)), Some(("H99.10", false))] {
                for sector in [None, Some("DD")] {
                    let asked = ask(&mut cx, &period, unit, None, sector).await.unwrap();
                    for figure in F::ALL.iter().copied() {
                        let found = rows(&mut cx, &asked, figure, &period, 1, false).await.unwrap();
                        let inside = |dossier: &&Dossier| {
                            let place = judge(dossier, &moments);
                            let of = if figure.intake().is_empty() { dossier.unit } else { dossier.counter };
                            let unit = match unit {
                                None => true,
                                Some((_, true)) => booked(of, OrgView::AsNow) == WARD,
                                Some(_) => of == DEPARTMENT || of == BRANCH,
                            };
                            unit && (sector.is_none() || dossier.sector == 2)
                                && match (place, figure.counted()) {
                                    (Some(Place::Received(origin, part, by_extension)), Some(counted)) => {
                                        counted.holds(origin, dossier.channel, part)
                                            && (by_extension || !counted.by_extension)
                                            && counted.mark.is_none_or(|mark| marks(dossier, &moments, part)[mark as usize] > 0)
                                    }
                                    (Some(Place::Submitted(part)), None) => figure.intake().contains(&part),
                                    _ => false,
                                }
                        };
                        let mut wanted: Vec<String> = all.iter().enumerate().filter(|(_, dossier)| inside(dossier)).map(|(i, of)| code(i, of)).collect();
                        let mut shown: Vec<String> = found.list.rows.iter().map(|row| row.code.clone()).collect();
                        wanted.sort();
                        shown.sort();
                        assert_eq!(shown, wanted, "{} {figure} {unit:?} {sector:?}", t.engine);
                        seen += shown.len();
                        let public = rows(&mut cx, &asked, figure, &period, 1, true).await.unwrap();
                        assert!(public.list.rows.iter().all(|row| row.applicant.is_empty() && !row.opens && row.code.contains("••")));
                    }
                }
            }
        }
        assert!(seen > 500, "{seen} rows");
    })
    .await;
}

fn code(number: usize, dossier: &Dossier) -> String {
    if dossier.received.is_some() { format!("H99-240101-{number:04}") } else { format!("N-240101-{number:06}") }
}
