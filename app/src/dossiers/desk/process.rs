//! The pages of the work: assign or take, move, supplement in two acts, withdrawal.

use super::intake::{ItemFields, reasons};
use super::parts::{load, load_for, not_now, step_page, version};
use super::tabs::item;
use super::workflow;
use crate::web::{Error, Page, Result, Rq};
use domain::dossiers;
use domain::dossiers::rules::{self, Right};
use leptos::prelude::*;
use model::access::{Action, ObjectKind};
use model::dossiers::{DossierAction, DossierState, DossierView, ListedReason, ProcessingStage, ReasonKind, StaffChoice, SupplementStage, SupplementState};
use model::format;
use ui::icon::Icon;
use ui::{Choice, FormState, SummaryRow};

/// D09: who works on it.
pub async fn assign_page(rq: Rq) -> Result<Page> {
    let dossier = load(&rq).await?;
    let mut cx = rq.read().await?;
    let staff = match dossiers::staff(&mut cx, dossier.continuing_unit_id.unwrap_or(dossier.competent_unit_id)).await {
        Ok(staff) => staff,
        // A case officer may only take the dossier.
        Err(Error::Forbidden { .. }) => Vec::new(),
        Err(error) => return Err(error),
    };
    let takes = rq.actor.may_somewhere(Action::Edit, ObjectKind::Dossier);
    if dossier.state == DossierState::Received {
        dossiers::require_right(&mut cx, rq.param("ma"), &[Right::Assign, Right::Accept]).await?;
    } else if !takes && !rq.actor.may_somewhere(Action::Assign, ObjectKind::Dossier) {
        // Whoever was too slow is told so; everybody else never assigns.
        return Err(Error::Forbidden { action: Action::Assign, kind: ObjectKind::Dossier, unit: None });
    }
    let next = workflow::next_step(&dossiers::step_times(&mut cx, &dossier).await?);
    let (form, me) = (rq.form(), rq.actor.person_id);
    Ok(Page::new(format!("Phân công hồ sơ {}", dossier.public_code()), move || {
        let content =
            if dossier.state == DossierState::Received { assign_form(&dossier, staff, takes, me, form).into_any() } else { not_now(&dossier, "phân công") };
        let lead = format!("Người được chọn nhận thông báo và thấy hồ sơ trong danh sách của mình.{next}");
        step_page(&dossier, "Phân công xử lý", &lead, content)
    }))
}

fn assign_form(dossier: &DossierView, staff: Vec<StaffChoice>, takes: bool, me: Option<i64>, form: FormState) -> impl IntoView + use<> {
    let mut choices: Vec<Choice> = Vec::new();
    // The list begins with whoever has least to do: proposed to a head who does not take dossiers.
    let proposed = staff.first().filter(|_| !takes).map(|person| person.person_id.to_string()).unwrap_or_default();
    if takes {
        choices.push(Choice::new("", "Tôi nhận xử lý"));
    }
    choices.extend(
        staff
            .into_iter()
            .filter(|person| !takes || Some(person.person_id) != me)
            .map(|person| Choice::new(person.person_id.to_string(), person.name).hint(format!("{} · đang xử lý {} hồ sơ", person.unit, person.load))),
    );
    let (code, v) = (dossier.public_code().to_owned(), dossier.version);
    view! {
        <ui::Form action=format!("/can-bo/ho-so/{code}/phan-cong") form_state=form>
            {version(v)}
            <ui::Radios name="can_bo" legend="Người xử lý" choices=choices value=proposed/>
            <ui::TextArea name="ghi_chu" label="Lời dặn" rows=3 optional=true/>
            <ui::Button label="Phân công xử lý" icon=Icon::User/>
        </ui::Form>
    }
}

