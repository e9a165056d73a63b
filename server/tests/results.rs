//! The result store over HTTP, as a browser without JavaScript uses it: `/kiem-tra` (C24), "Dùng giấy tờ đã có" (C08), "Giấy tờ của tôi".

use crate::common::journey::{PDF, walk};
use crate::common::{TestApp, Visitor};
use domain::seed::{Size, demo, dossiers, identity, org, procedures};
use http::StatusCode;
use rand::{SeedableRng, rngs::StdRng};

async fn app() -> TestApp {
    let app = TestApp::sqlite().await;
    let mut rng = StdRng::seed_from_u64(1);
    let portal = &app.t.portal;
    org::seed(portal, Size::S, &mut rng, &mut |_| {}).await.unwrap();
    procedures::seed(portal, Size::S, &mut rng, &mut |_| {}).await.unwrap();
    identity::seed(portal, Size::S, &mut rng, &mut |_| {}).await.unwrap();
    dossiers::results(portal).await.unwrap();
    portal.clock().set(domain::seed::demo_start());
    app
}

/// Sends something to be checked and follows to the answer.
async fn check(app: &TestApp, visitor: &mut Visitor, code: &str, file: Option<&[u8]>) -> String {
    let sent = app.post_file(visitor, "/kiem-tra", &[("ma", code)], file.map(|bytes| ("tep", "tep.html", bytes))).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let page = app.get(visitor, &sent.location).await;
    assert_eq!(page.status, StatusCode::OK, "{}: {}", sent.location, page.body);
    page.body
}

/// 02 §13, §20: a receipt file, an edited one, a single stored file; nothing that was sent stays; garbage gets a sentence.
#[tokio::test(flavor = "multi_thread")]
async fn anybody_checks_a_receipt_and_a_file() {
    let app = app().await;
    let mut citizen = app.citizen(demo::CITIZENS[0].0).await;
    let started = app.post(&mut citizen, "/thu-tuc/2.000635/nop", &[]).await;
    let code = started.location.trim_start_matches("/nop/").to_owned();
    let resumed = app.get(&citizen, &format!("/nop/{code}")).await;
    walk(&app, &mut citizen, &resumed.location).await;
    app.post(&mut citizen, &format!("/nop/{code}/cam-doan"), &[("cam_doan", "co")]).await;
    let receipt = app.get(&citizen, &format!("/bien-nhan/{code}/tai-ve")).await.headers;
    assert!(receipt.get("content-disposition").is_some());

    let mut nobody = Visitor::anonymous();
    assert!(app.get(&nobody, "/kiem-tra").await.body.contains("Tệp cần kiểm tra"));
    let known = check(&app, &mut nobody, &code, None).await;
    assert!(known.contains("Biên nhận có thật") && known.contains("Khớp: ngày") && !known.contains("uy-quyen.pdf"));
    for secret in ["Nguyễn Mẫu Sơn", "999000000001", "0999900001"] {
        assert!(!known.contains(secret), "{secret}");
    }
    let bytes = app.get(&citizen, &format!("/bien-nhan/{code}/tai-ve")).await.body;
    let edited = bytes.replace("Cấp bản sao", "Cấp bản chính");
    let page = check(&app, &mut nobody, "", Some(edited.as_bytes())).await;
    assert!(page.contains("Tệp biên nhận khác bản cổng đã cấp"));

    let paper = check(&app, &mut nobody, "", Some(PDF)).await;
    assert!(paper.contains("Cổng giữ đúng tệp này") && paper.contains("Văn bản ủy quyền"), "{paper}");
    let unknown: &[u8] = "Không phải của cổng".as_bytes();
    assert!(check(&app, &mut nobody, "", Some(unknown)).await.contains("Không tìm thấy"));
    let mut look = domain::files::Look::new(1_000);
    look.write(unknown).unwrap();
    assert!(!app.t.portal.files().path(&look.finish().unwrap().sha256).exists(), "the file is not kept");

    assert!(check(&app, &mut nobody, "", None).await.contains("Chưa chọn tệp và chưa nhập mã"));
    assert!(check(&app, &mut nobody, "", Some(b"")).await.contains("Tệp trống"));
    assert!(check(&app, &mut nobody, "<script>", None).await.contains("Không đọc được mã này"));
    assert!(check(&app, &mut nobody, &"ab".repeat(31), None).await.contains("64 ký tự"));
    assert_eq!(app.get(&nobody, "/kiem-tra?ma=%00&tep=%27").await.status, StatusCode::OK);
}

