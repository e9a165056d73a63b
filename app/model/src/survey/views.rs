//! What the pages of the survey show.

use super::{MIN_MEAN, Mark, OVERALL, QUESTIONS, Quarter};
use crate::format;
use crate::rating::{LevelShares, RatingLevel};
use chrono::{DateTime, Utc};

/// Eleven questions as they hold from a quarter on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionSet {
    /// Row; goes back with every form.
    pub id: i64,
    /// The first quarter in which it may be asked.
    pub from: Quarter,
    /// The questions in order.
    pub texts: [String; QUESTIONS],
    /// Who wrote it.
    pub actor: String,
    /// When.
    pub written_at: DateTime<Utc>,
}

/// The agency that a page of the survey is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveyPlace {
    /// Row of the unit.
    pub id: i64,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// What was answered to one question.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct QuestionTally {
    /// Answers of each level.
    pub levels: LevelShares,
    /// Answers without an opinion, outside of every share.
    pub none: i64,
}

impl QuestionTally {
    /// Adds answers with a stored mark.
    pub fn add(&mut self, mark: i64, count: i64) {
        if mark == 0 { self.none += count } else { self.levels.add(mark, count) }
    }

    /// Answers with and without an opinion.
    #[must_use]
    pub fn n(&self) -> i64 {
        self.levels.n() + self.none
    }

    /// Mean level in words, `4,25`; none for fewer opinions than [`MIN_MEAN`].
    #[must_use]
    pub fn mean(&self) -> Option<String> {
        let n = self.levels.n();
        let sum: i64 = RatingLevel::ALL.iter().map(|level| level.number() * self.levels.of(*level)).sum();
        (n >= MIN_MEAN).then(|| format::decimal((sum * 200 + n) / (2 * n), 2))
    }
}

/// The figures of a quarter, of one unit or of the province.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveyResults {
    /// The quarter.
    pub quarter: Quarter,
    /// The unit; none for the province.
    pub unit: Option<SurveyPlace>,
    /// The questions that were asked.
    pub texts: [String; QUESTIONS],
    /// Number of answers: each has a mark for every question.
    pub n: i64,
    /// What was answered to each; none where too few answered for this reader to see it.
    pub tallies: Option<[QuestionTally; QUESTIONS]>,
    /// The agencies of the province about which somebody answered; empty for one agency.
    pub units: Vec<SurveyUnit>,
}

impl SurveyResults {
    /// The satisfaction as a whole.
    #[must_use]
    pub fn overall(&self) -> Option<&QuestionTally> {
        self.tallies.as_ref().map(|tallies| &tallies[OVERALL])
    }
}

/// One unit in the list of a quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveyUnit {
    /// The unit.
    pub place: SurveyPlace,
    /// Number of answers.
    pub n: i64,
    /// The satisfaction as a whole; none where too few answered for this reader to see it.
    pub overall: Option<QuestionTally>,
}

/// One answer as officials of the unit see it: nothing says whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveyLine {
    /// Name of the unit.
    pub unit: String,
    /// The marks in the order of the questions.
    pub marks: [Mark; QUESTIONS],
    /// Free words; may be empty.
    pub comment: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_needs_five_opinions() {
        let mut tally = QuestionTally::default();
        assert_eq!(tally.mean(), None);
        for (mark, count) in [(5, 3), (2, 1), (0, 7)] {
            tally.add(mark, count);
        }
        assert_eq!((tally.levels.n(), tally.none, tally.mean()), (4, 7, None));
        tally.add(4, 2);
        // (15 + 2 + 8) / 6
        assert_eq!(tally.mean().as_deref(), Some("4,17"));
        tally.add(9, 1);
        assert_eq!(tally.levels.n(), 6, "what is no level counts nowhere");
    }
}
