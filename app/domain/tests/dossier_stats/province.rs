//! The demo province: the periods follow the real commands, pages take few statements, frozen sheets stay as they were.

use super::support::{day, system};
use domain::db::{Query, counting};
use domain::stats::dossiers::{Asked, FrozenCell, ask, freeze, frozen, frozen_rows, rows, sheet};
use domain::testing::{TestPortal, demo, on_postgres};
use domain::{Actor, args};
use model::org::OrgView;
use model::stats::UnitGroup;
use model::stats::dossiers::{DossierFigure as F, DossierPeriod};

/// Statements of the sheet: what became of units (three), figures (two), names, sectors, results and
/// pauses for the working days (two), calendars (four while the process has not built them).
const SHEET: u32 = 14;
/// Statements of a page of rows: the same figures, their number, the rows, their working days, names.
const ROWS: u32 = 16;

fn year(view: OrgView) -> DossierPeriod {
    DossierPeriod { from: day(2026, 1, 1), to: day(2026, 12, 31), as_of: day(2026, 12, 31), view }
}

/// The last period of each dossier says what its row says: whatever commands did, the log and the row agree.
async fn periods_follow(t: &TestPortal) {
    let mut held = t.portal.db().read().await.unwrap();
    let wrong = Query::new(
        "SELECT COUNT(*) FROM dossier d LEFT JOIN dossier_period p ON p.dossier_id = d.id AND p.known_to > d.updated_at AND p.known_to > '9000-01-01T00:00:00+00:00'
         WHERE d.state <> 'draft' AND (p.id IS NULL OR p.competent_unit_id <> d.competent_unit_id
            OR p.phase <> CASE WHEN d.state = 'submitted' THEN 'intake' WHEN d.state = 'intake_supplement' THEN 'intake_supplement'
                WHEN d.state = 'intake_refused' THEN 'refused' WHEN d.state = 'withdrawn' AND d.received_at IS NULL THEN 'cancelled'
                WHEN d.state IN ('withdrawn', 'stopped') THEN d.state WHEN d.state IN ('result_ready', 'returned') THEN 'finished'
                WHEN d.clock = 'paused' THEN 'paused' ELSE 'running' END
            OR (d.received_at IS NOT NULL AND (p.received_at <> d.received_at OR COALESCE(p.due_at, p.received_at) <> COALESCE(d.due_current, d.received_at)))
            OR (d.ended_at IS NOT NULL AND (p.ended_at <> d.ended_at OR p.ended_day <> d.ended_day))
            OR (d.ended_at IS NULL AND p.ended_at IS NOT NULL))",
    );
    assert_eq!(wrong.count(&mut held.conn()).await.unwrap(), 0, "{}", t.engine);
    let overlapping = Query::new(
        "SELECT COUNT(*) FROM dossier_period a JOIN dossier_period b ON b.dossier_id = a.dossier_id AND b.from_seq > a.from_seq AND b.known_from < a.known_to",
    );
    assert_eq!(overlapping.count(&mut held.conn()).await.unwrap(), 0, "{}", t.engine);
}

/// A database from before the migration gets the same periods from its log.
async fn the_log_gives_the_same_periods(t: &TestPortal) {
    let text = if t.engine == "sqlite" {
        include_str!("../../migrations/sqlite/0017_dossier_statistics.sql")
    } else {
        include_str!("../../migrations/postgres/0017_dossier_statistics.sql")
    };
    let (_, fill) = text.split_once("-- unless they were asked for after the due day.\n").unwrap();
    let mut cx = t.portal.write(&system()).await.unwrap();
    const ALL: &str = "SELECT dossier_id, from_seq, phase, CAST(known_from AS TEXT), CAST(known_to AS TEXT), CAST(due_at AS TEXT), CAST(ended_day AS TEXT)
         FROM dossier_period ORDER BY dossier_id, from_seq";
    type Rows = Vec<(i64, i64, String, String, String, Option<String>, Option<String>)>;
    let followed: Rows = cx.conn().all(ALL, args![]).await.unwrap();
    cx.conn().exec("DELETE FROM dossier_period", args![]).await.unwrap();
    cx.conn().exec(fill, args![]).await.unwrap();
    let filled: Rows = cx.conn().all(ALL, args![]).await.unwrap();
    assert_eq!(followed.len(), filled.len(), "{}", t.engine);
    for (one, other) in followed.iter().zip(&filled) {
        assert_eq!(one, other, "{}", t.engine);
    }
}

