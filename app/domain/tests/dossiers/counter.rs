//! D04 (O03): a dossier of somebody at the counter, from the form to the receipt; and what the table says about D14 and D23.

mod postal;

use crate::dossiers::fixture::*;
use domain::dossiers::draft::{self, DraftKey};
use domain::dossiers::{self, receipt};
use domain::testing::{TestPortal, vn, with_dbs};
use domain::{Actor, Error, args};
use model::dossiers::apply::{AtCounter, counter_field, field};
use model::dossiers::*;
use model::payments::PaymentMethod;
use model::procedures::Answers;

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";

fn system() -> Actor {
    Actor::system("Kiểm thử")
}

/// Everything that the form of the counter wants; the first paper is mandatory.
fn typed() -> Answers {
    let pairs = [
        (field::ON_BEHALF, "myself"),
        (field::PLACE, "1"),
        (field::NAME, "Nguyễn Mẫu Hạnh"),
        ("ngay_sinh_ngay", "15"),
        ("ngay_sinh_thang", "11"),
        ("ngay_sinh_nam", "1990"),
        (field::IDENTITY, "999012340001"),
        ("dia_chi_xa", "H99.101"),
        ("dia_chi_chi_tiet", "Số 2 đường Bờ Sông"),
        (field::PHONE, "0999 912 345"),
        ("noi-dung", "Đăng ký khai sinh cho con"),
        (field::DELIVERY, "at_centre"),
        (field::NOTIFY, "sms"),
        ("nhan_1", "1"),
        ("ban_chinh_1", "1"),
        ("ban_sao_1", "2"),
    ];
    pairs.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect()
}

async fn open(t: &TestPortal) -> DraftKey {
    run(t, &receptionist(), async |cx| draft::open_at_counter(cx, "1.001193").await).await.unwrap()
}

async fn save(t: &TestPortal, key: &DraftKey, typed: &Answers) {
    run(t, &receptionist(), async |cx| draft::save_at_counter(cx, key, typed).await).await.unwrap();
}

async fn receive_draft(t: &TestPortal, key: &DraftKey, input: &AtCounter) -> domain::Result<Dossier> {
    run(t, &receptionist(), async |cx| dossiers::receive_at_counter(cx, key, input).await).await
}

use domain::dossiers::Dossier;

async fn count(t: &TestPortal, sql: &'static str) -> i64 {
    let mut cx = t.portal.read(&system()).await.unwrap();
    cx.conn().count(sql, args![]).await.unwrap()
}

async fn view(t: &TestPortal, code: &str) -> DossierView {
    let mut cx = t.portal.read(&system()).await.unwrap();
    dossiers::by_any_code(&mut cx, code).await.unwrap().unwrap()
}

