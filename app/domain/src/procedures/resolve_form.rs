//! Reading the e-form and the workflow of a document.

use super::reader::Reader;
use model::access::Role;
use model::procedures::{Condition, DocGroup, FlowStep, ProcedureDoc, Question, QuestionDoc, QuestionKind, QuestionPage, read_number};

/// The pages of the form; what the pages say about each other is checked by `check_form`.
pub(super) fn pages(reader: &mut Reader, doc: &ProcedureDoc) -> Vec<QuestionPage> {
    let mut pages = Vec::with_capacity(doc.form.len());
    for (n, page) in (1..).zip(&doc.form) {
        let mut questions = Vec::with_capacity(page.questions.len());
        for (m, row) in (1..).zip(&page.questions) {
            reader.at(DocGroup::Form, format!("Trang {n}, câu hỏi {m}"));
            questions.push(question(reader, row));
        }
        pages.push(QuestionPage { title: page.title.trim().to_owned(), questions });
    }
    pages
}

fn question(reader: &mut Reader, row: &QuestionDoc) -> Question {
    let mut bound = |text: &str, what: &str| {
        let number = read_number(text);
        if number.is_none() && !text.trim().is_empty() {
            reader.fault(format!("{what} “{text}” phải là số. Hãy nhập chữ số."));
        }
        number
    };
    let (min, max) = (bound(&row.min, "Nhỏ nhất"), bound(&row.max, "Lớn nhất"));
    let (name, value) = (row.if_question.trim(), row.if_value.trim());
    if name.is_empty() != value.is_empty() {
        reader.fault("Điều kiện cần đủ hai phần: câu hỏi nào và trả lời là gì. Hãy nhập đủ, hoặc để trống cả hai.");
    }
    Question {
        name: row.name.trim().to_owned(),
        kind: reader.choice(&row.kind, Some(QuestionKind::Text), "loại câu hỏi").unwrap_or(QuestionKind::Text),
        label: reader.text(&row.label, 500, "câu hỏi"),
        hint: reader.text(&row.hint, 1_000, "gợi ý"),
        required: reader.yes(&row.required, true, "bắt buộc"),
        options: row.options.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect(),
        min,
        max,
        show_if: (!name.is_empty() && !value.is_empty()).then(|| Condition { question: name.to_owned(), value: value.to_owned() }),
    }
}

/// The workflow; its graph is checked by `check_flow`.
pub(super) fn flow(reader: &mut Reader, doc: &ProcedureDoc) -> Vec<FlowStep> {
    let mut steps = Vec::with_capacity(doc.flow.len());
    for (n, row) in (1..).zip(&doc.flow) {
        reader.at(DocGroup::Flow, format!("Bước xử lý {n}"));
        let code = reader.need(&row.code, 40, "mã bước");
        if code.contains(',') {
            reader.fault("Mã bước không có dấu phẩy. Hãy sửa mã.");
        }
        steps.push(FlowStep {
            code,
            name: reader.need(&row.name, 200, "tên bước"),
            role: reader.choice(&row.role, None, "người làm").unwrap_or(Role::CaseOfficer),
            hours: reader.number(&row.hours, 0, 0..=10_000, "số giờ làm việc"),
            next: row.next.split(',').map(|code| code.trim().to_owned()).filter(|code| !code.is_empty()).collect(),
            form: reader.text(&row.form, 300, "biểu mẫu"),
        });
    }
    steps
}
