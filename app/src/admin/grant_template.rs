//! `/quan-tri/phan-quyen/mau`: the 12 job templates, what they give today, and a change with its effect (01 §5).

use super::{grant_joint, tabs};
use crate::web::{Done, Error, Form, Page, Result, Rq, encode};
use domain::identity::{self, TemplateImpact};
use leptos::prelude::*;
use model::access::{JOB_TEMPLATES, JobTemplate, Role, job_template};

const PAGE: &str = "/quan-tri/phan-quyen/mau";

/// The list of templates.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let mut rows = Vec::new();
    for template in JOB_TEMPLATES {
        let (version, roles) = identity::template_roles(&mut cx, template).await?;
        let words: Vec<&str> = roles.into_iter().map(Role::label).collect();
        rows.push(ui::Row::new(vec![
            ui::Cell::link(format!("{PAGE}/{}", template.code), template.label),
            ui::Cell::text(words.join(", ")),
            ui::Cell::text(template.scope.label()),
            ui::Cell::text(version.to_string()),
        ]));
    }
    let tabs = tabs(&rq, "/quan-tri/phan-quyen/nguoi");
    Ok(Page::new("Mẫu công việc", move || {
        view! {
            <ui::Container>
                <ui::PageHeading title="Quản trị"/>
                <ui::Tabs label="Quản trị" tabs=tabs/>
                <ui::Table caption="12 mẫu công việc" columns=["Công việc", "Vai trò", "Phạm vi", "Lần đổi"].map(ui::Column::text).to_vec() rows=rows/>
            </ui::Container>
        }
    }))
}

/// One template: the roles to choose; with a choice in the address, its effect and the form of the proposal.
pub async fn edit_page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let template: &'static JobTemplate = job_template(rq.param("ma")).ok_or(Error::NotFound)?;
    let (_, today) = identity::template_roles(&mut cx, template).await?;
    let chosen: Vec<String> = rq.query.iter().filter(|(name, _)| name == "vai-tro").map(|(_, value)| value.clone()).collect();
    let impact = if chosen.is_empty() { None } else { Some(identity::template_impact(&mut cx, template.code, &chosen).await) };
    let impact = match impact {
        Some(Err(Error::Invalid(errors))) => Some(Err(errors.0.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join(" "))),
        Some(other) => Some(Ok(other?)),
        None => None,
    };
    let (may, ready) = (grant_joint::may_propose(&rq), identity::require_step_up(&cx).is_ok());
    let (form, here) = (rq.form(), rq.here());
    let values = if chosen.is_empty() { today.iter().map(|role| role.as_str().to_owned()).collect() } else { chosen.clone() };
    Ok(Page::new(template.label, move || {
        let effect = impact.map(|impact| match impact {
            Ok(impact) => effect(template.code, &chosen, impact, (may, ready), &here, form).into_any(),
            Err(text) => view! { <ui::Banner kind=ui::BannerKind::Error title=text/> }.into_any(),
        });
        view! {
            <ui::Container>
                <ui::Breadcrumb parents=vec![(PAGE.to_owned(), "Mẫu công việc".to_owned())] here=template.label/>
                <ui::PageHeading title=template.label lead=format!("Người này sẽ làm được: {}.", template.plain)/>
                {effect}
                <ui::Form action=format!("{PAGE}/{}", template.code) method="get">
                    <ui::Checkboxes name="vai-tro" legend="Vai trò của mẫu" hint="Mọi mẫu đều có vai trò Cán bộ, công chức." choices=choices() values=values/>
                    <ui::Button label="Xem ai được thêm, ai mất quyền" kind=ui::ButtonKind::Secondary/>
                </ui::Form>
            </ui::Container>
        }
    }))
}

fn choices() -> Vec<ui::Choice> {
    let fits = |role: &&Role| !matches!(**role, Role::Official | Role::Applicant | Role::SystemAdmin);
    Role::ALL.iter().filter(fits).map(|role| ui::Choice::new(role.as_str(), role.label())).collect()
}

fn effect(code: &'static str, chosen: &[String], impact: TemplateImpact, (may, ready): (bool, bool), here: &str, form: ui::FormState) -> impl IntoView + use<> {
    let list = |title: &'static str, id: &'static str, lines: Vec<(String, usize)>| {
        let items = lines.iter().map(|(right, people)| view! { <li>{format!("{right}: {people} người")}</li> }).collect_view();
        let none = lines.is_empty().then(|| view! { <p>"Không có."</p> });
        view! { <ui::Section title=title id=id><ul>{items}</ul>{none}</ui::Section> }
    };
    let people = format!("{} người đang có mẫu này.", impact.people);
    let hidden = chosen.iter().map(|role| view! { <ui::HiddenInput name="vai_tro" value=role.clone()/> }).collect_view();
    let step_up = format!("/can-bo/xac-thuc-lai?ve={}", encode(here));
    view! {
        <p>{people}</p>
        {list("Được thêm", "duoc-them", impact.gains)}
        {list("Bị mất", "bi-mat", impact.losses)}
        {(may && !ready).then(|| view! { <ui::LinkButton href=step_up label="Xác thực lại để gửi đề nghị"/> })}
        {(may && ready).then(|| view! {
            <ui::Form action=PAGE form_state=form>
                <ui::HiddenInput name="mau" value=code/>
                {hidden}
                <ui::Field name="ly_do" label="Lý do đổi mẫu"/>
                <ui::Button label="Gửi đề nghị đổi mẫu"/>
            </ui::Form>
        })}
        {(!may).then(|| view! { <p>"Chỉ quản trị kỹ thuật được đề nghị đổi mẫu công việc."</p> })}
    }
}

/// Proposes the change to a second technical administrator.
pub async fn propose(rq: Rq, form: Form) -> Result<Done> {
    let mut cx = rq.write().await?;
    identity::propose_template(&mut cx, form.get("mau"), &form.all("vai_tro"), form.get("ly_do")).await?;
    cx.commit().await?;
    Ok(Done::to(grant_joint::PAGE).say("Đã gửi đề nghị đổi mẫu. Một quản trị kỹ thuật khác cần xác nhận trong 7 ngày."))
}