/// D04, A02-06: three events, one message, form 01, the receipt with the digest of the scan; applicant and helper stay apart.
#[tokio::test(flavor = "multi_thread")]
async fn d04_from_the_form_to_the_receipt() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 9, 0));
        let key = open(t).await;
        save(t, &key, &typed()).await;
        let blob = t.portal.files().put(PDF, 1 << 20).await.unwrap();
        run(t, &receptionist(), async |cx| draft::attach(cx, &key, &draft::Place::Part(1), &blob, "chung-sinh.pdf").await).await.unwrap();
        let received = receive_draft(t, &key, &AtCounter { note: "Nộp kèm bản cũ".into(), ..AtCounter::default() }).await.unwrap();
        assert_eq!((received.state, received.code.as_deref()), (DossierState::Received, Some("H99.101-261123-0001")));
        assert_eq!(received.submission_code, key.code);
        assert_eq!(received.due, Some(vn(2026, 12, 1, 17, 0)));

        let shown = view(t, &key.code).await;
        let steps: Vec<_> = shown.timeline.iter().map(|entry| (entry.seq, entry.action, entry.from, entry.to)).collect();
        use DossierState as S;
        assert_eq!(
            steps,
            [
                (1, DossierAction::CreateDraft, None, S::Draft),
                (2, DossierAction::Submit, Some(S::Draft), S::Submitted),
                (3, DossierAction::ReceiveAtCounter, Some(S::Submitted), S::Received)
            ]
        );
        assert!(shown.timeline.iter().all(|entry| entry.actor == "Trần Mẫu An"));
        assert_made_of_what_is_stored(t, "H99.101-261123-0001", "01-3").await;
        assert!(shown.timeline[2].note.contains("Người nộp có mặt") && shown.timeline[2].note.ends_with("Nộp kèm bản cũ"));
        assert_eq!((shown.applicant_name.as_str(), shown.assisted_by.as_str()), ("Nguyễn Mẫu Hạnh", "Trần Mẫu An"));
        assert_eq!((shown.channel, shown.source, shown.applicant_phone.as_str()), (Channel::Direct, Source::Counter, "0999912345"));
        assert_eq!(shown.parts.len(), 1, "a paper that nobody brought is left out");
        assert_eq!(shown.parts[0].quantity(), "1 bản chính, 2 bản sao");
        assert_eq!(shown.parts[0].digital(), "Chờ kiểm tra bản quét");
        assert_eq!(shown.forms.iter().map(|line| line.key.as_str()).collect::<Vec<_>>(), ["01-3", "06"]);
        assert_eq!(count(t, "SELECT COUNT(*) FROM outbox WHERE channel = 'sms'").await, 1);
        assert_eq!(count(t, "SELECT COUNT(*) FROM outbox WHERE channel = 'sms' AND event = 'dossier_received'").await, 1);
        // The statistics know it as running from its receipt on.
        assert_eq!(count(t, "SELECT COUNT(*) FROM dossier_period WHERE phase = 'running' AND channel = 'direct'").await, 1);

        let proof = receipt::issue(&t.portal, &receptionist(), &key).await.unwrap();
        assert_eq!(
            (proof.files.len(), proof.files[0].name.as_str(), proof.receiving_unit.as_str()),
            (1, "chung-sinh.pdf", "Trung tâm Phục vụ hành chính công phường Thành Lam")
        );
        let mut cx = t.portal.read(&system()).await.unwrap();
        assert_eq!(domain::audit::verify(&mut cx.conn()).await.unwrap().fault, None);
    })
    .await;
}

/// Sent home and received at the same moment, by two portals or one: exactly one of both happens.
#[tokio::test(flavor = "multi_thread")]
async fn sent_home_or_received() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 9, 0));
        let mut at_home = 0;
        for n in 0..8 {
            let key = open(t).await;
            save(t, &key, &typed()).await;
            let (desk, input) = (receptionist(), AtCounter::default());
            let send = run(t, &desk, async |cx| draft::send_home(cx, &key).await);
            let (home, received) = tokio::join!(send, receive_draft(t, &key, &input));
            assert_ne!(home.is_ok(), received.is_ok(), "{} {n}: {home:?} {received:?}", t.engine);
            at_home += i64::from(home.is_ok());
        }
        assert_eq!(count(t, "SELECT COUNT(*) FROM dossier").await, 8 - at_home);
        assert_eq!(count(t, "SELECT COUNT(*) FROM outbox WHERE event = 'draft_sent_home'").await, at_home);
        // Whichever came first, the other way round is refused as well.
        let key = open(t).await;
        save(t, &key, &typed()).await;
        run(t, &receptionist(), async |cx| draft::send_home(cx, &key).await).await.unwrap();
        assert!(matches!(receive_draft(t, &key, &AtCounter::default()).await, Err(Error::NotFound)));
        let key = open(t).await;
        save(t, &key, &typed()).await;
        receive_draft(t, &key, &AtCounter::default()).await.unwrap();
        assert!(matches!(run(t, &receptionist(), async |cx| draft::send_home(cx, &key).await).await, Err(Error::Conflict(_))));
    })
    .await;
}

