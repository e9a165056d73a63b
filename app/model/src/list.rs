//! A page of a list: the same size, the same numbers and the same words under every list.

use crate::format;
use serde::{Deserialize, Serialize};

/// Rows on a page.
pub const PAGE: i64 = 25;
/// Rows on a page where somebody checks a whole list: the rows behind a figure, who opened a letter.
pub const LONG_PAGE: i64 = 100;

/// Where a page lies in its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paging {
    /// Page, from 1.
    pub page: i64,
    /// Rows on a page.
    pub size: i64,
    /// Rows on all pages.
    pub total: i64,
}

impl Default for Paging {
    fn default() -> Self {
        Self { page: 1, size: PAGE, total: 0 }
    }
}

impl Paging {
    /// The page that was asked for, or the nearest one that exists.
    #[must_use]
    pub fn of(wanted: i64, total: i64) -> Self {
        Self::sized(wanted, PAGE, total)
    }

    /// As [`Paging::of`] for a list whose rows need another size (cards of news, months).
    #[must_use]
    pub fn sized(wanted: i64, size: i64, total: i64) -> Self {
        let paging = Self { page: 1, size: size.max(1), total: total.max(0) };
        Self { page: wanted.clamp(1, paging.pages()), ..paging }
    }

    /// Number of pages, at least 1.
    #[must_use]
    pub const fn pages(&self) -> i64 {
        let pages = (self.total + self.size - 1) / self.size;
        if pages < 1 { 1 } else { pages }
    }

    /// Rows before the first of this page.
    #[must_use]
    pub const fn offset(&self) -> i64 {
        (self.page - 1) * self.size
    }

    /// "26–50 trong 318 hồ sơ"; "7 hồ sơ" if everything is on one page.
    #[must_use]
    pub fn shown(&self, what: &str) -> String {
        if self.pages() == 1 {
            return format!("{} {what}", format::number(self.total));
        }
        let last = (self.offset() + self.size).min(self.total);
        format!("{}–{} trong {} {what}", format::number(self.offset() + 1), format::number(last), format::number(self.total))
    }
}

/// The rows of one page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct List<T> {
    /// The rows of this page.
    pub rows: Vec<T>,
    /// Which page of how many.
    pub paging: Paging,
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), paging: Paging::default() }
    }
}

impl<T> List<T> {
    /// Rows on all pages.
    #[must_use]
    pub const fn total(&self) -> i64 {
        self.paging.total
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_beyond_the_end_is_the_last_one() {
        let paging = Paging::of(9, 51);
        assert_eq!((paging.page, paging.pages(), paging.offset()), (3, 3, 50));
        assert_eq!(paging.shown("hồ sơ"), "51–51 trong 51 hồ sơ");
        assert_eq!(Paging::of(-4, 0).page, 1);
        assert_eq!(Paging::of(1, 0).shown("thư"), "0 thư");
    }

    #[test]
    fn one_page_needs_no_range() {
        assert_eq!(Paging::of(1, 25).shown("nhiệm vụ"), "25 nhiệm vụ");
        assert_eq!(Paging::of(1, 1_318).shown("nhiệm vụ"), "1–25 trong 1.318 nhiệm vụ");
    }
}
