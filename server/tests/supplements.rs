//! Supplements and withdrawal as a browser without JavaScript goes through them: C18 item by item, the counter, receipts, C19, D20.

use crate::common::journey::{PDF, walk};
use crate::common::pages::{plain, shows, version};
use crate::common::{TestApp, Visitor};
use crate::guest::support::{app, follow};
use domain::seed::demo;
use domain::{Actor, dossiers};
use http::StatusCode;
use model::dossiers::Receive;

/// The citizen applies at the ward of the receptionist; returns the submission code.
async fn apply(app: &TestApp, citizen: &mut Visitor) -> String {
    let started = app.post(citizen, "/thu-tuc/2.000635/nop", &[]).await;
    let code = started.location.trim_start_matches("/nop/").to_owned();
    let place = format!("/nop/{code}/co-quan");
    let page = app.get(citizen, &place).await.body;
    let ward = page.split("<option value=\"").skip(1).find(|option| option.split("</option>").next().unwrap().contains("phường Thành Lam")).unwrap();
    let chosen = app.post(citizen, &place, &[("co_quan", ward.split('"').next().unwrap())]).await;
    walk(app, citizen, &chosen.location).await;
    let sent = app.post(citizen, &format!("/nop/{code}/cam-doan"), &[("cam_doan", "co")]).await;
    assert_eq!(sent.location, format!("/nop/{code}/xong"));
    code
}

