//! Applying online: draft, files, submission, receipt, tracking, on both engines.

use domain::dossiers::draft::{self, DraftKey, Place};
use domain::dossiers::payments::{self, callback};
use domain::dossiers::{apply, receipt, tracking};
use domain::testing::{TestPortal, with_dbs};
use domain::{Actor, Error};
use model::dossiers::PaymentStatus;
use model::dossiers::apply::{DraftView, Step, field};
use model::payments::PaymentOutcome;
use model::procedures::{Answers, QuestionKind};

const CODE: &str = "2.000635";
const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";

async fn create(t: &TestPortal, actor: &Actor) -> DraftKey {
    let mut cx = t.portal.write(actor).await.unwrap();
    let key = draft::create(&mut cx, CODE).await.unwrap();
    cx.commit().await.unwrap();
    key
}

async fn view(t: &TestPortal, actor: &Actor, key: &DraftKey) -> DraftView {
    draft::view(&mut t.portal.read(actor).await.unwrap(), key).await.unwrap()
}

async fn save(t: &TestPortal, actor: &Actor, key: &DraftKey, step: Step, typed: &[(&str, &str)]) -> Result<Step, Error> {
    let typed: Answers = typed.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    let mut cx = t.portal.write(actor).await?;
    let next = draft::save(&mut cx, key, step, &typed).await?;
    cx.commit().await?;
    Ok(next)
}

async fn attach(t: &TestPortal, actor: &Actor, key: &DraftKey, part: i64, bytes: &[u8], name: &str) -> Result<(), Error> {
    let blob = t.portal.files().put(bytes, 30 << 20).await?;
    let mut cx = t.portal.write(actor).await?;
    draft::attach(&mut cx, key, &Place::Part(part), &blob, name).await?;
    cx.commit().await?;
    Ok(())
}

async fn submit(t: &TestPortal, actor: &Actor, key: &DraftKey) -> Result<String, Error> {
    let mut cx = t.portal.write(actor).await?;
    let code = apply::submit(&mut cx, key, true).await?;
    cx.commit().await?;
    Ok(code)
}

/// Fills in every page with good answers, page after page, and returns the addresses that were walked.
async fn fill(t: &TestPortal, actor: &Actor, key: &DraftKey) -> Vec<String> {
    let first = view(t, actor, key).await;
    let part = first.parts[0].id;
    attach(t, actor, key, part, PDF, "uy-quyen.pdf").await.unwrap();
    let mut step = first.journey.steps()[0];
    let mut walked = Vec::new();
    while step != Step::Review {
        walked.push(step.path());
        let now = view(t, actor, key).await;
        let mut typed: Vec<(String, String)> = Vec::new();
        match step {
            Step::Case => typed.push((field::CASE.into(), now.case_id.to_string())),
            Step::Place => typed.push((field::PLACE.into(), now.offers[1].0.to_string())),
            Step::OnBehalf => typed.push((field::ON_BEHALF.into(), "myself".into())),
            Step::Part(_) => typed.push((field::part(part), "upload".into())),
            Step::Delivery => typed.push((field::DELIVERY.into(), "electronic_only".into())),
            Step::Notify => typed.push((field::NOTIFY.into(), "sms\nzalo".into())),
            Step::Payment => pay(t, actor, key).await,
            _ => {
                for question in &now.question_page(step).unwrap().questions {
                    let text = match question.kind {
                        QuestionKind::Person => "Nguyễn Mẫu Sơn",
                        QuestionKind::Identity => "999000000001",
                        QuestionKind::Phone => "0999 900 001",
                        QuestionKind::Number => "2",
                        QuestionKind::Choice => question.options[0].as_str(),
                        QuestionKind::Email => "",
                        _ => "Xã Thạch Lam (cũ)",
                    };
                    typed.push((question.name.clone(), text.to_owned()));
                    if question.kind == QuestionKind::Date {
                        typed.extend(
                            [("ngay", "15"), ("thang", "11"), ("nam", "1990")].map(|(part, text)| (format!("{}_{part}", question.name), text.to_owned())),
                        );
                    }
                    if question.kind == QuestionKind::Address {
                        typed.push((format!("{}_xa", question.name), "H99.101".into()));
                        typed.push((format!("{}_chi_tiet", question.name), "Số 2 đường Bờ Sông".into()));
                    }
                }
            }
        }
        let typed: Vec<(&str, &str)> = typed.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        step = save(t, actor, key, step, &typed).await.unwrap();
    }
    walked
}

