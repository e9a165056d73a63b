//! A01-05, A10-01: the authorisation matrix. Every route of the portal × the 12 job templates, the administrator of the
//! province, nobody, the applicant, another citizen, an assistant and a partner's service account × an object of the own
//! unit and one of a foreign unit, compared with the reviewed file `expected.txt`.
//!
//! A route without policy does not get this far: every way to register one (`Routes::page`, `action`, `upload`,
//! `download`) takes a `Policy`, so that leaving it out is a type error, and `server::http` serves no other pages. A route
//! with a policy but without reviewed lines fails here.
//!
//! `UPDATE_MATRIX=1` writes the file anew; every changed letter is then reviewed against 01 §3–§5 and 10 §5.

mod forms;
mod letters;
mod objects;
mod people;
mod requests;

use crate::common::{Answer, TestApp, encode};
use app::web::RouteInfo;
use axum::body::Body;
use domain::args;
use domain::seed::{self, Size};
use http::{Request, StatusCode};
use objects::{APPLICANT, Objects};
use people::{COLUMNS, Member};
use rand::{SeedableRng, rngs::StdRng};
use requests::{Call, Fresh, Ownership, UPLOADS};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicU32, Ordering};

/// What a caller gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum MatrixCell {
    /// The page opens, or the form is refused for its content at the most.
    Allow,
    /// Refused and told so: 403, or the sign-in page.
    Deny,
    /// As if it did not exist; a list does not have it.
    NotFound,
    /// Opens with personal data masked.
    Masked,
    /// A defect: an answer that is none of these.
    Broken(u16),
}

impl MatrixCell {
    fn letter(self) -> char {
        match self {
            MatrixCell::Allow => 'A',
            MatrixCell::Deny => 'D',
            MatrixCell::NotFound => 'N',
            MatrixCell::Masked => 'M',
            MatrixCell::Broken(_) => '!',
        }
    }
}

/// Every address of the test is another one, so that rate limits do not decide.
static ADDRESS: AtomicU32 = AtomicU32::new(1);

async fn province() -> TestApp {
    let app = TestApp::sqlite().await;
    let mut rng = StdRng::seed_from_u64(5);
    seed::org::seed(&app.t.portal, Size::S, &mut rng, &mut |_| {}).await.unwrap();
    seed::procedures::seed(&app.t.portal, Size::S, &mut rng, &mut |_| {}).await.unwrap();
    seed::identity::seed(&app.t.portal, Size::S, &mut rng, &mut |_| {}).await.unwrap();
    app.t.portal.clock().set(seed::demo_start());
    app
}

fn request(route: &RouteInfo, call: &Call, token: &str) -> Request<Body> {
    let [.., high, low] = ADDRESS.fetch_add(1, Ordering::Relaxed).to_be_bytes();
    let builder = Request::builder()
        .method(route.method)
        .uri(&call.path)
        .header("host", "127.0.0.1:3000")
        .header("accept", "text/html")
        .extension(axum::extract::ConnectInfo(std::net::SocketAddr::from(([10, 0, high, low], 1))))
        .header("cookie", format!("{}={token}", app::web::SESSION_COOKIE));
    if route.method == "GET" {
        return builder.body(Body::empty()).unwrap();
    }
    let builder = builder.header("origin", "http://127.0.0.1:3000");
    if UPLOADS.contains(&route.path) {
        let mut body = String::new();
        for (name, value) in &call.fields {
            write!(body, "--gach\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").unwrap();
        }
        body.push_str("--gach--\r\n");
        return builder.header("content-type", "multipart/form-data; boundary=gach").body(Body::from(body)).unwrap();
    }
    let body: Vec<String> = call.fields.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
    builder.header("content-type", "application/x-www-form-urlencoded").body(Body::from(body.join("&"))).unwrap()
}

fn judge(call: &Call, answer: &Answer) -> MatrixCell {
    match answer.status {
        StatusCode::SEE_OTHER if answer.location.starts_with("/dang-nhap?ve=") => MatrixCell::Deny,
        StatusCode::SEE_OTHER | StatusCode::CONFLICT | StatusCode::UNPROCESSABLE_ENTITY => MatrixCell::Allow,
        StatusCode::FORBIDDEN | StatusCode::UNAUTHORIZED => MatrixCell::Deny,
        StatusCode::NOT_FOUND => MatrixCell::NotFound,
        StatusCode::OK if call.marker.as_ref().is_some_and(|marker| !answer.body.contains(marker)) => MatrixCell::NotFound,
        StatusCode::OK if call.names_applicant && !APPLICANT.iter().any(|secret| answer.body.contains(secret)) => MatrixCell::Masked,
        StatusCode::OK => MatrixCell::Allow,
        other => MatrixCell::Broken(other.as_u16()),
    }
}

