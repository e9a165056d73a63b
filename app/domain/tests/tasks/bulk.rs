//! Many tasks from one table: what is wrong is said row by row, and all tasks are given at once or none.

use super::support::{Province, official, province};
use chrono::NaiveDate;
use domain::actor::Actor;
use domain::stats::{Scope, task_counts};
use domain::tasks::bulk::{self, Outcome, Preview};
use domain::tasks::{self, Target};
use domain::testing::{TestPortal, vn, with_dbs};
use domain::{Error, args};
use model::access::Role;
use model::stats::Period;
use model::tasks::bulk::{Bulk, BulkButton, BulkColumn, BulkEdit, BulkForm};
use model::tasks::{Reason, TaskSource};
use std::time::{Duration, Instant};

/// Reading, checking and keeping 5,000 lines three times, in a build that is not optimised, beside other tests.
const QUICK: Duration = Duration::from_secs(60);

const TABLE: &str = "STT\tNội dung\tĐơn vị chủ trì\tĐơn vị phối hợp\tHạn\tSản phẩm\n\
    1\tRà soát quy hoạch sử dụng đất\tso noi vu\tSở Tư pháp; H99.04\t01/12/2026\tBáo cáo\n\
    2\tLập kế hoạch năm 2027\tSở Tư pháp\t\tkhông thời hạn\tKế hoạch\n\
    3\tKiểm tra việc thực hiện\tSở Tài chính\t\t28/11/2026\tBáo cáo\n";

fn chair(p: &Province) -> Actor {
    official(p, 0, "Chủ tịch", &[Role::Official, Role::TaskAssigner], &p.units)
}

fn table(text: &str) -> Bulk {
    let form = BulkForm { source_kind: "meeting".into(), number: "245/TB-UBND".into(), date: "20/11/2026".into(), table: text.into(), ..BulkForm::default() };
    form.validate(None).expect("table")
}

async fn begin(t: &TestPortal, actor: &Actor, text: &str) -> String {
    let mut cx = t.portal.write(actor).await.expect("context");
    let code = bulk::begin(&mut cx, &table(text)).await.expect("table");
    cx.commit().await.expect("commit");
    code
}

async fn submit(t: &TestPortal, actor: &Actor, code: &str, version: i64, typed: &[(&str, &str)], button: BulkButton) -> domain::Result<Outcome> {
    let pairs: Vec<(String, String)> = typed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let mut cx = t.portal.write(actor).await?;
    let outcome = bulk::submit(&mut cx, code, version, &BulkEdit::read(&pairs), button).await?;
    cx.commit().await?;
    Ok(outcome)
}

async fn preview(t: &TestPortal, actor: &Actor, code: &str) -> domain::Result<Preview> {
    let mut cx = t.portal.read(actor).await?;
    bulk::preview(&mut cx, code).await
}

async fn tasks_in_all(t: &TestPortal) -> i64 {
    let mut cx = t.portal.read(&Actor::anonymous()).await.expect("context");
    cx.conn().count("SELECT COUNT(*) FROM task", args![]).await.expect("count")
}

fn problems(preview: &Preview) -> Vec<(usize, BulkColumn)> {
    preview.rows.iter().flat_map(|row| row.problems.iter().map(|(column, _)| (row.line, *column))).collect()
}

