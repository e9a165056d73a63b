//! One search over everything public: procedures, documents, articles, units (07 §11).
//!
//! Slices call [`put`] and [`remove`] in the transaction that changes their public facts; the page calls [`find`].

mod rank;
mod store;
mod units;

pub use units::index_units;

pub(crate) use store::rebuild;

use crate::Cx;
use crate::audit::AuditEvent;
use crate::error::{Error, Result};
use chrono::{DateTime, Utc};
use model::Paging;
use model::access::{Action, ObjectKind};
use model::search::{Found, Hit, MAX_QUERY, MAX_WORDS, SearchKind, SearchQuery, exact_words, folded_words, has_marks, key_of, prefers_procedures};
use model::text::{clean_line, clean_text};

/// Most characters of a body that are indexed.
const MAX_BODY: usize = 100_000;
/// Characters of the excerpt shown with a hit.
const EXCERPT: usize = 220;
/// Last page that can be asked for.
const MAX_PAGE: i64 = 50;

/// A public thing that can be found.
#[derive(Debug, Clone)]
pub struct Document<'a> {
    /// Where it comes from.
    pub kind: SearchKind,
    /// Key inside its slice; `(kind, key)` is one row of the index.
    pub key: &'a str,
    /// Title as written.
    pub title: &'a str,
    /// Number or code that people know (`123/QĐ-UBND`, `1.001193`), empty if there is none.
    pub code: &'a str,
    /// Plain text.
    pub body: &'a str,
    /// Address inside the portal, with a leading slash.
    pub url: &'a str,
    /// Site, if it belongs to one.
    pub site_id: Option<i64>,
    /// Date of the content; newer first on ties.
    pub at: DateTime<Utc>,
}

/// Puts a document into the index, or replaces it. Part of the transaction of the fact that it shows.
///
/// # Errors
/// If the database cannot be written.
pub async fn put(cx: &mut Cx, document: &Document<'_>) -> Result<()> {
    let title = clean_line(document.title, 500);
    let body = clean_text(document.body, MAX_BODY);
    let row = store::Row {
        kind: document.kind.as_str(),
        key: document.key,
        site_id: document.site_id,
        title: &title,
        code: document.code,
        url: document.url,
        excerpt: &excerpt(&body),
        at: document.at,
        code_key: &key_of(&folded_words(document.code)),
        title_exact: &key_of(&exact_words(&title)),
        title_folded: &key_of(&folded_words(&title)),
    };
    let mut words = folded_words(&title);
    words.extend(folded_words(document.code));
    words.extend(folded_words(&body));
    store::put(&mut cx.conn(), &row, &words.join(" ")).await
}

/// Takes a document out of the index; nothing happens if it is not there.
///
/// # Errors
/// If the database cannot be written.
pub async fn remove(cx: &mut Cx, kind: SearchKind, key: &str) -> Result<()> {
    store::remove(&mut cx.conn(), kind.as_str(), key).await
}

/// Finds documents in the order of 07 §11. A query without a word finds nothing.
///
/// # Errors
/// If the database cannot be read.
pub async fn find(cx: &mut Cx, query: &SearchQuery) -> Result<Found> {
    let text = clean_line(&query.text, MAX_QUERY);
    let mut folded = folded_words(&text);
    folded.truncate(MAX_WORDS);
    if folded.is_empty() {
        return Ok(Found::default());
    }
    let (meanings, alternatives) = alternatives(cx, &folded).await?;
    let mut exact = if has_marks(&text) { exact_words(&text) } else { Vec::new() };
    exact.truncate(MAX_WORDS);
    let procedures_first = prefers_procedures(&folded) || alternatives.iter().any(|words| prefers_procedures(words));
    let mut search = rank::Search { folded, exact, alternatives, any_word: false, procedures_first, kind: query.kind, site_id: query.site_id };
    let mut total = store::count(&mut cx.conn(), &search).await?;
    if total == 0 && search.folded.len() > 1 {
        search.any_word = true;
        total = store::count(&mut cx.conn(), &search).await?;
    }
    let paging = Paging::of(query.page.min(MAX_PAGE), total);
    let rows = store::find(&mut cx.conn(), &search, paging.size, paging.offset()).await?;
    let hits = rows.into_iter().map(hit).collect::<Result<Vec<_>>>()?;
    Ok(Found { hits, paging, relaxed: search.any_word && total > 0, also: meanings })
}

