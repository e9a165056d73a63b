//! Statistics of dossiers over HTTP: each number opens exactly its rows, names stay inside, files, wrong filters, frozen sheets.

use crate::common::{TestApp, Visitor};
use http::StatusCode;
use std::collections::BTreeSet;

const PERIOD: &str = "tu=2026-09-01&den=2026-12-31&tinh-den=2026-12-31&co-cau=luc-phat-sinh";

/// Every link of a page to rows, with the number that it shows.
fn figures(body: &str, rows: &str) -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for part in body.split("<a ").skip(1) {
        let Some((_, rest)) = part.split_once("href=\"") else { continue };
        let Some((href, rest)) = rest.split_once('"') else { continue };
        let href = href.replace("&amp;", "&");
        let text: String = rest.split_once('>').map_or("", |(_, text)| text).split("</a>").next().unwrap_or_default().to_owned();
        let text: String = text.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text)).collect();
        let number: String = text.chars().filter(|letter| *letter != '.').collect();
        if href.starts_with(rows) && !number.is_empty() && number.chars().all(|letter| letter.is_ascii_digit()) {
            found.insert((href, number));
        }
    }
    found
}

/// A08-02: page = count of rows, for links spread over the whole page.
async fn every_number_opens_its_rows(app: &TestApp, visitor: &Visitor, page: &str, rows: &str, most: usize) -> Vec<String> {
    let answer = app.get(visitor, page).await;
    assert_eq!(answer.status, StatusCode::OK, "{page}");
    let all: Vec<(String, String)> = figures(&answer.body, rows).into_iter().collect();
    assert!(all.len() > 40, "{page}: {} links", all.len());
    let step = (all.len() / most).max(1);
    let mut bodies = Vec::new();
    for (href, number) in all.iter().step_by(step) {
        let list = app.get(visitor, href).await;
        assert_eq!(list.status, StatusCode::OK, "{href}");
        let heading = list.body.split_once("<h1").map(|(_, rest)| rest.split("</h1>").next().unwrap_or_default().replace('.', "")).unwrap_or_default();
        assert!(heading.contains(&format!(": {number} hồ sơ")), "{href}: {number} in the page, heading {heading}");
        bodies.push(list.body);
    }
    bodies
}

