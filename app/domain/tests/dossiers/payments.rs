//! Fees and payments (02 §15): D14–D16, callbacks of partners, the counter, refunds, the books.

use crate::dossiers::fixture::*;
use chrono::NaiveDate;
use domain::dossiers::payments::{self, callback};
use domain::dossiers::{self, Dossier};
use domain::testing::{TestPortal, vn, with_dbs};
use domain::{Actor, Error, args};
use model::access::Role;
use model::dossiers::*;
use model::payments::*;
use serde_json::{Value, json};

const ROWS: [&str; 3] = [
    "INSERT INTO person (id, full_name, sort_key, fold, created_at) VALUES (8, 'Vũ Mẫu Hà', 'h', '', '2025-07-01T00:00:00+00:00')",
    "INSERT INTO account (id, person_id, kind, username, state, created_at) VALUES (8, 8, 'official', 'ke.toan', 'active', '2025-07-01T00:00:00+00:00')",
    "INSERT INTO fee_rule (id, version_id, case_id, seq, name, kind, unit, online, direct, tiers, exempt, resolution, valid_from, valid_to) VALUES
        (1, 1, 1, 1, 'Đăng ký khai sinh', 'state_charge', 'per_dossier', 5000, 8000, '', '', 'NQ 57', '2026-01-01', NULL),
        (2, 1, 1, 2, 'Mức cũ', 'state_charge', 'per_dossier', 90000, 90000, '', '', 'NQ 12', '2025-01-01', '2026-01-01')",
];

fn accountant() -> Actor {
    official(8, "Vũ Mẫu Hà", CENTRE, &[Role::Official, Role::Accountant], &[CENTRE])
}

fn system() -> Actor {
    Actor::system("Kiểm thử")
}

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

/// The ward with an accountant and a fee of 5.000 đ online; the day is 16/11/2026.
async fn lay_fees(t: &TestPortal) {
    lay(t).await;
    let mut cx = t.portal.write(&system()).await.unwrap();
    for rows in ROWS {
        cx.conn().exec(rows, args![]).await.unwrap();
    }
    cx.commit().await.unwrap();
    t.portal.clock().set(vn(2026, 11, 16, 8, 0));
}

async fn set_moment(t: &TestPortal, moment: &'static str) {
    let mut cx = t.portal.write(&system()).await.unwrap();
    cx.conn().exec("UPDATE procedure_version SET payment_moment = $1", args![moment]).await.unwrap();
    cx.commit().await.unwrap();
}

async fn count(t: &TestPortal, sql: &'static str) -> i64 {
    let mut cx = t.portal.read(&system()).await.unwrap();
    cx.conn().count(sql, args![]).await.unwrap()
}

async fn view(t: &TestPortal, code: &str) -> DossierView {
    let mut cx = t.portal.read(&system()).await.unwrap();
    dossiers::by_any_code(&mut cx, code).await.unwrap().unwrap()
}

async fn money(t: &TestPortal, code: &str) -> MoneyView {
    let mut cx = t.portal.read(&system()).await.unwrap();
    payments::money(&mut cx, code).await.unwrap()
}

fn by_fees(pay_by: NaiveDate) -> ChargeRequest {
    ChargeRequest { source: ChargeSource::Fees { pages: 1, copies: 1 }, when: WhenDue::Now, pay_by, note: String::new() }
}

async fn request(t: &TestPortal, dossier: &Dossier, input: &ChargeRequest) -> domain::Result<Dossier> {
    run(t, &officer(), async |cx| payments::request_payment(cx, &dossier.submission_code, dossier.version, input).await).await
}

/// A dossier at work, asked for its fee.
async fn asked(t: &TestPortal, n: usize) -> (Dossier, ChargeView) {
    let at_work = accept(t, &receive(t, &submit(t, n).await).await).await;
    let waiting = request(t, &at_work, &by_fees(day(12, 1))).await.unwrap();
    let charge = money(t, &waiting.submission_code).await.charges.last().unwrap().clone();
    (waiting, charge)
}

fn notice(t: &TestPortal, transaction: &str, order: &str, amount: i64) -> Value {
    let paid_at = t.portal.clock().now().to_rfc3339();
    json!({ "partner": "NTTT", "transaction_id": transaction, "order": order, "amount": amount, "method": "viet_qr", "paid_at": paid_at })
}