/// Notes a search that found nothing, for the editors: the text only. Pages call it after an empty answer.
///
/// # Errors
/// If the database cannot be written.
pub async fn note_miss(cx: &mut Cx, text: &str) -> Result<()> {
    let text = clean_line(text, MAX_QUERY).to_lowercase();
    // Long digit groups may be identity or telephone numbers: such queries are not kept.
    let digits = text.chars().filter(char::is_ascii_digit).count();
    if text.is_empty() || digits >= 9 {
        return Ok(());
    }
    let day = cx.now().with_timezone(&model::format::VN).date_naive();
    store::note_miss(&mut cx.conn(), &text, day).await
}

/// A search that found nothing: text, how often.
pub type Miss = (String, i64);

/// The searches without a result of the last 30 days, most frequent first.
///
/// # Errors
/// `Forbidden` for others than site administrators.
pub async fn misses(cx: &mut Cx) -> Result<Vec<Miss>> {
    cx.require_reach(Action::Configure, ObjectKind::Site)?;
    let since = cx.now().with_timezone(&model::format::VN).date_naive() - chrono::Days::new(30);
    store::misses(&mut cx.conn(), since).await
}

/// The synonyms: what people say, and what the portal calls it.
///
/// # Errors
/// If the database cannot be read.
pub async fn synonyms(cx: &mut Cx) -> Result<Vec<(String, String)>> {
    store::synonyms(&mut cx.conn()).await
}

/// Adds or changes a synonym; an empty meaning removes it.
///
/// # Errors
/// `Forbidden` for others than site administrators; `Invalid` for an empty or long phrase.
pub async fn save_synonym(cx: &mut Cx, phrase: &str, meaning: &str) -> Result<()> {
    cx.require_reach(Action::Configure, ObjectKind::Site)?;
    let (phrase, meaning) = (clean_line(phrase, 100).to_lowercase(), clean_line(meaning, 200).to_lowercase());
    if folded_words(&phrase).is_empty() {
        return Err(Error::field("cach_noi", "Chưa có cách nói. Hãy nhập từ người dân hay dùng, ví dụ: sổ đỏ."));
    }
    let (now, who) = (cx.now(), cx.actor.name.clone());
    if meaning.is_empty() {
        store::remove_synonym(&mut cx.conn(), &phrase).await?;
    } else {
        store::save_synonym(&mut cx.conn(), &phrase, &meaning, &who, now).await?;
    }
    cx.audit(AuditEvent::new("search.synonym", "search_synonym", &phrase).detail(meaning));
    Ok(())
}

/// The queries that synonyms make of this one, and the meanings they used.
async fn alternatives(cx: &mut Cx, folded: &[String]) -> Result<(Vec<String>, Vec<Vec<String>>)> {
    let key = key_of(folded);
    let (mut meanings, mut queries) = (Vec::new(), Vec::new());
    for (phrase, meaning) in store::synonyms(&mut cx.conn()).await? {
        let phrase_key = key_of(&folded_words(&phrase));
        if key.contains(&phrase_key) {
            let replaced = key.replace(&phrase_key, &key_of(&folded_words(&meaning)));
            let mut words: Vec<String> = replaced.split_whitespace().map(str::to_owned).collect();
            words.truncate(MAX_WORDS);
            meanings.push(meaning);
            queries.push(words);
        }
    }
    Ok((meanings, queries))
}

fn excerpt(body: &str) -> String {
    let line = clean_line(body, MAX_BODY);
    if line.chars().count() <= EXCERPT {
        return line;
    }
    let cut: String = line.chars().take(EXCERPT).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", cut[..end].trim_end_matches([',', ';', ':', '.', ' ']))
}

fn hit(row: store::HitRow) -> Result<Hit> {
    Ok(Hit {
        kind: row.kind.parse()?,
        key: row.key,
        title: row.title,
        code: row.code,
        url: row.url,
        excerpt: row.excerpt,
        site: row.site.unwrap_or_default(),
        at: row.at,
    })
}
