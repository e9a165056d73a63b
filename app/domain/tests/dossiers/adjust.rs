//! D26: a fact is corrected by two persons, with a repeated second factor, a reason and evidence (A02-08).

use crate::dossiers::fixture::*;
use chrono::NaiveDate;
use domain::dossiers::{self, Dossier};
use domain::testing::{TestPortal, vn, with_dbs};
use domain::{Actor, Error, args};
use model::dossiers::*;
use model::files::Purpose;

fn fresh(mut actor: Actor) -> Actor {
    actor.step_up_until = Some(vn(2100, 1, 1, 0, 0));
    actor
}

async fn view(t: &TestPortal, code: &str) -> DossierView {
    let mut cx = t.portal.read(&Actor::system("Kiểm thử")).await.unwrap();
    dossiers::by_any_code(&mut cx, code).await.unwrap().unwrap()
}

async fn request(t: &TestPortal, actor: &Actor, code: &str, new: NewFact) -> domain::Result<()> {
    let version = view(t, code).await.version;
    let blob = t.portal.files().put(b"%PDF-1.7\nMinh chung\n%%EOF\n", 1_000).await.unwrap();
    run(t, actor, async |cx| {
        let evidence = domain::files::keep(cx, &blob, "minh-chung.pdf", Purpose::Dossier).await?.token;
        let input = Adjust { new, reason: "Ghi nhầm khi nhập hồ sơ giấy ngày mất điện".into(), evidence };
        dossiers::request_adjustment(cx, code, version, &input).await
    })
    .await
}

async fn approve(t: &TestPortal, actor: &Actor, code: &str) -> domain::Result<Dossier> {
    let version = view(t, code).await.version;
    run(t, actor, async |cx| dossiers::decide_adjustment(cx, code, version, &ProposalDecision::Approve(None)).await).await
}

/// A02-08: one person alone fails; without a repeated second factor nobody does anything.
#[tokio::test(flavor = "multi_thread")]
async fn a02_08_one_person_alone_corrects_nothing() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 16, 8, 0));
        let submitted = submit(t, 1).await;
        t.portal.clock().set(vn(2026, 11, 17, 9, 0));
        let dossier = accept(t, &receive(t, &submitted).await).await;
        let code = dossier.submission_code.clone();
        assert_eq!(dossier.due, Some(vn(2026, 11, 25, 17, 0)));
        let earlier = || NewFact::ReceivedAt(vn(2026, 11, 16, 9, 0));
        assert!(matches!(request(t, &leader(), &code, earlier()).await, Err(Error::Invalid(_))), "no second factor");
        assert!(matches!(request(t, &clerk(), &code, earlier()).await, Err(Error::Forbidden { .. })));
        for wrong in [vn(2026, 11, 16, 7, 0), vn(2026, 11, 17, 10, 0), vn(2026, 11, 17, 9, 0)] {
            assert!(matches!(request(t, &fresh(leader()), &code, NewFact::ReceivedAt(wrong)).await, Err(Error::Invalid(_))), "{wrong}");
        }
        let before = view(t, &code).await;
        request(t, &fresh(leader()), &code, earlier()).await.unwrap();
        assert!(matches!(approve(t, &fresh(leader()), &code).await, Err(Error::Conflict(_))), "alone");
        assert!(matches!(approve(t, &fresh(officer()), &code).await, Err(Error::Forbidden { .. })));
        let other = official(5, "Đỗ Mẫu Giang", WARD, &[model::access::Role::UnitLeader], &[WARD]);
        assert!(matches!(approve(t, &other, &code).await, Err(Error::Invalid(_))), "no second factor");
        assert_eq!(view(t, &code).await.received_at, before.received_at);
        approve(t, &fresh(other), &code).await.unwrap();
        let after = view(t, &code).await;
        assert_eq!((after.received_at, after.due), (Some(vn(2026, 11, 16, 9, 0)), Some(vn(2026, 11, 23, 17, 0))));
        assert_eq!(after.due_original, before.due_original);
        let last = after.timeline.last().unwrap();
        assert_eq!((last.action, last.due_before, last.due_after), (DossierAction::AdjustFact, before.due, after.due));
        let mut cx = t.portal.read(&Actor::system("Kiểm thử")).await.unwrap();
        let kept: (String, String, i64, i64) = cx.conn().one("SELECT field, state, requested_by, approved_by FROM fact_adjustment", args![]).await.unwrap();
        assert_eq!(kept, ("received_at".into(), "approved".into(), 4, 5));
        drop(cx);
        // What was decided never changes.
        let mut cx = t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
        assert!(cx.conn().exec("UPDATE fact_adjustment SET reason = 'x'", args![]).await.is_err());
    })
    .await;
}

