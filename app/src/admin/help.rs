//! `/quan-tri/ho-tro`: requests for help of the units that the administrator looks after.

use super::tabs;
use crate::identity::help::history;
use crate::web::{Done, Form, Page, Result, Rq};
use domain::identity::{self, HelpFigures, HelpLine};
use leptos::prelude::*;
use model::format;
use model::identity::{HelpState, HelpStep};
use ui::icon::Icon;

/// The list; open requests carry their answer form.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let lines = identity::help_to_answer(&mut cx).await?;
    let figures = identity::help_figures(&mut cx).await?;
    let (tabs, form) = (tabs(&rq, "/quan-tri/ho-tro"), rq.form());
    let title = if form.has_errors() { "Lỗi: Yêu cầu hỗ trợ" } else { "Yêu cầu hỗ trợ" };
    Ok(Page::new(title, move || {
        let none = lines.is_empty();
        view! {
            <ui::Container>
                <ui::PageHeading title="Quản trị"/>
                <ui::Tabs label="Quản trị" tabs=tabs/>
                {none.then(|| view! { <ui::EmptyState icon=Icon::Okc title="Không có yêu cầu nào" text="Yêu cầu hỗ trợ của cán bộ trong đơn vị sẽ hiện ở đây."/> })}
                <ul class="p-row-list">{lines.into_iter().map(|line| row(line, &form)).collect_view()}</ul>
                {(!figures.is_empty()).then(|| table(figures))}
            </ui::Container>
        }
    }))
}

/// How long answers take, per unit.
fn table(figures: Vec<HelpFigures>) -> impl IntoView {
    let rows = figures
        .into_iter()
        .map(|line| {
            let wait = if line.answered == 0 { "Chưa trả lời".to_owned() } else { format!("{} phút", format::number(line.minutes)) };
            let counts = [line.asked, line.answered].map(|n| ui::Cell::text(format::number(n)));
            let [asked, answered] = counts;
            ui::Row::new(vec![ui::Cell::text(line.unit_name), asked, answered, ui::Cell::text(wait), ui::Cell::text(line.screen)])
        })
        .collect();
    let columns = ["Đơn vị", "Yêu cầu", "Đã trả lời", "Thời gian trả lời trung bình", "Màn hình hỏi nhiều nhất"].map(ui::Column::text).to_vec();
    view! { <ui::Table caption="Yêu cầu hỗ trợ trong 90 ngày" columns=columns rows=rows/> }
}

fn row(line: HelpLine, form: &ui::FormState) -> impl IntoView + use<> {
    let state = line.state.parse::<HelpState>().unwrap_or(HelpState::Open);
    let may_answer = state.after(HelpStep::Answer).is_some();
    let own_form = form.value("yeu_cau") == Some(line.id.to_string().as_str());
    let state_of_form = if own_form { form.clone() } else { ui::FormState::default() };
    let head = format!("{} · {}, {} · {}", format::date_time(line.created_at), line.full_name, line.unit_name, state.label());
    let grant = format!("/quan-tri/nguoi/{}", line.person_id);
    view! {
        <li class="p-list-row">
            <p class="p-small p-muted n">{head}</p>
            <p>{line.body}</p>
            {(!line.role.is_empty()).then(|| view! { <p class="p-small">"Vai trò: "{line.role}</p> })}
            {(!line.screen.is_empty()).then(|| view! { <p class="p-small">"Màn hình: "<code>{line.screen}</code></p> })}
            {history(line.events)}
            <p><a href=grant>"Mở trang của người này"</a></p>
            {may_answer.then(|| view! {
                <ui::Form action="/quan-tri/ho-tro" form_state=state_of_form id_prefix=format!("yc{}", line.id)>
                    <ui::HiddenInput name="yeu_cau" value=line.id.to_string()/>
                    <ui::TextArea name="tra_loi" label="Trả lời"/>
                    <ui::Button label="Gửi trả lời" kind=ui::ButtonKind::Secondary/>
                </ui::Form>
            })}
        </li>
    }
}

/// Answers a request.
pub async fn answer(rq: Rq, form: Form) -> Result<Done> {
    let mut cx = rq.write().await?;
    identity::answer_help(&mut cx, form.row("yeu_cau"), form.get("tra_loi")).await?;
    cx.commit().await?;
    Ok(Done::to("/quan-tri/ho-tro").say("Đã gửi trả lời."))
}
