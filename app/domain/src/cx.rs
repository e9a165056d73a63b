//! The context of a use case: who acts, when, on which connection.

use crate::actor::Actor;
use crate::audit::{self, AuditEvent, ChainPlace};
use crate::change;
use crate::config::Settings;
use crate::db::{Conn, Db, Held};
use crate::error::{Error, Result};
use crate::files::FileStore;
use crate::kept::Kept;
use crate::tasks::{Buckets, ListAsked};
use chrono::{DateTime, Duration, SubsecRound, Utc};
use model::access::{Action, ObjectKind, Reach};
use model::stats::{Leaderboard, Period};
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

/// What one process shares: database, clock, file store, settings. Cheap to clone.
#[derive(Clone)]
pub struct Portal(Arc<Inner>);

struct Inner {
    db: Db,
    clock: Clock,
    files: FileStore,
    settings: Settings,
    boards: Kept<Period, Leaderboard>,
    buckets: Kept<ListAsked, Buckets>,
}

impl Portal {
    /// Puts the parts together.
    #[must_use]
    pub fn new(db: Db, clock: Clock, files: FileStore, settings: Settings) -> Self {
        Self(Arc::new(Inner { db, clock, files, settings, boards: Kept::default(), buckets: Kept::default() }))
    }

    /// The database.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.0.db
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// The file store.
    #[must_use]
    pub fn files(&self) -> &FileStore {
        &self.0.files
    }

    /// The settings.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// The leaderboards that this process keeps.
    pub(crate) fn boards(&self) -> &Kept<Period, Leaderboard> {
        &self.0.boards
    }

    /// The buckets of lists over the whole province that this process keeps.
    pub(crate) fn buckets(&self) -> &Kept<ListAsked, Buckets> {
        &self.0.buckets
    }

    /// A context that only reads.
    ///
    /// # Errors
    /// `Unavailable` if no connection becomes free.
    pub async fn read(&self, actor: &Actor) -> Result<Cx> {
        Ok(self.cx(actor, self.0.db.read().await?))
    }

    /// A context that reads one moment: a figure and its rows agree while others write.
    ///
    /// # Errors
    /// `Unavailable` if no connection becomes free.
    pub async fn snapshot(&self, actor: &Actor) -> Result<Cx> {
        Ok(Cx { one_moment: true, ..self.cx(actor, self.0.db.snapshot().await?) })
    }

    /// A context that writes: everything up to [`Cx::commit`] is one transaction, dropped without it.
    ///
    /// # Errors
    /// `Unavailable` if no connection becomes free.
    pub async fn write(&self, actor: &Actor) -> Result<Cx> {
        Ok(self.cx(actor, self.0.db.begin().await?))
    }

    fn cx(&self, actor: &Actor, held: Held) -> Cx {
        Cx { now: self.0.clock.now(), portal: self.clone(), actor: actor.clone(), held, audit: Vec::new(), changes: Vec::new(), one_moment: false }
    }
}

/// The context of one use case.
pub struct Cx {
    /// Who acts.
    pub actor: Actor,
    portal: Portal,
    held: Held,
    now: DateTime<Utc>,
    audit: Vec<AuditEvent>,
    changes: Vec<(String, String)>,
    one_moment: bool,
}

impl Cx {
    /// The connection or transaction.
    pub fn conn(&mut self) -> Conn<'_> {
        self.held.conn()
    }

    /// The instant of this act: the same for every row it writes.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// True if every statement of this context sees the same moment and nobody's unfinished work: what is computed here may be
    /// kept under the epoch that it sees.
    pub(crate) fn sees_one_moment(&self) -> bool {
        self.one_moment
    }

    /// The process-wide parts.
    #[must_use]
    pub fn portal(&self) -> &Portal {
        &self.portal
    }

    /// The settings.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        self.portal.settings()
    }

    /// Refuses unless the actor holds the permission for this unit.
    ///
    /// # Errors
    /// `Unauthorized` if nobody is signed in, else `Forbidden`.
    pub fn require(&self, action: Action, kind: ObjectKind, unit_id: i64) -> Result<()> {
        if self.actor.may(action, kind, unit_id) { Ok(()) } else { Err(self.refusal(action, kind)) }
    }

    /// Refuses unless the actor holds the permission somewhere, and says how far it reaches.
    ///
    /// # Errors
    /// `Unauthorized` if nobody is signed in, else `Forbidden`.
    pub fn require_reach(&self, action: Action, kind: ObjectKind) -> Result<Reach> {
        let reach = self.actor.reach(action, kind);
        if reach.is_empty() { Err(self.refusal(action, kind)) } else { Ok(reach) }
    }

    /// Refuses unless an official is signed in.
    ///
    /// # Errors
    /// `Unauthorized`.
    pub fn require_official(&self) -> Result<()> {
        if self.actor.is_official() || self.actor.kind == crate::actor::ActorKind::System { Ok(()) } else { Err(Error::Unauthorized) }
    }

    /// The person who acts.
    ///
    /// # Errors
    /// `Unauthorized` if nobody is signed in.
    pub fn person(&self) -> Result<i64> {
        self.actor.person_id.ok_or(Error::Unauthorized)
    }

    fn refusal(&self, action: Action, kind: ObjectKind) -> Error {
        if self.actor.is_signed_in() { Error::Forbidden { action, kind, unit: None } } else { Error::Unauthorized }
    }

    /// Notes an act for the audit log; it is chained and written by [`Cx::commit`], in the same transaction.
    pub fn audit(&mut self, event: AuditEvent) {
        self.audit.push(event);
    }

    /// Tells every process that something changed: a topic ("mail", "article") and whose or which.
    pub fn changed(&mut self, topic: &str, key: impl ToString) {
        self.changes.push((topic.to_owned(), key.to_string()));
    }

    /// Writes the audit rows and change notes, then commits. Returns the places of the acts in the audit chain.
    ///
    /// The head of the chain is locked as late as possible, because the lock orders all writers of the province.
    ///
    /// # Errors
    /// Whatever the engine reports; nothing was stored then.
    pub async fn commit(mut self) -> Result<Vec<ChainPlace>> {
        let changes = std::mem::take(&mut self.changes);
        change::write(&mut self.held.conn(), self.now, &changes).await?;
        let events = std::mem::take(&mut self.audit);
        let places = audit::write(&mut self.held.conn(), &self.actor, self.now, events).await?;
        self.held.commit().await?;
        Ok(places)
    }
}
