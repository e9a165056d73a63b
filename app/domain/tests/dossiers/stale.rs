//! A form that was filled in for an older version is refused with what changed meanwhile (issue 3): to officials the name and the step, to
//! applicants the unit.

use crate::dossiers::fixture::*;
use domain::dossiers::{self, apply};
use domain::testing::{vn, with_dbs};
use model::dossiers::{NewDue, Reason};

#[tokio::test(flavor = "multi_thread")]
async fn a_late_form_says_who_was_faster() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 16, 8, 0));
        let at_work = accept(t, &receive(t, &submit(t, 1).await).await).await;
        let (code, old) = (at_work.submission_code.clone(), at_work.version - 1);
        let why = Reason { reason: "Gia đình đổi ý, không làm nữa".into() };
        let refused = run(t, &receptionist(), async |cx| dossiers::request_withdrawal(cx, &code, old, &why).await).await.unwrap_err().to_string();
        assert!(refused.contains("cập nhật lúc 08:00 (Lê Mẫu Bình: “"), "{refused}");
        let refused = run(t, &citizen(), async |cx| apply::withdraw(cx, &code, old, &why).await).await.unwrap_err().to_string();
        assert!(refused.contains("cập nhật lúc 08:00 (") && refused.contains("“"), "{refused}");
        assert!(!refused.contains("Mẫu Bình"), "{refused}");

        // A proposal raises the version without an event: officials read what it was, the applicant only that an official did something.
        t.portal.clock().set(vn(2026, 11, 17, 9, 30));
        let later = NewDue { reason: "Phải xác minh tại nơi cư trú cũ".into(), day: vn(2026, 11, 26, 9, 0).date_naive() };
        run(t, &officer(), async |cx| dossiers::propose_extension(cx, &code, at_work.version, &later).await).await.unwrap();
        let refused = run(t, &receptionist(), async |cx| dossiers::request_withdrawal(cx, &code, at_work.version, &why).await).await.unwrap_err();
        assert!(refused.to_string().contains("cập nhật lúc 09:30 (Lê Mẫu Bình: “Đề xuất gia hạn”)"), "{refused}");
        let refused = run(t, &citizen(), async |cx| apply::withdraw(cx, &code, at_work.version, &why).await).await.unwrap_err();
        assert!(refused.to_string().contains("cập nhật lúc 09:30 (cán bộ). Hãy tải lại"), "{refused}");
    })
    .await;
}
