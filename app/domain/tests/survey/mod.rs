//! The quarterly survey of eleven questions (02 §18): one answer per dossier, frozen questions, figures equal to their rows.

use crate::rating::support::{OTHER_WARD, WARD, lay, leader, moderator, other_leader, run, system, visitor};
use chrono::NaiveDate;
use domain::dossiers::tracking;
use domain::testing::{TestPortal, vn, with_dbs};
use domain::{Error, args, survey};
use model::rating::RatingLevel;
use model::survey::{Answers, Mark, OVERALL, QUESTIONS, Quarter, QuestionTally, SurveyLine};
use std::array;

const UNIT: &str = "H99.101";
const OTHER_UNIT: &str = "H99.102";
/// The set that the migration writes.
const FIRST_SET: i64 = 1;

fn quarter(text: &str) -> Quarter {
    text.parse().unwrap()
}

/// Dossiers 1 to `n`, returned in November 2026 but for number 2.
async fn province(t: &TestPortal, n: i64) {
    t.portal.clock().set(vn(2026, 11, 20, 9, 0));
    lay(t, n).await;
    let mut cx = t.portal.write(&system()).await.unwrap();
    let now = cx.now();
    cx.conn().exec("UPDATE dossier SET returned_at = $1 WHERE state = 'returned'", args![now]).await.unwrap();
    cx.commit().await.unwrap();
}

fn with(marks: [Mark; QUESTIONS], comment: &str) -> Answers {
    Answers { code: String::new(), check: String::new(), marks, comment: comment.to_owned() }
}

fn same(mark: Mark) -> Answers {
    with([mark; QUESTIONS], "")
}

async fn give(t: &TestPortal, unit: &str, set: i64, dossier: i64, input: &Answers) -> domain::Result<()> {
    run(&t.portal, &visitor(), async |cx| survey::answer(cx, unit, set, dossier, input).await).await.map(drop)
}

async fn count(t: &TestPortal, table: &'static str) -> i64 {
    let mut cx = t.portal.read(&system()).await.unwrap();
    cx.conn().count(table, args![]).await.unwrap()
}

/// A returned dossier answers once, in this quarter or the next, about the agency that resolved it; the rest is refused with a reason.
#[tokio::test(flavor = "multi_thread")]
async fn one_answer_for_a_returned_dossier() {
    with_dbs(async |t| {
        province(t, 5).await;
        let good = same(Some(RatingLevel::Satisfied));
        let refused = async |unit: &str, dossier: i64| match give(t, unit, FIRST_SET, dossier, &good).await {
            Err(Error::Invalid(errors)) => errors.of("ma").unwrap().to_owned(),
            other => panic!("{other:?}"),
        };
        assert!(refused(UNIT, 2).await.contains("chưa trả kết quả"));
        assert!(refused(OTHER_UNIT, 1).await.contains("UBND phường Thành Lam"));
        assert!(matches!(give(t, "H00", FIRST_SET, 1, &good).await, Err(Error::NotFound)));
        assert!(matches!(give(t, UNIT, FIRST_SET, 99, &good).await, Err(Error::NotFound)));
        assert!(matches!(give(t, UNIT, 77, 1, &good).await, Err(Error::Conflict(_))), "a set that nobody was shown");
        let link = async |code: &'static str| run(&t.portal, &visitor(), async |cx| survey::link(cx, code).await).await.unwrap();
        assert_eq!(link("N-261120-000001").await.as_deref(), Some("/khao-sat/H99.101?ho-so=H99.101-261120-0001"));
        give(t, UNIT, FIRST_SET, 1, &good).await.unwrap();
        assert_eq!((link("N-261120-000001").await, link("H99.101-261120-0002").await, link("không có").await), (None, None, None));
        let twice = give(t, UNIT, FIRST_SET, 1, &good).await;
        assert!(matches!(&twice, Err(Error::Conflict(text)) if text.contains("đã trả lời")), "{twice:?}");
        // In the next quarter one that has answered stays answered, others still may; after that nobody.
        t.portal.clock().set(vn(2027, 3, 31, 23, 59));
        assert!(matches!(give(t, UNIT, FIRST_SET, 1, &good).await, Err(Error::Conflict(_))));
        give(t, UNIT, FIRST_SET, 3, &good).await.unwrap();
        t.portal.clock().set(vn(2027, 4, 1, 0, 0));
        assert!(refused(UNIT, 5).await.contains("01/01/2027"));
        assert_eq!(count(t, "SELECT COUNT(*) FROM survey_answer").await, 2);
        assert_eq!(count(t, "SELECT COUNT(*) FROM survey_mark").await, 22);
        for statement in
            ["UPDATE survey_answer SET comment = 'x'", "DELETE FROM survey_mark", "DELETE FROM survey_taken", "UPDATE survey_set SET questions = ''"]
        {
            let mut cx = t.portal.write(&system()).await.unwrap();
            assert!(cx.conn().exec(statement, args![]).await.is_err(), "{statement}");
        }
    })
    .await;
}

