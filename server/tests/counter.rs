//! The counter over HTTP, as a browser without JavaScript does (A02-11: O03, O05, O15).

use crate::common::journey::PDF;
use crate::common::pages::plain;
use crate::common::{TestApp, Visitor};
use domain::args;
use domain::seed::{Size, demo, identity, org, procedures};
use http::StatusCode;
use rand::{SeedableRng, rngs::StdRng};

async fn app() -> TestApp {
    let app = TestApp::sqlite().await;
    let mut rng = StdRng::seed_from_u64(1);
    let portal = &app.t.portal;
    org::seed(portal, Size::S, &mut rng, &mut |_| {}).await.unwrap();
    procedures::seed(portal, Size::S, &mut rng, &mut |_| {}).await.unwrap();
    identity::seed(portal, Size::S, &mut rng, &mut |_| {}).await.unwrap();
    portal.clock().set(domain::seed::demo_start() + chrono::Duration::hours(1));
    app
}

fn main_of(page: &str) -> &str {
    page.split("id=\"noi-dung-chinh\"").nth(1).unwrap_or_default()
}

fn attribute(tag: &str, name: &str) -> String {
    let text = tag.split(&format!(" {name}=\"")).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
    text.replace("&quot;", "\"").replace("&amp;", "&")
}

/// The entry of a list that is chosen, else the first with a value.
fn chosen(page: &str, name: &str) -> String {
    let list = page.split("<select").find(|part| part.split('>').next().unwrap_or_default().contains(&format!("name=\"{name}\""))).unwrap_or_default();
    let options: Vec<&str> = list.split("</select>").next().unwrap_or_default().split("<option").skip(1).collect();
    let value = |option: &&str| attribute(&format!(" {option}"), "value");
    let selected = options.iter().find(|option| option.split('>').next().unwrap_or_default().contains("selected") && !value(option).is_empty());
    selected.or(options.iter().find(|option| !value(option).is_empty())).map(value).unwrap_or_default()
}

/// What a receptionist types: fields that are filled in stay, choices take what is chosen or their first entry.
fn typed(page: &str, tick: bool) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    let main = main_of(page);
    for tag in main.split('<').filter(|tag| tag.starts_with("input ") || tag.starts_with("select ") || tag.starts_with("textarea ")) {
        let (name, kind, value) = (attribute(tag, "name"), attribute(tag, "type"), attribute(tag, "value"));
        if name.is_empty() || kind == "file" || (kind != "radio" && fields.iter().any(|(known, _)| *known == name)) {
            continue;
        }
        match kind.as_str() {
            "radio" => {
                let checked = tag.split('>').next().unwrap_or_default().contains(" checked");
                match fields.iter_mut().find(|(known, _)| *known == name) {
                    Some(known) if checked => known.1 = value,
                    Some(_) => {}
                    None => fields.push((name, value)),
                }
                continue;
            }
            "checkbox" if !tick => continue,
            "checkbox" => {
                fields.push((name, value));
                continue;
            }
            _ => {}
        }
        let value = match name.as_str() {
            _ if name.starts_with("ban_chinh_") => "1".to_owned(),
            _ if !value.is_empty() => value,
            _ if tag.starts_with("select ") => chosen(main, &name),
            "so_dinh_danh" => "999012340009".to_owned(),
            "dien_thoai" => "0999912399".to_owned(),
            "thu_dien_tu" => "mau@lamgiang.example".to_owned(),
            "ghi_chu" => String::new(),
            _ if name.ends_with("_ngay") => "15".to_owned(),
            _ if name.ends_with("_thang") => "11".to_owned(),
            _ if name.ends_with("_nam") => "1990".to_owned(),
            "so-ban" => "2".to_owned(),
            "ho_ten" | "nguoi-trich-luc" => "Nguyễn Mẫu Quầy".to_owned(),
            _ => "Phường Thành Lam".to_owned(),
        };
        fields.push((name, value));
    }
    fields
}

async fn send(app: &TestApp, clerk: &mut Visitor, path: &str, fields: &[(String, String)], file: Option<(&str, &str, &[u8])>) -> crate::common::Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    app.post_file(clerk, path, &fields, file).await
}

fn with(mut fields: Vec<(String, String)>, name: &str, value: &str) -> Vec<(String, String)> {
    fields.retain(|(known, _)| known != name);
    fields.push((name.to_owned(), value.to_owned()));
    fields
}

async fn dossiers(app: &TestApp) -> i64 {
    app.t.portal.db().read().await.unwrap().conn().count("SELECT COUNT(*) FROM dossier", args![]).await.unwrap()
}

