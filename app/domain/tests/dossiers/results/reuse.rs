//! "Dùng giấy tờ đã có": what fits, and where it went.

use super::*;
use chrono::NaiveDate;
use domain::Error;
use domain::dossiers::draft::{self, DraftKey};
use domain::testing::with_dbs;
use model::dossiers::apply::{PartWay, Step, field};
use model::procedures::Answers;

/// A draft of the citizen up to its papers.
async fn draft_of(t: &TestPortal) -> DraftKey {
    run(t, &citizen(), async |cx| draft::create(cx, "1.001193").await).await.unwrap()
}

async fn reuse(t: &TestPortal, actor: &Actor, key: &DraftKey, part: i64, code: &str) -> domain::Result<()> {
    run(t, actor, async |cx| results::attach(cx, key, part, &Reuse { code: code.to_owned() }).await).await
}

fn said(outcome: domain::Result<()>) -> String {
    match outcome {
        Err(Error::Invalid(errors)) => errors.of("giay_da_co").unwrap_or_default().to_owned(),
        other => panic!("{other:?}"),
    }
}

/// 02 §16: owner, purpose, validity, integrity and "not replaced" are checked, with consent; the use is written down.
#[tokio::test(flavor = "multi_thread")]
async fn a_paper_is_reused_only_if_everything_fits() {
    with_dbs(async |t| {
        lay_store(t).await;
        let last = NaiveDate::from_ymd_opt(2026, 11, 30);
        for n in 1..=4 {
            issue(t, n, ResultDelivery::ElectronicOnly, ResultFacts { valid_until: last.filter(|_| n == 2), ..Default::default() }).await;
        }
        let (good, short, broken, old) = (code_of(t, "1/TLKS").await, code_of(t, "2/TLKS").await, code_of(t, "3/TLKS").await, code_of(t, "4/TLKS").await);
        let key = draft_of(t).await;
        let mut cx = t.portal.read(&citizen()).await.unwrap();
        assert!(results::of_part(&mut cx, &key, 1).await.unwrap().choices.is_empty(), "another paper");
        assert_eq!(results::of_part(&mut cx, &key, 2).await.unwrap().choices.len(), 4);
        drop(cx);

        assert!(said(reuse(t, &citizen(), &key, 1, &good).await).contains("không dùng được"), "purpose");
        assert!(said(reuse(t, &citizen(), &key, 2, "GT-22222222").await).contains("Không có giấy tờ"), "unknown");
        // Owner: somebody else's document looks like none; somebody else's draft too.
        run(t, &Actor::system("Kiểm thử"), async |cx| {
            cx.conn().exec("UPDATE stored_document SET owner_account = 7 WHERE number = '4/TLKS'", args![]).await
        })
        .await
        .unwrap();
        assert!(said(reuse(t, &citizen(), &key, 2, &old).await).contains("Không có giấy tờ"), "owner");
        assert!(matches!(reuse(t, &stranger(), &key, 2, &old).await, Err(Error::NotFound)));
        // Integrity: the stored bytes were changed.
        let mut cx = t.portal.read(&citizen()).await.unwrap();
        let (_, _, sha256) = results::my_document(&mut cx, &broken).await.unwrap().file.unwrap();
        drop(cx);
        std::fs::write(t.portal.files().path(&sha256), b"%PDF-1.7\nKhac\n%%EOF\n").unwrap();
        assert!(matches!(reuse(t, &citizen(), &key, 2, &broken).await, Err(Error::Conflict(_))), "integrity");
        // Validity.
        t.portal.clock().set(vn(2026, 12, 1, 9, 0));
        assert!(said(reuse(t, &citizen(), &key, 2, &short).await).contains("hết hạn"), "validity");
        // Replaced or revoked.
        let mark = Mark { by: None, reason: "Cấp không đúng đối tượng".into() };
        run(t, &leader(), async |cx| results::mark(cx, &short, 1, &mark).await).await.unwrap();
        assert!(said(reuse(t, &citizen(), &key, 2, &short).await).contains("thu hồi"), "revoked");

        reuse(t, &citizen(), &key, 2, &good).await.unwrap();
        reuse(t, &citizen(), &key, 2, &good).await.unwrap();
        let mut cx = t.portal.read(&citizen()).await.unwrap();
        let view = draft::view(&mut cx, &key).await.unwrap();
        assert_eq!((view.files.len(), view.answer(&field::part(2))), (1, PartWay::Upload.as_str()));
        assert_eq!(results::of_part(&mut cx, &key, 2).await.unwrap().used.len(), 1);
        drop(cx);
        // Consent alone is no use yet: nothing was handed in.
        let mut cx = t.portal.read(&citizen()).await.unwrap();
        assert!(results::my_document(&mut cx, &good).await.unwrap().uses.is_empty());
    })
    .await;
}