/// The same form twice is one dossier; two at once, too.
#[tokio::test(flavor = "multi_thread")]
async fn a_second_post_changes_nothing() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 9, 0));
        let key = open(t).await;
        save(t, &key, &typed()).await;
        let input = AtCounter::default();
        let (one, other) = tokio::join!(receive_draft(t, &key, &input), receive_draft(t, &key, &input));
        let codes = [one.unwrap().code, other.unwrap().code];
        assert_eq!(codes[0], codes[1]);
        assert_eq!(receive_draft(t, &key, &input).await.unwrap().code, codes[0]);
        assert_eq!(count(t, "SELECT COUNT(*) FROM dossier").await, 1);
        let late = run(t, &receptionist(), async |cx| draft::save_at_counter(cx, &key, &typed()).await).await;
        assert!(matches!(late, Err(Error::Conflict(_))));
        // Nor is it something to submit online.
        let key = open(t).await;
        let online = run(t, &receptionist(), async |cx| dossiers::apply::submit(cx, &key, true).await).await;
        assert!(matches!(online, Err(Error::Conflict(_))));
    })
    .await;
}

/// Every gap is told at once, at its field; nothing is stored, and what was typed is still there.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_is_told_at_once() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 9, 0));
        let key = open(t).await;
        let mut wrong = typed();
        for name in ["nhan_1", "ban_chinh_1", "noi-dung"] {
            wrong.remove(name);
        }
        wrong.insert(field::IDENTITY.into(), "12".into());
        wrong.insert("nhan_2".into(), "1".into());
        wrong.insert("ban_sao_2".into(), "hai".into());
        save(t, &key, &wrong).await;
        let Err(Error::Invalid(errors)) = receive_draft(t, &key, &AtCounter::default()).await else { panic!("refused") };
        for name in [field::IDENTITY, "noi-dung", "nhan_1", "ban_sao_2"] {
            assert!(errors.of(name).is_some(), "{name}: {errors:?}");
        }
        assert_eq!(errors.0.len(), 4, "{errors:?}");
        assert_eq!(count(t, "SELECT COUNT(*) FROM dossier").await, 0);
        assert_eq!(count(t, "SELECT COUNT(*) FROM person WHERE national_id_hash IS NOT NULL").await, 0);
        let mut cx = t.portal.read(&receptionist()).await.unwrap();
        let kept = draft::at_counter(&mut cx, &key).await.unwrap();
        assert!(kept.submitted_at.is_none());
        assert_eq!((kept.answer(field::IDENTITY), kept.answer("ban_sao_2"), kept.answer(field::NAME)), ("12", "hai", "Nguyễn Mẫu Hạnh"));
    })
    .await;
}

/// Only a receptionist of the counter begins, only that person goes on, and only on that day (02 §21).
#[tokio::test(flavor = "multi_thread")]
async fn a_draft_at_the_counter_is_nobody_elses() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 9, 0));
        for actor in [officer(), leader(), citizen()] {
            let refused = run(t, &actor, async |cx| draft::open_at_counter(cx, "1.001193").await).await;
            assert!(matches!(refused, Err(Error::Forbidden { .. } | Error::Unauthorized)), "{}: {refused:?}", actor.name);
        }
        let unknown = run(t, &receptionist(), async |cx| draft::open_at_counter(cx, "9.999999").await).await;
        assert!(matches!(unknown, Err(Error::NotFound)));
        let key = open(t).await;
        save(t, &key, &typed()).await;
        for actor in [stranger(), officer(), citizen(), Actor::anonymous()] {
            let refused = run(t, &actor, async |cx| dossiers::receive_at_counter(cx, &key, &AtCounter::default()).await).await;
            assert!(matches!(refused, Err(Error::NotFound)), "{}: {refused:?}", actor.name);
        }
        let mut cx = t.portal.read(&receptionist()).await.unwrap();
        assert_eq!(draft::opened_today(&mut cx).await.unwrap().len(), 1);
        assert!(draft::mine(&mut cx).await.unwrap().is_empty(), "it is no application of the official");
        drop(cx);
        t.portal.clock().set(vn(2026, 11, 24, 8, 0));
        assert!(matches!(receive_draft(t, &key, &AtCounter::default()).await, Err(Error::NotFound)));
        let mut cx = t.portal.read(&receptionist()).await.unwrap();
        assert!(draft::opened_today(&mut cx).await.unwrap().is_empty());
    })
    .await;
}

