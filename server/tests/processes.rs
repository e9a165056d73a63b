//! Two processes of the operating system on one PostgreSQL: one session, one draft, one count, each job done once.

use crate::common::dossiers::{province, submit};
use crate::common::journey::walk;
use crate::common::{TestApp, Visitor};
use domain::seed::{Size, demo, identity, org, procedures};
use domain::testing::TestPortal;
use domain::{Actor, args};
use http::StatusCode;
use rand::{SeedableRng, rngs::StdRng};
use std::collections::BTreeSet;
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// `portal serve` on a port of its own; killed if a test ends early.
struct Process {
    child: Child,
    url: String,
}

impl Process {
    fn start(t: &TestPortal) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let child = Command::new(env!("CARGO_BIN_EXE_portal"))
            .args(["serve", "--demo", "--addr", &format!("127.0.0.1:{port}"), "--database", &t.url])
            .env("PORTAL_FILES", t.portal.files().root())
            .env("PORTAL_SECRET_KEY", &t.portal.settings().secret_key)
            .env("RUST_LOG", "error")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Self { child, url: format!("http://127.0.0.1:{port}") }
    }

    async fn ready(&mut self) {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let until = Instant::now() + Duration::from_secs(60);
        loop {
            if client.get(format!("{}/readyz", self.url)).send().await.is_ok_and(|answer| answer.status() == 200) {
                return;
            }
            assert!(Instant::now() < until && self.child.try_wait().unwrap().is_none(), "the process did not become ready");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Asks it to stop and waits: it must end by itself, without a fault.
    async fn stop(mut self) {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(asked.success());
        let until = Instant::now() + Duration::from_secs(20);
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                assert!(status.success(), "{status}");
                return;
            }
            assert!(Instant::now() < until, "the process did not stop");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

async fn count(app: &TestApp, sql: &'static str) -> i64 {
    let mut held = app.t.portal.db().read().await.unwrap();
    held.conn().count(sql, Vec::new()).await.unwrap()
}

/// Waits until a count is reached; the workers look every second.
async fn becomes(app: &TestApp, sql: &'static str, wanted: i64) {
    let until = Instant::now() + Duration::from_secs(30);
    while count(app, sql).await != wanted {
        assert!(Instant::now() < until, "{sql}: {} instead of {wanted}", count(app, sql).await);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_share_sessions_drafts_counters_and_jobs() {
    let t = domain::testing::postgres().await;
    let mut rng = StdRng::seed_from_u64(1);
    org::seed(&t.portal, Size::S, &mut rng, &mut |_| {}).await.unwrap();
    procedures::seed(&t.portal, Size::S, &mut rng, &mut |_| {}).await.unwrap();
    identity::seed(&t.portal, Size::S, &mut rng, &mut |_| {}).await.unwrap();
    let (mut first, mut second) = (Process::start(&t), Process::start(&t));
    first.ready().await;
    second.ready().await;
    let mut app = TestApp::served(t, &first.url);

    // The session that one process gave is valid in the other, and so is the draft.
    let mut citizen = app.citizen(demo::CITIZENS[0].0).await;
    let started = app.post(&mut citizen, "/thu-tuc/2.000635/nop", &[]).await;
    let draft = started.location.clone();
    assert!(draft.starts_with("/nop/N-"), "{draft}");
    app.through(&second.url);
    let (check, _) = walk(&app, &mut citizen, &format!("{draft}/co-quan")).await;
    assert!(check.body.contains("Nguyễn Mẫu Sơn"));
    app.through(&first.url);
    let same = app.get(&citizen, &format!("{draft}/kiem-tra")).await;
    assert!(same.body.contains("Nguyễn Mẫu Sơn") && same.body.contains("uy-quyen.pdf"), "what the second process stored");
    let sent = app.post(&mut citizen, &format!("{draft}/cam-doan"), &[("cam_doan", "co")]).await;
    assert_eq!(sent.location, format!("{draft}/xong"));
    app.through(&second.url);
    let again = app.post(&mut citizen, &format!("{draft}/cam-doan"), &[("cam_doan", "co")]).await;
    assert_eq!(again.location, format!("{draft}/xong"));
    assert_eq!(count(&app, "SELECT COUNT(*) FROM dossier").await, 1, "sent twice, stored once");

    // Wrong passwords count together, whichever process hears them.
    let mut statuses = Vec::new();
    for turn in 0..12 {
        app.through(if turn % 2 == 0 { &first.url } else { &second.url });
        let mut guesser = Visitor::anonymous();
        let answer = app.post(&mut guesser, "/dang-nhap", &[("ten_dang_nhap", "khong.co.ai"), ("mat_khau", "sai mật khẩu này")]).await;
        let page = app.get(&guesser, &answer.location).await;
        statuses.push(page.body.contains("Bạn đã thử quá nhiều lần"));
    }
    assert!(!statuses[0] && statuses[11], "{statuses:?}");

    // Every message leaves once, every job is done once.
    becomes(&app, "SELECT COUNT(*) FROM outbox WHERE state = 'queued'", 0).await;
    assert_eq!(count(&app, "SELECT COUNT(*) FROM outbox WHERE state = 'sent' AND attempts <> 1").await, 0);
    becomes(&app, "SELECT COUNT(*) FROM job WHERE kind = 'nightly' AND state = 'done'", 1).await;
    assert_eq!(count(&app, "SELECT COUNT(*) FROM job WHERE attempts > 1").await, 0);

    // One process dies without a word: the other goes on with the same session.
    drop(first);
    app.through(&second.url);
    assert_eq!(app.get(&citizen, "/ho-so-cua-toi").await.status, StatusCode::OK);
    second.stop().await;
}

/// Submissions that wait for their receipt.
const WAITING: usize = 1_000;
/// Receptionists at once in each of the two processes.
const AT_ONCE: usize = 8;
/// How long they work if the machine is too slow for all.
const LONGEST: Duration = Duration::from_secs(30);

/// A receptionist at one process: a connection with the cookies of the session.
#[derive(Clone)]
struct Desk {
    client: reqwest::Client,
    url: String,
    cookies: String,
}

impl Desk {
    fn new(url: &str, visitor: &Visitor) -> Self {
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().unwrap();
        Self { client, url: url.to_owned(), cookies: visitor.cookie_line() }
    }

    /// Posts the form of D03 once; the dossier code that the answer leads to, or nothing if it leads back to the form.
    async fn receive(&self, code: &str, part: i64) -> Option<String> {
        let page = format!("/can-bo/ho-so/{code}/tiep-nhan");
        let request = self.client.post(format!("{}{page}", self.url)).header("host", "127.0.0.1:3000").header("origin", "http://127.0.0.1:3000");
        let request = request.header("referer", format!("http://127.0.0.1:3000{page}")).header("cookie", &self.cookies).header("accept", "text/html");
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let answer = request.body(format!("phien_ban=1&thanh_phan={part}&giay_to_tuy_than=1")).send().await.unwrap();
        let status = answer.status().as_u16();
        let location = answer.headers().get("location").and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        let body = answer.text().await.unwrap();
        assert_eq!(status, 303, "{code}: {body}");
        if location.starts_with(&page) {
            return None;
        }
        let given = location.strip_prefix("/can-bo/ho-so/").and_then(|rest| rest.split('?').next()).unwrap_or_else(|| panic!("{code}: {location}"));
        Some(given.to_owned())
    }

    /// Receives one dossier after the other until the time is over: the codes that were given. Whoever is told that the portal is busy
    /// presses the button again.
    async fn work(self, share: Vec<(String, i64)>, until: Instant) -> Vec<String> {
        let mut codes = Vec::new();
        for (code, part) in share {
            let mut tries = 0;
            while Instant::now() < until {
                if let Some(given) = self.receive(&code, part).await {
                    codes.push(given);
                    break;
                }
                tries += 1;
                assert!(tries < 20, "{code} is never received");
            }
        }
        codes
    }
}

/// A02-01 with two processes of the operating system: receipts over HTTP through both at once, for one unit and day: codes from 0001
/// without a gap and without a double, also where two people receive the same dossier at the same time.
#[tokio::test(flavor = "multi_thread")]
async fn a02_01_receipts_through_two_processes() {
    let app = TestApp::postgres().await;
    province(&app).await;
    let t = app.t;
    let mut cx = t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
    let mut waiting = Vec::with_capacity(WAITING);
    for n in 0..WAITING {
        waiting.push(submit(&mut cx, n).await);
    }
    // The clocks of the processes stand at the demo's day and run on from there.
    let now = chrono::Utc::now();
    cx.conn().exec("INSERT INTO setting (name, value) VALUES ('seeded_at', $1)", args![now.to_rfc3339()]).await.unwrap();
    cx.commit().await.unwrap();
    t.portal.clock().set(now);
    let (mut first, mut second) = (Process::start(&t), Process::start(&t));
    first.ready().await;
    second.ready().await;
    let app = TestApp::served(t, &first.url);
    app.t.portal.clock().set(chrono::Utc::now());
    let clerk = app.official("mot.cua").await;
    let desks = [Desk::new(&first.url, &clerk), Desk::new(&second.url, &clerk)];

    let contested = waiting.split_off(WAITING - 20);
    let until = Instant::now() + LONGEST;
    let mut lanes = tokio::task::JoinSet::new();
    for (n, share) in waiting.chunks(waiting.len().div_ceil(2 * AT_ONCE)).enumerate() {
        lanes.spawn(desks[n % 2].clone().work(share.to_vec(), until));
    }
    let mut codes: Vec<String> = lanes.join_all().await.into_iter().flatten().collect();
    assert!(codes.len() >= 100, "only {} receipts: the test proves little", codes.len());
    for (code, part) in &contested {
        let given: Vec<String> = loop {
            let (one, two) = tokio::join!(desks[0].receive(code, *part), desks[1].receive(code, *part));
            let given: Vec<String> = one.into_iter().chain(two).collect();
            if !given.is_empty() {
                break given;
            }
        };
        assert_eq!(given.len(), 1, "{code} was received twice: {given:?}");
        codes.extend(given);
    }
    println!("{} receipts", codes.len());

    let mut held = app.t.portal.db().read().await.unwrap();
    let stored: Vec<(String,)> = held.conn().all("SELECT code FROM dossier WHERE code IS NOT NULL ORDER BY code", Vec::new()).await.unwrap();
    drop(held);
    let stored: Vec<String> = stored.into_iter().map(|(code,)| code).collect();
    let expected: Vec<String> = (1..=codes.len()).map(|n| format!("H99.101-261123-{n:04}")).collect();
    assert!(stored == expected, "{} stored, {} answered; {:?}", stored.len(), codes.len(), stored.iter().zip(&expected).find(|(a, b)| a != b));
    let answered: BTreeSet<&String> = codes.iter().collect();
    let wanted: BTreeSet<&String> = expected.iter().collect();
    assert_eq!(answered, wanted, "each answer named the code of its dossier");
    let events = "SELECT COUNT(*) FROM dossier_event WHERE action = 'receive'";
    assert_eq!(count(&app, events).await, i64::try_from(expected.len()).unwrap());
    let mut cx = app.t.portal.read(&Actor::system("Kiểm thử")).await.unwrap();
    assert_eq!(domain::audit::verify(&mut cx.conn()).await.unwrap().fault, None);
    drop(cx);
    first.stop().await;
    second.stop().await;
}
