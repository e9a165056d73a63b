//! D06, D12 at the counter: what somebody brought for each requested item.

use super::{SupplementAnswer, line, note, ticked};
use crate::errors::FieldErrors;

/// Words before the note of the receptionist where paper was taken.
const ON_PAPER: &str = "Đã nhận bản giấy tại quầy";
/// Most characters of a name.
const NAME: usize = 200;

/// One item: `nhan_giay_{id}` is ticked, `tra_loi_{id}` holds the note, `tep_{id}` the scans.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct ItemForm {
    id: i64,
    paper: bool,
    note: String,
}

/// The posted form. Its fields are no fixed list: they carry the numbers of the items.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CounterSupplementForm {
    brought_by: String,
    items: Vec<ItemForm>,
}

/// A checked [`CounterSupplementForm`]; files are added to the answers once they are stored.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CounterSupplement {
    /// Who brought it, as on the receipt.
    pub brought_by: String,
    /// One answer per item.
    pub answers: Vec<SupplementAnswer>,
}

impl CounterSupplementForm {
    /// Reads the posted pairs.
    #[must_use]
    pub fn read(pairs: &[(String, String)]) -> Self {
        let mut form = Self::default();
        for (name, value) in pairs {
            if name == "nguoi_mang" {
                form.brought_by.clone_from(value);
            } else if let Some(id) = name.strip_prefix("nhan_giay_").and_then(|id| id.parse().ok()) {
                form.item(id).paper = ticked(value);
            } else if let Some(id) = name.strip_prefix("tra_loi_").and_then(|id| id.parse().ok()) {
                form.item(id).note.clone_from(value);
            }
        }
        form
    }

    fn item(&mut self, id: i64) -> &mut ItemForm {
        let at = self.items.iter().position(|item| item.id == id).unwrap_or_else(|| {
            self.items.push(ItemForm { id, ..ItemForm::default() });
            self.items.len() - 1
        });
        &mut self.items[at]
    }

    /// Checks the form; `scanned` says for which items scans came. Whether every item is there is known only with the request.
    ///
    /// # Errors
    /// The fields that are wrong: nobody who brought it, an item with neither paper nor scan, paper without a note.
    pub fn validate(&self, scanned: &[i64]) -> Result<CounterSupplement, FieldErrors> {
        let mut errors = FieldErrors::new();
        let brought_by = line(&mut errors, "nguoi_mang", "Tên người mang đến", &self.brought_by, NAME);
        errors.require(brought_by.chars().count() >= 2, "nguoi_mang", "Chưa ghi người mang đến. Hãy ghi họ tên theo giấy tờ tùy thân.");
        let mut answers = Vec::with_capacity(self.items.len());
        for item in &self.items {
            let field = format!("tra_loi_{}", item.id);
            let words = note(&mut errors, &field, &item.note);
            let there = item.paper || scanned.contains(&item.id);
            errors.require(there, &field, "Chưa nhận mục này. Hãy đánh dấu đã nhận bản giấy, hoặc tải bản quét lên.");
            errors.require(!item.paper || !words.is_empty(), &field, "Chưa ghi bản giấy nào đã nhận. Hãy ghi số bản chính, bản sao.");
            let text = if item.paper { format!("{ON_PAPER}: {words}") } else { words };
            answers.push(SupplementAnswer { item_id: item.id, text, file_ids: Vec::new() });
        }
        errors.into_result(CounterSupplement { brought_by, answers })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> CounterSupplementForm {
        CounterSupplementForm::read(&pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect::<Vec<_>>())
    }

    #[test]
    fn paper_needs_a_note_and_an_item_needs_something() {
        let whole = [("nguoi_mang", " Nguyễn Mẫu Sơn "), ("nhan_giay_7", "1"), ("tra_loi_7", "01 bản chính"), ("tra_loi_8", "")];
        let input = form(&whole).validate(&[8]).unwrap();
        assert_eq!(input.brought_by, "Nguyễn Mẫu Sơn");
        assert_eq!(input.answers[0].text, "Đã nhận bản giấy tại quầy: 01 bản chính");
        assert_eq!((input.answers[1].item_id, input.answers[1].text.as_str()), (8, ""));
        let errors = form(&whole).validate(&[]).unwrap_err();
        assert!(errors.of("tra_loi_8").is_some() && errors.of("tra_loi_7").is_none());
        let errors = form(&[("nhan_giay_7", "1"), ("tra_loi_7", " ")]).validate(&[7]).unwrap_err();
        assert!(errors.of("tra_loi_7").is_some() && errors.of("nguoi_mang").is_some());
        // A note alone is no paper.
        assert!(form(&[("nguoi_mang", "Nguyễn Mẫu Sơn"), ("tra_loi_7", "sẽ nộp sau")]).validate(&[]).unwrap_err().of("tra_loi_7").is_some());
    }
}
