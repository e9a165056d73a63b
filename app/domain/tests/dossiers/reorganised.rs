//! A dossier whose district ended while it was open.

use crate::dossiers::fixture::*;
use domain::org::reorg;
use domain::testing::{vn, with_dbs};
use domain::{Actor, args, dossiers, jobs};
use model::access::Role;
use model::dossiers::{Assign, DeskFilter, Queue};
use model::reorg::{LineForm, PlanForm};

const DISTRICT: i64 = 20;
const DISTRICT_CENTRE: i64 = 21;

/// A district with its counter beside the wards of the fixture, which begin on 01/07/2025.
const ROWS: &[&str] = &[
    "UPDATE org_unit_version SET valid_from = '2010-01-01' WHERE unit_id = 1",
    "UPDATE procedure_version SET valid_from = '2025-01-01' WHERE id = 1",
    "INSERT INTO org_unit (id, kind) VALUES (20, 'district'), (21, 'one_stop_centre')",
    "INSERT INTO org_unit_version (unit_id, valid_from, name, short_name, agency_code, level, fold, sort_key, created_at) VALUES
        (20, '2010-01-01', 'UBND huyện Lam Sơn', 'H. Lam Sơn', 'H99.31', 'district', '', '', '2025-01-01T00:00:00+00:00'),
        (21, '2010-01-01', 'Bộ phận Một cửa huyện Lam Sơn', 'Một cửa', 'H99.31.01', 'district', '', '', '2025-01-01T00:00:00+00:00')",
    "INSERT INTO org_edge (parent_id, child_id, relation, valid_from) VALUES (1, 20, 'administrative', '2010-01-01'), (20, 21, 'administrative', '2010-01-01'),
        (1, 2, 'administrative', '2025-07-01'), (1, 6, 'administrative', '2025-07-01'), (2, 3, 'administrative', '2025-07-01'),
        (2, 4, 'administrative', '2025-07-01'), (2, 5, 'administrative', '2025-07-01')",
    "INSERT INTO org_closure (ancestor_id, descendant_id, depth) VALUES (20, 20, 0), (21, 21, 0), (20, 21, 1), (1, 20, 1), (1, 21, 2)",
    "INSERT INTO procedure_offer (id, version_id, competent_unit_id, receiving_unit_id, online) VALUES (3, 1, 20, 21, TRUE)",
];

