//! What two technical administrators do together, and requests for help on their way, on both engines.

use super::support::{World, actor, join, message, stepped_up, system, token, world};
use chrono::Duration;
use domain::testing::{TestPortal, vn, with_dbs};
use domain::{Actor, Error, args, identity, jobs, nightly};
use model::access::{Action, ObjectKind, Role};

/// Two technical administrators of the province, as the set-up makes them.
async fn two_admins(t: &TestPortal, w: &World) -> [(i64, Vec<u8>); 2] {
    let mut admins = Vec::new();
    for (username, name) in [("ky.thuat.1", "Lý Mẫu Sinh"), ("ky.thuat.2", "Ngô Mẫu Nam")] {
        let (person, secret) = join(t, username, name, w.root, "tpl_administrator").await;
        let mut cx = t.portal.write(&system()).await.unwrap();
        identity::first_system_admins(&mut cx, username).await.unwrap();
        cx.commit().await.unwrap();
        admins.push((person, secret));
    }
    // The command line makes two and no third.
    join(t, "ky.thuat.3", "Vũ Mẫu Thu", w.root, "tpl_administrator").await;
    let mut cx = t.portal.write(&system()).await.unwrap();
    assert!(matches!(identity::first_system_admins(&mut cx, "ky.thuat.3").await, Err(Error::Conflict(_))));
    admins.try_into().unwrap()
}

async fn audit(t: &TestPortal, action: &str) -> Vec<String> {
    let mut cx = t.portal.read(&system()).await.unwrap();
    let rows: Vec<(String,)> = cx.conn().all("SELECT detail FROM audit_event WHERE action = $1 ORDER BY at", args![action]).await.unwrap();
    rows.into_iter().map(|(detail,)| detail).collect()
}

async fn propose(t: &TestPortal, who: &Actor, person: i64) -> Result<i64, Error> {
    let mut cx = t.portal.write(who).await.unwrap();
    let id = identity::propose_system_admin(&mut cx, person, "Thay người nghỉ chế độ").await?;
    cx.commit().await.unwrap();
    Ok(id)
}

async fn confirm(t: &TestPortal, who: &Actor, id: i64) -> Result<(), Error> {
    let mut cx = t.portal.write(who).await.unwrap();
    identity::confirm_joint(&mut cx, id).await?;
    cx.commit().await.map(|_| ())
}

/// 01 §4, 10 §4: only two technical administrators together give `system_admin`; both names stand in the audit log.
#[tokio::test(flavor = "multi_thread")]
async fn a01_09_two_administrators_together() {
    with_dbs(async |t| {
        let w = world(t).await;
        let [(first, secret_1), (second, secret_2)] = two_admins(t, &w).await;
        let (candidate, candidate_secret) = join(t, "tran.an", "Trần Mẫu An", w.division, "tpl_case_officer").await;
        join(t, "quan.tri.phuong", "Lê Mẫu Bình", w.ward, "tpl_administrator").await;

        let plain = actor(t, &token(t, "ky.thuat.1", &secret_1).await).await;
        assert!(message(&propose(t, &plain, candidate).await.unwrap_err()).starts_with("Việc này cần xác thực lại"));
        let one = stepped_up(t, "ky.thuat.1", &secret_1).await;
        assert!(matches!(propose(t, &one, first).await, Err(Error::Conflict(_))), "not oneself");
        assert!(matches!(propose(t, &one, second).await, Err(Error::Conflict(_))), "has it already");
        assert!(matches!(propose(t, &one, 999_999).await, Err(Error::NotFound)));
        let id = propose(t, &one, candidate).await.unwrap();
        assert!(matches!(propose(t, &one, candidate).await, Err(Error::Conflict(_))), "waits already");
        assert!(message(&confirm(t, &one, id).await.unwrap_err()).contains("quản trị kỹ thuật khác"), "one person is not two");

        let outsider = actor(t, &token(t, "tran.an", &candidate_secret).await).await;
        assert!(matches!(confirm(t, &outsider, id).await, Err(Error::Forbidden { .. })));
        let two_plain = actor(t, &token(t, "ky.thuat.2", &secret_2).await).await;
        let mut cx = t.portal.read(&two_plain).await.unwrap();
        let notices = domain::notify::outbox::notices(&mut cx, 1).await.unwrap().rows;
        assert!(notices[0].text.contains("Lý Mẫu Sinh đề nghị: cấp quyền quản trị kỹ thuật cho Trần Mẫu An"), "{}", notices[0].text);
        drop(cx);
        assert!(message(&confirm(t, &two_plain, id).await.unwrap_err()).starts_with("Việc này cần xác thực lại"));
        let two = stepped_up(t, "ky.thuat.2", &secret_2).await;
        confirm(t, &two, id).await.unwrap();
        assert!(matches!(confirm(t, &two, id).await, Err(Error::Conflict(_))), "once");
        let now = actor(t, &token(t, "tran.an", &candidate_secret).await).await;
        assert!(now.has_role(Role::SystemAdmin) && now.may(Action::Configure, ObjectKind::Parameter, w.root));
        let granted = audit(t, "role.granted").await;
        assert!(granted.iter().any(|line| line.ends_with("đề nghị: Lý Mẫu Sinh, xác nhận: Ngô Mẫu Nam")), "{granted:?}");

        // A job given later does not take it away; the last one cannot be taken at all.
        let mut cx = t.portal.write(&system()).await.unwrap();
        let clerk = identity::GrantInput { person_id: candidate, template: "tpl_clerk".into(), unit_id: w.ward, ..identity::GrantInput::default() };
        identity::grant(&mut cx, &clerk).await.unwrap();
        let lines = identity::roles_of_person(&mut cx, candidate).await.unwrap();
        assert!(lines.iter().any(|line| line.role == Role::SystemAdmin));
        for (person, last) in [(candidate, false), (first, false), (second, true)] {
            let roles = identity::roles_of_person(&mut cx, person).await.unwrap();
            let role = roles.iter().find(|line| line.role == Role::SystemAdmin).unwrap().id;
            assert_eq!(matches!(identity::revoke_role(&mut cx, role).await, Err(Error::Conflict(_))), last, "{person}");
        }
        let post = identity::employments(&mut cx, second).await.unwrap()[0].id;
        assert!(matches!(identity::end_employment(&mut cx, post).await, Err(Error::Conflict(_))));
    })
    .await;
}

