//! What people may do: grants, delegations, leaving, "Vì sao", two places of work, help (01 §2 to §7, §10).

use super::support::{actor, join, message, stepped_up, system, token, world};
use chrono::{Duration, NaiveDate};
use domain::identity::{self, DelegationInput, GrantInput, Question};
use domain::testing::{vn, with_dbs};
use domain::{Error, args, org};
use model::access::{Action, ObjectKind, Role};
use model::identity::{EmploymentInput, HelpStep};

/// A01-04 (the part of the domain): a granted template holds at the next request. A01-09: limits of a unit administrator.
#[tokio::test(flavor = "multi_thread")]
async fn a01_04_and_a01_09_granting() {
    with_dbs(async |t| {
        let w = world(t).await;
        let (_, admin_secret) = join(t, "quan.tri.xa", "Lý Mẫu Sinh", w.ward, "tpl_administrator").await;
        let (newcomer, secret) = join(t, "mot.cua", "Trần Mẫu An", w.centre, "").await;
        let (stranger, _) = join(t, "phu.lam", "Ngô Mẫu Nam", w.other, "").await;
        let session = token(t, "mot.cua", &secret).await;
        assert!(!actor(t, &session).await.may_somewhere(Action::Receive, ObjectKind::Dossier));

        let input = GrantInput { person_id: newcomer, template: "tpl_receptionist".into(), unit_id: w.centre, ..GrantInput::default() };
        let admin_token = token(t, "quan.tri.xa", &admin_secret).await;
        let plain = actor(t, &admin_token).await;
        let mut cx = t.portal.write(&plain).await.unwrap();
        assert!(message(&identity::grant(&mut cx, &input).await.unwrap_err()).starts_with("Việc này cần xác thực lại"));
        drop(cx);
        let admin = stepped_up(t, "quan.tri.xa", &admin_secret).await;
        let mut cx = t.portal.write(&admin).await.unwrap();
        let preview = identity::preview(&mut cx, &input).await.unwrap();
        assert!(preview.will_do.contains(&"Tiếp nhận".to_owned()) && preview.loses.is_empty());
        assert!(preview.will_see.iter().any(|line| line == "Hồ sơ: TTPVHCC phường Thành Lam (đơn vị mình)"), "{:?}", preview.will_see);
        identity::grant(&mut cx, &input).await.unwrap();
        cx.commit().await.unwrap();
        assert!(actor(t, &session).await.may(Action::Receive, ObjectKind::Dossier, w.ward));

        // A second template replaces the first; the preview says what is lost.
        let mut cx = t.portal.write(&admin).await.unwrap();
        let clerk = GrantInput { template: "tpl_clerk".into(), unit_id: w.ward, ..input.clone() };
        assert!(identity::preview(&mut cx, &clerk).await.unwrap().loses.iter().any(|line| line.starts_with("Tiếp nhận hồ sơ")));

        let outside = GrantInput { person_id: newcomer, unit_id: w.other, ..input.clone() };
        assert!(matches!(identity::grant(&mut cx, &outside).await, Err(Error::Forbidden { .. })));
        let unknown_person = GrantInput { person_id: stranger, ..input.clone() };
        assert!(matches!(identity::grant(&mut cx, &unknown_person).await, Err(Error::NotFound)));
        let wide = GrantInput { template: "tpl_procedure_controller".into(), ..input.clone() };
        assert!(matches!(identity::grant(&mut cx, &wide).await, Err(Error::Invalid(_))));
        let until = NaiveDate::from_ymd_opt(2026, 12, 31).unwrap();
        assert!(matches!(identity::grant_role(&mut cx, newcomer, Role::SystemAdmin, w.root, until, "").await, Err(Error::Forbidden { .. })));
        assert!(matches!(identity::grant_role(&mut cx, newcomer, Role::SystemAdmin, w.ward, until, "").await, Err(Error::Forbidden { .. })));
        let administrator = GrantInput { template: "tpl_administrator".into(), unit_id: w.ward, ..input.clone() };
        identity::grant(&mut cx, &administrator).await.unwrap();
        assert!(identity::roles_of_person(&mut cx, newcomer).await.unwrap().iter().all(|line| line.role != Role::SystemAdmin));
        let myself = GrantInput { person_id: admin.person_id.unwrap(), ..input };
        assert!(matches!(identity::grant(&mut cx, &myself).await, Err(Error::Conflict(_))));
        for bad in ["", "tpl_x", "\u{0}"] {
            let bad = GrantInput { template: bad.into(), person_id: newcomer, unit_id: w.ward, ..GrantInput::default() };
            assert!(matches!(identity::grant(&mut cx, &bad).await, Err(Error::Invalid(_))));
        }
    })
    .await;
}

