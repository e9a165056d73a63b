//! "Đạt" or "Không đạt" for answered items of a supplement (02 §10).

use crate::errors::FieldErrors;
use crate::text::reason;

/// Longest reason, characters: those of all items stand together in one event.
pub const LONGEST: usize = 500;

/// The posted form: item `id` has the fields `ket_luan_{id}` ("dat" or "khong_dat") and `ly_do_{id}`. Its fields are no fixed list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VerdictsForm {
    /// Item, verdict, reason; as typed.
    items: Vec<(i64, String, String)>,
}

/// What the officer says of one answered item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemVerdict {
    /// Row of the item.
    pub item_id: i64,
    /// It is in order.
    pub accepted: bool,
    /// Why not; empty for an item that is in order.
    pub reason: String,
}

impl VerdictsForm {
    /// Reads the posted pairs; items without a verdict are left for later.
    #[must_use]
    pub fn read(pairs: &[(String, String)]) -> Self {
        let value = |name: String| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| value.clone()).unwrap_or_default();
        let mut items: Vec<(i64, String, String)> = Vec::new();
        for (name, verdict) in pairs.iter().filter(|(_, verdict)| !verdict.trim().is_empty()) {
            let Some(id) = name.strip_prefix("ket_luan_").and_then(|id| id.parse::<i64>().ok()) else { continue };
            if !items.iter().any(|(known, ..)| *known == id) {
                items.push((id, verdict.trim().to_owned(), value(format!("ly_do_{id}"))));
            }
        }
        Self { items }
    }

    /// Checks the form. Which items may be judged is known only with the dossier.
    ///
    /// # Errors
    /// The fields that are wrong: no verdict at all, "không đạt" without a reason of 10 characters.
    pub fn validate(&self) -> Result<Vec<ItemVerdict>, FieldErrors> {
        let mut errors = FieldErrors::new();
        errors.require(!self.items.is_empty(), "", "Chưa chọn kết luận cho mục nào. Hãy chọn Đạt hoặc Không đạt cho ít nhất một mục.");
        let mut verdicts = Vec::with_capacity(self.items.len());
        for (item_id, verdict, words) in &self.items {
            let accepted = verdict == "dat";
            let known = accepted || verdict == "khong_dat";
            errors.require(known, &format!("ket_luan_{item_id}"), "Kết luận không đúng. Hãy chọn Đạt hoặc Không đạt.");
            let field = format!("ly_do_{item_id}");
            let reason = if accepted { String::new() } else { reason(&mut errors, &field, "Lý do không đạt", words) };
            errors.require(reason.chars().count() <= LONGEST, &field, format!("Lý do không đạt dài quá {LONGEST} ký tự. Hãy viết gọn lại."));
            verdicts.push(ItemVerdict { item_id: *item_id, accepted, reason });
        }
        errors.into_result(verdicts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> Result<Vec<ItemVerdict>, FieldErrors> {
        VerdictsForm::read(&pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect::<Vec<_>>()).validate()
    }

    #[test]
    fn only_what_is_not_in_order_needs_a_reason() {
        let both =
            form(&[("ket_luan_7", "dat"), ("ly_do_7", "bỏ qua"), ("ket_luan_8", "khong_dat"), ("ly_do_8", " Vẫn thiếu chữ ký "), ("ket_luan_9", "")]).unwrap();
        let refused = ItemVerdict { item_id: 8, accepted: false, reason: "Vẫn thiếu chữ ký".into() };
        assert_eq!(both, [ItemVerdict { item_id: 7, accepted: true, reason: String::new() }, refused]);
        assert!(form(&[("ket_luan_8", "khong_dat"), ("ly_do_8", "mờ")]).unwrap_err().of("ly_do_8").is_some());
        assert!(form(&[("ket_luan_8", "khong_dat"), ("ly_do_8", &"ừ".repeat(LONGEST + 1))]).unwrap_err().of("ly_do_8").is_some());
        assert!(form(&[("ket_luan_8", "co_the"), ("ly_do_8", "Vẫn thiếu chữ ký")]).unwrap_err().of("ket_luan_8").is_some());
        assert!(form(&[("ket_luan_x", "dat"), ("ly_do_8", "Vẫn thiếu chữ ký")]).is_err());
    }
}