/// A proposal can be refused, withdrawn, and runs out after a week; the first person must still be an administrator.
#[tokio::test(flavor = "multi_thread")]
async fn proposals_end() {
    with_dbs(async |t| {
        let w = world(t).await;
        let [(first, secret_1), (_, secret_2)] = two_admins(t, &w).await;
        let (candidate, _) = join(t, "tran.an", "Trần Mẫu An", w.division, "tpl_case_officer").await;
        let one = stepped_up(t, "ky.thuat.1", &secret_1).await;
        let two = stepped_up(t, "ky.thuat.2", &secret_2).await;
        let refused = propose(t, &one, candidate).await.unwrap();
        let mut cx = t.portal.write(&two).await.unwrap();
        assert!(matches!(identity::refuse_joint(&mut cx, refused, " ").await, Err(Error::Invalid(_))));
        identity::refuse_joint(&mut cx, refused, "Chưa cần thêm người").await.unwrap();
        cx.commit().await.unwrap();
        assert!(matches!(confirm(t, &two, refused).await, Err(Error::Conflict(_))));
        let withdrawn = propose(t, &one, candidate).await.unwrap();
        let mut cx = t.portal.write(&one).await.unwrap();
        identity::refuse_joint(&mut cx, withdrawn, "").await.unwrap();
        cx.commit().await.unwrap();
        let late = propose(t, &one, candidate).await.unwrap();
        t.portal.clock().advance(Duration::days(7));
        let two = stepped_up(t, "ky.thuat.2", &secret_2).await;
        assert!(matches!(confirm(t, &two, late).await, Err(Error::Conflict(_))), "a week is over");
        nightly::run(&t.portal).await.unwrap();
        let mut cx = t.portal.read(&two).await.unwrap();
        let states: Vec<String> = identity::joint_acts(&mut cx).await.unwrap().into_iter().map(|act| act.state).collect();
        assert_eq!(states, ["expired", "withdrawn", "refused"]);
        drop(cx);
        assert_eq!(audit(t, "role.expired").await.len(), 1);

        let one = stepped_up(t, "ky.thuat.1", &secret_1).await;
        let orphan = propose(t, &one, candidate).await.unwrap();
        let mut cx = t.portal.write(&system()).await.unwrap();
        let role = identity::roles_of_person(&mut cx, first).await.unwrap().into_iter().find(|line| line.role == Role::SystemAdmin).unwrap().id;
        identity::revoke_role(&mut cx, role).await.unwrap();
        cx.commit().await.unwrap();
        assert!(message(&confirm(t, &two, orphan).await.unwrap_err()).contains("không còn là quản trị kỹ thuật"));
    })
    .await;
}