/// A right is held at a unit that exists: from the day on which its unit ends nobody holds it, and the session names no unit.
#[tokio::test(flavor = "multi_thread")]
async fn a_right_ends_with_its_unit() {
    with_dbs(async |t| {
        let w = world(t).await;
        let (_, secret) = join(t, "lanh.dao", "Nguyễn Mẫu Dũng", w.ward, "tpl_unit_leader").await;
        let session = token(t, "lanh.dao", &secret).await;
        let before = actor(t, &session).await;
        assert!(!before.roles.is_empty() && !before.unit_name.is_empty());
        let mut cx = t.portal.write(&system()).await.unwrap();
        let today = org::day_of(t.portal.clock().now());
        let end = "UPDATE org_unit_version SET valid_to = $2 WHERE unit_id = $1 AND valid_to IS NULL";
        assert_eq!(cx.conn().exec(end, args![w.ward, today]).await.unwrap(), 1);
        cx.conn().exec("UPDATE counter SET n = n + 1 WHERE series = 'org'", args![]).await.unwrap();
        cx.commit().await.unwrap();
        let after = actor(t, &session).await;
        assert!(after.roles.is_empty(), "{}: {:?}", t.engine, after.roles);
        assert_eq!(after.unit_name, "", "{}", t.engine);
    })
    .await;
}

/// A01-06: a delegation that ended yesterday gives nothing; acts under it name both.
#[tokio::test(flavor = "multi_thread")]
async fn a01_06_delegation() {
    with_dbs(async |t| {
        let w = world(t).await;
        let (_, leader_secret) = join(t, "lanh.dao", "Nguyễn Mẫu Dũng", w.ward, "tpl_unit_leader").await;
        let (deputy, deputy_secret) = join(t, "pho.chu.tich", "Trần Mẫu Việt", w.ward, "tpl_case_officer").await;
        let leader_token = token(t, "lanh.dao", &leader_secret).await;
        let leader = actor(t, &leader_token).await;
        let today = org::day_of(t.portal.clock().now());
        let input = DelegationInput {
            from_person: leader.person_id.unwrap(),
            to_person: deputy,
            unit_id: w.ward,
            roles: vec!["unit_leader".into()],
            first_day: Some(today),
            last_day: Some(today + Duration::days(2)),
            reason: "Đi công tác".into(),
            ..DelegationInput::default()
        };
        let mut cx = t.portal.write(&leader).await.unwrap();
        let long = DelegationInput { last_day: Some(today + Duration::days(90)), ..input.clone() };
        assert!(message(&identity::create_delegation(&mut cx, &long).await.unwrap_err()).contains("90 ngày"));
        let grant = DelegationInput { roles: vec!["unit_admin".into()], ..input.clone() };
        assert!(message(&identity::create_delegation(&mut cx, &grant).await.unwrap_err()).starts_with("Chỉ ủy quyền được vai trò của chính mình"));
        identity::create_delegation(&mut cx, &input).await.unwrap();
        cx.commit().await.unwrap();

        let session = token(t, "pho.chu.tich", &deputy_secret).await;
        let acting = actor(t, &session).await;
        assert!(acting.may(Action::Sign, ObjectKind::Dossier, w.division));
        let mut cx = t.portal.write(&acting).await.unwrap();
        let behalf = identity::acting_for(&mut cx, Action::Sign, ObjectKind::Dossier, w.ward).await.unwrap();
        assert_eq!(behalf, Some((leader.person_id.unwrap(), "Chuyên viên Nguyễn Mẫu Dũng".to_owned())));
        assert_eq!(identity::acting_for(&mut cx, Action::View, ObjectKind::Dossier, w.ward).await.unwrap(), None);
        // What came by delegation goes no further.
        let onward = DelegationInput { from_person: deputy, to_person: leader.person_id.unwrap(), ..input };
        assert!(identity::create_delegation(&mut cx, &onward).await.is_err());
        drop(cx);

        t.portal.clock().set(vn(2026, 11, 26, 7, 0));
        let session = token(t, "pho.chu.tich", &deputy_secret).await;
        assert!(!actor(t, &session).await.may_somewhere(Action::Sign, ObjectKind::Dossier));
        let mut cx = t.portal.read(&system()).await.unwrap();
        let listed = identity::delegations_of(&mut cx, deputy).await.unwrap();
        assert_eq!((listed[0].from_name.as_str(), listed[0].to_name.as_str()), ("Nguyễn Mẫu Dũng", "Trần Mẫu Việt"));
    })
    .await;
}

