//! The sweep of the file store: what nothing names goes, everything else stays.

use domain::db::{Conn, Query, counting, statements};
use domain::dossiers::draft::{self, DraftKey, Place};
use domain::files::{self, Swept};
use domain::testing::{TestPortal, with_dbs};
use domain::{Actor, args, nightly};
use model::files::Purpose;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

const PDF: &str = "%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";

async fn pairs(t: &TestPortal, on_sqlite: &'static str, on_postgres: &'static str) -> BTreeSet<(String, String)> {
    let mut held = t.portal.db().read().await.unwrap();
    let sql = if matches!(held.conn(), Conn::Sqlite(_)) { on_sqlite } else { on_postgres };
    let rows: Vec<(String, String)> = Query::new(sql).all(&mut held.conn()).await.unwrap();
    rows.into_iter().collect()
}

/// Columns that name a file and that a statement of the sweep does not look at.
async fn forgotten(t: &TestPortal) -> Vec<String> {
    let uses = pairs(
        t,
        "SELECT m.name, k.\"from\" FROM sqlite_master m, pragma_foreign_key_list(m.name) k WHERE m.type = 'table' AND k.\"table\" = 'file'",
        "SELECT CAST(t.relname AS TEXT), CAST(a.attname AS TEXT) FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid
         JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey) WHERE k.contype = 'f' AND k.confrelid = 'file'::regclass",
    )
    .await;
    let columns = pairs(
        t,
        "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'",
        "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT) FROM information_schema.columns WHERE table_schema = 'public'",
    )
    .await;
    let sweep: Vec<&str> = statements().filter(|one| one.module.ends_with("files::sweep") && one.sql.contains("f.id")).map(|one| one.sql).collect();
    assert_eq!(sweep.len(), 1, "the condition of removing is the same `unused!`");
    assert!(uses.len() >= 13, "{uses:?}");
    let seen = |table: &str, column: &str| sweep.iter().all(|sql| sql.contains(&format!("FROM {table} x WHERE x.{column} = f.id")));
    let missed = uses.iter().filter(|(table, column)| !seen(table, column));
    // A column that is called like a file has a foreign key: else nothing keeps its row.
    let named =
        |column: &str| column.ends_with("file_id") || column.ends_with("picture_id") || column.ends_with("file_token") || column.ends_with("file_sha256");
    let loose = columns.iter().filter(|pair| named(&pair.1) && !uses.contains(pair));
    missed.chain(loose).map(|(table, column)| format!("{table}.{column}")).collect()
}

/// A table that names files and that the sweep does not know makes this fail.
#[tokio::test(flavor = "multi_thread")]
async fn the_sweep_knows_every_table_that_names_a_file() {
    with_dbs(async |t| {
        assert_eq!(forgotten(t).await, Vec::<String>::new(), "add these to unused! in app/domain/src/files/sweep.rs");
        let mut cx = t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
        cx.conn().exec("CREATE TABLE thu_nghiem (tep BIGINT REFERENCES file (id), anh_file_id BIGINT)", args![]).await.unwrap();
        cx.commit().await.unwrap();
        assert_eq!(forgotten(t).await, ["thu_nghiem.tep", "thu_nghiem.anh_file_id"], "this test can fail");
    })
    .await;
}

/// Attaches a file of this text to the first paper of the draft; returns its row.
async fn attach(t: &TestPortal, actor: &Actor, key: &DraftKey, text: &str) -> i64 {
    let blob = t.portal.files().put(format!("{PDF}% {text}\n").as_bytes(), 1 << 20).await.unwrap();
    let mut cx = t.portal.write(actor).await.unwrap();
    let part = draft::view(&mut cx, key).await.unwrap().parts[0].id;
    let file = draft::attach(&mut cx, key, &Place::Part(part), &blob, &format!("{text}.pdf")).await.unwrap().file_id;
    cx.commit().await.unwrap();
    file
}

async fn create(t: &TestPortal, actor: &Actor) -> DraftKey {
    let mut cx = t.portal.write(actor).await.unwrap();
    let key = draft::create(&mut cx, "2.000635").await.unwrap();
    cx.commit().await.unwrap();
    key
}

async fn rows(t: &TestPortal) -> Vec<i64> {
    let mut cx = t.portal.read(&Actor::system("Kiểm thử")).await.unwrap();
    let rows: Vec<(i64,)> = cx.conn().all("SELECT id FROM file ORDER BY id", args![]).await.unwrap();
    rows.into_iter().map(|(id,)| id).collect()
}

/// Where the bytes of a text lie.
async fn place(t: &TestPortal, text: &str) -> PathBuf {
    let blob = t.portal.files().put(format!("{PDF}% {text}\n").as_bytes(), 1 << 20).await.unwrap();
    t.portal.files().path(&blob.sha256)
}

/// Makes stored bytes look as if they had arrived so many days ago by the clock of the machine.
fn age(path: &Path, days: u64) {
    let file = std::fs::File::options().append(true).open(path).unwrap();
    file.set_modified(SystemTime::now() - Duration::from_secs(days * 24 * 60 * 60)).unwrap();
}

