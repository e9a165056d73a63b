//! D25: another agency decides, when its leader accepts; the due date stays.

use crate::dossiers::fixture::*;
use domain::dossiers;
use domain::testing::{TestPortal, vn, with_dbs};
use domain::{Actor, Error, args};
use model::dossiers::*;

async fn decide(t: &TestPortal, actor: &Actor, code: &str, decision: ProposalDecision) -> domain::Result<dossiers::Dossier> {
    let version = version(t, code).await;
    run(t, actor, async |cx| dossiers::decide_transfer(cx, code, version, &decision).await).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_receiving_side_accepts() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 16, 8, 0));
        let dossier = accept(t, &receive(t, &submit(t, 1).await).await).await;
        let code = dossier.submission_code.clone();
        let input = Transfer { unit: OTHER_WARD, reason: "Thuộc thẩm quyền của phường Phú Lam".into() };
        let propose = async |actor: &Actor| {
            let version = version(t, &code).await;
            run(t, actor, async |cx| dossiers::propose_transfer(cx, &code, version, &input).await).await
        };
        // Nobody else offers the procedure yet.
        assert!(matches!(propose(&leader()).await, Err(Error::Invalid(_))));
        let offer = "INSERT INTO procedure_offer (id, version_id, competent_unit_id, receiving_unit_id, online) VALUES (3, 1, 6, 3, TRUE)";
        run(t, &Actor::system("Kiểm thử"), async |cx| cx.conn().exec(offer, args![]).await).await.unwrap();
        assert!(matches!(propose(&officer()).await, Err(Error::Forbidden { .. })));
        let mut cx = t.portal.read(&stranger()).await.unwrap();
        assert!(matches!(dossiers::open(&mut cx, &code).await, Err(Error::NotFound)));
        drop(cx);
        propose(&leader()).await.unwrap();
        assert!(matches!(propose(&leader()).await, Err(Error::Conflict(_))));

        // The leader of the other ward finds it in the list of proposals and may open it; the own leader cannot accept.
        let mut cx = t.portal.read(&stranger()).await.unwrap();
        let waiting = dossiers::list(&mut cx, &DeskFilter { queue: Some(Queue::Supplement), ..Default::default() }).await.unwrap();
        assert_eq!(waiting.paging.total, 1);
        assert_eq!(dossiers::open(&mut cx, &code).await.unwrap().competent_unit, "UBND phường Thành Lam");
        drop(cx);
        assert!(matches!(decide(t, &leader(), &code, ProposalDecision::Approve(Some(7))).await, Err(Error::Forbidden { .. })));
        assert!(matches!(decide(t, &stranger(), &code, ProposalDecision::Approve(None)).await, Err(Error::Invalid(_))));
        assert!(matches!(decide(t, &stranger(), &code, ProposalDecision::Approve(Some(2))).await, Err(Error::Invalid(_))));
        decide(t, &stranger(), &code, ProposalDecision::Refuse("Không thuộc thẩm quyền của chúng tôi".into())).await.unwrap();
        let mut cx = t.portal.read(&stranger()).await.unwrap();
        assert!(matches!(dossiers::open(&mut cx, &code).await, Err(Error::NotFound)));
        drop(cx);
        propose(&leader()).await.unwrap();
        let taken = decide(t, &stranger(), &code, ProposalDecision::Approve(Some(7))).await.unwrap();
        assert_eq!((taken.due, taken.state), (dossier.due, DossierState::Processing));
        let mut cx = t.portal.read(&stranger()).await.unwrap();
        let view = dossiers::open(&mut cx, &code).await.unwrap();
        assert_eq!((view.competent_unit.as_str(), view.officer_id, view.stage), ("UBND phường Phú Lam", Some(7), Some(ProcessingStage::Assigned)));
        let last = view.timeline.last().unwrap();
        assert_eq!((last.action, last.due_before, last.due_after), (DossierAction::TransferCompetent, dossier.due, dossier.due));
        let told: Vec<(i64, String)> =
            cx.conn().all("SELECT account_id, channel FROM outbox WHERE event = 'dossier_transferred' ORDER BY account_id", args![]).await.unwrap();
        // The applicant, the former officer, who proposed; whoever accepted knows.
        assert_eq!(told.iter().map(|(account, _)| *account).collect::<Vec<_>>(), [2, 4, 6]);
        drop(cx);
        let mut cx = t.portal.read(&officer()).await.unwrap();
        assert!(matches!(dossiers::open(&mut cx, &code).await, Err(Error::NotFound)));
    })
    .await;
}