/// The same answer sent by many at once is stored once.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_answer_however_often_it_is_sent() {
    with_dbs(async |t| {
        province(t, 1).await;
        let tries: Vec<_> = (0..8)
            .map(|_| {
                let portal = t.portal.clone();
                tokio::spawn(async move { run(&portal, &visitor(), async |cx| survey::answer(cx, UNIT, FIRST_SET, 1, &same(None)).await).await })
            })
            .collect();
        let mut stored = 0;
        for one in tries {
            match one.await.unwrap() {
                Ok(_) => stored += 1,
                Err(Error::Conflict(_)) => {}
                Err(other) => panic!("{}: {other:?}", t.engine),
            }
        }
        assert_eq!((stored, count(t, "SELECT COUNT(*) FROM survey_answer").await), (1, 1), "{}", t.engine);
    })
    .await;
}

/// Code and four digits prove a dossier, within the limits of tracking; nothing stored says who answered.
#[tokio::test(flavor = "multi_thread")]
async fn four_digits_open_and_nothing_is_kept_of_them() {
    with_dbs(async |t| {
        province(t, 1).await;
        let mut cx = t.portal.write(&system()).await.unwrap();
        let phone = domain::identity::crypto::seal_text(cx.settings(), domain::identity::crypto::purpose::PHONE, "0999900001").unwrap();
        cx.conn().exec("UPDATE dossier SET applicant_phone = $1", args![phone]).await.unwrap();
        cx.commit().await.unwrap();
        let proven = async |code: &'static str, check: &'static str| {
            let mut cx = t.portal.write(&visitor()).await.unwrap();
            let found = tracking::proven(&mut cx, code, check, "192.0.2.1").await;
            cx.commit().await.unwrap();
            found
        };
        assert_eq!(proven("n-261120-000001", "0001").await.unwrap(), Some(1));
        assert_eq!(proven("H99.101-261120-0001", "0001").await.unwrap(), Some(1));
        for (code, check) in [("H99.101-261120-0001", "1000"), ("H99.101-261120-0001", ""), ("H99.101-261120-0001", "%"), ("' OR 1=1 --", "0001"), ("", "0001")]
        {
            assert_eq!(proven(code, check).await.unwrap(), None, "{code} {check}");
        }
        for _ in 0..3 {
            drop(proven("H99.101-261120-0001", "9999").await);
        }
        assert!(matches!(proven("H99.101-261120-0001", "0001").await, Err(Error::RateLimited(_))));
        give(t, UNIT, FIRST_SET, 1, &same(None)).await.unwrap();
        let mut cx = t.portal.read(&system()).await.unwrap();
        let audited: Vec<(String, String, Option<i64>)> =
            cx.conn().all("SELECT object_id, detail, actor_id FROM audit_event WHERE action = 'survey.answered'", args![]).await.unwrap();
        assert_eq!(audited, [("2026-4".to_owned(), String::new(), None)]);
        let kinds = "SELECT COUNT(*) FROM audit_event WHERE action = 'survey.answered' AND object_kind = 'survey'";
        assert_eq!(cx.conn().count(kinds, args![]).await.unwrap(), 1);
    })
    .await;
}

