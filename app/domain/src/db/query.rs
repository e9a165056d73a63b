//! Statement texts, and the builder for lists with optional filters.

use super::{Arg, Conn, Row};
use crate::error::Result;
use sqlx::AssertSqlSafe;

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
