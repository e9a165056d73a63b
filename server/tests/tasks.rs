//! Series, sub-tasks and tables of tasks over HTTP, as a browser without scripts.

use crate::common::pages::{plain, shows, version};
use crate::common::{TestApp, Visitor};
use crate::task_pages;
use domain::args;
use domain::seed::{self, Size};
use http::StatusCode;
use rand::{SeedableRng, rngs::StdRng};

/// Units, people and accounts of the demo, without its records.
async fn province() -> TestApp {
    let app = TestApp::sqlite().await;
    let mut rng = StdRng::seed_from_u64(5);
    seed::org::seed(&app.t.portal, Size::S, &mut rng, &mut |_| {}).await.unwrap();
    seed::procedures::seed(&app.t.portal, Size::S, &mut rng, &mut |_| {}).await.unwrap();
    seed::identity::seed(&app.t.portal, Size::S, &mut rng, &mut |_| {}).await.unwrap();
    app.t.portal.clock().set(seed::demo_start());
    app
}

/// Signs in once more, a minute later: a code counts once.
pub async fn later(app: &TestApp, username: &str) -> Visitor {
    app.t.portal.clock().advance(chrono::Duration::minutes(1));
    app.official(username).await
}

pub async fn ward(app: &TestApp) -> i64 {
    let mut cx = app.t.portal.read(&domain::Actor::system("Kiểm thử")).await.unwrap();
    let today = domain::org::today(&cx);
    domain::org::by_code(&mut cx, "H99.101", today).await.unwrap().id
}

pub async fn number_of_tasks(app: &TestApp) -> i64 {
    let mut cx = app.t.portal.read(&domain::Actor::system("Kiểm thử")).await.unwrap();
    cx.conn().count("SELECT COUNT(*) FROM task", args![]).await.unwrap()
}

/// A series from the form to its tasks, and paused.
async fn series(app: &TestApp) {
    let mut chair = app.official("chu.tich").await;
    let ward = ward(app).await.to_string();
    let form = "/can-bo/nhiem-vu/dinh-ky/lap";
    shows(app, &chair, "/can-bo/nhiem-vu", &["Định kỳ", "Giao nhiều nhiệm vụ", "Mọi lĩnh vực", "name=\"nguoi\""]).await;
    shows(app, &chair, form, &["Chu kỳ", "Khi trùng ngày nghỉ", "Ngày làm việc cuối cùng của tháng", "Chuyên viên theo dõi"]).await;
    shows(app, &chair, "/can-bo/nhiem-vu/giao", &["Chuyên viên theo dõi"]).await;
    let mut fields = vec![
        ("noi_dung", "Báo cáo tiến độ giải ngân vốn đầu tư công"),
        ("nguon", "people_committee"),
        ("chu_tri", ward.as_str()),
        ("san_pham", "Báo cáo"),
        ("chu_ky", "weekly"),
        ("thu", "1"),
        ("ngay_nghi", "after"),
        ("so_ngay", "3"),
        ("tu_ngay", "23/11/2026"),
        ("buoc", "xem-ky"),
    ];
    let shown = app.post(&mut chair, form, &fields).await;
    shows(app, &chair, shown.location.trim_end_matches("#ky"), &["Các kỳ tới", "Thứ Hai, 23/11/2026", "Thứ Hai, 30/11/2026"]).await;
    assert_eq!(number_of_tasks(app).await, 0);
    let refused = {
        let mut wrong = fields.clone();
        wrong[5].1 = "9";
        app.post(&mut chair, form, &wrong).await
    };
    shows(app, &chair, &refused.location, &["Chưa chọn thứ trong tuần.", "Báo cáo tiến độ giải ngân"]).await;
    fields[9].1 = "luu";
    // A04-05: two leads are refused, though each of them alone would do.
    let two: Vec<_> = fields.iter().copied().chain([("chu_tri", ward.as_str())]).collect();
    let refused = app.post(&mut chair, form, &two).await;
    assert!(refused.location.contains("phieu="), "{refused:?}");
    assert_eq!(number_of_tasks(app).await, 0);
    let made = app.post(&mut chair, form, &fields).await;
    let address = plain(&made.location);
    assert!(address.starts_with("/can-bo/nhiem-vu/dinh-ky/CN-2026-"), "{}", made.location);
    // Monday is today: the first task is there at once, and each knows the other.
    let page = shows(app, &chair, &address, &["Đang chạy", "Hằng tuần, thứ Hai", "NV-2026-000001", "Tuần 48 năm 2026", "/doi-theo-doi"]).await;
    shows(app, &chair, "/can-bo/nhiem-vu/NV-2026-000001", &["Chuỗi định kỳ", &address, "/doi-theo-doi"]).await;
    shows(app, &chair, "/can-bo/nhiem-vu/dinh-ky", &["Báo cáo tiến độ giải ngân", "Hằng tuần, thứ Hai"]).await;
    shows(app, &chair, &format!("{address}/sua"), &["Nội dung mới áp dụng từ ngày mai", "Báo cáo tiến độ giải ngân"]).await;
    // The ward sees its series and changes nothing about it.
    let leader = app.official("lanh.dao").await;
    let theirs = shows(app, &leader, &address, &["NV-2026-000001"]).await;
    assert!(!theirs.contains("Tạm dừng chuỗi") && !theirs.contains("/doi-theo-doi"));
    let pause = format!("{address}/tam-dung");
    let version = version(&page, &pause);
    let short = app.post(&mut chair, &pause, &[("buoc", "tam-dung"), ("phien_ban", &version), ("ly_do", "Vì")]).await;
    assert!(short.location.contains("phieu="), "{short:?}");
    let reason = [("buoc", "tam-dung"), ("phien_ban", version.as_str()), ("ly_do", "Chờ quy chế mới của tỉnh")];
    app.post(&mut chair, &pause, &reason).await;
    shows(app, &chair, &address, &["Tạm dừng", "Chạy tiếp từ hôm nay", "Chờ quy chế mới của tỉnh"]).await;
    let stranger = app.official("ke.toan").await;
    assert_eq!(app.get(&stranger, &address).await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.get(&stranger, form).await.status, StatusCode::FORBIDDEN);
}

