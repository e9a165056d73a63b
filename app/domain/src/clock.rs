//! The clock of the portal.

use chrono::{DateTime, Duration, SubsecRound, Utc};
use std::sync::{Arc, Mutex, PoisonError};

/// Where the time comes from. Rules never read it themselves; they get the instant as a parameter.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The machine's clock, moved by a fixed duration (zero in production; the demo province lives on its own day).
    System(Duration),
    /// A clock that tests and the seed move by hand.
    Manual(Arc<Mutex<DateTime<Utc>>>),
}

impl Clock {
    /// A clock that stands at this instant until it is moved.
    #[must_use]
    pub fn manual(at: DateTime<Utc>) -> Self {
        Clock::Manual(Arc::new(Mutex::new(at)))
    }

    /// Now, in whole microseconds (what both engines store).
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        match self {
            Clock::System(shift) => (Utc::now() + *shift).trunc_subsecs(6),
            Clock::Manual(at) => *at.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// The real time of day, for one-time codes of authenticator apps.
    #[must_use]
    pub fn wall(&self) -> DateTime<Utc> {
        match self {
            Clock::System(_) => Utc::now().trunc_subsecs(6),
            Clock::Manual(_) => self.now(),
        }
    }

    /// Moves a manual clock; without effect on the system clock.
    pub fn set(&self, to: DateTime<Utc>) {
        if let Clock::Manual(at) = self {
            *at.lock().unwrap_or_else(PoisonError::into_inner) = to;
        }
    }

    /// Moves a manual clock forward.
    pub fn advance(&self, by: Duration) {
        self.set(self.now() + by);
    }
}
