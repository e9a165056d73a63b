//! Two processes of the operating system on one PostgreSQL: one session, one draft, one count, each job done once.

use crate::common::journey::walk;
use crate::common::{TestApp, Visitor};
use domain::seed::{Size, demo, identity, org, procedures};
use domain::testing::TestPortal;
use http::StatusCode;
use rand::{SeedableRng, rngs::StdRng};
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
