//! The workflow of a procedure as data and the checks of workflow and form before a version is published (02 §2).

use super::{QuestionKind, QuestionPage};
use crate::access::Role;
use std::collections::HashSet;

/// A step of the work inside the agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowStep {
    /// Code, unique within the workflow.
    pub code: String,
    /// Name.
    pub name: String,
    /// Who takes it.
    pub role: Role,
    /// Working hours it may take.
    pub hours: i64,
    /// Codes of the steps that may follow; none at the end.
    pub next: Vec<String>,
    /// Form that it produces, in words.
    pub form: String,
}

/// What is wrong with a workflow, one sentence each. The first step is the start; every step can be reached from it, and
/// from every step an end can be reached. An empty workflow is the usual one of the desk.
#[must_use]
pub fn check_flow(steps: &[FlowStep]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut codes = HashSet::new();
    for step in steps {
        if !codes.insert(step.code.as_str()) {
            faults.push(format!("Hai bước cùng mang mã “{}”. Hãy đổi một mã.", step.code));
        }
    }
    for step in steps {
        for next in step.next.iter().filter(|next| !codes.contains(next.as_str())) {
            faults.push(format!("Bước “{}” dẫn tới bước “{next}” không có trong quy trình. Hãy sửa bước tiếp theo.", step.name));
        }
    }
    if steps.is_empty() || !faults.is_empty() {
        return faults;
    }
    if steps.iter().all(|step| !step.next.is_empty()) {
        faults.push("Quy trình không có bước kết thúc. Hãy để trống bước tiếp theo của bước cuối.".to_owned());
        return faults;
    }
    let reached = spread(steps, &[steps[0].code.as_str()], |step, from| from.next.contains(&step.code));
    let ends: Vec<&str> = steps.iter().filter(|step| step.next.is_empty()).map(|step| step.code.as_str()).collect();
    let ending = spread(steps, &ends, |step, to| step.next.contains(&to.code));
    for step in steps {
        if !reached.contains(step.code.as_str()) {
            faults.push(format!("Không có bước nào dẫn tới bước “{}”. Hãy thêm nó vào bước tiếp theo của một bước trước.", step.name));
        } else if !ending.contains(step.code.as_str()) {
            faults.push(format!("Từ bước “{}” không đi tới được bước kết thúc. Hãy sửa bước tiếp theo.", step.name));
        }
    }
    faults
}