/// 01 §5: a template is data with versions; its effect is shown first, and a second administrator confirms.
#[tokio::test(flavor = "multi_thread")]
async fn templates_change_with_two() {
    with_dbs(async |t| {
        let w = world(t).await;
        let [(_, secret_1), (_, secret_2)] = two_admins(t, &w).await;
        let (_, secret) = join(t, "tran.an", "Trần Mẫu An", w.ward, "tpl_clerk").await;
        join(t, "le.binh", "Lê Mẫu Bình", w.other, "tpl_clerk").await;
        let session = token(t, "tran.an", &secret).await;
        let one = stepped_up(t, "ky.thuat.1", &secret_1).await;
        let two = stepped_up(t, "ky.thuat.2", &secret_2).await;
        let roles: Vec<String> = ["clerk", "accountant"].map(String::from).to_vec();
        let mut cx = t.portal.write(&one).await.unwrap();
        let impact = identity::template_impact(&mut cx, "tpl_clerk", &roles).await.unwrap();
        assert_eq!((impact.people, impact.losses.len()), (2, 0));
        assert!(
            impact.gains.contains(&("hoàn tiền phí, lệ phí".to_owned(), 2)) || impact.gains.iter().any(|(right, n)| right.starts_with("hoàn tiền") && *n == 2),
            "{impact:?}"
        );
        for bad in [vec![], vec!["system_admin".to_owned()], vec!["x\u{0}".to_owned()]] {
            assert!(matches!(identity::propose_template(&mut cx, "tpl_clerk", &bad, "Lý do").await, Err(Error::Invalid(_))));
        }
        assert!(matches!(identity::propose_template(&mut cx, "tpl_clerk", &["clerk".to_owned()], "Lý do").await, Err(Error::Conflict(_))));
        let id = identity::propose_template(&mut cx, "tpl_clerk", &roles, "Văn thư kiêm thu phí").await.unwrap();
        cx.commit().await.unwrap();
        assert!(matches!(confirm(t, &one, id).await, Err(Error::Conflict(_))));
        assert!(!actor(t, &session).await.has_role(Role::Accountant));
        confirm(t, &two, id).await.unwrap();
        let me = actor(t, &session).await;
        assert!(me.has_role(Role::Accountant) && me.may(Action::Refund, ObjectKind::Payment, w.ward) && !me.may(Action::Refund, ObjectKind::Payment, w.other));
        let (late, late_secret) = join(t, "vu.ha", "Vũ Mẫu Hà", w.ward, "tpl_clerk").await;
        assert!(actor(t, &token(t, "vu.ha", &late_secret).await).await.has_role(Role::Accountant), "new people get the new version: {late}");

        let mut cx = t.portal.write(&two).await.unwrap();
        let back: Vec<String> = vec!["clerk".into()];
        let impact = identity::template_impact(&mut cx, "tpl_clerk", &back).await.unwrap();
        assert_eq!((impact.people, impact.gains.len()), (3, 0));
        let id = identity::propose_template(&mut cx, "tpl_clerk", &back, "Tách nhiệm vụ").await.unwrap();
        cx.commit().await.unwrap();
        confirm(t, &one, id).await.unwrap();
        assert!(identity::actor_of_session(&t.portal, &session).await.unwrap().is_none(), "whoever loses something signs in again");
        let me = actor(t, &token(t, "tran.an", &secret).await).await;
        assert!(!me.has_role(Role::Accountant) && me.has_role(Role::Clerk));
        let mut cx = t.portal.read(&system()).await.unwrap();
        let template = model::access::job_template("tpl_clerk").unwrap();
        assert_eq!(identity::template_roles(&mut cx, template).await.unwrap(), (2, vec![Role::Official, Role::Clerk]));
        drop(cx);
        assert!(audit(t, "template.changed").await.iter().all(|line| line.contains("đề nghị: ") && line.contains("xác nhận: ")));
    })
    .await;
}

async fn notices(t: &TestPortal, who: &Actor, start: &str) -> usize {
    let mut cx = t.portal.read(who).await.unwrap();
    domain::notify::outbox::notices(&mut cx, 1).await.unwrap().rows.iter().filter(|notice| notice.text.contains(start)).count()
}

