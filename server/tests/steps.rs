//! Steps of dossiers that the table does not allow, and supplements that say too little, over HTTP: what a program and what a person
//! are told, and that nothing is written.

use crate::common::dossiers::{province, received, submitted};
use crate::common::{TestApp, Visitor};
use domain::testing::vn;
use domain::{Actor, args, dossiers};
use http::StatusCode;
use model::dossiers::{Assign, SupplementAnswer};
use serde_json::{Value, json};

const WORDS: &str = "Đủ mười ký tự trở lên";

/// Version, state, events, requests for papers of a dossier, and every message and audit row.
type Facts = (i64, String, i64, i64, i64, i64);

async fn facts(app: &TestApp, code: &str) -> Facts {
    let sql = "SELECT d.version, d.state, (SELECT COUNT(*) FROM dossier_event e WHERE e.dossier_id = d.id),
        (SELECT COUNT(*) FROM supplement_request s WHERE s.dossier_id = d.id), (SELECT COUNT(*) FROM outbox), (SELECT COUNT(*) FROM audit_event)
        FROM dossier d WHERE d.code = $1 OR d.submission_code = $1";
    app.t.portal.db().read().await.unwrap().conn().one(sql, args![code]).await.unwrap()
}

/// A form with the present version of the dossier.
async fn with_version(app: &TestApp, code: &str, fields: &[(&'static str, &'static str)]) -> Vec<(&'static str, String)> {
    let mut all = vec![("phien_ban", facts(app, code).await.0.to_string())];
    all.extend(fields.iter().map(|(name, value)| (*name, (*value).to_owned())));
    all
}