async fn few_statements(t: &TestPortal, actor: &Actor) {
    for view in [OrgView::AsThen, OrgView::AsNow] {
        let period = year(view);
        let mut cx = t.portal.snapshot(actor).await.unwrap();
        let all = Asked::default();
        let (shown, sent) = counting(sheet(&mut cx, &all, &period)).await;
        let shown = shown.unwrap();
        assert!(sent <= SHEET, "{}: {sent} statements", t.engine);
        assert!(shown.units.len() > 5 && shown.number(F::Total) > 100, "{}", t.engine);
        for figure in F::ALL.iter().copied() {
            let (found, sent) = counting(rows(&mut cx, &all, figure, &period, 1, false)).await;
            assert_eq!(found.unwrap().list.total(), shown.number(figure), "{figure}");
            assert!(sent <= ROWS, "{}: {figure}: {sent} statements", t.engine);
        }
        // The sums of what the page shows are the whole.
        let sum = |counts: Vec<i64>| counts.into_iter().sum::<i64>();
        for figure in [F::Carried, F::New, F::Resolved, F::Open, F::Late] {
            assert_eq!(sum(shown.units.iter().map(|line| line.counts.of(figure)).collect()), shown.number(figure));
            assert_eq!(sum(shown.sectors.iter().map(|line| line.counts.of(figure)).collect()), shown.number(figure));
            assert_eq!(sum(shown.groups.iter().map(|line| line.counts.of(figure)).collect()), shown.number(figure));
        }
        let communes = ask(&mut cx, &period, None, Some(UnitGroup::Communes), None).await.unwrap();
        let of_group = shown.groups.iter().find(|group| group.group == UnitGroup::Communes).unwrap();
        assert_eq!(rows(&mut cx, &communes, F::New, &period, 1, true).await.unwrap().list.total(), of_group.counts.of(F::New));
    }
}

/// A08-09 and 08 §1: a frozen sheet is shown for ever as it was, with the rows of each figure; nobody changes it.
async fn frozen_sheets_stay(t: &TestPortal) {
    let period = year(OrgView::AsThen);
    let mut cx = t.portal.write(&system()).await.unwrap();
    let all = Asked::default();
    let before = sheet(&mut cx, &all, &period).await.unwrap();
    let code = freeze(&mut cx, &all, &period).await.unwrap();
    let unit = before.units.iter().max_by_key(|line| line.counts.of(F::New)).unwrap().clone();
    let cell = FrozenCell { unit: Some(&unit.code), ..FrozenCell::default() };
    let (_, list) = frozen_rows(&mut cx, &code, F::New, &cell, 1).await.unwrap();
    // The world goes on: another name, an open dossier ends.
    cx.conn().exec("UPDATE org_unit_version SET name = 'Tên khác' WHERE valid_to IS NULL", args![]).await.unwrap();
    let now = cx.now();
    let open: Vec<(i64, i64)> = cx
        .conn()
        .all(
            "SELECT d.id, (SELECT MAX(e.seq) FROM dossier_event e WHERE e.dossier_id = d.id) FROM dossier d WHERE d.state = 'processing' ORDER BY d.id LIMIT 3",
            args![],
        )
        .await
        .unwrap();
    assert!(!open.is_empty());
    let later = now + chrono::Duration::minutes(5);
    for (id, seq) in open {
        let ended = args![id, later, model::format::local_date(later)];
        cx.conn().exec("UPDATE dossier SET state = 'stopped', clock = 'ended', ended_at = $2, ended_day = $3 WHERE id = $1", ended).await.unwrap();
        let event = args![id, seq + 1, later];
        cx.conn()
            .exec(
                "INSERT INTO dossier_event (dossier_id, seq, action, from_state, to_state, actor_name, at, due_after)
                 SELECT $1, $2, 'stop', 'processing', 'stopped', '', $3, due_current FROM dossier WHERE id = $1",
                event,
            )
            .await
            .unwrap();
    }
    cx.commit().await.unwrap();
    t.portal.clock().advance(chrono::Duration::hours(1));
    let mut cx = t.portal.snapshot(&system()).await.unwrap();
    let kept = frozen(&mut cx, &code).await.unwrap();
    assert_eq!(kept.sheet, before, "{}", t.engine);
    assert_ne!(kept.live.of(F::WithdrawnOrStopped), before.number(F::WithdrawnOrStopped), "{}", t.engine);
    for figure in F::ALL.iter().copied() {
        let (_, list) = frozen_rows(&mut cx, &code, figure, &FrozenCell::default(), 1).await.unwrap();
        assert_eq!(list.total(), before.number(figure), "{}: {figure}", t.engine);
        assert_eq!(list.rows.len() as i64, list.total().min(100), "{}: {figure}", t.engine);
    }
    let (_, again) = frozen_rows(&mut cx, &code, F::New, &cell, 1).await.unwrap();
    assert_eq!(again.total(), unit.counts.of(F::New));
    let facts =
        |list: &model::List<model::stats::dossiers::DossierRow>| list.rows.iter().map(|row| (row.code.clone(), row.part.clone(), row.due)).collect::<Vec<_>>();
    assert_eq!(facts(&again), facts(&list), "{}", t.engine);
    assert!(again.rows.iter().all(|row| row.applicant.is_empty() && !row.opens));
    assert!(matches!(frozen(&mut cx, "KHONGCO").await, Err(domain::Error::NotFound)));
    drop(cx);
    for change in ["UPDATE stat_snapshot SET cells = ''", "DELETE FROM stat_snapshot"] {
        let mut cx = t.portal.write(&system()).await.unwrap();
        assert!(cx.conn().exec(change, args![]).await.is_err(), "{}: {change}", t.engine);
    }
}

