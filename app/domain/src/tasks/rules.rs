//! The state machine of a task as a table (04 §2, K01–K17), and who may take each step.

use crate::error::{Error, Result};
use model::access::Action;
use model::tasks::{TaskSource, TaskState, TaskStep};

/// Who may take a step; [`super::people::may`] decides it for an actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Whoever may create tasks for the lead unit.
    Creator,
    /// Lãnh đạo giao, or the monitor with a noted direction.
    AssignerOrMonitor,
    /// Lãnh đạo giao or a monitor, but nobody of the lead unit that is judged.
    Above,
    /// Lãnh đạo giao.
    Assigner,
    /// Lãnh đạo, văn thư or trưởng phòng of the lead unit.
    Receiver,
    /// Lãnh đạo of the lead unit.
    Leader,
    /// Người thực hiện.
    InCharge,
    /// Người thực hiện, trưởng phòng or lãnh đạo of the lead unit.
    Reporter,
    /// The monitor; for tasks of the chair and vice-chairs the assigner.
    Confirmer,
}

/// Where a step leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// To this state.
    To(TaskState),
    /// The state stays.
    Same,
    /// Back to the state before the suspension.
    Before,
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// The step.
    pub step: TaskStep,
    /// States that it starts from.
    pub from: &'static [TaskState],
    /// Where it leads.
    pub to: Target,
    /// Who may take it.
    pub who: Who,
}

use Target::{Before, Same, To};
use TaskState::{Accepted, Assigned, Cancelled, Completed, CompletionReported, Draft, InProgress, ReturnedToAssigner, Suspended};

const fn rule(step: TaskStep, from: &'static [TaskState], to: Target, who: Who) -> Rule {
    Rule { step, from, to, who }
}

/// K02–K17, and what only speaks about a task (04 §6). K01 has no state to start from.
pub const RULES: [Rule; 20] = [
    rule(TaskStep::Assign, &[Draft], To(Assigned), Who::AssignerOrMonitor),
    rule(TaskStep::Accept, &[Assigned], To(Accepted), Who::Receiver),
    rule(TaskStep::ReturnToAssigner, &[Assigned, Accepted], To(ReturnedToAssigner), Who::Leader),
    rule(TaskStep::Reassign, &[ReturnedToAssigner], To(Assigned), Who::Assigner),
    rule(TaskStep::Start, &[Accepted], To(InProgress), Who::InCharge),
    rule(TaskStep::ReportProgress, &[InProgress], Same, Who::InCharge),
    rule(TaskStep::ReportCompletion, &[Accepted, InProgress], To(CompletionReported), Who::Reporter),
    rule(TaskStep::Confirm, &[CompletionReported], To(Completed), Who::Confirmer),
    rule(TaskStep::Reject, &[CompletionReported], To(InProgress), Who::Confirmer),
    rule(TaskStep::RequestExtension, &[Assigned, Accepted, InProgress], Same, Who::Leader),
    rule(TaskStep::DecideExtension, &[Assigned, Accepted, InProgress], Same, Who::Assigner),
    rule(TaskStep::Suspend, &[Assigned, Accepted, InProgress], To(Suspended), Who::Assigner),
    rule(TaskStep::Resume, &[Suspended], Before, Who::Assigner),
    rule(TaskStep::Cancel, &[Draft, Assigned, Accepted, ReturnedToAssigner, InProgress, CompletionReported, Suspended], To(Cancelled), Who::Assigner),
    rule(TaskStep::ChangeLead, &[Assigned, Accepted, ReturnedToAssigner, InProgress, CompletionReported, Suspended], To(Assigned), Who::Assigner),
    rule(TaskStep::ChangeMonitor, &[Draft, Assigned, Accepted, ReturnedToAssigner, InProgress, CompletionReported, Suspended], Same, Who::Above),
    rule(TaskStep::Split, &[Accepted, InProgress], Same, Who::Receiver),
    rule(TaskStep::Urge, &[Assigned, Accepted, InProgress], Same, Who::AssignerOrMonitor),
    rule(TaskStep::AskExplanation, &[Assigned, Accepted, InProgress], Same, Who::Assigner),
    rule(TaskStep::Explain, &[Assigned, Accepted, ReturnedToAssigner, InProgress, CompletionReported, Suspended], Same, Who::Leader),
];

