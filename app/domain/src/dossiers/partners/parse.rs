//! The body of a message: JSON with the field names of 09 §6, read strictly; and the files inside it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use model::partners::{Content, Head, MessageKind};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Reads a body.
///
/// # Errors
/// A sentence for the partner about what is wrong.
pub(super) fn read(body: &[u8]) -> Result<(Head, Content), String> {
    let value: Value = serde_json::from_slice(body).map_err(wrong)?;
    let head: Head = part(&value)?;
    let content = match head.kind {
        MessageKind::Submission => Content::Submission(Box::new(part(&value)?)),
        MessageKind::Supplement => Content::Supplement(part(&value)?),
        MessageKind::Payment => Content::Payment(part(&value)?),
        MessageKind::Withdrawal => Content::Withdrawal(part(&value)?),
        MessageKind::Rating => Content::Rating(part(&value)?),
        MessageKind::Mirror => Content::Mirror(part(&value)?),
    };
    match head.problem().or_else(|| content.problem()) {
        Some(problem) => Err(problem),
        None => Ok((head, content)),
    }
}

fn part<T: DeserializeOwned>(value: &Value) -> Result<T, String> {
    T::deserialize(value).map_err(wrong)
}

#[expect(clippy::needless_pass_by_value, reason = "stands in map_err")]
fn wrong(error: serde_json::Error) -> String {
    format!("Nội dung không đúng mẫu: {error}")
}

/// The bytes of an address `data:…;base64,…`; none for any other address.
pub(super) fn bytes(address: &str) -> Option<Vec<u8>> {
    let (_, content) = address.strip_prefix("data:")?.split_once(";base64,")?;
    STANDARD.decode(content).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_read_strictly() {
        let good = r#"{"LoaiBanTin":"NopHoSo","MaHoSo":"000.00.00.G99-1","ThoiDiem":"2026-11-23T09:00:00+07:00","MaTTHC":"1.001193","ChuHoSo":"Mẫu Sơn","DonViXuLy":"H99.101"}"#;
        let (head, content) = read(good.as_bytes()).unwrap();
        assert_eq!((head.kind, head.code.as_str()), (MessageKind::Submission, "000.00.00.G99-1"));
        assert!(matches!(content, Content::Submission(new) if new.unit == "H99.101"));
        for (from, to) in [("NopHoSo", "Khac"), ("000.00.00.G99-1", "có dấu"), ("1.001193", " "), ("2026-11-23T", "hôm nay")] {
            assert!(read(good.replace(from, to).as_bytes()).is_err(), "{to}");
        }
        for garbage in ["", "{", "[]", "null", "\"x\"", "{\"LoaiBanTin\":1}", "\u{0}\u{0}"] {
            assert!(read(garbage.as_bytes()).is_err(), "{garbage}");
        }
        assert!(read(br#"{"LoaiBanTin":"CapNhatTrangThai","MaHoSo":"G1","ThoiDiem":"2026-11-23T09:00:00+07:00","TrangThaiHoSo":11}"#).is_err());
    }

    #[test]
    fn files_come_as_data() {
        assert_eq!(bytes("data:text/plain;base64,eGlu").as_deref(), Some(&b"xin"[..]));
        assert_eq!(bytes("https://example.vn/tep.pdf"), None);
        assert_eq!(bytes("data:text/plain;base64,%%%"), None);
    }
}
