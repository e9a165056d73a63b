//! `/can-bo/thu-tuc/{ma}/to-khai`: the pages of the e-form, and the questions of one page.

use super::rows::{self, Input, Spec, yes_no};
use super::{address, edit};
use crate::web::{Done, Error, Form, Page, Result, Rq};
use leptos::prelude::*;
use model::procedures::{DocField, DocGroup, DocRow, PageDoc, ProcedureDoc, QuestionDoc, QuestionKind};
use ui::{ButtonKind, SelectOption};

const QUESTIONS: &str = "ch_";
/// Most pages of a form.
const MOST_PAGES: usize = 40;

/// The pages of the form.
pub async fn page(rq: Rq) -> Result<Page> {
    let draft = edit::open(&rq).await?;
    let form = rq.form();
    Ok(Page::new(format!("Tờ khai, thủ tục {}", draft.code), move || {
        let (code, pages) = (draft.code.clone(), draft.doc.form.clone());
        let fields = move || {
            let pages = pages.iter().enumerate().map(|(n, page)| page_row(&code, n, page)).collect_view();
            view! {
                <p>"Người dân trả lời từng trang. Thủ tục không có trang nào dùng tờ khai chung: nội dung đề nghị và mục đích."</p>
                {pages}
                <ui::ButtonGroup><ui::Button name="buoc" value="them-" label="Thêm trang" kind=ButtonKind::Secondary/></ui::ButtonGroup>
            }
            .into_any()
        };
        edit::frame(&draft, DocGroup::Form, "to-khai", "Tờ khai", form, fields)
    }))
}

fn page_row(code: &str, n: usize, page: &PageDoc) -> impl IntoView + use<> {
    let title = format!("Trang {}", n + 1);
    let of = title.to_lowercase();
    let field = DocField { name: "tieu_de", label: "Tiêu đề", value: &page.title };
    let field = rows::field(format!("tieu_de_{n}"), field, Spec(Input::Line, "", false));
    let link = format!("Sửa {} câu hỏi", page.questions.len());
    let href = address(code, &format!("to-khai/{}", n + 1));
    let up = (n > 0).then(|| view! { <ui::Button name="buoc" value=format!("len-{n}") label="Chuyển lên" of=of.clone() kind=ButtonKind::Line/> });
    view! {
        <ui::FieldGroup legend=title>
            {field}
            <p><a href=href>{link}<span class="p-visually-hidden">{format!(" của {of}")}</span></a></p>
            <ui::ButtonGroup>
                {up}
                <ui::Button name="buoc" value=format!("bo-{n}") label="Bỏ trang" of=of.clone() kind=ButtonKind::Line/>
            </ui::ButtonGroup>
        </ui::FieldGroup>
    }
}

/// Saves titles; adds, removes and moves pages.
pub async fn save(rq: Rq, form: Form) -> Result<Done> {
    let button = form.get("buoc").to_owned();
    let titles: Vec<String> =
        (0..MOST_PAGES).map_while(|n| form.0.iter().find(|(name, _)| *name == format!("tieu_de_{n}"))).map(|(_, title)| title.trim().to_owned()).collect();
    let change = move |doc: &mut ProcedureDoc| {
        for (page, title) in doc.form.iter_mut().zip(titles) {
            page.title = title;
        }
        let number = |verb: &str| button.strip_prefix(verb).and_then(|n| n.parse::<usize>().ok()).filter(|n| *n < doc.form.len());
        let (gone, up) = (number("bo-"), number("len-").filter(|n| *n > 0));
        if button == "them-" && doc.form.len() < MOST_PAGES {
            doc.form.push(PageDoc::default());
        } else if let Some(n) = gone {
            doc.form.remove(n);
        } else if let Some(n) = up {
            doc.form.swap(n - 1, n);
        }
    };
    edit::save(&rq, &form, DocGroup::Form, "to-khai", change).await
}

