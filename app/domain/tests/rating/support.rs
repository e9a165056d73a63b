//! A ward with returned dossiers, its leader, a leader of another ward, and who decides about words.

use domain::actor::ActorKind;
use domain::rating;
use domain::testing::TestPortal;
use domain::{Actor, Cx, Portal, args};
use model::access::{Reach, Role};
use model::rating::{Rate, RatingLevel};

pub const WARD: i64 = 2;
pub const OTHER_WARD: i64 = 3;
/// Account of the applicant of every dossier but number 3.
pub const APPLICANT: i64 = 2;

const ROWS: &[&str] = &[
    "INSERT INTO org_unit (id, kind) VALUES (1, 'province'), (2, 'ward'), (3, 'ward')",
    "INSERT INTO org_unit_version (unit_id, valid_from, name, short_name, agency_code, level, fold, sort_key, created_at) VALUES
        (1, '2025-07-01', 'UBND tỉnh Lam Giang', 'UBND tỉnh', 'H99', 'province', '', '', '2025-07-01T00:00:00+00:00'),
        (2, '2025-07-01', 'UBND phường Thành Lam', 'P. Thành Lam', 'H99.101', 'commune', '', '', '2025-07-01T00:00:00+00:00'),
        (3, '2025-07-01', 'UBND phường Phú Lam', 'P. Phú Lam', 'H99.102', 'commune', '', '', '2025-07-01T00:00:00+00:00')",
    "INSERT INTO org_closure (ancestor_id, descendant_id, depth) VALUES (1, 1, 0), (2, 2, 0), (3, 3, 0), (1, 2, 1), (1, 3, 1)",
    "INSERT INTO person (id, full_name, sort_key, fold, created_at) VALUES (1, 'Nguyễn Mẫu Dũng', 'a', '', '2025-07-01T00:00:00+00:00'),
        (2, 'Nguyễn Mẫu Sơn', 'b', '', '2025-07-01T00:00:00+00:00'), (3, 'Lý Mẫu Thảo', 'c', '', '2025-07-01T00:00:00+00:00'),
        (4, 'Ngô Mẫu Hùng', 'd', '', '2025-07-01T00:00:00+00:00')",
    "INSERT INTO account (id, person_id, kind, username, state, created_at) VALUES (1, 1, 'official', 'lanh.dao', 'active', '2025-07-01T00:00:00+00:00'),
        (2, 2, 'citizen', '0999900001', 'active', '2025-07-01T00:00:00+00:00'), (3, 3, 'official', 'kiem.soat', 'active', '2025-07-01T00:00:00+00:00'),
        (4, 4, 'official', 'phuong.khac', 'active', '2025-07-01T00:00:00+00:00')",
    "INSERT INTO role_assignment (person_id, role, unit_id, scope, template, source, valid_from, granted_by_name, reason) VALUES
        (1, 'unit_leader', 2, 'subtree', '', 'template', '2025-07-01T00:00:00+00:00', 'Kiểm thử', '')",
    "INSERT INTO procedure_sector (id, code, name, seq) VALUES (1, 'HT', 'Hộ tịch', 1)",
    "INSERT INTO procedure (id, code, sector_id, created_at) VALUES (1, '1.001193', 1, '2025-07-01T00:00:00+00:00')",
    "INSERT INTO procedure_version (id, procedure_id, valid_from, valid_to, state, decision, name, summary, who, who_hint, result, level, processing_system,
        deadline_rule, deadline_hint, payment_moment, max_supplements, max_extensions, form_set, steps, conditions, legal_basis, name_exact, name_fold,
        synonym_fold, search_fold, sort_key, created_at) VALUES
        (1, 1, '2025-07-01', NULL, 'published', 'QĐ 1', 'Đăng ký khai sinh', '', '', '', '', 'full', 'local', 'working_day:5', '', 'after_receipt', 1, 1,
         'tt03_2025', '', '', '', '', '', '', '', '', '2025-07-01T00:00:00+00:00')",
    "INSERT INTO procedure_offer (id, version_id, competent_unit_id, receiving_unit_id, online) VALUES (1, 1, 2, 2, TRUE)",
    "INSERT INTO procedure_case (id, version_id, seq, name, hint) VALUES (1, 1, 1, 'Đúng hạn', '')",
];

