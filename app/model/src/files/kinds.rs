//! A set of kinds of files, as a paper of a procedure allows them (02 §2).

use super::{FileKind, Purpose, allowed};

/// A set of kinds. The empty set of a paper means: everything that its purpose allows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Kinds(u16);

impl Kinds {
    /// No kind.
    pub const NONE: Self = Self(0);

    /// Reads "pdf, jpeg", "PDF, JPG" or one kind a line; `None` for a kind that the portal does not know.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let words = text.split([',', ';', '\n']).map(|word| word.trim().to_lowercase()).filter(|word| !word.is_empty());
        words.map(|word| FileKind::ALL.iter().copied().find(|kind| kind.as_str() == word || kind.fits_extension(&word))).collect()
    }

    /// True if no kind is in it.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// True if this kind is in it.
    #[must_use]
    pub const fn has(self, kind: FileKind) -> bool {
        self.0 & bit(kind) != 0
    }

    /// True if no kind is in it that the purpose does not allow.
    #[must_use]
    pub fn within(self, purpose: Purpose) -> bool {
        self.0 & !Self::of(purpose).0 == 0
    }

    /// The kinds that a purpose allows.
    #[must_use]
    pub fn of(purpose: Purpose) -> Self {
        allowed(purpose).iter().copied().collect()
    }

    /// What is really taken: this set, or everything that the purpose allows.
    #[must_use]
    pub fn or(self, purpose: Purpose) -> Self {
        if self.is_empty() { Self::of(purpose) } else { self }
    }

    /// The kinds in the usual order.
    pub fn list(self) -> impl Iterator<Item = FileKind> {
        FileKind::ALL.iter().copied().filter(move |kind| self.has(*kind))
    }

    /// "PDF, JPG hoặc PNG".
    #[must_use]
    pub fn in_words(self) -> String {
        let labels: Vec<&str> = self.list().map(FileKind::label).collect();
        match labels.split_last() {
            Some((last, [])) => (*last).to_owned(),
            Some((last, rest)) => format!("{} hoặc {last}", rest.join(", ")),
            None => String::new(),
        }
    }

    /// The value of `accept` for a file field: ".pdf,.jpeg,…".
    #[must_use]
    pub fn accept(self) -> String {
        let mut list: Vec<String> = self.list().map(|kind| format!(".{}", kind.as_str())).collect();
        if self.has(FileKind::Jpeg) {
            list.push(".jpg".to_owned());
        }
        list.join(",")
    }
}

const fn bit(kind: FileKind) -> u16 {
    1 << kind as u16
}

impl FromIterator<FileKind> for Kinds {
    fn from_iter<T: IntoIterator<Item = FileKind>>(kinds: T) -> Self {
        Self(kinds.into_iter().fold(0, |set, kind| set | bit(kind)))
    }
}

/// The stored text: "pdf, jpeg"; empty for the empty set.
impl std::fmt::Display for Kinds {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.list().map(FileKind::as_str).collect::<Vec<_>>().join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_read_and_written() {
        let set = Kinds::read("PNG; jpg\npdf").unwrap();
        assert_eq!((set.to_string().as_str(), set.in_words().as_str(), set.accept().as_str()), ("pdf, jpeg, png", "PDF, JPG hoặc PNG", ".pdf,.jpeg,.png,.jpg"));
        assert_eq!(Kinds::read(&set.to_string()), Some(set));
        assert_eq!(Kinds::read(" ,"), Some(Kinds::NONE));
        assert_eq!(Kinds::read("pdf, exe"), None);
        assert!(set.has(FileKind::Jpeg) && !set.has(FileKind::Docx));
        assert!(set.within(Purpose::Dossier) && !Kinds::read("zip").unwrap().within(Purpose::Dossier));
        assert_eq!((Kinds::NONE.or(Purpose::Result).in_words().as_str(), set.or(Purpose::Result)), ("PDF", set));
    }
}
