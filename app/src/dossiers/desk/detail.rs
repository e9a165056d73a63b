//! `/can-bo/ho-so/{ma}`: one dossier in the pane, with the buttons of what the actor may do now.

use super::list;
use super::parts::{address, due_badge, state_tag};
use super::proposals;
use super::tabs::{self, Tab};
use super::workflow;
use crate::web::{Error, Page, Result, Rq};
use axum::response::Response;
use domain::dossiers;
use domain::dossiers::rules::{Right, Step};
use leptos::prelude::*;
use model::dossiers::{ConsultationLine, DossierAction, DossierState, DossierView, PaperForm, ProcessingStage, ProposalAct, SupplementItemState};
use model::format;
use ui::icon::Icon;

/// The page: the list on the left, the dossier in the pane.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let dossier = dossiers::open(&mut cx, rq.param("ma")).await?;
    let (mut actions, steps) = dossiers::allowed(&mut cx, rq.param("ma")).await?;
    // A supplement has two acts: the officer proposes, somebody else decides. Each sees the own one.
    let decides = dossier.proposed_supplement().is_some();
    let right = if decides { Right::Approve } else { Right::Officer };
    if dossiers::require_right(&mut cx, rq.param("ma"), &[right]).await.is_err() {
        actions.retain(|action| *action != DossierAction::RequestSupplement);
    }
    // The answer of the applicant is the applicant's, or taken in at the counter: an official who is the applicant has C18.
    let answers = [DossierAction::Resubmit, DossierAction::ProvideSupplement];
    if actions.iter().any(|action| answers.contains(action)) && dossiers::require_right(&mut cx, rq.param("ma"), &[Right::Receive]).await.is_err() {
        actions.retain(|action| !answers.contains(action));
    }
    if dossiers::may_judge(&mut cx, &dossier).await? {
        // What nobody has looked at yet comes first.
        let waits = dossier.answered_items().any(|(_, item)| item.state == SupplementItemState::Answered);
        actions.insert(if waits { 0 } else { actions.len() }, DossierAction::JudgeSupplement);
    }
    let twos = dossiers::proposal_acts(&mut cx, rq.param("ma")).await?;
    let times = dossiers::step_times(&mut cx, &dossier).await?;
    drop(cx);
    let listing = match list::load(&rq).await {
        Ok(listing) => Some(listing),
        // Whoever reaches a dossier by its link may have no list at all.
        Err(Error::Forbidden { .. }) => None,
        Err(error) => return Err(error),
    };
    let queues = listing.as_ref().map(list::Listing::queues).unwrap_or_default();
    let tab = Tab::of(rq.query("muc"));
    let reused = if tab == Tab::Papers { dossiers::results::provenance(&mut rq.read().await?, &dossier).await? } else { Vec::new() };
    let money = if tab == Tab::Fees { Some(crate::payments::desk::load(&rq).await?) } else { None };
    let opinions = if tab == Tab::Opinions || matches!(dossier.stage, Some(ProcessingStage::Consulting | ProcessingStage::Drafting)) {
        let mut cx = rq.read().await?;
        let lines = dossiers::consult::of_dossier(&mut cx, rq.param("ma")).await?;
        let may = dossiers::consult::may_ask(&mut cx, rq.param("ma")).await?;
        Some((lines, may, cx.now()))
    } else {
        None
    };
    let why = why(&rq, &dossier);
    let form = rq.form();
    let title = format!("Hồ sơ {}", dossier.public_code());
    Ok(Page::new(title, move || {
        let code = dossier.public_code().to_owned();
        let back = listing.as_ref().map(|l| (format!("/can-bo/ho-so?hang={}", l.list.queue), format!("{} ({})", l.list.queue.label(), l.list.paging.total)));
        let (back_href, back_label) = back.unwrap_or_else(|| ("/can-bo/ho-so".to_owned(), "Hồ sơ".to_owned()));
        let list = listing.map(|listing| list::list_view(&listing, Some(&code), false).into_any()).unwrap_or_else(|| ().into_any());
        let refused = form.errors.first().map(|(_, text)| view! { <ui::Banner kind=ui::BannerKind::Error title=text.clone()/> });
        let due = dossier.due.map(|due| view! { <span>"Hẹn trả "<strong>{format::time_date(due)}</strong></span> });
        view! {
            <ui::ListAndPane list=list list_label="Danh sách hồ sơ" open=true>
                <ui::BackLink href=back_href label=back_label phone_only=true/>
                {refused}
                <ui::PageHeading title=dossier.procedure_name.clone() above=code/>
                <p class="p-desk-state">{state_tag(dossier.state, dossier.stage)}{due_badge(dossier.urgency, &dossier.remaining)}{due}</p>
                {workflow::here(&times)}
                {system(&dossier)}
                {apology(&dossier)}
                {opinions.as_ref().filter(|_| tab != Tab::Opinions).and_then(|(lines, ..)| missing(&dossier, lines))}
                {buttons(&dossier, &actions, &steps, &twos)}
                {tabs::bar(&dossier, tab)}
                {crate::dossiers::results::view::provenance(reused)}
                {tabs::content(&dossier, tab)}
                {(tab == Tab::Timeline).then(|| workflow::table(&times))}
                {opinions.filter(|_| tab == Tab::Opinions).map(|(lines, may, now)| crate::dossiers::consult::parts::tab(dossier.public_code(), &lines, may, now))}
                {money.map(|(money, may)| crate::payments::desk::content(&money, may))}
                <ui::Fold title="Vì sao tôi thấy hồ sơ này"><ul>{why.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul></ui::Fold>
            </ui::ListAndPane>
        }
    })
    .panes()
    .sub_list(queues))
}

