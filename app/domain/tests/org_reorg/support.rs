//! Units, plans and the clock of these tests.

use chrono::{Datelike, NaiveDate};
use domain::org::reorg;
use domain::testing::{TestPortal, vn};
use domain::{Actor, Cx, args, jobs, org};
use model::org::UnitInput;
use model::reorg::{LineForm, PlanForm, PlanState};

pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

pub fn input(code: &str, name: &str, kind: &str, parent: Option<i64>, from: NaiveDate) -> UnitInput {
    UnitInput { code: code.into(), name: name.into(), kind: kind.into(), parent_id: parent, valid_from: Some(from), ..UnitInput::default() }
}

pub async fn add(cx: &mut Cx, code: &str, name: &str, kind: &str, parent: Option<i64>, from: NaiveDate) -> i64 {
    org::create_unit(cx, &input(code, name, kind, parent, from)).await.unwrap().id
}

pub async fn write(t: &TestPortal) -> Cx {
    t.portal.write(&Actor::system("Kiểm thử")).await.unwrap()
}

pub fn plan(on: NaiveDate) -> PlanForm {
    PlanForm { title: "Sắp xếp đơn vị".into(), legal_basis: "Nghị quyết số 1".into(), effective_on: on.format("%d/%m/%Y").to_string() }
}

pub fn line(from: &str, kind: &str, to: &str) -> LineForm {
    LineForm { from: from.into(), kind: kind.into(), to: to.into(), ..LineForm::default() }
}

/// Moves the clock to 00:00 of a day and does every job that is due then.
pub async fn midnight(t: &TestPortal, on: NaiveDate) {
    t.portal.clock().set(vn(on.year(), on.month(), on.day(), 0, 0));
    while let Some(job) = jobs::claim(&t.portal).await.unwrap() {
        domain::perform(&t.portal, &job).await.unwrap();
    }
}

pub async fn state(t: &TestPortal, id: i64) -> PlanState {
    let mut cx = write(t).await;
    reorg::open(&mut cx, id).await.unwrap().plan.state().unwrap()
}

pub async fn number(t: &TestPortal, sql: &'static str) -> i64 {
    write(t).await.conn().count(sql, args![]).await.unwrap()
}

/// Two departments, one with a division, its people, roles, a session and a task.
pub async fn two_departments(t: &TestPortal) -> [i64; 4] {
    t.portal.clock().set(vn(2026, 11, 23, 8, 0));
    let mut cx = write(t).await;
    let start = day(2020, 1, 1);
    let root = add(&mut cx, "H99", "UBND tỉnh", "province", None, start).await;
    let old = add(&mut cx, "H99.04", "Sở Kế hoạch", "department", Some(root), start).await;
    let room = add(&mut cx, "H99.04.01", "Phòng Đầu tư", "division", Some(old), start).await;
    let new = add(&mut cx, "H99.05", "Sở Tài chính", "department", Some(root), start).await;
    let rows = [
        "INSERT INTO person (id, full_name, sort_key, fold, created_at) VALUES (1, 'Trần Mẫu An', 'a', '', '2026-01-01T00:00:00+00:00'),
            (2, 'Lê Mẫu Bình', 'b', '', '2026-01-01T00:00:00+00:00')",
        "INSERT INTO account (id, person_id, kind, username, state, created_at) VALUES (1, 1, 'official', 'an', 'active', '2026-01-01T00:00:00+00:00'),
            (2, 2, 'official', 'binh', 'active', '2026-01-01T00:00:00+00:00')",
        "INSERT INTO session (token_hash, account_id, created_at, seen_at, expires_at) VALUES
            ('a', 1, '2026-11-23T01:00:00+00:00', '2026-11-23T01:00:00+00:00', '2027-11-23T01:00:00+00:00'),
            ('b', 2, '2026-11-23T01:00:00+00:00', '2026-11-23T01:00:00+00:00', '2027-11-23T01:00:00+00:00')",
    ];
    for row in rows {
        cx.conn().exec(row, args![]).await.unwrap();
    }
    let employed = "INSERT INTO employment (person_id, unit_id, position, rank, kind, valid_from) VALUES ($1, $2, 'Chuyên viên', 9, 'primary', '2026-01-01')";
    let role = "INSERT INTO role_assignment (person_id, role, unit_id, scope, source, valid_from, granted_by_name) VALUES
        ($1, $3, $2, 'unit', 'template', '2026-01-01T00:00:00+00:00', '')";
    for (person, unit, role_name) in [(1_i64, room, "case_officer"), (2, root, "system_admin")] {
        cx.conn().exec(employed, args![person, unit]).await.unwrap();
        cx.conn().exec(role, args![person, unit, role_name]).await.unwrap();
    }
    let task = "INSERT INTO task (id, code, title, fold, source_kind, source_number, source_issuer, source_signer, direction, field, output, urgency,
            deadline_kind, due_original, due_on, state, lead_unit_id, tracked, created_at, updated_at) VALUES
            (1, 'NV-1', 'Lập kế hoạch', '', 'chair', '', '', '', '', '', '', 'normal', 'fixed', '2026-12-20', '2026-12-20', 'in_progress', $1, TRUE,
             '2026-11-01T00:00:00+00:00', '2026-11-01T00:00:00+00:00')";
    cx.conn().exec(task, args![old]).await.unwrap();
    cx.commit().await.unwrap();
    [root, old, room, new]
}

pub async fn merge_plan(t: &TestPortal, on: NaiveDate) -> i64 {
    let mut cx = write(t).await;
    let id = reorg::create(&mut cx, &plan(on)).await.unwrap();
    reorg::add_line(&mut cx, id, &line("H99.04", "merge", "H99.05")).await.unwrap();
    cx.commit().await.unwrap();
    id
}

pub async fn confirm(t: &TestPortal, id: i64) {
    let mut cx = write(t).await;
    let version = reorg::open(&mut cx, id).await.unwrap().plan.version;
    reorg::confirm(&mut cx, id, version).await.unwrap();
    cx.commit().await.unwrap();
}
