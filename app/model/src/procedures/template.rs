//! The template of a paper: an empty form that people fill in (02 §2).

use super::doc::{PartDoc, ProcedureDoc};
use crate::files::extension;
use crate::format::bytes;

/// Largest template, bytes.
pub const TEMPLATE_LIMIT: u64 = 5 * 1024 * 1024;
/// Largest sum of all templates of a version, bytes: they travel in its file.
pub const TEMPLATES_LIMIT: u64 = 12 * 1024 * 1024;
/// Largest file of a procedure, bytes: its texts, and its templates in Base64.
pub const PROCEDURE_FILE_LIMIT: u64 = 20 * 1024 * 1024;

/// A template as pages offer it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Name of the file.
    pub name: String,
    /// Bytes.
    pub size: i64,
    /// SHA-256, hexadecimal; it stands in the address.
    pub sha256: String,
}

impl Template {
    /// "DOCX, 34 KB".
    #[must_use]
    pub fn about(&self) -> String {
        format!("{}, {}", extension(&self.name).to_uppercase(), bytes(u64::try_from(self.size).unwrap_or_default()))
    }

    /// "Tải mẫu (DOCX, 34 KB)".
    #[must_use]
    pub fn link_words(&self) -> String {
        format!("Tải mẫu ({})", self.about())
    }

    /// The address of the download below the page of the procedure with this code.
    #[must_use]
    pub fn address(&self, code: &str) -> String {
        format!("/thu-tuc/{code}/mau/{}", self.sha256)
    }
}

impl PartDoc {
    /// Digest and name of the template, if there is one.
    #[must_use]
    pub fn template_key(&self) -> Option<(String, String)> {
        let (digest, name) = (self.template_digest.trim(), self.template.trim());
        (!digest.is_empty() || !name.is_empty()).then(|| (digest.to_owned(), name.to_owned()))
    }

    /// Names another template, or none.
    pub fn set_template(&mut self, key: Option<(String, String)>) {
        (self.template_digest, self.template) = key.unwrap_or_default();
    }
}

impl ProcedureDoc {
    /// Digest and name of every template, each once.
    #[must_use]
    pub fn template_keys(&self) -> Vec<(String, String)> {
        let mut keys: Vec<_> = self.parts.iter().filter_map(PartDoc::template_key).collect();
        keys.sort();
        keys.dedup();
        keys
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_says_what_it_is() {
        let template = Template { name: "Tờ khai.docx".into(), size: 34 * 1024, sha256: "ab".into() };
        assert_eq!((template.link_words().as_str(), template.address("1.001193").as_str()), ("Tải mẫu (DOCX, 34 KB)", "/thu-tuc/1.001193/mau/ab"));
    }

    #[test]
    fn a_template_counts_once() {
        let mut part = PartDoc::default();
        assert_eq!(part.template_key(), None);
        part.set_template(Some(("ab".into(), "a.pdf".into())));
        let doc = ProcedureDoc { parts: vec![part.clone(), PartDoc::default(), part.clone()], ..ProcedureDoc::default() };
        assert_eq!(doc.template_keys(), [("ab".to_owned(), "a.pdf".to_owned())]);
        part.set_template(None);
        assert_eq!(part, PartDoc::default());
    }
}
