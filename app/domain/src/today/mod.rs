//! Everything that waits for one official: the page Hôm nay and the badge counts of the navigation.
//!
//! Each slice says what waits for the person who acts (`work_items`); this one sorts and counts.

use crate::cx::Cx;
use crate::error::Result;
use chrono::{DateTime, Utc};
use model::dossiers::Queue;
pub use model::today::{DueKind, WorkKind};

/// One thing that waits for the person who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkItem {
    /// What it is.
    pub kind: WorkKind,
    /// Code or number ("NV-2026-000871"), or what stands in its place ("Mới").
    pub code: String,
    /// Title.
    pub title: String,
    /// Who and state, in words ("Ông Phạm Đức Hòa · chờ phân công").
    pub who_and_state: String,
    /// When it is due; none without a time limit and while the clock stands still.
    pub due: Option<DateTime<Utc>>,
    /// Time left in words ("Còn 3 giờ làm việc").
    pub due_text: String,
    /// Urgency: decides the group and the badge.
    pub due_kind: DueKind,
    /// Words of the one next action ("Phân công").
    pub action_label: String,
    /// Address of the page on which the action stands.
    pub href: String,
}

/// Everything that waits, in the three groups of the page.
#[derive(Debug, Clone, Default)]
pub struct Worklist {
    /// Past the due time, longest first.
    pub overdue: Vec<WorkItem>,
    /// Due today.
    pub today: Vec<WorkItem>,
    /// Everything else, by due time, without time limit last.
    pub next: Vec<WorkItem>,
    /// Further things that only the page of their kind shows.
    pub hidden: Vec<(WorkKind, i64)>,
}

impl Worklist {
    /// Sorts things into the groups.
    #[must_use]
    pub fn of(items: Vec<WorkItem>) -> Self {
        let mut list = Self::default();
        for item in items {
            match item.due_kind {
                DueKind::Overdue => list.overdue.push(item),
                DueKind::Today => list.today.push(item),
                DueKind::Soon | DueKind::Later | DueKind::Paused | DueKind::Open => list.next.push(item),
            }
        }
        for group in [&mut list.overdue, &mut list.today, &mut list.next] {
            group.sort_by(|a, b| (a.due.is_none(), a.due, a.kind, &a.code).cmp(&(b.due.is_none(), b.due, b.kind, &b.code)));
        }
        list
    }

    /// Every row, group by group.
    pub fn iter(&self) -> impl Iterator<Item = &WorkItem> {
        self.overdue.iter().chain(&self.today).chain(&self.next)
    }

    /// How many things wait, those included that only the page of their kind shows.
    #[must_use]
    pub fn total(&self) -> u32 {
        WorkKind::ALL.iter().map(|kind| self.count(*kind)).fold(0, u32::saturating_add)
    }

    /// How many things of a kind wait.
    #[must_use]
    pub fn count(&self, kind: WorkKind) -> u32 {
        let hidden: i64 = self.hidden.iter().filter(|(of, _)| *of == kind).map(|(_, count)| count).sum();
        let shown = self.iter().filter(|item| item.kind == kind).count();
        u32::try_from(hidden).unwrap_or(0).saturating_add(u32::try_from(shown).unwrap_or(u32::MAX))
    }

    /// The same list with the things of one kind only.
    #[must_use]
    pub fn only(mut self, kind: WorkKind) -> Self {
        for group in [&mut self.overdue, &mut self.today, &mut self.next] {
            group.retain(|item| item.kind == kind);
        }
        self.hidden.retain(|(of, _)| *of == kind);
        self
    }
}

/// Counts beside the words of the navigation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Badges {
    /// Everything that waits for this person.
    pub today: u32,
    /// Of these, past their due time.
    pub overdue: u32,
    /// Dossiers.
    pub dossiers: u32,
    /// Tasks.
    pub tasks: u32,
    /// Unread messages.
    pub mail: u32,
    /// Drafts of messages.
    pub drafts: u32,
    /// Articles that wait for a decision.
    pub articles: u32,
    /// Unread notices (the bell).
    pub notices: u32,
}

/// Rows of a desk list that `dossiers::work_items` reads.
const DESK_PAGE: i64 = 30;

/// True for the lists of the desk in which a dossier waits for its reader.
const fn waits(queue: Queue) -> bool {
    !matches!(queue, Queue::Open | Queue::Done)
}

/// Everything that waits for the person who acts.
///
/// # Errors
/// `Unauthorized` for anybody but officials; if the database cannot be read.
pub async fn worklist(cx: &mut Cx) -> Result<Worklist> {
    cx.require_official()?;
    let mail = crate::mailbox::work_items(cx).await?;
    let more_mail = crate::mailbox::waiting_count(cx).await? - i64::try_from(mail.len()).unwrap_or(0);
    let more_dossiers: i64 = crate::dossiers::counts(cx).await?.iter().filter(|(queue, _)| waits(*queue)).map(|(_, count)| (count - DESK_PAGE).max(0)).sum();
    let mut items = crate::dossiers::work_items(cx).await?;
    items.extend(crate::tasks::work_items(cx).await?);
    items.extend(mail);
    items.extend(crate::news::work_items(cx).await?);
    let hidden = vec![(WorkKind::Dossier, more_dossiers), (WorkKind::Mail, more_mail)];
    Ok(Worklist { hidden, ..Worklist::of(items) })
}

/// The counts for the person who acts: the length of the same lists that the page Hôm nay shows, so that a badge and
/// the page behind it never disagree.
///
/// # Errors
/// If the database cannot be read.
pub async fn badges(cx: &mut Cx) -> Result<Badges> {
    if !cx.actor.is_official() {
        return Ok(Badges::default());
    }
    let list = worklist(cx).await?;
    let unread = crate::mailbox::unread(cx).await?;
    let drafts = crate::mailbox::drafts(cx).await?;
    let notices = crate::notify::outbox::unread(cx).await?;
    Ok(Badges {
        today: list.total(),
        overdue: u32::try_from(list.overdue.len()).unwrap_or(u32::MAX),
        dossiers: list.count(WorkKind::Dossier),
        tasks: list.count(WorkKind::Task),
        mail: u32::try_from(unread).unwrap_or(0),
        drafts: u32::try_from(drafts).unwrap_or(0),
        articles: list.count(WorkKind::Article),
        notices: u32::try_from(notices).unwrap_or(0),
    })
}
