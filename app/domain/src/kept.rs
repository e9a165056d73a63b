//! Figures of tasks that this process has computed: kept until a task or the organisation changes.
//!
//! A figure is kept under the epoch that its snapshot saw ([`crate::change::epoch`]), and shown only to a snapshot that sees the same
//! epoch. So no process shows a figure that a finished write has changed, wherever that write happened, and nothing is ever
//! updated by hand (08 §1).

use crate::change;
use crate::cx::Cx;
use crate::error::Result;
use chrono::NaiveDate;
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
    org: i64,
    task: i64,
}

impl<K> Key<K> {
    /// The key of a question in this context. None where nothing may be kept: the context does not see one moment, or its instant
    /// lies before the latest change (clocks of two processes differ by a little), so that its figures do not know all of it.
    pub(crate) async fn of(cx: &mut Cx, what: K) -> Result<Option<Self>> {
        if !cx.sees_one_moment() {
            return Ok(None);
        }
        let epoch = change::epoch(&mut cx.conn()).await?;
        let now = cx.now();
        Ok((now >= epoch.at).then(|| Self { what, today: format::local_date(now), org: epoch.org, task: epoch.task }))
    }

    /// True if no later snapshot can ask for this any more.
    fn is_older_than(&self, other: &Self) -> bool {
        self.task < other.task || self.org < other.org || self.today < other.today
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
    pub(crate) fn keep(&self, key: Key<K>, figure: V) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(own, _)| *own != key && !own.is_older_than(&key));
        if kept.len() >= MOST {
            kept.remove(0);
        }
        kept.push((key, Arc::new(figure)));
    }
}