/// Every step that is linked to the first ones, over any number of links.
fn spread<'a>(steps: &'a [FlowStep], first: &[&'a str], linked: impl Fn(&FlowStep, &FlowStep) -> bool) -> HashSet<&'a str> {
    let mut found: HashSet<&str> = first.iter().copied().collect();
    loop {
        let more: Vec<&str> = steps
            .iter()
            .filter(|step| !found.contains(step.code.as_str()))
            .filter(|step| steps.iter().any(|other| found.contains(other.code.as_str()) && linked(step, other)))
            .map(|step| step.code.as_str())
            .collect();
        if more.is_empty() {
            return found;
        }
        found.extend(more);
    }
}

/// Names that the pages of an application use themselves; their other names have underscores, which questions do not.
const TAKEN: [&str; 3] = ["tep", "ve", "buoc"];

/// What is wrong with an e-form, one sentence each.
#[must_use]
pub fn check_form(pages: &[QuestionPage]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut names: HashSet<&str> = HashSet::new();
    for (n, page) in (1..).zip(pages) {
        if page.title.trim().is_empty() {
            faults.push(format!("Trang {n} chưa có tiêu đề. Hãy nhập tiêu đề."));
        }
        if page.questions.is_empty() {
            faults.push(format!("Trang {n} chưa có câu hỏi nào. Mỗi trang tờ khai cần ít nhất một câu hỏi."));
        }
        for question in &page.questions {
            let (name, label) = (question.name.as_str(), question.label.as_str());
            let good = !name.is_empty() && name.len() <= 60 && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
            if !good {
                faults.push(format!("Trang {n}: mã câu hỏi “{name}” chưa đúng. Chỉ dùng chữ thường không dấu, chữ số và dấu gạch ngang."));
            } else if TAKEN.contains(&name) {
                faults.push(format!("Trang {n}: mã câu hỏi “{name}” là mã của trang có sẵn. Hãy đặt mã khác."));
            } else if names.contains(name) {
                faults.push(format!("Trang {n}: mã câu hỏi “{name}” trùng với một câu hỏi trước, nên có hai câu hỏi trùng tên trường. Hãy đổi mã."));
            }
            if label.trim().is_empty() {
                faults.push(format!("Trang {n}: câu hỏi “{name}” chưa có lời hỏi. Hãy nhập câu hỏi."));
            }
            if matches!(question.kind, QuestionKind::Choice | QuestionKind::Many) && question.options.len() < 2 {
                faults.push(format!("Trang {n}: câu hỏi “{label}” cần ít nhất hai mục để chọn, mỗi mục một dòng."));
            }
            if let (Some(low), Some(high)) = (question.min, question.max)
                && low > high
            {
                faults.push(format!("Trang {n}: câu hỏi “{label}” có số nhỏ nhất lớn hơn số lớn nhất. Hãy sửa lại."));
            }
            faults.extend(check_condition(pages, n, question));
        }
        names.extend(page.questions.iter().map(|question| question.name.as_str()));
        let mut own = HashSet::new();
        if let Some(twice) = page.questions.iter().find(|question| !own.insert(question.name.as_str())) {
            faults.push(format!("Trang {n}: có hai câu hỏi trùng tên trường “{}”. Hãy đổi một mã.", twice.name));
        }
    }
    faults
}

/// A condition names a question of an earlier page that is always asked, and one of its answers.
fn check_condition(pages: &[QuestionPage], page: usize, question: &super::Question) -> Option<String> {
    let condition = question.show_if.as_ref()?;
    let label = &question.label;
    let earlier = pages.iter().take(page.saturating_sub(1)).flat_map(|page| &page.questions).find(|other| other.name == condition.question);
    let Some(other) = earlier else {
        return Some(format!(
            "Trang {page}: điều kiện của câu hỏi “{label}” phải dựa vào một câu hỏi ở trang trước; không thấy câu hỏi “{}”.",
            condition.question
        ));
    };
    if other.show_if.is_some() {
        return Some(format!(
            "Trang {page}: điều kiện của câu hỏi “{label}” dựa vào câu hỏi “{}”, mà câu đó cũng có điều kiện. Hãy chọn một câu luôn được hỏi.",
            other.label
        ));
    }
    let fits = match other.kind {
        QuestionKind::Choice | QuestionKind::Many => other.options.contains(&condition.value),
        QuestionKind::Consent => condition.value == "co",
        _ => return Some(format!("Trang {page}: điều kiện của câu hỏi “{label}” phải dựa vào câu hỏi chọn một, chọn nhiều hoặc đồng ý.")),
    };
    (!fits).then(|| format!("Trang {page}: điều kiện của câu hỏi “{label}”: “{}” không phải một mục của câu hỏi “{}”.", condition.value, other.label))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::procedures::{Condition, Question};

    fn step(code: &str, next: &[&str]) -> FlowStep {
        let next = next.iter().map(|code| (*code).to_owned()).collect();
        FlowStep { code: code.into(), name: code.into(), role: Role::CaseOfficer, hours: 8, next, form: String::new() }
    }

    #[test]
    fn a_workflow_has_one_start_and_an_end_for_every_step() {
        assert!(check_flow(&[]).is_empty());
        assert!(check_flow(&[step("a", &["b"]), step("b", &["a", "c"]), step("c", &[])]).is_empty());
        let one = |steps: &[FlowStep], words: &str| {
            let faults = check_flow(steps);
            assert!(faults.len() == 1 && faults[0].contains(words), "{faults:?}");
        };
        one(&[step("a", &["b"]), step("b", &["a"])], "không có bước kết thúc");
        one(&[step("a", &["b"]), step("b", &[]), step("c", &["b"])], "Không có bước nào dẫn tới bước “c”");
        one(&[step("a", &["b", "c"]), step("b", &["b"]), step("c", &[])], "Từ bước “b” không đi tới được");
        one(&[step("a", &["x"])], "không có trong quy trình");
        one(&[step("a", &[]), step("a", &[])], "cùng mang mã");
    }

    fn question(name: &str, kind: QuestionKind) -> Question {
        Question {
            name: name.into(),
            kind,
            label: format!("Câu {name}"),
            hint: String::new(),
            required: true,
            options: if kind == QuestionKind::Choice { vec!["Có".into(), "Không".into()] } else { Vec::new() },
            min: None,
            max: None,
            show_if: None,
        }
    }

    #[test]
    fn a_form_is_checked_as_a_whole() {
        let page = |questions| QuestionPage { title: "Trang".into(), questions };
        let when =
            |of: &str, value: &str| Question { show_if: Some(Condition { question: of.into(), value: value.into() }), ..question("b", QuestionKind::Text) };
        let form = |second| check_form(&[page(vec![question("a", QuestionKind::Choice)]), page(vec![second])]);
        assert!(form(when("a", "Có")).is_empty());
        for (of, value) in [("a", "Khác"), ("b", "x"), ("c", "Có")] {
            assert_eq!(form(when(of, value)).len(), 1, "{of} {value}");
        }
        assert!(form(question("tep-kem", QuestionKind::File)).is_empty(), "a question may ask for a file");
        for bad in [question("Ô", QuestionKind::Text), question("a", QuestionKind::Text), question("tep", QuestionKind::Text)] {
            assert_eq!(form(bad).len(), 1);
        }
        assert_eq!(check_form(&[page(Vec::new())]).len(), 1);
        assert_eq!(check_form(&[page(vec![Question { options: Vec::new(), ..question("a", QuestionKind::Choice) }])]).len(), 1);
    }
}
