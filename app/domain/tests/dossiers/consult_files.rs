//! A unit that gave a question back reads its files no longer (02 §14).

use super::fixture::*;
use chrono::NaiveDate;
use domain::dossiers::consult;
use domain::testing::{TestPortal, vn, with_dbs};
use domain::{Actor, Error};
use model::dossiers::Ask;

async fn reads(t: &TestPortal, actor: &Actor, id: i64, token: &str) -> (usize, bool) {
    let mut cx = t.portal.read(actor).await.unwrap();
    let shown = consult::open(&mut cx, id).await.unwrap().files.len();
    drop(cx);
    let file = run(t, actor, async |cx| consult::file_for(cx, id, token).await).await;
    assert!(file.is_ok() || matches!(file, Err(Error::NotFound)));
    (shown, file.is_ok())
}

#[tokio::test(flavor = "multi_thread")]
async fn who_gave_a_question_back_keeps_no_files() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 16, 8, 0));
        let dossier = accept(t, &receive(t, &submit(t, 1).await).await).await;
        let code = dossier.submission_code.clone();
        let blob = t.portal.files().put(b"%PDF-1.7\nHoi\n%%EOF\n", 1_000).await.unwrap();
        let file = run(t, &officer(), async |cx| domain::files::keep(cx, &blob, "cau-hoi.pdf", model::files::Purpose::Dossier).await).await.unwrap();
        let input = Ask {
            unit: OTHER_WARD,
            question: "Đề nghị cho ý kiến về nơi cư trú".into(),
            due: NaiveDate::from_ymd_opt(2026, 11, 18).unwrap(),
            mandatory: false,
            papers: Vec::new(),
            uploads: vec![file.token.clone()],
        };
        run(t, &officer(), async |cx| consult::ask(cx, &code, dossier.version, &input).await).await.unwrap();
        let mut cx = t.portal.read(&officer()).await.unwrap();
        let id = consult::of_dossier(&mut cx, &code).await.unwrap()[0].id;
        drop(cx);
        assert_eq!(reads(t, &stranger(), id, &file.token).await, (1, true), "{}", t.engine);
        run(t, &stranger(), async |cx| consult::give_back(cx, id, 1, "Không thuộc thẩm quyền của phường").await).await.unwrap();
        assert_eq!(reads(t, &stranger(), id, &file.token).await, (0, false), "{}", t.engine);
        assert_eq!(reads(t, &officer(), id, &file.token).await, (1, true), "{}", t.engine);
    })
    .await;
}