/// Pays what is due before the receipt, through the partner's callback.
async fn pay(t: &TestPortal, actor: &Actor, key: &DraftKey) {
    let mut cx = t.portal.write(actor).await.unwrap();
    let order = payments::order_of_draft(&mut cx, key).await.unwrap();
    // Asked again, it is the same order.
    assert_eq!(payments::order_of_draft(&mut cx, key).await.unwrap(), order);
    cx.commit().await.unwrap();
    let body = format!(
        r#"{{"partner":"NTTT","transaction_id":"T-{0}","order":"{0}","amount":{1},"method":"viet_qr","paid_at":"2026-11-23T08:00:00+07:00"}}"#,
        order.code, order.rest
    );
    let timestamp = t.portal.clock().wall().timestamp().to_string();
    let signature = callback::sign(t.portal.settings(), &timestamp, body.as_bytes()).unwrap();
    let call = callback::Call { subject: &key.code, timestamp: &timestamp, signature: &signature, body: body.as_bytes() };
    let reply = callback::receive(&t.portal, call).await.unwrap();
    assert!(matches!(reply, callback::Reply::Kept { outcome: PaymentOutcome::Accepted, .. }), "{reply:?}");
}

/// C11 and the guard of D02: what is due before the receipt has to be paid before the submission, and goes along with it.
#[tokio::test(flavor = "multi_thread")]
async fn money_before_the_receipt() {
    with_dbs(async |t| {
        let citizen = crate::catalogue::province(&t.portal).await;
        let mut cx = t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
        cx.conn().exec("UPDATE procedure_version SET payment_moment = 'before_receipt'", domain::args![]).await.unwrap();
        cx.commit().await.unwrap();
        let key = create(t, &citizen).await;
        let fresh = view(t, &citizen, &key).await;
        assert!(fresh.journey.pay && fresh.unpaid > 0);
        let refused = save(t, &citizen, &key, Step::Payment, &[]).await;
        assert!(matches!(refused, Err(Error::Invalid(errors)) if errors.of("hinh_thuc").is_some()));
        assert!(fresh.problems().iter().any(|(step, _)| *step == Step::Payment), "D02 names the page");
        let walked = fill(t, &citizen, &key).await;
        assert_eq!(walked.last().map(String::as_str), Some("thanh-toan"));
        let paid = view(t, &citizen, &key).await;
        assert_eq!((paid.bill.total(), paid.unpaid), (16_000, 0), "two copies of 8.000 đ");
        let mut cx = t.portal.write(&citizen).await.unwrap();
        assert!(matches!(payments::order_of_draft(&mut cx, &key).await, Err(Error::Conflict(_))), "nothing is due twice");
        drop(cx);
        submit(t, &citizen, &key).await.unwrap();
        let mut cx = t.portal.read(&citizen).await.unwrap();
        let money = payments::money_of_applicant(&mut cx, &key.code).await.unwrap();
        assert_eq!((money.status, money.payments.len(), money.rest()), (PaymentStatus::Paid, 1, 0));
    })
    .await;
}

