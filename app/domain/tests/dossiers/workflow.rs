//! The workflow of a procedure at the desk: where a dossier stands, and who took longer than the step may take (02 §2, 03 §3 rule 7).

use super::fixture::{accept, citizen, go, lay, leader, officer, receive, run, submit};
use chrono::Duration;
use domain::args;
use domain::dossiers;
use domain::testing::{TestPortal, with_dbs};
use model::dossiers::{ProcessingStage, Reason, StepTime};

const STEPS: &str = "INSERT INTO procedure_step (version_id, seq, code, name, role, hours, next, form) VALUES
    (1, 1, 'phan-cong', 'Phân công', 'division_head', 4, 'tham-dinh', ''), (1, 2, 'tham-dinh', 'Thẩm định', 'case_officer', 8, 'ky', ''),
    (1, 3, 'ky', 'Ký', 'unit_leader', 2, 'phat-hanh', ''), (1, 4, 'phat-hanh', 'Phát hành', 'clerk', 0, '', '')";

async fn times(t: &TestPortal, code: &str) -> Vec<StepTime> {
    let mut cx = t.portal.read(&leader()).await.unwrap();
    let dossier = dossiers::open(&mut cx, code).await.unwrap();
    dossiers::step_times(&mut cx, &dossier).await.unwrap()
}

fn facts(times: &[StepTime]) -> Vec<(&str, Option<i64>, i64, bool, String)> {
    times.iter().map(|step| (step.code.as_str(), step.spent, step.late(), step.current, step.who.join(", "))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn steps_say_where_a_dossier_stands_and_who_was_late() {
    with_dbs(async |t| {
        lay(t).await;
        // Without a workflow of its own a procedure shows none.
        let dossier = receive(t, &submit(t, 1).await).await;
        assert!(times(t, &dossier.submission_code).await.is_empty(), "{}", t.engine);
        let mut cx = t.portal.write(&domain::Actor::system("Kiểm thử")).await.unwrap();
        cx.conn().exec(STEPS, args![]).await.unwrap();
        cx.commit().await.unwrap();
        // Monday 23/11/2026, 07:00 to 09:00: nobody was put in charge yet.
        t.portal.clock().advance(Duration::hours(2));
        let found = times(t, &dossier.submission_code).await;
        assert_eq!(facts(&found)[0], ("phan-cong", Some(120), 0, true, String::new()), "{}", t.engine);
        assert_eq!(found[0].standing(), "Còn 2 giờ", "{}", t.engine);
        let dossier = accept(t, &dossier).await;
        // Until Wednesday 10:00; Tuesday is a holiday: 9:00–11:30, 13:30–17:00, 07:00–10:00.
        t.portal.clock().advance(Duration::hours(49));
        let dossier = go(t, &officer(), &dossier, ProcessingStage::Drafting).await.unwrap();
        let dossier = go(t, &officer(), &dossier, ProcessingStage::ToSign).await.unwrap();
        t.portal.clock().advance(Duration::hours(1));
        let found = times(t, &dossier.submission_code).await;
        let name = officer().name;
        let expected = vec![
            ("phan-cong", Some(120), 0, false, name.clone()),
            ("tham-dinh", Some(540), 60, false, name),
            ("ky", Some(60), 0, true, String::new()),
            ("phat-hanh", Some(0), 0, false, String::new()),
        ];
        assert_eq!(facts(&found), expected, "{}", t.engine);
        let words: Vec<String> = found.iter().map(StepTime::standing).collect();
        assert_eq!(words, ["Trong hạn", "Quá 1 giờ", "Còn 1 giờ", "Chưa đến"], "{}", t.engine);
        // It is a matter of the office: the applicant does not open the page of the desk.
        let mut cx = t.portal.read(&citizen()).await.unwrap();
        assert!(dossiers::open(&mut cx, &dossier.submission_code).await.is_err(), "{}", t.engine);
    })
    .await;
}

/// Whoever asks to withdraw ends the step of an official, but did not do it.
#[tokio::test(flavor = "multi_thread")]
async fn an_applicant_does_no_step_of_the_office() {
    with_dbs(async |t| {
        lay(t).await;
        let mut cx = t.portal.write(&domain::Actor::system("Kiểm thử")).await.unwrap();
        cx.conn().exec(STEPS, args![]).await.unwrap();
        cx.commit().await.unwrap();
        let dossier = accept(t, &receive(t, &submit(t, 1).await).await).await;
        let dossier = go(t, &officer(), &dossier, ProcessingStage::Drafting).await.unwrap();
        let dossier = go(t, &officer(), &dossier, ProcessingStage::ToSign).await.unwrap();
        t.portal.clock().advance(Duration::hours(1));
        let why = Reason { reason: "Gia đình đổi ý, không làm nữa".into() };
        run(t, &citizen(), async |cx| dossiers::request_withdrawal(cx, &dossier.submission_code, dossier.version, &why).await).await.unwrap();
        let found = times(t, &dossier.submission_code).await;
        assert_eq!(facts(&found)[1].4, officer().name, "{}", t.engine);
        assert_eq!(facts(&found)[2], ("ky", Some(60), 0, false, String::new()), "the hour counts, the applicant does not: {}", t.engine);
    })
    .await;
}