/// The partner calls, well signed.
async fn call(t: &TestPortal, subject: &str, body: &Value) -> callback::Reply {
    let (body, timestamp) = (body.to_string(), t.portal.clock().wall().timestamp().to_string());
    let signature = callback::sign(t.portal.settings(), &timestamp, body.as_bytes()).unwrap();
    let call = callback::Call { subject, timestamp: &timestamp, signature: &signature, body: body.as_bytes() };
    callback::receive(&t.portal, call).await.unwrap()
}

async fn outcome(t: &TestPortal, subject: &str, body: &Value) -> PaymentOutcome {
    match call(t, subject, body).await {
        callback::Reply::Kept { outcome, .. } => outcome,
        other => panic!("{other:?}"),
    }
}

/// D14 stops the clock, D15 lets it go on: the amount is that of the channel and of the day of receipt.
#[tokio::test(flavor = "multi_thread")]
async fn money_is_asked_for_and_comes() {
    with_dbs(async |t| {
        lay_fees(t).await;
        let at_work = accept(t, &receive(t, &submit(t, 1).await).await).await;
        let (code, version) = (at_work.submission_code.clone(), at_work.version);
        assert_eq!(at_work.due, Some(vn(2026, 11, 23, 17, 0)));
        t.portal.clock().set(vn(2026, 11, 18, 10, 0));
        let ask = by_fees(day(11, 30));
        for nobody in [receptionist(), citizen(), stranger()] {
            assert!(run(t, &nobody, async |cx| payments::request_payment(cx, &code, version, &ask).await).await.is_err());
        }
        let waiting = request(t, &at_work, &ask).await.unwrap();
        let seen = view(t, &code).await;
        assert_eq!((seen.state, seen.clock, seen.payment), (DossierState::AwaitingPayment, ClockState::Paused, PaymentStatus::Due));
        let charge = money(t, &code).await.charges[0].clone();
        assert_eq!((charge.amount, charge.lines.len(), charge.pay_by), (5_000, 1, Some(day(11, 30))));
        assert!(matches!(request(t, &waiting, &ask).await, Err(Error::Conflict(_))), "asked twice");
        // Level 2 of the tracking names the amount and how to pay it, also by message; level 1 names no money.
        let mut cx = t.portal.write(&Actor::anonymous()).await.unwrap();
        let seen = dossiers::tracking::track(&mut cx, &code, Some("0001"), "a").await.unwrap().unwrap();
        let private = seen.private.clone().unwrap();
        assert_eq!(private.payment, "Chờ nộp, còn phải nộp 5.000\u{a0}đ trước hết ngày 30/11/2026");
        assert!(private.how_to_pay.contains("Trung tâm Phục vụ hành chính công phường Thành Lam"), "{}", private.how_to_pay);
        assert!(seen.message(model::notify::NotifyChannel::Zalo).contains("còn phải nộp 5.000"));
        let level1 = dossiers::tracking::track(&mut cx, &code, None, "a").await.unwrap().unwrap();
        assert!(!format!("{level1:?}").contains("5.000"));
        drop(cx);
        t.portal.clock().set(vn(2026, 11, 20, 10, 0));
        assert_eq!(outcome(t, &code, &notice(t, "T1", &charge.code, 5_000)).await, PaymentOutcome::Accepted);
        let back = view(t, &code).await;
        assert_eq!((back.state, back.clock, back.payment), (DossierState::Processing, ClockState::Running, PaymentStatus::Paid));
        assert_eq!((back.due, back.due_original), (Some(vn(2026, 11, 26, 17, 0)), Some(vn(2026, 11, 23, 17, 0))));
        assert!(back.explanation.iter().any(|line| line.text.contains("yêu cầu nộp tiền")));
        let paid = money(t, &code).await.payments[0].clone();
        assert_eq!((paid.receipt.as_str(), paid.phase, paid.amount), ("BL26-0000001", PaymentPhase::Complete, 5_000));
        let mut cx = t.portal.read(&citizen()).await.unwrap();
        assert_eq!(payments::receipt_of_applicant(&mut cx, &code, &paid.receipt).await.unwrap().lines.len(), 1);
        assert!(matches!(payments::receipt_of_applicant(&mut cx, &code, "BL26-0000002").await, Err(Error::NotFound)));
        drop(cx);
        for event in ["payment_requested", "payment_succeeded", "due_changed"] {
            let mut cx = t.portal.read(&system()).await.unwrap();
            assert!(cx.conn().count("SELECT COUNT(*) FROM outbox WHERE event = $1", args![event]).await.unwrap() > 0, "{event}");
        }
    })
    .await;
}

