//! D24: form 04 before and after the due date, by two persons; what it opens afterwards.

use crate::dossiers::apology::extend;
use crate::dossiers::fixture::*;
use chrono::NaiveDate;
use domain::dossiers::{self, Dossier};
use domain::testing::{TestPortal, vn, with_dbs};
use domain::{Actor, Error, args};
use model::calendar::DueClass;
use model::dossiers::*;

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

fn new_due(month: u32, of_month: u32) -> NewDue {
    NewDue { reason: "Phải xác minh tại nơi cư trú cũ".into(), day: day(month, of_month) }
}

async fn view(t: &TestPortal, code: &str) -> DossierView {
    let mut cx = t.portal.read(&Actor::system("Kiểm thử")).await.unwrap();
    dossiers::by_any_code(&mut cx, code).await.unwrap().unwrap()
}

async fn at_work(t: &TestPortal) -> Dossier {
    lay(t).await;
    t.portal.clock().set(vn(2026, 11, 16, 8, 0));
    accept(t, &receive(t, &submit(t, 1).await).await).await
}

async fn propose(t: &TestPortal, actor: &Actor, code: &str, input: &NewDue) -> domain::Result<()> {
    let version = view(t, code).await.version;
    run(t, actor, async |cx| dossiers::propose_extension(cx, code, version, input).await).await
}

async fn decide(t: &TestPortal, actor: &Actor, code: &str, decision: ProposalDecision) -> domain::Result<Dossier> {
    let version = view(t, code).await.version;
    run(t, actor, async |cx| dossiers::decide_extension(cx, code, version, &decision).await).await
}

/// Before the due date: two persons, a working day that is later, up to the limit; the due date moves, the original stays.
#[tokio::test(flavor = "multi_thread")]
async fn in_time_the_due_date_moves() {
    with_dbs(async |t| {
        let dossier = at_work(t).await;
        let code = dossier.submission_code.clone();
        t.portal.clock().set(vn(2026, 11, 20, 9, 0));
        for wrong in [new_due(11, 24), new_due(11, 28), new_due(11, 23), new_due(11, 20)] {
            assert!(matches!(propose(t, &officer(), &code, &wrong).await, Err(Error::Invalid(_))), "{wrong:?}");
        }
        assert!(matches!(propose(t, &receptionist(), &code, &new_due(11, 25)).await, Err(Error::Forbidden { .. })));
        assert!(matches!(propose(t, &stranger(), &code, &new_due(11, 25)).await, Err(Error::NotFound)));
        // The leader may propose, but not sign the own proposal.
        propose(t, &leader(), &code, &new_due(11, 25)).await.unwrap();
        assert!(matches!(propose(t, &officer(), &code, &new_due(11, 25)).await, Err(Error::Conflict(_))));
        assert!(matches!(decide(t, &leader(), &code, ProposalDecision::Approve(None)).await, Err(Error::Conflict(_))));
        assert!(matches!(decide(t, &head(), &code, ProposalDecision::Approve(None)).await, Err(Error::Forbidden { .. })));
        let other = official(5, "Đỗ Mẫu Giang", WARD, &[model::access::Role::UnitLeader], &[WARD]);
        decide(t, &other, &code, ProposalDecision::Refuse("Hồ sơ đủ thời gian để xong".into())).await.unwrap();
        assert_eq!(view(t, &code).await.due, Some(vn(2026, 11, 23, 17, 0)));

        let mut cx = t.portal.read(&officer()).await.unwrap();
        let preview = dossiers::extension_preview(&mut cx, &code).await.unwrap();
        assert_eq!((preview.late, preview.choices[0]), (false, (1, vn(2026, 11, 25, 17, 0))));
        drop(cx);
        propose(t, &officer(), &code, &new_due(11, 26)).await.unwrap();
        let mut cx = t.portal.read(&leader()).await.unwrap();
        let waiting = dossiers::list(&mut cx, &DeskFilter { queue: Some(Queue::Supplement), ..Default::default() }).await.unwrap();
        assert_eq!(waiting.paging.total, 1);
        assert!(dossiers::proposal_acts(&mut cx, &code).await.unwrap().contains(&ProposalAct::DecideExtension));
        drop(cx);
        let signed = decide(t, &leader(), &code, ProposalDecision::Approve(None)).await.unwrap();
        assert_eq!(signed.due, Some(vn(2026, 11, 26, 17, 0)));
        let shown = view(t, &code).await;
        assert_eq!((shown.due_original, shown.promised_due), (Some(vn(2026, 11, 23, 17, 0)), None));
        let last = shown.timeline.last().unwrap();
        assert_eq!((last.action, last.note.as_str()), (DossierAction::Extend, "Phải xác minh tại nơi cư trú cũ"));
        assert_eq!((last.due_before, last.due_after), (Some(vn(2026, 11, 23, 17, 0)), Some(vn(2026, 11, 26, 17, 0))));
        // Once, by the procedure.
        assert!(matches!(propose(t, &officer(), &code, &new_due(11, 30)).await, Err(Error::Conflict(_))));
        let mut cx = t.portal.read(&Actor::system("Kiểm thử")).await.unwrap();
        let sms: (String,) = cx.conn().one("SELECT text FROM outbox WHERE event = 'apology_overdue' AND channel = 'sms'", args![]).await.unwrap();
        assert!(sms.0.contains("cham hen 23/11/2026. Hen moi 17:00 26/11/2026."), "{}", sms.0);
    })
    .await;
}

