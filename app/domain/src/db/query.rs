//! Statement texts, and the builder for lists with optional filters.

use super::{Arg, Conn, Row};
use crate::error::Result;
use model::Paging;
use sqlx::AssertSqlSafe;

/// Most words of a search that count.
const MOST_WORDS: usize = 8;

/// The folded words of what was typed into a search.
#[must_use]
pub fn search_words(typed: &str) -> Vec<String> {
    let folded = model::text::fold(&model::text::clean_line(typed, 200));
    folded.split_whitespace().take(MOST_WORDS).map(str::to_owned).collect()
}

/// The pattern of `LIKE … ESCAPE '!'` that finds a text anywhere.
#[must_use]
pub fn like(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 2);
    pattern.push('%');
    for letter in text.chars() {
        if matches!(letter, '!' | '%' | '_') {
            pattern.push('!');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

/// A statement text: a constant, or one that [`Query`] built.
pub enum Text {
    /// Declared with [`sql!`].
    Fixed(&'static str),
    /// Built by [`Query`].
    Built(String),
}

impl From<&'static str> for Text {
    fn from(text: &'static str) -> Self {
        Text::Fixed(text)
    }
}

impl Text {
    pub(super) fn safe(self) -> AssertSqlSafe<String> {
        AssertSqlSafe(match self {
            Text::Fixed(text) => text.to_owned(),
            Text::Built(text) => text,
        })
    }
}

/// Builds a statement with optional filters: fixed text and bound values, never text from outside.
#[derive(Debug, Clone, Default)]
pub struct Query {
    text: String,
    args: Vec<Arg>,
}

impl Query {
    /// Begins with fixed text.
    #[must_use]
    pub fn new(text: &'static str) -> Self {
        Self { text: text.to_owned(), args: Vec::new() }
    }

    /// A text of this module's own making, from names of tables and columns.
    pub(super) fn built(text: String, args: Vec<Arg>) -> Self {
        Self { text, args }
    }

    /// Adds fixed text.
    pub fn push(&mut self, text: &'static str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Adds a bound value.
    pub fn bind(&mut self, value: impl Into<Arg>) -> &mut Self {
        self.args.push(value.into());
        self.text.push('$');
        self.text.push_str(&self.args.len().to_string());
        self
    }

    /// Adds `(v1, v2, …)`; for no values a list that matches nothing.
    pub fn bind_list<T: Into<Arg>>(&mut self, values: impl IntoIterator<Item = T>) -> &mut Self {
        self.text.push('(');
        let mut first = true;
        for value in values {
            if !first {
                self.text.push_str(", ");
            }
            first = false;
            self.bind(value);
        }
        if first {
            self.text.push_str("NULL");
        }
        self.text.push(')');
        self
    }

    /// Adds ` AND (…)` for every word of a search: each must stand in one of the folded columns. What was typed is folded
    /// (with or without marks), at most eight words count, and `%` and `_` mean themselves.
    pub fn words(&mut self, columns: &[&'static str], typed: &str) -> &mut Self {
        for word in search_words(typed) {
            self.word(columns, &word);
        }
        self
    }

    /// Adds ` AND (…)` for one folded word.
    pub fn word(&mut self, columns: &[&'static str], word: &str) -> &mut Self {
        for (at, column) in columns.iter().enumerate() {
            self.push(if at == 0 { " AND (" } else { " OR " }).push(column).push(" LIKE ").bind(like(word)).push(" ESCAPE '!'");
        }
        self.push(if columns.is_empty() { "" } else { ")" })
    }

    /// Adds ` LIMIT … OFFSET …` for a page.
    pub fn page(&mut self, paging: Paging) -> &mut Self {
        self.push(" LIMIT ").bind(paging.size).push(" OFFSET ").bind(paging.offset())
    }

    /// Every row.
    ///
    /// # Errors
    /// As [`Conn::all`].
    pub async fn all<T: Row>(self, conn: &mut Conn<'_>) -> Result<Vec<T>> {
        conn.all(Text::Built(self.text), self.args).await
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// As [`Conn::all`].
    pub async fn opt<T: Row>(self, conn: &mut Conn<'_>) -> Result<Option<T>> {
        conn.opt(Text::Built(self.text), self.args).await
    }

    /// The number that a `SELECT COUNT(*) …` gives.
    ///
    /// # Errors
    /// As [`Conn::all`].
    pub async fn count(self, conn: &mut Conn<'_>) -> Result<i64> {
        conn.count(Text::Built(self.text), self.args).await
    }

    /// Runs it and returns how many rows it changed.
    ///
    /// # Errors
    /// As [`Conn::all`].
    pub async fn exec(self, conn: &mut Conn<'_>) -> Result<u64> {
        conn.exec(Text::Built(self.text), self.args).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_and_mean_themselves() {
        let mut query = Query::new("SELECT 1 FROM t WHERE 1 = 1");
        query.words(&["a.fold", "b.fold"], "  Đất 50%  ");
        assert_eq!(
            query.text,
            "SELECT 1 FROM t WHERE 1 = 1 AND (a.fold LIKE $1 ESCAPE '!' OR b.fold LIKE $2 ESCAPE '!') AND (a.fold LIKE $3 ESCAPE '!' OR b.fold LIKE $4 ESCAPE '!')"
        );
        assert_eq!(like("50%_!"), "%50!%!_!!%");
        assert!(search_words(&"từ ".repeat(50)).len() == MOST_WORDS);
    }
}
