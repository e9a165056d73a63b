//! What every page of the journey has around its question: way back, progress, what was saved, help.

use leptos::prelude::*;
use model::dossiers::apply::{DraftView, STAGES, Step, field};
use model::format::{date, local_date, money, time};
use ui::StepState;
use ui::icon::{Ico, Icon};

/// The address of a page of the draft.
pub(super) fn address(view: &DraftView, step: Step) -> String {
    format!("/nop/{}/{}", view.code, step.path())
}

/// "Đăng ký thành lập hộ kinh doanh · Giấy tờ 2/2".
fn above(view: &DraftView, step: Step) -> String {
    let count = match step {
        Step::Info(n) => format!(" · Người nộp {n}/{}", view.journey.infos),
        Step::Form(n) => format!(" · Tờ khai {n}/{}", view.journey.forms),
        Step::Part(n) => format!(" · Giấy tờ {n}/{}", view.journey.parts),
        _ => String::new(),
    };
    format!("{}{count}", view.procedure_name)
}

fn indicator(view: &DraftView, step: Step) -> Vec<ui::IndicatorStep> {
    let now = step.stage();
    let first = view.journey.steps();
    // Stages without a page, such as the case when there is only one, are left out.
    let shown = STAGES.iter().enumerate().filter(|(i, _)| first.iter().any(|step| step.stage() == *i));
    shown
        .map(|(i, label)| {
            let state = if i == now {
                StepState::Current
            } else if i < now {
                StepState::Done
            } else {
                StepState::Next
            };
            let href = first.iter().find(|step| step.stage() == i).map(|step| address(view, *step)).unwrap_or_default();
            ui::IndicatorStep { label: (*label).to_owned(), href, state }
        })
        .collect()
}

fn aside(view: &DraftView, hotline: &str) -> impl IntoView + use<> {
    let saved = format!("Bản nháp lưu lúc {}, giữ đến {}", time(view.updated_at), date(local_date(view.expires_at)));
    let fees: Vec<String> = view.fees.iter().map(|(name, amount, unit)| format!("{name}: {} mỗi {unit}", money(*amount))).collect();
    let fees = if fees.is_empty() { "Theo nghị quyết".to_owned() } else { fees.join("; ") };
    let (place, name) = (view.receiving_unit.clone(), view.answer(field::NAME).to_owned());
    let tel = format!("tel:{}", hotline.replace(' ', ""));
    let guest = view.guest.then(|| crate::dossiers::guest::way_back(&view.code));
    let (hotline, code) = (hotline.to_owned(), view.code.clone());
    view! {
        <p class="p-apply-saved"><Ico icon=Icon::Okc/><span>{saved}</span></p>
        <dl class="p-apply-facts">
            <div><dt>"Nơi nộp"</dt><dd>{place}</dd></div>
            {(!name.is_empty()).then(|| view! { <div><dt>"Người nộp"</dt><dd>{name}</dd></div> })}
            <div><dt>"Phí, lệ phí trực tuyến"</dt><dd>{fees}</dd></div>
        </dl>
        {guest}
        <ui::Panel title="Gặp khó khăn?">
            <p>"Gọi "<a href=tel><strong>{hotline}</strong></a>" và đọc mã nộp "<strong class="n">{code}</strong>". Cán bộ sẽ làm tiếp cùng bạn."</p>
        </ui::Panel>
    }
}

/// The frame of a page; `inner` is its form.
pub(super) fn frame(view: &DraftView, step: Step, hotline: &str, lead: String, inner: AnyView) -> impl IntoView + use<> {
    let back = match view.journey.previous(step) {
        Some(before) => (address(view, before), format!("Quay lại: {}", view.title(before))),
        None => (format!("/thu-tuc/{}", view.procedure_code), "Quay lại trang thủ tục".to_owned()),
    };
    let (steps, side) = (indicator(view, step), aside(view, hotline).into_any());
    let (title, above) = (view.title(step), above(view, step));
    view! {
        <ui::Container>
            <ui::BackLink href=back.0 label=back.1/>
            <ui::StepIndicator steps=steps/>
            <ui::Columns aside=side aside_label="Bản nháp và trợ giúp">
                <ui::PageHeading title=title above=above lead=lead/>
                {inner}
            </ui::Columns>
        </ui::Container>
    }
}

/// The buttons below a form: go on, or stop here for today.
pub(super) fn buttons(view: &DraftView, label: &'static str) -> impl IntoView + use<> {
    // Without an account the way back is the code, which the page of entry shows.
    let later = if view.guest { format!("/vao-ho-so?ma={}", view.code) } else { "/ho-so-cua-toi".to_owned() };
    view! {
        <ui::ButtonGroup>
            <ui::Button label=label icon_after=Icon::Right large=true/>
            <a href=later>"Lưu và làm tiếp sau"</a>
        </ui::ButtonGroup>
    }
}
