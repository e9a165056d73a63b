//! A small ward with its people, one procedure and the steps that bring a dossier where a test needs it.

use chrono::{DateTime, NaiveDate, Utc};
use domain::actor::{ActorKind, HeldRole};
use domain::dossiers::{self, Dossier, NewDossier, NewPart};
use domain::testing::TestPortal;
use domain::{Actor, Cx, args};
use model::access::{Action, ObjectKind, Reach, Role, Scope};
use model::dossiers::{Assign, Channel, Move, ProcessingStage, Publish, Receive, RequestedItemForm, ResultDelivery, Source, Supplement, SupplementForm};
use model::files::Purpose;
use model::notify::NotifyChannel;

pub const WARD: i64 = 2;
pub const CENTRE: i64 = 3;
pub const DIVISION: i64 = 4;
pub const OFFICE: i64 = 5;
pub const OTHER_WARD: i64 = 6;

/// Rows of the organisation, of people and of one procedure with a deadline of five working days.
const ROWS: &[&str] = &[
    "INSERT INTO org_unit (id, kind) VALUES (1, 'province'), (2, 'ward'), (3, 'one_stop_centre'), (4, 'division'), (5, 'division'), (6, 'ward')",
    "INSERT INTO org_unit_version (unit_id, valid_from, name, short_name, agency_code, level, fold, sort_key, created_at) VALUES
        (1, '2025-07-01', 'UBND tỉnh Lam Giang', 'UBND tỉnh', 'H99', 'province', '', '', '2025-07-01T00:00:00+00:00'),
        (2, '2025-07-01', 'UBND phường Thành Lam', 'P. Thành Lam', 'H99.101', 'commune', '', '', '2025-07-01T00:00:00+00:00'),
        (3, '2025-07-01', 'Trung tâm Phục vụ hành chính công phường Thành Lam', 'TTPVHCC Thành Lam', 'H99.101.04', 'commune', '', '', '2025-07-01T00:00:00+00:00'),
        (4, '2025-07-01', 'Phòng Văn hóa – Xã hội', 'P. VHXH', 'H99.101.03', 'commune', '', '', '2025-07-01T00:00:00+00:00'),
        (5, '2025-07-01', 'Văn phòng HĐND và UBND', 'Văn phòng', 'H99.101.01', 'commune', '', '', '2025-07-01T00:00:00+00:00'),
        (6, '2025-07-01', 'UBND phường Phú Lam', 'P. Phú Lam', 'H99.102', 'commune', '', '', '2025-07-01T00:00:00+00:00')",
    "INSERT INTO org_closure (ancestor_id, descendant_id, depth) VALUES (1, 1, 0), (2, 2, 0), (3, 3, 0), (4, 4, 0), (5, 5, 0), (6, 6, 0),
        (1, 2, 1), (1, 6, 1), (2, 3, 1), (2, 4, 1), (2, 5, 1), (1, 3, 2), (1, 4, 2), (1, 5, 2)",
    "INSERT INTO person (id, full_name, sort_key, fold, created_at) VALUES
        (1, 'Trần Mẫu An', 'a', '', '2025-07-01T00:00:00+00:00'), (2, 'Lê Mẫu Bình', 'b', '', '2025-07-01T00:00:00+00:00'),
        (3, 'Phạm Mẫu Châu', 'c', '', '2025-07-01T00:00:00+00:00'), (4, 'Nguyễn Mẫu Dũng', 'd', '', '2025-07-01T00:00:00+00:00'),
        (5, 'Đỗ Mẫu Giang', 'e', '', '2025-07-01T00:00:00+00:00'), (6, 'Nguyễn Mẫu Sơn', 'f', '', '2025-07-01T00:00:00+00:00'),
        (7, 'Ngô Mẫu Hùng', 'g', '', '2025-07-01T00:00:00+00:00')",
    "INSERT INTO account (id, person_id, kind, username, state, created_at) VALUES
        (1, 1, 'official', 'mot.cua', 'active', '2025-07-01T00:00:00+00:00'), (2, 2, 'official', 'chuyen.vien', 'active', '2025-07-01T00:00:00+00:00'),
        (3, 3, 'official', 'truong.phong', 'active', '2025-07-01T00:00:00+00:00'), (4, 4, 'official', 'lanh.dao', 'active', '2025-07-01T00:00:00+00:00'),
        (5, 5, 'official', 'van.thu', 'active', '2025-07-01T00:00:00+00:00'), (6, 6, 'citizen', '0999900001', 'active', '2025-07-01T00:00:00+00:00'),
        (7, 7, 'official', 'phuong.khac', 'active', '2025-07-01T00:00:00+00:00')",
    "INSERT INTO employment (person_id, unit_id, position, rank, kind, valid_from) VALUES (1, 3, 'Công chức', 9, 'primary', '2025-07-01'),
        (2, 4, 'Chuyên viên', 9, 'primary', '2025-07-01'), (3, 4, 'Trưởng phòng', 5, 'primary', '2025-07-01'),
        (4, 2, 'Chủ tịch', 1, 'primary', '2025-07-01'), (5, 5, 'Văn thư', 9, 'primary', '2025-07-01'), (7, 6, 'Chuyên viên', 9, 'primary', '2025-07-01')",
    "INSERT INTO procedure_sector (id, code, name, seq) VALUES (1, 'HT', 'Hộ tịch', 1)",
    "INSERT INTO procedure (id, code, sector_id, created_at) VALUES (1, '1.001193', 1, '2025-07-01T00:00:00+00:00')",
    "INSERT INTO procedure_version (id, procedure_id, valid_from, valid_to, state, decision, name, summary, who, who_hint, result, level, processing_system,
        deadline_rule, deadline_hint, payment_moment, max_supplements, max_extensions, form_set, steps, conditions, legal_basis, name_exact, name_fold,
        synonym_fold, search_fold, sort_key, created_at) VALUES
        (1, 1, '2025-07-01', '2027-03-01', 'published', 'QĐ 1', 'Đăng ký khai sinh', '', '', '', '', 'full', 'local', 'working_day:5', '', 'after_receipt', 1, 1,
         'tt03_2025', '', '', '', '', '', '', '', '', '2025-07-01T00:00:00+00:00'),
        (2, 1, '2027-03-01', NULL, 'published', 'QĐ 2', 'Đăng ký khai sinh', '', '', '', '', 'full', 'local', 'working_day:2', '', 'after_receipt', 1, 1,
         'tt03_2025', '', '', '', '', '', '', '', '', '2025-07-01T00:00:00+00:00')",
    "INSERT INTO procedure_offer (id, version_id, competent_unit_id, receiving_unit_id, online) VALUES (1, 1, 2, 3, TRUE), (2, 2, 2, 3, TRUE)",
    "INSERT INTO procedure_case (id, version_id, seq, name, hint) VALUES (1, 1, 1, 'Đúng hạn', ''), (2, 2, 1, 'Đúng hạn', '')",
    "INSERT INTO required_part (id, version_id, seq, name, hint, kind, mandatory, condition, originals, copies, e_form) VALUES
        (1, 1, 1, 'Giấy chứng sinh', '', 'input', TRUE, '', 1, 0, FALSE), (2, 1, 2, 'Đăng ký kết hôn', '', 'input', FALSE, 'nếu có', 0, 1, FALSE)",
];

