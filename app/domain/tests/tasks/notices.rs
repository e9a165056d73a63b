//! K11–K15: who is told of requests for more time, suspensions and withdrawals, and in which words (04 §2, 09 §3).

use super::support::{Province, grant, official, person, province, system};
use chrono::NaiveDate;
use domain::tasks::{self, Target};
use domain::testing::{TestPortal, vn, with_dbs};
use domain::{Actor, Cx, args};
use model::access::Role;
use model::tasks::{Accept, DeadlineKind, DecideExtension, ExtendRequest, NewTask, Reason, Split, SplitTo, TaskSource};

fn day(m: u32, d: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(2026, m, d)
}

fn at(code: &str) -> Target<'_> {
    Target { code, version: None }
}

fn reason() -> Reason {
    Reason { reason: "Theo kết luận họp ngày 20/11".into() }
}

async fn run<T>(t: &TestPortal, actor: &Actor, act: impl AsyncFnOnce(&mut Cx) -> domain::Result<T>) -> T {
    let mut cx = t.portal.write(actor).await.expect("context");
    let done = act(&mut cx).await.expect("done");
    cx.commit().await.expect("commit");
    done
}

/// Who was told of an event of a task inside the portal, and the words, which are the same for all.
async fn told(t: &TestPortal, event: &str, code: &str, words: &str) -> Vec<i64> {
    let mut cx = t.portal.read(&system()).await.expect("context");
    let sql = "SELECT account_id, text FROM outbox WHERE event = $1 AND channel = 'in_app' ORDER BY account_id";
    let rows: Vec<(i64, String)> = cx.conn().all(sql, args![event]).await.expect("messages");
    rows.into_iter().filter(|(_, text)| text.contains(code) && text.contains(words)).map(|(account, _)| account).collect()
}

async fn given(t: &TestPortal, p: &Province, chair: &Actor, lead: i64) -> String {
    let input = NewTask {
        title: "Rà soát quy hoạch sử dụng đất".into(),
        source_kind: TaskSource::PeopleCommittee,
        source_number: "12/UBND-TH".into(),
        lead_unit: lead,
        deadline_kind: DeadlineKind::Fixed,
        due: day(12, 1),
        output: "Báo cáo".into(),
        co_units: vec![p.units[2]],
        ..NewTask::default()
    };
    run(t, chair, async |cx| tasks::create_and_assign(cx, &input).await).await
}

/// Each step tells the other side: the giver of a request, the unit and the person of everything else, also of withdrawn parts.
#[tokio::test(flavor = "multi_thread")]
async fn both_sides_learn_of_k11_to_k15() {
    with_dbs(async |t| {
        let p = province(t).await;
        t.portal.clock().set(vn(2026, 11, 23, 8, 0));
        let mut cx = t.portal.write(&system()).await.expect("context");
        let csv = "code,name,kind,parent,valid_from,valid_to\nH99.02.01,Phòng Tổ chức,division,H99.02,2010-01-01,\n";
        domain::org::import_units(&mut cx, csv.as_bytes(), "units.csv").await.expect("units");
        let today = domain::org::today(&cx);
        let division = domain::org::by_code(&mut cx, "H99.02.01", today).await.expect("division").id;
        grant(&mut cx, p.people[1], Role::UnitLeader, p.units[1]).await;
        let (officer, officer_account) = person(&mut cx, "Chuyên viên", p.units[1]).await;
        let (head, head_account) = person(&mut cx, "Trưởng phòng", division).await;
        grant(&mut cx, head, Role::DivisionHead, division).await;
        cx.commit().await.expect("commit");
        let chair = official(&p, 0, "Chủ tịch", &[Role::Official, Role::TaskAssigner], &[&p.units[..], &[division]].concat());
        let leader = official(&p, 1, "Giám đốc sở", &[Role::Official, Role::UnitLeader], &[p.units[1], division]);
        let code = given(t, &p, &chair, p.units[1]).await;
        run(t, &leader, async |cx| tasks::accept(cx, at(&code), &Accept { person: officer }).await).await;
        let unit = [p.accounts[1], officer_account];

        let ask = |m, d| ExtendRequest { due: day(m, d).expect("day"), reason: "Chờ số liệu của các xã".into() };
        run(t, &leader, async |cx| tasks::request_extension(cx, at(&code), &ask(12, 10), &[]).await).await;
        let words = "01/12/2026 → 10/12/2026: chờ quyết định.";
        assert_eq!(told(t, "task_extension_requested", &code, words).await, [p.accounts[0]], "{}", t.engine);
        let yes = DecideExtension { approve: true, note: String::new() };
        run(t, &chair, async |cx| tasks::decide_extension(cx, at(&code), &yes).await).await;
        assert_eq!(told(t, "task_extension_decided", &code, "01/12/2026 → 10/12/2026: đồng ý.").await, unit, "{}", t.engine);
        run(t, &leader, async |cx| tasks::request_extension(cx, at(&code), &ask(12, 20), &[]).await).await;
        let no = DecideExtension { approve: false, note: "Cần xong trước kỳ họp".into() };
        run(t, &chair, async |cx| tasks::decide_extension(cx, at(&code), &no).await).await;
        assert_eq!(told(t, "task_extension_decided", &code, ": không đồng ý, Cần xong trước kỳ họp.").await, unit);

        run(t, &chair, async |cx| tasks::suspend(cx, at(&code), &reason()).await).await;
        assert_eq!(told(t, "task_changed", &code, ": tạm dừng. Lý do: Theo kết luận họp ngày 20/11").await, unit, "{}", t.engine);
        // Tuesday 24/11 is a holiday: one working day was lost.
        t.portal.clock().set(vn(2026, 11, 25, 8, 0));
        run(t, &chair, async |cx| tasks::resume(cx, at(&code), &reason()).await).await;
        assert_eq!(told(t, "task_changed", &code, ": tiếp tục, hạn mới 11/12/2026.").await, unit);

        let part = |to| Split { title: "Thu thập số liệu của các xã".into(), to, due: None, output: "Bảng số liệu".into() };
        let mine = run(t, &leader, async |cx| tasks::split(cx, at(&code), &part(SplitTo::Person(officer))).await).await;
        let theirs = run(t, &leader, async |cx| tasks::split(cx, at(&code), &part(SplitTo::Unit(division))).await).await;
        run(t, &chair, async |cx| tasks::cancel(cx, at(&code), &reason()).await).await;
        assert_eq!(told(t, "task_changed", &code, ": bị thu hồi, hủy.").await, unit, "{}", t.engine);
        let words = ": bị thu hồi, hủy. Lý do: Nhiệm vụ cha bị thu hồi, hủy";
        assert!(told(t, "task_changed", &mine, words).await.contains(&officer_account), "{}: who works on a part", t.engine);
        assert!(told(t, "task_changed", &theirs, words).await.contains(&head_account), "{}: who leads the division of a part", t.engine);

        // Nobody knew of a draft, so nobody learns that it is gone.
        let draft =
            NewTask { title: "Một dự thảo chưa giao".into(), lead_unit: p.units[1], due: day(12, 1), output: "Báo cáo".into(), ..NewTask::default() };
        let draft = run(t, &chair, async |cx| tasks::create(cx, &draft).await).await;
        run(t, &chair, async |cx| tasks::cancel(cx, at(&draft), &reason()).await).await;
        assert!(told(t, "task_changed", &draft, "").await.is_empty());
        // A task of a division that is no part: its head is told, for it has no leader.
        let inside = given(t, &p, &chair, division).await;
        assert_eq!(told(t, "task_assigned", &inside, "").await, [head_account], "{}", t.engine);
    })
    .await;
}
