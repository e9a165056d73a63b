//! The check page (C12) and the declaration (C13).

use super::frame::address;
use leptos::prelude::*;
use model::dossiers::apply::{DraftView, STAGES, Step, field};
use ui::icon::{Ico, Icon, IconSize};

/// The answers by stage, what is missing, and the button to go on.
pub(super) fn check(view: &DraftView) -> impl IntoView + use<> {
    let problems: Vec<(String, String)> = view
        .problems()
        .into_iter()
        .map(|(step, errors)| {
            let message = errors.0.into_iter().map(|(_, message)| message).next().unwrap_or_default();
            (format!("{}?ve=kiem-tra", address(view, step)), format!("{}: {message}", view.title(step)))
        })
        .collect();
    let rows = view.review();
    let sections = STAGES
        .iter()
        .enumerate()
        .filter_map(|(stage, label)| {
            let here: Vec<ui::SummaryRow> = rows
                .iter()
                .filter(|row| row.step.stage() == stage)
                .map(|row| {
                    let value = if row.value.is_empty() { "Chưa có".to_owned() } else { row.value.clone() };
                    ui::SummaryRow::new(&row.label, value).edit(format!("{}?ve=kiem-tra", address(view, row.step)))
                })
                .collect();
            let id = format!("phan-{}", stage + 1);
            (!here.is_empty()).then(|| view! { <ui::Section title=*label id=id><ui::SummaryList rows=here/></ui::Section> })
        })
        .collect_view();
    let complete = problems.is_empty();
    let next = address(view, Step::Declare);
    view! {
        {(!complete).then(|| missing(problems))}
        {sections}
        {complete.then(|| view! { <div class="p-section"><ui::LinkButton href=next label="Tiếp tục" icon_after=Icon::Right large=true/></div> })}
    }
}

fn missing(problems: Vec<(String, String)>) -> impl IntoView {
    let rows = problems.into_iter().map(|(href, text)| view! { <li><a class="p-error-summary__link" href=href>{text}</a></li> }).collect_view();
    view! {
        <div class="p-error-summary" aria-labelledby="con-thieu" role="alert">
            <h2 class="p-error-summary__title" id="con-thieu"><Ico icon=Icon::Err size=IconSize::S32/><span>"Còn mục chưa xong"</span></h2>
            <p class="p-error-summary__note">"Những gì bạn đã nhập vẫn còn nguyên. Hãy mở từng mục để hoàn thành."</p>
            <ul class="p-error-summary__list">{rows}</ul>
        </div>
    }
}

/// The declaration with its tick, and the button that submits.
pub(super) fn declaration() -> impl IntoView {
    let choices = vec![ui::Choice::new("co", "Tôi đã đọc và cam đoan như trên")];
    view! {
        <div class="p-prose">
            <p>"Tôi cam đoan thông tin và giấy tờ trong hồ sơ này là đúng sự thật, và chịu trách nhiệm trước pháp luật về nội dung đã khai."</p>
            <p>"Tôi đồng ý để cơ quan có thẩm quyền dùng thông tin trong hồ sơ để giải quyết thủ tục này. Thông tin không dùng vào việc khác."</p>
        </div>
        <ui::Checkboxes name=field::DECLARED legend="Cam đoan" legend_hidden=true choices=choices/>
        <ui::ButtonGroup>
            <ui::Button label="Nộp hồ sơ" icon=Icon::Send large=true/>
        </ui::ButtonGroup>
    }
}
