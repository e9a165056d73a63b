//! Units by the names that people write: with or without marks, "UBND" or in full, short names, codes.

use crate::text::fold_tokens;
use std::collections::{HashMap, HashSet};

/// How alike two names have to be to be suggested.
const ALIKE: f64 = 0.34;
/// Most suggestions.
const SUGGESTIONS: usize = 3;
/// Pieces between commas that are read of one list, and of one name.
const PIECES: usize = 100;
const COMMAS: usize = 6;

/// Words that many names share and that therefore say nothing.
const COMMON: [&str; 6] = ["so", "xa", "phuong", "dac", "khu", "va"];

struct Entry {
    id: i64,
    name: String,
    code: String,
    words: Vec<String>,
    initials: String,
}

/// The units that tasks may be given to.
#[derive(Default)]
pub struct UnitBook {
    entries: Vec<Entry>,
    keys: HashMap<String, Vec<i64>>,
}

/// What a name means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// This unit.
    One(i64),
    /// Several units are called so.
    Several,
    /// No unit is called so.
    Nobody,
}

/// The words of a name without "Ủy ban nhân dân" in front, which people write or leave out.
fn words(name: &str) -> Vec<String> {
    let mut tokens = fold_tokens(name);
    let full = fold_tokens("Ủy ban nhân dân");
    if tokens.starts_with(&full) {
        tokens.drain(..full.len());
    } else if tokens.first().is_some_and(|first| first == "ubnd") {
        tokens.remove(0);
    }
    tokens
}

impl UnitBook {
    /// Adds a unit with its code, its present name and whatever else it is called.
    pub fn add(&mut self, id: i64, code: &str, name: &str, others: &[&str]) {
        let own = words(name);
        for key in others.iter().chain([&code]).map(|other| words(other).join(" ")).chain([own.join(" ")]).filter(|key| !key.is_empty()) {
            let ids = self.keys.entry(key).or_default();
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        let initials = telling_in_order(&own).filter_map(|word| word.chars().next()).collect();
        self.entries.push(Entry { id, name: name.to_owned(), code: code.to_owned(), words: own, initials });
    }

    /// The unit of a name.
    #[must_use]
    pub fn find(&self, text: &str) -> Found {
        match self.keys.get(&words(text).join(" ")).map(Vec::as_slice) {
            Some([id]) => Found::One(*id),
            Some(_) => Found::Several,
            None => Found::Nobody,
        }
    }

    /// How to write a unit so that nothing else is meant: its name, or its code where several have that name. None for a
    /// unit that is not in the book.
    #[must_use]
    pub fn plain(&self, id: i64) -> Option<&str> {
        let entry = self.entries.iter().find(|entry| entry.id == id)?;
        Some(if self.find(&entry.name) == Found::One(id) { entry.name.as_str() } else { entry.code.as_str() })
    }

    /// The units whose names are most alike: id and name.
    #[must_use]
    pub fn alike(&self, text: &str) -> Vec<(i64, String)> {
        let wanted = words(text);
        let (set, short) = (telling(&wanted), telling_in_order(&wanted).map(String::as_str).collect::<String>());
        let mut scored: Vec<(f64, &Entry)> =
            self.entries.iter().map(|entry| (score(&set, &short, entry), entry)).filter(|(score, _)| *score >= ALIKE).collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.id.cmp(&b.1.id)));
        scored.into_iter().take(SUGGESTIONS).map(|(_, entry)| (entry.id, entry.name.clone())).collect()
    }

    /// The units of a list of names, separated by semicolons or line breaks; commas too, where no name has them.
    ///
    /// # Errors
    /// The names that mean no unit or several.
    pub fn find_all(&self, text: &str) -> Result<Vec<i64>, Vec<String>> {
        let (mut found, mut unknown) = (Vec::new(), Vec::new());
        for part in text.split([';', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
            match self.find(part) {
                Found::One(id) => found.push(id),
                _ => self.with_commas(part, &mut found, &mut unknown),
            }
        }
        if unknown.is_empty() { Ok(found) } else { Err(unknown) }
    }

    /// "Sở Văn hóa, Thể thao và Du lịch, Sở Tài chính": the longest run of pieces that is a name, again and again.
    fn with_commas(&self, text: &str, found: &mut Vec<i64>, unknown: &mut Vec<String>) {
        let pieces: Vec<&str> = text.split(',').map(str::trim).filter(|piece| !piece.is_empty()).take(PIECES).collect();
        let mut at = 0;
        while at < pieces.len() {
            let name = (at + 1..=pieces.len().min(at + COMMAS)).rev().find_map(|end| match self.find(&pieces[at..end].join(" ")) {
                Found::One(id) => Some((end, id)),
                _ => None,
            });
            match name {
                Some((end, id)) => {
                    found.push(id);
                    at = end;
                }
                None => {
                    unknown.push(pieces[at].to_owned());
                    at += 1;
                }
            }
        }
    }
}

