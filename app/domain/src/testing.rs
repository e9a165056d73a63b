//! For tests: every behaviour runs on SQLite and on PostgreSQL, each on a fresh database.
//!
//! `PORTAL_TEST_POSTGRES` holds the address of a private server (`cargo xtask test` starts one). Without it the
//! tests fail: a suite that skips an engine proves nothing.

use crate::clock::Clock;
use crate::config::Settings;
use crate::cx::Portal;
use crate::db::{Db, DbOptions};
use crate::files::FileStore;
use chrono::{DateTime, TimeZone, Utc};
use sqlx::Connection;
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

/// Opens a fresh SQLite portal: a copy of an empty one.
pub async fn sqlite() -> TestPortal {
    let shelf = Shelf::lock("portal-empty-of-tests").await;
    if !shelf.is_made() {
        let made = shelf.made();
        std::fs::create_dir_all(&made).expect("folder");
        migrated(&format!("sqlite://{}", made.join("portal.db").display())).await;
        shelf.stamp();
    }
    shelf.portal().await
}

/// Opens a portal on a fresh PostgreSQL database: a copy of an empty one. It is dropped with the portal.
pub async fn postgres() -> TestPortal {
    let server = std::env::var("PORTAL_TEST_POSTGRES").expect("PORTAL_TEST_POSTGRES is not set: run the tests with `make test` or `cargo xtask test`");
    let empty = format!("empty_{}", run_name().replace('-', "_"));
    let shelf = Shelf::lock("portal-empty-of-tests-postgres").await;
    if !shelf.is_made() {
        admin(&server, format!("DROP DATABASE IF EXISTS {empty}")).await.expect("no database of that name");
        admin(&server, format!("CREATE DATABASE {empty}")).await.expect("create database");
        migrated(&format!("{server}/{empty}")).await;
        shelf.stamp();
    }
    let name = format!("t_{}_{}_{:08x}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed), rand::random::<u32>());
    admin(&server, format!("CREATE DATABASE {name} TEMPLATE {empty}")).await.expect("copy of the empty database");
    drop(shelf);
    let folder = tempfile::tempdir().expect("temporary folder");
    open(format!("{server}/{name}"), folder, "postgres").await
}

/// One statement on the server itself; its text holds only names made here.
async fn admin(server: &str, statement: String) -> crate::Result<()> {
    let mut conn = sqlx::PgConnection::connect(&format!("{server}/postgres")).await?;
    sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).execute(&mut conn).await?;
    conn.close().await?;
    Ok(())
}

async fn migrated(url: &str) {
    let db = Db::connect(url, &DbOptions { connections: 2, ..DbOptions::default() }).await.expect("empty database");
    db.migrate().await.expect("migrations");
    db.close().await;
}

impl Drop for TestPortal {
    /// A run makes some eight hundred databases of 20 MB: one that its test has left is dropped, whoever still holds it.
    fn drop(&mut self) {
        let Some((server, name)) = self.url.rsplit_once('/').filter(|_| self.engine == "postgres") else { return };
        let (server, statement) = (server.to_owned(), format!("DROP DATABASE {name} WITH (FORCE)"));
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("runtime");
            runtime.block_on(admin(&server, statement))
        });
        if !matches!(dropped.join(), Ok(Ok(()))) {
            eprintln!("database {name} was not dropped");
        }
    }
}

/// Something that the first test of a run makes and the others copy.
struct Shelf {
    folder: std::path::PathBuf,
    _lock: std::fs::File,
}

impl Shelf {
    /// Waits until no other test holds it.
    async fn lock(name: &str) -> Self {
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).expect("folder of the shelf");
        let lock = std::fs::File::create(folder.join("lock")).expect("lock of the shelf");
        let lock = tokio::task::spawn_blocking(move || lock.lock().map(|()| lock)).await.expect("waiting").expect("lock of the shelf");
        Self { folder, _lock: lock }
    }

    /// Whether this run has made it; what another run left is removed.
    fn is_made(&self) -> bool {
        let stamp = self.folder.join("run");
        let is_made = std::fs::read_to_string(&stamp).ok().as_deref() == Some(run_name().as_str());
        if !is_made {
            let _ = (std::fs::remove_file(&stamp), std::fs::remove_dir_all(self.made()));
        }
        is_made
    }

    fn made(&self) -> std::path::PathBuf {
        self.folder.join("made")
    }

    fn stamp(&self) {
        std::fs::write(self.folder.join("run"), run_name()).expect("name of the run");
    }

    /// A portal on a copy.
    async fn portal(self) -> TestPortal {
        let folder = tempfile::tempdir().expect("temporary folder");
        copy(&self.made(), folder.path());
        drop(self);
        let url = format!("sqlite://{}", folder.path().join("portal.db").display());
        open(url, folder, "sqlite").await
    }
}

/// The run of tests that this process belongs to.
fn run_name() -> String {
    std::env::var("NEXTEST_RUN_ID").unwrap_or_else(|_| std::process::id().to_string())
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
    let shelf = Shelf::lock("portal-demo-of-tests").await;
    if !shelf.is_made() {
        let t = sqlite().await;
        crate::seed::seed(&t.portal, crate::seed::Size::S, &mut |_, _| {}).await.expect("demo data");
        t.portal.db().close().await;
        copy(t.folder.path(), &shelf.made());
        shelf.stamp();
    }
    shelf.portal().await
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
