//! The statement of a search: which rows, and their order. Only the full-text condition differs by engine.

use crate::db::Query;
use model::search::{SearchKind, key_of};

/// A query after folding.
pub(super) struct Search {
    /// Folded words, at least one.
    pub folded: Vec<String>,
    /// Words with marks; empty if the query has none, because then every spelling is as good.
    pub exact: Vec<String>,
    /// The same query with synonyms put in.
    pub alternatives: Vec<Vec<String>>,
    /// One word is enough.
    pub any_word: bool,
    /// Procedures before everything else.
    pub procedures_first: bool,
    /// Only this kind.
    pub kind: Option<SearchKind>,
    /// Only this site.
    pub site_id: Option<i64>,
}

impl Search {
    /// Adds `FROM … WHERE …`.
    pub(super) fn conditions(&self, query: &mut Query, engine: &str) {
        query.push(" FROM search_document d LEFT JOIN site s ON s.id = d.site_id WHERE d.id IN (SELECT rowid FROM search_text WHERE ");
        if engine == "postgres" {
            query.push("folded @@ CAST(").bind(self.expression(" & ", " | ", '\'')).push(" AS tsquery))");
        } else {
            query.push("search_text MATCH ").bind(self.expression(" AND ", " OR ", '"')).push(")");
        }
        if let Some(kind) = self.kind {
            query.push(" AND d.kind = ").bind(kind.as_str());
        }
        if let Some(site) = self.site_id {
            query.push(" AND d.site_id = ").bind(site);
        }
    }

    /// Adds `ORDER BY …`: code, words in the title with marks, without marks, synonyms, body; then newer first.
    pub(super) fn order(&self, query: &mut Query) {
        query.push(" ORDER BY CASE WHEN d.code_key = ").bind(key_of(&self.folded)).push(" THEN 0 ELSE 1 END");
        if self.procedures_first {
            query.push(", CASE WHEN d.kind = 'procedure' THEN 0 ELSE 1 END");
        }
        if self.any_word {
            // More of the words in the title first.
            query.push(", 0");
            for word in &self.folded {
                query.push(" - CASE WHEN d.title_folded LIKE ").bind(pattern(word)).push(" THEN 1 ELSE 0 END");
            }
        } else {
            query.push(", CASE");
            if !self.exact.is_empty() {
                all_words(query, "d.title_exact", &self.exact, " THEN 1");
            }
            all_words(query, "d.title_folded", &self.folded, " THEN 2");
            for words in &self.alternatives {
                all_words(query, "d.title_folded", words, " THEN 3");
            }
            query.push(" ELSE 4 END");
        }
        query.push(", d.at DESC, d.kind, d.key");
    }

    /// The words are letters and digits only, so quoting them cannot be escaped.
    fn expression(&self, and: &str, or: &str, quote: char) -> String {
        let group = |words: &[String], glue: &str| {
            let quoted: Vec<String> = words.iter().map(|word| format!("{quote}{word}{quote}")).collect();
            format!("({})", quoted.join(glue))
        };
        let mut groups = vec![group(&self.folded, if self.any_word { or } else { and })];
        groups.extend(self.alternatives.iter().filter(|words| !words.is_empty()).map(|words| group(words, and)));
        groups.join(or)
    }
}

fn pattern(word: &str) -> String {
    format!("% {word} %")
}

fn all_words(query: &mut Query, column: &'static str, words: &[String], then: &'static str) {
    query.push(" WHEN 1 = 1");
    for word in words {
        query.push(" AND ").push(column).push(" LIKE ").bind(pattern(word));
    }
    query.push(then);
}
