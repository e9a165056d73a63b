//! `/can-bo/vi-sao`: own rights, and why something is or is not shown (01 §7).

use crate::web::{Error, Page, Result, Rq};
use domain::actor::HeldRole;
use domain::identity::{Answer, Question, why};
use leptos::prelude::*;
use model::access::{Action, ObjectKind};
use model::format;
use ui::icon::Icon;

/// Without a question: every role with its origin. With `doi-tuong`, `hanh-dong`, `don-vi`: the answer.
pub async fn page(rq: Rq) -> Result<Page> {
    let Some(kind) = rq.query("doi-tuong") else { return Ok(own_rights(&rq)) };
    // Whatever does not name something the person may know of gets the answer of a wrong address.
    let kind = kind.parse::<ObjectKind>().map_err(|_| Error::NotFound)?;
    let action = rq.query("hanh-dong").unwrap_or("view").parse::<Action>().map_err(|_| Error::NotFound)?;
    let unit_id = match rq.query("don-vi") {
        Some(text) => text.parse::<i64>().map_err(|_| Error::NotFound)?,
        None => rq.actor.unit_id.ok_or(Error::NotFound)?,
    };
    let person_id = match rq.query("nguoi") {
        Some(text) => text.parse::<i64>().map_err(|_| Error::NotFound)?,
        None => rq.actor.person_id.ok_or(Error::Unauthorized)?,
    };
    let mut cx = rq.write().await?;
    let question = Question { person_id, action, kind, unit_id, relation: rq.query("quan-he").unwrap_or_default().chars().take(60).collect() };
    let answer = why(&mut cx, &question).await?;
    cx.commit().await?;
    let title = match (answer.allowed, action) {
        (true, Action::View) => "Vì sao tôi thấy trang này?",
        (true, _) => "Vì sao tôi làm được việc này?",
        (false, Action::View) => "Vì sao tôi không xem được?",
        (false, _) => "Vì sao tôi không làm được việc này?",
    };
    Ok(Page::new(title, move || answer_view(title, answer)))
}

fn answer_view(title: &'static str, answer: Answer) -> impl IntoView {
    let lines = answer.sentences.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    view! {
        <ui::Container>
            <h1 class="p-h1">{title}</h1>
            <ul class="p-explanation">{lines}</ul>
            {(!answer.missing.is_empty()).then(|| {
                let wish = vec![("noi_dung", format!("Đề nghị cấp quyền: {}.", answer.missing)), ("man_hinh", "/can-bo/vi-sao".to_owned())];
                view! {
                    <p>"Quyền còn thiếu: "<strong>{answer.missing}</strong>"."</p>
                    <ui::PostButton action="/can-bo/ho-tro" label="Đề nghị cấp quyền" hidden=wish/>
                }
            })}
            <p><a href="/can-bo/vi-sao">"Xem mọi quyền của tôi"</a></p>
        </ui::Container>
    }
}

fn own_rights(rq: &Rq) -> Page {
    let roles = rq.actor.roles.clone();
    Page::new("Quyền của tôi", move || {
        let empty = roles.is_empty();
        view! {
            <ui::Container>
                <ui::PageHeading title="Quyền của tôi" lead="Mỗi vai trò kèm nơi có hiệu lực, ngày bắt đầu và người cấp."/>
                {empty.then(|| view! { <ui::EmptyState icon=Icon::User title="Chưa có vai trò nào" text="Hãy liên hệ quản trị đơn vị để được cấp quyền."/> })}
                {(!empty).then(|| table(roles))}
            </ui::Container>
        }
    })
}

fn table(roles: Vec<HeldRole>) -> impl IntoView {
    let columns = ["Vai trò", "Phạm vi", "Đơn vị", "Từ ngày", "Nguồn", "Được làm"].map(ui::Column::text).to_vec();
    let rows = roles
        .into_iter()
        .map(|held| {
            let source = match &held.on_behalf_of {
                Some((_, name)) => format!("Thừa ủy quyền của {name}"),
                None => format!("Do {} cấp", held.granted_by),
            };
            let rights: Vec<String> = held.role.permissions().iter().map(|(action, kind)| format!("{} {}", action.label(), kind.label())).collect();
            ui::Row::new(vec![
                ui::Cell::text(held.role.label()),
                ui::Cell::text(held.scope.label()),
                ui::Cell::text(held.unit_name),
                ui::Cell::text(format::date(format::local_date(held.since))),
                ui::Cell::text(source),
                ui::Cell::text(rights.join("; ")),
            ])
        })
        .collect();
    view! { <ui::Table caption="Vai trò đang có" caption_hidden=true columns=columns rows=rows/> }
}
