//! The money of one dossier at the desk: what is due, what was paid, asking for money (D14), taking it (D15).

use super::parts::{self, address};
use crate::web::{Error, Page, Result, Rq};
use domain::Cx;
use domain::dossiers::{self, payments, rules::Right};
use leptos::prelude::*;
use model::dossiers::{DossierAction, DossierState};
use model::format;
use model::payments::{Bill, ChargeView, MoneyView, PaymentMethod, Quantities, RefundState, WhenDue};
use ui::icon::Icon;
use ui::{ButtonKind, Choice, FieldWidth, FormState};

/// Steps about money that the actor may take now.
#[derive(Clone, Copy, Default)]
pub(crate) struct May {
    request: bool,
    add: bool,
    take: bool,
    cancel: bool,
    confirm: bool,
    expire: bool,
    refund: bool,
    decide: bool,
}

/// Loads the money of a dossier with what the actor may do about it.
pub(crate) async fn load(rq: &Rq) -> Result<(MoneyView, May)> {
    let code = rq.param("ma");
    let mut cx = rq.read().await?;
    let money = payments::money(&mut cx, code).await?;
    let (actions, _) = dossiers::allowed(&mut cx, code).await?;
    let works = holds(&mut cx, code, &[Right::Officer, Right::Collect]).await;
    let counter = holds(&mut cx, code, &[Right::Receive, Right::Return, Right::Collect]).await;
    let accountant = holds(&mut cx, code, &[Right::Collect]).await;
    let leader = holds(&mut cx, code, &[Right::Sign]).await;
    let open = money.state.is_open() || money.state == DossierState::ResultReady;
    let (waits, due) = (money.state == DossierState::AwaitingPayment, money.rest() > 0);
    let may = May {
        request: works && actions.contains(&DossierAction::RequestPayment),
        add: (works || counter) && open,
        take: counter && due && open_for_money(money.state),
        cancel: works && due,
        confirm: waits && !due && actions.contains(&DossierAction::ConfirmPayment),
        expire: waits && actions.contains(&DossierAction::PaymentExpired),
        refund: accountant && money.payments.iter().any(|payment| payment.refundable() > 0),
        decide: leader && money.refunds.iter().any(|refund| refund.state == RefundState::Proposed),
    };
    Ok((money, may))
}

async fn holds(cx: &mut Cx, code: &str, rights: &[Right]) -> bool {
    dossiers::require_right(cx, code, rights).await.is_ok()
}

/// Money for a dossier that is over is a matter of the accountant, not of the counter.
fn open_for_money(state: DossierState) -> bool {
    !state.is_ended() || state == DossierState::ResultReady
}

/// What the tab "Phí" of a dossier shows, and the page of the accountant.
pub(crate) fn content(money: &MoneyView, may: May) -> impl IntoView + use<> {
    let base = address(&money.code);
    let link = |shown: bool, path: &str, label: &'static str, kind: ButtonKind| {
        let href = format!("{base}/{path}");
        shown.then(|| view! { <ui::LinkButton href=href label=label kind=kind/> })
    };
    let request = link(may.request || may.add, "yeu-cau", "Yêu cầu nộp tiền", ButtonKind::Secondary);
    let refund = link(may.refund, "hoan", "Đề nghị hoàn tiền", ButtonKind::Line);
    let decide = link(may.decide, "duyet-hoan", "Duyệt hoàn tiền", ButtonKind::Secondary);
    let version = money.version.to_string();
    let confirm = may.confirm.then(|| {
        view! { <ui::PostButton action=format!("{base}/xac-nhan") label="Xác nhận đã nộp đủ" hidden=vec![("phien_ban", version.clone())] of=money.code.clone()/> }
    });
    let expired = may.expire.then(|| {
        view! {
            <ui::PostButton action=format!("{base}/qua-han") label="Dừng vì quá hạn nộp tiền" kind=ButtonKind::Danger
                hidden=vec![("phien_ban", version.clone())] of=money.code.clone()/>
        }
    });
    let list = parts::money(money, &base, may.refund || may.decide, &|charge| charge_buttons(charge, &base, may));
    view! {
        <div class="p-no-print"><ui::ButtonGroup>
            {request}
            {refund}
            {decide}
            {confirm}
            {expired}
        </ui::ButtonGroup></div>
        {list}
    }
}

fn charge_buttons(charge: &ChargeView, base: &str, may: May) -> Option<AnyView> {
    if charge.rest() == 0 || !(may.take || may.cancel) {
        return None;
    }
    let code = charge.code.clone();
    let take = may.take.then(|| view! { <ui::LinkButton href=format!("{base}/thu?khoan={code}") label="Thu tiền" of=code.clone()/> });
    let cancel = (may.cancel && charge.paid == 0)
        .then(|| view! { <ui::LinkButton href=format!("{base}/huy?khoan={code}") label="Hủy khoản thu" kind=ButtonKind::Line of=code.clone()/> });
    Some(view! { <ui::ButtonGroup>{take}{cancel}</ui::ButtonGroup> }.into_any())
}

