//! One page of the journey, whichever it is.

use super::frame::{address, buttons, frame};
use super::{api, cases, done, key, parts, questions, review};
use crate::web::{Error, Page, Result, Rq};
use axum::response::{IntoResponse, Response};
use crate::payments::{Way, choices, parts as parts_of_money};
use domain::dossiers::{draft, payments};
use http::{StatusCode, header};
use leptos::prelude::*;
use model::dossiers::apply::{DraftView, Step};
use std::sync::Arc;

/// `/nop/{ma}`: to the first page that is not done.
pub async fn resume(rq: Rq) -> Result<Response> {
    let mut cx = rq.read().await?;
    let view = draft::view(&mut cx, &key(&rq)).await?;
    let to = if view.submitted_at.is_some() { format!("/nop/{}/xong", view.code) } else { address(&view, view.journey.resume(&view.done)) };
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response())
}

/// The page of a step; `xong` is the page after the submission.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let view = draft::view(&mut cx, &key(&rq)).await?;
    let order = if view.unpaid > 0 && view.submitted_at.is_none() { payments::waiting_order_of_draft(&mut cx, &key(&rq)).await? } else { None };
    drop(cx);
    if view.submitted_at.is_some() {
        return done::page(&rq, view).await;
    }
    let step = api::step_of(&rq)?;
    if !view.journey.steps().contains(&step) {
        return Err(Error::NotFound);
    }
    let (state, hotline) = (rq.form(), rq.portal.settings().hotline.clone());
    let back = rq.query("ve").filter(|text| *text == "kiem-tra").map(str::to_owned);
    let way = order.filter(|_| step == Step::Payment).and_then(|order| Way::of(&rq, &order));
    let title = if state.has_errors() { format!("Lỗi: {}", view.title(step)) } else { view.title(step) };
    Ok(Page::new(title, move || {
        let lead = lead(&view, step);
        let view = Arc::new(view);
        let way = way.map(Way::view);
        let inner = body(Arc::clone(&view), step, state, back);
        let inner = view! { {way}{inner} }.into_any();
        frame(&view, step, &hotline, lead, inner)
    }))
}

fn lead(view: &DraftView, step: Step) -> String {
    match step {
        Step::Part(n) => n.checked_sub(1).and_then(|i| view.parts.get(i)).map(|part| format!("{}. {}", part.quantity(), part.hint)).unwrap_or_default(),
        Step::Payment => "Thủ tục này nộp phí, lệ phí trước khi tiếp nhận. Nộp xong, cổng tự ghi nhận sau ít giây.".to_owned(),
        Step::Review => "Xem lại từng mục. Bấm Sửa để thay đổi; các mục khác vẫn giữ nguyên.".to_owned(),
        _ => String::new(),
    }
}

/// The form of a step. Its fields are made inside the form, where they find what was typed and what was wrong.
fn body(view: Arc<DraftView>, step: Step, state: ui::FormState, back: Option<String>) -> AnyView {
    if step == Step::Review {
        return review::check(&view).into_any();
    }
    let (action, multipart) = (address(&view, step), matches!(step, Step::Part(_)));
    view! {
        <ui::Form action=action form_state=state multipart=multipart>
            {back.map(|back| view! { <input type="hidden" name="ve" value=back/> })}
            {fields(&view, step)}
        </ui::Form>
    }
    .into_any()
}

/// C11: the bill, and the ways to pay it as long as something is missing.
fn payment(view: &DraftView) -> AnyView {
    let table = parts_of_money::bill(&view.bill.lines, "Phí, lệ phí của hồ sơ");
    if view.unpaid == 0 {
        return view! { {table}<p class="p-strong">"Đã nộp đủ."</p>{buttons("Tiếp tục")} }.into_any();
    }
    let rest = (view.unpaid < view.bill.total()).then(|| view! { <p class="p-strong">{format!("Còn phải nộp {}.", model::format::money(view.unpaid))}</p> });
    view! { {table}{rest}{choices()}{buttons("Thanh toán")} }.into_any()
}

fn fields(view: &DraftView, step: Step) -> AnyView {
    match step {
        Step::Part(n) => n.checked_sub(1).and_then(|i| view.parts.get(i)).map(|part| parts::fields(view, part)).into_any(),
        Step::Payment => payment(view),
        Step::Declare => review::declaration().into_any(),
        _ => match view.question_page(step) {
            Some(page) => {
                let fields =
                    page.questions.iter().filter(|question| question.asked(&view.answers)).map(|question| questions::fields(view, question)).collect_view();
                view! { {fields}{buttons("Lưu và tiếp tục")} }.into_any()
            }
            None => view! { {cases::fields(view, step)}{buttons("Tiếp tục")} }.into_any(),
        },
    }
}
