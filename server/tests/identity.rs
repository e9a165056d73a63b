//! Sign-in, rights and administration through the pages, without JavaScript.

use crate::common::{Answer, TestApp, Visitor};
use domain::seed::{self, Size, demo};
use http::StatusCode;
use rand::{SeedableRng, rngs::StdRng};

/// The portal with organisation and people of the demo.
async fn province() -> TestApp {
    let app = TestApp::sqlite().await;
    let mut rng = StdRng::seed_from_u64(7);
    seed::org::seed(&app.t.portal, Size::S, &mut rng, &mut |_| {}).await.unwrap();
    seed::identity::seed(&app.t.portal, Size::S, &mut rng, &mut |_| {}).await.unwrap();
    app.t.portal.clock().set(seed::demo_start());
    app
}

async fn follow(app: &TestApp, visitor: &Visitor, answer: &Answer) -> Answer {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    app.get(visitor, &answer.location).await
}

/// The number behind the first place in a page that has this text and a number after it.
fn number_after(body: &str, before: &str) -> String {
    let numbers = body.match_indices(before).map(|(at, _)| body[at + before.len()..].chars().take_while(char::is_ascii_digit).collect::<String>());
    numbers.into_iter().find(|number| !number.is_empty()).unwrap_or_else(|| panic!("{before} is not in the page"))
}

