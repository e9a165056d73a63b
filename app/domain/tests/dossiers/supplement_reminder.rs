//! D13: the applicant is reminded three working days before the last day, once; nothing ends before.

use crate::dossiers::fixture::*;
use chrono::NaiveDate;
use domain::dossiers;
use domain::testing::{TestPortal, vn, with_dbs};
use domain::{Actor, Error, args};
use model::dossiers::DossierState;
use model::paper::Block;

async fn messages(t: &TestPortal) -> Vec<String> {
    let mut cx = t.portal.read(&Actor::system("Kiểm thử")).await.unwrap();
    let sql = "SELECT text FROM outbox WHERE event = 'supplement_due_soon' AND channel = 'sms'";
    let rows: Vec<(String,)> = cx.conn().all(sql, args![]).await.unwrap();
    rows.into_iter().map(|(text,)| text).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reminder_comes_before_the_end() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 16, 8, 0));
        let at_work = accept(t, &receive(t, &submit(t, 1).await).await).await;
        let (code, ask) = (at_work.submission_code.clone(), supplement(NaiveDate::from_ymd_opt(2026, 11, 27).unwrap()));
        run(t, &officer(), async |cx| dossiers::propose_supplement(cx, &code, at_work.version, &ask).await).await.unwrap();
        let now = version(t, &code).await;
        let asked = run(t, &head(), async |cx| dossiers::approve_supplement(cx, &code, now).await).await.unwrap();
        // Tuesday 24/11 is a holiday: three working days before Friday 27/11 are Monday 23/11.
        t.portal.clock().set(vn(2026, 11, 20, 23, 0));
        assert_eq!(dossiers::remind_supplements(&t.portal).await.unwrap(), 0, "{}", t.engine);
        t.portal.clock().set(vn(2026, 11, 28, 9, 0));
        let stop = async |t: &TestPortal| run(t, &leader(), async |cx| dossiers::supplement_expired(cx, &code, asked.version).await).await;
        assert!(matches!(stop(t).await, Err(Error::Conflict(text)) if text.contains("chưa được nhắc")), "{}", t.engine);
        t.portal.clock().set(vn(2026, 11, 23, 1, 0));
        let (one, two) = tokio::join!(dossiers::remind_supplements(&t.portal), dossiers::remind_supplements(&t.portal));
        assert_eq!(one.unwrap() + two.unwrap(), 1, "{}", t.engine);
        t.portal.clock().set(vn(2026, 11, 24, 1, 0));
        assert_eq!(dossiers::remind_supplements(&t.portal).await.unwrap(), 0, "{}", t.engine);
        let texts = messages(t).await;
        assert_eq!(texts.len(), 1, "{}", t.engine);
        assert!(texts[0].contains("con thieu 1 muc, han 27/11/2026") && !texts[0].contains('{'), "{}", texts[0]);
        t.portal.clock().set(vn(2026, 11, 27, 9, 0));
        assert!(matches!(stop(t).await, Err(Error::Conflict(text)) if text.contains("đến hết ngày 27/11/2026")), "{}", t.engine);
        t.portal.clock().set(vn(2026, 11, 28, 9, 0));
        assert_eq!(stop(t).await.unwrap().state, DossierState::Stopped);
        // Form 05 says what was asked for and what became of the money.
        let mut cx = t.portal.read(&leader()).await.unwrap();
        let key = dossiers::open(&mut cx, &code).await.unwrap().forms.into_iter().map(|line| line.key).find(|key| key.starts_with("05")).unwrap();
        let paper = dossiers::paper(&mut cx, &code, &key).await.unwrap();
        let Some(Block::Fields(fields)) = paper.blocks.first() else { panic!("fields: {paper:?}") };
        let value = |label: &str| fields.iter().find(|field| field.label == label).map(|field| field.value.as_str());
        assert_eq!(value("Yêu cầu"), Some("Bổ sung 1 mục trước hết ngày 27/11/2026: Giấy chứng sinh"));
        assert_eq!(value("Xử lý phí, lệ phí đã nộp"), Some("Chưa nộp khoản nào"));
    })
    .await;
}
