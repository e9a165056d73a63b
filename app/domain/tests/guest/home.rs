//! What a counter began goes on at home (02 §21): code and telephone lead to it, the counter sees it no more.

use super::support::{CODE, PHONE, fill, newest_code, submit, view, visitor};
use crate::dossiers::fixture::official;
use domain::dossiers::draft::{self, DraftKey};
use domain::dossiers::{apply, guest};
use domain::testing::{TestPortal, with_dbs};
use domain::{Actor, Error, args};
use model::access::Role;
use model::dossiers::apply::{Entry, MOST_DRAFTS, Step, field};
use model::dossiers::{Channel, Source};
use model::procedures::Answers;

/// The receptionist of a ward's centre.
async fn receptionist(t: &TestPortal) -> Actor {
    let mut cx = t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
    let now = cx.now();
    let (unit,): (i64,) = cx.conn().one("SELECT unit_id FROM org_unit_version WHERE agency_code = 'H99.101.04'", args![]).await.unwrap();
    let person = "INSERT INTO person (full_name, sort_key, fold, created_at) VALUES ('Trần Mẫu An', 'a', 'tran mau an', $1) RETURNING id";
    let person = cx.conn().id(person, args![now]).await.unwrap();
    let account = "INSERT INTO account (person_id, kind, username, state, created_at) VALUES ($1, 'official', 'mot.cua', 'active', $2) RETURNING id";
    let account = cx.conn().id(account, args![person, now]).await.unwrap();
    cx.commit().await.unwrap();
    let mut actor = official(account, "Trần Mẫu An", unit, &[Role::Official, Role::Receptionist], &[unit]);
    actor.person_id = Some(person);
    actor
}

/// A draft that the counter began, with what it typed.
async fn begun(t: &TestPortal, desk: &Actor, procedure: &str, typed: &[(&str, &str)]) -> DraftKey {
    let mut cx = t.portal.write(desk).await.unwrap();
    let key = draft::open_at_counter(&mut cx, procedure).await.unwrap();
    let typed: Answers = typed.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    draft::save_at_counter(&mut cx, &key, &typed).await.unwrap();
    cx.commit().await.unwrap();
    key
}

async fn send(t: &TestPortal, desk: &Actor, key: &DraftKey) -> domain::Result<String> {
    let mut cx = t.portal.write(desk).await?;
    let phone = draft::send_home(&mut cx, key).await?;
    cx.commit().await?;
    Ok(phone)
}

async fn count(t: &TestPortal, sql: &'static str) -> i64 {
    t.portal.read(&Actor::system("Kiểm thử")).await.unwrap().conn().count(sql, args![]).await.unwrap()
}

/// From the counter to the submission at home, which remembers who helped.
#[tokio::test(flavor = "multi_thread")]
async fn a_draft_of_the_counter_is_finished_at_home() {
    with_dbs(async |t| {
        let citizen = crate::catalogue::province(&t.portal).await;
        let desk = receptionist(t).await;
        let key = begun(t, &desk, CODE, &[(field::NAME, "Nguyễn Mẫu Hạnh"), (field::PHONE, "0999 900 071")]).await;
        assert!(draft::may_go_home(&mut t.portal.read(&desk).await.unwrap(), &view(t, &desk, &key).await).await.unwrap());
        // Before that the telephone leads nowhere.
        assert!(matches!(draft::view(&mut t.portal.read(&visitor()).await.unwrap(), &key).await, Err(Error::NotFound)));
        let day = view(t, &desk, &key).await.expires_at;
        assert_eq!(send(t, &desk, &key).await.unwrap(), "099•••071");
        assert_eq!(count(t, "SELECT COUNT(*) FROM outbox WHERE event = 'draft_sent_home' AND channel = 'sms'").await, 1);

        // The counter sees it no more, neither the form nor the list of today, and sends it once.
        assert!(matches!(send(t, &desk, &key).await, Err(Error::NotFound)));
        let mut cx = t.portal.read(&desk).await.unwrap();
        assert!(matches!(draft::view(&mut cx, &key).await, Err(Error::NotFound)));
        assert!(matches!(draft::at_counter(&mut cx, &key).await, Err(Error::NotFound)));
        assert!(draft::opened_today(&mut cx).await.unwrap().is_empty());
        assert!(draft::is_at_home(&mut cx, &key).await.unwrap());
        drop(cx);
        let mut cx = t.portal.read(&citizen).await.unwrap();
        assert!(!draft::is_at_home(&mut cx, &key).await.unwrap(), "others learn nothing");
        drop(cx);

        // On another device: code and telephone.
        let entry = Entry { code: key.code.clone(), phone: PHONE.to_owned() };
        let token = guest::ask_to_open(&t.portal, &entry, "a").await.unwrap();
        assert_eq!(guest::enter(&t.portal, &token, &newest_code(t).await).await.unwrap().to, format!("/nop/{}", key.code));
        let me = visitor();
        let mine = view(t, &me, &key).await;
        assert_eq!((mine.guest, mine.answer(field::NAME), mine.answer(field::PHONE)), (true, "Nguyễn Mẫu Hạnh", PHONE));
        assert!(mine.taken.contains(&field::NAME.to_owned()) && mine.taken_from.is_empty() && mine.done.is_empty());
        assert!(mine.expires_at > day + chrono::Duration::days(28));
        fill(t, &me, &key).await;
        assert!(view(t, &me, &key).await.taken.is_empty(), "every page was saved by the applicant");
        assert_eq!(submit(t, &me, &key).await.unwrap(), key.code);

        let mut cx = t.portal.read(&me).await.unwrap();
        let own = apply::of_actor(&mut cx, &key.code).await.unwrap();
        assert_eq!((own.applicant_name.as_str(), own.assisted_by.as_str()), ("Nguyễn Mẫu Hạnh", "Trần Mẫu An"));
        assert_eq!((own.channel, own.source), (Channel::Online, Source::LocalPortal));
        let same = "SELECT COUNT(*) FROM dossier WHERE support_unit_id = (SELECT unit_id FROM org_unit_version WHERE agency_code = 'H99.101.04')";
        assert_eq!(cx.conn().count(same, args![]).await.unwrap(), 1);
    })
    .await;
}