/// Who was here before is filled in by number; nobody is remembered twice, and a wrong name is linked to no one.
#[tokio::test(flavor = "multi_thread")]
async fn people_are_found_and_remembered() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 9, 0));
        let known = "SELECT COUNT(*) FROM person WHERE national_id_hash IS NOT NULL";
        let key = open(t).await;
        let find = async |key: &DraftKey| run(t, &receptionist(), async |cx| draft::find_applicant(cx, key).await).await.unwrap();
        save(t, &key, &typed()).await;
        assert_eq!(find(&key).await, None);
        receive_draft(t, &key, &AtCounter::default()).await.unwrap();
        assert_eq!(count(t, known).await, 1);

        for (name, value) in [(field::IDENTITY, "999012340001"), (field::PHONE, "0999912345")] {
            let key = open(t).await;
            save(t, &key, &Answers::from([(name.to_owned(), value.to_owned())])).await;
            assert_eq!(find(&key).await.as_deref(), Some("Nguyễn Mẫu Hạnh"), "{name}");
            let mut cx = t.portal.read(&receptionist()).await.unwrap();
            let filled = draft::at_counter(&mut cx, &key).await.unwrap();
            assert_eq!((filled.answer(field::NAME), filled.answer("ngay_sinh_nam"), filled.answer(field::PHONE)), ("Nguyễn Mẫu Hạnh", "1990", "0999912345"));
            // The number is read off the card, never shown.
            assert_eq!(filled.answer(field::IDENTITY).is_empty(), name == field::PHONE);
        }
        for (name, linked) in [("nguyen mau hanh", 2), ("Nguyễn Mẫu Khác", 2)] {
            let key = open(t).await;
            let mut again = typed();
            again.insert(field::NAME.into(), name.into());
            save(t, &key, &again).await;
            receive_draft(t, &key, &AtCounter::default()).await.unwrap();
            assert_eq!(count(t, "SELECT COUNT(*) FROM dossier WHERE applicant_person_id IS NOT NULL").await, linked, "{name}");
        }
        assert_eq!(count(t, known).await, 1);
        assert_eq!(count(t, "SELECT COUNT(*) FROM audit_event WHERE action = 'personal_data.viewed'").await, 2);
    })
    .await;
}

/// The guard of D02: money that is due before the receipt is taken with it, to the đồng.
#[tokio::test(flavor = "multi_thread")]
async fn money_before_the_receipt_is_taken_with_it() {
    with_dbs(async |t| {
        lay(t).await;
        let mut cx = t.portal.write(&system()).await.unwrap();
        cx.conn().exec("UPDATE procedure_version SET payment_moment = 'before_receipt'", args![]).await.unwrap();
        let fee =
            "INSERT INTO fee_rule (id, version_id, case_id, seq, name, kind, unit, online, direct, tiers, exempt, resolution, valid_from, valid_to) VALUES
            (1, 1, 1, 1, 'Đăng ký khai sinh', 'state_charge', 'per_dossier', 5000, 8000, '', '', 'NQ 57', '2026-01-01', NULL)";
        cx.conn().exec(fee, args![]).await.unwrap();
        cx.commit().await.unwrap();
        t.portal.clock().set(vn(2026, 11, 23, 9, 0));
        let key = open(t).await;
        save(t, &key, &typed()).await;
        let paid = |amount: i64| AtCounter { money: Some((PaymentMethod::Cash, amount, String::new())), ..AtCounter::default() };
        for (input, name) in [(AtCounter::default(), "hinh_thuc"), (paid(5_000), "so_tien")] {
            let Err(Error::Invalid(errors)) = receive_draft(t, &key, &input).await else { panic!("refused") };
            assert!(errors.of(name).is_some_and(|text| text.contains("8.000")), "{errors:?}");
        }
        assert_eq!(count(t, "SELECT COUNT(*) FROM payment").await, 0);
        let received = receive_draft(t, &key, &paid(8_000)).await.unwrap();
        assert_eq!(received.state, DossierState::Received);
        assert_eq!(view(t, &key.code).await.payment, PaymentStatus::Paid);
        assert_made_of_what_is_stored(t, received.code.as_deref().unwrap(), "01-3").await;
        assert_eq!(count(t, "SELECT COUNT(*) FROM payment WHERE amount = 8000 AND method = 'cash'").await, 1);
        assert_eq!(count(t, "SELECT COUNT(*) FROM charge WHERE moment = 'before_receipt' AND state = 'paid'").await, 1);
    })
    .await;
}

