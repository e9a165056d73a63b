//! The table of 02 §6, written by hand: what the rules of the product are held to.

use domain::dossiers::rules;
use model::dossiers::{DossierAction as A, DossierState as S};

/// The letters of the states, in the order of the columns; the first column stands for "no dossier yet".
const COLUMNS: [(char, Option<S>); 14] = [
    ('-', None),
    ('d', Some(S::Draft)),
    ('s', Some(S::Submitted)),
    ('i', Some(S::IntakeSupplement)),
    ('f', Some(S::IntakeRefused)),
    ('r', Some(S::Received)),
    ('p', Some(S::Processing)),
    ('a', Some(S::AwaitingSupplement)),
    ('m', Some(S::AwaitingPayment)),
    ('q', Some(S::WithdrawRequested)),
    ('w', Some(S::Withdrawn)),
    ('x', Some(S::Stopped)),
    ('y', Some(S::ResultReady)),
    ('t', Some(S::Returned)),
];

/// D01–D26. A letter is the state after the step, `=` the same state, `<` the state before the request for withdrawal, `.` a refusal.
#[rustfmt::skip]
const TABLE: [(A, &str); 26] = [
    //                           -dsifrpamqwxyt
    (A::CreateDraft,             "d............."),
    (A::Submit,                  ".s............"),
    (A::Receive,                 "..r..........."),
    (A::ReceiveAtCounter,        "r............."),
    (A::RequestIntakeSupplement, "..i..........."),
    (A::Resubmit,                "...s.........."),
    (A::RefuseIntake,            "..ff.........."),
    (A::CancelSubmission,        "..ww.........."),
    (A::StartProcessing,         ".....p........"),
    (A::MoveStage,               "......=......."),
    (A::RequestSupplement,       ".....aa......."),
    (A::ProvideSupplement,       ".......p......"),
    (A::SupplementExpired,       ".......x......"),
    (A::RequestPayment,          ".....mm......."),
    (A::ConfirmPayment,          "........p....."),
    (A::PaymentExpired,          "........x....."),
    (A::RequestWithdrawal,       ".....qqqq....."),
    (A::AcceptWithdrawal,        ".........w...."),
    (A::RejectWithdrawal,        ".........<...."),
    (A::CancelWithdrawal,        ".........<...."),
    (A::Stop,                    ".....xxxx....."),
    (A::PublishResult,           "......y......."),
    (A::ReturnResult,            "............t."),
    (A::Extend,                  ".....==......."),
    (A::TransferCompetent,       ".....==......."),
    (A::AdjustFact,              ".============="),
];

/// States from which a withdrawal may be asked for (D17), so that only they can be gone back to.
const BEFORE_WITHDRAWAL: [S; 4] = [S::Received, S::Processing, S::AwaitingSupplement, S::AwaitingPayment];

/// The state after an action by the table; nothing for a pair outside of it.
pub fn target(action: A, from: Option<S>, before: Option<S>) -> Option<S> {
    let (_, row) = TABLE.iter().find(|(own, _)| *own == action)?;
    let column = COLUMNS.iter().position(|(_, state)| *state == from)?;
    match row.chars().nth(column)? {
        '.' => None,
        '=' => from,
        '<' => before.filter(|state| BEFORE_WITHDRAWAL.contains(state)),
        letter => COLUMNS.iter().find(|(own, _)| *own == letter)?.1,
    }
}

/// A02-02: the rules of the product are the table of 02 §6, pair by pair, whatever the state before a withdrawal.
#[test]
fn a02_02_the_rules_are_the_table_of_the_specification() {
    let mut pairs = 0;
    for action in A::ALL {
        for (_, from) in COLUMNS {
            for (_, before) in COLUMNS {
                assert_eq!(rules::target(*action, from, before), target(*action, from, before), "{action} {from:?} {before:?}");
            }
            pairs += usize::from(target(*action, from, Some(S::Received)).is_some());
        }
    }
    assert_eq!(pairs, 50, "48 pairs with a state, D01 and D04 without one");
    assert!(TABLE.iter().all(|(_, row)| row.len() == COLUMNS.len()) && S::ALL.len() + 1 == COLUMNS.len());
    assert!(TABLE.iter().zip(rules::RULES).all(|((action, _), rule)| *action == rule.action), "D01–D26 in order");
}
