//! Official mail on both engines (06 §13).

use chrono::{Duration, NaiveDate};
use domain::actor::{ActorKind, HeldRole};
use domain::mailbox::{self, Act, SearchInput};
use domain::testing::{TestPortal, vn, with_dbs};
use domain::today::{DueKind, WorkKind};
use domain::{Actor, Error, Portal, args, org, today};
use model::access::{Role, Scope};
use model::mailbox::{AddressLine, DraftForm, DraftInput, Folder, MailFilter, MessageState};
use model::org::UnitInput;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// An official with account, session data and the roles given.
#[derive(Clone)]
struct Who {
    actor: Actor,
    person: i64,
}

async fn hire(portal: &Portal, unit: i64, name: &str, from: NaiveDate, to: Option<NaiveDate>, roles: &[Role]) -> Who {
    let mut cx = portal.write(&Actor::system("Kiểm thử")).await.unwrap();
    let person = insert(&mut cx, unit, name, from, to).await;
    let account = cx
        .conn()
        .id(
            "INSERT INTO account (person_id, kind, username, state, created_at) VALUES ($1, 'official', $2, 'active', $3) RETURNING id",
            args![person, format!("u{person}"), vn(2026, 1, 1, 8, 0)],
        )
        .await
        .unwrap();
    cx.commit().await.unwrap();
    let mut actor = Actor::new(ActorKind::Official, name);
    actor.account_id = Some(account);
    actor.person_id = Some(person);
    actor.unit_id = Some(unit);
    actor.unit_name = "Sở Tài chính".to_owned();
    actor.position = "Chuyên viên".to_owned();
    actor.roles = roles
        .iter()
        .map(|role| HeldRole {
            role: *role,
            scope: Scope::Province,
            unit_id: unit,
            unit_name: String::new(),
            since: vn(2026, 1, 1, 8, 0),
            granted_by: String::new(),
            on_behalf_of: None,
        })
        .collect();
    Who { actor, person }
}

async fn insert(cx: &mut domain::Cx, unit: i64, name: &str, from: NaiveDate, to: Option<NaiveDate>) -> i64 {
    let (sort, fold, now) = (model::text::name_sort_key(name), model::text::fold(name), vn(2026, 1, 1, 8, 0));
    let person = cx
        .conn()
        .id("INSERT INTO person (full_name, sort_key, fold, created_at) VALUES ($1, $2, $3, $4) RETURNING id", args![name, sort, fold, now])
        .await
        .unwrap();
    cx.conn()
        .exec(
            "INSERT INTO employment (person_id, unit_id, position, rank, kind, valid_from, valid_to) VALUES ($1, $2, 'Chuyên viên', 50, 'primary', $3, $4)",
            args![person, unit, from, to],
        )
        .await
        .unwrap();
    person
}

/// The province with one department; returns the department.
async fn lay(t: &TestPortal) -> i64 {
    t.portal.clock().set(vn(2026, 11, 23, 9, 0));
    let mut cx = t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
    let unit = |code: &str, name: &str, abbr: &str, kind: &str, parent: Option<i64>| UnitInput {
        code: code.into(),
        name: name.into(),
        abbr: abbr.into(),
        kind: kind.into(),
        parent_id: parent,
        valid_from: Some(day(2025, 7, 1)),
        ..UnitInput::default()
    };
    let root = org::create_unit(&mut cx, &unit("H99", "UBND tỉnh Lam Giang", "UBND", "province", None)).await.unwrap().id;
    let department = org::create_unit(&mut cx, &unit("H99.12", "Sở Tài chính", "STC", "department", Some(root))).await.unwrap().id;
    cx.commit().await.unwrap();
    department
}

async fn plain(t: &TestPortal, unit: i64, name: &str) -> Who {
    hire(&t.portal, unit, name, day(2025, 7, 1), None, &[Role::Official]).await
}

fn text(subject: &str, body: &str) -> DraftInput {
    DraftInput { subject: subject.to_owned(), body: body.to_owned(), ..DraftInput::default() }
}

/// Writes and hands over; the message leaves with [`leave`].
async fn hand_over(t: &TestPortal, from: &Who, to: &[String], input: DraftInput) -> i64 {
    let mut cx = t.portal.write(&from.actor).await.unwrap();
    let id = mailbox::save_draft(&mut cx, &input).await.unwrap();
    for key in to {
        mailbox::add_recipient(&mut cx, id, AddressLine::To, key).await.unwrap();
    }
    let version = mailbox::draft(&mut cx, id).await.unwrap().version;
    mailbox::send(&mut cx, &DraftInput { draft: Some(id), version, ..input }, None).await.unwrap();
    cx.commit().await.unwrap();
    id
}