/// Another procedure keeps what is known about the applicant; somebody else's matter names that person apart.
#[tokio::test(flavor = "multi_thread")]
async fn with_an_authorisation_three_persons_stand_apart() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 9, 0));
        let key = open(t).await;
        let mut other = typed();
        other.insert(field::ON_BEHALF.into(), "other".into());
        save(t, &key, &other).await;
        let Err(Error::Invalid(errors)) = receive_draft(t, &key, &AtCounter::default()).await else { panic!("refused") };
        assert!(errors.of("nguoi_uy_quyen").is_some() && errors.of("dinh_danh_uy_quyen").is_some());
        other.insert("nguoi_uy_quyen".into(), "Trần Mẫu Vắng".into());
        other.insert("dinh_danh_uy_quyen".into(), "999012340002".into());
        save(t, &key, &other).await;
        run(t, &receptionist(), async |cx| draft::change_procedure(cx, &key, "1.001193").await).await.unwrap();
        receive_draft(t, &key, &AtCounter::default()).await.unwrap();
        let shown = view(t, &key.code).await;
        assert_eq!(
            (shown.applicant_name.as_str(), shown.data_subject.as_str(), shown.assisted_by.as_str()),
            ("Nguyễn Mẫu Hạnh", "Trần Mẫu Vắng", "Trần Mẫu An")
        );
    })
    .await;
}

/// D23: whoever got the result is asked how it went, at the counter and electronically; once, by a link of their own.
#[tokio::test(flavor = "multi_thread")]
async fn d23_invites_to_rate() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 9, 0));
        let invited = "SELECT COUNT(*) FROM rating_invite";
        let ready = publish(t, &sign(t, &accept(t, &receive(t, &submit(t, 1).await).await).await).await).await;
        assert_eq!(count(t, invited).await, 0);
        let handed = Return { receiver: "Nguyễn Mẫu Sơn".into(), ..Default::default() };
        run(t, &receptionist(), async |cx| dossiers::return_result(cx, &ready.submission_code, ready.version, &handed).await).await.unwrap();
        assert_eq!(count(t, invited).await, 1);
        let mut cx = t.portal.read(&system()).await.unwrap();
        let rows: Vec<(String, String)> = cx
            .conn()
            .all("SELECT o.text, i.token FROM outbox o, rating_invite i WHERE o.event = 'rating_invited' AND o.channel = 'sms'", args![])
            .await
            .unwrap();
        assert_eq!(rows.len(), 1);
        assert!(rows[0].0.contains(&format!("/danh-gia/{}", rows[0].1)), "{}", rows[0].0);
        drop(cx);

        let mut cx = t.portal.write(&citizen()).await.unwrap();
        let new = dossiers::NewDossier { delivery: ResultDelivery::ElectronicOnly, ..application(2, cx.now()) };
        let submitted = dossiers::create_submitted(&mut cx, new).await.unwrap();
        cx.commit().await.unwrap();
        let returned = publish(t, &sign(t, &accept(t, &receive(t, &submitted).await).await).await).await;
        assert_eq!(returned.state, DossierState::Returned);
        assert_eq!(count(t, invited).await, 2);
    })
    .await;
}

/// The names of the fields of papers, as the page and the test write them.
#[test]
fn fields_of_papers() {
    assert_eq!(
        (counter_field::received(1), counter_field::originals(1), counter_field::copies(1)),
        ("nhan_1".into(), "ban_chinh_1".into(), "ban_sao_1".into())
    );
}
