//! `/quan-tri/phan-quyen/hai-nguoi`: what two technical administrators do together (01 §4, §5): proposals and their
//! second person.

use super::tabs;
use crate::web::{Done, Form, Page, Result, Rq, encode};
use chrono::{DateTime, Utc};
use domain::identity::{self, JointAct};
use leptos::prelude::*;
use model::access::Role;
use model::format;
use model::identity::JointState;
use ui::icon::Icon;

/// Address of the list.
pub(super) const PAGE: &str = "/quan-tri/phan-quyen/hai-nguoi";

/// The list: open proposals with their forms, then what was decided.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let acts = identity::joint_acts(&mut cx).await?;
    let (ready, now) = (identity::require_step_up(&cx).is_ok(), cx.now());
    let (tabs, form, me) = (tabs(&rq, PAGE), rq.form(), rq.actor.person_id);
    let title = if form.has_errors() { "Lỗi: Việc cần hai người" } else { "Việc cần hai người" };
    Ok(Page::new(title, move || {
        let none = acts.is_empty();
        let refused = form.errors.first().map(|(_, text)| view! { <ui::Banner kind=ui::BannerKind::Error title=text.clone()/> });
        view! {
            <ui::Container>
                <ui::PageHeading title="Quản trị"/>
                <ui::Tabs label="Quản trị" tabs=tabs/>
                {refused}
                <p>"Cấp quyền quản trị kỹ thuật và đổi mẫu công việc cần hai quản trị kỹ thuật: một người đề nghị, một người khác xác nhận trong 7 ngày. "
                    <a href="/quan-tri/phan-quyen/mau">"Mẫu công việc"</a></p>
                {(!ready && !none).then(step_up)}
                {none.then(|| view! { <ui::EmptyState icon=Icon::Users title="Chưa có đề nghị nào" text="Đề nghị cấp quyền quản trị kỹ thuật bắt đầu từ trang của từng người."/> })}
                <ul class="p-row-list">{acts.into_iter().map(|act| row(act, me, (ready, now), &form)).collect_view()}</ul>
            </ui::Container>
        }
    }))
}

/// The way to the second factor, before anything is typed.
fn step_up() -> impl IntoView {
    let href = format!("/can-bo/xac-thuc-lai?ve={}", encode(PAGE));
    view! { <ui::LinkButton href=href label="Xác thực lại để xác nhận đề nghị" kind=ui::ButtonKind::Secondary/> }
}

fn row(act: JointAct, me: Option<i64>, (ready, now): (bool, DateTime<Utc>), form: &ui::FormState) -> impl IntoView + use<> {
    let state = act.state.parse::<JointState>().unwrap_or(JointState::Expired);
    let open = state == JointState::Proposed && act.expires_at > now;
    let own = me == Some(act.proposed_by);
    let about_me = me.is_some() && me == act.person_id;
    let hidden = vec![("de_nghi", act.id.to_string())];
    let this = form.value("de_nghi") == Some(act.id.to_string().as_str());
    let refuse_state = if this { form.clone() } else { ui::FormState::default() };
    let sentence = act.sentence();
    let of = sentence.clone();
    let mut facts = vec![format!("{} đề nghị lúc {}", act.proposed_by_name, format::date_time(act.proposed_at))];
    match act.decided_at {
        Some(at) if !act.decided_by_name.is_empty() => facts.push(format!("{}: {} lúc {}", state.label(), act.decided_by_name, format::date_time(at))),
        _ => facts.push(format!("{}; hạn {}", state.label(), format::date_time(act.expires_at))),
    }
    let id_value = act.id.to_string();
    view! {
        <li class="p-list-row">
            <p><strong>{sentence}</strong></p>
            <p class="p-small p-muted n">{facts.join(" · ")}</p>
            <p>"Lý do: "{act.reason}</p>
            {(!act.decision_reason.is_empty()).then(|| view! { <p>"Lý do từ chối: "{act.decision_reason}</p> })}
            {(open && own).then(|| view! { <ui::PostButton action=format!("{PAGE}/tu-choi") label="Rút đề nghị" of=of.clone() hidden=hidden.clone() kind=ui::ButtonKind::Quiet/> })}
            {(open && !own && !about_me && ready).then(|| view! { <ui::PostButton action=format!("{PAGE}/xac-nhan") label="Xác nhận" of=of hidden=hidden/> })}
            {(open && !own).then(|| view! {
                <ui::Form action=format!("{PAGE}/tu-choi") form_state=refuse_state summary=false id_prefix=format!("tc{id_value}")>
                    <ui::HiddenInput name="de_nghi" value=id_value.clone()/>
                    <ui::Field name="ly_do" label="Lý do từ chối"/>
                    <ui::Button label="Từ chối" kind=ui::ButtonKind::Secondary/>
                </ui::Form>
            })}
        </li>
    }
}

/// The part of a person's page where a technical administrator proposes the person as one.
pub(super) fn section(person: i64, form: ui::FormState) -> impl IntoView {
    view! {
        <details>
            <summary>"Đề nghị cấp quyền quản trị kỹ thuật"</summary>
            <p>"Một quản trị kỹ thuật khác phải xác nhận trong 7 ngày."</p>
            <ui::Form action=format!("{PAGE}/de-nghi") form_state=form summary=false id_prefix="qtkt">
                <ui::HiddenInput name="nguoi" value=person.to_string()/>
                <ui::Field name="ly_do" label="Lý do"/>
                <ui::Button label="Gửi đề nghị" kind=ui::ButtonKind::Secondary/>
            </ui::Form>
        </details>
    }
}

/// True if the visitor may see [`section`].
pub(super) fn may_propose(rq: &Rq) -> bool {
    rq.actor.has_role(Role::SystemAdmin)
}

/// Proposes a person as technical administrator; asks for the second factor first if it was not repeated lately.
pub async fn propose(rq: Rq, form: Form) -> Result<Done> {
    let person = format!("/quan-tri/nguoi/{}", form.row("nguoi"));
    let mut cx = rq.write().await?;
    if identity::require_step_up(&cx).is_err() {
        let back = format!("/can-bo/xac-thuc-lai?ve={}", encode(&person));
        return Ok(Done::to(back).say("Hãy xác thực lại, rồi gửi đề nghị."));
    }
    identity::propose_system_admin(&mut cx, form.row("nguoi"), form.get("ly_do")).await?;
    cx.commit().await?;
    Ok(Done::to(PAGE).say("Đã gửi đề nghị. Một quản trị kỹ thuật khác cần xác nhận trong 7 ngày."))
}

/// Confirms as the second person.
pub async fn confirm(rq: Rq, form: Form) -> Result<Done> {
    let mut cx = rq.write().await?;
    identity::confirm_joint(&mut cx, form.row("de_nghi")).await?;
    cx.commit().await?;
    Ok(Done::to(PAGE).say("Đã xác nhận; có hiệu lực ngay."))
}

/// Refuses, or withdraws one's own proposal.
pub async fn refuse(rq: Rq, form: Form) -> Result<Done> {
    let mut cx = rq.write().await?;
    identity::refuse_joint(&mut cx, form.row("de_nghi"), form.get("ly_do")).await?;
    cx.commit().await?;
    Ok(Done::to(PAGE).say("Đã đóng đề nghị."))
}
