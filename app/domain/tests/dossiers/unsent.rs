//! 09 §1.5, §1.8: messages that did not arrive wait for a person, who sends them again, closes them or tells the applicant otherwise.

use super::fixture::*;
use domain::notify::{self, Recipient, outbox, unsent};
use domain::testing::{TestPortal, vn, with_dbs};
use domain::today::{self, WorkKind};
use domain::{Actor, Error, args, dossiers};
use model::access::{Action, ObjectKind, Reach, Role};
use model::dossiers::DossierAction;
use model::notify::unsent::{CareKind, UnsentFilter, UnsentLine};
use model::notify::{Event, NotifyChannel, OutboxState};

pub const NUMBER: &str = "0999900001";

/// Queues a message and says what became of it outside the portal.
async fn sent(t: &TestPortal, event: Event, key: &str, account: Option<i64>, channels: &[NotifyChannel], state: &'static str) {
    let to = Recipient { account_id: account, phone: Some(NUMBER.into()), email: None, channels: channels.to_vec() };
    let until = t.portal.clock().now() + chrono::Duration::hours(if state == "expired" { 0 } else { 100 });
    run(t, &Actor::system("Kiểm thử"), async |cx| {
        notify::send_until(cx, event, key, &to, &[("ma", "H99".to_owned())], "", (state != "failed").then_some(until)).await?;
        let row = args![event.as_str(), key, state];
        cx.conn()
            .exec("UPDATE outbox SET state = $3, last_error = 'số không liên lạc được' WHERE event = $1 AND event_key = $2 AND channel <> 'in_app'", row)
            .await
    })
    .await
    .unwrap();
}

pub async fn ids(t: &TestPortal, event: Event) -> Vec<i64> {
    let mut cx = t.portal.read(&Actor::system("Kiểm thử")).await.unwrap();
    let rows: Vec<(i64,)> = cx.conn().all("SELECT id FROM outbox WHERE event = $1 AND channel <> 'in_app' ORDER BY id", args![event.as_str()]).await.unwrap();
    rows.into_iter().map(|(id,)| id).collect()
}

pub async fn untold(t: &TestPortal, actor: &Actor) -> i64 {
    let mut cx = t.portal.read(actor).await.unwrap();
    let (count, rows) = (today::waiting_load(&mut cx, WorkKind::Notice).await.unwrap().today, dossiers::untold(&mut cx).await.unwrap());
    assert_eq!(count, rows.len() as i64, "{}", t.engine);
    count
}

pub fn unit_admin(units: &[i64]) -> Actor {
    official(3, "Phạm Mẫu Châu", units[0], &[Role::Official, Role::UnitAdmin], units)
}

pub async fn list(t: &TestPortal, actor: &Actor, filter: UnsentFilter) -> Vec<UnsentLine> {
    let mut cx = t.portal.read(actor).await.unwrap();
    unsent::list(&mut cx, &UnsentFilter { page: 1, ..filter }).await.unwrap().rows
}

