//! Dossiers in any shape, written as rows whose due dates the library computed; and what is compared afterwards.

use crate::dossiers::fixture::*;
use chrono::{DateTime, NaiveDate, Utc};
use domain::calendar::{self, change, recompute};
use domain::testing::{TestPortal, vn};
use domain::{Actor, args, jobs};
use model::access::{Action, ObjectKind, Reach, Role};
use model::calendar::{CalendarForm, DeadlineRule, Extension, Pause, deadlines};
use sqlx::FromRow;

pub fn system() -> Actor {
    Actor::system("Kiểm thử")
}

/// The ward of the fixture with the province's calendar and two further persons.
pub async fn province(t: &TestPortal) {
    lay(t).await;
    let mut cx = t.portal.write(&system()).await.unwrap();
    calendar::set_up(&mut cx, NaiveDate::from_ymd_opt(2010, 1, 1).unwrap()).await.unwrap();
    cx.commit().await.unwrap();
}

/// A technical administrator of the province; `n` is one of the accounts of the fixture.
pub fn administrator(n: i64) -> Actor {
    let mut actor = official(n, "Quản trị tỉnh", WARD, &[Role::Official, Role::SystemAdmin], &[]);
    actor.step_up_until = Some(vn(2100, 1, 1, 0, 0));
    actor.reach.insert((Action::Configure, ObjectKind::Calendar), Reach { all: true, ..Reach::default() });
    actor
}

pub fn holiday() -> CalendarForm {
    CalendarForm {
        viec: "put".into(),
        ngay: "01/09/2027".into(),
        loai: "holiday".into(),
        ten: "Nghỉ lễ mẫu".into(),
        tinh_trang: "official".into(),
        ly_do: "Thông báo của Bộ Nội vụ".into(),
        ..CalendarForm::default()
    }
}

/// The change of the specification: Quốc khánh 2027 on 01/09 instead of 03/09.
pub fn moved_national_day() -> CalendarForm {
    CalendarForm {
        viec: "move".into(),
        ngay: "01/09/2027".into(),
        ngay_cu: "03/09/2027".into(),
        tinh_trang: "official".into(),
        ly_do: "Thông báo của Bộ Nội vụ".into(),
        ..CalendarForm::default()
    }
}

pub async fn preview(t: &TestPortal, actor: &Actor, form: &CalendarForm) -> domain::Result<change::Preview> {
    let mut cx = t.portal.read(actor).await?;
    change::preview(&mut cx, form).await
}

/// Performs every due job as the worker does.
pub async fn perform_all(t: &TestPortal) {
    while let Some(job) = jobs::claim(&t.portal).await.unwrap() {
        domain::perform(&t.portal, &job).await.unwrap();
    }
}

/// Saves a change and recomputes in batches of a size; returns how many dossiers moved.
pub async fn change_and_run(t: &TestPortal, form: &CalendarForm, size: usize) -> usize {
    let saved = run(t, &system(), async |cx| change::save(cx, form).await).await.unwrap();
    let done = recompute::recompute(&t.portal, saved.id, size, usize::MAX).await.unwrap();
    assert!(done.finished);
    done.moved
}

/// A dossier to be written.
#[derive(Debug, Clone)]
pub struct Spec {
    pub n: usize,
    pub unit: i64,
    pub rule: DeadlineRule,
    pub received_at: DateTime<Utc>,
    pub pauses: Vec<Pause>,
    pub extensions: Vec<Extension>,
    pub ended_at: Option<DateTime<Utc>>,
}

impl Spec {
    pub fn new(n: usize, rule: &str) -> Self {
        let rule = rule.parse().unwrap();
        Self { n, unit: WARD, rule, received_at: vn(2027, 8, 30, 9, 0), pauses: vec![], extensions: vec![], ended_at: None }
    }
}