/// A right table becomes its tasks, with one source document; A04-05: co-units never change the total.
#[tokio::test(flavor = "multi_thread")]
async fn a04_05_a_right_table() {
    with_dbs(async |t| {
        let p = province(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 8, 0));
        let code = begin(t, &chair(&p), TABLE).await;
        let seen = preview(t, &chair(&p), &code).await.expect("preview");
        assert_eq!((problems(&seen), seen.rows[2].notices.len()), (Vec::new(), 1));
        assert_eq!(submit(t, &chair(&p), &code, 1, &[], BulkButton::Give).await.expect("given"), Outcome::Given(3));
        // The same form once more gives nothing.
        assert_eq!(submit(t, &chair(&p), &code, 1, &[], BulkButton::Give).await.expect("twice"), Outcome::GivenBefore);
        let seen = preview(t, &chair(&p), &code).await.expect("preview");
        assert_eq!(
            seen.given.iter().map(|given| (given.line, given.lead_unit.as_str())).collect::<Vec<_>>(),
            [(2, "Sở Nội vụ"), (3, "Sở Tư pháp"), (4, "Sở Tài chính")]
        );
        let mut cx = t.portal.read(&chair(&p)).await.expect("context");
        let task = tasks::find(&mut cx, &seen.given[0].code).await.expect("task");
        assert_eq!(
            (task.source_kind, task.line.source_number.as_str(), task.source_date),
            (TaskSource::Meeting, "245/TB-UBND", NaiveDate::from_ymd_opt(2026, 11, 20))
        );
        assert_eq!(task.co_units, ["Sở Tư pháp", "Sở Tài chính"]);
        let day = |m, d| NaiveDate::from_ymd_opt(2026, m, d).expect("day");
        let figures = task_counts(&mut cx, &Scope::All, &Period::cohort(day(1, 1), day(12, 31), day(11, 23))).await.expect("figures");
        assert_eq!((figures.total.total(), figures.total.open_in_time, figures.total.open_no_deadline), (3, 2, 1));
        drop(cx);
        // The same conclusion pasted again is recognised, row by row; what was withdrawn may be given anew.
        let mut cx = t.portal.write(&chair(&p)).await.expect("context");
        let reason = Reason { reason: "Giao nhầm nội dung họp".into() };
        tasks::cancel(&mut cx, Target { code: &seen.given[1].code, version: None }, &reason).await.expect("cancelled");
        cx.commit().await.expect("commit");
        let again = begin(t, &chair(&p), TABLE).await;
        assert_eq!(problems(&preview(t, &chair(&p), &again).await.expect("preview")), [(2, BulkColumn::Title), (4, BulkColumn::Title)]);
    })
    .await;
}

/// Every problem stands at its cell; it is corrected in place; until everything is right, nothing is given.
#[tokio::test(flavor = "multi_thread")]
async fn corrected_in_place() {
    with_dbs(async |t| {
        let p = province(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 8, 0));
        let text = "Nội dung;Chủ trì;Phối hợp;Hạn;Sản phẩm\n\
            Rà soát quy hoạch sử dụng đất;Sở Nội;;01/12/2026;Báo cáo\n\
            Rà soát quy hoạch sử dụng đất;Sở Tư pháp;Sở Tư pháp;20/11/2026;Báo cáo\n\
            Ngắn;Sở Y tế;;mai;\n";
        let code = begin(t, &chair(&p), text).await;
        let seen = preview(t, &chair(&p), &code).await.expect("preview");
        use BulkColumn::{CoUnits, Due, Lead, Output, Title};
        assert_eq!(problems(&seen), [(2, Lead), (3, CoUnits), (3, Due), (4, Title), (4, Lead), (4, Due), (4, Output)]);
        assert_eq!(seen.units.alike("Sở Nội"), [(p.units[1], "Sở Nội vụ".to_owned())]);
        assert_eq!(submit(t, &chair(&p), &code, 1, &[], BulkButton::Give).await.expect("kept"), Outcome::Checked(3));
        assert_eq!(tasks_in_all(t).await, 0);
        assert_eq!(submit(t, &chair(&p), &code, 2, &[], BulkButton::Choose(2, p.units[1])).await.expect("chosen"), Outcome::Checked(2));
        let typed = [("phoi_hop_3", "Sở Tài chính"), ("han_3", "02/12/2026"), ("chu_tri_99", "Sở Tài chính")];
        assert_eq!(submit(t, &chair(&p), &code, 3, &typed, BulkButton::Drop(4)).await.expect("dropped"), Outcome::Checked(0));
        // An older window does not undo that; somebody else does not even see it.
        let stale = submit(t, &chair(&p), &code, 2, &[("han_3", "31/12/2026")], BulkButton::Give).await;
        assert!(matches!(&stale, Err(Error::Conflict(_))), "{stale:?}");
        let other = official(&p, 1, "Người khác", &[Role::Official, Role::TaskAssigner], &p.units);
        assert!(matches!(preview(t, &other, &code).await.err(), Some(Error::NotFound)));
        assert!(matches!(submit(t, &other, &code, 4, &[], BulkButton::Give).await, Err(Error::NotFound)));
        let clerk = official(&p, 0, "Văn thư", &[Role::Official, Role::Clerk], &p.units);
        assert!(matches!(preview(t, &clerk, &code).await.err(), Some(Error::Forbidden { .. })));
        assert_eq!(submit(t, &chair(&p), &code, 4, &[], BulkButton::Give).await.expect("given"), Outcome::Given(2));
        assert_eq!(tasks_in_all(t).await, 2);
    })
    .await;
}

