//! `/can-bo/thu-tuc/{ma}/noi-dung?ban=…`: everything that a version says, to be read.

use super::address;
use crate::web::{Error, Page, Result, Rq};
use domain::procedures::{self, Which};
use leptos::prelude::*;
use model::procedures::{DocGroup, DocRow, PageDoc, ProcedureDoc, Template, in_words};
use ui::SummaryRow;

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let which = rq.query("ban").and_then(Which::read).ok_or(Error::NotFound)?;
    let mut cx = rq.read().await?;
    let code = rq.param("ma").to_owned();
    let (doc, name) = procedures::content(&mut cx, &code, which).await?;
    Ok(Page::new(format!("Nội dung {name}, thủ tục {code}"), move || {
        let section = |group: &DocGroup| {
            let inside = content(&doc, *group);
            view! { <ui::Section title=group.label() id=group.as_str()>{inside}</ui::Section> }
        };
        let sections = DocGroup::ALL.iter().map(section).collect_view();
        view! {
            <ui::Container>
                <ui::BackLink href=address(&code, "") label=format!("Thủ tục {code}")/>
                <ui::PageHeading title=model::text::capital(&name) above=doc.general.name.clone()/>
                {sections}
            </ui::Container>
        }
    }))
}

fn content(doc: &ProcedureDoc, group: DocGroup) -> AnyView {
    match group {
        DocGroup::General => view! { {facts(&doc.general)}{rows("Bước", &doc.steps)} }.into_any(),
        DocGroup::Cases => view! { {rows("Trường hợp", &doc.cases)}{rows("Mức thu", &doc.fees)} }.into_any(),
        DocGroup::Parts => view! { {rows("Giấy tờ", &doc.parts)}{templates(doc)} }.into_any(),
        DocGroup::Form => doc.form.iter().map(form_page).collect_view().into_any(),
        DocGroup::Flow => rows("Bước xử lý", &doc.flow),
        DocGroup::Offers => rows("Cơ quan", &doc.offers),
    }
}

/// Links to the templates, so that whoever approves reads them, too.
fn templates(doc: &ProcedureDoc) -> AnyView {
    let keys = doc.template_keys();
    let links = keys.into_iter().map(|(sha256, name)| {
        let href = Template { name: name.clone(), size: 0, sha256 }.address(&doc.general.code);
        view! { <li><a href=href download="">{format!("Tải tệp mẫu {name}")}</a></li> }
    });
    let links = links.collect_view();
    (!links.is_empty()).then(|| view! { <ul>{links}</ul> }).into_any()
}

fn form_page(page: &PageDoc) -> impl IntoView + use<> {
    view! { <h3 class="p-h3">{page.title.clone()}</h3>{rows("Câu hỏi", &page.questions)} }
}

fn rows<T: DocRow>(what: &'static str, rows: &[T]) -> AnyView {
    rows.iter().enumerate().map(|(n, row)| view! { <p><strong>{format!("{what} {}", n + 1)}</strong></p>{facts(row)} }).collect_view().into_any()
}

/// What is written in a row; empty fields are left out.
fn facts<T: DocRow>(row: &T) -> AnyView {
    let written = row.fields().into_iter().filter(|field| !field.value.trim().is_empty());
    let rows: Vec<SummaryRow> = written.map(|field| SummaryRow::new(field.label, in_words(field.name, field.value).replace('\n', "; "))).collect();
    view! { <ui::SummaryList rows=rows/> }.into_any()
}
