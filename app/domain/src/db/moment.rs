//! What a request that only reads sees: one moment of the data, on one connection.

use super::{Db, Held};
use crate::error::Result;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};

/// The snapshot of one request, begun at its first read. Whatever the request reads agrees with itself, and a page with six use cases
/// takes one connection instead of six. Clones share it; the last one ends it.
#[derive(Clone, Default)]
pub struct Moment(Arc<Mutex<Begun>>);

#[derive(Default)]
struct Begun {
    held: Option<Arc<AsyncMutex<Held>>>,
    /// State of calendars and organisation that the snapshot sees, once somebody has read it.
    state: Option<(i64, i64)>,
}

impl Moment {
    /// The snapshot, begun now if there is none yet. While another use case of the request holds it, one of its own.
    ///
    /// # Errors
    /// `Unavailable` if no connection becomes free in time.
    pub async fn lend(&self, db: &Db) -> Result<Held> {
        let begun = self.begun().held.clone();
        if let Some(held) = begun {
            return match held.try_lock_owned() {
                Ok(held) => Ok(Held::Lent(held)),
                Err(_) => db.snapshot().await,
            };
        }
        let held = Arc::new(AsyncMutex::new(db.snapshot().await?));
        let lent = Arc::clone(&held).lock_owned().await;
        self.begun().held = Some(held);
        Ok(Held::Lent(lent))
    }

    /// Lets it go: what is read from now on sees what was written meanwhile, by this request or by others.
    pub fn pass(&self) {
        *self.begun() = Begun::default();
    }

    /// The state of calendars and organisation, if it has been read.
    pub(crate) fn state(&self) -> Option<(i64, i64)> {
        self.begun().state
    }

    /// Notes the state of calendars and organisation that a use case saw in the snapshot; nothing if another one has begun since.
    pub(crate) fn note_state(&self, lent: &Lent, state: (i64, i64)) {
        let mut begun = self.begun();
        if begun.held.as_ref().is_some_and(|held| Arc::ptr_eq(held, Lent::mutex(lent))) {
            begun.state = Some(state);
        }
    }

    fn begun(&self) -> std::sync::MutexGuard<'_, Begun> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A snapshot that a use case has from its request.
pub type Lent = OwnedMutexGuard<Held>;
