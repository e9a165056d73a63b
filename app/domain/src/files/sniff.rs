//! Tells the kind of a file by its content; the name only decides between kinds that look alike inside.

use model::files::FileKind;

/// The kind of a file, or `None` for one that the portal does not know.
#[must_use]
pub fn sniff(head: &[u8], name: &str) -> Option<FileKind> {
    let extension = model::files::extension(name);
    if head.starts_with(b"%PDF-") {
        return Some(FileKind::Pdf);
    }
    if head.starts_with(&[0xFF, 0xD8, 0xFF]) {
        return Some(FileKind::Jpeg);
    }
    if head.starts_with(&[0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A]) {
        return Some(FileKind::Png);
    }
    if head.starts_with(b"PK\x03\x04") {
        return Some(zip_kind(head, &extension));
    }
    let text = !head.contains(&0) && is_text(head);
    match extension.as_str() {
        "txt" if text && !looks_like_markup(head) => Some(FileKind::Txt),
        "csv" if text && !looks_like_markup(head) => Some(FileKind::Csv),
        _ => None,
    }
}

/// Office files are ZIP archives whose first entries name their parts.
fn zip_kind(head: &[u8], extension: &str) -> FileKind {
    let has = |needle: &[u8]| head.windows(needle.len()).any(|window| window == needle);
    let office = has(b"[Content_Types].xml") || has(b"_rels/.rels") || has(b"docProps/");
    match extension {
        "docx" if office || has(b"word/") => FileKind::Docx,
        "xlsx" if office || has(b"xl/") => FileKind::Xlsx,
        "pptx" if office || has(b"ppt/") => FileKind::Pptx,
        _ => FileKind::Zip,
    }
}

fn is_text(head: &[u8]) -> bool {
    match std::str::from_utf8(head) {
        Ok(_) => true,
        // A character may be cut at the end of the head.
        Err(error) => error.error_len().is_none() || head.iter().all(|byte| *byte >= 0x20 || matches!(byte, b'\t' | b'\r' | b'\n')),
    }
}

fn looks_like_markup(head: &[u8]) -> bool {
    let start: Vec<u8> = head.iter().copied().skip_while(|b| b.is_ascii_whitespace() || matches!(b, 0xEF | 0xBB | 0xBF)).take(16).collect();
    let start = start.to_ascii_lowercase();
    start.starts_with(b"<") || start.starts_with(b"#!")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides_not_the_name() {
        assert_eq!(sniff(b"%PDF-1.7 ...", "a.exe"), Some(FileKind::Pdf));
        assert_eq!(sniff(b"MZ\x90\x00\x03", "giay-to.pdf"), None);
        assert_eq!(sniff(b"<svg xmlns='x'><script>", "anh.png"), None);
        assert_eq!(sniff(b"<script>alert(1)</script>", "ghi-chu.txt"), None);
        assert_eq!(sniff("Kính gửi Sở Tài chính".as_bytes(), "thu.txt"), Some(FileKind::Txt));
        assert_eq!(sniff(b"", "trong.txt"), Some(FileKind::Txt));
        assert_eq!(sniff(b"PK\x03\x04....word/document.xml", "don.docx"), Some(FileKind::Docx));
        assert_eq!(sniff(b"PK\x03\x04....word/document.xml", "don.zip"), Some(FileKind::Zip));
    }
}
