//! A small province over three years, and dossiers written event by event as the commands write them.

use chrono::{DateTime, Duration, NaiveDate, TimeZone, Utc};
use domain::db::Query;
use domain::testing::TestPortal;
use domain::{Actor, Cx, args};
use model::dossiers::Channel;
use model::format::local_date;

pub const DEPARTMENT: i64 = 10;
pub const BRANCH: i64 = 11;
/// A commune that became part of `WARD` on 01/07/2025.
pub const OLD_COMMUNE: i64 = 21;
pub const WARD: i64 = 22;
/// A commune that was split on 01/07/2025 without a rule for its records.
pub const SPLIT_COMMUNE: i64 = 23;
pub const UNITS: [i64; 5] = [DEPARTMENT, BRANCH, OLD_COMMUNE, WARD, SPLIT_COMMUNE];

const ROWS: &[&str] = &[
    "INSERT INTO org_unit (id, kind) VALUES (1, 'province'), (10, 'department'), (11, 'branch_office'), (21, 'commune'), (22, 'ward'), (23, 'commune'),
        (24, 'commune'), (25, 'commune')",
    "INSERT INTO org_unit_version (unit_id, valid_from, valid_to, name, short_name, agency_code, level, fold, sort_key, created_at) VALUES
        (1, '2010-01-01', NULL, 'UBND tỉnh', 'UBND tỉnh', 'H99', 'province', '', '', '2010-01-01T00:00:00+00:00'),
        (10, '2010-01-01', NULL, 'Sở Nội vụ', 'SNV', 'H99.10', 'province', '', '', '2010-01-01T00:00:00+00:00'),
        (11, '2010-01-01', NULL, 'Chi cục Lưu trữ', 'CCLT', 'H99.10.01', 'province', '', '', '2010-01-01T00:00:00+00:00'),
        (21, '2010-01-01', '2025-07-01', 'UBND xã Cũ', 'xã Cũ', 'H99.21', 'commune', '', '', '2010-01-01T00:00:00+00:00'),
        (22, '2010-01-01', NULL, 'UBND phường Mới', 'P. Mới', 'H99.22', 'commune', '', '', '2010-01-01T00:00:00+00:00'),
        (23, '2010-01-01', '2025-07-01', 'UBND xã Chia', 'xã Chia', 'H99.23', 'commune', '', '', '2010-01-01T00:00:00+00:00'),
        (24, '2025-07-01', NULL, 'UBND xã Đông', 'xã Đông', 'H99.24', 'commune', '', '', '2010-01-01T00:00:00+00:00'),
        (25, '2025-07-01', NULL, 'UBND xã Tây', 'xã Tây', 'H99.25', 'commune', '', '', '2010-01-01T00:00:00+00:00')",
    "INSERT INTO org_edge (parent_id, child_id, relation, valid_from, valid_to) VALUES (1, 10, 'administrative', '2010-01-01', NULL),
        (10, 11, 'administrative', '2010-01-01', NULL), (1, 21, 'administrative', '2010-01-01', '2025-07-01'), (1, 22, 'administrative', '2010-01-01', NULL),
        (1, 23, 'administrative', '2010-01-01', '2025-07-01'), (1, 24, 'administrative', '2025-07-01', NULL), (1, 25, 'administrative', '2025-07-01', NULL)",
    "INSERT INTO org_succession (from_id, to_id, kind, on_date) VALUES (21, 22, 'merge', '2025-07-01'), (23, 24, 'split', '2025-07-01'),
        (23, 25, 'split', '2025-07-01')",
    "INSERT INTO procedure_sector (id, code, name, seq) VALUES (1, 'HT', 'Hộ tịch', 1), (2, 'DD', 'Đất đai', 2)",
    "INSERT INTO procedure (id, code, sector_id, created_at) VALUES (1, '1.000001', 1, '2010-01-01T00:00:00+00:00'), (2, '1.000002', 2, '2010-01-01T00:00:00+00:00')",
    "INSERT INTO procedure_version (id, procedure_id, valid_from, valid_to, state, decision, name, summary, who, who_hint, result, level, processing_system,
        deadline_rule, deadline_hint, payment_moment, max_supplements, max_extensions, form_set, steps, conditions, legal_basis, name_exact, name_fold,
        synonym_fold, search_fold, sort_key, created_at) VALUES
        (1, 1, '2010-01-01', NULL, 'published', '', 'Đăng ký khai sinh', '', '', '', '', 'full', 'local', 'working_day:5', '', 'after_receipt', 1, 1, 'tt03_2025',
         '', '', '', '', '', '', '', '', '2010-01-01T00:00:00+00:00'),
        (2, 2, '2010-01-01', NULL, 'published', '', 'Đăng ký đất đai', '', '', '', '', 'full', 'local', 'working_hour:8', '', 'after_receipt', 1, 1, 'tt03_2025',
         '', '', '', '', '', '', '', '', '2010-01-01T00:00:00+00:00')",
    "INSERT INTO procedure_offer (id, version_id, competent_unit_id, receiving_unit_id, online) VALUES (1, 1, 10, 10, TRUE), (2, 2, 10, 10, TRUE)",
    "INSERT INTO file (id, token, sha256, size, name, media_type, stored_at) VALUES (1, 'minh-chung', '', 1, 'minh-chung.pdf', 'application/pdf',
        '2010-01-01T00:00:00+00:00')",
    "INSERT INTO procedure_case (id, version_id, seq, name, hint) VALUES (1, 1, 1, 'Chung', ''), (2, 2, 1, 'Chung', '')",
];

