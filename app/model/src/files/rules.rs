//! What a file field accepts, and the sentences for what it refuses: the server says them, and so does the browser before it sends.

use super::{FileKind, Kinds, Purpose};
use crate::dossiers::apply::FILE_LIMIT;
use crate::format::bytes;

/// What stands for the kind of a file in [`FileRules::wrong_kind_pattern`].
pub const KIND: &str = "{loai}";
/// What stands for the name of a file in [`empty`].
pub const NAME: &str = "{ten}";

/// What a file field accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileRules {
    /// What its files are for: this says which kinds.
    pub purpose: Purpose,
    /// Only these of its kinds; empty for all.
    pub only: Kinds,
    /// Largest size of one file, bytes.
    pub most_bytes: u64,
}

impl FileRules {
    /// Files for a purpose, each of at most so many bytes.
    #[must_use]
    pub const fn new(purpose: Purpose, most_bytes: u64) -> Self {
        Self { purpose, only: Kinds::NONE, most_bytes }
    }

    /// The same for a paper that takes only these kinds; empty for all.
    #[must_use]
    pub const fn only(self, only: Kinds) -> Self {
        Self { only, ..self }
    }

    /// The kinds that are taken.
    #[must_use]
    pub fn kinds(self) -> Kinds {
        self.only.or(self.purpose)
    }

    /// "Nhận tệp PDF, JPG hoặc PNG, mỗi tệp tối đa 20 MB."
    #[must_use]
    pub fn in_words(self) -> String {
        format!("Nhận tệp {}, mỗi tệp tối đa {}.", self.kinds().in_words(), bytes(self.most_bytes))
    }

    /// As [`FileRules::in_words`], for whoever has a telephone at hand.
    #[must_use]
    pub fn for_citizens(self) -> String {
        let camera = if self.kinds().has(FileKind::Jpeg) { " Có thể chụp bằng điện thoại." } else { "" };
        format!("{}{camera}", self.in_words())
    }

    /// The value of `accept` for the field.
    #[must_use]
    pub fn accept(self) -> String {
        self.kinds().accept()
    }

    /// The sentence for a file that is too large.
    #[must_use]
    pub fn too_large(self) -> String {
        too_large(self.most_bytes)
    }

    /// The sentence for a file of a wrong kind, with [`KIND`] where its kind belongs.
    #[must_use]
    pub fn wrong_kind_pattern(self) -> String {
        wrong_kind(KIND, self.kinds())
    }
}

/// Papers of a dossier: PDF, pictures, office files.
pub const PAPERS: FileRules = FileRules::new(Purpose::Dossier, FILE_LIMIT);
/// Results: PDF.
pub const RESULTS: FileRules = FileRules::new(Purpose::Result, FILE_LIMIT);
/// Templates of papers of a procedure: PDF and office files.
pub const TEMPLATES: FileRules = FileRules::new(Purpose::Template, crate::procedures::TEMPLATE_LIMIT);

/// "Tệp lớn hơn 20 MB. …"
#[must_use]
pub fn too_large(most_bytes: u64) -> String {
    format!("Tệp lớn hơn {}. Hãy chia nhỏ hoặc giảm dung lượng rồi tải lại.", bytes(most_bytes))
}

/// "Không dùng được tệp SVG. …"
#[must_use]
pub fn wrong_kind(kind: &str, kinds: Kinds) -> String {
    format!("Không dùng được tệp {kind}. Hãy chọn tệp {}.", kinds.in_words())
}

/// "Tệp “giay.pdf” trống. …"
#[must_use]
pub fn empty(name: &str) -> String {
    format!("Tệp “{name}” trống. Hãy chọn tệp khác.")
}

/// "Mỗi lần chỉ tải lên được 20 tệp. …"
#[must_use]
pub fn too_many(most: usize) -> String {
    format!("Mỗi lần chỉ tải lên được {most} tệp. Hãy chia làm nhiều lần.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_has_the_sentences_of_the_server() {
        let rules = FileRules::new(Purpose::Dossier, 20 << 20);
        assert_eq!(rules.too_large(), "Tệp lớn hơn 20 MB. Hãy chia nhỏ hoặc giảm dung lượng rồi tải lại.");
        assert_eq!(rules.wrong_kind_pattern().replace(KIND, "SVG"), wrong_kind("SVG", Kinds::of(Purpose::Dossier)));
        assert!(empty(NAME).contains(NAME) && rules.accept().contains(".jpg"));
        let pictures = rules.only(Kinds::of(Purpose::Picture));
        assert_eq!(pictures.for_citizens(), "Nhận tệp JPG hoặc PNG, mỗi tệp tối đa 20 MB. Có thể chụp bằng điện thoại.");
        assert_eq!(pictures.wrong_kind_pattern(), "Không dùng được tệp {loai}. Hãy chọn tệp JPG hoặc PNG.");
    }
}
