//! Figures that this process has computed: kept until what they count changes.
//!
//! A figure is kept under the state of the data that its snapshot saw ([`crate::change::epoch`], [`crate::change::dossiers_seen`]), and
//! shown only to a snapshot that sees the same state. So no process shows a figure that a finished write has changed, wherever that write happened, and nothing is ever
//! updated by hand (08 §1).

use crate::change;
use crate::cx::Cx;
use crate::error::Result;
use chrono::{DateTime, NaiveDate, Utc};
use model::format;
use std::sync::{Arc, Mutex, PoisonError};

/// Most figures of one kind that a process keeps.
const MOST: usize = 64;

/// What a kept figure stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Key<K> {
    /// What was asked for.
    what: K,
    /// Open tasks are judged and units are named by the day.
    today: NaiveDate,
    /// Numbers that stand for one state of the data.
    state: [i64; 4],
}

impl<K> Key<K> {
    /// The key of a question in this context. None where nothing may be kept: the context does not see one moment, or its instant
    /// lies before the latest change (clocks of two processes differ by a little), so that its figures do not know all of it.
    pub(crate) async fn of(cx: &mut Cx, what: K) -> Result<Option<Self>> {
        if !cx.sees_one_moment() {
            return Ok(None);
        }
        let epoch = change::epoch(&mut cx.conn()).await?;
        Ok(Self::at(cx, what, epoch.at, [epoch.org, epoch.task, 0, 0]))
    }

    /// The same for figures of dossiers that do not change while nothing happens.
    pub(crate) async fn of_dossiers(cx: &mut Cx, what: K) -> Result<Option<Self>> {
        if !cx.sees_one_moment() {
            return Ok(None);
        }
        let seen = change::dossiers_seen(&mut cx.conn()).await?;
        let (calendar, org) = crate::calendar::state(cx).await?;
        Ok(Self::at(cx, what, seen.at.unwrap_or_default(), [seen.last, seen.lately, calendar, org]))
    }

    fn at(cx: &Cx, what: K, latest: DateTime<Utc>, state: [i64; 4]) -> Option<Self> {
        let now = cx.now();
        (now >= latest).then(|| Self { what, today: format::local_date(now), state })
    }

    /// True if no later snapshot can ask for this any more.
    fn is_older_than(&self, other: &Self) -> bool {
        self.today < other.today || self.state.iter().zip(&other.state).any(|(own, other)| own < other)
    }
}

/// The figures of one kind that a process keeps.
#[derive(Debug)]
pub(crate) struct Kept<K, V>(Mutex<Vec<(Key<K>, Arc<V>)>>);

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: PartialEq, V> Kept<K, V> {
    /// The figure of this key, if it was computed before.
    pub(crate) fn get(&self, key: &Key<K>) -> Option<Arc<V>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|(own, _)| own == key).map(|(_, figure)| Arc::clone(figure))
    }

    /// Keeps a figure; those of earlier epochs go, and the oldest one if there are too many.
    pub(crate) fn keep(&self, key: Key<K>, figure: impl Into<Arc<V>>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(own, _)| *own != key && !own.is_older_than(&key));
        if kept.len() >= MOST {
            kept.remove(0);
        }
        kept.push((key, figure.into()));
    }
}
