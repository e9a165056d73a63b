//! Numbers and rows of what waits for a person; how many statements the pages of the desk take.

use domain::db::counting;
use domain::seed::demo::OFFICIALS;
use domain::testing::{TestPortal, demo, official, on_postgres};
use domain::today::{Badges, DueKind, WorkKind, badges, worklist};
use domain::{Actor, dossiers, tasks};
use model::dossiers::DeskFilter;
use model::tasks::ListFilter;

/// Statements of the counts beside the navigation, which come with every page of every official.
const BADGES: u32 = 1;
/// Statements of a list: its rights, its number, its rows, and what they are named and judged by.
const LIST: u32 = 12;

/// A badge counts exactly the rows of the page behind it: in total, overdue, and of each kind.
async fn agree(t: &TestPortal, actor: &Actor, username: &str) -> Badges {
    let mut cx = t.portal.snapshot(actor).await.unwrap();
    badges(&mut cx).await.unwrap();
    let (counts, sent) = counting(badges(&mut cx)).await;
    let counts = counts.unwrap();
    assert!(sent <= BADGES, "{}: {username}: {sent} statements", t.engine);
    let list = worklist(&mut cx).await.unwrap();
    let of = |kind: WorkKind| list.iter().filter(|item| item.kind == kind).count() as u32;
    let hidden = |kind: WorkKind| list.hidden().find(|(of, _)| *of == kind).map_or(0, |(_, more)| more as u32);
    let who = format!("{}: {username}", t.engine);
    for (kind, badge) in [(WorkKind::Dossier, counts.dossiers), (WorkKind::Task, counts.tasks), (WorkKind::Article, counts.articles)] {
        assert_eq!(badge, of(kind) + hidden(kind), "{who}: {kind}");
        // Nothing is hidden while the page has room for it.
        assert!(hidden(kind) == 0 || of(kind) >= 300, "{who}: {kind}");
    }
    assert_eq!(counts.today, list.iter().count() as u32 + list.hidden().map(|(_, more)| more as u32).sum::<u32>(), "{who}");
    if list.hidden().count() == 0 {
        let today = list.iter().filter(|item| item.due_kind == DueKind::Today).count() as i64;
        assert_eq!((counts.overdue as usize, list.load().today), (list.overdue.len(), today), "{who}");
    }
    counts
}

async fn lists_are_short(t: &TestPortal, actor: &Actor, username: &str) {
    let mut cx = t.portal.snapshot(actor).await.unwrap();
    // The first look builds the calendars of the units, which the process then keeps.
    let _ = dossiers::list(&mut cx, &DeskFilter { page: 1, ..DeskFilter::default() }).await;
    let (_, sent) = counting(dossiers::list(&mut cx, &DeskFilter { page: 1, ..DeskFilter::default() })).await;
    assert!(sent <= LIST, "{}: {username}: dossiers: {sent}", t.engine);
    let (_, sent) = counting(tasks::list(&mut cx, &ListFilter { page: 1, ..ListFilter::default() })).await;
    assert!(sent <= LIST, "{}: {username}: tasks: {sent}", t.engine);
}

#[tokio::test(flavor = "multi_thread")]
async fn badges_count_the_rows_of_the_page() {
    let sqlite = demo().await;
    let postgres = on_postgres(&sqlite).await;
    let mut some = 0;
    for person in OFFICIALS {
        let mut both = Vec::new();
        for t in [&sqlite, &postgres] {
            let actor = official(t, person.username).await;
            both.push(agree(t, &actor, person.username).await);
            lists_are_short(t, &actor, person.username).await;
        }
        assert_eq!(both[0], both[1], "{}: both engines", person.username);
        some += both[0].today;
    }
    assert!(some > 20, "the demo province has work for its officials: {some}");
}
