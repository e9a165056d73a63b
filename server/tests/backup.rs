//! Back-up and restore: the same rows, files and audit chain on the other engine.

use domain::Actor;
use domain::audit::verify;
use domain::db::portable::Snapshot;
use domain::testing::{TestPortal, postgres, sqlite};
use model::files::Purpose;

async fn fill(t: &TestPortal) {
    let units = std::fs::read(format!("{}/../app/domain/tests/fixtures/units_2017.csv", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let mut cx = t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
    domain::org::import_units(&mut cx, &units, "units_2017.csv").await.unwrap();
    cx.commit().await.unwrap();
    let blob = t.portal.files().put("%PDF-1.7 Giấy khai sinh".as_bytes(), 1000).await.unwrap();
    let mut cx = t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
    domain::files::keep(&mut cx, &blob, "giay.pdf", Purpose::Dossier).await.unwrap();
    cx.commit().await.unwrap();
}

/// Every row of every table, in an order that does not depend on the engine, with numbers and booleans as JSON.
async fn content(t: &TestPortal) -> Vec<(String, Vec<String>)> {
    let mut snapshot = Snapshot::open(t.portal.db()).await.unwrap();
    let mut all = Vec::new();
    for table in snapshot.tables().await.unwrap() {
        let mut rows: Vec<String> = snapshot
            .rows(&table)
            .await
            .unwrap()
            .into_iter()
            .map(|row| {
                let value: serde_json::Value = serde_json::from_str(&row).unwrap();
                let object = value.as_object().unwrap();
                let mut cells: Vec<String> = object.iter().map(|(key, cell)| format!("{key}={}", normal(cell))).collect();
                cells.sort();
                cells.join("|")
            })
            .collect();
        rows.sort();
        all.push((table, rows));
    }
    all
}

/// One text for an instant, however the engine writes it.
fn normal(cell: &serde_json::Value) -> String {
    match cell.as_str().and_then(|text| chrono::DateTime::parse_from_rfc3339(text).ok()) {
        Some(instant) => instant.timestamp_micros().to_string(),
        None => cell.to_string(),
    }
}

async fn moves(from: TestPortal, to: TestPortal) {
    fill(&from).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sao-luu.tar.gz");
    let written = server::backup::write(&from.portal, &file).await.unwrap();
    assert!(written.rows > 30 && written.files == 1, "{written:?}");
    let read = server::backup::read(&to.portal, &file).await.unwrap();
    assert_eq!(written, read);
    assert_eq!(content(&from).await, content(&to).await, "{} → {}", from.engine, to.engine);
    let mut held = to.portal.db().read().await.unwrap();
    assert_eq!(verify(&mut held.conn()).await.unwrap().fault, None);
    drop(held);
    // New rows follow the restored ones, and a second restore is refused.
    let mut cx = to.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
    let blob = to.portal.files().put(b"%PDF-1.7 hai", 1000).await.unwrap();
    domain::files::keep(&mut cx, &blob, "hai.pdf", Purpose::Dossier).await.unwrap();
    cx.commit().await.unwrap();
    assert!(server::backup::read(&to.portal, &file).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_to_postgres_and_back() {
    moves(sqlite().await, postgres().await).await;
    moves(postgres().await, sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn same_engine() {
    moves(sqlite().await, sqlite().await).await;
    moves(postgres().await, postgres().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_another_kind_is_refused() {
    let t = sqlite().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("khong-phai.tar.gz");
    std::fs::write(&file, "không phải bản sao lưu").unwrap();
    assert!(server::backup::read(&t.portal, &file).await.is_err());
}

/// The back-up of another version of the portal: its rows fit another schema.
#[tokio::test(flavor = "multi_thread")]
async fn a_back_up_of_another_schema_is_refused() {
    let (from, to) = (sqlite().await, sqlite().await);
    fill(&from).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sao-luu.tar.gz");
    let mut cx = from.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
    cx.conn().exec("UPDATE _sqlx_migrations SET version = 9999 WHERE version = (SELECT MAX(version) FROM _sqlx_migrations)", vec![]).await.unwrap();
    cx.commit().await.unwrap();
    server::backup::write(&from.portal, &file).await.unwrap();
    let said = server::backup::read(&to.portal, &file).await.unwrap_err().to_string();
    assert!(said.contains("lược đồ số 9999") && said.contains("nâng cấp"), "{said}");
    let files = to.portal.read(&Actor::anonymous()).await.unwrap().conn().count("SELECT COUNT(*) FROM file", vec![]).await.unwrap();
    assert_eq!(files, 0, "nothing was taken in");
}
