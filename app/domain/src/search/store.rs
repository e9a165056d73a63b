//! SQL of the search index.

use super::rank::Search;
use crate::db::{Conn, Query};
use crate::error::Result;
use chrono::{DateTime, NaiveDate, Utc};
use sqlx::FromRow;

/// A row of the index as it is written.
pub(super) struct Row<'a> {
    pub kind: &'a str,
    pub key: &'a str,
    pub site_id: Option<i64>,
    pub title: &'a str,
    pub code: &'a str,
    pub url: &'a str,
    pub excerpt: &'a str,
    pub at: DateTime<Utc>,
    pub code_key: &'a str,
    pub title_exact: &'a str,
    pub title_folded: &'a str,
}

sql!(
    PUT,
    "INSERT INTO search_document (kind, key, site_id, title, code, url, excerpt, at, code_key, title_exact, title_folded, words)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     ON CONFLICT (kind, key) DO UPDATE SET site_id = excluded.site_id, title = excluded.title, code = excluded.code, url = excluded.url,
         excerpt = excluded.excerpt, at = excluded.at, code_key = excluded.code_key, title_exact = excluded.title_exact, title_folded = excluded.title_folded,
         words = excluded.words
     RETURNING id"
);
sql!(DELETE_TEXT, "DELETE FROM search_text WHERE rowid = $1");
sql!(DELETE_DOCUMENT, "DELETE FROM search_document WHERE kind = $1 AND key = $2 RETURNING id");

/// FTS5 splits the words itself; PostgreSQL takes the list of words, so that no parser of its own changes them.
const INSERT_TEXT_SQLITE: &str = "INSERT INTO search_text (rowid, folded) VALUES ($1, $2)";
const INSERT_TEXT_POSTGRES: &str = "INSERT INTO search_text (rowid, folded) VALUES ($1, array_to_tsvector(string_to_array($2, ' ')))";

pub(super) async fn put(conn: &mut Conn<'_>, row: &Row<'_>, words: &str) -> Result<()> {
    let values =
        args![row.kind, row.key, row.site_id, row.title, row.code, row.url, row.excerpt, row.at, row.code_key, row.title_exact, row.title_folded, words];
    let id = conn.id(PUT, values).await?;
    conn.exec(DELETE_TEXT, args![id]).await?;
    let insert = if conn.engine() == "postgres" { INSERT_TEXT_POSTGRES } else { INSERT_TEXT_SQLITE };
    conn.exec(insert, args![id, words]).await?;
    Ok(())
}

sql!(WORDS, "SELECT id, words FROM search_document WHERE id > $1 ORDER BY id LIMIT 1000");

/// Makes the full-text index again from the words of the documents; used after a restore.
pub(crate) async fn rebuild(conn: &mut Conn<'_>) -> Result<()> {
    let insert = if conn.engine() == "postgres" { INSERT_TEXT_POSTGRES } else { INSERT_TEXT_SQLITE };
    let mut last = 0_i64;
    loop {
        let page: Vec<(i64, String)> = conn.all(WORDS, args![last]).await?;
        let Some((newest, _)) = page.last() else { return Ok(()) };
        last = *newest;
        for (id, words) in page {
            conn.exec(DELETE_TEXT, args![id]).await?;
            conn.exec(insert, args![id, words]).await?;
        }
    }
}

pub(super) async fn remove(conn: &mut Conn<'_>, kind: &str, key: &str) -> Result<()> {
    if let Some((id,)) = conn.opt::<(i64,)>(DELETE_DOCUMENT, args![kind, key]).await? {
        conn.exec(DELETE_TEXT, args![id]).await?;
    }
    Ok(())
}

/// A hit as it is read.
#[derive(FromRow)]
pub(super) struct HitRow {
    pub kind: String,
    pub key: String,
    pub title: String,
    pub code: String,
    pub url: String,
    pub excerpt: String,
    pub site: Option<String>,
    pub at: DateTime<Utc>,
}

pub(super) async fn count(conn: &mut Conn<'_>, search: &Search) -> Result<i64> {
    let mut query = Query::new("SELECT COUNT(*)");
    search.conditions(&mut query, conn.engine());
    query.count(conn).await
}

pub(super) async fn find(conn: &mut Conn<'_>, search: &Search, limit: i64, offset: i64) -> Result<Vec<HitRow>> {
    let mut query = Query::new("SELECT d.kind, d.key, d.title, d.code, d.url, d.excerpt, s.title AS site, d.at");
    search.conditions(&mut query, conn.engine());
    search.order(&mut query);
    query.push(" LIMIT ").bind(limit).push(" OFFSET ").bind(offset);
    query.all(conn).await
}

sql!(SYNONYMS, "SELECT phrase, meaning FROM search_synonym ORDER BY phrase");
sql!(
    SAVE_SYNONYM,
    "INSERT INTO search_synonym (phrase, meaning, changed_by, changed_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (phrase) DO UPDATE SET meaning = excluded.meaning, changed_by = excluded.changed_by, changed_at = excluded.changed_at"
);
sql!(REMOVE_SYNONYM, "DELETE FROM search_synonym WHERE phrase = $1");

pub(super) async fn synonyms(conn: &mut Conn<'_>) -> Result<Vec<(String, String)>> {
    conn.all(SYNONYMS, args![]).await
}

pub(super) async fn save_synonym(conn: &mut Conn<'_>, phrase: &str, meaning: &str, who: &str, now: DateTime<Utc>) -> Result<()> {
    conn.exec(SAVE_SYNONYM, args![phrase, meaning, who, now]).await.map(|_| ())
}

pub(super) async fn remove_synonym(conn: &mut Conn<'_>, phrase: &str) -> Result<()> {
    conn.exec(REMOVE_SYNONYM, args![phrase]).await.map(|_| ())
}

sql!(NOTE_MISS, "INSERT INTO search_miss (query, day, n) VALUES ($1, $2, 1) ON CONFLICT (query, day) DO UPDATE SET n = search_miss.n + 1");
sql!(MISSES, "SELECT query, CAST(SUM(n) AS BIGINT) AS n FROM search_miss WHERE day >= $1 GROUP BY query ORDER BY n DESC, query LIMIT 100");

pub(super) async fn note_miss(conn: &mut Conn<'_>, text: &str, day: NaiveDate) -> Result<()> {
    conn.exec(NOTE_MISS, args![text, day]).await.map(|_| ())
}

pub(super) async fn misses(conn: &mut Conn<'_>, since: NaiveDate) -> Result<Vec<super::Miss>> {
    conn.all(MISSES, args![since]).await
}