/// The answer to "Vì sao tôi thấy hồ sơ này": own work, else the roles that open dossiers.
fn why(rq: &Rq, dossier: &DossierView) -> Vec<String> {
    let mut lines = Vec::new();
    if dossier.officer_id.is_some() && dossier.officer_id == rq.actor.person_id {
        lines.push("Bạn là người xử lý hồ sơ này.".to_owned());
    }
    let opens = |role: model::access::Role| {
        role.permissions().iter().any(|(_, kind)| matches!(kind, model::access::ObjectKind::Dossier | model::access::ObjectKind::Result))
    };
    for held in rq.actor.roles.iter().filter(|held| opens(held.role)) {
        let behalf = held.on_behalf_of.as_ref().map(|(_, name)| format!(", thay {name}")).unwrap_or_default();
        let since = format::date(format::local_date(held.since));
        lines.push(format!("Vai trò {} ({}) tại {}, từ {since}{behalf}.", held.role.label(), held.scope.label(), held.unit_name));
    }
    lines.push(format!("Hồ sơ tiếp nhận tại {}, do {} giải quyết.", dossier.receiving_unit, dossier.competent_unit));
    lines
}

/// A button: where it leads, its words, its icon, whether it starts something destructive.
struct Act {
    path: String,
    label: &'static str,
    icon: Icon,
    danger: bool,
}

fn acts(dossier: &DossierView, actions: &[DossierAction], steps: &[&Step], twos: &[ProposalAct]) -> Vec<Act> {
    use DossierAction as A;
    let mut list: Vec<Act> = Vec::new();
    let mut add = |path: &str, label, icon, danger| list.push(Act { path: path.to_owned(), label, icon, danger });
    // What waits for a decision comes first, what may be proposed last.
    for (path, label, icon) in twos.iter().filter(|act| proposals::decides(**act)).map(|act| proposals::button(*act)) {
        add(path, label, icon, false);
    }
    let drafts = steps.iter().any(|step| !step.back && step.who == Right::Officer);
    let proposed = dossier.proposed_supplement().is_some();
    if proposed && actions.contains(&A::RequestSupplement) {
        add("duyet-bo-sung", "Duyệt yêu cầu bổ sung", Icon::Check, false);
    }
    for step in steps.iter().filter(|step| !step.back) {
        let icon = if step.to == ProcessingStage::Signed { Icon::Sign } else { Icon::Right };
        // The step "Xin ý kiến" begins with the first question.
        let path = if step.to == ProcessingStage::Consulting { "xin-y-kien".to_owned() } else { format!("chuyen?den={}", step.to) };
        add(&path, step.label, icon, false);
    }
    if steps.iter().any(|step| matches!(step.from, ProcessingStage::Consulting | ProcessingStage::Drafting) && step.who == Right::Officer) {
        add("xin-y-kien", "Xin ý kiến đơn vị khác", Icon::Chat, false);
    }
    for action in actions {
        match action {
            A::Receive => add("tiep-nhan", "Tiếp nhận hồ sơ", Icon::Check, false),
            A::RequestIntakeSupplement => add("bo-sung-tiep-nhan", "Yêu cầu bổ sung", Icon::Reply, false),
            A::Resubmit | A::ProvideSupplement => add("bo-sung", "Nhận bổ sung tại quầy", Icon::Inbox, false),
            A::JudgeSupplement => add("danh-gia-bo-sung", "Đánh giá mục bổ sung", Icon::Okc, false),
            A::RefuseIntake => add("tu-choi", "Từ chối tiếp nhận", Icon::Close, true),
            A::StartProcessing => add("phan-cong", "Phân công xử lý", Icon::User, false),
            A::RequestSupplement if !proposed => add("yeu-cau-bo-sung", "Yêu cầu bổ sung", Icon::Reply, false),
            A::PublishResult => add("phat-hanh", "Phát hành kết quả", Icon::Send, false),
            A::ReturnResult => {
                add("tra-ket-qua", "Trả kết quả", Icon::Okc, false);
                if dossier.delivery == model::dossiers::ResultDelivery::ByPost {
                    add("gui-buu-chinh", "Gửi qua bưu chính", Icon::Send, false);
                }
            }
            A::AcceptWithdrawal => add("quyet-dinh-rut", "Quyết định việc rút hồ sơ", Icon::Check, false),
            A::RequestWithdrawal => add("rut", "Ghi nhận yêu cầu rút", Icon::Reply, false),
            A::Stop => add("dung", "Dừng giải quyết", Icon::Close, true),
            _ => {}
        }
    }
    if drafts {
        add("du-thao", "Dự thảo kết quả", Icon::Doc, false);
    }
    for step in steps.iter().filter(|step| step.back) {
        add(&format!("chuyen?den={}", step.to), step.label, Icon::Reply, false);
    }
    for (path, label, icon) in twos.iter().filter(|act| !proposals::decides(**act)).map(|act| proposals::button(*act)) {
        add(path, label, icon, false);
    }
    list
}