/// A01-02: received by a district on 20/06/2025 and finished by a commune on 10/07/2025: it prints both names, keeps its
/// due date, and is found under both unit codes.
#[tokio::test(flavor = "multi_thread")]
async fn a01_02_received_by_a_district_finished_by_a_commune() {
    with_dbs(async |t| {
        lay(t).await;
        run(t, &Actor::system("Kiểm thử"), async |cx| {
            for rows in ROWS {
                cx.conn().exec(*rows, args![]).await?;
            }
            Ok(())
        })
        .await
        .unwrap();
        t.portal.clock().set(vn(2025, 6, 20, 8, 0));
        let new = dossiers::NewDossier { offer_id: 3, receiving_unit: DISTRICT_CENTRE, competent_unit: DISTRICT, ..application(1, vn(2025, 6, 20, 8, 0)) };
        let submitted = run(t, &citizen(), async |cx| dossiers::create_submitted(cx, new).await).await.unwrap();
        let counter = official(1, "Trần Mẫu An", DISTRICT_CENTRE, &[Role::Official, Role::Receptionist], &[DISTRICT_CENTRE]);
        let received = receive_as(t, &counter, &submitted).await.unwrap();
        let code = received.code.clone().unwrap();
        assert_eq!(code, "H99.31.01-250620-0001");
        let due = received.due.unwrap();

        let plan = run(t, &Actor::system("Quản trị"), async |cx| {
            let head = PlanForm { title: "Bỏ cấp huyện".into(), legal_basis: "Nghị quyết 203/2025/QH15".into(), effective_on: "01/07/2025".into() };
            let id = reorg::create(cx, &head).await?;
            let line = LineForm { from: "H99.31".into(), kind: "merge".into(), to: "H99.101".into(), ..LineForm::default() };
            reorg::add_line(cx, id, &line).await?;
            let preview = reorg::preview(cx, id).await?;
            assert_eq!((preview[0].dossiers, preview[0].unmapped.len()), (1, 0));
            let version = reorg::open(cx, id).await?.plan.version;
            reorg::confirm(cx, id, version).await?;
            Ok(id)
        })
        .await
        .unwrap();
        t.portal.clock().set(vn(2025, 7, 1, 0, 0));
        while let Some(job) = jobs::claim(&t.portal).await.unwrap() {
            domain::perform(&t.portal, &job).await.unwrap();
        }
        let applied = run(t, &Actor::system("Quản trị"), async |cx| reorg::open(cx, plan).await).await.unwrap();
        assert_eq!(applied.plan.state, "applied");

        // Nobody of another commune sees it; the commune that goes on with it finishes it.
        let mut cx = t.portal.read(&stranger()).await.unwrap();
        assert!(matches!(dossiers::open(&mut cx, &code).await, Err(domain::Error::NotFound)));
        drop(cx);
        t.portal.clock().set(vn(2025, 7, 10, 9, 0));
        let mut cx = t.portal.read(&leader()).await.unwrap();
        let version = dossiers::open(&mut cx, &code).await.unwrap().version;
        drop(cx);
        let taken = accept(t, &dossiers::Dossier { version, ..received }).await;
        let ready = publish(t, &sign(t, &taken).await).await;
        assert_eq!(ready.due, Some(due));

        let mut cx = t.portal.read(&leader()).await.unwrap();
        let view = dossiers::open(&mut cx, &code).await.unwrap();
        assert_eq!(view.competent_unit, "UBND huyện Lam Sơn (nay là UBND phường Thành Lam)");
        assert_eq!(view.receiving_unit, "Bộ phận Một cửa huyện Lam Sơn (nay là UBND phường Thành Lam)");
        assert_eq!((view.due, view.finished_at), (Some(due), Some(vn(2025, 7, 10, 9, 0))));
        let units: Vec<&str> = view.timeline.iter().map(|entry| entry.unit.as_str()).filter(|unit| !unit.is_empty()).collect();
        assert_eq!((units[0], *units.last().unwrap()), ("Bộ phận Một cửa huyện Lam Sơn", "Văn phòng HĐND và UBND"));
        for unit in ["H99.31", "000.00.31.H99", "H99.101"] {
            let filter = DeskFilter { queue: Some(Queue::Done), unit: unit.into(), ..DeskFilter::default() };
            let rows = dossiers::list(&mut cx, &filter).await.unwrap().rows;
            assert_eq!(rows.iter().map(|row| row.code.as_str()).collect::<Vec<_>>(), [code.as_str()], "{unit}");
        }
        for unit in ["H99.102", "H12.34", "%"] {
            let filter = DeskFilter { queue: Some(Queue::Done), unit: unit.into(), ..DeskFilter::default() };
            assert!(dossiers::list(&mut cx, &filter).await.unwrap().rows.is_empty(), "{unit}");
        }
        drop(cx);
        let mut cx = t.portal.write(&Actor::anonymous()).await.unwrap();
        let tracked = dossiers::tracking::track(&mut cx, &code, None, "10.0.0.1").await.unwrap().unwrap();
        assert_eq!((tracked.competent_unit.as_str(), tracked.due), ("UBND huyện Lam Sơn (nay là UBND phường Thành Lam)", Some(due)));
    })
    .await;
}