/// A department gives inside its own reach only; a stop before the commit leaves nothing; two confirmations at once give once.
#[tokio::test(flavor = "multi_thread")]
async fn all_or_none_and_once() {
    with_dbs(async |t| {
        let p = province(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 8, 0));
        let leader = official(&p, 1, "Giám đốc sở", &[Role::Official, Role::UnitLeader, Role::TaskAssigner], &p.units[1..2]);
        let narrow = begin(t, &leader, TABLE).await;
        assert_eq!(submit(t, &leader, &narrow, 1, &[], BulkButton::Give).await.expect("kept"), Outcome::Checked(3));

        let code = begin(t, &chair(&p), TABLE).await;
        let mut cx = t.portal.write(&chair(&p)).await.expect("context");
        let outcome = bulk::submit(&mut cx, &code, 1, &BulkEdit::default(), BulkButton::Give).await.expect("given");
        assert_eq!(outcome, Outcome::Given(3));
        // The process dies here.
        drop(cx);
        assert_eq!(tasks_in_all(t).await, 0);
        let actor = chair(&p);
        let one = async || submit(t, &actor, &code, 1, &[], BulkButton::Give).await.expect("given");
        let (first, second, third) = tokio::join!(one(), one(), one());
        let mut outcomes = [first, second, third];
        outcomes.sort_by_key(|outcome| *outcome == Outcome::GivenBefore);
        assert_eq!(outcomes, [Outcome::Given(3), Outcome::GivenBefore, Outcome::GivenBefore]);
        assert_eq!(tasks_in_all(t).await, 3);
    })
    .await;
}

/// Two tables with the same rows are given at once: one of them gives, the other one is told what was given.
#[tokio::test(flavor = "multi_thread")]
async fn the_same_conclusion_twice_at_once() {
    with_dbs(async |t| {
        let p = province(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 8, 0));
        let actor = chair(&p);
        let (one, two) = (begin(t, &actor, TABLE).await, begin(t, &actor, TABLE).await);
        let give = async |code: &str| submit(t, &actor, code, 1, &[], BulkButton::Give).await.expect("answered");
        let (first, second) = tokio::join!(give(&one), give(&two));
        let mut outcomes = [first, second];
        outcomes.sort_by_key(|outcome| *outcome == Outcome::Checked(3));
        assert_eq!((outcomes, tasks_in_all(t).await), ([Outcome::Given(3), Outcome::Checked(3)], 3), "{}", t.engine);
    })
    .await;
}

/// Thousands of bad lines are read, counted and kept; nothing is given; a forgotten draft goes.
#[tokio::test(flavor = "multi_thread")]
async fn five_thousand_bad_lines() {
    with_dbs(async |t| {
        let p = province(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 8, 0));
        let bad = "\"Việc \tSở không có\t31/02/2026\t\n".repeat(4_999);
        let text = format!("Nội dung\tChủ trì\tHạn\tSản phẩm\n{bad}Rà soát quy hoạch sử dụng đất\tSở Nội vụ\t01/12/2026\tBáo cáo\n");
        let begun = Instant::now();
        let code = begin(t, &chair(&p), &text).await;
        let seen = preview(t, &chair(&p), &code).await.expect("preview");
        assert_eq!(submit(t, &chair(&p), &code, 1, &[], BulkButton::Give).await.expect("kept"), Outcome::Checked(4_999));
        assert!(begun.elapsed() < QUICK, "{}: {:?}", t.engine, begun.elapsed());
        // Every line is named with its faulty cells; the one right line is not given by itself.
        assert!(seen.rows.iter().map(|row| row.line).eq(2..=5_001), "{}", t.engine);
        let faulty = [BulkColumn::Title, BulkColumn::Lead, BulkColumn::Due];
        for row in &seen.rows[..4_999] {
            assert!(row.task.is_none() && faulty.iter().all(|cell| row.problems.iter().any(|(column, _)| column == cell)), "{row:?}");
        }
        assert!(seen.rows[4_999].task.is_some(), "{:?}", seen.rows[4_999]);
        assert_eq!(tasks_in_all(t).await, 0);
        // Too many right rows are refused, too, with nothing given.
        let rows: String = (0..501).map(|n| format!("Rà soát quy hoạch số {n}\tSở Nội vụ\t01/12/2026\tBáo cáo\n")).collect();
        let many = begin(t, &chair(&p), &format!("Nội dung\tChủ trì\tHạn\tSản phẩm\n{rows}")).await;
        let refused = submit(t, &chair(&p), &many, 1, &[], BulkButton::Give).await;
        assert!(refused.expect_err("refused").to_string().starts_with("Bảng có 501 dòng"));
        t.portal.clock().set(vn(2026, 12, 31, 8, 0));
        let mut cx = t.portal.write(&chair(&p)).await.expect("context");
        assert_eq!(bulk::prune(&mut cx).await.expect("pruned"), 2);
    })
    .await;
}
