//! Live updates: one follower of the change notes per process, fanned out as server-sent events.

use app::web::Rq;
use axum::Extension;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use domain::change::{Change, Follower};
use domain::{Error, Portal};
use futures::{Stream, StreamExt, stream};
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::{broadcast, watch};
use tokio_stream::wrappers::BroadcastStream;

/// How often the notes of other processes are read.
const POLL: Duration = Duration::from_millis(500);

/// The fan-out of this process.
#[derive(Clone)]
pub struct Live {
    changes: broadcast::Sender<Change>,
    stopped: watch::Receiver<bool>,
}

impl Live {
    /// Starts to follow the notes until the process stops.
    #[must_use]
    pub fn start(portal: Portal, stopped: watch::Receiver<bool>) -> Self {
        let (changes, _) = broadcast::channel(1024);
        tokio::spawn(follow(portal, changes.clone(), stopped.clone()));
        Self { changes, stopped }
    }
}

async fn follow(portal: Portal, changes: broadcast::Sender<Change>, mut stopped: watch::Receiver<bool>) {
    let mut follower = None;
    while !*stopped.borrow() {
        if follower.is_none() {
            follower = Follower::start(portal.db()).await.ok();
        }
        if let Some(current) = &mut follower {
            match current.next(portal.db()).await {
                Ok(fresh) => fresh.into_iter().for_each(|change| drop(changes.send(change))),
                Err(error) => tracing::warn!(%error, "following changes"),
            }
        }
        tokio::select! { () = tokio::time::sleep(POLL) => {}, _ = stopped.changed() => {} }
    }
}

/// `/can-bo/su-kien`: badge counts at once and whenever something of this person changes. Lines of `name count`.
pub async fn stream(rq: Rq, Extension(live): Extension<Live>) -> Response {
    if !rq.actor.is_official() {
        return app::web::error_page(&rq, &Error::Unauthorized).await;
    }
    let rq = Rq { portal: rq.portal.from_now_on(), ..rq };
    let own: Vec<String> = [rq.actor.account_id, rq.actor.person_id].iter().flatten().map(ToString::to_string).collect();
    let mine = BroadcastStream::new(live.changes.subscribe()).filter_map(move |change| {
        let relevant = match &change {
            Ok(change) => {
                matches!(change.topic.as_str(), "mail" | "notice" | "task" | "dossier" | "article") && (own.contains(&change.key) || change.topic != "mail")
            }
            // A slow reader missed some notes: count again.
            Err(_) => true,
        };
        std::future::ready(relevant.then_some(()))
    });
    let mut stopped = live.stopped.clone();
    let until = async move {
        let _ = stopped.wait_for(|stop| *stop).await;
    };
    let events = stream::once(std::future::ready(())).chain(mine).then(move |()| counts(rq.clone())).take_until(until);
    Sse::new(deduplicated(events)).keep_alive(KeepAlive::default()).into_response()
}

/// Sends a text only when it differs from the one before.
fn deduplicated(texts: impl Stream<Item = String>) -> impl Stream<Item = Result<Event, Infallible>> {
    texts
        .scan(String::new(), |last, text| {
            let fresh = (text != *last).then(|| text.clone());
            *last = text;
            std::future::ready(Some(fresh))
        })
        .filter_map(|text| std::future::ready(text.map(|text| Ok(Event::default().data(text)))))
}

async fn counts(rq: Rq) -> String {
    let load = async {
        let mut cx = rq.read().await?;
        domain::today::badges(&mut cx).await
    };
    match load.await {
        Ok(b) => format!("today {}\ndossiers {}\ntasks {}\nmail {}\narticles {}\nnotices {}", b.today, b.dossiers, b.tasks, b.mail, b.articles, b.notices),
        Err(_) => String::new(),
    }
}