pub fn system() -> Actor {
    Actor::system("Kiểm thử")
}

pub async fn lay(t: &TestPortal) {
    let mut cx = t.portal.write(&system()).await.unwrap();
    for rows in ROWS {
        cx.conn().exec(*rows, args![]).await.unwrap();
    }
    cx.commit().await.unwrap();
}

pub fn day(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).unwrap()
}

/// Midnight in Viet Nam at the beginning of a day.
pub fn midnight(day: NaiveDate) -> DateTime<Utc> {
    model::format::VN.from_local_datetime(&day.and_hms_opt(0, 0, 0).unwrap()).unwrap().with_timezone(&Utc)
}

/// What is known of a dossier from an instant on; the oracle reads nothing else.
#[derive(Debug, Clone, Copy)]
pub struct Known {
    pub at: DateTime<Utc>,
    pub state: &'static str,
    pub paused: bool,
    pub due: Option<DateTime<Utc>>,
    /// The due instant without extension.
    pub plain: Option<DateTime<Utc>>,
    /// What happened.
    pub action: &'static str,
}

#[derive(Debug, Clone)]
pub struct Dossier {
    pub unit: i64,
    pub counter: i64,
    /// 1: by working days; 2: by working hours.
    pub sector: i64,
    pub channel: Channel,
    pub intake_due: DateTime<Utc>,
    pub received: Option<DateTime<Utc>>,
    pub log: Vec<Known>,
    /// A corrected receipt: when it became known, and the instant that counts from then on.
    pub corrected: Option<(DateTime<Utc>, DateTime<Utc>)>,
}

impl Dossier {
    pub fn new(unit: i64, sector: i64, channel: Channel, submitted: DateTime<Utc>) -> Self {
        let intake_due = submitted + Duration::hours(8);
        let first = Known { at: submitted, state: "submitted", paused: false, due: None, plain: None, action: "submit" };
        Self { unit, counter: unit, sector, channel, intake_due, received: None, log: vec![first], corrected: None }
    }

    pub fn last(&self) -> Known {
        *self.log.last().unwrap()
    }

    /// The next event.
    pub fn step(&mut self, at: DateTime<Utc>, state: &'static str) -> &mut Self {
        let last = self.last();
        self.log.push(Known { at, state, paused: false, action: "step", ..last });
        self
    }