/// Writes the rows.
pub async fn lay(t: &TestPortal) {
    let mut cx = t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
    for rows in ROWS {
        cx.conn().exec(*rows, args![]).await.unwrap();
    }
    if t.engine == "postgres" {
        // The rows above have numbers of their own; the next person gets one after them.
        cx.conn().exec("SELECT setval(CAST(pg_get_serial_sequence('person', 'id') AS regclass), 1000)", args![]).await.unwrap();
    }
    cx.commit().await.unwrap();
}

/// Divisions and centres with their agencies, as `identity` would load them; the last one is that of `reorganised.rs`.
const PARTS: [(i64, i64); 4] = [(CENTRE, WARD), (DIVISION, WARD), (OFFICE, WARD), (21, 20)];

/// An official with one role, as `identity` would load them.
pub fn official(id: i64, name: &str, unit: i64, roles: &[Role], units: &[i64]) -> Actor {
    let mut actor = Actor::new(ActorKind::Official, name);
    (actor.account_id, actor.person_id, actor.unit_id) = (Some(id), Some(id), Some(unit));
    for role in roles {
        let since = DateTime::<Utc>::UNIX_EPOCH;
        let held = HeldRole { role: *role, scope: Scope::Unit, unit_id: unit, unit_name: String::new(), since, granted_by: String::new(), on_behalf_of: None };
        actor.roles.push(held);
        for permission in role.permissions() {
            let reach: &mut Reach = actor.reach.entry(*permission).or_default();
            reach.units.extend_from_slice(units);
            reach.units.sort_unstable();
            reach.units.dedup();
        }
    }
    actor.parts = PARTS.to_vec();
    actor
}

