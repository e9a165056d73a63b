//! `/minh-hoa/thanh-toan`: the page of the simulated payment partner. Demo mode only.

use crate::web::{Done, Error, Form, Page, Result, Rq};
use domain::dossiers::payments::demo;
use leptos::prelude::*;
use model::format;
use model::payments::{ChargeState, OrderView, PaymentForm, PaymentMethod, dong};
use ui::icon::Icon;
use ui::{FieldWidth, FormState};

/// Seconds between two looks at what the portal answered.
const LOOK_AGAIN: u32 = 2;

/// The order with a form; after paying, what the portal answered.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let order = demo::order(&mut cx, rq.query("ma").unwrap_or_default()).await?;
    let paid = rq.query("gd").map(str::to_owned);
    let answer = match &paid {
        Some(transaction) => demo::answer(&mut cx, transaction).await?,
        None => None,
    };
    let waiting = paid.is_some() && answer.is_none();
    let method = rq.query("hinh-thuc").and_then(|text| text.parse().ok()).filter(|method: &PaymentMethod| !method.at_counter());
    let form = rq.form();
    let page = Page::new("Cổng thanh toán mô phỏng", move || {
        view! {
            <ui::Container>
                <div class="p-two-thirds p-stack">
                    <ui::PageHeading title="Cổng thanh toán mô phỏng" lead="Bản minh họa: không có tiền thật. Trang này đóng vai ngân hàng và báo kết quả về cổng như đối tác thật."/>
                    {facts(&order)}
                    {paid.map(|transaction| outcome(&order, &transaction, answer))}
                    {(order.state == ChargeState::Due && !waiting).then(|| pay_form(&order, method.unwrap_or(PaymentMethod::NationalPlatform), form))}
                    <p><a href=order.back.clone()>"Quay lại cổng dịch vụ công"</a></p>
                </div>
            </ui::Container>
        }
    });
    Ok(if waiting { page.refresh(LOOK_AGAIN) } else { page })
}

fn facts(order: &OrderView) -> impl IntoView + use<> {
    let rows = vec![
        ui::SummaryRow::new("Khoản thu", order.code.clone()),
        ui::SummaryRow::new("Hồ sơ", order.subject.clone()),
        ui::SummaryRow::new("Đơn vị nhận tiền", order.unit.clone()),
        ui::SummaryRow::new("Còn phải nộp", format::money(order.rest)),
        ui::SummaryRow::new("Tình trạng", order.state.label()),
    ];
    view! { <ui::SummaryList rows=rows/> }
}

fn outcome(order: &OrderView, transaction: &str, answer: Option<String>) -> AnyView {
    match answer {
        Some(answer) => {
            let title = format!("Đã báo giao dịch {transaction}. Cổng trả lời: {answer}");
            view! { <ui::Banner kind=ui::BannerKind::Done title=title href=order.back.clone() link="Xem hồ sơ"/> }.into_any()
        }
        None => view! { <ui::Banner title=format!("Đang báo giao dịch {transaction} cho cổng. Trang tự tải lại sau vài giây.")/> }.into_any(),
    }
}

fn pay_form(order: &OrderView, method: PaymentMethod, form: FormState) -> impl IntoView + use<> {
    let (code, rest) = (order.code.clone(), format::number(order.rest));
    let calls = vec![ui::SelectOption::new("1", "Một lần"), ui::SelectOption::new("2", "Hai lần"), ui::SelectOption::new("10", "Mười lần")];
    view! {
        <ui::Form action="/minh-hoa/thanh-toan" form_state=form>
            <input type="hidden" name="ma" value=code/>
            <input type="hidden" name="hinh_thuc" value=method.as_str()/>
            <ui::Field name="so_tien" label="Số tiền trả" hint="Sửa số này để thử nộp thiếu hoặc nộp thừa" value=rest suffix="đ" inputmode="numeric" width=FieldWidth::Short/>
            <ui::Select name="so_lan" label="Báo về cổng" options=calls value="1" hint="Báo nhiều lần để thử: tiền chỉ được ghi một lần"/>
            <ui::Button label="Trả tiền" icon=Icon::Check large=true/>
        </ui::Form>
    }
}

/// Pays; the simulated partner reports it in the background.
pub async fn pay(rq: Rq, form: Form) -> Result<Done> {
    let method = form.read::<PaymentForm>()?.validate()?;
    let amount = dong(form.get("so_tien")).ok_or_else(|| Error::field("so_tien", "Số tiền phải là số nguyên đồng. Ví dụ: 8.000."))?;
    let calls = form.get("so_lan").parse().unwrap_or(1);
    let mut cx = rq.write().await?;
    let transaction = demo::pay(&mut cx, form.get("ma"), amount, method, calls).await?;
    cx.commit().await?;
    Ok(Done::to(format!("/minh-hoa/thanh-toan?ma={}&hinh-thuc={method}&gd={transaction}", crate::web::encode(form.get("ma")))))
}
