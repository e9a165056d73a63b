//! 09 §1.5, §1.9: a legal notice that has no way to its recipient, or that no gateway took within a day, is told by a person.

use super::fixture::*;
use super::unsent::{NUMBER, ids, list, unit_admin, untold};
use domain::notify::{outbox, unsent};
use domain::testing::{TestPortal, vn, with_dbs};
use domain::today::{self, WorkKind};
use domain::{Actor, Error, args, dossiers};
use model::dossiers::{RefusalReason, Refuse};
use model::notify::unsent::UnsentFilter;
use model::notify::{Event, OutboxState};

/// Refuses application `n`, whose applicant chose these channels; returns its code.
async fn refused(t: &TestPortal, n: usize, channels: &'static str) -> String {
    let code = submit(t, n).await.submission_code;
    let choose = async |cx: &mut domain::Cx| cx.conn().exec("UPDATE dossier SET notify = $2 WHERE submission_code = $1", args![&code, channels]).await;
    run(t, &Actor::system("Kiểm thử"), choose).await.unwrap();
    let (refuse, now) =
        (Refuse { reason: RefusalReason::NotCompetent.into(), basis: "Không thuộc thẩm quyền".into(), guidance: "Nộp tại sở".into() }, version(t, &code).await);
    run(t, &receptionist(), async |cx| dossiers::refuse_intake(cx, &code, now, &refuse).await).await.unwrap();
    code
}

/// 09 §1.9: whoever chose no channel, or has no address for it, is told by a person; reading it in the portal is enough, too.
#[tokio::test(flavor = "multi_thread")]
async fn a_legal_notice_without_a_way_out_needs_a_person() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 9, 0));
        refused(t, 1, "").await;
        refused(t, 2, "email").await;
        refused(t, 3, "sms").await;
        assert_eq!((untold(t, &receptionist()).await, untold(t, &stranger()).await), (2, 0), "{}", t.engine);
        let mut cx = t.portal.read(&receptionist()).await.unwrap();
        let rows = dossiers::untold(&mut cx).await.unwrap();
        assert!(rows[0].line.reason.contains("không chọn kênh") && rows[1].line.reason.contains("Không có số điện thoại hoặc địa chỉ thư"));
        assert!(rows.iter().all(|row| row.line.to.is_empty() && row.phone == NUMBER && row.line.way() == "Không có kênh gửi"));
        drop(cx);
        // Administrators see it and can do nothing about it; a gateway is never asked.
        let admin = unit_admin(&[WARD, CENTRE, DIVISION, OFFICE]);
        assert_eq!(list(t, &admin, UnsentFilter::default()).await.len(), 2);
        let mut cx = t.portal.read(&admin).await.unwrap();
        assert_eq!(today::waiting_load(&mut cx, WorkKind::Notice).await.unwrap().total, 0, "{}", t.engine);
        drop(cx);
        let id = rows[0].line.id;
        assert!(matches!(run(t, &admin, async |cx| unsent::resend(cx, id, true).await).await, Err(Error::Conflict(_))));
        let mut left = Vec::new();
        while let Some(message) = outbox::claim(&t.portal).await.unwrap() {
            outbox::sent(&t.portal, &message, "p").await.unwrap();
            left.push(message.address);
        }
        assert!(left.iter().all(|address| address == NUMBER), "{left:?}");
        run(t, &receptionist(), async |cx| dossiers::told_otherwise(cx, id, "Đã gọi lúc 9 giờ, người nộp đã biết").await).await.unwrap();
        assert_eq!(untold(t, &receptionist()).await, 1);
        run(t, &citizen(), async |cx| outbox::mark_read(cx).await).await.unwrap();
        assert_eq!(untold(t, &receptionist()).await, 0, "{}: read in the portal", t.engine);
        // The night puts away what nobody has to tell any more, so that no page reads it again; the list of what was done keeps it.
        let left = async || {
            let mut cx = t.portal.read(&admin).await.unwrap();
            cx.conn().count("SELECT COUNT(*) FROM outbox WHERE state = 'failed' AND settled_at IS NULL", args![]).await.unwrap()
        };
        let done = async || list(t, &admin, UnsentFilter { done: true, ..UnsentFilter::default() }).await.len();
        assert_eq!((left().await, done().await), (1, 2), "{}: told, and read", t.engine);
        domain::nightly::run(&t.portal).await.unwrap();
        assert_eq!((left().await, done().await), (0, 2), "{}", t.engine);
        assert_eq!((untold(t, &receptionist()).await, list(t, &admin, UnsentFilter::default()).await.len()), (0, 0), "{}", t.engine);
    })
    .await;
}