/// D10: confirms a move; going back asks for the reason.
pub async fn move_page(rq: Rq) -> Result<Page> {
    let dossier = load(&rq).await?;
    let to = rq.query("den").and_then(|text| text.parse::<ProcessingStage>().ok()).ok_or(Error::NotFound)?;
    let step = dossier.stage.and_then(|from| rules::find_step(from, to)).filter(|_| dossier.state == DossierState::Processing);
    let mut cx = rq.read().await?;
    let rights = step.map_or_else(|| rules::of(DossierAction::MoveStage).map(|rule| rule.who.to_vec()).unwrap_or_default(), |step| vec![step.who]);
    dossiers::require_right(&mut cx, rq.param("ma"), &rights).await?;
    let signs = to == ProcessingStage::Signed;
    let drafts = if signs { dossiers::results::drafts(&mut cx, rq.param("ma")).await? } else { Vec::new() };
    drop(cx);
    let form = rq.form();
    let title = step.map_or("Chuyển bước xử lý", |step| step.label);
    Ok(Page::new(format!("{title}: hồ sơ {}", dossier.public_code()), move || {
        let Some(step) = step else { return step_page(&dossier, title, "", not_now(&dossier, "chuyển bước")).into_any() };
        let (code, v) = (dossier.public_code().to_owned(), dossier.version);
        let (label, icon) = if step.to == ProcessingStage::Signed { ("Ký duyệt kết quả", Icon::Sign) } else { (step.label, Icon::Right) };
        let (note, hint, free) = if step.back { ("Lý do", "Ít nhất 10 ký tự", false) } else { ("Ghi chú", "", true) };
        let lead = format!("Từ bước “{}” sang “{}”.", step.from.label(), step.to.label());
        let look = signs.then(|| before_signing(&dossier, drafts));
        let content = view! {
            {look}
            <ui::Form action=format!("/can-bo/ho-so/{code}/chuyen") form_state=form>
                {version(v)}
                <input type="hidden" name="den" value=to.as_str()/>
                <ui::TextArea name="ghi_chu" label=note hint=hint rows=3 optional=free/>
                <ui::Button label=label icon=icon/>
            </ui::Form>
        };
        step_page(&dossier, title, &lead, content.into_any()).into_any()
    }))
}

/// What the leader reads before signing: the draft, who asked for what, the papers; or gives it back with a reason.
fn before_signing(dossier: &DossierView, drafts: Vec<model::dossiers::results::ResultDraft>) -> impl IntoView + use<> {
    let code = dossier.public_code().to_owned();
    let none =
        drafts.is_empty().then(|| view! { <ui::Banner kind=ui::BannerKind::Notice title="Hồ sơ chưa có tệp dự thảo. Hãy trả lại nếu cần đọc trước khi ký."/> });
    let draft = crate::dossiers::results::draft::list(&code, drafts);
    let mut rows = vec![SummaryRow::new("Người nộp", dossier.applicant_name.clone()), SummaryRow::new("Người trình", dossier.officer.clone())];
    rows.extend(dossier.answers.iter().filter(|answer| !answer.value.is_empty()).map(|answer| SummaryRow::new(answer.label.clone(), answer.value.clone())));
    let moved = dossier.timeline.iter().rev().find(|entry| !entry.action.is_remark());
    rows.extend(moved.filter(|entry| !entry.note.is_empty()).map(|entry| SummaryRow::new("Lời trình", entry.note.clone())));
    let (papers, back) = (format!("/can-bo/ho-so/{code}?muc=giay-to"), format!("/can-bo/ho-so/{code}/chuyen?den={}", ProcessingStage::Drafting));
    view! {
        {none}
        {draft}
        <ui::Fold title="Nội dung đề nghị"><ui::SummaryList rows=rows/></ui::Fold>
        <p><a href=papers>"Xem giấy tờ của hồ sơ"</a></p>
        <p><a href=back>"Trả lại dự thảo, có lý do"</a></p>
    }
}

/// D11, first act.
pub async fn supplement_page(rq: Rq) -> Result<Page> {
    let dossier = load_for(&rq, &[Right::Officer]).await?;
    let listed = reasons(&rq, ReasonKind::SupplementItem).await?;
    let form = rq.form();
    Ok(Page::new(format!("Yêu cầu bổ sung hồ sơ {}", dossier.public_code()), move || {
        let possible = matches!(dossier.state, DossierState::Received | DossierState::Processing) && dossier.proposed_supplement().is_none();
        let content = if possible { propose_form(&dossier, listed, form).into_any() } else { not_now(&dossier, "yêu cầu bổ sung") };
        let lead = "Ghi hết các mục trong một lần. Lãnh đạo duyệt thì người nộp mới nhận yêu cầu và thời hạn mới tạm dừng.";
        step_page(&dossier, "Đề xuất yêu cầu bổ sung", lead, content)
    }))
}

fn propose_form(dossier: &DossierView, listed: Vec<ListedReason>, form: FormState) -> impl IntoView + use<> {
    let (code, v) = (dossier.public_code().to_owned(), dossier.version);
    let fields = ItemFields::new(dossier, listed, &form);
    let before = dossier.supplements.iter().any(|r| r.stage == SupplementStage::Examination && r.state != SupplementState::Declined);
    let again = move || {
        before.then(|| view! { <ui::TextArea name="can_cu_vuot" label="Căn cứ yêu cầu thêm lần nữa" hint="Chỉ khi đã hết số lần theo thủ tục; lãnh đạo cơ quan quyết định" rows=2 optional=true/> })
    };
    view! {
        <ui::Form action=format!("/can-bo/ho-so/{code}/yeu-cau-bo-sung") form_state=form>
            {version(v)}
            {fields.view()}
            {again()}
            <ui::Button label="Trình duyệt yêu cầu bổ sung" icon=Icon::Send/>
        </ui::Form>
    }
}

