//! Nothing is asked twice: answers about the applicant come from the latest submission of the same account.

use super::support::{PHONE, create, fill, save, submit, view};
use domain::Actor;
use domain::testing::with_dbs;
use model::dossiers::apply::{Step, field};

#[tokio::test(flavor = "multi_thread")]
async fn answers_come_from_the_latest_submission() {
    with_dbs(async |t| {
        let citizen = crate::catalogue::province(&t.portal).await;
        let first = create(t, &citizen).await;
        assert!(view(t, &citizen, &first).await.taken.is_empty());
        fill(t, &citizen, &first).await;
        submit(t, &citizen, &first).await.unwrap();

        let second = create(t, &citizen).await;
        let fresh = view(t, &citizen, &second).await;
        assert_eq!((fresh.taken_from.as_str(), fresh.answer(field::IDENTITY)), (first.code.as_str(), "999000000071"));
        assert_eq!((fresh.answer("dia_chi_xa"), fresh.answer("dia_chi_chi_tiet")), ("H99.101", "Số 2 đường Bờ Sông"));
        assert!(fresh.taken.contains(&field::IDENTITY.to_owned()) && fresh.taken.contains(&field::ADDRESS.to_owned()));
        assert!(!fresh.taken.contains(&field::NAME.to_owned()), "the account knows the name");
        assert_eq!(fresh.answer("nguoi-trich-luc"), "", "who the extract is about is asked again");
        assert!(fresh.done.is_empty(), "every page is still shown");
        save(t, &citizen, &second, Step::Info(3), &[(field::IDENTITY, "999000000072")]).await.unwrap();
        let saved = view(t, &citizen, &second).await;
        assert_eq!(saved.answer(field::IDENTITY), "999000000072");
        assert!(!saved.taken.contains(&field::IDENTITY.to_owned()) && saved.taken.contains(&field::ADDRESS.to_owned()));

        // A telephone is no person: it gets nothing from other dossiers with the same number.
        let guest = Actor::guest(PHONE);
        let one = create(t, &guest).await;
        fill(t, &guest, &one).await;
        submit(t, &guest, &one).await.unwrap();
        let two = view(t, &guest, &create(t, &guest).await).await;
        assert_eq!((two.answer(field::IDENTITY), two.answer(field::PHONE), two.taken.len()), ("", PHONE, 0));

        // The list says where a draft stopped.
        let mut cx = t.portal.read(&citizen).await.unwrap();
        let drafts = domain::dossiers::draft::mine(&mut cx).await.unwrap();
        assert_eq!(drafts.iter().map(|draft| draft.reached.as_str()).collect::<Vec<_>>(), ["Người nộp, trang 3"]);
    })
    .await;
}