/// Due date and data of the applicant; telephones are sealed, and the history does not repeat them.
#[tokio::test(flavor = "multi_thread")]
async fn due_date_and_applicant() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 16, 8, 0));
        let dossier = accept(t, &receive(t, &submit(t, 1).await).await).await;
        let code = dossier.submission_code.clone();
        let day = |day| NewFact::DueCurrent(NaiveDate::from_ymd_opt(2026, 11, day).unwrap());
        // Not before what the rule gives, not on a day off, not the same.
        for wrong in [20, 22, 23, 24] {
            assert!(matches!(request(t, &fresh(officer()), &code, day(wrong)).await, Err(Error::Invalid(_))), "{wrong}");
        }
        request(t, &fresh(officer()), &code, day(26)).await.unwrap();
        assert_eq!(approve(t, &fresh(leader()), &code).await.unwrap().due, Some(vn(2026, 11, 26, 17, 0)));
        request(t, &fresh(officer()), &code, day(23)).await.unwrap();
        assert_eq!(approve(t, &fresh(leader()), &code).await.unwrap().due, Some(vn(2026, 11, 23, 17, 0)));
        let phone = NewFact::Applicant(AdjustableFact::ApplicantPhone, "0999900777".into());
        request(t, &fresh(receptionist()), &code, phone).await.unwrap();
        approve(t, &fresh(leader()), &code).await.unwrap();
        let name = NewFact::Applicant(AdjustableFact::ApplicantName, "Nguyễn Mẫu Sơn Ca".into());
        request(t, &fresh(receptionist()), &code, name).await.unwrap();
        approve(t, &fresh(leader()), &code).await.unwrap();
        let shown = view(t, &code).await;
        assert_eq!((shown.applicant_phone.as_str(), shown.applicant_name.as_str()), ("0999900777", "Nguyễn Mẫu Sơn Ca"));
        assert!(shown.timeline.iter().all(|entry| !entry.note.contains("0999900777")));
        let mut cx = t.portal.read(&leader()).await.unwrap();
        let found = dossiers::list(&mut cx, &DeskFilter { queue: Some(Queue::Open), words: "son ca".into(), ..Default::default() }).await.unwrap();
        assert_eq!(found.paging.total, 1);
        let stored: Vec<(String, String)> =
            cx.conn().all("SELECT old_value, new_value FROM fact_adjustment WHERE field = 'applicant_phone'", args![]).await.unwrap();
        assert!(stored.iter().all(|(old, new)| old.starts_with("s1:") && new.starts_with("s1:")), "{stored:?}");
        // After the end the fact that is corrected moves, the end does not.
        drop(cx);
        let ended = publish(t, &sign(t, &Dossier { version: shown.version, ..dossier }).await).await;
        let finished = view(t, &code).await.finished_at;
        request(t, &fresh(officer()), &code, day(27)).await.unwrap();
        approve(t, &fresh(leader()), &code).await.unwrap();
        let after = view(t, &code).await;
        assert_eq!((after.finished_at, after.ended_at, after.state), (finished, finished, ended.state));
        assert_eq!(after.due, Some(vn(2026, 11, 27, 17, 0)));
    })
    .await;
}
