//! O02, O05: one step for many dossiers, each by its own version; the sheets of the hand-over.

use crate::dossiers::fixture::*;
use domain::db::counting;
use domain::dossiers::{self, Dossier};
use domain::testing::{TestPortal, vn, with_dbs};
use domain::{Actor, Error, args};
use model::dossiers::*;
use model::paper::Block;

/// Statements of a list: rights, number, rows, and the calendars that judge them.
const LIST: u32 = 6;

fn item(dossier: &Dossier, version: i64) -> BulkItem {
    BulkItem { code: dossier.code.clone().unwrap_or_else(|| dossier.submission_code.clone()), version }
}

async fn received(t: &TestPortal, n: usize) -> Dossier {
    receive(t, &submit(t, n).await).await
}

async fn listed(t: &TestPortal, actor: &Actor, queue: HandoverQueue) -> Vec<HandoverRow> {
    let mut cx = t.portal.read(actor).await.unwrap();
    let _ = dossiers::handover_list(&mut cx, queue, 1).await.unwrap();
    let (list, sent) = counting(dossiers::handover_list(&mut cx, queue, 1)).await;
    assert!(sent <= LIST, "{}: {sent} statements", t.engine);
    list.unwrap().rows
}

async fn version(t: &TestPortal, code: &str) -> i64 {
    crate::dossiers::fixture::version(t, code).await
}

/// O05: those that can go go, the others are named with their reason; the sheet is form 06; state and due date stay.
#[tokio::test(flavor = "multi_thread")]
async fn papers_are_handed_over_by_sheet() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 9, 0));
        let (one, two, three, four) = (received(t, 1).await, received(t, 2).await, received(t, 3).await, received(t, 4).await);
        accept(t, &four).await;
        assert_eq!(listed(t, &receptionist(), HandoverQueue::Give).await.len(), 3);
        let before = listed(t, &officer(), HandoverQueue::Take).await;
        assert!(before.len() == 3 && before.iter().all(|row| row.handed_at.is_none()));

        let items = [item(&one, one.version), item(&two, two.version), item(&three, three.version - 1), item(&four, version(t, &four.submission_code).await)];
        for actor in [officer(), citizen()] {
            let refused = run(t, &actor, async |cx| dossiers::hand_over(cx, &items).await).await;
            assert!(matches!(refused, Err(Error::Forbidden { .. })), "{}: {refused:?}", actor.name);
        }
        t.portal.clock().set(vn(2026, 11, 23, 10, 0));
        let (outcome, sheets) = run(t, &receptionist(), async |cx| dossiers::hand_over(cx, &items).await).await.unwrap();
        assert_eq!((outcome.done.len(), outcome.refused.len(), sheets.len()), (2, 2, 1), "{outcome:?}");
        assert_eq!(sheets, ["BG-261123-0001"]);
        assert!(outcome.refused.iter().any(|(code, why)| Some(code) == three.code.as_ref() && why.contains("cập nhật")), "{outcome:?}");
        assert!(outcome.refused.iter().any(|(code, why)| Some(code) == four.code.as_ref() && why.contains("Đang xử lý")), "{outcome:?}");

        // Again, with the right version: it has gone already.
        let again = [item(&one, version(t, &one.submission_code).await)];
        let (outcome, sheets) = run(t, &receptionist(), async |cx| dossiers::hand_over(cx, &again).await).await.unwrap();
        assert!(outcome.done.is_empty() && sheets.is_empty() && outcome.refused[0].1.contains("đã bàn giao lúc 10:00"), "{outcome:?}");
        assert_eq!(listed(t, &receptionist(), HandoverQueue::Give).await.len(), 1);
        let waiting = listed(t, &officer(), HandoverQueue::Take).await;
        assert_eq!(waiting.iter().filter(|row| row.handed_at == Some(vn(2026, 11, 23, 10, 0))).count(), 2);

        let mut cx = t.portal.read(&system()).await.unwrap();
        let shown = dossiers::by_any_code(&mut cx, &one.submission_code).await.unwrap().unwrap();
        let last = shown.timeline.last().unwrap();
        assert_eq!((last.action, last.to, last.due_before, last.due_after), (DossierAction::HandOver, DossierState::Received, one.due, one.due));
        assert_eq!(shown.due, one.due);
        // No new figure: the statistics keep the period of the receipt.
        assert_eq!(cx.conn().count("SELECT COUNT(*) FROM dossier_period WHERE dossier_id = $1", args![one.id]).await.unwrap(), 2);
        drop(cx);

        let mut cx = t.portal.read(&officer()).await.unwrap();
        let (paper, sent) = counting(dossiers::handover_paper(&mut cx, "bg-261123-0001")).await;
        let paper = paper.unwrap();
        assert!(sent <= 5, "{sent} statements");
        assert_eq!(paper.source, "Mẫu số 06, Thông tư 03/2025/TT-VPCP");
        let rows = paper.blocks.iter().find_map(|block| if let Block::Table { rows, .. } = block { Some(rows.len()) } else { None });
        assert_eq!(rows, Some(2));
        let (lines, sent) = counting(dossiers::handovers(&mut cx)).await;
        let lines = lines.unwrap();
        assert!(sent <= 4, "{sent} statements");
        assert_eq!((lines.len(), lines[0].dossiers, lines[0].taken, lines[0].by.as_str()), (1, 2, 0, "Trần Mẫu An"));
        drop(cx);
        let mut cx = t.portal.read(&stranger()).await.unwrap();
        assert!(matches!(dossiers::handover_paper(&mut cx, "BG-261123-0001").await, Err(Error::NotFound)));
        assert!(dossiers::handovers(&mut cx).await.unwrap().is_empty());
    })
    .await;
}

