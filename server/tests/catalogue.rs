//! The catalogue at the desk (O20) through its pages: a new procedure from empty forms to the public page, by two persons.

use crate::common::{Answer, TestApp, Visitor};
use domain::seed::{Size, identity, org, procedures};
use domain::testing::vn;
use http::StatusCode;
use rand::{SeedableRng, rngs::StdRng};

const DESK: &str = "/can-bo/thu-tuc/LG-77";

async fn province() -> TestApp {
    let app = TestApp::sqlite().await;
    let mut rng = StdRng::seed_from_u64(3);
    let portal = &app.t.portal;
    org::seed(portal, Size::S, &mut rng, &mut |_| {}).await.unwrap();
    procedures::seed(portal, Size::S, &mut rng, &mut |_| {}).await.unwrap();
    identity::seed(portal, Size::S, &mut rng, &mut |_| {}).await.unwrap();
    portal.clock().set(domain::seed::demo_start());
    app
}

/// The page with its version for the next form.
async fn open(app: &TestApp, visitor: &Visitor, path: &str) -> (Answer, String) {
    let page = app.get(visitor, path).await;
    assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.body);
    let version = page.body.split("name=\"phien_ban\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned();
    (page, version)
}

/// Fills in the form of a page and presses a button; returns the page that follows.
async fn fill(app: &TestApp, visitor: &mut Visitor, path: &str, fields: &[(&str, &str)], button: &str) -> Answer {
    let (_, version) = open(app, visitor, path).await;
    let fields: Vec<(&str, &str)> = fields.iter().copied().chain([("phien_ban", version.as_str()), ("buoc", button)]).collect();
    let answer = app.post(visitor, path, &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}: {}", answer.body);
    app.get(visitor, &answer.location).await
}