/// The leader of the ward splits its task; the tree shows the part.
async fn parts(app: &TestApp) {
    let mut leader = later(app, "lanh.dao").await;
    let address = "/can-bo/nhiem-vu/NV-2026-000001";
    let page = shows(app, &leader, address, &["Tiếp nhận"]).await;
    let person = page.split("name=\"nguoi_thuc_hien\"").nth(1).unwrap().split("<option value=\"").nth(2).unwrap().split('"').next().unwrap().to_owned();
    let accept = format!("{address}/tiep-nhan");
    let taken = version(&page, &accept);
    app.post(&mut leader, &accept, &[("buoc", "tiep-nhan"), ("phien_ban", &taken), ("nguoi_thuc_hien", &person)]).await;
    let split = format!("{address}/chia-nho");
    let page = shows(app, &leader, address, &["Nhiệm vụ con", "Chia nhỏ nhiệm vụ", "Một người của đơn vị", "Đơn vị trực thuộc"]).await;
    let version = version(&page, &split);
    let mut fields = vec![
        ("buoc", "chia-nho"),
        ("phien_ban", version.as_str()),
        ("noi_dung", "Thu thập số liệu của các khu phố"),
        ("giao_cho", "nguoi"),
        ("nguoi_thuc_hien", person.as_str()),
        ("han", "31/12/2026"),
    ];
    let late = app.post(&mut leader, &split, &fields).await;
    shows(app, &leader, &late.location.replace("/chia-nho", ""), &["không được sau hạn", "Thu thập số liệu của các khu phố"]).await;
    fields[5].1 = "";
    let given = app.post(&mut leader, &split, &fields).await;
    assert_eq!(plain(&given.location), address);
    shows(app, &leader, address, &["NV-2026-000002", "Thu thập số liệu của các khu phố", "Báo cáo hoàn thành được khi mọi nhiệm vụ con đã kết thúc"]).await;
    shows(app, &leader, "/can-bo/nhiem-vu/NV-2026-000002", &["Nhiệm vụ cha", "Nội bộ đơn vị"]).await;
    // The second click of the same form gives nothing more.
    app.post(&mut leader, &split, &fields).await;
    assert_eq!(number_of_tasks(app).await, 2);
}

