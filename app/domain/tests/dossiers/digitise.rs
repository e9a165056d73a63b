//! O15: a paper without a file is scanned, looked at, scanned again, and counts as digitised only then.

use crate::dossiers::fixture::*;
use domain::db::counting;
use domain::dossiers;
use domain::files::Blob;
use domain::testing::{TestPortal, vn, with_dbs};
use domain::{Actor, Error, args};
use model::dossiers::*;

/// Statements of a list: rights, number, rows.
const LIST: u32 = 4;

async fn rows(t: &TestPortal, actor: &Actor, queue: ScanQueue) -> Vec<ScanRow> {
    let mut cx = t.portal.read(actor).await.unwrap();
    let (list, sent) = counting(dossiers::scans(&mut cx, queue, "", 1)).await;
    assert!(sent <= LIST, "{}: {sent} statements", t.engine);
    list.unwrap().rows
}

async fn pdf(t: &TestPortal, words: &str) -> (Blob, String) {
    (t.portal.files().put(format!("%PDF-1.7\n{words}\n%%EOF\n").as_bytes(), 1_000).await.unwrap(), format!("{words}.pdf"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scan_counts_once_somebody_looked_at_it() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 9, 0));
        let waiting = submit(t, 1).await;
        assert!(rows(t, &receptionist(), ScanQueue::ToScan).await.is_empty(), "nothing of it is the office's before the receipt");
        let received = receive(t, &waiting).await;
        let listed = rows(t, &receptionist(), ScanQueue::ToScan).await;
        assert_eq!((listed.len(), listed[0].part.as_str(), listed[0].state), (1, "Giấy chứng sinh", ScanState::None));
        assert!(rows(t, &stranger(), ScanQueue::ToScan).await.is_empty());
        let part = listed[0].part_id;

        let first = pdf(t, "mo").await;
        let scans = [first];
        for actor in [stranger(), citizen()] {
            let refused = run(t, &actor, async |cx| dossiers::scan(cx, part, 1, &scans).await).await;
            assert!(matches!(refused, Err(Error::NotFound | Error::Forbidden { .. })), "{}: {refused:?}", actor.name);
        }
        assert!(matches!(run(t, &leader(), async |cx| dossiers::scan(cx, part, 1, &scans).await).await, Err(Error::Forbidden { .. })));
        let nothing = run(t, &receptionist(), async |cx| dossiers::scan(cx, part, 1, &[]).await).await;
        assert!(matches!(nothing, Err(Error::Invalid(_))));
        let early = run(t, &receptionist(), async |cx| dossiers::check_scan(cx, part, 1, &ScanVerdict::Accept).await).await;
        assert!(matches!(early, Err(Error::Conflict(_))));
        run(t, &receptionist(), async |cx| dossiers::scan(cx, part, 1, &scans).await).await.unwrap();
        // The same page again is too old.
        let again = run(t, &receptionist(), async |cx| dossiers::scan(cx, part, 1, &scans).await).await;
        assert!(matches!(again, Err(Error::Conflict(_))));
        assert!(rows(t, &receptionist(), ScanQueue::ToScan).await.is_empty());
        assert_eq!(rows(t, &receptionist(), ScanQueue::ToCheck).await.len(), 1);

        let bad = ScanVerdict::Again("Bản quét mờ, thiếu mặt sau".into());
        run(t, &receptionist(), async |cx| dossiers::check_scan(cx, part, 2, &bad).await).await.unwrap();
        let listed = rows(t, &receptionist(), ScanQueue::ToScan).await;
        assert_eq!((listed[0].state, listed[0].reason.as_str()), (ScanState::Again, "Bản quét mờ, thiếu mặt sau"));
        let second = [pdf(t, "ro").await];
        run(t, &receptionist(), async |cx| dossiers::scan(cx, part, 3, &second).await).await.unwrap();
        run(t, &receptionist(), async |cx| dossiers::check_scan(cx, part, 4, &ScanVerdict::Accept).await).await.unwrap();

        let mut cx = t.portal.read(&receptionist()).await.unwrap();
        let shown = dossiers::open(&mut cx, &received.submission_code).await.unwrap();
        assert_eq!((shown.parts[0].digital(), shown.parts[0].files.len()), ("Đã số hóa", 2));
        assert_eq!(shown.version, received.version, "a parallel axis leaves the dossier alone");
        let mut steps: Vec<(String, String)> = cx.conn().all("SELECT step, actor_name FROM dossier_part_event ORDER BY id", args![]).await.unwrap();
        assert!(steps.iter().all(|(_, name)| name == "Trần Mẫu An"));
        assert_eq!(steps.drain(..).map(|(step, _)| step).collect::<Vec<_>>(), ["scan", "again", "scan", "accept"]);
        drop(cx);
        for queue in ScanQueue::ALL {
            assert!(rows(t, &receptionist(), *queue).await.is_empty(), "{queue}");
        }
        let mut cx = t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
        assert!(cx.conn().exec("DELETE FROM dossier_part_event", args![]).await.is_err(), "facts stay");
    })
    .await;
}