async fn work(t: &TestPortal) {
    while let Some(job) = jobs::claim(&t.portal).await.unwrap() {
        domain::perform(&t.portal, &job).await.unwrap();
    }
}

/// 01 §10: the administrator of the unit is asked first; after four working hours the province team is.
#[tokio::test(flavor = "multi_thread")]
async fn help_goes_to_the_unit_then_to_the_province() {
    with_dbs(async |t| {
        let w = world(t).await;
        let mut cx = t.portal.write(&system()).await.unwrap();
        domain::calendar::set_up(&mut cx, chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap()).await.unwrap();
        cx.commit().await.unwrap();
        let (_, admin_secret) = join(t, "quan.tri.phuong", "Lý Mẫu Sinh", w.ward, "tpl_administrator").await;
        let (_, province_secret) = join(t, "quan.tri.tinh", "Ngô Mẫu Nam", w.root, "tpl_administrator").await;
        let (_, secret) = join(t, "tran.an", "Trần Mẫu An", w.centre, "tpl_receptionist").await;
        // Monday, 14:00: three hours are left today; tomorrow is a holiday (24/11), so the fourth ends on Wednesday at 08:01 (signing in took 90 seconds).
        t.portal.clock().set(vn(2026, 11, 23, 14, 0));
        let me = actor(t, &token(t, "tran.an", &secret).await).await;
        let mut cx = t.portal.write(&me).await.unwrap();
        let id = identity::ask_for_help(&mut cx, "/can-bo/ho-so", "Tôi không thấy hàng chờ").await.unwrap();
        cx.commit().await.unwrap();
        let admin = actor(t, &token(t, "quan.tri.phuong", &admin_secret).await).await;
        let province = actor(t, &token(t, "quan.tri.tinh", &province_secret).await).await;
        let listed = async |who: &Actor| identity::help_to_answer(&mut t.portal.read(who).await.unwrap()).await.unwrap();
        assert_eq!(listed(&admin).await[0].role, "Cán bộ, công chức, Cán bộ tiếp nhận và trả kết quả, Cán bộ hỗ trợ");
        assert_eq!((listed(&province).await.len(), notices(t, &admin, "cần hỗ trợ").await, notices(t, &province, "hỗ trợ").await), (0, 1, 0));
        t.portal.clock().set(vn(2026, 11, 23, 20, 0));
        work(t).await;
        assert_eq!(listed(&province).await.len(), 0, "six hours by the clock, three of work");
        t.portal.clock().set(vn(2026, 11, 25, 7, 59));
        work(t).await;
        assert_eq!(listed(&province).await.len(), 0);
        t.portal.clock().set(vn(2026, 11, 25, 8, 2));
        work(t).await;
        assert_eq!((listed(&province).await.len(), notices(t, &province, "quá 4 giờ làm việc").await), (1, 1));
        let mut cx = t.portal.write(&province).await.unwrap();
        identity::answer_help(&mut cx, id, "Đã cấp quyền").await.unwrap();
        let figures = identity::help_figures(&mut cx).await.unwrap();
        assert_eq!((figures[0].asked, figures[0].answered, figures[0].screen.as_str()), (1, 1, "/can-bo/ho-so"));
        assert!(figures[0].minutes > 1_200, "{figures:?}");
        cx.commit().await.unwrap();
        assert_eq!(notices(t, &me, "đã được trả lời").await, 1);

        // Answered in time: the province hears nothing. Nobody in the unit: the province is asked at once.
        let mut cx = t.portal.write(&me).await.unwrap();
        let quick = identity::ask_for_help(&mut cx, "/can-bo", "Câu hỏi thứ hai").await.unwrap();
        cx.commit().await.unwrap();
        let mut cx = t.portal.write(&admin).await.unwrap();
        identity::answer_help(&mut cx, quick, "Xong").await.unwrap();
        let own = identity::ask_for_help(&mut t.portal.read(&admin).await.unwrap(), "/can-bo", "").await;
        assert!(matches!(own, Err(Error::Invalid(_))));
        identity::ask_for_help(&mut cx, "/quan-tri", "Quản trị phường hỏi").await.unwrap();
        cx.commit().await.unwrap();
        assert_eq!(notices(t, &province, "Lý Mẫu Sinh").await, 1);
        t.portal.clock().set(vn(2026, 11, 27, 11, 0));
        work(t).await;
        assert_eq!(notices(t, &province, "quá 4 giờ làm việc").await, 1);
    })
    .await;
}