/// Ten seconds later, with every due job done.
async fn leave(t: &TestPortal) {
    t.portal.clock().advance(Duration::seconds(11));
    while let Some(job) = domain::jobs::claim(&t.portal).await.unwrap() {
        domain::perform(&t.portal, &job).await.unwrap();
    }
}

async fn send(t: &TestPortal, from: &Who, to: &[&Who], input: DraftInput) -> i64 {
    let keys: Vec<String> = to.iter().map(|who| format!("p-{}", who.person)).collect();
    let id = hand_over(t, from, &keys, input).await;
    leave(t).await;
    id
}

async fn inbox(t: &TestPortal, who: &Who) -> Vec<mailbox::MailRow> {
    let mut cx = t.portal.read(&who.actor).await.unwrap();
    match mailbox::pick(&mut cx, None).await.unwrap() {
        Some(own) => mailbox::list(&mut cx, &own, Folder::Inbox, MailFilter::All, 1).await.unwrap().rows,
        None => Vec::new(),
    }
}

async fn open(portal: &Portal, who: &Who, id: i64) -> domain::Result<mailbox::Thread> {
    let mut cx = portal.write(&who.actor).await?;
    mailbox::open(&mut cx, id).await?;
    cx.commit().await?;
    let mut cx = portal.read(&who.actor).await?;
    mailbox::thread(&mut cx, id).await
}

async fn changes(t: &TestPortal) -> i64 {
    let mut cx = t.portal.read(&Actor::system("Kiểm thử")).await.unwrap();
    cx.conn().count("SELECT COUNT(*) FROM change WHERE topic = 'mail'", args![]).await.unwrap()
}

/// A06-01: everybody of a unit gets exactly one row, receipts are exact. `MAIL_RECIPIENTS` raises the 700 people.
#[tokio::test(flavor = "multi_thread")]
async fn a06_01_one_row_for_each_of_many() {
    let people: i64 = std::env::var("MAIL_RECIPIENTS").ok().and_then(|n| n.parse().ok()).unwrap_or(700);
    with_dbs(async |t| {
        let unit = lay(t).await;
        let leader = hire(&t.portal, unit, "Trần Thị Lãnh Đạo", day(2025, 7, 1), None, &[Role::Official, Role::UnitLeader]).await;
        let mut cx = t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
        for _ in 1..people {
            insert(&mut cx, unit, "Nguyễn Văn An", day(2025, 7, 1), None).await;
        }
        cx.commit().await.unwrap();
        let reader = plain(t, unit, "Lê Văn Thành").await;
        let group = format!("g-whole_unit-{unit}");

        // Without a confirmation the number of people is named.
        let mut cx = t.portal.write(&leader.actor).await.unwrap();
        let id = mailbox::save_draft(&mut cx, &text("Họp", "Kính gửi")).await.unwrap();
        // The person again on another line still has one row.
        mailbox::add_recipient(&mut cx, id, AddressLine::Cc, &format!("p-{}", reader.person)).await.unwrap();
        mailbox::add_recipient(&mut cx, id, AddressLine::To, &group).await.unwrap();
        let input = DraftInput { draft: Some(id), version: 1, ..text("Họp", "Kính gửi") };
        let refused = mailbox::send(&mut cx, &input, None).await.unwrap_err();
        let Error::Invalid(errors) = refused else { panic!("{refused}") };
        let wanted = format!("Thư này gửi tới {} người. Hãy đánh dấu ô xác nhận rồi gửi lại.", model::format::number(people + 2));
        assert_eq!(errors.of("confirm_many"), Some(wanted.as_str()));
        mailbox::send(&mut cx, &DraftInput { confirmed: true, version: 2, ..input }, None).await.unwrap();
        cx.commit().await.unwrap();
        let before = std::time::Instant::now();
        leave(t).await;
        println!("{people} recipients in {:?}", before.elapsed());

        let mut cx = t.portal.read(&leader.actor).await.unwrap();
        let info = mailbox::read_info(&mut cx, id, 1).await.unwrap();
        assert_eq!((info.counts.all, info.counts.opened), (people, 0), "everybody but the sender");
        let doubled =
            cx.conn().count("SELECT COUNT(*) FROM (SELECT 1 FROM delivery GROUP BY message_id, mailbox_id HAVING COUNT(*) > 1) x", args![]).await.unwrap();
        assert_eq!(doubled, 0);
        drop(cx);
        open(&t.portal, &reader, id).await.unwrap();
        t.portal.clock().advance(Duration::hours(1));
        open(&t.portal, &reader, id).await.unwrap();
        let mut cx = t.portal.read(&leader.actor).await.unwrap();
        let opened = mailbox::read_info(&mut cx, id, 1).await.unwrap();
        assert_eq!(opened.counts.opened, 1);

        let mut times = Vec::new();
        for page in 1..=opened.list.paging.pages() {
            times.extend(mailbox::read_info(&mut cx, id, page).await.unwrap().list.rows.into_iter().filter_map(|row| row.opened_at));
        }
        assert_eq!(times, [vn(2026, 11, 23, 9, 0) + Duration::seconds(11)], "the first opening counts");
    })
    .await;
}