/// Posts a form as a program does: status and answer.
async fn as_program(app: &TestApp, visitor: &Visitor, path: &str, fields: &[(&'static str, String)]) -> (StatusCode, Value) {
    let body: serde_json::Map<String, Value> = fields.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
    let answer = app.post_json(visitor, path, Value::Object(body)).await;
    (answer.status, serde_json::from_str(&answer.body).unwrap_or_else(|error| panic!("{path}: {error}: {}", answer.body)))
}

/// Posts a form as a browser does and opens the page that it leads to.
async fn as_person(app: &TestApp, visitor: &mut Visitor, path: &str, fields: &[(&'static str, String)]) -> String {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let answer = app.post(visitor, path, &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}: {}", answer.body);
    let page = app.get(visitor, &answer.location).await;
    assert_eq!(page.status, StatusCode::OK, "{}", answer.location);
    page.body
}

/// A02-02 over HTTP: a complete form with the right version by somebody with the right, in a state where the step is not possible: 409
/// for a program, the page with the reason for a person; nothing is written.
#[tokio::test(flavor = "multi_thread")]
async fn a02_02_a_refused_step_answers_409_and_writes_nothing() {
    for app in [TestApp::sqlite().await, TestApp::postgres().await] {
        println!("engine: {}", app.t.engine);
        province(&app).await;
        let waiting = submitted(&app, 1, vn(2026, 11, 23, 9, 0)).await;
        let taken_in = received(&app, 2, vn(2026, 11, 23, 9, 5)).await;
        let mut counter = app.official("mot.cua").await;
        let mut leader = app.official("lanh.dao").await;
        let (at_counter, of_leader) = (&mut counter, &mut leader);
        let item = [("muc_1", "Giấy tờ tùy thân"), ("ly_do_1", WORDS), ("can_cu_1", WORDS), ("han", "01/12/2026")];
        let decision = [("quyet_dinh", "dong-y"), ("ly_do", WORDS)];
        let stop = [("ly_do", "not_eligible"), ("can_cu", WORDS), ("xu_ly_phi", WORDS)];
        refused(&app, at_counter, &taken_in, "tiep-nhan", &[("giay_to_tuy_than", "1")]).await;
        refused(&app, at_counter, &taken_in, "tu-choi", &[("ly_do", "not_competent"), ("can_cu", WORDS), ("huong_dan", WORDS)]).await;
        refused(&app, at_counter, &taken_in, "bo-sung-tiep-nhan", &item).await;
        refused(&app, at_counter, &waiting, "rut", &[("ly_do", WORDS)]).await;
        refused(&app, of_leader, &taken_in, "quyet-dinh-rut", &decision).await;
        refused(&app, of_leader, &waiting, "quyet-dinh-rut", &decision).await;
        refused(&app, of_leader, &waiting, "dung", &stop).await;
        // The same form in the right state is taken: it was the state that refused it.
        let page = as_person(&app, of_leader, &format!("/can-bo/ho-so/{taken_in}/dung"), &with_version(&app, &taken_in, &stop).await).await;
        assert!(page.contains("Đã dừng giải quyết hồ sơ"), "{page}");
        assert_eq!(facts(&app, &taken_in).await.1, "stopped");
    }
}

async fn refused(app: &TestApp, visitor: &mut Visitor, code: &str, step: &str, fields: &[(&'static str, &'static str)]) {
    let path = format!("/can-bo/ho-so/{code}/{step}");
    let (before, form) = (facts(app, code).await, with_version(app, code, fields).await);
    let (status, said) = as_program(app, visitor, &path, &form).await;
    assert_eq!((status, said["code"].as_str()), (StatusCode::CONFLICT, Some("conflict")), "{path}: {said}");
    assert!(said["message_vi"].as_str().is_some_and(|text| text.contains(code) && text.contains("không thể")), "{path}: {said}");
    assert_eq!(facts(app, code).await, before, "{path} as a program");
    let typed: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let answer = app.post(visitor, &path, &typed).await;
    assert_eq!(facts(app, code).await, before, "{path} as a person");
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}: {}", answer.body);
    let page = app.get(visitor, &answer.location).await;
    assert_eq!(page.status, StatusCode::OK, "{path}");
    assert!(page.body.contains("Hồ sơ đang ở trạng thái “"), "{path} says why: {}", page.body);
}

/// A02-04 over HTTP before the receipt (D05): no item, an item without reason or with a short one, no basis, no day to answer.
#[tokio::test(flavor = "multi_thread")]
async fn a02_04_a_request_before_receipt_needs_its_reasons() {
    let app = TestApp::sqlite().await;
    province(&app).await;
    let code = submitted(&app, 1, vn(2026, 11, 23, 9, 0)).await;
    let mut counter = app.official("mot.cua").await;
    needs_reasons(&app, &mut counter, &code, "bo-sung-tiep-nhan").await;
    assert_eq!(facts(&app, &code).await.1, "intake_supplement", "the complete form was taken");
}

/// A02-04 over HTTP after the receipt (D11): the same, and one request more than the procedure allows.
#[tokio::test(flavor = "multi_thread")]
async fn a02_04_a_request_over_the_limit_needs_a_basis() {
    let app = TestApp::sqlite().await;
    province(&app).await;
    let code = received(&app, 1, vn(2026, 11, 23, 9, 0)).await;
    let mut cx = app.t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
    cx.conn().exec("UPDATE procedure_version SET max_supplements = 1", args![]).await.unwrap();
    let (person,): (i64,) = cx.conn().one("SELECT person_id FROM account WHERE username = 'chuyen.vien'", args![]).await.unwrap();
    let version = dossiers::by_any_code(&mut cx, &code).await.unwrap().unwrap().version;
    dossiers::start_processing(&mut cx, &code, version, &Assign { officer: Some(person), note: String::new() }).await.unwrap();
    cx.commit().await.unwrap();
    let mut officer = app.official("chuyen.vien").await;
    needs_reasons(&app, &mut officer, &code, "yeu-cau-bo-sung").await;
    approved_and_answered(&app, &code).await;

    let path = format!("/can-bo/ho-so/{code}/yeu-cau-bo-sung");
    let form = with_version(&app, &code, &COMPLETE).await;
    let before = facts(&app, &code).await;
    for basis in ["", "ngắn"] {
        let form: Vec<(&'static str, String)> = form.iter().cloned().chain([("can_cu_vuot", basis.to_owned())]).collect();
        let (status, said) = as_program(&app, &officer, &path, &form).await;
        assert_eq!((status, said["fields"][0]["field"].as_str()), (StatusCode::UNPROCESSABLE_ENTITY, Some("can_cu_vuot")), "“{basis}”: {said}");
        assert_eq!(facts(&app, &code).await, before, "“{basis}”");
        let page = as_person(&app, &mut officer, &path, &form).await;
        assert!(page.contains("Có lỗi cần sửa") && page.contains("đã yêu cầu bổ sung đủ 1 lần"), "“{basis}”: {page}");
    }
    assert_eq!(facts(&app, &code).await, before);
    let form: Vec<(&'static str, String)> = form.into_iter().chain([("can_cu_vuot", WORDS.to_owned())]).collect();
    let (status, said) = as_program(&app, &officer, &path, &form).await;
    assert_eq!(status, StatusCode::OK, "with a basis it goes to the leader: {said}");
}

/// A request that says everything.
const COMPLETE: [(&str, &str); 4] = [("muc_1", "Giấy tờ tùy thân"), ("ly_do_1", "Bản chụp mờ, không đọc được"), ("can_cu_1", WORDS), ("han", "01/12/2026")];

/// A request with one field missing or too short is refused at that field, as a program and as a person, and keeps what was typed; the
/// complete one is taken.
async fn needs_reasons(app: &TestApp, visitor: &mut Visitor, code: &str, step: &str) {
    let path = format!("/can-bo/ho-so/{code}/{step}");
    let before = facts(app, code).await;
    let wrong = [("ly_do_1", "mờ"), ("ly_do_1", "         mờ         "), ("ly_do_1", ""), ("can_cu_1", ""), ("han", ""), ("han", "23/11/2026"), ("muc_1", "")];
    for (field, value) in wrong {
        let fields: Vec<(&'static str, &'static str)> = COMPLETE.iter().map(|(name, own)| (*name, if *name == field { value } else { *own })).collect();
        let form = with_version(app, code, &fields).await;
        let (status, said) = as_program(app, visitor, &path, &form).await;
        let fields = said["fields"].as_array().cloned().unwrap_or_default();
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{field} “{value}”: {said}");
        assert!(fields.len() == 1 && fields[0]["field"] == field, "{field} “{value}”: {said}");
        let message = fields[0]["message"].as_str().unwrap_or_default().to_owned();
        assert_eq!(facts(app, code).await, before, "{field} “{value}”");
        let page = as_person(app, visitor, &path, &form).await;
        assert!(page.contains("Có lỗi cần sửa") && page.contains(&message), "{field} “{value}” “{message}”: {page}");
        assert!(page.contains("Giấy tờ tùy thân") || field == "muc_1", "what was typed is still there");
        assert_eq!(facts(app, code).await, before, "{field} “{value}” as a person");
    }
    let nothing = with_version(app, code, &[("han", "01/12/2026")]).await;
    let (status, said) = as_program(app, visitor, &path, &nothing).await;
    assert_eq!((status, said["fields"][0]["field"].as_str()), (StatusCode::UNPROCESSABLE_ENTITY, Some("muc_1")), "no item at all: {said}");
    assert_eq!(facts(app, code).await, before);
    let (status, said) = as_program(app, visitor, &path, &with_version(app, code, &COMPLETE).await).await;
    assert_eq!(status, StatusCode::OK, "{said}");
    assert_eq!(facts(app, code).await.3, before.3 + 1, "one request");
}

/// The proposed request is approved, and the applicant answers it.
async fn approved_and_answered(app: &TestApp, code: &str) {
    let mut cx = app.t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
    let version = dossiers::by_any_code(&mut cx, code).await.unwrap().unwrap().version;
    dossiers::approve_supplement(&mut cx, code, version).await.unwrap();
    let waiting = dossiers::by_any_code(&mut cx, code).await.unwrap().unwrap();
    let answer = |id| SupplementAnswer { item_id: id, text: "Đã chụp lại rõ hơn".into(), file_ids: vec![] };
    let answers: Vec<SupplementAnswer> = waiting.open_supplement().unwrap().items.iter().map(|item| answer(item.id)).collect();
    dossiers::provide_supplement(&mut cx, code, waiting.version, &answers).await.unwrap();
    cx.commit().await.unwrap();
}