/// After the due date: once per due date, the due date stays, the citizen sees the new date, statistics the delay; papers
/// may be asked for, and that does not stop the clock.
#[tokio::test(flavor = "multi_thread")]
async fn late_it_is_a_promise() {
    with_dbs(async |t| {
        let dossier = at_work(t).await;
        let code = dossier.submission_code.clone();
        t.portal.clock().set(vn(2026, 11, 25, 8, 0));
        let ask = async |t: &TestPortal| {
            let (form, version) = (supplement(day(12, 5)), view(t, &code).await.version);
            run(t, &officer(), async |cx| dossiers::propose_supplement(cx, &code, version, &form).await).await
        };
        assert!(ask(t).await.unwrap_err().to_string().contains("mẫu 04"));
        let signed = extend(t, &dossier, day(11, 27)).await;
        assert_eq!(signed.due, Some(vn(2026, 11, 23, 17, 0)));
        let shown = view(t, &code).await;
        assert_eq!((shown.promised_due, shown.class), (Some(vn(2026, 11, 27, 17, 0)), DueClass::Overdue));
        assert!(shown.apology().contains("hẹn lại"), "{}", shown.apology());
        let last = shown.timeline.last().unwrap();
        // The history holds the due date that counts: figures that follow it keep the delay.
        assert_eq!(last.due_after, Some(vn(2026, 11, 23, 17, 0)));
        let mut cx = t.portal.read(&officer()).await.unwrap();
        let key = shown.forms.iter().find(|paper| paper.form == PaperForm::Apology).unwrap().key.clone();
        let paper = serde_json::to_string(&dossiers::paper(&mut cx, &code, &key).await.unwrap()).unwrap();
        assert!(paper.contains("27/11/2026"), "{paper}");
        drop(cx);
        assert_eq!(last.due_moved(), "Hẹn lại 17:00 27/11/2026, hạn trả không thay đổi");
        assert!(matches!(propose(t, &officer(), &code, &new_due(11, 30)).await, Err(Error::Conflict(_))));
        let mut cx = t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
        let tracked = dossiers::tracking::track(&mut cx, &code, None, "127.0.0.1").await.unwrap().unwrap();
        assert!(tracked.apology.contains("27/11/2026") && tracked.timeline.last().unwrap().mark == "Hẹn lại");
        drop(cx);
        // Nobody apologises a second time by itself.
        crate::dossiers::apology::roles(t).await;
        dossiers::watch(&t.portal).await.unwrap();
        let mut cx = t.portal.read(&Actor::system("Kiểm thử")).await.unwrap();
        assert_eq!(cx.conn().count("SELECT COUNT(*) FROM outbox WHERE event = 'apology_automatic'", args![]).await.unwrap(), 0);
        drop(cx);
        ask(t).await.unwrap();
        let version = view(t, &code).await.version;
        run(t, &head(), async |cx| dossiers::approve_supplement(cx, &code, version).await).await.unwrap();
        let asked = view(t, &code).await;
        assert_eq!((asked.state, asked.clock, asked.class), (DossierState::AwaitingSupplement, ClockState::Running, DueClass::Overdue));
        assert_eq!(asked.due, Some(vn(2026, 11, 23, 17, 0)));
    })
    .await;
}
