//! The lists of reasons as data (02 §10, §12): a reason is added and ended with a day, nothing that was picked changes.

use crate::dossiers::fixture::*;
use domain::testing::{TestPortal, vn, with_dbs};
use domain::{Actor, Error, args, dossiers};
use model::access::Role;
use model::dossiers::{NewReason, NewReasonForm, ReasonKind};

fn controller() -> Actor {
    official(5, "Đỗ Mẫu Giang", OFFICE, &[Role::Official, Role::ProcedureController], &[OFFICE])
}

fn new(label: &str, day: &str) -> NewReason {
    NewReasonForm { kind: "intake_refusal".into(), label: label.into(), valid_from: day.into() }.validate().unwrap()
}

async fn add(t: &TestPortal, actor: &Actor, new: &NewReason) -> domain::Result<()> {
    run(t, actor, async |cx| dossiers::add_reason(cx, new).await).await
}

async fn labels(t: &TestPortal) -> Vec<String> {
    let mut cx = t.portal.read(&receptionist()).await.unwrap();
    dossiers::reasons(&mut cx, ReasonKind::IntakeRefusal).await.unwrap().into_iter().map(|reason| reason.label).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reason_begins_and_ends_on_its_day() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 9, 0));
        let portal_own = labels(t).await;
        assert!(matches!(add(t, &receptionist(), &new("Thiếu chữ ký", "23/11/2026")).await, Err(Error::Forbidden { .. })));
        let Err(Error::Invalid(errors)) = add(t, &controller(), &new("Thiếu chữ ký", "22/11/2026")).await else { panic!("yesterday") };
        assert!(errors.of("tu_ngay").is_some());
        add(t, &controller(), &new("Thiếu chữ ký", "25/11/2026")).await.unwrap();
        let Err(Error::Invalid(errors)) = add(t, &controller(), &new("thieu chu ky", "26/11/2026")).await else { panic!("twice") };
        assert!(errors.of("ly_do").is_some());
        assert_eq!(labels(t).await, portal_own, "not before its day");
        t.portal.clock().set(vn(2026, 11, 25, 0, 0));
        let mut with_new = portal_own.clone();
        with_new.push("Thiếu chữ ký".to_owned());
        assert_eq!(labels(t).await, with_new, "at the end of the list");

        let rows = dossiers::reason_lists(&mut t.portal.read(&controller()).await.unwrap()).await.unwrap();
        let id = rows.iter().find(|row| row.code == "thieu_chu_ky").unwrap().id;
        assert!(matches!(run(t, &receptionist(), async |cx| dossiers::end_reason(cx, id).await).await, Err(Error::Forbidden { .. })));
        let end = async || run(t, &controller(), async |cx| dossiers::end_reason(cx, id).await).await.unwrap().valid_to;
        let first = end().await;
        assert_eq!(labels(t).await, portal_own);
        t.portal.clock().set(vn(2026, 11, 30, 9, 0));
        assert_eq!(end().await, first, "ending it twice is one end");
        // It may come back later, as a row of its own.
        add(t, &controller(), &new("Thiếu chữ ký", "30/11/2026")).await.unwrap();
        assert_eq!(labels(t).await, with_new);
        assert!(matches!(run(t, &controller(), async |cx| dossiers::end_reason(cx, 999_999).await).await, Err(Error::NotFound)));
    })
    .await;
}

/// However many end reasons at once, a list keeps one.
#[tokio::test(flavor = "multi_thread")]
async fn a_list_keeps_a_reason() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 9, 0));
        let rows = dossiers::reason_lists(&mut t.portal.read(&controller()).await.unwrap()).await.unwrap();
        let refusals: Vec<i64> = rows.iter().filter(|row| row.kind == ReasonKind::IntakeRefusal).map(|row| row.id).collect();
        let actor = controller();
        let ends = refusals.iter().map(|id| run(t, &actor, async |cx| dossiers::end_reason(cx, *id).await));
        let ended = futures::future::join_all(ends).await;
        assert_eq!(ended.iter().filter(|end| end.is_ok()).count(), refusals.len() - 1, "{ended:?}");
        assert!(ended.iter().any(|end| matches!(end, Err(Error::Conflict(text)) if text.contains("ít nhất một"))));
        assert_eq!(labels(t).await.len(), 1);
        let system = "SELECT COUNT(*) FROM audit_event WHERE action = 'reason.ended'";
        assert_eq!(t.portal.read(&Actor::system("Kiểm thử")).await.unwrap().conn().count(system, args![]).await.unwrap(), 4);
    })
    .await;
}