/// Index of the page in the address, which counts from 1.
fn index(rq: &Rq) -> Result<usize> {
    rq.param("so").parse::<usize>().ok().and_then(|n| n.checked_sub(1)).filter(|n| *n < MOST_PAGES).ok_or(Error::NotFound)
}

/// The questions of one page.
pub async fn questions(rq: Rq) -> Result<Page> {
    let n = index(&rq)?;
    let draft = edit::open(&rq).await?;
    let page = draft.doc.form.get(n).cloned().ok_or(Error::NotFound)?;
    let form = rq.form();
    let title = if page.title.is_empty() { format!("Trang {} của tờ khai", n + 1) } else { format!("Trang {}: {}", n + 1, page.title) };
    Ok(Page::new(format!("{title}, thủ tục {}", draft.code), move || {
        let (earlier, back) = (earlier(&draft.doc, n), address(&draft.code, "to-khai"));
        let fields = move || {
            let list = rows::list(QUESTIONS, "Câu hỏi", &page.questions, 0, &|name| spec(name, &earlier));
            view! { <p><a href=back>"Tất cả các trang của tờ khai"</a></p>{list} }.into_any()
        };
        edit::frame(&draft, DocGroup::Form, &format!("to-khai/{}", n + 1), &title, form, fields)
    }))
}

/// Questions of earlier pages that a condition may name.
fn earlier(doc: &ProcedureDoc, page: usize) -> Vec<SelectOption> {
    let chosen = |question: &&QuestionDoc| matches!(question.kind.parse(), Ok(QuestionKind::Choice | QuestionKind::Many | QuestionKind::Consent));
    let questions = doc.form.iter().take(page).flat_map(|page| &page.questions).filter(chosen);
    questions.filter(|question| question.if_question.is_empty()).map(|question| SelectOption::new(&question.name, &question.label)).collect()
}

fn spec(name: &str, earlier: &[SelectOption]) -> Spec {
    let kinds = || QuestionKind::ALL.iter().map(|kind| SelectOption::new(kind.as_str(), kind.label())).collect();
    match name {
        "ma" => Spec(Input::Short, "Chữ thường không dấu, chữ số, gạch ngang, ví dụ so-phong. Để trống để cổng đặt từ câu hỏi.", true),
        "cau_hoi" => Spec(Input::Line, "", false),
        "loai" => Spec(Input::Choice(kinds(), ""), "", false),
        "bat_buoc" => Spec(yes_no(), "", false),
        "lua_chon" => Spec(Input::Lines, "Cho “chọn một” và “chọn nhiều”: mỗi mục một dòng.", true),
        "nho_nhat" => Spec(Input::Short, "Cho số và số tiền.", true),
        "lon_nhat" => Spec(Input::Short, "Cho số, số tiền; với chữ là số ký tự nhiều nhất.", true),
        "khi_cau_hoi" => Spec(Input::Choice(earlier.to_vec(), "Luôn hỏi"), "Một câu ở trang trước.", true),
        "khi_gia_tri" => Spec(Input::Line, "Đúng như mục để chọn của câu đó; với câu đồng ý thì ghi co.", true),
        _ => Spec(Input::Line, "", true),
    }
}

/// Saves the questions of one page.
pub async fn save_questions(rq: Rq, form: Form) -> Result<Done> {
    let n = index(&rq)?;
    let mut questions = QuestionDoc::read_rows(QUESTIONS, &form.0);
    for question in &mut questions {
        if question.name.is_empty() && !question.label.is_empty() {
            let name = model::text::fold_tokens(&question.label).join("-");
            question.name = name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(40).collect::<String>().trim_matches('-').to_owned();
        }
    }
    rows::press(&mut questions, QUESTIONS, 0, form.get("buoc"));
    let change = move |doc: &mut ProcedureDoc| {
        if let Some(page) = doc.form.get_mut(n) {
            page.questions = questions;
        }
    };
    edit::save(&rq, &form, DocGroup::Form, &format!("to-khai/{}", n + 1), change).await
}
