//! Reading the papers of a document.

use super::new_version::{NewPart, NewVersion};
use super::reader::Reader;
use super::template::Known;
use model::files::{Kinds, Purpose};
use model::format::bytes;
use model::procedures::{DocGroup, PartDoc, PartKind, ProcedureDoc, TEMPLATES_LIMIT};

/// The papers, with their templates among those that the portal has.
pub(super) fn parts(reader: &mut Reader, doc: &ProcedureDoc, new: &mut NewVersion, templates: &Known) {
    for (n, row) in (1..).zip(&doc.parts) {
        reader.at(DocGroup::Parts, format!("Giấy tờ {n}"));
        let part = NewPart {
            case: reader.case(&new.cases, &row.case),
            name: reader.need(&row.name, 300, "tên giấy tờ"),
            hint: reader.text(&row.hint, 1_000, "yêu cầu"),
            kind: reader.choice(&row.kind, Some(PartKind::Input), "loại giấy tờ").unwrap_or(PartKind::Input),
            mandatory: reader.yes(&row.mandatory, true, "bắt buộc"),
            condition: reader.text(&row.condition, 300, "khi nào cần"),
            originals: reader.number(&row.originals, 0, 0..=99, "số bản chính"),
            copies: reader.number(&row.copies, 0, 0..=99, "số bản sao"),
            e_form: reader.yes(&row.e_form, false, "tờ khai điện tử"),
            reuse_code: reuse_code(reader, &row.reuse_code),
            file_types: kinds(reader, &row.file_types),
            template: template(reader, row, templates),
        };
        new.parts.push(part);
    }
    let sum: u64 = doc.template_keys().iter().filter_map(|key| templates.get(key)).map(|file| u64::try_from(file.size).unwrap_or_default()).sum();
    if sum > TEMPLATES_LIMIT {
        reader.at(DocGroup::Parts, "");
        reader.fault(format!(
            "Các tệp mẫu của thủ tục có tổng cộng {}, nhiều nhất {}. Hãy giảm dung lượng hoặc bỏ bớt tệp mẫu.",
            bytes(sum),
            bytes(TEMPLATES_LIMIT)
        ));
    }
}

/// Lower-case letters, digits and hyphens, as the store of results writes the types of its documents (02 §16).
fn reuse_code(reader: &mut Reader, text: &str) -> String {
    let code = text.trim();
    let fits = code.len() <= 80 && code.split('-').all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()));
    if code.is_empty() || fits {
        return code.to_owned();
    }
    let shown: String = code.chars().take(60).collect();
    reader.fault(format!("Mã giấy tờ dùng lại “{shown}” chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối, ví dụ giay-chung-nhan-ket-hon."));
    String::new()
}

fn kinds(reader: &mut Reader, text: &str) -> Kinds {
    let read = Kinds::read(text).filter(|kinds| kinds.within(Purpose::Dossier));
    if read.is_none() {
        let (text, known) = (text.chars().take(60).collect::<String>(), Kinds::of(Purpose::Dossier).in_words());
        reader.fault(format!("Loại tệp nhận “{text}” chưa đúng. Hãy chọn trong các loại {known}, hoặc để trống nếu nhận mọi loại."));
    }
    read.unwrap_or_default()
}

fn template(reader: &mut Reader, row: &PartDoc, templates: &Known) -> Option<i64> {
    let key = row.template_key()?;
    let found = templates.get(&key).map(|file| file.id);
    if found.is_none() {
        reader.fault(format!("Không tìm thấy tệp mẫu “{}”. Hãy tải tệp mẫu lên lại, hoặc bỏ tệp mẫu.", key.1.chars().take(120).collect::<String>()));
    }
    found
}
