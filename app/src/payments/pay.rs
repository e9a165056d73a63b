//! C20: the applicant sees what is due and pays. The same choices stand on the page of the journey (C11).

use super::parts;
use crate::web::{Done, Error, Page, Result, Rq};
use domain::dossiers::payments;
use leptos::prelude::*;
use model::format;
use model::payments::{MoneyView, OrderView, PaymentMethod};
use ui::icon::Icon;
use ui::{Choice, FormState};

/// The page.
pub async fn page(rq: Rq) -> Result<Page> {
    let mut cx = rq.read().await?;
    let money = payments::money_of_applicant(&mut cx, rq.param("ma")).await?;
    let order = payments::order_of_dossier(&mut cx, rq.param("ma")).await?;
    drop(cx);
    let way = order.as_ref().and_then(|order| Way::of(&rq, order));
    let form = rq.form();
    let title = if form.has_errors() { "Lỗi: Thanh toán" } else { "Thanh toán" };
    Ok(Page::new(title, move || body(money, order, way, form)))
}

fn body(money: MoneyView, order: Option<OrderView>, way: Option<Way>, form: FormState) -> impl IntoView {
    let code = money.code.clone();
    let base = format!("/ho-so-cua-toi/{code}");
    let back = vec![("/ho-so-cua-toi".to_owned(), "Hồ sơ của tôi".to_owned()), (base.clone(), format!("Hồ sơ {code}"))];
    let lead = match &order {
        Some(order) if order.rest < money.rest() => {
            format!("Bạn còn phải nộp {} cho {}. Lần này nộp khoản {}: {}.", format::money(money.rest()), order.unit, order.code, format::money(order.rest))
        }
        Some(order) => format!("Bạn còn phải nộp {} cho {}.", format::money(money.rest()), order.unit),
        None => "Bạn không còn khoản nào phải nộp.".to_owned(),
    };
    let facts = parts::money(&money, &base, false, &|_| None);
    let scan = way.map(Way::view);
    let choose = order.is_some().then(|| choose(format!("{base}/thanh-toan"), form));
    view! {
        <ui::Container>
            <ui::Breadcrumb parents=back here="Thanh toán"/>
            <div class="p-two-thirds p-stack">
                <ui::PageHeading title="Thanh toán" above=money.procedure_name.clone() lead=lead/>
                {scan}
                {choose}
                {facts}
            </div>
        </ui::Container>
    }
}

fn choose(action: String, form: FormState) -> impl IntoView {
    view! {
        <ui::Form action=action form_state=form>
            {choices()}
            <ui::Button label="Thanh toán" icon_after=Icon::Right large=true/>
        </ui::Form>
    }
}

/// The ways to pay over the network.
pub(crate) fn choices() -> impl IntoView {
    let choices = vec![
        Choice::new(PaymentMethod::NationalPlatform.as_str(), PaymentMethod::NationalPlatform.label())
            .hint("Chuyển sang trang của cổng thanh toán, nộp bằng thẻ hoặc ví."),
        Choice::new(PaymentMethod::VietQr.as_str(), PaymentMethod::VietQr.label()).hint("Quét mã bằng ứng dụng ngân hàng trên điện thoại."),
    ];
    let hint = "Bạn cũng có thể nộp tiền mặt hoặc quẹt thẻ tại trung tâm phục vụ hành chính công.";
    view! { <ui::Radios name="hinh_thuc" legend="Bạn muốn nộp bằng cách nào?" hint=hint choices=choices/> }
}

/// How an order goes on after the choice: a picture to scan, or the page of a partner elsewhere.
pub(crate) struct Way {
    order: OrderView,
    picture: Option<String>,
    outside: Option<String>,
    demo: bool,
}

impl Way {
    /// What the address of this page asks for; none before the choice.
    pub(crate) fn of(rq: &Rq, order: &OrderView) -> Option<Self> {
        let settings = rq.portal.settings();
        let picture = if rq.query("qr") == Some("1") { payments::vietqr(settings, order) } else { None };
        let outside = if rq.query("toi") == Some("1") { payments::partner_address(settings, order, PaymentMethod::NationalPlatform) } else { None };
        let outside = outside.filter(|address| address.starts_with("https://") || address.starts_with("http://"));
        (picture.is_some() || outside.is_some()).then(|| Self { order: order.clone(), picture, outside, demo: settings.demo })
    }

    /// The picture, or the link.
    pub(crate) fn view(self) -> impl IntoView {
        let outside = self.outside.clone().map(|address| {
            let text = format!("Bạn sẽ nộp {} trên trang của cổng thanh toán, rồi quay lại đây.", format::money(self.order.rest));
            view! { <p>{text}</p> <ui::LinkButton href=address label="Sang cổng thanh toán" icon_after=Icon::Right/> }
        });
        let picture = self.picture.clone().map(|text| scan(&self.order, &text, self.demo));
        view! { {outside}{picture} }
    }
}

/// The picture for bank apps.
fn scan(order: &OrderView, text: &str, demo: bool) -> impl IntoView + use<> {
    let label = format!("Mã VietQR của khoản {}, {}", order.code, format::money(order.rest));
    let words = format!("Số tiền {}. Nội dung chuyển khoản {}; hãy giữ nguyên để cổng ghi nhận tự động.", format::money(order.rest), order.code);
    let phone = demo.then(|| {
        let href = format!("/minh-hoa/thanh-toan?ma={}&hinh-thuc={}", order.code, PaymentMethod::VietQr);
        view! { <p>"Mã minh họa, không chuyển tiền thật. "<a href=href>"Mở điện thoại mô phỏng để trả"</a></p> }
    });
    let picture = parts::qr(text, label);
    view! {
        <ui::Section title="Quét mã để nộp" id="quet-ma">
            {picture}
            <p>{words}</p>
            {phone}
            <p>"Nộp xong, tải lại trang này sau ít giây để xem biên lai."</p>
        </ui::Section>
    }
}

/// Where the payer goes next: to the partner's page, or back to the page with the picture.
///
/// # Errors
/// `Conflict` if no partner is connected.
pub(crate) fn to_partner(rq: &Rq, order: &OrderView, method: PaymentMethod) -> Result<Done> {
    if method == PaymentMethod::VietQr && payments::vietqr(rq.portal.settings(), order).is_some() {
        return Ok(Done::to(format!("{}?qr=1#quet-ma", order.back)));
    }
    let address = payments::partner_address(rq.portal.settings(), order, method);
    let address = address.ok_or_else(|| Error::conflict("Chưa kết nối cổng thanh toán trực tuyến. Hãy nộp tại trung tâm phục vụ hành chính công."))?;
    if address.starts_with('/') {
        return Ok(Done::to(address));
    }
    Ok(Done::to(format!("{}?toi=1", order.back)))
}