/// Dossiers 1 to `n`; number 2 is still being processed, number 3 has an applicant without account, even ones above belong to
/// the other ward.
pub async fn lay(t: &TestPortal, n: i64) {
    let mut cx = t.portal.write(&system()).await.unwrap();
    for rows in ROWS {
        cx.conn().exec(*rows, args![]).await.unwrap();
    }
    for id in 1..=n {
        let account = (id != 3).then_some(APPLICANT);
        let unit = if id > 3 && id % 2 == 0 { OTHER_WARD } else { WARD };
        let state = if id == 2 { "processing" } else { "returned" };
        let insert = "INSERT INTO dossier (id, submission_code, code, procedure_version_id, case_id, offer_id, form_set, state, clock, channel, source,
                receiving_unit_id, competent_unit_id, applicant_account, applicant_name, applicant_phone, applicant_id_number, applicant_address, fold, answers,
                delivery, delivery_status, notify, payment, deadline_rule, submitted_at, received_at, received_day, due_order, updated_at, updated_by)
             VALUES ($1, $2, $3, 1, 1, 1, 'tt03_2025', $4, 'ended', 'online', 'local_portal', $5, $5, $6, 'Nguyễn Mẫu Sơn', '', '', '', '', '[]',
                'at_centre', 'ready', '[]', 'not_required', 'working_day:5', $7, $7, $8, $7, $7, 'Kiểm thử')";
        let now = cx.now();
        let (submission, code) = (format!("N-261120-{id:06}"), format!("H99.101-261120-{id:04}"));
        cx.conn().exec(insert, args![id, submission, code, state, unit, account, now, model::format::local_date(now)]).await.unwrap();
    }
    cx.commit().await.unwrap();
}

pub fn system() -> Actor {
    Actor::system("Kiểm thử")
}

fn official(account: i64, name: &str, role: Role, reach: Reach) -> Actor {
    let mut actor = Actor::new(ActorKind::Official, name);
    (actor.account_id, actor.person_id, actor.unit_id) = (Some(account), Some(account), reach.units.first().copied());
    for permission in role.permissions() {
        actor.reach.insert(*permission, reach.clone());
    }
    actor
}

pub fn leader() -> Actor {
    official(1, "Nguyễn Mẫu Dũng", Role::UnitLeader, Reach { units: vec![WARD], ..Reach::default() })
}

pub fn other_leader() -> Actor {
    official(4, "Ngô Mẫu Hùng", Role::UnitLeader, Reach { units: vec![OTHER_WARD], ..Reach::default() })
}

pub fn moderator() -> Actor {
    official(3, "Lý Mẫu Thảo", Role::FeedbackOfficer, Reach { all: true, ..Reach::default() })
}

pub fn visitor() -> Actor {
    Actor::anonymous()
}

pub fn citizen(account: i64) -> Actor {
    let mut actor = Actor::new(ActorKind::Citizen, "Nguyễn Mẫu Sơn");
    actor.account_id = Some(account);
    actor
}

/// Runs one use case in its own transaction and commits it if it succeeds.
pub async fn run<T>(portal: &Portal, actor: &Actor, act: impl AsyncFnOnce(&mut Cx) -> domain::Result<T>) -> domain::Result<T> {
    let mut cx = portal.write(actor).await?;
    let done = act(&mut cx).await?;
    cx.commit().await?;
    Ok(done)
}

/// The link of a dossier.
pub async fn invite(t: &TestPortal, dossier: i64) -> String {
    run(&t.portal, &system(), async |cx| rating::invite(cx, dossier).await).await.unwrap().token
}

pub fn of(level: RatingLevel, comment: &str) -> Rate {
    Rate { level, comment: comment.to_owned() }
}

pub async fn rate(t: &TestPortal, token: &str, version: i64, input: &Rate) -> domain::Result<()> {
    run(&t.portal, &visitor(), async |cx| rating::rate(cx, token, version, input).await).await
}

/// Row of the rating that was given by a link.
pub async fn row(t: &TestPortal, token: &str) -> i64 {
    let mut cx = t.portal.read(&system()).await.unwrap();
    let query = "SELECT r.id FROM rating r JOIN rating_invite i ON i.id = r.invite_id WHERE i.token = $1";
    cx.conn().one::<(i64,)>(query, args![token]).await.unwrap().0
}
