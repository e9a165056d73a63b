//! Wire types and pure rules of the slice `search`: the two keys of a text, what a query is, what a hit is (07 §11).

use crate::text::{exact, fold_tokens};

text_enum! {
    /// Where a hit comes from. The order is the order of the filter on the page.
    pub enum SearchKind {
        Procedure = "procedure" => "Thủ tục", Document = "document" => "Văn bản", Article = "article" => "Tin tức",
        Unit = "unit" => "Cơ quan", Feedback = "feedback" => "Hỏi đáp", Page = "page" => "Trang hướng dẫn",
    }
}

/// Most characters of a query that are read.
pub const MAX_QUERY: usize = 200;
/// Most words of a query that are used.
pub const MAX_WORDS: usize = 12;
/// Longest word that is kept in an index, in characters.
const MAX_WORD: usize = 60;
/// What somebody looks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchQuery {
    /// As typed.
    pub text: String,
    /// Only this kind.
    pub kind: Option<SearchKind>,
    /// Only this site.
    pub site_id: Option<i64>,
    /// Page, from 1.
    pub page: i64,
}

/// One hit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Where it comes from.
    pub kind: SearchKind,
    /// Key inside its slice: an article code, a procedure code.
    pub key: String,
    /// Title as written.
    pub title: String,
    /// Number or code that people know, empty if there is none.
    pub code: String,
    /// Address inside the portal.
    pub url: String,
    /// Beginning of the text.
    pub excerpt: String,
    /// Title of its site, empty for the whole province.
    pub site: String,
    /// Date of the content (UTC).
    pub at: chrono::DateTime<chrono::Utc>,
}

/// One page of hits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Best first.
    pub hits: Vec<Hit>,
    /// Which page of how many.
    pub paging: crate::Paging,
    /// True if nothing held all the words, and the hits hold only some of them.
    pub relaxed: bool,
    /// What synonyms added: "giấy chứng nhận quyền sử dụng đất".
    pub also: Vec<String>,
}

/// Words of the `exact` key: lower case, marks kept, tone placement unified.
#[must_use]
pub fn exact_words(text: &str) -> Vec<String> {
    split(&exact(text))
}

/// Words of the `folded` key: lower case, no marks, đ → d, y and i unified.
#[must_use]
pub fn folded_words(text: &str) -> Vec<String> {
    limit(fold_tokens(text).into_iter())
}

/// A key column: the words with one space around each, so that `LIKE '% word %'` finds whole words.
#[must_use]
pub fn key_of(words: &[String]) -> String {
    if words.is_empty() { String::new() } else { format!(" {} ", words.join(" ")) }
}

/// True if the text carries Vietnamese marks: then exact matches come first.
#[must_use]
pub fn has_marks(text: &str) -> bool {
    use unicode_normalization::UnicodeNormalization;
    text.nfd().any(|c| matches!(c, 'đ' | 'Đ' | '\u{300}'..='\u{36f}'))
}

/// True if the query is about getting something done, so that procedures come first (07 §11).
#[must_use]
pub fn prefers_procedures(folded: &[String]) -> bool {
    let key = key_of(folded);
    ["đăng ký", "cấp", "giấy", "thủ tục"].iter().any(|phrase| key.contains(&key_of(&folded_words(phrase))))
}

fn split(text: &str) -> Vec<String> {
    limit(text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned))
}

fn limit(words: impl Iterator<Item = String>) -> Vec<String> {
    words.map(|word| word.chars().take(MAX_WORD).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact_key(text: &str) -> String {
        exact_words(text).join(" ")
    }

    fn folded_key(text: &str) -> String {
        folded_words(text).join(" ")
    }

    #[test]
    fn tone_placement_is_unified() {
        for (a, b) in [("Hoà Bình", "Hòa Bình"), ("uỷ ban", "ỦY BAN"), ("thuý", "thúy"), ("khoẻ", "khỏe")] {
            assert_eq!(exact_key(a), exact_key(b));
        }
        assert_ne!(exact_key("mã"), exact_key("má"));
        assert_ne!(exact_key("đa"), exact_key("da"));
    }

    #[test]
    fn marks_are_removed_and_y_and_i_unified() {
        assert_eq!(folded_key("Đà Nẵng"), "da nang");
        assert_eq!(folded_key("quí"), folded_key("quý"));
        assert_eq!(folded_key("quynh"), folded_key("quinh"));
        assert_eq!(folded_key("Lý lịch"), folded_key("Lí lịch"));
        assert_ne!(folded_key("tay"), folded_key("tai"));
        assert_ne!(folded_key("thúy"), folded_key("thúi"));
        assert_eq!(folded_key("123/QĐ-UBND"), "123 qd ubnd");
        assert_eq!(folded_key("La\u{300}m"), "lam");
    }

    #[test]
    fn hostile_text_gives_short_words() {
        assert!(folded_words("\0\u{202e}%_'\";--").is_empty());
        assert_eq!(folded_words(&"a".repeat(10_000))[0].len(), 60);
        assert!(prefers_procedures(&folded_words("đăng kí khai sinh")));
        assert!(!prefers_procedures(&folded_words("khai sinh")));
        assert!(has_marks("mã") && has_marks("đi") && !has_marks("ma"));
    }
}