/// Makes what the call of this route uses up.
async fn fresh(app: &TestApp, route: &RouteInfo, whose: Ownership, member: &Member, all: &Objects, members: &[Member]) -> Fresh {
    let mut fresh = Fresh::default();
    let place = if whose == Ownership::Foreign { &all.foreign } else { &all.own };
    let stranger = members.iter().find(|other| other.column.letter == if member.column.letter == 'o' { 'x' } else { 'o' }).unwrap();
    let number = ADDRESS.fetch_add(1, Ordering::Relaxed);
    match route.path {
        "/tai-khoan/ket-thuc-phien" => {
            let of = if whose == Ownership::Own && member.account > 0 { member } else { stranger };
            fresh.session = people::session(app, of.account, of.employment).await.1;
        }
        "/can-bo/thu/{ma}/bo-nhap" | "/can-bo/thu/{ma}/hoan-tac" => {
            let writer = if whose == Ownership::Own && member.is_official() { member } else { &members[usize::from(member.column.letter == 'R')] };
            let send = route.path.ends_with("hoan-tac");
            let id = letters::write(app, &writer.actor, &members[2].actor, "Thư dùng một lần", send).await;
            (fresh.draft, fresh.pending) = (id, id);
        }
        "/quan-tri/phan-quyen/hai-nguoi/xac-nhan" | "/quan-tri/phan-quyen/hai-nguoi/tu-choi" => {
            let held = "SELECT a.id, (SELECT MIN(e.id) FROM employment e WHERE e.person_id = a.person_id) FROM account a WHERE a.username = 'quan.tri.2'";
            let mut cx = app.t.portal.write(&people::system()).await.unwrap();
            let (account, employment): (i64, Option<i64>) = cx.conn().one(held, args![]).await.unwrap();
            let username = format!("mot.lan.{number}");
            let root = domain::org::root(&mut cx).await.unwrap().id;
            let (person, _) = people::hire(&mut cx, &username, "Mẫu Một Lần", root, "tpl_accountant").await;
            cx.commit().await.unwrap();
            let (token, _) = people::session(app, account, employment).await;
            let second = domain::identity::actor_of_session(&app.t.portal, &token).await.unwrap().unwrap();
            let mut cx = app.t.portal.write(&second).await.unwrap();
            fresh.joint = domain::identity::propose_system_admin(&mut cx, person, "Cần thêm quản trị kỹ thuật").await.unwrap();
            cx.commit().await.unwrap();
        }
        path if path.starts_with("/quan-tri/nguoi/") || path.starts_with("/quan-tri/phan-quyen/") => {
            let mut cx = app.t.portal.write(&people::system()).await.unwrap();
            let username = format!("mot.lan.{number}");
            (fresh.person, fresh.employment) = people::hire(&mut cx, &username, "Mẫu Một Lần", place.unit, "tpl_accountant").await;
            let role = "SELECT MAX(id) FROM role_assignment WHERE person_id = $1";
            (fresh.role,) = cx.conn().one(role, args![fresh.person]).await.unwrap();
            cx.commit().await.unwrap();
        }
        "/quan-tri/uy-quyen/ket-thuc" => {
            let mut cx = app.t.portal.write(&people::system()).await.unwrap();
            let first = domain::org::today(&cx);
            let input = domain::identity::DelegationInput {
                from_person: place.other_person,
                to_person: place.person,
                unit_id: place.unit,
                roles: vec!["unit_leader".to_owned()],
                first_day: Some(first),
                last_day: Some(first + chrono::Duration::days(3)),
                reason: "Đi công tác".to_owned(),
                document_ref: "12/QĐ-UBND".to_owned(),
            };
            fresh.delegation = domain::identity::create_delegation(&mut cx, &input).await.unwrap();
            cx.commit().await.unwrap();
        }
        _ => {}
    }
    fresh
}

/// Routes after which the session is over.
const ENDING: [&str; 3] = ["/dang-xuat", "/tai-khoan/ket-thuc-phien-khac", "/can-bo/xac-thuc-lai"];

async fn cell(app: &TestApp, route: &RouteInfo, line: &(String, Ownership), member: &Member, all: &Objects, members: &[Member]) -> MatrixCell {
    let posted = route.method == "POST";
    let fresh = if posted { fresh(app, route, line.1, member, all, members).await } else { Fresh::default() };
    let call = requests::call(route, &line.0, line.1, member, all, fresh);
    let own_session;
    let token = if posted && ENDING.contains(&route.path) && member.account > 0 {
        own_session = people::session(app, member.account, member.employment).await.0;
        &own_session
    } else {
        &member.token
    };
    if posted && route.path == "/tai-khoan/ket-thuc-phien-khac" {
        return MatrixCell::letter_of_policy(route, member);
    }
    let answer = app.send(request(route, &call, token)).await;
    let cell = judge(&call, &answer);
    if let MatrixCell::Broken(status) = cell {
        println!("{} {} as {}: {status} {}", route.method, call.path, member.column.letter, answer.body.chars().take(300).collect::<String>());
    }
    cell
}