/// A02-12: a payment callback repeated 10 times in parallel adds the money once.
#[tokio::test(flavor = "multi_thread")]
async fn a02_12_ten_parallel_callbacks_add_the_money_once() {
    with_dbs(async |t| {
        lay_fees(t).await;
        let (waiting, charge) = asked(t, 1).await;
        let code = waiting.submission_code.as_str();
        let body = notice(t, "T1", &charge.code, charge.amount);
        let replies = futures::future::join_all((0..10).map(|_| outcome(t, code, &body))).await;
        assert_eq!(replies.iter().filter(|outcome| **outcome == PaymentOutcome::Accepted).count(), 1, "{replies:?}");
        assert_eq!(replies.iter().filter(|outcome| **outcome == PaymentOutcome::Repeated).count(), 9, "{replies:?}");
        let after = money(t, code).await;
        assert_eq!((after.payments.len(), after.charges[0].paid, after.status), (1, charge.amount, PaymentStatus::Paid));
        assert_eq!(view(t, code).await.state, DossierState::Processing);
        assert_eq!(count(t, "SELECT COUNT(*) FROM payment_event").await, 10, "every call is kept");
        assert_eq!(count(t, "SELECT COUNT(*) FROM reconciliation_line").await, 0);
        // Without the name of the charge it is still the same transaction.
        assert_eq!(outcome(t, code, &notice(t, "T1", "", charge.amount)).await, PaymentOutcome::Repeated);
        // Different transactions for different dossiers at once: receipts without gaps.
        let mut orders = Vec::new();
        for n in 2..6 {
            orders.push(asked(t, n).await);
        }
        let calls = orders.iter().enumerate().map(|(i, (dossier, charge))| {
            let body = notice(t, &format!("P{i}"), &charge.code, charge.amount);
            async move { outcome(t, &dossier.submission_code, &body).await }
        });
        assert!(futures::future::join_all(calls).await.iter().all(|outcome| *outcome == PaymentOutcome::Accepted));
        assert_eq!(count(t, "SELECT MAX(receipt_number) FROM payment").await, 5);
        assert_eq!(count(t, "SELECT COUNT(DISTINCT receipt_number) FROM payment").await, 5);
    })
    .await;
}

/// Wrong amounts, foreign charges, late money, failures: kept, looked into, answered clearly.
#[tokio::test(flavor = "multi_thread")]
async fn odd_callbacks_are_kept() {
    with_dbs(async |t| {
        lay_fees(t).await;
        let (first, charge) = asked(t, 1).await;
        let code = first.submission_code.as_str();
        // In two parts: an advance, then the rest.
        assert_eq!(outcome(t, code, &notice(t, "A1", &charge.code, 2_000)).await, PaymentOutcome::Partial);
        assert_eq!(view(t, code).await.state, DossierState::AwaitingPayment);
        assert_eq!(outcome(t, code, &notice(t, "A1", &charge.code, 2_001)).await, PaymentOutcome::Mismatch);
        assert_eq!(outcome(t, code, &notice(t, "A2", &charge.code, 4_000)).await, PaymentOutcome::Surplus);
        assert_eq!(view(t, code).await.state, DossierState::Processing);
        let phases: Vec<PaymentPhase> = money(t, code).await.payments.iter().map(|payment| payment.phase).collect();
        assert_eq!(phases, [PaymentPhase::Advance, PaymentPhase::Settlement]);
        assert_eq!(outcome(t, code, &notice(t, "A3", "", 5_000)).await, PaymentOutcome::Surplus, "paid twice");
        assert_eq!(outcome(t, code, &notice(t, "A4", "P-261116-XXXXXX", 5_000)).await, PaymentOutcome::UnknownCharge);
        assert_eq!(outcome(t, "N-000000-XXXXXX", &notice(t, "A5", &charge.code, 5_000)).await, PaymentOutcome::UnknownCharge, "another address");
        assert_eq!(outcome(t, "N-000000-XXXXXX", &notice(t, "A5", &charge.code, 5_000)).await, PaymentOutcome::Repeated);
        let mut failed = notice(t, "A6", &charge.code, 5_000);
        failed["status"] = json!("failed");
        assert_eq!(outcome(t, code, &failed).await, PaymentOutcome::Failed);
        assert_eq!(count(t, "SELECT COUNT(*) FROM payment WHERE transaction_id = 'A6'").await, 0);
        for wrong in [json!({}), json!([1]), notice(t, "A7", &charge.code, 0), notice(t, "", &charge.code, 5)] {
            assert!(matches!(call(t, code, &wrong).await, callback::Reply::Unreadable(_)), "{wrong}");
        }
        // After the end of the dossier money is late, and still money.
        let (second, charge) = asked(t, 2).await;
        let stop = Stop { reason: StopReason::ApplicantDied.into(), basis: "Giấy báo tử số 12".into(), money: "Không thu".into() };
        let code = second.submission_code.as_str();
        run(t, &leader(), async |cx| dossiers::stop(cx, code, second.version, &stop).await).await.unwrap();
        assert_eq!(outcome(t, code, &notice(t, "B1", &charge.code, 5_000)).await, PaymentOutcome::Late);
        assert_eq!(money(t, code).await.payments.len(), 1);
        assert_eq!(count(t, "SELECT COUNT(*) FROM reconciliation_line WHERE state = 'needs_check'").await, 6);
        assert_eq!(count(t, "SELECT COUNT(*) FROM payment_event").await, 13);
        // Facts stay as they are.
        let mut cx = t.portal.write(&system()).await.unwrap();
        assert!(cx.conn().exec("UPDATE payment SET amount = 1", args![]).await.is_err());
        drop(cx);
        let mut cx = t.portal.write(&system()).await.unwrap();
        assert!(cx.conn().exec("DELETE FROM payment_event", args![]).await.is_err());
    })
    .await;
}

