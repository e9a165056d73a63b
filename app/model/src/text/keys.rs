//! Search keys and addresses.

use unicode_normalization::UnicodeNormalization;

use super::syllable;

/// Search key of a text with its marks: NFC, lower case, tone placement unified (`hoà` →
/// `hòa`, `quí` → `quý`).
#[must_use]
pub fn exact(text: &str) -> String {
    map_words(&lower(text), syllable::unify_tone)
}

/// Search key of a text without its marks: as [`exact`], marks removed, `đ` → `d`, y and i
/// unified where Vietnamese spelling allows both (`kỹ`/`kĩ`, `quý`/`quí`, but not
/// `thúy`/`thúi`).
#[must_use]
pub fn fold(text: &str) -> String {
    map_words(&without_marks(&lower(text)), syllable::unify_y)
}

/// The words of [`fold`]: runs of letters and digits. `123/QĐ-UBND` gives `123`, `qd`, `ubnd`.
#[must_use]
pub fn fold_tokens(text: &str) -> Vec<String> {
    fold(text).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Part of an address: words without marks joined by hyphens, `thu-tuc-hanh-chinh`. Only
/// `a`–`z`, `0`–`9` and inner hyphens; empty when the text has no such character.
#[must_use]
pub fn slug(text: &str) -> String {
    without_marks(&lower(text)).split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

/// Lower case and NFC; the Icelandic `Ð`, which looks like `Đ`, counts as `đ`.
pub(super) fn lower(text: &str) -> String {
    text.nfc().flat_map(char::to_lowercase).map(|c| if c == 'ð' { 'đ' } else { c }).nfc().collect()
}

/// Removes the marks of letters, `đ` → `d`. The case is kept.
pub(super) fn without_marks(text: &str) -> String {
    text.nfd()
        .filter(|c| !is_mark(*c))
        .map(|c| match c {
            'đ' | 'ð' => 'd',
            'Đ' | 'Ð' => 'D',
            c => c,
        })
        .nfc()
        .collect()
}

/// Combining marks of Latin letters; other scripts keep theirs.
pub(super) const fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Applies `change` to every run of letters.
fn map_words(text: &str, change: impl Fn(&str) -> Option<String>) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let gap = rest.find(char::is_alphabetic).unwrap_or(rest.len());
        result.push_str(&rest[..gap]);
        rest = &rest[gap..];
        let end = rest.find(|c: char| !c.is_alphabetic() && !is_mark(c)).unwrap_or(rest.len());
        let word = &rest[..end];
        match change(word) {
            Some(changed) => result.push_str(&changed),
            None => result.push_str(word),
        }
        rest = &rest[end..];
    }
    result
}
