//! Acts of two persons: form 04 (D24), another agency (D25), a corrected fact (D26). One page to propose, one to decide.

mod adjust;
mod api;
mod extension;
mod transfer;

use super::parts::{step_page, version};
use super::{SIGN, VIEW};
use crate::web::{Result, Routes, Rq};
use leptos::prelude::*;
use model::dossiers::{DossierView, ProposalAct, Proposed};
use model::format;
use ui::FormState;
use ui::icon::Icon;

/// The routes of the proposals.
pub fn routes(routes: Routes) -> Routes {
    routes
        // The officer in charge or the head who assigns; who works with the dossier: the use cases know which right it is.
        .page("/can-bo/ho-so/{ma}/xin-loi", VIEW, extension::propose_page)
        .action("/can-bo/ho-so/{ma}/xin-loi", VIEW, api::propose_extension)
        .page("/can-bo/ho-so/{ma}/ky-xin-loi", SIGN, extension::decide_page)
        .action("/can-bo/ho-so/{ma}/ky-xin-loi", SIGN, api::decide_extension)
        .page("/can-bo/ho-so/{ma}/chuyen-co-quan", SIGN, transfer::propose_page)
        .action("/can-bo/ho-so/{ma}/chuyen-co-quan", SIGN, api::propose_transfer)
        .page("/can-bo/ho-so/{ma}/nhan-chuyen", SIGN, transfer::decide_page)
        .action("/can-bo/ho-so/{ma}/nhan-chuyen", SIGN, api::decide_transfer)
        .page("/can-bo/ho-so/{ma}/dieu-chinh", VIEW, adjust::request_page)
        .upload("/can-bo/ho-so/{ma}/dieu-chinh", VIEW, api::request_adjustment)
        .page("/can-bo/ho-so/{ma}/duyet-dieu-chinh", SIGN, adjust::decide_page)
        .action("/can-bo/ho-so/{ma}/duyet-dieu-chinh", SIGN, api::decide_adjustment)
        .download("/can-bo/ho-so/{ma}/minh-chung/{tep}", VIEW, adjust::evidence)
}

/// Path below the dossier, words and icon of an act.
pub fn button(act: ProposalAct) -> (&'static str, &'static str, Icon) {
    match act {
        ProposalAct::DecideExtension => ("ky-xin-loi", "Ký văn bản xin lỗi, hẹn lại", Icon::Sign),
        ProposalAct::DecideTransfer => ("nhan-chuyen", "Nhận hồ sơ chuyển đến", Icon::Check),
        ProposalAct::DecideAdjustment => ("duyet-dieu-chinh", "Duyệt điều chỉnh", Icon::Check),
        ProposalAct::ProposeExtension => ("xin-loi", "Xin lỗi và hẹn lại", Icon::Clock),
        ProposalAct::ProposeTransfer => ("chuyen-co-quan", "Chuyển cơ quan giải quyết", Icon::Right),
        ProposalAct::RequestAdjustment => ("dieu-chinh", "Đề nghị điều chỉnh", Icon::Refresh),
    }
}

/// True for acts that decide: they stand before everything else.
pub const fn decides(act: ProposalAct) -> bool {
    matches!(act, ProposalAct::DecideExtension | ProposalAct::DecideTransfer | ProposalAct::DecideAdjustment)
}

/// The dossier and what the actor may do with its proposals.
async fn load(rq: &Rq) -> Result<(DossierView, Vec<ProposalAct>)> {
    let mut cx = rq.read().await?;
    let dossier = domain::dossiers::open(&mut cx, rq.param("ma")).await?;
    let acts = domain::dossiers::proposal_acts(&mut cx, rq.param("ma")).await?;
    Ok((dossier, acts))
}

/// Who proposed, when, and why.
fn who(proposed: &Proposed) -> impl IntoView + use<> {
    let head = format!("{} đề xuất lúc {}.", proposed.by, format::time_date(proposed.at));
    let reason = proposed.reason.clone();
    view! { <p>{head}</p> <p>"Lý do: "{reason}</p> }
}

/// The form of the second person: agree, or refuse with a reason. `more` stands above the reason.
fn decision(dossier: &DossierView, path: &str, yes: &'static str, icon: Icon, form: FormState, more: impl FnOnce() -> AnyView + Send + 'static) -> AnyView {
    let (action, v) = (format!("{}/{path}", super::parts::address(dossier.public_code())), dossier.version);
    view! {
        <ui::Form action=action form_state=form>
            {version(v)}
            {more()}
            <ui::TextArea name="ly_do" label="Lý do nếu không đồng ý" hint="Ít nhất 10 ký tự; người đề xuất đọc được" rows=3 optional=true/>
            <ui::ButtonGroup>
                <ui::Button label=yes icon=icon name="quyet_dinh" value="duyet"/>
                <ui::Button label="Không đồng ý" kind=ui::ButtonKind::Danger name="quyet_dinh" value="khong"/>
            </ui::ButtonGroup>
        </ui::Form>
    }
    .into_any()
}

/// Shown instead of the form of a proposal that does not exist any more, or to whoever made it.
fn nothing(dossier: &DossierView, text: &str) -> AnyView {
    let href = super::parts::address(dossier.public_code());
    view! { <ui::Banner kind=ui::BannerKind::Notice title=text.to_owned() href=href link="Xem các việc làm được"/> }.into_any()
}

/// Shown instead of the form to whoever proposed: another person decides.
fn own(rq: &Rq, proposed: &Proposed) -> bool {
    proposed.by_id.is_some() && proposed.by_id == rq.actor.person_id
}
