//! A02-10: the apology engine over simulated days, on both engines.

use crate::dossiers::fixture::*;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use domain::dossiers::{self, Dossier};
use domain::testing::{TestPortal, vn, with_dbs};
use domain::{Actor, args, jobs};
use model::dossiers::*;

/// Who holds which role where, as messages to roles need it: head, leader, and the office that controls procedures.
const ROLES: &str = "INSERT INTO role_assignment (person_id, role, unit_id, scope, source, valid_from, granted_by_name) VALUES
    (3, 'division_head', 4, 'unit', 'manual', '2025-07-01T00:00:00+00:00', 'Kiểm thử'),
    (4, 'unit_leader', 2, 'subtree', 'manual', '2025-07-01T00:00:00+00:00', 'Kiểm thử'),
    (5, 'procedure_controller', 1, 'province', 'manual', '2025-07-01T00:00:00+00:00', 'Kiểm thử')";

fn system() -> Actor {
    Actor::system("Kiểm thử")
}

pub async fn roles(t: &TestPortal) {
    run(t, &system(), async |cx| cx.conn().exec(ROLES, args![]).await).await.unwrap();
}

/// Lets the time pass in steps of half an hour; at each two processes look, and look again.
async fn until(t: &TestPortal, end: DateTime<Utc>) {
    while t.portal.clock().now() < end {
        t.portal.clock().advance(Duration::minutes(30));
        let (one, two) = tokio::join!(dossiers::watch(&t.portal), dossiers::watch(&t.portal));
        one.unwrap();
        two.unwrap();
    }
}

/// What was said about the due date of a dossier: event, step, account, channel, when.
type Said = Vec<(String, String, i64, String, DateTime<Utc>)>;

async fn said(t: &TestPortal, n: usize) -> Said {
    let mut cx = t.portal.read(&system()).await.unwrap();
    let sql = "SELECT event, event_key, account_id, channel, created_at FROM outbox WHERE event_key LIKE $1 ORDER BY created_at, event, account_id, channel";
    let rows: Said = cx.conn().all(sql, args![format!("due:N-261123-{n:06}:%")]).await.unwrap();
    rows.into_iter().map(|(event, key, account, channel, at)| (event, key.rsplit(':').next().unwrap().to_owned(), account, channel, at)).collect()
}

fn line(event: &str, step: &str, account: i64, channel: &str, at: DateTime<Utc>) -> (String, String, i64, String, DateTime<Utc>) {
    (event.into(), step.into(), account, channel.into(), at)
}

async fn at_work(t: &TestPortal, n: usize) -> Dossier {
    accept(t, &receive(t, &submit(t, n).await).await).await
}

async fn queue(t: &TestPortal, actor: &Actor) -> Vec<String> {
    let mut cx = t.portal.read(actor).await.unwrap();
    let list = dossiers::list(&mut cx, &DeskFilter { queue: Some(Queue::Apology), ..Default::default() }).await.unwrap();
    list.rows.into_iter().map(|row| row.code).collect()
}

async fn view(t: &TestPortal, code: &str) -> DossierView {
    let mut cx = t.portal.read(&system()).await.unwrap();
    dossiers::by_any_code(&mut cx, code).await.unwrap().unwrap()
}

/// Proposes and signs form 04.
pub async fn extend(t: &TestPortal, dossier: &Dossier, day: NaiveDate) -> Dossier {
    let code = &dossier.submission_code;
    let input = NewDue { reason: "Phải xác minh tại nơi cư trú cũ".into(), day };
    let version = view(t, code).await.version;
    run(t, &officer(), async |cx| dossiers::propose_extension(cx, code, version, &input).await).await.unwrap();
    let version = view(t, code).await.version;
    run(t, &leader(), async |cx| dossiers::decide_extension(cx, code, version, &ProposalDecision::Approve(None)).await).await.unwrap()
}

