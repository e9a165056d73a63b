//! Every table as JSON lines, the same on both engines: for back-ups and for moving from one engine to the other.

use super::{Conn, Db, Held, Query};
use crate::args;
use crate::error::{Error, Result};
use std::collections::{HashMap, HashSet};

/// One consistent view of the whole database.
pub struct Snapshot {
    held: Held,
}

const TABLES_SQLITE: &str =
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_sqlx%' ESCAPE '\\' ORDER BY name";
const TABLES_POSTGRES: &str = "SELECT CAST(table_name AS TEXT) FROM information_schema.tables
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name NOT LIKE '\\_sqlx%' ORDER BY table_name";
const COLUMNS_SQLITE: &str = "SELECT name, type FROM pragma_table_info($1) ORDER BY cid";
const COLUMNS_POSTGRES: &str = "SELECT CAST(column_name AS TEXT), CAST(data_type AS TEXT) FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name = $1 ORDER BY ordinal_position";
const REFERENCES_SQLITE: &str = "SELECT m.name, f.\"table\" FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'";
const REFERENCES_POSTGRES: &str = "SELECT CAST(t.relname AS TEXT), CAST(r.relname AS TEXT) FROM pg_constraint c
     JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class r ON r.oid = c.confrelid WHERE c.contype = 'f'";

/// Number of the last migration: rows of a back-up fit only the schema that they come from.
///
/// # Errors
/// If the database cannot be read.
pub async fn schema(db: &Db) -> Result<i64> {
    db.read().await?.conn().count("SELECT MAX(version) FROM _sqlx_migrations", args![]).await
}

/// The full-text table and what SQLite keeps behind it are an index, not facts: made again after a restore.
fn is_index(table: &str) -> bool {
    table.starts_with("search_text")
}

impl Snapshot {
    /// Opens a transaction in which every table shows the same moment.
    ///
    /// # Errors
    /// If the database cannot be reached.
    pub async fn open(db: &Db) -> Result<Self> {
        let mut held = db.begin().await?;
        if let Conn::Postgres(conn) = held.conn() {
            sqlx::query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ").execute(&mut *conn).await?;
            sqlx::query("SET LOCAL TIME ZONE 'UTC'").execute(&mut *conn).await?;
        }
        Ok(Self { held })
    }

    /// Names of the tables.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn tables(&mut self) -> Result<Vec<String>> {
        tables(&mut self.held.conn()).await
    }

    /// The rows of a table, one JSON object each. Bytes are `\x…`, instants RFC 3339, days ISO.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn rows(&mut self, table: &str) -> Result<Vec<String>> {
        let mut conn = self.held.conn();
        let columns = columns(&mut conn, table).await?;
        let has_id = columns.iter().any(|(name, _)| name == "id");
        let table = quoted(table)?;
        let order = if has_id { " ORDER BY id" } else { "" };
        let sql = if conn.engine() == "postgres" {
            format!("SELECT CAST(row_to_json(t) AS TEXT) FROM {table} t{order}")
        } else {
            let pairs: Vec<String> = columns.iter().map(|(name, kind)| format!("'{name}', {}", json_value(name, kind))).collect();
            format!("SELECT json_object({}) FROM {table}{order}", pairs.join(", "))
        };
        let rows: Vec<(String,)> = Query::built(sql, Vec::new()).all(&mut conn).await?;
        Ok(rows.into_iter().map(|(row,)| row).collect())
    }
}

fn json_value(name: &str, kind: &str) -> String {
    match kind {
        "BLOB" => format!("CASE WHEN \"{name}\" IS NULL THEN NULL ELSE '\\x' || lower(hex(\"{name}\")) END"),
        "BOOLEAN" => format!("CASE WHEN \"{name}\" IS NULL THEN NULL WHEN \"{name}\" THEN json('true') ELSE json('false') END"),
        _ => format!("\"{name}\""),
    }
}

async fn tables(conn: &mut Conn<'_>) -> Result<Vec<String>> {
    let statement = if conn.engine() == "postgres" { TABLES_POSTGRES } else { TABLES_SQLITE };
    let rows: Vec<(String,)> = conn.all(statement, args![]).await?;
    Ok(rows.into_iter().map(|(name,)| name).filter(|name| !is_index(name)).collect())
}

async fn columns(conn: &mut Conn<'_>, table: &str) -> Result<Vec<(String, String)>> {
    let statement = if conn.engine() == "postgres" { COLUMNS_POSTGRES } else { COLUMNS_SQLITE };
    conn.all(statement, args![table]).await
}