async fn step(app: &TestApp, visitor: &mut Visitor, name: &str) -> Answer {
    let (_, version) = open(app, visitor, DESK).await;
    let answer = app.post(visitor, &format!("{DESK}/{name}"), &[("phien_ban", &version), ("ly_do", "Cần sửa lại một mục")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{name}: {}", answer.body);
    // A browser stands on the page of the procedure, so a refusal leads back there.
    app.get(visitor, &answer.location.replace(&format!("/{name}?"), "?")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_procedure_is_made_from_forms() {
    let app = province().await;
    let mut author = app.official("kiem.soat").await;
    let list = app.get(&author, "/can-bo/thu-tuc").await;
    assert!(list.body.contains("1–25 trong 36 thủ tục"), "{}", list.body);
    let found = app.get(&author, "/can-bo/thu-tuc?q=trich%20luc&linh-vuc=ho-tich&trang-thai=sap-ap-dung").await;
    assert!(found.body.contains("Cấp bản sao trích lục hộ tịch") && !found.body.contains("Đăng ký kết hôn"));

    let begun = app.post(&mut author, "/can-bo/thu-tuc/moi", &[("ma", "LG-77"), ("ten", "Công nhận vườn sinh thái")]).await;
    assert!(begun.location.starts_with(&format!("{DESK}/chung")), "{}", begun.location);
    let general = [
        ("ten", "Công nhận vườn sinh thái"),
        ("linh_vuc", "du-lich"),
        ("hieu_luc_tu", "01/12/2026"),
        ("quyet_dinh", "Quyết định 77/QĐ-UBND ngày 20/11/2026"),
        ("tom_tat", "Làm thủ tục này khi vườn đón khách."),
        ("doi_tuong", "Chủ vườn"),
        ("ket_qua", "Giấy công nhận"),
        ("muc_do", "full"),
        ("thoi_han", "vài ngày"),
        ("can_cu", "Luật Du lịch"),
    ];
    let page = fill(&app, &mut author, &format!("{DESK}/chung"), &general, "them-b_").await;
    assert!(page.body.contains("name=\"b_ten_0\""), "a row was added");
    assert!(page.body.contains("Thời hạn “vài ngày” chưa đúng"), "unfinished work is kept and says what is wrong");
    let mended: Vec<(&str, &str)> = general
        .into_iter()
        .map(|(name, value)| (name, if name == "thoi_han" { "5 ngày làm việc" } else { value }))
        .chain([("b_ten_0", "Nộp hồ sơ"), ("b_noi_dung_0", "Trực tuyến hoặc tại quầy"), ("b_thoi_gian_0", "10 phút")])
        .collect();
    let page = fill(&app, &mut author, &format!("{DESK}/chung"), &mended, "luu").await;
    assert!(!page.body.contains("Còn phải sửa trước khi trình duyệt"), "{}", page.body);
    let cases = [
        ("th_ten_0", "Lần đầu"),
        ("mt_ten_0", "Thẩm định"),
        ("mt_truong_hop_0", "Lần đầu"),
        ("mt_loai_0", "service_fee"),
        ("mt_don_vi_0", "per_dossier"),
        ("mt_truc_tuyen_0", "100.000"),
        ("mt_truc_tiep_0", "200.000"),
        ("mt_nghi_quyet_0", "Nghị quyết 61/2026/NQ-HĐND"),
    ];
    fill(&app, &mut author, &format!("{DESK}/truong-hop"), &cases, "luu").await;
    let papers = [("gt_ten_0", "Sơ đồ vườn"), ("gt_loai_0", "input"), ("gt_bat_buoc_0", "co"), ("gt_ban_sao_0", "1"), ("gt_to_khai_dien_tu_0", "khong")];
    fill(&app, &mut author, &format!("{DESK}/giay-to"), &papers, "luu").await;
    fill(&app, &mut author, &format!("{DESK}/to-khai"), &[], "them-").await;
    let page = fill(&app, &mut author, &format!("{DESK}/to-khai"), &[("tieu_de_0", "Vườn của bạn")], "luu").await;
    assert!(page.body.contains("Mỗi trang tờ khai cần ít nhất một câu hỏi"));
    let question = [("ch_cau_hoi_0", "Diện tích vườn (m²)"), ("ch_loai_0", "number"), ("ch_bat_buoc_0", "co")];
    let page = fill(&app, &mut author, &format!("{DESK}/to-khai/1"), &question, "luu").await;
    assert!(page.body.contains("value=\"dien-tich-vuon"), "the portal names the question: {}", page.body);
    let page = fill(&app, &mut author, &format!("{DESK}/co-quan"), &[], "moi-xa").await;
    assert!(page.body.contains("Trang 1") || page.body.contains("cơ quan"), "{}", page.body);

    // Text from people stays text.
    let hostile = fill(&app, &mut author, &format!("{DESK}/giay-to"), &[("gt_ten_0", "<script>alert(1)</script>\"")], "luu").await;
    assert!(!hostile.body.contains("<script>alert(1)"));
    fill(&app, &mut author, &format!("{DESK}/giay-to"), &papers, "luu").await;

    // A stale page loses nothing and changes nothing.
    let stale = app.post(&mut author, &format!("{DESK}/giay-to"), &[("gt_ten_0", "Giấy khác"), ("phien_ban", "1"), ("buoc", "luu")]).await;
    let back = app.get(&author, &stale.location).await;
    assert!(back.body.contains("đã được người khác cập nhật") && back.body.contains("Giấy khác"), "{}", back.body);

    let (page, _) = open(&app, &author, DESK).await;
    assert!(!page.body.contains("mục phải sửa trước khi trình duyệt"), "{}", page.body);
    assert!(page.body.contains("Thêm giấy tờ “Sơ đồ vườn”."));
    step(&app, &mut author, "trinh-duyet").await;
    let own = step(&app, &mut author, "duyet").await;
    assert!(own.body.contains("Hãy nhờ một người khác"), "{}", own.body);
    let closed = app.get(&author, &format!("{DESK}/chung")).await;
    assert_eq!(closed.status, StatusCode::CONFLICT);
    let mut second = app.official("kiem.soat.2").await;
    let content = app.get(&second, &format!("{DESK}/noi-dung?ban=du-thao")).await;
    assert!(content.body.contains("Diện tích vườn (m²)") && content.body.contains("5 ngày làm việc"));
    step(&app, &mut second, "duyet").await;
    step(&app, &mut author, "cong-bo").await;
    let (page, _) = open(&app, &author, DESK).await;
    assert!(page.body.contains("Công bố, chưa đến ngày hiệu lực"));
    let anyone = Visitor::anonymous();
    assert_eq!(app.get(&anyone, "/thu-tuc/LG-77").await.status, StatusCode::NOT_FOUND);
    app.t.portal.clock().set(vn(2026, 12, 1, 8, 0));
    let public = app.get(&anyone, "/thu-tuc/LG-77").await;
    assert!(public.body.contains("Công nhận vườn sinh thái") && public.body.contains("5 ngày làm việc"));
}

#[tokio::test(flavor = "multi_thread")]
async fn files_go_out_and_come_in() {
    let app = province().await;
    let mut author = app.official("kiem.soat").await;
    let (page, _) = open(&app, &author, "/can-bo/thu-tuc/2.000635").await;
    let link = page.body.split("href=\"/can-bo/thu-tuc/2.000635/xuat?ban=").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    let file = app.get(&author, &format!("/can-bo/thu-tuc/2.000635/xuat?ban={link}")).await;
    assert!(file.headers["content-disposition"].to_str().unwrap().starts_with("attachment"), "{:?}", file.headers);
    let same = app.post_file(&mut author, "/can-bo/thu-tuc/nhap", &[], Some(("tep", "a.json", file.body.as_bytes()))).await;
    let said = app.get(&author, &same.location).await;
    assert!(said.body.contains("không có gì thay đổi"), "{}", said.body);
    let bad = app.post_file(&mut author, "/can-bo/thu-tuc/nhap", &[], Some(("tep", "a.json", b"{\"chung\":{\"ten\":[1]}}"))).await;
    let refused = app.get(&author, &bad.location).await;
    for words in ["Mục chung.ten phải là chữ hoặc số", "Chưa có ngày có hiệu lực", "ít nhất một cơ quan"] {
        assert!(refused.body.contains(words), "{words}: {}", refused.body);
    }
    let compared = app.get(&author, "/can-bo/thu-tuc/2.000635/so-sanh?tu=x&den=1").await;
    assert_eq!(compared.status, StatusCode::NOT_FOUND);
    let other = app.official("mot.cua").await;
    assert_eq!(app.get(&other, "/can-bo/thu-tuc").await.status, StatusCode::FORBIDDEN);
    assert!(!app.get(&other, "/can-bo").await.body.contains("Danh mục thủ tục"));
}
