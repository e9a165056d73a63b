//! Papers of the demo procedures as rows of data.

use super::templates::Templates;
use crate::procedures::NewPart;
use model::files::Kinds;
use model::procedures::PartKind;

/// A paper: name, when it is needed ("" always), originals, copies, and whether it is the e-form.
pub(in crate::seed) struct Paper {
    name: &'static str,
    condition: &'static str,
    originals: i64,
    copies: i64,
    e_form: bool,
}

/// The declaration, filled in as an e-form.
pub(super) const fn form(name: &'static str) -> Paper {
    Paper { name, condition: "", originals: 1, copies: 0, e_form: true }
}

/// A mandatory original.
pub(super) const fn original(name: &'static str) -> Paper {
    Paper { name, condition: "", originals: 1, copies: 0, e_form: false }
}

/// A mandatory copy.
pub(super) const fn copy(name: &'static str) -> Paper {
    Paper { name, condition: "", originals: 0, copies: 1, e_form: false }
}

/// A copy that is needed only sometimes.
pub(super) const fn maybe(name: &'static str, condition: &'static str) -> Paper {
    Paper { name, condition, originals: 0, copies: 1, e_form: false }
}

pub(super) fn part(paper: &Paper, templates: &Templates) -> NewPart {
    let hint = if paper.e_form {
        "Điền ngay khi nộp trực tuyến, không cần in."
    } else if paper.copies > 0 {
        "Ảnh chụp rõ hoặc tệp PDF, đủ các trang."
    } else {
        "Ảnh chụp hoặc bản quét từ bản chính, đủ các trang, đọc rõ chữ và con dấu."
    };
    NewPart {
        case: None,
        name: paper.name.to_owned(),
        hint: hint.to_owned(),
        kind: PartKind::Input,
        mandatory: paper.condition.is_empty(),
        condition: paper.condition.to_owned(),
        originals: paper.originals,
        copies: paper.copies,
        e_form: paper.e_form,
        reuse_code: String::new(),
        file_types: Kinds::NONE,
        template: templates.get(paper.name).copied(),
    }
}
