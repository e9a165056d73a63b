//! Applying without an account and without JavaScript (C02–C21), and hostile input on the way.

mod common;

use common::journey::{PDF, walk};
use common::{Answer, TestApp, Visitor};
use domain::seed::{Size, demo, identity, org, procedures};
use http::StatusCode;
use rand::{SeedableRng, rngs::StdRng};

const PHONE: &str = "0999900001";

async fn app() -> TestApp {
    let app = TestApp::sqlite().await;
    let mut rng = StdRng::seed_from_u64(1);
    let portal = &app.t.portal;
    org::seed(portal, Size::S, &mut rng, &mut |_| {}).await.unwrap();
    procedures::seed(portal, Size::S, &mut rng, &mut |_| {}).await.unwrap();
    identity::seed(portal, Size::S, &mut rng, &mut |_| {}).await.unwrap();
    portal.clock().set(domain::seed::demo_start());
    app
}

async fn codes_sent(app: &TestApp) -> i64 {
    let mut held = app.t.portal.db().read().await.unwrap();
    held.conn().count("SELECT COUNT(*) FROM outbox WHERE event = 'signin_code'", Vec::new()).await.unwrap()
}

/// The page that a redirect leads to.
async fn follow(app: &TestApp, visitor: &Visitor, answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    app.get(visitor, &answer.location).await.body
}

/// Verifies the telephone and begins; returns the submission code.
async fn start(app: &TestApp, visitor: &mut Visitor, phone: &str) -> String {
    let asked = app.post(visitor, "/nop/2.000635/dang-nhap", &[("dien_thoai", phone)]).await;
    assert_eq!(asked.location, "/vao-ho-so/ma-xac-thuc");
    let code = app.newest_code().await;
    let entered = app.post(visitor, "/vao-ho-so/ma-xac-thuc", &[("ma_xac_thuc", &code)]).await;
    assert!(entered.location.starts_with("/nop/N-261123-"), "{}", entered.location);
    entered.location.trim_start_matches("/nop/").to_owned()
}

/// Code and telephone on another device; returns where it leads.
async fn enter(app: &TestApp, visitor: &mut Visitor, code: &str, phone: &str) -> String {
    let asked = app.post(visitor, "/vao-ho-so", &[("ma", code), ("dien_thoai", phone)]).await;
    assert_eq!(asked.location, "/vao-ho-so/ma-xac-thuc");
    let typed = app.newest_code().await;
    app.post(visitor, "/vao-ho-so/ma-xac-thuc", &[("ma_xac_thuc", &typed)]).await.location
}

fn version(page: &str, action: &str) -> String {
    let form = page.split(&format!("action=\"{action}\"")).nth(1).and_then(|rest| rest.split("</form>").next()).unwrap_or_default();
    let field = form.split("name=\"phien_ban\"").nth(1).and_then(|rest| rest.split("value=\"").nth(1)).and_then(|rest| rest.split('"').next());
    field.unwrap_or_default().to_owned()
}

/// C02: what needs an account says so before anybody begins, everything else can go on with a telephone.
#[tokio::test(flavor = "multi_thread")]
async fn the_first_page_says_who_may_apply() {
    let app = app().await;
    let mut nobody = Visitor::anonymous();
    let page = app.get(&nobody, "/thu-tuc/2.000635").await.body;
    assert!(page.contains("action=\"/nop/2.000635/dang-nhap\"") && !page.contains("cần tài khoản"));
    let who = app.get(&nobody, "/nop/2.000635/dang-nhap").await;
    assert_eq!((who.status, who.body.matches("<h1").count()), (StatusCode::OK, 1));
    for words in ["Không cần tài khoản", "Tiếp tục với số điện thoại", "Dùng tài khoản", "Tôi cần người hỗ trợ"] {
        assert!(who.body.contains(words), "{words}");
    }
    assert!(app.get(&nobody, "/thu-tuc/1.001612").await.body.contains("cần tài khoản"));
    let closed = app.get(&nobody, "/nop/1.001612/dang-nhap").await.body;
    assert!(closed.contains("Thủ tục này cần tài khoản") && !closed.contains("Tiếp tục với số điện thoại"));
    let forced = app.post(&mut nobody, "/nop/1.001612/dang-nhap", &[("dien_thoai", PHONE)]).await;
    assert!(follow(&app, &nobody, &forced).await.contains("chỉ nhận hồ sơ trực tuyến của người có tài khoản"));
    let wrong = app.post(&mut nobody, "/nop/2.000635/dang-nhap", &[("dien_thoai", &"1".repeat(10_000))]).await;
    assert!(follow(&app, &nobody, &wrong).await.contains("Số điện thoại gồm 10 chữ số"));
    assert_eq!(app.get(&nobody, "/nop/khong-co/dang-nhap").await.status, StatusCode::NOT_FOUND);
    assert_eq!(codes_sent(&app).await, 0);
    let sign_in = app.get(&nobody, "/dang-nhap?ve=%2Fnop%2FN-261123-AAAAAA%2Fco-quan").await.body;
    assert!(sign_in.contains("/vao-ho-so?ma=N"), "the page of sign-in shows the other way");
}

