//! Cleaning of typed text before it is stored, and text for short messages.

use unicode_normalization::UnicodeNormalization;

use super::keys::without_marks;
use crate::FieldErrors;

/// One line: NFC, no control or invisible characters, runs of white space as one space,
/// trimmed, at most `max` characters.
#[must_use]
pub fn clean_line(text: &str, max: usize) -> String {
    let visible: String = text.nfc().map(soften).filter(|c| !is_hidden(*c)).collect();
    let joined = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    limit(&joined, max)
}

/// Several lines: each as [`clean_line`], line ends as `\n`, at most one empty line in a row,
/// no empty lines at the ends, at most `max` characters.
#[must_use]
pub fn clean_text(text: &str, max: usize) -> String {
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    let mut lines: Vec<String> = Vec::new();
    for line in text.split('\n') {
        let line = clean_line(line, usize::MAX);
        let blank_before = lines.last().is_none_or(String::is_empty);
        if !(line.is_empty() && blank_before) {
            lines.push(line);
        }
    }
    limit(lines.join("\n").trim_end(), max)
}

/// Text of a short message in plain ASCII: marks removed, typographic signs replaced, other
/// characters left out.
#[must_use]
pub fn gsm_ascii(text: &str) -> String {
    let plain = without_marks(text);
    let mut result = String::with_capacity(plain.len());
    for c in plain.chars() {
        match c {
            // The only sign of ASCII that short messages lack: with it the whole text would take twice the room.
            '`' => result.push('\''),
            '\n' | ' '..='~' => result.push(c),
            '–' | '—' | '‑' | '−' => result.push('-'),
            '“' | '”' | '„' | '«' | '»' => result.push('"'),
            '‘' | '’' | '‚' => result.push('\''),
            '…' => result.push_str("..."),
            '•' | '·' => result.push('*'),
            '₫' => result.push('d'),
            c if c.is_whitespace() => result.push(' '),
            _ => {}
        }
    }
    result
}

/// Tabs and other white controls separate words; they must not vanish.
const fn soften(c: char) -> char {
    match c {
        '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' => ' ',
        c => c,
    }
}

/// Characters that can hide or reorder text: controls, bidirectional marks, zero-width
/// characters, tags, non-characters. The joiner of emoji (U+200D) stays.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
            | '\u{200b}' | '\u{200c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
        || u32::from(c) & 0xfffe == 0xfffe
}

/// The first `max` characters without white space at the end.
fn limit(text: &str, max: usize) -> String {
    match text.char_indices().nth(max) {
        Some((end, _)) => text[..end].trim_end().to_owned(),
        None => text.to_owned(),
    }
}
/// The text with a capital first letter.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Characters that a reason needs at least (02 §10, 04 §3).
pub const MIN_REASON: usize = 10;
/// Most characters of a reason.
pub const MAX_REASON: usize = 5_000;

/// A reason as it is stored: cleaned, 10 to 5,000 characters; else a complaint at the field. `what` begins the sentence
/// ("Lý do trả lại").
pub fn reason(errors: &mut FieldErrors, field: &str, what: &str, text: &str) -> String {
    let text = clean_text(text, MAX_REASON + 1);
    let length = text.chars().count();
    errors.require(length >= MIN_REASON, field, format!("{what} cần ít nhất {MIN_REASON} ký tự. Hãy viết rõ hơn."));
    errors.require(length <= MAX_REASON, field, format!("{what} dài quá 5.000 ký tự. Hãy viết ngắn lại, hoặc đính kèm tệp."));
    text
}
