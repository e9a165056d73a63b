//! The state machine of dossiers as one table (02 §6); `stages` holds the steps of the work inside `Processing`.
//!
//! Pure: no database, no clock. What is not in the table does not happen.

mod stages;

pub use stages::{STEPS, Step, find_step, steps_from};

use model::dossiers::{ClockState, DossierAction, DossierState};
use model::notify::Event;

use DossierAction as Act;
use DossierState as S;

/// What somebody must be to take a step. `access` turns it into permissions and relations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// The applicant, on the citizen's pages.
    Applicant,
    /// Receptionist of the receiving unit.
    Receive,
    /// Receptionist of the receiving unit, at the return of results.
    Return,
    /// Case officer of the competent unit who takes a dossier that nobody has.
    Accept,
    /// The case officer in charge.
    Officer,
    /// Division head or unit leader who assigns.
    Assign,
    /// Division head or unit leader who approves.
    Approve,
    /// Unit leader who signs.
    Sign,
    /// Unit leader of the agency to which a transfer is proposed.
    TakeOver,
    /// Clerk of the competent unit.
    Publish,
    /// Accountant of the unit that takes the money, or of the competent unit.
    Collect,
    /// The portal itself: payment callbacks.
    System,
}

/// Where a step leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// To this state.
    State(DossierState),
    /// It stays where it is.
    Same,
    /// Back to the state before the request for withdrawal.
    Previous,
}

/// What a step does to the legal clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockEffect {
    /// Nothing.
    Keep,
    /// The intake clock starts anew.
    Intake,
    /// The intake clock ends without receipt.
    NotStarted,
    /// The clock starts: the due date is computed.
    Start,
    /// The clock stops unless the dossier is already late.
    Pause,
    /// The clock goes on.
    Resume,
    /// The clock is over.
    End,
    /// As before the request for withdrawal.
    Restore,
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Number in the specification.
    pub id: &'static str,
    /// The step.
    pub action: DossierAction,
    /// States in which it is allowed; `None` stands for "no dossier yet".
    pub from: &'static [Option<DossierState>],
    /// Where it leads.
    pub to: Target,
    /// Who may take it: one of these.
    pub who: &'static [Right],
    /// What the clock does.
    pub clock: ClockEffect,
    /// What the applicant is told.
    pub tells: Option<Event>,
}

const fn rule(
    id: &'static str,
    action: DossierAction,
    from: &'static [Option<DossierState>],
    to: Target,
    who: &'static [Right],
    clock: ClockEffect,
    tells: Option<Event>,
) -> Rule {
    Rule { id, action, from, to, who, clock, tells }
}

const AT_WORK: &[Option<S>] = &[Some(S::Received), Some(S::Processing)];
const OPEN: &[Option<S>] = &[Some(S::Received), Some(S::Processing), Some(S::AwaitingSupplement), Some(S::AwaitingPayment)];
const BEFORE_RECEIPT: &[Option<S>] = &[Some(S::Submitted), Some(S::IntakeSupplement)];
const ANY: &[Option<S>] = &[
    Some(S::Draft),
    Some(S::Submitted),
    Some(S::IntakeSupplement),
    Some(S::IntakeRefused),
    Some(S::Received),
    Some(S::Processing),
    Some(S::AwaitingSupplement),
    Some(S::AwaitingPayment),
    Some(S::WithdrawRequested),
    Some(S::Withdrawn),
    Some(S::Stopped),
    Some(S::ResultReady),
    Some(S::Returned),
];

