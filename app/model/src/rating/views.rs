//! What the pages of ratings show.

use super::{CommentState, RatingGroup, RatingLevel, RatingStep};
use crate::format;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// A rating as its author sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatingView {
    /// Level.
    pub level: RatingLevel,
    /// Words.
    pub comment: String,
    /// What became of the words.
    pub comment_state: CommentState,
    /// When it was given first.
    pub first_at: DateTime<Utc>,
    /// From when it cannot be changed.
    pub locked_at: DateTime<Utc>,
    /// Answer of the unit; empty without one.
    pub answer: String,
    /// When it answered.
    pub answered_at: Option<DateTime<Utc>>,
}

/// What the link of an invitation opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InviteView {
    /// Code of the dossier.
    pub dossier: String,
    /// Name of the procedure.
    pub procedure: String,
    /// Name of the rated unit.
    pub unit: String,
    /// Code of the rated unit.
    pub unit_code: String,
    /// Until when the link can be used for a first rating.
    pub expires_at: DateTime<Utc>,
    /// The rating given so far.
    pub rating: Option<RatingView>,
    /// Version for the next change.
    pub version: i64,
    /// It can be given or changed now.
    pub open: bool,
}

/// A follow-up for the leader of a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUpView {
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// When it is due.
    pub due_at: DateTime<Utc>,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// Who closed it.
    pub closed_by: String,
    /// What was found and done.
    pub outcome: String,
}

/// A line of the list of officials.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatingLine {
    /// Row, also the address.
    pub id: i64,
    /// Code of the dossier.
    pub dossier: String,
    /// Name of the procedure.
    pub procedure: String,
    /// Name of the rated unit.
    pub unit: String,
    /// Level.
    pub level: RatingLevel,
    /// Words.
    pub comment: String,
    /// What became of the words.
    pub comment_state: CommentState,
    /// The unit has answered.
    pub answered: bool,
    /// When the open follow-up is due.
    pub follow_up_due: Option<DateTime<Utc>>,
    /// When it was given or changed last.
    pub at: DateTime<Utc>,
}

/// A line of the history of a rating.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatingEvent {
    /// What happened.
    pub step: RatingStep,
    /// Level after it.
    pub level: RatingLevel,
    /// Words of it.
    pub text: String,
    /// Who; empty for the author of the rating.
    pub actor: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A rating as officials see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatingDetail {
    /// The line of the list.
    pub line: RatingLine,
    /// Version for the next step.
    pub version: i64,
    /// From when its author cannot change it.
    pub locked_at: DateTime<Utc>,
    /// Why the words are not shown.
    pub reject_reason: String,
    /// Answer of the unit.
    pub answer: String,
    /// Follow-ups, the latest first.
    pub follow_ups: Vec<FollowUpView>,
    /// History, oldest first.
    pub events: Vec<RatingEvent>,
    /// The reader may answer and close follow-ups.
    pub may_answer: bool,
    /// The reader may decide about the words.
    pub may_moderate: bool,
}

/// What the list of officials is filtered by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatingFilter {
    /// Which ratings.
    pub group: RatingGroup,
    /// Only this level.
    pub level: Option<RatingLevel>,
    /// Words of a search: code of the dossier, procedure, words of the rating.
    pub words: String,
    /// Given or changed from this day on.
    pub from: Option<NaiveDate>,
    /// Given or changed up to this day.
    pub to: Option<NaiveDate>,
    /// Page, from 1.
    pub page: i64,
}

/// How many ratings of each level: numbers and shares, always with n.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LevelShares {
    /// Number of ratings of level 5, 4, 3, 2, 1.
    pub counts: [i64; 5],
}

impl LevelShares {
    /// Number of ratings.
    #[must_use]
    pub fn n(&self) -> i64 {
        self.counts.iter().sum()
    }

    /// Number of ratings of a level.
    #[must_use]
    pub fn of(&self, level: RatingLevel) -> i64 {
        RatingLevel::ALL.iter().position(|other| *other == level).map_or(0, |at| self.counts[at])
    }

    /// Ratings of levels 4 and 5.
    #[must_use]
    pub fn satisfied(&self) -> i64 {
        self.counts[0] + self.counts[1]
    }

    /// Share of levels 4 and 5 in words (08: satisfaction): `96,25 %`; `–` without ratings.
    #[must_use]
    pub fn satisfaction(&self) -> String {
        share(self.satisfied(), self.n())
    }

    /// Shares of the levels 5 to 1 in words, adding up to 100 %; `–` without ratings.
    #[must_use]
    pub fn shares(&self) -> Vec<String> {
        if self.n() == 0 {
            return vec!["–".to_owned(); self.counts.len()];
        }
        let parts: Vec<u64> = self.counts.iter().map(|count| u64::try_from(*count).unwrap_or_default()).collect();
        format::percent_of_shares(&parts, 2)
    }

    /// Adds ratings of a level.
    pub fn add(&mut self, level: i64, count: i64) {
        if let Some(slot) = usize::try_from(5 - level).ok().and_then(|at| self.counts.get_mut(at)) {
            *slot += count;
        }
    }
}

fn share(part: i64, whole: i64) -> String {
    let (part, whole) = (u64::try_from(part).unwrap_or_default(), u64::try_from(whole).unwrap_or_default());
    format::percent(part, whole, 2).unwrap_or_else(|| "–".to_owned())
}

/// The public share of levels of one unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitShare {
    /// Code of the unit.
    pub code: String,
    /// Name of the unit.
    pub name: String,
    /// Levels.
    pub levels: LevelShares,
    /// Dossiers returned to people who were invited to rate.
    pub invited: i64,
}

/// Words of a rating that everybody may read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicComment {
    /// Level.
    pub level: RatingLevel,
    /// Words.
    pub comment: String,
    /// Name of the procedure.
    pub procedure: String,
    /// Day.
    pub day: NaiveDate,
    /// Answer of the unit; empty without one.
    pub answer: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_come_with_their_number() {
        let mut levels = LevelShares::default();
        assert_eq!((levels.n(), levels.satisfaction()), (0, "–".to_owned()));
        for (level, count) in [(5, 33), (4, 5), (2, 1), (1, 1), (7, 9)] {
            levels.add(level, count);
        }
        assert_eq!((levels.n(), levels.satisfied(), levels.of(RatingLevel::Dissatisfied)), (40, 38, 1));
        assert!(levels.satisfaction().starts_with("95"));
        assert_eq!(levels.shares().len(), 5);
        assert_eq!(LevelShares::default().shares(), ["–"; 5]);
    }
}