/// Nobody is believed without a good and recent signature.
#[tokio::test(flavor = "multi_thread")]
async fn a_callback_is_signed() {
    with_dbs(async |t| {
        lay_fees(t).await;
        let (waiting, charge) = asked(t, 1).await;
        let subject = waiting.submission_code.as_str();
        let body = notice(t, "T1", &charge.code, charge.amount).to_string();
        let now = t.portal.clock().wall().timestamp();
        let settings = t.portal.settings();
        let send = async |timestamp: String, signature: String, body: String| {
            let call = callback::Call { subject, timestamp: &timestamp, signature: &signature, body: body.as_bytes() };
            callback::receive(&t.portal, call).await.unwrap()
        };
        let sign = |at: i64, body: &str| callback::sign(settings, &at.to_string(), body.as_bytes()).unwrap();
        assert_eq!(send(now.to_string(), String::new(), body.clone()).await, callback::Reply::BadSignature);
        assert_eq!(send(now.to_string(), sign(now - 1, &body), body.clone()).await, callback::Reply::BadSignature);
        assert_eq!(send(now.to_string(), sign(now, &body), body.replace("5000", "1")).await, callback::Reply::BadSignature);
        let old = now - 301;
        assert_eq!(send(old.to_string(), sign(old, &body), body.clone()).await, callback::Reply::Stale);
        assert_eq!(count(t, "SELECT COUNT(*) FROM payment_event").await, 0);
        assert!(matches!(send(now.to_string(), sign(now, &body), body.clone()).await, callback::Reply::Kept { .. }));
    })
    .await;
}

