//! Form 01 lists each fee with what was paid of it, form 05 says what went back already (02 §9, §12).

use super::fixture::*;
use domain::testing::{TestPortal, vn, with_dbs};
use domain::{Actor, args, dossiers};
use model::dossiers::{Reason, Stop, StopReason};
use model::paper::Block;

const FEES: &str =
    "INSERT INTO fee_rule (id, version_id, case_id, seq, name, kind, unit, online, direct, tiers, exempt, resolution, valid_from, valid_to) VALUES
    (1, 1, 1, 1, 'Đăng ký khai sinh', 'state_charge', 'per_dossier', 5000, 8000, '', '', 'NQ 57', '2026-01-01', NULL),
    (2, 1, 1, 2, 'Bản sao trích lục', 'service_fee', 'per_copy', 3000, 3000, '', '', 'NQ 57', '2026-01-01', NULL)";

/// An expired charge, and one of two lines of which a part was paid.
const EARLIER: [&str; 3] = [
    "INSERT INTO charge (id, code, submission_code, unit_id, moment, state, amount, created_at, created_by_name) VALUES
        (901, 'P-1', 'N-261123-000001', 3, 'before_return', 'expired', 7000, '2026-11-22T02:00:00+00:00', 'Kiểm thử'),
        (902, 'P-2', 'N-261123-000001', 3, 'before_return', 'due', 9000, '2026-11-22T03:00:00+00:00', 'Kiểm thử')",
    "INSERT INTO charge_line (charge_id, place, name, kind, unit, quantity, amount, resolution) VALUES
        (901, 1, 'Khoản đã quá hạn', 'service_fee', 'per_dossier', 1, 7000, 'NQ 57'),
        (902, 1, 'Thẩm định', 'service_fee', 'per_dossier', 1, 6000, 'NQ 57'), (902, 2, 'Cấp giấy', 'state_charge', 'per_dossier', 1, 3000, 'NQ 57')",
    "INSERT INTO payment (charge_id, unit_id, partner, transaction_id, amount, method, phase, payer, paid_at, recorded_at, actor_name, receipt_series, receipt_number)
        VALUES (902, 3, 'counter', 'T-1', 4000, 'cash', 'advance', 'Nguyễn Mẫu Sơn', '2026-11-22T04:00:00+00:00', '2026-11-22T04:00:00+00:00', 'Kiểm thử',
        'BL26', 900)",
];

