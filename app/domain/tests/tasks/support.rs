//! A small organisation, its people, and actors with roles.

use chrono::NaiveDate;
use domain::actor::{ActorKind, HeldRole};
use domain::db::Query;
use domain::org::reorg;
use domain::testing::{TestPortal, demo_start, vn};
use domain::{Actor, Cx, jobs};
use model::access::{Reach, Role, Scope};
use model::reorg::{LineForm, PlanForm};
use std::collections::HashMap;

pub const UNITS_2017: &[u8] = include_bytes!("../fixtures/units_2017.csv");
pub const TASKS_2017: &[u8] = include_bytes!("../fixtures/tasks_2017.csv");

pub fn system() -> Actor {
    Actor::system("Kiểm thử")
}

/// Four living departments with one official each: rows of the units, the people and their accounts.
pub struct Province {
    pub units: Vec<i64>,
    pub people: Vec<i64>,
    pub accounts: Vec<i64>,
}

pub async fn province(t: &TestPortal) -> Province {
    let csv = "code,name,kind,parent,valid_from,valid_to\n\
        H99,Ủy ban nhân dân tỉnh Lam Giang,province,,2010-01-01,\n\
        H99.01,Văn phòng UBND tỉnh,department,H99,2010-01-01,\n\
        H99.02,Sở Nội vụ,department,H99,2010-01-01,\n\
        H99.03,Sở Tư pháp,department,H99,2010-01-01,\n\
        H99.04,Sở Tài chính,department,H99,2010-01-01,\n";
    let mut cx = t.portal.write(&system()).await.expect("context");
    domain::org::import_units(&mut cx, csv.as_bytes(), "units.csv").await.expect("units");
    let day = domain::org::today(&cx);
    let mut province = Province { units: Vec::new(), people: Vec::new(), accounts: Vec::new() };
    for code in ["H99.01", "H99.02", "H99.03", "H99.04"] {
        let unit = domain::org::by_code(&mut cx, code, day).await.expect("unit").id;
        province.units.push(unit);
        let (person, account) = person(&mut cx, &format!("Cán bộ {code}"), unit).await;
        province.people.push(person);
        province.accounts.push(account);
    }
    cx.commit().await.expect("commit");
    province
}

/// Somebody who works in a unit: rows of the person and of the account.
pub async fn person(cx: &mut Cx, name: &str, unit: i64) -> (i64, i64) {
    let mut query = Query::new("INSERT INTO person (full_name, sort_key, fold, created_at) VALUES (");
    query.bind(name).push(", ").bind(name).push(", ").bind(model::text::fold(name)).push(", ").bind(demo_start()).push(") RETURNING id");
    let id = query.count(&mut cx.conn()).await.expect("person");
    let mut query = Query::new("INSERT INTO employment (person_id, unit_id, position, rank, kind, valid_from) VALUES (");
    let since = NaiveDate::from_ymd_opt(2010, 1, 1).expect("day");
    query.bind(id).push(", ").bind(unit).push(", 'Chuyên viên', 1, 'primary', ").bind(since).push(")");
    query.exec(&mut cx.conn()).await.expect("employment");
    let mut query = Query::new("INSERT INTO account (person_id, kind, username, state, created_at) VALUES (");
    query.bind(id).push(", 'official', ").bind(name).push(", 'active', ").bind(demo_start()).push(") RETURNING id");
    (id, query.count(&mut cx.conn()).await.expect("account"))
}

/// Gives a role at a unit, so that messages to its holders arrive.
pub async fn grant(cx: &mut Cx, person: i64, role: Role, unit: i64) {
    let mut query = Query::new("INSERT INTO role_assignment (person_id, role, unit_id, scope, source, valid_from, granted_by_name) VALUES (");
    query.bind(person).push(", ").bind(role.as_str()).push(", ").bind(unit).push(", 'unit', 'manual', ").bind(vn(2010, 1, 1, 0, 0)).push(", 'Kiểm thử')");
    query.exec(&mut cx.conn()).await.expect("role");
}

/// An official with roles that reach these units.
pub fn official(p: &Province, who: usize, name: &str, roles: &[Role], units: &[i64]) -> Actor {
    let mut actor = Actor::new(ActorKind::Official, name);
    actor.person_id = Some(p.people[who]);
    actor.account_id = Some(p.accounts[who]);
    actor.unit_id = units.first().copied();
    let mut units = units.to_vec();
    units.sort_unstable();
    let mut reach: HashMap<_, Reach> = HashMap::new();
    for role in roles {
        actor.roles.push(HeldRole {
            role: *role,
            scope: Scope::Unit,
            unit_id: units[0],
            unit_name: String::new(),
            since: demo_start(),
            granted_by: "Kiểm thử".into(),
            on_behalf_of: None,
        });
        for permission in role.permissions() {
            reach.insert(*permission, Reach { all: false, own: true, units: units.clone() });
        }
    }
    actor.reach = reach;
    actor
}

/// One unit goes up in another at midnight of a day to come, by a plan.
pub async fn merge(t: &TestPortal, from: &str, into: &str, on: NaiveDate) {
    let mut cx = t.portal.write(&system()).await.expect("context");
    let plan = PlanForm { title: "Sắp xếp đơn vị".into(), legal_basis: "Nghị quyết số 1".into(), effective_on: model::format::date(on) };
    let id = reorg::create(&mut cx, &plan).await.expect("plan");
    reorg::add_line(&mut cx, id, &LineForm { from: from.into(), kind: "merge".into(), to: into.into(), ..LineForm::default() }).await.expect("line");
    cx.commit().await.expect("commit");
    let mut cx = t.portal.write(&system()).await.expect("context");
    let version = reorg::open(&mut cx, id).await.expect("plan").plan.version;
    reorg::confirm(&mut cx, id, version).await.expect("confirmed");
    cx.commit().await.expect("commit");
    t.portal.clock().set(model::format::at_minute(on, 0));
    while let Some(job) = jobs::claim(&t.portal).await.expect("job") {
        domain::perform(&t.portal, &job).await.expect("performed");
    }
}