/// What is due at the return stands on the dossier from the receipt on; the counter takes it before the result is handed over.
#[tokio::test(flavor = "multi_thread")]
async fn the_counter_takes_money_before_the_return() {
    with_dbs(async |t| {
        lay_fees(t).await;
        set_moment(t, "before_return").await;
        let mut at_counter = application(1, t.portal.clock().now());
        (at_counter.channel, at_counter.source) = (Channel::Direct, Source::Counter);
        let submitted = run(t, &citizen(), async |cx| dossiers::create_submitted(cx, at_counter.clone()).await).await.unwrap();
        let received = receive(t, &submitted).await;
        let code = received.submission_code.clone();
        let due = money(t, &code).await;
        assert_eq!((due.status, due.rest(), due.state), (PaymentStatus::Due, 8_000, DossierState::Received));
        let ready = publish(t, &sign(t, &accept(t, &received).await).await).await;
        let handed = Return { receiver: "Nguyễn Mẫu Sơn".into(), postal_code: String::new() };
        let refused = run(t, &receptionist(), async |cx| dossiers::return_result(cx, &code, ready.version, &handed).await).await;
        assert!(matches!(refused, Err(Error::Conflict(_))));
        let charge = due.charges[0].code.clone();
        let take = TakeMoney { charge, amount: 8_000, method: PaymentMethod::Cash, slip: String::new(), payer: "Nguyễn Mẫu Sơn".into() };
        let less = TakeMoney { amount: 5_000, ..take.clone() };
        let short = run(t, &receptionist(), async |cx| payments::take_money(cx, &code, ready.version, &less).await).await;
        assert!(matches!(short, Err(Error::Invalid(errors)) if errors.of("so_tien").is_some()));
        assert!(run(t, &stranger(), async |cx| payments::take_money(cx, &code, ready.version, &take).await).await.is_err());
        assert!(matches!(run(t, &officer(), async |cx| payments::take_money(cx, &code, ready.version, &take).await).await, Err(Error::Forbidden { .. })));
        let receipt = run(t, &receptionist(), async |cx| payments::take_money(cx, &code, ready.version, &take).await).await.unwrap();
        assert_eq!(receipt, "BL26-0000001");
        // The same form again comes too late.
        assert!(matches!(run(t, &receptionist(), async |cx| payments::take_money(cx, &code, ready.version, &take).await).await, Err(Error::Conflict(_))));
        let paid = money(t, &code).await;
        assert_eq!((paid.status, paid.rest()), (PaymentStatus::Paid, 0));
        let returned = run(t, &receptionist(), async |cx| dossiers::return_result(cx, &code, paid.version, &handed).await).await.unwrap();
        assert_eq!(returned.state, DossierState::Returned);
        // An electronic result waits for its money and lies in the store then; a slip counts once.
        let mut slips = Vec::new();
        for n in [2, 3] {
            let electronic = dossiers::NewDossier { delivery: ResultDelivery::ElectronicOnly, ..application(n, t.portal.clock().now()) };
            let submitted = run(t, &citizen(), async |cx| dossiers::create_submitted(cx, electronic.clone()).await).await.unwrap();
            let ready = publish(t, &sign(t, &accept(t, &receive(t, &submitted).await).await).await).await;
            assert_eq!(ready.state, DossierState::ResultReady);
            let charge = money(t, &ready.submission_code).await.charges[0].code.clone();
            let card = TakeMoney { charge, amount: 5_000, method: PaymentMethod::Pos, slip: "000123".into(), payer: "Nguyễn Mẫu Sơn".into() };
            slips.push(run(t, &accountant(), async |cx| payments::take_money(cx, &ready.submission_code, ready.version, &card).await).await);
        }
        assert_eq!(slips[0].as_ref().unwrap(), "BL26-0000002");
        assert!(matches!(&slips[1], Err(Error::Invalid(errors)) if errors.of("so_giao_dich").is_some()));
        assert_eq!(view(t, "N-261123-000002").await.state, DossierState::Returned);
        assert_eq!(view(t, "N-261123-000003").await.state, DossierState::ResultReady);
    })
    .await;
}

