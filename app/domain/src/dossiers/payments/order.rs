//! What the payment partner needs to know: the order, the picture for bank apps, the address of its page.

use super::super::{access, row};
use super::callback;
use super::store;
use crate::config::Settings;
use crate::cx::Cx;
use crate::error::{Error, Result};
use model::format::local_date;
use model::payments::{OrderView, PaymentMethod, vietqr as picture};
use model::procedures::PaymentMoment;

sql!(
    NAMES,
    "SELECT COALESCE((SELECT COALESCE(d.code, d.submission_code) FROM dossier d WHERE d.id = c.dossier_id), c.submission_code),
        COALESCE((SELECT n.name FROM org_unit_version n WHERE n.unit_id = c.unit_id AND n.valid_from <= $2 ORDER BY n.valid_from DESC LIMIT 1), '')
     FROM charge c WHERE c.id = $1"
);

/// The order of a charge, whoever asks.
pub(super) async fn view(cx: &mut Cx, code: &str) -> Result<OrderView> {
    let charge = store::charge(cx, code).await?.ok_or(Error::NotFound)?;
    let today = local_date(cx.now());
    let (subject, unit): (String, String) = cx.conn().one(NAMES, args![charge.id, today]).await?;
    let back = if charge.dossier_id.is_some() { format!("/ho-so-cua-toi/{subject}/thanh-toan") } else { format!("/nop/{subject}/thanh-toan") };
    let (rest, state) = (charge.rest(), charge.state()?);
    Ok(OrderView { code: charge.code, subject, unit, rest, state, back })
}

/// The order for the charge that the applicant of a dossier pays next: what holds the dossier up before what is due when the
/// result is handed out, the oldest first; none if nothing is due.
///
/// # Errors
/// `NotFound` for everybody else.
pub async fn order_of_dossier(cx: &mut Cx, code: &str) -> Result<Option<OrderView>> {
    let row = row::by_code(cx, code).await?.ok_or(Error::NotFound)?;
    if !access::of(&cx.actor).is_applicant(&row) {
        return Err(Error::NotFound);
    }
    let charges = store::charges(cx, &row.submission_code).await?;
    match charges.iter().filter(|charge| charge.rest() > 0).min_by_key(|charge| charge.is(PaymentMoment::BeforeReturn)) {
        Some(charge) => view(cx, &charge.code).await.map(Some),
        None => Ok(None),
    }
}

/// The address of the partner's page for an order: the portal's own in the demo, else that of the setting `payment_url`, signed.
/// None if no partner is set.
#[must_use]
pub fn partner_address(settings: &Settings, order: &OrderView, method: PaymentMethod) -> Option<String> {
    if !settings.payment_url.is_empty() {
        let terms = format!("{}.{}.{}", order.code, order.rest, method.as_str());
        let signature = callback::sign(settings, "order", terms.as_bytes())?;
        let mark = if settings.payment_url.contains('?') { '&' } else { '?' };
        let back = percent_encoding::utf8_percent_encode(&settings.base_url, percent_encoding::NON_ALPHANUMERIC);
        let page = percent_encoding::utf8_percent_encode(&order.back, percent_encoding::NON_ALPHANUMERIC);
        let url = &settings.payment_url;
        return Some(format!(
            "{url}{mark}order={}&subject={}&amount={}&method={}&return={back}{page}&signature={signature}",
            order.code,
            order.subject,
            order.rest,
            method.as_str()
        ));
    }
    settings.demo.then(|| format!("/minh-hoa/thanh-toan?ma={}&hinh-thuc={}", order.code, method.as_str()))
}

/// The account of the demo: no bank has this number, so that nobody transfers real money.
const DEMO_ACCOUNT: &str = "999999:9990000000001";

/// The text of the VietQR picture of an order; none if nothing is due or no account is set.
#[must_use]
pub fn vietqr(settings: &Settings, order: &OrderView) -> Option<String> {
    let account = match (settings.vietqr_account.as_str(), settings.demo) {
        ("", true) => DEMO_ACCOUNT,
        ("", false) => return None,
        (set, _) => set,
    };
    let (bank, number) = account.split_once(':')?;
    (order.rest > 0).then(|| picture::payload(picture::Account { bank, number }, order.rest, &order.code, &order.code))
}
