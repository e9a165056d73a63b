//! Files inside an e-form: kept with the draft, checked like papers, shown with the dossier and on the receipt.

use super::support::{PDF, attach, create, fill, save, submit, view};
use domain::dossiers::draft::{self, Place};
use domain::dossiers::{apply, receipt};
use domain::testing::with_dbs;
use domain::{Actor, Error, args};
use model::dossiers::apply::Step;

const QUESTION: &str = "ban-chup-cu";

#[tokio::test(flavor = "multi_thread")]
async fn a_question_is_answered_by_files() {
    with_dbs(async |t| {
        let citizen = crate::catalogue::province(&t.portal).await;
        let mut cx = t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
        cx.conn().exec("UPDATE procedure_question SET required = TRUE WHERE name = $1", args![QUESTION]).await.unwrap();
        cx.commit().await.unwrap();
        let place = Place::Question(QUESTION.to_owned());
        let key = create(t, &citizen).await;
        let page = Step::Form(3);
        let typed = [("noi-dang-ky", "Phường Thành Lam"), (QUESTION, "toi-noi-co.pdf")];
        let Err(Error::Invalid(errors)) = save(t, &citizen, &key, page, &typed).await else { panic!("words are no file") };
        assert_eq!(errors.of(QUESTION), Some("Chưa có tệp cho “Ảnh chụp bản trích lục cũ”. Hãy chọn tệp rồi bấm Tải lên."));

        let Err(Error::Invalid(errors)) = attach(t, &citizen, &key, &place, b"MZ\x90\x00", "tep.pdf").await else { panic!("a program") };
        assert!(errors.of(QUESTION).is_some(), "the message stands at the question");
        assert!(matches!(attach(t, &citizen, &key, &Place::Question("so-ban".into()), PDF, "a.pdf").await, Err(Error::NotFound)), "no question of files");
        assert!(matches!(attach(t, &citizen, &key, &Place::Question("khong-co".into()), PDF, "a.pdf").await, Err(Error::NotFound)));
        let first = attach(t, &citizen, &key, &place, PDF, "trích lục.pdf").await.unwrap();
        assert_eq!(attach(t, &citizen, &key, &place, PDF, "lai.pdf").await.unwrap(), first, "the same content is one file");
        save(t, &citizen, &key, page, &typed).await.unwrap();
        // Stored twice, the names are still those of the files.
        save(t, &citizen, &key, page, &typed).await.unwrap();
        assert_eq!(view(t, &citizen, &key).await.answer(QUESTION), "trích lục.pdf");

        let other = create(t, &citizen).await;
        let mut cx = t.portal.write(&citizen).await.unwrap();
        assert!(matches!(draft::detach(&mut cx, &other, &place, first).await, Err(Error::NotFound)), "a file of another draft");
        draft::detach(&mut cx, &key, &place, first).await.unwrap();
        cx.commit().await.unwrap();
        assert!(view(t, &citizen, &key).await.check(page).of(QUESTION).is_some(), "asked for again");

        attach(t, &citizen, &key, &place, PDF, "trích lục.pdf").await.unwrap();
        fill(t, &citizen, &key).await;
        let row = view(t, &citizen, &key).await.review().into_iter().find(|row| row.label == "Ảnh chụp bản trích lục cũ").unwrap();
        assert!(row.value.starts_with(&format!("trích lục.pdf ({} byte, SHA-256 ", PDF.len())), "{}", row.value);
        submit(t, &citizen, &key).await.unwrap();
        let receipt = receipt::issue(&t.portal, &citizen, &key).await.unwrap();
        assert_eq!((receipt.files[0].part.as_str(), receipt.files[0].name.as_str()), ("Ảnh chụp bản trích lục cũ", "trích lục.pdf"));
        assert_eq!((receipt.files[0].size, receipt.files[0].sha256.len()), (i64::try_from(PDF.len()).unwrap(), 64));
        let mut cx = t.portal.read(&citizen).await.unwrap();
        let dossier = apply::of_actor(&mut cx, &key.code).await.unwrap();
        let (question, files) = &dossier.answer_files[0];
        assert_eq!((question.as_str(), files[0].sha256.as_str()), ("Ảnh chụp bản trích lục cũ", receipt.files[0].sha256.as_str()));
        assert!(dossier.parts.iter().all(|part| part.files.is_empty()), "it is no paper");
    })
    .await;
}
