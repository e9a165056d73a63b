//! The simulated national portal of the demo: what its page of a case waits for.

use crate::dossiers::fixture::*;
use chrono::Duration;
use domain::dossiers::partners::demo;
use domain::testing::{TestPortal, with_dbs};
use domain::{Actor, args};
use model::partners::SubmissionForm;
use serde_json::json;

const STATUS: &str = "INSERT INTO simulated_status (external_code, message_id, body, received_at) VALUES ($1, $2, $3, $4)";

async fn awaits(t: &TestPortal, code: &str) -> bool {
    demo::case(&mut t.portal.read(&Actor::anonymous()).await.unwrap(), code).await.unwrap().awaits
}

async fn told(t: &TestPortal, code: &str, id: &str, state: i64) {
    let body = json!({ "TrangThaiHoSo": state }).to_string();
    let now = t.portal.clock().now();
    run(t, &Actor::system("Kiểm thử"), async |cx| cx.conn().exec(STATUS, args![code, id, body, now]).await).await.unwrap();
}

/// The page of a case looks again until a status of the last message has come, also when earlier ones came long ago; never longer
/// than a minute.
#[tokio::test(flavor = "multi_thread")]
async fn a_case_awaits_what_becomes_of_its_last_message() {
    with_dbs(async |t| {
        lay(t).await;
        let form = SubmissionForm {
            procedure: "1.004873".into(),
            unit: "H99.101".into(),
            name: "Hoàng Mẫu Liên Thông".into(),
            number: "999090000001".into(),
            phone: "0999900001".into(),
        };
        let code = run(t, &Actor::anonymous(), async |cx| demo::submit(cx, &form, 5).await).await.unwrap();
        let mut waited = vec![awaits(t, &code).await];
        t.portal.clock().advance(Duration::seconds(3));
        told(t, &code, "T1", 1).await;
        waited.push(awaits(t, &code).await);
        t.portal.clock().advance(Duration::hours(1));
        run(t, &Actor::anonymous(), async |cx| demo::withdraw(cx, &code, 1).await).await.unwrap();
        waited.push(awaits(t, &code).await);
        t.portal.clock().advance(Duration::seconds(3));
        waited.push(awaits(t, &code).await);
        told(t, &code, "T2", 7).await;
        waited.push(awaits(t, &code).await);
        assert_eq!(waited, [true, false, true, true, false], "{}", t.engine);

        run(t, &Actor::anonymous(), async |cx| demo::withdraw(cx, &code, 1).await).await.unwrap();
        t.portal.clock().advance(Duration::seconds(61));
        assert!(!awaits(t, &code).await, "{}: not for ever", t.engine);
    })
    .await;
}