/// A06-02: opening and recalling at the same instant: exactly one wins, and both pages agree.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a06_02_open_or_recalled_never_both() {
    with_dbs(async |t| {
        let unit = lay(t).await;
        let (sender, reader) = (plain(t, unit, "Nguyễn Thị Hằng").await, plain(t, unit, "Lê Văn Thành").await);
        for round in 0..12 {
            let id = send(t, &sender, &[&reader], text(&format!("Mật {round}"), "Nội dung")).await;
            let (a, b) = (t.portal.clone(), t.portal.clone());
            let (by, to) = (sender.clone(), reader.clone());
            let recall = tokio::spawn(async move {
                let mut cx = a.write(&by.actor).await?;
                let done = mailbox::recall(&mut cx, id, &[]).await?;
                cx.commit().await?;
                Ok::<u64, Error>(done)
            });
            let opening = tokio::spawn(async move { open(&b, &to, id).await });
            let (recalled, thread) = (recall.await.unwrap(), opening.await.unwrap());
            let mut cx = t.portal.read(&sender.actor).await.unwrap();
            let counts = mailbox::read_info(&mut cx, id, 1).await.unwrap().counts;
            drop(cx);
            assert_eq!(counts.opened + counts.recalled, 1);
            match recalled {
                Ok(n) => {
                    assert_eq!((n, counts.recalled), (1, 1));
                    let thread = thread.unwrap();
                    assert!(thread.messages.iter().all(|shown| shown.recalled_at.is_none() || (shown.subject.is_empty() && shown.body.is_empty())));
                    assert!(!inbox(t, &reader).await.iter().any(|row| row.subject == format!("Mật {round}")));
                }
                Err(error) => {
                    assert!(error.to_string().contains("người nhận đã mở thư"), "{error}");
                    assert_eq!(counts.opened, 1);
                    assert_eq!(thread.unwrap().messages[0].body, "Nội dung");
                }
            }
        }
    })
    .await;
}

/// A06-03: taken back within ten seconds, nobody ever saw it; sent again, it arrives once.
#[tokio::test(flavor = "multi_thread")]
async fn a06_03_undo() {
    with_dbs(async |t| {
        let unit = lay(t).await;
        let (sender, reader) = (plain(t, unit, "Nguyễn Thị Hằng").await, plain(t, unit, "Lê Văn Thành").await);
        let id = hand_over(t, &sender, &[format!("p-{}", reader.person)], text("Nhầm", "x")).await;
        t.portal.clock().advance(Duration::seconds(9));
        let mut cx = t.portal.write(&sender.actor).await.unwrap();
        assert_eq!(mailbox::pending(&mut cx, id).await.unwrap().state, MessageState::PendingUndo);
        mailbox::undo(&mut cx, id).await.unwrap();
        cx.commit().await.unwrap();
        leave(t).await;
        assert!(inbox(t, &reader).await.is_empty());
        assert_eq!(changes(t).await, 0);
        assert!(matches!(open(&t.portal, &reader, id).await, Err(Error::NotFound)));

        let mut cx = t.portal.write(&sender.actor).await.unwrap();
        let draft = mailbox::draft(&mut cx, id).await.unwrap();
        mailbox::send(&mut cx, &DraftInput { draft: Some(id), version: draft.version, ..text("Đúng", "y") }, None).await.unwrap();
        cx.commit().await.unwrap();
        leave(t).await;
        assert_eq!(inbox(t, &reader).await.len(), 1);
        assert_eq!(changes(t).await, 1, "the reader's badge moves");
        let mut cx = t.portal.write(&sender.actor).await.unwrap();
        assert!(matches!(mailbox::undo(&mut cx, id).await, Err(Error::Conflict(_))));
    })
    .await;
}