/// A02-10: a simulated week sends each message once, none for a paused dossier.
#[tokio::test(flavor = "multi_thread")]
async fn a02_10_a_week_of_warnings_and_apologies() {
    with_dbs(async |t| {
        lay(t).await;
        roles(t).await;
        t.portal.clock().set(vn(2026, 11, 16, 8, 0));
        // All due on Monday 23/11 at 17:00: nobody cares, one is paused, one is finished, one gets more time.
        let (late, paused, finished, extended) = (at_work(t, 1).await, at_work(t, 2).await, at_work(t, 3).await, at_work(t, 4).await);
        assert_eq!(late.due, Some(vn(2026, 11, 23, 17, 0)));
        until(t, vn(2026, 11, 18, 10, 0)).await;
        pause(t, &paused).await;
        until(t, vn(2026, 11, 20, 9, 0)).await;
        let codes: Vec<String> = [&late, &finished, &extended].iter().map(|dossier| dossier.code.clone().unwrap()).collect();
        assert_eq!(queue(t, &officer()).await, codes);
        assert_eq!(queue(t, &leader()).await, codes);
        assert!(queue(t, &stranger()).await.is_empty());
        extend(t, &extended, NaiveDate::from_ymd_opt(2026, 11, 25).unwrap()).await;
        publish(t, &sign(t, &finished).await).await;
        assert_eq!(queue(t, &officer()).await, codes[..1]);
        until(t, vn(2026, 11, 27, 9, 0)).await;

        let due = |day, hour| vn(2026, 11, day, hour, 0);
        let expected = [
            line("dossier_due_soon", "three_days", 2, "in_app", due(18, 7)),
            line("dossier_due_soon", "two_days", 3, "in_app", due(19, 7)),
            line("dossier_escalated", "undecided", 4, "in_app", due(20, 17)),
            line("dossier_escalated", "undecided", 5, "in_app", due(20, 17)),
            line("apology_automatic", "passed", 6, "in_app", due(23, 17)),
            line("apology_automatic", "passed", 6, "sms", due(23, 17)),
            // Tuesday 24/11 is a holiday.
            line("dossier_escalated", "unanswered", 5, "in_app", due(25, 17)),
        ];
        assert_eq!(said(t, 1).await, expected, "{}", t.engine);
        assert_eq!(said(t, 2).await, expected[..1], "{}: paused", t.engine);
        assert_eq!(said(t, 3).await, expected[..2], "{}: finished", t.engine);
        let moved = said(t, 4).await;
        let steps: Vec<(&str, DateTime<Utc>)> = moved.iter().map(|(_, step, _, _, at)| (step.as_str(), *at)).collect();
        // The new due date is Wednesday 25/11: its second-last working day is Friday 20/11 itself.
        let expected = [
            ("three_days", due(18, 7)),
            ("two_days", due(19, 7)),
            ("two_days", vn(2026, 11, 20, 9, 30)),
            ("undecided", due(23, 17)),
            ("undecided", due(23, 17)),
            ("passed", due(25, 17)),
            ("passed", due(25, 17)),
            ("unanswered", due(26, 17)),
        ];
        assert_eq!(steps, expected, "{}: extended", t.engine);

        let shown = view(t, &late.submission_code).await;
        let apologies: Vec<_> = shown.timeline.iter().filter(|entry| entry.action == DossierAction::Apologised).collect();
        assert_eq!((apologies.len(), shown.apology_auto), (1, true));
        assert!(apologies[0].note.contains("thay mặt Nguyễn Mẫu Dũng"), "{}", apologies[0].note);
        assert!(shown.apology().contains("01 ngày làm việc"));
        assert!(shown.timeline.iter().zip(1..).all(|(entry, seq)| entry.seq == seq));
        assert!(!view(t, &paused.submission_code).await.apology_auto && !view(t, &finished.submission_code).await.apology_auto);
        let mut cx = t.portal.read(&system()).await.unwrap();
        let sms: (String,) =
            cx.conn().one("SELECT text FROM outbox WHERE event = 'apology_automatic' AND channel = 'sms' ORDER BY id LIMIT 1", args![]).await.unwrap();
        let code = late.code.as_deref().unwrap();
        assert!(
            sms.0.starts_with(&format!("UBND phuong Thanh Lam xin loi: ho so {code} cham hen 23/11/2026, se hen lai trong 01 ngay lam viec.")),
            "{}",
            sms.0
        );
        assert_eq!(domain::audit::verify(&mut cx.conn()).await.unwrap().fault, None);
    })
    .await;
}