/// Fills in everything else that the journey asks.
async fn complete(t: &TestPortal, key: &DraftKey) {
    for _ in 0..30 {
        let mut cx = t.portal.read(&citizen()).await.unwrap();
        let view = draft::view(&mut cx, key).await.unwrap();
        drop(cx);
        let step = view.journey.resume(&view.done);
        if step >= Step::Review {
            return;
        }
        let mut typed: Answers = view.answers.clone();
        let mut put = |name: &str, value: &str| {
            typed.insert(name.to_owned(), value.to_owned());
        };
        match step {
            Step::Place => put(field::PLACE, &view.offer_id.to_string()),
            Step::Case => put(field::CASE, &view.case_id.to_string()),
            Step::OnBehalf => put(field::ON_BEHALF, "myself"),
            Step::Delivery => put(field::DELIVERY, "at_centre"),
            Step::Part(n) if view.files_of(view.parts[n - 1].id).is_empty() => put(&field::part(view.parts[n - 1].id), PartWay::None.as_str()),
            Step::Info(_) | Step::Form(_) => {
                for name in view.question_page(step).unwrap().fields() {
                    let commune = view.communes.first().map(|(code, _)| code.clone()).unwrap_or_default();
                    let value = match name.as_str() {
                        "ho_ten" => "Nguyễn Mẫu Sơn",
                        "so_dinh_danh" => "999000000001",
                        "dien_thoai" => "0999900001",
                        "thu_dien_tu" => "",
                        _ if name.ends_with("_ngay") => "15",
                        _ if name.ends_with("_thang") => "11",
                        _ if name.ends_with("_nam") => "1990",
                        _ if name.ends_with("_xa") => &commune,
                        _ => "Phường Thành Lam",
                    };
                    put(&name, value);
                }
            }
            _ => {}
        }
        run(t, &citizen(), async |cx| draft::save(cx, key, step, &typed).await).await.unwrap_or_else(|error| panic!("{step:?}: {error:?}"));
    }
    panic!("the journey does not end");
}

/// The submitted dossier says where its paper comes from; the owner reads who got it; a paper that was revoked meanwhile stops it.
#[tokio::test(flavor = "multi_thread")]
async fn a_reused_paper_keeps_its_origin() {
    with_dbs(async |t| {
        lay_store(t).await;
        for n in 1..=2 {
            issue(t, n, ResultDelivery::ElectronicOnly, ResultFacts::default()).await;
        }
        let (good, bad) = (code_of(t, "1/TLKS").await, code_of(t, "2/TLKS").await);
        let key = draft_of(t).await;
        reuse(t, &citizen(), &key, 2, &good).await.unwrap();
        complete(t, &key).await;
        let code = run(t, &citizen(), async |cx| dossiers::apply::submit(cx, &key, true).await).await.unwrap();

        let mut cx = t.portal.read(&receptionist()).await.unwrap();
        let dossier = dossiers::open(&mut cx, &code).await.unwrap();
        let papers = results::provenance(&mut cx, &dossier).await.unwrap();
        assert_eq!(papers.len(), 1, "{}", t.engine);
        assert_eq!((papers[0].code.as_str(), papers[0].part_id, papers[0].validity), (good.as_str(), dossier.parts[0].id, Validity::Valid));
        assert_eq!(papers[0].sha256, dossier.parts[0].files[0].sha256);
        let kinds: Vec<(i64,)> =
            cx.conn().all("SELECT digitisation FROM dossier_part WHERE dossier_id = (SELECT MAX(id) FROM dossier)", args![]).await.unwrap();
        assert_eq!(kinds, [(3,)]);
        drop(cx);
        let mut cx = t.portal.read(&citizen()).await.unwrap();
        let uses = results::my_document(&mut cx, &good).await.unwrap().uses;
        assert_eq!((uses.len(), uses[0].kind, uses[0].dossier.as_str()), (1, UseKind::Reuse, code.as_str()));
        drop(cx);

        let key = draft_of(t).await;
        reuse(t, &citizen(), &key, 2, &bad).await.unwrap();
        complete(t, &key).await;
        let mark = Mark { by: Some(good.clone()), reason: "Cấp lại vì sai ngày sinh".into() };
        run(t, &leader(), async |cx| results::mark(cx, &bad, 1, &mark).await).await.unwrap();
        let refused = run(t, &citizen(), async |cx| dossiers::apply::submit(cx, &key, true).await).await;
        assert!(matches!(refused, Err(Error::Conflict(text)) if text.contains("thay thế")));
        let mut cx = t.portal.read(&Actor::system("Kiểm thử")).await.unwrap();
        assert_eq!(cx.conn().count("SELECT COUNT(*) FROM dossier", args![]).await.unwrap(), 3, "the refused submission left nothing");
    })
    .await;
}