/// A06-05: the pairs of 07 §11 hold on subject and body; hidden recipients find nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a06_05_search_pairs() {
    with_dbs(async |t| {
        let unit = lay(t).await;
        let (sender, reader) = (plain(t, unit, "Nguyễn Thị Hằng").await, plain(t, unit, "Lê Văn Thành").await);
        send(t, &sender, &[&reader], text("Thị trấn Đà Nẵng", "Ủy ban Hòa Bình; thúy quý; hồ sơ 123/QĐ-UBND")).await;
        send(t, &sender, &[&reader], text("Khác", "má mạ La\u{300}m Giang")).await;
        let found = async |query: &str| {
            let mut cx = t.portal.read(&reader.actor).await.unwrap();
            let own = mailbox::pick(&mut cx, None).await.unwrap().unwrap();
            let input = SearchInput { text: query.to_owned(), ..SearchInput::default() };
            mailbox::search(&mut cx, &own, &input, 1).await.unwrap().rows.into_iter().map(|row| row.subject).collect::<Vec<_>>()
        };
        for query in ["thi tran", "da nang", "đà nẵng", "Đà Nẵng", "uỷ ban", "Hoà Bình", "thuý", "quí", "ho so", "123 qd ubnd"] {
            assert_eq!(found(query).await, ["Thị trấn Đà Nẵng"], "{query}");
        }
        for query in ["ma", "làm giang", "khac"] {
            assert_eq!(found(query).await, ["Khác"], "{query}");
        }
        assert_eq!(found("nguyen thi hang").await.len(), 2, "names");
        assert!(found("100%").await.is_empty());
        let mut cx = t.portal.read(&reader.actor).await.unwrap();
        let own = mailbox::pick(&mut cx, None).await.unwrap().unwrap();
        let by = |from: &str| SearchInput { from: from.to_owned(), first: Some(day(2026, 11, 23)), last: Some(day(2026, 11, 23)), ..SearchInput::default() };
        assert_eq!(mailbox::search(&mut cx, &own, &by("hang"), 1).await.unwrap().total(), 2);
        assert_eq!(mailbox::search(&mut cx, &own, &by("binh"), 1).await.unwrap().total(), 0);
    })
    .await;
}

/// A06-06: markup, script and control characters come back byte for byte.
#[tokio::test(flavor = "multi_thread")]
async fn a06_06_bodies_are_plain_text() {
    with_dbs(async |t| {
        let unit = lay(t).await;
        let (sender, reader) = (plain(t, unit, "Nguyễn Thị Hằng").await, plain(t, unit, "Lê Văn Thành").await);
        let body = "<script>alert(1)</script>\n<svg onload=x>\t\u{1}\u{7f}\u{202e}'; DROP TABLE message; -- &amp; \u{1f600}  \n\n  ";
        let form = DraftForm { subject: "Thử".into(), body: body.replace('\n', "\r\n"), ..DraftForm::default() };
        let id = send(t, &sender, &[&reader], form.validate().unwrap()).await;
        assert_eq!(open(&t.portal, &reader, id).await.unwrap().messages[0].body, body);
    })
    .await;
}

/// A06-09: who joins later sees nothing, who left the day before gets nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a06_09_groups_are_resolved_at_sending() {
    with_dbs(async |t| {
        let unit = lay(t).await;
        let sender = plain(t, unit, "Nguyễn Thị Hằng").await;
        let stays = plain(t, unit, "Lê Văn Thành").await;
        // The last day of this employment was 22/11.
        let left = hire(&t.portal, unit, "Phạm Đã Nghỉ", day(2025, 7, 1), Some(day(2026, 11, 23)), &[Role::Official]).await;
        let later = hire(&t.portal, unit, "Vũ Đến Sau", day(2026, 11, 24), None, &[Role::Official]).await;
        let id = hand_over(t, &sender, &[format!("g-whole_unit-{unit}")], text("Cả đơn vị", "x")).await;
        leave(t).await;
        assert_eq!(inbox(t, &stays).await.len(), 1);
        t.portal.clock().set(vn(2026, 11, 25, 9, 0));
        let mut cx = t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
        mailbox::ensure_people(&mut cx, Some(unit)).await.unwrap();
        cx.commit().await.unwrap();
        for outside in [&left, &later] {
            assert!(inbox(t, outside).await.is_empty());
            assert!(matches!(open(&t.portal, outside, id).await, Err(Error::NotFound)));
        }
        let mut cx = t.portal.read(&sender.actor).await.unwrap();
        assert_eq!(mailbox::read_info(&mut cx, id, 1).await.unwrap().counts.all, 1);
    })
    .await;
}

