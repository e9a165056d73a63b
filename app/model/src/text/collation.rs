//! Vietnamese sort keys.
//!
//! A key consists of `0`–`9` and `a`–`z` only, in an encoding whose byte order is the wanted
//! order, so that every database and every collation sorts it alike. Per word: the letters
//! (letter plus rank, `a0` a, `a1` ă, `a2` â), a `0`, the tones, a `0`.

use unicode_normalization::UnicodeNormalization;

use super::keys::{is_mark, lower};
use super::syllable::is_tone;

/// Sort key of a text: letters a ă â b c d đ e ê …, tones ngang huyền hỏi ngã sắc nặng;
/// compared word by word, letters first, then tones. Punctuation only separates words, digits
/// sort before letters.
#[must_use]
pub fn sort_key(text: &str) -> String {
    words(text).concat()
}

/// Sort key of a person: given name, then middle names, then family name.
#[must_use]
pub fn name_sort_key(full_name: &str) -> String {
    let words = words(full_name);
    match &words[..] {
        [] => String::new(),
        [given] => format!("{given}00"),
        // The `0` ends the group, so that "An" without middle name comes before "Bình An".
        [family, middle @ .., given] => format!("{given}0{}0{family}", middle.concat()),
    }
}

/// Keys of the words of a text.
fn words(text: &str) -> Vec<String> {
    lower(text).split(|c: char| !c.is_alphanumeric() && !is_mark(c)).filter(|word| !word.is_empty()).map(word_key).collect()
}

fn word_key(word: &str) -> String {
    let mut letters = String::with_capacity(word.len() * 2 + 3);
    let mut tones = String::new();
    for c in word.nfd() {
        match c {
            c if is_tone(c) => tones.push(tone_rank(c)),
            // Breve 1, circumflex 1 or 2, horn 2: they replace the rank of the letter before.
            '\u{306}' => rerank(&mut letters, '1'),
            '\u{302}' if letters.ends_with("a0") => rerank(&mut letters, '2'),
            '\u{302}' => rerank(&mut letters, '1'),
            '\u{31b}' if letters.ends_with("u0") => rerank(&mut letters, '1'),
            '\u{31b}' => rerank(&mut letters, '2'),
            'a'..='z' => letters.extend([c, '0']),
            'đ' => letters.push_str("d1"),
            '0'..='9' => letters.extend(['1', c]),
            c if is_mark(c) => {}
            // Other scripts come last, by code point.
            c => letters.push_str(&format!("zz{:06x}", u32::from(c))),
        }
    }
    format!("{letters}0{tones}0")
}

fn rerank(letters: &mut String, rank: char) {
    if letters.pop().is_some() {
        letters.push(rank);
    }
}

const fn tone_rank(tone: char) -> char {
    match tone {
        '\u{300}' => '1',
        '\u{309}' => '2',
        '\u{303}' => '3',
        '\u{301}' => '4',
        _ => '5',
    }
}