/// A01-07: ending an employment ends sessions and template roles in the same transaction.
#[tokio::test(flavor = "multi_thread")]
async fn a01_07_leaver() {
    with_dbs(async |t| {
        let w = world(t).await;
        let (person, secret) = join(t, "chuyen.vien", "Lê Mẫu Bình", w.division, "tpl_case_officer").await;
        let session = token(t, "chuyen.vien", &secret).await;
        let mut cx = t.portal.write(&system()).await.unwrap();
        let employment = identity::employments(&mut cx, person).await.unwrap()[0].id;
        identity::end_employment(&mut cx, employment).await.unwrap();
        assert!(identity::roles_of_person(&mut cx, person).await.unwrap().is_empty());
        drop(cx);
        assert!(identity::actor_of_session(&t.portal, &session).await.unwrap().is_some(), "rolled back: nothing happened");

        let mut cx = t.portal.write(&system()).await.unwrap();
        identity::end_employment(&mut cx, employment).await.unwrap();
        assert!(matches!(identity::end_employment(&mut cx, employment).await, Err(Error::NotFound)));
        cx.commit().await.unwrap();
        assert!(identity::actor_of_session(&t.portal, &session).await.unwrap().is_none());
        let mut cx = t.portal.read(&system()).await.unwrap();
        assert!(identity::roles_of_person(&mut cx, person).await.unwrap().is_empty());
    })
    .await;
}

/// "Vì sao" (01 §7); A01-08 in the domain: an object of a foreign unit and one that does not exist get the same answer.
#[tokio::test(flavor = "multi_thread")]
async fn a01_08_why() {
    with_dbs(async |t| {
        let w = world(t).await;
        join(t, "quan.tri.xa", "Lý Mẫu Sinh", w.ward, "tpl_administrator").await;
        let (_, secret) = join(t, "mot.cua", "Trần Mẫu An", w.centre, "tpl_receptionist").await;
        let session = token(t, "mot.cua", &secret).await;
        let me = actor(t, &session).await;
        let mut cx = t.portal.write(&me).await.unwrap();
        let ask = |action, kind, unit_id| Question { person_id: me.person_id.unwrap(), action, kind, unit_id, relation: "cơ quan tiếp nhận".into() };
        let yes = identity::why(&mut cx, &ask(Action::View, ObjectKind::Dossier, w.ward)).await.unwrap();
        assert_eq!(
            yes.sentences,
            ["Bạn xem được vì: vai trò Cán bộ tiếp nhận và trả kết quả tại TTPVHCC phường Thành Lam, từ 23/11/2026, do Quản trị tỉnh cấp; hồ sơ thuộc cơ quan tiếp nhận của bạn."]
        );
        let no = identity::why(&mut cx, &ask(Action::Sign, ObjectKind::Dossier, w.ward)).await.unwrap();
        assert!(!no.allowed);
        assert_eq!(no.sentences[1], "Người có thể cấp quyền: Quản trị đơn vị UBND phường Thành Lam, điện thoại 0999912345.");
        assert_eq!(no.missing, "ký số hồ sơ tại UBND phường Thành Lam");
        let scope = identity::why(&mut cx, &ask(Action::View, ObjectKind::Dossier, w.division)).await.unwrap();
        assert!(scope.sentences[0].contains("chỉ có phạm vi đơn vị mình tại TTPVHCC phường Thành Lam, không gồm Phòng Văn hóa"), "{:?}", scope.sentences);
        let foreign = identity::why(&mut cx, &ask(Action::View, ObjectKind::Dossier, w.other)).await.unwrap_err();
        let nothing = identity::why(&mut cx, &ask(Action::View, ObjectKind::Dossier, 987_654)).await.unwrap_err();
        assert_eq!((foreign.to_string(), nothing.to_string()), ("Không tìm thấy, hoặc bạn không có quyền xem.".into(), "Không tìm thấy, hoặc bạn không có quyền xem.".into()));
        let stranger = Question { person_id: 1, ..ask(Action::View, ObjectKind::Dossier, w.ward) };
        assert!(identity::why(&mut cx, &stranger).await.is_err());
    })
    .await;
}

/// Two employments: the switch changes what the next request may do (01 §2).
#[tokio::test(flavor = "multi_thread")]
async fn two_employments() {
    with_dbs(async |t| {
        let w = world(t).await;
        let (person, secret) = join(t, "lanh.dao", "Nguyễn Mẫu Dũng", w.ward, "tpl_unit_leader").await;
        let mut cx = t.portal.write(&system()).await.unwrap();
        let from = NaiveDate::from_ymd_opt(2026, 11, 1);
        let twice = EmploymentInput { unit_id: Some(w.other), position: "Phụ trách".into(), kind: "primary".into(), valid_from: from };
        assert!(message(&identity::start_employment(&mut cx, person, &twice).await.unwrap_err()).contains("vị trí chính"));
        let second = identity::start_employment(&mut cx, person, &EmploymentInput { kind: "concurrent".into(), ..twice }).await.unwrap();
        let input = GrantInput { person_id: person, template: "tpl_unit_leader".into(), unit_id: w.other, ..GrantInput::default() };
        identity::grant(&mut cx, &input).await.unwrap();
        cx.commit().await.unwrap();
        let session = token(t, "lanh.dao", &secret).await;
        let me = actor(t, &session).await;
        assert_eq!(me.unit_id, Some(w.ward));
        assert!(me.may(Action::Sign, ObjectKind::Dossier, w.ward) && !me.may(Action::Sign, ObjectKind::Dossier, w.other));
        let mut cx = t.portal.write(&me).await.unwrap();
        assert!(matches!(identity::switch_employment(&mut cx, 999_999).await, Err(Error::NotFound)));
        identity::switch_employment(&mut cx, second).await.unwrap();
        cx.commit().await.unwrap();
        let me = actor(t, &session).await;
        assert!(me.may(Action::Sign, ObjectKind::Dossier, w.other) && !me.may(Action::Sign, ObjectKind::Dossier, w.ward));
    })
    .await;
}

