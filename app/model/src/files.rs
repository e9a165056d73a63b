//! Kinds of files, what each purpose allows, and clean names (10 §8).

mod kinds;
mod rules;

pub use kinds::Kinds;
pub use rules::{FileRules, KIND, NAME, PAPERS, RESULTS, TEMPLATES, empty, too_large, too_many, wrong_kind};

text_enum! {
    /// A kind of file that the portal knows.
    pub enum FileKind {
        Pdf = "pdf" => "PDF", Jpeg = "jpeg" => "JPG", Png = "png" => "PNG", Docx = "docx" => "DOCX", Xlsx = "xlsx" => "XLSX",
        Pptx = "pptx" => "PPTX", Zip = "zip" => "ZIP", Txt = "txt" => "TXT", Csv = "csv" => "CSV",
    }
}

impl FileKind {
    /// Media type for downloads.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            FileKind::Pdf => "application/pdf",
            FileKind::Jpeg => "image/jpeg",
            FileKind::Png => "image/png",
            FileKind::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            FileKind::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            FileKind::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            FileKind::Zip => "application/zip",
            FileKind::Txt => "text/plain; charset=utf-8",
            FileKind::Csv => "text/csv; charset=utf-8",
        }
    }

    /// The kind with this media type.
    #[must_use]
    pub fn of_media_type(media_type: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.media_type() == media_type)
    }

    /// True for what is a ZIP archive inside: office files are.
    #[must_use]
    pub const fn is_archive(self) -> bool {
        matches!(self, FileKind::Docx | FileKind::Xlsx | FileKind::Pptx | FileKind::Zip)
    }

    /// True if a name with this extension may hold this kind.
    #[must_use]
    pub fn fits_extension(self, extension: &str) -> bool {
        match self {
            FileKind::Jpeg => matches!(extension, "jpg" | "jpeg"),
            other => extension == other.as_str(),
        }
    }
}

/// What a file is for; each purpose allows its own kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A part of a dossier.
    Dossier,
    /// A result that a citizen receives.
    Result,
    /// Evidence of a task.
    Task,
    /// An attachment of a message.
    Mail,
    /// A picture of an article.
    Picture,
    /// The template of a paper of a procedure: an empty form that people fill in.
    Template,
}

/// Most files in one form.
pub const MOST_FILES: usize = 20;

/// The kinds that a purpose allows.
#[must_use]
pub const fn allowed(purpose: Purpose) -> &'static [FileKind] {
    use FileKind::{Csv, Docx, Jpeg, Pdf, Png, Pptx, Txt, Xlsx, Zip};
    match purpose {
        Purpose::Dossier => &[Pdf, Jpeg, Png, Docx, Xlsx],
        Purpose::Result => &[Pdf],
        Purpose::Task | Purpose::Mail => &[Pdf, Jpeg, Png, Docx, Xlsx, Pptx, Zip, Txt, Csv],
        Purpose::Picture => &[Jpeg, Png],
        Purpose::Template => &[Pdf, Docx, Xlsx],
    }
}

/// "PDF, JPG, PNG, DOCX hoặc XLSX".
#[must_use]
pub fn allowed_in_words(purpose: Purpose) -> String {
    Kinds::of(purpose).in_words()
}

/// The value of `accept` for a file field: ".pdf,.jpg,…".
#[must_use]
pub fn accept(purpose: Purpose) -> String {
    Kinds::of(purpose).accept()
}

/// The extension in lower case, without the dot; empty if there is none.
#[must_use]
pub fn extension(name: &str) -> String {
    match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => extension.to_lowercase(),
        _ => String::new(),
    }
}

/// A name that may be shown and offered for download: no path, no control or direction characters, at most 120 characters.
#[must_use]
pub fn clean_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let cleaned = crate::text::clean_line(last, usize::MAX);
    let kept: String = cleaned.chars().filter(|c| !matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*' | ';' | '%')).collect();
    let kept = kept.trim_matches(['.', ' ']).to_owned();
    if kept.is_empty() {
        return "tep".to_owned();
    }
    if kept.chars().count() <= 120 {
        return kept;
    }
    let extension = extension(&kept);
    let stem: String = kept.chars().take(110).collect();
    if extension.is_empty() || extension.len() > 8 { stem } else { format!("{stem}.{extension}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cleaned() {
        assert_eq!(clean_name("../../etc/passwd"), "passwd");
        assert_eq!(clean_name("C:\\Users\\An\\Giấy khai sinh.pdf"), "Giấy khai sinh.pdf");
        assert_eq!(clean_name("..."), "tep");
        assert_eq!(clean_name(""), "tep");
        assert!(clean_name(&format!("{}.pdf", "ă".repeat(10_000))).ends_with(".pdf"));
        assert!(clean_name(&format!("{}.pdf", "ă".repeat(10_000))).chars().count() <= 120);
    }

    #[test]
    fn kinds_in_words() {
        assert_eq!(allowed_in_words(Purpose::Dossier), "PDF, JPG, PNG, DOCX hoặc XLSX");
        assert_eq!(allowed_in_words(Purpose::Result), "PDF");
        assert!(!allowed(Purpose::Mail).iter().any(|kind| kind.as_str() == "svg"));
    }
}