/// A06-12: administrator, inspector and any colleague read no message and no file through any use case.
#[tokio::test(flavor = "multi_thread")]
async fn a06_12_nobody_else_reads() {
    with_dbs(async |t| {
        let unit = lay(t).await;
        let (sender, reader) = (plain(t, unit, "Nguyễn Thị Hằng").await, plain(t, unit, "Lê Văn Thành").await);
        let mut cx = t.portal.write(&sender.actor).await.unwrap();
        let id = mailbox::save_draft(&mut cx, &text("Riêng", "Nội dung riêng")).await.unwrap();
        let blob = t.portal.files().put(b"%PDF-1.7 noi dung", 1_000_000).await.unwrap();
        mailbox::attach(&mut cx, id, &blob, "riêng.pdf").await.unwrap();
        let token = mailbox::draft(&mut cx, id).await.unwrap().files[0].token.clone();
        mailbox::add_recipient(&mut cx, id, AddressLine::To, &format!("p-{}", reader.person)).await.unwrap();
        mailbox::send(&mut cx, &DraftInput { draft: Some(id), version: 1, ..text("Riêng", "Nội dung riêng") }, None).await.unwrap();
        cx.commit().await.unwrap();
        leave(t).await;
        let every = [Role::Official, Role::SystemAdmin, Role::UnitAdmin, Role::Inspector, Role::SiteAdmin, Role::UnitLeader, Role::Clerk, Role::EditorInChief];
        let others = [hire(&t.portal, unit, "Quản Trị", day(2025, 7, 1), None, &every).await, plain(t, unit, "Đồng Nghiệp").await];
        for other in &others {
            assert!(matches!(open(&t.portal, other, id).await, Err(Error::NotFound)));
            let mut cx = t.portal.write(&other.actor).await.unwrap();
            assert!(matches!(mailbox::thread(&mut cx, id).await, Err(Error::NotFound)));
            assert!(matches!(mailbox::file(&mut cx, id, &token).await, Err(Error::NotFound)));
            assert!(matches!(mailbox::read_info(&mut cx, id, 1).await, Err(Error::NotFound)));
            assert!(matches!(mailbox::recall(&mut cx, id, &[]).await, Err(Error::NotFound)));
            assert!(matches!(mailbox::reply(&mut cx, id, true).await, Err(Error::NotFound)));
            assert!(matches!(mailbox::forward(&mut cx, id).await, Err(Error::NotFound)));
            assert!(matches!(mailbox::draft(&mut cx, id).await, Err(Error::NotFound)));
            assert!(matches!(mailbox::undo(&mut cx, id).await, Err(Error::NotFound)));
            assert_eq!(mailbox::organise(&mut cx, &[id], Act::Trash).await.unwrap(), 0);
        }
        let mut cx = t.portal.read(&reader.actor).await.unwrap();
        assert!(matches!(mailbox::file(&mut cx, id, &token).await, Err(Error::NotFound)), "not before opening: a recall may still come");
        drop(cx);
        open(&t.portal, &reader, id).await.unwrap();
        let mut cx = t.portal.read(&reader.actor).await.unwrap();
        assert_eq!(mailbox::file(&mut cx, id, &token).await.unwrap().name, "riêng.pdf");
    })
    .await;
}