/// A11-04 (the part of sign-in): every demo account signs in; the pages of its template answer.
#[tokio::test(flavor = "multi_thread")]
async fn a11_04_every_demo_account_signs_in() {
    let app = province().await;
    for official in &demo::OFFICIALS {
        let visitor = app.official(official.username).await;
        let account = app.get(&visitor, "/can-bo/tai-khoan").await;
        assert_eq!(account.status, StatusCode::OK);
        assert!(account.body.contains(official.name), "{}", official.username);
        let rights = app.get(&visitor, "/can-bo/vi-sao").await;
        assert!(rights.body.contains("Quyền của tôi") && rights.body.contains("Cán bộ, công chức"), "{}", official.username);
        let admin = app.get(&visitor, "/quan-tri").await;
        let expected = if official.template == "tpl_administrator" { StatusCode::OK } else { StatusCode::FORBIDDEN };
        assert_eq!(admin.status, expected, "{}", official.username);
    }
    let page = app.get(&Visitor::anonymous(), "/dang-nhap").await;
    assert!(page.body.contains(demo::PASSWORD) && page.body.contains(&TestApp::code(&app.t, "mot.cua")));
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_and_out() {
    let app = province().await;
    let mut visitor = Visitor::default();
    let wrong = app.post(&mut visitor, "/dang-nhap", &[("ten_dang_nhap", "mot.cua"), ("mat_khau", "sai")]).await;
    let page = follow(&app, &visitor, &wrong).await;
    assert!(page.body.contains("Tên đăng nhập, mật khẩu hoặc mã xác thực không đúng.") && page.body.contains("mot.cua"));
    let first = app.post(&mut visitor, "/dang-nhap", &[("ten_dang_nhap", "mot.cua"), ("mat_khau", demo::PASSWORD), ("ve", "/can-bo/vi-sao")]).await;
    assert!(follow(&app, &visitor, &first).await.body.contains("Mở ứng dụng xác thực"));
    let second = app.post(&mut visitor, "/dang-nhap/ma", &[("ma_xac_thuc", &TestApp::code(&app.t, "mot.cua")), ("ve", "/can-bo/vi-sao")]).await;
    assert_eq!(second.location, "/can-bo/vi-sao");
    assert!(
        second
            .cookies
            .iter()
            .any(|line| line.starts_with("__Host-sid=") && line.contains("HttpOnly") && line.contains("Secure") && line.contains("SameSite=Lax"))
    );
    let signed_in = visitor.clone();
    assert_eq!(app.get(&signed_in, "/can-bo/tai-khoan").await.status, StatusCode::OK);
    let out = app.post(&mut visitor, "/dang-xuat", &[]).await;
    assert!(out.location.starts_with("/dang-nhap"));
    assert_eq!(app.get(&signed_in, "/can-bo/tai-khoan").await.status, StatusCode::SEE_OTHER, "the old cookie is worth nothing");
    // An address of another site is not a place to go back to.
    app.t.portal.clock().advance(chrono::Duration::minutes(2));
    let mut visitor = Visitor::default();
    app.post(&mut visitor, "/dang-nhap", &[("ten_dang_nhap", "mot.cua"), ("mat_khau", demo::PASSWORD)]).await;
    let second = app.post(&mut visitor, "/dang-nhap/ma", &[("ma_xac_thuc", &TestApp::code(&app.t, "mot.cua")), ("ve", "//xau.example/")]).await;
    assert_eq!(second.location, "/can-bo");
}

/// A01-04: three pages, no JavaScript; the person's next request has the right. Here it is added to a job: whoever loses rights
/// signs in again (10 §5). A01-09: nothing outside the subtree.
#[tokio::test(flavor = "multi_thread")]
async fn a01_04_granting_in_three_pages() {
    let app = province().await;
    let mut admin = app.official("quan.tri.xa").await;
    let newcomer = app.official("van.thu").await;
    assert_eq!(app.get(&newcomer, "/quan-tri").await.status, StatusCode::FORBIDDEN);

    let first = app.get(&admin, "/quan-tri/phan-quyen/nguoi?q=do+mau+giang").await;
    let person = number_after(&first.body, "/quan-tri/phan-quyen/viec?nguoi=");
    let second = app.get(&admin, &format!("/quan-tri/phan-quyen/viec?nguoi={person}")).await;
    assert!(second.body.contains("Cán bộ một cửa") && second.body.contains("Người này sẽ làm được: tiếp nhận"));
    assert!(!second.body.contains("Kiểm soát thủ tục hành chính"), "a job of the whole province is not offered here");
    let unit = number_after(&second.body, "<option value=\"");
    let third = app.get(&admin, &format!("/quan-tri/phan-quyen/xac-nhan?nguoi={person}&viec=tpl_administrator&don-vi={unit}&den-ngay=2026-12-31")).await;
    for heading in ["Người này sẽ thấy", "Người này sẽ làm được", "Người này sẽ mất", "Lưu phân quyền"] {
        assert!(third.body.contains(heading), "{heading}");
    }
    app.t.portal.clock().advance(chrono::Duration::minutes(1));
    let fields = [("nguoi", person.as_str()), ("viec", "tpl_administrator"), ("don_vi", unit.as_str()), ("den_ngay", "2026-12-31")];
    let without = app.post(&mut admin, "/quan-tri/phan-quyen/xac-nhan", &fields).await;
    assert!(!without.location.contains("/quan-tri/nguoi/"), "the second factor is asked again");
    let now = TestApp::code(&app.t, "quan.tri.xa");
    let with: Vec<(&str, &str)> = fields.iter().copied().chain([("ma_xac_thuc", now.as_str())]).collect();
    let saved = app.post(&mut admin, "/quan-tri/phan-quyen/xac-nhan", &with).await;
    let page = follow(&app, &admin, &saved).await;
    assert!(page.body.contains("Đã lưu phân quyền"), "{}", page.body);
    assert_eq!(app.get(&newcomer, "/quan-tri").await.status, StatusCode::OK, "takes effect at the next request");

    let root = { domain::org::root(&mut app.t.portal.read(&domain::Actor::anonymous()).await.unwrap()).await.unwrap().id.to_string() };
    let outside = [("nguoi", person.as_str()), ("viec", "tpl_clerk"), ("don_vi", root.as_str()), ("den_ngay", "")];
    assert_eq!(app.post(&mut admin, "/quan-tri/phan-quyen/xac-nhan", &outside).await.status, StatusCode::FORBIDDEN);
}

/// A01-08: the "why" page of an invisible object and of one that does not exist are the same bytes, and so is the
/// status; the address is echoed in the text-size form only.
#[tokio::test(flavor = "multi_thread")]
async fn a01_08_why_tells_nothing_of_what_may_not_be_known() {
    let app = province().await;
    let visitor = app.official("mot.cua").await;
    let other = {
        let mut cx = app.t.portal.read(&domain::Actor::anonymous()).await.unwrap();
        let today = domain::org::today(&cx);
        domain::org::by_code(&mut cx, "H99.102", today).await.unwrap().id
    };
    let clean = |mut answer: Answer, id: i64| {
        answer.body = answer.body.replace(&id.to_string(), "N").replace(answer.headers["x-request-id"].to_str().unwrap(), "R");
        (answer.status, answer.body)
    };
    let invisible = app.get(&visitor, &format!("/can-bo/vi-sao?doi-tuong=dossier&don-vi={other}")).await;
    let nothing = app.get(&visitor, "/can-bo/vi-sao?doi-tuong=dossier&don-vi=987654").await;
    assert_eq!(invisible.status, StatusCode::NOT_FOUND);
    assert!(invisible.body.contains("Không tìm thấy, hoặc bạn không có quyền xem."));
    assert_eq!(clean(invisible, other), clean(nothing, 987_654));
    let own = app.get(&visitor, "/can-bo/vi-sao?doi-tuong=dossier").await;
    assert!(own.body.contains("Bạn xem được vì: vai trò Cán bộ tiếp nhận và trả kết quả"), "{}", own.body);
    let refused = app.get(&visitor, "/can-bo/vi-sao?doi-tuong=dossier&hanh-dong=sign").await;
    assert!(refused.body.contains("Người có thể cấp quyền: Quản trị đơn vị UBND phường Thành Lam, điện thoại"));
}

/// A11-06: commune 91 through the screens; it appears at once. Then a person joins it by a link.
#[tokio::test(flavor = "multi_thread")]
async fn a11_06_a_new_commune_and_its_first_official() {
    let app = province().await;
    let mut admin = app.official("quan.tri").await;
    let list = app.get(&admin, "/quan-tri/don-vi").await;
    let root = number_after(&list.body, "/quan-tri/don-vi/them?cha=");
    let fields = [("cap_tren", root.as_str()), ("loai", "commune"), ("ten", "UBND xã Mới Lam"), ("ma", "H99.101"), ("tu_ngay", "2026-11-23")];
    let taken = app.post(&mut admin, "/quan-tri/don-vi/them", &fields).await;
    assert!(follow(&app, &admin, &taken).await.body.contains("Mã H99.101 đang là mã của UBND phường Thành Lam"));
    let fields = fields.map(|(name, value)| if name == "ma" { (name, "H99.191") } else { (name, value) });
    let added = app.post(&mut admin, "/quan-tri/don-vi/them", &fields).await;
    let page = follow(&app, &admin, &added).await;
    assert!(page.body.contains("UBND xã Mới Lam") && page.body.contains("H99.191"));
    assert!(app.get(&admin, "/quan-tri/don-vi?q=xa+moi+lam").await.body.contains("H99.191"));
    let unit = number_after(&page.body, "/quan-tri/nguoi/them?don-vi=");
    let person = [
        ("don_vi", unit.as_str()),
        ("ho_ten", "Cao Mẫu Xuân"),
        ("dien_thoai", "0999 911 222"),
        ("chuc_vu", "Chủ tịch"),
        ("tu_ngay", "2026-11-23"),
        ("ten_dang_nhap", "xuan.cao"),
    ];
    let added = app.post(&mut admin, "/quan-tri/nguoi/them", &person).await;
    let page = follow(&app, &admin, &added).await;
    let at = page.body.find("/kich-hoat/").expect("the link for the first sign-in") + "/kich-hoat/".len();
    let token = &page.body[at..at + 64];
    let link = app.get(&Visitor::anonymous(), &format!("/kich-hoat/{token}")).await;
    assert!(link.body.contains("xuan.cao") && link.body.contains("otpauth://totp/"));
    let mut visitor = Visitor::default();
    let weak = app.post(&mut visitor, "/kich-hoat", &[("lien_ket", token), ("mat_khau", "ngan"), ("mat_khau_lai", "ngan"), ("ma_xac_thuc", "000000")]).await;
    assert_eq!(weak.status, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_of_administration_answers() {
    let app = province().await;
    let admin = app.official("quan.tri").await;
    let people = app.get(&admin, "/quan-tri/nguoi?q=do+mau+giang").await;
    let person = number_after(&people.body, "/quan-tri/nguoi/");
    for path in [
        "/quan-tri",
        "/quan-tri/nguoi?trang=6",
        "/quan-tri/nguoi/them",
        "/quan-tri/nguoi/them?q=lam",
        "/quan-tri/phan-quyen",
        "/quan-tri/don-vi",
        "/can-bo/xac-thuc-lai",
        "/dang-ky",
        "/dang-nhap/ma",
    ] {
        assert_eq!(app.get(&admin, path).await.status, StatusCode::OK, "{path}");
    }
    let page = app.get(&admin, &format!("/quan-tri/nguoi/{person}")).await;
    for text in ["Vị trí công tác", "Quyền đang có", "Nhật ký gần nhất", "Văn thư", "Cấp quyền"] {
        assert!(page.body.contains(text), "{text}");
    }
    assert!(app.get(&admin, &format!("/quan-tri/uy-quyen?nguoi={person}&q=mau+an")).await.body.contains("Lưu ủy quyền"));
    for hostile in [
        "/quan-tri/nguoi/999999",
        "/quan-tri/nguoi/x",
        "/quan-tri/don-vi/-1",
        "/quan-tri/don-vi/9999999999999999999999/sua",
        "/quan-tri/phan-quyen/viec?nguoi=0",
    ] {
        assert_eq!(app.get(&admin, hostile).await.status, StatusCode::NOT_FOUND, "{hostile}");
    }
}

/// 01 §4: two technical administrators give `system_admin` together, over the pages, without JavaScript.
#[tokio::test(flavor = "multi_thread")]
async fn two_administrators_over_the_pages() {
    let app = province().await;
    let mut one = app.official("quan.tri").await;
    let unit_admin = app.official("quan.tri.xa").await;
    let found = app.get(&unit_admin, "/quan-tri/phan-quyen/nguoi?q=do+mau+giang").await;
    let person = number_after(&found.body, "/quan-tri/phan-quyen/viec?nguoi=");
    let page = app.get(&one, &format!("/quan-tri/nguoi/{person}")).await;
    for words in ["Đề nghị cấp quyền quản trị kỹ thuật", "Vì sao tôi thấy trang này?", "href=\"/can-bo/ho-tro\""] {
        assert!(page.body.contains(words), "{words}: {} {}", page.status, page.body);
    }
    let wish = [("nguoi", person.as_str()), ("ly_do", "Thay người nghỉ chế độ")];
    let asked = app.post(&mut one, "/quan-tri/phan-quyen/hai-nguoi/de-nghi", &wish).await;
    assert!(asked.location.starts_with("/can-bo/xac-thuc-lai"), "{}", asked.location);
    app.t.portal.clock().advance(chrono::Duration::minutes(1));
    app.post(&mut one, "/can-bo/xac-thuc-lai", &[("ma_xac_thuc", &TestApp::code(&app.t, "quan.tri")), ("ve", "/quan-tri")]).await;
    let asked = app.post(&mut one, "/quan-tri/phan-quyen/hai-nguoi/de-nghi", &wish).await;
    let list = follow(&app, &one, &asked).await;
    assert!(list.body.contains("cấp quyền quản trị kỹ thuật cho Đỗ Mẫu Giang") && list.body.contains("Rút đề nghị"), "{}", list.body);
    let act = number_after(&list.body, "name=\"de_nghi\" value=\"");
    app.post(&mut one, "/quan-tri/phan-quyen/hai-nguoi/xac-nhan", &[("de_nghi", &act)]).await;
    assert!(app.get(&one, "/quan-tri/phan-quyen/hai-nguoi").await.body.contains("Chờ người thứ hai"), "one person is not two");

    let mut two = app.official("quan.tri.2").await;
    assert!(app.get(&two, "/quan-tri/phan-quyen/hai-nguoi").await.body.contains("Xác thực lại để xác nhận đề nghị"));
    app.t.portal.clock().advance(chrono::Duration::minutes(1));
    app.post(&mut two, "/can-bo/xac-thuc-lai", &[("ma_xac_thuc", &TestApp::code(&app.t, "quan.tri.2")), ("ve", "/quan-tri/phan-quyen/hai-nguoi")]).await;
    let done = app.post(&mut two, "/quan-tri/phan-quyen/hai-nguoi/xac-nhan", &[("de_nghi", &act)]).await;
    assert!(follow(&app, &two, &done).await.body.contains("Đã xác nhận"));
    let role = app.get(&two, &format!("/quan-tri/nguoi/{person}")).await;
    assert!(role.body.contains("Quản trị kỹ thuật") && !role.body.contains("Đề nghị cấp quyền quản trị kỹ thuật</summary>"));

    // The templates: what a change would do, before anybody confirms it.
    let templates = app.get(&two, "/quan-tri/phan-quyen/mau").await;
    assert_eq!(templates.body.matches("/quan-tri/phan-quyen/mau/tpl_").count(), 12);
    let effect = app.get(&two, "/quan-tri/phan-quyen/mau/tpl_clerk?vai-tro=clerk&vai-tro=accountant").await;
    assert!(effect.body.contains("người đang có mẫu này") && effect.body.contains("Gửi đề nghị đổi mẫu"), "{}", effect.body);
    assert_eq!(app.get(&two, "/quan-tri/phan-quyen/mau/tpl_x").await.status, StatusCode::NOT_FOUND);
    let bad = app.get(&two, "/quan-tri/phan-quyen/mau/tpl_clerk?vai-tro=system_admin").await;
    assert!(bad.status == StatusCode::OK && bad.body.contains("không đặt vào mẫu được"));
    assert_eq!(app.get(&unit_admin, "/quan-tri/phan-quyen/hai-nguoi").await.status, StatusCode::FORBIDDEN);
    assert!(!app.get(&unit_admin, &format!("/quan-tri/nguoi/{person}")).await.body.contains("Đề nghị cấp quyền quản trị kỹ thuật"));
}