/// The plan of the counting statement on SQLite: both halves seek in an index that holds everything they need.
async fn plans_use_the_indexes(t: &TestPortal) {
    let mut held = t.portal.db().read().await.unwrap();
    let plan: Vec<(i64, i64, i64, String)> = Query::new(
        "EXPLAIN QUERY PLAN SELECT COUNT(*), SUM(x.part) FROM (SELECT p.dossier_id, p.competent_unit_id, p.receiving_unit_id, p.sector_id, p.channel, p.received_at,
            p.due_at, p.ended_day, CASE WHEN p.phase = 'finished' AND p.by_hour AND p.due_day > p.plain_day THEN 1 ELSE 0 END AS part
            FROM dossier_period p WHERE p.received_at IS NOT NULL AND p.ended_at >= '2026-01-01' AND p.ended_at < '2026-02-01' AND p.known_to >= '2026-02-01'
                AND p.learned_from <= '2026-03-01' AND p.learned_to > '2026-03-01'
         UNION ALL SELECT p.dossier_id, p.competent_unit_id, p.receiving_unit_id, p.sector_id, p.channel, p.received_at, p.due_at, p.ended_day,
            CASE WHEN p.phase = 'paused' AND p.by_hour AND p.due_day IS NULL THEN 1 ELSE 0 END FROM dossier_period p
            WHERE p.ended_at IS NULL AND p.received_at IS NOT NULL AND p.known_to >= '2026-02-01' AND p.known_from < '2026-02-01'
                AND p.learned_from <= '2026-03-01' AND p.learned_to > '2026-03-01') x
         GROUP BY x.competent_unit_id, x.sector_id, x.channel",
    )
    .all(&mut held.conn())
    .await
    .unwrap();
    let words: String = plan.into_iter().map(|(_, _, _, words)| words + "\n").collect();
    for index in ["COVERING INDEX dossier_period_ended (ended_at>", "COVERING INDEX dossier_period_open (known_to>"] {
        assert!(words.contains(index), "{words}");
    }
}

/// A08-02 on the demo province: the sheet, its sums and the rows agree on both engines.
#[tokio::test(flavor = "multi_thread")]
async fn a08_02_the_demo_province_adds_up() {
    let sqlite = demo().await;
    let postgres = on_postgres(&sqlite).await;
    let mut both = Vec::new();
    plans_use_the_indexes(&sqlite).await;
    for t in [&sqlite, &postgres] {
        periods_follow(t).await;
        the_log_gives_the_same_periods(t).await;
        few_statements(t, &system()).await;
        let mut cx = t.portal.snapshot(&system()).await.unwrap();
        both.push(sheet(&mut cx, &Asked::default(), &year(OrgView::AsNow)).await.unwrap());
        drop(cx);
        frozen_sheets_stay(t).await;
        super::compare::two_frozen_sheets(t).await;
        super::compare::cells_are_counted_again(t).await;
    }
    assert_eq!(both[0].total, both[1].total);
    assert_eq!(both[0].units, both[1].units);
    assert_eq!(both[0].intake, both[1].intake);
}