/// Who decides, if it is not this portal (02 §14).
fn system(dossier: &DossierView) -> Option<AnyView> {
    let own = dossier.processing_system == domain::procedures::OWN_SYSTEM;
    (!own).then(|| view! { <ui::Banner title=model::partners::handled_by(&dossier.processing_system)/> }.into_any())
}

/// Which mandatory opinion is missing before the submission for signature.
fn missing(dossier: &DossierView, lines: &[ConsultationLine]) -> Option<AnyView> {
    let units: Vec<&str> = lines.iter().filter(|line| line.is_missing()).map(|line| line.asked_unit.as_str()).collect();
    if units.is_empty() {
        return None;
    }
    let title = format!("Chưa trình ký được: còn chờ ý kiến của {}.", units.join(", "));
    let href = format!("{}?muc=y-kien", address(dossier.public_code()));
    Some(view! { <ui::Banner kind=ui::BannerKind::Notice title=title href=href link="Xem các yêu cầu"/> }.into_any())
}

/// What the office said about its delay.
fn apology(dossier: &DossierView) -> Option<AnyView> {
    let text = dossier.apology();
    (!text.is_empty()).then(|| view! { <ui::Banner kind=ui::BannerKind::Notice title=text/> }.into_any())
}

/// The buttons: the next step filled, two more beside it, the rest below "Việc khác".
fn buttons(dossier: &DossierView, actions: &[DossierAction], steps: &[&Step], twos: &[ProposalAct]) -> impl IntoView + use<> {
    let base = address(dossier.public_code());
    let mut list = acts(dossier, actions, steps, twos);
    let rest = list.split_off(list.len().min(3));
    let link = |act: &Act, kind: ui::ButtonKind| view! { <ui::LinkButton href=format!("{base}/{}", act.path) label=act.label kind=kind icon=act.icon/> };
    let look = |i: usize, act: &Act| match (i, act.danger) {
        (_, true) => ui::ButtonKind::Danger,
        (0, false) => ui::ButtonKind::Primary,
        _ => ui::ButtonKind::Secondary,
    };
    let first = list.iter().enumerate().map(|(i, act)| link(act, look(i, act))).collect_view();
    let print =
        dossier.forms.iter().rfind(|form| form.form == PaperForm::Receipt).map(
            |form| view! { <ui::LinkButton href=format!("{base}/mau/{}", form.key) label="In giấy tiếp nhận" kind=ui::ButtonKind::Line icon=Icon::Print/> },
        );
    let others = rest.iter().map(|act| link(act, if act.danger { ui::ButtonKind::Danger } else { ui::ButtonKind::Line })).collect_view();
    let expired = (dossier.state == DossierState::AwaitingSupplement && actions.contains(&DossierAction::SupplementExpired)).then(|| {
        view! {
            <ui::PostButton action=format!("{base}/qua-han-bo-sung") label="Dừng vì quá hạn bổ sung" kind=ui::ButtonKind::Danger
                hidden=vec![("phien_ban", dossier.version.to_string())] of=dossier.public_code().to_owned()/>
        }
    });
    let more = (!rest.is_empty() || print.is_some() || expired.is_some())
        .then(|| view! { <ui::Fold title="Việc khác"><div class="p-actions">{others}{print}{expired}</div></ui::Fold> });
    let any = !list.is_empty();
    view! {
        <div class="p-no-print">
            {any.then(|| view! { <ui::ButtonGroup>{first}</ui::ButtonGroup> })}
            {more}
        </div>
    }
}

/// A file of the dossier.
pub async fn file(rq: Rq) -> Result<Response> {
    let mut cx = rq.write().await?;
    let file = dossiers::file_for(&mut cx, rq.param("ma"), rq.param("tep")).await?;
    // Reading personal papers is an act of its own in the log.
    cx.commit().await?;
    crate::files::send(&rq, &file).await
}
