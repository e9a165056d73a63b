//! Documents as JSON files.

use crate::error::Result;
use model::procedures::{
    CaseDoc, DocGroup, FORMAT, Fault, FeeDoc, FlowDoc, OfferDoc, PROCEDURE_FILE_LIMIT, PageDoc, PartDoc, ProcedureDoc, QuestionDoc, StepDoc, yes_no,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A template inside a file: papers name it by digest and name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Embedded {
    /// Name of the file.
    #[serde(rename = "ten")]
    pub name: String,
    /// SHA-256, hexadecimal.
    #[serde(rename = "sha256")]
    pub digest: String,
    /// Base64.
    #[serde(rename = "noi_dung")]
    pub content: String,
}

impl Embedded {
    /// What is wrong with it.
    pub fn fault(&self, message: &str) -> Fault {
        let name: String = self.name.chars().take(120).collect();
        Fault { group: DocGroup::Parts, place: String::new(), message: format!("Tệp mẫu “{name}” {message}") }
    }
}

/// Name of the list of templates in a file.
const TEMPLATES: &str = "tep_mau";

#[derive(Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    doc: &'a ProcedureDoc,
    #[serde(rename = "tep_mau", skip_serializing_if = "<[_]>::is_empty")]
    templates: &'a [Embedded],
}

/// The file of a document and its templates: JSON, one field a line.
pub(super) fn write(doc: &ProcedureDoc, templates: &[Embedded]) -> Result<String> {
    Ok(format!("{}\n", serde_json::to_string_pretty(&Whole { doc, templates })?))
}

/// Reads a file. What cannot be read is a fault; the rest is read all the same, so that every fault is found in one pass.
pub(super) fn read(bytes: &[u8]) -> (ProcedureDoc, Vec<Embedded>, Vec<Fault>) {
    let fault = |message: String| Fault { group: DocGroup::General, place: "Tệp".to_owned(), message };
    let nothing = |message: String| (ProcedureDoc::default(), Vec::new(), vec![fault(message)]);
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > PROCEDURE_FILE_LIMIT {
        return nothing(format!("Tệp lớn quá {}. Hãy nhập từng thủ tục một.", model::format::bytes(PROCEDURE_FILE_LIMIT)));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let typed: Value = match serde_json::from_slice(bytes) {
        Ok(value) => value,
        Err(error) => {
            return nothing(format!("Tệp không phải JSON đúng: lỗi ở dòng {}, cột {}. Hãy dùng tệp do cổng xuất ra.", error.line(), error.column()));
        }
    };
    let mut faults = Vec::new();
    let mut value = typed;
    let templates = templates(&mut value, &mut faults);
    let pattern = pattern();
    shape(&mut value, &pattern, "", &mut faults);
    let doc: ProcedureDoc = serde_json::from_value(value).unwrap_or_default();
    if doc.format != FORMAT {
        faults.push(format!("dinh_dang phải là “{FORMAT}”. Hãy dùng tệp do cổng xuất ra."));
    }
    (doc, templates, faults.into_iter().map(fault).collect())
}

/// Takes the templates out of the value: they are no texts of the document.
fn templates(value: &mut Value, faults: &mut Vec<String>) -> Vec<Embedded> {
    let Some(list) = value.as_object_mut().and_then(|map| map.remove(TEMPLATES)) else { return Vec::new() };
    serde_json::from_value(list).unwrap_or_else(|_| {
        faults.push(format!("Mục {TEMPLATES} phải là danh sách các tệp mẫu, mỗi tệp có ten, sha256 và noi_dung. Hãy dùng tệp do cổng xuất ra."));
        Vec::new()
    })
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
        let (doc, _, faults) = read(br#"{"dinh_dang":"mot-cong/thu-tuc/1","la":1,"chung":{"ma":1.5,"ten":{},"dieu_kien":["a","b"]},"truong_hop":{},"giay_to":[{"bat_buoc":true,"x":2}]}"#);
        let lines: Vec<String> = faults.iter().map(|fault| fault.message.clone()).collect();
        assert_eq!(lines.len(), 4, "{lines:?}");
        assert_eq!((doc.general.code.as_str(), doc.general.conditions.as_str(), doc.parts[0].mandatory.as_str()), ("1.5", "a\nb", "co"));
        for bad in [&b"x"[..], b"[]", b"null", b"", b"{}"] {
            assert!(!read(bad).2.is_empty());
        }
    }

    #[test]
    fn a_file_is_read_as_it_was_written() {
        let mut doc = ProcedureDoc { format: FORMAT.to_owned(), ..ProcedureDoc::default() };
        doc.general.name = "Cấp \"giấy\"\nhai dòng".into();
        doc.form.push(PageDoc { title: "T".into(), questions: vec![QuestionDoc { name: "a".into(), ..QuestionDoc::default() }] });
        assert_eq!(read(write(&doc, &[]).expect("written").as_bytes()), (doc.clone(), Vec::new(), Vec::new()));
        // Longer than any text of the document.
        let template = Embedded { name: "a.pdf".into(), digest: "ab".into(), content: "A".repeat(50_000) };
        let written = write(&doc, std::slice::from_ref(&template)).expect("written");
        assert_eq!(read(written.as_bytes()), (doc, vec![template], Vec::new()));
        let (_, none, faults) = read(written.replace("\"noi_dung\"", "\"khac\"").replace("\"tep_mau\": [", "\"tep_mau\": [1, ").as_bytes());
        assert!(none.is_empty() && faults.iter().any(|fault| fault.message.contains("tep_mau")));
    }
}
