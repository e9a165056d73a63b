//! Dossiers of the ward of the sample accounts, written without a browser: what a test does not look at.

use super::TestApp;
use chrono::{DateTime, Utc};
use domain::dossiers::{self, NewDossier, NewPart};
use domain::seed::{Size, demo, identity, org, procedures};
use domain::{Actor, Cx, args};
use model::dossiers::{Channel, Receive, ResultDelivery, Source};
use rand::{SeedableRng, rngs::StdRng};

/// An offer of the ward for a procedure of working days that the portal handles itself: version, case, offer, receiving unit, and a part.
const OFFER: &str = "SELECT v.id, c.id, o.id, o.receiving_unit_id, p.id, p.name FROM procedure_offer o JOIN procedure_version v ON v.id = o.version_id
    JOIN procedure_case c ON c.version_id = v.id JOIN required_part p ON p.version_id = v.id
    WHERE o.competent_unit_id = $1 AND o.receiving_unit_id IS NOT NULL AND v.deadline_rule LIKE 'working_day:%' AND v.processing_system = 'local'
    ORDER BY v.id, c.seq, p.seq LIMIT 1";

/// Units, procedures and people of the demo, size S; the clock stands at its beginning.
pub async fn province(app: &TestApp) {
    let (mut rng, portal) = (StdRng::seed_from_u64(3), &app.t.portal);
    org::seed(portal, Size::S, &mut rng, &mut |_| {}).await.unwrap();
    procedures::seed(portal, Size::S, &mut rng, &mut |_| {}).await.unwrap();
    identity::seed(portal, Size::S, &mut rng, &mut |_| {}).await.unwrap();
    portal.clock().set(domain::seed::demo_start());
}

/// The sample citizen hands in application `n` at the ward: its submission code and the row of its only part.
pub async fn submit(cx: &mut Cx, n: usize) -> (String, i64) {
    let at = cx.now();
    let ward = domain::org::by_code(cx, "H99.101", model::format::local_date(at)).await.unwrap();
    let (version, case, offer, receiving, part, name): (i64, i64, i64, i64, i64, String) = cx.conn().one(OFFER, args![ward.id]).await.unwrap();
    let person = domain::identity::person_of_username(cx, demo::CITIZENS[0].0).await.unwrap();
    let (account,): (i64,) = cx.conn().one("SELECT id FROM account WHERE person_id = $1", args![person]).await.unwrap();
    let new = NewDossier {
        submission_code: format!("N-261123-{n:06}"),
        procedure_version_id: version,
        case_id: case,
        offer_id: offer,
        receiving_unit: receiving,
        competent_unit: ward.id,
        channel: Channel::Online,
        source: Source::LocalPortal,
        applicant_account: Some(account),
        applicant_name: "Nguyễn Mẫu Sơn".into(),
        applicant_phone: "0999900001".into(),
        applicant_id_number: "999012345678".into(),
        applicant_address: "Phường Thành Lam".into(),
        answers: serde_json::json!([]),
        parts: vec![NewPart { required_part_id: part, name, file_ids: vec![] }],
        answer_files: Vec::new(),
        delivery: ResultDelivery::AtCentre,
        notify: vec![],
        submitted_at: at,
    };
    let dossier = dossiers::create_submitted(cx, new).await.unwrap();
    let (part,): (i64,) = cx.conn().one("SELECT id FROM dossier_part WHERE dossier_id = $1", args![dossier.id]).await.unwrap();
    (dossier.submission_code, part)
}

/// Application `n`, handed in at this instant: its submission code.
pub async fn submitted(app: &TestApp, n: usize, at: DateTime<Utc>) -> String {
    app.t.portal.clock().set(at);
    let mut cx = app.t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
    let (code, _) = submit(&mut cx, n).await;
    cx.commit().await.unwrap();
    code
}

/// Application `n`, handed in and received at this instant: its dossier code.
pub async fn received(app: &TestApp, n: usize, at: DateTime<Utc>) -> String {
    app.t.portal.clock().set(at);
    let mut cx = app.t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
    let (code, part) = submit(&mut cx, n).await;
    let checked = Receive { checked_parts: vec![part], note: String::new() };
    let received = dossiers::receive(&mut cx, &code, 1, &checked).await.unwrap();
    cx.commit().await.unwrap();
    received.code.unwrap()
}