/// The table, D01–D26 in order.
pub const RULES: &[Rule] = &[
    rule("D01", Act::CreateDraft, &[None], Target::State(S::Draft), &[Right::Applicant], ClockEffect::NotStarted, None),
    rule("D02", Act::Submit, &[Some(S::Draft)], Target::State(S::Submitted), &[Right::Applicant], ClockEffect::Intake, Some(Event::DossierSubmitted)),
    rule("D03", Act::Receive, &[Some(S::Submitted)], Target::State(S::Received), &[Right::Receive], ClockEffect::Start, Some(Event::DossierReceived)),
    rule("D04", Act::ReceiveAtCounter, &[None], Target::State(S::Received), &[Right::Receive], ClockEffect::Start, Some(Event::DossierReceived)),
    rule(
        "D05",
        Act::RequestIntakeSupplement,
        &[Some(S::Submitted)],
        Target::State(S::IntakeSupplement),
        &[Right::Receive],
        ClockEffect::NotStarted,
        Some(Event::SupplementRequested),
    ),
    rule("D06", Act::Resubmit, &[Some(S::IntakeSupplement)], Target::State(S::Submitted), &[Right::Applicant, Right::Receive], ClockEffect::Intake, None),
    rule("D07", Act::RefuseIntake, BEFORE_RECEIPT, Target::State(S::IntakeRefused), &[Right::Receive], ClockEffect::End, Some(Event::IntakeRefused)),
    rule("D08", Act::CancelSubmission, BEFORE_RECEIPT, Target::State(S::Withdrawn), &[Right::Applicant], ClockEffect::End, Some(Event::WithdrawalDecided)),
    rule("D09", Act::StartProcessing, &[Some(S::Received)], Target::State(S::Processing), &[Right::Assign, Right::Accept], ClockEffect::Keep, None),
    // The role of a move depends on the step: see `STEPS`.
    rule("D10", Act::MoveStage, &[Some(S::Processing)], Target::Same, &[Right::Officer, Right::Sign, Right::Publish], ClockEffect::Keep, None),
    rule("D11", Act::RequestSupplement, AT_WORK, Target::State(S::AwaitingSupplement), &[Right::Approve], ClockEffect::Pause, Some(Event::SupplementRequested)),
    rule(
        "D12",
        Act::ProvideSupplement,
        &[Some(S::AwaitingSupplement)],
        Target::State(S::Processing),
        &[Right::Applicant, Right::Receive],
        ClockEffect::Resume,
        Some(Event::DueChanged),
    ),
    rule(
        "D13",
        Act::SupplementExpired,
        &[Some(S::AwaitingSupplement)],
        Target::State(S::Stopped),
        &[Right::Sign],
        ClockEffect::End,
        Some(Event::DossierStopped),
    ),
    rule(
        "D14",
        Act::RequestPayment,
        AT_WORK,
        Target::State(S::AwaitingPayment),
        &[Right::Officer, Right::Collect],
        ClockEffect::Pause,
        Some(Event::PaymentRequested),
    ),
    rule(
        "D15",
        Act::ConfirmPayment,
        &[Some(S::AwaitingPayment)],
        Target::State(S::Processing),
        &[Right::System, Right::Receive, Right::Collect],
        ClockEffect::Resume,
        Some(Event::PaymentSucceeded),
    ),
    rule("D16", Act::PaymentExpired, &[Some(S::AwaitingPayment)], Target::State(S::Stopped), &[Right::Sign], ClockEffect::End, Some(Event::DossierStopped)),
    rule("D17", Act::RequestWithdrawal, OPEN, Target::State(S::WithdrawRequested), &[Right::Applicant, Right::Receive], ClockEffect::Keep, None),
    rule(
        "D18",
        Act::AcceptWithdrawal,
        &[Some(S::WithdrawRequested)],
        Target::State(S::Withdrawn),
        &[Right::Approve],
        ClockEffect::End,
        Some(Event::WithdrawalDecided),
    ),
    rule(
        "D19",
        Act::RejectWithdrawal,
        &[Some(S::WithdrawRequested)],
        Target::Previous,
        &[Right::Approve],
        ClockEffect::Restore,
        Some(Event::WithdrawalDecided),
    ),
    rule("D20", Act::CancelWithdrawal, &[Some(S::WithdrawRequested)], Target::Previous, &[Right::Applicant], ClockEffect::Restore, None),
    rule("D21", Act::Stop, OPEN, Target::State(S::Stopped), &[Right::Sign], ClockEffect::End, Some(Event::DossierStopped)),
    // `ResultEarly` instead of `ResultReady` before the due date.
    rule("D22", Act::PublishResult, &[Some(S::Processing)], Target::State(S::ResultReady), &[Right::Publish], ClockEffect::End, Some(Event::ResultReady)),
    rule("D23", Act::ReturnResult, &[Some(S::ResultReady)], Target::State(S::Returned), &[Right::Return], ClockEffect::Keep, Some(Event::ResultReturned)),
    rule("D24", Act::Extend, AT_WORK, Target::Same, &[Right::Sign], ClockEffect::Keep, None),
    rule("D25", Act::TransferCompetent, AT_WORK, Target::Same, &[Right::Sign], ClockEffect::Keep, None),
    rule("D26", Act::AdjustFact, ANY, Target::Same, &[Right::Sign], ClockEffect::Keep, None),
];