/// A change is for the next quarter, whoever reads it first; the quarter that runs keeps its questions and its figures.
#[tokio::test(flavor = "multi_thread")]
async fn questions_are_frozen_while_a_quarter_runs() {
    with_dbs(async |t| {
        province(t, 5).await;
        let p = &t.portal;
        let first = run(p, &visitor(), async |cx| survey::in_force(cx, quarter("2026-4")).await).await.unwrap();
        assert!(first.id == FIRST_SET && first.texts.iter().all(|text| text.ends_with('?')), "{first:?}");
        give(t, UNIT, FIRST_SET, 1, &same(Some(RatingLevel::Satisfied))).await.unwrap();
        let texts = |words: &str| array::from_fn::<String, QUESTIONS, _>(|at| format!("{words}, câu {at}?"));
        let change = async |actor: domain::Actor, version: i64, words: &str| {
            let texts = texts(words);
            run(p, &actor, async |cx| survey::change_questions(cx, version, &texts).await).await
        };
        assert!(matches!(change(visitor(), FIRST_SET, "Mới").await, Err(Error::Unauthorized)));
        assert!(matches!(change(leader(), FIRST_SET, "Mới").await, Err(Error::Forbidden { .. })));
        let one_ward = domain::Actor { reach: leader_reach(), ..moderator() };
        assert!(matches!(change(one_ward, FIRST_SET, "Mới").await, Err(Error::Forbidden { .. })), "the questions are those of the province");
        assert_eq!(change(moderator(), FIRST_SET, "Mới").await.unwrap(), quarter("2027-1"));
        assert!(matches!(change(moderator(), FIRST_SET, "Khác").await, Err(Error::Conflict(_))), "an old page");
        let newest = run(p, &moderator(), async |cx| survey::newest(cx).await).await.unwrap();
        assert!(matches!(change(moderator(), newest.id, "Mới").await, Err(Error::Conflict(_))), "nothing differs");
        change(moderator(), newest.id, "Mới hơn").await.unwrap();
        let last = run(p, &moderator(), async |cx| survey::newest(cx).await).await.unwrap();
        let of = async |text: &str| run(p, &visitor(), async |cx| survey::in_force(cx, quarter(text)).await).await.unwrap();
        assert_eq!((of("2026-4").await, of("2027-1").await.texts), (first.clone(), texts("Mới hơn")));
        give(t, UNIT, FIRST_SET, 3, &same(None)).await.unwrap();
        assert!(matches!(give(t, UNIT, last.id, 5, &same(None)).await, Err(Error::Conflict(_))), "the next quarter has not begun");
        p.clock().set(vn(2027, 1, 1, 0, 0));
        assert!(matches!(give(t, UNIT, FIRST_SET, 5, &same(None)).await, Err(Error::Conflict(_))), "a page of the quarter before");
        give(t, UNIT, last.id, 5, &same(None)).await.unwrap();
        let results = async |text: &str| run(p, &visitor(), async |cx| survey::results(cx, quarter(text), Some(UNIT)).await).await;
        let (before, after) = (results("2026-4").await.unwrap(), results("2027-1").await.unwrap());
        assert_eq!((before.n, before.texts, after.n, after.texts), (2, first.texts, 1, last.texts));
        assert!(matches!(results("2027-2").await, Err(Error::NotFound)));
    })
    .await;
}

fn leader_reach() -> std::collections::HashMap<(model::access::Action, model::access::ObjectKind), model::access::Reach> {
    let reach = model::access::Reach { units: vec![WARD], ..Default::default() };
    [((model::access::Action::Moderate, model::access::ObjectKind::Rating), reach)].into()
}

/// Tallies counted by hand from the answers.
fn counted(lines: &[SurveyLine]) -> [QuestionTally; QUESTIONS] {
    let mut tallies = [QuestionTally::default(); QUESTIONS];
    for (at, mark) in lines.iter().flat_map(|line| line.marks.iter().enumerate()) {
        tallies[at].add(model::survey::mark_number(*mark), 1);
    }
    tallies
}

/// Every figure is the count of rows that an official can read; a mean waits for five opinions; each unit sees its own answers only.
#[tokio::test(flavor = "multi_thread")]
async fn figures_are_their_rows() {
    with_dbs(async |t| {
        province(t, 20).await;
        let p = &t.portal;
        for dossier in (1..=20).filter(|dossier| *dossier != 2) {
            let unit = if dossier > 3 && dossier % 2 == 0 { OTHER_UNIT } else { UNIT };
            let marks = array::from_fn(|at| RatingLevel::of((dossier + i64::try_from(at).unwrap()) % 6));
            give(t, unit, FIRST_SET, dossier, &with(marks, if dossier % 5 == 0 { "Nên có thêm ghế <b>ngồi</b>" } else { "" })).await.unwrap();
        }
        let now = quarter("2026-4");
        let lines = async |actor: domain::Actor| run(p, &actor, async |cx| survey::lines(cx, now, 1).await).await;
        let results = async |unit: Option<&'static str>| run(p, &visitor(), async |cx| survey::results(cx, now, unit).await).await.unwrap();
        for (actor, unit, n) in [(leader(), Some(UNIT), 10), (other_leader(), Some(OTHER_UNIT), 9), (moderator(), None, 19)] {
            let (rows, figures) = (lines(actor).await.unwrap(), results(unit).await);
            assert_eq!((rows.total(), figures.n), (n, n), "{unit:?}");
            assert_eq!(figures.tallies, Some(counted(&rows.rows)), "{unit:?}");
            let words = rows.rows.iter().take_while(|row| !row.comment.is_empty()).count();
            assert_eq!(words, rows.rows.iter().filter(|row| row.comment.contains("<b>")).count(), "words come first");
        }
        assert!(matches!(lines(visitor()).await, Err(Error::Unauthorized)));
        let units = results(None).await.units;
        assert_eq!(units.iter().map(|unit| (unit.place.id, unit.n)).collect::<Vec<_>>(), [(WARD, 10), (OTHER_WARD, 9)]);
        assert_eq!(units[0].overall.as_ref(), results(Some(UNIT)).await.overall());
        assert_eq!(survey::find(units.clone(), "", 1).rows, units);
        assert_eq!(survey::find(units, "THANH lam", 1).total(), 1);
        let table = survey::table(&results(Some(UNIT)).await);
        assert_eq!((table.len(), table[0][2].as_str(), table[0][3].as_str(), table[0][18].as_str()), (QUESTIONS, "UBND phường Thành Lam", "10", ""));
        assert_eq!(table[OVERALL][18], results(Some(UNIT)).await.overall().unwrap().mean().unwrap());
        assert_eq!(run(p, &visitor(), async |cx| survey::quarters(cx).await).await.unwrap(), [now]);
        let first = NaiveDate::from_ymd_opt(2026, 10, 1).unwrap();
        assert_eq!(count_of(t, first).await, 19);
    })
    .await;
}

