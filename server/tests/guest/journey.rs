//! The way without an account, the way back, and what whoever has an account is spared.

use crate::common::Visitor;
use crate::common::journey::walk;
use crate::guest::support::{PHONE, app, codes_sent, enter, follow, start, version};
use domain::seed::demo;
use http::StatusCode;

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
    let action = format!("/ho-so-cua-toi/{code}/rut");
    let own = app.get(&other, &action).await.body;
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