/// D14 by a notice, not after the due date; D16 only after the day to pay; exemption and cancelling let the work go on.
#[tokio::test(flavor = "multi_thread")]
async fn notices_exemptions_and_the_end_of_waiting() {
    with_dbs(async |t| {
        lay_fees(t).await;
        let at_work = accept(t, &receive(t, &submit(t, 1).await).await).await;
        let code = at_work.submission_code.clone();
        let tax = ChargeSource::Notice { number: "TB 15".into(), text: "Lệ phí trước bạ".into(), amount: 1_250_000 };
        let ask = ChargeRequest { source: tax, ..by_fees(day(11, 20)) };
        let waiting = request(t, &at_work, &ask).await.unwrap();
        assert_eq!(money(t, &code).await.rest(), 1_250_000);
        let early = run(t, &leader(), async |cx| payments::payment_expired(cx, &code, waiting.version).await).await;
        assert!(matches!(early, Err(Error::Conflict(_))));
        assert!(matches!(run(t, &officer(), async |cx| payments::confirm_paid(cx, &code, waiting.version).await).await, Err(Error::Forbidden { .. })));
        assert!(matches!(run(t, &receptionist(), async |cx| payments::confirm_paid(cx, &code, waiting.version).await).await, Err(Error::Conflict(_))));
        t.portal.clock().set(vn(2026, 11, 21, 9, 0));
        assert!(run(t, &accountant(), async |cx| payments::payment_expired(cx, &code, waiting.version).await).await.is_err());
        let stopped = run(t, &leader(), async |cx| payments::payment_expired(cx, &code, waiting.version).await).await.unwrap();
        assert_eq!(stopped.state, DossierState::Stopped);
        let charge = money(t, &code).await.charges[0].clone();
        assert_eq!(charge.state, ChargeState::Expired);
        assert_eq!(outcome(t, &code, &notice(t, "L1", &charge.code, 1_250_000)).await, PaymentOutcome::Late);

        // Exempt: what was asked for is taken back, the work goes on.
        let (waiting, _) = asked(t, 2).await;
        let code = waiting.submission_code.clone();
        let free = ChargeRequest { source: ChargeSource::Exempt { group: "Hộ nghèo, giấy số 12".into() }, ..by_fees(day(11, 30)) };
        run(t, &accountant(), async |cx| payments::add_charge(cx, &code, waiting.version, &free).await).await.unwrap();
        let after = view(t, &code).await;
        assert_eq!((after.state, after.payment), (DossierState::Processing, PaymentStatus::Exempt));

        // A wrong charge is cancelled by the officer.
        let (waiting, charge) = asked(t, 3).await;
        let code = waiting.submission_code.clone();
        run(t, &officer(), async |cx| payments::cancel_charge(cx, &code, waiting.version, &charge.code, "Yêu cầu nhầm hồ sơ").await).await.unwrap();
        let after = view(t, &code).await;
        assert_eq!((after.state, after.payment), (DossierState::Processing, PaymentStatus::NotRequired));

        // Nobody hides lateness behind a pause.
        let at_work = accept(t, &receive(t, &submit(t, 4).await).await).await;
        t.portal.clock().set(vn(2026, 12, 10, 9, 0));
        let late = request(t, &at_work, &by_fees(day(12, 20))).await.unwrap_err();
        assert!(late.to_string().contains("mẫu 04"), "{late}");
        // With form 04 after the due date it is possible, and the clock keeps running.
        let code = at_work.submission_code.clone();
        let new = NewDue { reason: "Chờ xác minh tại nơi cư trú cũ".into(), day: day(12, 14) };
        let seen = version(t, &code).await;
        run(t, &officer(), async |cx| dossiers::propose_extension(cx, &code, seen, &new).await).await.unwrap();
        // Proposed is not signed.
        let late = request(t, &Dossier { version: seen + 1, ..at_work.clone() }, &by_fees(day(12, 20))).await.unwrap_err();
        assert!(late.to_string().contains("mẫu 04"), "{late}");
        let signed = run(t, &leader(), async |cx| dossiers::decide_extension(cx, &code, seen + 1, &ProposalDecision::Approve(None)).await).await.unwrap();
        request(t, &signed, &by_fees(day(12, 20))).await.unwrap();
        let seen = view(t, &at_work.submission_code).await;
        assert_eq!((seen.state, seen.clock), (DossierState::AwaitingPayment, ClockState::Running));
    })
    .await;
}

/// Money that came while the applicant wanted to withdraw: after the refusal the counter confirms it.
#[tokio::test(flavor = "multi_thread")]
async fn money_during_a_withdrawal() {
    with_dbs(async |t| {
        lay_fees(t).await;
        let (waiting, charge) = asked(t, 1).await;
        let code = waiting.submission_code.clone();
        let why = Reason { reason: "Gia đình đổi ý, không làm nữa".into() };
        run(t, &citizen(), async |cx| dossiers::request_withdrawal(cx, &code, waiting.version, &why).await).await.unwrap();
        assert_eq!(outcome(t, &code, &notice(t, "T1", &charge.code, 5_000)).await, PaymentOutcome::Accepted);
        let version = version(t, &code).await;
        let back = run(t, &head(), async |cx| dossiers::reject_withdrawal(cx, &code, version, &why).await).await.unwrap();
        assert_eq!(back.state, DossierState::AwaitingPayment);
        let on = run(t, &receptionist(), async |cx| payments::confirm_paid(cx, &code, back.version).await).await.unwrap();
        assert_eq!(on.state, DossierState::Processing);
    })
    .await;
}