/// Only a shared counter ends, the agency lives on: the heir of the counter receives and returns, and decides nothing; what
/// was offered there is handed in at the heir.
#[tokio::test(flavor = "multi_thread")]
async fn the_heir_of_a_counter_decides_nothing() {
    with_dbs(async |t| {
        lay(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 8, 0));
        run(t, &Actor::system("Kiểm thử"), async |cx| {
            for rows in ROWS {
                cx.conn().exec(*rows, args![]).await?;
            }
            cx.conn().exec("UPDATE procedure_offer SET receiving_unit_id = 21 WHERE id = 1", args![]).await
        })
        .await
        .unwrap();
        let mut submitted = Vec::new();
        for n in [1, 2] {
            let new = dossiers::NewDossier { receiving_unit: DISTRICT_CENTRE, ..application(n, vn(2026, 11, 23, 8, 0)) };
            submitted.push(run(t, &citizen(), async |cx| dossiers::create_submitted(cx, new).await).await.unwrap());
        }
        let counter = official(1, "Trần Mẫu An", DISTRICT_CENTRE, &[Role::Official, Role::Receptionist], &[DISTRICT_CENTRE]);
        let received = receive_as(t, &counter, &submitted[0]).await.unwrap();
        let code = received.code.clone().unwrap();

        run(t, &Actor::system("Quản trị"), async |cx| {
            let head = PlanForm { title: "Một cửa".into(), legal_basis: "Quyết định số 1".into(), effective_on: "01/12/2026".into() };
            let line = LineForm { from: "H99.31.01".into(), kind: "dissolve".into(), ..LineForm::default() };
            let nowhere = reorg::create(cx, &head).await?;
            reorg::add_line(cx, nowhere, &line).await?;
            let preview = reorg::preview(cx, nowhere).await?;
            let open = preview[0].unmapped.iter().find(|text| text.starts_with("2 thủ tục")).cloned().unwrap_or_default();
            assert!(open.ends_with("sẽ nộp tại UBND huyện Lam Sơn"), "{:?}", preview[0].unmapped);
            let id = reorg::create(cx, &head).await?;
            reorg::add_line(cx, id, &LineForm { kind: "merge".into(), to: "H99.102".into(), ..line }).await?;
            let preview = reorg::preview(cx, id).await?;
            assert_eq!((preview[0].dossiers, preview[0].unmapped.len()), (2, 0));
            let version = reorg::open(cx, id).await?.plan.version;
            reorg::confirm(cx, id, version).await
        })
        .await
        .unwrap();
        t.portal.clock().set(vn(2026, 12, 1, 0, 0));
        while let Some(job) = jobs::claim(&t.portal).await.unwrap() {
            domain::perform(&t.portal, &job).await.unwrap();
        }
        t.portal.clock().set(vn(2026, 12, 1, 9, 0));
        let mut cx = t.portal.read(&stranger()).await.unwrap();
        let heirs: Vec<(Option<i64>, Option<i64>)> =
            cx.conn().all("SELECT continuing_unit_id, continuing_receiving_unit_id FROM dossier ORDER BY id", args![]).await.unwrap();
        assert_eq!(heirs, [(None, Some(OTHER_WARD)), (None, Some(OTHER_WARD))]);
        assert_eq!(cx.conn().count("SELECT COUNT(*) FROM procedure_offer WHERE version_id = 1 AND receiving_unit_id = 6", args![]).await.unwrap(), 2);
        let version = dossiers::open(&mut cx, &code).await.unwrap().version;
        for queue in [Queue::Assign, Queue::Supplement, Queue::Sign, Queue::Publish] {
            let filter = DeskFilter { queue: Some(queue), ..DeskFilter::default() };
            assert!(dossiers::list(&mut cx, &filter).await.unwrap().rows.is_empty(), "{queue:?}");
        }
        drop(cx);
        let received = dossiers::Dossier { version, ..received };
        let taken = run(t, &stranger(), async |cx| dossiers::start_processing(cx, &code, version, &Assign::default()).await).await;
        assert!(matches!(taken, Err(domain::Error::Forbidden { .. })), "{taken:?}");

        // The other one is received by the heir, under its code; the agency decides, the heir returns.
        let other = receive_as(t, &stranger(), &submitted[1]).await.unwrap();
        assert_eq!(other.code.as_deref(), Some("H99.102-261201-0001"));
        let taken = accept(t, &received).await;
        publish(t, &sign(t, &taken).await).await;
        let filter = DeskFilter { queue: Some(Queue::Return), ..DeskFilter::default() };
        for (actor, codes) in [(stranger(), vec![code.as_str()]), (receptionist(), Vec::new())] {
            let mut cx = t.portal.read(&actor).await.unwrap();
            let rows = dossiers::list(&mut cx, &filter).await.unwrap().rows;
            assert_eq!(rows.iter().map(|row| row.code.as_str()).collect::<Vec<_>>(), codes);
        }
    })
    .await;
}
