//! The two schemas say the same: tables, columns, nullability, indexes, and the list of migrations.

use domain::db::{Conn, Query};
use domain::testing::{TestPortal, postgres, sqlite};
use std::collections::{BTreeMap, BTreeSet};

type Columns = BTreeMap<String, BTreeMap<String, (String, bool)>>;

async fn rows<T: domain::db::Row>(t: &TestPortal, sql: &'static str) -> Vec<T> {
    let mut held = t.portal.db().read().await.unwrap();
    Query::new(sql).all(&mut held.conn()).await.unwrap()
}

/// A common word for the types of both engines.
fn common(kind: &str) -> String {
    match kind.to_lowercase().as_str() {
        "integer" | "bigint" => "integer",
        "timestamp with time zone" | "date" | "text" => "text",
        "blob" | "bytea" => "bytes",
        "real" | "double precision" => "real",
        other => return other.to_owned(),
    }
    .to_owned()
}

/// Engine-specific full text and the book-keeping of sqlx are left out.
fn ours(table: &str) -> bool {
    !table.starts_with("_sqlx") && !table.starts_with("sqlite_") && !table.starts_with("search_text")
}

async fn columns(t: &TestPortal) -> Columns {
    let list: Vec<(String, String, String, bool)> = match t.portal.db().read().await.unwrap().conn() {
        Conn::Sqlite(_) => rows(t, "SELECT m.name, c.name, c.type, (c.\"notnull\" = 0 AND c.pk = 0) AS nullable FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'").await,
        Conn::Postgres(_) => rows(t, "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT), CAST(data_type AS TEXT), is_nullable = 'YES' FROM information_schema.columns WHERE table_schema = 'public'").await,
    };
    let mut found = Columns::new();
    for (table, column, kind, nullable) in list.into_iter().filter(|(table, column, ..)| ours(table) && column != "tsv") {
        found.entry(table).or_default().insert(column, (common(&kind), nullable));
    }
    found
}

async fn indexes(t: &TestPortal) -> BTreeSet<String> {
    let list: Vec<(String, String)> = match t.portal.db().read().await.unwrap().conn() {
        Conn::Sqlite(_) => rows(t, "SELECT name, tbl_name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL").await,
        Conn::Postgres(_) => {
            rows(
                t,
                "SELECT CAST(c.relname AS TEXT), CAST(t.relname AS TEXT) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
             JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
             LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid WHERE n.nspname = 'public' AND k.oid IS NULL",
            )
            .await
        }
    };
    list.into_iter().filter(|(name, table)| ours(table) && !name.contains("_fts") && !name.contains("_tsv")).map(|(name, _)| name).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn both_engines_have_the_same_schema() {
    let (lite, pg) = (sqlite().await, postgres().await);
    let (a, b) = (columns(&lite).await, columns(&pg).await);
    let (names_a, names_b): (BTreeSet<_>, BTreeSet<_>) = (a.keys().collect(), b.keys().collect());
    assert_eq!(names_a, names_b, "tables");
    for (table, on_lite) in &a {
        assert_eq!(on_lite, &b[table], "columns of {table}");
    }
    assert_eq!(indexes(&lite).await, indexes(&pg).await, "indexes");
}

#[test]
fn both_engines_have_the_same_migrations() {
    let list = |engine: &str| -> BTreeSet<String> {
        std::fs::read_dir(format!("{}/migrations/{engine}", env!("CARGO_MANIFEST_DIR")))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect()
    };
    assert_eq!(list("sqlite"), list("postgres"));
    assert!(!list("sqlite").is_empty());
}
