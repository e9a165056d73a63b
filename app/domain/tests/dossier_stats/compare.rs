//! Why two frozen sheets differ, and the nightly count of cells (08 §1, §2); on the demo province, after three dossiers were stopped
//! since the first sheet.

use super::support::{day, system};
use domain::stats::dossiers::{Asked, Cell, ask, check_cells, compare, compared_rows, freeze, nightly, report, sheet};
use domain::testing::TestPortal;
use domain::{Error, args};
use model::dossiers::AdjustableFact;
use model::org::OrgView;
use model::stats::dossiers::{DossierFigure as F, DossierPeriod};

fn year() -> DossierPeriod {
    DossierPeriod { from: day(2026, 1, 1), to: day(2026, 12, 31), as_of: day(2026, 12, 31), view: OrgView::AsThen }
}

/// A correction that was approved now.
async fn correct(t: &TestPortal) {
    let mut cx = t.portal.write(&system()).await.unwrap();
    let now = cx.now();
    let (dossier,): (i64,) = cx.conn().one("SELECT MIN(id) FROM dossier WHERE state = 'processing'", args![]).await.unwrap();
    let (file,): (i64,) = cx.conn().one("SELECT MIN(id) FROM file", args![]).await.unwrap();
    let insert = "INSERT INTO fact_adjustment (dossier_id, seq, state, field, old_value, new_value, reason, evidence_file_id, requested_by_name, requested_at, decided_at)
        VALUES ($1, 90, 'approved', 'received_at', '2026-11-20T02:00:00+00:00', '2026-11-20T01:30:00+00:00', 'Ghi nhầm giờ', $2, 'Kiểm thử', $3, $3)";
    cx.conn().exec(insert, args![dossier, file, now]).await.unwrap();
    cx.commit().await.unwrap();
}

async fn frozen_now(t: &TestPortal, asked: &Asked) -> String {
    let mut cx = t.portal.write(&system()).await.unwrap();
    let code = freeze(&mut cx, asked, &year()).await.unwrap();
    cx.commit().await.unwrap();
    code
}

/// Each difference is what came less what went, whichever of the two is asked for first; the rows say where each dossier stood.
pub async fn two_frozen_sheets(t: &TestPortal) {
    let mut cx = t.portal.snapshot(&system()).await.unwrap();
    let (first,): (String,) = cx.conn().one("SELECT code FROM stat_snapshot WHERE metric = 'dossiers' ORDER BY id DESC LIMIT 1", args![]).await.unwrap();
    drop(cx);
    correct(t).await;
    t.portal.clock().advance(chrono::Duration::minutes(1));
    let second = frozen_now(t, &Asked::default()).await;
    let mut cx = t.portal.snapshot(&system()).await.unwrap();
    let compared = compare(&mut cx, &first, &second).await.unwrap();
    assert_eq!(compare(&mut cx, &second, &first).await.unwrap(), compared, "{}: the earlier one stands first", t.engine);
    assert_eq!((compared.first.code.as_str(), compared.second.code.as_str()), (first.as_str(), second.as_str()));
    assert!(compared.same_scope && compared.same_period);
    for of in &compared.figures {
        assert_eq!(of.after - of.before, of.came as i64 - of.gone as i64, "{}: {}", t.engine, of.figure);
    }
    let of = |figure: F| compared.figures.iter().find(|of| of.figure == figure).map(|of| (of.gone, of.came)).unwrap();
    assert_eq!((of(F::WithdrawnOrStopped), of(F::Open), of(F::Total)), ((0, 3), (3, 0), (0, 0)), "{}", t.engine);
    assert_eq!(compared.corrections.len(), 1, "{}", t.engine);
    let correction = &compared.corrections[0];
    assert_eq!((correction.fact, correction.before.as_str(), correction.after.as_str()), (AdjustableFact::ReceivedAt, "09:00 20/11/2026", "08:30 20/11/2026"));
    assert!(correction.code.contains('•'));

    let (heads, list) = compared_rows(&mut cx, &second, &first, F::WithdrawnOrStopped, 1).await.unwrap();
    assert_eq!((heads[0].code.as_str(), list.total(), list.rows.len()), (first.as_str(), 3, 3));
    for row in &list.rows {
        assert!(row.before.starts_with("Đang giải quyết") || row.before == "Tạm dừng", "{}", row.before);
        assert_eq!(row.after, "Rút, dừng giải quyết");
        assert!(row.code.contains('•') && !row.procedure.is_empty() && !row.unit.is_empty());
    }
    let (_, open) = compared_rows(&mut cx, &first, &second, F::Open, 1).await.unwrap();
    assert_eq!(open.rows.iter().map(|row| &row.code).collect::<Vec<_>>(), list.rows.iter().map(|row| &row.code).collect::<Vec<_>>());
    assert_eq!(compared_rows(&mut cx, &first, &second, F::Total, 7).await.unwrap().1.total(), 0);

    let Err(Error::Invalid(errors)) = compare(&mut cx, &first, "KHONG1").await else { panic!("unknown") };
    assert!(errors.of("ban").unwrap().contains("KHONG1"));
    assert!(matches!(compare(&mut cx, "KHONG1", &first).await, Err(Error::NotFound)));
    let sector = ask(&mut cx, &year(), None, None, Some("ho-tich")).await.unwrap();
    drop(cx);
    let third = frozen_now(t, &sector).await;
    let mut cx = t.portal.snapshot(&system()).await.unwrap();
    let narrower = compare(&mut cx, &third, &second).await.unwrap();
    assert!(!narrower.same_scope && narrower.same_period);
    assert!(narrower.figures.iter().all(|of| of.after - of.before == of.came as i64 - of.gone as i64), "{}", t.engine);
}

