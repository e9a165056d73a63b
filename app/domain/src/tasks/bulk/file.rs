//! The text of an uploaded table.

use crate::cx::Portal;
use crate::error::{Error, Result};
use crate::files::Blob;
use tokio::io::AsyncReadExt;

/// Largest file, bytes.
const MOST: u64 = 8 * 1024 * 1024;

/// Reads an uploaded CSV or text file: UTF-8, or UTF-16 with its mark, as spreadsheets save "Unicode text".
///
/// # Errors
/// `Invalid` on `tep` for a file that is too large, a workbook, or text in another encoding.
pub async fn read_file(portal: &Portal, blob: &Blob) -> Result<String> {
    let refused = |message: &str| Err(Error::field("tep", message));
    if blob.size > MOST {
        return refused("Tệp lớn quá 8 MB. Hãy chia bảng thành nhiều tệp.");
    }
    if blob.head.starts_with(b"PK") || blob.head.starts_with(b"%PDF") {
        return refused("Đây không phải tệp CSV. Trong Excel hãy chọn Lưu thành, loại “CSV UTF-8”, hoặc dán bảng vào ô bên trên.");
    }
    let mut bytes = Vec::new();
    portal.files().open(&blob.sha256).await?.read_to_end(&mut bytes).await?;
    match text(&bytes) {
        Some(text) => Ok(text.replace('\0', "")),
        None => refused("Không đọc được chữ trong tệp. Hãy lưu lại dạng “CSV UTF-8”, hoặc dán bảng vào ô bên trên."),
    }
}

fn text(bytes: &[u8]) -> Option<String> {
    let wide = |join: fn([u8; 2]) -> u16, bytes: &[u8]| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| join([pair[0], pair[1]])).collect();
        String::from_utf16(&units).ok()
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => wide(u16::from_le_bytes, rest),
        [0xfe, 0xff, rest @ ..] => wide(u16::from_be_bytes, rest),
        _ => std::str::from_utf8(bytes).ok().map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn encodings() {
        assert_eq!(text("Hạn".as_bytes()).as_deref(), Some("Hạn"));
        let wide: Vec<u8> = [0xfeff_u16].into_iter().chain("Hạn".encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert_eq!(text(&wide).as_deref(), Some("Hạn"));
        assert_eq!(text(b"H\xe1n"), None);
    }
}
