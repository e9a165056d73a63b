//! `/can-bo/ho-tro`: "Cần hỗ trợ" – asking the administrator of the unit, and own requests with their answers.

use crate::web::{Done, Form, Page, Result, Rq};
use domain::identity::{self, HelpEvent, HelpLine};
use leptos::prelude::*;
use model::format;
use model::identity::{HelpState, HelpStep};

/// The form and the own requests.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let own = identity::own_help(&mut cx).await?;
    let (form, screen) = (rq.form(), rq.query("tu").or(rq.referer.as_deref()).unwrap_or_default().to_owned());
    let title = if form.has_errors() { "Lỗi: Cần hỗ trợ" } else { "Cần hỗ trợ" };
    Ok(Page::new(title, move || {
        view! {
            <ui::Container>
                <ui::PageHeading title="Cần hỗ trợ" lead="Câu hỏi được chuyển tới quản trị đơn vị của bạn; sau 4 giờ làm việc chưa trả lời thì chuyển tới nhóm hỗ trợ cấp tỉnh."/>
                <ui::Form action="/can-bo/ho-tro" form_state=form>
                    <ui::HiddenInput name="man_hinh" value=screen/>
                    <ui::TextArea name="noi_dung" label="Bạn cần giúp điều gì?"/>
                    <ui::Button label="Gửi yêu cầu"/>
                </ui::Form>
                {(!own.is_empty()).then(|| view! {
                    <ui::Section title="Yêu cầu của tôi" id="cua-toi"><ul class="p-row-list">{own.into_iter().map(row).collect_view()}</ul></ui::Section>
                })}
            </ui::Container>
        }
    }))
}

/// What became of a request, step by step.
pub(crate) fn history(events: Vec<HelpEvent>) -> impl IntoView {
    events
        .into_iter()
        .map(|event| {
            let step = event.step.parse::<HelpStep>().map_or("", HelpStep::label);
            let said = (!event.body.is_empty()).then(|| view! { <strong>"Trả lời: "</strong>{event.body}<br/> });
            let who = if event.actor_name.is_empty() { String::new() } else { format!(", {}", event.actor_name) };
            let when = format!("{step}{who}, {}", format::time_date(event.at));
            view! { <p>{said}<span class="p-small p-muted n">{when}</span></p> }
        })
        .collect_view()
}

fn row(line: HelpLine) -> impl IntoView {
    let state = line.state.parse::<HelpState>().unwrap_or(HelpState::Open);
    let step = |label: &'static str, step: &str| {
        let hidden = vec![("yeu_cau", line.id.to_string()), ("buoc", step.to_owned())];
        view! { <ui::PostButton action="/can-bo/ho-tro/buoc" label=label hidden=hidden kind=ui::ButtonKind::Quiet/> }
    };
    let close = state.after(HelpStep::Close).is_some().then(|| step("Đóng yêu cầu", "dong"));
    let reopen = state.after(HelpStep::Reopen).is_some().then(|| step("Mở lại", "mo-lai"));
    view! {
        <li class="p-list-row">
            <p class="p-small p-muted n">{format::date_time(line.created_at)}" · "{state.label()}</p>
            <p>{line.body.clone()}</p>
            {history(line.events)}
            <ui::ButtonGroup>{close}{reopen}</ui::ButtonGroup>
        </li>
    }
}

/// Sends a request.
pub async fn ask(rq: Rq, form: Form) -> Result<Done> {
    let mut cx = rq.write().await?;
    identity::ask_for_help(&mut cx, form.get("man_hinh"), form.get("noi_dung")).await?;
    cx.commit().await?;
    Ok(Done::to("/can-bo/ho-tro").say("Đã gửi yêu cầu tới quản trị đơn vị."))
}

/// Closes or reopens a request.
pub async fn step(rq: Rq, form: Form) -> Result<Done> {
    let step = if form.get("buoc") == "mo-lai" { HelpStep::Reopen } else { HelpStep::Close };
    let mut cx = rq.write().await?;
    identity::move_help(&mut cx, form.row("yeu_cau"), step).await?;
    cx.commit().await?;
    Ok(Done::to("/can-bo/ho-tro").say(if step == HelpStep::Reopen { "Đã mở lại yêu cầu." } else { "Đã đóng yêu cầu." }))
}