/// What cannot go home stays at the counter as it was typed.
#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_go_home_stays() {
    with_dbs(async |t| {
        crate::catalogue::province(&t.portal).await;
        let desk = receptionist(t).await;
        // Without a telephone that can receive the code.
        let key = begun(t, &desk, CODE, &[(field::NAME, "Nguyễn Mẫu Hạnh"), (field::PHONE, "0999")]).await;
        let Err(Error::Invalid(errors)) = send(t, &desk, &key).await else { panic!("no telephone") };
        assert!(errors.of(field::PHONE).unwrap().contains("10 chữ số"));
        assert_eq!(view(t, &desk, &key).await.answer(field::NAME), "Nguyễn Mẫu Hạnh");
        // A procedure that needs an account.
        let land = begun(t, &desk, "1.001612", &[(field::PHONE, PHONE)]).await;
        assert!(!draft::may_go_home(&mut t.portal.read(&desk).await.unwrap(), &view(t, &desk, &land).await).await.unwrap());
        assert!(matches!(send(t, &desk, &land).await, Err(Error::Conflict(text)) if text.contains("tại quầy")));
        // A telephone that has enough of them.
        for _ in 0..MOST_DRAFTS {
            super::support::create(t, &visitor()).await;
        }
        let more = begun(t, &desk, CODE, &[(field::PHONE, PHONE)]).await;
        let Err(Error::Invalid(errors)) = send(t, &desk, &more).await else { panic!("one draft too many") };
        assert!(errors.of(field::PHONE).unwrap().contains("bản nháp chưa nộp"));
        assert_eq!(count(t, "SELECT COUNT(*) FROM outbox WHERE event = 'draft_sent_home'").await, 0);
        assert_eq!(count(t, "SELECT COUNT(*) FROM dossier_draft WHERE sent_home_at IS NOT NULL").await, 0);
    })
    .await;
}

/// The end of a draft that went home is told like that of any other; that of the counter is not.
#[tokio::test(flavor = "multi_thread")]
async fn its_end_is_told() {
    with_dbs(async |t| {
        crate::catalogue::province(&t.portal).await;
        let desk = receptionist(t).await;
        let key = begun(t, &desk, CODE, &[(field::PHONE, PHONE)]).await;
        let told = async |expected: i64| {
            let mut cx = t.portal.write(&Actor::system("Dọn dẹp")).await.unwrap();
            draft::warn(&mut cx).await.unwrap();
            cx.commit().await.unwrap();
            assert_eq!(count(t, "SELECT COUNT(*) FROM outbox WHERE event = 'draft_expiring'").await, expected);
        };
        told(0).await;
        send(t, &desk, &key).await.unwrap();
        told(0).await;
        t.portal.clock().advance(chrono::Duration::days(28));
        told(1).await;
        // Whoever goes on keeps it for 30 days more.
        super::support::save(t, &visitor(), &key, Step::OnBehalf, &[(field::ON_BEHALF, "myself")]).await.unwrap();
        assert_eq!((view(t, &visitor(), &key).await.expires_at - t.portal.clock().now()).num_days(), 30);
    })
    .await;
}
