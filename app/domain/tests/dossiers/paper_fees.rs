//! Form 01 lists each fee with what was paid of it (02 §9).

use super::fixture::*;
use domain::testing::{vn, with_dbs};
use domain::{Actor, args, dossiers};
use model::paper::Block;

const FEES: &str =
    "INSERT INTO fee_rule (id, version_id, case_id, seq, name, kind, unit, online, direct, tiers, exempt, resolution, valid_from, valid_to) VALUES
    (1, 1, 1, 1, 'Đăng ký khai sinh', 'state_charge', 'per_dossier', 5000, 8000, '', '', 'NQ 57', '2026-01-01', NULL),
    (2, 1, 1, 2, 'Bản sao trích lục', 'service_fee', 'per_copy', 3000, 3000, '', '', 'NQ 57', '2026-01-01', NULL)";

#[tokio::test(flavor = "multi_thread")]
async fn form_01_has_a_line_for_each_fee() {
    with_dbs(async |t| {
        lay(t).await;
        let mut cx = t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
        cx.conn().exec("UPDATE procedure_version SET payment_moment = 'before_return'", args![]).await.unwrap();
        cx.conn().exec(FEES, args![]).await.unwrap();
        cx.commit().await.unwrap();
        t.portal.clock().set(vn(2026, 11, 23, 9, 0));
        let received = receive(t, &submit(t, 1).await).await;
        let mut cx = t.portal.read(&receptionist()).await.unwrap();
        let paper = dossiers::paper(&mut cx, received.code.as_deref().unwrap(), "01-2").await.unwrap();
        let found = paper.blocks.iter().find_map(|block| match block {
            Block::Table { title, rows, .. } if title == "Phí, lệ phí" => Some(rows.clone()),
            _ => None,
        });
        let line = |cells: [&str; 5]| cells.map(str::to_owned).to_vec();
        let wanted = vec![
            line(["1", "Đăng ký khai sinh (lệ phí)", "1 hồ sơ", "5.000\u{a0}đ", "Chưa nộp"]),
            line(["2", "Bản sao trích lục (phí)", "1 bản", "3.000\u{a0}đ", "Chưa nộp"]),
        ];
        assert_eq!(found, Some(wanted), "{}", t.engine);
    })
    .await;
}