impl MatrixCell {
    /// Ending every other session would sign the columns out: only the policy is asked.
    fn letter_of_policy(route: &RouteInfo, member: &Member) -> Self {
        match route.policy.check(&member.actor) {
            Ok(()) => MatrixCell::Allow,
            Err(domain::Error::NotFound) => MatrixCell::NotFound,
            Err(_) => MatrixCell::Deny,
        }
    }
}

/// `method path variant ownership` → letters.
type Matrix = BTreeMap<String, String>;

async fn measure(app: &TestApp, members: &[Member], all: &Objects) -> Matrix {
    let mut matrix = Matrix::new();
    for route in app::routes().list() {
        for line in requests::lines(route) {
            let mut letters = String::new();
            for member in members {
                letters.push(cell(app, route, &line, member, all, members).await.letter());
            }
            matrix.insert(format!("{} {}{} {}", route.method, route.path, line.0, line.1.word()), letters);
        }
    }
    matrix
}

fn file() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/matrix/expected.txt")
}

fn written(matrix: &Matrix) -> String {
    let mut text = String::from("# A: allow, D: deny, N: not found (or not in the list), M: masked. Reviewed against 01 §3–§5 and 10 §5.\n");
    for column in &COLUMNS {
        writeln!(text, "# {} {}", column.letter, column.who).unwrap();
    }
    let letters: String = COLUMNS.iter().map(|column| column.letter).collect();
    writeln!(text, "{letters}").unwrap();
    for (line, cells) in matrix {
        writeln!(text, "{cells} {line}").unwrap();
    }
    text
}

fn read(text: &str) -> Matrix {
    let lines = text.lines().filter(|line| !line.starts_with('#')).skip(1);
    lines.filter_map(|line| line.split_once(' ')).map(|(cells, line)| (line.to_owned(), cells.to_owned())).collect()
}

/// What differs, in words for the reviewer.
fn differences(expected: &Matrix, found: &Matrix) -> Vec<String> {
    let mut lines = Vec::new();
    for (line, cells) in found {
        match expected.get(line) {
            None => lines.push(format!("not reviewed yet, add after review:\n  {cells} {line}")),
            Some(reviewed) if reviewed != cells => {
                let wrong = COLUMNS.iter().zip(reviewed.chars().zip(cells.chars())).filter(|(_, (a, b))| a != b);
                let who: Vec<String> = wrong.map(|(column, (a, b))| format!("{}: {a} is now {b}", column.who)).collect();
                lines.push(format!("{line}: {}\n  {cells} {line}", who.join("; ")));
            }
            Some(_) => {}
        }
    }
    lines.extend(expected.keys().filter(|line| !found.contains_key(*line)).map(|line| format!("no such route any more: {line}")));
    lines
}

/// A01-05, A10-01.
#[tokio::test(flavor = "multi_thread")]
async fn a01_05_a10_01_every_route_answers_every_role_as_reviewed() {
    let app = province().await;
    let members = people::gather(&app).await;
    let all = objects::lay(&app, &members).await;
    let found = measure(&app, &members, &all).await;
    assert!(
        found.values().all(|cells| !cells.contains('!')),
        "broken answers: {:#?}",
        found.iter().filter(|(_, cells)| cells.contains('!')).collect::<Vec<_>>()
    );
    if std::env::var("UPDATE_MATRIX").is_ok_and(|value| value == "1") {
        std::fs::write(file(), written(&found)).unwrap();
    }
    let reviewed = read(&std::fs::read_to_string(file()).unwrap_or_default());
    let differences = differences(&reviewed, &found);
    assert!(differences.is_empty(), "{} lines differ from the reviewed matrix:\n{}", differences.len(), differences.join("\n"));
}

/// A10-01: a route without reviewed lines, a line without a route, and a changed cell are each told to the reviewer.
#[test]
fn a10_01_what_is_not_reviewed_fails() {
    let matrix = |lines: &[(&str, &str)]| lines.iter().map(|(line, cells)| ((*line).to_owned(), (*cells).to_owned())).collect::<Matrix>();
    let reviewed = matrix(&[("GET /cu any", "AAAAAAAAAAAAAAAAAA"), ("GET /chung any", "DDDDDDDDDDDDDDDDDD")]);
    let found = matrix(&[("GET /moi any", "AAAAAAAAAAAAAAAAAA"), ("GET /chung any", "ADDDDDDDDDDDDDDDDD")]);
    let said = differences(&reviewed, &found).join("\n");
    assert!(said.contains("not reviewed yet") && said.contains("GET /moi any"), "{said}");
    assert!(said.contains("no such route any more: GET /cu any") && said.contains("tpl_receptionist: D is now A"), "{said}");
    assert!(differences(&found, &read(&written(&found))).is_empty());
}