/// A refund takes two persons and never more than was paid.
#[tokio::test(flavor = "multi_thread")]
async fn refunds_take_two_persons() {
    with_dbs(async |t| {
        lay_fees(t).await;
        let (waiting, charge) = asked(t, 1).await;
        let code = waiting.submission_code.clone();
        outcome(t, &code, &notice(t, "T1", &charge.code, 5_000)).await;
        let ask = RefundRequest {
            receipt: "BL26-0000001".into(),
            amount: 5_000,
            reason: "Nộp nhầm thủ tục".into(),
            bank: "Ngân hàng Mẫu".into(),
            account: "9990001234".into(),
            holder: "Nguyễn Mẫu Sơn".into(),
        };
        let now = version(t, &code).await;
        assert!(matches!(run(t, &receptionist(), async |cx| payments::propose_refund(cx, &code, now, &ask).await).await, Err(Error::Forbidden { .. })));
        let more = RefundRequest { amount: 5_001, ..ask.clone() };
        assert!(matches!(run(t, &accountant(), async |cx| payments::propose_refund(cx, &code, now, &more).await).await, Err(Error::Invalid(_))));
        run(t, &accountant(), async |cx| payments::propose_refund(cx, &code, now, &ask).await).await.unwrap();
        let now = version(t, &code).await;
        assert!(matches!(run(t, &accountant(), async |cx| payments::propose_refund(cx, &code, now, &ask).await).await, Err(Error::Invalid(_))), "asked twice");
        let refund = money(t, &code).await.refunds[0].clone();
        assert!(refund.to.ends_with("••••1234") && !refund.to.contains("9990"), "{}", refund.to);
        assert_eq!(count(t, "SELECT COUNT(*) FROM refund WHERE account_sealed LIKE '%9990001234%'").await, 0, "the account is sealed");
        let decision = RefundDecision { refund: refund.id, approved: true, reason: String::new() };
        assert!(run(t, &accountant(), async |cx| payments::decide_refund(cx, &code, now, &decision).await).await.is_err());
        // The person who proposed it cannot sign it either.
        let mut both = leader();
        both.person_id = Some(8);
        assert!(matches!(run(t, &both, async |cx| payments::decide_refund(cx, &code, now, &decision).await).await, Err(Error::Conflict(_))));
        run(t, &leader(), async |cx| payments::decide_refund(cx, &code, now, &decision).await).await.unwrap();
        let after = money(t, &code).await;
        assert_eq!((after.status, after.payments[0].refundable()), (PaymentStatus::Refunded, 0));
        assert!(matches!(run(t, &leader(), async |cx| payments::decide_refund(cx, &code, after.version, &decision).await).await, Err(Error::Conflict(_))));
    })
    .await;
}

