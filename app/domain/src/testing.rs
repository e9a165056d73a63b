//! For tests: every behaviour runs on SQLite and on PostgreSQL, each on a fresh database.
//!
//! `PORTAL_TEST_POSTGRES` holds the address of a private server (`cargo xtask test` starts one). Without it the
//! tests fail: a suite that skips an engine proves nothing.

use crate::config::Settings;
use crate::cx::{Clock, Portal};
use crate::db::{Db, DbOptions};
use crate::files::FileStore;
use chrono::{DateTime, TimeZone, Utc};
use std::sync::atomic::{AtomicU32, Ordering};

/// A portal on a fresh database, with a clock that stands still, and a name for messages.
pub struct TestPortal {
    /// The portal.
    pub portal: Portal,
    /// `sqlite` or `postgres`.
    pub engine: &'static str,
    /// Address of the database, to open a second process on it.
    pub url: String,
    folder: tempfile::TempDir,
}

/// The demo's first instant: 07:00 on Monday, 23/11/2026 (11 §2).
#[must_use]
pub fn demo_start() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 23, 0, 0, 0).single().unwrap_or_default()
}

/// An instant from local date and time in Viet Nam.
#[must_use]
pub fn vn(year: i32, month: u32, day: u32, hour: u32, minute: u32) -> DateTime<Utc> {
    model::format::VN.with_ymd_and_hms(year, month, day, hour, minute, 0).single().unwrap_or_default().with_timezone(&Utc)
}

static COUNT: AtomicU32 = AtomicU32::new(0);

/// Opens a fresh SQLite portal.
pub async fn sqlite() -> TestPortal {
    let folder = tempfile::tempdir().expect("temporary folder");
    let url = format!("sqlite://{}", folder.path().join("portal.db").display());
    open(url, folder, "sqlite").await
}

/// Opens a portal on a fresh PostgreSQL database.
pub async fn postgres() -> TestPortal {
    let server = std::env::var("PORTAL_TEST_POSTGRES").expect("PORTAL_TEST_POSTGRES is not set: run the tests with `make test` or `cargo xtask test`");
    let name = format!("t_{}_{}_{:08x}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed), rand::random::<u32>());
    let admin = Db::connect(&format!("{server}/postgres"), &DbOptions { connections: 1, ..DbOptions::default() }).await.expect("PostgreSQL of the tests");
    let mut held = admin.read().await.expect("connection");
    let mut query = crate::db::Query::new("CREATE DATABASE ");
    query.push(Box::leak(name.clone().into_boxed_str()));
    query.exec(&mut held.conn()).await.expect("create database");
    drop(held);
    admin.close().await;
    let folder = tempfile::tempdir().expect("temporary folder");
    open(format!("{server}/{name}"), folder, "postgres").await
}

async fn open(url: String, folder: tempfile::TempDir, engine: &'static str) -> TestPortal {
    let db = Db::connect(&url, &DbOptions { connections: 6, ..DbOptions::default() }).await.expect("test database");
    db.migrate().await.expect("migrations");
    let files = FileStore::new(folder.path().join("files"));
    let settings = Settings {
        demo: true,
        citizen_local_accounts: true,
        secret_key: "0123456789abcdef0123456789abcdef".into(),
        database: url.clone(),
        ..Settings::default()
    };
    TestPortal { portal: Portal::new(db, Clock::manual(demo_start()), files, settings), engine, url, folder }
}

/// Runs a test on both engines, one after the other: `with_dbs(async |t| { … }).await`.
pub async fn with_dbs(test: impl AsyncFn(&TestPortal)) {
    for t in [sqlite().await, postgres().await] {
        println!("engine: {}", t.engine);
        test(&t).await;
        t.portal.db().close().await;
    }
}

/// The demo province, size S, with its people, dossiers, letters, articles and tasks, on SQLite: a copy of the one that the first
/// test of a run has made, which takes about a minute.
pub async fn demo() -> TestPortal {
    let run = std::env::var("NEXTEST_RUN_ID").unwrap_or_else(|_| std::process::id().to_string());
    let shelf = std::env::temp_dir().join("portal-demo-of-tests");
    std::fs::create_dir_all(&shelf).expect("folder of the demo");
    let lock = std::fs::File::create(shelf.join("lock")).expect("lock of the demo");
    let lock = tokio::task::spawn_blocking(move || lock.lock().map(|()| lock)).await.expect("waiting").expect("lock of the demo");
    let (made, stamp) = (shelf.join("made"), shelf.join("run"));
    if std::fs::read_to_string(&stamp).ok().as_deref() != Some(run.as_str()) {
        let _ = (std::fs::remove_file(&stamp), std::fs::remove_dir_all(&made));
        let t = sqlite().await;
        crate::seed::seed(&t.portal, crate::seed::Size::S, &mut |_, _| {}).await.expect("demo data");
        t.portal.db().close().await;
        copy(t.folder.path(), &made);
        std::fs::write(&stamp, run).expect("name of the run");
    }
    let folder = tempfile::tempdir().expect("temporary folder");
    copy(&made, folder.path());
    drop(lock);
    let url = format!("sqlite://{}", folder.path().join("portal.db").display());
    open(url, folder, "sqlite").await
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).expect("folder");
    for entry in std::fs::read_dir(from).expect("folder").map(|entry| entry.expect("entry")) {
        let to = to.join(entry.file_name());
        if entry.file_type().expect("kind").is_dir() {
            copy(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).expect("copy");
        }
    }
}

/// The same rows on a fresh PostgreSQL database.
pub async fn on_postgres(from: &TestPortal) -> TestPortal {
    let to = postgres().await;
    let mut snapshot = crate::db::portable::Snapshot::open(from.portal.db()).await.expect("snapshot");
    let mut tables = Vec::new();
    for table in snapshot.tables().await.expect("tables") {
        let rows = snapshot.rows(&table).await.expect("rows");
        tables.push((table, rows));
    }
    crate::db::portable::restore(to.portal.db(), tables).await.expect("restore");
    to.portal.clock().set(from.portal.clock().now());
    to
}

/// Signs in a sample official of the demo province.
pub async fn official(t: &TestPortal, username: &str) -> crate::Actor {
    let step = crate::identity::sign_in(&t.portal, username, crate::seed::demo::PASSWORD, "127.0.0.1").await.expect("password");
    let code = crate::identity::totp::code_at(&crate::seed::demo::totp_secret(username), t.portal.clock().wall()).expect("code");
    let session = crate::identity::confirm(&t.portal, &step.challenge, &code, "kiểm thử").await.expect("one-time code");
    crate::identity::actor_of_session(&t.portal, &session.token).await.expect("session").expect("a session just given")
}