/// A table name from a file is used only if it looks like one of ours.
fn quoted(name: &str) -> Result<String> {
    if name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_') && !name.is_empty() {
        Ok(format!("\"{name}\""))
    } else {
        Err(Error::field("file", format!("Tên bảng «{name}» trong bản sao lưu không hợp lệ.")))
    }
}

/// Puts the rows of a back-up into an empty database, tables that others refer to first.
///
/// # Errors
/// `Invalid` if the database holds data already or a table is unknown.
pub async fn restore(db: &Db, tables_with_rows: Vec<(String, Vec<String>)>) -> Result<()> {
    let mut held = db.begin().await?;
    let mut conn = held.conn();
    let known: HashSet<String> = tables(&mut conn).await?.into_iter().collect();
    if let Some((unknown, _)) = tables_with_rows.iter().find(|(name, _)| !known.contains(name)) {
        return Err(Error::field("file", format!("Bản sao lưu có bảng «{unknown}» mà phiên bản này không biết.")));
    }
    let people = Query::new("SELECT COUNT(*) FROM audit_event").count(&mut conn).await?;
    if people > 0 {
        return Err(Error::field("database", "Cơ sở dữ liệu đích đã có dữ liệu. Hãy khôi phục vào cơ sở dữ liệu trống."));
    }
    let mut rows: HashMap<String, Vec<String>> = tables_with_rows.into_iter().collect();
    for table in in_order(&mut conn, &known).await? {
        let name = quoted(&table)?;
        if let Some(lines) = rows.remove(&table) {
            // Rows that the migrations themselves wrote give way to those of the back-up.
            Query::built(format!("DELETE FROM {name}"), Vec::new()).exec(&mut conn).await?;
            insert(&mut conn, &table, &name, lines).await?;
        }
    }
    crate::search::rebuild(&mut held.conn()).await?;
    held.commit().await?;
    db.analyse().await
}

async fn insert(conn: &mut Conn<'_>, table: &str, name: &str, lines: Vec<String>) -> Result<()> {
    let columns = columns(conn, table).await?;
    let list: Vec<String> = columns.iter().map(|(column, _)| format!("\"{column}\"")).collect();
    let list = list.join(", ");
    let sql = if conn.engine() == "postgres" {
        format!("INSERT INTO {name} ({list}) SELECT {list} FROM json_populate_record(NULL::{name}, CAST($1 AS JSON))")
    } else {
        let values: Vec<String> = columns.iter().map(|(column, kind)| read_value(column, kind)).collect();
        format!("INSERT INTO {name} ({list}) SELECT {}", values.join(", "))
    };
    for line in lines.into_iter().filter(|line| !line.is_empty()) {
        Query::built(sql.clone(), args![line]).exec(conn).await?;
    }
    if conn.engine() == "postgres" && columns.iter().any(|(column, _)| column == "id") {
        // The next generated id follows the restored ones; tables without a generated id have no sequence.
        let text = format!(
            "SELECT COALESCE(setval(CAST(pg_get_serial_sequence('{table}', 'id') AS regclass), GREATEST((SELECT COALESCE(MAX(id), 0) FROM {name}), 1)), 0)
             WHERE pg_get_serial_sequence('{table}', 'id') IS NOT NULL"
        );
        let _: Option<(i64,)> = Query::built(text, Vec::new()).opt(conn).await?;
    }
    Ok(())
}

fn read_value(column: &str, kind: &str) -> String {
    let value = format!("json_extract($1, '$.\"{column}\"')");
    if kind == "BLOB" { format!("unhex(substr({value}, 3))") } else { value }
}

/// Tables in an order in which every reference points backwards.
async fn in_order(conn: &mut Conn<'_>, known: &HashSet<String>) -> Result<Vec<String>> {
    let statement = if conn.engine() == "postgres" { REFERENCES_POSTGRES } else { REFERENCES_SQLITE };
    let references: Vec<(String, String)> = conn.all(statement, args![]).await?;
    let mut waiting: Vec<String> = known.iter().cloned().collect();
    waiting.sort();
    let mut done: HashSet<String> = HashSet::new();
    let mut order = Vec::new();
    while !waiting.is_empty() {
        let ready = |table: &String| references.iter().filter(|(from, to)| from == table && to != table).all(|(_, to)| done.contains(to));
        let (now, later): (Vec<String>, Vec<String>) = waiting.into_iter().partition(ready);
        if now.is_empty() {
            return Err(Error::internal("tables refer to each other in a circle"));
        }
        done.extend(now.iter().cloned());
        order.extend(now);
        waiting = later;
    }
    Ok(order)
}