#[tokio::test(flavor = "multi_thread")]
async fn a08_02_pages_rows_files_and_frozen_sheets_agree() {
    let app = TestApp::on(domain::testing::demo().await);
    let guest = Visitor::anonymous();
    let public = format!("/thong-ke/ho-so?{PERIOD}");
    let lists = every_number_opens_its_rows(&app, &guest, &public, "/thong-ke/ho-so/danh-sach", 40).await;
    // Names of applicants and whole codes never leave the desk.
    let mut held = app.t.portal.db().read().await.unwrap();
    let known: Vec<(String, Option<String>)> = held.conn().all("SELECT applicant_name, code FROM dossier", Vec::new()).await.unwrap();
    drop(held);
    for list in &lists {
        for (name, code) in &known {
            assert!(!list.contains(name.as_str()), "{name}");
            assert!(code.as_ref().is_none_or(|code| !list.contains(code.as_str())), "{code:?}");
        }
    }

    let csv = app.get(&guest, &format!("/thong-ke/ho-so.csv?{PERIOD}")).await;
    assert!(csv.body.starts_with('\u{feff}') && csv.body.contains("Tổng,,Toàn tỉnh,"), "{}", csv.body);
    // 08 §2: mean and median stand in the file and on the page, the days of each result in its rows.
    assert!(csv.body.lines().next().is_some_and(|head| head.contains("Số ngày làm việc trung bình,Số ngày làm việc trung vị")), "{}", csv.body);
    let page = app.get(&guest, &public).await;
    assert!(page.body.contains("id=\"thoi-gian-giai-quyet\"") && page.body.contains("muc=co-ket-qua"));
    let timed = app.get(&guest, &format!("/thong-ke/ho-so/danh-sach?muc=co-ket-qua&{PERIOD}")).await;
    assert!(timed.body.contains("Số ngày làm việc"), "the rows say their days");
    let xlsx = app.get(&guest, &format!("/thong-ke/ho-so.xlsx?{PERIOD}")).await;
    assert_eq!(xlsx.headers["content-type"], "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    assert!(xlsx.body.starts_with("PK"));
    let printed = app.get(&guest, &format!("{public}&in=1")).await;
    assert!(printed.body.contains("p-print-header") && !printed.body.contains("p-filter-bar"));

    // One unit with those below it, one sector.
    for place in ["don-vi=H99.101", "linh-vuc=HT"] {
        let page = app.get(&guest, &format!("{public}&{place}")).await;
        assert_eq!(page.status, StatusCode::OK, "{place}");
    }
    // Wrong filters are said and take their default; wrong rows are not found.
    for (wrong, words) in [
        ("tu=31/02/2026", "Có lỗi cần sửa"),
        ("tu=2026-12-01&den=2026-11-01", "Ngày cuối kỳ phải từ ngày đầu kỳ"),
        ("co-cau=khac", "Chọn cơ cấu tổ chức"),
        ("don-vi=H99.99999", "Không có đơn vị mang mã này"),
        ("linh-vuc=KHONG", "Không có lĩnh vực này"),
        ("tu=0001-01-01&den=9999-12-31", "Có lỗi cần sửa"),
    ] {
        let page = app.get(&guest, &format!("/thong-ke/ho-so?{wrong}")).await;
        assert!(page.status == StatusCode::OK && page.body.contains(words) && page.body.contains("<title>Lỗi: "), "{wrong}");
    }
    for wrong in ["muc=khac", "muc=tong&don-vi=H99.99999", "muc=tong&kenh=x", "muc=tong&nhom=x", "muc=tong&tu=x"] {
        assert_eq!(app.get(&guest, &format!("/thong-ke/ho-so/danh-sach?{wrong}")).await.status, StatusCode::NOT_FOUND, "{wrong}");
    }

    // Officials: names and links of dossiers that they may see, and of no others.
    assert_eq!(app.get(&guest, "/can-bo/thong-ke/ho-so").await.status, StatusCode::SEE_OTHER);
    let desk = app.official("lanh.dao").await;
    every_number_opens_its_rows(&app, &desk, &format!("/can-bo/thong-ke/ho-so?{PERIOD}"), "/can-bo/thong-ke/ho-so/danh-sach", 8).await;
    let own = app.get(&desk, &format!("/can-bo/thong-ke/ho-so/danh-sach?muc=tong&don-vi=H99.101&{PERIOD}")).await;
    let foreign = app.get(&desk, &format!("/can-bo/thong-ke/ho-so/danh-sach?muc=tong&don-vi=H99.102&rieng=1&{PERIOD}")).await;
    assert!(own.body.contains("href=\"/can-bo/ho-so/"), "own dossiers open");
    assert_eq!(foreign.status, StatusCode::OK);
    assert!(!foreign.body.contains("href=\"/can-bo/ho-so/"), "foreign dossiers do not");

    // Freezing needs the right to export; the sheet then stands at its own address.
    let mut refused = desk.clone();
    let fields = [("tu", "2026-09-01"), ("den", "2026-12-31"), ("tinh_den", "2026-12-31"), ("co_cau", "luc-phat-sinh"), ("don_vi", ""), ("linh_vuc", "")];
    let answer = app.post(&mut refused, "/can-bo/thong-ke/ho-so/chot", &fields).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", answer.location);
    let mut inspector = app.official("giam.sat").await;
    let page = app.get(&inspector, "/can-bo/thong-ke/ho-so").await;
    assert!(page.body.contains("Chốt số liệu này"));
    let answer = app.post(&mut inspector, "/can-bo/thong-ke/ho-so/chot", &fields).await;
    let frozen = answer.location.split('?').next().unwrap_or_default().to_owned();
    assert!(frozen.starts_with("/s/"), "{}: {}", answer.status, answer.location);
    let before = figures(&app.get(&guest, &public).await.body, "/thong-ke/ho-so/danh-sach").len();
    every_number_opens_its_rows(&app, &guest, &frozen, &format!("{frozen}?muc="), 25).await;
    let kept = figures(&app.get(&guest, &frozen).await.body, &format!("{frozen}?muc=")).len();
    assert_eq!(kept, before, "the frozen page has the links of the live one");
    assert_eq!(app.get(&guest, "/s/KHONGCO").await.status, StatusCode::NOT_FOUND);

    // Two sheets side by side, for everybody: the year beside its last four months, each difference with its dossiers.
    let fields = [("tu", "2026-01-01"), ("den", "2026-12-31"), ("tinh_den", "2026-12-31"), ("co_cau", "luc-phat-sinh"), ("don_vi", ""), ("linh_vuc", "")];
    let answer = app.post(&mut inspector, "/can-bo/thong-ke/ho-so/chot", &fields).await;
    let year = answer.location.split(['/', '?']).nth(2).unwrap_or_default().to_owned();
    let page = app.get(&guest, &format!("{frozen}/so-voi?ban={}", year.to_lowercase())).await;
    assert!(page.status == StatusCode::OK && page.body.contains("Hai bản khác kỳ"), "{}", page.status);
    let own = frozen.trim_start_matches("/s/");
    let rows = app.get(&guest, &format!("{frozen}/so-voi?ban={year}&muc=tong")).await;
    assert!(rows.body.contains("hồ sơ làm nên chênh lệch") && rows.body.contains("Không có trong bản này"), "{}", rows.status);
    for (typed, words) in [("", "Mã bản số liệu kia"), (own, "mã của chính bản này"), ("KHONG1", "Không có bản số liệu hồ sơ nào mang mã KHONG1")]
    {
        let page = app.get(&guest, &format!("{frozen}/so-voi?ban={typed}")).await;
        assert!(page.status == StatusCode::OK && page.body.contains(words), "{typed}: {}", page.status);
    }
    for wrong in [format!("{frozen}/so-voi?ban={year}&muc=khac"), "/s/KHONGCO/so-voi?ban=X".to_owned(), format!("{frozen}/so-voi?ban=%00%ff&muc=tong")] {
        let status = app.get(&guest, &wrong).await.status;
        assert!(status.is_client_error() || status == StatusCode::OK, "{wrong}: {status}");
    }
}
