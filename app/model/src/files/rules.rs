//! What a file field accepts, and the sentences for what it refuses: the server says them, and so does the browser before it sends.

use super::{Purpose, accept, allowed_in_words};
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
    /// Largest size of one file, bytes.
    pub most_bytes: u64,
}

impl FileRules {
    /// Files for a purpose, each of at most so many bytes.
    #[must_use]
    pub const fn new(purpose: Purpose, most_bytes: u64) -> Self {
        Self { purpose, most_bytes }
    }

    /// The value of `accept` for the field.
    #[must_use]
    pub fn accept(self) -> String {
        accept(self.purpose)
    }

    /// The sentence for a file that is too large.
    #[must_use]
    pub fn too_large(self) -> String {
        too_large(self.most_bytes)
    }

    /// The sentence for a file of a wrong kind, with [`KIND`] where its kind belongs.
    #[must_use]
    pub fn wrong_kind_pattern(self) -> String {
        wrong_kind(KIND, self.purpose)
    }
}

/// Papers of a dossier: PDF, pictures, office files.
pub const PAPERS: FileRules = FileRules::new(Purpose::Dossier, FILE_LIMIT);
/// Results: PDF.
pub const RESULTS: FileRules = FileRules::new(Purpose::Result, FILE_LIMIT);

/// "Tệp lớn hơn 20 MB. …"
#[must_use]
pub fn too_large(most_bytes: u64) -> String {
    format!("Tệp lớn hơn {}. Hãy chia nhỏ hoặc giảm dung lượng rồi tải lại.", bytes(most_bytes))
}

/// "Không dùng được tệp SVG. …"
#[must_use]
pub fn wrong_kind(kind: &str, purpose: Purpose) -> String {
    format!("Không dùng được tệp {kind}. Hãy chọn tệp {}.", allowed_in_words(purpose))
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
        assert_eq!(rules.wrong_kind_pattern().replace(KIND, "SVG"), wrong_kind("SVG", Purpose::Dossier));
        assert!(empty(NAME).contains(NAME) && rules.accept().contains(".jpg"));
    }
}