async fn count_of(t: &TestPortal, first: NaiveDate) -> i64 {
    let mut cx = t.portal.read(&system()).await.unwrap();
    cx.conn().count("SELECT COUNT(*) FROM survey_taken WHERE quarter = $1", args![first]).await.unwrap()
}

/// Five answers with four opinions give shares and their number, no mean; the fifth opinion brings it. No opinion is none.
#[tokio::test(flavor = "multi_thread")]
async fn a_mean_waits_for_five_opinions() {
    with_dbs(async |t| {
        province(t, 15).await;
        let results = async || run(&t.portal, &visitor(), async |cx| survey::results(cx, quarter("2026-4"), Some(UNIT)).await).await.unwrap();
        assert_eq!((results().await.n, results().await.tallies), (0, None));
        for (dossier, level) in [(1, 5), (3, 0), (5, 4), (7, 5), (9, 3)] {
            give(t, UNIT, FIRST_SET, dossier, &same(RatingLevel::of(level))).await.unwrap();
        }
        let overall = async || *results().await.overall().unwrap();
        assert_eq!((overall().await.n(), overall().await.levels.n(), overall().await.mean()), (5, 4, None));
        give(t, UNIT, FIRST_SET, 11, &same(RatingLevel::of(1))).await.unwrap();
        assert_eq!((overall().await.n(), overall().await.mean().as_deref()), (6, Some("3,60")));
    })
    .await;
}

/// Of fewer than five answers the public reads the number only, on the page and in the file; officials of the unit read them all.
#[tokio::test(flavor = "multi_thread")]
async fn few_answers_are_not_shown_to_all() {
    with_dbs(async |t| {
        province(t, 9).await;
        let results = async |actor: domain::Actor, unit: Option<&'static str>| {
            run(&t.portal, &actor, async |cx| survey::results(cx, quarter("2026-4"), unit).await).await.unwrap()
        };
        for dossier in [1, 3, 5, 7] {
            give(t, UNIT, FIRST_SET, dossier, &same(Some(RatingLevel::Satisfied))).await.unwrap();
        }
        for (actor, unit, seen) in [
            (visitor(), Some(UNIT), false),
            (visitor(), None, false),
            (other_leader(), Some(UNIT), false),
            (leader(), None, false),
            (leader(), Some(UNIT), true),
            (moderator(), None, true),
        ] {
            let found = results(actor, unit).await;
            assert_eq!((found.n, found.tallies.is_some()), (4, seen), "{unit:?}");
            let table = survey::table(&found);
            assert_eq!((table.len(), table[0][3].as_str()), (if seen { QUESTIONS } else { 1 }, "4"));
            assert_eq!(table[0][19].contains("từ 5 lượt trả lời"), !seen);
            assert!(seen || table[0][4..19].iter().all(String::is_empty), "{:?}", table[0]);
        }
        let overall = async |actor: domain::Actor| results(actor, None).await.units.iter().map(|unit| (unit.n, unit.overall.is_some())).collect::<Vec<_>>();
        assert_eq!((overall(visitor()).await, overall(leader()).await), (vec![(4, false)], vec![(4, true)]));
        give(t, UNIT, FIRST_SET, 9, &same(None)).await.unwrap();
        assert_eq!(overall(visitor()).await, [(5, true)]);
        assert!(results(visitor(), Some(UNIT)).await.tallies.is_some() && results(visitor(), None).await.tallies.is_some());
    })
    .await;
}