async fn pause(t: &TestPortal, dossier: &Dossier) {
    let code = &dossier.submission_code;
    let form = supplement(NaiveDate::from_ymd_opt(2026, 12, 5).unwrap());
    run(t, &officer(), async |cx| dossiers::propose_supplement(cx, code, dossier.version, &form).await).await.unwrap();
    let version = view(t, code).await.version;
    run(t, &head(), async |cx| dossiers::approve_supplement(cx, code, version).await).await.unwrap();
}

/// Limits in hours: half, 80 %, the due instant. A portal that slept warns of nothing that is past, and still apologises.
#[tokio::test(flavor = "multi_thread")]
async fn hours_and_a_long_sleep() {
    with_dbs(async |t| {
        lay(t).await;
        roles(t).await;
        t.portal.clock().set(vn(2026, 11, 16, 8, 0));
        let (quick, slept) = (at_work(t, 1).await, at_work(t, 2).await);
        run(t, &system(), async |cx| {
            let sql = "UPDATE dossier SET deadline_rule = 'working_hour:8', due_current = $2, due_without_extension = $2, due_order = $2 WHERE id = $1";
            cx.conn().exec(sql, args![quick.id, vn(2026, 11, 17, 8, 0)]).await
        })
        .await
        .unwrap();
        until(t, vn(2026, 11, 17, 9, 0)).await;
        let steps: Vec<(String, DateTime<Utc>)> = said(t, 1).await.into_iter().map(|(_, step, _, _, at)| (step, at)).collect();
        let expected = [("half", (16, 14, 0)), ("most", (16, 16, 30)), ("passed", (17, 8, 0)), ("passed", (17, 8, 0))];
        assert_eq!(steps, expected.map(|(step, (day, hour, minute))| (step.to_owned(), vn(2026, 11, day, hour, minute))));
        assert!(said(t, 2).await.is_empty());
        // The machine is off from Tuesday to the day after the due date.
        t.portal.clock().set(vn(2026, 11, 25, 16, 0));
        let first = dossiers::watch(&t.portal).await.unwrap();
        assert_eq!(dossiers::watch(&t.portal).await.unwrap().taken, 0);
        assert!(first.taken > 0);
        let steps: Vec<String> = said(t, 2).await.into_iter().map(|(_, step, ..)| step).collect();
        assert_eq!(steps, ["passed", "passed"]);
        assert!(view(t, &slept.submission_code).await.apology_auto);
    })
    .await;
}

/// The worker plans one look per ten minutes and performs it as a job; finished looks do not pile up.
#[tokio::test(flavor = "multi_thread")]
async fn a_look_is_a_job() {
    with_dbs(async |t| {
        lay(t).await;
        roles(t).await;
        t.portal.clock().set(vn(2026, 11, 16, 8, 0));
        at_work(t, 1).await;
        t.portal.clock().set(vn(2026, 11, 18, 7, 0));
        for _ in 0..2 {
            run(t, &system(), async |cx| dossiers::plan_watch(cx).await).await.unwrap();
        }
        let mut performed = 0;
        while let Some(job) = jobs::claim(&t.portal).await.unwrap() {
            domain::perform(&t.portal, &job).await.unwrap();
            performed += usize::from(job.kind == dossiers::WATCH_JOB);
        }
        assert_eq!((performed, said(t, 1).await.len()), (1, 1));
        t.portal.clock().set(vn(2026, 11, 20, 7, 0));
        dossiers::watch(&t.portal).await.unwrap();
        let mut cx = t.portal.read(&system()).await.unwrap();
        assert_eq!(cx.conn().count("SELECT COUNT(*) FROM job WHERE kind = 'dossiers.due_watch'", args![]).await.unwrap(), 0);
    })
    .await;
}
