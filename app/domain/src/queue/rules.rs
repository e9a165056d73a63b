//! The states of a queue ticket as a table (02 §17); everything that is not in it is refused.

use crate::error::{Error, Result};
use model::queue::{CALLS, TicketState, TicketStep};

use TicketState as S;
use TicketStep as T;

/// One row: from these states the step leads to that one.
type Rule = (TicketStep, &'static [TicketState], TicketState);

/// Every step after taking the number.
const RULES: &[Rule] = &[
    (T::Call, &[S::Waiting, S::Transferred], S::Called),
    (T::CallAgain, &[S::Called], S::Called),
    (T::Skip, &[S::Called], S::Skipped),
    (T::Rejoin, &[S::Skipped], S::Waiting),
    (T::Start, &[S::Called], S::Serving),
    (T::Done, &[S::Serving], S::Served),
    (T::Transfer, &[S::Called, S::Serving], S::Transferred),
    (T::Cancel, &[S::Waiting, S::Transferred], S::Cancelled),
    (T::Expire, &[S::Waiting, S::Transferred, S::Called], S::Cancelled),
];

/// True if the step is possible in this state.
#[must_use]
pub fn allowed(step: TicketStep, from: TicketState) -> bool {
    RULES.iter().any(|(of, states, _)| *of == step && states.contains(&from))
}

/// The state after a step.
///
/// # Errors
/// `Conflict` with the present state for every pair that is not in the table.
pub fn next(step: TicketStep, from: TicketState) -> Result<TicketState> {
    RULES
        .iter()
        .find(|(of, states, _)| *of == step && states.contains(&from))
        .map(|(_, _, to)| *to)
        .ok_or_else(|| Error::conflict(format!("Số này đang ở trạng thái “{}”, không thể “{}”. Hãy tải lại trang.", from.label(), step.label().to_lowercase())))
}

/// What the table cannot say: a number is called three times before it is skipped, and stands in line again once.
///
/// # Errors
/// `Conflict` with what to do instead.
pub fn check(step: TicketStep, calls: i64, rejoined: bool) -> Result<()> {
    match step {
        T::CallAgain if calls >= CALLS => Err(Error::conflict(format!("Đã gọi {CALLS} lần. Hãy bắt đầu phục vụ, hoặc bỏ lượt số này."))),
        T::Skip if calls < CALLS => Err(Error::conflict(format!("Mới gọi {calls} lần. Chỉ bỏ lượt sau khi đã gọi {CALLS} lần."))),
        T::Rejoin if rejoined => Err(Error::conflict("Số này đã vào lại hàng chờ một lần. Hãy lấy số mới.")),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every pair of step and state: exactly these are allowed.
    #[test]
    fn the_table_is_complete() {
        let allowed_pairs = [
            (T::Call, S::Waiting, S::Called),
            (T::Call, S::Transferred, S::Called),
            (T::CallAgain, S::Called, S::Called),
            (T::Skip, S::Called, S::Skipped),
            (T::Rejoin, S::Skipped, S::Waiting),
            (T::Start, S::Called, S::Serving),
            (T::Done, S::Serving, S::Served),
            (T::Transfer, S::Called, S::Transferred),
            (T::Transfer, S::Serving, S::Transferred),
            (T::Cancel, S::Waiting, S::Cancelled),
            (T::Cancel, S::Transferred, S::Cancelled),
            (T::Expire, S::Waiting, S::Cancelled),
            (T::Expire, S::Transferred, S::Cancelled),
            (T::Expire, S::Called, S::Cancelled),
        ];
        let mut possible = 0;
        for step in TicketStep::ALL {
            for from in TicketState::ALL {
                let expected = allowed_pairs.iter().find(|(of, state, _)| of == step && state == from).map(|(_, _, to)| *to);
                assert_eq!(next(*step, *from).ok(), expected, "{step} {from}");
                assert_eq!(allowed(*step, *from), expected.is_some());
                possible += usize::from(expected.is_some());
            }
        }
        assert_eq!(possible, allowed_pairs.len());
    }

    #[test]
    fn three_calls_and_one_return() {
        assert!(check(T::CallAgain, 2, false).is_ok() && check(T::CallAgain, 3, false).is_err());
        assert!(check(T::Skip, 2, false).is_err() && check(T::Skip, 3, false).is_ok());
        assert!(check(T::Rejoin, 3, false).is_ok() && check(T::Rejoin, 3, true).is_err());
    }
}