/// Requests for help go to the administrator of the unit and come back with an answer (01 §10).
#[tokio::test(flavor = "multi_thread")]
async fn help_requests() {
    with_dbs(async |t| {
        let w = world(t).await;
        let (_, admin_secret) = join(t, "quan.tri.xa", "Lý Mẫu Sinh", w.ward, "tpl_administrator").await;
        let (_, secret) = join(t, "mot.cua", "Trần Mẫu An", w.centre, "tpl_receptionist").await;
        let (_, other_secret) = join(t, "quan.tri.pl", "Ngô Mẫu Nam", w.other, "tpl_administrator").await;
        let me = actor(t, &token(t, "mot.cua", &secret).await).await;
        let mut cx = t.portal.write(&me).await.unwrap();
        assert!(matches!(identity::ask_for_help(&mut cx, "/can-bo", " \u{0} ").await, Err(Error::Invalid(_))));
        let id = identity::ask_for_help(&mut cx, "/can-bo/ho-so", "Tôi không thấy hàng chờ").await.unwrap();
        cx.commit().await.unwrap();
        let admin = actor(t, &token(t, "quan.tri.xa", &admin_secret).await).await;
        let foreign = actor(t, &token(t, "quan.tri.pl", &other_secret).await).await;
        let mut cx = t.portal.write(&foreign).await.unwrap();
        assert!(identity::help_to_answer(&mut cx).await.unwrap().is_empty());
        assert!(matches!(identity::answer_help(&mut cx, id, "x").await, Err(Error::NotFound)));
        drop(cx);
        let mut cx = t.portal.write(&admin).await.unwrap();
        assert_eq!(identity::help_to_answer(&mut cx).await.unwrap()[0].body, "Tôi không thấy hàng chờ");
        identity::answer_help(&mut cx, id, "Đã cấp quyền").await.unwrap();
        assert!(matches!(identity::answer_help(&mut cx, id, "Lần hai").await, Err(Error::Conflict(_))));
        assert!(matches!(identity::move_help(&mut cx, id, HelpStep::Close).await, Err(Error::NotFound)));
        cx.commit().await.unwrap();
        let mut cx = t.portal.write(&me).await.unwrap();
        identity::move_help(&mut cx, id, HelpStep::Reopen).await.unwrap();
        cx.commit().await.unwrap();
        t.portal.clock().advance(Duration::minutes(30));
        let mut cx = t.portal.write(&admin).await.unwrap();
        identity::answer_help(&mut cx, id, "Nay đã thấy").await.unwrap();
        cx.commit().await.unwrap();
        let mut cx = t.portal.write(&me).await.unwrap();
        identity::move_help(&mut cx, id, HelpStep::Close).await.unwrap();
        // No step takes the place of another.
        let line = identity::own_help(&mut cx).await.unwrap().remove(0);
        let steps: Vec<_> = line.events.iter().map(|event| (event.step.as_str(), event.body.as_str(), event.actor_name.as_str())).collect();
        let wanted =
            [("answer", "Đã cấp quyền", "Lý Mẫu Sinh"), ("reopen", "", "Trần Mẫu An"), ("answer", "Nay đã thấy", "Lý Mẫu Sinh"), ("close", "", "Trần Mẫu An")];
        assert_eq!(steps, wanted, "{}", t.engine);
        assert_eq!((line.events[2].at - line.events[0].at).num_minutes(), 30);
        assert_eq!(line.state, "closed");
        drop(cx);
        let mut cx = t.portal.read(&admin).await.unwrap();
        assert_eq!(identity::help_to_answer(&mut cx).await.unwrap()[0].events.len(), 3, "{}: the closing was not committed", t.engine);
        let minutes = identity::help_figures(&mut cx).await.unwrap()[0].minutes;
        assert!(minutes < 30, "{}: {minutes} to the second answer instead of the first", t.engine);
    })
    .await;
}
