//! Documents as JSON files.

use crate::error::Result;
use model::procedures::{CaseDoc, DocGroup, FORMAT, Fault, FeeDoc, FlowDoc, OfferDoc, PageDoc, PartDoc, ProcedureDoc, QuestionDoc, StepDoc, yes_no};
use serde_json::Value;

/// The file of a document: JSON, one field a line.
pub(super) fn write(doc: &ProcedureDoc) -> Result<String> {
    Ok(format!("{}\n", serde_json::to_string_pretty(doc)?))
}

/// Largest file that is read, bytes.
const LARGEST: usize = 2 * 1024 * 1024;

/// Reads a file. What cannot be read is a fault; the rest is read all the same, so that every fault is found in one pass.
pub(super) fn read(bytes: &[u8]) -> (ProcedureDoc, Vec<Fault>) {
    let fault = |message: String| Fault { group: DocGroup::General, place: "Tệp".to_owned(), message };
    if bytes.len() > LARGEST {
        return (ProcedureDoc::default(), vec![fault("Tệp lớn quá 2 MB. Hãy nhập từng thủ tục một.".to_owned())]);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let typed: Value = match serde_json::from_slice(bytes) {
        Ok(value) => value,
        Err(error) => {
            let place = format!("Tệp không phải JSON đúng: lỗi ở dòng {}, cột {}. Hãy dùng tệp do cổng xuất ra.", error.line(), error.column());
            return (ProcedureDoc::default(), vec![fault(place)]);
        }
    };
    let mut faults = Vec::new();
    let mut value = typed;
    let pattern = pattern();
    shape(&mut value, &pattern, "", &mut faults);
    let doc: ProcedureDoc = serde_json::from_value(value).unwrap_or_default();
    if doc.format != FORMAT {
        faults.push(format!("dinh_dang phải là “{FORMAT}”. Hãy dùng tệp do cổng xuất ra."));
    }
    (doc, faults.into_iter().map(fault).collect())
}

/// A document with one row of everything: which names there are, and what is a list.
fn pattern() -> Value {
    let doc = ProcedureDoc {
        steps: vec![StepDoc::default()],
        cases: vec![CaseDoc::default()],
        fees: vec![FeeDoc::default()],
        parts: vec![PartDoc::default()],
        form: vec![PageDoc { title: String::new(), questions: vec![QuestionDoc::default()] }],
        flow: vec![FlowDoc::default()],
        offers: vec![OfferDoc::default()],
        ..ProcedureDoc::default()
    };
    serde_json::to_value(doc).unwrap_or_default()
}

/// Brings a value into the shape of the pattern: numbers, yes and no become text, a list of texts becomes lines; what does
/// not fit is a fault and goes.
fn shape(value: &mut Value, pattern: &Value, place: &str, faults: &mut Vec<String>) {
    match pattern {
        Value::Object(names) => {
            let Value::Object(map) = value else {
                faults.push(format!("{} phải là một nhóm {{…}}.", at(place)));
                *value = Value::Object(serde_json::Map::new());
                return;
            };
            let unknown: Vec<String> = map.keys().filter(|key| !names.contains_key(*key)).cloned().collect();
            for key in unknown {
                map.remove(&key);
                faults.push(format!("{} không có mục tên “{}”. Hãy bỏ hoặc sửa tên mục.", at(place), key.chars().take(60).collect::<String>()));
            }
            for (key, pattern) in names {
                if let Some(value) = map.get_mut(key) {
                    let place = if place.is_empty() { key.clone() } else { format!("{place}.{key}") };
                    shape(value, pattern, &place, faults);
                }
            }
        }
        Value::Array(rows) => {
            let Value::Array(list) = value else {
                faults.push(format!("{} phải là một danh sách […].", at(place)));
                *value = Value::Array(Vec::new());
                return;
            };
            if list.len() > model::procedures::MOST_ROWS {
                faults.push(format!("{} có quá {} dòng.", at(place), model::procedures::MOST_ROWS));
                list.truncate(model::procedures::MOST_ROWS);
            }
            for (n, row) in (1..).zip(list.iter_mut()) {
                shape(row, rows.first().unwrap_or(&Value::Null), &format!("{place}[{n}]"), faults);
            }
        }
        _ => {
            let text = plain(value).unwrap_or_else(|| {
                faults.push(format!("{} phải là chữ hoặc số.", at(place)));
                String::new()
            });
            *value = Value::String(model::text::clean_text(&text, 20_000));
        }
    }
}

fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(n) => Some(n.to_string()),
        Value::Bool(yes) => Some(yes_no(*yes).to_owned()),
        Value::Null => Some(String::new()),
        Value::Array(lines) => lines.iter().map(|line| line.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>().map(|lines| lines.join("\n")),
        Value::Object(_) => None,
    }
}

fn at(place: &str) -> String {
    if place.is_empty() { "Tệp".to_owned() } else { format!("Mục {place}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_says_all_its_faults_at_once() {
        let (doc, faults) = read(br#"{"dinh_dang":"mot-cong/thu-tuc/1","la":1,"chung":{"ma":1.5,"ten":{},"dieu_kien":["a","b"]},"truong_hop":{},"giay_to":[{"bat_buoc":true,"x":2}]}"#);
        let lines: Vec<String> = faults.iter().map(|fault| fault.message.clone()).collect();
        assert_eq!(lines.len(), 4, "{lines:?}");
        assert_eq!((doc.general.code.as_str(), doc.general.conditions.as_str(), doc.parts[0].mandatory.as_str()), ("1.5", "a\nb", "co"));
        for bad in [&b"x"[..], b"[]", b"null", b"", b"{}"] {
            assert!(!read(bad).1.is_empty());
        }
    }

    #[test]
    fn a_file_is_read_as_it_was_written() {
        let mut doc = ProcedureDoc { format: FORMAT.to_owned(), ..ProcedureDoc::default() };
        doc.general.name = "Cấp \"giấy\"\nhai dòng".into();
        doc.form.push(PageDoc { title: "T".into(), questions: vec![QuestionDoc { name: "a".into(), ..QuestionDoc::default() }] });
        assert_eq!(read(write(&doc).expect("written").as_bytes()), (doc, Vec::new()));
    }
}