/// The receptionist asks for these things before the receipt.
async fn ask(app: &TestApp, clerk: &mut Visitor, code: &str, items: &[&str]) {
    let path = format!("/can-bo/ho-so/{code}/bo-sung-tiep-nhan");
    let mut fields = vec![("phien_ban".to_owned(), version(&app.get(clerk, &path).await.body, &path)), ("han".to_owned(), "15/12/2026".to_owned())];
    for (n, item) in (1..).zip(items) {
        fields.push((format!("muc_{n}"), (*item).to_owned()));
        fields.push((format!("ly_do_{n}"), "Bản đã nộp mờ, không đọc được".to_owned()));
        fields.push((format!("can_cu_{n}"), "Điều 16 Luật Hộ tịch".to_owned()));
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let asked = app.post(clerk, &path, &fields).await;
    assert_eq!(plain(&asked.location), format!("/can-bo/ho-so/{code}"), "{}", asked.body);
}

/// Number of the item that a page asks for.
fn item(page: &str) -> String {
    page.split("name=\"tra_loi_").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned()
}

/// C18: one item a page, each saved; then everything, the sending, the receipt. Somebody else sees none of it.
#[tokio::test(flavor = "multi_thread")]
async fn c18_item_by_item() {
    let app = app().await;
    let mut citizen = app.citizen(demo::CITIZENS[0].0).await;
    let mut clerk = app.official("mot.cua").await;
    let code = apply(&app, &mut citizen).await;
    let base = format!("/ho-so-cua-toi/{code}/bo-sung");
    shows(&app, &citizen, &base, &["Hồ sơ không có mục nào đang chờ bổ sung."]).await;
    ask(&app, &mut clerk, &code, &["Giấy chứng sinh", "Đơn có chữ ký"]).await;
    shows(&app, &citizen, &format!("/ho-so-cua-toi/{code}"), &["Giấy chứng sinh", "Đơn có chữ ký", &base]).await;
    let overview = shows(&app, &citizen, &base, &["Bắt đầu bổ sung", "1. Giấy chứng sinh", "Chưa bổ sung", "15/12/2026"]).await;
    assert!(!overview.contains("Gửi bổ sung</"), "nothing to send yet");
    let other = app.citizen(demo::CITIZENS[1].0).await;
    for path in [base.clone(), format!("{base}/1")] {
        assert_eq!(app.get(&other, &path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(app.get(&citizen, &format!("{base}/3")).await.status, StatusCode::NOT_FOUND);

    let (first, second) = (format!("{base}/1"), format!("{base}/2"));
    let page = shows(&app, &citizen, &first, &["Mục 1/2", "Bản đã nộp mờ, không đọc được", "Điều 16 Luật Hộ tịch"]).await;
    let empty = app.post_file(&mut citizen, &first, &[(&format!("tra_loi_{}", item(&page)), " ")], None).await;
    assert!(follow(&app, &citizen, &empty).await.contains("Chưa bổ sung “Giấy chứng sinh”"));
    let field = format!("tep_{}", item(&page));
    let kept = app.post_file(&mut citizen, &first, &[("tai_len", "1")], Some((&field, "chung-sinh.pdf", PDF))).await;
    assert!(follow(&app, &citizen, &kept).await.contains("Đã nhận đủ 1 tệp."));
    let refused = app.post_file(&mut citizen, &first, &[("tai_len", "1")], Some((&field, "anh.svg", b"<svg/>"))).await;
    let shown = follow(&app, &citizen, &refused).await;
    assert!(shown.contains("Có lỗi cần sửa") && shown.contains("chung-sinh.pdf"), "a refused file loses nothing");
    let next = app.post_file(&mut citizen, &first, &[(&format!("tra_loi_{}", item(&page)), "Tôi chụp lại rõ hơn")], None).await;
    assert_eq!(next.location, second);
    // Another day, another device: what was saved is there.
    assert!(shows(&app, &citizen, &base, &["Làm tiếp", "Tôi chụp lại rõ hơn", "chung-sinh.pdf"]).await.contains(&second));
    let page = app.get(&citizen, &second).await.body;
    let done = app.post_file(&mut citizen, &second, &[(&format!("tra_loi_{}", item(&page)), "Tôi đã ký lại")], None).await;
    assert_eq!(done.location, base);
    let check = shows(&app, &citizen, &base, &["Gửi bổ sung", "Tôi đã ký lại"]).await;
    let stale = app.post(&mut citizen, &base, &[("phien_ban", "0")]).await;
    assert!(follow(&app, &citizen, &stale).await.contains("Tôi đã ký lại"), "still there after a refusal");
    let sent = app.post(&mut citizen, &base, &[("phien_ban", &version(&check, &base))]).await;
    let own = follow(&app, &citizen, &sent).await;
    assert!(own.contains("Đã gửi bổ sung.") && own.contains("Chờ tiếp nhận"), "{own}");

    let receipt = format!("/bien-nhan/{code}-BS1");
    assert!(own.contains(&receipt) && own.contains(&format!("href=\"/bien-nhan/{code}\"")), "both receipts");
    shows(&app, &citizen, &receipt, &["Biên nhận bổ sung lần 1", "chung-sinh.pdf", "SHA-256"]).await;
    assert_eq!(app.get(&other, &receipt).await.status, StatusCode::NOT_FOUND);
    let saved = app.get(&citizen, &format!("{receipt}/tai-ve")).await;
    assert!(saved.headers.contains_key("content-disposition") && saved.body.contains("chung-sinh.pdf"));
    let mut nobody = Visitor::anonymous();
    let sent = app.post_file(&mut nobody, "/kiem-tra", &[("ma", &format!("{code}-BS1"))], None).await;
    let checked = app.get(&nobody, &sent.location).await.body;
    assert!(checked.contains("Biên nhận có thật") && !checked.contains("chung-sinh.pdf"), "{checked}");
    assert!(checked.contains("Biên nhận bổ sung lần 1") && checked.contains("Bổ sung lúc") && !checked.contains("Nộp lúc"), "{checked}");
    let sent = app.post_file(&mut nobody, "/kiem-tra", &[("ma", &code)], None).await;
    let checked = app.get(&nobody, &sent.location).await.body;
    assert!(checked.contains("Biên nhận nộp hồ sơ") && checked.contains("Nộp lúc"), "{checked}");
}

/// D06 at the counter: the button, each item with paper or scan, who brought it; the receipt for both sides. Not for a specialist.
#[tokio::test(flavor = "multi_thread")]
async fn a_supplement_over_the_counter() {
    let app = app().await;
    let mut citizen = app.citizen(demo::CITIZENS[0].0).await;
    let mut clerk = app.official("mot.cua").await;
    let code = apply(&app, &mut citizen).await;
    let (desk, path) = (format!("/can-bo/ho-so/{code}"), format!("/can-bo/ho-so/{code}/bo-sung"));
    assert!(!shows(&app, &clerk, &desk, &["Chờ tiếp nhận"]).await.contains("Nhận bổ sung tại quầy"));
    shows(&app, &clerk, &path, &["nên không nhận bổ sung được"]).await;
    ask(&app, &mut clerk, &code, &["Đơn có chữ ký"]).await;
    shows(&app, &clerk, &desk, &["Nhận bổ sung tại quầy", &path]).await;
    let mut specialist = app.official("chuyen.vien").await;
    assert_ne!(app.get(&specialist, &path).await.status, StatusCode::OK);
    let page = shows(&app, &clerk, &path, &["Đơn có chữ ký", "Người mang đến"]).await;
    let (id, v) = (item(&page), version(&page, &path));
    let (tick, note) = (format!("nhan_giay_{id}"), format!("tra_loi_{id}"));
    let nothing = app.post_file(&mut clerk, &path, &[("phien_ban", &v), (&note, "sẽ nộp sau"), ("nguoi_mang", "Lò Mẫu Tâm")], None).await;
    let shown = follow(&app, &clerk, &nothing).await;
    assert!(shown.contains("Chưa nhận mục này.") && shown.contains("Lò Mẫu Tâm"), "what was typed is still there");
    let whole = [("phien_ban", v.as_str()), (tick.as_str(), "1"), (note.as_str(), "01 bản chính"), ("nguoi_mang", "Lò Mẫu Tâm")];
    assert_ne!(app.post_file(&mut specialist, &path, &whole, None).await.status, StatusCode::SEE_OTHER, "not a receptionist");
    let stale = app.post_file(&mut clerk, &path, &[("phien_ban", "0"), whole[1], whole[2], whole[3]], None).await;
    assert_eq!(plain(&stale.location), path);
    let file = format!("tep_{id}");
    let taken = app.post_file(&mut clerk, &path, &whole, Some((&file, "don.pdf", PDF))).await;
    let said = follow(&app, &clerk, &taken).await;
    assert!(said.contains("Đã nhận bổ sung.") && said.contains(&format!("/bien-nhan/{code}-BS1")), "{said}");
    for reader in [&clerk, &citizen] {
        let words = ["Biên nhận bổ sung lần 1", "Người mang đến", "Lò Mẫu Tâm", "Người nhận tại quầy", "don.pdf"];
        shows(&app, reader, &format!("/bien-nhan/{code}-BS1"), &words).await;
    }
    shows(&app, &citizen, &format!("/ho-so-cua-toi/{code}"), &["Chờ tiếp nhận", "Biên nhận bổ sung lần 1"]).await;
}

/// C19 and D20: consequence and money stand before the button; the request can be taken back.
#[tokio::test(flavor = "multi_thread")]
async fn c19_consequence_money_and_the_way_back() {
    let app = app().await;
    let mut citizen = app.citizen(demo::CITIZENS[0].0).await;
    let code = apply(&app, &mut citizen).await;
    shows(&app, &citizen, &format!("/ho-so-cua-toi/{code}/rut"), &["Hủy hồ sơ đã nộp", "bị hủy ngay", "Không khôi phục được"]).await;
    let mut cx = app.t.portal.write(&Actor::system("Kiểm thử")).await.unwrap();
    let view = dossiers::by_any_code(&mut cx, &code).await.unwrap().unwrap();
    let checked = Receive { checked_parts: view.parts.iter().map(|part| part.id).collect(), note: String::new() };
    let code = dossiers::receive(&mut cx, &code, view.version, &checked).await.unwrap().code.unwrap();
    cx.commit().await.unwrap();

    let (own, path, back) = (format!("/ho-so-cua-toi/{code}"), format!("/ho-so-cua-toi/{code}/rut"), format!("/ho-so-cua-toi/{code}/khong-rut"));
    assert!(!shows(&app, &citizen, &own, &["Rút hồ sơ", &path]).await.contains("name=\"ly_do\""), "the form has its page");
    let page = shows(&app, &citizen, &path, &["Thời hạn giải quyết vẫn tính", "16.000", "chưa nộp", "Gửi yêu cầu rút"]).await;
    let mut other = app.citizen(demo::CITIZENS[1].0).await;
    assert_eq!(app.get(&other, &path).await.status, StatusCode::NOT_FOUND);
    let v = version(&page, &path);
    let short = app.post(&mut citizen, &path, &[("phien_ban", &v), ("ly_do", "Thôi")]).await;
    assert!(follow(&app, &citizen, &short).await.contains("Có lỗi cần sửa"));
    let asked = app.post(&mut citizen, &path, &[("phien_ban", &v), ("ly_do", "Gia đình đổi ý, không làm nữa")]).await;
    let waiting = follow(&app, &citizen, &asked).await;
    assert!(waiting.contains("Đã gửi yêu cầu rút hồ sơ.") && waiting.contains("Không rút nữa"), "{waiting}");
    shows(&app, &citizen, &path, &["Không rút nữa"]).await;
    let v = version(&waiting, &back);
    assert_eq!(app.post(&mut other, &back, &[("phien_ban", &v)]).await.status, StatusCode::NOT_FOUND);
    let kept = app.post(&mut citizen, &back, &[("phien_ban", &v)]).await;
    let shown = follow(&app, &citizen, &kept).await;
    assert!(shown.contains("Đã hủy yêu cầu rút.") && shown.contains("Đã tiếp nhận") && !shown.contains("Không rút nữa"), "{shown}");
    let twice = app.post(&mut citizen, &back, &[("phien_ban", &v)]).await;
    assert_eq!(twice.status, StatusCode::SEE_OTHER);
    assert!(!follow(&app, &citizen, &twice).await.contains("Đã hủy yêu cầu rút."), "not twice");
}

/// An item of the answer is in order or not: with a reason, shown to both sides, and filled in for the next request.
#[tokio::test(flavor = "multi_thread")]
async fn answered_items_are_judged() {
    let app = app().await;
    let mut citizen = app.citizen(demo::CITIZENS[0].0).await;
    let mut clerk = app.official("mot.cua").await;
    let code = apply(&app, &mut citizen).await;
    let (desk, path) = (format!("/can-bo/ho-so/{code}"), format!("/can-bo/ho-so/{code}/danh-gia-bo-sung"));
    shows(&app, &clerk, &path, &["Hồ sơ chưa có mục nào được bổ sung."]).await;
    ask(&app, &mut clerk, &code, &["Đơn có chữ ký", "Giấy chứng sinh"]).await;
    let base = format!("/ho-so-cua-toi/{code}/bo-sung");
    for place in [format!("{base}/1"), format!("{base}/2")] {
        let page = app.get(&citizen, &place).await.body;
        let (words, file) = (format!("tra_loi_{}", item(&page)), format!("tep_{}", item(&page)));
        app.post_file(&mut citizen, &place, &[(&words, "Tôi gửi lại")], Some((&file, "don-moi.pdf", PDF))).await;
    }
    let v = version(&app.get(&citizen, &base).await.body, &base);
    app.post(&mut citizen, &base, &[("phien_ban", &v)]).await;

    shows(&app, &clerk, &format!("{desk}?muc=giay-to"), &["Đánh giá mục bổ sung", "Bổ sung cho mục", "Bổ sung lần 1", "don-moi.pdf"]).await;
    let page = shows(&app, &clerk, &path, &["Đơn có chữ ký (lần 1)", "Tôi gửi lại", "don-moi.pdf"]).await;
    let ids: Vec<String> = page.split("name=\"ly_do_").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect();
    let v = version(&page, &path);
    let (first, second, why) = (format!("ket_luan_{}", ids[0]), format!("ket_luan_{}", ids[1]), format!("ly_do_{}", ids[0]));
    let short = app.post(&mut clerk, &path, &[("phien_ban", &v), (&first, "khong_dat"), (&why, "mờ")]).await;
    assert!(follow(&app, &clerk, &short).await.contains("Lý do không đạt cần ít nhất 10 ký tự."));
    let nothing = app.post(&mut clerk, &path, &[("phien_ban", &v)]).await;
    assert!(follow(&app, &clerk, &nothing).await.contains("Chưa chọn kết luận cho mục nào."));
    let said = [("phien_ban", v.as_str()), (&first, "khong_dat"), (&why, "Vẫn thiếu chữ ký của mẹ"), (&second, "dat")];
    let done = app.post(&mut clerk, &path, &said).await;
    let shown = follow(&app, &clerk, &done).await;
    assert!(shown.contains("Đã ghi kết luận. 1 mục không đạt") && shown.contains("không đạt: Vẫn thiếu chữ ký của mẹ"), "{shown}");
    shows(&app, &citizen, &format!("/ho-so-cua-toi/{code}"), &["Kết luận về phần bổ sung", "Không đạt", "Vẫn thiếu chữ ký của mẹ"]).await;

    let next = format!("{desk}/bo-sung-tiep-nhan");
    let words = ["value=\"Đơn có chữ ký\"", "Vẫn thiếu chữ ký của mẹ", "bo_muc_1", "Lý do khác", "Bản chụp mờ"];
    let page = shows(&app, &clerk, &next, &words).await;
    assert!(!page.contains("bo_muc_2") && !page.contains("value=\"Giấy chứng sinh\""), "only what was not in order");
    let (v, left_out) = (version(&page, &next), "bo_muc_1");
    let fields = [("phien_ban", v.as_str()), ("muc_1", "Đơn có chữ ký"), (left_out, "1"), ("han", "15/12/2026")];
    let empty = app.post(&mut clerk, &next, &fields).await;
    assert!(follow(&app, &clerk, &empty).await.contains("Chưa có mục nào cần bổ sung."));
    let fields = [
        ("phien_ban", v.as_str()),
        ("muc_1", "Đơn có chữ ký"),
        ("ly_do_chon_1", "wrong_form"),
        ("ly_do_1", "mẫu cũ"),
        ("can_cu_1", "Điều 16"),
        ("han", "15/12/2026"),
    ];
    let asked = app.post(&mut clerk, &next, &fields).await;
    assert!(follow(&app, &clerk, &asked).await.contains("Đã gửi yêu cầu bổ sung"));
    shows(&app, &citizen, &base, &["Sai mẫu: mẫu cũ"]).await;
}
