//! The leaderboard: Wilson interval, weighted score, competition ranking (04 §7).

use super::TaskCounts;

/// z of the 95 % interval.
pub const Z: f64 = 1.96;

/// Version of the weights, printed on the page.
pub const WEIGHTS_VERSION: &str = "2026.1";

/// A component of the score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weight {
    /// What it measures.
    pub label: &'static str,
    /// Points of 100.
    pub points: f64,
    /// True if the lower bound of the interval counts, false for the plain share.
    pub interval: bool,
}

/// The four components in the order of the formula.
pub const WEIGHTS: [Weight; 4] = [
    Weight { label: "đúng hạn trên đã hoàn thành", points: 50.0, interval: true },
    Weight { label: "trong hạn trên chưa hoàn thành", points: 30.0, interval: true },
    Weight { label: "được chấp nhận ngay lần đầu trên đã xác nhận", points: 10.0, interval: false },
    Weight { label: "tiếp nhận trong 1 ngày làm việc trên được giao", points: 10.0, interval: false },
];

/// Bounds of an interval, between 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Lower bound: what the score uses.
    pub lower: f64,
    /// Upper bound.
    pub upper: f64,
}

/// Wilson 95 % interval of `k` out of `n`; `None` for `n` = 0.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts of tasks are far below 2^52")]
pub fn wilson(k: i64, n: i64) -> Option<Interval> {
    if n <= 0 {
        return None;
    }
    let (k, n) = (k.clamp(0, n) as f64, n as f64);
    let (p, z2) = (k / n, Z * Z);
    let middle = p + z2 / (2.0 * n);
    let spread = Z * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z2 / n;
    Some(Interval { lower: ((middle - spread) / scale).clamp(0.0, 1.0), upper: ((middle + spread) / scale).clamp(0.0, 1.0) })
}

/// Numerator and denominator of each component.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScoreInputs(pub [(i64, i64); 4]);

impl From<&TaskCounts> for ScoreInputs {
    fn from(counts: &TaskCounts) -> Self {
        Self([
            (counts.done_on_time, counts.done()),
            (counts.open_in_time, counts.open_with_deadline()),
            (counts.confirmed_first_time, counts.confirmed),
            (counts.received_in_time, counts.tracked),
        ])
    }
}

impl ScoreInputs {
    /// Number of tasks that the timeliness rests on: done, and open with a due date.
    #[must_use]
    pub const fn size(&self) -> i64 {
        self.0[0].1 + self.0[1].1
    }

    /// Weights in percent after components without data were left out; `None` for those.
    #[must_use]
    pub fn weights(&self) -> [Option<f64>; 4] {
        let sum: f64 = WEIGHTS.iter().zip(self.0).filter(|(_, (_, n))| *n > 0).map(|(weight, _)| weight.points).sum();
        std::array::from_fn(|i| (self.0[i].1 > 0).then(|| WEIGHTS[i].points * 100.0 / sum))
    }
}

/// Units with fewer tasks than this are not ranked.
pub const LEAST_TASKS: i64 = 5;

/// Score from 0 to 100, rounded to 3 decimals; `None` for a unit with fewer than five tasks.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts of tasks are far below 2^52")]
pub fn score(inputs: &ScoreInputs) -> Option<f64> {
    if inputs.size() < LEAST_TASKS {
        return None;
    }
    let weights = inputs.weights();
    let points: f64 = (0..4)
        .filter_map(|i| {
            let (k, n) = inputs.0[i];
            let value = if WEIGHTS[i].interval { wilson(k, n)?.lower } else { k as f64 / n as f64 };
            Some(weights[i]? * value)
        })
        .sum();
    Some((points * 1000.0).round() / 1000.0)
}

/// A score with two decimals, rounded half up from its three: "32,63".
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "a score is at most 100")]
pub fn score_text(score: f64) -> String {
    let thousandths = (score * 1000.0).round() as i64;
    crate::format::decimal((thousandths + 5) / 10, 2)
}

/// Competition ranking 1, 2, 2, 4 of scores in falling order; `None` scores carry no rank. Equal after 3 decimals is equal.
#[must_use]
pub fn rank(scores: &[Option<f64>]) -> Vec<Option<usize>> {
    let key = |score: &f64| (score * 1000.0).round();
    scores.iter().map(|own| own.as_ref().map(|own| 1 + scores.iter().flatten().filter(|other| key(other) > key(own)).count())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn percent(value: f64) -> String {
        format!("{:.2}", value * 100.0)
    }

    /// A04-08: the table of W.
    #[test]
    fn wilson_table() {
        let table = [
            (1, 1, "20.65", "100.00"),
            (5, 5, "56.55", "100.00"),
            (20, 20, "83.89", "100.00"),
            (199, 200, "97.22", "99.91"),
            (81, 249, "27.01", "38.58"),
            (177, 307, "52.07", "63.05"),
            (0, 5, "0.00", "43.45"),
        ];
        for (k, n, lower, upper) in table {
            let interval = wilson(k, n).expect("n > 0");
            assert_eq!((percent(interval.lower).as_str(), percent(interval.upper).as_str()), (lower, upper), "{k}/{n}");
        }
        assert_eq!(wilson(0, 0), None);
    }

    /// A04-08: a lucky small unit does not lead, fewer than five tasks carry no rank, ties are 1, 2, 2, 4.
    #[test]
    fn ranking() {
        let lucky = score(&ScoreInputs([(5, 5), (0, 0), (0, 0), (0, 0)])).expect("ranked");
        let large = score(&ScoreInputs([(199, 200), (0, 0), (0, 0), (0, 0)])).expect("ranked");
        assert!(large > lucky);
        assert_eq!(score(&ScoreInputs([(1, 2), (0, 1), (0, 0), (0, 0)])), None);
        assert_eq!(score(&ScoreInputs([(3, 3), (1, 1), (4, 4), (4, 4)])), None, "four tasks");
        assert!(score(&ScoreInputs([(4, 4), (1, 1), (0, 0), (0, 0)])).is_some(), "five tasks");
        assert_eq!(rank(&[Some(90.0), Some(80.0), Some(80.0001), Some(70.0), None]), [Some(1), Some(2), Some(2), Some(4), None]);
    }

    /// The scores that the picture of the leaderboard prints for the fixture F000.
    #[test]
    fn scores_of_the_picture() {
        let two = |done: (i64, i64), open: (i64, i64)| score(&ScoreInputs([done, open, (0, 0), (0, 0)])).map(|s| format!("{s:.2}"));
        assert_eq!(two((5, 9), (14, 22)).as_deref(), Some("32.77"));
        assert_eq!(two((4, 6), (5, 10)).as_deref(), Some("27.62"));
        assert_eq!(two((3, 6), (1, 1)).as_deref(), Some("19.47"));
        assert_eq!(two((0, 2), (0, 3)).as_deref(), Some("0.00"));
        let building = score(&ScoreInputs([(4, 7), (7, 9), (0, 0), (0, 0)])).expect("ranked");
        assert_eq!(score_text(building), "32,63");
        let weights = ScoreInputs([(5, 9), (14, 22), (0, 0), (0, 0)]).weights();
        assert_eq!(weights, [Some(62.5), Some(37.5), None, None]);
    }
}