/// A legal notice that failed on every channel is one row for the counter, until the applicant has been told.
#[tokio::test(flavor = "multi_thread")]
async fn a_legal_notice_that_failed_needs_a_person() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 9, 0));
        let code = submit(t, 1).await.submission_code;
        let both = [NotifyChannel::Sms, NotifyChannel::Zalo];
        sent(t, Event::SupplementRequested, &format!("dossier:{code}:2"), Some(6), &both, "failed").await;
        sent(t, Event::DossierSubmitted, &format!("dossier:{code}:mail"), None, &both, "failed").await;
        assert_eq!((untold(t, &receptionist()).await, untold(t, &stranger()).await, untold(t, &leader()).await), (1, 0, 0), "{}", t.engine);
        let mut cx = t.portal.read(&receptionist()).await.unwrap();
        let row = dossiers::untold(&mut cx).await.unwrap().remove(0);
        assert_eq!((row.phone.as_str(), row.dossier.as_str(), row.line.to.as_str()), (NUMBER, code.as_str(), "099•••001"));
        let load = today::waiting_load(&mut cx, WorkKind::Notice).await.unwrap();
        assert_eq!((load.total, load.today, notify::work_items(&mut cx).await.unwrap().len()), (1, 1, 1));
        drop(cx);
        // What came on another channel, or was read in the portal, has arrived.
        for (arrived, back) in [
            (
                "UPDATE outbox SET state = 'delivered' WHERE event = 'supplement_requested' AND channel = 'zalo'",
                "UPDATE outbox SET state = 'failed' WHERE channel = 'zalo'",
            ),
            (
                "UPDATE outbox SET state = 'delivered', read_at = created_at WHERE event = 'supplement_requested' AND channel = 'in_app'",
                "UPDATE outbox SET read_at = NULL WHERE channel = 'in_app'",
            ),
        ] {
            run(t, &Actor::system("Kiểm thử"), async |cx| cx.conn().exec(arrived, args![]).await).await.unwrap();
            assert_eq!(untold(t, &receptionist()).await, 0, "{}: {arrived}", t.engine);
            run(t, &Actor::system("Kiểm thử"), async |cx| cx.conn().exec(back, args![]).await).await.unwrap();
            assert_eq!(untold(t, &receptionist()).await, 1, "{}: {back}", t.engine);
        }
        let id = row.line.id;
        let tell = async |actor: Actor| run(t, &actor, async |cx| dossiers::told_otherwise(cx, id, "Đã gọi lúc 9 giờ, người nộp đã biết").await).await;
        assert!(matches!(tell(stranger()).await, Err(Error::NotFound)));
        assert!(matches!(tell(leader()).await, Err(Error::Forbidden { .. })));
        tell(receptionist()).await.unwrap();
        assert_eq!(untold(t, &receptionist()).await, 0, "both channels are done");
        assert!(matches!(tell(receptionist()).await, Err(Error::Conflict(_))));
        let mut cx = t.portal.read(&receptionist()).await.unwrap();
        let care = dossiers::untold_notice(&mut cx, id).await.unwrap().line.care.unwrap();
        assert_eq!((care.kind, care.by.as_str(), care.note.as_str()), (CareKind::Told, "Trần Mẫu An", "Đã gọi lúc 9 giờ, người nộp đã biết"));
        assert_eq!(cx.conn().count("SELECT COUNT(*) FROM audit_event WHERE action = 'outbox.told'", args![]).await.unwrap(), 2);
        // The history says so once, to the applicant, too; no step of the dossier, so no form is out of date.
        let view = dossiers::by_any_code(&mut cx, &code).await.unwrap().unwrap();
        let told: Vec<_> = view.timeline.iter().filter(|entry| entry.action == DossierAction::ToldOtherwise).collect();
        assert_eq!((told.len(), view.version, told[0].to, told[0].actor.as_str()), (1, 1, view.state, "Trần Mẫu An"), "{}", t.engine);
        assert!(told[0].is_public() && told[0].public_note() == "Về yêu cầu bổ sung giấy tờ: Đã gọi lúc 9 giờ, người nộp đã biết");
    })
    .await;
}

/// Administrators see what did not arrive of their units, never the number; each filter narrows.
#[tokio::test(flavor = "multi_thread")]
async fn administrators_see_what_did_not_arrive() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 9, 0));
        let code = submit(t, 1).await.submission_code;
        sent(t, Event::RatingInvited, &format!("dossier:{code}:3"), None, &[NotifyChannel::Zalo], "failed").await;
        sent(t, Event::TaskAssigned, "task:NV-2026-000001:1", Some(2), &[NotifyChannel::Sms], "needs_check").await;
        sent(t, Event::TaskDigest, "digest:1", None, &[NotifyChannel::Sms], "expired").await;
        let mut all = unit_admin(&[WARD]);
        for action in [Action::View, Action::Edit] {
            all.reach.insert((action, ObjectKind::Outbox), Reach { all: true, ..Reach::default() });
        }
        let own = unit_admin(&[WARD, CENTRE, DIVISION, OFFICE]);
        let rows = list(t, &own, UnsentFilter::default()).await;
        assert_eq!(rows.iter().map(|row| row.event).collect::<Vec<_>>(), [Event::TaskAssigned, Event::RatingInvited], "{}", t.engine);
        assert!(rows.iter().all(|row| row.to == "099•••001" && row.reason == "số không liên lạc được"));
        assert_eq!((list(t, &all, UnsentFilter::default()).await.len(), list(t, &unit_admin(&[OTHER_WARD]), UnsentFilter::default()).await.len()), (3, 0));
        let today = model::format::local_date(t.portal.clock().now());
        for (filter, rows) in [
            (UnsentFilter { channel: Some(NotifyChannel::Zalo), ..UnsentFilter::default() }, 1),
            (UnsentFilter { state: Some(OutboxState::Expired), ..UnsentFilter::default() }, 1),
            (UnsentFilter { event: Some(Event::TaskAssigned), ..UnsentFilter::default() }, 1),
            (UnsentFilter { day: Some(today), ..UnsentFilter::default() }, 3),
            (UnsentFilter { day: today.succ_opt(), ..UnsentFilter::default() }, 0),
            (UnsentFilter { done: true, ..UnsentFilter::default() }, 0),
        ] {
            assert_eq!(list(t, &all, filter.clone()).await.len(), rows, "{}: {filter:?}", t.engine);
        }
        let mut cx = t.portal.read(&all).await.unwrap();
        assert_eq!(unsent::counts(&mut cx).await.unwrap().iter().map(|(_, count)| count).sum::<i64>(), 3);
        // One row for the administrator; what expired is out of time.
        let (load, items) = (today::waiting_load(&mut cx, WorkKind::Notice).await.unwrap(), notify::work_items(&mut cx).await.unwrap());
        assert_eq!((load.total, items.len(), items[0].code.as_str()), (1, 1, "2"));
        let mut cx = t.portal.read(&receptionist()).await.unwrap();
        assert!(matches!(unsent::list(&mut cx, &UnsentFilter::default()).await, Err(Error::Forbidden { .. })));
    })
    .await;
}