/// Files that were taken out of a draft, and those of drafts that ended, go after a week; everything that something names stays.
#[tokio::test(flavor = "multi_thread")]
async fn what_nothing_names_goes_after_its_time() {
    with_dbs(async |t| {
        let citizen = crate::catalogue::province(&t.portal).await;
        let before = rows(t).await;
        let (open, left) = (create(t, &citizen).await, create(t, &citizen).await);
        let kept = attach(t, &citizen, &open, "giu").await;
        let out = attach(t, &citizen, &open, "bo").await;
        // The same bytes twice, once with a use and once without.
        attach(t, &citizen, &left, "giu").await;
        attach(t, &citizen, &left, "chi o day").await;
        let mut cx = t.portal.write(&citizen).await.unwrap();
        let part = draft::view(&mut cx, &open).await.unwrap().parts[0].id;
        draft::detach(&mut cx, &open, &Place::Part(part), out).await.unwrap();
        draft::discard(&mut cx, &left).await.unwrap();
        cx.commit().await.unwrap();
        let paths = [place(t, "giu").await, place(t, "bo").await, place(t, "chi o day").await, place(t, "khong co dong").await];
        paths.iter().for_each(|path| age(path, 2));

        let first = files::sweep(&t.portal).await.unwrap();
        assert_eq!(first, Swept { rows: 0, contents: 1 }, "a week is not over; bytes that never got a row go");
        assert!(paths[..3].iter().all(|path| path.exists()) && !paths[3].exists());

        t.portal.clock().advance(chrono::Duration::days(8));
        let mut cx = t.portal.write(&citizen).await.unwrap();
        let blob = t.portal.files().put(format!("{PDF}% vua den\n").as_bytes(), 1 << 20).await.unwrap();
        let fresh = files::keep(&mut cx, &blob, "vua-den.pdf", Purpose::Dossier).await.unwrap().id;
        cx.commit().await.unwrap();
        assert_eq!(files::sweep(&t.portal).await.unwrap(), Swept { rows: 3, contents: 0 }, "rows in one night");
        assert!(paths[..3].iter().all(|path| path.exists()), "their bytes in the next");
        assert_eq!(files::sweep(&t.portal).await.unwrap(), Swept { rows: 0, contents: 2 });
        assert!(paths[0].exists() && !paths[1].exists() && !paths[2].exists());
        let mut expected = before;
        expected.extend([kept, fresh]);
        assert_eq!(rows(t).await, expected);
        assert_eq!(files::sweep(&t.portal).await.unwrap(), Swept::default(), "nothing is left to do");

        // Bytes that arrive again while their row is gone are new, whatever lay there before.
        let again = place(t, "bo").await;
        nightly::run(&t.portal).await.unwrap();
        assert!(again.exists());
        // What went lies in the trash for a month: a row that names it finds it, and the next night puts it back.
        let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
        let (named, lost) = (name(&paths[2]), name(&paths[3]));
        assert!(t.portal.files().open(&named).await.is_ok() && t.portal.files().open(&lost).await.is_ok());
        let mut cx = t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
        let now = cx.now();
        let row = "INSERT INTO file (token, sha256, size, name, media_type, stored_at) VALUES ('tro-lai', $1, 1, 'tro-lai.pdf', 'application/pdf', $2)";
        cx.conn().exec(row, args![&named, now]).await.unwrap();
        cx.commit().await.unwrap();
        age(&t.portal.files().root().join("trash").join(&lost), 31);
        assert_eq!(files::sweep(&t.portal).await.unwrap(), Swept::default());
        assert!(paths[2].exists() && t.portal.files().open(&lost).await.is_err());
        let mut cx = t.portal.read(&Actor::system("Kiểm thử")).await.unwrap();
        let details: Vec<(String,)> = cx.conn().all("SELECT detail FROM audit_event WHERE action = 'file.swept' ORDER BY day, seq", args![]).await.unwrap();
        let words = |rows: u64, contents: u64| (format!("{rows} dòng tệp không còn nơi dùng, {contents} nội dung không còn dòng tệp"),);
        assert_eq!(details, [words(0, 1), words(3, 0), words(0, 2)], "each sweep that removed something has its audit row");
    })
    .await;
}

/// Rows go in one statement, however many there are; a file that gained a use after it was found stays.
#[tokio::test(flavor = "multi_thread")]
async fn rows_go_at_once_and_are_looked_at_again() {
    with_dbs(async |t| {
        let citizen = crate::catalogue::province(&t.portal).await;
        let key = create(t, &citizen).await;
        let used = attach(t, &citizen, &key, "gio da dung").await;
        let mut loose = Vec::new();
        for text in ["mot", "hai", "ba"] {
            loose.push(attach(t, &citizen, &key, text).await);
        }
        let mut cx = t.portal.write(&citizen).await.unwrap();
        let part = draft::view(&mut cx, &key).await.unwrap().parts[0].id;
        for file in &loose {
            draft::detach(&mut cx, &key, &Place::Part(part), *file).await.unwrap();
        }
        cx.commit().await.unwrap();
        let (gone, of_one) = counting(files::remove_unused(&t.portal, &loose[..1])).await;
        assert_eq!(gone.unwrap(), 1, "{}", t.engine);
        let (gone, of_three) = counting(files::remove_unused(&t.portal, &[used, loose[1], loose[2]])).await;
        assert_eq!((gone.unwrap(), of_three), (2, of_one), "{}", t.engine);
        let left = rows(t).await;
        assert!(left.contains(&used) && loose.iter().all(|file| !left.contains(file)), "{}", t.engine);
    })
    .await;
}