/// The words that tell names apart, in their order.
fn telling_in_order(words: &[String]) -> impl Iterator<Item = &String> {
    words.iter().filter(|word| !COMMON.contains(&word.as_str()))
}

fn telling(words: &[String]) -> HashSet<&String> {
    telling_in_order(words).collect()
}

/// Shared words of both names (Dice), or that the letters are the initials of the name ("NN&MT").
fn score(wanted: &HashSet<&String>, short: &str, entry: &Entry) -> f64 {
    if short.len() >= 2 && entry.initials.contains(short) {
        return 0.9;
    }
    let own = telling(&entry.words);
    let shared = wanted.intersection(&own).count();
    if shared == 0 { 0.0 } else { 2.0 * shared as f64 / (wanted.len() + own.len()) as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book() -> UnitBook {
        let mut book = UnitBook::default();
        book.add(1, "H99.10", "Sở Nông nghiệp và Môi trường", &["Sở NN&MT", "SNNMT"]);
        book.add(2, "H99.11", "Sở Văn hóa, Thể thao và Du lịch", &[""]);
        book.add(3, "H99.12", "Sở Tài chính", &["Sở TC"]);
        book.add(4, "H99.101", "Ủy ban nhân dân xã Hòa An", &[]);
        book.add(5, "H99.102", "Phường Hòa An", &[]);
        book.add(6, "H99.103", "Xã Tân Lập", &[]);
        book.add(7, "H99.104", "Xã Tân Lập", &[]);
        book
    }

    #[test]
    fn names_as_people_write_them() {
        let book = book();
        for (text, id) in
            [("so nong nghiep va moi truong", 1), (" SỞ NN&MT ", 1), ("h99.10", 1), ("UBND xã Hoà An", 4), ("xã Hòa An", 4), ("UBND phường Hòa An", 5)]
        {
            assert_eq!(book.find(text), Found::One(id), "{text}");
        }
        assert_eq!((book.plain(3), book.plain(7), book.plain(9)), (Some("Sở Tài chính"), Some("H99.104"), None));
        assert_eq!((book.find("Xã Tân Lập"), book.find("Sở Nội vụ"), book.find("")), (Found::Several, Found::Nobody, Found::Nobody));
    }

    #[test]
    fn suggestions() {
        let names = |text: &str| book().alike(text).into_iter().map(|(id, _)| id).collect::<Vec<_>>();
        assert_eq!(names("Sở Nông nghiệp")[0], 1);
        assert_eq!(names("NNMT"), [1]);
        assert_eq!(names("Xã Tân Lập"), [6, 7]);
        assert!(names("Bộ Quốc phòng").is_empty());
    }

    #[test]
    fn lists_of_units() {
        let book = book();
        assert_eq!(book.find_all("Sở Tài chính; Sở Văn hóa, Thể thao và Du lịch"), Ok(vec![3, 2]));
        assert_eq!(book.find_all("Sở Văn hóa, Thể thao và Du lịch, Sở Tài chính\nSở NN&MT"), Ok(vec![2, 3, 1]));
        assert_eq!(book.find_all("Sở Tài chính, Sở Nội vụ; Xã Tân Lập"), Err(vec!["Sở Nội vụ".to_owned(), "Xã Tân Lập".to_owned()]));
        assert_eq!(book.find_all(" ; "), Ok(Vec::new()));
    }
}