/// The journey: read, answer, worklist, folders.
#[tokio::test(flavor = "multi_thread")]
async fn answers_close_what_was_asked() {
    with_dbs(async |t| {
        let unit = lay(t).await;
        let (sender, reader) = (plain(t, unit, "Nguyễn Thị Hằng").await, plain(t, unit, "Lê Văn Thành").await);
        let input = DraftInput { reply_by: Some(day(2026, 11, 23)), ..text("Chuẩn bị nội dung họp giao ban", "Kính gửi") };
        let id = send(t, &sender, &[&reader], input).await;
        let mut cx = t.portal.read(&reader.actor).await.unwrap();
        let badges = today::badges(&mut cx).await.unwrap();
        assert_eq!((badges.mail, badges.today), (1, 1));
        let list = today::worklist(&mut cx).await.unwrap();
        assert_eq!((list.today[0].kind, list.today[0].due_kind), (WorkKind::Mail, DueKind::Today));
        assert_eq!(list.today[0].code, "Đề nghị trả lời trước 17:00 hôm nay");
        drop(cx);
        open(&t.portal, &reader, id).await.unwrap();
        let mut cx = t.portal.write(&reader.actor).await.unwrap();
        assert_eq!(today::badges(&mut cx).await.unwrap().mail, 0);
        assert_eq!(today::badges(&mut cx).await.unwrap().today, 1, "read, but not answered");
        let answer = mailbox::reply(&mut cx, id, false).await.unwrap();
        let draft = mailbox::draft(&mut cx, answer).await.unwrap();
        assert_eq!((draft.subject.as_str(), draft.recipients[0].label.as_str()), ("Trả lời: Chuẩn bị nội dung họp giao ban", "Nguyễn Thị Hằng"));
        assert!(draft.body.ends_with("> Kính gửi"));
        mailbox::send(&mut cx, &DraftInput { draft: Some(answer), version: draft.version, ..text(&draft.subject, "Đã rõ") }, None).await.unwrap();
        cx.commit().await.unwrap();
        leave(t).await;
        let mut cx = t.portal.write(&reader.actor).await.unwrap();
        assert_eq!(today::badges(&mut cx).await.unwrap().today, 0);
        let own = mailbox::pick(&mut cx, None).await.unwrap().unwrap();
        assert_eq!(own.address, "thanhlv.stc@lamgiang.example");
        assert_eq!(mailbox::list(&mut cx, &own, Folder::Sent, MailFilter::All, 1).await.unwrap().rows[0].who, "Nguyễn Thị Hằng");
        mailbox::organise(&mut cx, &[id], Act::Archive).await.unwrap();
        cx.commit().await.unwrap();
        assert!(inbox(t, &reader).await.is_empty());
        let thread = open(&t.portal, &sender, answer).await.unwrap();
        assert_eq!(thread.messages.len(), 2, "the answer keeps the thread");
        assert_eq!(inbox(t, &sender).await[0].subject, "Trả lời: Chuẩn bị nội dung họp giao ban");
    })
    .await;
}

/// Refusals say what to do, and hostile input breaks nothing.
#[tokio::test(flavor = "multi_thread")]
async fn refusals() {
    with_dbs(async |t| {
        let unit = lay(t).await;
        let sender = plain(t, unit, "Nguyễn Thị Hằng").await;
        let mut cx = t.portal.write(&sender.actor).await.unwrap();
        let Err(Error::Invalid(errors)) = mailbox::send(&mut cx, &DraftInput::default(), None).await else { panic!("sent") };
        assert!(errors.of("recipient").is_some() && errors.of("subject").is_some());
        let id = mailbox::save_draft(&mut cx, &text("a", "b")).await.unwrap();
        for key in ["", "p-", "p-999999", "o-999999", "g-whole_unit-999999", "g-x-1", "p-1-2", "p-99999999999999999999", "p--1"] {
            assert!(matches!(mailbox::add_recipient(&mut cx, id, AddressLine::To, key).await, Err(Error::Invalid(_))), "{key}");
        }
        let stale = DraftInput { draft: Some(id), version: 99, ..text("a", "c") };
        assert!(matches!(mailbox::save_draft(&mut cx, &stale).await, Err(Error::Conflict(_))));
        let far = DraftInput { reply_by: Some(day(9999, 12, 31)), ..text("a", "b") };
        assert!(matches!(mailbox::save_draft(&mut cx, &far).await, Err(Error::Invalid(_))));
        let blob = t.portal.files().put(b"MZ\x90\x00", 1_000_000).await.unwrap();
        assert!(matches!(mailbox::attach(&mut cx, id, &blob, "a.exe").await, Err(Error::Invalid(_))));
        let hits = mailbox::search_recipients(&mut cx, "so tai chinh").await.unwrap();
        assert_eq!(hits[0].label, "Sở Tài chính");
        assert!(hits.iter().any(|hit| hit.label == "Cả đơn vị Sở Tài chính"));
        assert_eq!(mailbox::search_recipients(&mut cx, "HẰNG tai chinh").await.unwrap()[0].detail, "Chuyên viên, Sở Tài chính");
        assert!(mailbox::search_recipients(&mut cx, &"%".repeat(10_000)).await.unwrap().is_empty());
        mailbox::discard(&mut cx, id).await.unwrap();
        assert!(matches!(mailbox::draft(&mut cx, id).await, Err(Error::NotFound)));
        drop(cx);
        let mut cx = t.portal.read(&Actor::anonymous()).await.unwrap();
        assert!(matches!(mailbox::boxes(&mut cx).await, Err(Error::Unauthorized)));
        assert!(matches!(today::worklist(&mut cx).await, Err(Error::Unauthorized)));
        assert_eq!(today::badges(&mut cx).await.unwrap(), today::Badges::default());
    })
    .await;
}