/// A unit that ended keeps its answers under its code and its name of the quarter, and the agencies add up to the province.
#[tokio::test(flavor = "multi_thread")]
async fn a_unit_that_ended_keeps_its_answers() {
    with_dbs(async |t| {
        province(t, 8).await;
        let p = &t.portal;
        for (unit, dossier) in [(UNIT, 1), (UNIT, 3), (OTHER_UNIT, 4), (OTHER_UNIT, 6), (OTHER_UNIT, 8)] {
            give(t, unit, FIRST_SET, dossier, &same(None)).await.unwrap();
        }
        // The other ward ends within the quarter, the ward is called otherwise after it.
        let mut cx = t.portal.write(&system()).await.unwrap();
        for statement in [
            "UPDATE org_unit_version SET valid_to = '2026-12-01' WHERE unit_id = 3",
            "UPDATE org_unit_version SET valid_to = '2027-01-01' WHERE unit_id = 2",
            "INSERT INTO org_unit_version (unit_id, valid_from, name, short_name, agency_code, level, fold, sort_key, created_at) VALUES
                (2, '2027-01-01', 'UBND phường Lam Mới', 'P. Lam Mới', 'H99.201', 'commune', '', '', '2026-11-20T00:00:00+00:00')",
            "DELETE FROM org_closure WHERE descendant_id = 3",
        ] {
            cx.conn().exec(statement, args![]).await.unwrap();
        }
        cx.commit().await.unwrap();
        p.clock().set(vn(2027, 1, 5, 9, 0));
        let results = async |text: &str, unit: Option<&'static str>| run(p, &visitor(), async |cx| survey::results(cx, quarter(text), unit).await).await;
        let whole = results("2026-4", None).await.unwrap();
        let listed: Vec<_> = whole.units.iter().map(|unit| (unit.place.code.as_str(), unit.place.name.as_str(), unit.n)).collect();
        assert_eq!(listed, [(OTHER_UNIT, "UBND phường Phú Lam", 3), (UNIT, "UBND phường Thành Lam", 2)]);
        assert_eq!(whole.units.iter().map(|unit| unit.n).sum::<i64>(), whole.n);
        for (quarter, code, name, n) in [
            ("2026-4", OTHER_UNIT, "UBND phường Phú Lam", 3),
            ("2026-4", UNIT, "UBND phường Thành Lam", 2),
            ("2026-4", "H99.201", "UBND phường Thành Lam", 2),
            ("2027-1", OTHER_UNIT, "UBND phường Phú Lam", 0),
            ("2027-1", UNIT, "UBND phường Lam Mới", 0),
        ] {
            let found = results(quarter, Some(code)).await.unwrap();
            assert_eq!((found.unit.unwrap().name.as_str(), found.n), (name, n), "{quarter} {code}");
        }
        assert!(matches!(results("2026-4", Some("H99.999")).await, Err(Error::NotFound)));
        assert!(matches!(give(t, OTHER_UNIT, FIRST_SET, 4, &same(None)).await, Err(Error::NotFound)), "nobody answers about it any more");
        let lines = run(p, &moderator(), async |cx| survey::lines(cx, quarter("2026-4"), 1).await).await.unwrap();
        assert_eq!(lines.rows.iter().filter(|line| line.unit == "UBND phường Phú Lam").count(), 3);
    })
    .await;
}

/// The numbers of answers are random: they do not follow the order in which people answered.
#[tokio::test(flavor = "multi_thread")]
async fn numbers_of_answers_follow_no_order() {
    with_dbs(async |t| {
        province(t, 40).await;
        for dossier in (1..40).step_by(2) {
            give(t, UNIT, FIRST_SET, dossier, &with([None; QUESTIONS], &format!("{dossier:02}"))).await.unwrap();
        }
        let mut cx = t.portal.read(&system()).await.unwrap();
        let rows: Vec<(i64, String)> = cx.conn().all("SELECT id, comment FROM survey_answer ORDER BY id", args![]).await.unwrap();
        assert_eq!(rows.len(), 20);
        assert!(rows.iter().all(|(id, _)| (1..1_i64 << 62).contains(id)));
        assert!(!rows.is_sorted_by_key(|(_, words)| words.clone()), "{rows:?}");
    })
    .await;
}