/// O03: from the search to form 01; what is refused comes back as it was typed; a second post changes nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a02_11_a_person_is_received_at_the_counter() {
    let app = app().await;
    let mut clerk = app.official("mot.cua").await;
    let search = app.get(&clerk, "/can-bo/tiep-nhan?q=ban+sao+trich+luc").await;
    assert!(search.status == StatusCode::OK && search.body.contains("Cấp bản sao trích lục hộ tịch"), "{}", search.body);
    let opened = app.post(&mut clerk, "/can-bo/tiep-nhan", &[("thu_tuc", "2.000635")]).await;
    let path = plain(&opened.location);
    assert!(path.starts_with("/can-bo/tiep-nhan/N-261123-"), "{}", opened.location);
    let empty = app.get(&clerk, &path).await;
    for words in ["Người nộp", "Tờ khai", "Thành phần hồ sơ", "Tìm người", "Tiếp nhận hồ sơ"] {
        assert!(empty.body.contains(words), "{words}");
    }
    assert_eq!(empty.body.matches("<h1").count(), 1);

    // Whom the portal knows is filled in by the identity number.
    let known = vec![("so_dinh_danh".to_owned(), "999000000001".to_owned()), ("buoc".to_owned(), "tim-nguoi".to_owned())];
    let found = send(&app, &mut clerk, &path, &known, None).await;
    let filled = app.get(&clerk, &found.location).await;
    assert!(filled.body.contains(&format!("value=\"{}\"", demo::CITIZENS[0].1)) && filled.body.contains("Đã tìm thấy"), "{}", found.location);

    // Without the ticks it is refused, and everything is still there.
    let fields = with(typed(&filled.body, false), "buoc", "tiep-nhan");
    let refused = send(&app, &mut clerk, &path, &fields, None).await;
    let back = app.get(&clerk, &refused.location).await;
    assert!(back.body.contains("Có lỗi cần sửa") && back.body.contains("Chưa xác nhận người nộp"), "{}", back.body);
    assert!(back.body.contains("999000000001") && back.body.contains("value=\"Phường Thành Lam\""));
    assert_eq!(dossiers(&app).await, 0);

    // A scan goes to its paper; a wrong one is told there and loses nothing.
    let slot = back.body.split("name=\"tep_").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    let field = format!("tep_{slot}");
    let upload = with(typed(&back.body, false), "tai_len", "1");
    let wrong = send(&app, &mut clerk, &path, &upload, Some((&field, "anh.jpg", PDF))).await;
    assert!(app.get(&clerk, &wrong.location).await.body.contains("không khớp với nội dung"));
    let kept = send(&app, &mut clerk, &path, &upload, Some((&field, "uy-quyen.pdf", PDF))).await;
    let page = app.get(&clerk, &kept.location.replace("#giay-to", "")).await;
    assert!(page.body.contains("uy-quyen.pdf") && page.body.contains("Đã nhận đủ"), "{}", kept.location);

    let fields = with(typed(&page.body, true), "buoc", "tiep-nhan");
    for _ in 0..2 {
        let sent = send(&app, &mut clerk, &path, &fields, None).await;
        assert_eq!(plain(&sent.location), path, "{}", sent.body);
        let done = app.get(&clerk, &sent.location).await;
        assert!(done.body.contains("Đã tiếp nhận hồ sơ") && done.body.contains("H99.101-261123-0001"), "{}", done.body);
        assert!(done.body.contains("Hẹn trả kết quả:") && done.body.contains("/mau/01-3"));
    }
    assert_eq!(dossiers(&app).await, 1);
    let form = app.get(&clerk, "/can-bo/ho-so/H99.101-261123-0001/mau/01-3").await;
    assert!(form.body.contains("Giấy tiếp nhận hồ sơ và hẹn trả kết quả") && form.body.contains("uy-quyen.pdf"));
    let code = path.rsplit('/').next().unwrap();
    assert!(app.get(&clerk, &format!("/bien-nhan/{code}")).await.body.contains("uy-quyen.pdf"));
    let desk = app.get(&clerk, "/can-bo/ho-so/H99.101-261123-0001?muc=giay-to").await;
    assert!(desk.body.contains("Chờ kiểm tra bản quét"), "{}", desk.body);

    let (mut officer, accountant) = (app.official("chuyen.vien").await, app.official("ke.toan").await);
    for (other, address) in [(&officer, path.as_str()), (&accountant, &path), (&accountant, "/can-bo/ban-giao"), (&officer, "/can-bo/so-hoa")] {
        assert_eq!(app.get(other, address).await.status, StatusCode::FORBIDDEN, "{address}");
    }
    scans(&app, &mut clerk).await;
    hand_over(&app, &mut clerk, &mut officer).await;
}

