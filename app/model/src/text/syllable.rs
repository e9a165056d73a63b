//! Spelling of one Vietnamese syllable in lower case.

use unicode_normalization::UnicodeNormalization;

/// Longest syllable: `nghiêng` with its marks decomposed.
const MAX_LETTERS: usize = 12;

/// Whether a decomposed mark is one of the five tones.
pub(super) const fn is_tone(c: char) -> bool {
    matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}')
}

/// A letter with its vowel mark (circumflex, breve, horn) and without its tone.
#[derive(Clone, Copy)]
struct Letter {
    base: char,
    mark: Option<char>,
}

impl Letter {
    const fn is_vowel(self) -> bool {
        matches!(self.base, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
    }
}

/// Rewrites a syllable with its tone on the vowel that the portal's spelling uses ("hòa",
/// "thúy", "quý"); `None` for words that are not plain Vietnamese syllables or need no change.
pub(super) fn unify_tone(word: &str) -> Option<String> {
    if word.chars().count() > MAX_LETTERS {
        return None;
    }
    let (mut letters, mut tone) = (Vec::<Letter>::new(), None);
    for c in word.nfd() {
        match c {
            c if is_tone(c) => {
                // Two tones in one word: a foreign word, or two words run together.
                if tone.replace(c).is_some() {
                    return None;
                }
            }
            '\u{302}' | '\u{306}' | '\u{31b}' => {
                let letter = letters.last_mut()?;
                if letter.mark.replace(c).is_some() {
                    return None;
                }
            }
            'a'..='z' | 'đ' => letters.push(Letter { base: c, mark: None }),
            _ => return None,
        }
    }
    let bases: Vec<char> = letters.iter().map(|letter| letter.base).collect();
    let mut onset = bases.iter().take_while(|c| !"aeiouy".contains(**c)).count();
    match bases[..] {
        ['q', 'u', 'i', ..] if letters[2].mark.is_none() => {
            letters[2].base = 'y';
            onset = 2;
        }
        ['q', 'u', ..] if bases.len() > 2 => onset = 2,
        ['g', 'i', next, ..] if "aeiouy".contains(next) => onset = 2,
        _ => {}
    }
    let vowels = letters[onset..].iter().take_while(|letter| letter.is_vowel()).count();
    let coda = &letters[onset + vowels..];
    if !(1..=3).contains(&vowels) || coda.iter().any(|letter| letter.is_vowel()) {
        return None;
    }
    let nucleus = &letters[onset..onset + vowels];
    let place = match nucleus.iter().rposition(|letter| letter.mark.is_some()) {
        Some(marked) => marked,
        None if vowels == 3 || (vowels == 2 && !coda.is_empty()) => 1,
        None => 0,
    } + onset;
    let mut parts = String::new();
    for (index, letter) in letters.iter().enumerate() {
        parts.push(letter.base);
        parts.extend(letter.mark);
        if index == place {
            parts.extend(tone);
        }
    }
    let unified: String = parts.nfc().collect();
    (unified != word).then_some(unified)
}

/// Unifies y and i in a syllable without marks: a lone y after the onset (`ky`, `ly`, `my`),
/// a lone or leading y (`y`, `yeu`), and `quy`. Elsewhere they are different sounds.
pub(super) fn unify_y(word: &str) -> Option<String> {
    if let Some(rest) = word.strip_prefix("quy") {
        return Some(format!("qui{rest}"));
    }
    if let Some(rest) = word.strip_prefix('y') {
        return Some(format!("i{rest}"));
    }
    let onset = word.strip_suffix('y')?;
    let consonants = onset.chars().all(|c| c.is_ascii_lowercase() && !"aeiouy".contains(c));
    consonants.then(|| format!("{onset}i"))
}
