//! `/can-bo/thu/{ma}/nguoi-nhan`: finds people, organisations and groups and puts them on a draft.

use super::message_id;
use crate::web::{Page, Result, Rq};
use domain::mailbox::{self, DraftRecipient, Hit};
use leptos::prelude::*;
use model::mailbox::AddressLine;
use ui::ButtonKind;
use ui::icon::Icon;

/// The page: the search, what was found, who is on the draft already.
pub async fn page(rq: Rq) -> Result<Page> {
    let id = message_id(&rq)?;
    let wanted = rq.query("q").unwrap_or_default().to_owned();
    let mut cx = rq.read().await?;
    let draft = mailbox::draft(&mut cx, id).await?;
    let hits = mailbox::search_recipients(&mut cx, &wanted).await?;
    let errors: Vec<(String, String)> = rq.form().errors;
    Ok(Page::new("Thêm người nhận", move || {
        let asked = !wanted.is_empty();
        let none = hits.is_empty() && asked;
        let failed = (!errors.is_empty()).then(|| view! { <ui::ErrorSummary errors=errors/> });
        view! {
            <div class="p-mail-compose">
                <ui::BackLink href=format!("/can-bo/thu/soan?thu={id}") label="Quay lại thư đang soạn"/>
                <ui::PageHeading title="Thêm người nhận" lead="Gõ tên người, đơn vị hoặc nhóm; có dấu hay không dấu đều được."/>
                {failed}
                {already(draft.recipients)}
                <ui::SearchBox id="tim-nguoi-nhan" action=format!("/can-bo/thu/{id}/nguoi-nhan") label="Người, cơ quan hoặc nhóm" show_label=true value=wanted button="Tìm"/>
                {none.then(|| view! { <ui::EmptyState icon=Icon::User title="Không tìm thấy ai" text="Thử gõ ít chữ hơn, ví dụ chỉ tên và tên đơn vị."/> })}
                <ul class="p-mail-hits">{hits.into_iter().map(|hit| found(id, hit)).collect_view()}</ul>
                <ui::LinkButton href=format!("/can-bo/thu/soan?thu={id}") label="Quay lại thư" icon=Icon::Left/>
            </div>
        }
    }))
}

fn already(recipients: Vec<DraftRecipient>) -> Option<impl IntoView> {
    if recipients.is_empty() {
        return None;
    }
    let names: Vec<String> = recipients
        .iter()
        .map(|recipient| match recipient.line.parse::<AddressLine>() {
            Ok(AddressLine::To) | Err(_) => recipient.label.clone(),
            Ok(line) => format!("{} ({})", recipient.label, line.label().to_lowercase()),
        })
        .collect();
    Some(view! { <ui::Banner title=format!("Đã chọn {}:", recipients.len()) text=format!("{}.", names.join("; "))/> })
}

fn found(id: i64, hit: Hit) -> impl IntoView {
    let buttons = AddressLine::ALL
        .iter()
        .map(|line| {
            let kind = if *line == AddressLine::To { ButtonKind::Secondary } else { ButtonKind::Line };
            view! {
                <ui::PostButton
                    action=format!("/can-bo/thu/{id}/nguoi-nhan")
                    label=line.label()
                    kind=kind
                    icon=(*line == AddressLine::To).then_some(Icon::Plus)
                    hidden=vec![("nguoi_nhan", hit.key.clone()), ("dong", line.as_str().to_owned())]
                    of=hit.label.clone()
                />
            }
        })
        .collect_view();
    view! {
        <li class="p-mail-hit">
            <div class="p-mail-hit__who"><strong>{hit.label.clone()}</strong><span class="p-small p-muted">{hit.detail.clone()}</span></div>
            <div class="p-mail-hit__lines">{buttons}</div>
        </li>
    }
}