/// A table with a wrong row is corrected and given; a file does the same; thousands of bad lines are a page, not an error.
async fn table(app: &TestApp) {
    let mut chair = later(app, "chu.tich").await;
    let form = "/can-bo/nhiem-vu/giao-nhieu";
    let before = number_of_tasks(app).await;
    shows(app, &chair, form, &["Dán bảng vào đây", "Số, ký hiệu văn bản", "Chuyên viên theo dõi"]).await;
    let head = [("nguon", "meeting"), ("so_van_ban", "245/TB-UBND"), ("ngay_van_ban", "20/11/2026")];
    let with = |table: &str| -> Vec<(&'static str, String)> {
        head.iter().map(|(name, value)| (*name, (*value).to_owned())).chain([("bang", table.to_owned())]).collect()
    };
    let empty = with("");
    let empty: Vec<(&str, &str)> = empty.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let refused = app.post_file(&mut chair, form, &empty, None).await;
    shows(app, &chair, &refused.location, &["Chưa có bảng nhiệm vụ", "245/TB-UBND"]).await;

    let text = "STT\tNội dung\tChủ trì\tHạn\tSản phẩm\n1\tRà soát quy hoạch của phường\tUBND phường Thành Lam\t01/12/2026\tBáo cáo\n\
                2\t<b>Lập kế hoạch</b> năm 2027\tphường Thành\t28/11/2026\tKế hoạch\n";
    let fields = with(text);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let kept = app.post_file(&mut chair, form, &fields, None).await;
    let address = plain(&kept.location);
    let page = shows(app, &chair, &address, &["Bảng có 2 dòng: 1 dòng đúng, 1 dòng cần sửa.", "Dòng 3", "Chọn ", "Lưu và kiểm tra lại"]).await;
    assert!(!page.contains("Giao 2 nhiệm vụ") && !page.contains("<b>Lập"));
    let number = version(&page, &address);
    let correct = [("phien_ban", number.as_str()), ("buoc", "kiem-tra"), ("chu_tri_3", "H99.101")];
    let saved = app.post(&mut chair, &address, &correct).await;
    let page = shows(app, &chair, &saved.location, &["Mọi dòng đều đúng", "Giao 2 nhiệm vụ", "không phải ngày làm việc"]).await;
    let number = version(&page, &address);
    let give = [("phien_ban", number.as_str()), ("buoc", "giao")];
    let first = app.post(&mut chair, &address, &give).await;
    let second = app.post(&mut chair, &address, &give).await;
    shows(app, &chair, &first.location, &["Đã giao 2 nhiệm vụ"]).await;
    shows(app, &chair, &second.location, &["Các nhiệm vụ của bảng này đã được giao."]).await;
    assert_eq!(number_of_tasks(app).await, before + 2);

    let csv = format!("\u{feff}Nội dung;Đơn vị;Hạn\r\n{}", "x;Sở không có;31/02/2026\r\n".repeat(5_000));
    let kept = app.post_file(&mut chair, form, &head, Some(("tep", "ket-luan.csv", csv.as_bytes()))).await;
    let page = shows(app, &chair, &plain(&kept.location), &["5.000 dòng cần sửa", "50 dòng đầu cần sửa"]).await;
    assert_eq!(page.matches("name=\"noi_dung_").count(), 50);
    // The first fifty are named, line by line; pressing the button all the same gives nothing.
    assert!((2..=51).all(|line| page.contains(&format!("Dòng {line}: "))) && !page.contains("Dòng 52: "));
    let (bad, number) = (plain(&kept.location), version(&page, &plain(&kept.location)));
    let pressed = app.post(&mut chair, &bad, &[("phien_ban", number.as_str()), ("buoc", "giao")]).await;
    shows(app, &chair, &pressed.location, &["Chưa giao nhiệm vụ nào: còn 5000 dòng cần sửa."]).await;
    let workbook = app.post_file(&mut chair, form, &head, Some(("tep", "ket-luan.xlsx", &b"PK\x03\x04"[..]))).await;
    shows(app, &chair, &workbook.location, &["Tệp bị hỏng nên không đọc được", "245/TB-UBND"]).await;
    assert_eq!(number_of_tasks(app).await, before + 2);
    assert_eq!(app.get(&app.official("theo.doi").await, &address).await.status, StatusCode::NOT_FOUND);
}

/// Another ward goes on with a task: its page offers the monitors of that ward, as the action takes them.
async fn merged(app: &TestApp) {
    let chair = later(app, "chu.tich").await;
    let mut cx = app.t.portal.write(&domain::Actor::system("Kiểm thử")).await.unwrap();
    let today = domain::org::today(&cx);
    let heir = domain::org::by_code(&mut cx, "H99.102", today).await.unwrap().id;
    let newest = "SELECT MAX(code) FROM task WHERE state = 'assigned' AND parent_id IS NULL";
    let (code,): (String,) = cx.conn().one(newest, args![]).await.unwrap();
    let (person,): (i64,) = cx.conn().one("SELECT person_id FROM account WHERE username = 'lanh.dao'", args![]).await.unwrap();
    let role = "INSERT INTO role_assignment (person_id, role, unit_id, scope, source, valid_from, granted_by_name)
                VALUES ($1, 'task_monitor', $2, 'unit', 'manual', $3, 'Kiểm thử')";
    let now = cx.now();
    cx.conn().exec(role, args![person, heir, now]).await.unwrap();
    cx.conn().exec("UPDATE task SET continuing_unit_id = $1 WHERE code = $2", args![heir, code.as_str()]).await.unwrap();
    cx.commit().await.unwrap();
    let page = shows(app, &chair, &format!("/can-bo/nhiem-vu/{code}"), &["/doi-theo-doi"]).await;
    let offered = page.split("name=\"theo_doi\"").nth(1).unwrap().split("</select>").next().unwrap();
    assert!(offered.contains(&format!("value=\"{person}\"")), "{offered}");
}

#[tokio::test(flavor = "multi_thread")]
async fn series_parts_and_tables() {
    let app = province().await;
    series(&app).await;
    parts(&app).await;
    task_pages::one_task(&app).await;
    task_pages::decisions(&app).await;
    task_pages::watched(&app).await;
    table(&app).await;
    merged(&app).await;
}
