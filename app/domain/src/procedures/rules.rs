//! The work on a draft as a table (02 §2). Everything that is not in the table is refused.

use crate::error::{Error, Result};
use model::procedures::DraftState::{self, Approved, Draft, Dropped, InReview, Published};
use model::procedures::DraftStep;

/// Who may take a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// May edit versions.
    Editor,
    /// May publish versions.
    Publisher,
    /// May publish versions and wrote nothing of this draft.
    PublisherNotAuthor,
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// The step.
    pub step: DraftStep,
    /// States that it starts from; none for a new draft.
    pub from: &'static [DraftState],
    /// State after it.
    pub to: DraftState,
    /// Who may take it.
    pub who: Who,
}

const fn rule(step: DraftStep, from: &'static [DraftState], to: DraftState, who: Who) -> Rule {
    Rule { step, from, to, who }
}

/// The table.
pub const RULES: [Rule; 8] = [
    rule(DraftStep::Create, &[], Draft, Who::Editor),
    rule(DraftStep::Import, &[Draft], Draft, Who::Editor),
    rule(DraftStep::Edit, &[Draft], Draft, Who::Editor),
    rule(DraftStep::Submit, &[Draft], InReview, Who::Editor),
    rule(DraftStep::Approve, &[InReview], Approved, Who::PublisherNotAuthor),
    rule(DraftStep::Publish, &[Approved], Published, Who::Publisher),
    rule(DraftStep::Return, &[InReview, Approved], Draft, Who::Editor),
    rule(DraftStep::Drop, &[Draft, InReview, Approved], Dropped, Who::Editor),
];

/// The row of a step.
#[must_use]
pub fn of(step: DraftStep) -> &'static Rule {
    // Every step has a row; a test walks them.
    RULES.iter().find(|rule| rule.step == step).unwrap_or(&RULES[0])
}

/// The state after a step.
///
/// # Errors
/// `Conflict` with the present state in words.
pub fn next(step: DraftStep, state: DraftState) -> Result<DraftState> {
    let rule = of(step);
    if rule.from.contains(&state) {
        return Ok(rule.to);
    }
    Err(Error::conflict(format!("Phiên bản đang ở trạng thái “{}” nên không thể “{}”. Hãy tải lại trang.", state.label(), step.label())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_and_state() {
        // Columns: Draft, InReview, Approved, Published, Dropped.
        let expected = [
            (DraftStep::Create, "....."),
            (DraftStep::Import, "0...."),
            (DraftStep::Edit, "0...."),
            (DraftStep::Submit, "1...."),
            (DraftStep::Approve, ".2..."),
            (DraftStep::Return, ".00.."),
            (DraftStep::Publish, "..3.."),
            (DraftStep::Drop, "444.."),
        ];
        assert_eq!(expected.len(), DraftStep::ALL.len());
        for (step, expected) in expected {
            assert_eq!(of(step).step, step);
            let row: String = DraftState::ALL
                .iter()
                .map(|state| {
                    next(step, *state)
                        .map_or('.', |to| char::from_digit(DraftState::ALL.iter().position(|s| *s == to).expect("known") as u32, 10).expect("digit"))
                })
                .collect();
            assert_eq!(row, expected, "{step}");
        }
    }
}