/// The journey C03–C15: page by page, submission code, receipt with size and hash of each file, tracking.
#[tokio::test(flavor = "multi_thread")]
async fn a_citizen_applies() {
    with_dbs(async |t| {
        let citizen = crate::catalogue::province(&t.portal).await;
        let key = create(t, &citizen).await;
        assert!(key.code.starts_with("N-261123-") && key.code.len() == 15);
        let fresh = view(t, &citizen, &key).await;
        assert_eq!((fresh.answer(field::NAME), fresh.answer(field::PHONE)), ("Nguyễn Mẫu Sơn", "0999900001"));
        let walked = fill(t, &citizen, &key).await;
        assert_eq!(walked.first().map(String::as_str), Some("co-quan"));
        assert!(walked.contains(&"to-khai/4".to_owned()) && walked.contains(&"giay-to/1".to_owned()));
        let full = view(t, &citizen, &key).await;
        assert!(full.problems().is_empty());
        assert_eq!(full.journey.resume(&full.done), Step::Review);
        assert!(full.review().iter().any(|row| row.label == "Nơi ở hiện nay" && row.value == "Số 2 đường Bờ Sông, Phường Thành Lam"));

        assert_eq!(submit(t, &citizen, &key).await.unwrap(), key.code);
        let receipt = receipt::issue(&t.portal, &citizen, &key).await.unwrap();
        assert_eq!((receipt.code.as_str(), receipt.files.len()), (key.code.as_str(), 1));
        assert_eq!((receipt.files[0].name.as_str(), receipt.files[0].size), ("uy-quyen.pdf", i64::try_from(PDF.len()).unwrap()));
        assert_eq!(receipt.files[0].sha256.len(), 64);
        assert!(receipt.chain_seq > 0 && receipt.chain_hash.len() == 64);
        assert_eq!(receipt::issue(&t.portal, &citizen, &key).await.unwrap(), receipt);

        let refused = save(t, &citizen, &key, Step::OnBehalf, &[(field::ON_BEHALF, "other")]).await;
        assert!(matches!(refused, Err(Error::Conflict(_))));
        let mut cx = t.portal.read(&citizen).await.unwrap();
        assert!(draft::mine(&mut cx).await.unwrap().is_empty());
    })
    .await;
}

/// A form that is posted twice, even at the same moment, is one dossier.
#[tokio::test(flavor = "multi_thread")]
async fn a_double_post_is_one_dossier() {
    with_dbs(async |t| {
        let citizen = crate::catalogue::province(&t.portal).await;
        let key = create(t, &citizen).await;
        fill(t, &citizen, &key).await;
        let (one, two) = tokio::join!(submit(t, &citizen, &key), submit(t, &citizen, &key));
        assert_eq!((one.unwrap(), two.unwrap()), (key.code.clone(), key.code.clone()));
        let mut cx = t.portal.read(&citizen).await.unwrap();
        assert_eq!(cx.conn().count("SELECT COUNT(*) FROM dossier", vec![]).await.unwrap(), 1);
        assert_eq!(cx.conn().count("SELECT COUNT(*) FROM outbox WHERE channel = 'sms'", vec![]).await.unwrap(), 1);
    })
    .await;
}

/// D02: nothing incomplete is submitted, nothing without the declaration, nothing of others.
#[tokio::test(flavor = "multi_thread")]
async fn an_incomplete_draft_stays_a_draft() {
    with_dbs(async |t| {
        let citizen = crate::catalogue::province(&t.portal).await;
        let key = create(t, &citizen).await;
        let Err(Error::Invalid(errors)) = submit(t, &citizen, &key).await else { panic!("accepted") };
        assert_eq!(errors.0[0], ("co-quan".to_owned(), "Bạn muốn nộp tại đâu?: Chưa chọn nơi nộp. Hãy chọn một cơ quan.".to_owned()));
        assert!(errors.of("giay-to/1").is_some() && errors.of("to-khai/1").is_some());
        fill(t, &citizen, &key).await;
        let mut cx = t.portal.write(&citizen).await.unwrap();
        let Err(Error::Invalid(errors)) = apply::submit(&mut cx, &key, false).await else { panic!("accepted") };
        assert!(errors.of(field::DECLARED).is_some());
        drop(cx);
        assert!(matches!(submit(t, &Actor::anonymous(), &key).await, Err(Error::NotFound)));
        for stranger in [Actor::anonymous(), Actor::guest("0999900001")] {
            assert!(matches!(draft::view(&mut t.portal.read(&stranger).await.unwrap(), &key).await, Err(Error::NotFound)), "{}", stranger.name);
        }
        assert!(matches!(save(t, &citizen, &key, Step::Part(9), &[]).await, Err(Error::NotFound)));
        for odd in ["", "-1", "99999999999999999999", "\u{0}", "1"] {
            assert!(matches!(save(t, &citizen, &key, Step::Place, &[(field::PLACE, odd)]).await, Err(Error::Invalid(_))), "{odd}");
        }
        let long = "ă".repeat(50_000);
        assert!(matches!(save(t, &citizen, &key, Step::Info(1), &[(field::NAME, &long)]).await, Err(Error::Invalid(_))));
    })
    .await;
}

