//! Everything that waits for one official: the page Hôm nay and the badge counts of the navigation.
//!
//! Each slice says how much waits for the person who acts (`count_waiting`, a part of one statement) and lists it, the most urgent
//! first (`work_items`); this one sorts. Badges and page take their numbers from the same function.

pub(crate) mod counts;
mod visits;

pub use counts::waiting_load;
pub use visits::{TodayVisit, mark_seen, note_visit, visit};

use self::counts::{Counting, MAIL, NOTICES, count_all, loads};
use crate::cx::Cx;
use crate::error::Result;
use chrono::{DateTime, Utc};
pub use model::today::{DueKind, WorkKind};
use sqlx::FromRow;

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

/// How much of one kind waits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, FromRow)]
pub struct Load {
    /// Everything.
    pub total: i64,
    /// Of these, past the due time.
    pub overdue: i64,
    /// Of these, due today and not past the due time.
    pub today: i64,
}

/// Most rows of one kind that the page Hôm nay reads; the most urgent ones. The list of the kind shows the rest.
pub(crate) const MOST: i64 = 300;

/// Everything that waits, in the three groups of the page.
#[derive(Debug, Clone, Default)]
pub struct Worklist {
    /// Past the due time, longest first.
    pub overdue: Vec<WorkItem>,
    /// Due today.
    pub today: Vec<WorkItem>,
    /// Everything else, by due time, without time limit last.
    pub next: Vec<WorkItem>,
    loads: Vec<(WorkKind, Load)>,
}

impl Worklist {
    /// Sorts things into the groups. The loads count also what is not among the items.
    #[must_use]
    pub fn of(items: Vec<WorkItem>, loads: Vec<(WorkKind, Load)>) -> Self {
        let mut list = Self { loads, ..Self::default() };
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

    /// How much waits, of all kinds together.
    #[must_use]
    pub fn load(&self) -> Load {
        self.loads.iter().fold(Load::default(), |sum, (_, load)| Load {
            total: sum.total + load.total,
            overdue: sum.overdue + load.overdue,
            today: sum.today + load.today,
        })
    }

    /// How many things of a kind wait.
    #[must_use]
    pub fn count(&self, kind: WorkKind) -> u32 {
        self.loads.iter().find(|(of, _)| *of == kind).map_or(0, |(_, load)| unsigned(load.total))
    }

    /// Kinds of which more waits than the rows say, and how many more.
    pub fn hidden(&self) -> impl Iterator<Item = (WorkKind, i64)> + '_ {
        self.loads.iter().filter_map(|(kind, load)| {
            let shown = self.iter().filter(|item| item.kind == *kind).count();
            let more = load.total - i64::try_from(shown).unwrap_or(i64::MAX);
            (more > 0).then_some((*kind, more))
        })
    }

    /// The same list with the things of one kind only.
    #[must_use]
    pub fn only(mut self, kind: WorkKind) -> Self {
        for group in [&mut self.overdue, &mut self.today, &mut self.next] {
            group.retain(|item| item.kind == kind);
        }
        self.loads.retain(|(of, _)| *of == kind);
        self
    }
}

/// A count for a badge, which knows no negative ones.
fn unsigned(count: i64) -> u32 {
    u32::try_from(count).unwrap_or(0)
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

/// Everything that waits for the person who acts.
///
/// # Errors
/// `Unauthorized` for anybody but officials; if the database cannot be read.
pub async fn worklist(cx: &mut Cx) -> Result<Worklist> {
    cx.require_official()?;
    let mut counting = Counting::default();
    count_all(cx, &mut counting)?;
    let loads = loads(&counting.run(cx).await?);
    let mut items = crate::dossiers::work_items(cx).await?;
    items.extend(crate::tasks::work_items(cx).await?);
    items.extend(crate::mailbox::waiting(cx).await?);
    items.extend(crate::news::work_items(cx).await?);
    items.extend(crate::rating::work_items(cx).await?);
    items.extend(crate::notify::work_items(cx).await?);
    Ok(Worklist::of(items, loads))
}

/// The counts for the person who acts: the same numbers that the page Hôm nay shows, so that a badge and the page
/// behind it never disagree.
///
/// # Errors
/// If the database cannot be read.
pub async fn badges(cx: &mut Cx) -> Result<Badges> {
    if !cx.actor.is_official() {
        return Ok(Badges::default());
    }
    let mut counting = Counting::default();
    count_all(cx, &mut counting)?;
    crate::mailbox::count_unread(cx, &mut counting)?;
    crate::notify::count_unread(cx, &mut counting);
    let counts = counting.run(cx).await?;
    let list = Worklist { loads: loads(&counts), ..Worklist::default() };
    let (load, mail) = (list.load(), counts.of(MAIL));
    Ok(Badges {
        today: unsigned(load.total),
        overdue: unsigned(load.overdue),
        dossiers: list.count(WorkKind::Dossier),
        tasks: list.count(WorkKind::Task),
        mail: unsigned(mail.total),
        drafts: unsigned(mail.overdue),
        articles: list.count(WorkKind::Article),
        notices: unsigned(counts.of(NOTICES).total),
    })
}