    pub fn receive(&mut self, at: DateTime<Utc>, due: Option<DateTime<Utc>>) -> &mut Self {
        self.received = Some(at);
        self.log.push(Known { at, state: "received", paused: false, due, plain: due, action: "receive" });
        self
    }

    /// The commands keep the clock running for a request after the due date.
    pub fn wait(&mut self, at: DateTime<Utc>) -> &mut Self {
        let last = self.last();
        let late = last.due.is_some_and(|due| if self.sector == 2 { at > due } else { local_date(at) > local_date(due) });
        self.log.push(Known { at, state: "awaiting_supplement", paused: !late, action: "request_supplement", ..last });
        self
    }

    /// A request for withdrawal keeps the clock as it was.
    pub fn ask_back(&mut self, at: DateTime<Utc>) -> &mut Self {
        let last = self.last();
        self.log.push(Known { at, state: "withdraw_requested", action: "step", ..last });
        self
    }

    pub fn extend(&mut self, at: DateTime<Utc>, due: DateTime<Utc>) -> &mut Self {
        let last = self.last();
        self.log.push(Known { at, due: Some(due), action: "extend", ..last });
        self
    }

    /// The portal apologises; nothing else changes.
    pub fn apologise(&mut self, at: DateTime<Utc>) -> &mut Self {
        let last = self.last();
        self.log.push(Known { at, action: "apologised", ..last });
        self
    }

    /// When it was received, as known at an instant.
    pub fn received_as_known(&self, known: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.corrected.filter(|(learned, _)| *learned <= known).map(|(_, at)| at).or(self.received)
    }

    pub fn is_over(&self) -> bool {
        matches!(self.last().state, "intake_refused" | "withdrawn" | "stopped" | "result_ready" | "returned")
    }
}

/// Writes a dossier with its events, each after the change of its row, as `dossiers::act` does.
pub async fn write(cx: &mut Cx, number: usize, dossier: &Dossier) -> i64 {
    let first = dossier.log[0];
    let mut query = Query::new(
        "INSERT INTO dossier (submission_code, procedure_version_id, case_id, offer_id, form_set, state, clock, channel, source, receiving_unit_id, competent_unit_id,
            applicant_name, applicant_phone, applicant_id_number, applicant_address, fold, answers, delivery, delivery_status, notify, payment, deadline_rule,
            submitted_at, intake_due, due_order, updated_at, updated_by) VALUES (",
    );
    let rule = if dossier.sector == 2 { "working_hour:8" } else { "working_day:5" };
    query.bind(format!("N-240101-{number:06}"));
    for id in [dossier.sector; 3] {
        query.push(", ").bind(id);
    }
    query.push(", 'tt03_2025', 'submitted', 'intake', ").bind(dossier.channel.as_str()).push(", 'local_portal', ").bind(dossier.counter);
    query.push(", ").bind(dossier.unit).push(", 'Nguyễn Mẫu Sơn', '', '', '', '', '', 'at_centre', 'not_ready', '', 'not_required', ").bind(rule);
    query.push(", ").bind(first.at).push(", ").bind(dossier.intake_due).push(", ").bind(first.at).push(", ").bind(first.at).push(", '') RETURNING id");
    let id = query.count(&mut cx.conn()).await.unwrap();
    let mut before: Option<Known> = None;
    for (seq, known) in (1_i64..).zip(&dossier.log) {
        if before.is_some() {
            change(cx, id, number, dossier, known).await;
        }
        let from = before.map_or("draft", |before| before.state);
        let mut query = Query::new("INSERT INTO dossier_event (dossier_id, seq, action, from_state, to_state, actor_name, at, due_before, due_after) VALUES (");
        query.bind(id).push(", ").bind(seq).push(", ").bind(known.action).push(", ").bind(from).push(", ").bind(known.state).push(", '', ").bind(known.at);
        query.push(", ").bind(before.and_then(|before| before.due)).push(", ").bind(known.due).push(")");
        query.exec(&mut cx.conn()).await.unwrap();
        beside(cx, id, seq, known).await;
        before = Some(*known);
    }
    correct(cx, id, dossier).await;
    id
}

