//! What is done with messages that have come or gone: order, answers, recall.

use crate::errors::FieldErrors;
use serde::{Deserialize, Serialize};

/// Most messages that one form names.
const MOST: usize = 1_000;

text_enum! {
    /// What is done with threads; the value is the word of the form.
    pub enum Act {
        /// Out of the inbox, kept.
        Archive = "luu-tru" => "Lưu trữ",
        /// Into the bin.
        Trash = "xoa" => "Xóa",
        /// Back to the inbox.
        Restore = "dua-lai" => "Đưa về hộp thư đến",
        /// Read, without opening: the sender learns nothing.
        MarkRead = "da-doc" => "Đánh dấu đã đọc",
        /// Unread again.
        MarkUnread = "chua-doc" => "Đánh dấu chưa đọc",
        /// A star.
        Star = "gan-sao" => "Gắn sao",
        /// No star.
        Unstar = "bo-sao" => "Bỏ sao",
    }
}

/// Messages and what to do with them.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct OrderForm {
    /// Word of [`Act`].
    #[serde(rename = "viec")]
    pub act: String,
    /// Messages.
    #[serde(rename = "thu")]
    pub messages: Vec<String>,
}

/// A checked [`OrderForm`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// What to do.
    pub act: Act,
    /// Messages.
    pub messages: Vec<i64>,
}

impl OrderForm {
    /// Checks the form. What names no message is left out.
    ///
    /// # Errors
    /// Field `viec` if it is no act.
    pub fn validate(&self) -> Result<Order, FieldErrors> {
        let act = self.act.trim().parse().map_err(|_| FieldErrors::one("viec", "Hãy chọn một việc trong danh sách."))?;
        Ok(Order { act, messages: ids(&self.messages) })
    }
}

/// How a message is answered.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReplyForm {
    /// "1" answers everybody, not only the sender.
    #[serde(rename = "tat_ca")]
    pub everybody: String,
}

impl ReplyForm {
    /// True if everybody is answered.
    #[must_use]
    pub fn everybody(&self) -> bool {
        self.everybody.trim() == "1"
    }
}

/// From whom a sent message is taken back.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RecallForm {
    /// Rows of the read information; none for everybody who has not opened it.
    #[serde(rename = "nguoi")]
    pub rows: Vec<String>,
}

impl RecallForm {
    /// The chosen rows.
    ///
    /// # Errors
    /// Field `nguoi` if rows were named of which none can be read: nobody recalls from everybody by mistake.
    pub fn validate(&self) -> Result<Vec<i64>, FieldErrors> {
        let rows = ids(&self.rows);
        let named = self.rows.iter().any(|row| !row.trim().is_empty());
        if named && rows.is_empty() {
            return Err(FieldErrors::one("nguoi", "Không rõ thu hồi với ai. Hãy tải lại trang rồi chọn lại."));
        }
        Ok(rows)
    }
}

fn ids(texts: &[String]) -> Vec<i64> {
    texts.iter().filter_map(|text| text.trim().parse().ok()).filter(|id| *id > 0).take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_name_an_act_and_messages() {
        let form = OrderForm { act: "xoa".into(), messages: vec!["7".into(), "x".into(), "-1".into()] };
        assert_eq!(form.validate().unwrap(), Order { act: Act::Trash, messages: vec![7] });
        assert!(OrderForm::default().validate().unwrap_err().of("viec").is_some());
    }

    #[test]
    fn nobody_recalls_from_everybody_by_mistake() {
        assert_eq!(RecallForm::default().validate().unwrap(), Vec::<i64>::new());
        assert_eq!(RecallForm { rows: vec!["3".into()] }.validate().unwrap(), [3]);
        assert!(RecallForm { rows: vec!["x".into()] }.validate().is_err());
    }
}