/// `/can-bo/thu-phi/{ma}`: for those who do not open the dossier itself.
pub async fn page(rq: Rq) -> Result<Page> {
    let (money, may) = load(&rq).await?;
    let books = rq.actor.may_somewhere(model::access::Action::View, model::access::ObjectKind::Payment);
    let form = rq.form();
    Ok(Page::new(format!("Phí, lệ phí hồ sơ {}", money.code), move || {
        let (href, label) = if books { ("/can-bo/thu-phi".to_owned(), "Thu phí, đối soát") } else { (dossier(&money.code), "Hồ sơ") };
        let refused = form.errors.first().map(|(_, text)| view! { <ui::Banner kind=ui::BannerKind::Error title=text.clone()/> });
        let about = format!("{} · {}", money.procedure_name, money.applicant);
        let print = format!("{} · {}", money.state.label(), money.unit);
        view! {
            <div class="p-stack">
                <ui::BackLink href=href label=label/>
                {refused}
                <ui::PageHeading title="Phí, lệ phí" above=money.code.clone()/>
                <p class="p-strong">{about}</p>
                <p class="p-muted">{print}</p>
                {content(&money, may)}
            </div>
        }
    }))
}

fn dossier(code: &str) -> String {
    format!("/can-bo/ho-so/{code}?muc=phi")
}

/// The frame of a step's page.
pub(super) fn step_page(money: &MoneyView, title: &str, lead: &str, content: AnyView) -> impl IntoView + use<> {
    let (code, about) = (money.code.clone(), format!("{} · {}", money.procedure_name, money.applicant));
    let (title, lead) = (title.to_owned(), lead.to_owned());
    view! {
        <div class="p-two-thirds p-stack">
            <ui::BackLink href=address(&code) label=format!("Phí, lệ phí hồ sơ {code}")/>
            <ui::PageHeading title=title above=code lead=lead/>
            <p class="p-strong">{about}</p>
            {content}
        </div>
    }
}

/// Shown instead of a form whose step is not possible now.
pub(super) fn not_now(money: &MoneyView, what: &str) -> AnyView {
    let text = format!("Hồ sơ đang ở trạng thái “{}” nên không {what} được.", money.state.label());
    view! { <ui::Banner kind=ui::BannerKind::Notice title=text href=address(&money.code) link="Xem các khoản"/> }.into_any()
}

/// The hidden version of the dossier.
pub(super) fn version(money: &MoneyView) -> impl IntoView + use<> {
    let version = money.version.to_string();
    view! { <input type="hidden" name="phien_ban" value=version/> }
}

/// D14, a charge for the return, or an exemption.
pub async fn request_page(rq: Rq) -> Result<Page> {
    let (money, may) = load(&rq).await?;
    let mut cx = rq.read().await?;
    let rights = [Right::Officer, Right::Collect, Right::Receive];
    dossiers::require_right(&mut cx, rq.param("ma"), &rights).await?;
    let (bill, quantities) = payments::preview(&mut cx, rq.param("ma")).await?;
    let form = rq.form();
    Ok(Page::new(format!("Yêu cầu nộp tiền hồ sơ {}", money.code), move || {
        let content =
            if may.request || may.add { request_form(&money, may, &bill, quantities, form).into_any() } else { not_now(&money, "yêu cầu nộp tiền") };
        step_page(&money, "Yêu cầu nộp tiền", "Người nộp nhận thông báo số tiền và hạn nộp.", content)
    }))
}

fn request_form(money: &MoneyView, may: May, bill: &Bill, quantities: Quantities, form: FormState) -> impl IntoView + use<> {
    let lines = (!bill.lines.is_empty()).then(|| parts::bill(&bill.lines, "Biểu phí của hồ sơ"));
    let sources = vec![
        Choice::new("bieu-phi", format!("Theo biểu phí: {}", format::money(bill.total()))),
        Choice::new("thong-bao", "Theo thông báo của cơ quan thuế hoặc cơ quan khác"),
    ];
    let mut whens = Vec::new();
    if may.request {
        whens.push(Choice::new(WhenDue::Now.as_str(), WhenDue::Now.label()).hint("Thời hạn giải quyết tạm dừng đến khi nộp đủ."));
    }
    if may.add {
        whens.push(Choice::new(WhenDue::AtReturn.as_str(), WhenDue::AtReturn.label()).hint("Hồ sơ vẫn được giải quyết; nộp xong mới trả kết quả."));
    }
    let first = if may.request { WhenDue::Now } else { WhenDue::AtReturn };
    let (version, action) = (version(money), format!("{}/yeu-cau", address(&money.code)));
    let exempt = vec![Choice::new("1", "Người nộp thuộc đối tượng được miễn; không phải nộp")];
    view! {
        {lines}
        <ui::Form action=action form_state=form>
            {version}
            <ui::Radios name="nguon" legend="Số tiền" choices=sources value="bieu-phi"/>
            <ui::FieldRow>
                <ui::Field name="so_trang" label="Số trang một bản" value=quantities.pages.to_string() inputmode="numeric" width=FieldWidth::Short optional=true/>
                <ui::Field name="so_ban" label="Số bản" value=quantities.copies.to_string() inputmode="numeric" width=FieldWidth::Short optional=true/>
            </ui::FieldRow>
            <ui::FieldGroup legend="Nếu theo thông báo">
                <ui::Field name="so_thong_bao" label="Số thông báo" width=FieldWidth::Code maxlength=60_u32 optional=true/>
                <ui::Field name="noi_dung" label="Nội dung khoản nộp" maxlength=300_u32 optional=true/>
                <ui::Field name="so_tien" label="Số tiền" inputmode="numeric" width=FieldWidth::Short suffix="đ" optional=true/>
            </ui::FieldGroup>
            <ui::FieldGroup legend="Miễn, giảm">
                <ui::Checkboxes name="mien" legend="Miễn nộp" legend_hidden=true choices=exempt optional=true/>
                <ui::Field name="doi_tuong" label="Đối tượng và giấy tờ chứng minh" maxlength=1000_u32 optional=true/>
            </ui::FieldGroup>
            <ui::Radios name="luc_nop" legend="Khi nào phải nộp" choices=whens value=first.as_str()/>
            <ui::Field name="han" label="Hạn nộp" input_type="date" width=FieldWidth::Code/>
            <ui::TextArea name="ghi_chu" label="Lời nhắn cho người nộp" rows=3 optional=true/>
            <ui::Button label="Gửi yêu cầu nộp tiền" icon=Icon::Send/>
        </ui::Form>
    }
}