/// Drafts without an account open for their verified telephone only, and end after 30 days.
#[tokio::test(flavor = "multi_thread")]
async fn drafts_open_by_telephone_and_expire() {
    with_dbs(async |t| {
        let citizen = crate::catalogue::province(&t.portal).await;
        let mut cx = t.portal.write(&Actor::anonymous()).await.unwrap();
        assert!(matches!(draft::create(&mut cx, CODE).await, Err(Error::Unauthorized)), "nobody begins without a telephone");
        drop(cx);
        let guest = Actor::guest("0999900071");
        let key = create(t, &guest).await;
        let fresh = view(t, &guest, &key).await;
        assert_eq!((fresh.code.as_str(), fresh.guest, fresh.answer(field::PHONE)), (key.code.as_str(), true, "0999900071"));
        for stranger in [Actor::anonymous(), Actor::guest("0999900072"), Actor::guest(""), citizen] {
            assert!(matches!(draft::view(&mut t.portal.read(&stranger).await.unwrap(), &key).await, Err(Error::NotFound)), "{}", stranger.name);
        }
        t.portal.clock().advance(chrono::Duration::days(31));
        assert!(matches!(draft::view(&mut t.portal.read(&guest).await.unwrap(), &key).await, Err(Error::NotFound)));
        let mut cx = t.portal.write(&Actor::system("Công việc nền")).await.unwrap();
        assert_eq!(draft::prune(&mut cx).await.unwrap(), 1);
        cx.commit().await.unwrap();
    })
    .await;
}

/// A10-09 for dossiers: wrong kind, wrong name, empty; the same content twice is one file; a file can be taken out.
#[tokio::test(flavor = "multi_thread")]
async fn files_are_checked() {
    with_dbs(async |t| {
        let citizen = crate::catalogue::province(&t.portal).await;
        let key = create(t, &citizen).await;
        let part = view(t, &citizen, &key).await.parts[0].id;
        let bad: [(&[u8], &str); 4] = [(b"", "trong.pdf"), (b"<svg onload='x'/>", "anh.svg"), (PDF, "anh.jpg"), (b"MZ\x90\x00", "tep.pdf")];
        for (bytes, name) in bad {
            let refused = attach(t, &citizen, &key, part, bytes, name).await;
            assert!(matches!(&refused, Err(Error::Invalid(errors)) if errors.of("tep").is_some()), "{name}");
        }
        let mut big = PDF.to_vec();
        big.resize((20 << 20) + 1, b' ');
        let Err(Error::Invalid(errors)) = attach(t, &citizen, &key, part, &big, "to.pdf").await else { panic!("accepted") };
        assert_eq!(errors.of("tep"), Some("Tệp lớn hơn 20 MB. Hãy chia nhỏ hoặc giảm dung lượng rồi tải lại."));
        assert!(matches!(attach(t, &citizen, &key, i64::MAX, PDF, "a.pdf").await, Err(Error::NotFound)));
        attach(t, &citizen, &key, part, PDF, "a.pdf").await.unwrap();
        attach(t, &citizen, &key, part, PDF, "b.pdf").await.unwrap();
        let files = view(t, &citizen, &key).await.files;
        assert_eq!(files.len(), 1);
        let mut cx = t.portal.write(&citizen).await.unwrap();
        draft::detach(&mut cx, &key, &Place::Part(part), files[0].file_id).await.unwrap();
        assert!(matches!(draft::detach(&mut cx, &key, &Place::Part(part), files[0].file_id).await, Err(Error::NotFound)));
        cx.commit().await.unwrap();
        assert!(view(t, &citizen, &key).await.files.is_empty());
    })
    .await;
}