pub fn receptionist() -> Actor {
    official(1, "Trần Mẫu An", CENTRE, &[Role::Official, Role::Receptionist], &[CENTRE])
}

pub fn officer() -> Actor {
    let mut actor = official(2, "Lê Mẫu Bình", DIVISION, &[Role::Official, Role::CaseOfficer], &[DIVISION]);
    // The template acts on own work and sees the unit (01 §5).
    let own = Reach { own: true, ..Reach::default() };
    actor.reach.insert((Action::Edit, ObjectKind::Dossier), own);
    actor
}

pub fn head() -> Actor {
    official(3, "Phạm Mẫu Châu", DIVISION, &[Role::Official, Role::CaseOfficer, Role::DivisionHead], &[DIVISION])
}

pub fn leader() -> Actor {
    official(4, "Nguyễn Mẫu Dũng", WARD, &[Role::Official, Role::UnitLeader], &[WARD, CENTRE, DIVISION, OFFICE])
}

pub fn clerk() -> Actor {
    official(5, "Đỗ Mẫu Giang", OFFICE, &[Role::Official, Role::Clerk], &[OFFICE])
}

pub fn stranger() -> Actor {
    official(7, "Ngô Mẫu Hùng", OTHER_WARD, &[Role::Official, Role::Receptionist, Role::CaseOfficer, Role::UnitLeader, Role::Clerk], &[OTHER_WARD])
}

pub fn citizen() -> Actor {
    let mut actor = Actor::new(ActorKind::Citizen, "Nguyễn Mẫu Sơn");
    (actor.account_id, actor.person_id) = (Some(6), Some(6));
    actor
}

/// A complete application; `n` makes the code.
pub fn application(n: usize, at: DateTime<Utc>) -> NewDossier {
    NewDossier {
        submission_code: format!("N-261123-{n:06}"),
        procedure_version_id: 1,
        case_id: 1,
        offer_id: 1,
        receiving_unit: CENTRE,
        competent_unit: WARD,
        channel: Channel::Online,
        source: Source::LocalPortal,
        applicant_account: Some(6),
        applicant_name: "Nguyễn Mẫu Sơn".into(),
        applicant_phone: "0999900001".into(),
        applicant_id_number: "999012345678".into(),
        applicant_address: "Phường Thành Lam".into(),
        answers: serde_json::json!([{ "name": "ten_tre", "label": "Họ và tên trẻ", "value": "Nguyễn Mẫu Bé" }]),
        parts: vec![NewPart { required_part_id: 1, name: "Giấy chứng sinh".into(), file_ids: vec![] }],
        answer_files: Vec::new(),
        delivery: ResultDelivery::AtCentre,
        notify: vec![NotifyChannel::Sms],
        submitted_at: at,
    }
}

/// Submits application `n`.
pub async fn submit(t: &TestPortal, n: usize) -> Dossier {
    let mut cx = t.portal.write(&citizen()).await.unwrap();
    let new = application(n, cx.now());
    let dossier = dossiers::create_submitted(&mut cx, new).await.unwrap();
    cx.commit().await.unwrap();
    dossier
}

/// Runs one use case in its own transaction and commits it if it succeeds.
pub async fn run<T>(t: &TestPortal, actor: &Actor, act: impl AsyncFnOnce(&mut Cx) -> domain::Result<T>) -> domain::Result<T> {
    let mut cx = t.portal.write(actor).await?;
    let done = act(&mut cx).await?;
    cx.commit().await?;
    Ok(done)
}

