//! Refunds at the desk: the accountant proposes, the unit leader decides.

use super::desk::{load, not_now, step_page, version};
use super::parts::address;
use crate::web::{Page, Result, Rq};
use domain::dossiers::{self, rules::Right};
use leptos::prelude::*;
use model::format;
use model::payments::{MoneyView, RefundState, RefundView};
use ui::icon::Icon;
use ui::{ButtonKind, FieldWidth, FormState, SelectOption};

/// The accountant asks.
pub async fn propose_page(rq: Rq) -> Result<Page> {
    let (money, _) = load(&rq).await?;
    let mut cx = rq.read().await?;
    dossiers::require_right(&mut cx, rq.param("ma"), &[Right::Collect]).await?;
    let form = rq.form();
    Ok(Page::new(format!("Đề nghị hoàn tiền hồ sơ {}", money.code), move || {
        let possible = money.payments.iter().any(|payment| payment.refundable() > 0);
        let content = if possible { propose_form(&money, form).into_any() } else { not_now(&money, "hoàn tiền") };
        step_page(&money, "Đề nghị hoàn tiền", "Lãnh đạo cơ quan duyệt thì tiền mới được hoàn.", content)
    }))
}

fn propose_form(money: &MoneyView, form: FormState) -> impl IntoView + use<> {
    let options: Vec<SelectOption> = money
        .payments
        .iter()
        .filter(|payment| payment.refundable() > 0)
        .map(|payment| SelectOption::new(payment.receipt.clone(), format!("{}, còn hoàn được {}", payment.receipt, format::money(payment.refundable()))))
        .collect();
    let (version, action) = (version(money), format!("{}/hoan", address(&money.code)));
    view! {
        <ui::Form action=action form_state=form>
            {version}
            <ui::Select name="bien_lai" label="Biên lai" options=options/>
            <ui::Field name="so_tien" label="Số tiền hoàn" inputmode="numeric" width=FieldWidth::Short suffix="đ"/>
            <ui::TextArea name="ly_do" label="Lý do" hint="Ít nhất 10 ký tự" rows=3/>
            <ui::Field name="ngan_hang" label="Ngân hàng" maxlength=200_u32/>
            <ui::Field name="so_tai_khoan" label="Số tài khoản" inputmode="numeric" width=FieldWidth::Code maxlength=30_u32/>
            <ui::Field name="chu_tai_khoan" label="Chủ tài khoản" maxlength=200_u32/>
            <ui::Button label="Trình duyệt hoàn tiền" icon=Icon::Send/>
        </ui::Form>
    }
}

/// The unit leader decides, one proposal after the other.
pub async fn decide_page(rq: Rq) -> Result<Page> {
    let (money, _) = load(&rq).await?;
    let mut cx = rq.read().await?;
    dossiers::require_right(&mut cx, rq.param("ma"), &[Right::Sign]).await?;
    let form = rq.form();
    Ok(Page::new(format!("Duyệt hoàn tiền hồ sơ {}", money.code), move || {
        let first = money.refunds.iter().find(|refund| refund.state == RefundState::Proposed);
        let content = first.map_or_else(|| not_now(&money, "duyệt hoàn tiền"), |refund| decide_form(&money, refund, form).into_any());
        step_page(&money, "Duyệt hoàn tiền", "Người đề nghị không tự duyệt được.", content)
    }))
}

fn decide_form(money: &MoneyView, refund: &RefundView, form: FormState) -> impl IntoView + use<> {
    let rows = vec![
        ui::SummaryRow::new("Biên lai", refund.receipt.clone()),
        ui::SummaryRow::new("Số tiền hoàn", format::money(refund.amount)),
        ui::SummaryRow::new("Lý do", refund.reason.clone()),
        ui::SummaryRow::new("Trả vào", refund.to.clone()),
        ui::SummaryRow::new("Người đề nghị", format!("{}, {}", refund.proposed_by, format::time_date(refund.proposed_at))),
    ];
    let (version, action, id) = (version(money), format!("{}/duyet-hoan", address(&money.code)), refund.id.to_string());
    view! {
        <ui::SummaryList rows=rows/>
        <ui::Form action=action form_state=form>
            {version}
            <input type="hidden" name="hoan" value=id/>
            <ui::TextArea name="ly_do" label="Lý do nếu không duyệt" rows=3 optional=true/>
            <ui::ButtonGroup>
                <ui::Button label="Duyệt hoàn tiền" icon=Icon::Check name="quyet_dinh" value="duyet"/>
                <ui::Button label="Không duyệt" kind=ButtonKind::Danger name="quyet_dinh" value="khong"/>
            </ui::ButtonGroup>
        </ui::Form>
    }
}
