//! D25: propose another agency, and take a dossier over.

use super::extension::people;
use super::{decision, load, nothing, own, step_page, version, who};
use crate::web::{Error, Page, Result, Rq};
use domain::dossiers;
use domain::dossiers::rules::Right;
use leptos::prelude::*;
use model::dossiers::{DossierState, DossierView, ProposalAct};
use ui::icon::Icon;
use ui::{FormState, SelectOption};

/// First act: to whom, and why.
pub async fn propose_page(rq: Rq) -> Result<Page> {
    let (dossier, acts) = load(&rq).await?;
    let mut cx = rq.read().await?;
    dossiers::require_right(&mut cx, rq.param("ma"), &[Right::Sign]).await?;
    let units = dossiers::transfer_choices(&mut cx, rq.param("ma")).await?;
    let (possible, form) = (acts.contains(&ProposalAct::ProposeTransfer), rq.form());
    Ok(Page::new(format!("Chuyển cơ quan giải quyết: hồ sơ {}", dossier.public_code()), move || {
        let content = if !possible {
            nothing(&dossier, "Hồ sơ đang có đề nghị chuyển chờ trả lời, hoặc không ở bước chuyển được.")
        } else if units.is_empty() {
            nothing(&dossier, "Không có cơ quan nào khác cung cấp thủ tục này.")
        } else {
            propose_form(&dossier, units, form).into_any()
        };
        let lead = "Lãnh đạo cơ quan nhận đồng ý thì hồ sơ mới chuyển. Ngày hẹn trả không thay đổi.";
        step_page(&dossier, "Chuyển cơ quan giải quyết", lead, content)
    }))
}

fn propose_form(dossier: &DossierView, units: Vec<(i64, String)>, form: FormState) -> impl IntoView + use<> {
    let (code, v) = (dossier.public_code().to_owned(), dossier.version);
    let options: Vec<SelectOption> = units.into_iter().map(|(id, name)| SelectOption::new(id.to_string(), name)).collect();
    view! {
        <ui::Form action=format!("/can-bo/ho-so/{code}/chuyen-co-quan") form_state=form>
            {version(v)}
            <ui::Select name="co_quan" label="Cơ quan nhận" options=options blank="Chọn cơ quan"/>
            <ui::TextArea name="ly_do" label="Lý do chuyển" hint="Ít nhất 10 ký tự" rows=4/>
            <ui::Button label="Gửi đề nghị chuyển" icon=Icon::Send/>
        </ui::Form>
    }
}

/// Second act: the receiving side takes it over, or refuses.
pub async fn decide_page(rq: Rq) -> Result<Page> {
    let (dossier, _) = load(&rq).await?;
    let mut cx = rq.read().await?;
    let request = dossiers::pending_transfer(&mut cx, rq.param("ma")).await?;
    if request.is_some() {
        dossiers::require_right(&mut cx, rq.param("ma"), &[Right::TakeOver]).await?;
    } else {
        dossiers::require_right(&mut cx, rq.param("ma"), &[Right::Sign]).await?;
    }
    let staff = match &request {
        Some(request) => match dossiers::staff(&mut cx, request.to_unit_id).await {
            Err(Error::Forbidden { .. }) => Vec::new(),
            other => other?,
        },
        None => Vec::new(),
    };
    let form = rq.form();
    let mine = request.as_ref().is_some_and(|request| own(&rq, &request.proposed));
    Ok(Page::new(format!("Nhận hồ sơ {}", dossier.public_code()), move || {
        let content = match request {
            None => nothing(&dossier, "Hồ sơ không có đề nghị chuyển nào đang chờ."),
            Some(_) if mine => nothing(&dossier, "Bạn là người đề nghị. Cần lãnh đạo cơ quan nhận quyết định."),
            Some(request) => {
                let way = format!("Từ {} sang {}.", request.from_unit, request.to_unit);
                let working = dossier.state == DossierState::Processing;
                let more = move || {
                    working
                        .then(|| view! { <ui::Radios name="can_bo" legend="Người xử lý tiếp" hint="Hồ sơ đang được xử lý nên cần chọn một người" choices=people(staff)/> })
                        .into_any()
                };
                let form = decision(&dossier, "nhan-chuyen", "Nhận hồ sơ", Icon::Check, form, more);
                view! { <p class="p-strong">{way}</p> {who(&request.proposed)} {form} }.into_any()
            }
        };
        step_page(&dossier, "Nhận hồ sơ chuyển đến", "Nhận thì cơ quan bạn giải quyết tiếp; ngày hẹn trả không thay đổi.", content)
    }))
}
