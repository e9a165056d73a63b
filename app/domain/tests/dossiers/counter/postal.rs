//! Papers that came by public post, received at the counter.

use super::*;

/// 02 §2: papers that the post brings have a channel of their own, at the counter, in the list and in the statistics.
#[tokio::test(flavor = "multi_thread")]
async fn papers_by_post_have_their_own_channel() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 9, 0));
        let by_post = AtCounter { by_post: true, ..AtCounter::default() };
        let key = open(t).await;
        save(t, &key, &typed()).await;
        run(t, &system(), async |cx| cx.conn().exec("UPDATE procedure_offer SET postal = FALSE", args![]).await).await.unwrap();
        let Err(Error::Invalid(errors)) = receive_draft(t, &key, &by_post).await else { panic!("refused") };
        assert!(errors.of(counter_field::CHANNEL).is_some(), "{}", t.engine);
        run(t, &system(), async |cx| cx.conn().exec("UPDATE procedure_offer SET postal = TRUE", args![]).await).await.unwrap();
        receive_draft(t, &key, &by_post).await.unwrap();
        let shown = view(t, &key.code).await;
        assert_eq!((shown.channel, shown.source), (Channel::Postal, Source::Post), "{}", t.engine);
        assert!(shown.timeline[2].note.contains("qua bưu chính") && !shown.timeline[2].note.contains("có mặt"), "{}", t.engine);
        assert_eq!(count(t, "SELECT COUNT(*) FROM dossier_period WHERE phase = 'running' AND channel = 'postal'").await, 1);
        let mut cx = t.portal.read(&leader()).await.unwrap();
        for (channel, rows) in [(Channel::Postal, 1), (Channel::Direct, 0)] {
            let filter = DeskFilter { queue: Some(Queue::Open), channel: Some(channel), ..DeskFilter::default() };
            assert_eq!(dossiers::list(&mut cx, &filter).await.unwrap().rows.len(), rows, "{}: {channel}", t.engine);
        }
    })
    .await;
}
