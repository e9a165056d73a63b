//! The counts of one scope: every dossier once, by origin, channel and part; every figure is a sum of them.

use super::{DossierFigure, DossierPart, IntakePart, Mark, Origin};
use crate::dossiers::Channel;
use crate::format;
use serde::{Deserialize, Serialize};

const PARTS: usize = DossierPart::ALL.len();
const CHANNELS: usize = Channel::ALL.len();
const ORIGINS: usize = Origin::ALL.len();

/// Numbers of received dossiers of one scope.
///
/// Each dossier stands in exactly one place, so the identities A (carried + new = resolved + open) and B (a total is the sum of
/// its parts) hold however the figures are asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DossierCounts {
    places: [[[i64; PARTS]; CHANNELS]; ORIGINS],
    by_extension: i64,
    /// By [`Mark`]; figures of before have none.
    #[serde(default)]
    marks: [i64; Mark::ALL.len()],
}

impl DossierCounts {
    /// Adds dossiers with these marks; `by_extension` of them were on time thanks to an extension only.
    pub fn put(&mut self, origin: Origin, channel: Channel, part: DossierPart, dossiers: i64, by_extension: i64) {
        if let Some(place) = self.places.get_mut(origin as usize).and_then(|of| of.get_mut(channel as usize)).and_then(|of| of.get_mut(part as usize)) {
            *place += dossiers;
            self.by_extension += by_extension;
        }
    }

    /// Adds how many of the dossiers that were put have each mark, in the order of [`Mark::ALL`].
    pub fn mark(&mut self, marks: &[i64; Mark::ALL.len()]) {
        for (count, more) in self.marks.iter_mut().zip(marks) {
            *count += more;
        }
    }

    /// Adds another scope.
    pub fn add(&mut self, other: &DossierCounts) {
        let mine = self.places.iter_mut().flatten().flatten();
        for (place, more) in mine.zip(other.places.iter().flatten().flatten()) {
            *place += more;
        }
        self.by_extension += other.by_extension;
        self.mark(&other.marks);
    }

    /// The number of a figure; 0 for those of the intake.
    #[must_use]
    pub fn of(&self, figure: DossierFigure) -> i64 {
        let Some(counted) = figure.counted() else { return 0 };
        if counted.by_extension {
            return self.by_extension;
        }
        if let Some(mark) = counted.mark {
            return self.marks.get(mark as usize).copied().unwrap_or_default();
        }
        let mut sum = 0;
        for (origin, channels) in Origin::ALL.iter().zip(&self.places) {
            for (channel, parts) in Channel::ALL.iter().zip(channels) {
                for (part, dossiers) in DossierPart::ALL.iter().zip(parts) {
                    if counted.holds(*origin, *channel, *part) {
                        sum += dossiers;
                    }
                }
            }
        }
        sum
    }

    /// The dossiers of one channel only; without those on time by an extension and the marks, which are not kept by channel.
    #[must_use]
    pub fn channel(&self, channel: Channel) -> DossierCounts {
        let mut only = DossierCounts::default();
        for (to, from) in only.places.iter_mut().zip(&self.places) {
            if let (Some(to), Some(from)) = (to.get_mut(channel as usize), from.get(channel as usize)) {
                *to = *from;
            }
        }
        only
    }

    /// "Tỷ lệ đúng hạn" in per cent of the results that had a time limit; "–" if there are none.
    #[must_use]
    pub fn on_time_rate(&self, decimals: u8) -> String {
        share(self.of(DossierFigure::NotLate), self.of(DossierFigure::Judged), decimals)
    }

    /// The parts of a total in per cent, with the largest remainder: they add up to exactly 100. "–" if the total is 0.
    #[must_use]
    pub fn shares(&self, parts: &[DossierFigure], decimals: u8) -> Vec<String> {
        let numbers: Vec<u64> = parts.iter().map(|part| u64::try_from(self.of(*part)).unwrap_or(0)).collect();
        if numbers.iter().sum::<u64>() == 0 {
            return numbers.iter().map(|_| "–".to_owned()).collect();
        }
        format::percent_of_shares(&numbers, decimals)
    }
}

/// A part of a whole in per cent; "–" if the whole is 0 (08 §1: never 0 %, never 100 %).
fn share(part: i64, whole: i64, decimals: u8) -> String {
    let unsigned = |number: i64| u64::try_from(number).unwrap_or(0);
    format::percent(unsigned(part), unsigned(whole), decimals).unwrap_or_else(|| "–".to_owned())
}