/// Sent again is a new message that names the old one; what may have arrived only after somebody asked; what is out of time never.
#[tokio::test(flavor = "multi_thread")]
async fn sending_again_is_a_new_message() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 9, 0));
        let code = submit(t, 1).await.submission_code;
        run(t, &Actor::system("Kiểm thử"), async |cx| cx.conn().exec("UPDATE outbox SET state = 'delivered'", args![]).await).await.unwrap();
        sent(t, Event::TaskAssigned, "task:NV-2026-000001:1", Some(2), &[NotifyChannel::Sms], "needs_check").await;
        sent(t, Event::TaskDigest, "digest:1", Some(2), &[NotifyChannel::Sms], "expired").await;
        sent(t, Event::IntakeRefused, &format!("dossier:{code}:2"), None, &[NotifyChannel::Sms], "failed").await;
        let admin = unit_admin(&[WARD, CENTRE, DIVISION, OFFICE]);
        let old = ids(t, Event::TaskAssigned).await[0];
        let again = async |actor: Actor, id: i64, asked: bool| run(t, &actor, async |cx| unsent::resend(cx, id, asked).await).await;
        assert!(matches!(again(receptionist(), old, true).await, Err(Error::Forbidden { .. })));
        assert!(matches!(again(unit_admin(&[OTHER_WARD]), old, true).await, Err(Error::NotFound)));
        assert!(matches!(again(admin.clone(), old, false).await, Err(Error::Invalid(_))), "{}", t.engine);
        assert!(outbox::claim(&t.portal).await.unwrap().is_none(), "a refused step sends nothing");
        let new = again(admin.clone(), old, true).await.unwrap();
        assert!(matches!(again(admin.clone(), old, true).await, Err(Error::Conflict(_))));
        let claimed = outbox::claim(&t.portal).await.unwrap().unwrap();
        assert_eq!((claimed.id, claimed.address.as_str()), (new, NUMBER));
        let mut cx = t.portal.read(&admin).await.unwrap();
        let same =
            "SELECT COUNT(*) FROM outbox n JOIN outbox o ON o.id = n.resend_of WHERE n.id = $1 AND o.id = $2 AND o.state = 'needs_check' AND n.text = o.text
            AND n.event_key = o.event_key AND n.idempotency_key <> o.idempotency_key";
        assert_eq!(cx.conn().count(same, args![new, old]).await.unwrap(), 1);
        assert_eq!(cx.conn().count("SELECT COUNT(*) FROM audit_event WHERE action = 'outbox.resent'", args![]).await.unwrap(), 1);
        drop(cx);
        let done = list(t, &admin, UnsentFilter { done: true, ..UnsentFilter::default() }).await;
        assert_eq!((done.len(), done[0].id, done[0].care.as_ref().map(|care| care.kind)), (1, old, Some(CareKind::Resent)));
        let (digest, legal) = (ids(t, Event::TaskDigest).await[0], ids(t, Event::IntakeRefused).await[0]);
        assert!(matches!(again(admin.clone(), digest, true).await, Err(Error::Conflict(_))), "out of time");
        let close = async |id: i64| run(t, &admin, async |cx| unsent::close(cx, id, "Bản tin đã qua ngày").await).await;
        close(digest).await.unwrap();
        assert!(matches!(close(digest).await, Err(Error::Conflict(_))));
        assert!(matches!(close(legal).await, Err(Error::Conflict(_))), "a legal notice is not closed");
        again(admin.clone(), legal, false).await.unwrap();
        assert_eq!(untold(t, &receptionist()).await, 0, "it is on its way again");
    })
    .await;
}