/// A02-11: the whole way without an account: telephone, code, journey, receipt, another device, withdrawal.
#[tokio::test(flavor = "multi_thread")]
async fn a02_11_applying_without_an_account_and_without_javascript() {
    let app = app().await;
    let mut phone = Visitor::anonymous();
    let asked = app.post(&mut phone, "/nop/2.000635/dang-nhap", &[("dien_thoai", "0999 900 001")]).await;
    assert_eq!(asked.location, "/vao-ho-so/ma-xac-thuc");
    let cookie = asked.cookies.iter().find(|line| line.starts_with("__Host-ma=")).unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("Secure") && cookie.contains("SameSite=Lax"), "{cookie}");
    let right = app.newest_code().await;
    let wrong = if right == "000000" { "000001" } else { "000000" };
    let refused = app.post(&mut phone, "/vao-ho-so/ma-xac-thuc", &[("ma_xac_thuc", wrong)]).await;
    let again = follow(&app, &phone, &refused).await;
    assert!(again.contains("Mã xác thực không đúng. Bạn còn 4 lần thử.") && !again.contains(wrong), "the code is never kept");
    let entered = app.post(&mut phone, "/vao-ho-so/ma-xac-thuc", &[("ma_xac_thuc", &right)]).await;
    let session = entered.cookies.iter().find(|line| line.starts_with("__Host-khach=")).unwrap();
    let token = session.trim_start_matches("__Host-khach=").split(';').next().unwrap();
    assert!(token.len() == 64 && session.contains("HttpOnly") && !entered.location.contains(token));
    let code = entered.location.trim_start_matches("/nop/").to_owned();

    let first = app.get(&phone, &format!("/nop/{code}/co-quan")).await;
    assert_eq!(first.headers.get("cache-control").unwrap(), "no-store");
    assert_eq!(first.headers.get("referrer-policy").unwrap(), "same-origin");
    assert!(first.body.contains("Nộp không cần tài khoản") && first.body.contains(&code) && !first.body.contains(token));
    assert!(first.body.contains("giữ đến 23/12/2026"), "the end is told");
    let (check, _) = walk(&app, &mut phone, &format!("/nop/{code}/co-quan")).await;
    assert!(check.body.contains("uy-quyen.pdf") && check.body.contains("SHA-256") && !check.body.contains("Còn mục chưa xong"));
    for _ in 0..2 {
        let sent = app.post(&mut phone, &format!("/nop/{code}/cam-doan"), &[("cam_doan", "co")]).await;
        assert_eq!(sent.location, format!("/nop/{code}/xong"), "posted twice, it is one dossier");
    }
    let done = app.get(&phone, &format!("/nop/{code}/xong")).await.body;
    assert!(done.contains(&code) && done.contains("Vào hồ sơ bằng mã và số điện thoại"));
    assert!(app.get(&phone, &format!("/bien-nhan/{code}")).await.body.contains("uy-quyen.pdf"));
    assert!(app.get(&phone, &format!("/ho-so-cua-toi/{code}")).await.body.contains("Hủy hồ sơ đã nộp"));
    assert!(app.get(&phone, "/ho-so-cua-toi").await.body.contains("099•••001"));
    assert_eq!(app.get(&phone, "/can-bo").await.status, StatusCode::SEE_OTHER, "a telephone opens no desk");

    let nobody = Visitor::anonymous();
    let paths = [format!("/nop/{code}"), format!("/bien-nhan/{code}"), format!("/ho-so-cua-toi/{code}"), format!("/ho-so-cua-toi/{code}/thanh-toan")];
    for path in &paths {
        assert!(app.get(&nobody, path).await.location.starts_with("/dang-nhap?ve="), "{path}");
    }
    let mut stranger = Visitor::anonymous();
    start(&app, &mut stranger, "0999900002").await;
    for path in &paths {
        assert_eq!(app.get(&stranger, path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    // The account with the same telephone number is somebody else: it never verified this dossier.
    let account = app.citizen(demo::CITIZENS[0].0).await;
    assert_eq!(app.get(&account, &format!("/ho-so-cua-toi/{code}")).await.status, StatusCode::NOT_FOUND);

    let mut account = account;
    let mixed = app.post(&mut account, "/vao-ho-so", &[("ma", &code), ("dien_thoai", PHONE)]).await;
    assert!(follow(&app, &account, &mixed).await.contains("Bạn đang đăng nhập bằng tài khoản"));

    app.t.portal.clock().advance(chrono::Duration::minutes(61));
    let before = codes_sent(&app).await;
    let mut other = Visitor::anonymous();
    let missed = app.post(&mut other, "/vao-ho-so", &[("ma", &code), ("dien_thoai", "0999900002")]).await;
    assert_eq!((missed.location.as_str(), codes_sent(&app).await), ("/vao-ho-so/ma-xac-thuc", before), "the answer is the same, nothing is sent");
    assert_eq!(enter(&app, &mut other, &code.to_lowercase(), PHONE).await, format!("/ho-so-cua-toi/{code}"));
    let own = app.get(&other, &format!("/ho-so-cua-toi/{code}")).await.body;
    let action = format!("/ho-so-cua-toi/{code}/rut");
    let fields = [("phien_ban", version(&own, &action)), ("ly_do", "Tôi nộp nhầm thủ tục này".to_owned())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let gone = app.post(&mut other, &action, &fields).await;
    assert!(follow(&app, &other, &gone).await.contains("Đã hủy hồ sơ đã nộp."));
    app.post(&mut other, "/vao-ho-so/thoat", &[]).await;
    assert!(app.get(&other, &format!("/ho-so-cua-toi/{code}")).await.location.starts_with("/dang-nhap?ve="), "left");
}

/// A draft goes on where it stopped on another device, and with what was typed when the day of the browser ended.
#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_resumed_with_link_and_code() {
    let app = app().await;
    let mut phone = Visitor::anonymous();
    let code = start(&app, &mut phone, PHONE).await;
    let page = format!("/nop/{code}/nguoi-nop");
    app.post(&mut phone, &page, &[("cho_ai", "myself")]).await;
    app.t.portal.clock().advance(chrono::Duration::hours(25));
    let late = app.post(&mut phone, &format!("/nop/{code}/thong-tin/1"), &[("ho_ten", "Nguyễn Mẫu Sơn")]).await;
    assert!(late.location.starts_with("/dang-nhap?ve="), "{}", late.location);
    let sign_in = app.get(&phone, &late.location).await.body;
    let link = sign_in.split("href=\"").find_map(|rest| rest.split('"').next().filter(|href| href.starts_with("/vao-ho-so?"))).unwrap().replace("&amp;", "&");
    let form = app.get(&phone, &link).await.body;
    assert!(form.contains(&format!("value=\"{code}\"")));
    let form = form.split("id=\"noi-dung-chinh\"").nth(1).unwrap();
    let back =
        form.split("name=\"ve\"").nth(1).and_then(|rest| rest.split("value=\"").nth(1)).and_then(|rest| rest.split('"').next()).unwrap().replace("&amp;", "&");
    let asked = app.post(&mut phone, "/vao-ho-so", &[("ve", &back), ("ma", &code), ("dien_thoai", PHONE)]).await;
    assert!(asked.location.starts_with("/vao-ho-so/ma-xac-thuc?ve="));
    let typed = app.newest_code().await;
    let entered = app.post(&mut phone, "/vao-ho-so/ma-xac-thuc", &[("ve", &back), ("ma_xac_thuc", &typed)]).await;
    assert!(entered.location.starts_with(&format!("/nop/{code}/thong-tin/1")), "{}", entered.location);
    assert!(app.get(&phone, &entered.location).await.body.contains("Nguyễn Mẫu Sơn"), "what was typed is still there");
    let foreign = app.post(&mut phone, "/vao-ho-so/ma-xac-thuc", &[("ve", "https://elsewhere.example/"), ("ma_xac_thuc", "1")]).await;
    assert!(!foreign.location.contains("elsewhere.example") || foreign.location.starts_with('/'));

    let mut other = Visitor::anonymous();
    let link = app.get(&other, &format!("/nop/{code}/dang-nhap")).await.body;
    assert!(link.contains("Vào hồ sơ bằng mã và số điện thoại") && link.contains(&code));
    assert_eq!(enter(&app, &mut other, &code, PHONE).await, format!("/nop/{code}"));
    assert_eq!(app.get(&other, &format!("/nop/{code}")).await.location, format!("/nop/{code}/co-quan"), "the first page that is not done");
}

/// A list at the end of an archive that promises 4 GB.
fn bomb() -> Vec<u8> {
    let mut bytes = b"PK\x03\x04....word/document.xml".to_vec();
    let start = u32::try_from(bytes.len()).unwrap();
    let mut row = vec![0_u8; 46];
    row[..4].copy_from_slice(b"PK\x01\x02");
    row[24..28].copy_from_slice(&u32::MAX.to_le_bytes());
    bytes.extend(row);
    bytes.extend(b"PK\x05\x06\0\0\0\0\0\0\0\0");
    bytes.extend(46_u32.to_le_bytes());
    bytes.extend(start.to_le_bytes());
    bytes.extend([0, 0]);
    bytes
}

/// A10-09: hostile files get a sentence, the draft stays as it was, and a broken line says that nothing arrived.
#[tokio::test(flavor = "multi_thread")]
async fn a10_09_hostile_files_leave_the_draft_as_it_was() {
    let app = app().await;
    let mut guest = Visitor::anonymous();
    let code = start(&app, &mut guest, PHONE).await;
    let page = format!("/nop/{code}/giay-to/1");
    let mut large = PDF.to_vec();
    large.resize(50 << 20, b' ');
    let long = format!("{}.pdf", "ă".repeat(10_000));
    let cases: [(&str, &[u8], &str); 5] = [
        ("to.pdf", &large, "Tệp lớn hơn"),
        ("giay-to.pdf", b"MZ\x90\x00\x03\x00\x00\x00", "Không dùng được tệp PDF"),
        ("don.docx", &bomb(), "lớn bất thường"),
        ("hong.docx", b"PK\x03\x04....word/document.xml", "bị hỏng"),
        ("trang.svg", b"<svg onload='x'/>", "Không dùng được tệp SVG"),
    ];
    for (name, bytes, sentence) in cases {
        let refused = app.post_file(&mut guest, &page, &[("tai_len", "1")], Some(("tep", name, bytes))).await;
        let shown = follow(&app, &guest, &refused).await;
        assert!(shown.contains(sentence) && shown.contains("Có lỗi cần sửa"), "{name}: {sentence}");
        assert!(!app.get(&guest, &page).await.body.contains("Đã nhận đủ"), "{name} was kept");
    }
    let mut half = b"--gach\r\nContent-Disposition: form-data; name=\"tep\"; filename=\"nua.pdf\"\r\n\r\n%PDF-1.7 ".to_vec();
    half.extend([b'x'; 5_000]);
    for path in [page.clone(), format!("/nop/{code}/to-khai/3")] {
        let broken = app.post_raw(&mut guest, &path, "multipart/form-data; boundary=gach", half.clone()).await;
        assert!(follow(&app, &guest, &broken).await.contains("Kết nối bị ngắt khi đang tải tệp"), "{path}");
        assert!(!app.get(&guest, &path).await.body.contains("nua.pdf"), "half a file");
    }
    let kept = app.post_file(&mut guest, &page, &[("tai_len", "1")], Some(("tep", &long, PDF))).await;
    let shown = follow(&app, &guest, &kept).await;
    assert!(shown.contains("Đã nhận đủ 1 tệp.") && !shown.contains(&"ă".repeat(200)), "long names are cut");
}

/// A question of the e-form takes files without JavaScript and keeps what else stands on its page.
#[tokio::test(flavor = "multi_thread")]
async fn a_question_takes_files() {
    let app = app().await;
    let mut guest = Visitor::anonymous();
    let code = start(&app, &mut guest, PHONE).await;
    let page = format!("/nop/{code}/to-khai/3");
    let form = app.get(&guest, &page).await.body;
    assert!(form.contains("multipart/form-data") && form.contains("Ảnh chụp bản trích lục cũ"));
    let sent = app.post_file(&mut guest, &page, &[("noi-dang-ky", "Xã Thạch Lam (cũ)"), ("tai_len", "1")], Some(("ban-chup-cu", "cu.pdf", PDF))).await;
    let shown = follow(&app, &guest, &sent).await;
    assert!(shown.contains("cu.pdf") && shown.contains("SHA-256") && shown.contains("Xã Thạch Lam (cũ)"), "the words are kept");
    let bad = app.post_file(&mut guest, &page, &[("noi-dang-ky", "x")], Some(("ban-chup-cu", "cu.jpg", b"%PDF-1.7 khac"))).await;
    assert!(follow(&app, &guest, &bad).await.contains("không khớp với nội dung"));
    assert_eq!(app.post_file(&mut guest, &page, &[], Some(("noi-dang-ky", "a.pdf", PDF))).await.status, StatusCode::NOT_FOUND, "no question of files");
    let id = shown.split("name=\"bo_tep\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    let mut other = Visitor::anonymous();
    let foreign = start(&app, &mut other, "0999900002").await;
    for path in [format!("/nop/{foreign}/to-khai/3"), format!("/nop/{foreign}/giay-to/1")] {
        assert_eq!(app.post_file(&mut other, &path, &[("bo_tep", &id)], None).await.status, StatusCode::NOT_FOUND, "a file of another draft: {path}");
    }
    let next = app.post_file(&mut guest, &page, &[("noi-dang-ky", "Xã Thạch Lam (cũ)")], None).await;
    assert_eq!(next.location, format!("/nop/{code}/to-khai/4"));
    let out = app.post_file(&mut guest, &page, &[("noi-dang-ky", "Xã Thạch Lam (cũ)"), ("bo_tep", &id)], None).await;
    assert!(!follow(&app, &guest, &out).await.contains("cu.pdf"));
}

/// Numbers of others in hidden fields, very long words, years 1 and 9999: sentences, never a failure.
#[tokio::test(flavor = "multi_thread")]
async fn hostile_answers_are_refused() {
    let app = app().await;
    let mut guest = Visitor::anonymous();
    let code = start(&app, &mut guest, PHONE).await;
    let path = |step: &str| format!("/nop/{code}/{step}");
    for year in ["0001", "9999", "-1", "20260"] {
        let fields = [("ngay_sinh_ngay", "15"), ("ngay_sinh_thang", "11"), ("ngay_sinh_nam", year)];
        let refused = app.post(&mut guest, &path("thong-tin/2"), &fields).await;
        assert!(follow(&app, &guest, &refused).await.contains("Có lỗi cần sửa"), "{year}");
    }
    let long = "ă".repeat(10_000);
    for (step, name) in
        [("thong-tin/1", "ho_ten"), ("thong-tin/3", "so_dinh_danh"), ("to-khai/3", "noi-dang-ky"), ("co-quan", "co_quan"), ("thong-bao", "thong_bao")]
    {
        let refused = app.post(&mut guest, &path(step), &[(name, &long)]).await;
        assert!(follow(&app, &guest, &refused).await.contains("Có lỗi cần sửa"), "{step}");
    }
    for odd in ["1", "-1", "99999999999999999999", "0", "' OR 1=1"] {
        let refused = app.post(&mut guest, &path("co-quan"), &[("co_quan", odd)]).await;
        assert!(follow(&app, &guest, &refused).await.contains("Có lỗi cần sửa"), "{odd}");
    }
    let other = app.post(&mut guest, &path("thong-tin/5"), &[("dien_thoai", "0999900002"), ("thu_dien_tu", "")]).await;
    assert!(follow(&app, &guest, &other).await.contains("bạn đã xác thực"));
    // What no page asks for is not stored: answers taken from others, the way to the end.
    app.post(&mut guest, &path("nguoi-nop"), &[("cho_ai", "myself"), ("lay.tu", "N-1"), ("lay.muc", "ho_ten"), ("account_id", "1")]).await;
    assert!(!app.get(&guest, &path("thong-tin/1")).await.body.contains("Lấy từ hồ sơ"));
    for strange in ["/nop/N-261123-AAAAAA/cam-doan", "/nop/%00/cam-doan"] {
        assert_eq!(app.post(&mut guest, strange, &[("cam_doan", "co")]).await.status, StatusCode::NOT_FOUND, "{strange}");
    }
}

/// Whoever has an account finds drafts first, with where they stopped, and what was said before.
#[tokio::test(flavor = "multi_thread")]
async fn an_account_goes_on_and_is_not_asked_twice() {
    let app = app().await;
    let mut citizen = app.citizen(demo::CITIZENS[0].0).await;
    let started = app.post(&mut citizen, "/thu-tuc/2.000635/nop", &[]).await.location;
    let first = started.trim_start_matches("/nop/").to_owned();
    walk(&app, &mut citizen, &format!("/nop/{first}/co-quan")).await;
    app.post(&mut citizen, &format!("/nop/{first}/cam-doan"), &[("cam_doan", "co")]).await;
    let second = app.post(&mut citizen, "/thu-tuc/2.000635/nop", &[]).await.location.trim_start_matches("/nop/").to_owned();
    let page = app.get(&citizen, &format!("/nop/{second}/thong-tin/3")).await.body;
    assert!(page.contains(&format!("Lấy từ hồ sơ {first}")) && page.contains("999000000001"));
    let mine = app.get(&citizen, "/ho-so-cua-toi").await.body;
    assert!(mine.contains("Mới bắt đầu"));
    app.post(&mut citizen, &format!("/nop/{second}/thong-tin/3"), &[("so_dinh_danh", "999000000002")]).await;
    let mine = app.get(&citizen, "/ho-so-cua-toi").await.body;
    assert!(mine.contains("Đã lưu đến Người nộp, trang 3") && mine.find(&second) < mine.find(&first), "drafts first");
    assert!(!app.get(&citizen, &format!("/nop/{second}/thong-tin/3")).await.body.contains("Lấy từ hồ sơ"));
}

/// The demo's telephone asks for a dossier by message and gets the words of the page.
#[tokio::test(flavor = "multi_thread")]
async fn a_message_asks_for_a_dossier() {
    let app = app().await;
    let mut guest = Visitor::anonymous();
    let code = start(&app, &mut guest, PHONE).await;
    walk(&app, &mut guest, &format!("/nop/{code}/co-quan")).await;
    app.post(&mut guest, &format!("/nop/{code}/cam-doan"), &[("cam_doan", "co")]).await;
    let mut phone = Visitor::anonymous();
    let ask = |text: String| [("dien_thoai", "0999900033".to_owned()), ("kenh", "sms".to_owned()), ("noi_dung", text)];
    for (text, answer) in [(format!("HS {code}"), format!("Ho so {code}: Cho tiep nhan.")), (format!("TRACUU {code} 9999"), "Khong tim thay ho so".to_owned())]
    {
        let fields = ask(text);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let sent = app.post(&mut phone, "/minh-hoa/tin-nhan", &fields).await;
        assert!(sent.location.starts_with("/minh-hoa/tin-nhan?so=0999900033"), "{}", sent.location);
        assert!(follow(&app, &phone, &sent).await.contains(&answer), "{answer}");
    }
    let wrong = app.post(&mut phone, "/minh-hoa/tin-nhan", &[("dien_thoai", "12"), ("noi_dung", "HS")]).await;
    assert!(follow(&app, &phone, &wrong).await.contains("Số điện thoại gồm 10 chữ số"));
}