/// The row of an action: actions and rows are one to one (a test checks it), so the search ends at a row.
#[must_use]
pub fn of(action: DossierAction) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.action == action)
}

/// The state after an action, or nothing if the table does not allow it here. `before` is the state before a request
/// for withdrawal.
#[must_use]
pub fn target(action: DossierAction, from: Option<DossierState>, before: Option<DossierState>) -> Option<DossierState> {
    let rule = of(action).filter(|rule| rule.from.contains(&from))?;
    match rule.to {
        Target::State(state) => Some(state),
        Target::Same => from,
        Target::Previous => before.filter(|state| OPEN.contains(&Some(*state))),
    }
}

/// The clock after an action.
#[must_use]
pub fn clock_after(effect: ClockEffect, now: ClockState, before: Option<ClockState>) -> ClockState {
    match effect {
        ClockEffect::Keep => now,
        ClockEffect::Intake => ClockState::Intake,
        ClockEffect::NotStarted => ClockState::NotStarted,
        ClockEffect::Start | ClockEffect::Resume => ClockState::Running,
        ClockEffect::Pause => ClockState::Paused,
        ClockEffect::End => ClockState::Ended,
        ClockEffect::Restore => before.unwrap_or(now),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_has_exactly_one_row() {
        use DossierAction::{Apologised, ConsultationNoted, Consulted, Continued, DueRecomputed, HandOver, JudgeSupplement, ResultPosted, ToldOtherwise};
        // What befalls a dossier is no step that anybody takes; handing papers over and posting a result change no state, nor does
        // telling an applicant; questions to other units and verdicts on supplements have tables of their own.
        assert_eq!(RULES.len(), 26);
        let befalls = [DueRecomputed, Continued, HandOver, Apologised, ResultPosted, Consulted, ConsultationNoted, JudgeSupplement, ToldOtherwise];
        for action in DossierAction::ALL.iter().filter(|action| !befalls.contains(action)) {
            assert_eq!(RULES.iter().filter(|rule| rule.action == *action).count(), 1, "{action}");
        }
        for (i, rule) in RULES.iter().enumerate() {
            assert_eq!(rule.id, format!("D{:02}", i + 1));
            assert!(!rule.who.is_empty());
        }
    }

    #[test]
    fn the_table_allows_exactly_these_pairs() {
        let mut pairs = 0;
        for action in DossierAction::ALL {
            for from in DossierState::ALL {
                if target(*action, Some(*from), Some(DossierState::Received)).is_some() {
                    pairs += 1;
                }
            }
        }
        // 02 §6: one pair per (From, action); D26 counts all 13 states, D01 and D04 start from nothing.
        assert_eq!(pairs, 1 + 1 + 1 + 1 + 2 + 2 + 1 + 1 + 2 + 1 + 1 + 2 + 1 + 1 + 4 + 1 + 1 + 1 + 4 + 1 + 1 + 2 + 2 + 13);
        assert_eq!(target(DossierAction::CreateDraft, None, None), Some(DossierState::Draft));
    }

    #[test]
    fn nothing_leads_out_of_an_end_but_the_return() {
        for state in DossierState::ALL.iter().filter(|state| state.is_ended()) {
            for action in DossierAction::ALL {
                match target(*action, Some(*state), None) {
                    Some(to) if to == *state => assert_eq!(*action, DossierAction::AdjustFact),
                    Some(to) => assert_eq!((*state, *action, to), (DossierState::ResultReady, DossierAction::ReturnResult, DossierState::Returned)),
                    None => {}
                }
            }
        }
    }

    #[test]
    fn a_rejected_withdrawal_goes_back() {
        use DossierState::{AwaitingSupplement, Returned, WithdrawRequested};
        assert_eq!(target(DossierAction::RejectWithdrawal, Some(WithdrawRequested), Some(AwaitingSupplement)), Some(AwaitingSupplement));
        assert_eq!(target(DossierAction::RejectWithdrawal, Some(WithdrawRequested), Some(Returned)), None);
        assert_eq!(clock_after(ClockEffect::Restore, ClockState::Running, Some(ClockState::Paused)), ClockState::Paused);
    }
}