/// Numbers of submissions at the counters of one scope.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntakeCounts {
    parts: [i64; IntakePart::ALL.len()],
}

impl IntakeCounts {
    /// Adds submissions in this part.
    pub fn put(&mut self, part: IntakePart, submissions: i64) {
        if let Some(place) = self.parts.get_mut(part as usize) {
            *place += submissions;
        }
    }

    /// Adds another scope.
    pub fn add(&mut self, other: &IntakeCounts) {
        for (place, more) in self.parts.iter_mut().zip(other.parts) {
            *place += more;
        }
    }

    /// The number of a figure of the intake.
    #[must_use]
    pub fn of(&self, figure: DossierFigure) -> i64 {
        figure.intake().iter().filter_map(|part| self.parts.get(*part as usize)).sum()
    }

    /// True if nothing waits and nothing was refused.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts.iter().all(|part| *part == 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn one_of<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
        proptest::sample::select(all)
    }

    proptest! {
        /// A08-01 (identities A and B): whatever is counted, both sides of the balance agree and each total is the sum of its parts.
        #[test]
        fn a08_01_totals_are_the_sums_of_their_parts(rows in proptest::collection::vec(
            (one_of(Origin::ALL), one_of(Channel::ALL), one_of(DossierPart::ALL), 0_i64..500), 0..60)) {
            use DossierFigure as F;
            let mut counts = DossierCounts::default();
            for (origin, channel, part, n) in &rows {
                counts.put(*origin, *channel, *part, *n, 0);
            }
            let of = |figures: &[F]| figures.iter().map(|figure| counts.of(*figure)).sum::<i64>();
            let all: i64 = rows.iter().map(|row| row.3).sum();
            prop_assert_eq!(counts.of(F::Total), all);
            prop_assert_eq!(of(&[F::Carried, F::New]), of(&[F::Resolved, F::Open]));
            prop_assert_eq!(counts.of(F::New), of(&[F::NewOnline, F::NewDirect, F::NewPostal]));
            prop_assert_eq!(counts.of(F::Resolved), of(&[F::Early, F::OnTime, F::Late, F::DoneNoDue, F::WithdrawnOrStopped]));
            prop_assert_eq!(counts.of(F::Open), of(&[F::InTime, F::Overdue, F::Paused, F::OpenNoDue]));
            prop_assert_eq!(counts.of(F::Total), of(&[F::NotLate, F::Late, F::InTime, F::Overdue, F::Others]));
            let mut twice = counts;
            twice.add(&counts);
            prop_assert_eq!(twice.of(F::Total), 2 * all);
        }
    }

    /// 08 §1: a denominator of 0 prints a dash, shares of one denominator add up to 100.
    #[test]
    fn shares_have_a_denominator() {
        let mut counts = DossierCounts::default();
        assert_eq!(counts.on_time_rate(2), "–");
        assert_eq!(counts.shares(&[DossierFigure::Early, DossierFigure::Late], 2), ["–", "–"]);
        for (part, n) in [(DossierPart::Early, 1), (DossierPart::OnTime, 1), (DossierPart::Late, 1), (DossierPart::DoneNoDue, 7)] {
            counts.put(Origin::New, Channel::Online, part, n, 0);
        }
        assert_eq!(counts.on_time_rate(2), "66,67\u{a0}%");
        let shares = counts.shares(&[DossierFigure::Early, DossierFigure::OnTime, DossierFigure::Late], 2);
        assert_eq!(shares, ["33,34\u{a0}%", "33,33\u{a0}%", "33,33\u{a0}%"]);
    }

    #[test]
    fn late_submissions_are_part_of_the_waiting_ones() {
        let mut counts = IntakeCounts::default();
        for (part, n) in [(IntakePart::Waiting, 3), (IntakePart::WaitingLate, 2), (IntakePart::Refused, 1)] {
            counts.put(part, n);
        }
        let of = |figure| counts.of(figure);
        assert_eq!((of(DossierFigure::IntakeWaiting), of(DossierFigure::IntakeLate), of(DossierFigure::IntakeRefused)), (5, 2, 1));
        assert_eq!(DossierCounts::default().of(DossierFigure::IntakeWaiting), 0);
    }
}
