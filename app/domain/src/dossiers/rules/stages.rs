//! The steps of the work inside `Processing`, the same for every procedure.

use super::Right;
use ProcessingStage as Stage;
use model::dossiers::ProcessingStage;

/// One allowed move between two steps of the work.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    /// From this step.
    pub from: ProcessingStage,
    /// To that one.
    pub to: ProcessingStage,
    /// Who may take it.
    pub who: Right,
    /// What the button says.
    pub label: &'static str,
    /// A reason is needed, because the work goes back.
    pub back: bool,
}

const fn step(from: ProcessingStage, to: ProcessingStage, who: Right, label: &'static str, back: bool) -> Step {
    Step { from, to, who, label, back }
}

/// The workflow of every procedure: one start, each step reaches the end, none is dead (a test walks it).
pub const STEPS: &[Step] = &[
    step(Stage::Assigned, Stage::Examining, Right::Officer, "Chuyển sang thẩm định", false),
    step(Stage::Examining, Stage::Drafting, Right::Officer, "Chuyển sang dự thảo", false),
    step(Stage::Examining, Stage::Consulting, Right::Officer, "Xin ý kiến", false),
    step(Stage::Consulting, Stage::Examining, Right::Officer, "Thẩm định lại", false),
    step(Stage::Consulting, Stage::Drafting, Right::Officer, "Chuyển sang dự thảo", false),
    step(Stage::Drafting, Stage::ToSign, Right::Officer, "Trình ký", false),
    step(Stage::Drafting, Stage::Examining, Right::Officer, "Thẩm định lại", true),
    step(Stage::ToSign, Stage::Signed, Right::Sign, "Ký duyệt", false),
    step(Stage::ToSign, Stage::Drafting, Right::Sign, "Trả lại dự thảo", true),
    step(Stage::Signed, Stage::Published, Right::Publish, "Cấp số", false),
];

/// The move between two steps, if the workflow has it.
#[must_use]
pub fn find_step(from: ProcessingStage, to: ProcessingStage) -> Option<&'static Step> {
    STEPS.iter().find(|step| step.from == from && step.to == to)
}

/// The moves that start at a step.
pub fn steps_from(from: ProcessingStage) -> impl Iterator<Item = &'static Step> {
    STEPS.iter().filter(move |step| step.from == from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_workflow_has_one_start_and_no_dead_step() {
        let starts: Vec<_> = ProcessingStage::ALL.iter().filter(|stage| !STEPS.iter().any(|step| step.to == **stage)).collect();
        assert_eq!(starts, [&ProcessingStage::Assigned]);
        for start in ProcessingStage::ALL {
            let mut seen = BTreeSet::from([*start]);
            let mut todo = vec![*start];
            while let Some(stage) = todo.pop() {
                todo.extend(steps_from(stage).map(|step| step.to).filter(|to| seen.insert(*to)));
            }
            assert!(seen.contains(&ProcessingStage::Published), "{start} never ends");
        }
    }
}