fn system() -> Actor {
    Actor::system("Kiểm thử")
}

/// D09 for many: each in its own transaction; what somebody took meanwhile is named.
#[tokio::test(flavor = "multi_thread")]
async fn an_officer_takes_many() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 9, 0));
        let (one, two) = (received(t, 1).await, received(t, 2).await);
        let items = [item(&one, one.version), item(&two, two.version)];
        accept(t, &two).await;
        let outcome = dossiers::accept_many(&t.portal, &officer(), &items).await.unwrap();
        assert_eq!((outcome.done.len(), outcome.refused.len()), (1, 1), "{outcome:?}");
        assert!(outcome.sentence("nhận").starts_with("Đã nhận 1 hồ sơ. Không nhận được 1 hồ sơ: H99.101-261123-0002 ("), "{}", outcome.sentence("nhận"));
        let taken = dossiers::by_any_code(&mut t.portal.read(&system()).await.unwrap(), &one.submission_code).await.unwrap().unwrap();
        assert_eq!((taken.state, taken.officer.as_str()), (DossierState::Processing, "Lê Mẫu Bình"));
        assert!(listed(t, &officer(), HandoverQueue::Take).await.is_empty());
        assert!(matches!(dossiers::accept_many(&t.portal, &receptionist(), &items).await, Err(Error::Forbidden { .. })));
        // A foreign unit learns nothing.
        let foreign = dossiers::accept_many(&t.portal, &stranger(), &items).await.unwrap();
        assert!(foreign.done.is_empty() && foreign.refused.iter().all(|(_, why)| why.starts_with("Không tìm thấy")), "{foreign:?}");
    })
    .await;
}

/// D03 for many: only submissions whose mandatory papers came as files stand in the list, and only they go.
#[tokio::test(flavor = "multi_thread")]
async fn complete_submissions_are_received_together() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 9, 0));
        let paper = submit(t, 1).await;
        let mut complete = Vec::new();
        for n in 2..5 {
            let blob = t.portal.files().put(format!("%PDF-1.7\n{n}\n%%EOF\n").as_bytes(), 1_000).await.unwrap();
            let mut cx = t.portal.write(&citizen()).await.unwrap();
            let file = domain::files::keep(&mut cx, &blob, "chung-sinh.pdf", model::files::Purpose::Dossier).await.unwrap();
            let mut new = application(n, cx.now());
            new.parts[0].file_ids = vec![file.id];
            complete.push(dossiers::create_submitted(&mut cx, new).await.unwrap());
            cx.commit().await.unwrap();
        }
        let mut cx = t.portal.read(&receptionist()).await.unwrap();
        let (list, sent) = counting(dossiers::ready_to_receive(&mut cx, 1)).await;
        let list = list.unwrap();
        assert!(sent <= 4, "{sent} statements");
        assert_eq!((list.rows.len(), list.rows[0].files, list.rows[0].signed_in), (3, 1, true));
        drop(cx);
        let mut items: Vec<BulkItem> = list.rows.into_iter().map(|row| row.item).collect();
        items.push(item(&paper, paper.version));
        items[1].version += 5;
        let outcome = dossiers::receive_many(&t.portal, &receptionist(), &items).await.unwrap();
        assert_eq!(outcome.done, ["H99.101-261123-0001", "H99.101-261123-0002"]);
        assert_eq!(outcome.refused.len(), 2, "{outcome:?}");
        assert!(outcome.refused.iter().any(|(code, why)| *code == paper.submission_code && why.contains("bản giấy")), "{outcome:?}");
        assert!(matches!(dossiers::receive_many(&t.portal, &officer(), &items).await, Err(Error::Forbidden { .. })));
        let mut cx = t.portal.read(&system()).await.unwrap();
        assert_eq!(cx.conn().count("SELECT COUNT(*) FROM dossier WHERE state = 'received'", args![]).await.unwrap(), 2);
    })
    .await;
}