/// A legal notice counts as not arrived after a day at the latest, while it is still tried; what arrives later closes its row and says so.
#[tokio::test(flavor = "multi_thread")]
async fn a_legal_notice_waits_for_a_gateway_a_day_at_most() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 9, 0));
        refused(t, 1, "sms").await;
        run(t, &Actor::system("Kiểm thử"), async |cx| {
            cx.conn().exec("UPDATE outbox SET state = 'delivered' WHERE event <> 'intake_refused'", args![]).await
        })
        .await
        .unwrap();
        let id = ids(t, Event::IntakeRefused).await[0];
        let missed = async || {
            let message = outbox::claim(&t.portal).await.unwrap().unwrap();
            outbox::failed(&t.portal, &message, "không kết nối được", outbox::Missed::NotTaken).await.unwrap();
        };
        missed().await;
        t.portal.clock().set(vn(2026, 11, 24, 8, 59));
        missed().await;
        let admin = unit_admin(&[WARD, CENTRE, DIVISION, OFFICE]);
        assert_eq!((untold(t, &receptionist()).await, list(t, &admin, UnsentFilter::default()).await.len()), (0, 0), "{}", t.engine);
        t.portal.clock().set(vn(2026, 11, 24, 9, 0));
        assert_eq!(untold(t, &receptionist()).await, 1, "{}", t.engine);
        let waiting = UnsentFilter { state: Some(OutboxState::Queued), ..UnsentFilter::default() };
        let rows = list(t, &admin, waiting.clone()).await;
        assert!(rows.len() == 1 && rows[0].id == id && rows[0].why().ends_with("Lần thử cuối: không kết nối được"), "{rows:?}");
        let mut cx = t.portal.read(&admin).await.unwrap();
        assert_eq!(unsent::counts(&mut cx).await.unwrap(), [(OutboxState::Queued, 1)]);
        drop(cx);
        assert!(matches!(run(t, &admin, async |cx| unsent::resend(cx, id, true).await).await, Err(Error::Conflict(_))), "it is tried anyway");
        // While a gateway is asked it is the same row.
        t.portal.clock().set(vn(2026, 11, 25, 9, 0));
        let message = outbox::claim(&t.portal).await.unwrap().unwrap();
        assert_eq!((untold(t, &receptionist()).await, list(t, &admin, waiting.clone()).await.len()), (1, 1), "{}", t.engine);
        outbox::sent(&t.portal, &message, "p").await.unwrap();
        assert_eq!((untold(t, &receptionist()).await, list(t, &admin, UnsentFilter::default()).await.len()), (0, 0));
        let done = list(t, &admin, UnsentFilter { done: true, ..UnsentFilter::default() }).await;
        assert!(done.len() == 1 && done[0].why().starts_with("Đã đến lúc 09:00"), "{}: {done:?}", t.engine);
        let mut cx = t.portal.read(&receptionist()).await.unwrap();
        assert!(dossiers::untold_notice(&mut cx, id).await.unwrap().line.has_arrived());
        drop(cx);
        let tell = run(t, &receptionist(), async |cx| dossiers::told_otherwise(cx, id, "Đã gọi lúc 9 giờ, người nộp đã biết").await).await;
        assert!(matches!(tell, Err(Error::Conflict(_))), "nobody is told twice");
    })
    .await;
}

/// What left within the day was never a matter of anybody.
#[tokio::test(flavor = "multi_thread")]
async fn a_legal_notice_that_left_in_time_stands_nowhere() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 9, 0));
        refused(t, 1, "sms").await;
        while let Some(message) = outbox::claim(&t.portal).await.unwrap() {
            outbox::sent(&t.portal, &message, "p").await.unwrap();
        }
        t.portal.clock().set(vn(2026, 11, 26, 9, 0));
        let admin = unit_admin(&[WARD, CENTRE, DIVISION, OFFICE]);
        for done in [false, true] {
            assert!(list(t, &admin, UnsentFilter { done, ..UnsentFilter::default() }).await.is_empty(), "{} {done}", t.engine);
        }
        assert_eq!(untold(t, &receptionist()).await, 0);
    })
    .await;
}