/// An organisation's mailbox is read by its clerk, not by those who hold roles above; each opening names the person.
#[tokio::test(flavor = "multi_thread")]
async fn organisations_have_their_own_mailbox() {
    with_dbs(async |t| {
        let unit = lay(t).await;
        let sender = plain(t, unit, "Nguyễn Thị Hằng").await;
        let clerk = hire(&t.portal, unit, "Đỗ Văn Thư", day(2025, 7, 1), None, &[Role::Official, Role::Clerk]).await;
        let id = hand_over(t, &sender, &[format!("o-{unit}")], text("Gửi cơ quan", "x")).await;
        leave(t).await;
        assert!(inbox(t, &clerk).await.is_empty(), "not in the own box");
        let mut cx = t.portal.read(&clerk.actor).await.unwrap();
        let boxes = mailbox::boxes(&mut cx).await.unwrap();
        let organisation = boxes.iter().find(|mailbox| mailbox.unit_id == Some(unit)).unwrap().clone();
        assert_eq!(organisation.address, "stc@lamgiang.example");
        assert_eq!(mailbox::badge_counts(&mut cx).await.unwrap().unread, 1);
        drop(cx);
        open(&t.portal, &clerk, id).await.unwrap();
        let mut cx = t.portal.read(&sender.actor).await.unwrap();
        assert_eq!(mailbox::read_info(&mut cx, id, 1).await.unwrap().list.rows[0].opened_by, "Đỗ Văn Thư");
        assert!(matches!(mailbox::pick(&mut cx, Some(organisation.id)).await, Err(Error::NotFound)));
        drop(cx);
        let mut cx = t.portal.write(&sender.actor).await.unwrap();
        let stolen = DraftInput { from: Some(organisation.id), ..text("Giả", "x") };
        assert!(matches!(mailbox::save_draft(&mut cx, &stolen).await, Err(Error::NotFound)));
    })
    .await;
}

/// Recalled rows leave a line without subject, and nothing in the search.
#[tokio::test(flavor = "multi_thread")]
async fn a_recalled_message_leaves_a_line() {
    with_dbs(async |t| {
        let unit = lay(t).await;
        let (sender, reader) = (plain(t, unit, "Nguyễn Thị Hằng").await, plain(t, unit, "Lê Văn Thành").await);
        let id = send(t, &sender, &[&reader], text("Nhầm người", "bí mật")).await;
        let mut cx = t.portal.write(&sender.actor).await.unwrap();
        assert_eq!(mailbox::recall(&mut cx, id, &[]).await.unwrap(), 1);
        assert!(matches!(mailbox::recall(&mut cx, id, &[]).await, Err(Error::Conflict(_))));
        cx.commit().await.unwrap();
        let rows = inbox(t, &reader).await;
        assert_eq!((rows[0].state.as_str(), rows[0].subject.as_str(), rows[0].unread), ("recalled", "", false));
        let shown = open(&t.portal, &reader, id).await.unwrap().messages.remove(0);
        assert!(shown.recalled_at.is_some() && shown.body.is_empty() && shown.to.is_empty());
        let mut cx = t.portal.write(&reader.actor).await.unwrap();
        let own = mailbox::pick(&mut cx, None).await.unwrap().unwrap();
        let input = SearchInput { text: "nham".into(), ..SearchInput::default() };
        assert_eq!(mailbox::search(&mut cx, &own, &input, 1).await.unwrap().total(), 0);
        assert!(matches!(mailbox::reply(&mut cx, id, false).await, Err(Error::NotFound)));
        assert_eq!(today::badges(&mut cx).await.unwrap().today, 0);
    })
    .await;
}
