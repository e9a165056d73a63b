//! Search in the catalogue: folded words, synonyms, and an order that puts the best first (07 §11).

use super::search_words;
use crate::cx::Cx;
use crate::db::Query;
use crate::error::Result;
use model::calendar::DeadlineRule;
use model::format::local_date;
use model::procedures::{OnlineLevel, ProcedureLine, ProcedureList, SearchInput, SectorCount};
use model::text::{clean_line, exact, fold_tokens};
use model::{List, Paging};
use sqlx::FromRow;
use std::collections::HashMap;

/// Longest search text in characters, and most words that count.
const MAX_TEXT: usize = 200;
const MAX_WORDS: usize = 12;

/// A row with what the order needs.
#[derive(Debug, Clone, FromRow)]
struct Found {
    id: i64,
    code: String,
    name: String,
    sector_name: String,
    level: String,
    deadline_rule: String,
    name_exact: String,
    name_fold: String,
    synonym_fold: String,
    sort_key: String,
}

/// Words that must all be there; a row is found by any of the alternatives.
type Words = Vec<String>;

/// The list `/thu-tuc`: procedures in force today that fit the filters, best first. Open to everybody.
///
/// # Errors
/// If the database cannot be read.
pub async fn search(cx: &mut Cx, input: &SearchInput) -> Result<ProcedureList> {
    let q = clean_line(&input.q, MAX_TEXT);
    let words: Words = fold_tokens(&q).into_iter().take(MAX_WORDS).collect();
    let (alternatives, understood) = with_synonyms(cx, &words).await?;
    let mut found = if words.is_empty() && !q.is_empty() { Vec::new() } else { load(cx, input, &alternatives).await? };
    let key = exact(&q);
    found.sort_by_cached_key(|row| (rank(row, &q, &key, &words), row.sort_key.clone(), row.id));
    let whole = |n: i64| usize::try_from(n).unwrap_or(0);
    let paging = Paging::of(input.page, i64::try_from(found.len()).unwrap_or(i64::MAX));
    let shown: Vec<Found> = found.into_iter().skip(whole(paging.offset())).take(whole(paging.size)).collect();
    Ok(ProcedureList { list: List { rows: lines(cx, shown).await?, paging }, understood, sectors: sectors(cx).await? })
}

/// The query as typed, and once more for each synonym in it with its official words.
async fn with_synonyms(cx: &mut Cx, words: &Words) -> Result<(Vec<Words>, Vec<String>)> {
    let mut alternatives = vec![words.clone()];
    let mut understood = Vec::new();
    if words.is_empty() {
        return Ok((alternatives, understood));
    }
    let text = format!(" {} ", words.join(" "));
    for (term, meaning) in crate::search::synonyms(cx).await? {
        let term_fold = search_words(&term);
        if !term_fold.is_empty() && text.contains(&term_fold) {
            let replaced = text.replace(&term_fold, &search_words(&meaning));
            alternatives.push(replaced.split_whitespace().map(str::to_owned).collect());
            understood.push(format!("“{term}” được hiểu là “{meaning}”."));
        }
    }
    Ok((alternatives, understood))
}

async fn load(cx: &mut Cx, input: &SearchInput, alternatives: &[Words]) -> Result<Vec<Found>> {
    let today = local_date(cx.now());
    let mut query = Query::new(
        "SELECT v.id, p.code, v.name, s.name AS sector_name, v.level, v.deadline_rule, v.name_exact, v.name_fold, v.synonym_fold, v.sort_key
         FROM procedure_version v JOIN procedure p ON p.id = v.procedure_id JOIN procedure_sector s ON s.id = p.sector_id
         WHERE v.state = 'published' AND v.valid_from <= ",
    );
    query.bind(today).push(" AND (v.valid_to IS NULL OR v.valid_to > ").bind(today).push(")");
    if !input.sector.is_empty() {
        query.push(" AND s.code = ").bind(&input.sector);
    }
    if let Ok(level) = input.level.parse::<OnlineLevel>() {
        query.push(" AND v.level = ").bind(level.as_str());
    }
    if !input.unit.is_empty() {
        query.push(" AND EXISTS (SELECT 1 FROM procedure_offer o JOIN org_unit_version u ON u.unit_id = o.competent_unit_id WHERE o.version_id = v.id AND u.agency_code = ");
        query.bind(&input.unit).push(")");
    }
    if alternatives.iter().any(|words| !words.is_empty()) {
        query.push(" AND (");
        for (i, words) in alternatives.iter().enumerate() {
            query.push(if i == 0 { "(" } else { " OR (" });
            for (j, word) in words.iter().enumerate() {
                query.push(if j == 0 { "v.search_fold LIKE " } else { " AND v.search_fold LIKE " });
                query.bind(format!("% {word}%"));
            }
            query.push(if words.is_empty() { "1 = 0)" } else { ")" });
        }
        query.push(")");
    }
    query.all(&mut cx.conn()).await
}

/// Lower is better: exact code, title as typed, phrase in the title, all words in the title, synonyms, the rest.
fn rank(row: &Found, q: &str, key: &str, words: &Words) -> u8 {
    if words.is_empty() {
        return 0;
    }
    let phrase = format!(" {}", words.join(" "));
    let in_text = |text: &str| words.iter().all(|word| text.contains(&format!(" {word}")));
    if row.code.eq_ignore_ascii_case(q) {
        0
    } else if row.name_exact == key {
        1
    } else if row.name_exact.contains(key) {
        2
    } else if row.name_fold.contains(&phrase) {
        3
    } else if in_text(&row.name_fold) {
        4
    } else if in_text(&row.synonym_fold) {
        5
    } else {
        6
    }
}

async fn lines(cx: &mut Cx, rows: Vec<Found>) -> Result<Vec<ProcedureLine>> {
    let today = local_date(cx.now());
    let mut query = Query::new("SELECT version_id, MAX(online), MAX(direct) FROM fee_rule WHERE valid_from <= ");
    query.bind(today).push(" AND (valid_to IS NULL OR valid_to > ").bind(today).push(") AND version_id IN ");
    query.bind_list(rows.iter().map(|row| row.id)).push(" GROUP BY version_id");
    let fees: Vec<(i64, i64, i64)> = query.all(&mut cx.conn()).await?;
    let fees: HashMap<i64, (i64, i64)> = fees.into_iter().map(|(id, online, direct)| (id, (online, direct))).collect();
    rows.into_iter()
        .map(|row| {
            let rule: DeadlineRule = super::store::parse_rule(&row.deadline_rule)?;
            let fee = fees.get(&row.id);
            Ok(ProcedureLine {
                code: row.code,
                name: row.name,
                sector: row.sector_name,
                level: row.level.parse()?,
                deadline: rule.label(),
                fee_online: fee.map(|fee| fee.0),
                fee_direct: fee.map(|fee| fee.1),
            })
        })
        .collect()
}

sql!(
    SECTORS,
    "SELECT s.code, s.name, COUNT(*) FROM procedure_sector s JOIN procedure p ON p.sector_id = s.id JOIN procedure_version v ON v.procedure_id = p.id
     WHERE v.state = 'published' AND v.valid_from <= $1 AND (v.valid_to IS NULL OR v.valid_to > $1) GROUP BY s.code, s.name, s.seq ORDER BY s.seq"
);

async fn sectors(cx: &mut Cx) -> Result<Vec<SectorCount>> {
    let today = local_date(cx.now());
    let rows: Vec<(String, String, i64)> = cx.conn().all(SECTORS, args![today]).await?;
    Ok(rows.into_iter().map(|(code, name, count)| SectorCount { code, name, count }).collect())
}
