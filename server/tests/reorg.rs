//! The pages of a reorganisation plan, without JavaScript: from the draft to the day on which it takes effect.

use crate::common::{Answer, TestApp, Visitor};
use domain::seed::{Size, identity, org};
use http::StatusCode;
use rand::{SeedableRng, rngs::StdRng};

async fn province() -> TestApp {
    let app = TestApp::sqlite().await;
    let mut rng = StdRng::seed_from_u64(3);
    let portal = &app.t.portal;
    org::seed(portal, Size::S, &mut rng, &mut |_| {}).await.unwrap();
    identity::seed(portal, Size::S, &mut rng, &mut |_| {}).await.unwrap();
    portal.clock().set(domain::seed::demo_start());
    app
}

async fn follow(app: &TestApp, visitor: &Visitor, answer: &Answer) -> Answer {
    app.get(visitor, answer.location.split('#').next().unwrap_or_default()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_from_draft_to_its_day() {
    let app = province().await;
    let mut admin = app.official("quan.tri").await;
    assert!(app.get(&admin, "/quan-tri/don-vi").await.body.contains("/quan-tri/sap-xep"));
    let refused = app.post(&mut admin, "/quan-tri/sap-xep/them", &[("ten", "Gộp sở"), ("can_cu", ""), ("tu_ngay", "2020-01-01")]).await;
    let page = follow(&app, &admin, &refused).await;
    assert!(page.body.contains("Gộp sở") && page.body.contains("Chưa có căn cứ") && page.body.contains("phải sau hôm nay"), "{}", page.body);
    let fields = [("ten", "Gộp sở"), ("can_cu", "Nghị quyết 1"), ("tu_ngay", "2026-12-01")];
    let plan = app.post(&mut admin, "/quan-tri/sap-xep/them", &fields).await.location;
    let plan = plan.split(['?', '#']).next().unwrap().to_owned();
    let unit = [("loai", "department"), ("ten", "Sở Đất đai và Xây dựng"), ("ma", "H99.06"), ("cap_tren", "H99")];
    let added = app.post(&mut admin, &format!("{plan}/don-vi"), &unit).await;
    assert!(follow(&app, &admin, &added).await.body.contains("Sở Đất đai và Xây dựng"));
    // Its code is still that of a unit that goes on.
    assert!(app.get(&admin, &plan).await.body.contains("đang là mã của"));
    for from in ["H99.06", "H99.05"] {
        let line = [("don_vi_cu", from), ("hinh_thuc", "merge"), ("don_vi_moi", "H99.06")];
        assert_eq!(app.post(&mut admin, &format!("{plan}/dong"), &line).await.status, StatusCode::SEE_OTHER);
    }
    for form in ["sua", "don-vi", "dong", "rut"] {
        assert_eq!(app.get(&admin, &format!("{plan}/{form}")).await.status, StatusCode::OK, "{form}");
    }
    let preview = app.get(&admin, &format!("{plan}/xem-truoc")).await;
    for words in ["Thành lập Sở Đất đai và Xây dựng", "kết thúc hoạt động, chuyển về Sở Đất đai và Xây dựng", "Xác nhận, áp dụng lúc 00:00 ngày 01/12/2026"]
    {
        assert!(preview.body.contains(words), "{words}: {}", preview.body);
    }
    let version = preview.body.split("name=\"phien_ban\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    app.t.portal.clock().advance(chrono::Duration::minutes(1));
    let without = app.post(&mut admin, &format!("{plan}/xem-truoc"), &[("phien_ban", &version)]).await;
    assert!(without.location.contains("xem-truoc"), "the second factor is asked again: {}", without.location);
    let now = TestApp::code(&app.t, "quan.tri");
    let confirmed = app.post(&mut admin, &format!("{plan}/xem-truoc"), &[("phien_ban", &version), ("ma_xac_thuc", &now)]).await;
    let page = follow(&app, &admin, &confirmed).await;
    assert!(page.body.contains("Đã xác nhận, chờ đến ngày") && !page.body.contains("Thêm dòng sắp xếp"), "{}", page.body);

    let stranger = app.official("quan.tri.xa").await;
    for path in ["/quan-tri/sap-xep", plan.as_str()] {
        assert_eq!(app.get(&stranger, path).await.status, StatusCode::FORBIDDEN);
    }
    app.t.portal.clock().set(domain::testing::vn(2026, 12, 1, 0, 0));
    while let Some(job) = domain::jobs::claim(&app.t.portal).await.unwrap() {
        domain::perform(&app.t.portal, &job).await.unwrap();
    }
    let admin = app.official("quan.tri").await;
    let page = app.get(&admin, &plan).await;
    assert!(page.body.contains("Đã áp dụng") && page.body.contains("đơn vị kết thúc"), "{}", page.body);
    assert!(app.get(&admin, "/quan-tri/don-vi?q=H99.06").await.body.contains("Sở Đất đai và Xây dựng"));
}
