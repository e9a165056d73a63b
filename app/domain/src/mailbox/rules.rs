//! The steps of a message and of a recipient's row, as tables.

use model::mailbox::{DeliveryState, MessageState};

/// What happens to a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageStep {
    /// The sender presses "Gửi thư": ten seconds to undo.
    Send,
    /// The sender chooses a later time.
    Schedule,
    /// The sender takes it back before it left.
    Undo,
    /// It reaches the recipients.
    Deliver,
}

/// What happens to a recipient's row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryStep {
    /// The page of the message is requested.
    Open,
    /// The sender takes it back.
    Recall,
}

const MESSAGE_STEPS: &[(MessageState, MessageStep, MessageState)] = &[
    (MessageState::Draft, MessageStep::Send, MessageState::PendingUndo),
    (MessageState::Draft, MessageStep::Schedule, MessageState::Scheduled),
    (MessageState::PendingUndo, MessageStep::Undo, MessageState::Draft),
    (MessageState::Scheduled, MessageStep::Undo, MessageState::Draft),
    (MessageState::PendingUndo, MessageStep::Deliver, MessageState::Sent),
    (MessageState::Scheduled, MessageStep::Deliver, MessageState::Sent),
];

const DELIVERY_STEPS: &[(DeliveryState, DeliveryStep, DeliveryState)] =
    &[(DeliveryState::Delivered, DeliveryStep::Open, DeliveryState::Opened), (DeliveryState::Delivered, DeliveryStep::Recall, DeliveryState::Recalled)];

/// The state after a step; none if the state does not allow it.
#[must_use]
pub fn after(state: MessageState, step: MessageStep) -> Option<MessageState> {
    MESSAGE_STEPS.iter().find(|(from, by, _)| *from == state && *by == step).map(|(_, _, to)| *to)
}

/// The state of a recipient's row after a step; none if the state does not allow it.
#[must_use]
pub fn delivered_after(state: DeliveryState, step: DeliveryStep) -> Option<DeliveryState> {
    DELIVERY_STEPS.iter().find(|(from, by, _)| *from == state && *by == step).map(|(_, _, to)| *to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_sent_and_nothing_is_recalled_after_opening() {
        for step in [MessageStep::Send, MessageStep::Schedule, MessageStep::Undo, MessageStep::Deliver] {
            assert_eq!(after(MessageState::Sent, step), None);
        }
        assert_eq!(after(MessageState::Draft, MessageStep::Deliver), None);
        assert_eq!(after(MessageState::PendingUndo, MessageStep::Undo), Some(MessageState::Draft));
        for state in [DeliveryState::Opened, DeliveryState::Recalled, DeliveryState::Bounced] {
            for step in [DeliveryStep::Open, DeliveryStep::Recall] {
                assert_eq!(delivered_after(state, step), None);
            }
        }
        assert_eq!(delivered_after(DeliveryState::Delivered, DeliveryStep::Recall), Some(DeliveryState::Recalled));
    }
}
