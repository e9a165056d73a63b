//! The checklist of the counter's form: each paper with its tick, its number of sheets and its scans.

use leptos::prelude::*;
use model::dossiers::apply::{DraftView, counter_field};
use model::procedures::PartPage;
use std::sync::Arc;
use ui::{Choice, FieldWidth};

/// The section.
pub(super) fn section(view: &Arc<DraftView>) -> AnyView {
    let view = Arc::clone(view);
    let note = "Đánh dấu từng giấy tờ đã nhận và ghi số bản. Quét ngay thì tải tệp lên; chưa quét thì làm sau ở mục Số hóa.";
    if view.parts.is_empty() {
        let text = "Thủ tục này chỉ có tờ khai điện tử, không nhận giấy tờ kèm theo.";
        return view! { <ui::Section title="Thành phần hồ sơ" id="giay-to"><p>{text}</p></ui::Section> }.into_any();
    }
    view! {
        <ui::Section title="Thành phần hồ sơ" id="giay-to" note=note>
            {view.parts.iter().map(|part| paper(&view, part)).collect_view()}
        </ui::Section>
    }
    .into_any()
}

fn paper(view: &DraftView, part: &PartPage) -> AnyView {
    let (id, quantity) = (part.id, part.quantity());
    let saved = |name: &str, usual: i64| {
        let text = view.answer(name);
        if text.is_empty() { usual.to_string() } else { text.to_owned() }
    };
    let (received, originals, copies) = (counter_field::received(id), counter_field::originals(id), counter_field::copies(id));
    let (first, second) = (saved(&originals, part.originals), saved(&copies, part.copies));
    let ticked = if view.counter_part(part).received { vec!["1".to_owned()] } else { Vec::new() };
    let hint = [part.mark().to_owned(), quantity].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ");
    let files: Vec<ui::UploadedFile> = view
        .files_of(id)
        .into_iter()
        .map(|file| ui::UploadedFile {
            id: file.file_id.to_string(),
            name: file.name.clone(),
            state: ui::FileState::Received { bytes: u64::try_from(file.size).unwrap_or_default(), sha256: file.sha256.clone() },
        })
        .collect();
    let rules = part.rules();
    let (label, legend) = (format!("Bản quét của “{}”", part.name), format!("Bản giấy của “{}”", part.name));
    view! {
        <ui::FieldGroup legend=part.name.clone()>
            <ui::Checkboxes name=received legend=legend legend_hidden=true values=ticked
                choices=vec![Choice::new("1", "Đã nhận bản giấy").hint(hint)]/>
            <ui::FieldRow>
                <ui::Field name=originals label="Bản chính" value=first inputmode="numeric" maxlength=3_u32 width=FieldWidth::Short optional=true/>
                <ui::Field name=copies label="Bản sao" value=second inputmode="numeric" maxlength=3_u32 width=FieldWidth::Short optional=true/>
            </ui::FieldRow>
            <ui::FileUpload name=counter_field::file(id) label=label hint=rules.in_words() files=files rules=rules multiple=true/>
        </ui::FieldGroup>
    }
    .into_any()
}