/// Lays the fees, runs `extra`, receives an application and returns the rows of its form 01.
async fn fees_of(t: &TestPortal, extra: &[&'static str]) -> Vec<Vec<String>> {
    lay(t).await;
    let mut cx = t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
    cx.conn().exec("UPDATE procedure_version SET payment_moment = 'before_return'", args![]).await.unwrap();
    cx.conn().exec(FEES, args![]).await.unwrap();
    for rows in extra {
        cx.conn().exec(*rows, args![]).await.unwrap();
    }
    cx.commit().await.unwrap();
    t.portal.clock().set(vn(2026, 11, 23, 9, 0));
    let received = receive(t, &submit(t, 1).await).await;
    let mut cx = t.portal.read(&receptionist()).await.unwrap();
    let paper = dossiers::paper(&mut cx, received.code.as_deref().unwrap(), "01-2").await.unwrap();
    let found = paper.blocks.into_iter().find_map(|block| match block {
        Block::Table { title, rows, .. } if title == "Phí, lệ phí" => Some(rows),
        _ => None,
    });
    found.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn form_01_has_a_line_for_each_fee() {
    with_dbs(async |t| {
        let found = fees_of(t, &[]).await;
        let line = |cells: [&str; 5]| cells.map(str::to_owned).to_vec();
        let wanted = vec![
            line(["1", "Đăng ký khai sinh (lệ phí)", "1 hồ sơ", "5.000\u{a0}đ", "Chưa nộp"]),
            line(["2", "Bản sao trích lục (phí)", "1 bản", "3.000\u{a0}đ", "Chưa nộp"]),
        ];
        assert_eq!(found, wanted, "{}", t.engine);
    })
    .await;
}

/// What expired is not asked for any more; of what was paid in part, form 01 says both amounts.
#[tokio::test(flavor = "multi_thread")]
async fn form_01_says_what_was_paid_in_part() {
    with_dbs(async |t| {
        let found = fees_of(t, &EARLIER).await;
        let mut standing: Vec<(&str, &str)> = found.iter().map(|row| (row[1].as_str(), row[4].as_str())).collect();
        standing.sort_unstable();
        let part = "Đã nộp một phần: 4.000\u{a0}đ trong tổng số 9.000\u{a0}đ";
        let mut wanted =
            vec![("Bản sao trích lục (phí)", "Chưa nộp"), ("Cấp giấy (lệ phí)", part), ("Thẩm định (phí)", part), ("Đăng ký khai sinh (lệ phí)", "Chưa nộp")];
        wanted.sort_unstable();
        assert_eq!(standing, wanted, "{}", t.engine);
    })
    .await;
}

/// Two dossiers that paid 4.000 đ each: of the first all went back, of the second a part; a refund that waits went nowhere yet.
const REFUNDED: [&str; 3] = [
    "INSERT INTO charge (id, code, submission_code, dossier_id, unit_id, moment, state, amount, created_at, created_by_name)
        SELECT 900 + d.id, 'P-' || d.submission_code, d.submission_code, d.id, 3, 'before_return', 'paid', 4000, d.submitted_at, 'Kiểm thử' FROM dossier d",
    "INSERT INTO payment (id, charge_id, unit_id, partner, transaction_id, amount, method, phase, payer, paid_at, recorded_at, actor_name, receipt_series,
        receipt_number) SELECT c.id, c.id, 3, 'counter', c.code, 4000, 'cash', 'advance', 'Nguyễn Mẫu Sơn', c.created_at, c.created_at, 'Kiểm thử', 'BL26', c.id FROM charge c",
    "INSERT INTO refund (payment_id, amount, reason, bank, account_sealed, holder, state, proposed_by_name, proposed_at)
        SELECT p.id, v.amount, 'Nộp nhầm', 'Ngân hàng Mẫu', '', 'Nguyễn Mẫu Sơn', v.state, 'Kiểm thử', p.paid_at
        FROM (SELECT 'N-261123-000001' AS code, 4000 AS amount, 'approved' AS state UNION ALL SELECT 'N-261123-000002', 1000, 'approved'
            UNION ALL SELECT 'N-261123-000002', 500, 'proposed') v JOIN charge c ON c.submission_code = v.code JOIN payment p ON p.charge_id = c.id",
];

/// "Xử lý phí, lệ phí đã nộp" of a form 05.
async fn money_of(t: &TestPortal, code: &str) -> String {
    let mut cx = t.portal.read(&receptionist()).await.unwrap();
    let line = dossiers::open(&mut cx, code).await.unwrap().forms.into_iter().find(|line| line.key.starts_with("05")).unwrap();
    let paper = dossiers::paper(&mut cx, code, &line.key).await.unwrap();
    let fields = paper.blocks.into_iter().find_map(|block| match block {
        Block::Fields(fields) => fields.into_iter().find(|field| field.label == "Xử lý phí, lệ phí đã nộp"),
        _ => None,
    });
    fields.unwrap().value
}

#[tokio::test(flavor = "multi_thread")]
async fn form_05_takes_off_what_went_back() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 9, 0));
        let (one, two) = (receive(t, &submit(t, 1).await).await, receive(t, &submit(t, 2).await).await);
        for rows in REFUNDED {
            run(t, &Actor::system("Kiểm thử"), async |cx| cx.conn().exec(rows, args![]).await).await.unwrap();
        }
        let why = Reason { reason: "Gia đình đổi ý, không làm nữa".into() };
        let (code, v) = (one.submission_code.as_str(), one.version);
        let asked = run(t, &citizen(), async |cx| dossiers::request_withdrawal(cx, code, v, &why).await).await.unwrap();
        run(t, &leader(), async |cx| dossiers::accept_withdrawal(cx, code, asked.version, &why).await).await.unwrap();
        assert_eq!(money_of(t, code).await, "Đã nộp 4.000\u{a0}đ, đã hoàn đủ", "{}", t.engine);
        let stop = Stop { reason: StopReason::ApplicantDied.into(), basis: "Giấy báo tử số 12".into(), money: "Trả lại toàn bộ".into() };
        let (code, v) = (two.submission_code.as_str(), two.version);
        run(t, &leader(), async |cx| dossiers::stop(cx, code, v, &stop).await).await.unwrap();
        let wanted = "Trả lại toàn bộ (đã nộp 4.000\u{a0}đ, đã hoàn 1.000\u{a0}đ, còn 3.000\u{a0}đ)";
        assert_eq!(money_of(t, code).await, wanted, "{}", t.engine);
    })
    .await;
}