/// A02-06: a file that is truncated in the store blocks the receipt.
#[tokio::test(flavor = "multi_thread")]
async fn a02_06_no_receipt_for_a_truncated_file() {
    with_dbs(async |t| {
        let citizen = crate::catalogue::province(&t.portal).await;
        let key = create(t, &citizen).await;
        fill(t, &citizen, &key).await;
        let draft_files = view(t, &citizen, &key).await.files;
        submit(t, &citizen, &key).await.unwrap();
        let path = t.portal.files().path(&draft_files[0].sha256);
        std::fs::write(&path, &PDF[..PDF.len() - 1]).unwrap();
        let refused = receipt::issue(&t.portal, &citizen, &key).await;
        assert!(matches!(&refused, Err(Error::Conflict(text)) if text.contains("uy-quyen.pdf") && text.contains(&key.code)));
        std::fs::write(&path, PDF).unwrap();
        assert_eq!(receipt::issue(&t.portal, &citizen, &key).await.unwrap().files.len(), 1);
    })
    .await;
}

async fn track(t: &TestPortal, code: &str, check: Option<&str>, address: &str) -> Result<Option<model::dossiers::apply::Tracked>, Error> {
    if check.is_none() {
        return tracking::track_openly(&t.portal, &Actor::anonymous(), code, address).await;
    }
    let mut cx = t.portal.write(&Actor::anonymous()).await?;
    let answer = tracking::track(&mut cx, code, check, address).await;
    cx.commit().await?;
    answer
}

/// A02-07: level 1 never contains the full name, identity number, telephone or address; level 2 needs four digits.
#[tokio::test(flavor = "multi_thread")]
async fn a02_07_tracking_is_masked() {
    with_dbs(async |t| {
        let citizen = crate::catalogue::province(&t.portal).await;
        let key = create(t, &citizen).await;
        fill(t, &citizen, &key).await;
        submit(t, &citizen, &key).await.unwrap();
        receipt::issue(&t.portal, &citizen, &key).await.unwrap();
        let level1 = track(t, &key.code.to_lowercase(), None, "a").await.unwrap().unwrap();
        assert_eq!(level1.applicant, "N••••• M•• S••");
        assert!(level1.private.is_none() && level1.receipt.is_some());
        let text = format!("{level1:?}");
        for secret in ["Nguyễn Mẫu Sơn", "999000000001", "0999900001", "0999 900 001", "Bờ Sông", "uy-quyen.pdf"] {
            assert!(!text.contains(secret), "{secret}");
        }
        assert_eq!(level1.state.label(), "Chờ tiếp nhận");
        assert!(!level1.timeline.is_empty());
        for right in ["0001", " 0001 "] {
            assert!(track(t, &key.code, Some(right), "a").await.unwrap().unwrap().private.is_some());
        }
    })
    .await;
}

/// A10-10: a wrong code and a wrong check get the same answer, and both limits hold.
#[tokio::test(flavor = "multi_thread")]
async fn a10_10_tracking_limits() {
    with_dbs(async |t| {
        let citizen = crate::catalogue::province(&t.portal).await;
        let key = create(t, &citizen).await;
        fill(t, &citizen, &key).await;
        submit(t, &citizen, &key).await.unwrap();
        for code in [key.code.as_str(), "N-261123-AAAAAA"] {
            for wrong in ["9999", "1", "00001", "abcd", "0999900001"] {
                assert_eq!(track(t, code, Some(wrong), "b").await.unwrap(), None, "{code} {wrong}");
            }
            assert!(matches!(track(t, code, Some("0001"), "b").await, Err(Error::RateLimited(_))), "{code}");
        }
        assert!(track(t, &key.code, None, "c").await.unwrap().is_some());
        for _ in 0..30 {
            assert_eq!(track(t, "N-1", None, "d").await.unwrap(), None);
        }
        assert!(matches!(track(t, &key.code, None, "d").await, Err(Error::RateLimited(_))));
        t.portal.clock().advance(chrono::Duration::minutes(61));
        assert!(track(t, &key.code, Some("0001"), "d").await.unwrap().is_some());
        for odd in ["", "\u{0}", "%", &"N".repeat(10_000)] {
            assert_eq!(track(t, odd, None, "e").await.unwrap(), None);
        }
    })
    .await;
}
