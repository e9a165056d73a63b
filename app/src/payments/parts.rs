//! What several pages of money show alike: bills, charges, payments, refunds, the picture for bank apps.

use leptos::prelude::*;
use model::format;
use model::payments::{BillLine, ChargeState, ChargeView, MoneyView, PaymentView, RefundState, RefundView};
use ui::{Cell, Column, Row, Tone};

/// Address of the money of a dossier at the desk.
pub fn address(code: &str) -> String {
    format!("/can-bo/thu-phi/{code}")
}

/// The lines of a bill with their sum.
pub fn bill(lines: &[BillLine], caption: &'static str) -> impl IntoView + use<> {
    let columns = vec![Column::text("Khoản"), Column::number("Số lượng"), Column::text("Căn cứ"), Column::number("Thành tiền")];
    let sum: i64 = lines.iter().fold(0, |sum, line| sum.saturating_add(line.amount));
    let mut rows: Vec<Row> = lines
        .iter()
        .map(|line| {
            Row::new(vec![
                Cell::text(format!("{}: {}", line.kind.label(), line.name)),
                Cell::text(format!("{} {}", format::number(line.quantity), line.unit.label())),
                Cell::text(line.resolution.clone()),
                Cell::text(format::money(line.amount)),
            ])
        })
        .collect();
    rows.push(Row::total(vec![Cell::text("Tổng cộng"), Cell::text(""), Cell::text(""), Cell::text(format::money(sum))]));
    view! { <ui::Table caption=caption caption_hidden=true columns=columns rows=rows/> }
}

fn charge_tag(charge: &ChargeView) -> impl IntoView + use<> {
    let tone = match charge.state {
        ChargeState::Due => Tone::Gold,
        ChargeState::Paid => Tone::Green,
        ChargeState::Expired => Tone::Red,
        ChargeState::Cancelled => Tone::Neutral,
    };
    view! { <ui::StatusTag tone=tone label=charge.state.label()/> }
}

/// A charge with what it is made of; `more` stands below it (buttons).
pub fn charge(charge: &ChargeView, more: Option<AnyView>) -> impl IntoView + use<> {
    let due = charge.pay_by.map_or_else(String::new, |day| format!(", hạn nộp {}", format::date(day)));
    let paid = if charge.paid > 0 { format!(" Đã nộp {}.", format::money(charge.paid)) } else { String::new() };
    let notice = if charge.notice.is_empty() { String::new() } else { format!(" Thông báo {}.", charge.notice) };
    let words = format!("{}{due}.{notice}{paid} Lập {} bởi {}.", charge.moment.label(), format::time_date(charge.created_at), charge.created_by);
    view! {
        <li class="p-stack p-stack--tight">
            <p><strong class="n">{charge.code.clone()}</strong>" "{charge_tag(charge)}</p>
            {bill(&charge.lines, "Các khoản phải nộp")}
            <p class="p-small p-muted">{words}</p>
            {more}
        </li>
    }
}

/// The payments as a table; each receipt is a link below `base`.
pub fn payment_table(payments: &[PaymentView], base: &str) -> impl IntoView + use<> {
    let columns = vec![Column::text("Biên lai"), Column::text("Nộp lúc"), Column::text("Hình thức"), Column::text("Người ghi nhận"), Column::number("Số tiền")];
    let rows = payments
        .iter()
        .map(|payment| {
            let back = match (payment.refunded, payment.asked_back) {
                (0, 0) => String::new(),
                (0, asked) => format!(" (đề nghị hoàn {})", format::money(asked)),
                (refunded, _) => format!(" (đã duyệt hoàn {})", format::money(refunded)),
            };
            Row::new(vec![
                Cell::link(format!("{base}/bien-lai/{}", payment.receipt), payment.receipt.clone()),
                Cell::text(format::time_date(payment.paid_at)),
                Cell::text(format!("{}, {}", payment.method.label(), payment.phase.label().to_lowercase())),
                Cell::text(payment.recorded_by.clone()),
                Cell::text(format!("{}{back}", format::money(payment.amount))),
            ])
        })
        .collect();
    view! { <ui::Table caption="Các lần nộp tiền" caption_hidden=true columns=columns rows=rows/> }
}

fn refund(refund: &RefundView, detail: bool) -> impl IntoView + use<> {
    let tone = match refund.state {
        RefundState::Proposed => Tone::Gold,
        RefundState::Approved => Tone::Green,
        RefundState::Declined => Tone::Red,
    };
    let decided = if refund.decided_by.is_empty() { String::new() } else { format!(" {} quyết định. {}", refund.decided_by, refund.decision) };
    let to = if detail { format!(" Trả vào {}.", refund.to) } else { String::new() };
    let words = format!("Lý do: {}.{to} {} đề nghị lúc {}.{decided}", refund.reason, refund.proposed_by, format::time_date(refund.proposed_at));
    view! {
        <li class="p-stack p-stack--tight">
            <p><strong>{format!("Biên lai {}: {}", refund.receipt, format::money(refund.amount))}</strong>" "<ui::StatusTag tone=tone label=refund.state.label()/></p>
            <p class="p-small p-muted">{words}</p>
        </li>
    }
}

/// Everything about the money of a dossier. `buttons` makes what stands below a charge; `base` is where receipts lie.
pub fn money(money: &MoneyView, base: &str, detail: bool, buttons: &dyn Fn(&ChargeView) -> Option<AnyView>) -> impl IntoView + use<> {
    let charges = money.charges.iter().map(|one| charge(one, buttons(one))).collect_view();
    let none = money.charges.is_empty().then(|| view! { <p>"Hồ sơ chưa có khoản nào phải nộp."</p> });
    let refunds = money.refunds.iter().map(|one| refund(one, detail)).collect_view();
    let table = (!money.payments.is_empty()).then(|| payment_table(&money.payments, base));
    let paid = table.map(|table| view! { <ui::Section title="Đã nộp" id="da-nop">{table}</ui::Section> });
    let back = (!money.refunds.is_empty()).then(|| view! { <ui::Section title="Hoàn tiền" id="hoan-tien"><ul class="p-rows">{refunds}</ul></ui::Section> });
    let list = (!money.charges.is_empty()).then(|| view! { <ul class="p-rows">{charges}</ul> });
    view! {
        <ui::Section title="Khoản phải nộp" id="phai-nop" note=format!("Tình trạng: {}", money.status.label().to_lowercase())>{none}{list}</ui::Section>
        {paid}
        {back}
    }
}

/// The QR picture of a text; nothing for a text that is too long.
pub fn qr(text: &str, label: String) -> impl IntoView + use<> {
    domain::paper::qr(text).map(|picture| {
        let box_of = format!("0 0 {size} {size}", size = picture.size);
        view! {
            <svg class="p-qr" role="img" aria-label=label viewBox=box_of shape-rendering="crispEdges" width="232" height="232">
                <path class="p-qr__ground" d=format!("M0 0h{size}v{size}h-{size}z", size = picture.size) fill="#ffffff"/>
                <path d=picture.path fill="#000000"/>
            </svg>
        }
    })
}
