//! What changed from one version of a procedure to another, in sentences.

use super::doc::{DocField, DocGroup, DocRow, ProcedureDoc, QuestionDoc};
use super::{FeeKind, FeeUnit, IdentityLevel, OnlineLevel, PartKind, PaymentMoment, QuestionKind};
use crate::access::Role;
use crate::files::Kinds;

/// The changes of one group of data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupDiff {
    /// The group.
    pub group: DocGroup,
    /// One sentence for each change.
    pub lines: Vec<String>,
}

/// Longest value that a sentence repeats, in characters.
const LONGEST: usize = 240;
/// More added or removed rows than these are said in one sentence.
const MANY: usize = 10;

/// Everything that differs, group by group; groups without a change are left out.
#[must_use]
pub fn diff(old: &ProcedureDoc, new: &ProcedureDoc) -> Vec<GroupDiff> {
    let mut general = fields("", &old.general.fields(), &new.general.fields());
    general.extend(rows("bước", &old.steps, &new.steps, |row| row.title.clone()));
    let mut cases = rows("trường hợp", &old.cases, &new.cases, |row| row.name.clone());
    cases.extend(rows("mức thu", &old.fees, &new.fees, |row| join(&[&row.name, &row.case])));
    let groups = [
        (DocGroup::General, general),
        (DocGroup::Cases, cases),
        (DocGroup::Parts, rows("giấy tờ", &old.parts, &new.parts, |row| join(&[&row.name, &row.case]))),
        (DocGroup::Form, form(old, new)),
        (DocGroup::Flow, rows("bước xử lý", &old.flow, &new.flow, |row| row.code.clone())),
        (DocGroup::Offers, rows("cơ quan", &old.offers, &new.offers, |row| row.competent.clone())),
    ];
    groups.into_iter().filter(|(_, lines)| !lines.is_empty()).map(|(group, lines)| GroupDiff { group, lines }).collect()
}

fn join(parts: &[&str]) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(", ")
}

fn form(old: &ProcedureDoc, new: &ProcedureDoc) -> Vec<String> {
    let titles = |doc: &ProcedureDoc| doc.form.iter().map(|page| page.title.clone()).collect::<Vec<_>>();
    let questions = |doc: &ProcedureDoc| doc.form.iter().flat_map(|page| page.questions.clone()).collect::<Vec<QuestionDoc>>();
    let mut lines = Vec::new();
    if titles(old) != titles(new) {
        lines.push(format!("Các trang: {} → {}.", quote(&titles(old).join("; ")), quote(&titles(new).join("; "))));
    }
    lines.extend(rows("câu hỏi", &questions(old), &questions(new), |row| row.name.clone()));
    for page in &new.form {
        for question in &page.questions {
            let before = old.form.iter().find(|other| other.questions.iter().any(|other| other.name == question.name));
            if let Some(before) = before.filter(|before| before.title != page.title && titles(new).contains(&before.title)) {
                lines.push(format!("Câu hỏi “{}” chuyển từ trang “{}” sang trang “{}”.", question.name, before.title, page.title));
            }
        }
    }
    lines
}

/// Rows are the same row when they have the same name.
fn rows<T: DocRow>(what: &str, old: &[T], new: &[T], name: impl Fn(&T) -> String) -> Vec<String> {
    let find = |list: &[T], wanted: &str| list.iter().position(|row| name(row) == wanted);
    let missing = |from: &[T], other: &[T]| from.iter().map(&name).filter(|wanted| find(other, wanted).is_none()).collect::<Vec<_>>();
    let mut lines = listed("Bỏ", what, &missing(old, new));
    lines.extend(listed("Thêm", what, &missing(new, old)));
    for row in new {
        let wanted = name(row);
        if let Some(before) = find(old, &wanted) {
            let place = format!("{} “{wanted}”: ", crate::text::capital(what));
            lines.extend(fields(&place, &old[before].fields(), &row.fields()));
        }
    }
    let common = |from: &[T], other: &[T]| from.iter().map(&name).filter(|wanted| find(other, wanted).is_some()).collect::<Vec<_>>();
    if common(old, new) != common(new, old) {
        lines.push(format!("Thứ tự {what} thay đổi."));
    }
    lines
}

fn listed(verb: &str, what: &str, names: &[String]) -> Vec<String> {
    if names.len() > MANY {
        return vec![format!("{verb} {} {what}: {}.", names.len(), names.join(", "))];
    }
    names.iter().map(|name| format!("{verb} {what} “{name}”.")).collect()
}

fn fields(place: &str, old: &[DocField<'_>], new: &[DocField<'_>]) -> Vec<String> {
    let changed = old.iter().zip(new).filter(|(old, new)| old.value.trim() != new.value.trim());
    changed.map(|(old, new)| format!("{place}{}: {} → {}.", new.label, quote(&in_words(old.name, old.value)), quote(&in_words(new.name, new.value)))).collect()
}

