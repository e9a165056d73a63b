//! Two centres with counter groups, and their clerks.

use chrono::NaiveDate;
use domain::actor::ActorKind;
use domain::db::Query;
use domain::queue::{self, NewGroup, Target};
use domain::testing::{TestPortal, demo_start};
use domain::{Actor, Cx, Portal, args};
use model::access::{Reach, Role};
use model::queue::Desk;

pub const CENTRE: &str = "H99.16";
pub const OTHER: &str = "H99.17";
/// Groups of both centres: 2 counters, 6 minutes: ten people in half an hour, three of them booked.
const GROUPS: [NewGroup<'static>; 2] =
    [NewGroup { letter: "A", name: "Hộ tịch", counters: 2, minutes: 6 }, NewGroup { letter: "B", name: "Đất đai", counters: 1, minutes: 10 }];

pub fn system() -> Actor {
    Actor::system("Kiểm thử")
}

pub fn visitor() -> Actor {
    Actor::anonymous()
}

pub fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
}

/// The centres, and `clerks` clerks of the first one.
pub async fn lay(t: &TestPortal, clerks: usize) -> Vec<Actor> {
    let csv = "code,name,kind,parent,valid_from,valid_to\n\
        H99,Ủy ban nhân dân tỉnh Lam Giang,province,,2010-01-01,\n\
        H99.16,Trung tâm Một,one_stop_centre,H99,2010-01-01,\n\
        H99.17,Trung tâm Hai,one_stop_centre,H99,2010-01-01,\n";
    let mut cx = t.portal.write(&system()).await.unwrap();
    domain::org::import_units(&mut cx, csv.as_bytes(), "units.csv").await.unwrap();
    let today = domain::org::today(&cx);
    let mut units = Vec::new();
    for code in [CENTRE, OTHER] {
        let unit = domain::org::by_code(&mut cx, code, today).await.unwrap().id;
        queue::set_up(&mut cx, unit, &GROUPS).await.unwrap();
        units.push(unit);
    }
    let mut made = Vec::new();
    for n in 0..clerks {
        made.push(clerk(&mut cx, n, units[0]).await);
    }
    cx.commit().await.unwrap();
    made
}

async fn clerk(cx: &mut Cx, n: usize, unit: i64) -> Actor {
    let name = format!("Trần Mẫu {n}");
    let mut query = Query::new("INSERT INTO person (full_name, sort_key, fold, created_at) VALUES (");
    query.bind(&name).push(", '', '', ").bind(demo_start()).push(") RETURNING id");
    let person = query.count(&mut cx.conn()).await.unwrap();
    let mut query = Query::new("INSERT INTO account (person_id, kind, username, state, created_at) VALUES (");
    query.bind(person).push(", 'official', ").bind(&name).push(", 'active', ").bind(demo_start()).push(") RETURNING id");
    let account = query.count(&mut cx.conn()).await.unwrap();
    with_role(&name, account, unit)
}

/// A receptionist of a unit.
pub fn with_role(name: &str, account: i64, unit: i64) -> Actor {
    let mut actor = Actor::new(ActorKind::Official, name);
    (actor.account_id, actor.person_id, actor.unit_id) = (Some(account), Some(account), Some(unit));
    for permission in Role::Receptionist.permissions() {
        actor.reach.insert(*permission, Reach { units: vec![unit], ..Reach::default() });
    }
    actor
}

/// Runs one use case in its own transaction and commits it if it succeeds.
pub async fn run<T>(portal: &Portal, actor: &Actor, act: impl AsyncFnOnce(&mut Cx) -> domain::Result<T>) -> domain::Result<T> {
    let mut cx = portal.write(actor).await?;
    let done = act(&mut cx).await?;
    cx.commit().await?;
    Ok(done)
}

/// Takes a number of group A.
pub async fn take(t: &TestPortal) -> String {
    run(&t.portal, &visitor(), async |cx| queue::take(cx, CENTRE, "A").await).await.unwrap()
}

pub fn desk(group: &str, counter: i64) -> Desk {
    Desk { centre: CENTRE.to_owned(), group: group.to_owned(), counter }
}

/// Calls the next number of group A.
pub async fn call(t: &TestPortal, clerk: &Actor) -> domain::Result<Option<String>> {
    run(&t.portal, clerk, async |cx| queue::call_next(cx, &desk("A", 1)).await).await
}

/// A ticket at its present version.
pub fn now(token: &str) -> Target<'_> {
    Target { token, version: None }
}

/// State and events of a ticket: what a refused step must not change.
pub async fn facts(t: &TestPortal, token: &str) -> (String, i64, i64) {
    let mut cx = t.portal.read(&system()).await.unwrap();
    cx.conn()
        .one("SELECT state, version, (SELECT COUNT(*) FROM queue_event e WHERE e.ticket_id = q.id) FROM queue_ticket q WHERE token = $1", args![token])
        .await
        .unwrap()
}