fn named<'a>(rq: &Rq, money: &'a MoneyView) -> Result<&'a ChargeView> {
    let code = rq.query("khoan").unwrap_or_default();
    money.charges.iter().find(|charge| charge.code == code).or(money.due().next()).ok_or(Error::NotFound)
}

/// Cash or card at the counter.
pub async fn take_page(rq: Rq) -> Result<Page> {
    let (money, may) = load(&rq).await?;
    let mut cx = rq.read().await?;
    let rights = [Right::Receive, Right::Return, Right::Collect];
    dossiers::require_right(&mut cx, rq.param("ma"), &rights).await?;
    let charge = named(&rq, &money)?.clone();
    let form = rq.form();
    Ok(Page::new(format!("Thu tiền hồ sơ {}", money.code), move || {
        let content = if may.take && charge.rest() > 0 { take_form(&money, &charge, form).into_any() } else { not_now(&money, "thu tiền") };
        let lead = format!("Khoản {} còn phải nộp {}.", charge.code, format::money(charge.rest()));
        step_page(&money, "Thu tiền tại quầy", &lead, content)
    }))
}

fn take_form(money: &MoneyView, charge: &ChargeView, form: FormState) -> impl IntoView + use<> {
    let (version, action) = (version(money), format!("{}/thu", address(&money.code)));
    let (code, rest, payer, table) = (charge.code.clone(), format::number(charge.rest()), money.applicant.clone(), parts::bill(&charge.lines, "Khoản thu"));
    let methods = [PaymentMethod::Cash, PaymentMethod::Pos].map(|method| Choice::new(method.as_str(), method.label())).into();
    view! {
        {table}
        <ui::Form action=action form_state=form>
            {version}
            <input type="hidden" name="khoan" value=code/>
            <ui::Radios name="hinh_thuc" legend="Cách nộp" choices=methods inline=true/>
            <ui::Field name="so_tien" label="Số tiền thu" value=rest inputmode="numeric" width=FieldWidth::Short suffix="đ"/>
            <ui::Field name="so_giao_dich" label="Số giao dịch của máy thẻ" hint="Chỉ khi nộp bằng thẻ" width=FieldWidth::Code maxlength=40_u32 optional=true/>
            <ui::Field name="nguoi_nop" label="Người nộp tiền" value=payer maxlength=200_u32/>
            <ui::Button label="Ghi nhận đã thu" icon=Icon::Check/>
        </ui::Form>
    }
}

/// Takes a charge back.
pub async fn cancel_page(rq: Rq) -> Result<Page> {
    let (money, may) = load(&rq).await?;
    let mut cx = rq.read().await?;
    dossiers::require_right(&mut cx, rq.param("ma"), &[Right::Officer, Right::Collect]).await?;
    let charge = named(&rq, &money)?.clone();
    let form = rq.form();
    Ok(Page::new(format!("Hủy khoản thu hồ sơ {}", money.code), move || {
        let content = if may.cancel && charge.rest() > 0 && charge.paid == 0 {
            let (version, action, code) = (version(&money), format!("{}/huy", address(&money.code)), charge.code.clone());
            view! {
                <ui::Form action=action form_state=form>
                    {version}
                    <input type="hidden" name="khoan" value=code/>
                    <ui::TextArea name="ly_do" label="Lý do hủy" hint="Ít nhất 10 ký tự" rows=3/>
                    <ui::Button label="Hủy khoản thu" kind=ButtonKind::DangerFilled/>
                </ui::Form>
            }
            .into_any()
        } else {
            not_now(&money, "hủy khoản thu")
        };
        let lead = format!("Khoản {}: {}. Hồ sơ đang chờ khoản này sẽ được giải quyết tiếp.", charge.code, format::money(charge.amount));
        step_page(&money, "Hủy khoản thu", &lead, content)
    }))
}