/// What receives a dossier with all its parts.
pub async fn full_checklist(t: &TestPortal, dossier: &Dossier) -> Receive {
    let mut cx = t.portal.read(&Actor::system("Kiểm thử")).await.unwrap();
    let view = dossiers::by_any_code(&mut cx, &dossier.submission_code).await.unwrap().unwrap();
    Receive { checked_parts: view.parts.iter().map(|part| part.id).collect(), note: String::new() }
}

/// The present version of a dossier.
pub async fn version(t: &TestPortal, code: &str) -> i64 {
    let mut cx = t.portal.read(&Actor::system("Kiểm thử")).await.unwrap();
    dossiers::by_any_code(&mut cx, code).await.unwrap().unwrap().version
}

pub async fn receive(t: &TestPortal, dossier: &Dossier) -> Dossier {
    receive_as(t, &receptionist(), dossier).await.unwrap()
}

/// Somebody receives the dossier with all its parts.
pub async fn receive_as(t: &TestPortal, actor: &Actor, dossier: &Dossier) -> domain::Result<Dossier> {
    let (checked, version) = (full_checklist(t, dossier).await, version(t, &dossier.submission_code).await);
    run(t, actor, async |cx| dossiers::receive(cx, &dossier.submission_code, version, &checked).await).await
}

/// The officer takes the dossier.
pub async fn accept(t: &TestPortal, dossier: &Dossier) -> Dossier {
    run(t, &officer(), async |cx| dossiers::start_processing(cx, &dossier.submission_code, dossier.version, &Assign::default()).await).await.unwrap()
}

pub async fn go(t: &TestPortal, actor: &Actor, dossier: &Dossier, to: ProcessingStage) -> domain::Result<Dossier> {
    run(t, actor, async |cx| dossiers::move_stage(cx, &dossier.submission_code, dossier.version, &Move { to, note: String::new() }).await).await
}

/// From the officer's desk to the signed result.
pub async fn sign(t: &TestPortal, dossier: &Dossier) -> Dossier {
    let dossier = go(t, &officer(), dossier, ProcessingStage::Drafting).await.unwrap();
    let dossier = go(t, &officer(), &dossier, ProcessingStage::ToSign).await.unwrap();
    go(t, &leader(), &dossier, ProcessingStage::Signed).await.unwrap()
}

/// A stored result file: its token.
pub async fn result_file(t: &TestPortal) -> String {
    let blob = t.portal.files().put(b"%PDF-1.7\nKet qua mau\n%%EOF\n", 1_000_000).await.unwrap();
    run(t, &clerk(), async |cx| domain::files::keep(cx, &blob, "ket-qua.pdf", Purpose::Result).await).await.unwrap().token
}

pub async fn publish(t: &TestPortal, dossier: &Dossier) -> Dossier {
    let result = Publish { number: "12/TLKS".into(), file: Some(result_file(t).await) };
    run(t, &clerk(), async |cx| dossiers::publish_result(cx, &dossier.submission_code, dossier.version, &result).await).await.unwrap()
}

/// A request for one item, as it is typed.
pub fn supplement_form(reply_by: NaiveDate) -> SupplementForm {
    let item = RequestedItemForm {
        place: 1,
        subject: "Giấy chứng sinh".into(),
        reason: "Bản chụp mờ, không đọc được".into(),
        basis: "Điều 16 Luật Hộ tịch".into(),
        how_to_fix: "Chụp lại".into(),
        ..RequestedItemForm::default()
    };
    SupplementForm { items: vec![item], reply_by: model::format::date(reply_by), override_basis: String::new() }
}

/// The same, checked the day before the last day to answer.
pub fn supplement(reply_by: NaiveDate) -> Supplement {
    supplement_form(reply_by).validate(reply_by.pred_opt().unwrap(), &[]).unwrap()
}

/// The receipt is composed before its code and its event are written; it must be what anybody would compose of them afterwards.
pub async fn assert_made_of_what_is_stored(t: &TestPortal, code: &str, key: &str) {
    let mut cx = t.portal.write(&receptionist()).await.unwrap();
    let kept = dossiers::paper(&mut cx, code, key).await.unwrap();
    assert_eq!(cx.conn().exec("DELETE FROM dossier_paper WHERE form = '01'", args![]).await.unwrap(), 1, "it was kept");
    assert_eq!(dossiers::paper(&mut cx, code, key).await.unwrap(), kept, "{}", t.engine);
    // Not committed: the paper stays.
}