/// The row of a step; K01 has none.
#[must_use]
pub fn of(step: TaskStep) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.step == step)
}

/// The state after a step.
///
/// # Errors
/// `Conflict` with the present state in words if the step does not start from it.
pub fn next(step: TaskStep, state: TaskState, before: Option<TaskState>) -> Result<TaskState> {
    let refused = || Error::conflict(format!("Nhiệm vụ đang ở trạng thái “{}” nên không thể “{}”. Hãy tải lại trang.", state.label(), step.label()));
    let rule = of(step).filter(|rule| rule.from.contains(&state)).ok_or_else(refused)?;
    match rule.to {
        To(target) => Ok(target),
        Same => Ok(state),
        Before => before.ok_or_else(refused),
    }
}

/// The right without which nobody takes a step, whatever the task. None where it is enough to be the person in charge
/// or a head of division.
#[must_use]
pub const fn right(step: TaskStep) -> Option<Action> {
    match step {
        TaskStep::Create => Some(Action::Create),
        TaskStep::Assign | TaskStep::Reassign | TaskStep::DecideExtension | TaskStep::Suspend | TaskStep::Resume | TaskStep::Cancel | TaskStep::ChangeLead => {
            Some(Action::Assign)
        }
        TaskStep::Urge | TaskStep::AskExplanation | TaskStep::ChangeMonitor => Some(Action::Assign),
        TaskStep::ReturnToAssigner | TaskStep::RequestExtension | TaskStep::Explain => Some(Action::Receive),
        TaskStep::Confirm | TaskStep::Reject => Some(Action::Approve),
        TaskStep::Accept | TaskStep::Start | TaskStep::ReportProgress | TaskStep::ReportCompletion | TaskStep::Split => None,
    }
}

/// Who confirms a task of this source (K09, K10).
#[must_use]
pub const fn confirmer(source: TaskSource) -> Who {
    if source.confirmed_by_assigner() { Who::Assigner } else { Who::Confirmer }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_and_state() {
        // Rows: steps in the order of RULES; columns: states in the order of the enum. A digit is the position of the
        // target in the enum, "." a refusal, "=" the same state, "<" the state before the suspension.
        let expected = [
            "1........",
            ".2.......",
            ".33......",
            "...1.....",
            "..4......",
            "....=....",
            "..5.5....",
            ".....6...",
            ".....4...",
            ".==.=....",
            ".==.=....",
            ".77.7....",
            ".......<.",
            "888888.8.",
            ".11111.1.",
            "======.=.",
            "..=.=....",
            ".==.=....",
            ".==.=....",
            ".=====.=.",
        ];
        assert_eq!(expected.len(), RULES.len());
        for (rule, expected) in RULES.iter().zip(expected) {
            let row: String = TaskState::ALL
                .iter()
                .map(|state| match next(rule.step, *state, Some(InProgress)) {
                    Err(_) => '.',
                    Ok(_) if rule.to == Before => '<',
                    Ok(_) if rule.to == Same => '=',
                    Ok(to) => char::from_digit(TaskState::ALL.iter().position(|s| *s == to).expect("known") as u32, 10).expect("digit"),
                })
                .collect();
            assert_eq!(row, expected, "{}", rule.step);
        }
    }

    #[test]
    fn what_is_over_stays_over() {
        for rule in RULES {
            assert!(!rule.from.contains(&Completed) && !rule.from.contains(&Cancelled), "{}", rule.step);
        }
    }

    #[test]
    fn refusals_name_the_state() {
        let error = next(TaskStep::Confirm, Draft, None).expect_err("refused");
        assert_eq!(error.to_string(), "Nhiệm vụ đang ở trạng thái “Dự thảo” nên không thể “Xác nhận hoàn thành”. Hãy tải lại trang.");
    }
}