const INSERT: &str = "INSERT INTO dossier (submission_code, code, procedure_version_id, case_id, offer_id, form_set, state, clock, channel, source,
        receiving_unit_id, competent_unit_id, applicant_account, applicant_name, applicant_phone, applicant_id_number, applicant_address, fold, answers, delivery,
        delivery_status, notify, payment, deadline_rule, pauses, extensions, submitted_at, received_at, received_day, ended_at, ended_day, due_original,
        due_without_extension, due_current, due_order, updated_at, updated_by)
     VALUES ($1, $1, 2, 2, 2, 'tt03_2025', $2, $3, 'online', 'local_portal', 3, $4, 6, 'Nguyễn Mẫu Sơn', '0999900001', '999012345678', 'Phường', '', '[]',
        'at_centre', 'not_ready', 'sms', 'not_required', $5, $6, $7, $8, $8, $9, $10, $11, $12, $13, $14, $15, $8, 'Kiểm thử') RETURNING id";

/// Writes a dossier with the due dates that the library gives in the calendar of today.
pub async fn insert(t: &TestPortal, spec: &Spec) -> i64 {
    let mut cx = t.portal.write(&system()).await.unwrap();
    let cal = calendar::of_unit(&mut cx, Some(spec.unit)).await.unwrap();
    let all = deadlines(spec.rule, spec.received_at, &spec.pauses, &spec.extensions, &cal).unwrap();
    let paused = spec.pauses.last().is_some_and(|pause| pause.to.is_none());
    let (state, clock) = match (spec.ended_at, paused) {
        (Some(_), _) => ("stopped", "ended"),
        (None, true) => ("awaiting_supplement", "paused"),
        (None, false) => ("processing", "running"),
    };
    let order = if clock == "paused" { vn(9998, 1, 1, 7, 0) } else { all.current.at.unwrap_or(vn(9999, 1, 1, 7, 0)) };
    let values = args![
        format!("N-270101-{:06}", spec.n),
        state,
        clock,
        spec.unit,
        spec.rule.to_string(),
        serde_json::to_string(&spec.pauses).unwrap(),
        serde_json::to_string(&spec.extensions).unwrap(),
        spec.received_at,
        model::format::local_date(spec.received_at),
        spec.ended_at,
        spec.ended_at.map(model::format::local_date),
        all.original.at,
        all.without_extension.at,
        all.current.at,
        order
    ];
    let id = cx.conn().id(INSERT, values).await.unwrap();
    cx.commit().await.unwrap();
    id
}

/// What a recomputation may change, and what tells that it changed nothing else.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Row {
    pub id: i64,
    pub version: i64,
    pub unit: i64,
    pub clock: String,
    pub rule: String,
    pub pauses: String,
    pub extensions: String,
    pub received_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
    pub due_original: Option<DateTime<Utc>>,
    pub due_without_extension: Option<DateTime<Utc>>,
    pub due_current: Option<DateTime<Utc>>,
    pub due_order: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub events: i64,
}

pub async fn all(t: &TestPortal) -> Vec<Row> {
    let mut held = t.portal.db().read().await.unwrap();
    let sql = "SELECT d.id, d.version, d.competent_unit_id AS unit, d.clock, d.deadline_rule AS rule, d.pauses, d.extensions, d.received_at, d.ended_at,
        d.due_original, d.due_without_extension, d.due_current, d.due_order, d.updated_at,
        (SELECT COUNT(*) FROM dossier_event e WHERE e.dossier_id = d.id) AS events FROM dossier d ORDER BY d.id";
    held.conn().all(sql, args![]).await.unwrap()
}

#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct LastEvent {
    pub action: String,
    pub note: String,
    pub due_before: Option<DateTime<Utc>>,
    pub due_after: Option<DateTime<Utc>>,
}

pub async fn last_event(t: &TestPortal, dossier: i64) -> LastEvent {
    let mut held = t.portal.db().read().await.unwrap();
    let sql = "SELECT action, note, due_before, due_after FROM dossier_event WHERE dossier_id = $1 ORDER BY seq DESC LIMIT 1";
    held.conn().one(sql, args![dossier]).await.unwrap()
}

/// Texts about changed due dates, in order.
pub async fn messages(t: &TestPortal) -> Vec<String> {
    let mut held = t.portal.db().read().await.unwrap();
    let rows: Vec<(String,)> = held.conn().all("SELECT text FROM outbox WHERE event = 'due_changed' ORDER BY id", args![]).await.unwrap();
    rows.into_iter().map(|(text,)| text).collect()
}