/// A number that is not that of its rows is found, wherever it stands; those of the sheet are right.
pub async fn cells_are_counted_again(t: &TestPortal) {
    let mut cx = t.portal.snapshot(&system()).await.unwrap();
    let shown = sheet(&mut cx, &Asked::default(), &year()).await.unwrap();
    let unit = shown.units.iter().max_by_key(|line| line.counts.of(F::New)).unwrap();
    let sector = shown.sectors.iter().max_by_key(|line| line.counts.of(F::New)).unwrap();
    let cells = [
        Cell { unit: None, sector: None, figure: F::IntakeWaiting, number: shown.number(F::IntakeWaiting) },
        Cell { unit: Some(unit.code.clone()), sector: None, figure: F::New, number: unit.counts.of(F::New) },
        Cell { unit: None, sector: Some(sector.code.clone()), figure: F::Late, number: sector.counts.of(F::Late) },
    ];
    assert_eq!(check_cells(&mut cx, &year(), &cells).await.unwrap(), Vec::<String>::new(), "{}", t.engine);
    let wrong = cells.clone().map(|cell| Cell { number: cell.number + 1, ..cell });
    let faults = check_cells(&mut cx, &year(), &wrong).await.unwrap();
    assert_eq!(faults.len(), 3, "{}: {faults:?}", t.engine);
    assert!(faults[1].starts_with(&unit.name) && faults[1].contains("đếm được"), "{}", faults[1]);
    drop(cx);
    nightly(&t.portal).await.unwrap();
    let mut cx = t.portal.snapshot(&system()).await.unwrap();
    let (detail,): (String,) = cx.conn().one("SELECT detail FROM audit_event WHERE action = 'figures.checked'", args![]).await.unwrap();
    assert!(detail.ends_with("ô, 0 lệch") && !detail.starts_with("0 "), "{}: {detail}", t.engine);
    let told = "SELECT COUNT(*) FROM outbox WHERE event = 'figure_fault' AND text LIKE '%3 con số lệch%'";
    let admins = "SELECT COUNT(DISTINCT a.id) FROM account a JOIN employment e ON e.person_id = a.person_id
        JOIN role_assignment r ON r.employment_id = e.id AND r.role = 'system_admin' WHERE a.kind = 'official'";
    assert_eq!(cx.conn().count(told, args![]).await.unwrap(), 0);
    let admins = cx.conn().count(admins, args![]).await.unwrap();
    assert!(admins > 0);
    drop(cx);
    // A night that is repeated tells nobody twice.
    for _ in 0..2 {
        let mut cx = t.portal.write(&system()).await.unwrap();
        report(&mut cx, 24, &faults).await.unwrap();
        cx.commit().await.unwrap();
    }
    let mut cx = t.portal.snapshot(&system()).await.unwrap();
    assert_eq!(cx.conn().count(told, args![]).await.unwrap(), admins, "{}", t.engine);
}