/// 02 §21: the button that sends a draft home, without a telephone, with one, and pressed twice; afterwards the form says where it went.
#[tokio::test(flavor = "multi_thread")]
async fn a_draft_goes_home_once() {
    let app = app().await;
    let mut clerk = app.official("mot.cua").await;
    let opened = app.post(&mut clerk, "/can-bo/tiep-nhan", &[("thu_tuc", "2.000635")]).await;
    let path = plain(&opened.location);
    let fields = |page: &str, phone: &str| with(with(typed(page, false), "dien_thoai", phone), "buoc", "ve-nha");
    let page = app.get(&clerk, &path).await;
    let refused = send(&app, &mut clerk, &path, &fields(&page.body, "0999"), None).await;
    let back = app.get(&clerk, &refused.location).await;
    assert!(back.body.contains("Số điện thoại gồm 10 chữ số") && back.body.contains("value=\"0999\""), "{}", refused.location);
    for words in ["Đã gửi mã N-", "đã gửi người nộp làm tiếp ở nhà"] {
        let sent = send(&app, &mut clerk, &path, &fields(&page.body, "0999912345"), None).await;
        assert_eq!(plain(&sent.location), "/can-bo/tiep-nhan");
        let list = app.get(&clerk, &sent.location).await;
        assert!(list.body.contains(words), "{words}: {}", sent.location);
    }
    let gone = app.get(&clerk, &path).await;
    assert!(gone.status == StatusCode::CONFLICT && gone.body.contains("đã gửi người nộp làm tiếp ở nhà"), "{}", gone.status);
    let told = app.t.portal.db().read().await.unwrap().conn().count("SELECT COUNT(*) FROM outbox WHERE event = 'draft_sent_home'", args![]).await;
    assert_eq!(told.unwrap(), 1);
}

/// O15: the look at the scan of the counter.
async fn scans(app: &TestApp, clerk: &mut Visitor) {
    let list = app.get(clerk, "/can-bo/so-hoa?hang=cho-kiem-tra").await;
    let href = list.body.split("href=\"/can-bo/so-hoa/").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    let path = format!("/can-bo/so-hoa/{href}");
    let page = app.get(clerk, &path).await;
    let version = page.body.split("name=\"phien_ban\"").nth(1).map(|rest| attribute(rest.split('>').next().unwrap_or_default(), "value")).unwrap_or_default();
    let action = format!("{path}/kiem-tra");
    let vague = app.post(clerk, &action, &[("phien_ban", &version), ("ket_qua", "lai"), ("ly_do", "mờ")]).await;
    assert!(vague.location.contains("phieu="), "{}", vague.location);
    let done = app.post(clerk, &action, &[("phien_ban", &version), ("ket_qua", "dat")]).await;
    assert!(app.get(clerk, &done.location).await.body.contains("Đã ghi bản quét đạt"), "{}", done.location);
    assert!(app.get(clerk, "/can-bo/ho-so/H99.101-261123-0001?muc=giay-to").await.body.contains("Đã số hóa"));
    for missing in ["/can-bo/so-hoa/999999", "/can-bo/so-hoa/x"] {
        assert_eq!(app.get(clerk, missing).await.status, StatusCode::NOT_FOUND, "{missing}");
    }
}

/// O05: ticks, the sentence, the sheet; nothing ticked is refused.
async fn hand_over(app: &TestApp, clerk: &mut Visitor, officer: &mut Visitor) {
    let page = app.get(clerk, "/can-bo/ban-giao?hang=giao&chon=tat-ca").await;
    let value = page.body.split('<').find(|tag| tag.starts_with("input ") && attribute(tag, "name") == "ho_so").map(|tag| attribute(tag, "value")).unwrap();
    assert!(value.starts_with("H99.101-261123-0001|"), "{value}");
    let nothing = app.post(clerk, "/can-bo/ban-giao/giao", &[]).await;
    assert!(nothing.location.contains("phieu="));
    let given = app.post(clerk, "/can-bo/ban-giao/giao", &[("ho_so", &value), ("ho_so", "H99.101-261123-0777|1")]).await;
    let said = app.get(clerk, &given.location).await;
    for words in ["Đã bàn giao 1 hồ sơ.", "H99.101-261123-0777 (", "BG-261123-0001"] {
        assert!(said.body.contains(words), "{words}: {}", said.body);
    }
    let sheet = app.get(clerk, "/can-bo/ban-giao/BG-261123-0001").await;
    assert!(sheet.body.contains("Phiếu kiểm soát quá trình giải quyết hồ sơ") && sheet.body.contains("H99.101-261123-0001"));
    let pdf = app.get(clerk, "/can-bo/ban-giao/BG-261123-0001/pdf").await;
    assert!(pdf.body.starts_with("%PDF"));
    assert_eq!(app.get(clerk, "/can-bo/ban-giao/BG-261123-0999").await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.get(clerk, "/can-bo/cho-tiep-nhan").await.status, StatusCode::OK);

    let page = app.get(officer, "/can-bo/ban-giao").await;
    let value = page.body.split('<').find(|tag| tag.starts_with("input ") && attribute(tag, "name") == "ho_so").map(|tag| attribute(tag, "value")).unwrap();
    let taken = app.post(officer, "/can-bo/ban-giao/nhan", &[("ho_so", &value)]).await;
    assert!(app.get(officer, &taken.location).await.body.contains("Đã nhận 1 hồ sơ."), "{}", taken.location);
}