/// The books of a partner: what is equal is reconciled, what differs stays until somebody settled it.
#[tokio::test(flavor = "multi_thread")]
async fn the_books_of_a_day() {
    with_dbs(async |t| {
        lay_fees(t).await;
        let mut codes = Vec::new();
        for n in 1..=3 {
            let (dossier, charge) = asked(t, n).await;
            outcome(t, &dossier.submission_code, &notice(t, &format!("T{n}"), &charge.code, 5_000)).await;
            codes.push(dossier.submission_code);
        }
        let input = Reconcile { partner: "NTTT".into(), day: day(11, 16) };
        let file = "ma_giao_dich,ma_khoan,so_tien\nT1,,5000\nT2,,4000\nT9,P-1,7000\n";
        assert!(matches!(run(t, &receptionist(), async |cx| payments::reconcile(cx, &input, file).await).await, Err(Error::Forbidden { .. })));
        let result = run(t, &accountant(), async |cx| payments::reconcile(cx, &input, file).await).await.unwrap();
        assert_eq!(result, ReconciliationResult { theirs: 3, ours: 3, matched: 1, differing: 3 });
        assert_eq!(money(t, &codes[0]).await.status, PaymentStatus::Reconciled);
        assert_eq!(money(t, &codes[1]).await.status, PaymentStatus::Paid);
        run(t, &accountant(), async |cx| payments::reconcile(cx, &input, file).await).await.unwrap();
        assert_eq!(count(t, "SELECT COUNT(*) FROM reconciliation_line").await, 4, "the same file finds nothing new");
        let all = LedgerFilter { tab: LedgerTab::Differences, ..LedgerFilter::default() };
        let mut cx = t.portal.read(&accountant()).await.unwrap();
        let list = payments::ledger(&mut cx, &all).await.unwrap();
        assert_eq!((list.total(), list.rows.iter().filter(|row| row.open).count()), (3, 3));
        let found = payments::difference(&mut cx, list.rows[0].id).await.unwrap();
        assert_eq!(found, list.rows[0]);
        drop(cx);
        run(t, &accountant(), async |cx| payments::resolve(cx, found.id, "Đối tác đã gửi bảng kê bổ sung").await).await.unwrap();
        assert!(matches!(run(t, &accountant(), async |cx| payments::resolve(cx, found.id, "Lần nữa cho chắc").await).await, Err(Error::Conflict(_))));
        // A corrected file settles what it explains.
        let better = "transaction_id;amount\r\nT1;5.000\r\nT2;5.000\r\nT3;5.000\r\n";
        let result = run(t, &accountant(), async |cx| payments::reconcile(cx, &input, better).await).await.unwrap();
        assert_eq!((result.matched, result.differing), (3, 0));
        assert_eq!(money(t, &codes[2]).await.status, PaymentStatus::Reconciled);
        // The lists: words, days, sums.
        let mut cx = t.portal.read(&accountant()).await.unwrap();
        let paid = LedgerFilter { tab: LedgerTab::Paid, words: "sơn".into(), from: Some(day(11, 16)), to: Some(day(11, 16)), ..LedgerFilter::default() };
        assert_eq!(payments::sums(&mut cx, &paid).await.unwrap(), (3, 15_000));
        assert_eq!(payments::ledger(&mut cx, &paid).await.unwrap().rows[0].reference, "BL26-0000003");
        let none = LedgerFilter { method: Some(PaymentMethod::Cash), ..paid.clone() };
        assert_eq!(payments::sums(&mut cx, &none).await.unwrap(), (0, 0));
        assert_eq!(payments::sums(&mut cx, &LedgerFilter::default()).await.unwrap(), (0, 0));
        assert_eq!(payments::sums(&mut cx, &LedgerFilter { tab: LedgerTab::Refunds, ..LedgerFilter::default() }).await.unwrap(), (0, 0));
        drop(cx);
        // An accountant elsewhere sees nothing of it.
        let elsewhere = official(7, "Ngô Mẫu Hùng", OTHER_WARD, &[Role::Official, Role::Accountant], &[OTHER_WARD]);
        let mut cx = t.portal.read(&elsewhere).await.unwrap();
        assert_eq!(payments::sums(&mut cx, &paid).await.unwrap(), (0, 0));
        assert!(matches!(payments::money(&mut cx, &codes[0]).await, Err(Error::NotFound)));
    })
    .await;
}

/// A02-02 for D14–D16: outside the table they are refused and write nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a02_02_money_outside_the_table() {
    with_dbs(async |t| {
        lay_fees(t).await;
        let received = receive(t, &submit(t, 1).await).await;
        let code = received.submission_code.clone();
        for state in DossierState::ALL {
            let mut cx = t.portal.write(&system()).await.unwrap();
            cx.conn().exec("UPDATE dossier SET state = $2 WHERE id = $1", args![received.id, state.as_str()]).await.unwrap();
            cx.commit().await.unwrap();
            let version = version(t, &code).await;
            let at_work = matches!(state, DossierState::Received | DossierState::Processing);
            if !at_work {
                let asked = run(t, &system(), async |cx| payments::request_payment(cx, &code, version, &by_fees(day(12, 1))).await).await;
                assert!(matches!(asked, Err(Error::Conflict(_))), "D14 {state}");
            }
            if *state != DossierState::AwaitingPayment {
                let confirmed = run(t, &system(), async |cx| payments::confirm_paid(cx, &code, version).await).await;
                let expired = run(t, &system(), async |cx| payments::payment_expired(cx, &code, version).await).await;
                assert!(matches!((confirmed, expired), (Err(Error::Conflict(_)), Err(Error::Conflict(_)))), "D15, D16 {state}");
            }
        }
        assert_eq!(count(t, "SELECT COUNT(*) FROM charge").await, 0);
        assert_eq!(view(t, &code).await.timeline.len(), 2);
    })
    .await;
}