/// D11, second act.
pub async fn approve_page(rq: Rq) -> Result<Page> {
    let dossier = load_for(&rq, &[Right::Approve]).await?;
    let form = rq.form();
    Ok(Page::new(format!("Duyệt bổ sung hồ sơ {}", dossier.public_code()), move || {
        let content = match dossier.proposed_supplement() {
            None => not_now(&dossier, "duyệt bổ sung"),
            Some(request) => {
                let (code, v) = (dossier.public_code().to_owned(), dossier.version);
                let items = request.items.iter().map(item).collect_view();
                let head =
                    format!("{} đề xuất lúc {}. Hạn bổ sung {}.", request.proposed_by, format::time_date(request.proposed_at), format::date(request.reply_by));
                view! {
                    <p>{head}</p>
                    <ul>{items}</ul>
                    <ui::Form action=format!("/can-bo/ho-so/{code}/duyet-bo-sung") form_state=form>
                        {version(v)}
                        <ui::TextArea name="ly_do" label="Lý do nếu không duyệt" rows=3 optional=true/>
                        <ui::ButtonGroup>
                            <ui::Button label="Duyệt yêu cầu bổ sung" icon=Icon::Check name="quyet_dinh" value="duyet"/>
                            <ui::Button label="Không duyệt" kind=ui::ButtonKind::Danger name="quyet_dinh" value="khong"/>
                        </ui::ButtonGroup>
                    </ui::Form>
                }
                .into_any()
            }
        };
        step_page(&dossier, "Duyệt yêu cầu bổ sung", "Duyệt thì người nộp nhận yêu cầu và thời hạn tạm dừng từ hôm nay.", content)
    }))
}

/// D17 for somebody who brings the request on paper.
pub async fn withdraw_page(rq: Rq) -> Result<Page> {
    let dossier = load_for(&rq, &[Right::Receive]).await?;
    let form = rq.form();
    Ok(Page::new(format!("Rút hồ sơ {}", dossier.public_code()), move || {
        let content = if dossier.state.is_open() && dossier.state != DossierState::WithdrawRequested {
            let (code, v) = (dossier.public_code().to_owned(), dossier.version);
            view! {
                <ui::Form action=format!("/can-bo/ho-so/{code}/rut") form_state=form>
                    {version(v)}
                    <ui::TextArea name="ly_do" label="Lý do rút" hint="Theo đơn của người nộp, ít nhất 10 ký tự"/>
                    <ui::Button label="Ghi nhận yêu cầu rút"/>
                </ui::Form>
            }
            .into_any()
        } else {
            not_now(&dossier, "rút")
        };
        step_page(&dossier, "Ghi nhận yêu cầu rút hồ sơ", "Lãnh đạo quyết định; thời hạn vẫn tính cho đến khi có quyết định.", content)
    }))
}

/// D18, D19.
pub async fn decide_withdrawal_page(rq: Rq) -> Result<Page> {
    let dossier = load_for(&rq, &[Right::Approve]).await?;
    let form = rq.form();
    Ok(Page::new(format!("Quyết định rút hồ sơ {}", dossier.public_code()), move || {
        let content = if dossier.state == DossierState::WithdrawRequested {
            let (code, v) = (dossier.public_code().to_owned(), dossier.version);
            let request = dossier.timeline.iter().rev().find(|entry| entry.action == DossierAction::RequestWithdrawal);
            let asked = request.map(|entry| format!("Lý do người nộp nêu: {}", entry.note)).unwrap_or_default();
            view! {
                <p>{asked}</p>
                <ui::Form action=format!("/can-bo/ho-so/{code}/quyet-dinh-rut") form_state=form>
                    {version(v)}
                    <ui::TextArea name="ly_do" label="Xử lý phí đã nộp, hoặc lý do không đồng ý" hint="Ít nhất 10 ký tự; người nộp đọc được"/>
                    <ui::ButtonGroup>
                        <ui::Button label="Đồng ý cho rút" name="quyet_dinh" value="dong-y"/>
                        <ui::Button label="Không đồng ý" kind=ui::ButtonKind::Danger name="quyet_dinh" value="khong"/>
                    </ui::ButtonGroup>
                </ui::Form>
            }
            .into_any()
        } else {
            not_now(&dossier, "quyết định việc rút")
        };
        step_page(&dossier, "Quyết định việc rút hồ sơ", "", content)
    }))
}
