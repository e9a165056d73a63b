//! The context of a use case: who acts, when, on which connection.

use crate::actor::Actor;
use crate::audit::{self, AuditEvent, ChainPlace};
use crate::calendar;
use crate::change;
use crate::clock::Clock;
use crate::config::Settings;
use crate::db::{Conn, Db, Held, Moment};
use crate::error::{Error, Result};
use crate::files::FileStore;
use crate::identity::Surroundings;
use crate::kept::Kept;
use crate::org::KeptNames;
use crate::stats::dossiers::{Asked, Handled};
use crate::tasks::{Buckets, ListAsked};
use chrono::{DateTime, Utc};
use model::access::{Action, ObjectKind, Reach};
use model::stats::dossiers::DossierPeriod;
use model::stats::{Leaderboard, Period};
use std::sync::Arc;

/// What one process shares: database, clock, file store, settings. Cheap to clone.
#[derive(Clone)]
pub struct Portal {
    shared: Arc<Inner>,
    moment: Option<Moment>,
}

struct Inner {
    db: Db,
    clock: Clock,
    files: FileStore,
    settings: Settings,
    boards: Kept<Period, Leaderboard>,
    buckets: Kept<ListAsked, Buckets>,
    handled: Kept<(Asked, DossierPeriod), Handled>,
    surroundings: Surroundings,
    names: KeptNames,
}

impl Portal {
    /// Puts the parts together.
    #[must_use]
    pub fn new(db: Db, clock: Clock, files: FileStore, settings: Settings) -> Self {
        let shared = Inner {
            db,
            clock,
            files,
            settings,
            boards: Kept::default(),
            buckets: Kept::default(),
            handled: Kept::default(),
            surroundings: Surroundings::default(),
            names: KeptNames::default(),
        };
        Self { shared: Arc::new(shared), moment: None }
    }

    /// The same portal for one request that only reads: all of it sees one moment, see [`Moment`].
    #[must_use]
    pub fn at_one_moment(&self) -> Self {
        Self { shared: Arc::clone(&self.shared), moment: Some(Moment::default()) }
    }

    /// The same portal for work that goes on after its request: every read sees what is true then.
    #[must_use]
    pub fn from_now_on(&self) -> Self {
        Self { shared: Arc::clone(&self.shared), moment: None }
    }

    /// Ends the moment of this request: what failed inside it may have spoiled it.
    pub fn pass_moment(&self) {
        if let Some(moment) = &self.moment {
            moment.pass();
        }
    }

    /// The database.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.shared.db
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.shared.clock
    }

    /// The file store.
    #[must_use]
    pub fn files(&self) -> &FileStore {
        &self.shared.files
    }

    /// The settings.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.shared.settings
    }

    /// The leaderboards that this process keeps.
    pub(crate) fn boards(&self) -> &Kept<Period, Leaderboard> {
        &self.shared.boards
    }

    /// The buckets of lists over the whole province that this process keeps.
    pub(crate) fn buckets(&self) -> &Kept<ListAsked, Buckets> {
        &self.shared.buckets
    }

    /// The working days of results that this process keeps.
    pub(crate) fn handled(&self) -> &Kept<(Asked, DossierPeriod), Handled> {
        &self.shared.handled
    }

    /// The tree around the units of officials that this process keeps.
    pub(crate) fn surroundings(&self) -> &Surroundings {
        &self.shared.surroundings
    }

    /// The names of units that this process keeps.
    pub(crate) fn names(&self) -> &KeptNames {
        &self.shared.names
    }

    /// A context that only reads.
    ///
    /// # Errors
    /// `Unavailable` if no connection becomes free.
    pub async fn read(&self, actor: &Actor) -> Result<Cx> {
        match &self.moment {
            Some(_) => self.snapshot(actor).await,
            None => Ok(self.cx(actor, self.shared.db.read().await?)),
        }
    }

    /// A context that reads one moment: a figure and its rows agree while others write.
    ///
    /// # Errors
    /// `Unavailable` if no connection becomes free.
    pub async fn snapshot(&self, actor: &Actor) -> Result<Cx> {
        let held = match &self.moment {
            Some(moment) => moment.lend(&self.shared.db).await?,
            None => self.shared.db.snapshot().await?,
        };
        let state = match (&held, &self.moment) {
            (Held::Lent(_), Some(moment)) => moment.state(),
            _ => None,
        };
        Ok(Cx { one_moment: true, state, ..self.cx(actor, held) })
    }

    /// A context that writes: everything up to [`Cx::commit`] is one transaction, dropped without it. What the request reads after it
    /// sees a new moment.
    ///
    /// # Errors
    /// `Unavailable` if no connection becomes free.
    pub async fn write(&self, actor: &Actor) -> Result<Cx> {
        self.pass_moment();
        Ok(self.cx(actor, self.shared.db.begin().await?))
    }

    /// As [`Portal::write`], for what may be lost if the machine loses its power: counts against a limit, views of an article, when a
    /// session was last seen or a list last looked at. Its commit does not wait for the disk.
    ///
    /// # Errors
    /// `Unavailable` if no connection becomes free in time.
    pub async fn write_unflushed(&self, actor: &Actor) -> Result<Cx> {
        self.pass_moment();
        Ok(self.cx(actor, self.shared.db.begin_unflushed().await?))
    }

    fn cx(&self, actor: &Actor, held: Held) -> Cx {
        Cx {
            now: self.shared.clock.now(),
            portal: self.clone(),
            actor: actor.clone(),
            held,
            audit: Vec::new(),
            changes: Vec::new(),
            one_moment: false,
            state: None,
            has_changed_state: false,
        }
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
    state: Option<calendar::State>,
    has_changed_state: bool,
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

    /// The state of calendars and organisation, if this context or an earlier one of the same moment has read it.
    pub(crate) fn state(&self) -> Option<calendar::State> {
        self.state
    }

    /// Notes the state of calendars and organisation for this context and for the later ones of the same moment.
    pub(crate) fn note_state(&mut self, state: calendar::State) {
        self.state = Some(state);
        if let (Held::Lent(lent), Some(moment)) = (&self.held, &self.portal.moment) {
            moment.note_state(lent, state);
        }
    }

    /// Calendars or organisation change with this context.
    pub(crate) fn changes_state(&mut self) {
        (self.state, self.has_changed_state) = (None, true);
    }

    /// True once calendars or organisation have changed with this context: what it sees of them holds for others only if it commits,
    /// so a process keeps nothing of it.
    pub(crate) fn has_changed_state(&self) -> bool {
        self.has_changed_state
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