/// What the commands keep beside an event.
async fn beside(cx: &mut Cx, id: i64, seq: i64, known: &Known) {
    let mut query = match known.action {
        "extend" => Query::new(
            "INSERT INTO dossier_extension (dossier_id, seq, state, reason, due_before, new_due, proposed_by_name, proposed_at, decided_at) VALUES (",
        ),
        "request_supplement" => {
            Query::new("INSERT INTO supplement_request (dossier_id, seq, stage, state, reply_by, proposed_by_name, proposed_at, decided_at) VALUES (")
        }
        _ => return,
    };
    query.bind(id).push(", ").bind(seq);
    if known.action == "extend" {
        query.push(", 'approved', '', ").bind(known.due).push(", ").bind(known.due);
    } else {
        query.push(", 'examination', 'answered', ").bind(local_date(known.at));
    }
    query.push(", '', ").bind(known.at).push(", ").bind(known.at).push(")");
    query.exec(&mut cx.conn()).await.unwrap();
}

/// Corrects the receipt as the command does: row, event, then the periods.
async fn correct(cx: &mut Cx, id: i64, dossier: &Dossier) {
    let (Some((learned, at)), last) = (dossier.corrected, dossier.last()) else { return };
    let mut query = Query::new(
        "INSERT INTO fact_adjustment (dossier_id, seq, state, field, old_value, new_value, reason, evidence_file_id, requested_by_name, requested_at, decided_at) VALUES (",
    );
    query.bind(id).push(", 1, 'approved', 'received_at', '', '', '', 1, '', ").bind(learned).push(", ").bind(learned).push(")");
    query.exec(&mut cx.conn()).await.unwrap();
    let mut query = Query::new("UPDATE dossier SET received_at = ");
    query.bind(at).push(", received_day = ").bind(local_date(at)).push(" WHERE id = ").bind(id);
    query.exec(&mut cx.conn()).await.unwrap();
    let mut query = Query::new("INSERT INTO dossier_event (dossier_id, seq, action, from_state, to_state, actor_name, at, due_before, due_after) VALUES (");
    let seq = i64::try_from(dossier.log.len() + 1).unwrap();
    query.bind(id).push(", ").bind(seq).push(", 'adjust_fact', ").bind(last.state).push(", ").bind(last.state).push(", '', ").bind(learned);
    query.push(", ").bind(last.due).push(", ").bind(last.due).push(")");
    query.exec(&mut cx.conn()).await.unwrap();
    domain::dossiers::reach_back(cx, id, at, learned).await.unwrap();
}

async fn change(cx: &mut Cx, id: i64, number: usize, dossier: &Dossier, known: &Known) {
    let clock = match known.state {
        "submitted" => "intake",
        "intake_supplement" => "not_started",
        "intake_refused" | "withdrawn" | "stopped" | "result_ready" | "returned" => "ended",
        _ if known.paused => "paused",
        _ => "running",
    };
    let mut query = Query::new("UPDATE dossier SET state = ");
    query.bind(known.state).push(", clock = ").bind(clock).push(", due_current = ").bind(known.due).push(", due_without_extension = ").bind(known.plain);
    if dossier.received == Some(known.at) && known.state == "received" {
        query
            .push(", code = ")
            .bind(format!("H99-240101-{number:04}"))
            .push(", received_at = ")
            .bind(known.at)
            .push(", received_day = ")
            .bind(local_date(known.at));
    }
    if clock == "ended" && known.state != "returned" {
        query.push(", ended_at = ").bind(known.at).push(", ended_day = ").bind(local_date(known.at));
    }
    if known.state == "result_ready" {
        query.push(", finished_at = ").bind(known.at);
    }
    query.push(" WHERE id = ").bind(id);
    query.exec(&mut cx.conn()).await.unwrap();
}