/// C24: more files from one address than a person sends are refused.
#[tokio::test(flavor = "multi_thread")]
async fn files_to_check_are_limited() {
    let app = TestApp::sqlite().await;
    let mut nobody = Visitor::anonymous();
    let mut refused = false;
    for n in 0..25 {
        let sent = app.post_file(&mut nobody, "/kiem-tra", &[], Some(("tep", "a.txt", format!("tệp {n}").as_bytes()))).await;
        refused |= app.get(&nobody, &sent.location).await.body.contains("quá nhiều lần");
    }
    assert!(refused);
}

/// C08, C21: a paper of the citizen stands for a part, with consent; "Giấy tờ của tôi" shows it and the result page checks it.
#[tokio::test(flavor = "multi_thread")]
async fn a_paper_is_reused_with_consent() {
    let app = app().await;
    let mut citizen = app.citizen("0999900001").await;
    let mine = app.get(&citizen, "/giay-to-cua-toi").await;
    assert!(mine.body.contains("Giấy xác nhận tình trạng hôn nhân") && mine.body.contains("Giấy chứng nhận kết hôn"), "{}", mine.body);
    let code = mine.body.split("/giay-to-cua-toi/GT-").skip(1).map(|rest| format!("GT-{}", &rest[..8])).next().unwrap();
    let detail = app.get(&citizen, &format!("/giay-to-cua-toi/{code}")).await;
    assert!(detail.body.contains("Giấy xác nhận tình trạng hôn nhân") && detail.body.contains("Chưa ai dùng giấy tờ này"));
    let dossier = detail.body.split("/ho-so-cua-toi/H99").nth(1).map(|rest| format!("H99{}", rest.split('"').next().unwrap())).unwrap();
    let result = app.get(&citizen, &format!("/ho-so-cua-toi/{dossier}/ket-qua")).await;
    assert!(result.body.contains("Tệp nguyên vẹn như khi ký") && result.body.contains(&code), "{}", result.body);
    assert_eq!(app.get(&citizen, &format!("/giay-to-cua-toi/{code}/tep")).await.status, StatusCode::OK);
    let nobody = Visitor::anonymous();
    assert!(app.get(&nobody, "/giay-to-cua-toi").await.location.starts_with("/dang-nhap"));

    let started = app.post(&mut citizen, "/thu-tuc/1.000894/nop", &[]).await;
    let part = format!("{}/giay-to/1", started.location);
    let page = app.get(&citizen, &part).await;
    assert!(page.body.contains("Dùng giấy tờ đã có") && page.body.contains(&code), "{}", page.body);
    let field = format!("giay_to_{}", page.body.split("name=\"giay_to_").nth(1).unwrap().split('"').next().unwrap());
    let without = app.post_file(&mut citizen, &part, &[(&field, "da_co"), ("giay_da_co", &code)], None).await;
    assert!(app.get(&citizen, &without.location).await.body.contains("Chưa đồng ý cho cơ quan dùng giấy tờ này"));
    let other = app.post_file(&mut citizen, &part, &[(&field, "da_co"), ("giay_da_co", "GT-22222222"), ("dong_y", "1")], None).await;
    assert!(app.get(&citizen, &other.location).await.body.contains("Không có giấy tờ này"));
    let with = app.post_file(&mut citizen, &part, &[(&field, "da_co"), ("giay_da_co", &code), ("dong_y", "1")], None).await;
    assert!(with.status == StatusCode::SEE_OTHER && !with.location.contains("giay-to/1"), "{}", with.location);
    let again = app.get(&citizen, &part).await;
    assert!(again.body.contains("từ Giấy tờ của tôi") && !again.body.contains("Dùng giấy tờ đã có"));
}