fn quote(text: &str) -> String {
    if text.trim().is_empty() {
        return "(trống)".to_owned();
    }
    let short: String = text.chars().take(LONGEST).collect();
    let dots = if short.len() < text.len() { "…" } else { "" };
    format!("“{}{dots}”", short.replace('\n', "; "))
}

/// A value as people read it: stored values become their labels.
#[must_use]
pub fn in_words(field: &str, value: &str) -> String {
    let label = match field {
        "loai_tep" => return Kinds::read(value).map_or_else(|| value.to_owned(), Kinds::in_words),
        "muc_do" => value.parse::<OnlineLevel>().ok().map(OnlineLevel::label),
        "thoi_diem_thu" => value.parse::<PaymentMoment>().ok().map(PaymentMoment::label),
        "dinh_danh" => value.parse::<IdentityLevel>().ok().map(IdentityLevel::label),
        "don_vi" => value.parse::<FeeUnit>().ok().map(FeeUnit::label),
        "vai_tro" => value.parse::<Role>().ok().map(Role::label),
        "loai" => {
            let fee = value.parse::<FeeKind>().ok().map(FeeKind::label);
            let part = value.parse::<PartKind>().ok().map(PartKind::label);
            fee.or(part).or_else(|| value.parse::<QuestionKind>().ok().map(QuestionKind::label))
        }
        _ => match value {
            "co" => Some("Có"),
            "khong" => Some("Không"),
            _ => None,
        },
    };
    label.unwrap_or(value).to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::doc::{CaseDoc, PageDoc, PartDoc};
    use super::*;

    #[test]
    fn changes_are_sentences() {
        let part = |name: &str, copies: &str| PartDoc { name: name.into(), copies: copies.into(), ..PartDoc::default() };
        let old = ProcedureDoc { parts: vec![part("A", "1"), part("B", "1")], ..ProcedureDoc::default() };
        let mut new = ProcedureDoc { parts: vec![part("A", "2"), part("C", "1")], ..ProcedureDoc::default() };
        new.general.level = "full".into();
        let groups = diff(&old, &new);
        assert_eq!(groups.len(), 2);
        assert_eq!(groups[0].lines, ["Mức độ trực tuyến: (trống) → “Toàn trình”."]);
        assert_eq!(groups[1].lines, ["Bỏ giấy tờ “B”.", "Thêm giấy tờ “C”.", "Giấy tờ “A”: Số bản sao: “1” → “2”."]);
        assert!(diff(&old, &old).is_empty());
    }

    #[test]
    fn templates_and_kinds_of_files_are_named() {
        let part = |kinds: &str, template: &str, digest: &str| PartDoc {
            name: "A".into(),
            file_types: kinds.into(),
            template: template.into(),
            template_digest: digest.into(),
            ..PartDoc::default()
        };
        let doc = |part: PartDoc| ProcedureDoc { parts: vec![part], ..ProcedureDoc::default() };
        let lines = diff(&doc(part("", "", "")), &doc(part("pdf, jpeg", "Tờ khai.docx", "ab"))).remove(0).lines;
        assert_eq!(lines[..2], ["Giấy tờ “A”: Loại tệp nhận: (trống) → “PDF hoặc JPG”.", "Giấy tờ “A”: Tệp mẫu: (trống) → “Tờ khai.docx”."]);
        let lines = diff(&doc(part("", "a.pdf", "ab")), &doc(part("", "a.pdf", "cd"))).remove(0).lines;
        assert_eq!(lines, ["Giấy tờ “A”: Mã SHA-256 của tệp mẫu: “ab” → “cd”."], "other content under the same name");
    }

    #[test]
    fn order_pages_and_long_lists() {
        let case = |name: String| CaseDoc { name, ..CaseDoc::default() };
        let many = |range: std::ops::Range<u32>| ProcedureDoc { cases: range.map(|n| case(n.to_string())).collect(), ..ProcedureDoc::default() };
        assert_eq!(diff(&many(0..0), &many(0..12))[0].lines.len(), 1);
        let swapped = ProcedureDoc { cases: vec![case("1".into()), case("0".into())], ..ProcedureDoc::default() };
        assert_eq!(diff(&many(0..2), &swapped)[0].lines, ["Thứ tự trường hợp thay đổi."]);
        let page = |title: &str| ProcedureDoc { form: vec![PageDoc { title: title.into(), questions: Vec::new() }], ..ProcedureDoc::default() };
        assert_eq!(diff(&page("X"), &page("Y"))[0].lines, ["Các trang: “X” → “Y”."]);
    }
}
