//! What several pages of the desk show alike: badges, the explanation of a due date, the frame of a step's page.

use crate::web::{Result, Rq, encode};
use domain::dossiers::rules::Right;
use leptos::prelude::*;
use model::calendar::Line;
use model::dossiers::{DossierFile, DossierState, DossierView, ProcessingStage, Urgency};
use model::format;
use ui::icon::Icon;
use ui::{DueKind, Tone};

/// Address of a dossier at the desk.
pub fn address(code: &str) -> String {
    format!("/can-bo/ho-so/{code}")
}

/// The badge of an urgency.
pub fn due_kind(urgency: Urgency) -> DueKind {
    match urgency {
        Urgency::Overdue => DueKind::Overdue,
        Urgency::Today => DueKind::Today,
        Urgency::Soon => DueKind::Soon,
        Urgency::Later => DueKind::Later,
        Urgency::Paused => DueKind::Paused,
        Urgency::Done => DueKind::Done,
        Urgency::Open => DueKind::Open,
    }
}

/// The tag of a state; inside the work the step is the better word.
pub fn state_tag(state: DossierState, stage: Option<ProcessingStage>) -> AnyView {
    use DossierState as S;
    let (tone, icon) = match state {
        S::Draft | S::Submitted | S::Received | S::Withdrawn => (Tone::Neutral, Icon::Inbox),
        S::Processing => (Tone::Blue, Icon::Refresh),
        S::IntakeSupplement | S::AwaitingSupplement | S::AwaitingPayment | S::WithdrawRequested => (Tone::Gold, Icon::Pause),
        S::ResultReady | S::Returned => (Tone::Green, Icon::Okc),
        S::IntakeRefused | S::Stopped => (Tone::Red, Icon::Err),
    };
    let label = match (state, stage) {
        (S::Processing, Some(stage)) => format!("{}: {}", state.label(), stage.label().to_lowercase()),
        _ => state.label().to_owned(),
    };
    view! { <ui::StatusTag tone=tone label=label icon=icon/> }.into_any()
}

/// The badge with the time that is left; nothing where no clock runs.
pub fn due_badge(urgency: Urgency, text: &str) -> Option<AnyView> {
    (!text.is_empty()).then(|| view! { <ui::DueBadge kind=due_kind(urgency) text=text.to_owned()/> }.into_any())
}

/// The lines of 03 §7, the same on every page.
pub fn explanation(lines: &[Line]) -> impl IntoView + use<> {
    let lines = lines
        .iter()
        .map(|line| {
            let (before, strong, after) = line.parts();
            let strong = (!strong.is_empty()).then(|| view! { <strong>{strong.to_owned()}</strong> });
            view! { <li>{before.to_owned()}{strong}{after.to_owned()}</li> }
        })
        .collect_view();
    view! { <ul class="p-explanation">{lines}</ul> }
}

/// A file of the dossier with its size.
pub fn attachment(code: &str, file: &DossierFile) -> impl IntoView + use<> {
    let kind = file.name.rsplit_once('.').map_or_else(String::new, |(_, extension)| format!("{}, ", extension.to_uppercase()));
    let note = format!("{kind}{}", format::bytes(u64::try_from(file.size).unwrap_or(0)));
    view! { <ui::Attachment name=file.name.clone() href=format!("{}/tep/{}", address(code), file.token) note=note/> }
}

/// Loads a dossier that the actor may see.
pub async fn load(rq: &Rq) -> Result<DossierView> {
    let mut cx = rq.read().await?;
    domain::dossiers::open(&mut cx, rq.param("ma")).await
}

/// Loads a dossier for the page of a step, for somebody who holds one of the rights of the step.
pub async fn load_for(rq: &Rq, rights: &[Right]) -> Result<DossierView> {
    let mut cx = rq.read().await?;
    domain::dossiers::open_for(&mut cx, rq.param("ma"), rights).await
}

/// The hidden version: always the present one, so that a form that was too late can be sent again.
pub fn version(version: i64) -> impl IntoView {
    view! { <input type="hidden" name="phien_ban" value=version.to_string()/> }
}

/// The frame of a step's page: way back, title, what it is about.
pub fn step_page(dossier: &DossierView, title: &str, lead: &str, content: AnyView) -> impl IntoView + use<> {
    let code = dossier.public_code().to_owned();
    let about = format!("{} · {}", dossier.procedure_name, dossier.applicant_name);
    let (title, lead) = (title.to_owned(), lead.to_owned());
    let tag = state_tag(dossier.state, dossier.stage);
    let badge = due_badge(dossier.urgency, &dossier.remaining);
    view! {
        <div class="p-two-thirds p-stack">
            <ui::BackLink href=address(&code) label=format!("Hồ sơ {code}")/>
            <ui::PageHeading title=title above=code lead=lead/>
            <p class="p-strong">{about}</p>
            <p class="p-cluster">{tag}{badge}</p>
            {content}
        </div>
    }
}

/// Where to ask for help from a page of a receipt (03 §9).
pub fn help_address(screen: &str) -> String {
    format!("/can-bo/ho-tro?tu={}", encode(screen))
}

/// The way to a request for help, below a receipt that was refused for a reason that no field can mend (03 §9).
pub fn help_after(form: &ui::FormState, screen: &str) -> Option<AnyView> {
    let refused = form.errors.iter().any(|(field, _)| field.is_empty());
    refused.then(|| view! { <p>"Không tiếp nhận được? "<a href=help_address(screen)>"Gửi yêu cầu hỗ trợ"</a></p> }.into_any())
}

/// Shown instead of a form whose step is not possible now.
pub fn not_now(dossier: &DossierView, what: &str) -> AnyView {
    let text = format!("Hồ sơ đang ở trạng thái “{}” nên không {what} được.", dossier.state.label());
    let href = address(dossier.public_code());
    view! { <ui::Banner kind=ui::BannerKind::Notice title=text href=href link="Xem các việc làm được"/> }.into_any()
}
